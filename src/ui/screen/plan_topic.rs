//! The topic of a lesson from the next row of the plan.

use crate::desk::Recorded;
use crate::desk::notice::{Notice, Tone};
use crate::tr;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::messages;
use crate::ui::recording;
use crate::ui::route::Route;
use crate::ui::screen::topic::nothing_to_teach;
use ::journal::{Cell, Edit, FromTo, LessonId, Topic};

/// Enters the topic that is next in the plan, if it does not stand there already. Where the plan is not on the desk, the form of the
/// topic opens and goes to that row as soon as it has come: nothing is entered unseen.
pub fn take(lesson: LessonId, cx: &mut Cx<'_>) -> Outcome {
    let Some(page) = cx.desk.pages.lessons.get(&lesson) else {
        let at_plan = true;
        return Outcome::Go(Route::Topic { lesson, at_plan });
    };
    let plan = &page.plan;
    let next = |number| plan.items.iter().find(|item| item.number == number);
    let Some(item) = plan.next.and_then(next) else {
        let words = cx.texts.get(nothing_to_teach(plan));
        cx.desk.say(Notice::new(Tone::Hint, words));
        return Outcome::Consumed;
    };
    let topic = Topic {
        text: item.title.clone(),
        item: Some(item.id),
    };
    let title = topic.text.clone();
    if page.sheet.topic.as_ref() == Some(&topic) {
        let words = tr!(cx.texts, "topic-from-plan-stands", topic = title);
        cx.desk.say(Notice::new(Tone::Hint, words));
        recording::agree_and_say(lesson, Cell::Topic, cx);
        recording::say_again(lesson, [Cell::Topic], cx);
        return Outcome::Consumed;
    }
    let step = FromTo::new(page.sheet.topic.clone(), Some(topic));
    let edit = Edit::Topic { step };
    let settled = recording::settled([(lesson.into(), &edit)], cx.desk, cx.texts);
    let gesture = cx.desk.gesture();
    let edits = vec![(lesson, edit)];
    let recorded = cx.desk.record(gesture, edits, None);
    messages::recorded(&recorded, cx.desk, cx.texts);
    if matches!(recorded, Recorded::Done { late: None }) {
        let text = tr!(cx.texts, "topic-from-plan-set", topic = title);
        cx.desk.say(Notice::new(Tone::Done, text));
    }
    cx.desk.keep_from_form(gesture);
    if let Some(settled) = settled.filter(|_| matches!(recorded, Recorded::Done { .. })) {
        messages::also(Tone::Done, &settled, cx.desk);
    }
    Outcome::Consumed
}
