//! Sending an amendment: asked about first, then written; and what is said of the answer.

use crate::desk::link::Line;
use crate::desk::notice::{Notice, Tone};
use crate::effect::Effect;
use crate::tr;
use crate::ui::layer::{Answered, Cx, Outcome};
use crate::ui::messages;
use journal::register::{self, Amended, Amendment, AmendmentOutcome, RecordKind};
use offline::{Failure, ListKey, PageKey};
use protocol::{Amend, UndoGesture};

/// Asks the server what the gesture would do; false, if there is no hope of an answer.
pub fn ask(gesture: &[Amendment], cx: &mut Cx<'_>) -> bool {
    send(gesture, Vec::new(), true, cx)
}

/// Sends the gesture, with the dangers that the person agrees to.
pub fn write(gesture: &[Amendment], agreed: Vec<register::Effect>, cx: &mut Cx<'_>) -> bool {
    send(gesture, agreed, false, cx)
}

/// Asks what it would do to take a gesture back, or takes it back.
pub fn undo(of: &[Amendment], undo: UndoGesture, dry_run: bool, cx: &mut Cx<'_>) -> bool {
    let Some(first) = of.first() else {
        return false;
    };
    let undo = Effect::UndoAmended {
        of: first.gesture,
        undo,
        dry_run,
    };
    push(undo, dry_run, cx)
}

fn send(
    gesture: &[Amendment],
    agreed: Vec<register::Effect>,
    dry_run: bool,
    cx: &mut Cx<'_>,
) -> bool {
    let amend = Amend {
        amendments: gesture.to_vec(),
        agreed,
    };
    push(Effect::Amend { amend, dry_run }, dry_run, cx)
}

fn push(effect: Effect, dry_run: bool, cx: &mut Cx<'_>) -> bool {
    if !cx.desk.link.line.may_answer() {
        // It may be back by now.
        if cx.desk.link.line == Line::Offline {
            cx.effects.push(Effect::Refresh);
        }
        let why = cx.desk.link.line.no_writing_key();
        say(cx.texts.get(why).into_owned(), cx);
        return false;
    }
    let key = if dry_run {
        "register-asks"
    } else {
        "register-writes"
    };
    cx.desk.say(Notice::new(Tone::Hint, cx.texts.get(key)));
    cx.effects.push(effect);
    true
}

/// What became of the one amendment; why there is no answer is said.
pub fn answered<'a>(
    answer: &'a Answered,
    cx: &mut Cx<'_>,
) -> Option<(&'a Amended, &'a AmendmentOutcome)> {
    cx.desk.notice = None;
    let why = match answer {
        Ok(amended) => return Some((amended, amended.outcomes.first()?)),
        Err(Failure::Unreachable(_)) => cx.texts.get("register-no-network").into_owned(),
        Err(Failure::Problem(problem)) => messages::problem(problem, cx.desk, cx.texts),
        Err(Failure::NotUnderstood(_)) => cx.texts.get("server-not-ours").into_owned(),
        Err(Failure::Store(error)) => cx.texts.get(messages::fault_key(error.fault)).into_owned(),
    };
    say(why, cx);
    None
}

/// Keeps what was written to be taken back; false: it moved nothing, and is nothing to take back.
pub fn keep(written: &[Amendment], outcomes: &[AmendmentOutcome], cx: &mut Cx<'_>) -> bool {
    let moved = outcomes.iter().any(|it| *it != AmendmentOutcome::Unchanged);
    if moved {
        cx.desk.written = Some(written.to_vec());
    }
    moved
}

/// It is written, or stands already: says so, and asks for the lists anew.
pub fn done(amendment: &Amendment, outcome: &AmendmentOutcome, cx: &mut Cx<'_>) {
    keep(
        std::slice::from_ref(amendment),
        std::slice::from_ref(outcome),
        cx,
    );
    let record = amendment.wanted.as_ref().or(amendment.expected.as_ref());
    let kind = amendment.record.kind;
    let title = record.zip(cx.desk.records(kind));
    let title = title.map(|(record, (_, register))| register.title_of(record));
    let key = match amendment.wanted {
        Some(_) => "record-saved",
        None => "record-removed",
    };
    let text = tr!(cx.texts, key, title = title.unwrap_or_default()).into_owned();
    cx.desk.say(Notice::new(Tone::Done, text));
    reload(kind, cx);
}

/// Asks for the lists anew.
pub fn reload(kind: RecordKind, cx: &mut Cx<'_>) {
    for key in [ListKey::Records(kind), ListKey::Register] {
        cx.effects.push(Effect::Open(PageKey::List(key)));
    }
}

/// It was not taken, and what has been typed since cannot be sent in its place.
pub fn not_taken(cx: &mut Cx<'_>) -> Outcome {
    say(cx.texts.get("record-not-taken").into_owned(), cx);
    Outcome::Consumed
}

/// Says what bars the way.
pub fn say(words: String, cx: &mut Cx<'_>) {
    cx.desk.say(Notice::new(Tone::Warning, words));
}
