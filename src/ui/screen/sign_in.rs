//! «Вход»: signing in, over whatever lies beneath when a session has ended.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::tr;
use crate::ui::keys::{form_action, is_letter};
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::widget::field::{Field, FieldOutcome};
use crate::ui::widget::frame;
use crate::ui::widget::{Look, paint, text};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use secrecy::SecretString;

/// Someone who can sign in with one key: the roles of a demonstration.
#[derive(Debug, Clone)]
pub struct Guest {
    /// «Учитель: Орлова Т. А.».
    pub title: String,
    /// The sign-in name.
    pub login: String,
    /// The password, which is no secret.
    pub password: String,
}

/// The form of signing in.
#[derive(Debug)]
pub struct SignInScreen {
    over: bool,
    server: String,
    login: Field,
    password: Field,
    at: usize,
    waiting: bool,
    guests: Vec<Guest>,
}

const LABEL_WIDTH: u16 = 16;

impl SignInScreen {
    /// The first screen.
    pub fn new(server: &str, login: &str, guests: Vec<Guest>) -> Self {
        let at = usize::from(!login.is_empty());
        Self {
            over: false,
            server: server.to_owned(),
            login: Field::new().limit(100).with(login),
            password: Field::masked(),
            at: if guests.is_empty() { at } else { 2 },
            waiting: false,
            guests,
        }
    }

    /// Over the screen on which a session ended: nothing beneath is lost.
    pub fn over(server: &str, login: &str) -> Self {
        Self {
            over: true,
            at: 1,
            ..Self::new(server, login, Vec::new())
        }
    }

    /// While somebody is being signed in without being asked: `demo --as`.
    pub fn entering(server: &str, login: &str) -> Self {
        Self {
            waiting: true,
            ..Self::new(server, login, Vec::new())
        }
    }

    fn fields(&self) -> usize {
        2 + self.guests.len()
    }

    fn field(&mut self) -> Option<&mut Field> {
        match self.at {
            // Over a screen only the person whose screen it is signs in again.
            0 if !self.over => Some(&mut self.login),
            1 => Some(&mut self.password),
            _ => None,
        }
    }

    fn sign_in(&mut self, cx: &mut Cx<'_>) {
        if self.waiting {
            return;
        }
        let guest = self.at.checked_sub(2).and_then(|at| self.guests.get(at));
        let (login, password) = match guest {
            Some(guest) => (
                guest.login.clone(),
                SecretString::from(guest.password.clone()),
            ),
            None => {
                if self.login.value().trim().is_empty() {
                    self.at = 0;
                    return cx
                        .desk
                        .say(Notice::new(Tone::Hint, cx.texts.get("sign-in-no-login")));
                }
                if self.password.is_empty() {
                    self.at = 1;
                    return cx
                        .desk
                        .say(Notice::new(Tone::Hint, cx.texts.get("sign-in-no-password")));
                }
                (
                    self.login.value().trim().to_owned(),
                    self.password.take_secret(),
                )
            }
        };
        self.waiting = true;
        cx.desk
            .say(Notice::new(Tone::Hint, cx.texts.get("signing-in")));
        cx.effects.push(Effect::SignIn { login, password });
    }
}

impl Layer for SignInScreen {
    fn context(&self) -> Context {
        Context::Text
    }

    fn is_popup(&self) -> bool {
        self.over
    }

    fn is_sign_in(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        let fields = self.fields();
        match action {
            Action::Confirm => self.sign_in(cx),
            Action::Undo => {
                if let Some(field) = self.field() {
                    field.undo();
                }
            }
            Action::NextField | Action::MoveDown if !self.over => {
                self.at = (self.at + 1) % fields;
            }
            Action::PreviousField | Action::MoveUp if !self.over => {
                self.at = self.at.checked_sub(1).unwrap_or(fields - 1);
            }
            Action::Cancel if self.over => return Outcome::Close,
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        // Elsewhere a text is being written; here there is nothing to lose.
        if key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL {
            if self.over {
                return Outcome::Close;
            }
            cx.effects.push(Effect::Quit);
            return Outcome::Consumed;
        }
        if let Some(action) = form_action(key) {
            if action == Action::Confirm && self.at == 0 {
                self.at = 1;
                return Outcome::Consumed;
            }
            return self.act(action, cx);
        }
        // Whoever types on the list of guests types a login.
        if self.at > 1 && is_letter(key) && matches!(key.code, KeyCode::Char(_)) {
            self.at = 0;
        }
        match self.field().map(|field| field.handle(key)) {
            None | Some(FieldOutcome::Ignored) => Outcome::Ignored,
            Some(_) => Outcome::Consumed,
        }
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx<'_>) -> Outcome {
        if let Some(field) = self.field() {
            field.paste(text);
        }
        Outcome::Consumed
    }

    fn refused(&mut self) {
        self.waiting = false;
        // A guest has nothing to type.
        self.at = self.at.max(1);
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        let mut hints = vec![Action::Confirm, Action::NextField];
        hints.push(if self.over {
            Action::Cancel
        } else {
            Action::Quit
        });
        hints
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-sign-in",
            _ => action.spec().hint,
        }
    }

