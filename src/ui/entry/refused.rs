//! What was refused is refused to its end, and what comes too late for an entry is said.

use super::{Entering, GridScreen, Made, kind};
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::input::layout::to_data_char;
use crate::tr;
use crate::ui::entry::machine::STAYS_OPEN;
use crate::ui::layer::Cx;
use journal::notation::{CellKind, ColumnKind};
use std::borrow::Cow;
use std::time::Duration;

/// What was refused, so that the rest of it is refused too.
#[derive(Debug, Clone, Copy)]
pub(super) enum Refused {
    /// A code behind the last pupil, at this moment: its digits are no list number.
    AtTheEnd(Duration),
    /// A slash that was not read, at this moment: its digit is no mark of the next pupil, nor a list
    /// number.
    Slash(Duration),
    /// A digit for minutes that have not passed, at this moment: what follows may have been meant for
    /// the list number that it could be.
    Minutes(Duration),
    /// A list number, when the list became another one, and what came after it until this moment:
    /// neither its digits nor its code are for whoever has that number now.
    Renumbered(Option<Duration>),
}

impl Entering {
    /// Refuses a slash for a mark that is finished, and the digits of what was refused; answers
    /// what to say. None: the key is to be read.
    pub(super) fn refuse_rest<'a>(
        &mut self,
        typed: char,
        kind: CellKind,
        cx: &Cx<'a>,
    ) -> Option<Cow<'a, str>> {
        let stands = |made: &&Made| made.stands(cx.desk);
        if self.is_late_slash(typed, cx.desk, kind) {
            let made = self.finished(cx.desk);
            let is_of_period = made.is_some_and(Made::is_of_period);
            let whose = made.filter(stands).map(|made| made.written.whose());
            self.end_typing();
            self.refuse_slash(cx.desk);
            return Some(match whose {
                Some(whose) if is_of_period => tr!(cx.texts, "no-fraction-in-period", whose),
                None if is_of_period => cx.texts.get("no-fraction-in-period-alone"),
                Some(whose) => tr!(cx.texts, "slash-too-late", whose),
                None => cx.texts.get("slash-too-late-alone"),
            });
        }
        let refused = self.refused.take()?;
        let now = cx.desk.pressed_at();
        if let Refused::Renumbered(since) = refused {
            let goes_on = since.is_none_or(|since| now.saturating_sub(since) < STAYS_OPEN);
            return goes_on.then(|| {
                self.refused = Some(Refused::Renumbered(Some(now)));
                cx.texts.get("list-renumbered")
            });
        }
        match refused {
            Refused::Minutes(since) if now.saturating_sub(since) < STAYS_OPEN => {
                if typed.is_ascii_digit() {
                    self.refused = Some(Refused::Minutes(now));
                }
                let typed = typed.to_string();
                let whose = self.made.as_ref().filter(stands);
                Some(match whose.map(|made| made.written.whose()) {
                    Some(whose) => tr!(cx.texts, "after-minutes-to-come", typed, whose),
                    None => tr!(cx.texts, "after-minutes-to-come-alone", typed),
                })
            }
            Refused::AtTheEnd(since)
                if now.saturating_sub(since) < STAYS_OPEN
                    && typed.is_ascii_digit()
                    && kind.column == ColumnKind::Attendance =>
            {
                self.refused = Some(Refused::AtTheEnd(now));
                let typed = typed.to_string();
                Some(tr!(cx.texts, "number-after-refusal", typed))
            }
            Refused::Slash(since)
                if now.saturating_sub(since) < STAYS_OPEN
                    && self.is_second_half(typed, cx.desk, kind) =>
            {
                let whose = self.made.as_ref().filter(stands);
                Some(match whose.map(|made| made.written.whose()) {
                    Some(whose) => {
                        let typed = format!("/{typed}");
                        tr!(cx.texts, "typing-unknown-kept", typed, whose)
                    }
                    None => tr!(cx.texts, "digit-after-refusal", typed = typed.to_string()),
                })
            }
            _ => None,
        }
    }

    /// Whether a key belongs to a slash before it that was not read: a digit, or what makes a code
    /// of the entry made last.
    fn is_second_half(&self, typed: char, desk: &Desk, kind: CellKind) -> bool {
        let column = ColumnKind::Both;
        let is_code = |made: &Made| {
            let text = format!("{}/{}", made.written.code(), to_data_char(typed));
            let reading = desk.notation.read(&text, CellKind { column, ..kind });
            reading.value.is_some()
        };
        typed.is_ascii_digit() || self.made.as_ref().is_some_and(is_code)
    }

    /// A digit would make so many minutes, which have not passed; answers what to say.
    pub(super) fn refuse_minutes<'a>(&mut self, minutes: u16, cx: &Cx<'a>) -> Cow<'a, str> {
        let made = self.made.as_ref().filter(|made| made.stands(cx.desk));
        let whose = made.map(|made| made.written.whose());
        self.finish();
        self.refused = Some(Refused::Minutes(cx.desk.pressed_at()));
        match whose {
            Some(whose) => tr!(cx.texts, "minutes-to-come", minutes, whose),
            None => tr!(cx.texts, "minutes-to-come-alone", minutes),
        }
    }

    /// A slash made nothing of what was typed: the digit after it belongs to it.
    pub(super) fn refuse_slash(&mut self, desk: &Desk) {
        self.refused = Some(Refused::Slash(desk.pressed_at()));
    }

    /// The entry made last, if no key can make it longer any more.
    fn finished(&self, desk: &Desk) -> Option<&Made> {
        let goes_on = self.machine.is_open(desk.pressed_at()) || self.machine.waiting().is_some();
        self.made.as_ref().filter(|_| !goes_on)
    }

    /// Whether a slash comes too late for the entry just made, or for a mark that has no second: it
    /// would be a point of the next pupil, which has a key of its own.
    fn is_late_slash(&self, typed: char, desk: &Desk, kind: CellKind) -> bool {
        let of_marks = matches!(kind.column, ColumnKind::Marks | ColumnKind::Both);
        let made = self.finished(desk);
        let made = made.filter(|made| made.written.is_mark || of_marks);
        let grows = |made: &Made| {
            let column = ColumnKind::Marks;
            let text = format!("{}/", made.written.code());
            desk.notation.read(&text, CellKind { column, ..kind }).grows
        };
        to_data_char(typed) == '/' && made.is_some_and(grows)
    }

    /// Whose lateness is finished without minutes, if this digit may have been meant for them.
    pub(super) fn is_too_late_for_minutes(&self, typed: char, desk: &Desk) -> Option<String> {
        let made = self.finished(desk).filter(|made| made.lacks_minutes)?;
        typed.is_ascii_digit().then(|| made.written.whose())
    }
}

