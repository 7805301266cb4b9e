//! What people read.

use crate::fixture::*;
use crate::stage::{model, on_every_backend};
use journal::view::{JournalPage, LessonPage};
use journal::*;
use std::sync::Arc;
use storage::{BatchOutcome, Journals, StoreError, Versioned};

type Case = Arc<dyn Journals>;

on_every_backend!(
    the_lesson_page,
    the_journal_page,
    the_day,
    who_sees_what,
    versions_move_only_with_what_is_shown,
    pages_are_as_in_the_model,
    the_rules,
    a_school_comes_once,
    broken_bundles_store_nothing,
    two_schools_do_not_meet,
);

pub async fn lesson(store: &Case, person: PersonId, id: LessonId) -> Option<(String, LessonPage)> {
    store
        .open_lesson(&reader(person), id, None)
        .await
        .unwrap()
        .map(|answer| match answer {
            Versioned::Page { version, page } => (version, page.read().unwrap()),
            Versioned::Unchanged => panic!("no version was known"),
        })
}

async fn journal(store: &Case, person: PersonId, id: JournalId) -> Option<JournalPage> {
    let on = day("2026-11-16");
    let page = store
        .open_journal(&reader(person), id, None, on, None)
        .await
        .unwrap();
    page.map(|answer| match answer {
        Versioned::Page { page, .. } => page.read().unwrap(),
        Versioned::Unchanged => panic!("no version was known"),
    })
}

async fn the_lesson_page(store: Case) {
    let (_, page) = lesson(&store, ORLOVA, MONDAY).await.unwrap();
    let names: Vec<String> = page
        .members
        .iter()
        .map(|member| member.name.listed())
        .collect();
    let expected = [
        "Абрамов Илья",
        "Белова Анна",
        "Волков Даниил",
        "Ёлкин Пётр",
        "Яковлева Дарья",
    ];
    assert_eq!(names, expected, "«ё» stands as «е», who left is not there");
    assert_eq!(
        (page.subject.as_str(), page.group.as_str()),
        ("Алгебра", "7Б")
    );
    assert_eq!(page.teacher.initialed(), "Орлова Т. А.");
    let own = Relation {
        own_journal: true,
        substitute: false,
        taught: false,
        class_teacher: true,
        primary: false,
        opened: None,
    };
    assert_eq!(page.relation, own);
    // 4/5 of the second quarter; the 3 of October is another period's.
    let double = Tally {
        count: 2,
        sum: 9,
        weight: 2,
        weighted: 9,
    };
    let test = Tally {
        count: 1,
        sum: 5,
        weight: 3,
        weighted: 15,
    };
    assert_eq!(page.standing, [(ABRAMOV, double), (BELOVA, test)].into());
    let recent: Vec<i64> = page.recent.iter().map(|sheet| sheet.lesson.id.0).collect();
    assert_eq!(recent, [1001, 1002, 1003, 1004]);
    assert_eq!(page.recent[2].attendance(VOLKOV), Attendance::Absent);
    assert_eq!((page.plan.total, page.plan.next), (20, Some(2)));
    assert_eq!(page.plan.items.len(), 15);
    assert_eq!(page.plan.items[0].number, 1);
    assert_eq!(page.next_dates, [day("2026-11-18"), day("2026-11-20")]);
    assert_eq!(page.parallels.len(), 1);
    assert_eq!(page.parallels[0].group, "7А");
    assert_eq!(page.parallels[0].homework.text, "§ 12, № 431–434");
    assert_eq!(
        page.parallels[0].topic.as_ref().unwrap().text,
        "Степени в 7А"
    );
    assert_eq!(
        page.last_bell,
        Some("14:00:00".parse().unwrap()),
        "the group of both classes"
    );
    let (_, substituted) = lesson(&store, ZIMIN, SUBSTITUTED).await.unwrap();
    let stands = Relation {
        own_journal: false,
        substitute: true,
        taught: false,
        class_teacher: false,
        primary: false,
        opened: None,
    };
    assert_eq!(substituted.relation, stands);
    assert_eq!(substituted.teacher.last, "Зимин");
}

