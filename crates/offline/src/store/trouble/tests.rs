use super::*;
use crate::page::PageKey;
use crate::seal::Plain;
use crate::store::Durability;
use crate::{AccountFolder, IdSource, Moment};
use journal::view::JournalPage;
use journal::{
    Edit, FromTo, GestureId, Grid, Ground, JournalId, Period, PeriodId, PeriodMark, PupilId,
    Relation, TermCells, Verdict,
};
use protocol::Outcome;
use rstest::rstest;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_794_810_360_000_000);

fn mark(value: &str) -> PeriodMark {
    value.parse().unwrap()
}

/// A journal over its second period, in which the first pupil has this mark.
fn page(value: &str) -> JournalPage {
    let mut term = TermCells::default();
    let pupil = PupilId(101);
    term.put(Cell::PeriodMark { pupil }, Content::PeriodMark(mark(value)));
    JournalPage {
        journal: JournalId(1),
        subject: "Алгебра".into(),
        group: "7Б".into(),
        grade: Some(7),
        teachers: Vec::new(),
        teachings: Vec::new(),
        period: Period {
            id: PeriodId(2),
            title: "2 четверть".into(),
            starts: "2026-11-02".parse().unwrap(),
            ends: "2026-12-27".parse().unwrap(),
        },
        grid: Grid::default(),
        term,
        carried: std::collections::BTreeMap::new(),
        moved: std::collections::BTreeMap::new(),
        late: std::collections::BTreeSet::new(),
        relation: Relation::default(),
    }
}

#[test]
fn what_was_not_taken_of_a_term_is_sent_again_from_what_stands_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut ids = IdSource::new([2; 32]);
    let store = open(&dir);
    let ours = five(101);
    answered(&store, &[(101, Outcome::Held)]);
    let key = PageKey::Journal(JournalId(1), None);
    let body = serde_json::to_vec(&page("3")).unwrap();
    store.keep_page(key, None, body, 0, NOW).unwrap();
    let shown = store.troubles().unwrap();
    let resolved = store.resolve(&shown, Resolution::Mine, &mut ids, MOMENT, |_| true);
    let again = resolved.unwrap().again.remove(0);
    assert_eq!(again.sheet, ours.sheet);
    assert_eq!(again.edit.expected(), Content::PeriodMark(mark("3")));
    assert_eq!(again.edit.wanted(), ours.edit.wanted());
}

/// Ours that was held is not sent again over what has come there since it was shown.
#[test]
fn what_was_held_is_not_sent_over_what_was_not_shown() {
    let dir = tempfile::tempdir().unwrap();
    let mut ids = IdSource::new([2; 32]);
    let store = open(&dir);
    answered(&store, &[(101, Outcome::Held)]);
    let key = PageKey::Journal(JournalId(1), None);
    let put = |value| {
        let body = serde_json::to_vec(&page(value)).unwrap();
        store.keep_page(key, None, body, 0, NOW).unwrap();
    };
    put("3");
    let shown = store.troubles().unwrap();
    put("4");
    let mut mine =
        |shown: &[Trouble]| store.resolve(shown, Resolution::Mine, &mut ids, MOMENT, |_| true);
    let resolved = mine(&shown).unwrap();
    assert_eq!((resolved.settled, resolved.moved), (0, 1));
    let resolved = mine(&store.troubles().unwrap()).unwrap();
    assert_eq!((resolved.settled, resolved.again.len()), (1, 1));
}

#[test]
fn the_period_of_now_is_found_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let key = PageKey::Journal(JournalId(1), None);
    let body = serde_json::to_vec(&page("3")).unwrap();
    store.keep_page(key, None, body, 0, NOW).unwrap();
    let named = |period| store.journal(JournalId(1), Some(PeriodId(period))).unwrap();
    assert_eq!(named(2).map(|cached| cached.page), Some(page("3")));
    assert_eq!(named(1), None);
}

