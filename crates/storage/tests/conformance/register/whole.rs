//! Gestures of thousands: all or nothing, known again, taken back.

use super::*;
use storage::Undoing;

on_both_databases!(
    all_of_it_is_taken_or_nothing,
    it_is_known_again_by_its_id,
    of_two_at_once_none_is_lost,
    what_came_after_it_stays_when_it_is_taken_back,
    what_takes_it_back_is_taken_back_too,
    two_thousand_are_taken_and_taken_back,
    a_danger_of_it_must_be_agreed_to,
    what_others_may_not_amend_sinks_it,
    what_another_made_is_taken_back_whole_or_not_at_all,
    a_role_that_has_ended_meanwhile_gives_nothing,
    no_amendment_claims_a_ground_that_it_has_not,
);

/// A gesture of so many people that are new, each with a parent's word for the one before.
pub fn people(gesture: u64, first: i64, count: i64) -> Vec<Amendment> {
    let made = (first..first + count).map(|id| {
        let name = PersonName {
            last: format!("Новиков-{id}"),
            first: "Пётр".to_owned(),
            middle: String::new(),
        };
        let record = Record::Person(PersonRecord { name });
        (of(RecordKind::Person, id), None, Some(record))
    });
    whole(gesture, made)
}

/// A gesture whose amendments have ids of their own.
pub fn whole(
    gesture: u64,
    moves: impl IntoIterator<Item = (RecordRef, Option<Record>, Option<Record>)>,
) -> Vec<Amendment> {
    let numbered = (gesture * 100_000..).zip(moves);
    let made = numbered.map(|(n, (at, was, now))| Amendment {
        gesture: GestureId(uuid(9, gesture)),
        ..amendment(n, at, was, now)
    });
    made.collect()
}

pub fn of_one(person: PersonId, amendments: Vec<Amendment>) -> Gesture {
    Gesture {
        taking: Taking::Whole,
        ..gesture(person, amendments)
    }
}

async fn written(store: &Case, amendments: Vec<Amendment>) -> GestureOutcome {
    let done = store.amend_whole(of_one(ADMIN, amendments), false).await;
    let done = done.unwrap();
    assert!(matches!(done.fate, GestureFate::Written { .. }), "{done:?}");
    done
}

async fn undone(store: &Case, of: u64, by: u64) -> GestureOutcome {
    let undoing = |agreed| Undoing {
        gesture: GestureId(uuid(9, by)),
        agreed,
        ..undoing_of(of)
    };
    let seen = store.undo(undoing(Vec::new()), true).await.unwrap();
    let agreed = seen.unwrap().consequences.effects;
    store.undo(undoing(agreed), false).await.unwrap().unwrap()
}

async fn end(store: &Case) -> i64 {
    store.end_of_log(SCHOOL).await.unwrap().seq
}

async fn count(store: &Case, kind: RecordKind) -> usize {
    list(store, kind).await.records.len()
}

fn chemistry() -> (RecordRef, Option<Record>, Option<Record>) {
    (of(RecordKind::Subject, 4), None, Some(subject("Химия")))
}

async fn all_of_it_is_taken_or_nothing(store: Case) {
    let (before, newest) = (count(&store, RecordKind::Subject).await, end(&store).await);
    let taken = (of(RecordKind::Subject, 5), None, Some(subject("Шахматы")));
    let gesture = whole(1, [chemistry(), taken.clone()]);
    for dry_run in [true, false] {
        let done = store.amend_whole(of_one(ADMIN, gesture.clone()), dry_run);
        let done = done.await.unwrap();
        assert_eq!(done.fate, GestureFate::Refused);
        assert_eq!((done.totals.created, done.totals.refused), (1, 1));
        let [untaken] = &*done.untaken else {
            panic!("{done:?}")
        };
        assert_eq!((untaken.place, untaken.record), (1, taken.0));
        assert!(matches!(
            untaken.outcome,
            AmendmentOutcome::Refused {
                refusal: Refusal::Invalid { .. }
            }
        ));
    }
    assert_eq!(count(&store, RecordKind::Subject).await, before);
    assert_eq!(end(&store).await, newest);
    // What was refused is not kept: the same ids come with what can be taken.
    let physics = (of(RecordKind::Subject, 5), None, Some(subject("Физика")));
    let done = written(&store, whole(1, [chemistry(), physics])).await;
    assert_eq!(done.fate, GestureFate::Written { seq: newest + 2 });
    assert_eq!(done.totals.created, 2);
    assert_eq!(count(&store, RecordKind::Subject).await, before + 2);
}

