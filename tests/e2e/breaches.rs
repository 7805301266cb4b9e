//! A password got known: reported at the screen, what was written under it looked through, one change
//! confirmed, the rest voided; the same by the command line.

use crate::house::ask;
use crate::seat::{LIMIT, Seat, type_in};
use crate::tables::Office;
use journal::view::{BreachFate, BreachPage, BreachesPage, LessonPage};
use journal::{Attendance, BreachId, Role};
use protocol::{BreachReported, BreachSince, Code, ReportBreach};
use testkit::fixture::{self, ANSWER, ORLOVA, RUNNING, login_of, pupil};
use testkit::pty::key;
use testkit::{Api, TestServer};

const SAVE: &str = "\x13";
const PALETTE: &str = "\x10";
const REPORT: &str = "\x1bb";

/// Orlova marks two absent and gives a mark.
async fn orlova_writes(server: &TestServer) -> Api {
    let mut orlova = server.signed_in("orlova").await;
    let pen = server.pen();
    let changes = vec![
        pen.absent(RUNNING, pupil(1)),
        pen.absent(RUNNING, pupil(2)),
        pen.grade(RUNNING, pupil(3), ANSWER, None, Some(5)),
    ];
    orlova.push(changes).await.unwrap();
    orlova
}

async fn stands(admin: &Api) -> Vec<BreachFate> {
    let list: BreachesPage = admin.get("/breaches").await.unwrap();
    let page: BreachPage = admin
        .get(&format!("/breaches/{}", list.breaches[0].id))
        .await
        .unwrap();
    page.writes.iter().map(|write| write.fate).collect()
}

/// Who is absent of the first two, and whether the third has a mark.
fn left(page: &LessonPage) -> [bool; 3] {
    let is_absent = |nth| page.sheet.attendance(pupil(nth)) == Attendance::Absent;
    let marks = page.sheet.entry(pupil(3)).map_or(0, |one| one.marks.len());
    [is_absent(1), is_absent(2), marks > 0]
}

#[test]
fn an_administrator_confirms_one_change_and_voids_the_rest() {
    let server = TestServer::start();
    let orlova = ask(orlova_writes(&server));
    let seat = Seat::at(&server.url());
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, login_of(Role::Admin), fixture::PASSWORD);
    pty.wait_for("Чего не хватает школе", LIMIT);
    pty.wait_for("● на сервере", LIMIT);
    pty.send(format!("{PALETTE}учётные записи{}", key::ENTER));
    pty.wait_for("Орлова", LIMIT);
    pty.send("орлова");
    pty.wait_for("1/", LIMIT);
    pty.send(REPORT);
    pty.wait_for("Все сеансы этой учётной записи", LIMIT);
    pty.send(format!(
        "{0}9:10{0}по телефону{0}16.11{0}9:00{0}видели в журнале доступа{SAVE}",
        key::ENTER
    ));
    pty.wait_for("Сообщение принято", LIMIT);
    let ended = ask(async { orlova.me().await.unwrap_err().code() });
    assert_eq!(ended, Code::SessionExpired);

    pty.send(format!("{PALETTE}сообщения об утечке{}", key::ENTER));
    pty.wait_for("вход закрыт", LIMIT);
    pty.send(key::ENTER);
    pty.wait_for("не решено 3", LIMIT);
    pty.send(key::F9);
    pty.wait_for("подтверждено 1", LIMIT);
    pty.send(key::DELETE);
    pty.wait_for("2 изменения с 16.11 09:00 станут", LIMIT);
    pty.send(key::ENTER);
    pty.wait_for("Недействительно 2 изменения: возвращено 2", LIMIT);
    pty.wait_for("недействительно 2, подтверждено 1", LIMIT);
    let (fates, page) = ask(async {
        let admin = server.signed_in(login_of(Role::Admin)).await;
        let director = server.signed_in(login_of(Role::Director)).await;
        (
            stands(&admin).await,
            director.lesson(RUNNING).await.unwrap(),
        )
    });
    let void = BreachFate::Void;
    assert_eq!(fates, [BreachFate::Confirmed, void, void]);
    assert_eq!(left(&page), [true, false, false]);
}

#[test]
fn whoever_reports_the_own_password_is_told_what_comes_next() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(REPORT);
    pty.wait_for("Директор и администраторы узнают сразу", LIMIT);
    pty.send(format!("{}9:10{SAVE}", key::ENTER));
    pty.wait_for("Новый пароль даст администратор", LIMIT);
    let list: BreachesPage = ask(async {
        let admin = server.signed_in(login_of(Role::Admin)).await;
        admin.get("/breaches").await.unwrap()
    });
    assert_eq!(list.breaches[0].person, ORLOVA);
    assert_eq!(list.breaches[0].name, list.breaches[0].by);
}

#[tokio::test]
async fn the_list_is_printed_and_the_rest_voided_by_the_command() {
    let server = TestServer::start();
    orlova_writes(&server).await;
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let report = ReportBreach {
        person: Some(ORLOVA),
        learned_at: fixture::now(),
        note: "подсмотрели".to_owned(),
        since: Some(BreachSince {
            since: fixture::now(),
            ground: "по словам завуча".to_owned(),
        }),
    };
    let reported: BreachReported = admin.post("/breaches", &report).await.unwrap();
    assert_eq!(reported.breach, BreachId(1));
    let office = Office::of(&server, login_of(Role::Admin));
    let list = office.run(&["breach", "list"]);
    for words in [
        "Орлова",
        "16.11.2026 09:26",
        "по словам завуча",
        "подсмотрели",
    ] {
        list.says(words);
    }
    let show = office.run(&["breach", "show", "1"]);
    for words in [
        "Пароль стал известен другому: Орлова",
        "7Б Алгебра 16.11",
        "не решено",
    ] {
        show.says(words);
    }
    let csv = office
        .run(&["breach", "show", "1", "--format", "csv"])
        .out();
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.contains("отсутствует"), "{csv}");
    let number = csv.lines().nth(1).unwrap().split(';').next().unwrap();
    office
        .run(&["breach", "confirm", "1", number])
        .says("Подтверждено");
    office
        .run(&["breach", "void", "1"])
        .says("Недействительно 2 изменения: возвращено 2");
    office.run(&["breach", "show", "1"]).says("недействительно");
    let moved = [
        "breach",
        "since",
        "1",
        "--since",
        "2026-11-15T09:00",
        "--ground",
        "раньше",
    ];
    office
        .run(&moved)
        .says("недействительно с 15.11.2026 09:00");
    let none = office.run(&["breach", "show", "7"]);
    assert_eq!(none.code(), Some(1));
    let director = Office::of(&server, login_of(Role::Director));
    director.run(&["breach", "list"]).says("Орлова");
    assert_eq!(director.run(&["breach", "void", "1"]).code(), Some(1));
}
