//! `zhurnal demo --no-tui`, and what it refuses. With a screen it is driven by the `e2e` tests.

use crate::program::{Home, Serving};
use rstest::rstest;
use rustix::process::Signal;
use std::fs;
use std::path::Path;

fn small<'a>(more: &[&'a str]) -> Vec<&'a str> {
    ["demo", "--no-tui", "--size", "small", "--dir", "demo"]
        .iter()
        .chain(more)
        .copied()
        .collect()
}

fn login(server: &mut Serving) -> Vec<String> {
    server.line().split('\t').map(ToOwned::to_owned).collect()
}

fn now(server: &Serving) -> i64 {
    server.get("/api/v1/server")["now"].as_i64().unwrap()
}

const NINE_26: i64 = 1_794_810_360_000_000;
const MINUTE: i64 = 60_000_000;

#[test]
fn the_first_run_serves_and_the_next_goes_on() {
    let home = Home::new();
    let mut first = home.serve(small(&[]));
    let teacher = login(&mut first);
    assert_eq!(teacher[..3], ["teacher", "orlova", "demo"], "{teacher:?}");
    assert!(
        teacher[3].starts_with("Орлова Татьяна Андреевна"),
        "{teacher:?}"
    );
    assert_eq!(login(&mut first)[0], "class-teacher");
    assert_eq!(
        first.get("/api/v1/server")["school"],
        "Зареченская средняя школа"
    );
    let then = now(&first);
    assert!((NINE_26..NINE_26 + 5 * MINUTE).contains(&then), "{then}");
    assert!(
        first.said().contains("4 класса, 106 учеников"),
        "{}",
        first.said()
    );
    let url = first.url.clone();

    // While it runs, nobody else serves the same folder, and nothing is set anew behind its back.
    let second = home.run(small(&[])).with(2);
    assert!(second.sentence().contains("уже открыта") && second.err.contains(&url));

    let ended = first.stop().with(0);
    assert_eq!(
        ended.out.lines().count(),
        11,
        "every role of the school: {}",
        ended.out
    );

    let again = home.serve(["demo", "--no-tui", "--dir", "demo"]);
    assert_eq!(
        again.url, url,
        "the same port, so that other windows find it"
    );
    assert!(now(&again) >= then, "the clock has gone on");
    assert!(!again.said().contains("Строю"), "{}", again.said());
    again.stop().with(0);

    let moved = home.serve([
        "demo",
        "--no-tui",
        "--dir",
        "demo",
        "--now",
        "2026-11-17T10:00",
    ]);
    let day_later = NINE_26 + (24 * 60 + 34) * MINUTE;
    assert!((day_later..day_later + 5 * MINUTE).contains(&now(&moved)));
    moved.stop().with(0);
}

#[test]
fn another_school_is_never_taken_for_the_one_that_is_there() {
    let home = Home::new();
    home.serve(small(&[])).stop().with(0);
    for other in [
        ["--size", "school"],
        ["--profile", "sgo-154"],
        ["--timetable", "a.fet"],
    ] {
        let args = ["demo", "--no-tui", "--dir", "demo"].iter().chain(&other);
        let ended = home.run(args).with(1);
        assert!(
            ended
                .sentence()
                .contains("уже есть другая школа (малая школа"),
            "{}",
            ended.err
        );
    }
}

#[test]
fn a_first_run_that_was_cut_short_is_begun_anew() {
    let home = Home::new();
    home.serve(small(&[])).stop().with(0);
    let record = fs::read_to_string(home.path("demo/demo.toml")).unwrap();
    fs::write(
        home.path("demo/demo.toml"),
        record.replace("built = true", "built = false"),
    )
    .unwrap();
    fs::write(home.path("demo/school.db"), b"half a school").unwrap();
    let server = home.serve(small(&[]));
    assert!(server.said().contains("Строю школу"), "{}", server.said());
    server.stop().with(0);
}

/// Each would keep in mind what the other has changed.
#[test]
fn a_demonstration_and_a_server_do_not_share_a_file() {
    let home = Home::new();
    let serve = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--database",
        "demo/school.db",
    ];
    let said = "school.db уже открыта другим сервером (процесс ";
    let first = home.serve(small(&[]));
    let ended = home.run(serve).with(1);
    assert!(ended.sentence().contains(said), "{}", ended.err);
    first.stop().with(0);
    let second = home.serve(serve);
    let ended = home.run(small(&[])).with(1);
    assert!(ended.sentence().contains(said), "{}", ended.err);
    second.stop().with(0);
    home.serve(small(&[])).stop().with(0);
}

