//! What is written together: described once, a form follows from it.

use journal::register::{MovementSort, OrderSort, RecordKind, Value};

/// Records that are written together with one that they name.
#[derive(Debug)]
pub struct Composition {
    /// The kind of the first.
    pub(super) head: RecordKind,
    /// The kind of the others.
    pub(super) rows: RecordKind,
    /// Their field that names it, which nobody enters.
    pub(super) link: &'static str,
    /// Their fields that stand in a row, with the columns that they take.
    pub(super) columns: &'static [(&'static str, u16)],
}

/// A cell that shows the class in which a pupil is on the day before, and is not entered.
pub const FROM: &str = "from";

/// A cell that may stay empty: the first record says it then.
pub const IMPLIED: &str = "sort";

/// An order with its lines (SOLO2-10.1a).
static ORDER: Composition = Composition {
    head: RecordKind::Order,
    rows: RecordKind::Movement,
    link: "order",
    columns: &[
        ("pupil", 25),
        (FROM, 4),
        ("class", 7),
        ("day", 12),
        (IMPLIED, 13),
        ("reason", 12),
    ],
};

impl Composition {
    /// What a record of a kind is written together with; none: it is written alone.
    pub fn of(kind: RecordKind) -> Option<&'static Self> {
        (kind == ORDER.head).then_some(&ORDER)
    }

    /// The kinds of the others.
    pub fn others(&self) -> impl Iterator<Item = RecordKind> {
        std::iter::once(self.rows)
    }
}

/// What becomes of pupils by an order of a sort, where its line does not say it.
pub fn implied_by(order: OrderSort) -> Value {
    let sorts = MovementSort::CHOICES.iter();
    let held = sorts.copied().find(|choice| {
        let sort = MovementSort::ALL
            .iter()
            .find(|sort| sort.word() == choice.word);
        sort.is_some_and(|sort| order.holds(*sort))
    });
    held.map_or(Value::Empty, Value::Choice)
}
