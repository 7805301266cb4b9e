//! What the keys of a grid do in «Урок» and in «Журнал» alike.

use crate::action::Action;
use crate::app::effect::{Effect, Undoing};
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::entry::{Entering, Places, TakenBack};
use crate::ui::keys::is_letter;
use crate::ui::layer::{Cx, Outcome, Told};
use crate::ui::popup::ask::Ask;
use crate::ui::popup::details::Details;
use crate::ui::popup::find::{self, Find};
use crate::ui::screen::{forms, plan_topic, roll_call};
use crate::ui::widget::axis::Step;
use crossterm::event::{KeyCode, KeyEvent};
use journal::{LessonId, Member};

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

    /// All lessons that can be written to here.
    fn lessons(&self, desk: &Desk) -> Vec<LessonId>;
}

/// Whether a key is data although a binding names it: `/` in a column of marks.
pub fn wants(screen: &impl GridScreen, key: KeyEvent, desk: &Desk) -> bool {
    key.code == KeyCode::Char('/') && is_letter(key) && screen.entering().takes_slash(screen, desk)
}

/// The mark that a comment is for: the one just entered, else the one under the cursor.
pub fn details(screen: &impl GridScreen, desk: &Desk) -> Option<Details> {
    let place = screen.entering().spoken_of(screen, desk)?;
    let Target::Work { work, .. } = place.target else {
        return None;
    };
    let sheet = desk.pages.spot(place.lesson)?.sheet;
    let marks = &sheet.entry(place.pupil)?.marks;
    let of_work = marks.iter().find(|placed| placed.work == work);
    // A cell of the journal shows the marks of all works.
    let placed = of_work.or_else(|| marks.first().filter(|_| screen.holds_attendance()))?;
    let (mark, date) = (placed.mark.clone(), sheet.lesson.date);
    Some(Details::new(
        place.lesson,
        place.pupil,
        placed.work,
        mark,
        date,
    ))
}

/// Does an action that every grid knows; none: it is the screen's own.
pub fn act(screen: &mut impl GridScreen, action: Action, cx: &mut Cx<'_>) -> Option<Outcome> {
    if screen.entering_mut().go(action) {
        return Some(Outcome::Consumed);
    }
    // A comment is for the mark just entered.
    if action == Action::MarkComment {
        let details = details(screen, cx.desk);
        screen.entering_mut().stop();
        return Some(Outcome::Open(match details {
            Some(details) => Box::new(details),
            // The hands go on typing: not into the cells.
            None => Box::new(Ask::tell(action.spec().label, cx.texts.get("no-mark-here"))),
        }));
    }
    if action == Action::Cancel {
        let gave_up = screen.entering_mut().cancel();
        return Some(if gave_up {
            Outcome::Consumed
        } else {
            Outcome::Close
        });
    }
    // A beginning waits in a cell: it goes, and what the cell holds stays.
    let had_begun = screen.entering().has_begun();
    if action == Action::Undo && screen.entering().waiting().is_some() {
        screen.entering_mut().cancel();
        return Some(Outcome::Consumed);
    }
    screen.entering_mut().stop();
    match action {
        Action::ClearCell if had_begun => {}
        Action::ClearCell => with_entering(screen, |entering, screen| {
            entering.clear(screen, cx.desk, cx.texts);
        }),
        Action::FillColumn => with_entering(screen, |entering, screen| {
            entering.fill(screen, cx.desk, cx.texts);
        }),
        Action::FindPupil => return Some(Outcome::Open(find_in(screen))),
        Action::EditTopic
        | Action::EditHomework
        | Action::TopicFromPlan
        | Action::ConfirmRollCall => {
            let Some(lesson) = screen.lesson(cx.desk) else {
                say_hint("no-lesson-here", cx);
                return Some(Outcome::Consumed);
            };
            return Some(match action {
                Action::EditTopic => forms::open_topic(lesson, cx),
                Action::EditHomework => forms::open_homework(lesson, cx),
                Action::TopicFromPlan => plan_topic::take(lesson, cx),
                _ => roll_call::confirm(lesson, cx),
            });
        }
        Action::Undo => {
            let lessons = screen.lessons(cx.desk);
            cx.effects.push(Effect::Undo(Undoing::NewestIn(lessons)));
        }
        _ => return None,
    }
    Some(Outcome::Consumed)
}

