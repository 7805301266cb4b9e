//! How a person stands to classes, to journals and to what is written in them.

use super::{Directory, JournalCard};
use crate::store::Reader;
use chrono::NaiveDate;
use journal::register::ClassRecord;
use journal::regulation::PRIMARY_GRADES;
use journal::{ClassId, Occasion, PersonId, PupilId, Relation, Timestamp};

impl Directory {
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

    /// How a reader stands to a journal, or to one of its lessons given by `teacher`.
    pub fn relation(
        &self,
        reader: &Reader,
        journal: &JournalCard,
        teacher: Option<PersonId>,
    ) -> Relation {
        let on = self.school.time.local(reader.at).date();
        self.standing((reader.person, on), journal, teacher)
    }

    /// A class teacher reads what is wholly of the classes that are their own on the day: a group
    /// with pupils of another is not.
    fn standing(
        &self,
        (person, on): (PersonId, NaiveDate),
        journal: &JournalCard,
        teacher: Option<PersonId>,
    ) -> Relation {
        let own_journal = journal.teachings.iter().any(|one| one.teacher == person);
        Relation {
            own_journal,
            substitute: !own_journal && teacher == Some(person),
            class_teacher: self
                .has_only(journal, |class, _| self.is_class_teacher(person, class, on)),
            primary: self.has_only(journal, |_, class| is_primary(class)),
        }
    }

    /// How a person stands to a change that has come at a moment: whoever is class teacher by then
    /// has the class with all its days before. In a group of several classes, the pupil's class counts.
    pub fn relation_to(
        &self,
        (person, at): (PersonId, Timestamp),
        journal: &JournalCard,
        of: Occasion<'_>,
        pupil: Option<PupilId>,
    ) -> Relation {
        let on = self.school.time.local(at).date();
        let teacher = of.lesson().map(|lesson| lesson.teacher);
        let mut relation = self.standing((person, on), journal, teacher);
        // Who teaches the journal no more, or not yet, writes nothing on that day.
        let mut teachings = journal.teachings.iter();
        relation.own_journal &=
            teachings.any(|one| one.teacher == person && one.holds(of.days().1));
        relation.substitute |= !relation.own_journal && teacher == Some(person);
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

fn is_primary(class: &ClassRecord) -> bool {
    PRIMARY_GRADES.contains(&class.grade)
}
