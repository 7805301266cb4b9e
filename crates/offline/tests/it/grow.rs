//! Entries that grow before they are sent: one change each.

use crate::pages::{FIRST, NOW, PUPILS};
use journal::{
    AbsenceReason, Attendance, Change, Edit, FromTo, GestureId, Mark, MarkValue, PupilId,
    ReasonKind, Standing, Timestamp, WorkKindId, WorkRef,
};
use offline::seal::Plain;
use offline::{AccountFolder, IdSource, Moment, Store};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

const LATE: [Attendance; 3] = [
    Attendance::Late { minutes: 2 },
    Attendance::Late { minutes: 1 },
    Attendance::Late { minutes: 12 },
];
const WORK: WorkRef = WorkRef {
    kind: WorkKindId(1),
    nth: 0,
};

/// A store and ids for it.
struct Kept {
    store: Store,
    ids: RefCell<IdSource>,
}

impl Kept {
    fn open(path: &Path, seed: u8) -> Self {
        let mut ids = IdSource::new([seed; 32]);
        let folder = AccountFolder::at(path);
        let store = Store::open(&folder, Box::new(Plain), &mut ids, NOW).unwrap();
        let ids = RefCell::new(ids);
        Self { store, ids }
    }

    fn gesture(&self) -> GestureId {
        self.ids.borrow_mut().gesture(NOW)
    }

    fn change(&self, gesture: GestureId, edit: Edit) -> Change {
        Change {
            id: self.ids.borrow_mut().change(NOW),
            gesture,
            made_at: NOW,
            sheet: FIRST.into(),
            edit,
            ground: None,
            beside: None,
            after: None,
        }
    }

    /// Enters edits that the next key may make grow.
    fn enter(&self, gesture: GestureId, edits: &[Edit]) {
        let changes: Vec<_> = edits
            .iter()
            .map(|edit| self.change(gesture, edit.clone()))
            .collect();
        self.store
            .record(&changes, &BTreeSet::new(), false, Some(gesture))
            .unwrap();
    }

    fn queue(&self) -> Vec<(u64, Edit)> {
        let queue = self.store.queue().unwrap().into_iter();
        queue.map(|queued| (queued.n, queued.change.edit)).collect()
    }

    fn sent(&self) -> Vec<Edit> {
        let (_, batch) = self.store.batch(200).unwrap();
        batch.into_iter().map(|one| one.change.edit).collect()
    }
}

fn attendance(pupil: PupilId, old: Attendance, new: Attendance) -> Edit {
    let step = FromTo::new(old, new);
    Edit::Attendance { pupil, step }
}

fn mark(pupil: PupilId, old: Option<&str>, new: &str) -> Edit {
    let mark = |value: &str| Mark::new(value.parse::<MarkValue>().unwrap(), 1);
    let step = FromTo::new(old.map(mark), Some(mark(new)));
    Edit::Mark {
        pupil,
        work: WORK,
        step,
    }
}

/// «о», «1», «2» with a pause between them.
fn late(kept: &Kept, gesture: GestureId, pupil: PupilId) {
    let mut before = Attendance::Present;
    for now in LATE {
        kept.enter(gesture, &[attendance(pupil, before, now)]);
        before = now;
    }
}

/// Undoes what the server may have.
fn undo(kept: &Kept) -> Vec<Edit> {
    kept.store.close_entry().unwrap();
    kept.store.hand_over(200).unwrap();
    let moment = Moment {
        at: Timestamp(NOW.0 + 1),
        suspect: false,
    };
    let undone = kept
        .store
        .undo(|_| true, &mut kept.ids.borrow_mut(), moment);
    let changes = undone.unwrap().unwrap().changes.into_iter();
    changes.map(|change| change.edit).collect()
}

