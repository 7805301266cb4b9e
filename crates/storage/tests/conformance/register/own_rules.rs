//! Values of the school's own and unlocks: what they do is counted before, and they are in force at
//! once.

use super::*;

on_both_databases!(
    a_window_of_the_school_closes_lessons_and_is_cited,
    a_journal_is_opened_again_to_one_teacher,
    a_term_of_the_school_makes_lessons_late,
);

/// Of the lessons that were held and lack something, three are older than two days.
const OLD: [LessonId; 3] = [LessonId(1003), LessonId(4001), FRIDAY];
const FRIDAY: LessonId = LessonId(1004);
const GROUND: &str = "приказ № 12";

fn value(rule: Rule, form: TermForm, count: Option<u16>) -> Amendment {
    let value = Record::RuleValue(RuleValueRecord {
        rule,
        form,
        count,
        ground: GROUND.to_owned(),
        ..RuleValueRecord::default()
    });
    amendment(1, of(RecordKind::RuleValue, 1), None, Some(value))
}

fn two_days() -> Amendment {
    value(Rule::EntryWindow, TermForm::Days, Some(2))
}

/// What becomes of a first mark on Friday, said on Monday.
async fn marked(store: &Case, n: u64, person: PersonId) -> Option<Verdict> {
    let mark = submitted(
        n,
        change(
            n,
            FRIDAY,
            crate::fixture::at(NOW),
            mark(BELOVA, ORAL, None, "5"),
        ),
    );
    let written = store.apply_changes(batch(person, NOW, vec![mark])).await;
    let BatchOutcome::Stored { outcomes, .. } = written.unwrap() else {
        panic!("not stored")
    };
    match &*outcomes {
        [ChangeOutcome::Applied { .. }] => None,
        [
            ChangeOutcome::Refused {
                problem: ChangeRefusal::Judged { verdict },
            },
        ] => Some(verdict.clone()),
        other => panic!("{other:?}"),
    }
}

async fn a_window_of_the_school_closes_lessons_and_is_cited(store: Case) {
    let seen = store
        .amend(gesture(ADMIN, vec![two_days()]), true)
        .await
        .unwrap();
    let [closes] = seen.consequences.effects.as_slice() else {
        panic!("{:?}", seen.consequences)
    };
    assert_eq!(
        closes.kind,
        EffectKind::MovesTerms {
            moved: TermsMove::Closes
        }
    );
    let found = closes.found.as_ref().unwrap();
    let lessons: Vec<_> = found.samples.iter().map(|it| it.lesson).collect();
    assert_eq!((found.lessons, lessons), (3, OLD.to_vec()));
    let unagreed = store
        .amend(gesture(ADMIN, vec![two_days()]), false)
        .await
        .unwrap();
    assert!(
        !matches!(unagreed.outcomes[0], AmendmentOutcome::Applied { .. }),
        "{unagreed:?}"
    );
    applied(&store, two_days()).await;
    let Some(Verdict::Locked {
        clause: Some(clause),
        ..
    }) = marked(&store, 1, ORLOVA).await
    else {
        panic!("not locked")
    };
    assert_eq!(
        (clause.id.as_str(), clause.cite.as_str()),
        ("school", GROUND)
    );
    let rules = rules(&store).await.regulation;
    assert!(
        rules
            .windows
            .iter()
            .any(|window| window.clause.cite == GROUND)
    );
}

async fn a_journal_is_opened_again_to_one_teacher(store: Case) {
    applied(&store, two_days()).await;
    assert!(matches!(
        marked(&store, 1, ORLOVA).await,
        Some(Verdict::Locked { .. })
    ));
    let unlock = |teacher| {
        Record::Unlock(UnlockRecord {
            journal: ALGEBRA_7B,
            teacher,
            starts: day("2026-11-16"),
            ends: day("2026-11-17"),
            ground: "служебная записка".to_owned(),
        })
    };
    let at = |id| of(RecordKind::Unlock, id);
    applied(&store, amendment(2, at(1), None, Some(unlock(ZIMIN)))).await;
    assert!(
        matches!(
            marked(&store, 2, ORLOVA).await,
            Some(Verdict::Locked { .. })
        ),
        "another's"
    );
    applied(&store, amendment(3, at(2), None, Some(unlock(ORLOVA)))).await;
    let opened = store
        .open_lesson(&reader(ORLOVA), FRIDAY, None)
        .await
        .unwrap();
    let Some(Versioned::Page { page, .. }) = opened else {
        panic!("{opened:?}")
    };
    let days = DaySpan::new(day("2026-11-16"), day("2026-11-17"));
    assert_eq!(page.read().unwrap().relation.opened, Some(days));
    assert_eq!(marked(&store, 3, ORLOVA).await, None);
}

async fn a_term_of_the_school_makes_lessons_late(store: Case) {
    let at_once = value(Rule::Topic, TermForm::InLesson, None);
    let seen = store
        .amend(gesture(ADMIN, vec![at_once]), true)
        .await
        .unwrap();
    let kinds: Vec<_> = seen
        .consequences
        .effects
        .iter()
        .map(|it| it.kind.clone())
        .collect();
    assert_eq!(
        kinds,
        [EffectKind::MovesTerms {
            moved: TermsMove::BecomesLate
        }]
    );
}
