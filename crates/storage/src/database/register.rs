//! What a school is apart from its lessons, over either database.

use super::use_cases::use_cases;
use super::{Database, directory_now, load};
use crate::bundle::Bundle;
use crate::cases::register::{self, Done, gestures};
use crate::cases::{absences, cards, directory, journals, log, movement, setup, sheets};
use crate::directory::{Directory, Given};
use crate::store::{Gesture, Imported, Opened, Reader, Shown, StoreError, Undoing};
use async_trait::async_trait;
use chrono::NaiveDate;
use futures_util::FutureExt;
use journal::register::{Amended, GestureOutcome, RecordKind, RecordRef};
use journal::regulation::sees;
use journal::school::School;
use journal::view::{
    AbsencesPage, AbsentPage, CardsOf, CardsPage, ClassWeekPage, GapsPage, JournalsPage,
    MovementPage, PopulationPage, RecordLog, RecordsPage, RegisterPage, SetupPage, UngroupedPage,
};
use journal::{ClassId, JournalId, PeriodId, PupilId, Relation, SchoolId, Timestamp};
use std::sync::Arc;

use_cases! {
    /// What a school is apart from its lessons.
    Registers

    /// The schools of this server.
    ask schools() -> Vec<School> = directory::schools;

    /// One of them; none if there is none of that id.
    ask school(school: SchoolId) -> Option<School> = directory::school;

    /// Whether there is nothing in a school but its administrator.
    ask is_blank(school: SchoolId) -> bool = directory::is_blank;

    /// Stores a whole school in place of a blank one, or nothing of it:
    /// [`StoreError::SchoolExists`] names a school that is not blank.
    by import_over(blank: SchoolId, bundle: Bundle) -> Imported = import_over;

    /// The journals that a reader may see, over a period (none: the period of now); none if there
    /// is no such period.
    read journals(&reader, period: Option<PeriodId>, now: Timestamp) -> Option<JournalsPage>
        = journals::list;

    /// The kinds of records that a reader may see, each with the count of those; none if there is
    /// no such school.
    read kinds(&reader, now: Timestamp) -> Option<RegisterPage> = register::kinds;

    /// The version of all records, by which a page of them is known; none if there is no such
    /// school.
    ask records_version(school: SchoolId) -> Option<String> = register::version;

    /// The records of a kind, as far as a reader may see them.
    read records(&reader, kind: RecordKind, now: Timestamp) -> Shown<RecordsPage> = register::page;

    /// Those of these records that stand and are not a reader's to see.
    read hidden_records(&reader, records: Vec<RecordRef>, now: Timestamp) -> Vec<RecordRef>
        = register::hidden;

    /// The book of movement, the latest day first; none if there is no such school.
    read movement(school: SchoolId) -> Option<MovementPage> = movement::book;

    /// How many pupils there are in each class on a day (none: today); none if there is no such
    /// school.
    read population(school: SchoolId, on: Option<NaiveDate>, now: Timestamp)
        -> Option<PopulationPage> = movement::population;

    /// Who is in a class that is parted and in none of the parts, as far as the reader keeps their
    /// places or reads those of the school; none if there is no such school.
    read ungrouped(&reader, now: Timestamp) -> Option<UngroupedPage> = movement::ungrouped;

    /// What the cards of pupils lack and when they were checked, by class; of one class each.
    read cards(&reader, of: Option<CardsOf>, now: Timestamp) -> Shown<CardsPage> = cards::page;

    /// What is to be put right, as far as the reader sees and keeps it; none if there is no such
    /// school.
    read gaps(&reader, now: Timestamp) -> Option<GapsPage> = movement::gaps;

    /// A class through the week of a day, in every lesson that its pupils are taught in.
    read class_week(&reader, class: ClassId, day: NaiveDate) -> Shown<ClassWeekPage>
        = absences::class_week;

    /// Who is absent on a day (none: today), class by class, as far as the reader may see it; none if
    /// there is no such school.
    read absent(&reader, on: Option<NaiveDate>, now: Timestamp) -> Option<AbsentPage>
        = absences::absent;

    /// What a pupil has missed over a period (none: the period of now).
    read absences(&reader, of: (PupilId, Option<PeriodId>), now: Timestamp) -> Shown<AbsencesPage>
        = absences::of_pupil;

    /// How each part of what the school begins with stands; none if there is no such school.
    read setup(school: SchoolId, now: Timestamp) -> Option<SetupPage> = setup::page;

    /// The journal of what a reader opens, if a role alone lets it be read: neither taught by the
    /// reader, nor of the own class.
    by others_journal(&reader, opened: Opened) -> Option<JournalId> = others_journal;

    /// The journal of what a reader wants to open, if it may not be seen by the reader; none also
    /// where there is no such journal.
    by hidden_journal(&reader, opened: Opened) -> Option<JournalId> = hidden_journal;

    /// What became of a record, as far as a reader may see it: `after` some place, oldest first, at
    /// most so many rows.
    read record_log(&reader, record: RecordRef, after: (i64, usize), now: Timestamp)
        -> Shown<RecordLog> = log::of_record;

    /// Takes what can be taken of a gesture of amendments, in one transaction under the school's
    /// lock, and what follows from it in lessons to come. A dry run writes nothing. What is not
    /// taken is answered and not kept.
    by amend(gesture: Gesture, dry_run: bool) -> Amended = amend;

    /// The same, answered in short.
    by amend_whole(gesture: Gesture, dry_run: bool) -> GestureOutcome = amend_whole;

    /// Takes back a gesture that was taken whole, as far as nothing came after it; none if there
    /// is no such.
    by undo(asked: Undoing, dry_run: bool) -> Option<GestureOutcome> = undo;
}

