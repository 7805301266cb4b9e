//! What was seen.

use crate::i18n::faults::Fault;
use crate::terminal::{Depth, GlyphSet};
use offline::StoreFault;

/// Everything that is looked at.
#[derive(Debug, Clone)]
pub struct Facts {
    pub terminal: Terminal,
    /// Sentences about the configuration, the theme and the keys.
    pub config: ConfigFacts,
    pub server: Server,
    /// The program's own folder.
    pub store: StoreFacts,
    /// The database of a server on this machine, if there is one.
    pub database: Option<DatabaseFacts>,
}

/// The terminal.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// Whether input and output are one.
    pub present: bool,
    /// `TERM`; empty when unset.
    pub term: String,
    /// Columns and rows, if it is a terminal.
    pub size: Option<(u16, u16)>,
    /// Colours in use.
    pub depth: Depth,
    /// Signs in use.
    pub glyphs: GlyphSet,
    /// The first of `LC_ALL`, `LC_CTYPE`, `LANG` that is set; empty when none is.
    pub locale: String,
}

/// The configuration.
#[derive(Debug, Clone)]
pub struct ConfigFacts {
    pub file: String,
    /// Whether it is there.
    pub exists: bool,
    /// What is wrong.
    pub notes: Vec<Note>,
}

/// Something that is wrong with the configuration, the theme or the keys.
#[derive(Debug, Clone)]
pub struct Note {
    pub sentence: String,
    /// It is about a line of a file, which can be corrected; else about the file.
    pub of_a_line: bool,
    /// A server is not started with it.
    pub stops_serve: bool,
}

/// The server.
#[derive(Debug, Clone)]
pub struct Server {
    pub url: String,
    /// What came of asking it.
    pub answer: ServerAnswer,
}

/// What came of asking the server who it is.
#[derive(Debug, Clone)]
pub enum ServerAnswer {
    /// It says.
    Here {
        version: String,
        /// The school's name.
        school: String,
        /// How long the answer took, in milliseconds.
        took_ms: u64,
        /// Its clock minus this machine's, in seconds.
        clock_off: i64,
        /// What keeps it from its work, if anything does.
        unready: Option<Unready>,
    },
    /// No server can have this address.
    BadAddress,
    Unreachable(Fault),
    /// The file with the school's certificate authority cannot be used.
    NoAuthority {
        file: String,
        fault: Fault,
    },
    /// It speaks another version of the contract.
    OtherVersion,
    /// Our server answers that it cannot now; the code of its problem.
    Unwell(String),
    /// Nothing of ours answers there, but our server does at this address, which is like it.
    Elsewhere(String),
    /// Something answers that is not our server.
    NotOurs(String),
}

/// What keeps a server that answers from its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unready {
    /// Its disk is full, or its database is not in its place.
    CannotWrite,
    /// It stops, or its database does not answer in time.
    Busy,
}

/// The program's own folder.
#[derive(Debug, Clone)]
pub struct StoreFacts {
    pub folder: String,
    /// Why it cannot be written to, if it cannot.
    pub refused: Option<Fault>,
    /// Free space of the disk, in bytes.
    pub free: Option<u64>,
    /// Accounts that were here.
    pub accounts: Vec<AccountFacts>,
}

/// The database of a server on this machine.
#[derive(Debug, Clone)]
pub struct DatabaseFacts {
    /// The file, or the address without its password.
    pub name: String,
    /// What is known of it.
    pub state: DatabaseState,
    /// Free space of its disk, in bytes.
    pub free: Option<u64>,
}

/// What is known of a database.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "server"),
    expect(dead_code, reason = "the small build looks at no database")
)]
pub enum DatabaseState {
    /// It is ours, sound, and can be written to.
    Sound,
    /// The first start of a server makes it.
    ToBeMade,
    /// It is no file: only its server asks it.
    AskedByServer,
    /// Whoever asks may not look at it, perhaps another account than the server's: a sentence.
    NotOurs(String),
    /// Why no server works with it, and what to do: a sentence.
    Wrong(String),
}

/// One account's memory.
#[derive(Debug, Clone)]
pub struct AccountFacts {
    /// The server's address without its scheme.
    pub server: String,
    /// The sign-in name, as the folder writes it.
    pub login: String,
    /// What is in it.
    pub memory: Result<Memory, StoreFault>,
}

/// What has not reached the server.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// Changes on their way.
    pub pending: usize,
    /// Conflicts and refusals.
    pub troubles: usize,
    /// A part of it could not be read.
    pub is_damaged: bool,
}