async fn the_journal_page(store: Case) {
    let page = journal(&store, ORLOVA, ALGEBRA_7B).await.unwrap();
    assert_eq!(page.period.id, PeriodId(2));
    assert_eq!(page.grid.sheets.len(), 6);
    assert_eq!(page.grid.members.len(), 5);
    assert_eq!(page.teachers[0].last, "Орлова");
    let on = day("2026-11-16");
    let first = Some(PeriodId(1));
    let october = store
        .open_journal(&reader(ORLOVA), ALGEBRA_7B, first, on, None)
        .await
        .unwrap();
    let Some(Versioned::Page { page, .. }) = october else {
        panic!("no page")
    };
    let page = page.read().unwrap();
    assert_eq!((page.grid.sheets.len(), page.grid.members.len()), (1, 6));
    let never = Some(PeriodId(9));
    let none = store
        .open_journal(&reader(ORLOVA), ALGEBRA_7B, never, on, None)
        .await
        .unwrap();
    assert_eq!(none, None);
    // Between the quarters the last one counts; after the year too.
    let (own, on) = (reader(ORLOVA), day("2026-11-02"));
    let between = store
        .open_journal(&own, ALGEBRA_7B, None, on, None)
        .await
        .unwrap();
    let Some(Versioned::Page { page, .. }) = between else {
        panic!("no page")
    };
    let page = page.read().unwrap();
    assert_eq!(page.period.id, PeriodId(1));
}

async fn the_day(store: Case) {
    let now = at("2026-11-16T09:30");
    let page = store
        .today(&reader(ORLOVA), day("2026-11-16"), now)
        .await
        .unwrap();
    let ids: Vec<i64> = page
        .lessons
        .iter()
        .map(|lesson| lesson.lesson.id.0)
        .collect();
    assert_eq!(ids, [1005]);
    assert_eq!(
        (page.lessons[0].pupils, page.lessons[0].roll_called),
        (5, false)
    );
    let unfilled: Vec<i64> = page
        .unfilled
        .iter()
        .map(|lesson| lesson.lesson.id.0)
        .collect();
    assert_eq!(unfilled, [1004, 1003], "the 9th is whole");
    // What a term is counted from is as on the lesson's own page, so that both say the same instant.
    for row in page.lessons.iter().chain(&page.unfilled) {
        let (_, own) = self::lesson(&store, ORLOVA, row.lesson.id).await.unwrap();
        assert!(row.last_bell.is_some(), "{:?}", row.lesson);
        assert_eq!(row.last_bell, own.last_bell);
        assert_eq!(row.excused, own.sheet.excuse.is_some());
    }
    let lesson = &page.unfilled[1];
    assert_eq!(
        (lesson.marks, lesson.absent, lesson.topic.as_deref()),
        (2, 1, Some("Корни"))
    );
    let page = store
        .today(&reader(ZIMIN), day("2026-11-18"), now)
        .await
        .unwrap();
    assert_eq!(page.lessons[0].lesson.id, SUBSTITUTED);
    assert!(
        page.unfilled.is_empty(),
        "Monday's lessons are not over at 09:30"
    );
    let sunday = store
        .today(&reader(DEPUTY), day("2026-11-15"), now)
        .await
        .unwrap();
    assert!(sunday.lessons.is_empty() && sunday.unfilled.is_empty());
}

