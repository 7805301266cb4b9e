//! Homework taken over from elsewhere: the lesson before, a parallel class, the plan.

use super::{HomeworkScreen, Line};
use crate::desk::notice::{Notice, Tone};
use crate::tr;
use crate::ui::layer::Cx;

impl HomeworkScreen {
    pub(super) fn copy_previous(&mut self, cx: &mut Cx<'_>) {
        let text = self.page(cx.desk).and_then(|page| {
            page.recent
                .iter()
                .rev()
                .find_map(|sheet| sheet.homework.get(&0))
                .map(|h| h.text.clone())
        });
        self.take(text, "no-previous-homework", cx);
    }

    pub(super) fn copy_parallel(&mut self, cx: &mut Cx<'_>) {
        let Some(page) = self.page(cx.desk) else {
            return;
        };
        let parallel = page
            .parallels
            .get(self.parallel % page.parallels.len().max(1));
        let (text, from) = match parallel {
            Some(parallel) => (Some(parallel.homework.text.clone()), parallel.group.clone()),
            None => (None, String::new()),
        };
        self.parallel += 1;
        if self.take(text, "no-parallel-homework", cx) {
            cx.desk.say(Notice::new(
                Tone::Done,
                tr!(cx.texts, "copied-from", group = from),
            ));
        }
    }

    pub(super) fn copy_plan(&mut self, cx: &mut Cx<'_>) {
        let text = self.page(cx.desk).and_then(|page| {
            let taught = page.sheet.topic.as_ref().and_then(|topic| topic.item);
            let row = page.plan.items.iter().find(|row| match taught {
                Some(item) => row.id == item,
                None => Some(row.number) == page.plan.next,
            });
            row.and_then(|row| row.homework.clone())
        });
        self.take(text, "no-plan-homework", cx);
    }

    fn take(&mut self, text: Option<String>, otherwise: &str, cx: &mut Cx<'_>) -> bool {
        self.line = Line::Text;
        match (text, self.draft_mut()) {
            (Some(text), Some(draft)) => {
                draft.copy(&text);
                true
            }
            _ => {
                cx.desk
                    .say(Notice::new(Tone::Hint, cx.texts.get(otherwise)));
                false
            }
        }
    }
}
