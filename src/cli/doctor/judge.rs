//! What is right, what is doubtful, what is broken: pure.

use super::facts::{
    AccountFacts, ConfigFacts, DatabaseFacts, DatabaseState, Facts, Server, ServerAnswer,
    StoreFacts, Terminal, Unready,
};
use super::finding::{Finding, FindingValue, FindingWords, Grade, words};
use crate::i18n::faults::Fault;
use crate::terminal::{Depth, GlyphSet};
use crate::ui::chrome::{MIN_HEIGHT, MIN_WIDTH};
use offline::StoreFault;

/// Below this the disk is about to be full.
const LITTLE_SPACE: u64 = 100 << 20;
/// Below this nothing is certain to be saved.
const NO_SPACE: u64 = 5 << 20;
/// A clock that is off by more seconds than this is worth a word.
const CLOCK_OFF: u64 = 120;
/// An answer that takes longer than this is felt, in milliseconds.
const SLOW: u64 = 1000;

/// Judges everything, in the order in which it is told.
pub fn judge(facts: &Facts) -> Vec<Finding> {
    let mut found = Vec::new();
    terminal(&facts.terminal, &mut found);
    config(&facts.config, &mut found);
    server(&facts.server, &mut found);
    store(&facts.store, &mut found);
    if let Some(facts) = &facts.database {
        database(facts, &mut found);
    }
    found
}

fn good(check: &'static str, words: FindingWords) -> Finding {
    found(check, Grade::Good, words, None)
}

fn doubtful(check: &'static str, words: FindingWords, advice: FindingWords) -> Finding {
    found(check, Grade::Doubtful, words, Some(advice))
}

fn broken(check: &'static str, words: FindingWords, advice: FindingWords) -> Finding {
    found(check, Grade::Broken, words, Some(advice))
}

fn found(
    check: &'static str,
    grade: Grade,
    words: FindingWords,
    advice: Option<FindingWords>,
) -> Finding {
    Finding {
        check,
        grade,
        words,
        advice,
    }
}

fn terminal(facts: &Terminal, found: &mut Vec<Finding>) {
    found.push(if facts.present {
        good(
            "terminal",
            words("doctor-terminal").with("term", facts.term.as_str()),
        )
    } else {
        doubtful(
            "terminal",
            words("doctor-no-terminal"),
            words("doctor-no-terminal-do"),
        )
    });
    if let Some((columns, rows)) = facts.size {
        let size = words("doctor-size")
            .with("columns", u64::from(columns))
            .with("rows", u64::from(rows));
        found.push(if columns < MIN_WIDTH || rows < MIN_HEIGHT {
            let advice = words("doctor-size-do")
                .with("columns", u64::from(MIN_WIDTH))
                .with("rows", u64::from(MIN_HEIGHT));
            broken("terminal-size", size, advice)
        } else {
            good("terminal-size", size)
        });
    }
    let colours = match facts.depth {
        Depth::None => "doctor-colours-none",
        Depth::Ansi8 => "doctor-colours-8",
        Depth::Ansi16 => "doctor-colours-16",
        Depth::Palette256 => "doctor-colours-256",
        Depth::TrueColor => "doctor-colours-true",
    };
    found.push(good("terminal-colours", words(colours)));
    let locale = facts.locale.as_str();
    found.push(match facts.glyphs {
        GlyphSet::Unicode => good(
            "terminal-signs",
            words("doctor-signs-unicode").with("locale", locale),
        ),
        GlyphSet::Linux => good("terminal-signs", words("doctor-signs-linux")),
        GlyphSet::Ascii => doubtful(
            "terminal-signs",
            words("doctor-signs-ascii").with("locale", locale),
            words("doctor-signs-ascii-do"),
        ),
    });
}

fn config(facts: &ConfigFacts, found: &mut Vec<Finding>) {
    let file = facts.file.as_str();
    if facts.notes.is_empty() {
        let key = if facts.exists {
            "doctor-config"
        } else {
            "doctor-config-none"
        };
        found.push(good("config", words(key).with("file", file)));
    }
    for note in &facts.notes {
        let sentence = words("").with("sentence", note.sentence.as_str());
        let advice = if note.of_a_line {
            "doctor-config-do"
        } else {
            "doctor-config-file-do"
        };
        found.push(match (note.stops_serve, note.of_a_line) {
            (true, true) => broken("config", sentence, words("doctor-config-serve-do")),
            (true, false) => broken("config", sentence, words(advice)),
            (false, _) => doubtful("config", sentence, words(advice)),
        });
    }
}