    fn paint(
        &self,
        _desk: &Desk,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let texts = look.texts;
        let (title, why) = if self.over {
            ("title-sign-in-again", "sign-in-again-why")
        } else {
            ("title-sign-in", "sign-in-why")
        };
        let wide = 60.min(area.width.saturating_sub(4)).max(1);
        let why = if self.guests.is_empty() {
            why
        } else {
            "demo-why"
        };
        let words = text::wrap(&texts.get(why), wide);
        let above = u16::try_from(words.len()).unwrap_or(0) + 1;
        let count = u16::try_from(self.fields()).unwrap_or(2);
        let gap = u16::from(!self.guests.is_empty());
        let room = frame::paint(
            &texts.get(title),
            (wide, above + count + gap + 2),
            look,
            area,
            buf,
        );
        for (line, words) in (room.y..room.bottom()).zip(&words) {
            paint::put(
                buf,
                room.x,
                line,
                room.width,
                words,
                look.style(Role::Popup),
            );
        }
        let form = Rows {
            look,
            room,
            first: room.y + above,
        };
        let cursor = form
            .field(0, self.at, "label-login", &self.login, buf)
            .or(form.field(1, self.at, "label-password", &self.password, buf))
            .or(form.guests(self.at, gap, &self.guests, buf));
        let last = room.bottom().saturating_sub(1);
        if last > form.first + count {
            let server = tr!(texts, "sign-in-server", server = self.server.as_str());
            let shown = text::fit_with(&server, room.width, look.glyphs.ellipsis);
            paint::put(
                buf,
                room.x,
                last,
                room.width,
                &shown,
                look.style(Role::Muted),
            );
        }
        cursor
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        let guest = self.at.checked_sub(2).and_then(|at| self.guests.get(at));
        match (guest, self.at) {
            (Some(guest), _) => guest.title.clone(),
            (None, 0) => texts.get("label-login").into_owned(),
            (None, _) => texts.get("label-password").into_owned(),
        }
    }
}

struct Rows<'a> {
    look: Look<'a>,
    room: Rect,
    first: u16,
}

impl Rows<'_> {
    /// Paints a field; answers where the cursor belongs if it is the active one. Fields that do
    /// not fit into the room are not painted.
    fn field(
        &self,
        index: usize,
        active: usize,
        label: &str,
        field: &Field,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let y = self.first + u16::try_from(index).unwrap_or(0);
        if y >= self.room.bottom() {
            return None;
        }
        let label_width = LABEL_WIDTH.min(self.room.width / 2);
        let label = self.look.texts.get(label);
        let style = self.look.style(Role::Popup);
        paint::put(buf, self.room.x, y, label_width, &label, style);
        let room = (self.room.x + label_width, y, self.room.width - label_width);
        let at = field.paint(room, "", self.look, buf);
        (index == active).then_some(at)
    }

    fn guests(
        &self,
        active: usize,
        gap: u16,
        guests: &[Guest],
        buf: &mut Buffer,
    ) -> Option<Position> {
        let mut cursor = None;
        for (guest, index) in guests.iter().zip(2_usize..) {
            let y = self.first + gap + u16::try_from(index).unwrap_or(0);
            if y >= self.room.bottom() {
                break;
            }
            let role = if index == active {
                Role::Cursor
            } else {
                Role::Popup
            };
            let style = self.look.style(role);
            paint::tint(
                buf,
                Rect {
                    y,
                    height: 1,
                    ..self.room
                },
                style,
            );
            let shown = text::fit_with(&guest.title, self.room.width, self.look.glyphs.ellipsis);
            paint::put(buf, self.room.x, y, self.room.width, &shown, style);
            if index == active {
                cursor = Some(Position::new(self.room.x, y));
            }
        }
        cursor
    }
}
