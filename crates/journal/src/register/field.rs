//! What the description of a record kind is made of.

use super::Register;
use super::calendar::DaySpan;
use super::consequences::EffectKind;
use super::fault::{Fault, FieldFault};
use super::material::{Asking, Found, Question};
use super::plan::Follow;
use super::record::{Record, RecordKind, RecordRef};
use super::value::{Choice, Value};
use super::veil::Veil;
use crate::invisible::{is_blank, is_unprintable};
use crate::reading::{Read, Unread, kept};
use chrono::{Datelike, NaiveDate};

/// The description of a record kind. Fields are named by their places in [`Kind::fields`].
#[derive(Debug)]
pub struct Kind {
    /// Of which kind.
    pub kind: RecordKind,
    /// Its fields, in the order of the form.
    pub fields: &'static [Field],
    /// What people call a record.
    pub title: Title,
    /// Fields that the filter of a list looks into.
    pub search: &'static [usize],
    /// Fields by which a list is sorted at first.
    pub order: &'static [usize],
    /// What only this kind knows of its records: how fields agree with each other and with other
    /// records. It is asked when each field alone is in order.
    pub check: fn(&Register, RecordRef, &Record) -> Vec<FieldFault>,
    pub(super) journals: InJournals,
}

/// What people call a record: the texts of some fields.
#[derive(Debug, Clone, Copy)]
pub enum Title {
    /// Parts of an address, « · » between them.
    Parts(&'static [usize]),
    /// Words of a name.
    Words(&'static [usize]),
}

impl Title {
    /// The places of the fields.
    pub fn places(self) -> &'static [usize] {
        match self {
            Self::Parts(places) | Self::Words(places) => places,
        }
    }
}

/// What records of a kind have to do with the journals, which are not in the register. They are
/// asked of `now`, the register as a gesture has brought it, and of `before`, as it was before the
/// whole of it: by that the lessons are still told apart.
#[derive(Debug)]
pub(super) struct InJournals {
    /// Whether pages of journals show them, or are another's to see by them.
    pub(super) shown: bool,
    /// What speaks against a record that is made or changed.
    pub(super) confused:
        fn(&Gesture<'_>, RecordRef, &Record, &mut Asking<'_>) -> Option<FieldFault>,
    /// What rests upon a record, which is not removed then.
    pub(super) uses: fn(&Gesture<'_>, RecordRef, &mut Asking<'_>) -> Found,
    /// Other records that could not be without one, though they do not name it.
    pub(super) rests: fn(&Register, RecordRef) -> Vec<RecordRef>,
    /// That something must be left in the place of a record that is removed: what rests upon it.
    pub(super) last: fn(&Gesture<'_>, RecordRef, &mut Asking<'_>) -> Option<Found>,
    /// What follows in lessons to come when a record of `now` becomes another.
    pub(super) follows: fn(&Register, &Record, &Record) -> Option<Follow>,
    /// What it means for what the journals hold already that a record becomes another, and of how
    /// much.
    pub(super) means: fn(RecordRef, &Record, &Record) -> Option<(EffectKind, Question)>,
    /// What a person is told when a record is made, becomes another or is removed, whatever the
    /// journals hold: the right that one comes by or loses, what does not agree with other records of
    /// the register after the whole gesture; and on which days.
    pub(super) tells: fn(&Register, Option<&Record>, Option<&Record>) -> Vec<(EffectKind, DaySpan)>,
}

/// The register as a gesture has brought it, and as it was before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gesture<'a> {
    pub(super) now: &'a Register,
    pub(super) before: &'a Register,
}

impl InJournals {
    /// Of records that pages of journals show, though lessons and marks do not name them.
    pub(super) const SHOWN: Self = Self {
        shown: true,
        confused: |_, _, _, _| None,
        uses: |_, _, _| Found::default(),
        rests: |_, _| Vec::new(),
        last: |_, _, _| None,
        follows: |_, _, _| None,
        means: |_, _, _| None,
        tells: |_, _, _| Vec::new(),
    };
    /// Of records that no page of a journal shows, nor is another by them.
    pub(super) const UNSEEN: Self = Self {
        shown: false,
        ..Self::SHOWN
    };
}