const MOMENT: Moment = Moment {
    at: NOW,
    suspect: false,
};

/// A 5 for a pupil, from nothing.
fn five(pupil: i64) -> Change {
    let id = Uuid::from_u128(pupil.unsigned_abs().into());
    Change {
        id: ChangeId(id),
        gesture: GestureId(id),
        made_at: NOW,
        sheet: page("3").term_id(),
        edit: Edit::PeriodMark {
            pupil: PupilId(pupil),
            step: FromTo::new(mark("none"), mark("5")),
        },
        ground: None,
        beside: None,
        after: None,
    }
}

fn stands(value: &str) -> Outcome {
    let now = Content::PeriodMark(mark(value));
    let (by, at) = (None, None);
    Outcome::Conflict { now, by, at }
}

/// A 5 for each of these pupils was answered so.
fn answered(store: &Store, outcomes: &[(i64, Outcome)]) {
    let ours: Vec<Change> = outcomes.iter().map(|(pupil, _)| five(*pupil)).collect();
    store.append(&ours, false).unwrap();
    let (_, sent) = store.batch(9).unwrap();
    let outcomes: Vec<Outcome> = outcomes.iter().map(|(_, is)| is.clone()).collect();
    store.settle(&sent, &outcomes, NOW).unwrap();
}

fn open(dir: &tempfile::TempDir) -> Store {
    let folder = AccountFolder::at(dir.path());
    Store::open(&folder, Box::new(Plain), &mut IdSource::new([1; 32]), NOW).unwrap()
}

/// As on a full disk, in the middle of the transaction: when the second is closed, or when it is
/// written once more.
#[rstest]
#[case::theirs(Resolution::Theirs, "UPDATE", "OLD.place = 2")]
#[case::mine(Resolution::Mine, "INSERT", "NEW.n = 4")]
fn several_are_settled_all_or_none(
    #[case] resolution: Resolution,
    #[case] what: &str,
    #[case] of: &str,
) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    answered(&store, &[(101, stands("3")), (102, stands("3"))]);
    let shown = store.troubles().unwrap();
    let gesture = store.newest_gesture(|_| true).unwrap();
    let full = format!(
        "CREATE TEMP TRIGGER full BEFORE {what} ON outbox WHEN {of}
         BEGIN SELECT RAISE(ABORT, 'full'); END"
    );
    store.db.execute_batch(&full).unwrap();
    let mut ids = IdSource::new([2; 32]);
    let mut resolve = || store.resolve(&shown, resolution, &mut ids, MOMENT, |_| true);
    assert!(resolve().is_err());
    assert_eq!(store.troubles().unwrap(), shown);
    assert_eq!(store.pending_count().unwrap(), 0);
    assert_eq!(store.newest_gesture(|_| true).unwrap(), gesture);
    store.db.execute_batch("DROP TRIGGER full").unwrap();
    let resolved = resolve().unwrap();
    assert_eq!((resolved.settled, resolved.moved), (2, 0));
    assert_eq!(store.trouble_count().unwrap(), 0);
}

/// Another window has settled one, and of another something else stands by now.
#[test]
fn what_has_moved_or_is_gone_stays_and_the_rest_is_settled() {
    let dir = tempfile::tempdir().unwrap();
    let (store, window) = (open(&dir), open(&dir));
    answered(
        &store,
        &[(101, stands("3")), (102, stands("3")), (103, stands("3"))],
    );
    let mut shown = store.troubles().unwrap();
    let mut ids = IdSource::new([2; 32]);
    let gone = window.resolve(&shown[..1], Resolution::Theirs, &mut ids, MOMENT, |_| true);
    assert_eq!(gone.unwrap().settled, 1);
    if let TroubleKind::Conflict { now, .. } = &mut shown[1].kind {
        *now = Content::PeriodMark(mark("4"));
    }
    let resolved = store.resolve(&shown, Resolution::Mine, &mut ids, MOMENT, |_| true);
    let resolved = resolved.unwrap();
    assert_eq!((resolved.settled, resolved.moved), (1, 1));
    let of = |change: &Change| change.edit.pupil();
    let again: Vec<_> = resolved.again.iter().map(of).collect();
    assert_eq!(again, [Some(PupilId(103))]);
    let left = store.troubles().unwrap();
    let left: Vec<_> = left.iter().map(|trouble| of(&trouble.change)).collect();
    assert_eq!(left, [Some(PupilId(102))]);
    // To leave theirs it is all the same which it is.
    let resolved = store.resolve(&shown, Resolution::Theirs, &mut ids, MOMENT, |_| true);
    assert_eq!(resolved.unwrap().settled, 1);
}

