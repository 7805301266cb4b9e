//! What the system, the network and the databases say in English, in the person's language: the
//! one place that knows their words.

use std::borrow::Cow;
use std::io::{self, ErrorKind};

use super::{Texts, Value};
use crate::tr;

/// A fault that somebody else has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The Fluent message that says why.
    key: &'static str,
    /// The words as they came, where they help whoever mends it.
    raw: Option<String>,
}

/// Pieces of foreign sentences, in small letters, and what they mean; the first that fits counts.
const WORDS: &[(&str, &str)] = &[
    ("unknownissuer", "fault-certificate-stranger"),
    ("not valid for name", "fault-certificate-name"),
    ("notvalidforname", "fault-certificate-name"),
    ("certificate expired", "fault-certificate-expired"),
    ("certificate not valid yet", "fault-certificate-early"),
    ("certificate", "fault-certificate"),
    ("invalidcontenttype", "fault-not-tls"),
    ("corrupt message", "fault-not-tls"),
    ("handshake", "fault-tls"),
    ("dns error", "fault-no-name"),
    ("failed to lookup address", "fault-no-name"),
    ("name or service not known", "fault-no-name"),
    ("(28p01)", "fault-database-password"),
    ("password missing", "fault-database-password"),
    ("(28000)", "fault-database-password"),
    ("(3d000)", "fault-no-database"),
    ("(42501)", "fault-forbidden"),
    ("(53300)", "fault-database-crowded"),
    ("(53100)", "fault-disk-full"),
    ("disk is full", "fault-disk-full"),
    ("file is not a database", "fault-not-database"),
    ("disk image is malformed", "fault-damaged"),
    ("unable to open database file", "fault-forbidden"),
    ("readonly database", "fault-read-only"),
    ("database is locked", "fault-busy"),
    ("timed out", "fault-timed-out"),
    ("timeout", "fault-timed-out"),
    ("unexpected message", "fault-not-http"),
    ("invalid http version", "fault-not-http"),
    ("connection refused", "fault-refused"),
    ("connection closed", "fault-cut"),
    ("connection reset", "fault-cut"),
    ("line was closed", "fault-cut"),
];

/// Faults whose sentence says all there is to say.
const CLEAR: &[&str] = &[
    "fault-missing",
    "fault-forbidden",
    "fault-there",
    "fault-folder",
    "fault-no-folder",
    "fault-disk-full",
    "fault-read-only",
    "fault-not-text",
    "fault-address-in-use",
    "fault-address-foreign",
    "fault-refused",
    "fault-no-route",
    "fault-no-name",
    "fault-timed-out",
    "fault-not-database",
    "fault-not-tls",
    "fault-not-http",
    "fault-cut",
];

impl Fault {
    /// What the system has refused.
    pub fn io(error: &io::Error) -> Self {
        match of_kind(error.kind()) {
            Some(key) => Self::new(key, &error.to_string()),
            None => Self::told(&error.to_string()),
        }
    }

    /// What somebody has told in words of their own, perhaps with the system's number in them.
    pub fn told(raw: &str) -> Self {
        let small = raw.to_lowercase();
        let key = WORDS
            .iter()
            .find(|(words, _)| small.contains(words))
            .map(|(_, key)| *key)
            .or_else(|| of_kind(numbered(raw)?))
            .unwrap_or("fault-other");
        Self::new(key, raw)
    }

    fn new(key: &'static str, raw: &str) -> Self {
        let raw = raw.trim();
        let helps = !raw.is_empty() && !CLEAR.contains(&key);
        Self {
            key,
            raw: helps.then(|| raw.to_owned()),
        }
    }

    /// Whether there is no space left on a disk.
    pub fn is_full_disk(&self) -> bool {
        self.key == "fault-disk-full"
    }

