//! Wrong passwords, locked accounts, start passwords, sessions that end in the middle of a lesson.

use crate::grid::column;
use crate::house::{ask, edits};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell, type_in, until_carried, until_kept};
use chrono::TimeDelta;
use journal::view::Logged;
use journal::{Edit, SchoolId};
use std::sync::Arc;
use testkit::pty::key;
use testkit::{Proxy, TestClock, TestServer, fixture};

const NEW_PASSWORD: &str = "совсем-другой-7";

#[test]
fn a_person_is_greeted_by_name_and_patronymic_and_told_what_was_undone() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.wait_for("Здравствуйте, Татьяна Андреевна!", LIMIT);
    pty.send(to_cell(1, 0) + "н");
    pty.wait_for("нет 1", LIMIT);
    pty.send(key::ctrl('z'));
    pty.wait_for("явка: отсутствует, снова не отмечена", LIMIT);
}

#[test]
fn a_wrong_password_is_told_and_too_many_lock_the_account_for_a_while() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder().clock(Arc::clone(&clock)).start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, "orlova", "wrong");
    let screen = pty.wait_for("Неверный логин или пароль", LIMIT);
    assert!(
        screen.contains("orlova"),
        "the name is still there: {screen}"
    );
    let kept = |folder: &std::path::Path| {
        files_in(folder)
            .into_iter()
            .any(|file| file.ends_with("journal.sqlite"))
    };
    assert!(
        !kept(seat.dir()),
        "a login that may be a slip leaves nothing"
    );
    for _ in 0..2 {
        pty.send(format!("wrong{}", key::ENTER));
        pty.wait_gone("Неверный логин", LIMIT);
        pty.wait_until("an answer", LIMIT, |screen| {
            screen.contains("Неверный логин") || screen.contains("вход закрыт")
        });
    }
    // Locked: the right password is refused too, and the sentence says until when.
    pty.send(format!("{}{}", fixture::PASSWORD, key::ENTER));
    pty.wait_for("вход закрыт", LIMIT);
    clock.advance(TimeDelta::minutes(1));
    pty.send(format!("{}{}", fixture::PASSWORD, key::ENTER));
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    assert!(kept(seat.dir()));
}

/// Every file in a folder and below.
fn files_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let below = paths.flat_map(|path| {
        if path.is_dir() {
            files_in(&path)
        } else {
            vec![path]
        }
    });
    below.collect()
}

#[test]
fn a_start_password_is_changed_before_anything_else() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, "novikova", fixture::START_PASSWORD);
    let screen = pty.wait_for("Новый пароль", LIMIT);
    assert!(
        !screen.contains("Старый пароль"),
        "it was typed a moment ago: {screen}"
    );
    let enter = key::ENTER;
    pty.send(format!("коротко{enter}коротко{enter}"));
    pty.wait_for("Пароль слишком простой", LIMIT);
    pty.send(format!("{NEW_PASSWORD}{enter}{NEW_PASSWORD}!{enter}"));
    pty.wait_for("Пароли не совпали", LIMIT);
    pty.send(format!("{NEW_PASSWORD}{enter}{NEW_PASSWORD}{enter}"));
    pty.wait_for("Пароль изменён", LIMIT);
    ask(async {
        let mut api = server.api();
        let signed_in = api.sign_in("novikova", NEW_PASSWORD).await.unwrap();
        assert!(!signed_in.me.must_change_password);
    });
}

#[test]
fn on_a_server_with_several_schools_the_configuration_names_ones_own() {
    let server = TestServer::builder()
        .and_bundle(fixture::other_school())
        .start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, "orlova", fixture::PASSWORD);
    pty.wait_for(
        "укажите school = номер: 1 — «Школа № 7», 2 — «Школа № 8»",
        LIMIT,
    );
    pty.send(key::F10);
    pty.wait_exit(LIMIT);
    seat.configure(&format!(
        "[server]\nurl = \"{}\"\nschool = 2\n",
        server.url()
    ));
    let mut pty = seat.sign_in("orlova");
    pty.send(to_cell(1, 0) + "н");
    pty.wait_for("1 в очереди", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    let logged = |school| {
        ask(async {
            let mut api = server.api().of_school(school);
            api.sign_in("orlova", fixture::PASSWORD).await.unwrap();
            api.log(fixture::RUNNING).await.unwrap().changes.len()
        })
    };
    assert_eq!((logged(SchoolId(1)), logged(SchoolId(2))), (0, 1));
}

