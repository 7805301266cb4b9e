//! What was written under sign-in data that got known: looked through, single changes confirmed, the
//! rest voided (SGO154-5.4).

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::describe;
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::messages;
use crate::ui::popup::ask::{Answer, Ask};
use crate::ui::screen::whole_row;
use journal::BreachId;
use journal::regulation::Permission;
use journal::view::{BreachFate, BreachPage, BreachPlace, BreachWrite};
use offline::{BreachAsk, ListKey, ListPage};
use protocol::{ConfirmBreach, VoidBreach};

/// The changes of a report.
#[derive(Debug)]
pub struct BreachWrites {
    breach: BreachId,
}

/// Only an administrator decides.
const NOT_YOURS: Reason = Reason("breach-not-yours");
/// It was decided already.
const DECIDED: Reason = Reason("breach-decided");

impl BreachWrites {
    /// The list of a report.
    pub fn of(breach: BreachId) -> ListScreen<Self> {
        ListScreen::new(Self { breach })
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a BreachPage> {
        match desk.pages.lists.get(&ListKey::Breach(self.breach)) {
            Some(ListPage::Breach(page)) => Some(page),
            _ => None,
        }
    }

    fn count(&self, desk: &Desk, is: impl Fn(&BreachWrite) -> bool) -> usize {
        let page = self.page(desk);
        page.map_or(0, |page| {
            page.writes.iter().filter(|write| is(write)).count()
        })
    }

    /// How many would be void, and of how many what stands there is another's.
    fn question(&self, desk: &Desk, texts: &Texts) -> Option<Ask> {
        let page = self.page(desk)?;
        let up_to = page.writes.last()?.seq;
        let count = self.count(desk, is_open);
        let overwritten = self.count(desk, |write| is_open(write) && write.overwritten);
        let name = page.breach.name.to_string();
        let since = messages::moment(page.breach.since, desk);
        let words = tr!(
            texts,
            "breach-void-question",
            name,
            since,
            count,
            overwritten
        );
        let answer = Answer {
            hint: "hint-void",
            told: PopupResult::VoidBreach(self.breach, up_to),
        };
        Some(Ask::new("title-void", words, "void-keys", answer))
    }
}

fn is_open(write: &BreachWrite) -> bool {
    write.fate == BreachFate::Open
}

/// «7Б Алгебра 16.11 · Белова Анна»; of a record its list and its title.
pub fn place(write: &BreachWrite, texts: &Texts) -> String {
    match &write.place {
        BreachPlace::Cell {
            journal,
            date,
            period,
            pupil,
            ..
        } => {
            let day = date.map(dates::short_date);
            let sheet = [
                Some(journal.group.clone()),
                Some(journal.subject.clone()),
                day.or(period.clone()),
            ];
            let sheet = sheet.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let pupil = pupil
                .as_ref()
                .map(|name| format!("{} {}", name.last, name.first));
            let parts = [Some(sheet), pupil].into_iter().flatten();
            parts.collect::<Vec<_>>().join(" · ")
        }
        BreachPlace::Record { record, .. } => {
            let list = texts.get(&record.at.kind.described().list_key());
            format!("{list} · {}", record.title)
        }
    }
}

/// «отметка: 5 → 2»; of a record that it was made, changed or removed.
pub fn what(write: &BreachWrite, desk: &Desk, texts: &Texts) -> String {
    match &write.place {
        BreachPlace::Cell { change, .. } => describe::steps_alone(change, desk, texts),
        BreachPlace::Record { made, removed, .. } => {
            let key = match (made, removed) {
                (true, _) => "breach-record-made",
                (_, true) => "breach-record-removed",
                _ => "breach-record-changed",
            };
            texts.get(key).into_owned()
        }
    }
}

/// What has become of it, or would.
pub fn fate(write: &BreachWrite, texts: &Texts) -> String {
    let key = match write.fate {
        BreachFate::Open if write.overwritten => "breach-fate-open-overwritten".to_owned(),
        fate => format!("breach-fate-{}", fate.word()),
    };
    texts.get(&key).into_owned()
}

impl ListSource for BreachWrites {
    type Row = BreachWrite;
    type Id = i64;

