//! Which key does what where.
//!
//! The preset is a real file that users can read; their own sections lie over it, key by key, so
//! that nobody has to copy it. Every lookup in the program goes through [`Keymap::lookup`], the
//! only place where the layouts are folded.

mod read;
#[cfg(test)]
mod tests;

use crossterm::event::KeyEvent;

pub use self::read::{KeymapProblem, KeymapProblemKind};
use super::key::Key;
use crate::action::Action;

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Anywhere, if the place itself has no use for the key.
    Global,
    /// In the cells of a lesson or a journal, where letters are data.
    Grid,
    /// In a list: today's lessons, the queue.
    List,
    /// In a field of text: what types a character is never looked up.
    Text,
    /// In the fields of a form: what types a character is never looked up.
    Form,
    /// In a window over the screen.
    Popup,
}

impl Context {
    /// All contexts in the order of the help.
    pub const ALL: [Self; 6] = [
        Self::Global,
        Self::Grid,
        Self::List,
        Self::Text,
        Self::Form,
        Self::Popup,
    ];

    /// The name of its section in configs, without `keys.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Grid => "grid",
            Self::List => "list",
            Self::Text => "text",
            Self::Form => "form",
            Self::Popup => "popup",
        }
    }

    /// The context with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }

    /// The Fluent message with its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Global => "keys-context-global",
            Self::Grid => "keys-context-grid",
            Self::List => "keys-context-list",
            Self::Text => "keys-context-text",
            Self::Form => "keys-context-form",
            Self::Popup => "keys-context-popup",
        }
    }
}

/// One key in one context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Binding {
    pub context: Context,
    pub key: Key,
    /// What it does; `None` when it was set free, also from a global meaning.
    pub action: Option<Action>,
}

/// All bindings, in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    /// The preset. A test proves that it has no mistakes.
    fn default() -> Self {
        let mut keymap = Self {
            bindings: Vec::new(),
        };
        keymap.overlay(Self::PRESET);
        keymap
    }
}

impl Keymap {
    /// The preset as the file it is.
    pub const PRESET: &str = include_str!("keymap.toml");

    /// Lays the `[keys.…]` sections of a config file over this keymap. Other sections are not
    /// looked at. What is wrong is left out and told, the rest counts.
    pub fn overlay(&mut self, config: &str) -> Vec<KeymapProblem> {
        let (bindings, problems) = read::read(config);
        for binding in bindings {
            self.bind(binding);
        }
        problems
    }

    fn bind(&mut self, binding: Binding) {
        let same = |old: &&mut Binding| old.context == binding.context && old.key == binding.key;
        match self.bindings.iter_mut().find(same) {
            Some(old) => *old = binding,
            None => self.bindings.push(binding),
        }
    }

    /// What this key does here: the exact key first, the same physical key of the English layout
    /// second, each here first and globally second; a letter in upper case last as in lower case
    /// (Caps Lock). `None` means that the key is free: data for a grid, text for a field.
    pub fn lookup(&self, context: Context, event: KeyEvent) -> Option<Action> {
        let key = Key::from(event);
        if matches!(context, Context::Text | Context::Form) && key.typed().is_some() {
            return None;
        }
        let folded = key.folded();
        let lowered = folded.unwrap_or(key).lowered();
        [Some(key), folded, lowered]
            .into_iter()
            .flatten()
            .find_map(|key| self.exact(context, key))
            .and_then(|binding| binding.action)
    }

    fn exact(&self, context: Context, key: Key) -> Option<&Binding> {
        let find = |context| {
            self.bindings
                .iter()
                .find(|binding| binding.context == context && binding.key == key)
        };
        find(context).or_else(|| find(Context::Global))
    }

    /// All bindings that do something, in the order of the file.
    pub fn bindings(&self) -> impl Iterator<Item = (Context, Key, Action)> {
        self.bindings
            .iter()
            .filter_map(|binding| Some((binding.context, binding.key, binding.action?)))
    }

    /// The keys that do this here, the best first: those of the place, then the global ones that
    /// the place has not taken for something else.
    pub fn keys_for(&self, context: Context, action: Action) -> impl Iterator<Item = Key> {
        let here = self.keys_in(context, action);
        let global = self.keys_in(Context::Global, action).filter(move |key| {
            context != Context::Global
                && self
                    .exact(context, *key)
                    .is_some_and(|found| found.action == Some(action))
        });
        here.chain(global)
    }

    fn keys_in(&self, context: Context, action: Action) -> impl Iterator<Item = Key> {
        self.bindings().filter_map(move |(place, key, does)| {
            (place == context && does == action).then_some(key)
        })
    }

    /// The key to show in a hint.
    pub fn key_for(&self, context: Context, action: Action) -> Option<Key> {
        self.keys_for(context, action).next()
    }
}
