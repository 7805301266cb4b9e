//! «Класс»: the class teacher gives the reasons of the class, in the person's own way.

use crate::grid::column;
use crate::house::{ask, log};
use crate::seat::{LIMIT, SETTLED, Seat, type_in};
use journal::view::{AbsentPage, ClassWeekPage};
use journal::{Edit, LessonId, Standing};
use protocol::Code;
use testkit::pty::key;
use testkit::{Pty, TestServer, fixture};

/// The row of the pupil in question.
const ROW: usize = 2;
/// Algebra on Wednesday, on Friday and today.
const MISSED: [LessonId; 3] = [LessonId(101), LessonId(102), LessonId(103)];
const ALT_K: &str = "\x1bk";
const ALT_S: &str = "\x1bs";
const ALT_V: &str = "\x1bv";
const CTRL_LEFT: &str = "\x1b[1;5D";
const CTRL_S: &str = "\x13";

/// The fixture's school by another regulation, in which a pupil was absent on three days.
fn absent_on_three_days(profile: &str) -> TestServer {
    let mut bundle = fixture::bundle();
    profile.clone_into(&mut bundle.school.regulation);
    let server = TestServer::builder().bundle(bundle).start();
    let pen = server.pen();
    let pupil = fixture::pupil(i64::try_from(ROW).unwrap());
    let changes = MISSED.map(|lesson| pen.absent(lesson, pupil));
    ask(async {
        let mut api = server.signed_in("orlova").await;
        api.push(changes.into_iter().collect()).await.unwrap();
    });
    server
}

/// The class teacher at the own class, today.
fn class_teacher(seat: &Seat) -> Pty {
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, "sokolova", fixture::PASSWORD);
    pty.wait_for("Сегодня", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    pty.wait_for("класс", LIMIT);
    pty.send(ALT_K);
    pty.wait_for("Класс · 7Б", LIMIT);
    pty.wait_for("Без причины: 1 у 1 ученика", LIMIT);
    pty
}

/// Opens the form for the pupil from Wednesday until today, with a paper that came on a day.
fn fill(pty: &mut Pty, received: &str) {
    // To Friday, which is in the week before, and on to Wednesday.
    pty.send(key::DOWN);
    pty.send(CTRL_LEFT);
    pty.wait_for("пт 13 ноября", LIMIT);
    pty.wait_for("Без причины: 3 у 2 учеников", LIMIT);
    pty.send(CTRL_LEFT);
    pty.wait_for("ср 11 ноября", LIMIT);
    pty.send(ALT_S);
    pty.wait_for("Причина на несколько дней", LIMIT);
    let fields = ["", "болезнь", "", "16.11", "справка № 12", received];
    pty.send(fields.join("\t"));
    pty.send(CTRL_S);
}

fn until_shown(pty: &Pty, letter: &str) {
    let what = format!("«{letter}» in the lesson");
    pty.wait_until(&what, LIMIT, |screen| {
        let cells = column(screen, "Явка");
        cells.get(ROW - 1).map(String::as_str) == Some(letter)
    });
}

/// SOLO2-8.5.1a, SGO154P-1.4.9a, EPOS1-1.2-3b, EPOS1-1.2-3c: three days with the number of the paper in one
/// gesture; the teacher of the lesson sees it; one undo takes it back.
#[test]
fn the_reason_of_three_days_is_one_gesture_that_the_teacher_sees() {
    let server = absent_on_three_days("sgo-154");
    let seat = Seat::at(&server.url());
    let teacher = seat.sign_in("orlova");
    until_shown(&teacher, "от");
    let desk = Seat::at(&server.url());
    let mut pty = class_teacher(&desk);
    fill(&mut pty, "");
    pty.wait_for("причина записана, 6 уроков", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    until_shown(&teacher, "б");
    for lesson in MISSED {
        let changes = log(&server, "orlova", lesson);
        let reasons = changes
            .iter()
            .filter_map(|logged| match &logged.change.edit {
                Edit::Reason { step, .. } => step.new.clone(),
                _ => None,
            });
        let [reason] = &reasons.collect::<Vec<_>>()[..] else {
            panic!("{changes:?}")
        };
        assert_eq!(reason.standing, Standing::Confirmed);
        assert_eq!(reason.document.as_ref().unwrap().title, "справка № 12");
    }
    // Physics of the same days was kept by nobody: its teacher sees an announcement.
    let week = ask(async {
        let api = server.signed_in("sokolova").await;
        let path = "/classes/1/week?day=2026-11-16";
        api.get::<ClassWeekPage>(path).await.unwrap()
    });
    let physics = week
        .lessons
        .iter()
        .find(|one| one.subject == "Физика")
        .unwrap();
    let pupil = fixture::pupil(i64::try_from(ROW).unwrap());
    let announced = physics.sheet.entry(pupil).unwrap().reason.as_ref();
    assert_eq!(announced.unwrap().standing, Standing::Announced);

    pty.wait_for("Класс · 7Б", LIMIT);
    pty.send("u");
    until_shown(&teacher, "от");
    pty.wait_for("Без причины: 3 у 2 учеников", LIMIT);
}

/// SOLO2-8.5.1b: the paper came on Wednesday, whose second working day was Friday; that of Thursday is in
/// time today.
#[test]
fn a_reason_is_late_from_the_third_working_day_after_its_paper() {
    for (received, is_late) in [("11.11", true), ("12.11", false)] {
        let server = absent_on_three_days("solo-kommunar-2");
        let desk = Seat::at(&server.url());
        let mut pty = class_teacher(&desk);
        fill(&mut pty, received);
        let words = if is_late {
            "п. 8.5.1"
        } else {
            "причина записана"
        };
        pty.wait_for("Класс · 7Б", LIMIT);
        pty.wait_for(words, LIMIT);
        pty.wait_for(SETTLED, LIMIT);
        let changes = log(&server, "orlova", MISSED[2]);
        let last = changes.last().unwrap();
        assert!(matches!(last.change.edit, Edit::Reason { .. }));
        let clause = last.late.as_ref().map(|late| late.clause.id.as_str());
        assert_eq!(clause, is_late.then_some("SOLO2-8.5.1b"));
    }
}

/// EPOS1-1.2-2b, SP14-7c: who leads no class sees none; the deputy sees the day of all, at once.
#[test]
fn a_teacher_of_another_class_is_shown_nothing_and_the_deputy_the_day() {
    let server = absent_on_three_days("sgo-154");
    ask(async {
        let teacher = server.signed_in("orlova").await;
        let refused = teacher.get::<ClassWeekPage>("/classes/1/week").await;
        assert_eq!(refused.unwrap_err().code(), Code::NotFound);
        let path = format!("/pupils/{}/absences", fixture::pupil(2));
        let refused = teacher.get::<serde_json::Value>(&path).await;
        assert_eq!(refused.unwrap_err().code(), Code::NotFound);
        let day: AbsentPage = teacher.get("/absent").await.unwrap();
        assert_eq!(day.classes, []);
        let class_teacher = server.signed_in("sokolova").await;
        let day: AbsentPage = class_teacher.get("/absent").await.unwrap();
        let [class] = &day.classes[..] else {
            panic!("{day:?}")
        };
        assert_eq!((class.title.as_str(), class.absent.len()), ("7Б", 1));
        assert_eq!((class.whole(), class.unexplained()), (1, 1));
    });
    let desk = Seat::at(&server.url());
    let mut pty = class_teacher(&desk);
    pty.send(ALT_V);
    pty.wait_for("неделя 16.11–22.11", LIMIT);
    pty.wait_for("дн от", LIMIT);
}
