//! `zhurnal`: the terminal client, and the server inside it.

use std::io::{self, Write};
use std::process::ExitCode;
use zhurnal::cli::{self, Misused};

/// Whoever called it used it wrongly.
const MISUSED: u8 = 2;

fn main() -> ExitCode {
    let asked = match cli::read(std::env::args_os()) {
        Ok(asked) => asked,
        Err(answer) => return answer.give(),
    };
    match cli::run(asked) {
        Ok(code) => code,
        Err(error) => {
            // There may be nobody left to read it.
            let words = zhurnal::cli::plain(&format!("{error}"));
            let _ = writeln!(io::stderr(), "zhurnal: {words}");
            ExitCode::from(if error.is::<Misused>() { MISUSED } else { 1 })
        }
    }
}
