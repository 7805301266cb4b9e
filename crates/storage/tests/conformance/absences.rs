//! What a class misses: its week, the day of all classes, one pupil over a period, and the term of
//! reasons, on each database.

use crate::fixture::*;
use crate::stage::on_both_databases;
use journal::view::{AbsencesPage, AbsentPage, ClassWeekPage};
use journal::*;
use std::sync::Arc;
use storage::{BatchOutcome, Shown, Store};

on_both_databases!(
    a_week_holds_every_lesson_that_pupils_of_the_class_are_taught_in,
    a_week_is_the_class_teachers_and_theirs_who_read_every_journal,
    what_two_teachers_mark_is_one_day_of_the_class,
    a_day_tells_of_all_classes_to_those_who_manage_the_school,
    a_pupil_has_the_absences_of_a_period_with_their_papers,
    a_reason_is_due_a_week_after_the_lesson,
);

type Case = Arc<dyn Store>;

const CLASS: ClassId = ClassId(1);
const TODAY: &str = "2026-11-16";
const ENGLISH_MONDAY: LessonId = LessonId(2001);

async fn shown(store: &Case, who: PersonId) -> Shown<ClassWeekPage> {
    let who = reader(who);
    let page = store.class_week(&who, CLASS, day("2026-11-18"));
    page.await.unwrap()
}

async fn week(store: &Case, who: PersonId) -> ClassWeekPage {
    shown(store, who).await.page().unwrap()
}

async fn absent(store: &Case, who: PersonId) -> AbsentPage {
    let (who, now) = (reader(who), at("2026-11-16T11:00"));
    let page = store.absent(&who, Some(day(TODAY)), now);
    page.await.unwrap().unwrap()
}

async fn absences(store: &Case, who: PersonId, pupil: PupilId) -> Shown<AbsencesPage> {
    let (who, now) = (reader(who), at("2026-11-16T11:00"));
    let page = store.absences(&who, (pupil, None), now);
    page.await.unwrap()
}

/// Writes edits as a person's next changes, at a moment.
async fn write(
    store: &Case,
    (by, moment): (PersonId, &str),
    from: u64,
    edits: Vec<(LessonId, Edit)>,
) -> Vec<ChangeOutcome> {
    let numbered = (from..).zip(edits);
    let changes = numbered.map(|(n, (lesson, edit))| {
        let id = u64::try_from(by.0).unwrap() * 1000 + n;
        submitted(n, change(id, lesson, at(moment), edit))
    });
    let sent = batch(by, moment, changes.collect());
    match store.apply_changes(sent).await.unwrap() {
        BatchOutcome::Stored { outcomes, .. } => outcomes,
        other => panic!("{other:?}"),
    }
}

fn taken(outcomes: &[ChangeOutcome]) -> bool {
    let is = |outcome: &ChangeOutcome| matches!(outcome, ChangeOutcome::Applied { .. });
    outcomes.iter().all(is)
}

fn confirmed(title: &str, received: &str) -> AbsenceReason {
    AbsenceReason {
        kind: ReasonKind::Illness,
        standing: Standing::Confirmed,
        document: Some(Document {
            title: title.to_owned(),
            received: day(received),
        }),
    }
}

fn reason(pupil: PupilId, new: AbsenceReason) -> Edit {
    Edit::Reason {
        pupil,
        step: FromTo::new(None, Some(new)),
    }
}

/// Subgroups and a group of two classes too; of the others of that group nothing is told.
async fn a_week_holds_every_lesson_that_pupils_of_the_class_are_taught_in(store: Case) {
    let lost = absence(PupilId(201), "present", "absent");
    let outcomes = write(
        &store,
        (ZIMIN, "2026-11-16T13:20"),
        1,
        vec![(CHESS_MONDAY, lost)],
    );
    assert!(taken(&outcomes.await));
    let page = week(&store, ORLOVA).await;
    assert_eq!((page.title.as_str(), page.monday), ("7Б", day(TODAY)));
    let names: Vec<i64> = page.members.iter().map(|member| member.pupil.0).collect();
    assert_eq!(names, [101, 103, 104, 102, 106], "Громов has left");
    let told = page.lessons.iter().map(|lesson| {
        let pupils = lesson.pupils.as_ref();
        let pupils = pupils.map(|some| some.iter().map(|pupil| pupil.0).collect::<Vec<_>>());
        (lesson.sheet.lesson.id.0, pupils)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (1005, None),
            (2001, Some(vec![101, 102, 103])),
            (3001, Some(vec![104, 106])),
            (5001, Some(vec![101])),
            (1006, None),
            (1007, None),
        ]
    );
    let own = |lesson: &view::ClassLesson| lesson.relation.class_teacher;
    assert!(
        page.lessons.iter().all(own),
        "of the group of two classes too"
    );
    let chess = page
        .lessons
        .iter()
        .find(|one| one.sheet.lesson.id == CHESS_MONDAY);
    assert!(chess.unwrap().sheet.entries.is_empty());
    let given = page
        .lessons
        .iter()
        .find(|one| one.sheet.lesson.id == SUBSTITUTED);
    assert_eq!(given.unwrap().teacher.last, "Зимин");
}

