//! The book of movement, how many pupils there are on a day, and who is in no part of a class.

use super::directory;
use super::register::rights::Who;
use crate::directory::Directories;
use crate::records;
use crate::sql::{Row, Snapshot, values};
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use journal::register::{
    MembershipRecord, Record, RecordId, RecordKind, RecordRef, Ungrouped, is_entry,
};
use journal::regulation::{Permission, RegisterRights};
use journal::view::{GapsPage, MovementPage, PopulationPage, UngroupedPage};
use journal::{PupilId, SchoolId, Timestamp};
use std::collections::HashMap;

const LOGGED: &str = "SELECT record_id, received_at, before, after FROM amendment_log \
     WHERE school_id = $1 AND kind = $2 ORDER BY kind, record_id, seq";

/// The book of movement; none if there is no such school.
pub async fn book(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<MovementPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
        return Ok(None);
    };
    let time = directory.school.time;
    let mut entered: HashMap<RecordRef, NaiveDate> = HashMap::new();
    for kind in [RecordKind::Movement, RecordKind::Order, RecordKind::Debt] {
        let step = |row: Row<'_>| {
            let (was, is): (Option<&str>, Option<&str>) = (row.get(2)?, row.get(3)?);
            let was = was.map(records::of_text).transpose()?;
            let is = is.map(records::of_text).transpose()?;
            let is_entry = is.is_some_and(|is| is_entry(was.as_ref(), &is));
            Ok((
                kind.at(RecordId(row.get(0)?)),
                row.get::<Timestamp>(1)?,
                is_entry,
            ))
        };
        let steps = s.rows(LOGGED, values![school, kind.word()], step).await?;
        let entries = steps.into_iter().filter(|(_, _, is_entry)| *is_entry);
        entered.extend(entries.map(|(at, received, _)| (at, time.local(received).date())));
    }
    let lines = directory
        .records
        .movement_book(&directory.regulation, &entered);
    Ok(Some(MovementPage { lines }))
}

/// What is to be put right, as far as a reader sees the record and keeps what puts it right, or
/// manages the school; none if there is no such school.
pub async fn gaps(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    now: Timestamp,
) -> Result<Option<GapsPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(None);
    };
    let who = Who::reads(reader, now);
    let rights = who.rights(&directory);
    let today = directory.school.time.local(now).date();
    let manages = Permission::ReadSetup.granted_to(&reader.roles);
    let mut lines = directory.records.gaps(&directory.regulation, today);
    lines.retain(|line| {
        let record = directory.records.get(line.about);
        let is_seen = record.is_some_and(|record| rights.reads(line.about, record).is_some());
        is_seen && (manages || rights.keeps_some(line.by))
    });
    Ok(Some(GapsPage { lines }))
}

/// How many pupils there are in each class on a day (none: today); none if there is no such school.
pub async fn population(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    on: Option<NaiveDate>,
    now: Timestamp,
) -> Result<Option<PopulationPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
        return Ok(None);
    };
    let on = on.unwrap_or_else(|| directory.school.time.local(now).date());
    let classes = directory.records.population(on);
    Ok(Some(PopulationPage { on, classes }))
}

/// Who is in a class that is parted and in none of the parts: those whose places in the parts a
/// reader keeps, and everybody for who reads the places of the whole school; none if there is no
/// such school.
pub async fn ungrouped(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    now: Timestamp,
) -> Result<Option<UngroupedPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(None);
    };
    let who = Who::reads(reader, now);
    let rights = who.rights(&directory);
    let today = directory.school.time.local(now).date();
    let year = directory.records.running_year(today);
    let on = year.map_or(today, |(_, year)| today.clamp(year.starts, year.ends));
    let mut lines = directory.records.ungrouped(on);
    lines.retain(|line| is_shown(line, &rights));
    Ok(Some(UngroupedPage { on, lines }))
}

fn is_shown(line: &Ungrouped, rights: &RegisterRights<'_>) -> bool {
    let keeps = |group| {
        let place = Record::Membership(MembershipRecord {
            group,
            pupil: PupilId(line.pupil.0),
            ..MembershipRecord::default()
        });
        let at = RecordKind::Membership.at(RecordId(0));
        rights.judge_change(at, &place).is_ok()
    };
    let mut parts = line.parts.iter();
    rights.reads_all(RecordKind::Membership) || parts.any(|part| keeps(part.group))
}
