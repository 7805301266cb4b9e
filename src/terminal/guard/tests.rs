//! On a real pty: what is taken is given back.

use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::path::Path;

use portable_pty::{MasterPty, PtyPair, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::termios::{LocalModes, Termios, tcgetattr};

use super::{ENTER, LEAVE, TerminalGuard};

struct Pty {
    pair: PtyPair,
    side: OwnedFd,
}

fn open(path: &Path) -> OwnedFd {
    rustix::fs::open(path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap()
}

impl Pty {
    fn new() -> Self {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let side = open(&pair.master.tty_name().unwrap());
        Self { pair, side }
    }

    fn guard(&self) -> TerminalGuard {
        let clone = || self.side.try_clone().unwrap();
        TerminalGuard::enter_on(clone(), clone()).unwrap()
    }

    fn settings(&self) -> Termios {
        tcgetattr(&self.side).unwrap()
    }

    fn sent(&self, length: usize) -> Vec<u8> {
        read(self.pair.master.as_ref(), length)
    }
}

fn read(master: &dyn MasterPty, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    master
        .try_clone_reader()
        .unwrap()
        .read_exact(&mut bytes)
        .unwrap();
    bytes
}

fn is_raw(settings: &Termios) -> bool {
    !settings
        .local_modes
        .intersects(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN)
}

/// Whether the terminal is ours now, as the guard knows it.
fn is_taken(guard: &TerminalGuard) -> bool {
    guard.claim.state.lock().unwrap().taken
}

#[test]
fn gives_back_what_it_took() {
    let pty = Pty::new();
    let before = format!("{:?}", pty.settings());
    let guard = pty.guard();
    assert!(is_raw(&pty.settings()));
    assert!(is_taken(&guard));
    assert_eq!(pty.sent(ENTER.len()), ENTER);
    guard.leave();
    guard.leave();
    assert!(!is_taken(&guard));
    assert_eq!(format!("{:?}", pty.settings()), before);
    drop(guard);
    (&std::fs::File::from(pty.side.try_clone().unwrap()))
        .write_all(b"!")
        .unwrap();
    let sent = pty.sent(LEAVE.len() + 1);
    assert_eq!(sent, [LEAVE, b"!"].concat(), "left once, not three times");
}

#[test]
fn leaves_no_trace_on_the_screen() {
    let mut emulator = vt100::Parser::default();
    emulator.process(b"$ zhurnal\r\n");
    emulator.process(ENTER);
    emulator.process(b"\x1b[5;9r\x1b[31;7m\x1b[?25lpicture");
    assert!(emulator.screen().alternate_screen() && emulator.screen().bracketed_paste());
    emulator.process(LEAVE);
    let screen = emulator.screen();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    assert_eq!(screen.contents(), "$ zhurnal");
    assert_eq!(screen.cursor_position(), (1, 0));
    assert_eq!(
        (screen.fgcolor(), screen.inverse()),
        (vt100::Color::Default, false)
    );
}

#[test]
fn keys_typed_before_are_kept() {
    let pty = Pty::new();
    let mut keyboard = pty.pair.master.take_writer().unwrap();
    keyboard.write_all(b"5\nq").unwrap();
    // The echo proves that the line discipline has taken them.
    assert_eq!(pty.sent(4), b"5\r\nq");
    let guard = pty.guard();
    let mut typed = [0; 3];
    std::fs::File::from(pty.side.try_clone().unwrap())
        .read_exact(&mut typed)
        .unwrap();
    assert_eq!(&typed, b"5\nq");
    drop(guard);
}

#[test]
fn takes_again_after_a_stop() {
    let pty = Pty::new();
    let before = format!("{:?}", pty.settings());
    let guard = pty.guard();
    guard.leave();
    guard.reclaim().unwrap();
    assert!(is_raw(&pty.settings()));
    // Stopped from outside: the shell makes the tty its own without asking us.
    let cooked = {
        guard.leave();
        let cooked = pty.settings();
        guard.reclaim().unwrap();
        cooked
    };
    super::set(&pty.side, &cooked).unwrap();
    guard.reclaim().unwrap();
    assert!(is_raw(&pty.settings()));
    drop(guard);
    assert_eq!(format!("{:?}", pty.settings()), before);
}

#[test]
fn what_is_no_terminal_is_refused() {
    let (reader, writer) = std::io::pipe().unwrap();
    assert!(TerminalGuard::enter_on(reader.into(), writer.into()).is_err());
}

#[test]
fn a_dead_line_is_no_reason_to_stop() {
    let pty = Pty::new();
    let guard = pty.guard();
    drop(pty.pair);
    guard.leave();
    assert!(!is_taken(&guard));
}

mod crash {
    use super::{LEAVE, Pty, is_raw, open};
    use crate::terminal::crash::install_panic_hook;
    use crate::terminal::guard::{ENTER, TerminalGuard};

    const TTY: &str = "ZHURNAL_TEST_CRASH_TTY";
    const FOLDER: &str = "ZHURNAL_TEST_CRASH_FOLDER";

    /// The process that dies; started by the test below, because a panic hook is global.
    #[test]
    #[ignore = "the child of a_panic_restores_first_and_leaves_a_report"]
    fn child() {
        let (Some(tty), Some(folder)) = (std::env::var_os(TTY), std::env::var_os(FOLDER)) else {
            return;
        };
        let tty = open(tty.as_ref());
        let guard = TerminalGuard::enter_on(tty.try_clone().unwrap(), tty).unwrap();
        install_panic_hook(&guard, Some(folder.into()), |report| {
            let known = report.file.is_some() && report.location.is_some();
            let text = format!("said: {} {known}", report.message);
            std::fs::write(
                std::path::PathBuf::from(std::env::var_os(FOLDER).unwrap()).join("said"),
                text,
            )
            .unwrap();
            std::process::exit(70);
        });
        panic!("out of chalk");
    }

    #[test]
    fn a_panic_restores_first_and_leaves_a_report() {
        let pty = Pty::new();
        let before = format!("{:?}", pty.settings());
        let folder = tempfile::tempdir().unwrap();
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture"])
            .arg(format!(
                "{}::child",
                module_path!().split_once("::").unwrap().1
            ))
            .env(TTY, pty.pair.master.tty_name().unwrap())
            .env(FOLDER, folder.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(70));
        assert_eq!(pty.sent(ENTER.len() + LEAVE.len()), [ENTER, LEAVE].concat());
        assert!(!is_raw(&pty.settings()));
        assert_eq!(format!("{:?}", pty.settings()), before);
        let said = std::fs::read_to_string(folder.path().join("said")).unwrap();
        assert_eq!(said, "said: out of chalk true");
        let report = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|extension| extension == "txt"))
            .unwrap();
        assert!(
            std::fs::read_to_string(report)
                .unwrap()
                .contains("out of chalk")
        );
    }
}
