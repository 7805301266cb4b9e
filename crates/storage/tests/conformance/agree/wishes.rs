//! Gestures as chance makes them: of records of any kind, by the description of the kind alone, with
//! what is right and what is wrong in each field. The smaller a number, the more right it is.

use crate::fixture::day;
use journal::register::*;
use journal::school::Bell;
use proptest::prelude::*;

/// What becomes of the school at once.
#[derive(Debug, Clone)]
pub enum Step {
    /// Records are amended.
    Gesture {
        wishes: Vec<Wish>,
        whole: bool,
        /// Comes in the other order than it was thought in.
        backwards: bool,
    },
    /// One of the gestures that were written is taken back.
    Undo(usize),
}

/// One amendment before it is known what stands.
#[derive(Debug, Clone)]
pub struct Wish {
    kind: RecordKind,
    target: Target,
    /// A new record begins as another stands.
    like: Option<usize>,
    /// What it says, field by field; a record that stands is changed only in the fields of `in_fields`.
    picks: Vec<u8>,
    in_fields: Vec<usize>,
    removes: bool,
    /// Expects something else than what stands.
    stale: bool,
}

#[derive(Debug, Clone)]
enum Target {
    Standing(usize),
    New,
    /// One that was removed, as it stood.
    Gone(usize),
    Wild(i64),
}

const FIELDS: usize = 11;

pub fn wishes() -> impl Strategy<Value = Wish> {
    use RecordKind as K;
    let often = vec![
        K::SchoolYear,
        K::Period,
        K::Room,
        K::Class,
        K::ClassTeacher,
        K::Group,
        K::Membership,
        K::Movement,
        K::Order,
        K::Debt,
        K::Office,
        K::Employment,
        K::Journal,
        K::Teaching,
    ];
    let kind = prop_oneof![
        3 => prop::sample::select(often),
        2 => prop::sample::select(RecordKind::ALL),
    ];
    let target = prop_oneof![
        6 => (0..12_usize).prop_map(Target::Standing),
        5 => Just(Target::New),
        1 => (0..4_usize).prop_map(Target::Gone),
        1 => prop::sample::select(vec![0, -1, 77, 300_000]).prop_map(Target::Wild),
    ];
    let pick = prop_oneof![4 => 0..3_u8, 3 => 0..18_u8];
    wish(kind, target, pick)
}

/// Of few records of few kinds, so that two writers meet.
pub fn hot_wishes() -> impl Strategy<Value = Wish> {
    let target = prop_oneof![
        5 => (0..2_usize).prop_map(Target::Standing),
        2 => Just(Target::New),
    ];
    let kinds = vec![
        RecordKind::Subject,
        RecordKind::Post,
        RecordKind::Room,
        RecordKind::Period,
    ];
    wish(prop::sample::select(kinds), target, 0..12_u8)
}

fn wish(
    kind: impl Strategy<Value = RecordKind>,
    target: impl Strategy<Value = Target>,
    pick: impl Strategy<Value = u8>,
) -> impl Strategy<Value = Wish> {
    (
        kind,
        target,
        prop::option::weighted(0.3, 0..12_usize),
        prop::collection::vec(pick, FIELDS),
        prop::collection::vec(0..FIELDS, 1..3),
        prop::bool::weighted(0.25),
        prop::bool::weighted(0.05),
    )
        .prop_map(
            |(kind, target, like, picks, in_fields, removes, stale)| Wish {
                kind,
                target,
                like,
                picks,
                in_fields,
                removes,
                stale,
            },
        )
}

pub fn steps(length: usize) -> impl Strategy<Value = Vec<Step>> {
    let wishes = prop::collection::vec(wishes(), 1..4);
    let gesture = (wishes, any::<bool>(), prop::bool::weighted(0.3)).prop_map(
        |(wishes, whole, backwards)| Step::Gesture {
            wishes,
            whole,
            backwards,
        },
    );
    let step = prop_oneof![5 => gesture, 1 => (0..6_usize).prop_map(Step::Undo)];
    prop::collection::vec(step, 1..length)
}

impl Wish {
    /// The record, what is expected to stand there and what is wanted.
    pub fn made_of(&self, register: &Register) -> (RecordRef, Option<Record>, Option<Record>) {
        let standing = |nth: usize| {
            let all: Vec<_> = register.of(self.kind).collect();
            let (at, record) = *all.get(nth % all.len().max(1))?;
            Some((at, record.clone()))
        };
        let free = self.kind.at(register.free_id(self.kind));
        let (at, stands) = match self.target {
            Target::Standing(nth) => match standing(nth) {
                Some((at, record)) => (at, Some(record)),
                None => (free, None),
            },
            Target::Gone(nth) => return self.brought_back(register, nth),
            Target::New => (free, None),
            Target::Wild(id) => {
                let at = self.kind.at(RecordId(id));
                (at, register.get(at).cloned())
            }
        };
        let wanted = match &stands {
            Some(_) if self.removes => None,
            Some(record) => Some(self.saying(register, record.clone(), &self.in_fields)),
            None => {
                let like = self.like.and_then(standing);
                Some(match like {
                    Some((_, record)) => self.saying(register, record, &self.in_fields),
                    None => {
                        let all: Vec<usize> = (0..self.kind.described().fields.len()).collect();
                        self.saying(register, Record::blank(self.kind), &all)
                    }
                })
            }
        };
        let other = || self.saying(register, Record::blank(self.kind), &[0, 1]);
        let expected = if self.stale { Some(other()) } else { stands };
        (at, expected, wanted)
    }