/// A field of a record.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "options of which a field may have any"
)]
pub struct Field {
    /// The stable name, as in JSON.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether something must be said.
    pub required: bool,
    /// Whether the word is a person's to choose: a new record does not begin with the first one.
    pub chosen: bool,
    /// No two records say the same in it that agree in the fields of these places.
    pub unique_within: Option<&'static [usize]>,
    /// How a text that a person types, or a cell holds, is understood; none: as it stands.
    pub read: Option<ReadText>,
    /// Whether its day is one of birth, which may lie long before the school's.
    pub birth: bool,
    /// Its column in a list; none: only in the form.
    pub list: Option<Column>,
    /// Who may see it, of those who see the record.
    pub veil: Veil,
    /// Whether the record is personal data of whom it names.
    pub whose: bool,
    /// Who is offered where it names a person.
    pub offers: Offers,
    /// What a record says in it.
    pub get: fn(&Record) -> Value,
    /// Says it, if the value is of the field's type.
    pub set: fn(&mut Record, Value) -> Result<(), Fault>,
}

/// Who is offered in a form where a record names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offers {
    /// Whoever is known.
    Anybody,
    /// Whom work can be given to: who has neither role nor post, or has left the school, is not
    /// offered (SOLO2-4.3b).
    Staff,
    /// Who is, or was, a pupil by an order.
    Pupils,
}

impl Offers {
    /// The lists by which it is known who is.
    pub const fn asked(self) -> &'static [RecordKind] {
        match self {
            Self::Anybody => &[],
            Self::Staff => &[RecordKind::Office, RecordKind::Employment],
            Self::Pupils => &[RecordKind::Movement],
        }
    }
}

/// How a text is understood, in the words by which the field keeps it.
pub type ReadText = fn(&str) -> Result<Read<String>, Unread>;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text {
        /// The longest, in characters.
        max: usize,
    },
    /// A whole number.
    Number {
        /// The least.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// A day.
    Day,
    /// One of some words.
    Choice(&'static [Choice]),
    /// A record of that kind.
    Reference(RecordKind),
    /// Years of learning.
    Grades,
    /// The bells of a day.
    Bells,
}

/// A column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// 1 is shown at any width; 2 and more as the terminal is wider, the least first.
    pub priority: u8,
    /// In columns of the terminal.
    pub width: u16,
}

/// The first and the last day that a record may name.
const DAYS: (Option<NaiveDate>, Option<NaiveDate>) = (
    NaiveDate::from_ymd_opt(1990, 1, 1),
    NaiveDate::from_ymd_opt(2199, 12, 31),
);
/// Most bells of a day.
pub const BELLS_LIMIT: usize = 20;

impl Field {
    pub(super) const fn new(
        name: &'static str,
        kind: FieldKind,
        get: fn(&Record) -> Value,
        set: fn(&mut Record, Value) -> Result<(), Fault>,
    ) -> Self {
        Self {
            name,
            kind,
            required: false,
            chosen: false,
            unique_within: None,
            read: None,
            birth: false,
            list: None,
            veil: Veil::Open,
            whose: false,
            offers: Offers::Anybody,
            get,
            set,
        }
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) const fn chosen(mut self) -> Self {
        self.chosen = true;
        self
    }

    pub(super) const fn unique_within(mut self, fields: &'static [usize]) -> Self {
        self.unique_within = Some(fields);
        self
    }

    pub(super) const fn read(mut self, read: ReadText) -> Self {
        self.read = Some(read);
        self
    }

    pub(super) const fn birth(mut self) -> Self {
        self.birth = true;
        self
    }

    pub(super) const fn column(mut self, priority: u8, width: u16) -> Self {
        self.list = Some(Column { priority, width });
        self
    }

    pub(super) const fn veil(mut self, veil: Veil) -> Self {
        self.veil = veil;
        self
    }

    pub(super) const fn whose(mut self) -> Self {
        self.whose = true;
        self
    }

    pub(super) const fn works(mut self) -> Self {
        self.offers = Offers::Staff;
        self
    }

    pub(super) const fn learns(mut self) -> Self {
        self.offers = Offers::Pupils;
        self
    }

    /// What is kept of a text that a person types in a form; what is doubtful, as it was typed.
    pub fn kept(&self, text: &str) -> String {
        self.read
            .map_or_else(|| text.to_owned(), |read| kept(text, read(text)))
    }

