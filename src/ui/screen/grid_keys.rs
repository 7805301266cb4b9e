//! What the keys of a grid do in «Урок» and in «Журнал» alike.

use crate::action::Action;
use crate::app::effect::Effect;
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::entry::{Entering, Places};
use crate::ui::keys::is_letter;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::popup::details::Details;
use crate::ui::popup::find::{self, Find};
use crate::ui::say;
use crate::ui::screen::homework::HomeworkScreen;
use crate::ui::screen::restored::Restored;
use crate::ui::screen::topic::TopicScreen;
use crate::ui::widget::axis::Step;
use crossterm::event::{KeyCode, KeyEvent};
use journal::{Edit, LessonId, Member, Step as Change};
use offline::PageKey;

/// A screen that is a grid of pupils.
pub trait GridScreen: Places {
    /// Its cursor, selection and typing.
    fn entering(&self) -> &Entering;

    /// The same, to be moved.
    fn entering_mut(&mut self) -> &mut Entering;

    /// The pupils, a row each; none while the page is on its way.
    fn members<'a>(&self, desk: &'a Desk) -> &'a [Member];

    /// The lesson that the cursor is in.
    fn lesson(&self, desk: &Desk) -> Option<LessonId>;

    /// The mark under the cursor, to be looked at.
    fn details(&self, desk: &Desk) -> Option<Details>;
}

/// Whether a key is data although a binding names it: `/` in a column of marks.
pub fn wants(screen: &impl GridScreen, key: KeyEvent, desk: &Desk) -> bool {
    key.code == KeyCode::Char('/') && is_letter(key) && screen.entering().takes_slash(screen, desk)
}

/// Does an action that every grid knows; none: it is the screen's own.
pub fn act(screen: &mut impl GridScreen, action: Action, cx: &mut Cx<'_>) -> Option<Outcome> {
    if screen.entering_mut().go(action) {
        return Some(Outcome::Consumed);
    }
    match action {
        Action::ClearCell => with_entering(screen, |entering, screen| {
            entering.clear(screen, cx.desk, cx.texts);
        }),
        Action::FillColumn => {
            let rows = screen.members(cx.desk).len();
            with_entering(screen, |entering, screen| {
                entering.fill(rows, screen, cx.desk, cx.texts);
            });
        }
        Action::MarkComment => match screen.details(cx.desk) {
            Some(details) => return Some(Outcome::Open(Box::new(details))),
            None => say_hint("no-mark-here", cx),
        },
        Action::FindPupil => return Some(Outcome::Open(Box::new(Find::default()))),
        Action::EditTopic | Action::EditHomework | Action::ConfirmRollCall => {
            screen.entering_mut().stop();
            let Some(lesson) = screen.lesson(cx.desk) else {
                say_hint("no-lesson-here", cx);
                return Some(Outcome::Consumed);
            };
            match action {
                Action::EditTopic => return Some(open_topic(lesson, cx)),
                Action::EditHomework => return Some(open_homework(lesson, cx)),
                _ => roll_call(lesson, cx),
            }
        }
        Action::Undo => {
            screen.entering_mut().stop();
            cx.effects.push(Effect::Undo);
        }
        Action::Cancel => {
            let entering = screen.entering_mut();
            if entering.waiting().is_none() && entering.grid.selection().is_none() {
                return Some(Outcome::Close);
            }
            entering.stop();
            entering.grid.release();
        }
        _ => return None,
    }
    Some(Outcome::Consumed)
}

/// Takes a letter into the cell.
pub fn key(screen: &mut impl GridScreen, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
    if key.code == KeyCode::Backspace && screen.entering_mut().backspace() {
        return Outcome::Consumed;
    }
    let KeyCode::Char(letter) = key.code else {
        return Outcome::Ignored;
    };
    if !is_letter(key) {
        return Outcome::Ignored;
    }
    // Where a slash is no data it asks for what it asks for elsewhere: to find.
    if letter == '/' && !screen.entering().takes_slash(screen, cx.desk) {
        return Outcome::Open(Box::new(Find::default()));
    }
    with_entering(screen, |entering, screen| {
        entering.letter(letter, screen, cx.desk, cx.texts);
    });
    Outcome::Consumed
}

