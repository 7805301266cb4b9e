//! `zhurnal keys`: every key by the place where it works, from the records of the actions.

use super::args::{GlobalArgs, KeysArgs, KeysFormat};
use super::setup::Setup;
use crate::action::{Action, ActionGroup};
use crate::i18n::Texts;
use crate::input::keymap::{Context, Keymap};
use crate::terminal::{GlyphSet, TermEnv};
use std::fmt::Write as _;
use std::process::ExitCode;
use unicode_width::UnicodeWidthStr;

/// Prints them.
pub fn command(global: &GlobalArgs, args: &KeysArgs) -> anyhow::Result<ExitCode> {
    let mut setup = Setup::named(global)?;
    let glyphs = setup.glyphs(&TermEnv::from_process());
    let keymap = setup.keymap();
    setup.notes.whole().for_each(super::tell);
    let places = places(&keymap, glyphs, &setup.texts);
    super::print(&match args.format {
        KeysFormat::Text => text(&places),
        KeysFormat::Markdown => markdown(&places, &setup.texts),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The keys of one context.
struct Place {
    /// Its name for people and its section in the configuration.
    title: String,
    lines: Vec<Line>,
}

struct Line {
    keys: String,
    words: String,
    /// The name of the action in the configuration.
    action: &'static str,
}

fn places(keymap: &Keymap, glyphs: GlyphSet, texts: &Texts) -> Vec<Place> {
    let of = |context: Context| {
        let groups = ActionGroup::ALL.into_iter().flat_map(|group| {
            Action::ALL
                .iter()
                .copied()
                .filter(move |action| action.spec().group == group)
        });
        let lines = groups.filter_map(|action| {
            let keys: Vec<String> = keymap
                .bindings()
                .filter(|(place, _, does)| (*place, *does) == (context, action))
                .map(|(_, key, _)| key.label(glyphs))
                .collect();
            let spec = action.spec();
            let words = texts.get(spec.label).into_owned();
            let line = Line {
                keys: keys.join(", "),
                words,
                action: spec.id,
            };
            (!keys.is_empty()).then_some(line)
        });
        let title = format!("{} [keys.{}]", texts.get(context.label()), context.name());
        Place {
            title,
            lines: lines.collect(),
        }
    };
    Context::ALL
        .into_iter()
        .map(of)
        .filter(|place| !place.lines.is_empty())
        .collect()
}

fn text(places: &[Place]) -> String {
    let lines = || places.iter().flat_map(|place| &place.lines);
    let widest = |of: fn(&Line) -> &str| lines().map(|line| of(line).width()).max().unwrap_or(0);
    let (keys, words) = (widest(|line| &line.keys), widest(|line| &line.words));
    let mut out = String::new();
    for place in places {
        let gap = if out.is_empty() { "" } else { "\n" };
        let _ = writeln!(out, "{gap}{}", place.title);
        for line in &place.lines {
            let after_keys = keys - line.keys.width();
            let after_words = words - line.words.width();
            let _ = writeln!(
                out,
                "  {}{:after_keys$}  {}{:after_words$}  {}",
                line.keys, "", line.words, "", line.action
            );
        }
    }
    out
}

fn markdown(places: &[Place], texts: &Texts) -> String {
    let head = ["keys-column-key", "keys-column-action", "keys-column-name"];
    let [key, action, name] = head.map(|head| texts.get(head));
    let mut out = String::new();
    for place in places {
        let gap = if out.is_empty() { "" } else { "\n" };
        let _ = writeln!(
            out,
            "{gap}## {}\n\n| {key} | {action} | {name} |",
            place.title
        );
        let _ = writeln!(out, "| --- | --- | --- |");
        for line in &place.lines {
            // A bar would end the column.
            let keys = line.keys.replace('|', "\\|");
            let _ = writeln!(out, "| {keys} | {} | `{}` |", line.words, line.action);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn every_binding_is_printed_once_in_its_place() {
        let texts = Texts::new(Language::Ru);
        let keymap = Keymap::default();
        let places = places(&keymap, GlyphSet::Unicode, &texts);
        let printed: usize = places
            .iter()
            .flat_map(|place| &place.lines)
            .map(|line| line.keys.split(", ").count())
            .sum();
        assert_eq!(printed, keymap.bindings().count());
        let text = text(&places);
        let line = text
            .lines()
            .find(|line| line.contains("confirm-roll-call"))
            .unwrap();
        assert!(
            line.trim_start().starts_with("F4 ") && line.contains("Подтвердить"),
            "{line}"
        );
        let columns: Vec<_> = text
            .lines()
            .filter_map(|line| Some(line.get(..line.rfind(' ')?)?.width()))
            .filter(|width| *width > 40)
            .collect();
        assert!(
            columns.windows(2).all(|pair| pair[0] == pair[1]),
            "one column of names"
        );
    }

    #[test]
    fn a_table_for_a_page() {
        let texts = Texts::new(Language::En);
        let page = markdown(
            &places(&Keymap::default(), GlyphSet::Unicode, &texts),
            &texts,
        );
        assert!(page.contains("| --- | --- | --- |\n| "), "{page}");
        assert!(page.contains("`confirm-roll-call` |"), "{page}");
    }
}
