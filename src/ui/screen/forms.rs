//! Opening the forms of a lesson: its topic, its homework.

use crate::app::effect::Effect;
use crate::desk::notice::{Notice, Tone};
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::screen::homework::HomeworkScreen;
use crate::ui::screen::restored::Restored;
use crate::ui::screen::topic::TopicScreen;
use journal::LessonId;
use offline::PageKey;

/// The form of the topic.
pub fn open_topic(lesson: LessonId, cx: &mut Cx<'_>) -> Outcome {
    let form = TopicScreen::new(lesson, cx.desk);
    open_form(lesson, form, TopicScreen::restored, cx)
}

/// The form of the topic with the cursor on the row of the plan that is next.
pub fn open_topic_at_plan(lesson: LessonId, cx: &mut Cx<'_>) -> Outcome {
    let form = TopicScreen::new(lesson, cx.desk).at_plan();
    open_form(lesson, form, TopicScreen::restored, cx)
}

/// The form of the homework.
pub fn open_homework(lesson: LessonId, cx: &mut Cx<'_>) -> Outcome {
    let form = HomeworkScreen::new(lesson, cx.desk);
    open_form(lesson, form, HomeworkScreen::restored, cx)
}

/// A form needs what the page of its lesson holds: the plan, the coming dates, the homeworks
/// before it. What was begun in it some other time is said.
fn open_form<Form: Layer + 'static>(
    lesson: LessonId,
    form: Form,
    restored: impl Fn(&Form) -> Option<Restored>,
    cx: &mut Cx<'_>,
) -> Outcome {
    if !cx.desk.pages.lessons.contains_key(&lesson) {
        cx.effects.push(Effect::Open(PageKey::Lesson(lesson)));
    }
    if let Some(restored) = restored(&form) {
        let words = cx.texts.get(restored.words());
        cx.desk.say(Notice::new(Tone::Warning, words));
    }
    Outcome::Open(Box::new(form))
}
