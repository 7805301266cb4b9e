//! Help, mistakes, keys, completions, the manual: in both languages.

use crate::program::Home;
use rstest::rstest;

const COMMANDS: [&[&str]; 10] = [
    &[],
    &["demo"],
    &["serve"],
    &["import"],
    &["import", "fet"],
    &["passwd"],
    &["doctor"],
    &["keys"],
    &["completions"],
    &["man"],
];

#[rstest]
#[case("ru_RU.UTF-8", "Вызов:", "Показать эту справку.")]
#[case("en_US.UTF-8", "Usage:", "Show this help.")]
fn the_help_speaks_the_language(
    #[case] language: &'static str,
    #[case] usage: &str,
    #[case] help: &str,
) {
    let home = Home::speaking(language);
    for command in COMMANDS {
        if cfg!(not(feature = "server"))
            && command
                .first()
                .is_some_and(|name| ["demo", "serve", "import", "passwd"].contains(name))
        {
            continue;
        }
        let shown = home.run(command.iter().chain(&["--help"])).with(0).out;
        assert!(shown.contains(usage) && shown.contains(help), "{shown}");
        assert!(
            !shown.contains("cli-") || shown.contains("fet-cl"),
            "{shown}"
        );
        for english in [
            "Options:",
            "[OPTIONS]",
            "possible values",
            "default:",
            "Print",
        ] {
            assert!(
                language.starts_with("en") || !shown.contains(english),
                "{shown}"
            );
        }
    }
}

#[test]
fn the_configured_language_wins_over_the_locale() {
    let home = Home::speaking("en_US.UTF-8");
    home.write(
        ".config/zhurnal/config.toml",
        "[client]\nlanguage = \"ru\"\n",
    );
    assert!(home.run(["--help"]).with(0).out.contains("Вызов:"));
}

#[rstest]
#[case(&["--nov"], "Параметра «--nov» нет; похож на него «--now».")]
#[case(&["demmo"], "Команды «demmo» нет; похожа на неё «demo».")]
#[case(&["--now", "завтра"], "«завтра» для --now не подходит. Пишут так: 2026-11-16T09:26.")]
#[case(&["keys", "--format", "pdf"], "«pdf» для --format не подходит. Можно: text, markdown.")]
#[case(&["doctor", "extra"], "Лишнее слово «extra». Справка: zhurnal doctor --help")]
#[case(&["import", "fet", "a.fet"], "Не хватает: --solution <ФАЙЛ.csv>.")]
#[case(&["demo", "--as", "king"], "«king» для --as не подходит. Можно: teacher, class-teacher")]
#[case(&["demo", "--profile", "x"], "Можно: sergiev-posad-14, krasnozavodsk-1, sgo-154")]
#[case(&["--now", "2026-11-16T09:26", "serve"], "--now перед командой не пишут")]
#[case(&["--login", "orlova", "doctor"], "--login перед командой не пишут")]
#[case(&["demo", "--size", "small", "--timetable", "a"], "--size и --timetable вместе не бывают")]
#[cfg(feature = "server")]
fn a_mistake_is_one_sentence(#[case] args: &[&str], #[case] sentence: &str) {
    let ended = Home::new().run(args).with(2);
    assert!(ended.sentence().contains(sentence), "{}", ended.err);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
}

#[test]
#[cfg(not(feature = "server"))]
fn a_build_without_a_server_says_so() {
    let ended = Home::new().run(["demo", "--as", "teacher"]).with(2);
    assert!(
        ended.sentence().contains("В этой сборке нет сервера"),
        "{}",
        ended.err
    );
}

#[test]
fn keys_in_both_languages_and_shapes() {
    let shown = Home::new().run(["keys"]).with(0).out;
    let line = shown
        .lines()
        .find(|line| line.contains("confirm-roll-call"))
        .unwrap();
    assert!(
        line.contains("F4") && line.contains("Подтвердить перекличку"),
        "{line}"
    );
    assert!(shown.contains("Урок и журнал [keys.grid]"), "{shown}");
    assert!(shown.contains("Shift+→"), "{shown}");
    let shown = Home::speaking("en_US.UTF-8")
        .run(["keys", "--format", "markdown"])
        .with(0)
        .out;
    assert!(shown.contains("| `confirm-roll-call` |"), "{shown}");
    assert!(!shown.chars().any(|c| ('а'..='я').contains(&c)), "{shown}");
}

/// The page says what the profiles say: it is printed anew when one changes.
#[test]
fn the_page_of_the_regulations_is_what_the_program_prints() {
    let page = include_str!("../../docs/regulations.md");
    let shown = Home::speaking("en_US.UTF-8")
        .run(["regulation", "show", "--format", "markdown"])
        .with(0)
        .out;
    assert!(shown == page, "print docs/regulations.md anew:\n{shown}");
}

