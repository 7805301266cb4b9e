//! `zhurnal import fet`, on the synthetic timetable of the `school` crate.

use crate::program::{Ended, Home};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/school/tests/fixtures");
    folder.join(name).display().to_string()
}

fn args(more: &[&str]) -> Vec<String> {
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
    args.iter().chain(more).map(ToString::to_string).collect()
}

fn import(home: &Home, more: &[&str]) -> Ended {
    home.run(args(more))
}

/// A file with a start password.
fn password(home: &Home) -> String {
    home.write("start-password", "первый-вход-2026\n")
        .display()
        .to_string()
}

/// The code of an import that could not take every lesson: the fixture is full of traps.
const PARTIAL: i32 = 3;

const PERIOD: [&str; 4] = ["--from", "2026-11-02", "--until", "2026-11-08"];

#[test]
fn a_dry_run_says_what_comes_and_what_does_not_and_writes_nothing() {
    let home = Home::new();
    let ended = import(&home, &[&PERIOD[..], &["--dry-run"]].concat()).with(PARTIAL);
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
        "понадобится ещё --logins",
        "Не вошли ",
    ] {
        assert!(out.contains(said), "«{said}» is not in\n{out}");
    }
    assert!(!home.path("school.db").exists());
}

#[test]
fn the_report_says_what_was_taken_as_classes_and_ends_with_totals() {
    let home = Home::new();
    let dry = |more: &[&str]| {
        let more = [&PERIOD[..], &["--dry-run"], more].concat();
        import(&home, &more).with(PARTIAL).out
    };
    let said = dry(&[]);
    for line in [
        "  годы (1): 5А. Ученик учится в неделю 2 ч со всем годом и 1 ч в своей группе.\n",
        "  группы (2) годов: 6. ",
        "--classes years",
        "Некого учить: 1\n  строка 6, ",
        "Ничьи учётные записи, названные по ролям: admin, director, zavuch.",
    ] {
        assert!(said.contains(line), "«{line}» is not in\n{said}");
    }
    let screen: Vec<&str> = said.lines().rev().take(20).collect();
    for total in [
        "Ученики: 74",
        "Уроки с 2 ноября 2026 по 8 ноября 2026: 6",
        "Строк решения: 19. Стали уроками: 6. Не вошли: 13.",
    ] {
        assert!(screen.iter().any(|line| line.starts_with(total)), "{said}");
    }
    let years = dry(&["--classes", "years", "--without-marks", "5,7", "--all"]);
    for line in [
        "Классы (2): 5А (24), 6 (25)",
        "годы, как указано (2): 5А, 6.",
        "Без отметок: 5А",
    ] {
        assert!(years.contains(line), "«{line}» is not in\n{years}");
    }
    assert!(!years.contains("--all"), "{years}");
    let refused = import(&home, &["--dry-run", "--without-marks", "0"]).with(2);
    assert!(
        refused.sentence().contains("--without-marks"),
        "{}",
        refused.err
    );
}

