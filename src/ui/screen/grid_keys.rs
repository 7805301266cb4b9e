//! What the keys of a grid do in «Урок» and in «Журнал» alike.

use crate::action::{Action, ActionGroup};
use crate::desk::Desk;
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::notice::{Notice, Tone};
use crate::effect::{Effect, Undoing};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::entry::{self, CellPlace, GridScreen, Said};
use crate::ui::hint::Reason;
use crate::ui::keys::is_letter;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use crate::ui::popup::details::Details;
use crate::ui::popup::excuse::ExcuseForm;
use crate::ui::popup::find::{self, Find};
use crate::ui::route::Route;
use crate::ui::screen::{plan_topic, roll_call, way_out};
use crate::ui::widget::axis::Step;
use crossterm::event::{KeyCode, KeyEvent};
use journal::regulation::Access;
use journal::{LessonId, SheetId};

/// Whether an action means something to every grid.
pub fn knows(action: Action) -> bool {
    match action.spec().group {
        ActionGroup::Move => !matches!(action, Action::NextField | Action::PreviousField),
        ActionGroup::Select => true,
        _ => matches!(
            action,
            Action::ClearCell
                | Action::FillColumn
                | Action::MarkComment
                | Action::ExcuseLesson
                | Action::OpenHistory
                | Action::FindPupil
                | Action::Undo
        ),
    }
}

/// The sheet is another's, and nothing can be written there.
pub const ONLY_LOOKS: Reason = Reason("why-only-looks");

/// Why whoever only reads cannot do something.
///
/// # Errors
/// `ONLY_LOOKS`, of which [`why`] tells more.
pub fn may_write(screen: &dyn GridScreen, action: Action, desk: &Desk) -> Result<(), Reason> {
    let of_cells = matches!(
        action,
        Action::ClearCell | Action::FillColumn | Action::Undo
    );
    let of_sheet = matches!(
        action,
        Action::MarkComment
            | Action::ExcuseLesson
            | Action::TopicFromPlan
            | Action::LessonForm
            | Action::AddWorkColumn
            | Action::ConfirmRollCall
    );
    let sheet = screen.sheet(desk).filter(|_| of_cells || of_sheet);
    match sheet.and_then(|sheet| desk.access(sheet)) {
        Some(Access::Reads) => Err(ONLY_LOOKS),
        Some(Access::Attendance | Access::Reasons) if of_sheet => Err(ONLY_LOOKS),
        _ => Ok(()),
    }
}

/// The Fluent key of what the head says of a sheet that is not wholly one's own.
pub fn reading_head(sheet: SheetId, desk: &Desk) -> Option<&'static str> {
    match desk.access(sheet)? {
        Access::Keeps => None,
        Access::Attendance => Some("only-attendance"),
        Access::Reasons if desk.marks_periods_of(sheet) => Some("only-reasons-periods"),
        Access::Reasons => Some("only-reasons"),
        Access::Reads => Some("only-reading"),
    }
}

/// Whether the cursor is in a sheet that another keeps.
pub fn is_anothers(screen: &dyn GridScreen, desk: &Desk) -> bool {
    let sheet = screen.sheet(desk);
    sheet.is_some_and(|sheet| desk.only_looks(sheet).is_some())
}

/// What is said to whoever can write nothing, or little, where the cursor is; none: it is theirs.
fn reading_words(
    screen: &dyn GridScreen,
    desk: &Desk,
    texts: &Texts,
    brief: bool,
) -> Option<String> {
    let sheet = screen.sheet(desk)?;
    let verdict = desk.only_looks(sheet)?;
    let brief = brief && desk.access(sheet) == Some(Access::Reads);
    Some(if brief {
        messages::verdict(&verdict, desk, texts)
    } else {
        messages::refused(&verdict, sheet, desk, texts)
    })
}

/// A reason in words.
pub fn why(screen: &dyn GridScreen, reason: Reason, desk: &Desk, texts: &Texts) -> String {
    let reading = (reason == ONLY_LOOKS).then(|| reading_words(screen, desk, texts, false));
    let reading = reading.flatten();
    reading.unwrap_or_else(|| texts.get(reason.0).into_owned())
}

/// Whether a key is data although a binding names it: `/` in a column of marks.
pub fn wants(screen: &dyn GridScreen, key: KeyEvent, desk: &Desk) -> bool {
    key.code == KeyCode::Char('/') && is_letter(key) && entry::takes_slash(screen, desk)
}

