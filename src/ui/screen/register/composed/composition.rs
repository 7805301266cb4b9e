//! What is written together: described once, a form follows from it.

use crate::ui::form::FieldId;
use crate::ui::route::Route;
use journal::register::{Field, FieldKind, MovementSort, OrderSort, RecordKind, Value};

/// The only table of such a form.
pub const TABLE: u8 = 1;

/// Records that are written together.
#[derive(Debug)]
pub struct Composition {
    /// The one that it is the form of.
    pub head: Part,
    /// The others that the form has once.
    pub(super) once: &'static [Part],
    /// Those of each row of its table.
    pub(super) row: &'static [Part],
    /// All of these, counted on from the head (0), in the order in which they stand in the form; they
    /// are judged in their own.
    pub(super) shown: &'static [usize],
    /// The kind whose list brings along all that the others are chosen among.
    pub(super) choices: RecordKind,
    /// How it is called, if it is a place of its own, where only new records are made.
    pub own: Option<Own>,
}

/// A form that is a place of its own.
#[derive(Debug)]
pub struct Own {
    /// The Fluent key of its title.
    pub title: &'static str,
    /// The Fluent key of what is said when it is written.
    pub saved: &'static str,
    /// Under which what is typed is kept.
    pub draft: &'static str,
    /// Where it is opened.
    pub route: Route,
}

/// One of the records of a form.
#[derive(Debug)]
pub struct Part {
    /// Its kind.
    pub kind: RecordKind,
    /// Its fields that are entered; empty: all of them.
    pub(super) cells: &'static [Cell],
    /// What its other fields say, and those in which nothing is entered.
    pub(super) given: &'static [(&'static str, Given)],
    /// It is written only if something is entered in one of its cells.
    pub(super) optional: bool,
    /// It is made where nobody is chosen in this cell of its row.
    pub(super) unless: Option<&'static str>,
    /// Where one stands that says the same in these fields, it is that.
    pub(super) found_by: &'static [&'static str],
}

/// A field that is entered.
#[derive(Debug)]
pub struct Cell {
    /// Its name in the record.
    pub(super) name: &'static str,
    /// The columns that it takes in a row.
    pub(super) width: u16,
    /// The Fluent key of its name, where its own does not say enough beside the others.
    pub(super) label: Option<&'static str>,
    /// It must hold something, though its kind does not ask for it.
    pub(super) asked: bool,
}

