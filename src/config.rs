//! The configuration: one TOML file in which every key may be absent.
//!
//! A mistake in it never stops the client: an unknown key or a wrong value is a warning and costs
//! that key alone, a file that cannot be read gives the defaults, and either way the person is
//! told the line. The server and the importers do stop: with the defaults they would open another
//! database. Defaults are never written into the user's file. `config.example.toml` lists every key with its default.

mod load;
mod paths;
mod problem;
mod ranges;
mod reading;

use std::{
    collections::BTreeMap,
    net::IpAddr,
    path::{Path, PathBuf},
};

use journal::SchoolId;
use serde::{Deserialize, Serialize};

pub use self::{
    paths::Paths,
    problem::{Problem, ProblemKind},
    ranges::is_database,
    reading::{Syntax, Wanted, nearest},
};
use crate::i18n::Language;
use crate::terminal::{Depth, GlyphSet};

/// Everything that can be configured.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The server that the client talks to.
    pub server: ServerConfig,
    /// How the client looks and behaves.
    pub client: ClientConfig,
    /// Keys: section of the keymap → action → key. Read by the owner of the keymap.
    pub keys: BTreeMap<String, BTreeMap<String, String>>,
    /// The server command, `zhurnal serve`.
    pub serve: ServeConfig,
}

/// `[server]`: the server that the client talks to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServerConfig {
    /// Address of the server, without `/api`.
    pub url: String,
    /// A PEM file with the school's own certificate authority; empty for the system's.
    pub ca_file: PathBuf,
    /// The number of the school on a server that has several; 0 for the only one.
    pub school: u32,
    /// Seconds to wait for an answer.
    pub timeout_seconds: u32,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            url: format!("http://{DEFAULT_LISTEN}"),
            ca_file: PathBuf::new(),
            school: 0,
            timeout_seconds: 30,
        }
    }
}

impl ServerConfig {
    /// The school, if one is named.
    pub fn school(&self) -> Option<SchoolId> {
        named(self.school)
    }

    /// The certificate authority's file, if one is named.
    pub fn ca_file(&self) -> Option<&Path> {
        (!self.ca_file.as_os_str().is_empty()).then_some(&*self.ca_file)
    }
}

/// `[client]`: how the client looks and behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientConfig {
    /// Language of the interface.
    pub language: LanguageChoice,
    /// Name of the theme: `NAME.toml` in the folder of themes, or an embedded one.
    pub theme: String,
    /// Colours.
    pub color: ColorChoice,
    /// Signs of frames and states.
    pub glyphs: GlyphChoice,
    /// Milliseconds to wait for the rest of an escape sequence before Esc is the Esc key.
    pub escape_timeout_ms: u32,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            language: LanguageChoice::Auto,
            theme: "default".to_owned(),
            color: ColorChoice::Auto,
            glyphs: GlyphChoice::Auto,
            escape_timeout_ms: 200,
        }
    }
}

/// `[serve]`: the server command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServeConfig {
    /// Address and port to listen on.
    pub listen: String,
    /// `postgres://…`, or the path of an SQLite file; empty for `school.db` in the state folder.
    pub database: String,
    /// The number of the school people sign in to who name none; 0 for the only one.
    pub school: u32,
    /// Goes into the key of feed cursors; processes that serve one database need the same one.
    pub cursor_secret: String,
    /// Connections to PostgreSQL, or reading connections to SQLite.
    pub database_connections: u32,
    /// Hours after which a session ends.
    pub session_hours: u32,
    /// Days that an entry of the access log is kept.
    pub access_log_days: u32,
    /// Passwords hashed at the same time; each takes a core and 19 MiB for about 50 ms.
    pub login_hashes: u32,
    /// Proxies whose word is taken for whom they forward: addresses with commas between them.
    pub trusted_proxies: String,
    /// Changes that a person may send in a minute.
    pub changes_per_minute: u32,
    /// What is logged: `error`, `warn`, `info`, `debug`, `trace`, or a filter of `tracing`.
    pub log: String,
}

impl Default for ServeConfig {
    fn default() -> Self {
        Self {
            listen: DEFAULT_LISTEN.to_owned(),
            database: String::new(),
            school: 0,
            cursor_secret: String::new(),
            database_connections: 8,
            session_hours: 720,
            access_log_days: 400,
            login_hashes: 2,
            trusted_proxies: String::new(),
            changes_per_minute: 3000,
            log: "info".to_owned(),
        }
    }
}

impl ServeConfig {
    /// The school, if one is named.
    pub fn school(&self) -> Option<SchoolId> {
        named(self.school)
    }

    /// Proxies whose word is taken for whom they forward; none, if the setting cannot be read.
    pub fn trusted_proxies(&self) -> Vec<IpAddr> {
        ranges::machines(&self.trusted_proxies).unwrap_or_default()
    }
}

fn named(school: u32) -> Option<SchoolId> {
    (school > 0).then(|| SchoolId(school.into()))
}

/// Where the server listens and the client looks unless told otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8470";

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LanguageChoice {
    /// By the locale, Russian if that says neither.
    #[default]
    Auto,
    /// Russian.
    Ru,
    /// English.
    En,
}

/// Colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorChoice {
    /// By `TERM`, `COLORTERM` and `NO_COLOR`.
    #[default]
    Auto,
    /// The 16 named ones, whatever the terminal says.
    #[serde(rename = "16")]
    Ansi16,
    /// 256.
    #[serde(rename = "256")]
    Ansi256,
    /// 24 bits.
    TrueColor,
    /// None.
    Never,
}

/// Signs of frames and states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GlyphChoice {
    /// By `TERM` and the locale.
    #[default]
    Auto,
    /// Those of an ordinary font.
    Unicode,
    /// Those of the Linux console.
    Linux,
    /// Frames and signs of ASCII alone.
    Ascii,
}

impl LanguageChoice {
    /// The language that was chosen, if one was.
    pub fn language(self) -> Option<Language> {
        match self {
            Self::Auto => None,
            Self::Ru => Some(Language::Ru),
            Self::En => Some(Language::En),
        }
    }
}

impl ColorChoice {
    /// The depth that was chosen, if one was.
    pub fn depth(self) -> Option<Depth> {
        match self {
            Self::Auto => None,
            Self::Ansi16 => Some(Depth::Ansi16),
            Self::Ansi256 => Some(Depth::Palette256),
            Self::TrueColor => Some(Depth::TrueColor),
            Self::Never => Some(Depth::None),
        }
    }
}

impl GlyphChoice {
    /// The set that was chosen, if one was.
    pub fn set(self) -> Option<GlyphSet> {
        match self {
            Self::Auto => None,
            Self::Unicode => Some(GlyphSet::Unicode),
            Self::Linux => Some(GlyphSet::Linux),
            Self::Ascii => Some(GlyphSet::Ascii),
        }
    }
}

impl Config {
    /// Reads the file. A missing file is no problem when it is the usual one; one that was asked
    /// for by name (`required`) must be there.
    pub fn load(path: &Path, required: bool) -> (Self, Vec<Problem>) {
        load::load(path, required)
    }

    /// The configuration in this text, and what is wrong with it. `path` is for the messages.
    pub fn parse(path: &Path, text: &str) -> (Self, Vec<Problem>) {
        load::parse(path, text)
    }
}

#[cfg(test)]
mod tests;
