//! The palette: every action there is by its name, with its key, and why it is not to be had now;
//! and the places that have no key.

mod search;

use crate::action::{Action, ActionGroup};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::{Context, Keymap};
use crate::term::GlyphSet;
use crate::theme::Role;
use crate::ui::Ui;
use crate::ui::keys::{self, form_action};
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::popup::frame;
use crate::ui::popup::palette::search::Words;
use crate::ui::route::Named;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::field::{Field, FieldOutcome};
use crate::ui::widget::list::readings;
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint, text};
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// An action, or a place, as the palette lists it.
#[derive(Debug)]
struct Item {
    does: PopupResult,
    label: String,
    /// Name and other words for it, for the search.
    words: Words,
    keys: String,
    /// Why it is not to be had now, in words.
    reason: Option<String>,
}

/// The list of actions under a line in which words of a name are typed.
#[derive(Debug)]
pub struct Palette {
    items: Vec<Item>,
    shown: Vec<usize>,
    field: Field,
    axis: Axis,
}

impl Item {
    fn new(does: PopupResult, name: &str, texts: &Texts) -> Self {
        let label = texts.get(name).into_owned();
        let also = format!("{name}.also");
        let also = if texts.has(&also) {
            texts.get(&also)
        } else {
            Cow::default()
        };
        Self {
            does,
            words: Words::new(&label, &also),
            label,
            keys: String::new(),
            reason: None,
        }
    }
}

/// Why one cannot go to a place now.
fn why_not(place: &Named, beneath: &dyn Layer, desk: &Desk) -> Option<&'static str> {
    if !desk.has(place.whose) {
        Some("why-not-yours")
    } else if beneath.is_popup() {
        Some("where-screens")
    } else {
        None
    }
}

impl Palette {
    /// All actions, and these places: what can be had over the screen beneath first.
    pub fn new(
        places: &[Named],
        context: Context,
        beneath: &dyn Layer,
        desk: &Desk,
        keymap: &Keymap,
        glyphs: GlyphSet,
        texts: &Texts,
    ) -> Self {
        let actions = Action::ALL
            .iter()
            .filter(|action| **action != Action::OpenPalette)
            .map(|action| Item {
                reason: Ui::availability(beneath, *action, desk)
                    .err()
                    .map(|reason| beneath.why(reason, desk, texts)),
                keys: keys_of(keymap, context, *action, glyphs),
                ..Item::new(PopupResult::Do(*action), action.spec().label, texts)
            });
        let places = places.iter().map(|place| Item {
            reason: why_not(place, beneath, desk).map(|key| texts.get(key).into_owned()),
            ..Item::new(PopupResult::Go(place.route.clone()), place.name, texts)
        });
        let mut items: Vec<Item> = actions.chain(places).collect();
        // What can be done here comes first; of that, what everybody knows last: the arrows.
        items.sort_by_key(|item| {
            let group = match item.does {
                PopupResult::Do(action) => action.spec().group,
                _ => ActionGroup::Go,
            };
            let known = match group {
                ActionGroup::Select => 1,
                ActionGroup::Move => 2,
                _ => 0,
            };
            (item.reason.is_some(), known)
        });
        let mut palette = Self {
            items,
            shown: Vec::new(),
            field: Field::new().limit(60),
            axis: Axis::default(),
        };
        palette.filter();
        palette
    }

    /// Every word typed must be in the name, in any order, whichever layout it was typed in.
    /// Names in which it begins a word come first.
    fn filter(&mut self) {
        let typed: Vec<[String; 3]> = self
            .field
            .value()
            .split_whitespace()
            .map(readings)
            .collect();
        let mut found: Vec<(u8, usize)> = self
            .items
            .iter()
            .zip(0..)
            .filter_map(|(item, at)| Some((item.words.rank(&typed)?, at)))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        self.shown = found.into_iter().map(|(_, at)| at).collect();
        self.axis = Axis::new(self.shown.len());
    }

    fn active(&self) -> Option<&Item> {
        self.items.get(*self.shown.get(self.axis.current()?)?)
    }
}

