//! A homework that is saved: what of it is written, said once more, agreed to.

use super::HomeworkScreen;
use crate::desk::notice::{Notice, Tone};
use crate::ui::layer::{Cx, Outcome};
use crate::ui::recording;
use ::journal::{Cell, Edit, FromTo, Homework};

impl HomeworkScreen {
    /// The edits that make the lesson's homeworks what is written, from what they were when the
    /// form was opened: what somebody else has entered since then is a conflict to be seen.
    pub(super) fn edits(&self) -> Vec<Edit> {
        let drafts = self.drafts.iter();
        drafts
            .filter_map(|(slot, draft)| {
                let step = draft.step(*slot > 0)?;
                Some(Edit::Homework { slot: *slot, step })
            })
            .collect()
    }

    pub(super) fn save(&self, cx: &mut Cx<'_>) -> Outcome {
        let edits = self.edits().into_iter();
        let edits: Vec<_> = edits.map(|edit| (self.lesson, edit)).collect();
        let agrees = edits.is_empty();
        let outcome = recording::record_form(edits, cx);
        if agrees {
            self.agree(cx);
        }
        if matches!(outcome, Outcome::Close | Outcome::CloseWhenKept) {
            self.say_again(cx);
        }
        outcome
    }

    /// What was written as it stands there is a word of one's own.
    fn say_again(&self, cx: &mut Cx<'_>) {
        let Some(page) = self.page(cx.desk) else {
            return;
        };
        let homework = &page.sheet.homework;
        let drafts = self.drafts.iter().filter(|(slot, draft)| {
            let is_same = draft.step(**slot > 0).is_none() && draft.base().is_some();
            draft.is_touched && is_same && homework.get(slot) == draft.base()
        });
        let cells = drafts.map(|(slot, _)| Cell::Homework { slot: *slot });
        let cells: Vec<Cell> = cells.collect();
        recording::say_again(self.lesson, cells, cx);
    }

    /// What stands on the server is saved as it is.
    fn agree(&self, cx: &mut Cx<'_>) {
        let Some(page) = self.page(cx.desk) else {
            return;
        };
        let homework = &page.sheet.homework;
        let drafts = self.drafts.iter();
        let stands = drafts.filter(|(slot, draft)| homework.get(slot) == draft.base());
        let slots: Vec<u8> = stands.map(|(slot, _)| *slot).collect();
        for slot in slots {
            recording::agree_and_say(self.lesson, Cell::Homework { slot }, cx);
        }
    }

    /// «Не задано»: the lesson does not count as unfilled.
    pub(super) fn none_set(&self, cx: &mut Cx<'_>) -> Outcome {
        if !self.edits().is_empty() {
            let words = cx.texts.get("homework-not-empty");
            cx.desk.say(Notice::new(Tone::Hint, words));
            return Outcome::Consumed;
        }
        let Some(page) = self.page(cx.desk) else {
            return Outcome::Close;
        };
        let old = page.sheet.homework.get(&0).cloned();
        let new = Some(Homework::default());
        if old == new {
            recording::say_again(self.lesson, [Cell::Homework { slot: 0 }], cx);
        }
        let edit = Edit::Homework {
            slot: 0,
            step: FromTo::new(old, new),
        };
        recording::record_form(vec![(self.lesson, edit)], cx)
    }
}
