//! What the screen is opened with, and what it leaves behind.

use crate::program::Home;
use std::time::Duration;
use testkit::pty::key;
use testkit::{Pty, PtyBuilder};

const SOON: Duration = Duration::from_secs(30);

fn program(home: &Home) -> PtyBuilder {
    PtyBuilder::new(env!("CARGO_BIN_EXE_zhurnal"))
        .home(home.dir())
        .cwd(home.dir())
        .size(120, 30)
}

fn leave(mut pty: Pty) {
    pty.send(key::F10);
    let ended = pty.wait_exit(SOON);
    assert_eq!(ended.code, 0, "{}", pty.screen());
}

#[test]
fn without_a_terminal_there_is_one_sentence() {
    let ended = Home::new().run([""; 0]).with(2);
    assert!(
        ended.sentence().contains("Журналу нужен терминал"),
        "{}",
        ended.err
    );
    assert!(ended.out.is_empty());
}

#[test]
fn a_malformed_line_is_the_first_notice_and_defaults_are_used() {
    let home = Home::new();
    home.write("state/config.toml", "[client]\ntheme = \"день\n");
    let pty = program(&home).args(["--dir", "state"]).spawn();
    pty.wait_for("config.toml, строка 2: «theme = \"день» — не понято.", SOON);
    pty.wait_for("http://127.0.0.1:8470", SOON);
    leave(pty);
}

#[test]
fn a_wrong_theme_and_a_wrong_key_are_noticed_too() {
    let home = Home::new();
    let config = "[client]\ntheme = \"mine\"\n[keys.grid]\n\"f12\" = \"fly\"\n";
    home.write("state/config.toml", config);
    home.write(
        "state/themes/mine.toml",
        "[roles]\nsun = { fg = \"red\" }\n",
    );
    let pty = program(&home).args(["--dir", "state"]).spawn();
    let screen = pty.wait_for("mine.toml, строка 2: «sun = { fg = \"red\" }»", SOON);
    assert!(screen.contains("И ещё 1."), "{screen}");
    leave(pty);
    let log = std::fs::read_to_string(home.path("state/zhurnal.log")).unwrap();
    assert!(log.contains("«fly»"), "everything is in the log: {log}");
}

#[test]
#[cfg(feature = "server")]
fn a_demo_whose_database_is_damaged_gives_the_terminal_back_and_says_why() {
    let home = Home::new();
    home.serve(["demo", "--no-tui", "--size", "small", "--dir", "demo"])
        .stop()
        .with(0);
    home.write(
        "demo/school.db",
        "this is no database any more, whatever the name of the file is",
    );
    let pty = program(&home).args(["demo", "--dir", "demo"]).spawn();
    pty.wait_for("school.db не открывается", SOON);
    assert_eq!(pty.wait_exit(SOON).code, 1);
}

#[test]
#[cfg(feature = "server")]
fn a_demos_greeting_and_what_is_wrong_with_the_configuration_are_both_there() {
    let home = Home::new();
    home.write("c.toml", "[client]\nthem = 1\n");
    let args = ["--config", "c.toml", "demo", "--as", "teacher"];
    let pty = program(&home)
        .args(args)
        .args(["--size", "small", "--dir", "demo"])
        .spawn();
    let screen = pty.wait_for("Здравствуйте, ", SOON);
    assert!(
        screen.contains("! c.toml, строка 2: «them = 1»"),
        "{screen}"
    );
    leave(pty);
}

/// A limit of the size of files stands for the disk: what windows share does not fit.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_at_the_start_is_told_with_what_to_do() {
    let home = Home::new();
    let limited = "trap '' XFSZ; ulimit -f 32; exec \"$0\" \"$@\"";
    let pty = PtyBuilder::new("sh")
        .home(home.dir())
        .cwd(home.dir())
        .size(120, 30)
        .args(["-c", limited, env!("CARGO_BIN_EXE_zhurnal")])
        .args(["--dir", "state", "--login", "orlova"])
        .spawn();
    pty.wait_for("На диске нет места: сохранённое здесь не открыть", SOON);
    pty.wait_for("Логин", SOON);
    leave(pty);
}

/// The log of the client finds no room: not a word of it on the screen.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_paints_nothing_over_the_screen() {
    let home = Home::new();
    std::fs::create_dir(home.path("state")).unwrap();
    home.no_room_for("state/zhurnal.log");
    // Both lines of the configuration's faults go to the log.
    let config = "[client]\ntheme = \"mine\"\n[keys.grid]\n\"f12\" = \"fly\"\n";
    home.write("state/config.toml", config);
    let mut pty = program(&home).args(["--dir", "state"]).spawn();
    pty.wait_for("Логин", SOON);
    // Nobody answers, which is worth a line as well.
    pty.send(format!("orlova{0}word{0}", key::ENTER));
    let screen = pty.wait_for("Сервер не отвечает. Проверьте сеть;", SOON);
    assert!(
        !screen.contains("сохранено"),
        "nothing was entered: {screen}"
    );
    assert!(screen.contains("zhurnal doctor"), "{screen}");
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert!(!raw.contains("tracing"), "{raw}");
    leave(pty);
}