impl Made {
    /// Whether what was written stands still: nobody has replaced it meanwhile.
    fn stands(&self, desk: &Desk) -> bool {
        let mut cells = self.written.stands.iter();
        !cells.any(|cell| desk.pages.has_replaced(cell))
    }

    fn is_of_period(&self) -> bool {
        let mut chosen = self.written.chosen.iter();
        chosen.any(|place| place.target == Target::Period)
    }
}

/// Whether a slash is data now, whatever column the cursor is in: it is the point of the Russian
/// layout on the same key in a column of marks, and elsewhere it belongs to what was typed, which
/// waits or is open, or is a mark, or was entered a moment ago. Whoever types «4/5» or «н/а» looks
/// for nobody. Else it finds.
pub fn takes_slash(screen: &dyn GridScreen, desk: &Desk) -> bool {
    let Entering { machine, made, .. } = screen.entering();
    let now = desk.pressed_at();
    let is_of_what_was_made = made
        .as_ref()
        .is_some_and(|made| made.written.is_mark || now.saturating_sub(made.at) < STAYS_OPEN);
    let takes_points = || {
        let kind = kind(screen, desk);
        kind.is_some_and(|kind| matches!(kind.column, ColumnKind::Marks | ColumnKind::Both))
    };
    machine.waiting().is_some() || machine.is_open(now) || is_of_what_was_made || takes_points()
}
