//! Whose a lesson is, by the records of who teaches what alone: said once more in the plainest way,
//! asked of the page and tried by a change.

use super::held::{Held, TODAY};
use super::rules::State;
use crate::fixture::*;
use journal::register::{OfficeRole, Record, TeachingRecord};
use journal::{ChangeOutcome, ChangeRefusal, Lesson, PersonId, Verdict};
use std::sync::Arc;
use storage::{BatchOutcome, Store, Versioned};

/// What somebody does in a lesson, beside what else they are in the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Writes,
    Reads,
    Nothing,
}

/// Whoever is appointed on the lesson's day writes it until the last of the appointments is over.
/// Whoever was appointed on another day reads it. Whoever only stands in the row writes it for another
/// who is or was appointed by then, but not after an own appointment has begun: then the row is of that.
fn does(state: &State, who: PersonId, lesson: &Lesson) -> Does {
    let (mut own, mut others): (Vec<&TeachingRecord>, Vec<&TeachingRecord>) = Default::default();
    for record in state.values() {
        match record {
            Record::Teaching(it) if it.journal != lesson.journal => {}
            Record::Teaching(it) if it.teacher == who => own.push(it),
            Record::Teaching(it) => others.push(it),
            _ => {}
        }
    }
    let begun = |it: &TeachingRecord| it.from.is_none() || it.from <= Some(lesson.date);
    let over_by = |it: &TeachingRecord, day| it.until.is_some_and(|until| until < day);
    let (mut on_its_day, mut is_over, mut had_begun) = (false, true, false);
    for it in &own {
        on_its_day |= begun(it) && !over_by(it, lesson.date);
        is_over &= over_by(it, day(TODAY));
        had_begun |= begun(it);
    }
    let for_another = others.iter().any(|it| begun(it));
    match () {
        () if on_its_day && !is_over => Does::Writes,
        () if lesson.teacher == who && !had_begun && for_another => Does::Writes,
        () if own.is_empty() => Does::Nothing,
        () => Does::Reads,
    }
}

/// Whoever has no role of a teacher any more writes nothing, whatever the session said.
fn teaches(state: &State, who: PersonId) -> bool {
    let today = day(TODAY);
    state.values().any(|record| {
        matches!(record, Record::Office(it) if it.person == who
            && it.role == OfficeRole::Teacher
            && it.from.is_none_or(|from| from <= today)
            && it.until.is_none_or(|until| until >= today))
    })
}

/// Every teacher opens every lesson and confirms its roll.
pub async fn are_whose_the_records_say(store: &Arc<dyn Store>, state: &State, held: &Held) {
    for who in [ORLOVA, ZIMIN, LEBEDEVA] {
        for (n, lesson) in (1..).zip(&held.lessons) {
            let expected = does(state, who, lesson);
            let page = store.open_lesson(&reader(who), lesson.id, None).await;
            let page = match page.unwrap() {
                Some(Versioned::Page { page, .. }) => Some(page.read().unwrap().relation),
                None => None,
                Some(Versioned::Unchanged) => panic!("no version was known"),
            };
            let is = match page {
                None => Does::Nothing,
                Some(it) if it.own_journal || it.substitute => Does::Writes,
                Some(it) if it.taught => Does::Reads,
                Some(it) => {
                    assert!(it.class_teacher, "{who} reads {lesson:?}");
                    Does::Nothing
                }
            };
            assert_eq!(is, expected, "{who}: {lesson:?}");
            let id = 9_000_000 + 1000 * u64::try_from(who.0).unwrap() + n;
            let made = at("2026-11-16T17:00");
            let one = submitted(n, change(id, lesson.id, made, roll_call()));
            let sent = batch(who, "2026-11-16T17:00", vec![one]);
            let BatchOutcome::Stored { outcomes, .. } = store.apply_changes(sent).await.unwrap()
            else {
                panic!("not stored: {who}: {lesson:?}")
            };
            let [outcome] = &*outcomes else {
                panic!("{outcomes:?}")
            };
            let is_anothers = matches!(
                outcome,
                ChangeOutcome::Refused {
                    problem: ChangeRefusal::NoSuchSheet
                        | ChangeRefusal::Judged {
                            verdict: Verdict::Forbidden { .. }
                        }
                }
            );
            let writes = expected == Does::Writes && teaches(state, who);
            assert_eq!(is_anothers, !writes, "{who}: {outcome:?}");
        }
    }
}