/// The mark that a comment is for: the one just entered, else the one under the cursor.
///
/// # Errors
/// The Fluent key of the sentence that says why there is none.
pub fn details(screen: &dyn GridScreen, desk: &Desk) -> Result<Details, &'static str> {
    match entry::spoken_of(screen, desk).as_slice() {
        [only] if only.sheet.lesson().is_none() => Err("no-comment-of-period"),
        [only] if is_troubled(*only, desk) => Err("comment-in-conflict"),
        [only] => details_of(*only, desk).ok_or("no-mark-here"),
        [] => Err("no-mark-here"),
        _ => Err("comment-for-one"),
    }
}

/// A comment would go to what another has written, and one's own mark be gone with the conflict.
fn is_troubled(place: CellPlace, desk: &Desk) -> bool {
    let cell = place.cell(desk).map(PupilCell::cell);
    cell.is_some_and(|cell| desk.queue.is_troubled(place.sheet, cell))
}

fn details_of(place: CellPlace, desk: &Desk) -> Option<Details> {
    let Target::Work { work, .. } = place.target else {
        return None;
    };
    let lesson = place.sheet.lesson()?;
    let sheet = desk.pages.sheet_of(lesson)?;
    let marks = &sheet.entry(place.pupil)?.marks;
    let placed = marks.iter().find(|placed| placed.work == work)?;
    let (mark, date) = (placed.mark.clone(), sheet.lesson.date);
    Some(Details::new(lesson, place.pupil, placed.work, mark, date).resumed(desk))
}

/// Does an action that every grid knows; none: it is the screen's own.
pub fn act(screen: &mut dyn GridScreen, action: Action, cx: &mut Cx<'_>) -> Option<Outcome> {
    entry::relist(screen, cx.desk);
    screen.entering_mut().begun = true;
    if entry::go(screen, action, cx) {
        return Some(Outcome::Consumed);
    }
    let entering = screen.entering_mut();
    let waits = entering.machine.waiting().is_some();
    match action {
        Action::Cancel if entering.cancel() => return Some(Outcome::Consumed),
        Action::Cancel => return Some(Outcome::Close),
        // What waits goes first, and what the cell holds stays.
        Action::Undo | Action::ClearCell
            if waits && (action == Action::Undo || entering.machine.number().is_none()) =>
        {
            entering.cancel();
            return Some(Outcome::Consumed);
        }
        // A comment is for the mark just entered, and so is the next look at it.
        Action::MarkComment => {
            let details = details(screen, cx.desk);
            screen.entering_mut().end_typing();
            return Some(Outcome::Open(match details {
                Ok(details) => Box::new(details),
                // The hands go on typing: not into the cells.
                Err(why) => Box::new(Ask::tell(action.spec().label, cx.texts.get(why))),
            }));
        }
        _ => entering.stop(),
    }
    match action {
        Action::ClearCell => entry::clear(screen, cx),
        Action::FillColumn => entry::fill(screen, cx),
        Action::FindPupil => return Some(find_in(screen)),
        Action::EditTopic => {
            let at_plan = false;
            let topic = |lesson, _: &mut Cx<'_>| Outcome::Go(Route::Topic { lesson, at_plan });
            return Some(of_lesson(screen, topic, cx));
        }
        Action::EditHomework => {
            let homework = |lesson, _: &mut Cx<'_>| Outcome::Go(Route::Homework(lesson));
            return Some(of_lesson(screen, homework, cx));
        }
        Action::OpenHistory => {
            let places = entry::spoken_of(screen, cx.desk);
            let pupil = places.first().map(|place| place.pupil);
            let sheet = screen.sheet(cx.desk);
            let log = sheet.map(|sheet| Outcome::Go(Route::History { sheet, pupil }));
            return Some(log.unwrap_or(Outcome::Consumed));
        }
        Action::ExcuseLesson => {
            let sheet = screen.sheet(cx.desk);
            if let Some(request) = sheet.and_then(|sheet| way_out::open(sheet, cx)) {
                return Some(request);
            }
            let excuse =
                |lesson, cx: &mut Cx<'_>| Outcome::Open(Box::new(ExcuseForm::new(lesson, cx.desk)));
            return Some(of_lesson(screen, excuse, cx));
        }
        Action::TopicFromPlan => return Some(of_lesson(screen, plan_topic::take, cx)),
        Action::ConfirmRollCall => return Some(of_lesson(screen, roll_call::confirm, cx)),
        Action::Undo => {
            // What was taken back of the last pupil may be written again.
            screen.entering_mut().grid.rows.step_back();
            let sheets = screen.sheets(cx.desk);
            cx.effects.push(Effect::Undo(Undoing::NewestIn(sheets)));
        }
        _ => return None,
    }
    Some(Outcome::Consumed)
}

