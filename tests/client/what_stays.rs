//! What an entry leaves as it is, and says so: a mark beneath an absence, a comment, whoever was
//! announced, the pupil below a selection.

use crate::input::{entry, lesson_stage};
use crate::journal_keys::journal_stage;
use crate::slips::{in_marks, mark, said};
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{
    AbsenceReason, Attendance, Document, Entry, ReasonKind, Relation, RollCall, Standing, Timestamp,
};

#[test]
fn an_absence_over_a_mark_names_the_mark_that_stays() {
    for code in ["н", "б"] {
        let mut stage = in_marks();
        let name = stage.lesson().members[0].name.listed();
        stage.letters("5").key(KeyCode::Up).key(KeyCode::Left);
        stage.letters(code);
        assert_eq!(
            stage.notice(),
            format!("Записано: {name} — {code}. Отметка в этом уроке осталась: 5.")
        );
    }
}

#[test]
fn a_corrected_mark_says_that_its_comment_stays() {
    let mut stage = in_marks();
    let name = stage.lesson().members[0].name.listed();
    stage.letters("4").key(KeyCode::F(9)).letters("текст");
    stage.key(KeyCode::Enter).key(KeyCode::Up).letters("3");
    let words = format!("Записано: {name} — 3 (было: 4), комментарий остался");
    assert!(said(&stage).starts_with(&words), "{}", said(&stage));
}

#[test]
fn whoever_was_announced_gets_no_mark_by_filling_the_column() {
    let mut stage = in_marks();
    let announced = (0..stage.lesson().members.len())
        .find(|row| entry(&stage, *row).reason.is_some())
        .expect("somebody is announced");
    stage.letters("5=");
    assert!(entry(&stage, announced).marks.is_empty());
    let said = stage.notice();
    assert!(
        said.starts_with("5 — ") && said.contains("u — отменить"),
        "{said}"
    );
    assert!(said.ends_with("Предупреждённые пропущены: 1."), "{said}");
}

/// The row in «Явка» of whoever was announced as ill.
fn at_announced() -> (Stage, String) {
    let mut stage = lesson_stage();
    let members = stage.lesson().members.clone();
    let is_announced = |row: &usize| entry(&stage, *row).reason.is_some();
    let row = (0..members.len()).find(is_announced).unwrap();
    for _ in 0..row {
        stage.key(KeyCode::Down);
    }
    (stage, members[row].name.listed())
}

fn relate(stage: &mut Stage, change: impl FnOnce(&mut Relation)) {
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    change(&mut page.relation);
}

#[test]
fn another_reason_over_one_that_was_announced_says_that_it_stays_and_whose_it_is() {
    let (mut stage, name) = at_announced();
    relate(&mut stage, |relation| relation.class_teacher = false);
    let stays = "Причина осталась: болезнь, предупредили заранее; её меняет классный \
                 руководитель. Если ученик пришёл — «-».";
    stage.letters("п");
    assert_eq!(stage.notice(), format!("Записано: {name} — б. {stays}"));
    stage.key(KeyCode::Up).letters("п");
    assert_eq!(stage.notice(), format!("Уже стоит: {name} — б. {stays}"));
    stage.key(KeyCode::Up).letters("б");
    assert_eq!(stage.notice(), "", "the reason that stands");
}

fn row_of(stage: &Stage, name: &str) -> usize {
    let members = &stage.lesson().members;
    let row = members.iter().position(|it| it.name.listed() == name);
    row.unwrap()
}

fn standing(stage: &Stage, name: &str) -> Option<(ReasonKind, Standing)> {
    let reason = entry(stage, row_of(stage, name)).reason?;
    Some((reason.kind, reason.standing))
}

/// Who is the class teacher is not sent to the class teacher, and has the last word.
#[test]
fn a_reason_that_was_announced_gives_way_to_the_class_teachers() {
    let (mut stage, name) = at_announced();
    stage.letters("б");
    let announced = Some((ReasonKind::Illness, Standing::Announced));
    assert_eq!(standing(&stage, &name), announced, "heard at the lesson");
    stage.key(KeyCode::Up).letters("п");
    assert_eq!(stage.notice(), "");
    let confirmed = Some((ReasonKind::Valid, Standing::Confirmed));
    assert_eq!(standing(&stage, &name), confirmed);
}

#[test]
fn in_anothers_lesson_the_class_teacher_confirms_replaces_and_removes_reasons() {
    let (mut stage, name) = at_announced();
    stage.letters("н");
    relate(&mut stage, |relation| relation.own_journal = false);
    for (code, kind) in [("б", ReasonKind::Illness), ("п", ReasonKind::Valid)] {
        stage.key(KeyCode::Up).letters(code);
        assert_eq!(stage.notice(), "", "{code}");
        assert_eq!(standing(&stage, &name), Some((kind, Standing::Confirmed)));
    }
    // The roll is called, so that nothing is marked of who is there.
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.roll_call = Some(RollCall {
        by: PAGES.lesson.sheet.lesson.teacher,
        at: Timestamp(0),
    });
    stage.key(KeyCode::Up).key(KeyCode::Delete);
    let told = format!(
        "Причина удалена: {name} — уважительная причина, подтвердил классный руководитель."
    );
    assert_eq!(stage.notice(), told);
    assert_eq!(standing(&stage, &name), None);
    let absent = |entry: Entry| entry.attendance == Attendance::Absent;
    assert!(absent(entry(&stage, row_of(&stage, &name))), "still absent");
}

