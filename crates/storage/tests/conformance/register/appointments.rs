//! A lesson is whose the appointment to its journal is on its day, on each database.

use super::people::free;
use super::*;
use crate::stage::on_both_databases;
use journal::view::LessonPage;
use storage::{Batch, Opened, Reader, Submitted};

on_both_databases!(
    a_lesson_is_written_by_who_is_appointed_on_its_day,
    what_was_written_while_one_was_appointed_is_taken_when_it_comes,
    whose_appointment_is_removed_stands_in_for_nobody,
    a_former_teacher_reads_the_journal,
    a_day_lists_the_lessons_of_who_gives_them,
    who_stands_in_for_the_main_teacher_gives_the_lessons,
    a_later_main_teacher_gives_the_lessons_though_nobody_ended_the_first,
    the_rows_of_who_stood_in_go_to_the_latest_main_teacher,
    for_who_has_left_somebody_may_stand_in,
    whose_role_has_ended_meanwhile_writes_nothing,
);

const BEFORE: &str = "2026-11-15";
const AFTER: &str = "2026-11-16";
const THURSDAY: &str = "2026-11-12";
/// Lessons of 7А, in whose rows Lebedeva stands.
const THURSDAY_7A: LessonId = LessonId(4001);

fn reads_on(person: PersonId, on: &str) -> Reader {
    Reader {
        at: crate::fixture::at(&format!("{on}T11:00")),
        ..reader(person)
    }
}

/// The appointment of Lebedeva to the algebra of 7А.
async fn of_lebedeva(store: &Case) -> (RecordRef, TeachingRecord) {
    let all = list(store, RecordKind::Teaching).await.records;
    let found = all.into_iter().find_map(|line| match line.record {
        Record::Teaching(it) if it.journal == ALGEBRA_7A => Some((line.id, it)),
        _ => None,
    });
    let (id, it) = found.unwrap();
    assert_eq!(it.teacher, LEBEDEVA);
    (RecordKind::Teaching.at(id), it)
}

/// Lebedeva teaches 7А until the 15th, Orlova from the 16th.
async fn handed_over(store: &Case) {
    let (at, was) = of_lebedeva(store).await;
    let until = Record::Teaching(TeachingRecord {
        until: Some(day(BEFORE)),
        ..was.clone()
    });
    let was = Record::Teaching(was);
    applied(store, amendment(1, at, Some(was.clone()), Some(until))).await;
    let Record::Teaching(was) = was else {
        unreachable!()
    };
    let from = Record::Teaching(TeachingRecord {
        teacher: ORLOVA,
        from: Some(day(AFTER)),
        ..was
    });
    let next = free(store, RecordKind::Teaching).await;
    applied(store, amendment(2, next, None, Some(from))).await;
}

/// What becomes of a confirmed roll call: «taken», «forbidden» to whom the journal is not, or by another
/// clause.
async fn written(store: &Case, n: u64, person: PersonId, lesson: LessonId, on: &str) -> String {
    let moment = format!("{on}T12:15");
    received(
        store,
        (n, person),
        (lesson, roll_call()),
        (&moment, &moment),
    )
    .await
}

/// What becomes of an edit that a device says was made at one moment and that comes at another.
async fn received(
    store: &Case,
    (n, person): (u64, PersonId),
    (lesson, edit): (LessonId, Edit),
    (made, received): (&str, &str),
) -> String {
    let id = 100 * u64::try_from(person.0).unwrap() + n;
    let one = change(id, lesson, crate::fixture::at(made), edit);
    outcome(store, batch(person, received, vec![submitted(n, one)])).await
}

async fn outcome(store: &Case, batch: Batch) -> String {
    let BatchOutcome::Stored { outcomes, .. } = store.apply_changes(batch).await.unwrap() else {
        panic!("not stored")
    };
    match &*outcomes {
        [ChangeOutcome::Applied { .. }] => "taken".to_owned(),
        [
            ChangeOutcome::Refused {
                problem:
                    ChangeRefusal::Judged {
                        verdict: Verdict::Forbidden { clause },
                    },
            },
        ] => match clause.as_ref().map_or("nothing", |clause| &clause.id) {
            "SGO154-2.3d" => "forbidden".to_owned(),
            other => format!("forbidden by {other}"),
        },
        [ChangeOutcome::Held] => "held".to_owned(),
        other => panic!("{other:?}"),
    }
}