/// «о7» over an announced absence: the reason goes with the lateness that was typed first, and must
/// not be in conflict with the one that came of it.
#[test]
fn what_goes_beside_an_entry_sees_what_it_has_grown_to() {
    let dir = tempfile::tempdir().unwrap();
    let kept = Kept::open(dir.path(), 1);
    let gesture = kept.gesture();
    let late = kept.change(gesture, attendance(PUPILS[0], Attendance::Present, LATE[0]));
    let announced = AbsenceReason {
        standing: Standing::Announced,
        ..AbsenceReason::stated(ReasonKind::Illness)
    };
    let step = FromTo::new(Some(announced), None);
    let reason = Change {
        beside: Some(late.edit.wanted()),
        ..kept.change(
            gesture,
            Edit::Reason {
                pupil: PUPILS[0],
                step,
            },
        )
    };
    let (all, nobody) = ([late, reason], BTreeSet::new());
    kept.store
        .record(&all, &nobody, false, Some(gesture))
        .unwrap();
    let grown = attendance(PUPILS[0], LATE[0], LATE[1]);
    kept.enter(gesture, std::slice::from_ref(&grown));
    kept.store.close_entry().unwrap();
    let (_, batch) = kept.store.batch(200).unwrap();
    let [late, reason] = &batch[..] else {
        panic!("{batch:?}");
    };
    assert_eq!(late.change.edit.wanted(), grown.wanted());
    assert_eq!(reason.change.beside, Some(grown.wanted()));
}

#[test]
fn an_open_entry_grows_in_its_place_and_is_kept_back_until_it_is_closed() {
    let dir = tempfile::tempdir().unwrap();
    let kept = Kept::open(dir.path(), 1);
    kept.enter(kept.gesture(), &[mark(PUPILS[1], None, "5")]);
    let gesture = kept.gesture();
    kept.enter(
        gesture,
        &[attendance(PUPILS[0], Attendance::Present, LATE[0])],
    );
    let id = kept.store.queue().unwrap()[1].change.id;
    for step in LATE.windows(2) {
        kept.enter(gesture, &[attendance(PUPILS[0], step[0], step[1])]);
    }
    let five = mark(PUPILS[1], None, "5");
    let grown = attendance(PUPILS[0], Attendance::Present, LATE[2]);
    assert_eq!(kept.queue(), [(1, five.clone()), (0, grown.clone())]);
    assert_eq!(kept.store.queue().unwrap()[1].change.id, id);
    assert_eq!(kept.store.sendable_count().unwrap(), 1);
    assert_eq!(
        kept.sent(),
        std::slice::from_ref(&five),
        "the closed one only"
    );
    assert!(kept.store.close_entry().unwrap());
    assert!(!kept.store.close_entry().unwrap());
    assert_eq!(kept.sent(), [five, grown.clone()]);
    assert_eq!(undo(&kept), [grown.inverse()], "one step");
}

#[test]
fn what_is_recorded_next_closes_it() {
    let dir = tempfile::tempdir().unwrap();
    let kept = Kept::open(dir.path(), 1);
    late(&kept, kept.gesture(), PUPILS[0]);
    kept.enter(kept.gesture(), &[mark(PUPILS[1], None, "5")]);
    let grown = attendance(PUPILS[0], Attendance::Present, LATE[2]);
    assert_eq!(kept.sent(), [grown]);
}

#[test]
fn growth_into_another_cell_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let kept = Kept::open(dir.path(), 1);
    let gesture = kept.gesture();
    let pupil = PUPILS[0];
    kept.enter(gesture, &[attendance(pupil, Attendance::Present, LATE[0])]);
    let exempt = mark(pupil, None, "exempt");
    let back = attendance(pupil, LATE[0], Attendance::Present);
    kept.enter(gesture, &[back, exempt.clone()]);
    assert_eq!(kept.queue(), [(0, exempt.clone())]);
    assert_eq!(undo(&kept), [exempt.inverse()]);
}

#[test]
fn what_comes_back_to_where_it_began_is_no_change() {
    let dir = tempfile::tempdir().unwrap();
    let kept = Kept::open(dir.path(), 1);
    let five = mark(PUPILS[1], None, "5");
    kept.enter(kept.gesture(), std::slice::from_ref(&five));
    let gesture = kept.gesture();
    let (there, back) = (Attendance::Present, Attendance::Absent);
    kept.enter(gesture, &[attendance(PUPILS[0], there, back)]);
    kept.enter(gesture, &[attendance(PUPILS[0], back, there)]);
    assert_eq!(kept.queue(), [(1, five.clone())]);
    assert_eq!(
        undo(&kept),
        [five.clone().inverse()],
        "nothing else to undo"
    );
    let numbers: Vec<u64> = kept.queue().into_iter().map(|(n, _)| n).collect();
    assert_eq!(numbers, [1, 2], "no number is missing");
}