/// What a field says that nobody enters.
#[derive(Debug, Clone, Copy)]
pub enum Given {
    /// Another record of the form, counted on from the head (0): one that it has once, or of the same
    /// row.
    Of(usize),
    /// One of its words.
    Word(&'static str),
    /// What another record of the form says in a field.
    As(usize, &'static str),
    /// The same of the first row in which it is said.
    AsFirst(usize, &'static str),
    /// What the sort of the order implies.
    ByOrder,
}

/// Which record of a form: in none of the rows (0) or in one, and which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub(super) row: u16,
    pub(super) part: usize,
}

/// The record that the form is of.
pub const HEAD: Slot = Slot { row: 0, part: 0 };

impl Slot {
    /// A field of it.
    pub fn id(self, name: &'static str) -> FieldId {
        match self.row {
            0 => name.into(),
            row => FieldId::cell(TABLE, row, name),
        }
    }
}

/// A cell that shows the class in which a pupil is on the day before, and is not entered.
pub const FROM: &str = "from";

const fn cell(name: &'static str, width: u16) -> Cell {
    Cell {
        name,
        width,
        label: None,
        asked: false,
    }
}

impl Cell {
    const fn called(self, label: &'static str) -> Self {
        Self {
            label: Some(label),
            ..self
        }
    }

    const fn asked(self) -> Self {
        Self {
            asked: true,
            ..self
        }
    }
}

/// The order itself.
const THE_ORDER: usize = 0;

/// An order with its lines (SOLO2-10.1a).
static ORDER: Composition = Composition {
    head: Part {
        kind: RecordKind::Order,
        cells: &[],
        given: &[],
        optional: false,
        unless: None,
        found_by: &[],
    },
    once: &[],
    row: &[Part {
        kind: RecordKind::Movement,
        cells: &[
            cell("pupil", 25),
            cell(FROM, 4),
            cell("class", 7),
            cell("day", 12),
            cell("sort", 13),
            cell("reason", 12),
        ],
        given: &[("order", Given::Of(THE_ORDER)), ("sort", Given::ByOrder)],
        optional: false,
        unless: None,
        found_by: &[],
    }],
    shown: &[THE_ORDER, 1],
    choices: RecordKind::Movement,
    own: None,
};

/// A request with the marks that it asks for (SGO154P-1.5.12).
static REQUEST: Composition = Composition {
    head: Part {
        kind: RecordKind::Request,
        cells: &[],
        given: &[],
        optional: false,
        unless: None,
        found_by: &[],
    },
    once: &[],
    row: &[Part {
        kind: RecordKind::RequestLine,
        cells: &[
            cell("pupil", 25),
            cell("period", 16),
            cell("was", 8),
            cell("becomes", 8),
        ],
        given: &[("request", Given::Of(THE_REQUEST))],
        optional: false,
        unless: None,
        found_by: &[],
    }],
    shown: &[THE_REQUEST, 1],
    choices: RecordKind::Request,
    own: None,
};

/// The request itself.
const THE_REQUEST: usize = 0;

/// The records of a new pupil.
mod part {
    pub const PUPIL: usize = 0;
    pub const CONSENT: usize = 1;
    pub const ORDER: usize = 2;
    pub const LINE: usize = 3;
    pub const PARENT: usize = 4;
    pub const GUARDIANSHIP: usize = 5;
    pub const PARENTS_CONSENT: usize = 6;
}

/// A new pupil: the consents, the name, the order and the line that enrol the pupil, and who
/// represents them (SOLO2-2.2-3a, SOLO2-10.1a). An order that stands is gone on with.
static NEW_PUPIL: Composition = Composition {
    head: Part {
        kind: RecordKind::Person,
        cells: &[cell("last", 0), cell("first", 0), cell("middle", 0)],
        given: &[],
        optional: false,
        unless: None,
        found_by: &[],
    },
    once: &[
        Part {
            kind: RecordKind::Consent,
            cells: &[cell("given", 0).called("column-consent"), cell("paper", 0)],
            given: &[
                ("person", Given::Of(part::PUPIL)),
                ("signed_by", Given::AsFirst(part::GUARDIANSHIP, "parent")),
                ("scope", Given::Word("all")),
            ],
            optional: true,
            unless: None,
            found_by: &[],
        },
        Part {
            kind: RecordKind::Order,
            cells: &[
                cell("number", 0).called("column-order-number"),
                cell("date", 0).called("column-order-date"),
            ],
            given: &[
                ("sort", Given::Word("enrolment")),
                ("state", Given::Word("in-force")),
            ],
            optional: false,
            unless: None,
            found_by: &["number", "date", "sort", "state"],
        },
        Part {
            kind: RecordKind::Movement,
            cells: &[cell("class", 0).asked(), cell("day", 0)],
            given: &[
                ("pupil", Given::Of(part::PUPIL)),
                ("sort", Given::Word("enrol")),
                ("order", Given::Of(part::ORDER)),
            ],
            optional: false,
            unless: None,
            found_by: &[],
        },
    ],
    row: &[
        Part {
            kind: RecordKind::Person,
            cells: &[cell("last", 14), cell("first", 11), cell("middle", 14)],
            given: &[],
            optional: true,
            unless: Some("parent"),
            found_by: &[],
        },
        Part {
            kind: RecordKind::Guardianship,
            cells: &[
                cell("kinship", 8).called("column-kinship"),
                cell("parent", 14).called("column-known-parent"),
            ],
            given: &[
                ("pupil", Given::Of(part::PUPIL)),
                ("parent", Given::Of(part::PARENT)),
                ("kinship", Given::Word("parent")),
            ],
            optional: false,
            unless: None,
            found_by: &[],
        },
        Part {
            kind: RecordKind::Consent,
            cells: &[cell("given", 12).called("column-consent")],
            given: &[
                ("person", Given::As(part::GUARDIANSHIP, "parent")),
                ("scope", Given::Word("all")),
            ],
            optional: true,
            unless: None,
            found_by: &[],
        },
    ],
    shown: &[
        part::CONSENT,
        part::PUPIL,
        part::ORDER,
        part::LINE,
        part::GUARDIANSHIP,
        part::PARENT,
        part::PARENTS_CONSENT,
    ],
    choices: RecordKind::Movement,
    own: Some(Own {
        title: "title-new-pupil",
        saved: "new-pupil-saved",
        draft: "new-pupil",
        route: Route::NewPupil,
    }),
};

impl Composition {
    /// A new pupil with whatever belongs to one.
    pub fn new_pupil() -> &'static Self {
        &NEW_PUPIL
    }

    /// What a record of a kind is written together with; none: it is written alone.
    pub fn of(kind: RecordKind) -> Option<&'static Self> {
        let mut all = [&ORDER, &REQUEST].into_iter();
        all.find(|one| one.head.kind == kind)
    }

