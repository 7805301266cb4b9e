//! «Книга движения»: which order moved whom, from when, and when it was entered.

use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::route::Route;
use journal::register::{BookLine, RecordId, RecordKind};
use offline::{ListKey, ListPage};

/// The list of lines.
pub type MovementBookScreen = ListScreen<MovementBook>;

/// The lines of the book, the latest day first.
#[derive(Debug, Default)]
pub struct MovementBook;

impl ListSource for MovementBook {
    type Row = BookLine;
    type Id = RecordId;

    fn columns(&self) -> Vec<Column<BookLine>> {
        vec![
            Column::new("column-from-day", Width::Fixed(8), |row: &BookLine, _| {
                dates::numeric_date(row.day).into()
            })
            .searched()
            .ordered(|row| row.day)
            .most_first(),
            Column::new("column-pupil", Width::Flex(18), |row: &BookLine, _| {
                row.name.to_string().into()
            })
            .searched()
            .look(look)
            .ordered(|row| row.name.sort_key()),
            Column::new("column-change", Width::Fit(20), |row: &BookLine, seen| {
                what(row, seen.texts).into()
            })
            .searched()
            .look(look)
            .ordered(|row| row.sort),
            Column::new("column-way", Width::Fit(13), |row: &BookLine, _| {
                way(row).into()
            })
            .searched()
            .look(look),
            Column::new(
                "column-order",
                Width::Fit(17),
                |row: &BookLine, seen| match &row.order {
                    Some(order) => {
                        let day = dates::numeric_date(order.date);
                        format!("{} {day}", order.number).into()
                    }
                    None => seen.texts.get("book-no-order"),
                },
            )
            .searched()
            .look(look)
            .ordered(|row| {
                row.order
                    .as_ref()
                    .map(|order| (order.date, order.number.clone()))
            }),
            Column::new("column-entered", Width::Fixed(8), |row: &BookLine, _| {
                row.entered
                    .map(dates::numeric_date)
                    .unwrap_or_default()
                    .into()
            })
            .look(|row, _| match row.late {
                0 => Role::Text,
                _ => Role::Warning,
            })
            .ordered(|row| row.entered)
            .most_first()
            .priority(1),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a BookLine> {
        match desk.pages.lists.get(&ListKey::Movement) {
            Some(ListPage::Movement(page)) => page.lines.iter().collect(),
            _ => Vec::new(),
        }
    }

    fn id(&self, row: &BookLine) -> RecordId {
        row.line
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-movement").into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Movement)
    }

    /// The line itself.
    fn route(&self, row: &BookLine, _desk: &Desk) -> Option<Route> {
        Some(Route::Record(RecordKind::Movement, Some(row.line)))
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-movement").into_owned()
    }

    /// Whether it holds, and until when it was to be entered by which clause.
    fn words(&self, row: &BookLine, _desk: &Desk, texts: &Texts) -> Option<String> {
        let order = row.order.as_ref();
        let state = match order {
            Some(order) if order.cancelled => Some(texts.get("book-cancelled")),
            Some(order) if !order.in_force => Some(texts.get("book-draft")),
            None => Some(texts.get("book-without-order")),
            Some(_) => None,
        };
        let due = row.due.map(|due| {
            let day = dates::numeric_date(due);
            tr!(texts, "book-due", day, late = row.late)
        });
        let clause = row
            .clause
            .as_ref()
            .map(|clause| clause.cite.as_str().into());
        let debts = debts(row, texts).map(Into::into);
        let parts = [state, debts, due, clause].into_iter().flatten();
        let parts: Vec<_> = parts.collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let rows = self.rows(desk);
        let late = rows.iter().filter(|row| row.late > 0).count();
        let bare = rows.iter().filter(|row| row.order.is_none()).count();
        tr!(texts, "movement-summary", late, bare).into_owned()
    }
}

/// What became of the pupil, or would have.
fn what(row: &BookLine, texts: &Texts) -> String {
    let word = row.sort.word();
    let what = texts
        .get(&format!("record-movement-sort-{word}"))
        .into_owned();
    match &row.order {
        Some(order) if order.cancelled => tr!(texts, "book-what-cancelled", what).into_owned(),
        Some(order) if !order.in_force => tr!(texts, "book-what-draft", what).into_owned(),
        _ => what,
    }
}

/// The debts that a conditional promotion rests on: those that are left, or that all are cleared and
/// which of them was marked so late.
fn debts(row: &BookLine, texts: &Texts) -> Option<String> {
    let left = row.debts.iter().filter(|debt| debt.cleared.is_none());
    let left = left.map(|debt| match debt.due {
        Some(due) => {
            let (subject, day) = (debt.subject.as_str(), dates::numeric_date(due));
            tr!(texts, "book-debt-until", subject, day).into_owned()
        }
        None => debt.subject.clone(),
    });
    let left = left.collect::<Vec<_>>().join(", ");
    let state = match row.debts.len() {
        0 => return None,
        _ if left.is_empty() => texts.get("book-debts-cleared").into_owned(),
        _ => tr!(texts, "book-debts-left", debts = left).into_owned(),
    };
    let late = row.debts.iter().filter(|debt| debt.late > 0);
    let late = late.map(|debt| {
        let (subject, late) = (debt.subject.as_str(), debt.late);
        tr!(texts, "book-debt-late", subject, late).into_owned()
    });
    let parts: Vec<String> = std::iter::once(state).chain(late).collect();
    Some(parts.join(" · "))
}

/// «7А → 7Б».
fn way(row: &BookLine) -> String {
    match (row.from.as_str(), row.to.as_str()) {
        ("", to) => to.to_owned(),
        (from, "") => format!("{from} →"),
        (from, to) => format!("{from} → {to}"),
    }
}

/// What does not hold is muted.
fn look(row: &BookLine, _: Seen<'_>) -> Role {
    match &row.order {
        Some(order) if !order.in_force => Role::Muted,
        _ => Role::Text,
    }
}