async fn a_week_is_the_class_teachers_and_theirs_who_read_every_journal(store: Case) {
    let marked = vec![(MONDAY, mark(BELOVA, ORAL, None, "5"))];
    assert!(taken(
        &write(&store, (ORLOVA, "2026-11-16T09:40"), 1, marked).await
    ));
    let marks = |page: &ClassWeekPage| {
        let entries = page
            .lessons
            .iter()
            .flat_map(|one| one.sheet.entries.values());
        entries.map(|entry| entry.marks.len()).sum::<usize>()
    };
    assert_eq!(marks(&week(&store, ORLOVA).await), 1);
    assert_eq!(
        marks(&week(&store, DEPUTY).await),
        0,
        "marks are read in the journal"
    );
    // The class teacher of another class, who teaches in this one; who keeps accounts; a parent.
    for who in [ZIMIN, ADMIN, PARENT] {
        assert!(matches!(shown(&store, who).await, Shown::Hidden), "{who}");
    }
    let deputy = reader(DEPUTY);
    let unknown = store.class_week(&deputy, ClassId(99), day(TODAY));
    assert!(matches!(unknown.await.unwrap(), Shown::Missing));
}

/// SGO154-3.2.10, SP14-12a, SP14-7c: two teachers mark a pupil absent, and the day shows both lessons; a
/// day is missed as a whole while no other lesson of it was kept.
async fn what_two_teachers_mark_is_one_day_of_the_class(store: Case) {
    let gone = |lesson| (lesson, absence(ABRAMOV, "present", "absent"));
    let own = vec![gone(MONDAY), (MONDAY, roll_call())];
    assert!(taken(
        &write(&store, (ORLOVA, "2026-11-16T09:30"), 1, own).await
    ));
    let other = vec![
        gone(ENGLISH_MONDAY),
        (ENGLISH_MONDAY, absence(ELKIN, "present", "late:7")),
        (ENGLISH_MONDAY, roll_call()),
    ];
    assert!(taken(
        &write(&store, (ZIMIN, "2026-11-16T10:30"), 1, other).await
    ));
    let of = async |pupil: PupilId| {
        let page = week(&store, ORLOVA).await;
        let member = page.members.iter().find(|one| one.pupil == pupil).unwrap();
        page.missed_on(member, day(TODAY))
    };
    let missed = of(ABRAMOV).await;
    assert_eq!((missed.lessons.total(), missed.lessons.none), (2, 2));
    assert!(missed.is_whole_day(), "nobody has kept chess yet");
    let late = of(ELKIN).await;
    assert_eq!((late.late, late.minutes, late.lessons.total()), (1, 7, 0));

    let given = [MONDAY, ENGLISH_MONDAY].map(|lesson| {
        let reason = reason(ABRAMOV, confirmed("справка № 3", TODAY));
        (lesson, reason)
    });
    let given = given.into_iter().collect();
    assert!(taken(
        &write(&store, (ORLOVA, "2026-11-16T14:00"), 3, given).await
    ));
    let missed = of(ABRAMOV).await;
    assert_eq!((missed.lessons.illness, missed.confirmed), (2, 2));
    assert_eq!((missed.days.illness, missed.lessons.none), (1, 0));

    let came = vec![(CHESS_MONDAY, roll_call())];
    assert!(taken(
        &write(&store, (ZIMIN, "2026-11-16T13:30"), 4, came).await
    ));
    let missed = of(ABRAMOV).await;
    assert!(!missed.is_whole_day(), "was at chess");
    assert_eq!(missed.lessons.total(), 2);
}

