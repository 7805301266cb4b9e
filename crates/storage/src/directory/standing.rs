//! How a person stands to classes, to journals and to what is written in them.

use super::{Directory, JournalCard};
use crate::store::Reader;
use chrono::NaiveDate;
use journal::register::{ClassRecord, TeachingPart, TeachingRecord};
use journal::regulation::PRIMARY_GRADES;
use journal::view::Appointed;
use journal::{
    Change, ClassId, Context, Ground, JournalId, Lesson, Occasion, PersonId, PupilId, Relation,
    Roles, Timestamp,
};

/// What of a lesson says whose it is: its row of the timetable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The day.
    pub on: NaiveDate,
    /// Who stands in the row.
    pub by: PersonId,
}

impl Given {
    pub fn of(lesson: &Lesson) -> Self {
        Self {
            on: lesson.date,
            by: lesson.teacher,
        }
    }
}

impl Directory {
    /// What of the school a verdict on a change to a sheet depends on.
    pub fn context<'a>(
        &'a self,
        of: Occasion<'a>,
        at: Timestamp,
        relation: Relation,
    ) -> Context<'a> {
        Context {
            of,
            time: self.school.time,
            at,
            relation,
            last_bell: None,
            years: &self.years,
            work_days: &self.work_days,
            work_kinds: &self.work_kinds,
            roll_called: false,
            excused: false,
            takes_back: None,
            granted: false,
        }
    }

    /// Whether a change names a request that was granted and asks for just that.
    pub fn grants(&self, change: &Change) -> bool {
        match change.ground {
            Some(Ground::Request { request }) => {
                self.records.grants(request, change.sheet, &change.edit)
            }
            _ => false,
        }
    }

    /// Titles of the classes whose class teacher a person is on a day, by grade.
    pub fn class_teacher_of(&self, person: PersonId, on: NaiveDate) -> Vec<String> {
        let year = self.year_of(on);
        let own = self.classes.iter().filter(|(id, class)| {
            Some(class.year) == year && self.is_class_teacher(person, **id, on)
        });
        let mut own: Vec<_> = own.map(|(_, class)| class).collect();
        own.sort_by(|a, b| (a.grade, &a.title).cmp(&(b.grade, &b.title)));
        own.into_iter().map(|class| class.title.clone()).collect()
    }

    /// What stands at a moment of the roles that a person had a little earlier: a request takes its
    /// time, and a role may end meanwhile.
    pub fn still_held(&self, person: PersonId, had: &Roles, at: Timestamp) -> Roles {
        let now = self
            .records
            .roles_on(person, self.school.time.local(at).date());
        let still = had.0.iter().copied().filter(|role| now.has(*role));
        Roles(still.collect())
    }

    /// Whether a person is class teacher of a class on a day.
    pub fn is_class_teacher(&self, person: PersonId, class: ClassId, on: NaiveDate) -> bool {
        let mut all = self.class_teachers.get(&class).into_iter().flatten();
        all.any(|one| one.teacher == person && one.holds(on))
    }

    /// The pupils of the classes whose class teacher a person is, on a day.
    pub fn pupils_led_by(&self, person: PersonId, on: NaiveDate) -> Vec<i64> {
        let pupils = self.classes_of.keys().filter(|pupil| {
            let mut classes = self.classes_of(**pupil, on);
            classes.any(|(class, _)| self.is_class_teacher(person, class, on))
        });
        pupils.map(|pupil| pupil.0).collect()
    }

    /// The classes that a pupil is in on a day.
    pub fn classes_of(
        &self,
        pupil: PupilId,
        on: NaiveDate,
    ) -> impl Iterator<Item = (ClassId, &ClassRecord)> {
        let enrolled = self.classes_of.get(&pupil).map_or(&[][..], Vec::as_slice);
        let then = enrolled.iter().filter(move |stint| stint.days().has(on));
        let year = self.year_of(on);
        let classes = then.filter_map(|place| Some((place.class, self.classes.get(&place.class)?)));
        classes.filter(move |(_, class)| Some(class.year) == year)
    }

    /// How a reader stands to a journal, or to one of its lessons.
    pub fn relation(
        &self,
        reader: &Reader,
        journal: &JournalCard,
        lesson: Option<Given>,
    ) -> Relation {
        let on = self.school.time.local(reader.at).date();
        let day = lesson.map(|lesson| lesson.on);
        let gives = lesson.is_some_and(|lesson| lesson.by == reader.person);
        self.standing((reader.person, on), journal, (day, gives))
    }

    /// The journals of a person in which another may stand in the rows of the person's lessons.
    pub fn taken_over_by(&self, person: PersonId) -> Vec<JournalId> {
        let is_dated = |one: &TeachingRecord| {
            one.part == TeachingPart::Temporary || one.from.is_some() || one.until.is_some()
        };
        let all = self.journals.iter().filter(|(_, card)| {
            let mut own = card.teachings.iter();
            own.any(|one| one.teacher == person) && card.teachings.iter().any(is_dated)
        });
        all.map(|(id, _)| *id).collect()
    }

    /// A class teacher reads what is wholly of the classes that are their own on the day: a group
    /// with pupils of another is not.
    fn standing(
        &self,
        (person, on): (PersonId, NaiveDate),
        journal: &JournalCard,
        (day, gives): (Option<NaiveDate>, bool),
    ) -> Relation {
        let relation = Relation {
            class_teacher: self
                .has_only(journal, |class, _| self.is_class_teacher(person, class, on)),
            primary: self.has_only(journal, |_, class| is_primary(class)),
            opened: self.records.opened(journal.id, person, on),
            ..Relation::default()
        };
        // Who stands in the row of a lesson to which nobody else was ever appointed until then, gives it
        // for nobody: the row is of an appointment that was removed. Of who has left, it is given.
        let gives = gives && day.is_some_and(|day| is_anothers(journal, person, day));
        appointed((person, on), journal, day).told_in(relation, gives)
    }

    /// How a person stands to a change that has come at a moment: whoever is class teacher by then
    /// has the class with all its days before, and whose appointments to the journal are over by then
    /// writes nothing. In a group of several classes, the pupil's class counts.
    pub fn relation_to(
        &self,
        (person, at): (PersonId, Timestamp),
        journal: &JournalCard,
        of: Occasion<'_>,
        pupil: Option<PupilId>,
    ) -> Relation {
        let on = self.school.time.local(at).date();
        let gives = of.lesson().is_some_and(|lesson| lesson.teacher == person);
        let of_day = (Some(of.days().1), gives);
        let mut relation = self.standing((person, on), journal, of_day);
        let mixed = self
            .group_of(journal)
            .is_some_and(|group| group.classes.len() > 1);
        if let Some(pupil) = pupil
            && mixed
        {
            let classes = || self.classes_of(pupil, of.days().1);
            relation.primary = classes().any(|(_, class)| is_primary(class));
            relation.class_teacher =
                classes().any(|(class, _)| self.is_class_teacher(person, class, on));
        }
        relation
    }

    /// Whether a journal is of classes, and all of them are so.
    fn has_only(&self, journal: &JournalCard, is: impl Fn(ClassId, &ClassRecord) -> bool) -> bool {
        let group = self
            .group_of(journal)
            .filter(|group| !group.classes.is_empty());
        group.is_some_and(|group| {
            let mut classes = group.classes.iter();
            classes.all(|id| self.classes.get(id).is_some_and(|class| is(*id, class)))
        })
    }
}

