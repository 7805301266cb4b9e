//! The register of a school that comes as a bundle.

use crate::bundle::Bundle;
use chrono::Datelike;
use journal::register::{
    BellScheduleRecord, Building, BuildingId, HolidayRecord, PeriodLength, PeriodRecord, Record,
    RecordId, RecordKind, Register, Room, SchoolYear, SubjectRecord, WorkKindRecord, YearState,
};
use std::collections::BTreeSet;

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
    register
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
