use super::*;

const LIMIT: Duration = Duration::from_secs(10);

fn shell(script: &str) -> Pty {
    PtyBuilder::new("sh").arg("-c").arg(script).spawn()
}

#[test]
fn the_screen_is_what_the_program_painted() {
    let mut pty = shell("printf '\\033[2J\\033[3;5HУрок 7Б'; read x; echo \"[$x]\"; exit 3");
    pty.wait_for("Урок 7Б", LIMIT);
    assert_eq!(pty.look(vt100::Screen::cursor_position), (2, 11));
    pty.send("ответ\r");
    pty.wait_for("[ответ]", LIMIT);
    assert_eq!(
        pty.wait_exit(LIMIT),
        Ended {
            code: 3,
            signal: None
        }
    );
    assert!(pty.raw().starts_with(b"\x1b[2J\x1b[3;5H"));
}

#[test]
fn the_program_hears_of_a_new_size() {
    let mut pty = shell("read x; stty size; read y");
    pty.resize(120, 36);
    pty.send(key::ENTER);
    pty.wait_for("36 120", LIMIT);
    assert_eq!(pty.look(vt100::Screen::size).1.get(), 120);
}

#[test]
fn signals_arrive() {
    let pty = shell("trap 'echo caught; exit 4' TERM; echo ready; while :; do read x; done");
    pty.wait_for("ready", LIMIT);
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(LIMIT).code, 4);
}

#[test]
fn kill_nine_leaves_no_time() {
    let pty = shell("echo ready; read x");
    pty.wait_for("ready", LIMIT);
    assert!(pty.kill().signal.is_some());
}

#[test]
#[should_panic(expected = "the screen:\nчто-то другое")]
fn a_failure_shows_the_screen() {
    let pty = shell("echo что-то другое; read x");
    pty.wait_for("другое", LIMIT);
    pty.wait_for("Урок", Duration::from_millis(50));
}
