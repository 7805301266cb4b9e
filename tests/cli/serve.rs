//! `zhurnal serve`.

use crate::program::Home;
use rstest::rstest;
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn on_an_empty_machine_it_makes_a_school_and_tells_the_password_once() {
    let home = Home::new();
    let args = ["serve", "--listen", "127.0.0.1:0"];
    let first = home.serve(args);
    assert_eq!(first.get("/api/v1/server")["school"], "Новая школа");
    let said = first.stop().with(0).err;
    assert!(said.contains("Вход: admin, стартовый пароль: "), "{said}");
    let again = home.serve(args);
    let said = again.stop().with(0).err;
    assert!(!said.contains("стартовый пароль"), "{said}");
    let database = fs::metadata(home.path(".local/state/zhurnal/school.db")).unwrap();
    assert_eq!(database.permissions().mode() & 0o777, 0o600);
}

#[test]
fn an_empty_database_gets_the_regulation_that_was_asked_for() {
    let home = Home::new();
    let args = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--profile",
        "solo-kommunar-2",
    ];
    let said = home.serve(args).stop().with(0).err;
    assert!(
        said.contains("её регламент: Положение МБОУ «Коммунарская СОШ № 2»"),
        "{said}"
    );
    let said = home.serve(args).stop().with(0).err;
    assert!(said.contains("её регламент остаётся"), "{said}");
}

#[test]
fn a_database_that_was_served_and_is_gone_begins_no_other_school() {
    let home = Home::new();
    let args = ["serve", "--listen", "127.0.0.1:0"];
    assert_eq!(home.serve(args).stop().code, Some(0));
    let file = home.path(".local/state/zhurnal/school.db");
    fs::rename(&file, home.path("aside.db")).unwrap();
    let refused = home.run(args).with(1);
    let said = refused.sentence();
    assert!(said.contains("сервер с ним уже работал"), "{said}");
    assert!(!file.exists(), "nothing is made");
    let looked = home.run(["doctor"]).with(1).out;
    assert!(looked.contains("[××] Файла базы"), "{looked}");
    fs::rename(home.path("aside.db"), &file).unwrap();
    assert_eq!(home.serve(args).stop().code, Some(0));
}

#[test]
fn what_the_configuration_says_counts() {
    let home = Home::new();
    let config = "[serve]\nlisten = \"127.0.0.1:0\"\ndatabase = \"mine.db\"\nlog = \"warn\"\n";
    home.write("c.toml", config);
    let server = home.serve(["serve", "--config", "c.toml"]);
    let said = server.stop().with(0).err;
    assert!(home.path("mine.db").exists());
    assert!(!said.contains("INFO"), "{said}");
}

#[rstest]
#[case("postgers://u:secret@h/db", "не адрес базы")]
#[case("postgres:/u@h/db", "не адрес базы")]
#[case(
    "postgres://u:secret@127.0.0.1:9/db",
    "База postgres://u@127.0.0.1:9/db сейчас не отвечает: никто не отвечает на этом порту."
)]
#[case(
    "/proc/school.db",
    "База /proc/school.db не открывается: такого файла или папки нет."
)]
#[case("/", "База / не открывается: это папка, а не файл.")]
#[case("nowhere/school.db", "Папки nowhere для базы нет")]
fn a_database_that_cannot_be_opened(#[case] url: &str, #[case] said: &str) {
    let home = Home::new();
    let ended = home
        .run(["serve", "--listen", "127.0.0.1:0", "--database", url])
        .with(1);
    assert!(ended.sentence().contains(said), "{}", ended.err);
    assert!(!ended.err.contains("os error"), "{}", ended.err);
    assert!(!ended.err.contains("secret"), "{}", ended.err);
}

