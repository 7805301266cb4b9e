//! The book of movement and the counts on a day, as orders come and are taken back.

use super::people::{CLASS_7A, CLASS_7B, free, line, moved, order};
use super::*;
use crate::fixture::reader;
use journal::register::{DebtRecord, GapSort, SubjectId};
use journal::view::{MovementPage, PopulationPage};

on_both_databases!(
    the_book_says_when_a_line_was_entered,
    counts_follow_the_orders,
    who_comes_into_a_parted_class_is_named_to_whom_its_groups_are_given,
    what_is_to_be_put_right_is_told_to_who_keeps_it,
    the_book_says_when_a_clearing_was_marked
);

async fn book(store: &Case) -> MovementPage {
    store.movement(SCHOOL).await.unwrap().unwrap()
}

async fn counted(store: &Case, on: &str) -> Vec<(ClassId, u32)> {
    let now = at(NOW);
    let page = store.population(SCHOOL, Some(day(on)), now).await.unwrap();
    let PopulationPage { on: told, classes } = page.unwrap();
    assert_eq!(told, day(on));
    classes.iter().map(|it| (it.class, it.present)).collect()
}

async fn the_book_says_when_a_line_was_entered(store: Case) {
    let before = book(&store).await.lines;
    assert!(
        before.iter().all(|line| line.entered.is_none()),
        "they came with the school"
    );
    let there = line(BELOVA, MovementSort::Move, "2026-11-18", Some(CLASS_7A));
    moved(&store, 20, OrderSort::Transfer, there).await;
    let lines = book(&store).await.lines;
    assert_eq!(lines.len(), before.len() + 1);
    let newest = &lines[0];
    assert_eq!(newest.entered, Some(day("2026-11-16")));
    assert_eq!((&*newest.from, &*newest.to), ("7Б", "7А"));
    assert_eq!(newest.order.as_ref().unwrap().number, "20-у");
    assert!(store.movement(SchoolId(404)).await.unwrap().is_none());
}

async fn counts_follow_the_orders(store: Case) {
    let before = counted(&store, "2026-11-18").await;
    let there = line(BELOVA, MovementSort::Move, "2026-11-18", Some(CLASS_7A));
    let (transfer, _) = moved(&store, 20, OrderSort::Transfer, there).await;
    assert_eq!(
        counted(&store, "2026-11-17").await,
        before,
        "the day before"
    );
    let after = counted(&store, "2026-11-18").await;
    let of = |counts: &[(ClassId, u32)], class| {
        let found = counts.iter().find(|(of, _)| *of == class);
        found.map(|(_, count)| *count).unwrap()
    };
    assert_eq!(of(&after, CLASS_7B) + 1, of(&before, CLASS_7B));
    assert_eq!(of(&after, CLASS_7A), of(&before, CLASS_7A) + 1);
    let at = free(&store, RecordKind::Order).await;
    let back = Record::Order(OrderRecord {
        cancels: Some(OrderId(transfer.id.0)),
        ..order("31-у", OrderSort::Cancelling)
    });
    applied(&store, amendment(30, at, None, Some(back))).await;
    assert_eq!(counted(&store, "2026-11-18").await, before);
}

/// SGO154-3.3.N3a, SP14-3c: until a part is chosen, the class teacher and the office see the name.
async fn who_comes_into_a_parted_class_is_named_to_whom_its_groups_are_given(store: Case) {
    let named = async |who: PersonId, on: &str| {
        let now = at(on);
        let page = store.ungrouped(&reader(who), now).await.unwrap().unwrap();
        let lines = page.lines.into_iter();
        let said = lines.map(|it| (it.pupil, it.title, it.parts.len()));
        said.collect::<Vec<_>>()
    };
    let before = named(ADMIN, "2026-11-18T09:00").await;
    let here = line(
        PupilId(201),
        MovementSort::Move,
        "2026-11-18",
        Some(CLASS_7B),
    );
    moved(&store, 20, OrderSort::Transfer, here).await;
    let comes = vec![(PersonId(201), "7Б".to_owned(), 2)];
    assert_eq!(before, []);
    assert_eq!(named(ADMIN, "2026-11-17T09:00").await, []);
    for (who, sees) in [
        (ADMIN, true),
        (DEPUTY, true),
        (ORLOVA, true),
        (ZIMIN, false),
        (PARENT, false),
    ] {
        let expected = if sees { comes.clone() } else { Vec::new() };
        assert_eq!(named(who, "2026-11-18T09:00").await, expected, "{who}");
    }
    let place = Record::Membership(MembershipRecord {
        group: GroupId(2),
        pupil: PupilId(201),
        from: Some(day("2026-11-18")),
        until: None,
    });
    let free = free(&store, RecordKind::Membership).await;
    applied(&store, amendment(40, free, None, Some(place))).await;
    assert_eq!(named(ADMIN, "2026-11-18T09:00").await, []);
}