fn reason_mut<'s>(stage: &'s mut Stage, name: &str) -> &'s mut Option<AbsenceReason> {
    let row = row_of(stage, name);
    let pupil = stage.lesson().members[row].pupil;
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    &mut page.sheet.entries.get_mut(&pupil).unwrap().reason
}

/// A reason with a paper, as the class teacher has confirmed it.
fn with_paper(stage: &mut Stage, name: &str) -> Option<Document> {
    let paper = Some(Document {
        title: "справка № 7".to_owned(),
        received: stage.lesson().sheet.lesson.date,
    });
    *reason_mut(stage, name) = Some(AbsenceReason {
        kind: ReasonKind::Illness,
        standing: Standing::Confirmed,
        document: paper.clone(),
    });
    stage.settle();
    paper
}

#[test]
fn the_paper_of_a_reason_goes_by_no_letter() {
    let (mut stage, name) = at_announced();
    let paper = with_paper(&mut stage, &name);
    for letters in ["н", "о5", "-", "п", "б"] {
        stage.letters(letters);
        if "пб".contains(letters) {
            let told = "Документ остался: справка № 7.";
            assert!(stage.notice().ends_with(told), "{}", stage.notice());
        }
        stage.pause(2.0).key(KeyCode::Up);
        let now = reason_mut(&mut stage, &name).clone();
        let now = now.and_then(|reason| reason.document);
        assert_eq!(now, paper, "{letters}");
    }
    // Who has nothing else marked is rid of it by Delete, and that is said.
    stage
        .letters("-")
        .pause(2.0)
        .key(KeyCode::Up)
        .key(KeyCode::Delete);
    assert_eq!(standing(&stage, &name), None, "{}", stage.notice());
    assert!(
        stage.notice().starts_with("Причина удалена: "),
        "{}",
        stage.notice()
    );
}

#[test]
fn no_selection_is_rid_of_a_reason_that_was_confirmed() {
    let (mut stage, name) = at_announced();
    with_paper(&mut stage, &name);
    stage.key(KeyCode::Up);
    for _ in 0..2 {
        stage.press(KeyCode::Down, KeyModifiers::SHIFT);
        stage.key(KeyCode::Delete);
    }
    let kept = Some((ReasonKind::Illness, Standing::Confirmed));
    assert_eq!(standing(&stage, &name), kept, "{}", stage.notice());
}

#[test]
fn no_selection_is_rid_of_an_announcement_where_nobody_was_marked() {
    let (mut stage, name) = at_announced();
    let roll = RollCall {
        by: PAGES.lesson.sheet.lesson.teacher,
        at: Timestamp(0),
    };
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.roll_call = Some(roll);
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.key(KeyCode::Delete);
    let announced = Some((ReasonKind::Illness, Standing::Announced));
    assert_eq!(standing(&stage, &name), announced, "{}", stage.notice());
}

/// Selects the pupil and the one below.
fn select_two(stage: &mut Stage) {
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
}

/// In «Явка» nobody is sent to «Явка».
#[test]
fn delete_over_a_selection_of_the_announced_says_that_nothing_was_entered() {
    let (mut stage, _) = at_announced();
    select_two(&mut stage);
    stage.key(KeyCode::Delete);
    let told =
        "Удалять нечего: здесь только предупреждения об отсутствии, записанного на уроке нет.";
    assert_eq!(stage.notice(), told);
    let (mut stage, name) = at_announced();
    with_paper(&mut stage, &name);
    select_two(&mut stage);
    stage.key(KeyCode::Delete);
    let told = "Удалять нечего: здесь только причины, данные вне урока, записанного на уроке нет.";
    assert_eq!(stage.notice(), told);
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    let (mut stage, name) = at_announced();
    *reason_mut(&mut stage, &name) = None;
    select_two(&mut stage);
    stage.key(KeyCode::Delete);
    assert_eq!(stage.notice(), "Здесь удалять нечего.");
}

/// Of whoever was marked absent what was announced or confirmed stands again, also in a selection.
#[test]
fn a_selection_is_rid_of_absences_and_keeps_the_reasons_from_outside() {
    for is_confirmed in [false, true] {
        let (mut stage, name) = at_announced();
        if is_confirmed {
            with_paper(&mut stage, &name);
        }
        let before = standing(&stage, &name);
        select_two(&mut stage);
        stage.letters("н").pause(2.0);
        let row = row_of(&stage, &name);
        for row in [row, row + 1] {
            assert_eq!(entry(&stage, row).attendance, Attendance::Absent);
        }
        stage.press(KeyCode::Home, KeyModifiers::CONTROL);
        for _ in 0..row {
            stage.key(KeyCode::Down);
        }
        select_two(&mut stage);
        stage.key(KeyCode::Delete);
        for row in [row, row + 1] {
            assert_eq!(entry(&stage, row).attendance, Attendance::Present);
        }
        assert_eq!(standing(&stage, &name), before, "{}", stage.notice());
        assert!(
            stage.notice().starts_with("Удалено: "),
            "{}",
            stage.notice()
        );
    }
}

