//! What a teacher would expect of the week, said in the plainest way: from when until when somebody
//! is in a journal, and what was written on those days.

use super::school::{
    ALL, CHANGES, COMES, ENGLISH_1, ENGLISH_2, FAMILIES, JOURNALS, LEAVES, LEBEDEVA,
    MOTHER_OF_COMES, MOTHER_OF_MOVES, MOVES, PARENT, UCHAEVA, november, subject,
};
use super::table::{Class, Day, Written};
use chrono::NaiveDate;
use journal::{JournalId, Lesson, LessonId, PersonId, PupilId};
use std::collections::{BTreeMap, BTreeSet};
use testkit::fixture::{ALGEBRA, ALGEBRA_A, PHYSICS};

/// The days of a pupil in a journal, both ends among them.
type Stays = BTreeMap<(JournalId, PupilId), (NaiveDate, NaiveDate)>;

/// Where the four are, and what has been written of them so far.
pub struct Plain {
    stays: Stays,
    pub written: Vec<Written>,
}

/// So many others are in a journal all the time.
fn others(journal: JournalId) -> usize {
    match journal {
        ALGEBRA | PHYSICS => 25,
        ALGEBRA_A => 2,
        ENGLISH_1 => 13,
        _ => 12,
    }
}

/// A sign for each lesson of the week.
fn cells(journal: JournalId, (from, until): (NaiveDate, NaiveDate), lessons: &[Lesson]) -> String {
    let of_journal = lessons.iter().filter(|it| it.journal == journal);
    let mut days: Vec<_> = of_journal.map(|it| it.date).collect();
    days.sort_unstable();
    let open = |day: &NaiveDate| from <= *day && *day <= until;
    days.iter()
        .map(|day| if open(day) { '+' } else { '·' })
        .collect()
}

impl Plain {
    /// Before anything is ordered.
    pub fn without_orders(written: &[Written]) -> Self {
        let always = (NaiveDate::MIN, NaiveDate::MAX);
        let places = [
            (ALGEBRA_A, MOVES),
            (ALGEBRA, LEAVES),
            (PHYSICS, LEAVES),
            (ENGLISH_1, LEAVES),
            (ALGEBRA, CHANGES),
            (PHYSICS, CHANGES),
            (ENGLISH_2, CHANGES),
        ];
        Self {
            stays: places.into_iter().map(|at| (at, always)).collect(),
            written: written.to_vec(),
        }
    }

    /// One comes on Tuesday, one is moved on Wednesday, one leaves on Friday, one changes the group on
    /// Thursday.
    pub fn with_orders(written: &[Written]) -> Self {
        let mut plain = Self::without_orders(written);
        let mut put = |journal, pupil, from: u32, until: u32| {
            let from = if from == 0 {
                NaiveDate::MIN
            } else {
                november(from)
            };
            let until = if until == 0 {
                NaiveDate::MAX
            } else {
                november(until)
            };
            plain.stays.insert((journal, pupil), (from, until));
        };
        for journal in [ALGEBRA, PHYSICS, ENGLISH_1] {
            put(journal, COMES, 17, 0);
            put(journal, LEAVES, 0, 19);
        }
        put(ALGEBRA_A, MOVES, 0, 17);
        put(ALGEBRA, MOVES, 18, 0);
        put(PHYSICS, MOVES, 18, 0);
        put(ENGLISH_2, CHANGES, 0, 18);
        put(ENGLISH_1, CHANGES, 19, 0);
        plain
    }

    pub fn is_in(&self, journal: JournalId, pupil: PupilId, on: NaiveDate) -> bool {
        let stay = self.stays.get(&(journal, pupil));
        stay.is_some_and(|(from, until)| *from <= on && on <= *until)
    }

    /// The journal of the subject in which the pupil is at last: there the marks for it come together,
    /// and the mark for the period is given.
    fn is_last(&self, journal: JournalId, pupil: PupilId) -> bool {
        let of_subject = self
            .stays
            .iter()
            .filter(|((other, of), _)| *of == pupil && subject(*other) == subject(journal));
        let last = of_subject.max_by_key(|(_, (from, _))| *from);
        last.is_some_and(|((last, _), _)| *last == journal)
    }

    /// What there is to see on a day.
    pub fn day(&self, on: NaiveDate, lessons: &[Lesson]) -> Day {
        let mut day = Day::default();
        for journal in JOURNALS {
            let here: BTreeSet<_> = ALL
                .into_iter()
                .filter(|pupil| self.is_in(journal, *pupil, on))
                .collect();
            let all = others(journal) + here.len();
            for pupil in ALL {
                if let Some(stay) = self.stays.get(&(journal, pupil)) {
                    day.cells
                        .insert((journal, pupil), cells(journal, *stay, lessons));
                    day.marks
                        .insert((journal, pupil), self.marks(journal, pupil));
                    let presence = self.presence(journal, pupil, on, lessons);
                    day.presence.insert((journal, pupil), presence);
                    let last = self.is_last(journal, pupil);
                    day.for_the_period.insert((journal, pupil), last);
                }
            }
            if lessons
                .iter()
                .any(|it| (it.journal, it.date) == (journal, on))
            {
                let absent = self.of_day(journal, on).filter(|it| it.mark.is_none());
                day.rolls.insert(journal, (all, absent.count()));
                for pupil in ALL {
                    day.taken.insert((journal, pupil), here.contains(&pupil));
                }
            }
            day.members.insert(journal, (all, here));
        }
        day.classes = self.classes(on);
        day.readers = self.readers(on);
        // Whoever is in a class has algebra there.
        let of_b = |pupil: &PupilId| self.is_in(ALGEBRA, *pupil, on);
        let has_english = |pupil: &PupilId| {
            let mut english = [ENGLISH_1, ENGLISH_2].into_iter();
            english.any(|journal| self.is_in(journal, *pupil, on))
        };
        let in_none = ALL.into_iter().filter(|it| of_b(it) && !has_english(it));
        day.ungrouped = in_none.collect();
        let of_a = |pupil: &PupilId| self.is_in(ALGEBRA_A, *pupil, on);
        day.cards = BTreeMap::from([
            ("7А", ALL.into_iter().filter(of_a).collect()),
            ("7Б", ALL.into_iter().filter(of_b).collect()),
        ]);
        day
    }