async fn it_is_known_again_by_its_id(store: Case) {
    let GestureFate::Written { seq } = written(&store, whole(1, [chemistry()])).await.fate else {
        panic!()
    };
    let gone = applied(&store, amendment(2, chemistry().0, chemistry().2, None)).await;
    let again = store.amend_whole(of_one(ADMIN, whole(1, [chemistry()])), false);
    let again = again.await.unwrap();
    assert_eq!(again.fate, GestureFate::WrittenBefore { seq });
    assert_eq!((again.totals.same, again.untaken.len()), (1, 0));
    assert_eq!(end(&store).await, gone);
    let anothers = store.amend_whole(of_one(DEPUTY, whole(1, [chemistry()])), false);
    let anothers = anothers.await.unwrap();
    assert_eq!(anothers.fate, GestureFate::Refused);
    assert_eq!(anothers.untaken[0].outcome, AmendmentOutcome::IdReused);
    // Neither does an amendment come again in another gesture.
    let mut other = whole(3, [chemistry()]);
    other[0].id = whole(1, [chemistry()])[0].id;
    let other = store
        .amend_whole(of_one(ADMIN, other), false)
        .await
        .unwrap();
    assert_eq!(other.untaken[0].outcome, AmendmentOutcome::IdReused);
}

async fn of_two_at_once_none_is_lost(store: Case) {
    let free = list(&store, RecordKind::Person).await.free_id.0;
    let before = count(&store, RecordKind::Person).await;
    let one = |gesture, first| store.amend_whole(of_one(ADMIN, people(gesture, first, 50)), false);
    let (one, other) = tokio::join!(one(1, free), one(2, free + 50));
    for done in [one.unwrap(), other.unwrap()] {
        assert!(matches!(done.fate, GestureFate::Written { .. }), "{done:?}");
    }
    assert_eq!(count(&store, RecordKind::Person).await, before + 100);
    // And of two who make the same records one is planned anew, and refused.
    let renamed = |gesture, title| {
        let (at, ..) = chemistry();
        let made = whole(gesture, [(at, None, Some(subject(title)))]);
        store.amend_whole(of_one(ADMIN, made), false)
    };
    let (one, other) = tokio::join!(renamed(3, "Химия"), renamed(4, "Астрономия"));
    let fates = [one.unwrap().fate, other.unwrap().fate];
    let refused = fates.iter().filter(|fate| **fate == GestureFate::Refused);
    assert_eq!(refused.count(), 1, "{fates:?}");
}

