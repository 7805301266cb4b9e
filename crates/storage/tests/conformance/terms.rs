//! The sheets of terms: what a journal holds of a whole period.

use crate::batches::{Case, NOW, apply, invalid, now, on_time, refused, replayed};
use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::*;
use std::sync::Arc;
use storage::{BatchOutcome, PastChange, Reader, StoreError, Submitted, Versioned};

on_every_backend!(
    a_sheet_that_is_not_kept_is_refused,
    a_terms_sheet_has_no_cell_of_a_lesson,
    a_mark_for_a_period_is_kept_logged_and_read_back,
    only_who_keeps_the_journal_marks_its_periods,
    a_term_has_a_log_of_its_own,
    a_mark_taken_away_and_back_is_late_no_second_time,
    to_undo_what_another_emptied_is_a_first_entry,
    several_terms_of_a_batch_are_read_and_written,
    what_a_bundle_tells_of_terms_is_there,
);

const AUTUMN: SheetId = term(ALGEBRA_7B, PeriodId(2));

const fn term(journal: JournalId, period: PeriodId) -> SheetId {
    SheetId::Term { journal, period }
}

fn in_term(n: u64, sheet: SheetId, edit: Edit) -> Submitted {
    let change = change(n, MONDAY, at(NOW), edit);
    submitted(n, Change { sheet, ..change })
}

async fn a_sheet_that_is_not_kept_is_refused(store: Case) {
    let never = in_term(1, term(ALGEBRA_7B, PeriodId(9)), roll_call());
    let nobodys = in_term(2, term(JournalId(99), PeriodId(2)), roll_call());
    let foreign = in_term(3, term(ALGEBRA_7A, PeriodId(2)), roll_call());
    let changes = vec![never, nobodys, foreign, now(4, roll_call())];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes.clone())).await;
    let none = || refused(ChangeRefusal::NoSuchSheet);
    assert_eq!(outcomes, [none(), none(), none(), on_time(13)]);
    let again = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let first = outcomes.into_iter().map(replayed);
    assert_eq!(again, first.collect::<Vec<_>>());
}

async fn a_terms_sheet_has_no_cell_of_a_lesson(store: Case) {
    let edit = absence(ABRAMOV, "present", "absent");
    let changes = vec![in_term(1, AUTUMN, roll_call()), in_term(2, AUTUMN, edit)];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let none = || invalid(Invalid::NoSuchCell);
    assert_eq!(outcomes, [none(), none()]);
}

/// Takes a change back, on the same day: what stands longer is replaced by request.
pub fn taken_back(n: u64, of: &Submitted, when: &str) -> Submitted {
    let (id, gesture) = (ChangeId(uuid(9, n)), of.change.gesture);
    submitted(n, of.change.invert(id, gesture, at(when)))
}

fn mark_of(pupil: PupilId, old: &str, new: &str) -> Edit {
    Edit::PeriodMark {
        pupil,
        step: FromTo::new(old.parse().unwrap(), new.parse().unwrap()),
    }
}

async fn shown(store: &Case, person: PersonId) -> TermCells {
    let (reader, on) = (reader(person), day("2026-11-16"));
    let page = store.open_journal(&reader, ALGEBRA_7B, Some(PeriodId(2)), on, None);
    match page.await.unwrap().unwrap() {
        Versioned::Page { page, .. } => page.read().unwrap().term,
        Versioned::Unchanged => panic!("no version was known"),
    }
}

