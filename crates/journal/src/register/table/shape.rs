//! Which records a row of a table speaks of, and the columns that come of it.

use crate::ids::PupilId;
use crate::register::movement::Stint;
use crate::register::{
    DaySpan, FieldKind, Kind, Record, RecordKind, RecordRef, Register, faces::chunks,
};
use chrono::NaiveDate;

/// What a table is of: which records its rows speak of, and so its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// The stable word; that of the kind for its own table.
    pub word: &'static str,
    /// The records of a row, the head first; what a part hangs on comes before it, or after it
    /// where it names the part.
    pub parts: Vec<Part>,
    rows: Rows,
}

/// Whose rows an export writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    All,
    Pupils,
    Staff,
    /// Lines of movement that say of a pupil in which class the pupil is from a day, or that in
    /// none: what becomes of the pupil follows.
    Stays,
}

/// A record of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The stable word, empty for the head.
    pub word: &'static str,
    /// Its kind.
    pub kind: RecordKind,
    /// How it hangs on the others.
    pub tie: Tie,
    /// Whether a row has several; the columns of each have its number.
    pub repeats: bool,
}

/// How a record of a row hangs on the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// It is the head.
    Head,
    /// Its field names the record of the part at that place.
    Names(&'static str, usize),
    /// The field of the record of the part at that place names it.
    NamedBy(usize, &'static str),
    /// The line by which the head came into the class of today.
    Enrolment,
    /// Who is class teacher of the head today. Only read: a table of their own says from when.
    ClassTeacher,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableColumn {
    /// Which of the repeated ones, from 1; 0 where there is one.
    pub nth: usize,
    /// The place of its part.
    pub part: usize,
    /// What is in it.
    pub of: ColumnOf,
}

/// What is in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnOf {
    /// The number of the record in the register.
    Id,
    /// The field at that place of the kind.
    Field(usize),
    /// Surname, given name and patronymic in one; only read, never written.
    WholeName,
}

/// Most repeated records of a row.
pub const MOST_REPEATED: usize = 9;
/// Repeated records that an export has columns for even where nobody has them.
const LEAST_REPEATED: usize = 2;

impl TableShape {
    /// The table of a kind.
    pub fn of(kind: RecordKind) -> Self {
        let beside = (kind == RecordKind::Class).then_some(Part {
            word: "class-teacher",
            tie: Tie::ClassTeacher,
            ..Part::head(RecordKind::ClassTeacher)
        });
        Self {
            word: kind.word(),
            parts: std::iter::once(Part::head(kind)).chain(beside).collect(),
            rows: Rows::All,
        }
    }

    /// Pupils with what is known of them, their class and their parents.
    pub fn pupils() -> Self {
        let parent = Part {
            word: "parent",
            repeats: true,
            ..Part::head(RecordKind::Guardianship)
        };
        Self {
            word: "pupils",
            parts: vec![
                Part::head(RecordKind::Person),
                Part::details("details", 0),
                Part {
                    word: "entry",
                    tie: Tie::Enrolment,
                    ..Part::head(RecordKind::Movement)
                },
                Part {
                    tie: Tie::Names("pupil", 0),
                    ..parent
                },
                Part {
                    word: "parent-person",
                    kind: RecordKind::Person,
                    tie: Tie::NamedBy(3, "parent"),
                    repeats: true,
                },
                Part {
                    repeats: true,
                    ..Part::details("parent-details", 4)
                },
            ],
            rows: Rows::Pupils,
        }
    }

    /// The staff with what is known of them and their roles.
    pub fn staff() -> Self {
        Self {
            word: "staff",
            parts: vec![
                Part::head(RecordKind::Person),
                Part::details("details", 0),
                Part {
                    word: "office",
                    kind: RecordKind::Office,
                    tie: Tie::Names("person", 0),
                    repeats: true,
                },
            ],
            rows: Rows::Staff,
        }
    }

    /// People with what is known of them.
    pub(in crate::register) fn people() -> Self {
        Self {
            word: "people",
            parts: vec![Part::head(RecordKind::Person), Part::details("details", 0)],
            rows: Rows::All,
        }
    }

    /// In which class pupils are from which day; a row without a class: in none any more.
    pub(in crate::register) fn stays() -> Self {
        Self {
            rows: Rows::Stays,
            ..Self::of(RecordKind::Movement)
        }
    }

    /// Whether its rows say only in which class a pupil is, see [`TableShape::stays`].
    pub(super) fn is_of_stays(&self) -> bool {
        self.rows == Rows::Stays
    }

    /// The column of a field of one of its parts that are not repeated.
    pub(in crate::register) fn column(&self, part: usize, field: &str) -> Option<TableColumn> {
        let kind = self.parts.get(part)?.kind;
        let mut fields = kind.described().fields.iter();
        let place = fields.position(|it| it.name == field)?;
        Some(TableColumn {
            nth: 0,
            part,
            of: ColumnOf::Field(place),
        })
    }

    /// By the word of a kind, `pupils` or `staff`.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "pupils" => Some(Self::pupils()),
            "staff" => Some(Self::staff()),
            word => word.parse().ok().map(Self::of),
        }
    }

    /// The kind of its head.
    pub fn head(&self) -> RecordKind {
        self.parts
            .first()
            .map_or(RecordKind::Person, |part| part.kind)
    }

    /// A part with its place.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, &Part)> {
        self.parts.iter().enumerate()
    }

    /// The columns of an export, with so many repeated records.
    pub fn columns(&self, repeated: usize) -> Vec<TableColumn> {
        let once = self.numbered();
        let once = once.filter(|(_, part)| !part.repeats && part.tie != Tie::ClassTeacher);
        let mut columns: Vec<TableColumn> = once
            .flat_map(|(place, part)| self.of_part(place, part, 0))
            .collect();
        for nth in 1..=repeated.max(LEAST_REPEATED) {
            let repeats = self.numbered().filter(|(_, part)| part.repeats);
            columns.extend(repeats.flat_map(|(place, part)| self.of_part(place, part, nth)));
        }
        columns
    }

    /// Every column that a table of it may have.
    pub fn every_column(&self) -> Vec<TableColumn> {
        let mut columns = self.columns(MOST_REPEATED);
        let people = self
            .numbered()
            .filter(|(_, part)| part.kind == RecordKind::Person);
        let whole = people.flat_map(|(part, of)| {
            let times = if of.repeats { 1..=MOST_REPEATED } else { 0..=0 };
            times.map(move |nth| TableColumn {
                nth,
                part,
                of: ColumnOf::WholeName,
            })
        });
        columns.extend(whole);
        let read = self.numbered();
        let read = read.filter(|(_, part)| part.tie == Tie::ClassTeacher);
        columns.extend(read.flat_map(|(place, part)| self.of_part(place, part, 0)));
        columns
    }

    fn of_part(&self, place: usize, part: &Part, nth: usize) -> impl Iterator<Item = TableColumn> {
        let has_id = matches!(part.tie, Tie::Head | Tie::NamedBy(..));
        let fields = part.kind.described().fields.iter().enumerate();
        let tie = *part;
        let tied: Vec<_> = self
            .numbered()
            .filter_map(|(_, other)| match other.tie {
                Tie::NamedBy(by, field) if by == place => Some(field),
                _ => None,
            })
            .collect();
        let fields = fields.filter(move |(_, field)| match tie.tie {
            Tie::Names(named, _) => named != field.name && !tied.contains(&field.name),
            Tie::Enrolment => matches!(field.name, "class" | "day" | "order" | "school"),
            Tie::ClassTeacher => field.name == "teacher",
            Tie::Head | Tie::NamedBy(..) => true,
        });
        let fields = fields.map(|(place, _)| ColumnOf::Field(place));
        let id = has_id.then_some(ColumnOf::Id);
        id.into_iter().chain(fields).map(move |of| TableColumn {
            nth,
            part: place,
            of,
        })
    }

    /// The description of the kind that a column is of.
    pub fn kind_of(&self, column: &TableColumn) -> &'static Kind {
        let part = self.parts.get(column.part);
        part.map_or(self.head(), |part| part.kind).described()
    }

    /// What the cells of a column hold, if it is that of a field.
    pub fn field_kind(&self, column: &TableColumn) -> Option<FieldKind> {
        match column.of {
            ColumnOf::Field(place) => Some(self.kind_of(column).fields.get(place)?.kind),
            _ => None,
        }
    }

    /// The stable name of a column: `last`, `details.born`, `parent-person-2.id`.
    pub fn column_name(&self, column: &TableColumn) -> String {
        let of = match column.of {
            ColumnOf::Id => "id",
            ColumnOf::WholeName => "name",
            ColumnOf::Field(place) => {
                let field = self.kind_of(column).fields.get(place);
                field.map_or("", |field| field.name)
            }
        };
        let part = self.parts.get(column.part).map_or("", |part| part.word);
        match (part, column.nth) {
            ("", _) => of.to_owned(),
            (part, 0) => format!("{part}.{of}"),
            (part, nth) => format!("{part}-{nth}.{of}"),
        }
    }

    /// Key of the word for what is in a column, and of the phrase for which of the repeated
    /// records it is of, if it is of one.
    pub fn label_keys(&self, column: &TableColumn) -> (String, Option<String>) {
        let described = self.kind_of(column);
        let label = match column.of {
            ColumnOf::Id => "table-column-id".to_owned(),
            ColumnOf::WholeName => "table-column-name".to_owned(),
            ColumnOf::Field(place) => {
                let field = described.fields.get(place);
                field.map_or_else(String::new, |field| described.field_key(field))
            }
        };
        let group = self.parts.iter().find(|part| part.repeats);
        let group = group.filter(|_| column.nth > 0);
        (
            label,
            group.map(|group| format!("table-part-{}", group.word)),
        )
    }

    /// Key of the name of the table, and of its sheet.
    pub fn label_key(&self) -> String {
        match self.rows {
            Rows::All | Rows::Stays => self.head().described().list_key(),
            Rows::Pupils | Rows::Staff => format!("table-{}", self.word),
        }
    }

    /// The kinds whose records an export of it reads.
    pub fn kinds(&self) -> impl Iterator<Item = RecordKind> {
        let parts = self.parts.iter();
        let written = parts.filter(|part| part.tie != Tie::ClassTeacher);
        written.map(|part| part.kind)
    }

    /// The heads that a table of the day has, in its order.
    pub fn heads(&self, register: &Register, day: NaiveDate) -> Vec<RecordRef> {
        let listed = register.listed(self.head()).into_iter().map(|(at, _)| at);
        match self.rows {
            Rows::All | Rows::Stays => listed.collect(),
            Rows::Pupils => {
                let title = |stint: &Stint| register.title(stint.class.into());
                let pupils = listed.filter_map(|at| Some((stint_of(register, at, day)?, at)));
                let mut pupils: Vec<_> = pupils.collect();
                pupils.sort_by_cached_key(|(stint, _)| chunks(&title(stint).unwrap_or_default()));
                pupils.into_iter().map(|(_, at)| at).collect()
            }
            Rows::Staff => {
                let holds = |at: RecordRef| match register.get(at) {
                    Some(Record::Office(office)) => day <= office.days().last,
                    _ => false,
                };
                listed
                    .filter(|at| register.referring_to(*at).any(holds))
                    .collect()
            }
        }
    }
}

impl Part {
    const fn head(kind: RecordKind) -> Self {
        Self {
            word: "",
            kind,
            tie: Tie::Head,
            repeats: false,
        }
    }

    const fn details(word: &'static str, of: usize) -> Self {
        Self {
            word,
            kind: RecordKind::PersonDetails,
            tie: Tie::Names("person", of),
            repeats: false,
        }
    }
}

/// The stint of a pupil on a day, or the first that comes after it; one of an earlier year is over.
pub(super) fn stint_of(register: &Register, pupil: RecordRef, day: NaiveDate) -> Option<Stint> {
    let after = DaySpan::new(day, NaiveDate::MAX);
    let stints = register.stints(PupilId(pupil.id.0)).into_iter();
    stints
        .filter(|stint| stint.days().meets(after))
        .filter(|stint| day < stint.from || register.counts_on(stint, day))
        .min_by_key(|stint| stint.from)
}
