//! What a typed letter does: a value of its own, the growth of the one just entered, or nothing.

use super::{Entering, Growing, Places, Seen, breaks_off, data_letter, enter, slip};
use crate::desk::Desk;
use crate::desk::typing::Step as Typed;
use crate::i18n::Texts;
use crate::ui::widget::axis::Step;
use journal::GestureId;
use journal::notation::{self, NotUnderstood};

impl Entering {
    /// Takes a typed letter.
    pub fn letter(&mut self, typed: char, places: &dyn Places, desk: &mut Desk, texts: &Texts) {
        let letter = data_letter(typed, self.typing.waiting(), &desk.notation);
        let active = self.grid.active();
        if self.run.swallows(letter, desk.now(), active) {
            return self.say_unknown(letter, places, desk, texts);
        }
        if self.refuses_sign(letter, places, desk, texts) {
            return;
        }
        let waiting = self.typing.waiting().to_owned();
        let breaks_off = breaks_off(self.typing.waiting(), letter, &desk.notation);
        let step = self.typing.feed(letter, &desk.notation);
        let grows =
            matches!(step, Typed::Amend(_)) || self.typing.continues() && step == Typed::Wait;
        if !grows && !breaks_off && self.last_filled.is_some() && self.last_filled == active {
            let is_code = step != Typed::Unknown;
            self.stop_typing();
            self.run.stop();
            return if is_code {
                self.say_last(places, desk, texts);
            } else {
                self.say_unknown(letter, places, desk, texts);
            };
        }
        match step {
            _ if breaks_off => self.take_back_the_run(letter, places, desk, texts),
            Typed::Wait => match self.growing.as_ref().filter(|_| self.typing.continues()) {
                Some(growing) => desk.leave_open(growing.gesture),
                None => self.growing = None,
            },
            Typed::Unknown => {
                let is_unfinished = desk.notation.read(&waiting) == Err(NotUnderstood::Incomplete);
                match self.growing.take().filter(|_| is_unfinished) {
                    Some(growing) => {
                        self.take_back(growing, desk);
                        slip::say_unfit(
                            &format!("{waiting}{letter}"),
                            self.active(places, desk),
                            desk,
                            texts,
                        );
                    }
                    None => self.take_back_the_run(letter, places, desk, texts),
                }
            }
            Typed::Enter(value) => self.begin(letter, value, places, desk, texts),
            Typed::Amend(value) => self.grow(letter, value, places, desk, texts),
        }
    }

    /// A letter has made a value of its own.
    fn begin(
        &mut self,
        letter: char,
        value: notation::Typed,
        places: &dyn Places,
        desk: &mut Desk,
        texts: &Texts,
    ) {
        let Some(at) = self.grid.active() else { return };
        let places_chosen = self.chosen(places, desk);
        let before = places_chosen
            .iter()
            .map(|place| Seen::of(*place, desk))
            .collect();
        let gesture = desk.gesture();
        let done = enter(&places_chosen, &[], value, gesture, places, desk, texts);
        let Some(done) = done else {
            return self.stop();
        };
        self.run
            .entered(gesture, done.clone(), self.is_complete(letter));
        self.leave_open(gesture, desk);
        self.growing = Some(Growing {
            edits: done,
            places: places_chosen,
            before,
            at,
            gesture,
        });
        if self.grid.selection().is_some() {
            self.grid.release();
        } else {
            self.advanced = self.grid.go_row(Step::By(1), false);
            self.last_filled = (!self.advanced).then_some(at);
        }
    }

    /// A letter has made another value of the one just entered.
    fn grow(
        &mut self,
        letter: char,
        value: notation::Typed,
        places: &dyn Places,
        desk: &mut Desk,
        texts: &Texts,
    ) {
        let Some(mut growing) = self.growing.take() else {
            return self.stop();
        };
        // «н» has grown to «нз»: the pupil is as present as before.
        let restored: &[Seen] = match value {
            notation::Typed::Mark(_) | notation::Typed::Point => &growing.before,
            _ => &[],
        };
        let Growing {
            places: chosen,
            gesture,
            ..
        } = &growing;
        let gesture = *gesture;
        match enter(chosen, restored, value, gesture, places, desk, texts) {
            Some(done) => {
                growing.edits.extend(done.clone());
                self.growing = Some(growing);
                self.run.entered(gesture, done, self.is_complete(letter));
                self.leave_open(gesture, desk);
            }
            None => {
                // The sentence is that nothing was entered.
                self.take_back(growing, desk);
                self.stop();
            }
        }
    }

    /// Not for the server yet if another letter can still make something else of it.
    fn leave_open(&self, gesture: GestureId, desk: &mut Desk) {
        if self.typing.continues() {
            desk.leave_open(gesture);
        }
    }
}