/// Puts the cursor on the pupil whose name has this part.
pub fn find(screen: &mut impl GridScreen, part: &str, again: bool, cx: &mut Cx<'_>) {
    let members = screen.members(cx.desk);
    let names = members.iter().map(|member| member.name.listed());
    let from = screen.entering().grid.rows.cursor();
    match find::search(names, part, from, again) {
        Some(row) => {
            screen.entering_mut().grid.go_row(Step::To(row), false);
            cx.desk.notice = None;
        }
        None => find::say_nobody(part, cx),
    }
}

/// The line in words while several cells are selected: where the next entry goes.
pub fn selected_words(screen: &impl GridScreen, desk: &Desk, texts: &Texts) -> Option<String> {
    let entering = screen.entering();
    let (_, columns) = entering.grid.selection()?;
    let count = entering.chosen(screen, desk).len();
    let key = match (count, columns.count()) {
        (0 | 1, _) => return None,
        (_, 1) => "selected-pupils",
        _ => "selected-cells",
    };
    Some(tr!(texts, key, count = count).into_owned())
}

/// The cursor moves while the screen is asked where it is.
fn with_entering<S: GridScreen>(screen: &mut S, enter: impl FnOnce(&mut Entering, &S)) {
    let mut entering = std::mem::take(screen.entering_mut());
    enter(&mut entering, screen);
    *screen.entering_mut() = entering;
}

fn open_topic(lesson: LessonId, cx: &mut Cx<'_>) -> Outcome {
    let form = TopicScreen::new(lesson, cx.desk);
    let restored = form.restored();
    open_form(lesson, Box::new(form), restored, cx)
}

fn open_homework(lesson: LessonId, cx: &mut Cx<'_>) -> Outcome {
    let form = HomeworkScreen::new(lesson, cx.desk);
    let restored = form.restored();
    open_form(lesson, Box::new(form), restored, cx)
}

/// A form needs what the page of its lesson holds: the plan, the coming dates, the homeworks
/// before it. What was begun in it some other time is said.
fn open_form(
    lesson: LessonId,
    form: Box<dyn Layer>,
    restored: Option<Restored>,
    cx: &mut Cx<'_>,
) -> Outcome {
    if !cx.desk.pages.lessons.contains_key(&lesson) {
        cx.effects.push(Effect::Open(PageKey::Lesson(lesson)));
    }
    if let Some(restored) = restored {
        let words = cx.texts.get(restored.words());
        cx.desk.say(Notice::new(Tone::Warning, words));
    }
    Outcome::Open(form)
}

/// Confirms the roll call of a lesson, if the rules allow it to the person and now.
fn roll_call(lesson: LessonId, cx: &mut Cx<'_>) {
    let Some(spot) = cx.desk.pages.spot(lesson) else {
        return;
    };
    if let Some(roll) = spot.sheet.roll_call {
        let at = say::moment(roll.at, cx.desk);
        let text = tr!(cx.texts, "roll-call-again", at = at);
        return cx.desk.say(Notice::new(Tone::Hint, text));
    }
    let edit = Edit::RollCall {
        step: Change::new(false, true),
    };
    let gesture = cx.desk.gesture();
    let recorded = cx.desk.record(gesture, vec![(lesson, edit)], None);
    say::recorded(&recorded, cx.desk, cx.texts);
    if matches!(recorded, Recorded::Done { late: None }) {
        let of = cx.desk.lesson_title(lesson).unwrap_or_default();
        let text = tr!(cx.texts, "roll-call-confirmed", lesson = of);
        cx.desk.say(Notice::new(Tone::Done, text));
    }
}

fn say_hint(words: &str, cx: &mut Cx<'_>) {
    cx.desk.say(Notice::new(Tone::Hint, cx.texts.get(words)));
}
