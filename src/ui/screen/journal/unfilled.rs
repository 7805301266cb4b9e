//! From lesson to lesson that lacks something.

use super::{JournalScreen, source};
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::dates;
use crate::tr;
use crate::ui::layer::Cx;
use crate::ui::widget::axis::Step;

impl JournalScreen {
    /// The columns of the lessons that lack something.
    pub(super) fn unfilled(&self, desk: &Desk) -> Vec<usize> {
        let Some(page) = self.page(desk) else {
            return Vec::new();
        };
        let sheets = page.grid.sheets.iter().enumerate();
        let lacking = sheets.filter(|(_, sheet)| source::is_unfilled(page, sheet, desk));
        lacking.map(|(column, _)| column).collect()
    }

    /// On to the next lesson that lacks something, and says what.
    pub(super) fn next_unfilled(&mut self, cx: &mut Cx<'_>) {
        let unfilled = self.unfilled(cx.desk);
        let here = self.entering.grid.cols.current().unwrap_or(0);
        let next = unfilled.iter().position(|column| *column > here);
        let next = next.unwrap_or(0);
        let Some(column) = unfilled.get(next) else {
            let words = cx.texts.get("all-filled");
            return cx.desk.say(Notice::new(Tone::Hint, words));
        };
        self.entering.stop();
        self.entering.grid.go_col(Step::To(*column), false);
        let (Some(page), Some(sheet)) = (self.page(cx.desk), self.lesson_here(cx.desk)) else {
            return;
        };
        let words = tr!(
            cx.texts,
            "unfilled-place",
            number = next + 1,
            count = unfilled.len(),
            date = dates::short_date(sheet.lesson.date),
            what = source::missing(page, sheet, cx.texts)
        );
        cx.desk.say(Notice::new(Tone::Hint, words));
    }
}
