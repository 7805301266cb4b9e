//! «Кто вошёл и откуда»: the sessions that have not ended, one's own or everybody's, each to be ended
//! from here.

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::messages;
use crate::ui::popup::ask::{Answer, Ask};
use crate::ui::screen::whole_row;
use journal::view::SessionRow;
use journal::{PersonId, Timestamp};
use offline::{ListKey, ListPage};
use std::collections::BTreeSet;

/// The list of sessions.
pub type SessionsScreen = ListScreen<Sessions>;

/// The sessions that the person may see.
#[derive(Debug, Default)]
pub struct Sessions;

impl ListSource for Sessions {
    type Row = SessionRow;
    type Id = (PersonId, Timestamp);

    fn columns(&self) -> Vec<Column<SessionRow>> {
        let moment = |head, of: fn(&SessionRow) -> Timestamp| {
            Column::new(head, Width::Fixed(11), move |row: &SessionRow, seen| {
                messages::moment(of(row), seen.desk).into()
            })
            .ordered(of)
            .most_first()
        };
        vec![
            Column::new("column-by", Width::Flex(18), |row: &SessionRow, _| {
                row.name.initialed().into()
            })
            .found_by(|row| row.name.to_string())
            .ordered(|row| row.name.sort_key())
            .grouped(),
            Column::new("column-device", Width::Fixed(12), |row: &SessionRow, _| {
                row.device.as_str().into()
            })
            .searched(),
            moment("column-since", |row| row.opened_at),
            moment("column-used", |row| row.seen_at),
            Column::new("column-address", Width::Fit(15), |row: &SessionRow, _| {
                row.address.as_deref().unwrap_or_default().into()
            })
            .searched()
            .priority(1),
            Column::new("", Width::Fit(8), |row: &SessionRow, seen| {
                let here = row.here.then(|| seen.texts.get("session-here"));
                here.unwrap_or_default()
            })
            .searched()
            .look(|_, _| Role::Muted),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a SessionRow> {
        match desk.pages.lists.get(&ListKey::Sessions) {
            Some(ListPage::Sessions(page)) => page.sessions.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn id(&self, row: &SessionRow) -> Self::Id {
        (row.person, row.opened_at)
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-sessions").into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Sessions)
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-sessions").into_owned()
    }

    fn actions(&self) -> &'static [Action] {
        &[Action::RemoveRecord]
    }

    fn act(&mut self, action: Action, at: Option<&Self::Id>, cx: &mut Cx<'_>) -> Outcome {
        if action == Action::Confirm {
            return whole_row::read(self, at, cx);
        }
        let rows = self.rows(cx.desk);
        let row = rows
            .into_iter()
            .find(|row| Some(self.id(row)).as_ref() == at);
        match (action, row) {
            (Action::RemoveRecord, Some(row)) => {
                Outcome::Open(Box::new(question(row, cx.desk, cx.texts)))
            }
            _ => Outcome::Ignored,
        }
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        let PopupResult::EndSession(session) = told else {
            return Outcome::Ignored;
        };
        cx.effects.push(Effect::EndSession(session));
        Outcome::Consumed
    }

    fn hint(&self, action: Action, row: &SessionRow, _desk: &Desk) -> Option<&'static str> {
        match action {
            Action::Confirm => Some("hint-whole"),
            Action::RemoveRecord if row.here => Some("hint-end-here"),
            Action::RemoveRecord => Some("hint-end-session"),
            _ => None,
        }
    }

    fn words(&self, row: &SessionRow, desk: &Desk, texts: &Texts) -> Option<String> {
        let (name, device) = (row.name.initialed(), row.device.as_str());
        let since = messages::moment(row.opened_at, desk);
        let used = messages::moment(row.seen_at, desk);
        Some(tr!(texts, "session-row", name, device, since, used).into_owned())
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let people = self.rows(desk).into_iter().map(|row| row.person);
        let people = people.collect::<BTreeSet<_>>().len();
        match people {
            0 => String::new(),
            _ => tr!(texts, "sessions-summary", people).into_owned(),
        }
    }
}

/// Whose session, and where; of the one in which it is asked, that to end it is to sign out.
fn question(row: &SessionRow, desk: &Desk, texts: &Texts) -> Ask {
    let title = "title-end-session";
    if row.here {
        let answer = Answer {
            hint: "hint-end-here",
            told: PopupResult::Do(Action::SignOut),
        };
        let words = texts.get("end-session-here");
        return Ask::new(title, words, "end-session-here-keys", answer);
    }
    let (name, device) = (row.name.to_string(), row.device.as_str());
    let since = messages::moment(row.opened_at, desk);
    let address = row.address.as_deref().unwrap_or("none");
    let words = tr!(texts, "end-session-question", name, device, since, address);
    let answer = Answer {
        hint: "hint-end-session",
        told: PopupResult::EndSession(Box::new(row.clone())),
    };
    Ask::new(title, words, "end-session-keys", answer)
}
