//! What was entered and is written over from another place is said to stand no more.

use crate::excuse::under;
use crate::input::lesson_stage;
use crate::seat::Seat;
use crate::slips::refuse_the_first;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{
    AbsenceReason, Change, ChangeId, Edit, FromTo, GestureId, ReasonKind, Standing, Topic,
};
use rstest::rstest;
use testkit::fixture::RUNNING;
use uuid::Uuid;
use zhurnal::desk::notice::Notice;
use zhurnal::ui::recording;

/// The other place writes this over the change entered last.
fn write_over(stage: &mut Stage, written: &Change, edit: Edit) {
    let theirs = Change {
        id: ChangeId(Uuid::from_u128(1)),
        gesture: GestureId(Uuid::from_u128(1)),
        edit,
        ..written.clone()
    };
    stage.desk.put(&[theirs]);
    stage.settle();
}

fn words(stage: &Stage) -> String {
    let rows = stage.rows().0;
    rows[usize::from(stage.area.height) - 3].trim().to_owned()
}

#[test]
fn an_entry_that_another_place_has_replaced_is_said_to_stand_no_more() {
    let mut stage = lesson_stage();
    let name = PAGES.lesson.members[0].name.listed();
    stage.key(KeyCode::Right).letters("5");
    assert!(words(&stage).starts_with(&format!("Записано: {name} — 5")));
    let written = stage.entered[0].clone();
    let Edit::Mark { pupil, work, step } = written.edit.clone() else {
        panic!("{written:?}")
    };
    let mut theirs = step.new.clone().unwrap();
    theirs.value = "3".parse().unwrap();
    let step = FromTo::new(step.new, Some(theirs));
    let edit = Edit::Mark { pupil, work, step };
    write_over(&mut stage, &written, edit);
    assert_eq!(
        words(&stage),
        format!(
            "{name}: теперь 3. Вашу запись (5) заменили в другом окне или с другого компьютера."
        )
    );
    // A key of another pupil begins another entry.
    stage.pause(2.0).letters("4");
    let second = PAGES.lesson.members[1].name.listed();
    assert!(words(&stage).starts_with(&format!("Записано: {second} — 4")));
}

#[test]
fn a_comment_that_another_place_added_is_said_and_no_replacement() {
    let mut stage = lesson_stage();
    let name = PAGES.lesson.members[0].name.listed();
    stage.key(KeyCode::Right).letters("5");
    let written = stage.entered[0].clone();
    let Edit::Mark { pupil, work, step } = written.edit.clone() else {
        panic!("{written:?}")
    };
    let mut theirs = step.new.clone().unwrap();
    theirs.comment = Some("у доски".to_owned());
    let step = FromTo::new(step.new, Some(theirs));
    let edit = Edit::Mark { pupil, work, step };
    write_over(&mut stage, &written, edit);
    assert_eq!(
        words(&stage),
        format!("{name} — 5: к вашей отметке есть комментарий: «у доски»")
    );
}

#[test]
fn a_slash_after_it_says_nothing_of_what_stands_there_no_more() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5");
    let written = stage.entered[0].clone();
    let back = written.edit.clone().inverse();
    write_over(&mut stage, &written, back);
    stage.pause(2.0).letters("/");
    let told = stage.notice();
    assert!(told.starts_with("«/» после паузы не прочитано"), "{told}");
}

/// Nor does the digit of minutes that have not passed.
#[test]
fn a_digit_of_minutes_to_come_names_nobody_whose_entry_is_replaced() {
    let mut stage = lesson_stage();
    stage.letters("о4");
    let written = stage.entered.last().unwrap().clone();
    let back = written.edit.clone().inverse();
    write_over(&mut stage, &written, back);
    stage.letters("5");
    let told = stage.notice();
    assert!(
        told.ends_with("ещё не прошло: цифра не прочитана. Номер — после пробела."),
        "{told}"
    );
    stage.letters("н");
    let told = stage.notice();
    assert_eq!(told, "«н» не записано. Номер — после пробела.");
}

#[test]
fn what_stood_already_and_is_replaced_is_said_to_stand_no_more() {
    let mut stage = lesson_stage();
    let name = PAGES.lesson.members[0].name.listed();
    stage.letters("н").pause(2.0).key(KeyCode::Up).letters("н");
    assert!(words(&stage).starts_with(&format!("Уже стоит: {name} — н")));
    let written = stage.entered[0].clone();
    let back = written.edit.clone().inverse();
    write_over(&mut stage, &written, back);
    assert!(words(&stage).starts_with(&format!("{name}: теперь присутствует.")));
}