    /// Checks a value by the field alone.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, value: &Value) -> Result<(), Fault> {
        match (self.kind, value) {
            (_, Value::Empty) if self.required => Err(Fault::Required),
            (_, Value::Empty) | (FieldKind::Choice(_), Value::Choice(_)) => Ok(()),
            (FieldKind::Text { max }, Value::Text(text)) => self.check_text(text, max),
            (FieldKind::Number { least, most }, Value::Number(number)) => {
                within(*number, least, most)
            }
            (FieldKind::Day, Value::Day(day)) => {
                let known = can_be_meant(*day) || self.birth && can_be_birth(*day);
                known.then_some(()).ok_or(Fault::FarDay)
            }
            (FieldKind::Reference(kind), Value::Reference(at)) if at.kind == kind => Ok(()),
            (FieldKind::Grades, Value::Grades(grades)) => {
                let mut grades = grades.0.iter();
                grades.try_for_each(|grade| within(i64::from(*grade), 1, 12))
            }
            (FieldKind::Bells, Value::Bells(bells)) => no_longer(bells.len(), BELLS_LIMIT),
            _ => Err(Fault::OtherKind),
        }
    }

    fn check_text(&self, text: &str, limit: usize) -> Result<(), Fault> {
        no_longer(text.chars().count(), limit)?;
        if text.contains(is_unprintable) {
            Err(Fault::Unprintable)
        } else if self.required && is_blank(text) {
            Err(Fault::Required)
        } else {
            Ok(())
        }
    }
}

/// Whether a record, or the ground of an amendment, may name the day.
pub(super) fn can_be_meant(day: NaiveDate) -> bool {
    DAYS.0.is_some_and(|first| first <= day) && DAYS.1.is_some_and(|last| day <= last)
}

fn can_be_birth(day: NaiveDate) -> bool {
    (1900..1990).contains(&day.year())
}

fn no_longer(length: usize, limit: usize) -> Result<(), Fault> {
    if length > limit {
        Err(Fault::TooLong { length, limit })
    } else {
        Ok(())
    }
}

fn within(number: i64, least: i64, most: i64) -> Result<(), Fault> {
    if (least..=most).contains(&number) {
        Ok(())
    } else {
        Err(Fault::OutOfRange { least, most })
    }
}

impl Kind {
    /// What a record says in the field at `place`.
    pub fn value(&self, place: usize, record: &Record) -> Value {
        let field = self.fields.get(place);
        field.map_or(Value::Empty, |field| (field.get)(record))
    }

    /// What a record says, field by field: what a form is filled with. A form of a new record
    /// begins with [`Value::Empty`] in each.
    pub fn values(&self, record: &Record) -> Vec<Value> {
        self.fields
            .iter()
            .map(|field| (field.get)(record))
            .collect()
    }

    /// The record that says these values, field by field: how a form or a row of a table becomes
    /// a record. Fields beyond the values' end say nothing.
    ///
    /// # Errors
    /// Everything that is wrong with the fields, each seen alone.
    pub fn build(&self, values: &[Value]) -> Result<Record, Vec<FieldFault>> {
        let mut record = Record::blank(self.kind);
        let mut faults = Vec::new();
        for (place, field) in self.fields.iter().enumerate() {
            let value = values.get(place).cloned().unwrap_or(Value::Empty);
            let set = field
                .check(&value)
                .and_then(|()| (field.set)(&mut record, value));
            faults.extend(set.err().map(|fault| FieldFault::new(field.name, fault)));
        }
        if faults.is_empty() {
            Ok(record)
        } else {
            Err(faults)
        }
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that names the school year, if records of the kind belong to one.
    pub fn year_field(&self) -> Option<&'static Field> {
        let of_year = |field: &&Field| field.kind == FieldKind::Reference(RecordKind::SchoolYear);
        self.fields.iter().find(of_year)
    }
}

/// The fields of a kind, each as `name: what it holds, its options;`. `name in outer` is a field
/// of the struct in the field `outer`. Makes `FIELDS` and `at`, the places of the fields by name:
/// a field that is not there does not compile.
macro_rules! fields {
    (
        $kind:ident;
        $($name:ident $(in $outer:ident)?: $holds:expr, $(.$option:ident($($argument:tt)*))*;)*
    ) => {
        #[allow(
            non_upper_case_globals,
            dead_code,
            reason = "called as the fields are, whichever of them a check asks for"
        )]
        mod at {
            #[allow(non_camel_case_types, reason = "called as the fields are")]
            enum Place { $($name),* }
            $(pub(super) const $name: usize = Place::$name as usize;)*
        }

        const FIELDS: &[$crate::register::Field] = &[$(
            $crate::register::Field::new(
                stringify!($name),
                $holds,
                |record| match record {
                    $crate::register::Record::$kind(it) => {
                        $crate::register::value::FieldValue::to_value(&it$(.$outer)?.$name)
                    }
                    _ => $crate::register::Value::Empty,
                },
                |record, value| match record {
                    $crate::register::Record::$kind(it) => {
                        it$(.$outer)?.$name = $crate::register::value::FieldValue::from_value(value)?;
                        Ok(())
                    }
                    _ => Err($crate::register::Fault::OtherKind),
                },
            )
            $(.$option($($argument)*))*
        ),*];
    };
}
pub(super) use fields;