    /// The kinds of its records, each once, that of the first first.
    pub fn kinds(&self) -> Vec<RecordKind> {
        let mut kinds = vec![self.head.kind];
        for part in self.once.iter().chain(self.row) {
            if !kinds.contains(&part.kind) {
                kinds.push(part.kind);
            }
        }
        kinds
    }

    /// Whether a cell of its rows is called so.
    pub(super) fn has(&self, name: &str) -> bool {
        let mut cells = self.row.iter().flat_map(|part| part.cells);
        cells.any(|cell| cell.name == name)
    }

    pub(super) fn part(&self, slot: Slot) -> &Part {
        let after_head = slot.part.checked_sub(1);
        let mut others = self.once.iter().chain(self.row);
        let other = after_head.and_then(|at| others.nth(at));
        other.unwrap_or(&self.head)
    }

    /// How many records it has once.
    fn count_once(&self) -> usize {
        1 + self.once.len()
    }

    /// The records of a row; of row 0 those that the form has once.
    pub(super) fn slots(&self, row: u16) -> impl Iterator<Item = Slot> + use<> {
        let once = self.count_once();
        let parts = if row == 0 {
            0..once
        } else {
            once..once + self.row.len()
        };
        parts.map(move |part| Slot { row, part })
    }

    /// The same in the order in which they stand in the form.
    pub(super) fn shown(&self, row: u16) -> impl Iterator<Item = Slot> {
        let of_row = move |part: &usize| (*part < self.count_once()) == (row == 0);
        let parts = self.shown.iter().copied().filter(of_row);
        parts.map(move |part| Slot { row, part })
    }

    /// Another record of the form, as one names it.
    pub(super) fn beside(&self, slot: Slot, part: usize) -> Slot {
        let row = if part < self.count_once() {
            0
        } else {
            slot.row
        };
        Slot { row, part }
    }

    /// The field at which a fault is told. Of one that is not entered because it names another record
    /// of the form, that record's, so far as it is of the same row; else the first beside it.
    pub fn told_at(&self, slot: Slot, name: &str) -> FieldId {
        let part = self.part(slot);
        let field = part.kind.described().field(name);
        if let Some(field) = field.filter(|_| part.shows(name)) {
            return slot.id(field.name);
        }
        let named = match part.given(name) {
            Some(Given::Of(other)) => self.beside(slot, other),
            _ => slot,
        };
        let told = if named.row == slot.row { named } else { slot };
        told.id(self.part(told).first_field())
    }
}

impl Part {
    /// Whether a field of it is entered.
    pub(super) fn shows(&self, name: &str) -> bool {
        self.cells.is_empty() || self.cells.iter().any(|cell| cell.name == name)
    }

    pub(super) fn given(&self, name: &str) -> Option<Given> {
        let mut given = self.given.iter();
        given.find(|(of, _)| *of == name).map(|(_, given)| *given)
    }

    /// The first of its fields that is entered.
    fn first_field(&self) -> &'static str {
        let cell = self.cells.first().map(|cell| cell.name);
        let field = self.kind.described().fields.first();
        cell.or(field.map(|field| field.name)).unwrap_or_default()
    }
}

/// A word of a field, as its value.
pub fn word(field: &Field, word: &str) -> Value {
    let choices = match field.kind {
        FieldKind::Choice(choices) => choices,
        _ => &[],
    };
    let choice = choices.iter().find(|choice| choice.word == word);
    choice.map_or(Value::Empty, |choice| Value::Choice(*choice))
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

#[cfg(test)]
#[path = "composition_tests.rs"]
mod tests;
