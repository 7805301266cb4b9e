//! Who sees what of people and classes, and what of a gesture is theirs to make, on each database.

use super::*;
use crate::stage::on_both_databases;
use journal::view::{RecordLine, RecordLog};
use storage::{Reader, Shown};

on_both_databases!(
    a_class_teacher_is_shown_the_own_class_alone,
    what_its_writer_does_not_see_stays_as_it_is,
    nothing_tells_what_stands_under_an_id_of_anothers,
    no_count_tells_what_stands_under_an_id_of_anothers,
    an_id_that_is_known_confirms_nothing_hidden,
    a_card_is_kept_by_who_keeps_the_own_class,
);

/// Leads 7Б, teaches.
const LEADER: PersonId = ORLOVA;
const SNILS: &str = "112-233-445 95";

fn now() -> Timestamp {
    crate::fixture::at(NOW)
}

async fn shown(store: &Case, who: &Reader, kind: RecordKind) -> Vec<RecordLine> {
    let page = store.records(who, kind, now()).await.unwrap();
    page.page().map(|page| page.records).unwrap_or_default()
}

async fn told(store: &Case, who: PersonId, at: RecordRef) -> Shown<RecordLog> {
    let who = reader(who);
    let log = store.record_log(&who, at, (0, 100), now());
    log.await.unwrap()
}

fn card(pupil: PupilId, phone: &str, snils: &str) -> Record {
    Record::PersonDetails(PersonDetails {
        person: pupil.into(),
        phone: phone.to_owned(),
        snils: snils.to_owned(),
        ..PersonDetails::default()
    })
}

/// The administrator enters a card of each of two classes.
async fn with_cards(store: &Case) -> [RecordRef; 2] {
    let cards = [(1, BELOVA, SNILS), (2, PupilId(201), "")];
    for (n, pupil, snils) in cards {
        let at = of(RecordKind::PersonDetails, i64::try_from(n).unwrap());
        let card = card(pupil, "+79161234567", snils);
        applied(store, amendment(900 + n, at, None, Some(card))).await;
    }
    [1, 2].map(|id| of(RecordKind::PersonDetails, id))
}

async fn judged(store: &Case, by: PersonId, one: Amendment) -> AmendmentOutcome {
    let amended = store.amend(gesture(by, vec![one]), false).await.unwrap();
    amended.outcomes.into_iter().next().unwrap()
}

async fn a_class_teacher_is_shown_the_own_class_alone(store: Case) {
    let [own, anothers] = with_cards(&store).await;
    let leader = reader(LEADER);
    let cards = shown(&store, &leader, RecordKind::PersonDetails).await;
    let ids: Vec<_> = cards.iter().map(|line| line.id).collect();
    assert_eq!(ids, [own.id]);
    assert_eq!(cards[0].veiled, ["snils"]);
    assert!(!cards[0].locked);
    let people = shown(&store, &leader, RecordKind::Person).await;
    let line = |id: i64| people.iter().find(|line| line.id.0 == id);
    assert!(line(BELOVA.0).is_some_and(|line| !line.locked), "own pupil");
    assert!(
        line(DEPUTY.0).is_some_and(|line| line.locked),
        "a colleague"
    );
    let kinds = store.kinds(&leader, now()).await.unwrap().unwrap().kinds;
    let counted = kinds
        .iter()
        .find(|line| line.kind == RecordKind::PersonDetails);
    assert_eq!(counted.unwrap().count, 1);
    assert!(kinds.iter().all(|line| line.kind != RecordKind::Movement));

    assert!(matches!(
        told(&store, LEADER, own).await,
        Shown::Page { .. }
    ));
    // What is another's is answered like what never was, and told apart for the access log.
    let never = of(RecordKind::PersonDetails, 77);
    assert_eq!(told(&store, LEADER, anothers).await, Shown::Hidden);
    assert_eq!(told(&store, LEADER, never).await, Shown::Missing);
    assert_eq!(
        told(&store, LEADER, of(RecordKind::Movement, 1)).await,
        Shown::Forbidden
    );
    let movement = store.records(&leader, RecordKind::Movement, now());
    assert_eq!(movement.await.unwrap(), Shown::Forbidden);
}