/// EPOS1-1.2-2b: what is marked in a lesson stands in the list of the day at once.
async fn a_day_tells_of_all_classes_to_those_who_manage_the_school(store: Case) {
    let gone = vec![(MONDAY, absence(BELOVA, "present", "absent"))];
    assert!(taken(
        &write(&store, (ORLOVA, "2026-11-16T09:30"), 1, gone).await
    ));
    for who in [DEPUTY, ADMIN] {
        let page = absent(&store, who).await;
        let titles = page.classes.iter().map(|class| class.title.as_str());
        assert_eq!(titles.collect::<Vec<_>>(), ["7А", "7Б"]);
        let class = &page.classes[1];
        let names = class.absent.iter().map(|pupil| pupil.name.last.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["Белова"]);
        assert_eq!(
            (class.whole(), class.part(), class.unexplained()),
            (1, 0, 1)
        );
        assert_eq!((class.pupils, class.lessons, class.called), (5, 4, 0));
    }
    let own = absent(&store, ORLOVA).await;
    let titles = own.classes.iter().map(|class| class.title.as_str());
    assert_eq!(titles.collect::<Vec<_>>(), ["7Б"]);
    assert_eq!(absent(&store, LEBEDEVA).await.classes, []);
}

/// KZ1-2.2e, EPOS1-1.1-3a.
async fn a_pupil_has_the_absences_of_a_period_with_their_papers(store: Case) {
    let page = absences(&store, ORLOVA, VOLKOV).await.page().unwrap();
    assert_eq!(
        (page.name.last.as_str(), &page.classes[..]),
        ("Волков", &["7Б".to_owned()][..])
    );
    let [line] = &page.lines[..] else {
        panic!("{page:?}")
    };
    assert_eq!(line.lesson.id, LessonId(1003));
    assert_eq!(line.reason, Some(confirmed("справка № 12", "2026-11-12")));
    assert!(line.whole_day);
    assert_eq!((page.total.confirmed, page.total.days.illness), (1, 1));
    let page = absences(&store, DEPUTY, ABRAMOV).await.page().unwrap();
    assert_eq!((page.lines.len(), page.total.lessons.none), (1, 1));
    for who in [ZIMIN, PARENT] {
        let hidden = absences(&store, who, ABRAMOV).await;
        assert!(matches!(hidden, Shown::Hidden), "{who}");
    }
}

/// SGO154P-1.4.9b: seven days, and a class teacher of another class gives none (SGO154P-1.4.9a).
async fn a_reason_is_due_a_week_after_the_lesson(store: Case) {
    const MISSED: LessonId = LessonId(1002);
    let said = || {
        vec![(
            MISSED,
            reason(ABRAMOV, confirmed("справка № 9", "2026-11-16")),
        )]
    };
    let unsaid = Edit::Reason {
        pupil: ABRAMOV,
        step: FromTo::new(Some(confirmed("справка № 9", "2026-11-16")), None),
    };
    let clause = |outcomes: &[ChangeOutcome]| match &outcomes[0] {
        ChangeOutcome::Applied { verdict, .. } => verdict.clause().map(|clause| clause.id.clone()),
        ChangeOutcome::Refused {
            problem: ChangeRefusal::Judged { verdict },
        } => Some(format!("refused: {}", verdict.clause().unwrap().id)),
        other => panic!("{other:?}"),
    };
    // Who teaches the pupil confirms nothing; a lesson of another's class is not there for a stranger.
    let own = vec![(ENGLISH_MONDAY, said().remove(0).1)];
    let another = write(&store, (ZIMIN, "2026-11-16T12:00"), 1, own).await;
    assert_eq!(clause(&another).as_deref(), Some("refused: SGO154P-1.4.9a"));
    let another = write(&store, (ZIMIN, "2026-11-16T12:00"), 2, said()).await;
    let problem = ChangeRefusal::NoSuchSheet;
    assert_eq!(another, [ChangeOutcome::Refused { problem }]);
    let on_time = write(&store, (ORLOVA, "2026-11-16T23:59"), 1, said()).await;
    assert_eq!(clause(&on_time), None);
    let back = write(
        &store,
        (ORLOVA, "2026-11-16T23:59"),
        2,
        vec![(MISSED, unsaid)],
    )
    .await;
    assert!(taken(&back));
    let late = write(&store, (ORLOVA, "2026-11-17T00:01"), 3, said()).await;
    assert_eq!(clause(&late).as_deref(), Some("SGO154P-1.4.9b"));
}