async fn what_came_after_it_stays_when_it_is_taken_back(store: Case) {
    let free = list(&store, RecordKind::Person).await.free_id.0;
    let algebra = of(RecordKind::Subject, 1);
    let was = record(&store, algebra).await;
    let renamed = (algebra, Some(was.clone()), Some(subject("Математика")));
    let mut gesture = people(1, free, 3);
    gesture.extend(whole(1, [renamed, chemistry()]).into_iter().map(|mut one| {
        one.id = ChangeId(uuid(7, u64::try_from(one.record.id.0).unwrap()));
        one
    }));
    written(&store, gesture).await;
    // One is called otherwise by now, one has an office.
    let [first, second, third] = [free, free + 1, free + 2].map(|id| of(RecordKind::Person, id));
    let married = changed(&store, 50, first, |record| {
        let Record::Person(person) = record else {
            panic!()
        };
        "Петров".clone_into(&mut person.name.last);
    });
    applied(&store, married.await).await;
    let office = Record::Office(OfficeRecord {
        person: PersonId(second.id.0),
        from: Some(day("2026-09-01")),
        ..OfficeRecord::default()
    });
    let at = RecordKind::Office.at(list(&store, RecordKind::Office).await.free_id);
    applied(&store, amendment(51, at, None, Some(office))).await;

    let done = undone(&store, 1, 2).await;
    assert!(matches!(done.fate, GestureFate::Written { .. }), "{done:?}");
    assert_eq!((done.totals.removed, done.totals.changed), (2, 1));
    let left: Vec<_> = done.untaken.iter().map(|one| one.record).collect();
    assert_eq!(left, [second, first], "the last first");
    assert!(matches!(
        &done.untaken[0].outcome,
        AmendmentOutcome::Refused { refusal: Refusal::InUse { records, .. } } if *records == [at]
    ));
    assert!(matches!(
        &done.untaken[1].outcome,
        AmendmentOutcome::Conflict { by: Some(by), .. } if !by.last.is_empty()
    ));
    assert_eq!(record(&store, algebra).await, was);
    let people = list(&store, RecordKind::Person).await.records;
    assert!(people.iter().all(|line| line.id != third.id));
    let log = log::told(&store, algebra, 0, 99).await;
    let ground = log.amendments.last().unwrap().ground.clone();
    let of = GestureId(uuid(9, 1));
    assert_eq!(ground, Some(AmendmentGround::Undo { of }));
    assert_eq!(
        undone(&store, 1, 2).await.fate,
        GestureFate::WrittenBefore {
            seq: end(&store).await
        },
        "sent again"
    );
    assert_eq!(store.undo(undoing_of(77), false).await.unwrap(), None);
}

fn undoing_of(of: u64) -> Undoing {
    Undoing {
        school: SCHOOL,
        person: ADMIN,
        roles: roles(ADMIN),
        device: device(1),
        received_at: crate::fixture::at(NOW),
        made_at: crate::fixture::at(NOW),
        of: GestureId(uuid(9, of)),
        gesture: GestureId(uuid(9, 99)),
        agreed: Vec::new(),
    }
}

async fn what_takes_it_back_is_taken_back_too(store: Case) {
    let free = list(&store, RecordKind::Person).await.free_id.0;
    let before = list(&store, RecordKind::Person).await.records;
    written(&store, people(1, free, 5)).await;
    let after = list(&store, RecordKind::Person).await.records;
    assert_eq!(undone(&store, 1, 2).await.totals.removed, 5);
    assert_eq!(list(&store, RecordKind::Person).await.records, before);
    assert_eq!(undone(&store, 2, 3).await.totals.created, 5);
    assert_eq!(list(&store, RecordKind::Person).await.records, after);
}

async fn two_thousand_are_taken_and_taken_back(store: Case) {
    let (free, newest) = (
        list(&store, RecordKind::Person).await.free_id.0,
        end(&store).await,
    );
    let before = count(&store, RecordKind::Person).await;
    let done = written(&store, people(1, free, 2000)).await;
    assert_eq!(done.fate, GestureFate::Written { seq: newest + 2000 });
    assert_eq!((done.totals.created, done.untaken.len()), (2000, 0));
    assert_eq!(count(&store, RecordKind::Person).await, before + 2000);
    let done = undone(&store, 1, 2).await;
    assert_eq!(done.fate, GestureFate::Written { seq: newest + 4000 });
    assert_eq!(done.totals.removed, 2000);
    assert_eq!(count(&store, RecordKind::Person).await, before);
}

async fn a_danger_of_it_must_be_agreed_to(store: Case) {
    let quarter = of(RecordKind::Period, 1);
    let shorter = changed(&store, 1, quarter, ending("2026-10-27")).await;
    let gesture = whole(
        1,
        [(quarter, shorter.expected, shorter.wanted), chemistry()],
    );
    let before = end(&store).await;
    let unseen = store.amend_whole(of_one(ADMIN, gesture.clone()), false);
    assert_eq!(unseen.await.unwrap().fate, GestureFate::NotAgreed);
    assert_eq!(end(&store).await, before);
    let seen = store.amend_whole(of_one(ADMIN, gesture.clone()), true);
    let seen = seen.await.unwrap();
    assert_eq!(seen.fate, GestureFate::Seen);
    let agreed = Gesture {
        agreed: seen.consequences.effects,
        ..of_one(ADMIN, gesture)
    };
    let done = store.amend_whole(agreed, false).await.unwrap();
    assert_eq!(done.fate, GestureFate::Written { seq: before + 2 });
}