async fn a_lesson_is_written_by_who_is_appointed_on_its_day(store: Case) {
    handed_over(&store).await;
    let (forbidden, taken) = ("forbidden", "taken");
    for (n, person, lesson, on, expected) in [
        (1, ORLOVA, THURSDAY_7A, BEFORE, forbidden),
        (2, ORLOVA, THURSDAY_7A, AFTER, forbidden),
        (3, ORLOVA, MONDAY_7A, AFTER, taken),
        // Hers until the last day, and none of them after it.
        (1, LEBEDEVA, THURSDAY_7A, BEFORE, taken),
        (2, LEBEDEVA, THURSDAY_7A, AFTER, forbidden),
        (3, LEBEDEVA, MONDAY_7A, AFTER, forbidden),
    ] {
        let is = written(&store, n, person, lesson, on).await;
        assert_eq!(is, expected, "{person}: {lesson} on {on}");
    }
}

/// The rows of the timetable stay, and are no substitution for anybody; what is taken back gives the
/// lessons back.
async fn whose_appointment_is_removed_stands_in_for_nobody(store: Case) {
    let (at, was) = of_lebedeva(&store).await;
    let was = Some(Record::Teaching(was));
    applied(&store, amendment(1, at, was.clone(), None)).await;
    assert_eq!(of_day(&store, LEBEDEVA, THURSDAY).await, []);
    assert!(page(&store, &reader(LEBEDEVA), THURSDAY_7A).await.is_none());
    let edit = (THURSDAY_7A, roll_call());
    let sent = change(1, edit.0, crate::fixture::at("2026-11-12T12:15"), edit.1);
    let sent = batch(LEBEDEVA, "2026-11-12T12:15", vec![submitted(1, sent)]);
    let BatchOutcome::Stored { outcomes, .. } = store.apply_changes(sent).await.unwrap() else {
        panic!("not stored")
    };
    let is_unseen = matches!(
        &*outcomes,
        [ChangeOutcome::Refused {
            problem: ChangeRefusal::NoSuchSheet
        }]
    );
    assert!(is_unseen, "{outcomes:?}");
    applied(&store, amendment(2, at, None, was)).await;
    assert_eq!(of_day(&store, LEBEDEVA, THURSDAY).await, [THURSDAY_7A]);
    assert_eq!(
        written(&store, 2, LEBEDEVA, THURSDAY_7A, THURSDAY).await,
        "taken"
    );
}

/// The appointment has ended by the time the network is back: what was written while it went on is
/// taken as it would have been then, and marked as being so by the device's word.
async fn what_was_written_while_one_was_appointed_is_taken_when_it_comes(store: Case) {
    handed_over(&store).await;
    let (written, back) = ("2026-11-15T12:15", "2026-11-17T08:00");
    let absent = |pupil| absence(PupilId(pupil), "present", "absent");
    let cases = [
        // Heard for the last time on the 12th.
        (
            1,
            THURSDAY_7A,
            roll_call(),
            ("2026-11-12T12:15", "2026-11-12T12:15"),
            "taken",
        ),
        (2, THURSDAY_7A, absent(201), (written, back), "taken"),
        // On the first day that is no longer hers.
        (
            3,
            THURSDAY_7A,
            absent(202),
            ("2026-11-16T00:01", back),
            "forbidden",
        ),
        // A day of another's, whenever it was written.
        (4, MONDAY_7A, roll_call(), (written, back), "forbidden"),
    ];
    for (n, lesson, edit, moments, expected) in cases {
        let is = received(&store, (n, LEBEDEVA), (lesson, edit), moments).await;
        assert_eq!(is, expected, "{n}");
    }
    let who = reads_on(DEPUTY, AFTER);
    let log = store.sheet_log(&who, THURSDAY_7A.into(), 0, 20).await;
    let marked: Vec<_> = log.unwrap().unwrap().changes;
    let marked: Vec<_> = marked.iter().map(|row| row.in_time_by_device).collect();
    assert_eq!(marked, [false, false, false, true], "{marked:?}");
    // By a clock in doubt a person decides; while the network is there nobody writes back in time.
    let id = 100 * u64::try_from(LEBEDEVA.0).unwrap() + 5;
    let one = change(id, THURSDAY_7A, crate::fixture::at(written), absent(202));
    let doubted = Submitted {
        clock_suspect: true,
        ..submitted(5, one)
    };
    let is = outcome(&store, batch(LEBEDEVA, "2026-11-17T08:01", vec![doubted])).await;
    assert_eq!(is, "held");
    let online = (written, "2026-11-17T08:30");
    let edit = (THURSDAY_7A, absent(202));
    let is = received(&store, (6, LEBEDEVA), edit, online).await;
    assert_eq!(is, "forbidden");
}

