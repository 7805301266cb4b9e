use super::*;
use crate::i18n::faults::Fault;
use crate::i18n::{Language, Texts};
use std::collections::BTreeSet;

const EXAMPLE: &str = include_str!("../../config.example.toml");

/// The example with every commented key in force: `## …` is prose, `# key = …` is a key.
fn uncommented() -> String {
    EXAMPLE
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line))
        .fold(String::new(), |text, line| text + line + "\n")
}

fn leaves(prefix: &str, value: &toml::Value, into: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                leaves(&format!("{prefix}.{key}"), value, into);
            }
            if table.is_empty() {
                into.insert(prefix.to_owned());
            }
        }
        _ => drop(into.insert(prefix.to_owned())),
    }
}

#[test]
fn the_example_as_it_stands_is_the_default() {
    assert_eq!(
        Config::parse(Path::new("x"), EXAMPLE),
        (Config::default(), vec![])
    );
}

#[test]
fn the_example_shows_every_key_with_its_default() {
    let text = uncommented();
    assert_eq!(
        Config::parse(Path::new("x"), &text),
        (Config::default(), vec![])
    );
    let mut shown = BTreeSet::new();
    leaves("", &text.parse::<toml::Table>().unwrap().into(), &mut shown);
    let mut known = BTreeSet::new();
    leaves(
        "",
        &toml::Value::try_from(Config::default()).unwrap(),
        &mut known,
    );
    assert_eq!(shown, known);
}

#[test]
fn the_example_has_nothing_in_force_and_prose_for_each_key() {
    for (line, next) in EXAMPLE.lines().zip(EXAMPLE.lines().skip(1)) {
        assert!(line.is_empty() || line.starts_with('#'), "{line}");
        assert!(
            !next.contains(" = ") || line.starts_with('#'),
            "no word about {next}"
        );
    }
}

#[test]
fn every_value_is_read() {
    let text = "[server]\nurl = \"https://school.example\"\nca_file = \"/etc/ca.pem\"\nschool = 2\n\
                [client]\nlanguage = \"en\"\ncolor = \"256\"\nglyphs = \"ascii\"\n\
                [keys.grid]\nmark-absent = \"н\"\n[serve]\nsession_hours = 3\n";
    let (config, problems) = Config::parse(Path::new("x"), text);
    assert_eq!(problems, []);
    assert_eq!(config.server.ca_file(), Some(Path::new("/etc/ca.pem")));
    assert_eq!(config.server.school(), Some(SchoolId(2)));
    assert_eq!(Config::default().server.school(), None);
    assert_eq!(config.client.language, LanguageChoice::En);
    assert_eq!(config.client.color, ColorChoice::Ansi256);
    assert_eq!(config.keys["grid"]["mark-absent"], "н");
    assert_eq!(
        config.serve,
        ServeConfig {
            session_hours: 3,
            ..ServeConfig::default()
        }
    );
    assert_eq!(Config::default().server.ca_file(), None);
}

/// Who writes no settings has the same server as who starts it from a program.
#[cfg(feature = "server")]
#[test]
fn a_session_lasts_as_long_by_the_settings_as_by_the_server_itself() {
    let (settings, server) = (ServeConfig::default(), server::ServerConfig::default());
    assert_eq!(settings.session_hours, server.session_hours);
    assert_eq!(settings.access_log_days, server.access_log_days);
    assert_eq!(settings.changes_per_minute, server.changes_per_minute);
}

#[test]
fn an_unknown_key_is_a_warning_with_its_line() {
    let text = "[client]\ntheme = \"mono\"\nthem = 1\n[servr]\nurl = \"x\"\n";
    let (config, problems) = Config::parse(Path::new("c.toml"), text);
    assert_eq!(config.client.theme, "mono");
    let found: Vec<_> = problems.iter().map(|p| (p.line, p.kind.clone())).collect();
    let unknown = |key: &str| ProblemKind::UnknownKey {
        key: key.to_owned(),
    };
    assert_eq!(
        found,
        [
            (Some(3), unknown("client.them")),
            (Some(4), unknown("servr"))
        ]
    );
    assert!(problems.iter().all(|problem| !problem.is_fatal_for_file()));
}

