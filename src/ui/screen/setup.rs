//! «Чего не хватает школе»: what a school begins with, in the order in which it is entered.

use crate::desk::Desk;
use crate::i18n::{Texts, terms};
use crate::theme::Role;
use crate::tr;
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::route::Route;
use journal::register::{SetupLine, SetupPart};
use offline::{ListKey, ListPage};

/// The list of parts.
pub type SetupScreen = ListScreen<Setup>;

/// The parts of the setup.
#[derive(Debug, Default)]
pub struct Setup;

impl ListSource for Setup {
    type Row = SetupLine;
    type Id = SetupPart;

    fn columns(&self) -> Vec<Column<SetupLine>> {
        vec![
            Column::new("column-number", Width::Fixed(2), |row: &SetupLine, _| {
                (place(row.part) + 1).to_string().into()
            })
            .right()
            .look(|_, _| Role::Muted)
            .ordered(|row| place(row.part)),
            Column::new("column-part", Width::Fit(24), |row: &SetupLine, seen| {
                tr!(seen.texts, "setup-part", part = row.part.word())
            })
            .searched(),
            Column::new("column-present", Width::Fixed(5), |row: &SetupLine, _| {
                row.present.to_string().into()
            })
            .right()
            .ordered(|row| row.present),
            Column::new(
                "column-lacking",
                Width::Flex(16),
                |row: &SetupLine, seen| lacking(row, seen.texts).into(),
            )
            .searched()
            .look(|row, seen| match row.lacking {
                0 => Role::Muted,
                _ if is_late(row, seen.desk) => Role::Error,
                _ => Role::Warning,
            })
            .ordered(|row| row.lacking)
            .most_first(),
            Column::new("column-due", Width::Rest(8), |row: &SetupLine, seen| {
                due(row, seen.texts).into()
            })
            .look(|row, seen| {
                if is_late(row, seen.desk) {
                    Role::Error
                } else {
                    Role::Text
                }
            })
            .ordered(|row| (row.due.is_none(), row.due))
            .priority(1),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a SetupLine> {
        match desk.pages.lists.get(&ListKey::Setup) {
            Some(ListPage::Setup(page)) => page.lines.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn id(&self, row: &SetupLine) -> SetupPart {
        row.part
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-setup").into_owned()
    }

    fn here(&self) -> Option<Route> {
        Some(Route::List(ListKey::Setup))
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Setup)
    }

    /// Where it is entered; a timetable comes from a file alone.
    fn route(&self, row: &SetupLine, _desk: &Desk) -> Option<Route> {
        let list = match (row.part.kind(), row.part) {
            (_, SetupPart::Subgroups) => ListKey::Ungrouped,
            // Where each that lacks something is named.
            (_, SetupPart::ClassTeachers | SetupPart::Pupils | SetupPart::Teaching)
                if row.lacking > 0 =>
            {
                ListKey::Gaps
            }
            (Some(kind), _) => ListKey::Records(kind),
            (None, SetupPart::Credentials) => ListKey::Accounts,
            (None, _) => return None,
        };
        Some(Route::List(list))
    }

    /// What to do, and the clause that sets the term.
    fn words(&self, row: &SetupLine, _desk: &Desk, texts: &Texts) -> Option<String> {
        let how = tr!(texts, "setup-how", part = row.part.word());
        let clause = row.term.as_ref().map(|set| set.clause.cite.as_str());
        let parts: Vec<&str> = [Some(&*how), clause].into_iter().flatten().collect();
        Some(parts.join(" · "))
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let rows = self.rows(desk);
        let ready = rows.iter().filter(|row| row.is_ready()).count();
        tr!(texts, "setup-summary", ready, count = rows.len()).into_owned()
    }
}

fn place(part: SetupPart) -> usize {
    SetupPart::ALL.iter().take_while(|it| **it != part).count()
}

fn lacking(row: &SetupLine, texts: &Texts) -> String {
    if row.lacking == 0 {
        let key = if row.is_ready() {
            "setup-ready"
        } else {
            "setup-of-nothing"
        };
        return texts.get(key).into_owned();
    }
    tr!(
        texts,
        "setup-lacking",
        part = row.part.word(),
        count = row.lacking
    )
    .into_owned()
}

fn is_late(row: &SetupLine, desk: &Desk) -> bool {
    let today = desk.local(desk.now()).date();
    row.lacking > 0 && row.due.is_some_and(|due| due < today)
}

fn due(row: &SetupLine, texts: &Texts) -> String {
    let Some(set) = &row.term else {
        return String::new();
    };
    if let Some(due) = row.due {
        return tr!(texts, "term-by", day = due.format("%d.%m.%Y").to_string()).into_owned();
    }
    terms::term(set.term, texts)
}
