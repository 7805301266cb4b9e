//! Both languages are whole, every key in the source exists, and no key is left over.

use super::*;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use journal::Regulation;
use journal::register::RecordKind;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Keys that are put together at run time, by their beginnings.
const BUILT_AT_RUN_TIME: [&str; 23] = [
    "breach-fate-",
    "coverage-group-",
    "lack-",
    "withheld-",
    "record-",
    "action-",
    "open-",
    "rights-head-",
    "role-",
    "server-",
    "table-part-",
    "table-column-",
    "table-pupils",
    "table-staff",
    "cli-arg-",
    "cli-command-",
    "cli-hint-",
    "cli-usage",
    "cli-value-",
    "demo-role-",
    "fet-",
    "import-logins-",
    "kind-",
];

/// Name and text of every part.
fn parts(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = LESSON_PARTS.iter().chain(LATER_PARTS);
    parts.map(move |part| (part.name, language.source(part)))
}

/// What a text names.
#[derive(Default)]
struct Named {
    variables: BTreeSet<String>,
    /// Terms, with their hyphen, and messages.
    quoted: BTreeSet<String>,
}

impl Named {
    fn by(pattern: &Pattern<&str>) -> Self {
        let mut named = Self::default();
        named.pattern(pattern);
        named
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        let arguments = match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
                None
            }
            InlineExpression::MessageReference { id, .. } => {
                self.quoted.insert(id.name.to_owned());
                None
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.quoted.insert(format!("-{}", id.name));
                arguments.as_ref()
            }
            InlineExpression::FunctionReference { arguments, .. } => Some(arguments),
            InlineExpression::Placeable { expression } => {
                self.expression(expression);
                None
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => None,
        };
        for argument in arguments.into_iter().flat_map(|all| &all.positional) {
            self.inline(argument);
        }
    }
}

/// Every message, attribute (`id.attribute`) and term (`-id`), with what its text names.
fn messages(language: Language) -> BTreeMap<String, Named> {
    let mut all = BTreeMap::new();
    for (part, text) in parts(language) {
        let resource =
            parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{part}: {errors:?}"));
        for entry in resource.body {
            let (id, value, attributes) = match entry {
                Entry::Message(it) => (it.id.name.to_owned(), it.value, it.attributes),
                Entry::Term(it) => (format!("-{}", it.id.name), Some(it.value), it.attributes),
                _ => continue,
            };
            let attributes = attributes.into_iter();
            let attributes = attributes.map(|it| (format!("{id}.{}", it.id.name), it.value));
            let texts = value.map(|value| (id.clone(), value)).into_iter();
            for (key, pattern) in texts.chain(attributes) {
                let before = all.insert(key.clone(), Named::by(&pattern));
                assert!(before.is_none(), "{key} is given twice, once in {part}");
            }
        }
    }
    all
}