async fn what_its_writer_does_not_see_stays_as_it_is(store: Case) {
    let [own, _] = with_cards(&store).await;
    let seen = shown(&store, &reader(LEADER), RecordKind::PersonDetails).await;
    let seen = seen[0].record.clone();
    let wanted = card(BELOVA, "+79990000000", "");
    let change = amendment(1, own, Some(seen.clone()), Some(wanted.clone()));
    let done = judged(&store, LEADER, change.clone()).await;
    assert!(matches!(done, AmendmentOutcome::Applied { .. }), "{done:?}");
    assert_eq!(
        record(&store, own).await,
        card(BELOVA, "+79990000000", SNILS)
    );
    let again = judged(&store, LEADER, change).await;
    assert!(
        matches!(again, AmendmentOutcome::AlreadyApplied { .. }),
        "{again:?}"
    );

    let late = amendment(2, own, Some(seen), Some(card(BELOVA, "+70000000000", "")));
    match judged(&store, LEADER, late).await {
        AmendmentOutcome::Conflict { now: Some(now), .. } => assert_eq!(*now, wanted),
        other => panic!("{other:?}"),
    }
    let Shown::Page { page: seen, .. } = told(&store, LEADER, own).await else {
        panic!("no log")
    };
    let words = serde_json::to_string(&seen).unwrap();
    assert!(
        words.contains("+79161234567") && !words.contains(SNILS),
        "{words}"
    );
    assert!(words.contains(r#""veiled":["snils"]"#), "{words}");
    let Shown::Page { page: seen, .. } = told(&store, ADMIN, own).await else {
        panic!("no log")
    };
    assert!(serde_json::to_string(&seen).unwrap().contains(SNILS));

    let guess = amendment(3, own, Some(wanted.clone()), Some(card(BELOVA, "1", SNILS)));
    let guess = judged(&store, LEADER, guess).await;
    assert!(
        matches!(guess, AmendmentOutcome::Forbidden { .. }),
        "{guess:?}"
    );
}

async fn nothing_tells_what_stands_under_an_id_of_anothers(store: Case) {
    let [_, anothers] = with_cards(&store).await;
    let stands = record(&store, anothers).await;
    for (n, made) in [(1, card(BELOVA, "", "")), (2, stands.clone())] {
        let made = amendment(n, anothers, None, Some(made));
        let refusal = Refusal::Id;
        let answer = judged(&store, LEADER, made).await;
        assert_eq!(answer, AmendmentOutcome::Refused { refusal });
    }
    let same = amendment(3, anothers, Some(stands.clone()), Some(stands));
    let same = judged(&store, LEADER, same).await;
    assert!(
        matches!(same, AmendmentOutcome::Forbidden { .. }),
        "{same:?}"
    );
}

/// Whatever is guessed, the whole answer is the same.
async fn no_count_tells_what_stands_under_an_id_of_anothers(store: Case) {
    let [own, anothers] = with_cards(&store).await;
    let (right, wrong) = (record(&store, anothers).await, card(BELOVA, "", ""));
    let (mut answers, mut whole_answers) = (Vec::new(), Vec::new());
    for made in [right, wrong] {
        let made = vec![amendment(1, anothers, None, Some(made))];
        let seen = store.amend(gesture(LEADER, made.clone()), true);
        answers.push(seen.await.unwrap());
        let seen = store.amend_whole(super::whole::of_one(LEADER, made), true);
        whole_answers.push(seen.await.unwrap());
    }
    let refused = Totals {
        refused: 1,
        ..Totals::default()
    };
    assert_eq!(answers[0].totals, refused);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(whole_answers[0].fate, GestureFate::Refused);
    assert_eq!(whole_answers[0], whole_answers[1]);

    let never = of(RecordKind::PersonDetails, 77);
    let asked = vec![own, anothers, never];
    let leader = reader(LEADER);
    let hidden = store.hidden_records(&leader, asked, now()).await.unwrap();
    assert_eq!(hidden, [anothers]);
}

/// Whoever sends an amendment again with a guess in a field that is not shown.
async fn an_id_that_is_known_confirms_nothing_hidden(store: Case) {
    let [own, _] = with_cards(&store).await;
    let card = |phone, snils| Some(card(BELOVA, phone, snils));
    let sent = |snils| {
        let (was, is) = (card("+79161234567", snils), card("+79990000000", snils));
        amendment(1, own, was, is)
    };
    let done = judged(&store, LEADER, sent("")).await;
    assert!(matches!(done, AmendmentOutcome::Applied { .. }), "{done:?}");
    let right = judged(&store, LEADER, sent(SNILS)).await;
    let wrong = judged(&store, LEADER, sent("087-654-303 00")).await;
    assert_eq!(right, wrong);
    // What the sender sees is compared.
    let other = amendment(1, own, card("+79161234567", ""), card("+70000000000", ""));
    let other = judged(&store, LEADER, other).await;
    assert_eq!(other, AmendmentOutcome::IdReused);
}

/// KZ1-2.2a, SGO154P-2.1.4a: the address of an own pupil, and of nobody else's.
async fn a_card_is_kept_by_who_keeps_the_own_class(store: Case) {
    let [own, anothers] = with_cards(&store).await;
    for (n, at, pupil, by, expected) in [
        (1, own, BELOVA, LEADER, true),
        (2, anothers, PupilId(201), LEADER, false),
        (3, own, BELOVA, LEBEDEVA, false),
        (4, own, BELOVA, PARENT, false),
        (5, anothers, PupilId(201), ADMIN, true),
    ] {
        let stands = record(&store, at).await;
        let shown = if by == LEADER {
            stands.veiled(Veil::Personal)
        } else {
            stands
        };
        let snils = if by == LEADER || at == anothers {
            ""
        } else {
            SNILS
        };
        let wanted = card(pupil, &format!("+7916000000{n}"), snils);
        let done = judged(&store, by, amendment(n, at, Some(shown), Some(wanted))).await;
        let is_done = matches!(done, AmendmentOutcome::Applied { .. });
        assert_eq!(is_done, expected, "{by} {at:?}: {done:?}");
    }
}
