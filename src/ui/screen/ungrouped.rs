//! «Без подгруппы»: who is in a class that is parted and in none of the parts.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::route::Route;
use journal::PersonId;
use journal::register::{RecordKind, Ungrouped};
use offline::{ListKey, ListPage};
use std::collections::BTreeSet;

/// The list of pupils.
pub type UngroupedScreen = ListScreen<UngroupedPupils>;

/// The pupils whose places the person keeps.
#[derive(Debug, Default)]
pub struct UngroupedPupils;

impl ListSource for UngroupedPupils {
    type Row = Ungrouped;
    type Id = (PersonId, Vec<String>);

    fn columns(&self) -> Vec<Column<Ungrouped>> {
        vec![
            Column::new("column-class", Width::Fit(8), |row: &Ungrouped, _| {
                row.title.as_str().into()
            })
            .searched()
            .grouped(),
            Column::new("column-pupil", Width::Flex(24), |row: &Ungrouped, _| {
                row.name.to_string().into()
            })
            .searched()
            .ordered(|row| row.name.sort_key()),
            Column::new("column-parted", Width::Rest(20), |row: &Ungrouped, _| {
                let parts = row.parts.iter().map(|part| part.title.clone());
                let said = if row.subjects.is_empty() {
                    parts.collect::<Vec<_>>()
                } else {
                    row.subjects.clone()
                };
                said.join(", ").into()
            })
            .searched()
            .look(|_, _| Role::Warning),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a Ungrouped> {
        match desk.pages.lists.get(&ListKey::Ungrouped) {
            Some(ListPage::Ungrouped(page)) => page.lines.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn id(&self, row: &Ungrouped) -> Self::Id {
        (row.pupil, row.subjects.clone())
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-ungrouped").into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Ungrouped)
    }

    /// Where a place is entered.
    fn route(&self, _row: &Ungrouped, _desk: &Desk) -> Option<Route> {
        Some(Route::Record(RecordKind::Membership, None))
    }

    fn hint(&self, action: Action, _row: &Ungrouped, _desk: &Desk) -> Option<&'static str> {
        (action == Action::Confirm).then_some("hint-into-group")
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-ungrouped").into_owned()
    }

    /// The parts, one of which is to be chosen.
    fn words(&self, row: &Ungrouped, _desk: &Desk, texts: &Texts) -> Option<String> {
        let parts = row.parts.iter().map(|part| part.title.as_str());
        let parts = parts.collect::<Vec<_>>().join(", ");
        let name = row.name.initialed();
        Some(tr!(texts, "ungrouped-row", name, parts).into_owned())
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let pupils = self.rows(desk).into_iter().map(|row| row.pupil);
        let pupils = pupils.collect::<BTreeSet<_>>().len();
        match pupils {
            0 => String::new(),
            _ => tr!(texts, "ungrouped-summary", pupils).into_owned(),
        }
    }
}
