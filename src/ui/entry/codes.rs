//! The codes that a prompt names: of those that its cell knows, the ones that the rules take there
//! from whoever sits here.

use super::write::is_sign;
use super::{CellPlace, GridScreen};
use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::layer::Cx;
use crate::ui::messages;
use chrono::NaiveDate;
use journal::notation::{CellKind, ColumnKind, Typed};
use journal::{Edit, MarkValue, ReasonKind, WorkRef};
use std::borrow::Cow;

/// The codes of attendance that a prompt names, in its order.
const ROLL: [(&str, Typed); 4] = [
    ("н", Typed::Absent),
    ("о", Typed::Late(Some(1))),
    ("б", Typed::AbsentFor(ReasonKind::Illness)),
    ("п", Typed::AbsentFor(ReasonKind::Valid)),
];

/// What may be entered in a place.
enum Codes {
    /// These.
    These(String),
    /// Nothing, and why.
    None(String),
}

/// The edits that a code would make; none where the page is not here.
fn edits(place: CellPlace, typed: Typed, desk: &Desk) -> Option<Vec<Edit>> {
    let cell = place.cell(desk)?;
    Some(cell.enter(typed, 1, NaiveDate::default()))
}

/// The first of these edits that is not taken.
fn refused<'a>(place: CellPlace, edits: &'a [Edit], desk: &Desk) -> Option<&'a Edit> {
    edits.iter().find(|edit| !desk.takes(place.sheet, edit))
}

/// Why nothing is known of a place: its page or the rules are not here.
fn unread(texts: &Texts) -> String {
    texts.get("lesson-not-loaded").into_owned()
}

/// The codes of attendance that go into a place. What stands there goes in, but is no reason to
/// name it if nothing else does.
fn of_roll(place: CellPlace, desk: &Desk, texts: &Texts) -> Codes {
    let (mut taken, mut moves, mut refusal) = (Vec::new(), false, None);
    for (code, typed) in ROLL {
        let Some(edits) = edits(place, typed, desk) else {
            return Codes::None(unread(texts));
        };
        match refused(place, &edits, desk) {
            Some(edit) => refusal = refusal.or_else(|| why(place, edit, desk, texts)),
            None => {
                moves |= !edits.is_empty();
                taken.push(code);
            }
        }
    }
    match refusal {
        Some(why) if !moves => Codes::None(why),
        _ => Codes::These(taken.join(", ")),
    }
}

fn why(place: CellPlace, edit: &Edit, desk: &Desk, texts: &Texts) -> Option<String> {
    let verdict = desk.judge(place.sheet, edit)?;
    let refused = !verdict.accepts();
    refused.then(|| messages::refused(&verdict, place.sheet, desk, texts))
}

/// Why no mark goes into a place; none: one does. A lesson's place of attendance is asked for the
/// mark beside it.
fn no_mark(place: CellPlace, desk: &Desk, texts: &Texts) -> Option<String> {
    let (Some(rules), Some(_)) = (&desk.rules, place.cell(desk)) else {
        return Some(unread(texts));
    };
    let kind = rules.work_kinds.first();
    let target = match place.target {
        Target::Attendance => Target::Work {
            work: WorkRef::first(kind?.id),
            weight: 1,
        },
        target => target,
    };
    let place = CellPlace { target, ..place };
    // Another than the one that stands there.
    let stands = place.cell(desk)?.value();
    let marks = ["5", "4"].into_iter().filter_map(|mark| mark.parse().ok());
    let mark = marks
        .into_iter()
        .find(|mark: &MarkValue| Some(*mark) != stands)?;
    let edits = edits(place, Typed::Mark(mark), desk)?;
    why(place, refused(place, &edits, desk)?, desk, texts)
}

