//! The preset in both layouts, and what users may do to it.

use std::collections::HashSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fluent_bundle::{FluentBundle, FluentResource};
use rstest::rstest;

use super::{Context, Keymap, KeymapProblemKind, read};
use crate::action::Action;
use crate::input::key::Key;
use crate::input::layout;

fn event(key: &str) -> KeyEvent {
    key.parse::<Key>().unwrap().into()
}

fn does(keymap: &Keymap, context: Context, key: &str) -> Option<Action> {
    keymap.lookup(context, event(key))
}

#[test]
fn the_preset_has_no_mistakes_and_no_key_twice() {
    let (bindings, problems) = read::read(Keymap::PRESET);
    assert_eq!(problems, []);
    let mut seen = HashSet::new();
    for binding in &bindings {
        assert!(
            seen.insert((binding.context, binding.key)),
            "{binding:?} twice"
        );
    }
    assert_eq!(Keymap::default().bindings, bindings);
}

/// Nobody could reach these otherwise than by the palette, and that is meant.
const BY_PALETTE_ONLY: [Action; 2] = [Action::ClearSelection, Action::Suspend];

#[test]
fn every_action_has_a_key() {
    let keymap = Keymap::default();
    for action in Action::ALL {
        let bound = keymap.bindings().any(|(_, _, does)| does == *action);
        assert_eq!(bound, !BY_PALETTE_ONLY.contains(action), "{action}");
    }
}

/// What the other layout sends for the same physical key.
fn russian(key: Key) -> Option<Key> {
    let KeyCode::Char(c) = key.code() else {
        return None;
    };
    let letters = ('а'..='я').chain('А'..='Я').chain(['ё', 'Ё']);
    let mut same = letters.filter(|letter| layout::to_command(*letter) == Some(c));
    same.next()
        .map(|letter| Key::new(KeyCode::Char(letter), key.modifiers()))
}

#[test]
fn every_default_binding_does_the_same_in_both_layouts() {
    let keymap = Keymap::default();
    let mut letters = 0;
    for (context, key, action) in keymap.bindings() {
        assert_eq!(
            keymap.lookup(context, key.into()),
            Some(action),
            "{context:?} {key}"
        );
        if let Some(russian) = russian(key) {
            letters += 1;
            assert_eq!(
                keymap.lookup(context, russian.into()),
                Some(action),
                "{context:?} {russian}"
            );
        }
    }
    assert!(letters > 15);
}