#[test]
fn a_malformed_file_gives_defaults_and_shows_the_line() {
    let text = "[client]\n  theme = \"день\n";
    let (config, problems) = Config::parse(Path::new("c.toml"), text);
    assert_eq!(config, Config::default());
    let [problem] = &problems[..] else {
        panic!("{problems:?}")
    };
    assert_eq!(problem.line, Some(2));
    assert_eq!(problem.source_line.as_deref(), Some("  theme = \"день"));
    assert!(problem.is_fatal_for_file());
    let sentence = problem.sentence(&Texts::new(Language::Ru));
    assert!(sentence.contains("c.toml, строка 2"), "{sentence}");
    assert!(sentence.ends_with("\n  theme = \"день"), "{sentence}");
}

#[test]
fn a_wrong_type_names_its_line_too() {
    let text = "[client]\nescape_timeout_ms = \"десять\"\n";
    let (config, problems) = Config::parse(Path::new("c.toml"), text);
    assert_eq!((config, problems[0].line), (Config::default(), Some(2)));
    let (_, problems) = Config::parse(Path::new("c.toml"), "[client]\ncolor = \"много\"\n");
    assert_eq!((problems[0].line, problems[0].column), (Some(2), Some(9)));
}

#[test]
fn a_missing_file_matters_only_if_it_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    assert_eq!(Config::load(&path, false), (Config::default(), vec![]));
    assert_eq!(Config::load(&path, true).1[0].kind, ProblemKind::Missing);
    std::fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
    assert!(matches!(
        Config::load(&path, false).1[0].kind,
        ProblemKind::Unreadable { .. }
    ));
    std::fs::write(&path, "\u{feff}[client]\ntheme = \"mono\"\n").unwrap();
    assert_eq!(Config::load(&path, false).0.client.theme, "mono");
}

#[test]
fn everything_is_in_the_folder_that_was_named() {
    let paths = Paths::resolve(None, Some(Path::new("/d")));
    assert_eq!(paths.config_file, Path::new("/d/config.toml"));
    assert_eq!(
        (paths.state, paths.config_required),
        (PathBuf::from("/d"), false)
    );
    let paths = Paths::resolve(Some(Path::new("/x.toml")), Some(Path::new("/d")));
    assert_eq!(
        (paths.config_file, paths.config_required),
        (PathBuf::from("/x.toml"), true)
    );
    assert_eq!(paths.themes, Path::new("/d/themes"));
}

#[test]
fn every_problem_has_a_sentence_in_both_languages() {
    let kinds = [
        ProblemKind::Malformed {
            syntax: Syntax::Twice,
            detail: "bad".into(),
        },
        ProblemKind::WrongType {
            key: "client.color".into(),
            wanted: Wanted::Section,
            detail: "bad".into(),
        },
        ProblemKind::OutOfRange {
            key: "serve.login_hashes".into(),
            low: 1,
            high: 64,
            usual: 2,
        },
        ProblemKind::Unreadable {
            fault: Fault::told("denied"),
        },
        ProblemKind::Missing,
        ProblemKind::UnknownKey { key: "a.b".into() },
        ProblemKind::BadValue { key: "fg".into() },
        ProblemKind::NoTheme { name: "day".into() },
    ];
    for language in [Language::Ru, Language::En] {
        let texts = Texts::new(language);
        for kind in kinds.clone() {
            let sentence = Problem::at(Path::new("c.toml"), "x = 1\n", 0, kind).sentence(&texts);
            assert!(
                !sentence.contains('{') && !sentence.contains("problem-"),
                "{sentence}"
            );
        }
    }
}

/// The sentence about the only mistake of a text.
fn told(text: &str) -> String {
    let (_, problems) = Config::parse(Path::new("c.toml"), text);
    let [problem] = &problems[..] else {
        panic!("{problems:?}")
    };
    problem.sentence(&Texts::new(Language::Ru))
}

