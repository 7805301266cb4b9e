//! What is wrong in a profile that a person writes, and where it is found.

use super::super::{ProfileFault, Regulation};
use rstest::rstest;

fn shipped(id: &str) -> String {
    toml::to_string(&Regulation::shipped(id).unwrap()).unwrap()
}

fn written(id: &str) -> &'static str {
    let mut texts = Regulation::shipped_ids().zip(Regulation::shipped_texts());
    texts.find(|(known, _)| *known == id).unwrap().1
}

#[test]
fn all_that_are_shipped_are_read_strictly() {
    for (id, text) in Regulation::shipped_ids().zip(Regulation::shipped_texts()) {
        let shipped = Regulation::shipped(id);
        assert_eq!(Regulation::from_file(text).ok(), shipped, "{id}");
        let back = toml::to_string(&shipped.unwrap()).unwrap();
        assert_eq!(Regulation::from_file(&back).unwrap().id, id);
    }
}

/// The line on which `wrong` stands, from 1, and its column.
fn place(text: &str, wrong: &str) -> (usize, usize) {
    let mut lines = text.lines().enumerate();
    let (line, column) = lines
        .find_map(|(number, line)| {
            Some((number + 1, line.split_once(wrong)?.0.chars().count() + 1))
        })
        .unwrap();
    (line, column)
}

#[rstest]
#[case::on_top("[consents]", "[consent]", "consent]", "consents")]
#[case::missing_then("title = ", "titel = ", "titel", "title")]
#[case::in_a_table(
    "last_days = 7",
    "last_days = 7\nlast_day = 7",
    "last_day = 7\n",
    "last_days"
)]
#[case::in_a_clause(
    "cite = \"п. 3.3 Регламента\"",
    "cite = \"п. 3.3\"\nword = \"x\"",
    "word = ",
    "words"
)]
#[case::of_a_clause("id = \"SGO154P-1.5.7\"", "ident = 5\nid = \"x\"", "ident", "id")]
#[case::nested("reason = true", "reasn = true", "reasn", "reason")]
#[case::in_a_list(
    "decided_by = \"deputy\"",
    "desided_by = \"deputy\"",
    "desided_by",
    "decided_by"
)]
#[case::inline(
    "needs = [\"email\"]",
    "needs = [\"email\"], neds = []",
    "neds",
    "needs"
)]
#[case::a_rule("own_journal = ", "own_jurnal = ", "own_jurnal", "own_journal")]
#[case::deadline("[deadlines.reasons]", "[deadlines.reason]", "reason]", "reasons")]
#[case::of_another_table("[consents]", "[consents]\nlast_days = 9", "last_days = 9", "without")]
fn a_key_that_no_rule_has_is_found(
    #[case] right: &str,
    #[case] wrong: &str,
    #[case] found: &str,
    #[case] meant: &str,
) {
    let text = written("sgo-154");
    assert!(text.contains(right), "{right}");
    let text = text.replacen(right, wrong, 1);
    let error = Regulation::from_file(&text).unwrap_err();
    let ProfileFault::UnknownKey { key, known } = &error.fault else {
        panic!("{error}");
    };
    assert!(found.starts_with(key.as_str()), "{key}");
    let (line, column) = place(&format!("{text}\n"), found.trim_end());
    assert_eq!((error.line, error.column), (line, column), "{error}");
    assert!(known.iter().any(|it| it == meant), "{known:?}");
}

#[rstest]
#[case::vocabulary("without = \"listed\"", "without = \"lisstd\"", "unknown variant")]
#[case::in_a_list("of = [\"period-mark\"]", "of = [\"period-mork\"]", "period-mork")]
#[case::a_term(
    "due = \"lesson day 16:00 or lesson end\"",
    "due = \"lesson night\"",
    "lesson night"
)]
#[case::a_type("last_days = 7", "last_days = \"7\"", "invalid type")]
#[case::of_a_clause("id = \"SGO154P-1.5.7\"", "id = 157", "invalid type")]
#[case::of_a_nested_clause("id = \"SGO154P-1.5.8b\"", "id = true", "invalid type")]
#[case::not_toml("codes = \"sgo\"", "codes = sgo", "string values must be quoted")]
fn a_value_that_is_none_is_found(#[case] right: &str, #[case] wrong: &str, #[case] why: &str) {
    let text = written("sgo-154");
    assert!(text.contains(right), "{right}");
    let text = text.replacen(right, wrong, 1);
    let error = Regulation::from_file(&text).unwrap_err();
    let ProfileFault::Value(said) = &error.fault else {
        panic!("{error}");
    };
    assert!(said.contains(why), "{said}");
    let (line, _) = place(&text, wrong);
    assert_eq!(error.line, line, "{error}");
}

/// What goes without saying may be said.
#[test]
fn what_is_said_although_it_goes_without_saying_is_known() {
    let text = written("sgo-154");
    let said = text.replacen(
        "[deadlines.marks.latest]",
        "[deadlines.marks.latest]\nwords = \"\"",
        1,
    );
    let said = said.replacen(
        "words = \"В исключительных случаях допускается внесение сведений о занятии в другой день, но не позднее 7 дней\"",
        "",
        2,
    );
    let said = said.replacen("reason = true", "reason = false", 1);
    let read = Regulation::from_file(&said);
    assert!(read.is_ok(), "{read:?}");
}

/// An older program reads what a newer one sends.
#[test]
fn what_travels_may_say_more() {
    let text = shipped("krasnozavodsk-1").replacen("codes = ", "hue = \"red\"\ncodes = ", 1);
    assert!(Regulation::from_toml(&text).is_ok());
    assert!(Regulation::from_file(&text).is_err());
}