/// Takes a letter into the cell.
pub fn key(screen: &mut impl GridScreen, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
    if key.code == KeyCode::Backspace {
        let pupils = screen.pupils(cx.desk);
        match screen.entering_mut().backspace(pupils) {
            TakenBack::Letter => {}
            TakenBack::Entry(gesture) => cx.effects.push(Effect::Undo(Undoing::This(gesture))),
            TakenBack::Nothing => say_hint("backspace-nothing", cx),
        }
        return Outcome::Consumed;
    }
    let KeyCode::Char(letter) = key.code else {
        screen.entering_mut().stop();
        return Outcome::Ignored;
    };
    if !is_letter(key) {
        screen.entering_mut().stop();
        return Outcome::Ignored;
    }
    if letter == ' ' {
        screen.entering_mut().space();
        return Outcome::Consumed;
    }
    // Where a slash is no data it asks for what it asks for elsewhere: to find.
    if letter == '/' && !screen.entering().takes_slash(screen, cx.desk) {
        screen.entering_mut().stop();
        return Outcome::Open(find_in(screen));
    }
    with_entering(screen, |entering, screen| {
        entering.letter(letter, screen, cx.desk, cx.texts);
    });
    Outcome::Consumed
}

/// Hears from a popup what every grid understands.
pub fn told(screen: &mut impl GridScreen, told: &Told, cx: &mut Cx<'_>) -> Outcome {
    match told {
        Told::Find { part, again } => find(screen, part, *again, cx),
        Told::Return(grid) => screen.entering_mut().grid = *grid,
        Told::RollCall {
            lesson,
            asked,
            came,
        } => roll_call::record(*lesson, asked, *came, cx),
        Told::UndoElsewhere => cx.effects.push(Effect::Undo(Undoing::Newest)),
        _ => return Outcome::Ignored,
    }
    Outcome::Consumed
}

fn find_in(screen: &impl GridScreen) -> Box<Find> {
    Box::new(Find::new(screen.entering().grid))
}

/// Puts the cursor on the pupil whose name has this part.
fn find(screen: &mut impl GridScreen, part: &str, again: bool, cx: &mut Cx<'_>) {
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

/// The line in words: what waits, whoever was just written and where the cursor went on to, or
/// what is under the cursor; while several cells are selected, where the next entry goes. In
/// brief, names are surnames, and of an entry only that is said what it is.
pub fn words(
    screen: &impl GridScreen,
    desk: &Desk,
    texts: &Texts,
    brief: bool,
    under_cursor: impl Fn(usize, usize) -> String,
) -> String {
    let entering = screen.entering();
    let Some((row, column)) = entering.grid.active() else {
        return String::new();
    };
    let name = |row: usize| {
        let member = screen.members(desk).get(row);
        member.map_or_else(String::new, |member| {
            if brief {
                member.name.last.clone()
            } else {
                member.name.listed()
            }
        })
    };
    if let Some((typed, (row, _))) = entering.waiting() {
        let key = match (entering.is_number(), entering.has_entered()) {
            (true, _) => "number-typed",
            (false, true) => "growth-typed",
            (false, false) => "beginning-typed",
        };
        return tr!(texts, key, typed, name = name(row)).into_owned();
    }
    if let Some(made) = entering.made_words(desk, texts) {
        if brief {
            return made;
        }
        return tr!(texts, "entry-then", made, name = name(row)).into_owned();
    }
    selected_words(screen, desk, texts).unwrap_or_else(|| under_cursor(row, column))
}

fn selected_words(screen: &impl GridScreen, desk: &Desk, texts: &Texts) -> Option<String> {
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

fn say_hint(words: &str, cx: &mut Cx<'_>) {
    cx.desk.say(Notice::new(Tone::Hint, cx.texts.get(words)));
}