#[test]
fn a_session_that_ends_in_the_lesson_loses_nothing() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    // A mark that is on its way, and a homework that is being typed.
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    pty.send(to_cell(4, 0) + "н" + key::F3);
    pty.wait_for("Домашнее задание · 7Б", LIMIT);
    pty.send("§ 12, № 431");
    pty.wait_for("§ 12, № 431", LIMIT);
    end_all_sessions(&server);
    proxy.mend();
    pty.wait_for("сеанс закончился", LIMIT);
    // The homework is still what the keys write.
    pty.send(", 432");
    let screen = pty.wait_for("№ 431, 432", LIMIT);
    assert!(!screen.contains("Пароль"), "{screen}");
    pty.send(key::F12);
    let screen = pty.wait_for("Сеанс закончился", LIMIT);
    assert!(screen.contains("orlova"), "{screen}");
    // Signed in over the screen: first with the old password, then with the new one.
    pty.send(format!("{}{}", fixture::PASSWORD, key::ENTER));
    pty.wait_for("Неверный логин или пароль", LIMIT);
    pty.send(format!("{NEW_PASSWORD}{}", key::ENTER));
    pty.wait_gone("Сеанс закончился", LIMIT);
    let screen = pty.wait_for("Домашнее задание · 7Б", LIMIT);
    assert!(
        screen.contains("§ 12, № 431, 432"),
        "what was typed: {screen}"
    );
    pty.send(key::ctrl('s'));
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    let screen = pty.wait_for(SETTLED, LIMIT);
    assert_eq!(column(&screen, "Явка")[3], "н");
    let edits = edits(&log(&server));
    assert!(
        matches!(&edits[..], [Edit::Attendance { .. }, Edit::Homework { step, .. }]
            if step.new.as_ref().is_some_and(|homework| homework.text == "§ 12, № 431, 432")),
        "{edits:#?}"
    );
}

#[test]
fn work_goes_on_without_signing_in_again_and_is_sent_after_it() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    pty.send(to_cell(1, 0) + "н");
    pty.wait_for("нет сети, 1 в очереди", LIMIT);
    end_all_sessions(&server);
    proxy.mend();
    // Said with what is safe and which key it takes; the cells go on taking letters.
    let screen = pty.wait_for("Сеанс закончился. Введённое сохранено", LIMIT);
    assert!(screen.contains("1 в очереди · F12 войти"), "{screen}");
    pty.send("нн");
    let screen = pty.wait_for("сеанс закончился, 3 в очереди · F12 войти", LIMIT);
    assert_eq!(column(&screen, "Явка")[..3], ["н", "н", "н"]);
    // The form opens by its key and goes by Esc, and nothing is asked twice.
    pty.send(key::F12);
    pty.wait_for("Пароль", LIMIT);
    pty.send(key::ESC);
    pty.wait_gone("Пароль", LIMIT);
    pty.wait_for("3 в очереди · F12 войти", LIMIT);
    assert!(log(&server).is_empty());
    // The next start opens the lesson as it was left; signed in, the queue goes on.
    pty.send(key::F10);
    pty.wait_exit(LIMIT);
    let mut pty = seat.return_to_lesson();
    pty.wait_for("3 в очереди · F12 войти", LIMIT);
    pty.send(key::F12);
    pty.wait_for("Пароль", LIMIT);
    pty.send(format!("{NEW_PASSWORD}{}", key::ENTER));
    let screen = pty.wait_for(SETTLED, LIMIT);
    assert_eq!(column(&screen, "Явка")[..3], ["н", "н", "н"]);
    assert_eq!(log(&server).len(), 3);
}

fn log(server: &TestServer) -> Vec<Logged> {
    ask(async {
        let mut api = server.api();
        api.sign_in("orlova", NEW_PASSWORD).await.unwrap();
        api.log(fixture::RUNNING).await.unwrap().changes
    })
}

/// From another device the password is changed, which ends every other session.
fn end_all_sessions(server: &TestServer) {
    ask(async {
        let other = server.signed_in("orlova").await;
        let changed = other.change_password(fixture::PASSWORD, NEW_PASSWORD);
        changed.await.unwrap();
    });
}

/// `strings` over everything the client keeps finds no token, and the server refuses the old one
/// as soon as the program has been started again with a network.
#[test]
fn signed_out_without_a_network_leaves_no_token_and_the_server_hears_at_the_next_start() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    let token = token_of(&seat);
    assert!(holds(&seat, &token));
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    pty.send("\x1bx");
    let words = "Вы вышли здесь; сервер узнает при связи.";
    pty.wait_for(words, LIMIT);
    assert!(!holds(&seat, &token), "also while the program runs");
    pty.send(key::F10);
    pty.wait_exit(LIMIT);
    assert!(!holds(&seat, &token));

    let mut api = server.api();
    api.token = Some(token);
    let me = |api: &testkit::Api| {
        let api = api.clone();
        ask(async move { api.me().await })
    };
    assert!(me(&api).is_ok());
    proxy.mend();
    let pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    let owed = owed_sign_outs(&seat);
    until_kept(&owed, "a server that knows", || me(&api).is_err());
    let refused = me(&api).unwrap_err();
    assert_eq!(refused.code(), protocol::Code::SessionExpired);
}

