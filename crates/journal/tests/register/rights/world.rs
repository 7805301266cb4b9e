//! A school in which everybody stands to somebody, and to somebody not.

use super::*;
use journal::regulation::Who;
use journal::{ClassId, GroupId, JournalId, PersonId, PupilId};

pub const ADMIN: i64 = 10;
/// Teaches 7А.
pub const TEACHER: i64 = 11;
/// Class teacher of 7Б.
pub const LEADER: i64 = 12;
/// Teaches a group of one pupil of 7А.
pub const PSYCHOLOGIST: i64 = 13;
/// Of the pupil of 7Б.
pub const PARENT: i64 = 14;
pub const PARENT_A: i64 = 15;
pub const PARENT_C: i64 = 16;
/// In 7А, 7Б, 8В.
pub const OF_A: i64 = 21;
pub const OF_B: i64 = 22;
pub const OF_C: i64 = 23;

pub const TODAY: &str = "16.11.2026";

pub fn details(person: i64) -> Record {
    Record::PersonDetails(PersonDetails {
        person: PersonId(person),
        born: Some(day("14.03.2013")),
        phone: "+79161234567".to_owned(),
        snils: format!("112-233-{person:03} 00"),
        ..PersonDetails::default()
    })
}

pub fn consent(person: i64) -> Record {
    Record::Consent(ConsentRecord {
        person: PersonId(person),
        given: day("01.09.2026"),
        ..ConsentRecord::default()
    })
}

pub fn check(person: i64) -> Record {
    Record::CardCheck(CardCheckRecord {
        person: PersonId(person),
        on: day("10.09.2026"),
    })
}

pub fn slip(person: i64) -> Record {
    Record::Slip(SlipRecord {
        person: PersonId(person),
        given: day("02.09.2026"),
        ..SlipRecord::default()
    })
}

pub fn guardianship(parent: i64, pupil: i64) -> Record {
    Record::Guardianship(GuardianshipRecord {
        parent: PersonId(parent),
        pupil: PupilId(pupil),
        kinship: Kinship::Mother,
        ..GuardianshipRecord::default()
    })
}

pub fn employment(person: i64) -> Record {
    Record::Employment(EmploymentRecord {
        person: PersonId(person),
        post: PostId(1),
        ..EmploymentRecord::default()
    })
}

pub fn leads(teacher: i64, class: i64) -> Record {
    Record::ClassTeacher(ClassTeacherRecord {
        class: ClassId(class),
        teacher: PersonId(teacher),
        ..ClassTeacherRecord::default()
    })
}

pub fn office(person: i64, role: OfficeRole) -> Record {
    Record::Office(OfficeRecord {
        person: PersonId(person),
        role,
        ..OfficeRecord::default()
    })
}

/// Ids of persons are as above; of their details the same; of guardianships that of the parent.
pub fn world() -> Register {
    let mut register = Register::default();
    let mut put = |id: i64, record: Record| {
        register.put(record.kind().at(RecordId(id)), Some(record));
    };
    put(
        1,
        year("2026/27", "01.09.2026", "31.05.2027", YearState::Open),
    );
    for id in [
        ADMIN,
        TEACHER,
        LEADER,
        PSYCHOLOGIST,
        PARENT,
        PARENT_A,
        PARENT_C,
        OF_A,
        OF_B,
        OF_C,
    ] {
        put(id, person(&format!("Человек{id}"), "Имя", ""));
        put(id, details(id));
        put(id, consent(id));
        put(id, check(id));
        put(id, slip(id));
    }
    put(1, office(ADMIN, OfficeRole::Admin));
    put(2, office(TEACHER, OfficeRole::Teacher));
    put(3, office(LEADER, OfficeRole::Teacher));
    put(4, office(PSYCHOLOGIST, OfficeRole::Psychologist));
    for (id, title) in [(1, "7А"), (2, "7Б"), (3, "8В")] {
        put(id, class(7, title));
        put(id, group_of(title, GroupSort::Class, Some(id)));
    }
    put(1, Record::blank(RecordKind::SchoolCard));
    put(1, Record::blank(RecordKind::Post));
    for id in [ADMIN, TEACHER, LEADER, PSYCHOLOGIST] {
        put(id, employment(id));
    }
    put(1, leads(LEADER, 2));
    put(4, group_of("7Б · 1", GroupSort::Part, Some(2)));
    put(5, group_of("Беседы", GroupSort::Mixed, None));
    put(6, group_of("8В · 1", GroupSort::Part, Some(3)));
    for (pupil, class) in [(OF_A, 1), (OF_B, 2), (OF_C, 3)] {
        put(
            pupil,
            Record::Movement(line(pupil, MovementSort::Enrol, "01.09.2026", Some(class))),
        );
    }
    for (parent, pupil) in [(PARENT, OF_B), (PARENT_A, OF_A), (PARENT_C, OF_C)] {
        put(parent, guardianship(parent, pupil));
    }
    put(1, membership(OF_B, 4, None, None));
    put(2, membership(OF_A, 5, None, None));
    put(3, membership(OF_C, 6, None, None));
    put(1, subject("Алгебра", "Алг."));
    for (id, group, teacher) in [(1, 1, TEACHER), (2, 5, PSYCHOLOGIST)] {
        put(
            id,
            Record::Journal(JournalRecord {
                subject: SubjectId(1),
                group: GroupId(group),
                marking: Marking::Marks,
            }),
        );
        put(
            id,
            Record::Teaching(TeachingRecord {
                journal: JournalId(id),
                teacher: PersonId(teacher),
                ..TeachingRecord::default()
            }),
        );
    }
    put(
        1,
        Record::SubjectTeacher(SubjectTeacher {
            subject: SubjectId(1),
            teacher: PersonId(TEACHER),
        }),
    );
    put(
        1,
        Record::SubjectRoom(SubjectRoom {
            subject: SubjectId(1),
            room: RoomId(1),
        }),
    );
    for pupil in [OF_A, OF_B, OF_C] {
        put(pupil, Record::Debt(debt(pupil, "31.05.2026")));
    }
    put(1, room(MAIN, "21"));
    put(1, building("Главный корпус"));
    register
}

