//! What holds between a state and the next: nobody's words are lost unseen, no number is used twice,
//! what is closed rests, nothing that is written in the journals is left hanging in the air.

use super::held::{Held, TODAY};
use super::rules::{self, State, year_of};
use super::ways;
use crate::fixture::day;
use chrono::NaiveDate;
use journal::JournalId;
use journal::register::*;
use std::collections::BTreeSet;

pub struct Turn<'a> {
    /// Before the whole gesture.
    pub before: &'a State,
    /// When the turn of the amendment comes.
    pub now: &'a State,
    /// The register at that time: what was removed, and which numbers are used.
    pub register: &'a Register,
    pub held: &'a Held,
}

impl Turn<'_> {
    /// Everything that would be lost or broken by an amendment, whatever stands afterwards.
    pub fn broken(&self, one: &Amendment) -> Vec<&'static str> {
        let mut broken = Vec::new();
        let mut ask = |holds: bool, what| {
            if !holds {
                broken.push(what);
            }
        };
        let at = one.record;
        let now = self.now.get(&at);
        let log = one.expected.as_ref();
        ask(
            log.is_none_or(rules::says_what_can_be),
            "the log says what cannot be",
        );
        if now == one.wanted.as_ref() {
            return broken;
        }
        ask(
            now == one.expected.as_ref(),
            "something unseen is overwritten",
        );
        ask(
            now.is_some() || self.is_free(at, one.wanted.as_ref()),
            "a number is used twice",
        );
        let said = [&one.expected, &one.wanted];
        ask(
            said.into_iter().flatten().all(|it| self.moves(it)) || closes_or_opens(one),
            "a closed year moves",
        );
        ask(!self.locks_out(one), "no administrator can sign in");
        match (now, &one.wanted) {
            (Some(was), None) => ask(!self.leaves_hanging(at, was), "something is left hanging"),
            (was, Some(is)) => {
                if let (Some(Record::SchoolYear(was)), Record::SchoolYear(is)) = (was, is) {
                    let step = (was.state as i8 - is.state as i8).abs();
                    ask(step <= 1, "a state is skipped");
                }
                if let Record::Movement(line) = is {
                    ask(
                        self.may_be_ordered(was, line),
                        "a line of a cancelled order",
                    );
                }
                ask(
                    !self.leaves_lessons(at, is),
                    "lessons are left in another year",
                );
                if let Record::Room(room) = is {
                    let named = was.is_none_or(
                        |was| !matches!(was, Record::Room(it) if it.title == room.title),
                    );
                    ask(
                        !(named && self.confuses(at, &room.title)),
                        "a lesson is in one of two rooms",
                    );
                }
            }
            (None, None) => {}
        }
        broken
    }

    /// Whether an administrator goes or comes later, and none can sign in who was one before.
    fn locks_out(&self, one: &Amendment) -> bool {
        let lasting = |record: Option<&Record>| match record {
            Some(Record::Office(it)) if it.role == OfficeRole::Admin && it.until.is_none() => {
                Some((it.person, it.from))
            }
            _ => None,
        };
        let at = one.record;
        let Some((person, from)) = lasting(self.now.get(&at)) else {
            return false;
        };
        let stays =
            lasting(one.wanted.as_ref()).is_some_and(|(who, since)| who == person && since <= from);
        let works = |other: &RecordRef, is: &Record| {
            let Some((who, since)) = lasting(Some(is)) else {
                return false;
            };
            let was = lasting(self.before.get(other));
            was.is_some_and(|(same, before)| same == who && before <= since)
                && since.is_none_or(|since| since <= day(TODAY))
                && self.held.passwords.contains_key(&who.0)
        };
        let mut others = self.now.iter().filter(|(other, _)| **other != at);
        !stays && !others.any(|(other, is)| works(other, is))
    }

    fn is_free(&self, at: RecordRef, wanted: Option<&Record>) -> bool {
        match self.register.last(at) {
            Some(was) => wanted == Some(was),
            None => {
                let next = self.register.free_id(at.kind).0;
                at.id.0 >= 1 && at.id.0 < next + 100_000
            }
        }
    }

    fn moves(&self, record: &Record) -> bool {
        let moves = |it: &SchoolYear| !matches!(it.state, YearState::Closed | YearState::Archived);
        let of = year_of(self.now, record).and_then(|year| self.now.get(&year.into()));
        let own = match record {
            Record::SchoolYear(it) => moves(it),
            _ => true,
        };
        own && !matches!(of, Some(Record::SchoolYear(it)) if !moves(it))
    }

    /// Whether a line comes under an order that holds.
    fn may_be_ordered(&self, was: Option<&Record>, line: &MovementRecord) -> bool {
        let stood = matches!(was, Some(Record::Movement(it))
            if (it.order, it.sort) == (line.order, line.sort));
        stood
            || line
                .order
                .is_none_or(|order| !ways::is_taken_back(self.now, order))
    }

    /// Whether a journal that has lessons would be of another school year.
    fn leaves_lessons(&self, at: RecordRef, is: &Record) -> bool {
        let (now, mut after) = (self.now, self.now.clone());
        after.insert(at, is.clone());
        let mut lessons = self.held.lessons.iter();
        lessons.any(|lesson| {
            let journal = lesson.journal.into();
            let year = |state: &State| year_of(state, state.get(&journal)?);
            year(now).is_some_and(|year_now| year(&after) != Some(year_now))
        })
    }

    fn titles(&self, at: RecordRef) -> BTreeSet<&str> {
        let both = [self.now.get(&at), self.before.get(&at)];
        let titles = both.into_iter().filter_map(|record| match record? {
            Record::Room(room) => Some(room.title.as_str()),
            _ => None,
        });
        titles.collect()
    }

    fn called<'a>(&'a self, title: &'a str) -> impl Iterator<Item = RecordRef> {
        let all = self.now.iter();
        all.filter(move |(_, it)| matches!(it, Record::Room(it) if it.title == title))
            .map(|(at, _)| *at)
    }

    fn confuses(&self, at: RecordRef, title: &str) -> bool {
        let Some(with) = self.called(title).find(|other| *other != at) else {
            return false;
        };
        let mut titles = self.titles(at);
        titles.extend(self.titles(with));
        titles.into_iter().any(|title| self.held.will_be_in(title))
    }

    /// Whether something in the journals, or a line of an order, is about what would be gone.
    fn leaves_hanging(&self, at: RecordRef, was: &Record) -> bool {
        let held = self.held;
        let id = at.id.0;
        match was {
            Record::Person(_) => held.has_to_do_with(id),
            Record::Journal(_) => held.lessons.iter().any(|it| it.journal.0 == id),
            Record::WorkKind(_) => {
                held.marks.iter().any(|it| it.2.0 == id)
                    || held.planned.iter().any(|it| it.0.0 == id)
            }
            Record::Room(room) => {
                let alone = self.called(&room.title).count() == 1;
                let mut titles = self.titles(at).into_iter();
                alone && titles.any(|title| held.will_be_in(title))
            }
            Record::SchoolYear(_) => match self.before.get(&at) {
                Some(Record::SchoolYear(year)) => {
                    held.has_lessons_on(DaySpan::new(year.starts, year.ends))
                        || self.has_journals(YearId(id))
                }
                _ => false,
            },
            Record::Period(period) => {
                let of_year =
                    |it: &Record| matches!(it, Record::Period(it) if it.year == period.year);
                let others = self.now.values().filter(|it| of_year(it)).count();
                others == 1 && held.has_lessons_on(period.days())
            }
            Record::Membership(_) => match self.before.get(&at) {
                Some(Record::Membership(place)) => {
                    let days = DaySpan::new(
                        place.from.unwrap_or(NaiveDate::MIN),
                        place.until.unwrap_or(NaiveDate::MAX),
                    );
                    let journals = self.before.iter();
                    let journals = journals.filter_map(|(at, record)| match record {
                        Record::Journal(it) if it.group == place.group => Some(JournalId(at.id.0)),
                        _ => None,
                    });
                    held.entries(place.pupil, &journals.collect(), days) != (0, 0)
                }
                _ => false,
            },
            Record::Movement(_) => self.leaves_entries(at),
            _ => false,
        }
    }

    fn has_journals(&self, year: YearId) -> bool {
        let mut before = self.before.values();
        before.any(|it| matches!(it, Record::Journal(_)) && year_of(self.before, it) == Some(year))
    }

    /// Whether something is written of a pupil on the days that a line gives.
    fn leaves_entries(&self, at: RecordRef) -> bool {
        let Some(Record::Movement(line)) = self.before.get(&at) else {
            return false;
        };
        let stays = ways::walk(self.before, line.pupil).unwrap_or_default();
        let mut given = stays.into_iter().filter(|stay| stay.by == at);
        given.any(|stay| {
            let mut register = Register::default();
            for (at, record) in self.before {
                register.put(*at, Some(record.clone()));
            }
            let journals = Held::journals_of(&register, stay.class);
            let days = DaySpan::new(stay.from, stay.until);
            self.held.entries(line.pupil, &journals, days) != (0, 0)
        })
    }
}

/// A year alone is closed and opened again, and nothing else of it moves with that.
fn closes_or_opens(one: &Amendment) -> bool {
    match (&one.expected, &one.wanted) {
        (Some(Record::SchoolYear(was)), Some(Record::SchoolYear(is))) => {
            let state = is.state;
            SchoolYear {
                state,
                ..was.clone()
            } == *is
        }
        _ => false,
    }
}

/// The state with the words of an amendment put in, asked of nobody.
pub fn forced(state: &State, one: &Amendment) -> State {
    let mut forced = state.clone();
    match &one.wanted {
        Some(record) => forced.insert(one.record, record.clone()),
        None => forced.remove(&one.record),
    };
    forced
}
