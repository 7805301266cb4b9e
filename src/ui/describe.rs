//! Changes and the contents of cells, in words.

mod undo;

pub use undo::{is_undone_already, kept, undone};

use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::tr;
use crate::ui::widget::text;
use journal::{
    Attendance, Change, Content, Edit, Homework, LessonForm, Letter, Mark, MarkValue, Nature,
    PupilId, RollCall, WorkRef,
};
use offline::{Trouble, TroubleKind};

/// Columns of one value in a line about a change; a homework is longer than any line.
const LONGEST_IN_A_LINE: u16 = 48;

/// So many columns of whom and what a line is about are taken by no value.
const LEAST_OF_PLACE: u16 = 12;

/// A change as a line: «Белова Анна · 7Б Алгебра 16.11 · отметка: 5 → 4».
pub fn change(change: &Change, desk: &Desk, texts: &Texts) -> String {
    change_in(u16::MAX, change, desk, texts)
}

/// The same in so many columns.
pub fn change_in(columns: u16, change: &Change, desk: &Desk, texts: &Texts) -> String {
    in_columns(columns, change, desk, texts, |longest| {
        steps_of(change, longest, desk, texts).join(" · ")
    })
}

/// A line about a change, of which the values are what matters: where there is no room the end of
/// the place gives way, and then the values do, of which `steps` takes the longest.
fn in_columns(
    columns: u16,
    change: &Change,
    desk: &Desk,
    texts: &Texts,
    steps: impl Fn(u16) -> String,
) -> String {
    let place = place(change, desk, texts).join(" · ");
    if place.is_empty() {
        return steps(LONGEST_IN_A_LINE);
    }
    let free = |steps: &String| columns.saturating_sub(text::width(steps) + text::width(" · "));
    let least = LEAST_OF_PLACE.min(text::width(&place));
    let mut shorter = [LONGEST_IN_A_LINE, 24].into_iter().map(&steps);
    let fits = shorter.find(|steps| free(steps) >= least);
    let steps = fits.unwrap_or_else(|| steps(16));
    let place = text::fit(&place, free(&steps).max(least));
    format!("{place} · {steps}")
}

fn steps_of(change: &Change, longest: u16, desk: &Desk, texts: &Texts) -> Vec<String> {
    let (old, new) = (change.edit.expected(), change.edit.wanted());
    if old == new {
        let (kind, new) = (texts.get(&kind(&new)), content(&new, desk, texts));
        let new = text::fit(&new, longest);
        return vec![tr!(texts, "change-same", kind, new).into_owned()];
    }
    if !matches!(old, Content::Attendance(_)) {
        return steps("change-step", &old, &new, longest, desk, texts);
    }
    let kind = texts.get(&kind(&new));
    let (old, new) = (found(&old, change, desk, texts), content(&new, desk, texts));
    let (old, new) = (text::fit(&old, longest), text::fit(&new, longest));
    vec![tr!(texts, "change-step", kind, old, new).into_owned()]
}

/// What a change found in its cell or finds there now. Before the roll was called nobody had said
/// that the pupil is there.
pub fn found(found: &Content, change: &Change, desk: &Desk, texts: &Texts) -> String {
    let spot = desk.pages.spot(change.sheet);
    let lesson = spot.and_then(|spot| spot.sheet.lesson());
    let roll_call = lesson.map(|sheet| sheet.roll_call);
    let was_called = |call: Option<RollCall>| call.is_some_and(|call| call.at <= change.made_at);
    let is_unmarked = *found == Content::Attendance(Attendance::Present)
        && roll_call.is_some_and(|call| !was_called(call));
    if is_unmarked {
        texts.get("attendance-not-called").into_owned()
    } else {
        content(found, desk, texts)
    }
}

