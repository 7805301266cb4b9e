//! Homework for named pupils, beside the one for all.

use super::HomeworkScreen;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::tr;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::popup::pupils::Pupils;
use journal::{Homework, PupilId};
use std::collections::BTreeSet;

impl HomeworkScreen {
    pub(super) fn choose_pupils(&mut self, cx: &mut Cx<'_>) -> Outcome {
        let Some(page) = self.page(cx.desk) else {
            return Outcome::Consumed;
        };
        let members = page.members.clone();
        // Nothing moves before the choice is confirmed: Esc leaves the form as it was.
        let slot = self.slot_to_name(cx.desk);
        let stored = self.page(cx.desk).and_then(|page| {
            let homework = page.sheet.homework.get(&slot)?;
            Some(&homework.audience)
        });
        let chosen = match (self.drafts.get(&slot), stored) {
            (Some(draft), _) => draft.pupils.clone(),
            (None, Some(journal::Audience::Pupils(pupils))) => pupils.clone(),
            _ => BTreeSet::new(),
        };
        Outcome::Open(Box::new(Pupils::of(members, &chosen)))
    }

    /// The homework that chosen pupils get: this one; from the one for all a new one if something
    /// has just been typed, else the first that there is.
    fn slot_to_name(&self, desk: &Desk) -> u8 {
        if self.slot > 0 {
            return self.slot;
        }
        let mut slots = self.slots(desk).into_iter().filter(|slot| *slot > 0);
        let typed = self.draft().is_some_and(|draft| draft.typed().is_some());
        let slot = if typed {
            slots.next_back()
        } else {
            slots.next()
        };
        slot.unwrap_or(1)
    }

    /// The pupils are chosen. What was typed for all just before is meant for them; what is saved
    /// for all already stays with all.
    pub(super) fn name_pupils(&mut self, pupils: BTreeSet<PupilId>, cx: &mut Cx<'_>) {
        if self.slot > 0 {
            if let Some(draft) = self.draft_mut() {
                draft.pupils = pupils;
            }
            return;
        }
        if pupils.is_empty() {
            let words = cx.texts.get("homework-nobody-chosen");
            return cx.desk.say(Notice::new(Tone::Hint, words));
        }
        let slot = self.slot_to_name(cx.desk);
        let typed = self.take_typed(cx.desk);
        self.open_slot(slot, cx.desk);
        let Some(draft) = self.draft_mut() else {
            return;
        };
        if let Some(typed) = &typed {
            draft.restore(typed);
        }
        let count = pupils.len();
        draft.pupils = pupils;
        if typed.is_some() {
            let words = tr!(cx.texts, "homework-moved", count = count);
            cx.desk.say(Notice::new(Tone::Done, words));
        }
    }

    /// Takes what was typed off the homework for all, which is then what it was.
    fn take_typed(&mut self, desk: &Desk) -> Option<Homework> {
        let typed = self.draft()?.typed()?;
        if self.draft()?.is_saved() {
            self.draft_mut()?.restore_text();
        } else {
            self.drafts.remove(&0);
            self.open_slot(0, desk);
        }
        Some(typed)
    }

    /// The place of this homework among those of the lesson, from 1, if there is anything in it,
    /// and how many there are.
    pub(super) fn place(&self, desk: &Desk) -> (Option<usize>, usize) {
        let stored = self.page(desk).map(|page| &page.sheet.homework);
        let is_there = |slot: u8| match self.drafts.get(&slot) {
            Some(draft) => !draft.is_blank(),
            None => stored
                .and_then(|all| all.get(&slot))
                .is_some_and(|homework| !homework.is_none_set()),
        };
        let mut slots = self.slots(desk);
        slots.retain(|slot| is_there(*slot));
        let here = slots.iter().position(|slot| *slot == self.slot);
        (here.map(|here| here + 1), slots.len())
    }
}
