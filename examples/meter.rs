//! Measures a terminal program from outside, in a pseudo-terminal: start to content, key to
//! complete picture, bytes, a burst of keys, idling, memory.
//!
//! ```text
//! cargo run --release --example meter                       # the release binary's demonstration
//! cargo run --release --example meter -- --wait Урок -- zhurnal --dir DIR --login orlova
//! ```
//! A key is measured to the last output that changed the emulated picture; keys are 60 ms apart.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a tool for developers: it may end with a message"
)]

#[path = "meter/session.rs"]
mod session;

use clap::Parser;
use session::{QUIET, Session, script};
use std::path::PathBuf;
use std::time::Duration;

/// Between two keys; what comes later counts for the next one.
const APART: Duration = Duration::from_millis(60);

/// Measures a terminal program from outside.
#[derive(Parser)]
struct Args {
    /// Columns and lines.
    #[arg(long, default_value = "120x40")]
    size: String,
    /// What must stand on the screen when its content is there.
    #[arg(long, default_value = "Урок")]
    wait: String,
    /// Keys: Down Up Left Right `PageDown` … or single letters, each with *N.
    #[arg(
        long,
        default_value = "Down*25 Up*25 Right*8 Left*8 Alt-Right*10 Alt-Left*10"
    )]
    keys: String,
    /// Starts that are measured, after one that is not.
    #[arg(long, default_value_t = 10)]
    starts: usize,
    /// Keys sent in one write; they must not lead back to where they began.
    #[arg(long, default_value = "Down*60 Up*20 Right*12 Left*8")]
    burst: String,
    /// Seconds without a key.
    #[arg(long, default_value_t = 10)]
    idle: u64,
    /// The key that ends the program.
    #[arg(long, default_value = "F10")]
    quit: String,
    /// The program and its arguments.
    #[arg(last = true)]
    command: Vec<String>,
}

fn main() {
    let args = Args::parse();
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let command = command(&args, &scratch);
    println!("{}, {}\n", command.join(" "), args.size);
    let first = Session::start(&command, &args.size, &args.wait);
    row("first start to content", "ms", &[millis(first.content)]);
    first.end(&args.quit);
    let mut content = Vec::new();
    let mut bytes = Vec::new();
    for _ in 0..args.starts {
        let session = Session::start(&command, &args.size, &args.wait);
        content.push(millis(session.content));
        bytes.push(session.written as f64);
        session.end(&args.quit);
    }
    row("start to content", "ms", &content);
    row("bytes until it is quiet", "B", &bytes);
    one_by_one(&command, &args);
    burst(&command, &args);
    idle(&command, &args);
}

/// The command that was given, or the release binary's demonstration in a folder of its own.
fn command(args: &Args, scratch: &tempfile::TempDir) -> Vec<String> {
    if !args.command.is_empty() {
        return args.command.clone();
    }
    let meter = std::env::current_exe().expect("this program");
    let target = meter
        .ancestors()
        .nth(3)
        .map(PathBuf::from)
        .unwrap_or_default();
    let program = target.join("release/zhurnal").display().to_string();
    let dir = scratch.path().display().to_string();
    let words = [
        &program, "demo", "--as", "teacher", "--size", "small", "--dir", &dir,
    ];
    words.map(str::to_owned).to_vec()
}

/// Each key of the script by itself.
fn one_by_one(command: &[String], args: &Args) {
    let mut session = Session::start(command, &args.size, &args.wait);
    let cpu = cpu_seconds(session.pid);
    let mut kinds: Vec<Measured> = Vec::new();
    for key in script(&args.keys) {
        let seen = session.press(&key.bytes, APART);
        let known = kinds.iter().position(|kind| kind.name == key.name);
        let at = known.unwrap_or_else(|| {
            kinds.push(Measured::of(&key.name));
            kinds.len() - 1
        });
        kinds[at].shown.extend(seen.shown.map(millis));
        kinds[at].bytes.push(seen.bytes as f64);
    }
    let mut all = Measured::of("all keys");
    for kind in &kinds {
        kind.print();
        all.shown.extend(&kind.shown);
        all.bytes.extend(&kind.bytes);
    }
    all.print();
    let count = all.bytes.len().max(1) as f64;
    let mean = all.bytes.iter().sum::<f64>() / count;
    println!("{:<34}{mean:>10.1} B", "mean of the script");
    let cpu = (cpu_seconds(session.pid) - cpu) * 1e3 / count;
    println!("{:<34}{cpu:>10.3} ms", "CPU of a key");
    session.end(&args.quit);
}

/// What was measured of one key, or of all.
struct Measured {
    name: String,
    shown: Vec<f64>,
    bytes: Vec<f64>,
}

impl Measured {
    fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            shown: Vec::new(),
            bytes: Vec::new(),
        }
    }

    fn print(&self) {
        row(&format!("{}: key to picture", self.name), "ms", &self.shown);
        row(&format!("{}: bytes", self.name), "B", &self.bytes);
    }
}

/// Keys in one write, and whether the picture is that of the same keys one by one.
fn burst(command: &[String], args: &Args) {
    let keys = script(&args.burst);
    let mut slow = Session::start(command, &args.size, &args.wait);
    for key in &keys {
        slow.press(&key.bytes, APART);
    }
    let mut session = Session::start(command, &args.size, &args.wait);
    let all: Vec<u8> = keys.iter().flat_map(|key| key.bytes.clone()).collect();
    let seen = session.press(&all, QUIET);
    let shown: Vec<f64> = seen.shown.map(millis).into_iter().collect();
    let name = format!("{} keys in one write", keys.len());
    row(&name, "ms", &shown);
    println!("{:<34}{:>10} B", "their bytes", seen.bytes);
    let differing = session.picture().differs_from(&slow.picture());
    println!("{:<34}{differing:>10}", "lines unlike one by one");
    slow.end(&args.quit);
    session.end(&args.quit);
}

fn idle(command: &[String], args: &Args) {
    let mut session = Session::start(command, &args.size, &args.wait);
    session.press(b"", Duration::from_secs(1));
    let cpu = cpu_seconds(session.pid);
    let seen = session.press(b"", Duration::from_secs(args.idle));
    let cpu = (cpu_seconds(session.pid) - cpu) * 1e3;
    println!(
        "{:<34}{:>10} B",
        format!("{} s idle: bytes", args.idle),
        seen.bytes
    );
    println!("{:<34}{cpu:>10.3} ms", format!("{} s idle: CPU", args.idle));
    for (name, field) in [("resident memory", "VmRSS:"), ("its peak", "VmHWM:")] {
        println!(
            "{name:<34}{:>10.1} MiB",
            kibibytes(session.pid, field) / 1024.0
        );
    }
    session.end(&args.quit);
}

fn row(name: &str, unit: &str, values: &[f64]) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return println!("{name:<34}{:>10}", "—");
    };
    let (median, p95) = (sorted[last / 2], sorted[(last * 95).div_ceil(100)]);
    println!(
        "{name:<34}{median:>10.2} / {p95:>8.2} {unit}   (median / p95 of {})",
        last + 1
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Time on a core of all threads, from the scheduler's nanoseconds.
fn cpu_seconds(pid: u32) -> f64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten()
        .flatten();
    let of = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("schedstat")).ok();
    let nanos = |text: String| {
        text.split(' ')
            .next()
            .and_then(|nanos| nanos.parse::<f64>().ok())
    };
    tasks.filter_map(of).filter_map(nanos).sum::<f64>() / 1e9
}

fn kibibytes(pid: u32, field: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}
