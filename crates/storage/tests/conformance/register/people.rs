//! People, classes and orders, entered and amended: journals show what follows from the day.

use super::*;
use journal::view::JournalPage;

on_both_databases!(
    a_pupil_who_comes_is_in_the_lists_from_the_day,
    a_move_is_taken_back_by_another_order,
    a_move_that_leaves_entries_behind_is_a_danger,
    a_line_under_which_something_is_written_is_not_removed,
    a_person_who_changes_the_name_is_called_so_everywhere,
    a_journal_is_made_with_its_teacher,
    whoever_has_an_account_stays,
);

pub(super) const CLASS_7A: ClassId = ClassId(2);
pub(super) const CLASS_7B: ClassId = ClassId(1);

fn person(last: &str) -> Record {
    let name = PersonName {
        last: last.to_owned(),
        first: "Ольга".to_owned(),
        middle: String::new(),
    };
    Record::Person(PersonRecord { name })
}

pub(super) fn order(number: &str, sort: OrderSort) -> OrderRecord {
    OrderRecord {
        number: number.to_owned(),
        date: day("2026-11-16"),
        sort,
        ..OrderRecord::default()
    }
}

pub(super) fn line(
    pupil: PupilId,
    sort: MovementSort,
    on: &str,
    class: Option<ClassId>,
) -> MovementRecord {
    MovementRecord {
        pupil,
        sort,
        day: day(on),
        class,
        ..MovementRecord::default()
    }
}

/// The next free id of a kind.
pub(super) async fn free(store: &Case, kind: RecordKind) -> RecordRef {
    kind.at(list(store, kind).await.free_id)
}

/// The pupils in the list of a lesson.
pub(super) async fn listed(store: &Case, lesson: LessonId) -> Vec<PupilId> {
    let deputy = reader(DEPUTY);
    let page = store.open_lesson(&deputy, lesson, None);
    let Some(Versioned::Page { page, .. }) = page.await.unwrap() else {
        panic!("no {lesson}")
    };
    let page = page.read().unwrap();
    page.members.iter().map(|member| member.pupil).collect()
}

pub(super) async fn opened(store: &Case, journal: JournalId) -> JournalPage {
    let (deputy, on) = (reader(DEPUTY), day("2026-11-16"));
    let page = store.open_journal(&deputy, journal, None, on, None);
    let Some(Versioned::Page { page, .. }) = page.await.unwrap() else {
        panic!("no {journal}")
    };
    let page = page.read().unwrap();
    JournalPage::clone(&page)
}

/// An order of one line; the ids of both.
pub(super) async fn moved(
    store: &Case,
    n: u64,
    sort: OrderSort,
    line: MovementRecord,
) -> (RecordRef, Amended) {
    let at = free(store, RecordKind::Order).await;
    let of_line = free(store, RecordKind::Movement).await;
    let line = Record::Movement(MovementRecord {
        order: Some(OrderId(at.id.0)),
        ..line
    });
    let order = Record::Order(order(&format!("{n}-у"), sort));
    // In one gesture, in whichever order they stand.
    let gesture = vec![
        amendment(n, of_line, None, Some(line)),
        amendment(n + 1, at, None, Some(order)),
    ];
    (at, amended(store, ADMIN, gesture).await)
}

async fn a_pupil_who_comes_is_in_the_lists_from_the_day(store: Case) {
    let new = free(&store, RecordKind::Person).await;
    applied(&store, amendment(1, new, None, Some(person("Новикова")))).await;
    let pupil = PupilId(new.id.0);
    let enrolled = line(pupil, MovementSort::Enrol, "2026-11-17", Some(CLASS_7B));
    let (_, done) = moved(&store, 10, OrderSort::Enrolment, enrolled).await;
    assert_eq!(done.totals.created, 2, "{done:?}");
    assert!(!listed(&store, MONDAY).await.contains(&pupil));
    assert!(listed(&store, SUBSTITUTED).await.contains(&pupil));
    let page = opened(&store, ALGEBRA_7B).await;
    let mut members = page.grid.members.iter();
    let member = members.find(|member| member.pupil == pupil).unwrap();
    assert_eq!(member.from, Some(day("2026-11-17")));
    assert_eq!(member.name.last, "Новикова");
    // In a part of the class, and in a group of several, nobody is unasked.
    assert!(opened(&store, ENGLISH_1).await.grid.members.len() == 3);
}

async fn a_move_is_taken_back_by_another_order(store: Case) {
    let journals = [ALGEBRA_7B, ENGLISH_1, ALGEBRA_7A, CHESS];
    let mut before = Vec::new();
    for journal in journals {
        before.push(opened(&store, journal).await);
    }
    let there = line(BELOVA, MovementSort::Move, "2026-11-18", Some(CLASS_7A));
    let (transfer, _) = moved(&store, 20, OrderSort::Transfer, there).await;
    assert!(listed(&store, MONDAY).await.contains(&BELOVA), "the 16th");
    assert!(
        !listed(&store, SUBSTITUTED).await.contains(&BELOVA),
        "the 18th"
    );
    let english = opened(&store, ENGLISH_1).await;
    let mut members = english.grid.members.iter();
    let member = members.find(|member| member.pupil == BELOVA).unwrap();
    assert_eq!(member.until, Some(day("2026-11-17")), "her subgroup too");
    let there = opened(&store, ALGEBRA_7A).await;
    assert!(
        there
            .grid
            .members
            .iter()
            .any(|member| member.pupil == BELOVA)
    );

    let at = free(&store, RecordKind::Order).await;
    let back = Record::Order(OrderRecord {
        cancels: Some(OrderId(transfer.id.0)),
        ..order("31-у", OrderSort::Cancelling)
    });
    applied(&store, amendment(30, at, None, Some(back))).await;
    for (journal, before) in journals.into_iter().zip(before) {
        assert_eq!(opened(&store, journal).await, before, "{journal}");
    }
}