#[test]
fn data_letters_are_free_in_the_grid_on_both_layouts() {
    let keymap = Keymap::default();
    let data = "нобпутсвзчадкжюaboh0123456789.".chars();
    let physical = "yj,gencdpxfl;.".chars();
    let all: Vec<char> = data.chain(physical).flat_map(|c| [c, upper(c)]).collect();
    for c in all {
        let typed = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        assert_eq!(keymap.lookup(Context::Grid, typed), None, "{c} is data");
    }
    // hjkl included: moving by letters is a preset of its own.
    for c in "hjkl".chars() {
        let typed = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        assert_eq!(keymap.lookup(Context::Grid, typed), None, "{c}");
    }
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

#[rstest]
#[case::undo(Context::Grid, "u", Some(Action::Undo))]
#[case::undo_russian(Context::Grid, "г", Some(Action::Undo))]
#[case::undo_caps(Context::Grid, "Г", Some(Action::Undo))]
#[case::undo_everywhere(Context::List, "ctrl-z", Some(Action::Undo))]
#[case::undo_ctrl_russian(Context::Text, "ctrl-я", Some(Action::Undo))]
#[case::roll_call(Context::Grid, "f4", Some(Action::ConfirmRollCall))]
#[case::form(Context::Grid, "alt-а", Some(Action::LessonForm))]
#[case::form_caps(Context::Grid, "alt-shift-а", Some(Action::LessonForm))]
#[case::find(Context::Grid, "\\", Some(Action::FindPupil))]
#[case::slash_is_data(Context::Grid, "/", None)]
#[case::help(Context::Grid, "?", Some(Action::Help))]
#[case::question_in_text(Context::Text, "?", None)]
#[case::letter_in_text(Context::Text, "u", None)]
#[case::f1_in_text(Context::Text, "f1", Some(Action::Help))]
#[case::copy_in_text(Context::Text, "ctrl-c", None)]
#[case::copy_in_text_russian(Context::Text, "ctrl-с", None)]
#[case::quit(Context::Grid, "ctrl-c", Some(Action::Quit))]
#[case::q_in_list(Context::List, "q", None)]
#[case::q_in_list_russian(Context::List, "й", None)]
#[case::q_in_grid(Context::Grid, "q", None)]
#[case::lesson_bracket(Context::Grid, "х", None)]
#[case::period_bracket(Context::Grid, "Ъ", Some(Action::NextPeriod))]
#[case::back(Context::Grid, "backtab", Some(Action::PreviousCell))]
#[case::palette_popup(Context::Popup, "ctrl-p", Some(Action::OpenPalette))]
#[case::popup_letters(Context::Popup, "q", None)]
fn lookups(#[case] context: Context, #[case] key: &str, #[case] expected: Option<Action>) {
    assert_eq!(does(&Keymap::default(), context, key), expected);
}

#[test]
fn users_lay_their_keys_over_the_preset() {
    let mut keymap = Keymap::default();
    let problems = keymap.overlay(
        "theme = \"dark\"\n\
         [keys.grid]\n\
         \"н\" = \"help\"\n\
         \"f4\" = \"none\"\n\
         \"f11\" = \"confirm-roll-call\"\n\
         [keys.global]\n\
         \"Ctrl+K\" = \"open-palette\"\n",
    );
    assert_eq!(problems, []);
    assert_eq!(
        does(&keymap, Context::Grid, "н"),
        Some(Action::Help),
        "an exact key wins"
    );
    assert_eq!(does(&keymap, Context::Grid, "y"), None, "and only this one");
    assert_eq!(does(&keymap, Context::Grid, "f4"), None);
    assert_eq!(
        does(&keymap, Context::Grid, "f11"),
        Some(Action::ConfirmRollCall)
    );
    assert_eq!(
        does(&keymap, Context::Grid, "ctrl-л"),
        Some(Action::OpenPalette)
    );
    assert_eq!(
        does(&keymap, Context::Grid, "ctrl-p"),
        Some(Action::OpenPalette)
    );
}

#[test]
fn none_hides_a_global_key() {
    let mut keymap = Keymap::default();
    keymap.overlay("[keys.list]\nf5 = \"none\"\n");
    assert_eq!(does(&keymap, Context::List, "f5"), None);
    assert_eq!(
        does(&keymap, Context::Grid, "f5"),
        Some(Action::OpenJournal)
    );
    assert_eq!(keymap.key_for(Context::List, Action::OpenJournal), None);
}

#[test]
fn mistakes_are_told_with_their_line_and_stop_nothing() {
    let mut keymap = Keymap::default();
    let problems = keymap.overlay(
        "[keys.grid]\n\
         \"f4\" = \"confirm-rollcall\"\n\
         \"hyper-x\" = \"help\"\n\
         \"f7\" = 7\n\
         \"f11\" = \"help\"\n\
         [keys.text]\n\
         \"a\" = \"help\"\n\
         [keys.lesson]\n\
         \"f4\" = \"help\"\n",
    );
    let told: Vec<_> = problems
        .iter()
        .map(|problem| (problem.line, problem.section.as_str(), problem.key.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (2, "keys.grid", "f4"),
            (3, "keys.grid", "hyper-x"),
            (4, "keys.grid", "f7"),
            (7, "keys.text", "a"),
            (8, "keys.lesson", ""),
        ]
    );
    assert_eq!(problems[0].detail(), "confirm-rollcall");
    assert_eq!(
        does(&keymap, Context::Grid, "f4"),
        Some(Action::ConfirmRollCall),
        "as before"
    );
    assert_eq!(
        does(&keymap, Context::Grid, "f11"),
        Some(Action::Help),
        "the rest counts"
    );

    let before = keymap.clone();
    let problems = keymap.overlay("a = 1\n[keys.grid\n");
    assert_eq!((problems.len(), problems[0].line), (1, 2));
    assert!(matches!(problems[0].kind, KeymapProblemKind::Syntax(_)));
    assert_eq!(keymap, before);
}

#[test]
fn hints_show_the_key_that_works_here() {
    let keymap = Keymap::default();
    let key = |context, action| keymap.key_for(context, action).map(|key| key.to_string());
    assert_eq!(
        key(Context::Grid, Action::ConfirmRollCall).as_deref(),
        Some("f4")
    );
    assert_eq!(key(Context::Grid, Action::Help).as_deref(), Some("?"));
    assert_eq!(key(Context::Text, Action::Help).as_deref(), Some("f1"));
    assert_eq!(key(Context::Text, Action::ConfirmRollCall), None);
    let quit: Vec<_> = keymap
        .keys_for(Context::Text, Action::Quit)
        .map(|key| key.to_string())
        .collect();
    assert_eq!(quit, ["f10", "ctrl-q"], "Ctrl+C copies in a field");
}

#[rstest]
#[case::russian(include_str!("../../i18n/parts/actions.ru.ftl"))]
#[case::english(include_str!("../../i18n/parts/actions.en.ftl"))]
fn contexts_and_problems_have_their_words(#[case] source: &str) {
    let resource = FluentResource::try_new(source.to_owned()).expect("a sound Fluent file");
    let mut bundle = FluentBundle::new(vec![]);
    bundle.add_resource(resource).expect("no message twice");
    for context in Context::ALL {
        assert!(bundle.has_message(context.label()), "{}", context.label());
        assert_eq!(Context::from_name(context.name()), Some(context));
    }
    for kind in [
        KeymapProblemKind::Syntax(String::new()),
        KeymapProblemKind::UnknownSection,
        KeymapProblemKind::UnknownKey,
        KeymapProblemKind::NotText,
        KeymapProblemKind::UnknownAction(String::new()),
        KeymapProblemKind::TypesText,
    ] {
        let problem = super::KeymapProblem {
            line: 1,
            section: String::new(),
            key: String::new(),
            kind,
        };
        assert!(
            bundle.has_message(problem.message()),
            "{}",
            problem.message()
        );
    }
}
