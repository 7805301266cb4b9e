//! Sentences about what happened, from the codes of what happened.

mod appointments;
mod terms;
mod verdicts;

pub use terms::FirstDue;
pub use verdicts::{cited, reason_without_absence, refused, refused_change, verdict, with_way_out};

use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Late, Recorded};
use crate::i18n::{Texts, dates};
use crate::tr;
use crate::ui::layer::Cx;
use journal::{
    AbsenceReason, Attendance, Cell, Change, Entry, Invalid, Mark, MarkValue, Member, Missing,
    PersonName, PupilId, ReasonKind, Sheet, SheetId, Standing, Timestamp,
};
use offline::{StoreFault, Trouble, TroubleKind};
use protocol::problem::Facts;
use protocol::{Code, Problem};

/// Says what became of a gesture; a plain success needs no words.
pub fn recorded(recorded: &Recorded, desk: &mut Desk, texts: &Texts) {
    let notice = match recorded {
        Recorded::Done { late: None } | Recorded::Nothing => {
            desk.notice = None;
            return;
        }
        Recorded::Done {
            late: Some(Late { verdict, excuse }),
        } => {
            let said = self::verdict(verdict, desk, texts);
            let said = match excuse {
                Some((until, clause)) => {
                    let (until, clause) = (moment(*until, desk), clause.cite.as_str());
                    let excused = tr!(texts, "verdict-late-excused", until, clause);
                    format!("{said} {excused}")
                }
                None => said,
            };
            Notice::new(Tone::Warning, said)
        }
        Recorded::Refused { verdict, sheet } => {
            let said = refused(verdict, *sheet, desk, texts);
            Notice::new(Tone::Error, with_way_out(said, verdict, desk, texts))
        }
        Recorded::Impossible(reason) => Notice::new(Tone::Error, invalid(reason, texts)),
        Recorded::NotHere => Notice::new(Tone::Error, texts.get("lesson-not-loaded")),
    };
    desk.say(notice);
}

/// Says that in a form there was nothing to undo; an undone change is seen.
pub fn typing_undone(undone: bool, cx: &mut Cx<'_>) {
    if !undone {
        let words = cx.texts.get("nothing-to-undo");
        cx.desk.say(Notice::new(Tone::Hint, words));
    }
}

/// Says that there is no period before or after the one shown.
pub fn no_more_periods(back: bool, cx: &mut Cx<'_>) {
    let key = if back {
        "no-earlier-periods"
    } else {
        "no-more-periods"
    };
    let words = cx.texts.get(key);
    cx.desk.say(Notice::new(Tone::Hint, words));
}

/// Says something after what is said already, in its tone.
pub fn also(tone: Tone, text: &str, desk: &mut Desk) {
    match &mut desk.notice {
        Some(said) => {
            let ends = said.text.ends_with(['.', '!', '?', '…']);
            let stop = if ends { "" } else { "." };
            said.text = format!("{}{stop} {text}", said.text);
        }
        None => desk.say(Notice::new(tone, text)),
    }
}

/// Who came into a list and who is in it no more, by another list of before; none: nobody.
pub fn list_changed(before: &[Member], after: &[Member], texts: &Texts) -> Option<String> {
    let is_in = |list: &[Member], one: &Member| list.iter().any(|row| row.pupil == one.pupil);
    let came = after.iter().zip(1_usize..);
    let came = came.filter(|(row, _)| !is_in(before, row));
    let came = came.map(|(row, number)| format!("+ {} (№ {number})", row.name.listed()));
    let gone = before.iter().filter(|row| !is_in(after, row));
    let gone = gone.map(|row| format!("- {}", row.name.listed()));
    let names: Vec<String> = came.chain(gone).collect();
    let names = (!names.is_empty()).then(|| names.join(", "))?;
    Some(tr!(texts, "list-changed", names).into_owned())
}

/// Why a change could never be applied, as a sentence.
pub fn invalid(reason: &Invalid, texts: &Texts) -> String {
    match reason {
        Invalid::OtherSheet(_) | Invalid::NoSuchCell => texts.get("invalid-other-sheet"),
        Invalid::NotAMember(_) => texts.get("invalid-not-a-member"),
        Invalid::LaterThanLesson { minutes, lesson } => {
            tr!(
                texts,
                "invalid-later-than-lesson",
                minutes = *minutes,
                lesson = *lesson
            )
        }
        Invalid::Weight(weight) => tr!(texts, "invalid-weight", weight = *weight),
        Invalid::PointInThePast => texts.get("invalid-point-in-the-past"),
        Invalid::HomeworkInThePast => texts.get("invalid-homework-in-the-past"),
        Invalid::TooLong { length, limit } => {
            tr!(texts, "invalid-too-long", length = *length, limit = *limit)
        }
        Invalid::NobodyNamed => texts.get("invalid-nobody-named"),
        Invalid::TooManyLinks => texts.get("invalid-too-many-links"),
        Invalid::NotAWebLink => texts.get("invalid-not-a-web-link"),
        Invalid::ControlCharacters => texts.get("invalid-control-characters"),
        Invalid::EmptyTopic => texts.get("invalid-empty-topic"),
        Invalid::EmptyExcuse => texts.get("invalid-empty-excuse"),
        Invalid::FarDay => texts.get("invalid-far-day"),
        Invalid::NoSuchWork => texts.get("invalid-no-such-work"),
        Invalid::WithoutMarks => texts.get("invalid-without-marks"),
        Invalid::NoSuchPlanItem => texts.get("invalid-no-such-plan-item"),
        Invalid::LessonFull => texts.get("invalid-lesson-full"),
        Invalid::MadeAt => texts.get("invalid-made-at"),
        Invalid::GroundNotGiven => texts.get("invalid-ground-not-given"),
    }
    .into_owned()
}