/// KZ1-2.2f, SOLO2-5.3-1b, SP14-T2.11b: a second place in a parting is told to the class teacher and
/// the management, with the record.
async fn what_is_to_be_put_right_is_told_to_who_keeps_it(store: Case) {
    let place = Record::Membership(MembershipRecord {
        group: GroupId(3),
        pupil: PupilId(101),
        from: Some(day("2026-11-18")),
        until: None,
    });
    let place_at = free(&store, RecordKind::Membership).await;
    applied(&store, amendment(40, place_at, None, Some(place))).await;
    let told = async |who: PersonId, on: &str| {
        let page = store.gaps(&reader(who), at(on)).await.unwrap().unwrap();
        let twice = page
            .lines
            .into_iter()
            .filter(|line| line.sort == GapSort::PupilTwice);
        twice.map(|line| (line.by, line.at)).collect::<Vec<_>>()
    };
    let expected = [(RecordKind::Membership, Some(place_at.id))];
    for who in [ADMIN, DEPUTY, ORLOVA] {
        assert_eq!(told(who, "2026-11-18T09:00").await, expected, "{who}");
    }
    for who in [ZIMIN, PARENT] {
        assert_eq!(told(who, "2026-11-18T09:00").await, [], "{who}");
    }
    assert_eq!(told(ADMIN, "2026-11-17T09:00").await, []);
}

/// SOLO2-10.1-3d: it is the day on which the clearing was entered, not that of the debt.
async fn the_book_says_when_a_clearing_was_marked(store: Case) {
    let year = SchoolYear {
        title: "2027/28".to_owned(),
        starts: day("2027-09-01"),
        ends: day("2028-05-31"),
        state: YearState::Forming,
    };
    let year_at = free(&store, RecordKind::SchoolYear).await;
    applied(
        &store,
        amendment(40, year_at, None, Some(Record::SchoolYear(year))),
    )
    .await;
    let eighth = Record::Class(ClassRecord {
        year: YearId(year_at.id.0),
        grade: 8,
        title: "8Б".to_owned(),
    });
    let eighth_at = free(&store, RecordKind::Class).await;
    applied(&store, amendment(41, eighth_at, None, Some(eighth))).await;
    let debt = |cleared: Option<&str>| {
        Record::Debt(DebtRecord {
            pupil: PupilId(101),
            subject: SubjectId(1),
            since: day("2026-10-30"),
            cleared: cleared.map(day),
            ..DebtRecord::default()
        })
    };
    let debt_at = free(&store, RecordKind::Debt).await;
    applied(&store, amendment(42, debt_at, None, Some(debt(None)))).await;
    let there = line(
        PupilId(101),
        MovementSort::Conditional,
        "2027-09-01",
        Some(ClassId(eighth_at.id.0)),
    );
    moved(&store, 50, OrderSort::Promotion, there).await;
    let debts = async || {
        let lines = book(&store).await.lines.into_iter();
        let mut lines = lines.filter(|line| line.sort == MovementSort::Conditional);
        let debts = lines.next().unwrap().debts.into_iter();
        debts
            .map(|debt| (debt.subject, debt.cleared, debt.late))
            .collect::<Vec<_>>()
    };
    assert_eq!(debts().await, [("Алгебра".to_owned(), None, 0)]);
    let is = debt(Some("2027-09-10"));
    applied(&store, amendment(60, debt_at, Some(debt(None)), Some(is))).await;
    let cleared = Some(day("2027-09-10"));
    assert_eq!(debts().await, [("Алгебра".to_owned(), cleared, 0)]);
}