/// What was not taken as a line in so many columns, from what stood there before all of ours, each
/// value whole: «Белова Анна · 7Б Алгебра 16.11 · отметка: пусто → 4, «текст»». Where the words of
/// an absence and its reason leave no room for the lesson, the journal's letters stand for them.
pub fn trouble(trouble: &Trouble, columns: u16, desk: &Desk, texts: &Texts) -> String {
    let cell = trouble.change.edit.cell().letter();
    let kind = texts.get(&kind(&cell.empty()));
    let line = |columns, old: &str, new: &str| {
        in_columns(columns, &trouble.change, desk, texts, |longest| {
            let (kind, old, new) = (&*kind, text::fit(old, longest), text::fit(new, longest));
            if old == new {
                return tr!(texts, "change-same", kind, new).into_owned();
            }
            tr!(texts, "change-step", kind, old, new).into_owned()
        })
    };
    let (old, new) = (was(trouble, desk, texts), ours(trouble, desk, texts));
    let whole = line(u16::MAX, &old, &new);
    match trouble.letters.as_ref().zip(desk.codes()) {
        Some((letters, codes)) if text::width(&whole) > columns => {
            let short = |one: &Letter, words: String| {
                let code = codes.attendance(one.attendance, one.reason.as_ref());
                if code.is_empty() { words } else { code }
            };
            line(
                columns,
                &short(&letters.was, old),
                &short(&letters.ours, new),
            )
        }
        _ => line(columns, &old, &new),
    }
}

/// What stood where a change was not taken, before all of ours.
pub fn was(trouble: &Trouble, desk: &Desk, texts: &Texts) -> String {
    match &trouble.letters {
        Some(letters) => letter(&letters.was, &trouble.change, desk, texts),
        None => found(&trouble.was, &trouble.change, desk, texts),
    }
}

/// What was to stand there.
pub fn ours(trouble: &Trouble, desk: &Desk, texts: &Texts) -> String {
    match &trouble.letters {
        Some(letters) => letter(&letters.ours, &trouble.change, desk, texts),
        None => content(&trouble.change.edit.wanted(), desk, texts),
    }
}

/// What stands there on the server; none if the server has said nothing of that.
pub fn theirs(trouble: &Trouble, desk: &Desk, texts: &Texts) -> Option<String> {
    let TroubleKind::Conflict { now, .. } = &trouble.kind else {
        return None;
    };
    Some(match &trouble.letters {
        Some(letters) => letter(&letters.theirs, &trouble.change, desk, texts),
        None => found(now, &trouble.change, desk, texts),
    })
}

/// What has come there that is neither what stood there before ours nor ours: ours sent again is
/// written over it.
pub fn came_since(trouble: &Trouble, desk: &Desk, texts: &Texts) -> Option<String> {
    match &trouble.letters {
        Some(letters) => {
            let has_moved = letters.theirs != letters.was && letters.theirs != letters.ours;
            has_moved.then(|| letter(&letters.theirs, &trouble.change, desk, texts))
        }
        None => {
            let (stands, wanted) = (&trouble.stands, trouble.change.edit.wanted());
            let has_moved = *stands != trouble.was && *stands != wanted;
            has_moved.then(|| found(stands, &trouble.change, desk, texts))
        }
    }
}

/// Whether what stands there is ours.
pub fn agrees(trouble: &Trouble) -> bool {
    match (&trouble.letters, &trouble.kind) {
        (Some(letters), TroubleKind::Conflict { .. }) => letters.ours == letters.theirs,
        (None, TroubleKind::Conflict { now, .. }) => *now == trouble.change.edit.wanted(),
        _ => false,
    }
}

/// A letter of the journal in words: «отсутствует (болезнь, со слов учителя)».
fn letter(letter: &Letter, change: &Change, desk: &Desk, texts: &Texts) -> String {
    let fact = found(&Content::Attendance(letter.attendance), change, desk, texts);
    match &letter.reason {
        Some(reason) => format!("{fact} ({})", crate::ui::messages::reason(reason, texts)),
        None => fact,
    }
}

/// What a change was from and to, without whom and where: «отметка: 5 → 4».
pub fn steps_alone(change: &Change, desk: &Desk, texts: &Texts) -> String {
    steps_of(change, LONGEST_IN_A_LINE, desk, texts).join(" · ")
}