#[test]
fn mistakes_are_told_in_the_readers_language() {
    for (text, says) in [
        (
            "[client]\nthem = 1\n",
            "«client.them», он пропущен. Похож на него «client.theme».",
        ),
        ("[clint]\n", "«clint», он пропущен. Похож на него «client»."),
        (
            "[client]\nurl = \"http://s\"\n",
            "Похож на него «server.url».",
        ),
        (
            "[serve]\nsession_hours = \"три\"\n",
            "ключу «serve.session_hours» нужно другое значение, целое число без кавычек",
        ),
        (
            "[serve]\nlogin_hashes = -1\n",
            "«serve.login_hashes» нужно другое значение, целое",
        ),
        (
            "[server]\nurl = 5\n",
            "ключу «server.url» нужно другое значение, текст в кавычках",
        ),
        (
            "[client]\nlanguage = \"de\"\n",
            "одно из этих: \"auto\", \"ru\", \"en\"",
        ),
        (
            "[client]\nglyphs = 1\n",
            "одно из этих: \"auto\", \"unicode\", \"linux\", \"ascii\"",
        ),
        (
            "[serve]\nlog = \"verbose\"\n",
            "одно из этих: \"error\", \"warn\", \"info\"",
        ),
        (
            "[serve]\nsession_hours = 0\n",
            "строка 2, место 1: «serve.session_hours» бывает от 1 до 8760. Взято 720.",
        ),
        (
            "[serve]\naccess_log_days = 7\n",
            "«serve.access_log_days» бывает от 30 до 36500. Взято 400.",
        ),
        (
            "[server]\ntimeout_seconds = 0\n",
            "«server.timeout_seconds» бывает от 1 до 600",
        ),
        (
            "[client]\nescape_timeout_ms = 100000000\n",
            "«client.escape_timeout_ms» бывает от 1 до 5000",
        ),
        (
            "[serve]\nlogin_hashes = 0\n",
            "«serve.login_hashes» бывает от 1 до 64",
        ),
        (
            "[serve]\ndatabase_connections = 0\n",
            "«serve.database_connections» бывает от 1 до 500",
        ),
        ("[serve]\nlisten = \"nonsense\"\n", "127.0.0.1:8470"),
        ("[serve]\ndatabase = \"mysql://x\"\n", "postgres://"),
        (
            "[serve]\ntrusted_proxies = \"nginx\"\n",
            "адреса машин через запятую",
        ),
        ("client = 5\n", "раздел со своими ключами: [client]"),
        ("[client]\ntheme = \"день\n", "не хватает кавычки"),
        ("[client]\ntheme = mono\n", "не хватает кавычки"),
        ("[client]\ntheme = \"a\"\ntheme = \"b\"\n", "уже был выше"),
        ("[client]\ntheme\n", "у ключа нет значения"),
        ("[client\ntheme = \"a\"\n", "не хватает скобки"),
    ] {
        let told = told(text);
        assert!(told.contains(says), "{text}: {told}");
        let (first, _) = told.split_once('\n').unwrap();
        let latin = first.split('(').next().unwrap().replace("TOML", "");
        assert!(
            !latin.contains("expected") && !latin.contains("invalid"),
            "{told}"
        );
    }
}

#[test]
fn one_wrong_value_costs_one_key() {
    let text = "[server]\nurl = \"http://journal.school\"\ntimeout_seconds = 0\n\
                [client]\nlanguage = \"de\"\ntheme = \"mono\"\nglyphs = 1\n\
                [keys.grid]\n\"f12\" = 5\n";
    let (config, problems) = Config::parse(Path::new("c.toml"), text);
    assert_eq!(config.server.url, "http://journal.school");
    assert_eq!(config.server.timeout_seconds, 30);
    assert_eq!(config.client.theme, "mono");
    assert_eq!(config.client.language, LanguageChoice::Auto);
    let lines: Vec<_> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(3), Some(5), Some(7)]);
    assert!(
        config.keys.contains_key("grid"),
        "the keymap tells the rest"
    );
}

#[test]
fn a_server_stops_for_what_concerns_it_and_for_nothing_else() {
    for (text, stops) in [
        ("[serve]\ndatabse = \"x\"\n", true),
        ("[serve]\ndatabase = \"postgres://u:secret@h/d\n", true),
        ("[serv]\ndatabase = \"x\"\n", true),
        ("serve = 5\n", true),
        ("[server]\ndatabase = \"x\"\n", true),
        ("[serve]\nsession_hours = 0\n", true),
        ("[client]\nlanguage = \"de\"\nthem = 1\n", false),
    ] {
        let (_, problems) = Config::parse(Path::new("c.toml"), text);
        assert_eq!(
            problems.iter().any(Problem::concerns_serve),
            stops,
            "{text}"
        );
        for problem in problems {
            let texts = Texts::new(Language::Ru);
            let (sentence, refusal) = (problem.sentence(&texts), problem.refusal(&texts));
            assert!(!sentence.contains("secret"), "{sentence}");
            assert!(
                !refusal.contains('\n') && !refusal.contains("умолчани"),
                "{refusal}"
            );
        }
    }
}
