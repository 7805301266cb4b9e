//! Keys as they are looked up and shown, and those that no keymap names, because every terminal
//! program has them.

use crate::action::{Action, ActionGroup};
use crate::input::key::Key;
use crate::input::keymap::{Context, Keymap};
use crate::terminal::GlyphSet;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What keys are looked up in.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Keys<'a> {
    pub keymap: &'a Keymap,
    /// How keys are written.
    pub glyphs: GlyphSet,
}

impl Keys<'_> {
    /// What a key that has no meaning here does elsewhere; none of letters, of what moves a cursor
    /// and of a key that is free here on purpose.
    pub fn elsewhere(&self, key: KeyEvent, here: Context) -> Option<Action> {
        let is_typed = matches!(key.code, KeyCode::Char(_)) && is_letter(key);
        if is_typed || self.keymap.lookup(Context::Global, key).is_some() {
            return None;
        }
        let others = Context::ALL.into_iter().filter(|context| *context != here);
        let mut bound = others.filter_map(|context| self.keymap.lookup(context, key));
        bound.find(|action| !matches!(action.spec().group, ActionGroup::Move | ActionGroup::Select))
    }
}

/// Whether a key types a letter: no Ctrl, no Alt.
pub fn is_letter(key: KeyEvent) -> bool {
    !key.modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

/// What Enter and the arrows mean in a form of one-line fields.
pub fn form_action(key: KeyEvent) -> Option<Action> {
    Some(match key.code {
        KeyCode::Enter => Action::Confirm,
        KeyCode::Up => Action::MoveUp,
        KeyCode::Down => Action::MoveDown,
        KeyCode::PageUp => Action::PageUp,
        KeyCode::PageDown => Action::PageDown,
        _ => return None,
    })
}

/// The key that does an action here, as it is written for people: the bound one, else the one
/// that forms of one-line fields take without a binding.
pub fn first(
    keymap: &Keymap,
    context: Context,
    action: Action,
    glyphs: GlyphSet,
) -> Option<String> {
    let form = || {
        let code = match action {
            Action::Confirm => KeyCode::Enter,
            Action::MoveUp => KeyCode::Up,
            Action::MoveDown => KeyCode::Down,
            _ => return None,
        };
        (context == Context::Text).then(|| Key::new(code, KeyModifiers::NONE))
    };
    let key = keymap.key_for(context, action).or_else(form)?;
    Some(key.label(glyphs))
}

/// The keys that do an action here, as they are shown: «F4», «Ctrl+Z, u».
pub fn shown(keymap: &Keymap, context: Context, action: Action, glyphs: GlyphSet) -> String {
    let keys: Vec<String> = keymap
        .keys_for(context, action)
        .take(3)
        .map(|key| key.label(glyphs))
        .collect();
    keys.join(", ")
}
