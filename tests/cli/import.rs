//! `zhurnal import fet`, on the synthetic timetable of the `school` crate.

use crate::program::{Ended, Home};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/school/tests/fixtures");
    folder.join(name).display().to_string()
}

fn import(home: &Home, more: &[&str]) -> Ended {
    let (fet, csv) = (fixture("tiny.fet"), fixture("tiny_timetable.csv"));
    let args = [
        "import",
        "fet",
        &fet,
        "--solution",
        &csv,
        "--database",
        "school.db",
    ];
    home.run(args.iter().chain(more))
}

const PERIOD: [&str; 4] = ["--from", "2026-11-02", "--until", "2026-11-08"];

#[test]
fn a_dry_run_says_what_comes_and_what_does_not_and_writes_nothing() {
    let home = Home::new();
    let ended = import(&home, &[&PERIOD[..], &["--dry-run"]].concat()).with(0);
    let out = ended.out;
    for said in [
        "«Школа \"Проба\" & Кº», уроки с 2 ноября 2026 по 8 ноября 2026. Будет:",
        "Классы (3): 5А (24), 6А (",
        "Учителя (2): Иванова А.А., Петров Б.Б.",
        "Предметы (3): Математика, Английский, Собрание",
        "Кабинеты (1): 11",
        "Звонки (3): 08:30–",
        "Строк решения: 19. Стали уроками: 6. Не вошли: 13.",
        "строка 6, занятие 4: некого учить: это не урок",
        "строка 11, занятие 10: у «",
        "строка 14, занятие 2: дня «Сб» в файле нет",
        "строка 19, занятие 2: класс в решении «5А-2», а в файле «5А-1»",
        "занятие 9: в решении его нет",
        "ничего не записано",
    ] {
        assert!(out.contains(said), "«{said}» is not in\n{out}");
    }
    assert!(!home.path("school.db").exists());
}

#[test]
fn the_real_run_is_served_and_is_not_repeated() {
    let home = Home::new();
    let more = [
        &PERIOD[..],
        &["--start-password", "первый-вход-2026", "--title", "Проба"],
    ]
    .concat();
    let ended = import(&home, &more).with(0);
    assert!(ended.out.contains("в базу school.db"), "{}", ended.out);
    let again = import(&home, &more).with(1);
    assert!(
        again.sentence().contains("уже есть школа «Проба»"),
        "{}",
        again.err
    );
    let server = home.serve([
        "serve",
        "--database",
        "school.db",
        "--listen",
        "127.0.0.1:0",
    ]);
    assert_eq!(server.get("/api/v1/server")["school"], "Проба");
    assert!(
        !server.said().contains("стартовый пароль"),
        "{}",
        server.said()
    );
    server.stop().with(0);
}

#[test]
fn everybody_gets_a_start_password_of_their_own() {
    let home = Home::new();
    let more = [&PERIOD[..], &["--logins", "logins.csv"]].concat();
    let ended = import(&home, &more).with(0);
    assert!(ended.out.contains("logins.csv"), "{}", ended.out);
    let rights = fs::metadata(home.path("logins.csv"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(rights & 0o777, 0o600);
    let list = fs::read_to_string(home.path("logins.csv")).unwrap();
    let passwords: Vec<_> = list
        .lines()
        .skip(1)
        .map(|row| row.split(';').nth(1).unwrap())
        .collect();
    let different: std::collections::HashSet<_> = passwords.iter().collect();
    assert!(
        passwords.len() > 24 && different.len() == passwords.len(),
        "{list}"
    );
    assert!(
        !ended.out.contains(passwords[0]),
        "no password on the screen"
    );
}

#[test]
fn what_cannot_be_is_one_sentence_and_nothing_is_written() {
    let home = Home::new();
    let ended = import(&home, &[]).with(2);
    assert!(ended.sentence().contains("--logins"), "{}", ended.err);
    let ended = import(
        &home,
        &["--dry-run", "--from", "2026-12-01", "--until", "2026-11-01"],
    );
    assert!(
        ended
            .with(2)
            .sentence()
            .contains("Первый день позже последнего")
    );

    let text = home.write("a.fet", "not xml at all").display().to_string();
    let cut = home
        .write("c.fet", "<fet>\n<Days_List>")
        .display()
        .to_string();
    let torn = home
        .write("d.fet", "<fet></Days>\n</fet>")
        .display()
        .to_string();
    let html = home.write("b.fet", "<html></html>").display().to_string();
    let csv = home
        .write("other.csv", "Activity Id,Day\n1,Пн\n")
        .display()
        .to_string();
    let stranger = home
        .write(
            "stranger.csv",
            "\"Activity Id\",\"Day\",\"Hour\",\"Students Sets\",\"Subject\",\"Teachers\",\"Activity Tags\",\"Room\",\"Comments\"\n\
             \"77\",\"Mon\",\"1\",\"9z\",\"Magic\",\"Nobody\",\"\",\"\",\"\"\n",
        )
        .display()
        .to_string();
    let (fet, good) = (fixture("tiny.fet"), fixture("tiny_timetable.csv"));
    for (fet, csv, said) in [
        (&text, &good, "не файл FET"),
        (
            &cut,
            &good,
            "Файл FET обрывается на строке 2: скопируйте его заново целиком.",
        ),
        (
            &torn,
            &good,
            "Файл FET испорчен, строка 1: разметка XML нарушена.",
        ),
        (
            &home.dir().display().to_string(),
            &good,
            "не читается: это папка, а не файл.",
        ),
        (&html, &good, "не файл FET: он начинается с <html>"),
        (&fet, &csv, "не решение FET"),
        (
            &fet,
            &stranger,
            "решение другого расписания: из 1 его строк к файлу подходит 0",
        ),
        (&"none.fet".to_owned(), &good, "Файла none.fet нет"),
    ] {
        let args = [
            "import",
            "fet",
            fet,
            "--solution",
            csv,
            "--database",
            "school.db",
        ];
        let ended = home
            .run(args.iter().chain(&["--start-password", "x"]))
            .with(1);
        assert!(ended.sentence().contains(said), "{}", ended.err);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(!home.path("school.db").exists());
    }
}