#[rstest]
#[case("", &[], "127.0.0.1")]
#[case("", &["--trusted-proxy", "127.0.0.1"], "192.0.2.7")]
#[case("trusted_proxies = \"127.0.0.1\"\n", &[], "192.0.2.7")]
#[case("trusted_proxies = \"127.0.0.1\"\n", &["--trusted-proxy", "10.0.0.1"], "127.0.0.1")]
fn a_proxy_is_believed_if_it_is_named(
    #[case] config: &str,
    #[case] flags: &[&str],
    #[case] expected: &str,
) {
    let home = Home::new();
    home.write(
        "c.toml",
        &format!("[serve]\nlisten = \"127.0.0.1:0\"\ndatabase = \"s.db\"\n{config}"),
    );
    let server = home.serve(["serve", "--config", "c.toml"].iter().chain(flags));
    let device = "00000000-0000-4000-8000-000000000001";
    let guess = serde_json::json!({ "login": "admin", "password": "x", "device": device });
    assert_eq!(server.post("/api/v1/sessions", &guess).0, 401);
    let database = rusqlite::Connection::open(home.path("s.db")).unwrap();
    let told = "SELECT address FROM access_log";
    let address: String = database.query_row(told, [], |row| row.get(0)).unwrap();
    assert_eq!(address, expected);
}

#[test]
fn a_proxy_that_is_no_address() {
    let ended = Home::new()
        .run(["serve", "--trusted-proxy", "nginx"])
        .with(2);
    let said = "«nginx» для --trusted-proxy не подходит. Пишут так: 127.0.0.1.";
    assert!(ended.sentence().contains(said), "{}", ended.err);
}

#[test]
fn a_file_that_is_no_database() {
    let home = Home::new();
    home.write(
        "school.db",
        "this is a letter to the parents and no database, whatever its name",
    );
    let ended = home
        .run([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            "school.db",
        ])
        .with(1);
    assert!(
        ended
            .sentence()
            .contains("school.db не открывается: это не файл базы SQLite."),
        "{}",
        ended.err
    );
}

#[test]
fn an_address_that_cannot_be_had() {
    let home = Home::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = home.run(["serve", "--listen", &address]).with(1);
    assert!(ended.sentence().contains("уже занят"), "{}", ended.err);
    let ended = home.run(["serve", "--listen", "восемь"]).with(2);
    assert!(ended.sentence().contains("не адрес"), "{}", ended.err);
    assert!(
        !home.path(".local/state/zhurnal/school.db").exists(),
        "nothing is made in vain"
    );
}

/// Nobody connects to a server that will not be.
#[test]
fn a_damaged_database_is_refused_before_the_port_is_taken() {
    let home = Home::new();
    home.write(
        "school.db",
        "a letter to the parents and no database, whatever its name",
    );
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let args = ["serve", "--listen", &address, "--database", "school.db"];
    let ended = home.run(args).with(1);
    let said = "school.db не открывается: это не файл базы SQLite.";
    assert!(ended.sentence().contains(said), "{}", ended.err);
}

/// What readers share besides a database does not fit; a limit of the size of files stands for the
/// disk.
#[test]
fn a_full_disk_is_told_with_what_to_do() {
    let home = Home::new();
    let args = ["serve", "--listen", "127.0.0.1:0", "--database", "s.db"];
    home.serve(args).stop().with(0);
    let ended = home.run_with_files_of(16, args).with(1);
    let said = "На диске нет места для базы s.db: освободите его и повторите.";
    assert!(ended.sentence().contains(said), "{}", ended.err);
}

#[test]
fn the_access_log_is_kept_for_so_many_days() {
    let home = Home::new();
    let config = "[serve]\nlisten = \"127.0.0.1:0\"\ndatabase = \"s.db\"\naccess_log_days = 40\n";
    home.write("c.toml", config);
    let args = ["serve", "--config", "c.toml"];
    let server = home.serve(args);
    let device = "00000000-0000-4000-8000-000000000001";
    let guess = serde_json::json!({ "login": "admin", "password": "x", "device": device });
    for _ in 0..2 {
        assert_eq!(server.post("/api/v1/sessions", &guess).0, 401);
    }
    server.stop().with(0);
    let database = rusqlite::Connection::open(home.path("s.db")).unwrap();
    let days = |days: i64| days * 86_400_000_000;
    // It is in use on most days: else nobody would believe the clock.
    let used = "INSERT INTO access_log (school_id, person_id, n, at, event, times) \
                SELECT school_id, person_id, ?1, at - ?2, event, times FROM access_log WHERE n = 1";
    for day in 1..=20 {
        database.execute(used, [100 + day, days(day)]).unwrap();
    }
    let aged = "UPDATE access_log SET at = at - ?1 WHERE n = ?2";
    database.execute(aged, [days(41), 1]).unwrap();
    database.execute(aged, [days(39), 2]).unwrap();
    let said = "the oldest of the access log is removed";
    let ended = home.run_until(args, said, rustix::process::Signal::TERM);
    assert!(ended.err.contains("entries=1"), "{}", ended.err);
    let left = "SELECT count(*), min(n) FROM access_log";
    let left = database.query_row(left, [], |row| Ok((row.get(0)?, row.get(1)?)));
    assert_eq!(left, Ok((21, 2)));
}