fn sources(folder: &Path, into: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("i18n/tests.rs") {
            into.push((
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    all
}

/// The source without comments, and without white space outside of string literals.
fn squeeze(source: &str) -> String {
    let mut out = String::new();
    for line in source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
    {
        let mut inside = false;
        let mut escaped = false;
        for c in line.chars() {
            if c == '"' && !escaped {
                inside = !inside;
            }
            escaped = c == '\\' && !escaped;
            if inside || !c.is_whitespace() {
                out.push(c);
            }
        }
    }
    out
}

/// The keys in calls: `texts.get("…`, `texts.format("…`, `tr!(…, "…`.
fn called(squeezed: &str) -> BTreeSet<String> {
    let literal = |rest: &str| rest.split('"').next().unwrap_or_default().to_owned();
    let mut keys = BTreeSet::new();
    for call in [
        "texts.get(\"",
        "texts.format(\"",
        "texts().get(\"",
        "texts().format(\"",
    ] {
        keys.extend(squeezed.split(call).skip(1).map(literal));
    }
    for rest in squeezed.split("tr!(").skip(1) {
        // The first argument is an expression; the key, if it is a literal, follows its comma.
        if let Some((texts, rest)) = rest.split_once(",\"")
            && texts
                .chars()
                .all(|c| c.is_alphanumeric() || "_.&()*".contains(c))
        {
            keys.insert(literal(rest));
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    let (ru, en) = (messages(Language::Ru), messages(Language::En));
    let missing = |from: &BTreeMap<String, Named>, to: &BTreeMap<String, Named>| -> Vec<String> {
        from.keys()
            .filter(|key| !to.contains_key(*key))
            .cloned()
            .collect()
    };
    assert_eq!(missing(&ru, &en), Vec::<String>::new(), "only in Russian");
    assert_eq!(missing(&en, &ru), Vec::<String>::new(), "only in English");
    for (key, named) in &ru {
        assert_eq!(named.variables, en[key].variables, "variables of {key}");
    }
}

#[test]
fn every_part_is_sound_fluent() {
    for language in [Language::Ru, Language::En] {
        let texts = Texts::new(language);
        for key in messages(language)
            .keys()
            .filter(|key| !key.starts_with('-'))
        {
            assert!(texts.has(key), "{key}: no such text in {language:?}");
        }
    }
}

#[test]
fn every_key_in_the_source_exists() {
    let known = messages(Language::Ru);
    for (file, source) in all_sources() {
        for key in called(&squeeze(&source)) {
            assert!(known.contains_key(&key), "{file}: there is no text «{key}»");
        }
    }
}

#[test]
fn every_kind_of_cell_has_its_word() {
    for language in [Language::Ru, Language::En] {
        let texts = Texts::new(language);
        let known = |kind: &&str| texts.has(&format!("kind-{kind}"));
        let kinds = journal::Cell::KINDS.iter();
        assert_eq!(kinds.copied().filter(|kind| !known(kind)).count(), 0);
    }
}

#[test]
fn no_key_is_left_over() {
    let sources = all_sources();
    let messages = messages(Language::Ru);
    let quoted: BTreeSet<_> = messages.values().flat_map(|named| &named.quoted).collect();
    let used = |key: &str| {
        let literal = format!("\"{key}\"");
        let id = key.split('.').next().unwrap_or(key);
        BUILT_AT_RUN_TIME
            .iter()
            .any(|prefix| key.starts_with(prefix))
            || quoted.iter().any(|quoted| *quoted == id)
            || sources.iter().any(|(_, text)| text.contains(&literal))
    };
    let left: Vec<_> = messages.keys().filter(|key| !used(key)).collect();
    assert_eq!(left, Vec::<&String>::new());
}

#[test]
fn the_matcher_sees_calls_as_people_write_them() {
    let source = "let a = texts\n    .get(\"one\");\n// texts.get(\"no\")\nself.texts().get(\"two\");\n\
                  tr!(\n  look.texts,\n  \"three\",\n n = 3);\ntr!(texts, key);\nmap.get(\"four\");";
    assert_eq!(
        called(&squeeze(source)),
        ["one", "three", "two"].map(str::to_owned).into()
    );
}

/// Texts of a test alone.
fn sample(language: Language, text: &str) -> Texts {
    let mut texts = Texts::new(language);
    texts
        .lesson
        .add_resource(FluentResource::try_new(text.to_owned()).unwrap())
        .unwrap();
    texts
}

#[test]
fn russian_plurals() {
    let texts = sample(
        Language::Ru,
        "t-queue = { $n ->\n    [one] { $n } изменение\n    [few] { $n } изменения\n   *[many] { $n } изменений\n }\n",
    );
    let got = [0, 1, 2, 5, 11, 21, 22, 25, 101].map(|n| tr!(texts, "t-queue", n).into_owned());
    let want = [
        "0 изменений",
        "1 изменение",
        "2 изменения",
        "5 изменений",
        "11 изменений",
        "21 изменение",
        "22 изменения",
        "25 изменений",
        "101 изменение",
    ];
    assert_eq!(got, want);
}

#[test]
fn numbers_have_the_comma_of_the_language() {
    let text = "t-average = { $value }\n";
    assert_eq!(
        tr!(sample(Language::Ru, text), "t-average", value = 4.33),
        "4,33"
    );
    assert_eq!(
        tr!(sample(Language::En, text), "t-average", value = 4.33),
        "4.33"
    );
    assert_eq!(numbers::decimal(Language::Ru, 4.3, 2), "4,30");
    assert_eq!(numbers::hundredths(Language::Ru, 433), "4,33");
    assert_eq!(numbers::hundredths(Language::En, -5), "-0.05");
}

#[test]
fn attributes_and_missing_keys() {
    let texts = sample(
        Language::En,
        "t-palette = Palette\n    .hint = Find an action\n",
    );
    assert_eq!(texts.get("t-palette.hint"), "Find an action");
    assert!(
        matches!(texts.get("t-palette"), Cow::Borrowed("Palette")),
        "no allocation"
    );
    assert_eq!(texts.get("t-palette.no"), "t-palette.no");
    assert_eq!(texts.get("t-none"), "t-none");
    assert!(!texts.has("t-none") && texts.has("t-palette.hint"));
    assert_eq!(texts.missed.lock().unwrap().len(), 2);
}

#[test]
fn values_are_not_wrapped_in_invisible_marks() {
    let texts = sample(Language::Ru, "t-name = { $name } здесь\n");
    assert_eq!(
        texts.format("t-name", &[("name", "Анна".into())]),
        "Анна здесь"
    );
}

#[test]
fn whatever_a_card_can_lack_has_its_word() {
    let regulations = Regulation::shipped_ids().filter_map(Regulation::shipped);
    let clauses = regulations.flat_map(|regulation| regulation.cards.clone());
    let fields: BTreeSet<String> = clauses.flat_map(|clause| clause.needs).collect();
    assert!(fields.contains("born"), "{fields:?}");
    let all = fields
        .iter()
        .map(String::as_str)
        .chain(["consent", "parent"]);
    let known = RecordKind::PersonDetails.described().fields;
    for lack in all.clone() {
        assert!(["consent", "parent"].contains(&lack) || known.iter().any(|it| it.name == lack));
        for language in [Language::Ru, Language::En] {
            assert!(Texts::new(language).has(&format!("lack-{lack}")), "{lack}");
        }
    }
}

#[test]
fn the_language_is_chosen() {
    let choose = Language::choose;
    assert_eq!(choose(None, Some("en_GB.UTF-8")), Language::En);
    assert_eq!(choose(None, Some("ru_RU.UTF-8")), Language::Ru);
    assert_eq!(choose(None, Some("C")), Language::Ru);
    assert_eq!(choose(None, None), Language::Ru);
    assert_eq!(choose(Some(Language::Ru), Some("en_US")), Language::Ru);
}

#[test]
fn every_kind_of_record_has_its_words() {
    for language in [Language::Ru, Language::En] {
        let texts = Texts::new(language);
        for key in journal::register::fluent_keys() {
            assert!(texts.has(&key), "{language:?}: there is no {key}");
        }
    }
}
