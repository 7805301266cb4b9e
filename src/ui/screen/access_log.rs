//! «Журнал доступа»: who came in, who read another's journal or cards, who was not let read or write.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::messages;
use crate::ui::screen::whole_row;
use journal::regulation::Permission;
use journal::view::{AccessEntry, AccessKind, AccessLogPage, AccessTarget};
use journal::{PersonId, PersonName, Timestamp};
use offline::{ListKey, ListPage};
use std::borrow::Cow;

/// The list of entries.
pub type AccessLogScreen = ListScreen<AccessLog>;

/// The newest entries of the access log.
#[derive(Debug, Default)]
pub struct AccessLog;

fn page(desk: &Desk) -> Option<&AccessLogPage> {
    match desk.pages.lists.get(&ListKey::AccessLog) {
        Some(ListPage::AccessLog(page)) => Some(page),
        _ => None,
    }
}

/// Whether it counts who came in and went besides a person's entries of a day.
fn counts_rest(row: &AccessEntry) -> bool {
    let is_of_account = matches!(
        row.event,
        AccessKind::SignedIn
            | AccessKind::SignedOut
            | AccessKind::PasswordChanged
            | AccessKind::SessionEnded
            | AccessKind::WrongPassword
            | AccessKind::RefusedLocked
    );
    is_of_account && row.device.is_none()
}

impl ListSource for AccessLog {
    type Row = AccessEntry;
    type Id = (Timestamp, PersonId, AccessKind);

    fn columns(&self) -> Vec<Column<AccessEntry>> {
        vec![
            Column::new(
                "column-when",
                Width::Fixed(11),
                |row: &AccessEntry, seen| messages::moment(row.at, seen.desk).into(),
            )
            .searched()
            .ordered(|row| row.at)
            .most_first(),
            Column::new("column-by", Width::Fit(18), |row: &AccessEntry, _| {
                row.name.initialed().into()
            })
            .found_by(|row| row.name.to_string())
            .ordered(|row| row.name.sort_key()),
            Column::new(
                "column-change",
                Width::Flex(22),
                |row: &AccessEntry, seen| tr!(seen.texts, "access-event", event = row.event.word()),
            )
            .searched()
            .look(|row, _| match row.event {
                AccessKind::WrongPassword
                | AccessKind::RefusedLocked
                | AccessKind::ReadRefused
                | AccessKind::WriteRefused => Role::Warning,
                _ => Role::Text,
            })
            .ordered(|row| row.event.word()),
            Column::new("column-journal", Width::Rest(9), |row: &AccessEntry, _| {
                let journal = row.journal.as_ref();
                let title = journal.map(|it| format!("{} {}", it.group, it.subject));
                title.unwrap_or_default().into()
            })
            .searched(),
            Column::new("column-times", Width::Fit(7), |row: &AccessEntry, _| {
                row.times.to_string().into()
            })
            .right()
            .ordered(|row| row.times)
            .most_first(),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a AccessEntry> {
        page(desk).map_or_else(Vec::new, |page| page.entries.iter().collect())
    }

    fn id(&self, row: &AccessEntry) -> Self::Id {
        (row.at, row.person, row.event)
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-access-log").into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::AccessLog)
    }

    fn grows_at_its_top(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, at: Option<&Self::Id>, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm => whole_row::read(self, at, cx),
            _ => Outcome::Ignored,
        }
    }

    fn hint(&self, action: Action, _row: &AccessEntry, _desk: &Desk) -> Option<&'static str> {
        (action == Action::Confirm).then_some("hint-whole")
    }

    fn has_detail(&self, row: &AccessEntry, _desk: &Desk) -> bool {
        let tells = [
            AccessKind::PasswordIssued,
            AccessKind::SessionEnded,
            AccessKind::WriteRefused,
            AccessKind::BreachReported,
            AccessKind::BreachMoved,
            AccessKind::BreachConfirmed,
            AccessKind::BreachVoided,
        ];
        let is_unnamed = row.event == AccessKind::ReadRefused && row.journal.is_none();
        row.records.is_some()
            || row.refused.is_some()
            || tells.contains(&row.event)
            || is_unnamed
            || counts_rest(row)
    }

    /// Which records were read or not shown; what was to be written and by which clause it was not,
    /// or who gave the password or ended the session.
    fn detail(&self, row: &AccessEntry, seen: Seen<'_>) -> (String, Role) {
        let texts = seen.texts;
        if let Some(records) = &row.records {
            let kind = match records.kind {
                Some(kind) => texts.get(&format!("record-{kind}")),
                None => texts.get("access-any-records"),
            };
            let title = records.record.as_ref().map(|record| record.title.as_str());
            let parts = [Some(&*kind), title].into_iter().flatten();
            let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
            return (parts.join(" · "), Role::Muted);
        }
        let Some(refused) = &row.refused else {
            let key = match row.event {
                AccessKind::WriteRefused => Some("access-more-refused"),
                AccessKind::ReadRefused => Some("access-journals-unnamed"),
                _ if counts_rest(row) => Some("access-more-of-day"),
                _ => None,
            };
            if let Some(key) = key {
                return (texts.get(key).into_owned(), Role::Muted);
            }
            let by = row.by.as_ref();
            let by = by.map_or_else(|| "none".to_owned(), PersonName::initialed);
            let words = match row.event {
                AccessKind::SessionEnded => tr!(texts, "access-ended", by),
                AccessKind::PasswordIssued => tr!(texts, "access-issued", by),
                _ => tr!(texts, "access-by", by),
            };
            return (words.into_owned(), Role::Muted);
        };
        let what = match refused.what {
            AccessTarget::Cells(kind) => texts.get(&format!("kind-{kind}")),
            AccessTarget::Records(kind) => texts.get(&format!("record-{kind}")),
            AccessTarget::Any(Permission::IssuePassword) => texts.get("access-new-password"),
            AccessTarget::Any(Permission::EndSessions) => texts.get("access-end-session"),
            AccessTarget::Any(_) => texts.get("access-any-write"),
        };
        let record = refused.record.as_ref().map(|record| record.title.clone());
        let person = refused.for_person.as_ref().map(PersonName::initialed);
        let title = record.or(person);
        let title = title.as_deref();
        let clause = refused.clause.as_ref().map(|clause| clause.cite.as_str());
        let parts = [Some(&*what), title, clause].into_iter().flatten();
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        (parts.join(" · "), Role::Muted)
    }

    /// All of it, with the address it came from.
    fn words(&self, row: &AccessEntry, desk: &Desk, texts: &Texts) -> Option<String> {
        let what: Cow<'_, str> = tr!(texts, "access-event", event = row.event.word());
        let from = row.address.as_deref().unwrap_or_default();
        let at = messages::moment(row.at, desk);
        Some(format!("{at} {}: {what} · {from}", row.name))
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let is_cut = page(desk).is_some_and(|page| page.older.is_some());
        if is_cut {
            texts.get("access-cut").into_owned()
        } else {
            String::new()
        }
    }
}
