//! From lesson to lesson that lacks something, then to those where something came late.

use super::{JournalScreen, source};
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::{Texts, dates};
use crate::tr;
use crate::ui::layer::Cx;
use crate::ui::widget::axis::Step;
use ::journal::view::JournalPage;
use ::journal::{LessonId, Sheet};

/// A lesson to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    lesson: LessonId,
    /// Something came late; else something lacks.
    late: bool,
}

impl JournalScreen {
    /// The lessons that lack something, then those where something came late.
    pub(super) fn stops(&self, desk: &Desk) -> Vec<Stop> {
        let Some(page) = self.page(desk) else {
            return Vec::new();
        };
        let stop = |late| {
            move |sheet: &Sheet| Stop {
                lesson: sheet.lesson.id,
                late,
            }
        };
        let sheets = page.grid.sheets.iter();
        let lacking = sheets.clone();
        let lacking = lacking.filter(|sheet| source::is_unfilled(page, sheet, desk));
        let late = sheets.filter(|sheet| page.late.contains(&sheet.lesson.id));
        let late = late.map(stop(true));
        lacking.map(stop(false)).chain(late).collect()
    }

    /// On to the next of them, beginning anew after the last, and says what is there.
    pub(super) fn next_unfilled(&mut self, cx: &mut Cx<'_>) {
        let stops = self.stops(cx.desk);
        let Some(stop) = self.stop_after(&stops, cx.desk) else {
            let held = self.page(cx.desk).is_some_and(|page| {
                let mut sheets = page.grid.sheets.iter();
                sheets.any(|sheet| cx.desk.is_over(&sheet.lesson))
            });
            let words = cx.texts.get(if held { "all-filled" } else { "none-held" });
            return cx.desk.say(Notice::new(Tone::Hint, words));
        };
        self.stop = Some(stop);
        let Some(page) = self.page(cx.desk) else {
            return;
        };
        let (column, sheet) = (page.grid.column(stop.lesson), page.grid.sheet(stop.lesson));
        let (Some(column), Some(sheet)) = (column, sheet) else {
            return;
        };
        let words = words(stop, &stops, (page, sheet), cx.desk, cx.texts);
        self.entering.stop();
        self.entering.grid.go_col(Step::To(column), false);
        cx.desk.say(Notice::new(Tone::Hint, words));
    }

    /// From where the cursor was brought the next one; from elsewhere the next that lacks
    /// something.
    fn stop_after(&self, stops: &[Stop], desk: &Desk) -> Option<Stop> {
        let here = self.lesson_here(desk).map(|sheet| sheet.lesson.id);
        let last = self.stop.filter(|stop| Some(stop.lesson) == here);
        let last = last.and_then(|last| stops.iter().position(|stop| *stop == last));
        let column = self.entering.grid.cols.current();
        let is_behind = |stop: &Stop| {
            let place = self.page(desk)?.grid.column(stop.lesson)?;
            (!stop.late && Some(place) > column).then_some(())
        };
        let next = match last {
            Some(last) => Some(last + 1),
            None => stops.iter().position(|stop| is_behind(stop).is_some()),
        };
        let next = next.and_then(|next| stops.get(next));
        next.or(stops.first()).copied()
    }
}

fn words(
    stop: Stop,
    stops: &[Stop],
    (page, sheet): (&JournalPage, &Sheet),
    desk: &Desk,
    texts: &Texts,
) -> String {
    let alike = || stops.iter().filter(|one| one.late == stop.late);
    let number = alike().take_while(|one| **one != stop).count() + 1;
    let count = alike().count();
    let date = dates::short_date(sheet.lesson.date);
    if stop.late {
        return tr!(texts, "late-place", number, count, date).into_owned();
    }
    let what = source::missing_by_term(page, sheet, desk, texts);
    tr!(texts, "unfilled-place", number, count, date, what).into_owned()
}
