//! Passwords that are forgotten, changed and given anew.

use crate::directories::{at_directories, open_kind};
use crate::grid::column;
use crate::house::ask;
use crate::seat::{LIMIT, SETTLED, Seat, to_cell, type_in};
use journal::view::AccountsPage;
use testkit::pty::key;
use testkit::{TestServer, fixture};

const NEW_PASSWORD: &str = "совсем-другой-7";

#[test]
fn a_teacher_who_forgot_the_password_gets_a_start_password_dictated_by_the_administrator() {
    let server = TestServer::start();
    let office = Seat::at(&server.url());
    let mut admin = office.start();
    admin.wait_for("Логин", LIMIT);
    type_in(&mut admin, "admin", fixture::PASSWORD);
    admin.wait_for("Здравствуйте", LIMIT);
    admin.send(format!("{}учётные{}", key::ctrl('p'), key::ENTER));
    admin.wait_for("Учётные записи ·", LIMIT);
    // To an administrator nobody gives one from here.
    admin.send("админов\x1bn");
    admin.wait_for("zhurnal passwd", LIMIT);
    admin.send(key::ESC);
    admin.wait_gone("админов", LIMIT);
    admin.send("jhkjdf");
    admin.wait_for("«jhkjdf»", LIMIT);
    admin.send("\x1bn");
    let screen = admin.wait_for("Esc — оставить прежний", LIMIT);
    assert!(
        screen.contains("Орлова Татьяна Андреевна, логин orlova"),
        "{screen}"
    );
    admin.send(key::ENTER);
    let screen = admin.wait_for("Стартовый пароль: ", LIMIT);
    let password = screen.split("Стартовый пароль: ").nth(1).unwrap();
    let password = password.split_whitespace().next().unwrap().to_owned();
    assert!(screen.contains("человека закончены"), "{screen}");
    // Enter that was pressed twice does not take it away unread.
    admin.send(format!("{}{}", key::ENTER, key::ESC));
    let screen = admin.wait_gone(&password, LIMIT);
    assert!(!screen.contains(&password), "it is told once: {screen}");
    admin.wait_for("стартовый пароль", LIMIT);

    let school_room = Seat::at(&server.url());
    let mut teacher = school_room.start();
    teacher.wait_for("Логин", LIMIT);
    type_in(&mut teacher, "orlova", fixture::PASSWORD);
    teacher.wait_for("Неверный логин или пароль", LIMIT);
    teacher.send(format!("{password}{}", key::ENTER));
    teacher.wait_for("его нужно сменить", LIMIT);
    let enter = key::ENTER;
    teacher.send(format!("{NEW_PASSWORD}{enter}{NEW_PASSWORD}{enter}"));
    teacher.wait_for("Урок · 7Б · Алгебра", LIMIT);
    // Nothing tells the administrator's list of it but a look at it.
    admin.send(key::DOWN);
    admin.wait_gone("стартовый пароль", LIMIT);
    admin.wait_for("вход ", LIMIT);
}

/// The teacher hears of it at once, goes on, and loses nothing of what was typed.
#[test]
fn a_session_that_the_administrator_ends_asks_to_sign_in_again_and_keeps_what_was_typed() {
    let server = TestServer::start();
    let school_room = Seat::at(&server.url());
    let mut teacher = school_room.sign_in("orlova");
    teacher.send(to_cell(1, 0) + "н");
    teacher.wait_for(SETTLED, LIMIT);

    let office = Seat::at(&server.url());
    let mut admin = office.start();
    admin.wait_for("Логин", LIMIT);
    type_in(&mut admin, "admin", fixture::PASSWORD);
    admin.wait_for("Здравствуйте", LIMIT);
    admin.send(format!("{}кто вошёл{}", key::ctrl('p'), key::ENTER));
    admin.wait_for("Кто вошёл и откуда · 2", LIMIT);
    admin.send("орлова");
    admin.wait_for("«орлова»", LIMIT);
    admin.send(key::DELETE);
    let screen = admin.wait_for("Enter — закончить сеанс", LIMIT);
    assert!(screen.contains("Орлова Татьяна Андреевна"), "{screen}");
    admin.send(key::ENTER);
    admin.wait_for("Сеанс закончен: Орлова Т. А., устройство", LIMIT);

    teacher.wait_for("Сеанс закончился. Введённое сохранено", LIMIT);
    teacher.send("нн");
    teacher.wait_for("сеанс закончился, 2 в очереди · F12 войти", LIMIT);
    teacher.send(key::F12);
    teacher.wait_for("Пароль", LIMIT);
    teacher.send(format!("{}{}", fixture::PASSWORD, key::ENTER));
    let screen = teacher.wait_for(SETTLED, LIMIT);
    assert_eq!(column(&screen, "Явка")[..3], ["н", "н", "н"]);
    let log = ask(async { server.signed_in("orlova").await.log(fixture::RUNNING).await });
    assert_eq!(log.unwrap().changes.len(), 3);
    // What it is called where one looks for it afterwards.
    admin.send(key::ESC);
    admin.wait_gone("«орлова»", LIMIT);
    admin.send(format!("{}журнал доступа{}", key::ctrl('p'), key::ENTER));
    admin.wait_for("сеанс закончен", LIMIT);
}

/// The server says it to who saves a form before the feed does: the key that signs in works at once.
#[test]
fn a_form_saved_in_an_ended_session_asks_to_sign_in_and_keeps_what_was_typed() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = at_directories(&seat, "registrar");
    open_kind(&mut pty, "приказ", "Здесь пока пусто");
    pty.send("\x1b[2~");
    pty.wait_for("новая запись", LIMIT);
    pty.send(format!("5-п{0}16.11{0}перевод в др{0}", key::ENTER));
    pty.wait_for("5-п", LIMIT);
    let issued: Result<serde_json::Value, _> = ask(async {
        let admin = server.signed_in("admin").await;
        let accounts: AccountsPage = admin.get("/accounts").await?;
        let mut rows = accounts.accounts.iter();
        let row = rows.find(|row| row.login.as_deref() == Some("registrar"));
        let path = format!("/accounts/{}/password", row.expect("a registrar").person);
        admin.post(&path, &()).await
    });
    issued.unwrap();
    pty.send(key::ctrl('s'));
    pty.wait_for("Сеанс закончился", LIMIT);
    pty.send(key::F12);
    let screen = pty.wait_for("Пароль", LIMIT);
    assert!(screen.contains("registrar"), "{screen}");
    pty.send(key::ESC);
    pty.wait_for("5-п", LIMIT);
}