async fn who_sees_what(store: Case) {
    let table = [
        (ORLOVA, MONDAY, true),
        (ORLOVA, LessonId(2001), true),
        (ORLOVA, MONDAY_7A, false),
        // Pupils of another class are in it.
        (ORLOVA, CHESS_MONDAY, false),
        (ZIMIN, MONDAY, false),
        (ZIMIN, SUBSTITUTED, true),
        (ZIMIN, MONDAY_7A, true),
        (LEBEDEVA, MONDAY, false),
        (DEPUTY, MONDAY, true),
        (ADMIN, MONDAY, false),
        (PARENT, MONDAY, false),
        (DEPUTY, LessonId(404), false),
    ];
    // Twice: what was built for one reader is not shown to another.
    for (person, id, seen) in table.into_iter().chain(table) {
        assert_eq!(
            lesson(&store, person, id).await.is_some(),
            seen,
            "{person} {id}"
        );
        let log = store
            .sheet_log(&reader(person), id.into(), 0, 9)
            .await
            .unwrap();
        assert_eq!(log.is_some(), seen, "log: {person} {id}");
    }
    assert!(
        journal(&store, ZIMIN, ALGEBRA_7B).await.is_none(),
        "one lesson is not the journal"
    );
    assert!(
        journal(&store, ZIMIN, ALGEBRA_7A).await.is_some(),
        "the class teacher reads all"
    );
    assert!(journal(&store, DEPUTY, CHESS).await.is_some());
    assert!(journal(&store, PARENT, ALGEBRA_7B).await.is_none());
}

async fn versions_move_only_with_what_is_shown(store: Case) {
    let now = "2026-11-16T11:30";
    let (version, _) = lesson(&store, ORLOVA, MONDAY).await.unwrap();
    let ask = async |version: &str| {
        store
            .open_lesson(&reader(ORLOVA), MONDAY, Some(version))
            .await
            .unwrap()
            .unwrap()
    };
    assert_eq!(ask(&version).await, Versioned::Unchanged);
    // English moves: not shown here. Refused: nothing has moved.
    let english = vec![submitted(
        1,
        change(1, LessonId(2001), at(now), roll_call()),
    )];
    store
        .apply_changes(batch(ZIMIN, now, english))
        .await
        .unwrap();
    assert_eq!(ask(&version).await, Versioned::Unchanged);
    let late = absence(ABRAMOV, "present", "late:99");
    let refused = vec![submitted(1, change(2, MONDAY, at(now), late))];
    store
        .apply_changes(batch(ORLOVA, now, refused))
        .await
        .unwrap();
    assert_eq!(ask(&version).await, Versioned::Unchanged);
    // The parallel class's homework moves: it is shown.
    let homework = Homework {
        text: "§ 13".into(),
        ..Homework::default()
    };
    let edit = Edit::Homework {
        slot: 0,
        step: FromTo::new(None, Some(homework)),
    };
    let parallel = vec![submitted(1, change(3, MONDAY_7A, at(now), edit))];
    store
        .apply_changes(batch(LEBEDEVA, now, parallel))
        .await
        .unwrap();
    let Versioned::Page {
        version: second,
        page,
    } = ask(&version).await
    else {
        panic!("stale")
    };
    let page = page.read().unwrap();
    assert_eq!(page.parallels[0].homework.text, "§ 13");
    // The lesson itself.
    let own = vec![submitted(2, change(4, MONDAY, at(now), roll_call()))];
    store.apply_changes(batch(ORLOVA, now, own)).await.unwrap();
    let Versioned::Page {
        version: third,
        page,
    } = ask(&second).await
    else {
        panic!("stale")
    };
    let page = page.read().unwrap();
    assert!(page.sheet.roll_call.is_some());
    assert_eq!(ask(&third).await, Versioned::Unchanged);
    // The journal's page has versions too, one for each period.
    let on = day("2026-11-16");
    let open = async |period: Option<PeriodId>, known: Option<&str>| {
        store
            .open_journal(&reader(ORLOVA), ALGEBRA_7B, period, on, known)
            .await
            .unwrap()
            .unwrap()
    };
    let Versioned::Page { version, .. } = open(None, None).await else {
        panic!("no page")
    };
    assert_eq!(open(None, Some(&version)).await, Versioned::Unchanged);
    assert!(matches!(
        open(Some(PeriodId(1)), Some(&version)).await,
        Versioned::Page { .. }
    ));
}

