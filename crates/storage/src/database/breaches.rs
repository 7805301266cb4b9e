//! Sign-in data that got known, over either database.

use super::Database;
use super::register::take;
use super::use_cases::use_cases;
use crate::batch::Prepared;
use crate::cases::breaches::{self, VoidPlan};
use crate::store::{
    BatchOutcome, BreachFound, Confirmed, Decided, MovedSince, NewBreach, StoreError, VoidAsked,
};
use async_trait::async_trait;
use futures_util::FutureExt;
use journal::view::{BreachFate, BreachPage, BreachesPage, VoidTotals};
use journal::{BreachId, ChangeOutcome, SchoolId};
use std::collections::BTreeSet;
use std::sync::Arc;

use_cases! {
    /// Sign-in data that got known (SGO154-5.3), and what was written under them (SGO154-5.4).
    Breaches

    /// Keeps a report; with it every session of the account ends and its password holds no more, and
    /// the access log tells of it. None if the person has no account.
    write report_breach(school: SchoolId, new: NewBreach) -> Option<BreachId> = breaches::report;

    /// Sets since when what was written under the account is void: no later than the report was
    /// received.
    write move_breach(school: SchoolId, moved: MovedSince) -> BreachFound = breaches::move_since;

    /// The reports of a school, the newest first.
    read breaches(school: SchoolId) -> BreachesPage = breaches::list;

    /// What was written under the account of a report since the moment that it names; none if there
    /// is no such report.
    read breach(school: SchoolId, breach: BreachId) -> Option<BreachPage> = breaches::page;

    /// Confirms that changes stand which were written under the account; those that were decided of
    /// before, or are none of it, are passed over. None if there is no such report.
    by confirm_breach(confirmed: Confirmed) -> Option<VoidTotals> = confirm;

    /// Voids what nobody has confirmed: what stood before it stands again, wherever nobody else has
    /// written since, as new rows of the log. Done again it does nothing more. None if there is no such
    /// report.
    by void_breach(asked: VoidAsked) -> Option<VoidTotals> = void;
}

async fn confirm(
    database: &impl Database,
    confirmed: Confirmed,
) -> Result<Option<VoidTotals>, StoreError> {
    let (school, breach) = (confirmed.school, confirmed.breach);
    let shared = Arc::clone(database.shared());
    let page = database.read(move |s| {
        async move { breaches::page(s, &shared.directories, school, breach).await }.boxed()
    });
    let Some(page) = page.await? else {
        return Ok(None);
    };
    let open = page
        .writes
        .iter()
        .filter(|write| write.fate == BreachFate::Open);
    let open = open
        .map(|write| write.seq)
        .filter(|seq| confirmed.seqs.contains(seq));
    let decided = Decided {
        breach,
        fates: open.map(|seq| (seq, BreachFate::Confirmed)).collect(),
        by: confirmed.by,
        at: confirmed.at,
    };
    let decide = database.write(move |t| breaches::decide(t, school, decided).boxed());
    decide.await
}

/// How often a voiding is planned anew because somebody has written into a cell meanwhile.
const TRIES: usize = 5;
/// Cells that are brought back in one transaction: others write meanwhile.
const AT_ONCE: usize = 200;

/// Brings back, then writes down what is void: whoever is interrupted finds undecided what is left, and
/// the same again ends it.
async fn void(
    database: &impl Database,
    asked: VoidAsked,
) -> Result<Option<VoidTotals>, StoreError> {
    let mut restored = 0;
    for _ in 0..TRIES {
        let shared = Arc::clone(database.shared());
        let planned = asked.clone();
        let planned = database.read(move |s| {
            async move { breaches::plan(s, &shared.directories, planned).await }.boxed()
        });
        let Some(mut plan) = planned.await? else {
            return Ok(None);
        };
        let mut untaken = BTreeSet::new();
        if let Some(gesture) = plan.gesture.take() {
            let records: Vec<_> = gesture.amendments.iter().map(|one| one.record).collect();
            let done = take(database, gesture, false).await?;
            let done = done.amended.counted(done.fate, &records);
            untaken.extend(done.untaken.iter().map(|one| one.record));
            restored += records.len() - done.untaken.len();
        }
        let Some(moved) = bring_back(database, &mut plan).await? else {
            continue;
        };
        restored += moved;
        let decided = Decided {
            breach: asked.breach,
            fates: plan.decided(&untaken),
            by: asked.by,
            at: asked.at,
        };
        let school = asked.school;
        let decide = database.write(move |t| breaches::decide(t, school, decided).boxed());
        let totals = decide.await?.map(|totals| VoidTotals {
            restored: u32::try_from(restored).unwrap_or(u32::MAX),
            ..totals
        });
        return Ok(totals);
    }
    Err(StoreError::Busy(
        "the cells are being written to".to_owned(),
    ))
}

/// Brings the cells back; how many moved, or none if somebody has written to one meanwhile. A sheet
/// that is gone has nothing to bring back.
async fn bring_back(
    database: &impl Database,
    plan: &mut VoidPlan,
) -> Result<Option<usize>, StoreError> {
    let mut backs = std::mem::take(&mut plan.backs);
    let mut moved = 0;
    while !backs.is_empty() {
        let rest = backs.split_off(backs.len().min(AT_ONCE));
        moved += backs
            .iter()
            .filter(|back| back.now != back.stands.content)
            .count();
        let batch = Prepared::voiding(plan.by.clone(), std::mem::replace(&mut backs, rest))?;
        let BatchOutcome::Stored { outcomes, .. } = database.apply(batch).await? else {
            return Err(StoreError::Busy(
                "the device is another's by now".to_owned(),
            ));
        };
        let mut outcomes = outcomes.iter();
        if outcomes.any(|outcome| matches!(outcome, ChangeOutcome::Conflict { .. })) {
            return Ok(None);
        }
    }
    Ok(Some(moved))
}
