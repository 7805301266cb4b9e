//! «Класс»: reasons typed and given for several days, the whole day, who may, and how it looks.

use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::view::{AbsencesPage, AbsentPage, ClassWeekPage, Me};
use journal::{
    Attendance, Cell, Edit, FromTo, PersonId, PupilId, ReasonKind, Regulation, Relation, Role,
    Roles, RollCall, SchoolTime, Sheet, Standing, Timestamp,
};
use offline::{ListKey, ListPage, PageKey};
use rstest::rstest;
use school::demo::{DemoSpec, Size};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use storage::{Accounts, Journals, Reader, Registers, SqliteOptions, SqliteStore};
use zhurnal::effect::{Effect, Undoing};
use zhurnal::i18n::Language;
use zhurnal::ui::screen::today::TodayScreen;

/// The pages of the class teacher of the demonstration school.
struct Own {
    me: Me,
    week: ClassWeekPage,
    absent: AbsentPage,
    absences: AbsencesPage,
}

static OWN: LazyLock<Own> = LazyLock::new(|| {
    let spec = DemoSpec {
        size: Size::Small,
        ..DemoSpec::new("sgo-154", "none")
    };
    let bundle = school::demo::build(&spec);
    let class = bundle
        .classes
        .iter()
        .find(|class| class.title == "7Б")
        .unwrap();
    let (class, teacher) = (class.id, class.class_teacher.unwrap());
    let school = bundle.school.id;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("school.db");
        let store = SqliteStore::open(path, SqliteOptions::default()).unwrap();
        store.import(bundle).await.unwrap();
        let reader = Reader {
            school,
            person: teacher,
            roles: Roles(vec![Role::Teacher]),
            at: spec.now,
        };
        let day = SchoolTime::MOSCOW.local(spec.now).date();
        let week = store.class_week(&reader, class, day).await.unwrap();
        let week = week.page().unwrap();
        let most = week.members.iter().max_by_key(|member| {
            let missed = week.missed(member);
            missed.lessons.total() + missed.announced
        });
        let of = (most.unwrap().pupil, None);
        let absences = store.absences(&reader, of, spec.now).await.unwrap();
        Own {
            me: store.me(school, teacher, spec.now).await.unwrap().unwrap(),
            absent: store
                .absent(&reader, Some(day), spec.now)
                .await
                .unwrap()
                .unwrap(),
            absences: absences.page().unwrap(),
            week,
        }
    })
});

fn rules_of(profile: &str, stage: &mut Stage) {
    let mut rules = stage.desk.rules.clone().unwrap();
    rules.regulation = Regulation::shipped(profile).unwrap();
    rules.codes = journal::CodeTable::shipped(&rules.regulation.codes).unwrap();
    stage.desk.take_rules(rules);
}

/// The class on its day, as its class teacher opens it.
fn class_stage(language: Language) -> Stage {
    let own = &*OWN;
    let mut stage = Stage::new(language, (80, 24), Box::new(TodayScreen::default()));
    rules_of("sgo-154", &mut stage);
    stage.desk.me = Some(own.me.clone());
    let week = (own.week.class, own.week.monday);
    stage.desk.pages.classes.insert(week, own.week.clone());
    // Those of the stage are of another school.
    stage.desk.pages.lessons.clear();
    stage.desk.pages.journals.clear();
    stage.press(KeyCode::Char('k'), KeyModifiers::ALT);
    stage
}

fn screen(stage: &Stage) -> String {
    stage.rows().0.join("\n")
}

fn week(stage: &Stage) -> &ClassWeekPage {
    &stage.desk.pages.classes[&(OWN.week.class, OWN.week.monday)]
}

/// Marks a pupil in the lessons of the day shown, one sign each: «н» absent, «+» there, «?» not kept.
fn mark(stage: &mut Stage, row: usize, signs: &str) -> PupilId {
    let key = (OWN.week.class, OWN.week.monday);
    let page = stage.desk.pages.classes.get_mut(&key).unwrap();
    let (day, member) = (page.monday, page.members[row].clone());
    let lessons = page.lessons.iter_mut();
    let of_day = lessons.filter(|one| one.sheet.lesson.date == day && one.teaches(&member));
    for (lesson, sign) in of_day.zip(signs.chars()) {
        let sheet = &mut lesson.sheet;
        sheet.entries.remove(&member.pupil);
        sheet.roll_call = (sign != '?').then_some(RollCall {
            by: PersonId(1),
            at: Timestamp(0),
        });
        if sign == 'н' {
            let step = FromTo::new(Attendance::Present, Attendance::Absent);
            let edit = Edit::Attendance {
                pupil: member.pupil,
                step,
            };
            let by = RollCall {
                by: PersonId(1),
                at: Timestamp(0),
            };
            sheet.put(&edit, by);
        }
    }
    stage.settle();
    member.pupil
}

