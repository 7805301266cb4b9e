//! «Журнал доступа»: who came in, who read another's journal, who was not let write.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::messages;
use crate::ui::widget::list::{Column, ListScreen, ListSource, Width};
use journal::view::{AccessEntry, AccessKind};
use journal::{PersonId, Timestamp};
use offline::{ListKey, ListPage};
use std::cmp::Reverse;

/// The list of entries.
pub type AccessLogScreen = ListScreen<AccessLog>;

/// The newest entries of the access log.
#[derive(Debug, Default)]
pub struct AccessLog;

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
            .ordered(|row| Reverse(row.at)),
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
            Column::new("column-times", Width::Fixed(3), |row: &AccessEntry, _| {
                row.times.to_string().into()
            })
            .right()
            .ordered(|row| Reverse(row.times)),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a AccessEntry> {
        match desk.pages.lists.get(&ListKey::AccessLog) {
            Some(ListPage::AccessLog(page)) => page.entries.iter().collect(),
            _ => Vec::new(),
        }
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

    fn availability(&self, action: Action, _row: &AccessEntry, _: &Desk) -> Result<(), Reason> {
        match action {
            Action::Confirm => Err(Reason("why-nothing-behind")),
            _ => Ok(()),
        }
    }
}