async fn page(store: &Case, who: &Reader, lesson: LessonId) -> Option<(String, LessonPage)> {
    match store.open_lesson(who, lesson, None).await.unwrap()? {
        Versioned::Page { version, page } => Some((version, page.read().unwrap())),
        Versioned::Unchanged => panic!("no version was known"),
    }
}

async fn a_former_teacher_reads_the_journal(store: Case) {
    handed_over(&store).await;
    let (own, taught) = ((true, false), (false, true));
    for (person, on, thursday, monday, whole) in [
        (LEBEDEVA, BEFORE, own, taught, own),
        (LEBEDEVA, AFTER, taught, taught, taught),
        (ORLOVA, BEFORE, taught, own, own),
        (ORLOVA, AFTER, taught, own, own),
    ] {
        let name = format!("{person} on {on}");
        let who = reads_on(person, on);
        for (lesson, stands) in [(THURSDAY_7A, thursday), (MONDAY_7A, monday)] {
            let (_, page) = page(&store, &who, lesson).await.unwrap();
            let it = page.relation;
            assert_eq!((it.own_journal, it.taught), stands, "{name}: {lesson}");
            assert!(!it.substitute, "{name}: {lesson}");
            assert_eq!(page.teachings.len(), 2, "{name}: {lesson}");
            let others = store.others_journal(&who, Opened::Lesson(lesson));
            let is_logged = others.await.unwrap().is_some();
            assert_eq!(is_logged, stands == taught, "{name}: {lesson}");
            let log = store.sheet_log(&who, lesson.into(), 0, 10).await.unwrap();
            assert!(log.is_some(), "{name}: {lesson}");
        }
        let opened = store.open_journal(&who, ALGEBRA_7A, None, day(on), None);
        let Some(Versioned::Page { page, .. }) = opened.await.unwrap() else {
            panic!("{name}")
        };
        let page = page.read().unwrap();
        let it = page.relation;
        assert_eq!((it.own_journal, it.taught), whole, "{name}");
        let list = store.journals(&who, None, who.at).await.unwrap().unwrap();
        let row = list.journals.iter().find(|row| row.journal == ALGEBRA_7A);
        let it = row.unwrap().relation;
        assert_eq!((it.own_journal, it.taught), whole, "{name}");
    }
    // What was kept of the last day is another page on the next.
    let (version, _) = page(&store, &reads_on(LEBEDEVA, BEFORE), THURSDAY_7A)
        .await
        .unwrap();
    let again = reads_on(LEBEDEVA, AFTER);
    let again = store.open_lesson(&again, THURSDAY_7A, Some(&version)).await;
    let again = again.unwrap().unwrap();
    assert!(matches!(again, Versioned::Page { .. }), "{again:?}");
    // Nobody else comes in by that.
    assert!(page(&store, &reader(PARENT), THURSDAY_7A).await.is_none());
}

async fn of_day(store: &Case, person: PersonId, on: &str) -> Vec<LessonId> {
    let who = reads_on(person, on);
    let today = store.today(&who, day(on), who.at).await.unwrap();
    today.lessons.iter().map(|row| row.lesson.id).collect()
}

async fn a_day_lists_the_lessons_of_who_gives_them(store: Case) {
    assert!(of_day(&store, LEBEDEVA, AFTER).await.contains(&MONDAY_7A));
    handed_over(&store).await;
    assert!(!of_day(&store, LEBEDEVA, AFTER).await.contains(&MONDAY_7A));
    assert_eq!(of_day(&store, ORLOVA, AFTER).await, [MONDAY, MONDAY_7A]);
    let teacher = async |lesson| {
        let page = page(&store, &reader(DEPUTY), lesson).await;
        page.unwrap().1.teacher.last.clone()
    };
    assert_eq!(teacher(THURSDAY_7A).await, "Лебедева");
    assert_eq!(teacher(MONDAY_7A).await, "Орлова");
    // The past two weeks of an appointment that is over are nobody's to fill in.
    let who = reads_on(LEBEDEVA, AFTER);
    let today = store.today(&who, day(AFTER), who.at).await.unwrap();
    let mut unfilled = today.unfilled.iter();
    assert!(!unfilled.any(|row| row.lesson.journal == ALGEBRA_7A));
}

