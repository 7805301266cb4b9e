//! Random histories of two people, of whom one's writes are void from some place on.

use super::*;
use crate::stage;
use proptest::prelude::*;

/// Who writes which mark for which pupil.
type Write = (bool, usize, usize);

const PUPILS: [PupilId; 3] = [ABRAMOV, BELOVA, VOLKOV];
const MARKS: [&str; 4] = ["", "3", "4", "5"];

/// Two write marks in turn, and from some place on one of them is void: each cell holds the last word
/// that is not void, and where nothing void was written nothing moves.
async fn as_if_it_had_never_been(store: Case, writes: &[Write], from: usize) {
    let mut hands = Hands::default();
    let (mut now, mut left) = ([0; 3], [0; 3]);
    let mut touched = [false; 3];
    for (nth, (is_void_person, pupil, mark_)) in writes.iter().enumerate() {
        let was = Some(MARKS[now[*pupil]]).filter(|mark| !mark.is_empty());
        let edit = mark(PUPILS[*pupil], ORAL, was, MARKS[*mark_]);
        let when = if nth < from {
            "2026-11-18T09:30"
        } else {
            "2026-11-18T09:50"
        };
        let by = if *is_void_person { ORLOVA } else { ZIMIN };
        let outcome = hands.write(&store, by, when, edit).await;
        assert!(is_applied(&outcome), "{outcome:?}");
        now[*pupil] = *mark_;
        if *is_void_person && nth >= from {
            touched[*pupil] = true;
        } else {
            left[*pupil] = *mark_;
        }
    }
    let before = log(&(Arc::clone(&store) as _), DEPUTY, SUBSTITUTED).await;
    let id = report(&store, since("2026-11-18T09:45")).await;
    void(&store, id).await;
    let sheet = stands(&store).await;
    for (nth, pupil) in PUPILS.into_iter().enumerate() {
        let mark = sheet
            .entry(pupil)
            .and_then(|one| one.mark(WorkRef::first(ORAL)));
        let mark = mark.map_or_else(String::new, |mark| mark.value.to_string());
        assert_eq!(mark, MARKS[left[nth]], "{pupil} of {writes:?} from {from}");
    }
    let after = log(&(Arc::clone(&store) as _), DEPUTY, SUBSTITUTED).await;
    for row in &after[before.len()..] {
        let nth = PUPILS
            .iter()
            .position(|one| row.change.edit.pupil() == Some(*one));
        assert!(touched[nth.unwrap()], "{row:?}");
    }
    store.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_two_have_written_what_is_void_is_as_if_it_had_never_been(
        writes in prop::collection::vec((any::<bool>(), 0..3_usize, 0..4_usize), 1..20),
        from in 0..20_usize,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = stage::sqlite().with_school().await;
            as_if_it_had_never_been(Arc::clone(&stage.store), &writes, from).await;
        });
    }
}