/// Every page of every person is the same as the model's.
pub async fn assert_as_in_the_model(store: &Case, model: &Case) {
    let on = day("2026-11-16");
    let now = at("2026-11-17T12:00");
    for person in [ORLOVA, ZIMIN, LEBEDEVA, DEPUTY, PARENT] {
        let reader = reader(person);
        for id in (1001..=1007)
            .chain([2001, 3001, 4001, 4002, 5001])
            .map(LessonId)
        {
            let ours = store.open_lesson(&reader, id, None).await.unwrap();
            assert_eq!(ours, model.open_lesson(&reader, id, None).await.unwrap());
            let ours = store.sheet_log(&reader, id.into(), 0, 99).await.unwrap();
            assert_eq!(
                ours,
                model.sheet_log(&reader, id.into(), 0, 99).await.unwrap()
            );
        }
        for id in (1..=5).map(JournalId) {
            for period in [None, Some(PeriodId(1)), Some(PeriodId(2))] {
                let ours = store
                    .open_journal(&reader, id, period, on, None)
                    .await
                    .unwrap();
                let theirs = model
                    .open_journal(&reader, id, period, on, None)
                    .await
                    .unwrap();
                assert_eq!(ours, theirs);
            }
        }
        let ours = store.today(&reader, on, now).await.unwrap();
        assert_eq!(ours, model.today(&reader, on, now).await.unwrap());
        let ours = store.feed_since(&reader, 0, 1000).await.unwrap();
        assert_eq!(ours, model.feed_since(&reader, 0, 1000).await.unwrap());
    }
}

async fn pages_are_as_in_the_model(store: Case) {
    assert_as_in_the_model(&store, &model().await).await;
}

async fn the_rules(store: Case) {
    let rules = store.rules(SchoolId(1)).await.unwrap().unwrap();
    assert_eq!(
        (rules.regulation.id.as_str(), rules.codes.id.as_str()),
        ("sgo-154", "sgo")
    );
    assert_eq!(rules.work_kinds[1].marking_days, Some(5));
    assert_eq!(rules.periods.len(), 2);
    assert_eq!(store.rules(SchoolId(404)).await.unwrap(), None);
}

async fn a_school_comes_once(store: Case) {
    let again = store.import(school(1)).await;
    assert!(
        matches!(again, Err(StoreError::SchoolExists(SchoolId(1)))),
        "{again:?}"
    );
}

async fn broken_bundles_store_nothing(store: Case) {
    let mut stranger = school(2);
    stranger.memberships[0].pupil = PupilId(404);
    let mut unknown = school(2);
    unknown.school.regulation = "нет такого".into();
    let mut apart = school(2);
    apart.history.swap(0, 3);
    let mut disagrees = school(2);
    disagrees.history.push(past(
        40,
        4001,
        LEBEDEVA,
        "2026-11-12T10:00",
        absence(PupilId(201), "late:1", "absent"),
    ));
    let mut twice = school(2);
    twice.history[1].change.id = twice.history[0].change.id;
    for broken in [stranger, unknown, apart, disagrees, twice] {
        let refused = store.import(broken).await;
        assert!(matches!(refused, Err(StoreError::Failed(_))), "{refused:?}");
    }
    assert_eq!(store.import(school(2)).await.unwrap().lessons, 12);
}

async fn two_schools_do_not_meet(store: Case) {
    let imported = store.import(school(2)).await.unwrap();
    assert_eq!(
        (imported.journals, imported.pupils, imported.changes),
        (5, 8, 12)
    );
    let now = "2026-11-16T09:30";
    let changes = vec![submitted(1, change(1, MONDAY, at(now), roll_call()))];
    let mut second = batch(ORLOVA, now, changes.clone());
    second.school = SchoolId(2);
    store.apply_changes(second).await.unwrap();
    let (_, page) = lesson(&store, ORLOVA, MONDAY).await.unwrap();
    assert!(page.sheet.roll_call.is_none());
    let feed = store.feed_since(&reader(ORLOVA), 12, 10).await.unwrap();
    assert!(feed.changes.is_empty());
    // The same ids, device and numbers are free in the other school.
    let first = store
        .apply_changes(batch(ORLOVA, now, changes))
        .await
        .unwrap();
    let applied = journal::ChangeOutcome::Applied {
        seq: 13,
        verdict: Verdict::OnTime,
    };
    assert_eq!(
        first,
        BatchOutcome::Stored {
            outcomes: vec![applied],
            last_n: 1,
            denied: Vec::new(),
        }
    );
}
