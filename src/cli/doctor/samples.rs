//! Machines for the tests.

use super::facts::{
    AccountFacts, ConfigFacts, DatabaseFacts, DatabaseState, Facts, Memory, Note, Server,
    ServerAnswer, StoreFacts, Terminal, Unready,
};
use crate::i18n::faults::Fault;
use crate::terminal::{Depth, GlyphSet};
use offline::StoreFault;

/// A machine on which all is well.
pub fn healthy() -> Facts {
    Facts {
        terminal: Terminal {
            present: true,
            term: "xterm-256color".into(),
            size: Some((80, 24)),
            depth: Depth::Palette256,
            glyphs: GlyphSet::Unicode,
            locale: "ru_RU.UTF-8".into(),
        },
        config: ConfigFacts {
            file: "/c.toml".into(),
            exists: true,
            notes: Vec::new(),
        },
        server: Server {
            url: "http://s".into(),
            answer: here(20, 3),
        },
        database: Some(DatabaseFacts {
            name: "/state/school.db".into(),
            state: DatabaseState::Sound,
            free: Some(1 << 30),
        }),
        store: StoreFacts {
            folder: "/state".into(),
            refused: None,
            free: Some(1 << 30),
            accounts: vec![AccountFacts {
                server: "s:80".into(),
                login: "orlova".into(),
                memory: memory(0, 0),
            }],
        },
    }
}

/// A server that answers.
pub fn here(took_ms: u64, clock_off: i64) -> ServerAnswer {
    ServerAnswer::Here {
        version: "0.1.0".into(),
        school: "Школа".into(),
        took_ms,
        clock_off,
        unready: None,
    }
}

/// A server that answers and cannot work.
pub fn unready(why: Unready) -> ServerAnswer {
    let mut answer = here(5, 0);
    if let ServerAnswer::Here { unready, .. } = &mut answer {
        *unready = Some(why);
    }
    answer
}

/// A database on a disk with so much room.
pub fn database(state: DatabaseState, free: u64) -> DatabaseFacts {
    DatabaseFacts {
        name: "/state/school.db".into(),
        state,
        free: Some(free),
    }
}

/// A sentence about a line of the configuration.
pub fn note(sentence: &str) -> Note {
    Note {
        sentence: sentence.into(),
        of_a_line: true,
        stops_serve: false,
    }
}

/// The same about `[serve]`.
pub fn note_of_serve(sentence: &str) -> Note {
    Note {
        stops_serve: true,
        ..note(sentence)
    }
}

/// A memory that can be read.
#[expect(clippy::unnecessary_wraps, reason = "it stands beside faults")]
pub fn memory(pending: usize, troubles: usize) -> Result<Memory, StoreFault> {
    Ok(Memory {
        pending,
        troubles,
        is_damaged: false,
    })
}

/// The same of which a part could not be.
pub fn damaged() -> Result<Memory, StoreFault> {
    let memory = memory(0, 0)?;
    Ok(Memory {
        is_damaged: true,
        ..memory
    })
}

/// Machines that say everything there is to say.
pub fn all_states() -> Vec<Facts> {
    let mut all = vec![healthy()];
    let mut add = |change: &dyn Fn(&mut Facts)| {
        let mut facts = healthy();
        change(&mut facts);
        all.push(facts);
    };
    for depth in [
        Depth::None,
        Depth::Ansi8,
        Depth::Ansi16,
        Depth::Palette256,
        Depth::TrueColor,
    ] {
        add(&|facts| facts.terminal.depth = depth);
    }
    for glyphs in [GlyphSet::Linux, GlyphSet::Ascii] {
        add(&|facts| facts.terminal.glyphs = glyphs);
    }
    add(&|facts| facts.terminal.present = false);
    add(&|facts| facts.terminal.size = Some((20, 5)));
    add(&|facts| facts.config.exists = false);
    add(&|facts| facts.config.notes = vec![note("config.toml, строка 3\n  x = ")]);
    add(&|facts| {
        let of_a_line = false;
        facts.config.notes = vec![Note {
            of_a_line,
            ..note("нет файла")
        }];
    });
    add(&|facts| facts.config.notes = vec![note_of_serve("config.toml, строка 4\n  listen = ")]);
    add(&|facts| facts.store.accounts[0].memory = damaged());
    let answers = [
        ServerAnswer::BadAddress,
        ServerAnswer::Unreachable(Fault::told("refused")),
        ServerAnswer::NoAuthority {
            file: "ca.pem".into(),
            fault: Fault::told("No such file or directory (os error 2)"),
        },
        ServerAnswer::OtherVersion,
        ServerAnswer::Unwell("busy".into()),
        ServerAnswer::NotOurs("404".into()),
        here(5000, 3600),
        here(5, -3600),
    ];
    for answer in answers {
        add(&|facts| facts.server.answer = answer.clone());
    }
    add(&|facts| facts.store.refused = Some(Fault::told("permission denied")));
    add(&|facts| facts.store.free = Some(0));
    for why in [Unready::CannotWrite, Unready::Busy] {
        add(&|facts| facts.server.answer = unready(why));
    }
    for state in [
        DatabaseState::ToBeMade,
        DatabaseState::NotOurs("Не прочитать.".into()),
        DatabaseState::Wrong("Файла базы нет.".into()),
    ] {
        add(&|facts| facts.database = Some(database(state.clone(), 0)));
    }
    let faults = [
        StoreFault::DiskFull,
        StoreFault::ReadOnly,
        StoreFault::CannotOpen,
        StoreFault::InUse,
        StoreFault::Damaged,
        StoreFault::NewerSchema,
        StoreFault::Io,
        StoreFault::Sealed,
        StoreFault::Unsettled,
        StoreFault::SignedOut,
        StoreFault::Internal,
    ];
    for fault in faults {
        add(&|facts| {
            facts.store.accounts = vec![AccountFacts {
                server: "s:80".into(),
                login: "a".into(),
                memory: Err(fault),
            }]
        });
    }
    for (pending, troubles) in [(3, 0), (0, 1)] {
        let memory = memory(pending, troubles);
        add(&|facts| {
            facts.store.accounts = vec![AccountFacts {
                server: "s:80".into(),
                login: "a".into(),
                memory,
            }]
        });
    }
    all
}
