//! Running the binary in a home of its own, to its end or until it is stopped.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A home for one test: nothing of the tester's own is read or written.
pub struct Home {
    dir: TempDir,
    language: &'static str,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    fn of(output: std::process::Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Fails the test unless it ended so.
    #[track_caller]
    pub fn with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    /// The one sentence it ended with.
    #[track_caller]
    pub fn sentence(&self) -> &str {
        let line = self.err.lines().last().unwrap_or_default();
        assert!(line.starts_with("zhurnal: "), "{}", self.err);
        line
    }
}

impl Home {
    pub fn new() -> Self {
        Self::speaking("ru_RU.UTF-8")
    }

    pub fn speaking(language: &'static str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("tmp")).unwrap();
        Self { dir, language }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Whatever is written to this file from now on finds a full disk.
    pub fn no_room_for(&self, name: &str) {
        let path = self.path(name);
        let _ = std::fs::remove_file(&path);
        std::os::unix::fs::symlink("/dev/full", path).unwrap();
    }

    fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhurnal"));
        command
            .env_clear()
            .args(args)
            .stdin(Stdio::null())
            .current_dir(self.dir());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
            .env("HOME", self.dir())
            .env("TMPDIR", self.path("tmp"))
            .env("LANG", self.language);
        command
    }

    /// Runs it to its end.
    pub fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Ended {
        Ended::of(self.command(args).output().unwrap())
    }

    /// The same where no file may grow above so many KiB.
    pub fn run_with_files_of<'a>(
        &self,
        kib: u32,
        args: impl IntoIterator<Item = &'a str>,
    ) -> Ended {
        let limited = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kib * 2);
        let program = self.command(args);
        let mut command = Command::new("sh");
        command.args(["-c", &limited]).arg(program.get_program());
        command.args(program.get_args()).current_dir(self.dir());
        command.env_clear();
        let environment = program.get_envs();
        command.envs(environment.filter_map(|(name, value)| Some((name, value?))));
        Ended::of(command.stdin(Stdio::null()).output().unwrap())
    }

    /// The same with something on the standard input.
    pub fn run_with_input<A: AsRef<OsStr>>(&self, args: &[A], input: &str) -> Ended {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Who has ended already reads nothing.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ended::of(child.wait_with_output().unwrap())
    }

    /// Runs it until it has said this on the standard error, then sends it a signal.
    pub fn run_until<A: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = A>,
        said: &str,
        signal: rustix::process::Signal,
    ) -> Ended {
        let mut child = self
            .command(args)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut err = String::new();
        while !err.contains(said) {
            assert!(errors.read_line(&mut err).unwrap() > 0, "{err}");
        }
        rustix::process::kill_process(rustix::process::Pid::from_child(&child), signal).unwrap();
        errors.read_to_string(&mut err).unwrap();
        Ended {
            code: child.wait().unwrap().code(),
            out: String::new(),
            err,
        }
    }

    /// Starts it and waits for its first line: the address of a server.
    pub fn serve<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Serving {
        let err = std::fs::File::create(self.path("stderr")).unwrap();
        self.serve_telling(args, err.into())
    }

    /// The same with another standard error.
    pub fn serve_telling<A: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = A>,
        err: Stdio,
    ) -> Serving {
        let errors = self.path("stderr");
        let mut child = self
            .command(args)
            .stdout(Stdio::piped())
            .stderr(err)
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        out.read_line(&mut url).unwrap();
        let said = || std::fs::read_to_string(&errors).unwrap();
        assert!(url.starts_with("http://127.0.0.1:"), "{url:?}\n{}", said());
        Serving {
            child,
            out,
            url: url.trim().to_owned(),
            errors,
        }
    }
}

/// A server that runs. Dropped, it is killed.
pub struct Serving {
    child: Child,
    out: BufReader<ChildStdout>,
    pub url: String,
    errors: PathBuf,
}

impl Serving {
    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end_matches('\n').to_owned()
    }

    /// What it answers to `GET`, in JSON.
    pub fn get(&self, path: &str) -> serde_json::Value {
        let (status, answer) = self.ask("GET", path, "");
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// What it answers to `POST`: the status and the JSON.
    pub fn post(&self, path: &str, body: &serde_json::Value) -> (u16, serde_json::Value) {
        self.ask("POST", path, &body.to_string())
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, serde_json::Value) {
        let address = self.url.strip_prefix("http://").unwrap();
        let mut line = TcpStream::connect(address).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let length = body.len();
        // Whom a proxy would forward; a server that trusts none pays no heed.
        let ask = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             X-Forwarded-For: 192.0.2.7\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        line.write_all(ask.as_bytes()).unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let json = serde_json::from_str(body);
        (
            status,
            json.unwrap_or_else(|error| panic!("{error}: {body}")),
        )
    }

    /// What it has said on the standard error so far.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.errors).unwrap()
    }

    /// Stops it as a system does and waits for its end.
    pub fn stop(mut self) -> Ended {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let code = self.child.wait().unwrap().code();
        let mut out = String::new();
        self.out.read_to_string(&mut out).unwrap();
        Ended {
            code,
            out,
            err: self.said(),
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
