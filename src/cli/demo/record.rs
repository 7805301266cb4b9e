//! `demo.toml`: what a demonstration is, between its runs.

use super::folder::Folder;
use crate::cli::args::{DemoArgs, DemoSize};
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use journal::{Regulation, Timestamp};
use school::DemoLogin;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The name of the file.
pub const FILE: &str = "demo.toml";
/// The version of its shape.
const VERSION: u32 = 1;
/// The timetable that a school was made of, kept beside it.
pub const TIMETABLE: &str = "timetable.fet";

/// What a demonstration is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    version: u32,
    /// Whether the school is whole.
    pub built: bool,
    /// Of what it was built.
    pub school: Made,
    /// The regulation profile.
    pub profile: String,
    /// What the clock was set to, in microseconds of Unix time.
    set_to: Timestamp,
    /// The machine's own clock at that moment.
    set_at: Timestamp,
    /// Where the server listens, or did.
    pub address: SocketAddr,
    /// Who can sign in.
    pub guests: Vec<Known>,
}

/// Of what a school is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Made {
    /// Invented, four classes.
    Small,
    /// Invented, whole.
    School,
    /// From a timetable.
    Timetable,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The value of `--as`.
    pub role: String,
    /// The sign-in name.
    pub login: String,
    /// Who it is.
    pub title: String,
}

impl From<DemoLogin> for Known {
    fn from(login: DemoLogin) -> Self {
        Self {
            role: login.role_flag.to_owned(),
            login: login.login,
            title: login.title,
        }
    }
}

impl Made {
    fn of(args: &DemoArgs) -> Self {
        match (&args.timetable, args.size.unwrap_or_default()) {
            (Some(_), _) => Self::Timetable,
            (None, DemoSize::Small) => Self::Small,
            (None, DemoSize::School) => Self::School,
        }
    }

    /// The Fluent message with its name.
    fn label(self) -> &'static str {
        match self {
            Self::Small => "demo-made-small",
            Self::School => "demo-made-school",
            Self::Timetable => "demo-made-timetable",
        }
    }
}

impl Record {
    /// A demonstration that begins at `now`, which is `wall` by the machine's clock.
    pub fn new(args: &DemoArgs, now: Timestamp, wall: Timestamp) -> Self {
        let usual = || {
            Regulation::shipped_ids()
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            version: VERSION,
            built: false,
            school: Made::of(args),
            profile: args.profile.clone().unwrap_or_else(usual),
            set_to: now,
            set_at: wall,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            guests: Vec::new(),
        }
    }