/// SGO154-3.2.12: writing works in the days of the illness, and is refused after them.
async fn who_stands_in_for_the_main_teacher_gives_the_lessons(store: Case) {
    let (_, main) = of_lebedeva(&store).await;
    let stand_in = Record::Teaching(TeachingRecord {
        teacher: ORLOVA,
        part: TeachingPart::Temporary,
        from: Some(day(THURSDAY)),
        until: Some(day(BEFORE)),
        ..main
    });
    let next = free(&store, RecordKind::Teaching).await;
    applied(&store, amendment(1, next, None, Some(stand_in))).await;
    assert_eq!(of_day(&store, ORLOVA, THURSDAY).await, [THURSDAY_7A]);
    assert_eq!(of_day(&store, LEBEDEVA, THURSDAY).await, []);
    let all_day = of_day(&store, LEBEDEVA, AFTER).await;
    assert!(all_day.contains(&MONDAY_7A), "{all_day:?}");
    // What was left undone in those days is for whoever may write it now.
    for (person, on, expected) in [
        (ORLOVA, BEFORE, true),
        (LEBEDEVA, BEFORE, false),
        (ORLOVA, AFTER, false),
        (LEBEDEVA, AFTER, true),
    ] {
        let who = reads_on(person, on);
        let today = store.today(&who, day(on), who.at).await.unwrap();
        let mut unfilled = today.unfilled.iter();
        let is = unfilled.any(|row| row.lesson.id == THURSDAY_7A);
        assert_eq!(is, expected, "{person} on {on}");
    }
    for (n, person, lesson, on, expected) in [
        (1, ORLOVA, THURSDAY_7A, THURSDAY, "taken"),
        (2, ORLOVA, THURSDAY_7A, AFTER, "forbidden"),
        (3, ORLOVA, MONDAY_7A, AFTER, "forbidden"),
        (1, LEBEDEVA, MONDAY_7A, AFTER, "taken"),
    ] {
        let is = written(&store, n, person, lesson, on).await;
        assert_eq!(is, expected, "{person}: {lesson} on {on}");
    }
}

async fn a_later_main_teacher_gives_the_lessons_though_nobody_ended_the_first(store: Case) {
    let (_, main) = of_lebedeva(&store).await;
    let second = Record::Teaching(TeachingRecord {
        teacher: ORLOVA,
        from: Some(day(AFTER)),
        ..main
    });
    let next = free(&store, RecordKind::Teaching).await;
    applied(&store, amendment(1, next, None, Some(second))).await;
    assert_eq!(of_day(&store, LEBEDEVA, THURSDAY).await, [THURSDAY_7A]);
    assert!(!of_day(&store, LEBEDEVA, AFTER).await.contains(&MONDAY_7A));
    assert!(of_day(&store, ORLOVA, AFTER).await.contains(&MONDAY_7A));
}

/// Whoever stood in for the first main teacher goes with the rows to the one who took over.
async fn the_rows_of_who_stood_in_go_to_the_latest_main_teacher(store: Case) {
    let (at, first) = of_lebedeva(&store).await;
    let was = Record::Teaching(first.clone());
    let stood_in = Record::Teaching(TeachingRecord {
        part: TeachingPart::Temporary,
        until: Some(day(BEFORE)),
        ..first.clone()
    });
    // The rows are Lebedeva's, who stands in until the 15th for a main teacher whom nobody has ended.
    applied(&store, amendment(1, at, Some(was), Some(stood_in))).await;
    for (n, teacher, from) in [(2, ZIMIN, None), (3, ORLOVA, Some(day(AFTER)))] {
        let main = Record::Teaching(TeachingRecord {
            teacher,
            part: TeachingPart::Main,
            from,
            ..first.clone()
        });
        let next = free(&store, RecordKind::Teaching).await;
        applied(&store, amendment(n, next, None, Some(main))).await;
    }
    assert!(of_day(&store, ORLOVA, AFTER).await.contains(&MONDAY_7A));
    assert!(!of_day(&store, ZIMIN, AFTER).await.contains(&MONDAY_7A));
}

/// A teacher has left and nobody is appointed yet: whoever is put into the row stands in.
async fn for_who_has_left_somebody_may_stand_in(store: Case) {
    let (at, was) = of_lebedeva(&store).await;
    let ended = Record::Teaching(TeachingRecord {
        teacher: ZIMIN,
        until: Some(day("2026-11-11")),
        ..was.clone()
    });
    let was = Some(Record::Teaching(was));
    applied(&store, amendment(1, at, was, Some(ended))).await;
    assert_eq!(
        written(&store, 1, LEBEDEVA, THURSDAY_7A, THURSDAY).await,
        "taken"
    );
}

/// The appointment still stands; the batch says the roles that the session began with.
async fn whose_role_has_ended_meanwhile_writes_nothing(store: Case) {
    assert_eq!(
        written(&store, 1, LEBEDEVA, THURSDAY_7A, THURSDAY).await,
        "taken"
    );
    end_roles(&store, LEBEDEVA).await;
    assert_eq!(
        written(&store, 2, LEBEDEVA, THURSDAY_7A, THURSDAY).await,
        "forbidden by SGO154P-1.4.16"
    );
}
