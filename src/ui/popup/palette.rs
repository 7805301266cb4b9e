//! The palette: every action by its name, with its key, and why it is not to be had now.

use crate::action::{Action, ActionGroup};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::{Context, Keymap};
use crate::input::layout;
use crate::term::GlyphSet;
use crate::theme::Role;
use crate::ui::hint::Reason;
use crate::ui::keys::{self, form_action};
use crate::ui::layer::{Cx, Layer, Outcome, Told};
use crate::ui::popup::frame;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::field::{Field, FieldOutcome};
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint, text};
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// An action as the palette lists it.
#[derive(Debug)]
struct Item {
    action: Action,
    label: String,
    keys: String,
    reason: Option<Reason>,
}

/// The list of actions under a line in which a part of a name is typed.
#[derive(Debug)]
pub struct Palette {
    items: Vec<Item>,
    shown: Vec<usize>,
    field: Field,
    axis: Axis,
}

impl Palette {
    /// The actions of a screen in this context.
    pub fn new(
        context: Context,
        beneath: &dyn Layer,
        desk: &Desk,
        keymap: &Keymap,
        glyphs: GlyphSet,
        texts: &Texts,
    ) -> Self {
        let mut items: Vec<Item> = Action::ALL
            .iter()
            .filter_map(|action| {
                let keys = keys::shown(keymap, context, *action, glyphs);
                (!keys.is_empty() || *action == Action::Suspend).then(|| Item {
                    action: *action,
                    label: texts.get(action.spec().label).into_owned(),
                    keys,
                    reason: crate::ui::availability(beneath, *action, desk).err(),
                })
            })
            .collect();
        // Everybody knows the arrows: moving comes last.
        items.sort_by_key(|item| item.action.spec().group == ActionGroup::Move);
        let mut palette = Self {
            items,
            shown: Vec::new(),
            field: Field::new().limit(60),
            axis: Axis::default(),
        };
        palette.filter();
        palette
    }

    /// Every word typed must be in the name, whichever layout it was typed in.
    fn filter(&mut self) {
        let typed = self.field.value().to_lowercase();
        let folded: String = typed.chars().map(layout::to_data_char).collect();
        let has =
            |label: &str, typed: &str| typed.split_whitespace().all(|word| label.contains(word));
        self.shown = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| {
                let label = item.label.to_lowercase();
                has(&label, &typed) || has(&label, &folded)
            })
            .map(|(at, _)| at)
            .collect();
        self.axis = Axis::new(self.shown.len());
    }

    fn active(&self) -> Option<&Item> {
        self.items.get(*self.shown.get(self.axis.current()?)?)
    }
}

impl Layer for Palette {
    fn context(&self) -> Context {
        Context::Text
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        let step = match action {
            Action::Cancel | Action::OpenPalette => return Outcome::Close,
            Action::Confirm => {
                return match self.active() {
                    // Why it cannot be done stands under the list.
                    Some(Item {
                        reason: Some(_), ..
                    })
                    | None => Outcome::Consumed,
                    Some(item) => Outcome::TellAndClose(Told::Do(item.action)),
                };
            }
            Action::MoveUp => Step::By(-1),
            Action::MoveDown => Step::By(1),
            Action::PageUp => Step::Page(-1),
            Action::PageDown => Step::Page(1),
            _ => return Outcome::Consumed,
        };
        self.axis.go(step, false);
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
        vec![Action::Confirm, Action::Cancel]
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
            (66, rows),
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
            let role = match (self.axis.current() == Some(at), item.reason) {
                (true, _) => Role::Cursor,
                (false, Some(_)) => Role::Muted,
                (false, None) => Role::Popup,
            };
            let style = look.style(role);
            paint::tint(
                buf,
                Rect {
                    y,
                    height: 1,
                    ..list
                },
                style,
            );
            let keys = text::width(&item.keys);
            let wide = list.width.saturating_sub(keys + 2);
            let shown = text::fit_with(&item.label, wide, look.glyphs.ellipsis);
            paint::put(buf, list.x, y, wide, &shown, style);
            let at = (list.x, y, list.width);
            paint::put_fit(
                buf,
                at,
                &item.keys,
                Align::Right,
                style,
                look.glyphs.ellipsis,
            );
        }
        Some(cursor)
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        let Some(item) = self.active() else {
            return texts.get("palette-nothing").into_owned();
        };
        match item.reason {
            Some(reason) => format!("{}: {}", item.label, texts.get(reason.0)),
            None => item.label.clone(),
        }
    }
}
