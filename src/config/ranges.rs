//! Values that are of the right type and make no sense.

use super::{Config, ProblemKind, Wanted};
use std::net::IpAddr;

/// Levels of the server's log.
const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// Puts the default in the place of each value that makes no sense, and says of which.
pub fn mend(config: &mut Config) -> Vec<(&'static str, ProblemKind)> {
    let usual = Config::default();
    let mut found = numbers(config, &usual);
    let serve = &mut config.serve;
    let mut text = |key: &'static str, value: &mut String, sound: bool, usual: String, wanted| {
        if !sound {
            *value = usual;
            let kind = ProblemKind::WrongType {
                key: key.to_owned(),
                wanted,
                detail: String::new(),
            };
            found.push((key, kind));
        }
    };
    let sound = is_address(&serve.listen);
    text(
        "serve.listen",
        &mut serve.listen,
        sound,
        usual.serve.listen,
        Wanted::Address,
    );
    let sound = serve.database.is_empty() || is_database(&serve.database);
    let none = usual.serve.database;
    text(
        "serve.database",
        &mut serve.database,
        sound,
        none,
        Wanted::Database,
    );
    let sound = machines(&serve.trusted_proxies).is_some();
    let none = usual.serve.trusted_proxies;
    text(
        "serve.trusted_proxies",
        &mut serve.trusted_proxies,
        sound,
        none,
        Wanted::Machines,
    );
    let sound = is_log(&serve.log);
    let levels = Wanted::OneOf(LEVELS.map(str::to_owned).into());
    text("serve.log", &mut serve.log, sound, usual.serve.log, levels);
    found
}

fn numbers(config: &mut Config, usual: &Config) -> Vec<(&'static str, ProblemKind)> {
    let mut found = Vec::new();
    let mut range = |key: &'static str, value: &mut u32, low: u32, high: u32, usual: u32| {
        if !(low..=high).contains(value) {
            *value = usual;
            let kind = ProblemKind::OutOfRange {
                key: key.to_owned(),
                low,
                high,
                usual,
            };
            found.push((key, kind));
        }
    };
    let (server, client, serve) = (&mut config.server, &mut config.client, &mut config.serve);
    let seconds = usual.server.timeout_seconds;
    range(
        "server.timeout_seconds",
        &mut server.timeout_seconds,
        1,
        600,
        seconds,
    );
    let wait = usual.client.escape_timeout_ms;
    range(
        "client.escape_timeout_ms",
        &mut client.escape_timeout_ms,
        1,
        5000,
        wait,
    );
    let many = usual.serve.database_connections;
    range(
        "serve.database_connections",
        &mut serve.database_connections,
        1,
        500,
        many,
    );
    let hours = usual.serve.session_hours;
    range(
        "serve.session_hours",
        &mut serve.session_hours,
        1,
        8760,
        hours,
    );
    let days = usual.serve.access_log_days;
    range(
        "serve.access_log_days",
        &mut serve.access_log_days,
        30,
        36_500,
        days,
    );
    let hashes = usual.serve.login_hashes;
    range("serve.login_hashes", &mut serve.login_hashes, 1, 64, hashes);
    let changes = usual.serve.changes_per_minute;
    range(
        "serve.changes_per_minute",
        &mut serve.changes_per_minute,
        200,
        1_000_000,
        changes,
    );
    found
}

/// A host and a port; whether there is such a host is not asked.
fn is_address(text: &str) -> bool {
    text.rsplit_once(':')
        .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}

/// Addresses with commas between them.
pub fn machines(text: &str) -> Option<Vec<IpAddr>> {
    let named = text.split(',').map(str::trim);
    let named = named.filter(|name| !name.is_empty());
    named.map(|name| name.parse().ok()).collect()
}

/// A level, or a filter of `tracing`. A single word that is no level would be taken for the name
/// of a part of the program, and nothing would be logged.
fn is_log(text: &str) -> bool {
    let level = |word: &str| word == "off" || LEVELS.contains(&word);
    text.split(',').map(str::trim).all(|part| {
        let (target, word) = part.split_once('=').unwrap_or(("target", part));
        !target.trim().is_empty() && level(word.trim().to_lowercase().as_str())
    })
}

/// `postgres://…`, `sqlite:PATH`, or the path of a file. A mistyped address must not become a
/// file of that name.
pub fn is_database(text: &str) -> bool {
    let text = text.trim();
    match text.split_once(':') {
        Some(("postgres" | "postgresql", rest)) => rest.len() > 2 && rest.starts_with("//"),
        Some(("sqlite", rest)) => !rest.trim_start_matches('/').is_empty(),
        // A drive of Windows is one letter.
        Some((scheme, _)) => scheme.len() < 2 || scheme.contains(['/', '\\', '.']),
        None => !text.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("info", true)]
    #[case("WARN", true)]
    #[case("off", true)]
    #[case("info,storage=debug", true)]
    #[case("verbose", false)]
    #[case("", false)]
    #[case("storage=loud", false)]
    fn logs(#[case] text: &str, #[case] sound: bool) {
        assert_eq!(is_log(text), sound);
    }

    #[rstest]
    #[case("", Some(0))]
    #[case("127.0.0.1", Some(1))]
    #[case("10.0.0.1, ::1,", Some(2))]
    #[case("10.0.0.1:80", None)]
    #[case("nginx", None)]
    fn proxies(#[case] text: &str, #[case] found: Option<usize>) {
        assert_eq!(machines(text).map(|found| found.len()), found);
    }

    #[rstest]
    #[case("127.0.0.1:8470", true)]
    #[case("[::1]:8470", true)]
    #[case("journal.school:80", true)]
    #[case("nonsense", false)]
    #[case(":80", false)]
    #[case("0.0.0.0:99999", false)]
    fn addresses(#[case] text: &str, #[case] sound: bool) {
        assert_eq!(is_address(text), sound);
    }
}