/// A moment in the school's time: «16.11 14:50».
pub fn moment(at: Timestamp, desk: &Desk) -> String {
    let local = desk.local(at);
    format!(
        "{} {}",
        dates::short_date(local.date()),
        dates::time(local.time())
    )
}

/// Until when something is to be written: «сегодня 23:59», «04.11», «04.11 14:50».
pub fn until(due: Timestamp, desk: &Desk, texts: &Texts) -> String {
    let (local, today) = (desk.local(due), desk.local(desk.now()).date());
    let time = dates::time(local.time());
    if local.date() == today {
        return tr!(texts, "until-today", at = time).into_owned();
    }
    if time == "23:59" {
        return dates::short_date(local.date());
    }
    moment(due, desk)
}

/// A cell in words: «отсутствует; болезнь, со слов учителя; отметка 5». In a lesson that has not
/// begun nobody is present yet.
pub fn entry(sheet: &Sheet, pupil: PupilId, desk: &Desk, texts: &Texts) -> String {
    let none = Entry::default();
    let entry = sheet.entry(pupil).unwrap_or(&none);
    with_marks(presence(sheet, entry, desk, texts), entry, desk, texts)
}

/// What was entered of a pupil, and nothing of the roll.
pub fn entered(entry: &Entry, desk: &Desk, texts: &Texts) -> String {
    let presence = match entry.attendance {
        Attendance::Present => String::new(),
        known => attendance(known, texts),
    };
    with_marks(presence, entry, desk, texts)
}