    /// The demonstration of a folder, if it holds one.
    pub fn read(folder: &Folder, texts: &Texts) -> anyhow::Result<Option<Self>> {
        let path = folder.path().join(FILE);
        let broken = |raw: &str| {
            let file = path.display().to_string();
            let sentence = tr!(texts, "demo-record-broken", file);
            let sentence = sentence.as_ref();
            anyhow::anyhow!(tr!(texts, "fault-detail", sentence, raw).into_owned())
        };
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|error| {
                let file = path.display().to_string();
                let values = [("file", file.into())];
                anyhow::anyhow!(Fault::io(&error).sentence(texts, "file-unreadable", &values))
            })?,
        };
        let record: Self = toml::from_str(&text).map_err(|error| broken(error.message()))?;
        if record.version != VERSION {
            return Err(broken(&format!("version = {}", record.version)));
        }
        Ok(Some(record))
    }

    /// Keeps it for the next run: the old one or the new one, never half of either.
    pub fn save(&self, folder: &Folder, texts: &Texts) -> anyhow::Result<()> {
        let (path, fresh) = (
            folder.path().join(FILE),
            folder.path().join("demo.toml.new"),
        );
        let text = toml::to_string(self)?;
        folder
            .write("demo.toml.new", text.as_bytes())
            .and_then(|()| fs::rename(&fresh, &path))
            .map_err(|error| anyhow::anyhow!(folder.refused(&error, texts)))
    }

    /// The demonstration's time when it is `wall` by the machine's clock: it has gone on since it
    /// was set, also while nobody ran it.
    pub fn now(&self, wall: Timestamp) -> Timestamp {
        self.set_to.plus(wall.since(self.set_at))
    }

    /// Sets the clock anew.
    pub fn set_clock(&mut self, now: Timestamp, wall: Timestamp) {
        (self.set_to, self.set_at) = (now, wall);
    }

    /// Where a client on this machine finds the server.
    pub fn url(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        format!("http://{address}")
    }

    /// Who signs in for a value of `--as`.
    pub fn guest(&self, role: &str) -> Option<&Known> {
        self.guests.iter().find(|guest| guest.role == role)
    }

    /// Refuses flags that describe another school than the one that is there.
    pub fn must_be_what_was_asked(
        &self,
        folder: &Folder,
        args: &DemoArgs,
        texts: &Texts,
    ) -> anyhow::Result<()> {
        let described = args.size.is_some() || args.timetable.is_some();
        let same_school = !described || self.school == Made::of(args);
        let same_profile = args
            .profile
            .as_ref()
            .is_none_or(|profile| *profile == self.profile);
        let same_timetable = args.timetable.as_ref().is_none_or(|file| {
            let kept = fs::read(folder.path().join(TIMETABLE));
            kept.is_ok_and(|kept| fs::read(file).is_ok_and(|asked| asked == kept))
        });
        if same_school && same_profile && same_timetable {
            return Ok(());
        }
        let made = texts.get(self.school.label()).into_owned();
        let profile = self.profile.as_str();
        let text = tr!(
            texts,
            "demo-other-school",
            dir = folder.name(),
            made,
            profile
        );
        anyhow::bail!(text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use crate::i18n::Language;
    use clap::Parser;

    fn args(flags: &[&str]) -> DemoArgs {
        let asked = ["zhurnal", "demo"].iter().chain(flags);
        match Cli::try_parse_from(asked).unwrap().command {
            Some(Command::Demo(args)) => args,
            other => panic!("{other:?}"),
        }
    }

    fn minutes(minutes: i64) -> Timestamp {
        Timestamp(minutes * 60_000_000)
    }

    #[test]
    fn the_clock_goes_on_between_runs_and_can_be_set_anew() {
        let texts = Texts::new(Language::Ru);
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(Some(dir.path()), &texts).unwrap();
        assert_eq!(Record::read(&folder, &texts).unwrap(), None);
        let mut record = Record::new(&args(&[]), minutes(1000), minutes(5000));
        record.guests.push(Known {
            role: "teacher".into(),
            login: "orlova".into(),
            title: "Орлова «Т.» \u{1b}".into(),
        });
        record.save(&folder, &texts).unwrap();
        let read = Record::read(&folder, &texts).unwrap().unwrap();
        assert_eq!(read, record);
        assert_eq!(read.now(minutes(5090)), minutes(1090));
        record.set_clock(minutes(100), minutes(5100));
        assert_eq!(record.now(minutes(5101)), minutes(101));
    }

    #[test]
    fn a_school_that_is_there_is_never_taken_for_another() {
        let texts = Texts::new(Language::Ru);
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(Some(dir.path()), &texts).unwrap();
        let record = Record::new(&args(&["--size", "small"]), minutes(0), minutes(0));
        let asked = |flags: &[&str]| record.must_be_what_was_asked(&folder, &args(flags), &texts);
        assert!(asked(&[]).is_ok());
        assert!(asked(&["--size", "small"]).is_ok());
        assert!(asked(&["--profile", &record.profile]).is_ok());
        for other in [
            ["--size", "school"],
            ["--profile", "sgo-154"],
            ["--timetable", "a.fet"],
        ] {
            let said = asked(&other).unwrap_err().to_string();
            assert!(
                said.contains("малая школа") && said.contains(&record.profile),
                "{said}"
            );
        }
    }

    #[test]
    fn a_record_that_cannot_be_read_is_one_sentence() {
        let texts = Texts::new(Language::Ru);
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(Some(dir.path()), &texts).unwrap();
        fs::write(dir.path().join(FILE), "version = 99\n").unwrap();
        let said = Record::read(&folder, &texts).unwrap_err().to_string();
        assert!(said.contains(FILE) && !said.contains('\n'), "{said}");
    }
}
