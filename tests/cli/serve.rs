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