#[test]
fn the_page_of_the_coverage_is_what_the_program_prints() {
    let page = include_str!("../../docs/coverage.md");
    let shown = Home::speaking("en_US.UTF-8")
        .run(["regulation", "coverage", "--format", "markdown"])
        .with(0)
        .out;
    // Of half a megabyte the first lines that differ are enough.
    let mut differ = shown
        .lines()
        .zip(page.lines())
        .filter(|(is, was)| is != was);
    assert_eq!(differ.next(), None, "print docs/coverage.md anew");
    assert!(shown == page, "print docs/coverage.md anew");
}

#[test]
fn of_one_regulation_what_works_and_what_is_to_come_is_told() {
    let shown = Home::new()
        .run(["regulation", "coverage", "--regulation", "krasnozavodsk-1"])
        .with(0)
        .out;
    for words in [
        "krasnozavodsk-1 · Регламент МБОУ СОШ № 1, Краснозаводск",
        "\nПосещаемость\nРаботает: ",
        "Работает · 2.3(3) [KZ1-2.3g]: «каждый учебный день",
        "    crates/offline/tests/it/lesson.rs::a_lesson_without_network_arrives_afterwards",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    assert!(!shown.contains("SGO154"), "{shown}");
    let asked = ["regulation", "coverage", "--regulation", "sgo-155"];
    let ended = Home::new().run(asked).with(1);
    assert!(
        ended.err.contains("Регламента «sgo-155» нет."),
        "{}",
        ended.err
    );
}

#[test]
fn a_regulation_is_shown_with_the_words_of_its_clauses() {
    let shown = Home::new()
        .run(["regulation", "show", "sgo-154"])
        .with(0)
        .out;
    for words in [
        "deadlines.homework\n  due = \"last lesson + 90 min\"",
        "п. 2.7 Регламента [SGO154-2.7e]: «во время проведения урока",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let ended = Home::new().run(["regulation", "show", "sgo-155"]).with(1);
    assert!(
        ended
            .err
            .contains("Регламента «sgo-155» нет. Есть: sergiev-posad-14"),
        "{}",
        ended.err
    );
}

#[test]
fn keys_show_what_the_configuration_makes_of_them() {
    let home = Home::new();
    let config = "[keys.grid]\n\"f12\" = \"confirm-roll-call\"\n\"f11\" = \"fly\"\n";
    let file = home.write("c.toml", config);
    let ended = home
        .run(["keys", "--config", file.to_str().unwrap()])
        .with(0);
    let line = ended
        .out
        .lines()
        .find(|line| line.contains("confirm-roll-call"))
        .unwrap();
    assert!(line.contains("F4, F12"), "{line}");
    assert!(
        ended.err.contains("Строка 3") && ended.err.contains("«fly»"),
        "{}",
        ended.err
    );
}

#[rstest]
#[case("bash")]
#[case("elvish")]
#[case("fish")]
#[case("powershell")]
#[case("zsh")]
fn completions_for_every_shell(#[case] shell: &str) {
    let script = Home::new().run(["completions", shell]).with(0).out;
    assert!(
        script.contains("doctor") && script.contains("zhurnal"),
        "{script}"
    );
}

#[test]
fn manual_pages() {
    let home = Home::new();
    let page = home.run(["man"]).with(0).out;
    assert!(
        page.contains(".TH zhurnal 1") && page.contains("doctor"),
        "{page}"
    );
    let page = home.run(["man", "doctor"]).with(0).out;
    assert!(
        page.contains("zhurnal\\-doctor") && page.contains("\\-\\-json"),
        "{page}"
    );
    home.run(["man", "nothing"]).with(2);
}

#[test]
fn the_version() {
    let shown = Home::new().run(["--version"]).with(0).out;
    assert_eq!(shown, format!("zhurnal {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_is_a_word_too() {
    let home = Home::new();
    let shown = |args: &[&str]| home.run(args).with(0).out;
    assert_eq!(shown(&["help"]), shown(&["--help"]));
    assert_eq!(shown(&["help", "doctor"]), shown(&["doctor", "--help"]));
    let ended = home.run(["help", "docter"]).with(2);
    assert!(
        ended.sentence().contains("похожа на неё «doctor»"),
        "{}",
        ended.err
    );
}

#[test]
#[cfg(feature = "server")]
fn a_page_of_the_manual_that_another_refers_to_can_be_printed() {
    let home = Home::new();
    let referring = home.run(["man", "import"]).with(0).out;
    assert!(referring.contains("import"), "{referring}");
    for args in [
        &["man", "import", "fet"][..],
        &["man", "import-fet"],
        &["man", "zhurnal-import-fet"],
    ] {
        let page = home.run(args).with(0).out;
        assert!(
            page.contains("zhurnal\\-import\\-fet") && page.contains("solution"),
            "{page}"
        );
    }
    home.run(["man", "import", "nothing"]).with(2);
}
