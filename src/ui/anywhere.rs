//! What works on every screen, and what is said of a key that does not work on this one.

use crate::action::{Action, ActionPlace};
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::effect::Effect;
use crate::input::keymap::Context;
use crate::tr;
use crate::ui::Ui;
use crate::ui::availability;
use crate::ui::availability::{may_list, may_look_up, may_see_absences, works_anywhere};
use crate::ui::hint::Reason;
use crate::ui::keys::{self, Keys};
use crate::ui::layer::{Cx, Layer};
use crate::ui::popup::help::{Help, Of};
use crate::ui::popup::palette::Palette;
use crate::ui::route::Route;
use crate::ui::screen::grid_keys::ONLY_LOOKS;
use crate::ui::screen::open;
use journal::regulation::Access;
use offline::ListKey;

/// The report of one's own.
const OWN_BREACH: Route = Route::ReportBreach(None);

impl Ui {
    pub(super) fn act_anywhere(&mut self, action: Action, keys: Keys<'_>, cx: &mut Cx<'_>) {
        let popup = self.layers.last().is_some_and(|layer| layer.is_popup());
        let signed_out = self.layers.iter().any(|layer| layer.is_sign_in());
        match action {
            Action::Quit => cx.effects.push(Effect::Quit),
            Action::Suspend => cx.effects.push(Effect::Suspend),
            Action::Redraw => cx.effects.push(Effect::Redraw),
            Action::Help => {
                let Some(top) = self.layers.last() else {
                    return;
                };
                let over_popup = top.is_popup();
                let works =
                    |action| top.knows(action, cx.desk) || works_anywhere(action, over_popup);
                let access = top.access(cx.desk).unwrap_or(Access::Keeps);
                // What these two write is another's, though they open it to be read.
                let opens = [Action::EditTopic, Action::EditHomework];
                let refused = |action| {
                    let is_refused = top.availability(action, cx.desk) == Err(ONLY_LOOKS);
                    is_refused || access != Access::Keeps && opens.contains(&action)
                };
                let of = Of {
                    context: top.context(),
                    works: &works,
                    refused: &refused,
                    access,
                };
                let help = Help::new(of, cx.desk.codes(), keys.keymap, keys.glyphs, cx.texts);
                self.open(Box::new(help));
            }
            Action::OpenPalette if !signed_out => {
                if let Some(top) = self.layers.last() {
                    let palette = Palette::new(
                        open::NAMED,
                        top.context(),
                        &**top,
                        cx.desk,
                        keys.keymap,
                        keys.glyphs,
                        cx.texts,
                    );
                    self.open(Box::new(palette));
                }
            }
            Action::Refresh => {
                cx.effects.push(Effect::Refresh);
                // Without a network the status line says it already.
                if cx.desk.link.line.may_answer() {
                    let words = cx.texts.get("refresh-asked");
                    cx.desk.say(Notice::new(Tone::Hint, words));
                }
            }
            // What is taken back must be seen: only where the records are.
            Action::Undo if !signed_out && cx.desk.written.is_some() => {
                let kind = cx.desk.written.iter().flatten().next();
                let list = kind.map(|one| one.record.kind.described().list_key());
                let list = list.map(|key| cx.texts.get(&key)).unwrap_or_default();
                // The table that was loaded before it comes after it.
                let words = match &cx.desk.last_table {
                    Some(table) => {
                        let file = table.file.as_str();
                        tr!(cx.texts, "undo-before-table", list, file)
                    }
                    None => tr!(cx.texts, "undo-in-directories", list),
                };
                let words = words.into_owned();
                cx.desk.say(Notice::new(Tone::Hint, words));
            }
            // What it would take back is shown first.
            Action::Undo if !signed_out && cx.desk.last_table.is_some() => {
                cx.effects.push(Effect::UndoTable);
            }
            // What is taken back must be seen: only where the cells are.
            Action::Undo if !signed_out => {
                cx.desk
                    .say(Notice::new(Tone::Hint, cx.texts.get("undo-elsewhere")));
            }
            Action::OpenQueue if !popup && !signed_out => {
                self.go(&Route::Queue, cx);
            }
            Action::OpenToday if !popup && !signed_out => {
                self.go(&Route::Today, cx);
            }
            Action::OpenJournals if !popup && !signed_out => {
                self.go_if(may_list(cx.desk), &Route::List(ListKey::Journals(None)), cx);
            }
            Action::OpenRegister if !popup && !signed_out => {
                self.go_if(may_look_up(cx.desk), &Route::List(ListKey::Register), cx);
            }
            Action::OpenClass if !popup && !signed_out => {
                self.go_if(may_see_absences(cx.desk), &Route::OwnClass, cx);
            }
            Action::OpenRights if !popup && !signed_out => self.go(&Route::Rights, cx),
            Action::ChangePassword if !popup && !signed_out => self.go(&Route::Password, cx),
            Action::ReportBreach if !popup && !signed_out => self.go(&OWN_BREACH, cx),
            Action::SignIn if !signed_out => cx.effects.push(Effect::OpenSignIn),
            Action::SignOut if !signed_out => cx.effects.push(Effect::SignOut),
            Action::Cancel if popup => {
                self.layers.pop();
                self.changed = true;
            }
            Action::Cancel => {}
            _ => {
                let action = self.meant_beneath(keys, cx.desk).unwrap_or(action);
                self.say_elsewhere(action, keys, cx);
            }
        }
    }