fn with_marks(presence: String, entry: &Entry, desk: &Desk, texts: &Texts) -> String {
    let mut parts = vec![presence];
    if let Some(reason) = &entry.reason {
        parts.push(self::reason(reason, texts));
    }
    for placed in &entry.marks {
        parts.push(mark(&placed.mark, desk, texts));
        if let Some(comment) = &placed.mark.comment {
            parts.push(texts.quoted(comment));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

/// The same for a narrow line, in the school's letters: «б; 5, 4».
pub fn entry_in_brief(sheet: &Sheet, pupil: PupilId, desk: &Desk, texts: &Texts) -> String {
    let none = Entry::default();
    let entry = sheet.entry(pupil).unwrap_or(&none);
    let Some(codes) = desk.codes() else {
        return presence(sheet, entry, desk, texts);
    };
    let reason = entry.reason.as_ref();
    let presence = match (entry.attendance, reason) {
        (Attendance::Present, None) => presence(sheet, entry, desk, texts),
        (Attendance::Present, _) => {
            let announced = codes.attendance(Attendance::Absent, reason);
            format!("{} ({announced})", presence(sheet, entry, desk, texts))
        }
        (attendance, _) => codes.attendance(attendance, reason),
    };
    let marks = entry.marks.iter();
    let marks: Vec<String> = marks.map(|placed| codes.mark(placed.mark.value)).collect();
    if marks.is_empty() {
        return presence;
    }
    format!("{presence}; {}", marks.join(", "))
}

/// Whether the pupil is there, as far as it is known.
fn presence(sheet: &Sheet, entry: &Entry, desk: &Desk, texts: &Texts) -> String {
    match entry.attendance {
        Attendance::Present if !desk.has_begun(&sheet.lesson) => {
            texts.get("entry-not-held").into_owned()
        }
        Attendance::Present if sheet.roll_call.is_none() => {
            texts.get("entry-not-called").into_owned()
        }
        known => attendance(known, texts),
    }
}

/// What a lesson lacks: «переклички, д/з».
pub fn missing(missing: Missing, texts: &Texts) -> String {
    let words = missing.cells().map(|cell| texts.get(missing_part(cell)));
    words.collect::<Vec<_>>().join(", ")
}

/// The Fluent key of a part that a lesson lacks.
pub fn missing_part(cell: Cell) -> &'static str {
    match cell {
        Cell::RollCall => "missing-roll",
        Cell::Topic => "missing-topic",
        _ => "missing-homework",
    }
}

/// A mark in words: «отметка 4, вес 2».
pub fn mark(mark: &Mark, desk: &Desk, texts: &Texts) -> String {
    match mark.value {
        MarkValue::Point { due } => tr!(texts, "entry-point", due = dates::short_date(due)),
        value => {
            let codes = desk.codes();
            let value = codes.map_or_else(String::new, |codes| codes.mark(value));
            tr!(texts, "entry-mark", value = value, weight = mark.weight)
        }
    }
    .into_owned()
}

/// Attendance in words.
pub fn attendance(attendance: Attendance, texts: &Texts) -> String {
    match attendance {
        Attendance::Present => texts.get("entry-present").into_owned(),
        Attendance::Absent => texts.get("entry-absent").into_owned(),
        Attendance::Late { minutes } => tr!(texts, "entry-late", minutes = minutes).into_owned(),
        Attendance::Exempt => texts.get("entry-exempt").into_owned(),
    }
}

/// A reason and who vouches for it: «болезнь, подтвердил классный руководитель».
pub fn reason(reason: &AbsenceReason, texts: &Texts) -> String {
    let kind = match reason.kind {
        ReasonKind::Illness => "reason-illness",
        ReasonKind::Valid => "reason-valid",
        ReasonKind::Invalid => "reason-invalid",
    };
    let standing = match reason.standing {
        Standing::Announced => "standing-announced",
        Standing::Stated => "standing-stated",
        Standing::Confirmed => "standing-confirmed",
    };
    format!("{}, {}", texts.get(kind), texts.get(standing))
}

/// Who wrote what stands on the server: a colleague, or the same person on another computer.
pub fn writer(by: Option<&PersonName>, desk: &Desk, texts: &Texts) -> String {
    match by {
        Some(_) if is_own_name(by, desk) => texts.get("writer-yourself").into_owned(),
        Some(by) => by.initialed(),
        None => texts.get("somebody").into_owned(),
    }
}

/// Two people of the same surname, name and patronymic who write in one lesson are not told apart.
pub fn is_own_name(by: Option<&PersonName>, desk: &Desk) -> bool {
    by.is_some() && by == desk.me.as_ref().map(|me| &me.name)
}

/// The Fluent key of a fault of the memory.
pub fn fault_key(fault: StoreFault) -> &'static str {
    match fault {
        StoreFault::DiskFull => "store-disk-full",
        StoreFault::ReadOnly => "store-read-only",
        StoreFault::CannotOpen => "store-cannot-open",
        StoreFault::InUse => "store-in-use",
        StoreFault::Damaged => "store-damaged",
        StoreFault::NewerSchema => "store-newer-schema",
        StoreFault::Io => "store-io",
        StoreFault::Sealed => "store-sealed",
        StoreFault::Unsettled => "store-unsettled",
        StoreFault::SignedOut => "store-signed-out",
        StoreFault::Internal => "store-internal",
    }
}

/// What the server has just not taken, and where to decide on it.
pub fn trouble(trouble: &Trouble, desk: &Desk, texts: &Texts) -> String {
    match &trouble.kind {
        TroubleKind::Conflict { by, .. } => {
            let words = match by {
                None => "conflict-unknown",
                Some(_) if is_own_name(by.as_ref(), desk) => "conflict-own",
                Some(_) => "conflict-new",
            };
            let whose = super::describe::whose(&trouble.change, desk, texts);
            tr!(texts, words, whose).into_owned()
        }
        TroubleKind::Held => texts.get("held-new").into_owned(),
        TroubleKind::Refused { problem } => {
            let why = refusal(problem, &trouble.change, desk, texts);
            tr!(texts, "refused-new", why = why).into_owned()
        }
    }
}

/// Why the server refused a change: its verdict with the clause, or what makes it impossible.
pub fn refusal(problem: &Problem, change: &Change, desk: &Desk, texts: &Texts) -> String {
    if problem.code == Code::InvalidChange
        && let Some(spot) = desk.pages.spot(change.sheet)
        && let Err(reason) = spot.check(change)
    {
        return match (reason, change.sheet) {
            (Invalid::NotAMember(_), SheetId::Term { .. }) => {
                texts.get("invalid-not-a-member-in-period").into_owned()
            }
            _ => invalid(&reason, texts),
        };
    }
    if let Some(Facts::Verdict { verdict }) = &problem.facts {
        if let Some(said) = appointments::came_late(verdict, change, desk, texts) {
            return said;
        }
        return refused_change(verdict, change, desk, texts);
    }
    self::problem(problem, desk, texts)
}

/// A problem that the server told, as a sentence.
pub fn problem(problem: &Problem, desk: &Desk, texts: &Texts) -> String {
    match (&problem.facts, problem.code) {
        (Some(Facts::Verdict { verdict }), _) => self::verdict(verdict, desk, texts),
        (Some(Facts::Until { at }), Code::AccountLocked) => {
            tr!(texts, "server-account-locked-until", at = moment(*at, desk)).into_owned()
        }
        (Some(Facts::Until { at }), Code::TooManyChanges) => {
            tr!(texts, "server-too-many-until", at = moment(*at, desk)).into_owned()
        }
        (_, code) => texts.get(&format!("server-{}", code.word())).into_owned(),
    }
}