/// Another window has written there once more, which is in conflict too.
#[test]
fn ours_that_was_not_shown_is_not_settled() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    answered(&store, &[(101, stands("3"))]);
    let shown = store.troubles().unwrap();
    let id = ChangeId(Uuid::from_u128(7));
    let newer = Change { id, ..five(101) };
    store
        .write(Durability::Full, |tx| store.insert(tx, &[newer], false))
        .unwrap();
    let (_, sent) = store.batch(9).unwrap();
    store.settle(&sent, &[stands("3")], NOW).unwrap();
    let mut ids = IdSource::new([2; 32]);
    for resolution in [Resolution::Mine, Resolution::Theirs] {
        let resolved = store
            .resolve(&shown, resolution, &mut ids, MOMENT, |_| true)
            .unwrap();
        assert_eq!((resolved.settled, resolved.moved), (0, 1));
    }
    assert_eq!(store.troubles().unwrap().len(), 1);
}

/// A person at the school decides about it, whatever is written or agreed here.
#[test]
fn what_is_held_stays_whatever_was_seen_since() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    answered(&store, &[(101, Outcome::Held), (102, stands("3"))]);
    let letters = [101, 102].map(|pupil| letter(&five(pupil)));
    store.record(&[], &letters.into(), false, None).unwrap();
    let held = || {
        let troubles = store.troubles().unwrap().into_iter();
        let of = troubles.map(|trouble| (trouble.change.edit.pupil(), trouble.kind));
        of.collect::<Vec<_>>()
    };
    let still = [(Some(PupilId(101)), TroubleKind::Held)];
    assert_eq!(held(), still);
    let id = ChangeId(Uuid::from_u128(7));
    let over = Change { id, ..five(101) };
    store.append(&[over], false).unwrap();
    assert_eq!(held(), still);
}

/// Two windows without a network: one has written 3 and takes it back, the other a 5 that it has not
/// seen. The 5 is in conflict with the 3, and nobody has said what becomes of it.
#[test]
fn an_undo_of_what_stood_before_ours_settles_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let ours = five(101);
    let of = |id: u128, old: &str, new: &str| Change {
        id: ChangeId(Uuid::from_u128(id)),
        gesture: GestureId(Uuid::from_u128(id)),
        edit: Edit::PeriodMark {
            pupil: PupilId(101),
            step: FromTo::new(mark(old), mark(new)),
        },
        ..ours.clone()
    };
    let theirs = of(1, "none", "3");
    let undo = Change {
        ground: Some(Ground::Settles { change: theirs.id }),
        after: Some(theirs.id),
        ..of(2, "3", "none")
    };
    store.append(&[theirs, ours.clone(), undo], false).unwrap();
    let (_, sent) = store.batch(9).unwrap();
    let applied = |seq| Outcome::Applied {
        seq,
        verdict: Verdict::OnTime,
    };
    let outcomes = [applied(1), stands("3"), applied(2)];
    store.settle(&sent, &outcomes, NOW).unwrap();
    let left = store.troubles().unwrap();
    assert_eq!(
        left.iter().map(|it| it.change.id).collect::<Vec<_>>(),
        [ours.id]
    );
}