async fn a_move_that_leaves_entries_behind_is_a_danger(store: Case) {
    // She has a mark of the 11th.
    let early = line(BELOVA, MovementSort::Move, "2026-11-11", Some(CLASS_7A));
    let record = Record::Movement(early);
    let at = free(&store, RecordKind::Movement).await;
    let gesture = gesture(ADMIN, vec![amendment(1, at, None, Some(record.clone()))]);
    let told = store.amend(gesture, false).await.unwrap();
    assert_eq!(told.outcomes, [AmendmentOutcome::NotAgreed]);
    let danger = told.consequences.dangers().next().unwrap();
    let list = CLASS_7B.into();
    assert_eq!(danger.kind, EffectKind::EntriesOutside { list });
    let found = danger.found.as_ref().unwrap();
    assert_eq!((found.lessons, found.marks), (1, 1));
    applied(&store, amendment(2, at, None, Some(record))).await;
    assert!(!listed(&store, MONDAY).await.contains(&BELOVA));
}

async fn a_line_under_which_something_is_written_is_not_removed(store: Case) {
    let lines = list(&store, RecordKind::Movement).await.records;
    let line = lines.into_iter().find(|line| match &line.record {
        Record::Movement(it) => it.pupil == BELOVA,
        _ => false,
    });
    let line = line.unwrap();
    let at = RecordKind::Movement.at(line.id);
    let removal = amendment(1, at, Some(line.record), None);
    let done = amended(&store, ADMIN, vec![removal]).await;
    let [
        AmendmentOutcome::Refused {
            refusal: Refusal::InUse { found, .. },
        },
    ] = &*done.outcomes
    else {
        panic!("{done:?}")
    };
    assert_eq!(found.marks, 1);
}

async fn a_person_who_changes_the_name_is_called_so_everywhere(store: Case) {
    let at = of(RecordKind::Person, ORLOVA.0);
    let renamed = changed(&store, 1, at, |record| {
        if let Record::Person(person) = record {
            person.name.last = "Соколова".into();
        }
    });
    applied(&store, renamed.await).await;
    let me = store.me(SCHOOL, ORLOVA, crate::fixture::at(NOW)).await;
    let me = me.unwrap().unwrap();
    assert_eq!(me.name.last, "Соколова");
    assert_eq!(me.roles, roles(ORLOVA), "what she may is as it was");
    let teachers = opened(&store, ALGEBRA_7B).await.teachers;
    assert_eq!(teachers[0].last, "Соколова");
}

async fn a_journal_is_made_with_its_teacher(store: Case) {
    let journal = free(&store, RecordKind::Journal).await;
    let teaching = free(&store, RecordKind::Teaching).await;
    let made = Record::Journal(JournalRecord {
        subject: SubjectId(3),
        group: GroupId(1),
        marking: Marking::Without,
    });
    let taught = Record::Teaching(TeachingRecord {
        journal: JournalId(journal.id.0),
        teacher: ZIMIN,
        ..TeachingRecord::default()
    });
    let gesture = vec![
        amendment(1, journal, None, Some(made)),
        amendment(2, teaching, None, Some(taught)),
    ];
    let done = amended(&store, ADMIN, gesture).await;
    assert_eq!(done.totals.created, 2, "{done:?}");
    let page = opened(&store, JournalId(journal.id.0)).await;
    assert_eq!((&*page.subject, &*page.group), ("Шахматы", "7Б"));
    assert_eq!(page.teachers.len(), 1);
    let now = crate::fixture::at(NOW);
    let own = store.journals(&reader(ZIMIN), None, now).await;
    let own = own.unwrap().unwrap().journals;
    assert!(own.iter().any(|row| row.journal.0 == journal.id.0));
}

async fn whoever_has_an_account_stays(store: Case) {
    let at = of(RecordKind::Person, PARENT.0);
    let tie = of(RecordKind::Guardianship, 1);
    let removal = amendment(1, tie, Some(record(&store, tie).await), None);
    applied(&store, removal).await;
    let removal = amendment(2, at, Some(record(&store, at).await), None);
    let done = amended(&store, ADMIN, vec![removal]).await;
    let [
        AmendmentOutcome::Refused {
            refusal: Refusal::InUse { found, .. },
        },
    ] = &*done.outcomes
    else {
        panic!("{done:?}")
    };
    assert_eq!(found.accounts, 1);
    let new = free(&store, RecordKind::Person).await;
    let record = person("Лишняя");
    applied(&store, amendment(3, new, None, Some(record.clone()))).await;
    applied(&store, amendment(4, new, Some(record), None)).await;
}