    fn of_day(&self, journal: JournalId, on: NaiveDate) -> impl Iterator<Item = &Written> {
        let written = self.written.iter();
        written.filter(move |it| (it.journal, it.on) == (journal, on))
    }

    /// How many marks count in a journal, and their sum.
    fn marks(&self, journal: JournalId, pupil: PupilId) -> (u32, u32) {
        let is_last = self.is_last(journal, pupil);
        let counts = |it: &&Written| {
            it.pupil == pupil
                && self.is_in(it.journal, pupil, it.on)
                && (it.journal == journal || is_last && subject(it.journal) == subject(journal))
        };
        let marks = self.written.iter().filter(counts).filter_map(|it| it.mark);
        marks.fold((0, 0), |(count, sum), mark| {
            (count + 1, sum + u32::from(mark))
        })
    }

    /// The lessons so far on the days in the journal, and in how many of them the pupil was absent.
    fn presence(
        &self,
        journal: JournalId,
        pupil: PupilId,
        on: NaiveDate,
        lessons: &[Lesson],
    ) -> (usize, usize) {
        let held = lessons.iter().filter(|it| {
            it.journal == journal && it.date <= on && self.is_in(journal, pupil, it.date)
        });
        let absent = self.written.iter().filter(|it| {
            (it.journal, it.pupil, it.mark) == (journal, pupil, None)
                && self.is_in(journal, pupil, it.on)
        });
        (held.count(), absent.count())
    }

    fn classes(&self, on: NaiveDate) -> Vec<Class> {
        let counted = |algebra: JournalId, title: &str, first: u32| {
            let moved = |is: &dyn Fn(&(NaiveDate, NaiveDate)) -> bool| {
                let of_class = self.stays.iter().filter(|((it, _), _)| *it == algebra);
                u32::try_from(of_class.filter(|(_, stay)| is(stay)).count()).unwrap()
            };
            let came = moved(&|(from, _)| NaiveDate::MIN < *from && *from <= on);
            let left = moved(&|(_, until)| *until < on);
            Class {
                title: title.to_owned(),
                first,
                came,
                left,
                present: first + came - left,
            }
        };
        vec![counted(ALGEBRA_A, "7А", 3), counted(ALGEBRA, "7Б", 27)]
    }

    /// Who reads the names of which of the four and of their parents, and who keeps them: the office
    /// all, a class teacher those of the own class; a teacher reads who is in the own group.
    fn readers(&self, on: NaiveDate) -> BTreeMap<&'static str, Vec<(PersonId, bool)>> {
        let all = |reads: &dyn Fn(PupilId, bool) -> Option<bool>| {
            let seen = FAMILIES.into_iter().filter_map(|who| {
                let child = match who {
                    MOTHER_OF_MOVES => MOVES,
                    MOTHER_OF_COMES => COMES,
                    pupil => PupilId(pupil.0),
                };
                let is_parent = who != PersonId::from(child);
                Some((who, reads(child, is_parent)?))
            });
            seen.collect::<Vec<_>>()
        };
        let keeps = |journal, pupil| self.is_in(journal, pupil, on).then_some(true);
        let teaches = |journal, pupil, is_parent: bool| {
            (!is_parent && self.is_in(journal, pupil, on)).then_some(false)
        };
        let of_lebedeva = |pupil, is_parent| {
            let own = keeps(ALGEBRA_A, pupil);
            own.or_else(|| teaches(ENGLISH_2, pupil, is_parent))
        };
        BTreeMap::from([
            ("registrar", all(&|_, _| Some(true))),
            ("sokolova", all(&|pupil, _| keeps(ALGEBRA, pupil))),
            (LEBEDEVA, all(&of_lebedeva)),
            (
                "orlova",
                all(&|pupil, parent| teaches(ALGEBRA, pupil, parent)),
            ),
            (
                UCHAEVA,
                all(&|pupil, parent| teaches(ENGLISH_1, pupil, parent)),
            ),
            (PARENT, all(&|pupil, _| (pupil == MOVES).then_some(false))),
            ("parent", Vec::new()),
        ])
    }

    /// In which lessons something can be written of whom.
    pub fn every_cell(&self, lessons: &[Lesson]) -> BTreeMap<(LessonId, PupilId), bool> {
        let cells = lessons.iter().flat_map(|it| {
            let is_open = |pupil| self.is_in(it.journal, pupil, it.date);
            ALL.map(|pupil| ((it.id, pupil), is_open(pupil)))
        });
        cells.collect()
    }
}