#[test]
fn a_notice_about_an_entry_is_outlived_with_it() {
    let mut stage = lesson_stage();
    let name = PAGES.lesson.members[0].name.listed();
    stage.key(KeyCode::Right).letters("5").key(KeyCode::Up);
    stage.key(KeyCode::Left).letters("н");
    let told = stage.desk.notice.clone().unwrap();
    assert!(
        told.text
            .starts_with(&format!("Записано: {name} — н. Отметка"))
    );
    // The same words, of another of that name: they are nothing to go by.
    let other = Notice::new(told.tone, told.text.as_str());
    let written = stage.entered[1].clone();
    let back = written.edit.clone().inverse();
    write_over(&mut stage, &written, back.clone());
    assert_eq!(stage.desk.notice, None);
    stage.desk.say(other.clone());
    write_over(&mut stage, &written, back);
    assert_eq!(stage.desk.notice.take(), Some(other));
    assert!(words(&stage).starts_with(&format!("{name}: теперь присутствует.")));
}

/// The class teacher has another reason than the one that the teacher was told.
#[test]
fn who_has_replaced_an_entry_is_named() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut seat = Seat::sign_in(71).await;
        let pupil = seat.app.desk.pages.lessons[&RUNNING].members[0].pupil;
        let name = seat.name(pupil);
        for code in [
            KeyCode::Right,
            KeyCode::Char('5'),
            KeyCode::Up,
            KeyCode::Left,
            KeyCode::Char('б'),
        ] {
            seat.press(code, KeyModifiers::NONE);
        }
        assert!(seat.line(21).contains("Отметка в этом уроке осталась"));
        seat.app.close_entry();
        let taken = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("the end of the queue", taken).await;
        let ours = seat.sheet().entry(pupil).unwrap().reason.clone();
        let theirs = ours.clone().map(|ours| AbsenceReason {
            kind: ReasonKind::Valid,
            standing: Standing::Confirmed,
            ..ours
        });
        let step = FromTo::new(ours, theirs.clone());
        let edit = Edit::Reason { pupil, step };
        let change = seat.server.pen().change(RUNNING, edit);
        let mut api = seat.server.signed_in("sokolova").await;
        api.push(vec![change]).await.unwrap();
        let has_come = |seat: &Seat| seat.sheet().entry(pupil).unwrap().reason == theirs;
        seat.until("the other reason", has_come).await;
        seat.paint();
        let said = format!("{name}: теперь п. Вашу запись (б) заменили: Соколова В. И.");
        assert_eq!(seat.line(21).trim(), said);
    });
}

/// Who closed the form hears that the topic is another by now, and what it was.
#[test]
fn a_topic_that_another_place_has_replaced_is_told() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut seat = Seat::sign_in(73).await;
        seat.press(KeyCode::F(2), KeyModifiers::NONE);
        for letter in "Моя тема".chars() {
            seat.press(KeyCode::Char(letter), KeyModifiers::NONE);
        }
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        let taken = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("the end of the queue", taken).await;
        let ours = seat.sheet().topic.clone();
        let theirs = ours.clone().map(|ours| Topic {
            text: "Другая".to_owned(),
            ..ours
        });
        let step = FromTo::new(ours.clone(), theirs.clone());
        let change = seat.server.pen().change(RUNNING, Edit::Topic { step });
        let mut api = seat.server.signed_in("orlova").await;
        api.push(vec![change]).await.unwrap();
        let has_come = |seat: &Seat| seat.sheet().topic == theirs;
        seat.until("the other topic", has_come).await;
        let told = seat.app.desk.notice.as_ref().map(|said| said.text.clone());
        let told = told.unwrap_or_default();
        let ours = ours.unwrap().text;
        let said = format!("тема: теперь Другая. Вашу запись ({ours}) заменили в другом окне");
        assert!(told.contains(&said), "{told}");
    });
}

/// What was replaced among today's marks is said also where another is late.
#[test]
fn a_selection_over_a_late_lesson_says_what_it_replaced() {
    let mut stage = under("krasnozavodsk-1");
    stage.letters("5").key(KeyCode::Up).key(KeyCode::Left);
    stage
        .press(KeyCode::Right, KeyModifiers::SHIFT)
        .letters("4");
    let said = stage.notice();
    assert!(
        said.contains("(заменено: 1). Принято с опозданием"),
        "{said}"
    );
}

/// What the server has not taken, what was not kept and what another person entered before is no word that
/// another place has replaced.
#[rstest]
#[case::replaced("", true)]
#[case::not_taken("refused", false)]
#[case::of_the_person_before("cleared", false)]
fn a_topic_is_replaced_only_where_it_has_stood(#[case] what: &str, #[case] is_told: bool) {
    let mut stage = lesson_stage();
    stage
        .key(KeyCode::F(2))
        .letters("Корни")
        .key(KeyCode::Enter);
    assert_eq!(stage.desk.from_form.len(), 1);
    if what == "refused" {
        refuse_the_first(&mut stage);
    }
    if what == "cleared" {
        let pages = std::mem::take(&mut stage.desk.pages);
        stage.desk.clear();
        stage.desk.pages = pages;
    }
    let lesson = PAGES.lesson.sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.topic = None;
    recording::replaced_of_form(&mut stage.desk, &stage.texts);
    let told = stage.desk.notice.take().map(|said| said.text);
    let told = told.unwrap_or_default();
    assert_eq!(told.contains("Вашу запись (Корни)"), is_told, "{told}");
    assert!(stage.desk.from_form.is_empty());
}