async fn a_mark_for_a_period_is_kept_logged_and_read_back(store: Case) {
    assert!(shown(&store, ORLOVA).await.is_empty());
    let unattested = in_term(2, AUTUMN, mark_of(BELOVA, "none", "not-attested"));
    let back = taken_back(4, &unattested, NOW);
    let changes = vec![
        in_term(1, AUTUMN, mark_of(ABRAMOV, "none", "5")),
        unattested,
        in_term(3, AUTUMN, mark_of(BELOVA, "none", "4")),
        back,
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let stands = mark_of(BELOVA, "none", "not-attested").wanted();
    assert_eq!(outcomes[..2], [on_time(13), on_time(14)]);
    assert!(
        matches!(&outcomes[2], ChangeOutcome::Conflict { now, by: Some(by), .. }
            if *now == stands && by.last == "Орлова"),
        "{outcomes:?}"
    );
    assert_eq!(outcomes[3], on_time(15));
    let edit = mark_of(ABRAMOV, "none", "5");
    let cells = shown(&store, DEPUTY).await;
    assert_eq!(cells.content(edit.cell()), edit.wanted());
    assert_eq!(cells.iter().count(), 1, "what was taken back is gone");
    let feed = store.feed_since(&reader(ORLOVA), 12, 10).await.unwrap();
    let read = feed
        .changes
        .iter()
        .map(|row| (row.change.sheet, row.journal));
    assert_eq!(read.collect::<Vec<_>>(), [(AUTUMN, ALGEBRA_7B); 3]);
    assert_eq!(feed.changes[0].change.edit, edit);
    let foreign = store.feed_since(&reader(LEBEDEVA), 12, 10).await.unwrap();
    assert_eq!(foreign.changes, []);
}

async fn only_who_keeps_the_journal_marks_its_periods(store: Case) {
    let set = |pupil| mark_of(pupil, "none", "5");
    let stranger = in_term(1, AUTUMN, set(GONE));
    let lesson = now(2, set(ABRAMOV));
    let outcomes = apply(&store, batch(ORLOVA, NOW, vec![stranger, lesson])).await;
    let never = invalid(Invalid::NoSuchCell);
    assert_eq!(outcomes, [invalid(Invalid::NotAMember(GONE)), never]);
    let Submitted { change, .. } = in_term(3, AUTUMN, set(ABRAMOV));
    let managed = batch(DEPUTY, NOW, vec![submitted(1, change)]);
    let forbidden = Verdict::Forbidden {
        clause: Regulation::shipped("sgo-154").unwrap().rights.management,
    };
    let forbidden = ChangeRefusal::Judged {
        verdict: forbidden.in_short(),
    };
    assert_eq!(apply(&store, managed).await, [refused(forbidden)]);
}

/// The quarter is over and its term has passed.
async fn a_mark_taken_away_and_back_is_late_no_second_time(store: Case) {
    const AFTER: &str = "2026-11-26T12:00";
    let made = |n, edit| {
        let change = change(n, MONDAY, at(AFTER), edit);
        let sheet = AUTUMN;
        submitted(n, Change { sheet, ..change })
    };
    let back = |n, of: &Submitted| taken_back(n, of, AFTER);
    let first = made(1, mark_of(ABRAMOV, "none", "5"));
    let emptied = back(2, &first);
    let undone = back(3, &emptied);
    let changes = vec![first, emptied, undone.clone()];
    let outcomes = apply(&store, batch(ORLOVA, AFTER, changes)).await;
    let is_late = |outcome: &ChangeOutcome| match outcome {
        ChangeOutcome::Applied { verdict, .. } => *verdict != Verdict::OnTime,
        other => panic!("{other:?}"),
    };
    let late: Vec<bool> = outcomes.iter().map(is_late).collect();
    assert_eq!(late, [true, false, false]);
    let emptied = back(4, &undone);
    let typed_anew = made(5, mark_of(ABRAMOV, "none", "4"));
    let outcomes = apply(&store, batch(ORLOVA, AFTER, vec![emptied, typed_anew])).await;
    assert!(is_late(&outcomes[1]), "{outcomes:?}");
}

/// Whatever its ground says: the server knows who wrote into the cell last.
async fn to_undo_what_another_emptied_is_a_first_entry(store: Case) {
    const AFTER: &str = "2026-11-19T12:00";
    // Orlova's journal, a lesson that Zimin gave.
    let made = |n, edit| change(n, SUBSTITUTED, at(AFTER), edit);
    let back = |n, of: &Change| of.invert(ChangeId(uuid(9, n)), of.gesture, at(AFTER));
    let emptying = || {
        let mut edit = mark(ABRAMOV, ORAL, None, "5");
        if let Edit::Mark { step, .. } = &mut edit {
            std::mem::swap(&mut step.old, &mut step.new);
        }
        edit
    };
    let send = async |person, first: u64, changes: Vec<Change>| -> Vec<bool> {
        let numbered = (first..).zip(changes);
        let changes = numbered.map(|(n, change)| submitted(n, change)).collect();
        let outcomes = apply(&store, batch(person, AFTER, changes)).await;
        let late = |outcome: &ChangeOutcome| match outcome {
            ChangeOutcome::Applied { verdict, .. } => *verdict != Verdict::OnTime,
            other => panic!("{other:?}"),
        };
        outcomes.iter().map(late).collect()
    };
    let emptied = made(2, emptying());
    let first = made(1, mark(ABRAMOV, ORAL, None, "5"));
    assert_eq!(
        send(ORLOVA, 1, vec![first, emptied.clone()]).await,
        [true, false]
    );
    let undone = Change {
        after: None,
        ..back(1, &emptied)
    };
    assert_eq!(send(ZIMIN, 1, vec![undone]).await, [true], "hers");
    let own = made(3, emptying());
    let undone = back(2, &own);
    let of_own = vec![own.clone(), undone];
    assert_eq!(send(ZIMIN, 2, of_own).await, [false, false], "his own");
    assert_eq!(send(ORLOVA, 3, vec![made(4, emptying())]).await, [false]);
    let forged = vec![submitted(4, back(3, &own))];
    let outcomes = apply(&store, batch(ZIMIN, AFTER, forged)).await;
    let [ChangeOutcome::Conflict { by: Some(by), .. }] = outcomes.as_slice() else {
        panic!("hers again: {outcomes:?}")
    };
    assert_eq!(by.last, "Орлова");
    let typed = made(8, mark(ABRAMOV, ORAL, None, "5"));
    assert_eq!(send(ZIMIN, 5, vec![typed]).await, [true], "typed anew");
    let own = made(5, emptying());
    assert_eq!(send(ZIMIN, 6, vec![own.clone()]).await, [false]);
    let undone = back(4, &own);
    assert_eq!(send(ZIMIN, 7, vec![undone]).await, [false], "sent later");
    let own = made(6, emptying());
    let ground = Some(Ground::Settles { change: own.id });
    let four = Change {
        ground,
        ..made(7, mark(ABRAMOV, ORAL, None, "4"))
    };
    let another = vec![own, four];
    assert_eq!(
        send(ZIMIN, 8, another).await,
        [false, true],
        "another value"
    );
}

async fn several_terms_of_a_batch_are_read_and_written(store: Case) {
    let summer = term(ALGEBRA_7B, PeriodId(1));
    let marks = |n, old: &str, new: &str| {
        vec![
            in_term(n, AUTUMN, mark_of(ABRAMOV, old, new)),
            in_term(n + 1, summer, mark_of(ABRAMOV, old, new)),
            in_term(n + 2, summer, mark_of(BELOVA, old, new)),
        ]
    };
    let outcomes = apply(&store, batch(ORLOVA, NOW, marks(1, "none", "5"))).await;
    let is_applied = |outcome: &ChangeOutcome| matches!(outcome, ChangeOutcome::Applied { .. });
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
    let outcomes = apply(&store, batch(ORLOVA, NOW, marks(4, "none", "3"))).await;
    let stands = mark_of(ABRAMOV, "none", "5").wanted();
    for outcome in outcomes {
        assert!(
            matches!(&outcome, ChangeOutcome::Conflict { now, by: Some(by), .. }
                if *now == stands && by.last == "Орлова"),
            "{outcome:?}"
        );
    }
}

/// A change of the past to the mark of a pupil for the autumn.
fn marked(n: u64, sheet: SheetId, edit: Edit) -> PastChange {
    let past = past(n, 1, ORLOVA, "2026-11-12T15:00", edit);
    let change = Change {
        sheet,
        ..past.change
    };
    PastChange { change, ..past }
}

async fn what_a_bundle_tells_of_terms_is_there(store: Case) {
    let mut bundle = school(2);
    let marks = [
        mark_of(ABRAMOV, "none", "5"),
        mark_of(BELOVA, "none", "3"),
        mark_of(BELOVA, "3", "4"),
    ];
    let marks = (91..).zip(marks);
    let history = marks.map(|(n, edit)| marked(n, AUTUMN, edit));
    bundle.history.extend(history);
    let all = i64::try_from(bundle.history.len()).unwrap();
    store.import(bundle.clone()).await.unwrap();
    let of_school = |person| Reader {
        school: SchoolId(2),
        ..reader(person)
    };
    let (orlova, on) = (of_school(ORLOVA), day("2026-11-16"));
    let page = store.open_journal(&orlova, ALGEBRA_7B, Some(PeriodId(2)), on, None);
    let Some(Versioned::Page { page, .. }) = page.await.unwrap() else {
        panic!("a page")
    };
    let page = page.read().unwrap();
    for edit in [mark_of(ABRAMOV, "none", "5"), mark_of(BELOVA, "3", "4")] {
        assert_eq!(page.term.content(edit.cell()), edit.wanted());
    }
    let log = store.sheet_log(&orlova, AUTUMN, 0, 9).await.unwrap();
    let rows = log.unwrap().changes.into_iter().map(|row| row.seq);
    assert!(rows.eq(all - 2..=all));
    // Who wrote it is known: a conflict names them.
    let mut batch = batch(
        ORLOVA,
        NOW,
        vec![in_term(1, AUTUMN, mark_of(BELOVA, "none", "2"))],
    );
    batch.school = SchoolId(2);
    let outcomes = apply(&store, batch).await;
    assert!(
        matches!(&outcomes[0], ChangeOutcome::Conflict { by: Some(by), .. } if by.last == "Орлова"),
        "{outcomes:?}"
    );
    // What belongs nowhere is no school.
    bundle.school.id = SchoolId(3);
    let never = term(ALGEBRA_7B, PeriodId(9));
    bundle
        .history
        .push(marked(94, never, mark_of(ABRAMOV, "none", "5")));
    let error = store.import(bundle).await.unwrap_err().to_string();
    assert!(error.contains("which is not there"), "{error}");
}

async fn a_term_has_a_log_of_its_own(store: Case) {
    let first = in_term(1, AUTUMN, mark_of(ABRAMOV, "none", "5"));
    let back = taken_back(5, &first, NOW);
    let changes = vec![
        first,
        now(2, roll_call()),
        in_term(3, AUTUMN, mark_of(BELOVA, "none", "4")),
        in_term(
            4,
            term(ALGEBRA_7B, PeriodId(1)),
            mark_of(BELOVA, "none", "3"),
        ),
        back,
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    assert_eq!(outcomes.len(), 5, "{outcomes:?}");
    let log = async |person, sheet, after, limit| {
        let log = store.sheet_log(&reader(person), sheet, after, limit).await;
        log.unwrap()
    };
    let all = log(DEPUTY, AUTUMN, 0, 9).await.unwrap();
    let rows = all
        .changes
        .iter()
        .map(|row| (row.seq, row.change.edit.clone()));
    let expected = [
        (13, mark_of(ABRAMOV, "none", "5")),
        (15, mark_of(BELOVA, "none", "4")),
        (17, mark_of(ABRAMOV, "5", "none")),
    ];
    assert!(rows.eq(expected), "{all:?}");
    assert!(!all.more);
    let part = log(ORLOVA, AUTUMN, 13, 1).await.unwrap();
    assert_eq!(
        (part.changes[0].seq, part.changes.len(), part.more),
        (15, 1, true)
    );
    assert!(
        log(LEBEDEVA, AUTUMN, 0, 9).await.is_none(),
        "not hers to see"
    );
    for nowhere in [
        term(ALGEBRA_7B, PeriodId(9)),
        term(JournalId(99), PeriodId(2)),
    ] {
        assert!(log(DEPUTY, nowhere, 0, 9).await.is_none());
    }
}

/// Batches that wait for the school at the same time are one transaction of PostgreSQL.
#[tokio::test]
async fn a_damaged_cell_of_one_journal_is_nothing_to_the_batches_of_others() {
    let Some(stage) = crate::stage::postgres().await else {
        return;
    };
    let stage = stage.with_school().await;
    let mark = |n, sheet, pupil, new| in_term(n, sheet, mark_of(pupil, "none", new));
    let first = batch(ORLOVA, NOW, vec![mark(1, AUTUMN, ABRAMOV, "5")]);
    assert_eq!(
        apply(&(Arc::clone(&stage.store) as _), first).await,
        [on_time(13)]
    );
    let sql = "UPDATE term_cell SET content = 'порча'";
    let admin = crate::pg::connect(&stage.url()).await;
    admin.batch_execute(sql).await.unwrap();
    let damaged = batch(ORLOVA, NOW, vec![mark(2, AUTUMN, BELOVA, "4")]);
    let of_another = term(ALGEBRA_7A, PeriodId(2));
    let Submitted { change, .. } = mark(3, of_another, PupilId(201), "4");
    let sound = batch(LEBEDEVA, NOW, vec![submitted(1, change)]);
    let store = &stage.store;
    let (failed, stored) = tokio::join!(store.apply_changes(damaged), store.apply_changes(sound));
    assert!(matches!(failed, Err(StoreError::Damaged(_))), "{failed:?}");
    let Ok(BatchOutcome::Stored { outcomes, .. }) = stored else {
        panic!("{stored:?}")
    };
    assert_eq!(outcomes.len(), 1);
    assert!(
        matches!(outcomes[0], ChangeOutcome::Applied { .. }),
        "{outcomes:?}"
    );
}

/// A row that nobody here can have written spoils the page it stands on, a lesson's as a term's,
/// and no other.
#[tokio::test]
async fn a_damaged_cell_is_told_where_it_stands_and_nowhere_else() {
    let sql = "UPDATE term_cell SET content = 'порча'; \
               UPDATE mark SET value = 'порча' WHERE lesson_id = 4001";
    let stages = [Some(crate::stage::sqlite()), crate::stage::postgres().await];
    for (stage, on_postgres) in stages.into_iter().zip([false, true]) {
        let Some(stage) = stage else { continue };
        let stage = stage.with_school().await;
        let store: Case = Arc::clone(&stage.store) as _;
        let of_term = in_term(1, AUTUMN, mark_of(ABRAMOV, "none", "5"));
        assert_eq!(
            apply(&store, batch(ORLOVA, NOW, vec![of_term])).await,
            [on_time(13)]
        );
        let edit = mark(PupilId(201), ORAL, None, "4");
        let of_lesson = submitted(1, change(2, LessonId(4001), at(NOW), edit));
        let outcomes = apply(&store, batch(LEBEDEVA, NOW, vec![of_lesson])).await;
        assert!(
            matches!(outcomes[..], [ChangeOutcome::Applied { .. }]),
            "{outcomes:?}"
        );
        if on_postgres {
            let admin = crate::pg::connect(&stage.url()).await;
            admin.batch_execute(sql).await.unwrap();
        } else {
            let c = rusqlite::Connection::open(stage.path()).unwrap();
            c.execute_batch(sql).unwrap();
        }
        let lesson = async |id| store.open_lesson(&reader(DEPUTY), id, None).await.map(drop);
        let journal = async |id| {
            let (reader, period, on) = (reader(DEPUTY), PeriodId(2), day("2026-11-16"));
            let page = store.open_journal(&reader, id, Some(period), on, None);
            page.await.map(drop)
        };
        for told in [lesson(LessonId(4001)).await, journal(ALGEBRA_7B).await] {
            assert!(matches!(told, Err(StoreError::Damaged(_))), "{told:?}");
        }
        lesson(MONDAY).await.unwrap();
        journal(ENGLISH_1).await.unwrap();
        stage.store.close().await;
    }
}