#[test]
fn a_class_teacher_who_fills_a_column_replaces_no_reason_from_outside() {
    let (mut stage, name) = at_announced();
    with_paper(&mut stage, &name);
    stage
        .letters("н")
        .pause(2.0)
        .key(KeyCode::Up)
        .key(KeyCode::Up);
    stage.letters("п").pause(2.0).key(KeyCode::Up);
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.letters("=").pause(2.0);
    let kept = Some((ReasonKind::Illness, Standing::Confirmed));
    assert_eq!(standing(&stage, &name), kept, "{}", stage.notice());
}

#[test]
fn whoever_came_late_after_an_announcement_is_announced_no_longer_and_that_is_said() {
    let (mut stage, name) = at_announced();
    stage.letters("о5");
    let words = format!("Записано: {name} — о5 (было: (б))");
    assert!(said(&stage).starts_with(&words), "{}", said(&stage));
    stage.key(KeyCode::Up).key(KeyCode::Delete);
    let now = format!("Удалено: {name} — о5. Теперь: явка не отмечена.");
    assert_eq!(stage.notice(), now);
}

#[test]
fn the_letters_beside_a_code_turn_to_no_other_lesson() {
    for typed in ["х", "ъ", "[", "]"] {
        let mut stage = in_marks();
        stage.letters("5").letters(typed).letters("4");
        assert_eq!([mark(&stage, 0), mark(&stage, 1)], ["5", "4"], "{typed}");
    }
}

#[test]
fn the_topic_of_the_plan_that_stands_there_is_not_entered_again() {
    let mut stage = lesson_stage();
    for _ in 0..2 {
        stage.press(KeyCode::Char('t'), KeyModifiers::CONTROL);
    }
    let edits = stage.entered.iter().map(|change| &change.edit);
    let moving = edits.filter(|edit| edit.expected() != edit.wanted());
    assert_eq!(moving.count(), 1, "{:?}", stage.entered);
    assert!(
        stage.notice().starts_with("Эта тема из плана уже стоит: "),
        "{}",
        stage.notice()
    );
}

#[test]
fn the_code_after_a_selection_goes_to_the_pupil_below_it() {
    for (name, mut stage) in [("lesson", in_marks()), ("journal", journal_stage())] {
        let first = usize::from(name == "lesson");
        for _ in 0..first {
            stage.key(KeyCode::Down);
        }
        for _ in 0..2 {
            stage.press(KeyCode::Down, KeyModifiers::SHIFT);
        }
        // Enter only closes what was entered.
        stage.letters("5").key(KeyCode::Enter).letters("4");
        let marks: Vec<String> = (first..first + 5).map(|row| mark(&stage, row)).collect();
        assert_eq!(marks, ["5", "5", "5", "4", ""], "{name}");
    }
    // Behind the last pupil of a selection nobody comes.
    let mut stage = in_marks();
    let last = stage.lesson().members.len() - 1;
    stage.press(KeyCode::End, KeyModifiers::CONTROL);
    stage.press(KeyCode::Up, KeyModifiers::SHIFT);
    stage.letters("54");
    assert_eq!([mark(&stage, last - 1), mark(&stage, last)], ["5", "5"]);
    assert!(stage.notice().starts_with("Это последний ученик"));
}

#[test]
fn where_a_letter_of_attendance_is_deleted_is_said_in_a_column_of_marks() {
    let mut stage = in_marks();
    stage.letters("н").key(KeyCode::Up).key(KeyCode::Delete);
    assert_eq!(
        stage.notice(),
        "Отметки здесь нет. Явку («н») удаляют в колонке «Явка», только что записанную — u."
    );
    assert_eq!(entry(&stage, 0).attendance, Attendance::Absent);
}

#[test]
fn a_digit_too_late_for_minutes_says_whose_lateness_stays_without_them() {
    let mut stage = in_marks();
    let name = |stage: &Stage, row: usize| stage.lesson().members[row].name.listed();
    stage.letters("о").pause(2.0).letters("1");
    let (late, marked) = (name(&stage, 0), name(&stage, 1));
    assert_eq!(
        stage.notice(),
        format!(
            "Записано: {marked} — 1. Осталось: {late} — о1. Минуты опоздания набирают сразу: о12."
        )
    );
    // Minutes that were typed need no word, and no other mark either.
    for typed in ["о7", "5"] {
        let mut stage = in_marks();
        stage.letters(typed).pause(2.0).letters("1");
        assert_eq!(stage.notice(), "", "{typed}");
    }
}
