//! Cards of classes and their checks, on each database.

use super::*;
use crate::stage::on_both_databases;
use journal::view::{CardsOf, CardsPage};

on_both_databases!(
    a_check_holds_until_something_in_the_card_is_changed,
    the_cards_of_the_staff_are_checked_by_who_keeps_them
);

/// Leads 7Б, teaches.
const LEADER: PersonId = ORLOVA;

async fn cards(store: &Case, who: PersonId, of: Option<CardsOf>) -> CardsPage {
    let now = crate::fixture::at(NOW);
    let page = store.cards(&reader(who), of, now).await;
    page.unwrap().page().unwrap()
}

async fn taken(store: &Case, by: PersonId, one: Amendment) {
    let amended = store.amend(gesture(by, vec![one]), false).await.unwrap();
    let is_applied = matches!(amended.outcomes[..], [AmendmentOutcome::Applied { .. }]);
    assert!(is_applied, "{amended:?}");
}

/// SGO154P-1.4.2a, SOLO2-6.7a, SOLO2-6.7b, SGO154-3.2.13b: the class teacher corrects a phone and
/// checks the card; a later change, a parent who is none any more, asks again. SGO154-6.2.2: the
/// deputy sees every class.
async fn a_check_holds_until_something_in_the_card_is_changed(store: Case) {
    let all = cards(&store, DEPUTY, None).await;
    assert!(all.classes.len() > 1 && all.cards.is_empty());
    let own = cards(&store, LEADER, None).await;
    let [class] = &own.classes[..] else {
        panic!("{own:?}")
    };
    assert_eq!(class.unchecked, class.people);
    assert_eq!(cards(&store, PARENT, None).await.classes, []);
    assert_eq!(
        cards(&store, LEBEDEVA, Some(CardsOf::new(class.class)))
            .await
            .cards,
        []
    );

    let line = async || {
        let page = cards(&store, LEADER, Some(CardsOf::new(class.class))).await;
        let mut lines = page.cards.into_iter();
        let line = lines.find(|line| line.person == BELOVA.into()).unwrap();
        (line.checked, line.by.map(|name| name.last), line.changed)
    };
    let details = of(RecordKind::PersonDetails, 1);
    let phone = |phone: &str| {
        Record::PersonDetails(PersonDetails {
            person: BELOVA.into(),
            phone: phone.to_owned(),
            ..PersonDetails::default()
        })
    };
    let made = amendment(1, details, None, Some(phone("+79160000001")));
    taken(&store, LEADER, made).await;
    assert_eq!(line().await, (None, None, false));
    let check = |n: u64, id: i64, on: &str| {
        let check = CardCheckRecord {
            person: BELOVA.into(),
            on: day(on),
        };
        let at = of(RecordKind::CardCheck, id);
        amendment(n, at, None, Some(Record::CardCheck(check)))
    };
    // Nobody has checked tomorrow.
    taken(&store, LEADER, check(2, 1, "2026-11-17")).await;
    let today = (Some(day("2026-11-16")), Some("Орлова".to_owned()));
    let (checked, by, changed) = line().await;
    assert_eq!(((checked, by), changed), (today.clone(), false));

    let (was, is) = (phone("+79160000001"), phone("+79160000002"));
    taken(
        &store,
        ADMIN,
        amendment(3, details, Some(was), Some(is.clone())),
    )
    .await;
    assert!(line().await.2, "changed since");
    taken(&store, LEADER, check(4, 2, "2026-11-16")).await;
    assert!(!line().await.2);
    taken(&store, ADMIN, amendment(5, details, Some(is), None)).await;
    assert!(line().await.2, "taken away since");
}

/// SOLO2-6.2a, SOLO2-6.7a: who keeps the staff sees their cards after those of no class, and checks
/// one; a later role of theirs asks again. A class teacher sees none of them.
async fn the_cards_of_the_staff_are_checked_by_who_keeps_them(store: Case) {
    let own = cards(&store, LEADER, None).await;
    assert!(own.classes.iter().all(|it| it.class.is_some()));
    let staff = cards(&store, ADMIN, Some(CardsOf::Staff)).await;
    assert_eq!(staff.classes.last().unwrap().people, staff.cards.len());
    let card = async || {
        let page = cards(&store, ADMIN, Some(CardsOf::Staff)).await;
        let mut lines = page.cards.into_iter();
        lines.find(|line| line.person == LEBEDEVA).unwrap()
    };
    assert_eq!((card().await.checked, card().await.class), (None, None));
    let check = Record::CardCheck(CardCheckRecord {
        person: LEBEDEVA,
        on: day("2026-11-16"),
    });
    let made = amendment(1, of(RecordKind::CardCheck, 1), None, Some(check));
    taken(&store, ADMIN, made).await;
    let checked = card().await;
    assert_eq!(checked.checked, Some(day("2026-11-16")));
    assert!(!checked.changed);
    let role = Record::Office(OfficeRecord {
        person: LEBEDEVA,
        role: OfficeRole::Psychologist,
        ..OfficeRecord::default()
    });
    let made = amendment(2, of(RecordKind::Office, 90), None, Some(role));
    taken(&store, ADMIN, made).await;
    assert!(card().await.changed, "a role since");
}