/// That this is no code, and which there are in such a cell; or what stays of a longer one.
pub(super) fn unknown<'a>(
    typed: &str,
    screen: &dyn GridScreen,
    kind: CellKind,
    cx: &Cx<'a>,
) -> Cow<'a, str> {
    let (desk, texts) = (&*cx.desk, cx.texts);
    let entering = screen.entering();
    let made = entering.made.as_ref().map(|made| &made.written);
    if let Some(mark) = made.filter(|made| made.is_mark && typed.starts_with(is_sign)) {
        return tr!(texts, "no-plus-minus", value = mark.value.as_str());
    }
    if let (Some(made), Some(_)) = (entering.just_made(), typed.chars().nth(1)) {
        let whose = made.written.whose();
        return tr!(texts, "typing-unknown-kept", typed, whose);
    }
    let Some(place) = screen.chosen(desk).first().copied() else {
        return texts.get("cell-not-writable");
    };
    let no_mark = no_mark(place, desk, texts);
    let in_roll = || of_roll(place, desk, texts);
    match (kind.column, no_mark) {
        (ColumnKind::Marks, None) if typed == "-" => texts.get("minus-in-marks"),
        (ColumnKind::Marks | ColumnKind::Both, None) => tr!(texts, "typing-unknown", typed),
        (ColumnKind::Period, None) => tr!(texts, "typing-unknown-period", typed),
        (ColumnKind::Period, Some(why)) => tr!(texts, "typing-unknown-refused", typed, why),
        (ColumnKind::Attendance, None) if is_of_marks(typed, kind, desk) => {
            let cell = place.cell(desk);
            let sheet = cell.and_then(|cell| cell.sheet.lesson());
            if sheet.is_some_and(|sheet| sheet.without_marks) {
                return texts.get("invalid-without-marks");
            }
            match in_roll() {
                Codes::These(codes) => tr!(texts, "mark-in-attendance", codes),
                Codes::None(why) => tr!(texts, "typing-unknown-refused", typed, why),
            }
        }
        _ => match in_roll() {
            Codes::These(codes) => tr!(texts, "typing-unknown-roll", typed, codes),
            Codes::None(why) => tr!(texts, "typing-unknown-refused", typed, why),
        },
    }
}

/// Whether it is, or begins, what a column of marks takes.
fn is_of_marks(typed: &str, kind: CellKind, desk: &Desk) -> bool {
    let column = ColumnKind::Both;
    let in_marks = desk.notation.read(typed, CellKind { column, ..kind });
    in_marks.value.is_some() || in_marks.grows
}

/// What is asked for after a list number: the codes that may be entered of the pupil, or why none.
pub(super) fn after_number(
    number: &str,
    name: &str,
    place: Option<CellPlace>,
    desk: &Desk,
    texts: &Texts,
) -> String {
    match place.map(|place| of_roll(place, desk, texts)) {
        Some(Codes::None(why)) => tr!(texts, "number-typed-refused", number, name, why),
        Some(Codes::These(codes)) => tr!(texts, "number-typed", number, name, codes),
        None => texts.get("cell-not-writable"),
    }
    .into_owned()
}

/// Whether both answers to an announcement may be given: that the pupil came, and did not.
pub(super) fn takes_answer(place: CellPlace, desk: &Desk) -> bool {
    let answers = [Typed::Present, Typed::Absent];
    answers.into_iter().all(|typed| {
        let edits = edits(place, typed, desk);
        edits.is_some_and(|edits| refused(place, &edits, desk).is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use journal::{Clock, LessonId, PupilId, Timestamp};
    use offline::{IdSource, ServerClock};
    use std::rc::Rc;
    use std::sync::Arc;
    use std::time::Duration;

    struct Standing;

    impl Clock for Standing {
        fn now(&self) -> Timestamp {
            Timestamp(0)
        }

        fn monotonic(&self) -> Duration {
            Duration::ZERO
        }

        fn boot(&self) -> Option<uuid::Uuid> {
            None
        }
    }

    #[test]
    fn of_a_page_that_is_not_here_nothing_is_said_to_be_allowed() {
        let clock = Rc::new(ServerClock::new(Arc::new(Standing)));
        let desk = Desk::new(clock, IdSource::new([7; 32]));
        let texts = Texts::new(Language::Ru);
        let place = CellPlace {
            sheet: LessonId(1).into(),
            pupil: PupilId(2),
            target: Target::Attendance,
        };
        let says = after_number("3", "Белова", Some(place), &desk, &texts);
        assert!(says.contains("ещё не загружена"), "{says}");
        assert!(!says.contains("н, о, б, п"), "{says}");
        assert!(!takes_answer(place, &desk));
        let why = no_mark(place, &desk, &texts);
        assert!(why.unwrap().contains("ещё не загружена"));
    }
}
