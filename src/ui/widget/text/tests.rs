use super::*;
use proptest::prelude::*;
use rstest::rstest;

#[test]
fn cyrillic_is_one_column_a_letter() {
    assert_eq!(width("Белозёрская Анастасия"), 21);
    assert_eq!(width("Бе\u{301}лая"), 5);
    assert_eq!(width("бе\u{308}рё\u{306}за"), 6);
}

#[test]
fn wide_and_joined_characters() {
    assert_eq!(width("学校"), 4);
    assert_eq!(width("👩\u{200d}🏫"), 2);
    assert_eq!(width("a\u{200b}b"), 2);
    assert_eq!(width(""), 0);
}

#[test]
fn a_cut_never_splits_a_letter() {
    assert_eq!(fit("Белозёрская", 11), "Белозёрская");
    assert_eq!(fit("Белозёрская", 6), "Белоз…");
    assert_eq!(fit("ё\u{308}ё\u{308}ё\u{308}ё", 3), "ё\u{308}ё\u{308}…");
    assert_eq!(fit("学校学校", 4), "学…");
    assert_eq!(fit("Анна", 1), "…");
    assert_eq!(fit("Анна", 0), "");
    assert_eq!(fit_with("Анна Белова", 6, "~"), "Анна ~");
    assert!(matches!(fit("Анна", 4), Cow::Borrowed(_)));
}

#[test]
fn hostile_names_become_harmless() {
    assert_eq!(clean("Илья\u{1b}[31m\u{7}"), "Илья\u{fffd}[31m\u{fffd}");
    assert_eq!(clean("a\tb\r\nc\u{9b}2J"), "a b  c\u{fffd}2J");
    assert_eq!(clean("Аб\u{202e}вг\u{2066}"), "Аб\u{fffd}вг\u{fffd}");
    assert_eq!(clean("не\u{ad}обходимо"), "необходимо");
    let stack = format!("а{}б", "\u{300}".repeat(500));
    assert_eq!(clean(&stack).chars().count(), 2 + MAX_MARKS);
    assert!(matches!(clean("Мажарова Ёлка № 5"), Cow::Borrowed(_)));
    assert!(matches!(clean("и\u{306}"), Cow::Borrowed(_)));
}

#[test]
fn paragraphs_wrap_at_spaces() {
    assert_eq!(
        wrap("Окно правки закрыто 30.11", 12),
        ["Окно правки", "закрыто", "30.11"]
    );
    assert_eq!(wrap("параллелепипед", 6), ["паралл", "елепип", "ед"]);
    assert_eq!(wrap("раз\n\nдва", 6), ["раз", "", "два"]);
    assert_eq!(wrap("п.\u{a0}13 Порядка", 8), ["п.\u{a0}13", "Порядка"]);
    assert_eq!(wrap("学校", 1), ["…", "…"]);
    assert!(wrap("что угодно", 0).is_empty());
}

proptest! {
    #[test]
    fn fit_is_never_wider(text in "\\PC{0,40}|[а-яёЁ\u{300}-\u{308} ]{0,40}|(?s:.){0,40}", cols in 0_u16..30) {
        let cut = fit(&text, cols);
        prop_assert!(width(&cut) <= cols, "{:?} → {:?}", text, cut);
        prop_assert!(!cut.chars().any(char::is_control));
    }

    #[test]
    fn wrapped_lines_fit_and_keep_the_words(text in "([a-яё]{0,12}[ \n]){0,20}", cols in 1_u16..20) {
        let lines = wrap(&text, cols);
        prop_assert!(lines.iter().all(|line| width(line) <= cols));
        let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&lines.join(" ")), letters(&clean(&text.replace('\n', " "))));
    }

    #[test]
    fn cleaning_twice_changes_nothing(text in "(?s:.){0,60}") {
        let once = clean(&text).into_owned();
        prop_assert_eq!(clean(&once).into_owned(), once);
    }
}

/// A clause is cited whole or not at all.
#[rstest]
#[case::has_room("не записана (п. 10 Порядка)", 27, "не записана (п. 10 Порядка)")]
#[case::the_words_give_way(
    "не записана, срок был до 16.11 (п. 10 Порядка)",
    36,
    "не записана, срок б… (п. 10 Порядка)"
)]
#[case::with_a_stop(
    "не записана, срок был (п. 10 Порядка).",
    34,
    "не записана, сро… (п. 10 Порядка)."
)]
#[case::in_the_middle("вам нельзя (п. 10 Порядка), а завучу можно", 24, "вам нельзя…")]
#[case::no_room("нет (п. 3.2.4 Положения о журнале)", 20, "нет…")]
#[case::two(
    "а (п. 1 П.); очень длинные слова (п. 2 П.)",
    24,
    "а (п. 1 П.); … (п. 2 П.)"
)]
fn a_clause_is_not_cut(#[case] text: &str, #[case] cols: u16, #[case] shown: &str) {
    let fitted = fit_clause(text, cols, "…");
    assert_eq!(fitted, shown);
    assert!(width(&fitted) <= cols, "{fitted}");
}