async fn import_over(
    database: &impl Database,
    blank: SchoolId,
    bundle: Bundle,
) -> Result<Imported, StoreError> {
    load(database, bundle, Some(blank)).await
}

async fn amend(
    database: &impl Database,
    gesture: Gesture,
    dry_run: bool,
) -> Result<Amended, StoreError> {
    Ok(take(database, gesture, dry_run).await?.amended)
}

async fn amend_whole(
    database: &impl Database,
    gesture: Gesture,
    dry_run: bool,
) -> Result<GestureOutcome, StoreError> {
    let records: Vec<_> = gesture.amendments.iter().map(|one| one.record).collect();
    let done = take(database, gesture, dry_run).await?;
    Ok(done.amended.counted(done.fate, &records))
}

async fn undo(
    database: &impl Database,
    asked: Undoing,
    dry_run: bool,
) -> Result<Option<GestureOutcome>, StoreError> {
    let found = database.read(move |s| gestures::undoing(s, asked).boxed());
    match found.await? {
        Some(gesture) => amend_whole(database, gesture, dry_run).await.map(Some),
        None => Ok(None),
    }
}

/// How often a long gesture is planned beside the writers, because the register has moved meanwhile,
/// before they wait for it: about a second for the longest.
const TRIES: usize = 5;

/// Plans a gesture beside the writers, then writes it, if it is to be written.
pub(super) async fn take(
    database: &impl Database,
    gesture: Gesture,
    dry_run: bool,
) -> Result<Done, StoreError> {
    let (school, gesture) = (gesture.school, Arc::new(gesture));
    let mut tries = 0;
    loop {
        tries += 1;
        let shared = Arc::clone(database.shared());
        let asked = Arc::clone(&gesture);
        let prepared = database.read(move |s| {
            async move { register::prepare(s, &shared.directories, &asked, dry_run).await }.boxed()
        });
        let prepared = prepared.await?;
        if !prepared.is_to_be_written() {
            return Ok(prepared.done());
        }
        let shared = Arc::clone(database.shared());
        let asked = Arc::clone(&gesture);
        let written = database.write(move |t| {
            let beside = tries < TRIES;
            async move {
                let amended = register::amend(t, &shared.directories, &asked, prepared, beside);
                Box::pin(amended).await
            }
            .boxed()
        });
        let Some(done) = written.await? else {
            continue;
        };
        if let Some((seq, directory)) = &done.written {
            database.shared().directories.note(directory);
            database.shared().notifier.raise(school, *seq);
        }
        return Ok(done);
    }
}

async fn others_journal(
    database: &impl Database,
    reader: &Reader,
    opened: Opened,
) -> Result<Option<JournalId>, StoreError> {
    let found = standing(database, reader, opened).await?;
    let is_own = |relation: &Relation| relation.own_journal || relation.substitute;
    let of_others = found.filter(|(_, at)| !is_own(at) && sees(&reader.roles, *at));
    Ok(of_others.map(|(journal, _)| journal))
}

async fn hidden_journal(
    database: &impl Database,
    reader: &Reader,
    opened: Opened,
) -> Result<Option<JournalId>, StoreError> {
    let found = standing(database, reader, opened).await?;
    let hidden = found.filter(|(_, relation)| !sees(&reader.roles, *relation));
    Ok(hidden.map(|(journal, _)| journal))
}

/// The journal of what is opened, and how the reader stands to it; none: there is none.
async fn standing(
    database: &impl Database,
    reader: &Reader,
    opened: Opened,
) -> Result<Option<(JournalId, Relation)>, StoreError> {
    let school = reader.school;
    let (journal, given) = match opened {
        Opened::Journal(journal) => (journal, None),
        Opened::Lesson(id) => match database.shared().pages.lessons.find(&(school, id)) {
            Some(page) => (page.journal, page.given),
            None => {
                let found = database.ask(move |s| sheets::lesson(s, school, id).boxed());
                let Some(sheet) = found.await? else {
                    return Ok(None);
                };
                (sheet.lesson.journal, Some(Given::of(&sheet.lesson)))
            }
        },
    };
    let directory = match database.shared().directories.latest(school) {
        Some(directory) => Some(directory),
        None => directory_now(database, school).await?,
    };
    let of = |directory: &Directory| {
        let card = directory.journal(journal)?;
        Some((journal, directory.relation(reader, card, given)))
    };
    Ok(directory.and_then(|directory| of(&directory)))
}
