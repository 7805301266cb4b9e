//! Requests in the register: whoever decides, what was decided, and what follows from it.

use super::send;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, Width};
use crate::ui::messages;
use crate::ui::route::Route;
use journal::register::{Amendment, Decided, Record, RecordKind, RequestId};
use journal::regulation::Act;
use journal::view::RecordLine;
use offline::{Draft, DraftKey, ListKey, PageKey};

/// The lists by which it is known what became of requests and what follows.
pub const KNOWN_BY: [RecordKind; 2] = [RecordKind::Decision, RecordKind::RequestLine];

/// Whether whoever sits here decides on some records of the kind.
pub fn decides(kind: RecordKind, desk: &Desk) -> bool {
    let may = desk.may_somewhere(Act::Create, RecordKind::Decision);
    kind == RecordKind::Request && may.is_some()
}

/// Why whoever sits here only looks at the records of a kind; who decides on them is told how.
pub fn locked(kind: RecordKind, desk: &Desk, texts: &Texts) -> Option<String> {
    let locked = super::words::locked(kind, desk, texts)?;
    let said = decides(kind, desk).then(|| texts.get("requests-of-teachers").into_owned());
    Some(said.unwrap_or(locked))
}

/// What was decided of a request, as a sentence.
pub fn words(request: RequestId, desk: &Desk, texts: &Texts) -> String {
    match desk.decided(request) {
        None => texts.get("request-undecided").into_owned(),
        Some((decided, note)) => {
            let key = match decided {
                Decided::Granted => "request-granted",
                Decided::Declined => "request-declined",
            };
            let said = texts.get(key).into_owned();
            match note {
                "" => said,
                note => format!("{said} {note}"),
            }
        }
    }
}

/// Opens the decision of a request; of one that was granted enters what it asks for, should that have
/// been left undone.
pub fn decide(request: RequestId, cx: &mut Cx<'_>) -> Outcome {
    match cx.desk.decided(request).map(|(decided, _)| decided) {
        Some(Decided::Granted) => {
            enter(request, cx);
            Outcome::Consumed
        }
        Some(Decided::Declined) => {
            send::say(words(request, cx.desk, cx.texts), cx);
            Outcome::Consumed
        }
        None => {
            let key = DraftKey::form(format!("{}/new", RecordKind::Decision));
            let filled = [("request".to_owned(), request.0.to_string())];
            let draft = Draft::Form(filled.into_iter().collect());
            cx.desk.drafts.set(key, Some(draft));
            let said = cx.texts.get("decision-filled");
            cx.desk.say(Notice::new(Tone::Hint, said));
            Outcome::Go(Route::Record(RecordKind::Decision, None))
        }
    }
}

/// Enters what follows from decisions that were just written.
pub fn follow(written: &[Amendment], cx: &mut Cx<'_>) {
    for one in written {
        if let Some(Record::Decision(decision)) = &one.wanted
            && decision.decided == Decided::Granted
        {
            enter(decision.request, cx);
        }
    }
}

fn enter(request: RequestId, cx: &mut Cx<'_>) {
    let count = cx.desk.enter_granted(request);
    if count > 0 {
        let said = tr!(cx.texts, "request-entered", count).into_owned();
        messages::also(Tone::Done, &said, cx.desk);
    }
}

/// The list by which it is known what became of requests, if it is not here yet.
pub fn awaited(kind: RecordKind, desk: &Desk) -> Option<PageKey> {
    let kinds = (kind == RecordKind::Request).then_some(KNOWN_BY);
    let mut kinds = kinds.into_iter().flatten();
    let missing = kinds.find(|kind| desk.records(*kind).is_none())?;
    Some(PageKey::List(ListKey::Records(missing)))
}

/// What was decided: a column of the list of requests, which say nothing of it themselves.
pub fn column() -> Column<RecordLine> {
    const WIDTH: u16 = 8;
    let column = Column::new(
        "column-decided",
        Width::Fixed(WIDTH),
        |row: &RecordLine, seen| {
            let decided = seen.desk.decided(RequestId(row.id.0));
            let key = match decided {
                Some((Decided::Granted, _)) => "decided-granted",
                Some((Decided::Declined, _)) => "decided-declined",
                None => "decided-not",
            };
            seen.texts.get(key).into_owned().into()
        },
    );
    column.searched()
}
