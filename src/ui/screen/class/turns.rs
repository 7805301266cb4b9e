//! From day to day, from week to week, from class to class; and reasons taken away.

use super::ClassScreen;
use crate::desk::Recorded;
use crate::desk::gesture::PupilCell;
use crate::desk::notice::{Notice, Tone};
use crate::effect::Effect;
use crate::tr;
use crate::ui::entry::GridScreen;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::messages;
use crate::ui::route::Route;
use crate::ui::widget::axis::Step;
use chrono::{Days, NaiveDate};
use journal::view::{ClassWeekPage, week_of};
use journal::{Edit, SheetId};
use offline::PageKey;

impl ClassScreen {
    /// Shows another day; the cursor stays with its pupil.
    pub(super) fn turn_to(&mut self, day: NaiveDate, cx: &mut Cx<'_>) {
        self.seek = self.pupil(cx.desk);
        self.entering.stop();
        self.entering.grid.release();
        if week_of(day) != week_of(self.day) {
            cx.effects
                .push(Effect::Open(PageKey::Class(self.class, week_of(day))));
        }
        self.day = day;
    }

    /// The next day on which the class has lessons, or the one before; beyond the week, its nearest
    /// working day.
    pub(super) fn step(&mut self, back: bool, cx: &mut Cx<'_>) {
        let shown = self.day;
        let days = self.page(cx.desk).map(ClassWeekPage::days);
        let mut days = days.into_iter().flatten();
        let of_week = if back {
            days.rfind(|day| *day < shown)
        } else {
            days.find(|day| *day > shown)
        };
        let monday = week_of(shown);
        let beyond = if back {
            monday.checked_sub_days(Days::new(3))
        } else {
            monday.checked_add_days(Days::new(7))
        };
        if let Some(day) = of_week.or(beyond) {
            self.turn_to(day, cx);
        }
    }

    pub(super) fn turn_week(&mut self, back: bool, cx: &mut Cx<'_>) {
        let week = Days::new(7);
        let day = if back {
            self.day.checked_sub_days(week)
        } else {
            self.day.checked_add_days(week)
        };
        if let Some(day) = day {
            self.turn_to(day, cx);
        }
    }

    /// From the day to its week, or to the day under the cursor.
    pub(super) fn turn_span(&mut self, cx: &mut Cx<'_>) {
        self.day = self.day_here(cx.desk);
        self.seek = self.pupil(cx.desk);
        self.entering.stop();
        self.entering.grid.release();
        self.entering.grid.go_col(Step::To(0), false);
        self.span = self.span.other();
    }

    /// The next class of whoever leads several.
    pub(super) fn next_class(&self, cx: &Cx<'_>) -> Outcome {
        let led = cx.desk.me.as_ref().map_or(&[][..], |me| &me.leads);
        let here = led.iter().position(|one| one.class == self.class);
        let next = here.and_then(|at| led.get((at + 1) % led.len()));
        match next.filter(|next| next.class != self.class) {
            Some(next) => Outcome::GoInstead(Route::Class {
                class: next.class,
                day: Some(self.day),
                pupil: None,
            }),
            None => Outcome::Consumed,
        }
    }

    /// Takes away the reasons of the chosen cells, as one gesture.
    pub(super) fn clear(&mut self, cx: &mut Cx<'_>) {
        let chosen = self.chosen(cx.desk);
        let edits = chosen.iter().flat_map(|place| {
            let cell = place.cell(cx.desk);
            let edits = cell.map_or_else(Vec::new, PupilCell::take_reason);
            edits.into_iter().map(|edit| (place.sheet, edit))
        });
        let edits: Vec<(SheetId, Edit)> = edits.collect();
        let count = edits.len();
        let gesture = cx.desk.gesture();
        let recorded = cx.desk.record(gesture, edits, None);
        messages::recorded(&recorded, cx.desk, cx.texts);
        let said = match recorded {
            Recorded::Done { late: None } => {
                (Tone::Done, tr!(cx.texts, "class-reasons-taken", count))
            }
            Recorded::Nothing => (Tone::Hint, cx.texts.get("class-no-reasons")),
            _ => return,
        };
        cx.desk.say(Notice::new(said.0, said.1));
        self.entering.grid.release();
    }
}
