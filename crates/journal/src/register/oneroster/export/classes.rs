//! Classes, courses, who is in which class from when until when.

use super::super::words;
use super::{Package, iso};
use crate::ids::{ClassId, PersonId};
use crate::register::kinds::{ClassRecord, GroupRecord, GroupSort, JournalRecord, TeachingPart};
use crate::register::{Record, RecordKind, RecordRef, Register, YearId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A place of somebody in a class of the package.
struct Place {
    person: PersonId,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    primary: Option<bool>,
}

impl Package<'_> {
    /// The classes themselves, then what is taught to whom, with who is in it.
    pub(super) fn classes(&mut self) {
        let register = self.what.register;
        let mut homes: BTreeMap<ClassId, Vec<Place>> = BTreeMap::new();
        for pupil in register.moved_pupils() {
            for stint in register.stints(pupil) {
                let Some(class) = class_of(register, self.year, stint.class) else {
                    continue;
                };
                if stint.attached {
                    continue;
                }
                let person = PersonId::from(pupil);
                let latest = self
                    .grades
                    .entry(person)
                    .or_insert((stint.from, class.grade));
                if latest.0 <= stint.from {
                    *latest = (stint.from, class.grade);
                }
                homes.entry(stint.class).or_default().push(Place {
                    person,
                    from: Some(stint.from),
                    until: stint.until.filter(|day| *day < self.days.last),
                    primary: None,
                });
            }
        }
        let course = self.ids.named("course:homeroom");
        let mut courses = BTreeSet::new();
        for (at, record) in register.of(RecordKind::Class) {
            let Record::Class(class) = record else {
                continue;
            };
            if class.year != self.year {
                continue;
            }
            let grades = [class.grade].into();
            self.class(at, &class.title, &course, "homeroom", "", &grades);
            let teachers = register.class_teachers(ClassId(at.id.0));
            let teachers = teachers.map(|(_, it)| Place {
                person: it.teacher,
                from: it.from,
                until: it.until.filter(|day| *day < self.days.last),
                primary: Some(true),
            });
            let teachers: Vec<_> = teachers.collect();
            self.places(at, "teacher", &teachers);
            let pupils = homes.get(&ClassId(at.id.0)).map_or(&[][..], Vec::as_slice);
            self.places(at, "student", pupils);
        }
        if self.rows.contains_key("classes") {
            let title = self.what.homeroom.to_owned();
            self.course(course, title, String::new());
        }
        for (at, record) in register.of(RecordKind::Journal) {
            let Record::Journal(journal) = record else {
                continue;
            };
            let Some(Record::Group(group)) = register.get(journal.group.into()) else {
                continue;
            };
            if group.year == self.year {
                courses.insert(RecordRef::from(journal.subject));
                self.taught(at, journal, group, &homes);
            }
        }
        for at in courses {
            if let Some(Record::Subject(subject)) = register.get(at) {
                let (title, short) = (subject.title.clone(), subject.short.clone());
                self.course(self.ids.of(at), title, short);
            }
        }
    }

    fn taught(
        &mut self,
        at: RecordRef,
        journal: &JournalRecord,
        group: &GroupRecord,
        homes: &BTreeMap<ClassId, Vec<Place>>,
    ) {
        let register = self.what.register;
        let course = self.ids.of(journal.subject.into());
        let title = register.title(at).unwrap_or_default();
        let members: Vec<Place>;
        let (pupils, grades) = match (group.sort, group.class) {
            (GroupSort::Class, Some(class)) => {
                let pupils = homes.get(&class).map_or(&[][..], Vec::as_slice);
                let grade = class_of(register, self.year, class).map(|class| class.grade);
                (pupils, grade.into_iter().collect())
            }
            _ => {
                let referring = register.referring_to(journal.group.into());
                members = referring
                    .filter_map(|by| match register.get(by)? {
                        Record::Membership(place) => Some(Place {
                            person: place.pupil.into(),
                            from: place.from,
                            until: place.until.filter(|day| *day < self.days.last),
                            primary: None,
                        }),
                        _ => None,
                    })
                    .collect();
                let grades = members.iter().filter_map(|it| self.grades.get(&it.person));
                let grades = grades.map(|(_, grade)| *grade).collect();
                (members.as_slice(), grades)
            }
        };
        self.class(at, &title, &course, "scheduled", &group.title, &grades);
        let teaching = register
            .referring_to(at)
            .filter_map(|by| match register.get(by)? {
                Record::Teaching(teaching) => Some(Place {
                    person: teaching.teacher,
                    from: teaching.from,
                    until: teaching.until.filter(|day| *day < self.days.last),
                    primary: Some(teaching.part == TeachingPart::Main),
                }),
                _ => None,
            });
        let teaching: Vec<_> = teaching.collect();
        self.places(at, "teacher", &teaching);
        self.places(at, "student", pupils);
    }

    fn class(
        &mut self,
        at: RecordRef,
        title: &str,
        course: &str,
        kind: &str,
        code: &str,
        grades: &BTreeSet<u8>,
    ) {
        let grades: Vec<_> = grades.iter().map(|grade| words::of_grade(*grade)).collect();
        let said = [
            ("sourcedId", self.ids.of(at)),
            ("title", title.to_owned()),
            ("grades", grades.join(",")),
            ("courseSourcedId", course.to_owned()),
            ("classCode", code.to_owned()),
            ("classType", kind.to_owned()),
            ("schoolSourcedId", self.ids.org()),
            ("termSourcedIds", self.ids.of(self.year.into())),
        ];
        self.row("classes", &said);
    }

    fn course(&mut self, id: String, title: String, code: String) {
        let said = [
            ("sourcedId", id),
            ("title", title),
            ("courseCode", code),
            ("orgSourcedId", self.ids.org()),
        ];
        self.row("courses", &said);
    }

    /// Who is in a class; of one person by the first day.
    fn places(&mut self, class: RecordRef, role: &'static str, places: &[Place]) {
        let mut named = Vec::new();
        for place in places {
            if self.is_named(place.person) {
                named.push(place);
            }
        }
        let mut places = named;
        places.sort_by_key(|place| (place.person, place.from));
        let mut of_person = (None, 0);
        for place in places {
            of_person = match of_person {
                (Some(person), nth) if person == place.person => (Some(person), nth + 1),
                _ => (Some(place.person), 1),
            };
            self.roles.entry(place.person).or_default().insert(role);
            let person = RecordRef::from(place.person);
            let name = format!(
                "enrollment:{}:{}:{}:{role}:{}",
                class.kind.word(),
                class.id,
                person.id,
                of_person.1
            );
            let primary = place.primary.map(|it| it.to_string());
            let said = [
                ("sourcedId", self.ids.named(&name)),
                ("classSourcedId", self.ids.of(class)),
                ("schoolSourcedId", self.ids.org()),
                ("userSourcedId", self.ids.of(person)),
                ("role", role.to_owned()),
                ("primary", primary.unwrap_or_default()),
                ("beginDate", iso(place.from)),
                ("endDate", iso(place.until.and_then(|day| day.succ_opt()))),
            ];
            self.row("enrollments", &said);
        }
    }
}

/// A class, if it is of the year.
fn class_of(register: &Register, year: YearId, class: ClassId) -> Option<&ClassRecord> {
    match register.get(class.into())? {
        Record::Class(class) if class.year == year => Some(class),
        _ => None,
    }
}