    /// Why, as the end of a sentence that has begun already.
    pub fn why<'a>(&self, texts: &'a Texts) -> Cow<'a, str> {
        texts.get(self.key)
    }

    /// The sentence of this Fluent message, in which `why` stands for why, and after it the foreign
    /// words if they help.
    pub fn sentence<'a>(
        &'a self,
        texts: &'a Texts,
        key: &str,
        values: &[(&'a str, Value<'a>)],
    ) -> String {
        let mut values = values.to_vec();
        values.push(("why", Value::from(self.why(texts))));
        self.after(&texts.format(key, &values), texts)
    }

    /// The sentence, and after it the foreign words if they help.
    pub fn after(&self, sentence: &str, texts: &Texts) -> String {
        match &self.raw {
            Some(raw) => tr!(texts, "fault-detail", sentence, raw = raw.as_str()).into_owned(),
            None => sentence.to_owned(),
        }
    }
}

/// `… (os error 111)`.
fn numbered(raw: &str) -> Option<ErrorKind> {
    let (_, number) = raw.rsplit_once("os error ")?;
    let number = number.split(')').next()?.parse().ok()?;
    Some(io::Error::from_raw_os_error(number).kind())
}

fn of_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "fault-missing",
        ErrorKind::PermissionDenied => "fault-forbidden",
        ErrorKind::AlreadyExists => "fault-there",
        ErrorKind::IsADirectory => "fault-folder",
        ErrorKind::NotADirectory => "fault-no-folder",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "fault-disk-full",
        ErrorKind::ReadOnlyFilesystem => "fault-read-only",
        ErrorKind::InvalidData => "fault-not-text",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "fault-busy",
        ErrorKind::AddrInUse => "fault-address-in-use",
        ErrorKind::AddrNotAvailable => "fault-address-foreign",
        ErrorKind::ConnectionRefused => "fault-refused",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            "fault-no-route"
        }
        ErrorKind::TimedOut => "fault-timed-out",
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => "fault-cut",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use rstest::rstest;

    #[rstest]
    #[case(
        "No such file or directory (os error 2)",
        "такого файла или папки нет",
        false
    )]
    #[case(
        "tcp connect error: Connection refused (os error 111)",
        "не отвечает на этом порту",
        false
    )]
    #[case(
        "dns error: failed to lookup address information: Name or service not known",
        "имя сервера не найдено",
        false
    )]
    #[case("timed out: operation timed out", "ответа нет слишком долго", false)]
    #[case("invalid peer certificate: UnknownIssuer", "не доверяет", true)]
    #[case(
        "invalid peer certificate: certificate not valid for name \"a\"",
        "на другое имя",
        true
    )]
    #[case(
        "invalid peer certificate: certificate expired: verified at …",
        "истёк",
        true
    )]
    #[case(
        "received corrupt message of type InvalidContentType",
        "http://",
        false
    )]
    #[case("database or disk is full", "на диске нет места", false)]
    #[case(
        "write failed: No space left on device (os error 28)",
        "на диске нет места",
        false
    )]
    #[case(
        "password authentication failed for user \"u\" (28P01)",
        "имя или пароль",
        true
    )]
    #[case("something else entirely", "непредвиденная ошибка", true)]
    fn foreign_words(#[case] raw: &str, #[case] says: &str, #[case] shown: bool) {
        let texts = Texts::new(Language::Ru);
        let fault = Fault::told(raw);
        let why = fault.why(&texts).into_owned();
        assert!(why.contains(says), "{why}");
        let whole = fault.after("Не вышло.", &texts);
        assert_eq!(whole.ends_with(&format!("({raw})")), shown, "{whole}");
    }

    #[test]
    fn the_systems_own_errors_are_known_by_kind() {
        let texts = Texts::new(Language::Ru);
        let missing = std::fs::read("/nowhere/at/all").unwrap_err();
        assert_eq!(
            Fault::io(&missing).why(&texts),
            "такого файла или папки нет"
        );
        let folder = std::fs::read("/").unwrap_err();
        assert_eq!(Fault::io(&folder).why(&texts), "это папка, а не файл");
    }

    #[test]
    fn every_fault_has_its_words() {
        let said = WORDS
            .iter()
            .map(|(_, key)| *key)
            .chain(CLEAR.iter().copied());
        for language in [Language::Ru, Language::En] {
            let texts = Texts::new(language);
            for key in said
                .clone()
                .chain(["fault-cut", "fault-busy", "fault-other"])
            {
                assert!(texts.has(key), "there is no {key}");
            }
        }
    }
}