/// A logged change as a line of its sheet: «Белова Анна · отметка: 5 → 4», or that it said what
/// stood there already, written by another meanwhile.
pub fn step(change: &Change, desk: &Desk, texts: &Texts) -> String {
    let pupil = change.edit.pupil();
    let name = |pupil| {
        desk.pupil_name(pupil)
            .unwrap_or_else(|| number(pupil, texts))
    };
    let (old, new) = (change.edit.expected(), change.edit.wanted());
    let steps = match (&change.edit, &old, &new) {
        _ if old == new => {
            let (kind, new) = (texts.get(&kind(&new)), content(&new, desk, texts));
            vec![tr!(texts, "change-same", kind, new).into_owned()]
        }
        (Edit::Mark { work, .. }, Content::Mark(old), Content::Mark(new)) => {
            vec![step_of_mark(*work, old.as_ref(), new.as_ref(), desk, texts)]
        }
        _ => steps_of(change, u16::MAX, desk, texts),
    };
    let parts: Vec<String> = pupil.map(name).into_iter().chain(steps).collect();
    parts.join(" · ")
}

/// A mark that came, went or changed, with its work, weight and comment: of a log nothing is left
/// out.
fn step_of_mark(
    work: WorkRef,
    old: Option<&Mark>,
    new: Option<&Mark>,
    desk: &Desk,
    texts: &Texts,
) -> String {
    let words = |one: Option<&Mark>| match one {
        Some(one) => mark(one, desk, texts),
        None => texts.get("content-none").into_owned(),
    };
    let title = desk.work_kind(work.kind);
    let kind = title.map_or_else(
        || texts.get("kind-mark").into_owned(),
        |kind| format!("{} ({})", texts.get("kind-mark"), kind.short),
    );
    let (old, new) = (words(old), words(new));
    tr!(texts, "change-step", kind, old, new).into_owned()
}

/// A value as far as it goes into a line beside other words.
pub fn in_a_line(value: &str) -> String {
    text::fit(value, LONGEST_IN_A_LINE).into_owned()
}

/// What became another; of a mark only that: its value, its weight, its comment.
fn steps(
    words: &str,
    old: &Content,
    new: &Content,
    longest: u16,
    desk: &Desk,
    texts: &Texts,
) -> Vec<String> {
    let step = |kind: &str, old: &str, new: &str| {
        let (old, new) = (text::fit(old, longest), text::fit(new, longest));
        let kind = texts.get(kind);
        tr!(texts, words, kind = kind, old = old, new = new).into_owned()
    };
    let (old_mark, new_mark) = match (old, new) {
        (Content::Mark(Some(old)), Content::Mark(Some(new))) => (old, new),
        (Content::Mark(old), Content::Mark(new)) => {
            let value = |mark: &Option<Mark>| match mark {
                Some(mark) => value(mark.value, desk, texts),
                None => texts.get("content-none").into_owned(),
            };
            return vec![step("kind-mark", &value(old), &value(new))];
        }
        _ => {
            let (before, after) = (content(old, desk, texts), content(new, desk, texts));
            return vec![step(&kind(new), &before, &after)];
        }
    };
    let of_values = (old_mark.value != new_mark.value).then(|| {
        let of = |mark: &Mark| value(mark.value, desk, texts);
        step("kind-mark", &of(old_mark), &of(new_mark))
    });
    let of_weights = (old_mark.weight != new_mark.weight).then(|| {
        let of = |mark: &Mark| mark.weight.to_string();
        step("kind-weight", &of(old_mark), &of(new_mark))
    });
    let of_comments = (old_mark.comment != new_mark.comment).then(|| {
        let of = |mark: &Mark| match &mark.comment {
            Some(comment) => texts.quoted(comment),
            None => texts.get("content-none").into_owned(),
        };
        step("kind-comment", &of(old_mark), &of(new_mark))
    });
    [of_values, of_weights, of_comments]
        .into_iter()
        .flatten()
        .collect()
}

