//! The records of people, classes, groups and journals, sorted by what they are asked for.

use journal::register::{
    ClassRecord, ClassTeacherRecord, GroupRecord, GuardianshipRecord, JournalRecord,
    MembershipRecord, Record, Register, Stint, TeachingRecord,
};
use journal::{ClassId, GroupId, JournalId, PersonId, PersonName, PupilId};
use std::collections::{BTreeMap, HashMap};

/// What a directory is made of.
#[derive(Default)]
pub struct Rows {
    pub people: HashMap<PersonId, PersonName>,
    pub guardians: Vec<GuardianshipRecord>,
    pub classes: HashMap<ClassId, ClassRecord>,
    pub class_teachers: HashMap<ClassId, Vec<ClassTeacherRecord>>,
    pub classes_of: HashMap<PupilId, Vec<Stint>>,
    pub groups: Vec<(GroupId, GroupRecord)>,
    pub memberships: Vec<MembershipRecord>,
    /// In order of their ids.
    pub journals: Vec<(JournalId, JournalRow)>,
}

/// A journal with those who teach it.
pub struct JournalRow {
    pub record: JournalRecord,
    pub teachings: Vec<TeachingRecord>,
}

pub fn of(register: &Register) -> Rows {
    let moved = register.moved_pupils().into_iter();
    let stints = moved.map(|pupil| (pupil, register.stints(pupil)));
    let mut rows = Rows {
        classes_of: stints.collect(),
        ..Rows::default()
    };
    let mut journals: BTreeMap<JournalId, JournalRow> = BTreeMap::new();
    let mut teachings = Vec::new();
    for (at, record) in register.all() {
        let id = at.id.0;
        match record {
            Record::Person(person) => {
                rows.people.insert(PersonId(id), person.name.clone());
            }
            Record::Guardianship(guardianship) => rows.guardians.push(guardianship.clone()),
            Record::Class(class) => {
                rows.classes.insert(ClassId(id), class.clone());
            }
            Record::ClassTeacher(one) => {
                let of_class = rows.class_teachers.entry(one.class).or_default();
                of_class.push(one.clone());
            }
            Record::Group(group) => rows.groups.push((GroupId(id), group.clone())),
            Record::Membership(place) => rows.memberships.push(place.clone()),
            Record::Journal(record) => {
                let record = record.clone();
                let teachings = Vec::new();
                journals.insert(JournalId(id), JournalRow { record, teachings });
            }
            Record::Teaching(teaching) => teachings.push(teaching.clone()),
            // Lines of movement are read by pupil, above.
            _ => {}
        }
    }
    // Of one part the first that was made.
    teachings.sort_by_key(|teaching| teaching.part);
    for teaching in teachings {
        if let Some(journal) = journals.get_mut(&teaching.journal) {
            journal.teachings.push(teaching);
        }
    }
    rows.journals = journals.into_iter().collect();
    rows
}