/// A sentence as a part of another: «Нет отметки.» is «нет отметки».
fn clause(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let rest = letters.as_str();
    if rest.chars().next().is_some_and(char::is_lowercase) || rest.starts_with(' ') {
        first.to_lowercase().chain(rest.chars()).collect()
    } else {
        format!("{first}{rest}")
    }
}

/// The keys of an action here; where it has none, one that it has elsewhere.
fn keys_of(keymap: &Keymap, context: Context, action: Action, glyphs: GlyphSet) -> String {
    let here = keys::shown(keymap, context, action, glyphs);
    if !here.is_empty() {
        return here;
    }
    let elsewhere = Context::ALL.into_iter();
    let key = elsewhere.filter_map(|context| keymap.key_for(context, action));
    key.map(|key| key.label(glyphs)).next().unwrap_or_default()
}

impl Layer for Palette {
    fn context(&self) -> Context {
        Context::Text
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Cancel | Action::OpenPalette => return Outcome::Close,
            Action::Confirm => {
                return match self.active() {
                    // Why it cannot be done stands under the list.
                    Some(Item {
                        reason: Some(_), ..
                    })
                    | None => Outcome::Consumed,
                    Some(item) => Outcome::TellAndClose(item.does.clone()),
                };
            }
            Action::Undo => {
                self.field.undo();
                self.filter();
            }
            action => _ = Step::of(action).map(|step| self.axis.go(step, false)),
        }
        Outcome::Consumed
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        if let Some(action) = form_action(key) {
            return self.act(action, cx);
        }
        if self.field.handle(key) == FieldOutcome::Changed {
            self.filter();
        }
        Outcome::Consumed
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx<'_>) -> Outcome {
        self.field.paste(text);
        self.filter();
        Outcome::Consumed
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        let mut hints = vec![Action::MoveDown, Action::Cancel];
        if self.active().is_some_and(|item| item.reason.is_none()) {
            hints.insert(0, Action::Confirm);
        }
        hints
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-run",
            Action::MoveDown => "hint-next-found",
            _ => action.spec().hint,
        }
    }

    fn settle(&mut self, area: Rect, _desk: &Desk, _texts: &Texts) {
        self.axis.settle(area.height.saturating_sub(4), 0, |_| 1);
    }

    fn paint(
        &self,
        _desk: &Desk,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let rows = u16::try_from(self.items.len())
            .unwrap_or(u16::MAX)
            .saturating_add(2);
        let room = frame::paint(
            &look.texts.get("palette-title"),
            (72, rows),
            look,
            area,
            buf,
        );
        let hint = look.texts.get("palette-hint");
        let cursor = self
            .field
            .paint((room.x, room.y, room.width), &hint, look, buf);
        let list = Rect {
            y: room.y + 2,
            height: room.height.saturating_sub(2),
            ..room
        };
        for (y, at) in (list.y..list.bottom()).zip(self.axis.window(list.height, 0, |_| 1)) {
            let Some(item) = self.shown.get(at).and_then(|at| self.items.get(*at)) else {
                break;
            };
            let role = match (self.axis.current() == Some(at), &item.reason) {
                (true, _) => Role::Cursor,
                (false, Some(_)) => Role::Muted,
                (false, None) => Role::Popup,
            };
            frame::item(list, y, &item.label, role, look, buf);
            let right = match &item.reason {
                Some(reason) if item.keys.is_empty() => clause(reason),
                Some(reason) => format!("{} · {}", clause(reason), item.keys),
                None => item.keys.clone(),
            };
            // The name is worth more than the reason, which stands whole in the line below.
            let name = text::width(&item.label).min(list.width);
            let room = list.width.saturating_sub(name + 2);
            let at = (list.right().saturating_sub(room), y, room);
            paint::put_fit(
                buf,
                at,
                &right,
                Align::Right,
                look.style(role),
                look.glyphs.ellipsis,
            );
        }
        Some(cursor)
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        let Some(item) = self.active() else {
            return texts.get("palette-nothing").into_owned();
        };
        match &item.reason {
            Some(reason) => format!("{}: {}", item.label, clause(reason)),
            None => item.label.clone(),
        }
    }
}