fn server(facts: &Server, found: &mut Vec<Finding>) {
    let url = facts.url.as_str();
    let at = |key| words(key).with("url", url);
    let here = match &facts.answer {
        ServerAnswer::Here {
            version,
            school,
            took_ms,
            clock_off,
            unready,
        } => {
            let here = at("doctor-server")
                .with("version", version.as_str())
                .with("school", school.as_str())
                .with("took", *took_ms);
            found.push(if *took_ms > SLOW {
                doubtful("server", here, words("doctor-server-slow-do"))
            } else {
                good("server", here)
            });
            match unready {
                Some(Unready::CannotWrite) => found.push(broken(
                    "server-writes",
                    at("doctor-unready"),
                    words("doctor-unready-do"),
                )),
                Some(Unready::Busy) => found.push(doubtful(
                    "server-writes",
                    at("doctor-unready-now"),
                    words("doctor-unwell-do"),
                )),
                None => {}
            }
            return found.push(clock(*clock_off));
        }
        ServerAnswer::BadAddress => broken(
            "server",
            at("doctor-bad-address"),
            words("doctor-bad-address-do"),
        ),
        ServerAnswer::Unreachable(why) => {
            let words_ = at("doctor-unreachable").with("why", why);
            broken("server", words_, words("doctor-unreachable-do"))
        }
        ServerAnswer::NoAuthority { file, fault } => broken(
            "server",
            words("doctor-authority")
                .with("file", file.as_str())
                .with("why", fault),
            words("doctor-authority-do"),
        ),
        ServerAnswer::OtherVersion => broken(
            "server",
            at("doctor-other-version"),
            words("doctor-other-version-do"),
        ),
        ServerAnswer::Unwell(code) => broken(
            "server",
            at("doctor-unwell").with("code", code.as_str()),
            words("doctor-unwell-do"),
        ),
        ServerAnswer::Elsewhere(better) => {
            let found = match url.trim().strip_prefix(better.as_str()) {
                Some(extra) => at("doctor-extra-path").with("extra", extra),
                None => at("doctor-elsewhere"),
            };
            let advice = words("doctor-elsewhere-do").with("better", better.as_str());
            broken("server", found, advice)
        }
        ServerAnswer::NotOurs(why) => {
            let words_ = at("doctor-not-ours").with("why", &Fault::told(why));
            broken("server", words_, words("doctor-not-ours-do"))
        }
    };
    found.push(here);
}

fn clock(off: i64) -> Finding {
    let seconds = off.unsigned_abs();
    if seconds <= CLOCK_OFF {
        return good("clock", words("doctor-clock").with("seconds", seconds));
    }
    let key = if off > 0 {
        "doctor-clock-behind"
    } else {
        "doctor-clock-ahead"
    };
    doubtful(
        "clock",
        words(key).with("span", FindingValue::Span(seconds)),
        words("doctor-clock-do"),
    )
}

fn store(facts: &StoreFacts, found: &mut Vec<Finding>) {
    let folder = facts.folder.as_str();
    found.push(match &facts.refused {
        None => good("store", words("doctor-store").with("folder", folder)),
        Some(why) => broken(
            "store",
            words("doctor-store-refused")
                .with("folder", folder)
                .with("why", why),
            words("doctor-store-refused-do"),
        ),
    });
    if let Some(free) = facts.free {
        let space = words("doctor-space").with("megabytes", free >> 20);
        found.push(room("disk", free, space));
    }
    let accounts = facts.accounts.iter();
    found.extend(accounts.flat_map(|it| damage(it).into_iter().chain([account(it)])));
}

fn room(check: &'static str, free: u64, space: FindingWords) -> Finding {
    match free {
        ..NO_SPACE => broken(check, space, words("doctor-space-do")),
        NO_SPACE..LITTLE_SPACE => doubtful(check, space, words("doctor-space-do")),
        _ => good(check, space),
    }
}

fn database(facts: &DatabaseFacts, found: &mut Vec<Finding>) {
    let of = |key| words(key).with("name", facts.name.as_str());
    found.push(match &facts.state {
        DatabaseState::Sound => good("database", of("doctor-database")),
        DatabaseState::ToBeMade => good("database", of("doctor-database-none")),
        DatabaseState::AskedByServer => good("database", of("doctor-database-asked")),
        DatabaseState::NotOurs(sentence) => doubtful(
            "database",
            words("").with("sentence", sentence.as_str()),
            words("doctor-database-other-do"),
        ),
        DatabaseState::Wrong(sentence) => broken(
            "database",
            words("").with("sentence", sentence.as_str()),
            words("doctor-database-do"),
        ),
    });
    if let Some(free) = facts.free {
        let space = of("doctor-database-space").with("megabytes", free >> 20);
        found.push(room("database-disk", free, space));
    }
}

/// That something of an account may be missing is said beside what waits of it.
fn damage(account: &AccountFacts) -> Option<Finding> {
    let is_damaged = matches!(account.memory, Ok(memory) if memory.is_damaged);
    is_damaged.then(|| {
        let told = words("doctor-account-damaged")
            .with("login", account.login.as_str())
            .with("server", account.server.as_str());
        doubtful("account-log", told, words("doctor-account-damaged-do"))
    })
}

fn account(account: &AccountFacts) -> Finding {
    let of = |key| {
        words(key)
            .with("login", account.login.as_str())
            .with("server", account.server.as_str())
    };
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    match account.memory {
        Err(fault) => broken(
            "account",
            of("doctor-account-broken"),
            words(fault_key(fault)),
        ),
        Ok(memory) if memory.troubles > 0 => doubtful(
            "account",
            of("doctor-account-troubles").with("count", count(memory.troubles)),
            words("doctor-account-troubles-do"),
        ),
        Ok(memory) if memory.pending > 0 => doubtful(
            "account",
            of("doctor-account-pending").with("count", count(memory.pending)),
            words("doctor-account-pending-do"),
        ),
        Ok(_) => good("account", of("doctor-account")),
    }
}

/// What to do about a memory that cannot be opened.
fn fault_key(fault: StoreFault) -> &'static str {
    match fault {
        StoreFault::DiskFull => "doctor-fault-disk-full",
        StoreFault::ReadOnly | StoreFault::CannotOpen => "doctor-fault-closed",
        StoreFault::InUse => "doctor-fault-in-use",
        StoreFault::NewerSchema => "doctor-fault-newer",
        StoreFault::Damaged | StoreFault::Sealed => "doctor-fault-damaged",
        StoreFault::Io | StoreFault::Unsettled | StoreFault::SignedOut | StoreFault::Internal => {
            "doctor-fault-io"
        }
    }
}

#[cfg(test)]
mod tests;
