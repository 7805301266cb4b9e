//! What the office of the fictional school has written since August: consents, cards and their
//! checks, and the orders behind the book of movement. It is made as a real school makes it, by
//! amendments of whoever keeps it, at their time; the store takes them as it takes any other.

mod appointments;
mod cards;
mod employments;
mod orders;
mod school_card;
mod writing;

use crate::dice::Dice;
use crate::row_id;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Weekday};
use journal::register::{
    Amendment, DaySpan, MembershipRecord, MovementRecord, Record, RecordId, RecordKind,
};
use journal::school::{Class, Group, Guardian, Person};
use journal::{
    ChangeId, DeviceId, GestureId, PersonId, Role, Roles, SchoolId, SchoolTime, Timestamp,
};
use storage::{Bundle, Gesture, Taking};
use uuid::Uuid;

/// The number of its stream of random numbers.
const STREAM: u64 = 0x0FF1;
/// Hours of a day after which the office writes: the lessons are over.
const AFTERNOON: TimeDelta = TimeDelta::hours(15);
/// Days before the school year on which the papers are signed.
const BEFORE_YEAR: u64 = 4;

/// What the office knows when it begins to write.
#[derive(Debug, Clone)]
pub struct Office {
    school: SchoolId,
    title: String,
    time: SchoolTime,
    year: DaySpan,
    now: Timestamp,
    seed: u64,
    people: Vec<Person>,
    classes: Vec<Class>,
    groups: Vec<Group>,
    guardians: Vec<Guardian>,
}

/// Where the pupils are and who has which role, as the store keeps it.
#[derive(Debug, Clone, Default)]
struct Places {
    /// The lines of the book of movement.
    lines: Vec<(RecordId, MovementRecord)>,
    /// Who is in which part of a class.
    memberships: Vec<(RecordId, MembershipRecord)>,
    /// The roles.
    offices: Vec<(RecordId, Record)>,
}

/// Somebody of the office, whose gestures are being made.
struct Desk<'a> {
    office: &'a Office,
    places: &'a Places,
    dice: Dice,
    gestures: Vec<Gesture>,
}

/// What a record was and is to be.
type Step = (RecordKind, RecordId, Option<Record>, Option<Record>);

impl Office {
    /// Of a school as it is before the office has written anything.
    pub fn of(bundle: &Bundle, now: Timestamp, seed: u64) -> Self {
        Self {
            school: bundle.school.id,
            title: bundle.school.title.clone(),
            time: bundle.school.time,
            year: bundle.year,
            now,
            seed,
            people: bundle.people.clone(),
            classes: bundle.classes.clone(),
            groups: bundle.groups.clone(),
            guardians: bundle.guardians.clone(),
        }
    }

    /// All that is written, in the order of time, where the pupils are so far. Each is taken whole,
    /// with the dangers agreed to that it brings.
    fn gestures(&self, places: &Places) -> Vec<Gesture> {
        let mut desk = Desk {
            office: self,
            places,
            dice: Dice::new(self.seed, STREAM),
            gestures: Vec::new(),
        };
        cards::write(&mut desk);
        orders::write(&mut desk);
        school_card::write(&mut desk);
        appointments::write(&mut desk);
        employments::write(&mut desk);
        let mut gestures = desk.gestures;
        gestures.sort_by_key(|gesture| gesture.received_at);
        gestures
    }

    fn first_of(&self, role: Role) -> Option<&Person> {
        self.people.iter().find(|person| person.roles.has(role))
    }

    fn today(&self) -> NaiveDate {
        self.time.local(self.now).date()
    }

    /// The afternoon of a day, or now if that is still to come.
    fn afternoon(&self, day: NaiveDate) -> Timestamp {
        let midnight = self.time.instant(day.and_time(NaiveTime::MIN));
        midnight.plus(AFTERNOON).min(self.now)
    }

    /// The class of a pupil at the end of the book; none of who is no pupil, or in none any more.
    fn class_of(&self, person: PersonId, places: &Places) -> Option<&Class> {
        let mut lines = places.lines.iter().rev().map(|(_, line)| line);
        let last = lines.find(|line| line.pupil.0 == person.0)?;
        self.classes
            .iter()
            .find(|class| Some(class.id) == last.class)
    }

    /// The day on which the papers of the year are signed.
    fn papers(&self) -> NaiveDate {
        workday_before(self.year.first - Days::new(BEFORE_YEAR))
    }
}

impl Desk<'_> {
    /// A gesture of somebody of this role, on the afternoon of a day; none if nobody has the role.
    fn write(&mut self, by: Role, day: NaiveDate, steps: Vec<Step>) {
        let Some(person) = self.office.first_of(by) else {
            return;
        };
        if steps.is_empty() {
            return;
        }
        let at = self.office.afternoon(day);
        let gesture = GestureId(self.dice.uuid(at.unix_millis()));
        let amendments = steps
            .into_iter()
            .map(|(kind, id, expected, wanted)| Amendment {
                id: ChangeId(self.dice.uuid(at.unix_millis())),
                gesture,
                made_at: at,
                record: kind.at(id),
                expected,
                wanted,
                ground: None,
            });
        let amendments = amendments.collect();
        self.gestures.push(Gesture {
            school: self.office.school,
            person: person.id,
            roles: Roles(vec![by]),
            device: device_of(person.id),
            received_at: at,
            amendments,
            agreed: Vec::new(),
            taking: Taking::Whole,
        });
    }
}

/// The device at which somebody of the office works.
fn device_of(person: PersonId) -> DeviceId {
    let number = u128::from(person.0.unsigned_abs());
    DeviceId(Uuid::from_u128(
        0x0FF1_CE00_0000_4000_8000_0000_0000_0000 | number,
    ))
}

/// New records of a kind that the school has none of yet.
fn new_records(records: impl IntoIterator<Item = Record>) -> Vec<Step> {
    let records = records.into_iter().enumerate();
    let steps =
        records.map(|(index, record)| (record.kind(), RecordId(row_id(index)), None, Some(record)));
    steps.collect()
}

fn is_workday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The last day before a day on which an office works.
fn workday_before(day: NaiveDate) -> NaiveDate {
    let days = day.iter_days().rev().skip(1);
    days.into_iter().find(|day| is_workday(*day)).unwrap_or(day)
}

/// The first day after a day on which an office works.
fn workday_after(day: NaiveDate) -> NaiveDate {
    let days = day.iter_days().skip(1);
    days.into_iter().find(|day| is_workday(*day)).unwrap_or(day)
}