fn reasons(stage: &Stage, pupil: PupilId) -> Vec<Option<(ReasonKind, Standing)>> {
    let page = week(stage);
    let member = page.members.iter().find(|one| one.pupil == pupil).unwrap();
    let lessons = page.on(page.monday).filter(|one| one.teaches(member));
    let reason = |sheet: &Sheet| {
        let reason = sheet.entry(pupil)?.reason.as_ref()?;
        Some((reason.kind, reason.standing))
    };
    lessons.map(|one| reason(&one.sheet)).collect()
}

const ILL: Option<(ReasonKind, Standing)> = Some((ReasonKind::Illness, Standing::Confirmed));
const ANNOUNCED: Option<(ReasonKind, Standing)> = Some((ReasonKind::Illness, Standing::Announced));

/// SGO154P-1.4.9a, EPOS1-1.2-3b: one letter at the day goes to the lessons that were missed and, as an
/// announcement, to those that nobody has kept; not where the pupil was there. It is one gesture.
#[test]
fn a_letter_at_the_day_is_the_reason_of_all_its_absences() {
    let mut stage = class_stage(Language::Ru);
    let pupil = mark(&mut stage, 1, "н+н??");
    stage.key(KeyCode::Down).letters("б");
    let given = reasons(&stage, pupil);
    assert_eq!(
        &given[..4],
        [ILL, None, ILL, ANNOUNCED],
        "{}",
        stage.notice()
    );
    let gestures: BTreeSet<_> = stage.entered.iter().map(|change| change.gesture).collect();
    assert_eq!(gestures.len(), 1);
    let only_reasons = |cell: Cell| matches!(cell, Cell::Reason { .. });
    assert!(
        stage
            .entered
            .iter()
            .all(|change| only_reasons(change.edit.cell()))
    );
    stage.letters("u");
    assert!(matches!(
        stage.effects.last(),
        Some(Effect::Undo(Undoing::NewestIn(sheets))) if sheets.len() == OWN.week.lessons.len()
    ));
}

#[test]
fn a_letter_at_a_lesson_is_the_reason_of_that_one() {
    let mut stage = class_stage(Language::Ru);
    let pupil = mark(&mut stage, 0, "нн+");
    stage.key(KeyCode::Right).key(KeyCode::Right).letters("уп");
    let valid = Some((ReasonKind::Valid, Standing::Confirmed));
    assert_eq!(&reasons(&stage, pupil)[..3], [None, valid, None]);
    // Where the pupil was there is nothing to be excused.
    stage.key(KeyCode::Up).key(KeyCode::Right).letters("б");
    assert_eq!(reasons(&stage, pupil)[2], None);
    assert!(
        stage.notice().contains("ученик был на уроке"),
        "{}",
        stage.notice()
    );
}

#[test]
fn delete_at_the_day_takes_its_reasons_away() {
    let mut stage = class_stage(Language::Ru);
    let pupil = mark(&mut stage, 0, "нн+");
    stage.letters("б").key(KeyCode::Up);
    assert_eq!(&reasons(&stage, pupil)[..3], [ILL, ILL, None]);
    stage.pause(2.0).key(KeyCode::Delete);
    assert_eq!(
        &reasons(&stage, pupil)[..3],
        [None, None, None],
        "{}",
        stage.notice()
    );
    stage.pause(2.0).key(KeyCode::Delete);
    assert!(
        stage.notice().contains("снимать нечего"),
        "{}",
        stage.notice()
    );
}

/// Absent and late are the teacher's to mark.
#[test]
fn no_letter_of_attendance_is_taken_in_anothers_lesson() {
    let mut stage = class_stage(Language::Ru);
    let pupil = mark(&mut stage, 0, "++");
    let key = (OWN.week.class, OWN.week.monday);
    for lesson in &mut stage.desk.pages.classes.get_mut(&key).unwrap().lessons {
        lesson.relation.own_journal = false;
    }
    stage.key(KeyCode::Right).letters("о");
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    assert_eq!(reasons(&stage, pupil)[0], None);
}

/// Who only reads the class writes nothing into it, and hears whose it is.
#[test]
fn who_is_not_its_class_teacher_gives_no_reason() {
    let mut stage = class_stage(Language::Ru);
    let pupil = mark(&mut stage, 0, "нн");
    let key = (OWN.week.class, OWN.week.monday);
    for lesson in &mut stage.desk.pages.classes.get_mut(&key).unwrap().lessons {
        lesson.relation = Relation::default();
    }
    stage.desk.me.as_mut().unwrap().roles = Roles(vec![Role::Deputy]);
    stage.letters("б");
    assert!(stage.entered.is_empty());
    assert_eq!(reasons(&stage, pupil)[0], None);
    assert!(stage.notice().contains("п. "), "{}", stage.notice());
}

