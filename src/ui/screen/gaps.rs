//! «Что исправить»: gaps and contradictions, each leading to where it is put right.

use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::route::Route;
use journal::register::{Gap, GapSort, RecordRef};
use offline::{ListKey, ListPage};

/// The list of gaps.
pub type GapsScreen = ListScreen<Gaps>;

/// The gaps that the person keeps or may read.
#[derive(Debug, Default)]
pub struct Gaps;

impl ListSource for Gaps {
    type Row = Gap;
    type Id = (GapSort, RecordRef);

    fn columns(&self) -> Vec<Column<Gap>> {
        vec![
            Column::new("column-gap", Width::Fit(26), |row: &Gap, seen| {
                tr!(seen.texts, "gap", sort = row.sort.word())
            })
            .searched()
            .look(|row, seen| look(row, seen.desk))
            .grouped(),
            Column::new("column-of-what", Width::Flex(24), |row: &Gap, _| {
                row.title.as_str().into()
            })
            .searched(),
            Column::new(
                "column-more",
                Width::Rest(16),
                |row: &Gap, seen| match row.count {
                    Some(count) => tr!(seen.texts, "gap-pupils", count),
                    None => row.detail.as_str().into(),
                },
            )
            .searched(),
            Column::new("column-due", Width::Fixed(8), |row: &Gap, _| {
                row.due.map(dates::numeric_date).unwrap_or_default().into()
            })
            .look(|row, seen| look(row, seen.desk))
            .ordered(|row| (row.due.is_none(), row.due))
            .priority(1),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a Gap> {
        match desk.pages.lists.get(&ListKey::Gaps) {
            Some(ListPage::Gaps(page)) => page.lines.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn id(&self, row: &Gap) -> Self::Id {
        (row.sort, row.about)
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-gaps").into_owned()
    }

    fn here(&self) -> Option<Route> {
        Some(Route::List(ListKey::Gaps))
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Gaps)
    }

    /// The record that puts it right, or the form of a new one.
    fn route(&self, row: &Gap, _desk: &Desk) -> Option<Route> {
        Some(Route::Record(row.by, row.at))
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-gaps").into_owned()
    }

    /// What to do, whether it is late, and the clause that asks for it.
    fn words(&self, row: &Gap, desk: &Desk, texts: &Texts) -> Option<String> {
        let how = tr!(texts, "gap-how", sort = row.sort.word());
        let late = is_late(row, desk).then(|| texts.get("gap-late"));
        let clause = row.clause.as_ref();
        let clause = clause.map(|clause| clause.cite.as_str().into());
        let parts = [Some(how), late, clause].into_iter().flatten();
        Some(parts.collect::<Vec<_>>().join(" · "))
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let rows = self.rows(desk);
        let late = rows.iter().filter(|row| is_late(row, desk)).count();
        match rows.len() {
            0 => String::new(),
            count => tr!(texts, "gaps-summary", count, late).into_owned(),
        }
    }
}

fn is_late(row: &Gap, desk: &Desk) -> bool {
    let today = desk.local(desk.now()).date();
    row.due.is_some_and(|due| due < today)
}

fn look(row: &Gap, desk: &Desk) -> Role {
    if is_late(row, desk) {
        Role::Error
    } else {
        Role::Warning
    }
}