#[test]
fn the_real_run_is_served_and_is_not_repeated() {
    let home = Home::new();
    let file = password(&home);
    let more = [
        &PERIOD[..],
        &["--start-password-file", &file],
        &["--title", "Проба"],
    ]
    .concat();
    let ended = import(&home, &more).with(PARTIAL);
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
    let ended = import(&home, &more).with(PARTIAL);
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
fn the_start_password_may_come_from_the_standard_input() {
    let home = Home::new();
    let more = [
        &PERIOD[..],
        &["--start-password-file", "-", "--logins", "l.csv"],
    ]
    .concat();
    let ended = home
        .run_with_input(&args(&more), "с-клавиатуры-7\n")
        .with(PARTIAL);
    assert!(!ended.out.contains("с-клавиатуры-7"), "{}", ended.out);
    let list = fs::read_to_string(home.path("l.csv")).unwrap();
    assert!(list.contains(";с-клавиатуры-7;"), "{list}");
    let nothing = home.run_with_input(&args(&more), "").with(2);
    assert!(
        nothing.sentence().contains("должна быть одна строка"),
        "{}",
        nothing.err
    );
    let shown = import(&home, &["--start-password", "x"]).with(2);
    assert!(
        shown
            .sentence()
            .contains("Параметра «--start-password» нет"),
        "{}",
        shown.err
    );
}

#[test]
fn the_empty_school_of_a_new_server_gives_its_place_even_while_it_runs() {
    let home = Home::new();
    let serve = [
        "serve",
        "--database",
        "school.db",
        "--listen",
        "127.0.0.1:0",
    ];
    let server = home.serve(serve);
    assert_eq!(server.get("/api/v1/server")["school"], "Новая школа");
    let said = server.said();
    assert!(said.contains("zhurnal import"), "{said}");
    let more = [&PERIOD[..], &["--logins", "logins.csv", "--title", "Проба"]].concat();
    let ended = import(&home, &more).with(PARTIAL);
    assert!(
        ended
            .out
            .contains("\nПустая школа «Новая школа» заменена этой"),
        "{}",
        ended.out
    );
    let list = fs::read_to_string(home.path("logins.csv")).unwrap();
    let mut row = list.lines().nth(1).unwrap().split(';');
    let (login, password) = (row.next().unwrap(), row.next().unwrap());
    let device = "01937ad0-0000-7000-8000-000000000001";
    let sign_in = serde_json::json!({"login": login, "password": password, "device": device});
    let (status, signed_in) = server.post("/api/v1/sessions", &sign_in);
    assert_eq!(status, 201, "{signed_in}");
    assert_eq!(signed_in["me"]["school"], "Проба");
    server.stop().with(0);
    let again = home.serve(serve);
    assert_eq!(again.get("/api/v1/server")["school"], "Проба");
    assert!(
        !again.said().contains("стартовый пароль"),
        "{}",
        again.said()
    );
    again.stop().with(0);
}

#[test]
fn a_second_school_is_added_when_it_is_asked_for_and_named_by_its_number() {
    let home = Home::new();
    let logins = |name: &str| format!("{name}.csv");
    let one = |title, more: &[&str]| {
        let more = [&PERIOD[..], &["--title", title], more].concat();
        import(&home, &more)
    };
    let file = logins("a");
    let early = one("Первая", &["--add", "--logins", &file]).with(2);
    assert!(early.sentence().contains("ещё нет школы"), "{}", early.err);
    one("Первая", &["--logins", &file]).with(PARTIAL);
    let file = logins("b");
    let refused = one("Вторая", &["--logins", &file]).with(1);
    assert!(refused.sentence().contains("--add"), "{}", refused.err);
    assert!(!home.path("b.csv").exists(), "no passwords of nothing");
    let same = one("Первая", &["--add", "--logins", &file]).with(2);
    let says = "уже есть школа «Первая» (номер 1)";
    assert!(same.sentence().contains(says), "{}", same.err);
    let done = one("Вторая", &["--add", "--logins", &file])
        .with(PARTIAL)
        .out;
    assert!(done.contains("\nНомер школы: 2."), "{done}");
    assert!(done.contains("В базе ещё: 1 — «Первая»."), "{done}");

    let serve = |config: &str| {
        let common = "listen = \"127.0.0.1:0\"\ndatabase = \"school.db\"\n";
        home.write("c.toml", &format!("[serve]\n{common}{config}"));
        ["serve", "--config", "c.toml"]
    };
    let server = home.serve(serve(""));
    let said = server.said();
    assert!(
        said.contains("Школ в базе несколько: 1 — «Первая», 2 — «Вторая»."),
        "{said}"
    );
    let stranger = serde_json::json!({
        "login": "x", "password": "y", "device": "01937ad0-0000-7000-8000-000000000001",
    });
    let (status, problem) = server.post("/api/v1/sessions", &stranger);
    assert_eq!(
        (status, &problem["code"]),
        (400, &"unknown-school".into()),
        "{problem}"
    );
    server.stop().with(0);
    let server = home.serve(serve("school = 2\ncursor_secret = \"x\"\n"));
    assert_eq!(server.get("/api/v1/server")["school"], "Вторая");
    server.stop().with(0);
    let ended = home.run(serve("school = 9\n")).with(1);
    assert!(
        ended
            .sentence()
            .contains("Школы с номером 9 в базе school.db нет"),
        "{}",
        ended.err
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
        (&text, &good, "Это не файл FET: это не XML."),
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
            .run(
                args.iter()
                    .chain(&["--start-password-file", &password(&home)]),
            )
            .with(1);
        assert!(ended.sentence().contains(said), "{}", ended.err);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(!home.path("school.db").exists());
    }
}

#[test]
fn a_dry_run_says_what_the_real_one_would_stumble_over() {
    let home = Home::new();
    let dry = |more: &[&str]| {
        let more = [&PERIOD[..], &["--dry-run", "--title", "Проба"], more].concat();
        import(&home, &more)
    };
    let weak = home.write("pw", "weak\n").display().to_string();
    let said = dry(&["--start-password-file", &weak, "--logins", "nodir/l.csv"])
        .with(1)
        .out;
    let cannot = "Записать не получится: ";
    assert!(
        said.contains(&format!("{cannot}Стартовый пароль короче 8 знаков")),
        "{said}"
    );
    assert!(
        said.contains(&format!("{cannot}Файл nodir/l.csv")),
        "{said}"
    );
    assert_eq!(said.matches(cannot).count(), 2, "{said}");
    let more = [&PERIOD[..], &["--logins", "l.csv", "--title", "Проба"]].concat();
    import(&home, &more).with(PARTIAL);
    let said = dry(&["--logins", "l.csv"]).with(1).out;
    assert!(said.contains("Файл l.csv уже есть"), "{said}");
    assert!(said.contains("уже есть школа «Проба»"), "{said}");
    let nowhere = args(&["--dry-run"])
        .join("\n")
        .replace("school.db", "nodir/s.db");
    let said = home.run(nowhere.split('\n')).with(1).out;
    assert!(
        said.contains(&format!("{cannot}Папки nodir для базы нет")),
        "{said}"
    );
    assert!(!home.path("nodir").exists());
}

#[test]
fn what_the_first_sign_in_would_refuse_is_no_start_password() {
    let home = Home::new();
    for (password, said) in [
        ("weak", "Стартовый пароль короче 8 знаков (файл "),
        ("qwertyui", "слишком простой"),
    ] {
        let file = home.write("pw", password).display().to_string();
        let ended = import(&home, &["--start-password-file", &file]).with(2);
        assert!(ended.sentence().contains(said), "{}", ended.err);
        assert!(!home.path("school.db").exists());
    }
}

#[test]
fn a_failed_import_leaves_no_halves() {
    let home = Home::new();
    let ended = import(&home, &["--logins", "nodir/l.csv"]).with(1);
    assert!(
        ended.sentence().contains("Файл nodir/l.csv"),
        "{}",
        ended.err
    );
    assert!(!ended.err.contains("Готовлю"), "{}", ended.err);
    assert!(!home.path("school.db").exists());
    home.write(
        "school.db",
        "a letter to the parents and no database, whatever its name",
    );
    import(&home, &["--logins", "l.csv"]).with(1);
    assert!(!home.path("l.csv").exists(), "no passwords of nothing");
    assert!(home.path("school.db").exists(), "what was there stays");
    fs::remove_file(home.path("school.db")).unwrap();
    let stopped = home.run_until(
        args(&["--logins", "l.csv"]),
        "Готовлю",
        rustix::process::Signal::INT,
    );
    assert_eq!(stopped.code, Some(130), "{}", stopped.err);
    for name in ["school.db", "school.db-wal", "school.db-shm", "l.csv"] {
        assert!(!home.path(name).exists(), "{name}");
    }
}

/// What a server had is somebody's: the log of a file that is away for now, a link to its disk.
#[test]
fn an_import_takes_nothing_of_a_database_that_is_lost() {
    let home = Home::new();
    let password = password(&home);
    let more = [&PERIOD[..], &["--start-password-file", &password]].concat();
    home.write("school.db.lock", "");
    home.write("school.db-wal", "what was answered for");
    let ended = import(&home, &more).with(1);
    assert!(ended.err.contains("school.db.lock"), "{}", ended.err);
    let log = fs::read_to_string(home.path("school.db-wal")).unwrap();
    assert_eq!(log, "what was answered for");
    fs::remove_file(home.path("school.db.lock")).unwrap();
    let ended = import(&home, &more).with(1);
    assert!(ended.err.contains("school.db-wal"), "{}", ended.err);
    fs::remove_file(home.path("school.db-wal")).unwrap();
    let link = home.path("school.db");
    std::os::unix::fs::symlink(home.path("away").join("school.db"), &link).unwrap();
    let ended = import(&home, &more).with(1);
    assert!(ended.err.contains("school.db"), "{}", ended.err);
    assert!(link.is_symlink());
}
