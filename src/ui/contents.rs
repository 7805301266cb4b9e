//! Changes and the contents of cells, in words.

use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::tr;
use crate::ui::widget::text;
use journal::{Change, Content, Homework, LessonForm, PupilId};

/// Columns of one value in a line about a change; a homework is longer than any line.
const LONGEST_IN_A_LINE: u16 = 48;

/// A change as a line: «Белова Анна · 7Б Алгебра 16.11 · отметка: 5 → 4».
pub fn change(change: &Change, desk: &Desk, texts: &Texts) -> String {
    step("change-step", change, desk, texts)
}

/// A change that was taken back: «Белова Анна · 7Б Алгебра 16.11 · отметка: 4, снова 5».
pub fn undone(change: &Change, desk: &Desk, texts: &Texts) -> String {
    step("change-undone", change, desk, texts)
}

fn step(words: &str, change: &Change, desk: &Desk, texts: &Texts) -> String {
    let mut parts = place(change, desk, texts);
    let brief = |content: &Content| {
        let whole = self::content(content, desk, texts);
        text::fit(&whole, LONGEST_IN_A_LINE).into_owned()
    };
    let (old, new) = (brief(&change.edit.expected()), brief(&change.edit.wanted()));
    let kind = texts.get(kind(&change.edit.wanted()));
    parts.push(tr!(texts, words, kind = kind, old = old, new = new).into_owned());
    parts.join(" · ")
}

/// What a change is about: «Белова Анна · 7Б Алгебра 16.11 · отметка».
pub fn subject(change: &Change, desk: &Desk, texts: &Texts) -> String {
    let mut parts = place(change, desk, texts);
    parts.push(texts.get(kind(&change.edit.wanted())).into_owned());
    parts.join(" · ")
}

/// The pupil and the lesson.
fn place(change: &Change, desk: &Desk, texts: &Texts) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(pupil) = change.edit.pupil() {
        parts.push(
            desk.pupil_name(pupil)
                .unwrap_or_else(|| number(pupil, texts)),
        );
    }
    if let Some(title) = desk.lesson_title(change.lesson) {
        parts.push(title);
    }
    parts
}

fn number(pupil: PupilId, texts: &Texts) -> String {
    tr!(texts, "pupil-number", number = pupil.0).into_owned()
}

fn kind(content: &Content) -> &'static str {
    match content {
        Content::Attendance(_) => "kind-attendance",
        Content::Reason(_) => "kind-reason",
        Content::Mark(_) => "kind-mark",
        Content::RollCall(_) => "kind-roll-call",
        Content::Topic(_) => "kind-topic",
        Content::Homework(_) => "kind-homework",
        Content::Form(_) => "kind-form",
    }
}

/// What stands in a cell, in few words.
pub fn content(content: &Content, desk: &Desk, texts: &Texts) -> String {
    let none = || texts.get("content-none").into_owned();
    match content {
        Content::Attendance(attendance) => crate::ui::say::attendance(*attendance, texts),
        Content::Reason(reason) => reason
            .as_ref()
            .map_or_else(none, |reason| crate::ui::say::reason(reason, texts)),
        Content::Mark(mark) => mark.as_ref().map_or_else(none, |mark| {
            desk.codes()
                .map_or_else(|| mark.value.to_string(), |codes| codes.mark(mark.value))
        }),
        Content::RollCall(true) => texts.get("roll-taken").into_owned(),
        Content::RollCall(false) => texts.get("roll-not-taken").into_owned(),
        Content::Topic(topic) => topic.as_ref().map_or_else(none, |topic| topic.text.clone()),
        Content::Homework(homework) => homework
            .as_ref()
            .map_or_else(none, |h| self::homework(h, texts)),
        Content::Form(form) => texts.get(form_key(*form)).into_owned(),
    }
}

fn homework(homework: &Homework, texts: &Texts) -> String {
    if homework.is_none_set() {
        return texts.get("homework-none").into_owned();
    }
    let text = homework.text.replace('\n', " / ");
    match homework.due {
        Some(due) => format!("{text} ({})", dates::short_date(due)),
        None => text,
    }
}

/// The Fluent key of a form.
pub fn form_key(form: LessonForm) -> &'static str {
    match form {
        LessonForm::InPerson => "form-in-person",
        LessonForm::Distance => "form-distance",
        LessonForm::Electronic => "form-electronic",
    }
}