/// Does what needs the lesson that the cursor is in.
pub fn of_lesson(
    screen: &dyn GridScreen,
    act: impl FnOnce(LessonId, &mut Cx<'_>) -> Outcome,
    cx: &mut Cx<'_>,
) -> Outcome {
    let sheet = screen.sheet(cx.desk);
    if let Some(lesson) = sheet.and_then(SheetId::lesson) {
        return act(lesson, cx);
    }
    let text = cx.texts.get("no-lesson-here");
    cx.desk.say(Notice::new(Tone::Hint, text));
    Outcome::Consumed
}

/// Takes a letter into the cell.
pub fn key(screen: &mut dyn GridScreen, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
    entry::relist(screen, cx.desk);
    screen.entering_mut().begun = true;
    let types = matches!(key.code, KeyCode::Char(_)) && is_letter(key);
    if types && may_write(screen, Action::ClearCell, cx.desk).is_err() {
        let words = reading_words(screen, cx.desk, cx.texts, false);
        cx.desk
            .say(Notice::new(Tone::Error, words.unwrap_or_default()));
        return Outcome::Consumed;
    }
    match key.code {
        KeyCode::Backspace => entry::backspace(screen, cx),
        KeyCode::Char(' ') if is_letter(key) => screen.entering_mut().space(),
        // Where a slash is no data it asks for what it asks for elsewhere: to find.
        KeyCode::Char('/') if is_letter(key) && !entry::takes_slash(screen, cx.desk) => {
            screen.entering_mut().stop();
            return find_in(screen);
        }
        KeyCode::Char(letter) if is_letter(key) => entry::letter(screen, letter, cx),
        _ => {
            screen.entering_mut().stop();
            return Outcome::Ignored;
        }
    }
    Outcome::Consumed
}

/// Hears from a popup what every grid understands.
pub fn told(screen: &mut dyn GridScreen, told: &PopupResult, cx: &mut Cx<'_>) -> Outcome {
    match told {
        PopupResult::Find { part, again } => find(screen, part, *again, cx),
        PopupResult::Return(grid) => screen.entering_mut().grid = *grid,
        PopupResult::RollCall {
            lesson,
            asked,
            came,
        } => roll_call::record(*lesson, asked, came, cx),
        PopupResult::UndoElsewhere => cx.effects.push(Effect::Undo(Undoing::Newest)),
        _ => return Outcome::Ignored,
    }
    Outcome::Consumed
}

fn find_in(screen: &dyn GridScreen) -> Outcome {
    Outcome::Open(Box::new(Find::new(screen.entering().grid)))
}

/// Puts the cursor on the pupil whose name has this part.
fn find(screen: &mut dyn GridScreen, part: &str, again: bool, cx: &mut Cx<'_>) {
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
/// brief, names are surnames, and of an entry only that is said what it is. Whoever only reads is
/// told so before the first key.
pub fn words(
    screen: &dyn GridScreen,
    desk: &Desk,
    texts: &Texts,
    brief: bool,
    under_cursor: impl Fn(usize, usize) -> String,
) -> String {
    let entering = screen.entering();
    let first = (!entering.begun).then(|| reading_words(screen, desk, texts, brief));
    if let Some(words) = first.flatten() {
        return words;
    }
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
    if let Some(words) = entry::waiting_words(screen, desk, texts, name) {
        return words;
    }
    let made = match entry::said(screen, desk, texts) {
        Some(Said::Replaced(words)) => return words.into_owned(),
        Some(Said::Stands(made)) => Some(made),
        None => None,
    };
    if let Some(made) = made {
        if brief {
            return made.to_owned();
        }
        if entering.grid.rows.is_behind_last() {
            return tr!(texts, "entry-then-nobody", made).into_owned();
        }
        return tr!(texts, "entry-then", made, name = name(row)).into_owned();
    }
    let Some((_, columns)) = entering.grid.selection() else {
        return under_cursor(row, column);
    };
    let chosen = screen.chosen(desk);
    let count = chosen.len();
    let is_written = |place: &CellPlace| !matches!(desk.access(place.sheet), Some(Access::Reads));
    let key = match (count, columns.count()) {
        (0 | 1, _) => return under_cursor(row, column),
        (_, 1) if chosen.iter().any(is_written) => "selected-pupils",
        (_, 1) => "selected-pupils-read",
        _ if chosen.iter().any(is_written) => "selected-cells",
        _ => "selected-cells-read",
    };
    tr!(texts, key, count).into_owned()
}
