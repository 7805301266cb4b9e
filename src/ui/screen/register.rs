//! «Справочники»: the kinds of records, the records of a kind, the form of a record, and what
//! saving or removing one would do. All of it follows from the descriptions in `journal::register`.

mod answered;
mod class_teachers;
pub mod composed;
pub mod consequences;
pub mod export;
mod fields;
pub mod form;
mod head;
pub mod history;
pub mod import;
mod moves;
pub mod new_ids;
pub mod preview;
pub mod records;
mod requests;
pub mod send;
pub mod table_check;
pub mod words;

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::messages;
use crate::ui::route::Route;
use journal::register::RecordKind;
use journal::view::KindLine;
use offline::{ListKey, ListPage, PageKey};

/// The list of kinds.
pub type DirectoriesScreen = ListScreen<Directories>;

/// The kinds of records that the person may read.
#[derive(Debug, Default)]
pub struct Directories;

impl ListSource for Directories {
    type Row = KindLine;
    type Id = RecordKind;

    fn columns(&self) -> Vec<Column<KindLine>> {
        vec![
            Column::new(
                "column-directory",
                Width::Fit(22),
                |row: &KindLine, seen| {
                    seen.texts
                        .get(&row.kind.described().list_key())
                        .into_owned()
                        .into()
                },
            )
            .searched(),
            Column::new("column-count", Width::Fixed(7), |row: &KindLine, _| {
                row.count.to_string().into()
            })
            .right()
            .look(|row, _| {
                if row.count == 0 {
                    Role::Warning
                } else {
                    Role::Text
                }
            })
            .ordered(|row| row.count),
            Column::new("column-amended", Width::Fit(11), |row: &KindLine, seen| {
                let at = row.amended.as_ref().map(|last| last.at);
                at.map(|at| messages::moment(at, seen.desk))
                    .unwrap_or_default()
                    .into()
            })
            .ordered(|row| row.amended.as_ref().map(|last| last.at))
            .most_first()
            .priority(1),
            Column::new("column-about", Width::Rest(20), |row: &KindLine, seen| {
                // The rest of the sentence stands in the line under the list.
                let about = seen.texts.get(&row.kind.described().about_key());
                let gist = about.split([':', ';']).next();
                gist.unwrap_or_default().to_owned().into()
            })
            .look(|_, _| Role::Muted)
            .priority(2),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a KindLine> {
        match desk.pages.lists.get(&ListKey::Register) {
            Some(ListPage::Register(page)) => page.kinds.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn id(&self, row: &KindLine) -> RecordKind {
        row.kind
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-register").into_owned()
    }

    fn here(&self) -> Option<Route> {
        Some(Route::List(ListKey::Register))
    }

    fn route(&self, row: &KindLine, _desk: &Desk) -> Option<Route> {
        Some(Route::List(ListKey::Records(row.kind)))
    }

    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let key = ListKey::Register;
        (!desk.pages.lists.contains_key(&key)).then_some(PageKey::List(key))
    }

    /// Who keeps which of them is asked here.
    fn always(&self) -> &'static [Action] {
        &[
            Action::OpenRights,
            Action::Refresh,
            Action::Cancel,
            Action::Help,
        ]
    }

    /// What it is for, and who was there last.
    fn words(&self, row: &KindLine, desk: &Desk, texts: &Texts) -> Option<String> {
        let about = texts.get(&row.kind.described().about_key()).into_owned();
        let amended = row.amended.as_ref().map(|last| {
            let at = messages::moment(last.at, desk);
            tr!(texts, "register-amended", by = last.by.initialed(), at).into_owned()
        });
        let parts = [Some(about), amended];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
    }
}