/// Who acts for a column of the table.
pub fn actor(who: Who) -> Actor {
    let (person, role) = match who {
        Who::ClassTeacher => (LEADER, Role::Teacher),
        Who::Role(role) => {
            let person = match role {
                Role::Admin => ADMIN,
                Role::Teacher => TEACHER,
                Role::Psychologist => PSYCHOLOGIST,
                Role::Parent => PARENT,
                Role::Pupil => OF_B,
                _ => 99,
            };
            (person, role)
        }
    };
    Actor {
        person: PersonId(person),
        roles: Roles(vec![role]),
    }
}

/// How a record stands to who acts: by hand, beside what the program finds.
pub fn scopes(who: Who, at: RecordRef) -> Vec<Scope> {
    let mut scopes = vec![Scope::School];
    let id = at.id.0;
    let mut is = |scope, holds: bool| {
        if holds {
            scopes.push(scope)
        }
    };
    let (leads, teaches) = (who == Who::ClassTeacher, who == Who::Role(Role::Teacher));
    let listens = who == Who::Role(Role::Psychologist);
    match at.kind {
        RecordKind::Person
        | RecordKind::PersonDetails
        | RecordKind::Consent
        | RecordKind::CardCheck
        | RecordKind::Employment
        | RecordKind::Debt
        | RecordKind::Slip => {
            let families = [PARENT, PARENT_A, PARENT_C, OF_A, OF_B, OF_C];
            is(Scope::Families, families.contains(&id));
            is(
                Scope::Staff,
                [ADMIN, TEACHER, LEADER, PSYCHOLOGIST].contains(&id),
            );
            is(Scope::OwnClass, leads && [PARENT, OF_B].contains(&id));
            is(Scope::OwnGroups, (teaches || listens) && id == OF_A);
            is(
                Scope::OwnChildren,
                who == Who::Role(Role::Parent) && id == OF_B,
            );
            is(Scope::Own, actor(who).person == PersonId(id));
        }
        RecordKind::Guardianship => {
            is(Scope::Families, true);
            is(Scope::OwnClass, leads && id == PARENT);
            is(Scope::OwnGroups, (teaches || listens) && id == PARENT_A);
            let family = matches!(who, Who::Role(Role::Parent | Role::Pupil));
            is(Scope::Own, family && id == PARENT);
        }
        RecordKind::Class => {
            is(Scope::OwnClass, leads && id == 2);
            is(Scope::OwnGroups, teaches && id == 1);
        }
        RecordKind::ClassTeacher => is(Scope::OwnClass, leads && id == 1),
        RecordKind::Group => {
            is(Scope::OwnClass, leads && [2, 4].contains(&id));
            is(Scope::OwnGroups, teaches && id == 1 || listens && id == 5);
        }
        RecordKind::Membership => {
            is(Scope::OwnClass, leads && id == 1);
            is(Scope::OwnGroups, listens && id == 2);
        }
        _ => {}
    }
    scopes
}

pub fn rights<'a>(
    regulation: &'a Regulation,
    actor: &'a Actor,
    register: &'a Register,
) -> RegisterRights<'a> {
    RegisterRights::new(regulation, actor, register, day(TODAY))
}

pub fn profile(id: &str) -> Regulation {
    Regulation::shipped(id).unwrap()
}

/// The table alone, as no profile touches it.
pub fn bare() -> Regulation {
    let mut regulation = profile("sgo-154");
    regulation.rights.grant.clear();
    regulation
}

/// What becomes of a gesture, each amendment as it is taken.
pub fn judged(
    rights: &RegisterRights<'_>,
    gesture: &[Amendment],
) -> Vec<Result<Amendment, Forbidden>> {
    let judged = rights.judge(gesture).into_iter();
    judged
        .map(|one| one.map(std::borrow::Cow::into_owned))
        .collect()
}