#[rstest]
#[case(
    "[serve]\ndatabase = \"postgres://u:secret@h/db\n",
    "c.toml, строка 2, место 37: файл не разобран, не хватает кавычки"
)]
#[case(
    "[serve]\ndatabse = \"mine.db\"\n",
    "неизвестный ключ «serve.databse». Похож на него «serve.database»."
)]
#[case("[serve]\nsession_hours = 0\n", "«serve.session_hours» бывает от 1")]
#[case("[serve]\nlog = \"verbose\"\n", "\"error\", \"warn\", \"info\"")]
fn a_configuration_that_is_not_understood_makes_no_school(
    #[case] config: &str,
    #[case] said: &str,
) {
    let home = Home::new();
    home.write("c.toml", config);
    let serve = ["serve", "--listen", "127.0.0.1:0", "--config", "c.toml"];
    let ended = home.run(serve).with(2);
    assert!(ended.sentence().contains(said), "{}", ended.err);
    assert!(
        ended.sentence().contains("Сервер не запущен"),
        "{}",
        ended.err
    );
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(!ended.err.contains("secret"), "{}", ended.err);
    assert!(!home.path(".local").exists(), "nothing is made");
}

#[rstest]
#[case(&["serve"])]
#[case(&["keys"])]
#[case(&["demo", "--no-tui"])]
#[case(&[])]
fn a_configuration_that_was_named_must_be_there(#[case] command: &[&str]) {
    let home = Home::new();
    let args = command.iter().chain(&["--config", "nowhere.toml"]);
    let ended = home.run(args).with(2);
    let said = "nowhere.toml: такого файла нет.";
    assert!(ended.sentence().contains(said), "{}", ended.err);
    assert!(!home.path(".local").exists(), "nothing is made");
}

#[test]
fn a_wrong_word_for_the_client_does_not_stop_the_server() {
    let home = Home::new();
    let config = "[client]\nlanguage = \"de\"\n[serve]\ndatabase = \"mine.db\"\n";
    home.write("c.toml", config);
    let server = home.serve(["serve", "--listen", "127.0.0.1:0", "--config", "c.toml"]);
    let said = server.stop().with(0).err;
    assert!(said.contains("\"auto\", \"ru\", \"en\""), "{said}");
    assert!(home.path("mine.db").exists());
}

#[test]
fn another_programs_database_is_left_alone_and_an_empty_file_becomes_private() {
    let home = Home::new();
    let other = rusqlite::Connection::open(home.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE x (a)").unwrap();
    drop(other);
    let serve = |name| ["serve", "--listen", "127.0.0.1:0", "--database", name];
    let ended = home.run(serve("other.db")).with(1);
    let said = "База other.db — другой программы (таблица x): журнал в неё не пишет.";
    assert!(ended.sentence().contains(said), "{}", ended.err);
    let empty = home.write("empty.db", "");
    fs::set_permissions(&empty, fs::Permissions::from_mode(0o644)).unwrap();
    home.serve(serve("empty.db")).stop().with(0);
    assert_eq!(
        fs::metadata(&empty).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn two_servers_do_not_share_a_file() {
    let home = Home::new();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--database", "s.db"];
    let first = home.serve(serve);
    let ended = home.run(serve).with(1);
    let said = "База s.db уже открыта другим сервером (процесс ";
    let (_, rest) = ended.sentence().split_once(said).unwrap();
    assert!(
        rest.starts_with(|sign: char| sign.is_ascii_digit()),
        "{rest}"
    );
    first.stop().with(0);
    home.serve(serve).stop().with(0);
}