/// A mark's value in the school's letters; a point with its day.
fn value(value: MarkValue, desk: &Desk, texts: &Texts) -> String {
    match value {
        MarkValue::Point { due } => {
            tr!(texts, "content-point", due = dates::short_date(due)).into_owned()
        }
        value => desk
            .codes()
            .map_or_else(|| value.to_string(), |codes| codes.mark(value)),
    }
}

/// A mark with all that belongs to it: «4, вес 2, «не доделал»».
fn mark(mark: &Mark, desk: &Desk, texts: &Texts) -> String {
    let weight = (mark.weight != 1).then(|| tr!(texts, "work-weight", weight = mark.weight));
    let comment = mark.comment.as_ref().map(|comment| texts.quoted(comment));
    std::iter::once(value(mark.value, desk, texts))
        .chain(weight.map(std::borrow::Cow::into_owned))
        .chain(comment)
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a change is about: «Белова Анна · 7Б Алгебра 16.11 · отметка».
pub fn subject(change: &Change, desk: &Desk, texts: &Texts) -> String {
    let mut parts = place(change, desk, texts);
    parts.push(texts.get(&kind(&change.edit.wanted())).into_owned());
    parts.join(" · ")
}

/// The pupil, or the sheet of what is about no pupil; where that is not known, what it is.
pub fn whose(change: &Change, desk: &Desk, texts: &Texts) -> String {
    let place = place(change, desk, texts).into_iter().next();
    place.unwrap_or_else(|| texts.get(&kind(&change.edit.wanted())).into_owned())
}

/// The pupil and the sheet.
fn place(change: &Change, desk: &Desk, texts: &Texts) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(pupil) = change.edit.pupil() {
        parts.push(
            desk.pupil_name(pupil)
                .unwrap_or_else(|| number(pupil, texts)),
        );
    }
    if let Some(title) = desk.sheet_title(change.sheet) {
        parts.push(title);
    }
    parts
}

fn number(pupil: PupilId, texts: &Texts) -> String {
    tr!(texts, "pupil-number", number = pupil.0).into_owned()
}

/// The Fluent key of the word for what stands in such a cell.
fn kind(content: &Content) -> String {
    format!("kind-{}", content.kind())
}

/// What stands in a cell, in few words.
pub fn content(content: &Content, desk: &Desk, texts: &Texts) -> String {
    let none = || texts.get("content-none").into_owned();
    match content {
        Content::Attendance(attendance) => crate::ui::messages::attendance(*attendance, texts),
        Content::Reason(reason) => reason
            .as_ref()
            .map_or_else(none, |reason| crate::ui::messages::reason(reason, texts)),
        Content::Mark(mark) => mark
            .as_ref()
            .map_or_else(none, |mark| self::mark(mark, desk, texts)),
        Content::RollCall(true) => texts.get("content-roll-called").into_owned(),
        Content::RollCall(false) => texts.get("content-roll-not-called").into_owned(),
        Content::Topic(topic) => topic.as_ref().map_or_else(none, |topic| topic.text.clone()),
        Content::Homework(homework) => homework
            .as_ref()
            .map_or_else(none, |h| self::homework(h, texts)),
        Content::PeriodMark(mark) => mark
            .value()
            .map_or_else(none, |mark| value(mark, desk, texts)),
        Content::Form(form) => texts.get(form_key(*form)).into_owned(),
        Content::Excuse(excuse) => excuse
            .as_ref()
            .map_or_else(none, |excuse| excuse.words.clone()),
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

/// The Fluent key of how a homework is to be done.
pub fn nature_key(nature: Option<Nature>) -> &'static str {
    match nature {
        None => "nature-none",
        Some(Nature::Written) => "nature-written",
        Some(Nature::Oral) => "nature-oral",
        Some(Nature::ByHeart) => "nature-by-heart",
        Some(Nature::Practical) => "nature-practical",
        Some(Nature::Creative) => "nature-creative",
    }
}