async fn what_others_may_not_amend_sinks_it(store: Case) {
    let year = of(RecordKind::SchoolYear, 1);
    let longer = changed(&store, 1, year, |record| {
        if let Record::SchoolYear(year) = record {
            year.ends = day("2027-06-05");
        }
    });
    let longer = longer.await;
    let gesture = whole(1, [chemistry(), (year, longer.expected, longer.wanted)]);
    let done = store.amend_whole(of_one(DEPUTY, gesture), false);
    let done = done.await.unwrap();
    assert_eq!(done.fate, GestureFate::Refused);
    let [untaken] = &*done.untaken else {
        panic!("{done:?}")
    };
    assert!(matches!(
        untaken.outcome,
        AmendmentOutcome::Forbidden { .. }
    ));
}

async fn what_another_made_is_taken_back_whole_or_not_at_all(store: Case) {
    let year = of(RecordKind::SchoolYear, 1);
    let longer = changed(&store, 1, year, |record| {
        if let Record::SchoolYear(year) = record {
            year.ends = day("2027-06-05");
        }
    });
    let longer = longer.await;
    let moved = [chemistry(), (year, longer.expected, longer.wanted)];
    written(&store, whole(1, moved)).await;
    let by_the_deputy = |of, by| Undoing {
        person: DEPUTY,
        roles: roles(DEPUTY),
        gesture: GestureId(uuid(9, by)),
        ..undoing_of(of)
    };
    let before = end(&store).await;
    // The subject is the deputy's to keep, the year is not.
    for dry_run in [true, false] {
        let done = store.undo(by_the_deputy(1, 2), dry_run).await.unwrap();
        let done = done.unwrap();
        assert_eq!(done.fate, GestureFate::NotYours);
    }
    assert_eq!(end(&store).await, before);
    assert_eq!(undone(&store, 1, 3).await.totals.moved(), 2);
    written(&store, whole(4, [chemistry()])).await;
    let done = store.undo(by_the_deputy(4, 5), false).await.unwrap();
    assert_eq!(done.unwrap().totals.removed, 1);
}

/// The session told the roles when the request began; what is written is judged by those that stand.
async fn a_role_that_has_ended_meanwhile_gives_nothing(store: Case) {
    let before = end(&store).await;
    for taking in [Taking::Each, Taking::Whole] {
        let asked = Gesture {
            roles: roles(ADMIN),
            taking,
            ..gesture(ORLOVA, whole(1, [chemistry()]))
        };
        let done = match taking {
            Taking::Each => store.amend(asked, false).await.unwrap().outcomes,
            _ => {
                let done = store.amend_whole(asked, false).await.unwrap();
                done.untaken.into_iter().map(|one| one.outcome).collect()
            }
        };
        assert!(
            matches!(done[..], [AmendmentOutcome::Forbidden { .. }]),
            "{done:?}"
        );
    }
    assert_eq!(end(&store).await, before);
}

async fn no_amendment_claims_a_ground_that_it_has_not(store: Case) {
    let of = GestureId(uuid(9, 77));
    let undo = || AmendmentGround::Undo { of };
    let file = "school.xlsx".to_owned();
    let import = || AmendmentGround::Import {
        file: file.clone(),
        row: 2,
    };
    let grounded = |gesture, ground| {
        let mut amendments = whole(gesture, [chemistry()]);
        amendments[0].ground = Some(ground);
        amendments
    };
    let refused = AmendmentOutcome::Refused {
        refusal: Refusal::Ground,
    };
    for (n, ground) in [(1, undo()), (2, import())] {
        let done = amended(&store, ADMIN, grounded(n, ground)).await;
        assert_eq!(done.outcomes, std::slice::from_ref(&refused));
        assert_eq!(done.totals.refused, 1);
    }
    let done = store.amend_whole(of_one(ADMIN, grounded(3, undo())), false);
    let done = done.await.unwrap();
    assert_eq!(done.fate, GestureFate::Refused);
    assert_eq!(done.untaken[0].outcome, refused);
    written(&store, grounded(4, import())).await;
}
