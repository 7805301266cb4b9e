//! A regulation's profile in a file of the school's own: its mistake is named with its place.

use crate::program::{Ended, Home};
use rstest::rstest;

const PROFILE: &str = include_str!("../../crates/journal/data/regulations/sgo-154.toml");

fn shown(home: &Home, written: impl AsRef<[u8]>) -> Ended {
    let path = home.path("own.toml");
    std::fs::write(&path, written).unwrap();
    home.run(["regulation", "show", "--file", path.to_str().unwrap()])
}

/// Every profile that is shipped is shown from a file as by its name.
#[test]
fn a_file_is_shown_as_the_profile_that_it_is() {
    let home = Home::new();
    let by_name = home.run(["regulation", "show", "sgo-154"]).with(0).out;
    assert_eq!(shown(&home, PROFILE).with(0).out, by_name);
}

#[rstest]
#[case::on_top(
    "[consents]",
    "[consent]",
    "столбец 2: ключа «consent» здесь не бывает; похож на него «consents»."
)]
#[case::in_its_place(
    "title = ",
    "titel = ",
    "строка 4, столбец 1: ключа «titel» здесь не бывает; похож на него «title»."
)]
#[case::nested(
    "reason = true",
    "reasn = true",
    "строка 29, столбец 1: ключа «reasn» здесь не бывает; похож на него «reason»."
)]
#[case::of_a_nested_clause(
    "id = \"SGO154P-1.5.2b\"",
    "id = \"SGO154P-1.5.2b\"\nworts = \"до 7 дней\"",
    "строка 31, столбец 1: ключа «worts» здесь не бывает; похож на него «words»."
)]
#[case::in_a_list(
    "decided_by = \"deputy\"",
    "decidedby = \"deputy\"",
    "столбец 1: ключа «decidedby» здесь не бывает; похож на него «decided_by»."
)]
#[case::like_nothing(
    "last_days = 7",
    "last_days = 7\nzzz = 1",
    "столбец 1: ключа «zzz» здесь не бывает."
)]
#[case::a_word(
    "without = \"listed\"",
    "without = \"lisstd\"",
    "столбец 11: without = \"lisstd\" — так написать нельзя (unknown variant `lisstd`, expected "
)]
#[case::a_term(
    "due = \"7 days after lesson\"\nreason",
    "due = \"7 dais after lesson\"\nreason",
    "строка 28, столбец 7: due = \"7 dais after lesson\" — так написать нельзя ("
)]
#[case::a_type(
    "reason = true",
    "reason = 1",
    "строка 29, столбец 10: reason = 1 — так написать нельзя (invalid type: integer `1`, expected a boolean)."
)]
#[case::of_a_clause(
    "id = \"SGO154P-1.5.2b\"",
    "id = 152",
    "строка 30, столбец 1: id = 152 — так написать нельзя (invalid type: integer `152`, expected a string)."
)]
fn a_mistake_is_named_with_its_place(
    #[case] right: &str,
    #[case] wrong: &str,
    #[case] sentence: &str,
) {
    let written = PROFILE.replacen(right, wrong, 1);
    assert_ne!(written, PROFILE, "{right}");
    let ended = shown(&Home::new(), written).with(1);
    let said = ended.sentence();
    assert!(said.contains("own.toml, строка "), "{said}");
    assert!(said.contains(sentence), "{said}");
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
}

#[test]
fn a_file_is_as_large_as_a_profile_may_be() {
    let home = Home::new();
    let most = 256 * 1024;
    let fill = |to: usize| {
        let comment = "#".repeat(to - PROFILE.len());
        format!("{PROFILE}{comment}")
    };
    shown(&home, fill(most)).with(0);
    let ended = shown(&home, fill(most + 1)).with(1);
    assert!(
        ended.sentence().contains("own.toml больше 256 КиБ"),
        "{}",
        ended.err
    );
}

#[test]
fn what_is_no_text_is_said_so() {
    let ended = shown(&Home::new(), [0xff, 0xfe, 0x00]).with(1);
    assert!(ended.sentence().contains("own.toml"), "{}", ended.err);
}