    fn brought_back(
        &self,
        register: &Register,
        nth: usize,
    ) -> (RecordRef, Option<Record>, Option<Record>) {
        let last = register.free_id(self.kind).0;
        let ids = (1..last).map(|id| self.kind.at(RecordId(id)));
        let gone: Vec<_> = ids
            .filter(|at| register.get(*at).is_none() && register.last(*at).is_some())
            .collect();
        let at = match gone.get(nth % gone.len().max(1)) {
            Some(at) => *at,
            None => self.kind.at(RecordId(last)),
        };
        let blank = || self.saying(register, Record::blank(self.kind), &[0, 1, 2, 3]);
        let was = register.last(at).cloned().unwrap_or_else(blank);
        let wanted = if self.removes { blank() } else { was };
        (at, None, Some(wanted))
    }

    fn saying(&self, register: &Register, mut record: Record, in_fields: &[usize]) -> Record {
        let fields = self.kind.described().fields;
        for place in in_fields {
            let field = &fields[place % fields.len()];
            let pick = self.picks[place % fields.len()];
            // What the type of a field cannot hold, nobody can send either.
            let value = self.value(register, field, pick);
            let _ = (field.set)(&mut record, value);
        }
        record
    }

    fn value(&self, register: &Register, field: &Field, pick: u8) -> Value {
        let needed =
            field.required || matches!(self.kind, RecordKind::Movement | RecordKind::Group);
        let pick = match pick {
            0 if !needed => return Value::Empty,
            17 => return Value::Empty,
            pick if needed => usize::from(pick),
            pick => usize::from(pick) - 1,
        };
        match field.kind {
            FieldKind::Text { max } => Value::Text(self.text(register, field, pick, max)),
            FieldKind::Number { least, most } => {
                let numbers = [least, least + 1, most, least - 1, most + 1];
                Value::Number(numbers[pick % numbers.len()])
            }
            FieldKind::Day => Value::Day(day(DAYS[pick % DAYS.len()])),
            FieldKind::Choice(choices) => Value::Choice(choices[pick % choices.len()]),
            FieldKind::Reference(_) if pick == 15 && field.name == "year" => {
                Value::Reference(RecordKind::SchoolYear.at(RecordId(2)))
            }
            FieldKind::Reference(kind) if pick == 16 => Value::Reference(kind.at(RecordId(999))),
            FieldKind::Reference(kind) => {
                let all: Vec<_> = register.of(kind).map(|(at, _)| at).collect();
                // The newest are the ones of which least is known.
                let nth = all.len().checked_sub(1 + pick % all.len().max(1));
                let at = nth.map_or(kind.at(RecordId(1)), |nth| all[nth]);
                Value::Reference(at)
            }
            FieldKind::Grades => {
                let grades: [&[u8]; 4] = [&[7], &[5, 6], &[], &[1, 13]];
                Value::Grades(Grades(grades[pick % 4].iter().copied().collect()))
            }
            FieldKind::Bells => Value::Bells(bells(pick)),
        }
    }

    fn text(&self, register: &Register, field: &Field, pick: usize, max: usize) -> String {
        let new = format!("н{}", register.free_id(self.kind));
        let standing = || {
            let mut all = register.of(self.kind);
            let (_, record) = all.next()?;
            match (field.get)(record) {
                Value::Text(text) => Some(text),
                _ => None,
            }
        };
        match pick % 10 {
            0 | 1 if field.name == "email" => format!("{new}@school.ru"),
            0 => new,
            1 => "Кот".to_owned(),
            // With a Latin letter that looks like the Cyrillic one.
            2 => "Koт".to_owned(),
            3 | 4 => standing().unwrap_or(new),
            5 => "21".to_owned(),
            6 => "  ".to_owned(),
            7 => "д".repeat(max + 1),
            8 => "а\u{202e}б".to_owned(),
            _ => "Пёс".to_owned(),
        }
    }
}

const DAYS: [&str; 17] = [
    "2026-11-16",
    "2026-11-20",
    "2026-09-01",
    "2026-10-30",
    "2026-11-09",
    "2026-11-11",
    "2026-12-30",
    "2027-01-11",
    "2027-05-31",
    "2027-06-20",
    "2027-09-01",
    "2028-01-15",
    "2028-05-31",
    "2026-08-31",
    "2024-02-29",
    "1989-12-31",
    "2200-01-01",
];

fn bells(pick: usize) -> Vec<Bell> {
    let bell = |number, starts: &str, ends: &str| Bell {
        number,
        starts: crate::fixture::time(starts),
        ends: crate::fixture::time(ends),
    };
    match pick % 6 {
        0 => vec![bell(1, "08:30", "09:15"), bell(2, "09:25", "10:10")],
        1 => vec![bell(2, "09:30", "10:15")],
        2 => Vec::new(),
        3 => vec![bell(2, "09:25", "10:10"), bell(1, "10:30", "11:00")],
        4 => vec![bell(1, "09:15", "08:30")],
        _ => vec![bell(1, "08:30", "09:15"), bell(2, "09:00", "09:40")],
    }
}
