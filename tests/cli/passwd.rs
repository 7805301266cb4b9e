//! `zhurnal passwd`.

use crate::program::{Ended, Home, Serving};
use rstest::rstest;
use serde_json::json;

const SERVE: [&str; 5] = ["serve", "--listen", "127.0.0.1:0", "--database", "s.db"];

fn passwd(home: &Home, more: &[&str]) -> Ended {
    home.run(["passwd", "--database", "s.db"].iter().chain(more))
}

fn sign_in(server: &Serving, password: &str) -> (u16, serde_json::Value) {
    let device = "00000000-0000-4000-8000-000000000001";
    let body = json!({ "login": "admin", "password": password, "device": device });
    server.post("/api/v1/sessions", &body)
}

/// What the first start of a server told.
fn first_password(said: &str) -> String {
    let (_, rest) = said.split_once("стартовый пароль: ").unwrap();
    rest.split(' ').next().unwrap().to_owned()
}

#[test]
fn the_last_administrator_is_let_in_again_beside_a_server_that_runs() {
    let home = Home::new();
    let server = home.serve(SERVE);
    let old = first_password(&server.said());
    assert_eq!(sign_in(&server, &old).0, 201);
    let ended = passwd(&home, &["ADMIN"]).with(0);
    assert!(ended.err.contains("показан один раз"), "{}", ended.err);
    let new = ended.out.trim_end();
    assert_eq!(new.len(), 14, "the password alone, once: {}", ended.out);
    assert!(!ended.err.contains(new), "{}", ended.err);
    let database = rusqlite::Connection::open(home.path("s.db")).unwrap();
    let sessions = database.query_row("SELECT count(*) FROM session", [], |row| row.get(0));
    assert_eq!(sessions, Ok(0));
    let told = "SELECT by_id IS NULL AND address IS NULL FROM access_log \
                WHERE event = 'password-issued'";
    assert_eq!(database.query_row(told, [], |row| row.get(0)), Ok(true));
    assert_eq!(sign_in(&server, &old).0, 401);
    let (status, signed_in) = sign_in(&server, new);
    assert_eq!(status, 201);
    assert_eq!(signed_in["me"]["must_change_password"], true);
    server.stop().with(0);
}

#[rstest]
#[case(&["никто"], 1, "Логина «никто» в школе «Новая школа» нет.")]
#[case(&["admin", "--school", "7"], 2, "Школы с номером 7 в базе s.db нет. Есть: 1 — «Новая школа».")]
#[case(&["admin", "--school", "семь"], 2, "«семь» для --school не подходит.")]
#[case(&[], 2, "Не хватает: <ЛОГИН>.")]
fn what_cannot_be_is_one_sentence(#[case] more: &[&str], #[case] code: i32, #[case] said: &str) {
    let home = Home::new();
    home.serve(SERVE).stop().with(0);
    let ended = passwd(&home, more).with(code);
    assert!(ended.sentence().contains(said), "{}", ended.err);
    assert_eq!(ended.out, "");
    assert!(
        passwd(&home, &["admin", "--school", "1"])
            .with(0)
            .err
            .contains("admin")
    );
}

#[test]
fn where_there_is_no_database_none_is_made() {
    let home = Home::new();
    let ended = passwd(&home, &["admin"]).with(1);
    let said = "В s.db школы ещё нет";
    assert!(ended.sentence().contains(said), "{}", ended.err);
    assert!(!home.path("s.db").exists());
    let ended = home.run(["passwd", "admin"]).with(1);
    assert!(ended.sentence().contains("--database"), "{}", ended.err);
    assert!(!home.path(".local").exists());
}

#[test]
fn a_configuration_that_is_not_understood_changes_no_password() {
    let home = Home::new();
    home.write("c.toml", "[serve]\ndatabse = \"mine.db\"\n");
    let ended = home.run(["passwd", "admin", "--config", "c.toml"]).with(2);
    let said = "Пароль не изменён";
    assert!(ended.sentence().contains(said), "{}", ended.err);
}
