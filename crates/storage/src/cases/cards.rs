//! «Карточки классов и сотрудников»: what the cards lack, and when they were checked.

use super::directory;
use super::register::rights::Who;
use crate::directory::{Directories, Directory};
use crate::records;
use crate::sql::{Snapshot, values};
use crate::store::{Reader, Shown, StoreError};
use journal::register::{
    AmendedAt, CardCheckRecord, CardLine, Record, RecordId, RecordKind, RecordRef,
};
use journal::regulation::{Obligation, RegisterRights};
use journal::view::{CardsOf, CardsPage};
use journal::{PersonId, Timestamp};
use std::collections::BTreeSet;

/// What cards are made of, and the checks of them.
const WRITTEN: &str = "SELECT r.kind, r.record_id, r.seq, l.person_id, l.received_at \
     FROM record r LEFT JOIN amendment_log l ON l.school_id = r.school_id AND l.seq = r.seq \
     WHERE r.school_id = $1 AND r.kind IN \
     ('person', 'person-details', 'guardianship', 'movement', 'employment', 'office', 'card-check')";
const REMOVED: &str = "SELECT seq, before FROM amendment_log \
     WHERE school_id = $1 AND after IS NULL \
     AND kind IN ('person-details', 'guardianship', 'employment', 'office') \
     ORDER BY seq";
const ENTERED: &str = "SELECT kind, record_id, min(received_at) FROM amendment_log \
     WHERE school_id = $1 AND kind IN ('employment', 'office') AND before IS NULL \
     GROUP BY kind, record_id";

/// The cards of the classes and of the staff that a reader keeps, or of all for who reads the checks
/// of the whole school; those of one class, or of the staff, each.
pub async fn page(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    of: Option<CardsOf>,
    now: Timestamp,
) -> Result<Shown<CardsPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(Shown::Missing);
    };
    let written = written(s, &directory).await?;
    let who = Who::reads(reader, now);
    let rights = who.rights(&directory);
    let (register, regulation) = (&directory.records, &directory.regulation);
    let today = directory.school.time.local(now).date();
    let mut cards = register.cards(regulation, today, &written);
    cards.retain(|line| is_shown(line, &rights));
    let classes = register.class_cards(&cards, today);
    cards.retain(|line| Some(CardsOf::new(line.class)) == of);
    // What a card lacks is known of it beyond the name.
    let others = |line: &CardLine| {
        let (at, check) = check_of(line);
        !rights.is_own(at, &check)
    };
    let tells = cards.iter().any(others);
    let page = CardsPage {
        classes,
        cards,
        entry: of.and_then(|of| regulation.term(CardLine::entry(of.class())).cloned()),
        term: regulation.term(Obligation::CardCheck).cloned(),
        free_id: register.free_id(RecordKind::CardCheck),
    };
    let cards = tells.then_some(RecordKind::CardCheck);
    Ok(Shown::Page {
        page,
        cards: BTreeSet::from_iter(cards),
    })
}

async fn written(s: &dyn Snapshot, directory: &Directory) -> Result<AmendedAt, StoreError> {
    let mut written = AmendedAt::default();
    let school = directory.school.id;
    let rows: Vec<_> = s
        .rows(WRITTEN, values![school], |row| {
            let at = records::kind(row.get(0)?)?.at(RecordId(row.get(1)?));
            let by: Option<PersonId> = row.get(3)?;
            Ok((at, row.get::<i64>(2)?, by, row.get::<Option<Timestamp>>(4)?))
        })
        .await?;
    for (at, seq, by, received) in rows {
        written.at.insert(at, seq);
        if let (RecordKind::CardCheck, Some(received)) = (at.kind, received) {
            let day = directory.school.time.local(received).date();
            let by = by.map(|by| directory.name(by));
            written.checks.insert(at, (day, by));
        }
    }
    let entered: Vec<_> = s
        .rows(ENTERED, values![school], |row| {
            let at = records::kind(row.get(0)?)?.at(RecordId(row.get(1)?));
            Ok((at, row.get::<Timestamp>(2)?))
        })
        .await?;
    let day = |at| directory.school.time.local(at).date();
    written.entered = entered
        .into_iter()
        .map(|(at, came)| (at, day(came)))
        .collect();
    let removed: Vec<(i64, Option<Record>)> = s
        .rows(REMOVED, values![school], |row| {
            let before: Option<&str> = row.get(1)?;
            Ok((row.get(0)?, before.map(records::of_text).transpose()?))
        })
        .await?;
    for (seq, before) in removed {
        let whose = before.iter().flat_map(Record::whose);
        written.removed.extend(whose.map(|who| (who, seq)));
    }
    Ok(written)
}

fn is_shown(line: &CardLine, rights: &RegisterRights<'_>) -> bool {
    let (at, check) = check_of(line);
    rights.reads_all(RecordKind::CardCheck) || rights.judge_change(at, &check).is_ok()
}

/// A check of a card, as whoever keeps it would write one.
fn check_of(line: &CardLine) -> (RecordRef, Record) {
    let check = Record::CardCheck(CardCheckRecord {
        person: line.person,
        ..CardCheckRecord::default()
    });
    (RecordKind::CardCheck.at(RecordId(0)), check)
}
