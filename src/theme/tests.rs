use super::*;
use crate::config::ProblemKind;
use ratatui::style::Color;

#[test]
fn roles_are_listed_in_order_and_named_once() {
    for (at, role) in Role::ALL.into_iter().enumerate() {
        assert_eq!(role as usize, at);
        assert_eq!(Role::from_name(role.name()), Some(role));
        assert_eq!(role.lineage().last(), Some(Role::Text));
    }
}

#[test]
fn embedded_themes_have_no_problem() {
    for (name, _) in EMBEDDED {
        assert_eq!(Theme::load(name, None, Depth::TrueColor).1, []);
    }
}

#[test]
fn the_default_theme_uses_named_colours_and_falls_back_by_meaning() {
    let theme = Theme::embedded("default", Depth::TrueColor);
    for role in Role::ALL {
        let style = theme.style(role);
        for colour in [style.fg, style.bg].into_iter().flatten() {
            assert!(
                !matches!(colour, Color::Rgb(..) | Color::Indexed(_)),
                "{role:?}"
            );
        }
    }
    assert_eq!(theme.style(Role::Exempt), theme.style(Role::Excused));
    assert_eq!(theme.style(Role::HintKey), theme.style(Role::Title));
}

#[test]
fn without_colours_meaning_stays_visible() {
    let theme = Theme::embedded("default", Depth::None);
    for role in Role::ALL {
        let style = theme.style(role);
        assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
    }
    let differ = [
        Role::Cursor,
        Role::Selection,
        Role::Input,
        Role::MarkLow,
        Role::Absent,
    ];
    for role in differ
        .into_iter()
        .chain([Role::Conflict, Role::Refused, Role::StatusOffline])
    {
        assert_ne!(theme.style(role), theme.style(Role::Text), "{role:?}");
    }
    assert_ne!(theme.style(Role::Cursor), theme.style(Role::Selection));
}

#[test]
fn a_users_theme_inherits_and_its_mistakes_are_named_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let text = "inherits = \"default\"\n[roles]\nmark = { fg = \"#aa5500\" }\nmakr = {}\n\
                absent = { fg = \"алый\", blink = true }\n";
    std::fs::write(folder.path().join("mine.toml"), text).unwrap();
    let (theme, problems) = Theme::load("mine", Some(folder.path()), Depth::TrueColor);
    assert_eq!(theme.style(Role::Mark).fg, Some(Color::Rgb(0xaa, 0x55, 0)));
    assert_eq!(theme.style(Role::Error).fg, Some(Color::Red));
    let found: Vec<_> = problems.iter().map(|p| (p.line, p.kind.clone())).collect();
    assert_eq!(
        found,
        [
            (
                Some(5),
                ProblemKind::UnknownKey {
                    key: "blink".into()
                }
            ),
            (Some(5), ProblemKind::BadValue { key: "fg".into() }),
            (Some(4), ProblemKind::UnknownKey { key: "makr".into() }),
        ]
    );
}

#[test]
fn a_broken_or_missing_theme_gives_the_default_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.toml"), "[roles\ntext = {}\n").unwrap();
    let default = Theme::embedded("default", Depth::Ansi16);
    let (theme, problems) = Theme::load("broken", Some(folder.path()), Depth::Ansi16);
    assert_eq!(theme, default);
    assert!(
        matches!(problems[..], [Problem { line: Some(1), .. }]),
        "{problems:?}"
    );
    let (theme, problems) = Theme::load("../broken", Some(folder.path()), Depth::Ansi16);
    assert_eq!(theme, default);
    assert_eq!(
        problems[0].kind,
        ProblemKind::NoTheme {
            name: "../broken".into()
        }
    );
}

#[test]
fn a_circle_of_themes_ends() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.toml"), "inherits = \"b\"\n[roles]\n").unwrap();
    std::fs::write(folder.path().join("b.toml"), "inherits = \"a\"\n[roles]\n").unwrap();
    std::fs::write(
        folder.path().join("default.toml"),
        "inherits = \"default\"\n",
    )
    .unwrap();
    let default = Theme::embedded("default", Depth::Ansi16);
    let (theme, problems) = Theme::load("a", Some(folder.path()), Depth::Ansi16);
    assert_eq!(theme, default);
    assert!(!problems.is_empty());
    let (theme, problems) = Theme::load("default", Some(folder.path()), Depth::Ansi16);
    assert_eq!((theme, problems), (default, vec![]));
}

#[test]
fn a_theme_that_forgets_the_cursor_still_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bare.toml"), "[roles]\ntext = {}\n").unwrap();
    let (theme, _) = Theme::load("bare", Some(folder.path()), Depth::TrueColor);
    assert_ne!(theme.style(Role::Cursor), theme.style(Role::Text));
}