/// Who gives a lesson: whoever stands in the timetable's row, unless somebody else is appointed
/// in their place on its day; `keeping`: of those who keep it on that day, for what was left undone is
/// done by who goes on.
pub fn giver(journal: &JournalCard, lesson: &Lesson, keeping: Option<NaiveDate>) -> PersonId {
    let (row, day) = (lesson.teacher, lesson.date);
    let keeps = |one: &TeachingRecord| {
        keeping.is_none_or(|on| appointed((one.teacher, on), journal, Some(day)).keeps)
    };
    let on_day = journal.teachings.iter().filter(|one| one.holds(day));
    let on_day = on_day.filter(|one| keeps(one));
    let of = |part| on_day.clone().filter(move |one| one.part == part);
    let temporary = of(TeachingPart::Temporary).next();
    // A later main one takes over, also where nobody has ended the one before.
    let after = |earlier: Option<&TeachingRecord>| {
        let later = of(TeachingPart::Main);
        let later = later.filter(|one| earlier.is_none_or(|it| one.from > it.from));
        later.max_by_key(|one| one.from)
    };
    let first = match on_day.clone().find(|one| one.teacher == row) {
        Some(one) if one.part != TeachingPart::Main => None,
        Some(of_row) => temporary.or_else(|| after(Some(of_row))),
        None if !appointed((row, day), journal, Some(day)).begun => None,
        None => temporary
            .or_else(|| after(None))
            .or_else(|| on_day.clone().next()),
    };
    first.map_or(row, |one| one.teacher)
}

/// How a person's appointments to a journal stand to its sheet of a day, on another.
fn appointed(
    (person, on): (PersonId, NaiveDate),
    journal: &JournalCard,
    day: Option<NaiveDate>,
) -> Appointed {
    let own = journal.teachings.iter().filter(|one| one.teacher == person);
    Appointed::of(own.map(TeachingRecord::days), day, on)
}

/// Whether anybody but this person is, or was, appointed to a journal by a day.
fn is_anothers(journal: &JournalCard, person: PersonId, day: NaiveDate) -> bool {
    let mut others = journal.teachings.iter();
    others.any(|one| one.teacher != person && one.days().begun_by(day))
}

fn is_primary(class: &ClassRecord) -> bool {
    PRIMARY_GRADES.contains(&class.grade)
}