    fn columns(&self) -> Vec<Column<BreachWrite>> {
        vec![
            Column::new(
                "column-received",
                Width::Fixed(11),
                |row: &BreachWrite, seen| messages::moment(row.received_at, seen.desk).into(),
            )
            .ordered(|row| row.seq),
            Column::new(
                "column-place",
                Width::Flex(18),
                |row: &BreachWrite, seen| place(row, seen.texts).into(),
            )
            .searched(),
            Column::new(
                "column-change",
                Width::Rest(16),
                |row: &BreachWrite, seen| what(row, seen.desk, seen.texts).into(),
            )
            .searched(),
            Column::new("column-device", Width::Fit(12), |row: &BreachWrite, _| {
                row.device.as_deref().unwrap_or_default().into()
            })
            .searched()
            .priority(1),
            Column::new("column-state", Width::Fit(14), |row: &BreachWrite, seen| {
                fate(row, seen.texts).into()
            })
            .searched()
            .look(|row, _| match row.fate {
                BreachFate::Open | BreachFate::Stays => Role::Warning,
                _ => Role::Text,
            })
            .ordered(|row| (row.fate.word(), row.overwritten)),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a BreachWrite> {
        let page = self.page(desk);
        page.map_or_else(Vec::new, |page| page.writes.iter().collect())
    }

    fn id(&self, row: &BreachWrite) -> i64 {
        row.seq
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return texts.get("title-breach").into_owned();
        };
        let name = page.breach.name.initialed();
        let since = messages::moment(page.breach.since, desk);
        tr!(texts, "title-breach-of", name, since).into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Breach(self.breach))
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-breach-writes").into_owned()
    }

    fn actions(&self) -> &'static [Action] {
        &[Action::Agree, Action::RemoveRecord]
    }

    fn availability(&self, action: Action, row: &BreachWrite, desk: &Desk) -> Result<(), Reason> {
        let decides = [Action::Agree, Action::RemoveRecord].contains(&action);
        match action {
            _ if !decides => Ok(()),
            _ if !desk.has(Permission::SettleBreaches) => Err(NOT_YOURS),
            Action::Agree if !is_open(row) => Err(DECIDED),
            _ if self.count(desk, is_open) == 0 => Err(DECIDED),
            _ => Ok(()),
        }
    }

    fn act(&mut self, action: Action, at: Option<&i64>, cx: &mut Cx<'_>) -> Outcome {
        match (action, at) {
            (Action::Confirm, _) => whole_row::read(self, at, cx),
            (Action::Agree, Some(seq)) => {
                let confirm = ConfirmBreach { seqs: vec![*seq] };
                let ask = BreachAsk::Confirm(self.breach, confirm);
                cx.effects.push(Effect::Breach(Box::new(ask)));
                Outcome::Consumed
            }
            (Action::RemoveRecord, _) => match self.question(cx.desk, cx.texts) {
                Some(ask) => Outcome::Open(Box::new(ask)),
                None => Outcome::Consumed,
            },
            _ => Outcome::Ignored,
        }
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        let PopupResult::VoidBreach(breach, up_to) = told else {
            return Outcome::Ignored;
        };
        let ask = BreachAsk::Void(breach, VoidBreach { up_to });
        cx.effects.push(Effect::Breach(Box::new(ask)));
        Outcome::Consumed
    }

    fn hint(&self, action: Action, _row: &BreachWrite, _desk: &Desk) -> Option<&'static str> {
        match action {
            Action::Confirm => Some("hint-whole"),
            Action::Agree => Some("hint-confirm-change"),
            Action::RemoveRecord => Some("hint-void"),
            _ => None,
        }
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let open = self.count(desk, is_open);
        let void = self.count(desk, |write| write.fate.is_void());
        let confirmed = self.count(desk, |write| write.fate == BreachFate::Confirmed);
        tr!(texts, "breach-summary", open, void, confirmed).into_owned()
    }
}