/// Whoever stays at the sign-in sees it become true.
#[test]
fn a_sign_out_is_told_by_itself_when_the_network_is_back() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    pty.send("\x1bx");
    pty.wait_for("сервер узнает при связи", LIMIT);
    proxy.mend();
    pty.wait_for("Вы вышли.", LIMIT);
}

/// The other window hears of it when its line ends, or by the next key without a network.
#[test]
fn who_signs_out_in_one_window_has_left_every_window() {
    for is_cut in [false, true] {
        let server = TestServer::start();
        let proxy = Proxy::start(server.address());
        let seat = Seat::at(&proxy.url());
        let mut one = seat.sign_in("orlova");
        let mut other = seat.return_to_lesson();
        other.wait_for(SETTLED, LIMIT);
        if is_cut {
            proxy.cut();
            one.wait_for("нет сети", LIMIT);
            other.wait_for("нет сети", LIMIT);
        }
        one.send("\x1bx");
        one.wait_for("Вы вышли", LIMIT);
        if is_cut {
            other.send("н");
        }
        let screen = other.wait_for("Вы вышли в другом окне", LIMIT);
        assert!(screen.contains("Пароль"), "{screen}");
        assert!(!screen.contains("Алгебра"), "{screen}");
        let file = seat.account("orlova").file();
        let db = rusqlite::Connection::open(file).unwrap();
        let ask = "SELECT count(*) FROM outbox";
        let entries: i64 = db.query_row(ask, [], |row| row.get(0)).unwrap();
        assert_eq!(entries, 0, "nothing in her name");
        proxy.mend();
        // The letter went to the form if the window had noticed by itself.
        other.send("\x15");
        type_in(&mut other, "orlova", fixture::PASSWORD);
        other.wait_for("Урок · 7Б · Алгебра", LIMIT);
        other.send(to_cell(1, 0) + "н");
        other.wait_for("нет 1", LIMIT);
    }
}

/// Neither the session is forgotten nor a sign-out kept, as on a full disk: the server hears of it
/// at once, and the person is told what is left here.
#[test]
fn whom_the_disk_does_not_sign_out_is_told_so_and_the_server_ends_the_session() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    let token = token_of(&seat);
    let db = rusqlite::Connection::open(seat.account("orlova").file()).unwrap();
    db.execute_batch(
        "CREATE TRIGGER full BEFORE DELETE ON fact WHEN OLD.name = 'token'
         BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    std::fs::write(owed_sign_outs(&seat), "").unwrap();
    pty.send("\x1bx");
    pty.wait_for("Вы не вышли: запись на диск не удалась", LIMIT);
    let mut api = server.api();
    api.token = Some(token);
    until_carried(&proxy, "a server that knows", || {
        let api = api.clone();
        ask(async move { api.me().await }).is_err()
    });
    let screen = pty.screen();
    assert!(screen.contains("Вы не вышли"), "{screen}");
}

/// Where the sign-outs lie that the server has still to be told.
fn owed_sign_outs(seat: &Seat) -> std::path::PathBuf {
    seat.account("orlova").path().with_file_name(".sign-outs")
}

/// The token as the client keeps it.
fn token_of(seat: &Seat) -> String {
    let file = seat.account("orlova").file();
    let db = rusqlite::Connection::open(file).unwrap();
    let ask = "SELECT value FROM fact WHERE name = 'token'";
    let value: Vec<u8> = db.query_row(ask, [], |row| row.get(0)).unwrap();
    serde_json::from_slice(&value).unwrap()
}

fn holds(seat: &Seat, text: &str) -> bool {
    let holds = |file: std::path::PathBuf| {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    files_in(seat.dir()).into_iter().any(holds)
}

#[test]
fn who_signs_in_again_the_next_day_comes_to_the_lesson_that_runs_then() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder().clock(Arc::clone(&clock)).start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(key::F10);
    pty.wait_exit(LIMIT);
    end_all_sessions(&server);
    clock.advance(TimeDelta::days(2));
    // Of this day nothing is on the computer yet.
    let seat = seat.clock("2026-11-18T09:26");
    let mut pty = seat.start();
    pty.wait_for("сеанс закончился", LIMIT);
    pty.send(key::F12);
    pty.wait_for("Пароль", LIMIT);
    pty.send(format!("{NEW_PASSWORD}{}", key::ENTER));
    let screen = pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    assert!(screen.contains("18 ноября"), "{screen}");
}
