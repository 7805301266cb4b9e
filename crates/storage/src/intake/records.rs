//! The register of a school that comes as a bundle.

use crate::bundle::Bundle;
use chrono::Datelike;
use journal::register::{
    BellScheduleRecord, Building, BuildingId, ClassRecord, ClassTeacherRecord, GroupRecord,
    GroupSort, GuardianshipRecord, HolidayRecord, JournalRecord, Marking, MembershipRecord,
    MovementRecord, MovementSort, OfficeRecord, OfficeRole, PeriodLength, PeriodRecord,
    PersonRecord, Record, RecordId, RecordKind, Register, Room, SchoolYear, SubjectId,
    SubjectRecord, TeachingPart, TeachingRecord, WorkKindRecord, YearState,
};
use journal::{ClassId, GroupId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The building that rooms are in when nobody says in which.
const BUILDING: BuildingId = BuildingId(1);
const BUILDING_TITLE: &str = "Основное здание";

/// The records that the rows of a bundle make.
pub fn register(bundle: &Bundle) -> Register {
    let mut register = Register::default();
    let days = bundle.year;
    let year = Record::SchoolYear(SchoolYear {
        title: format!("{}/{:02}", days.first.year(), days.last.year() % 100),
        starts: days.first,
        ends: days.last,
        state: YearState::Open,
    });
    put_all(&mut register, [(Bundle::YEAR.0, year)]);
    let periods = bundle.periods.iter().map(|period| {
        let record = Record::Period(PeriodRecord {
            year: Bundle::YEAR,
            title: period.title.clone(),
            length: length(bundle.periods.len()),
            starts: period.starts,
            ends: period.ends,
        });
        (period.id.0, record)
    });
    put_all(&mut register, periods);
    let holidays = bundle.holidays.iter().cloned();
    let holidays = holidays.map(|holiday| {
        Record::Holiday(HolidayRecord {
            year: Bundle::YEAR,
            holiday,
        })
    });
    put_all(&mut register, (1..).zip(holidays));
    let bells = (1..).zip(bundle.bells.iter().cloned());
    let bells = bells.map(|(shift, schedule)| {
        Record::BellSchedule(BellScheduleRecord {
            year: Bundle::YEAR,
            shift,
            schedule,
            ..BellScheduleRecord::default()
        })
    });
    put_all(&mut register, (1..).zip(bells));
    let subjects = bundle.subjects.iter().map(|subject| {
        let record = Record::Subject(SubjectRecord {
            title: subject.title.clone(),
            short: String::new(),
        });
        (subject.id, record)
    });
    put_all(&mut register, subjects);
    let works = bundle.work_kinds.iter().map(|work| {
        let record = Record::WorkKind(WorkKindRecord {
            title: work.title.clone(),
            short: work.short.clone(),
            weight: work.weight,
            marking_days: work.marking_days,
        });
        (work.id.0, record)
    });
    put_all(&mut register, works);
    put_rooms(&mut register, bundle);
    put_people(&mut register, bundle);
    put_groups(&mut register, bundle);
    put_journals(&mut register, bundle);
    register
}

/// People, what they may do, who represents whom, classes and who is in them.
fn put_people(register: &mut Register, bundle: &Bundle) {
    let people = bundle.people.iter().map(|person| {
        let name = person.name.clone();
        (person.id.0, Record::Person(PersonRecord { name }))
    });
    put_all(register, people);
    let offices = bundle.people.iter().flat_map(|person| {
        let roles = person.roles.0.iter();
        roles.filter_map(|role| {
            Some(Record::Office(OfficeRecord {
                person: person.id,
                role: OfficeRole::of(*role)?,
                ..OfficeRecord::default()
            }))
        })
    });
    put_all(register, (1..).zip(offices));
    let guardians = bundle.guardians.iter().map(|guardian| {
        Record::Guardianship(GuardianshipRecord {
            parent: guardian.parent,
            pupil: guardian.pupil,
            ..GuardianshipRecord::default()
        })
    });
    put_all(register, (1..).zip(guardians));
    let classes = bundle.classes.iter().map(|class| {
        let record = Record::Class(ClassRecord {
            year: class.year,
            grade: class.grade,
            title: class.title.clone(),
        });
        (class.id.0, record)
    });
    put_all(register, classes);
    let class_teachers = bundle.classes.iter().filter_map(|class| {
        Some(Record::ClassTeacher(ClassTeacherRecord {
            class: class.id,
            teacher: class.class_teacher?,
            ..ClassTeacherRecord::default()
        }))
    });
    put_all(register, (1..).zip(class_teachers));
    put_all(register, (1..).zip(movements(bundle)));
}

/// The lines by which pupils come to be where the bundle says, by no order. Who is in another class
/// on the day after the last in one was moved.
fn movements(bundle: &Bundle) -> impl Iterator<Item = Record> {
    let days = bundle.year;
    let mut places: Vec<_> = bundle.enrolments.iter().collect();
    places.sort_by_key(|place| (place.pupil, place.from));
    let mut lines: Vec<MovementRecord> = Vec::with_capacity(places.len());
    for place in places {
        let day = place.from.unwrap_or(days.first);
        let moved = lines
            .pop_if(|left| {
                left.pupil == place.pupil && left.sort == MovementSort::Leave && left.day == day
            })
            .is_some();
        lines.push(MovementRecord {
            pupil: place.pupil,
            sort: if moved {
                MovementSort::Move
            } else {
                MovementSort::Enrol
            },
            day,
            class: Some(place.class),
            ..MovementRecord::default()
        });
        let last = place.until.filter(|last| *last < days.last);
        lines.extend(
            last.and_then(|last| last.succ_opt())
                .map(|day| MovementRecord {
                    pupil: place.pupil,
                    sort: MovementSort::Leave,
                    day,
                    ..MovementRecord::default()
                }),
        );
    }
    lines.into_iter().map(Record::Movement)
}

/// Groups and who is in them. A group of one class in which is whoever is in the class is that
/// class, and has no list of its own.
fn put_groups(register: &mut Register, bundle: &Bundle) {
    let mut enrolled: HashMap<ClassId, BTreeSet<_>> = HashMap::new();
    for place in &bundle.enrolments {
        let stay = (place.pupil, place.from, place.until);
        enrolled.entry(place.class).or_default().insert(stay);
    }
    let mut members: HashMap<GroupId, BTreeSet<_>> = HashMap::new();
    for place in &bundle.memberships {
        let stay = (place.pupil, place.from, place.until);
        members.entry(place.group).or_default().insert(stay);
    }
    let mut whole = HashSet::new();
    let groups = bundle.groups.iter().map(|group| {
        let sort = match group.class {
            None => GroupSort::Mixed,
            Some(class) if members.get(&group.id) == enrolled.get(&class) => {
                whole.insert(group.id);
                GroupSort::Class
            }
            Some(_) => GroupSort::Part,
        };
        let record = Record::Group(GroupRecord {
            year: group.year,
            title: group.title.clone(),
            sort,
            class: group.class,
        });
        (group.id.0, record)
    });
    put_all(register, groups);
    let places = bundle.memberships.iter();
    let places = places.filter(|place| !whole.contains(&place.group));
    let places = places.map(|place| {
        Record::Membership(MembershipRecord {
            group: place.group,
            pupil: place.pupil,
            from: place.from,
            until: place.until,
        })
    });
    put_all(register, (1..).zip(places));
}

/// Journals and who teaches them: of several the first is the one named in lists.
fn put_journals(register: &mut Register, bundle: &Bundle) {
    let journals = bundle.journals.iter().map(|journal| {
        let marking = if journal.without_marks {
            Marking::Without
        } else {
            Marking::Marks
        };
        let record = Record::Journal(JournalRecord {
            subject: SubjectId(journal.subject),
            group: journal.group,
            marking,
        });
        (journal.id.0, record)
    });
    put_all(register, journals);
    let teachings = bundle.journals.iter().flat_map(|journal| {
        let teachers = journal.teachers.iter().enumerate();
        teachers.map(|(place, teacher)| {
            Record::Teaching(TeachingRecord {
                journal: journal.id,
                teacher: *teacher,
                part: if place == 0 {
                    TeachingPart::Main
                } else {
                    TeachingPart::Second
                },
                ..TeachingRecord::default()
            })
        })
    });
    put_all(register, (1..).zip(teachings));
}

fn put_all(register: &mut Register, records: impl IntoIterator<Item = (i64, Record)>) {
    for (id, record) in records {
        register.put(record.kind().at(RecordId(id)), Some(record));
    }
}

/// A room for each that lessons name.
fn put_rooms(register: &mut Register, bundle: &Bundle) {
    let rooms = bundle.lessons.iter().filter_map(|it| it.room.as_deref());
    let rooms: BTreeSet<&str> = rooms.collect();
    let building = RecordKind::Building.at(RecordId(BUILDING.0));
    register.put(
        building,
        Some(Record::Building(Building {
            title: BUILDING_TITLE.to_owned(),
            address: String::new(),
        })),
    );
    let rooms = rooms.into_iter().map(|title| {
        Record::Room(Room {
            building: BUILDING,
            title: title.to_owned(),
            ..Room::default()
        })
    });
    put_all(register, (1..).zip(rooms));
}

/// A bundle does not say how long its periods are, but how many make the year.
fn length(count: usize) -> PeriodLength {
    match count {
        1 => PeriodLength::Year,
        2 => PeriodLength::HalfYear,
        3 => PeriodLength::Trimester,
        _ => PeriodLength::Quarter,
    }
}