    /// Goes to a place, or says why it is not open.
    fn go_if(&mut self, may: Result<(), Reason>, route: &Route, cx: &mut Cx<'_>) {
        match may {
            Ok(()) => self.go(route, cx),
            Err(reason) => self.say_why(reason, cx),
        }
    }

    fn say_why(&self, reason: Reason, cx: &mut Cx<'_>) {
        let top = self.top();
        let words = top.map(|top| availability::why(top, reason, cx.desk, cx.texts));
        let words = words.unwrap_or_default();
        cx.desk.say(Notice::new(Tone::Hint, words));
    }

    /// Says where an action works, or what is to be left first; nothing where one signs in.
    pub(super) fn say_elsewhere(&self, action: Action, keys: Keys<'_>, cx: &mut Cx<'_>) {
        if self.top().is_some_and(Layer::is_sign_in) {
            return;
        }
        let words = self.close_first(action, keys, cx);
        let words = words.unwrap_or_else(|| self.elsewhere(action, keys, cx));
        cx.desk.say(Notice::new(Tone::Hint, words));
    }

    /// Where an action works; of a key that does several things, where it does which.
    fn elsewhere(&self, action: Action, keys: Keys<'_>, cx: &Cx<'_>) -> String {
        let place = |action| availability::places(action, cx.texts);
        let bound = |context| keys.keymap.lookup(context, self.pressed?);
        let mut meant: Vec<Action> = Vec::new();
        for does in Context::ALL.into_iter().filter_map(bound) {
            if !meant.contains(&does) {
                meant.push(does);
            }
        }
        if meant.len() < 2 || !meant.contains(&action) {
            return tr!(cx.texts, "not-here", where = place(action)).into_owned();
        }
        let ways = meant.into_iter().map(|does| {
            let what = cx.texts.get(does.spec().hint);
            tr!(cx.texts, "not-here-way", where = place(does), what).into_owned()
        });
        let ways = ways.collect::<Vec<_>>().join(", ");
        tr!(cx.texts, "not-here-several", what = ways).into_owned()
    }

    /// What the key pressed last does on the screen beneath a window that has no use for it: the
    /// window may bind it to something else.
    fn meant_beneath(&self, keys: Keys<'_>, desk: &Desk) -> Option<Action> {
        let mut layers = self.layers.iter().rev();
        let (top, beneath) = (layers.next()?, layers.next()?);
        let action = keys.keymap.lookup(beneath.context(), self.pressed?);
        action.filter(|action| top.is_popup() && beneath.knows(*action, desk))
    }

    /// What to say of a key that works on the screen which a form or a popup covers: the cover is
    /// to be left first.
    fn close_first(&self, action: Action, keys: Keys<'_>, cx: &Cx<'_>) -> Option<String> {
        let mut layers = self.layers.iter().rev();
        let (top, beneath) = (layers.next()?, layers.next()?);
        let covers = top.is_popup() || matches!(top.context(), Context::Text | Context::Form);
        let is_of_screens = action.spec().places == [ActionPlace::Screens];
        let is_popup = top.is_popup() && is_of_screens;
        if !covers || !(is_popup || beneath.knows(action, cx.desk)) {
            return None;
        }
        let shown = |action| keys::first(keys.keymap, top.context(), action, keys.glyphs);
        let key = keys::first(keys.keymap, beneath.context(), action, keys.glyphs)?;
        let done = [Action::Confirm, Action::Save]
            .into_iter()
            .find(|action| top.hints(cx.desk).contains(action));
        let leave = done.into_iter().chain([Action::Cancel]).filter_map(shown);
        let leave: Vec<String> = leave.collect();
        let or = format!(" {} ", cx.texts.get("close-first-or"));
        let leave = leave.join(&or);
        Some(tr!(cx.texts, "close-first", key, leave).into_owned())
    }
}