/// SGO154P-1.4.9b, SOLO2-8.5.1b: what has no reason is counted, with the term of the profile.
#[rstest]
#[case("sgo-154", "срок до ")]
#[case("solo-kommunar-2", "2 рабочих дня с документа (п. 8.5.1 Положения)")]
fn what_has_no_reason_is_counted_with_its_term(#[case] profile: &str, #[case] term: &str) {
    let mut stage = class_stage(Language::Ru);
    rules_of(profile, &mut stage);
    let key = (OWN.week.class, OWN.week.monday);
    for lesson in &mut stage.desk.pages.classes.get_mut(&key).unwrap().lessons {
        lesson.sheet.entries.clear();
    }
    mark(&mut stage, 0, "нн+");
    let shown = screen(&stage);
    assert!(shown.contains("Без причины: 2 у 1 ученика"), "{shown}");
    assert!(shown.contains(term), "{shown}");
    stage.letters("б");
    assert!(
        !screen(&stage).contains("Без причины"),
        "{}",
        screen(&stage)
    );
}

/// SOLO2-8.5.1a: three days by one form, with the number of the paper; and nothing while a week of them
/// is not here.
#[test]
fn a_form_gives_the_reason_of_several_days_as_one_gesture() {
    let mut stage = class_stage(Language::Ru);
    let pupil = mark(&mut stage, 0, "нн+");
    stage.press(KeyCode::Char('s'), KeyModifiers::ALT);
    let tab = |stage: &mut Stage| {
        stage.key(KeyCode::Tab);
    };
    tab(&mut stage);
    stage.letters("болезнь");
    tab(&mut stage);
    tab(&mut stage);
    stage.letters("27.11");
    tab(&mut stage);
    stage.letters("справка № 12");
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert!(stage.entered.is_empty(), "the next week is not here");
    assert!(
        stage.notice().contains("Читаются недели"),
        "{}",
        stage.notice()
    );
    let (class, next) = (OWN.week.class, OWN.week.monday + chrono::Days::new(7));
    let asks = |effect: &Effect| matches!(effect, Effect::Open(page) if *page == PageKey::Class(class, next));
    assert!(stage.effects.iter().any(asks), "{:?}", stage.effects);

    let empty = ClassWeekPage {
        monday: next,
        lessons: Vec::new(),
        ..OWN.week.clone()
    };
    stage.desk.pages.classes.insert((class, next), empty);
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert!(
        stage.notice().contains("причина записана"),
        "{}",
        stage.notice()
    );
    let gestures: BTreeSet<_> = stage.entered.iter().map(|change| change.gesture).collect();
    assert_eq!(gestures.len(), 1);
    assert_eq!(&reasons(&stage, pupil)[..2], [ILL, ILL]);
    let papers = stage.entered.iter().map(|change| match &change.edit {
        Edit::Reason { step, .. } => {
            let paper = step.new.as_ref().and_then(|reason| reason.document.clone());
            paper.map(|paper| paper.title)
        }
        other => panic!("{other:?}"),
    });
    let papers: BTreeSet<_> = papers.collect();
    assert_eq!(papers, BTreeSet::from([Some("справка № 12".to_owned())]));
}

#[rstest]
#[case(Language::Ru, "ru")]
#[case(Language::En, "en")]
fn the_class_looks_so(#[case] language: Language, #[case] name: &str) {
    let mut stage = class_stage(language);
    insta::assert_snapshot!(format!("class_day_{name}"), screen(&stage));
    stage.press(KeyCode::Char('v'), KeyModifiers::ALT);
    insta::assert_snapshot!(format!("class_week_{name}"), screen(&stage));
    stage.press(KeyCode::Char('v'), KeyModifiers::ALT);
    stage.press(KeyCode::Char('s'), KeyModifiers::ALT);
    insta::assert_snapshot!(format!("class_reasons_{name}"), screen(&stage));
}

/// EPOS1-1.2-2b.
#[rstest]
#[case(Language::Ru, "ru")]
#[case(Language::En, "en")]
fn the_lists_of_absences_look_so(#[case] language: Language, #[case] name: &str) {
    let mut stage = class_stage(language);
    let (key, of) = (ListKey::Absent(None), &OWN.absences);
    stage
        .desk
        .pages
        .lists
        .insert(key, ListPage::Absent(OWN.absent.clone()));
    stage.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    let words = match language {
        Language::Ru => "кого сегодня нет",
        Language::En => "not at school",
    };
    stage.letters(words).key(KeyCode::Enter);
    stage.settle();
    insta::assert_snapshot!(format!("absent_{name}"), screen(&stage));

    let mut stage = class_stage(language);
    let row = OWN
        .week
        .members
        .iter()
        .position(|one| one.pupil == of.pupil);
    for _ in 0..row.unwrap() {
        stage.key(KeyCode::Down);
    }
    let key = ListKey::Absences(of.pupil, None);
    stage
        .desk
        .pages
        .lists
        .insert(key, ListPage::Absences(of.clone()));
    stage.press(KeyCode::Char('o'), KeyModifiers::ALT);
    insta::assert_snapshot!(format!("absences_{name}"), screen(&stage));
}