#[test]
fn what_was_closed_is_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    let kept = Kept::open(dir.path(), 1);
    let gesture = kept.gesture();
    let first = attendance(PUPILS[0], Attendance::Present, LATE[0]);
    kept.enter(gesture, std::slice::from_ref(&first));
    kept.store.close_entry().unwrap();
    let more = attendance(PUPILS[0], LATE[0], LATE[1]);
    kept.enter(gesture, std::slice::from_ref(&more));
    assert_eq!(kept.sent(), std::slice::from_ref(&first));
    assert_eq!(kept.queue(), [(1, first.clone()), (0, more.clone())]);
    assert_eq!(undo(&kept), [more.inverse(), first.inverse()], "one step");
}

#[test]
fn a_burst_is_one_commit_and_one_change_for_each_entry() {
    let dir = tempfile::tempdir().unwrap();
    let (kept, other) = (Kept::open(dir.path(), 1), Kept::open(dir.path(), 2));
    let mut changes = Vec::new();
    let mut last = None;
    for pupil in [PUPILS[0], PUPILS[1]] {
        let gesture = kept.gesture();
        let mut before = Attendance::Present;
        for now in LATE {
            changes.push(kept.change(gesture, attendance(pupil, before, now)));
            before = now;
        }
        last = Some(gesture);
    }
    let commits = other.store.others_wrote().unwrap();
    kept.store
        .record(&changes, &BTreeSet::new(), false, last)
        .unwrap();
    assert_eq!(other.store.others_wrote().unwrap(), commits + 1);
    let grown = |pupil| attendance(pupil, Attendance::Present, LATE[2]);
    let queue = [(1, grown(PUPILS[0])), (0, grown(PUPILS[1]))];
    assert_eq!(kept.queue(), queue);
    assert_eq!(kept.sent(), [grown(PUPILS[0])], "the last may grow on");
}

#[test]
fn a_crash_closes_it() {
    let dir = tempfile::tempdir().unwrap();
    let kept = Kept::open(dir.path(), 1);
    late(&kept, kept.gesture(), PUPILS[0]);
    drop(kept);
    let kept = Kept::open(dir.path(), 2);
    let grown = attendance(PUPILS[0], Attendance::Present, LATE[2]);
    assert_eq!(kept.sent(), [grown]);
}

#[test]
fn nothing_of_another_window_is_rewritten() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (Kept::open(dir.path(), 1), Kept::open(dir.path(), 2));
    let gesture = one.gesture();
    one.enter(
        gesture,
        &[attendance(PUPILS[0], Attendance::Present, LATE[0])],
    );
    two.enter(two.gesture(), &[mark(PUPILS[1], None, "5")]);
    one.enter(gesture, &[attendance(PUPILS[0], LATE[0], LATE[1])]);
    let queue = [
        (1, attendance(PUPILS[0], Attendance::Present, LATE[0])),
        (2, mark(PUPILS[1], None, "5")),
        (0, attendance(PUPILS[0], LATE[0], LATE[1])),
    ];
    assert_eq!(one.queue(), queue);
}

/// One's own word need not be said again; another's, or what was taken back, is.
#[test]
fn what_stands_by_an_own_word_is_not_said_again() {
    let dir = crate::desk::quick_dir();
    let kept = Kept::open(dir.path(), 1);
    let (one, other) = (PUPILS[0], PUPILS[1]);
    kept.enter(kept.gesture(), &[mark(one, None, "5")]);
    kept.store.close_entry().unwrap();
    kept.enter(kept.gesture(), &[mark(one, Some("5"), "5")]);
    kept.enter(kept.gesture(), &[mark(other, Some("5"), "5")]);
    let edits: Vec<Edit> = kept.queue().into_iter().map(|(_, edit)| edit).collect();
    assert_eq!(edits, [mark(one, None, "5"), mark(other, Some("5"), "5")]);
    // It grows as any other.
    let gesture = kept.store.queue().unwrap()[1].change.gesture;
    kept.enter(gesture, &[mark(other, Some("5"), "4")]);
    let edits: Vec<Edit> = kept.queue().into_iter().map(|(_, edit)| edit).collect();
    assert_eq!(edits, [mark(one, None, "5"), mark(other, Some("5"), "4")]);
}