/// Whoever puts the file back finds the school in it, and no log of another file beside it.
#[test]
fn a_school_whose_file_is_gone_is_not_begun_in_its_place() {
    let home = Home::new();
    let args = ["demo", "--no-tui", "--size", "small", "--dir", "d"];
    drop(home.serve(args));
    let file = home.path("d/school.db");
    fs::rename(&file, home.path("aside.db")).unwrap();
    let refused = home.run(args).with(1);
    assert!(
        refused.sentence().contains("Верните его на место"),
        "{}",
        refused.err
    );
    assert!(!file.exists(), "nothing is made");
}

#[test]
fn a_real_school_in_the_folder_is_not_touched() {
    let home = Home::new();
    let file = home.write("demo/school.db", "a real school");
    let ended = home.run(small(&[])).with(1);
    assert!(
        ended.sentence().contains("не показательной"),
        "{}",
        ended.err
    );
    assert_eq!(fs::read_to_string(file).unwrap(), "a real school");
}

#[test]
fn without_a_folder_nothing_is_left() {
    let home = Home::new();
    let server = home.serve(["demo", "--no-tui", "--size", "small"]);
    assert_eq!(fs::read_dir(home.path("tmp")).unwrap().count(), 1);
    server.stop().with(0);
    assert_eq!(fs::read_dir(home.path("tmp")).unwrap().count(), 0);
}

#[test]
fn a_school_of_a_timetable() {
    let fixture = |name| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/school/tests/fixtures");
        path.join(name).display().to_string()
    };
    let (fet, csv) = (fixture("tiny.fet"), fixture("tiny_timetable.csv"));
    let home = Home::new();
    let args = ["demo", "--no-tui", "--dir", "demo", "--timetable", &fet];
    let mut server = home.serve(args.iter().chain(&["--solution", &csv]));
    assert_eq!(login(&mut server)[0], "teacher");
    assert_eq!(
        server.get("/api/v1/server")["school"],
        "Школа \"Проба\" & Кº"
    );
    assert!(
        server.said().contains("13 строк решения не стали уроками"),
        "{}",
        server.said()
    );
    server.stop().with(0);
    // The same timetable goes on, also without its solution; another one does not.
    home.serve(args).stop().with(0);
    let other = home.write("other.fet", "<fet/>").display().to_string();
    let ended = home
        .run(["demo", "--no-tui", "--dir", "demo", "--timetable", &other])
        .with(1);
    assert!(
        ended.sentence().contains("школа из расписания FET"),
        "{}",
        ended.err
    );
}

#[test]
fn bad_files_and_ports_are_told_and_leave_nothing() {
    let home = Home::new();
    let text = home.write("a.fet", "<html/>").display().to_string();
    let csv = home.write("a.csv", "x").display().to_string();
    let args = ["demo", "--no-tui", "--timetable", &text, "--solution", &csv];
    let ended = home.run(args).with(1);
    assert!(ended.sentence().contains("не файл FET"), "{}", ended.err);
    let ended = home
        .run(["demo", "--no-tui", "--timetable", "none.fet"])
        .with(1);
    assert!(
        ended.sentence().contains("Файла none.fet нет"),
        "{}",
        ended.err
    );
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = home
        .run(["demo", "--no-tui", "--size", "small", "--listen", &address])
        .with(1);
    assert!(ended.sentence().contains("уже занят"), "{}", ended.err);
    assert_eq!(fs::read_dir(home.path("tmp")).unwrap().count(), 0);
}

#[test]
fn a_screen_needs_a_terminal() {
    let ended = Home::new().run(["demo", "--as", "teacher"]).with(2);
    assert!(ended.sentence().contains("нужен терминал"), "{}", ended.err);
}

#[rstest]
#[case(Signal::INT)]
#[case(Signal::TERM)]
fn a_demo_that_is_stopped_while_it_builds_leaves_nothing_behind(#[case] signal: Signal) {
    let home = Home::new();
    home.run_until(["demo", "--no-tui"], "Строю школу", signal)
        .with(130);
    let left: Vec<_> = std::fs::read_dir(home.path("tmp")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

/// The disk is full, and so is wherever the standard error goes: not a line of the log can be
/// written, and the server answers.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_no_server() {
    let home = Home::new();
    home.serve(small(&[])).stop().with(0);
    home.no_room_for("demo/zhurnal.log");
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let server = home.serve_telling(["demo", "--no-tui", "--dir", "demo"], full.into());
    for _ in 0..100 {
        assert_eq!(
            server.get("/api/v1/server")["school"],
            "Зареченская средняя школа"
        );
    }
    server.stop().with(0);
}
