//! A mark for a period that was set by mistake: asked for, decided upon, replaced (SGO154P-1.5.12).

use chrono::TimeDelta;
use journal::register::{
    Amendment, AmendmentOutcome, AskedMark, Asks, Decided, DecisionRecord, Record, RecordId,
    RecordKind, RequestId, RequestLineRecord, RequestRecord,
};
use journal::{
    Cell, Change, Content, Edit, FromTo, Ground, PeriodId, PersonId, SheetId, Verdict, WayOut,
};
use protocol::problem::Facts;
use protocol::{Code, Outcome};
use testkit::fixture::{self, ALGEBRA, ORLOVA, pupil};
use testkit::{Api, Pen, TestServer};

const QUARTER: PeriodId = PeriodId(1);
const SHEET: SheetId = SheetId::Term {
    journal: ALGEBRA,
    period: QUARTER,
};

/// The fixture's school under the regulation that knows requests.
pub fn server(profile: &str) -> TestServer {
    let mut bundle = fixture::bundle();
    profile.clone_into(&mut bundle.school.regulation);
    TestServer::builder().bundle(bundle).start()
}

fn mark(pen: &Pen, nth: i64, (old, new): (&str, &str), ground: Option<Ground>) -> Change {
    let edit = Edit::PeriodMark {
        pupil: pupil(nth),
        step: FromTo::new(old.parse().unwrap(), new.parse().unwrap()),
    };
    Change {
        ground,
        ..pen.change(SHEET, edit)
    }
}

fn by(request: i64) -> Ground {
    let request = RequestId(request);
    Ground::Request { request }
}

async fn push(api: &mut Api, change: Change) -> Outcome {
    api.push(vec![change]).await.unwrap().outcomes.remove(0)
}

fn refusal(outcome: &Outcome) -> (Code, Option<&Facts>) {
    match outcome {
        Outcome::Refused { problem } => (problem.code, problem.facts.as_ref()),
        other => panic!("not refused: {other:?}"),
    }
}

fn request(pen: &Pen, id: i64, asks: Asks) -> Amendment {
    let record = Record::Request(RequestRecord {
        teacher: ORLOVA,
        journal: ALGEBRA,
        asks,
        day: fixture::today(),
        until: None,
        reason: "отметка другого ученика".to_owned(),
    });
    pen.amendment(RecordKind::Request.at(RecordId(id)), None, Some(record))
}

fn line(pen: &Pen, request: i64, nth: i64) -> Amendment {
    let record = Record::RequestLine(RequestLineRecord {
        request: RequestId(request),
        pupil: pupil(nth),
        period: QUARTER,
        was: AskedMark::Three,
        becomes: AskedMark::Four,
    });
    let id = RecordId(10 * request + nth);
    pen.amendment(RecordKind::RequestLine.at(id), None, Some(record))
}

fn decision(pen: &Pen, request: i64, decided: Decided) -> Amendment {
    let record = Record::Decision(DecisionRecord {
        request: RequestId(request),
        decided,
        note: String::new(),
    });
    let id = RecordId(request);
    pen.amendment(RecordKind::Decision.at(id), None, Some(record))
}

async fn amend(api: &Api, one: Amendment) -> AmendmentOutcome {
    api.amend_agreed(vec![one])
        .await
        .unwrap()
        .outcomes
        .remove(0)
}

async fn written(api: &Api, one: Amendment) {
    let outcome = amend(api, one).await;
    assert!(
        matches!(outcome, AmendmentOutcome::Applied { .. }),
        "{outcome:?}"
    );
}

async fn stands(api: &Api, nth: i64) -> Content {
    let page = api.journal(ALGEBRA, Some(QUARTER)).await.unwrap();
    page.term.content(Cell::PeriodMark { pupil: pupil(nth) })
}

#[tokio::test]
async fn the_deputy_head_replaces_what_was_asked_for_and_granted_and_nothing_else() {
    let server = server("sgo-154");
    let pen = server.pen();
    let mut teacher = server.signed_in("orlova").await;
    let mut deputy = server.signed_in("deputy").await;
    for nth in [1, 2, 3] {
        let set = push(&mut teacher, mark(&pen, nth, ("none", "3"), None)).await;
        assert!(matches!(set, Outcome::Applied { .. }), "{set:?}");
    }

    // Who set it does not replace it, and nobody does without a request.
    let own = push(&mut teacher, mark(&pen, 1, ("3", "4"), None)).await;
    let (code, facts) = refusal(&own);
    assert_eq!(code, Code::RefusedByRegulation);
    let Some(Facts::Verdict { verdict }) = facts else {
        panic!("no verdict: {facts:?}")
    };
    let Verdict::Locked {
        clause, way_out, ..
    } = verdict
    else {
        panic!("{verdict:?}")
    };
    assert_eq!(*way_out, WayOut::AskCorrection);
    assert_eq!(clause.as_ref().unwrap().id, "SGO154P-1.5.12a");
    let unasked = push(&mut deputy, mark(&pen, 1, ("3", "4"), None)).await;
    assert_eq!(refusal(&unasked).0, Code::RefusedByRegulation);

    written(&teacher, request(&pen, 1, Asks::Correction)).await;
    for nth in [1, 2] {
        written(&teacher, line(&pen, 1, nth)).await;
    }
    let undecided = push(&mut deputy, mark(&pen, 1, ("3", "4"), Some(by(1)))).await;
    assert_eq!(refusal(&undecided).0, Code::InvalidChange);

    // Only whom the regulation names decides, and once.
    let admin = server.signed_in("admin").await;
    for other in [&teacher, &admin] {
        let outcome = amend(other, decision(&pen, 1, Decided::Granted)).await;
        assert!(
            matches!(outcome, AmendmentOutcome::Forbidden { .. }),
            "{outcome:?}"
        );
    }
    written(&deputy, decision(&pen, 1, Decided::Granted)).await;
    let later = amend(&teacher, line(&pen, 1, 3)).await;
    assert!(
        matches!(later, AmendmentOutcome::Refused { .. }),
        "{later:?}"
    );

    // Exactly what was asked for, by who decides.
    let (four, five) = (("3", "4"), ("3", "5"));
    for (api, nth, step) in [(&mut teacher, 1, four), (&mut deputy, 1, five)] {
        let outcome = push(api, mark(&pen, nth, step, Some(by(1)))).await;
        assert_eq!(refusal(&outcome).0, Code::InvalidChange);
    }
    let beside = push(&mut deputy, mark(&pen, 3, four, Some(by(1)))).await;
    assert_eq!(refusal(&beside).0, Code::InvalidChange);
    for nth in [1, 2] {
        let outcome = push(&mut deputy, mark(&pen, nth, four, Some(by(1)))).await;
        assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
        assert_eq!(
            stands(&teacher, nth).await,
            Content::PeriodMark("4".parse().unwrap())
        );
    }
    assert_eq!(
        stands(&teacher, 3).await,
        Content::PeriodMark("3".parse().unwrap())
    );

    // Both stand in the log, with the ground and the person.
    let log = teacher.log(SHEET).await.unwrap().changes;
    let last = log.last().unwrap();
    assert_eq!(
        (last.change.ground.clone(), last.by),
        (Some(by(1)), PersonId(12))
    );
    assert_eq!(log.len(), 5);
}

#[tokio::test]
async fn a_declined_request_allows_nothing() {
    let server = server("sgo-154");
    let pen = server.pen();
    let mut teacher = server.signed_in("orlova").await;
    let mut deputy = server.signed_in("deputy").await;
    push(&mut teacher, mark(&pen, 1, ("none", "3"), None)).await;
    written(&teacher, request(&pen, 1, Asks::Correction)).await;
    written(&teacher, line(&pen, 1, 1)).await;
    written(&deputy, decision(&pen, 1, Decided::Declined)).await;
    let outcome = push(&mut deputy, mark(&pen, 1, ("3", "4"), Some(by(1)))).await;
    assert_eq!(refusal(&outcome).0, Code::InvalidChange);
    assert_eq!(
        stands(&teacher, 1).await,
        Content::PeriodMark("3".parse().unwrap())
    );
}

/// SP14-13: a week after the lesson marks are corrected no more; the administrator opens the journal.
#[tokio::test]
async fn a_granted_request_opens_the_journal_to_who_asked() {
    let server = server("sergiev-posad-14");
    let pen = server.pen();
    let mut teacher = server.signed_in("orlova").await;
    let grade = |old, new| pen.grade(fixture::RUNNING, pupil(1), fixture::ANSWER, old, Some(new));
    let set = push(&mut teacher, grade(None, 3)).await;
    assert!(matches!(set, Outcome::Applied { .. }), "{set:?}");
    server.clock().advance(TimeDelta::days(24));
    let mut teacher = server.signed_in("orlova").await;
    let admin = server.signed_in("admin").await;
    let locked = push(&mut teacher, grade(Some(3), 4)).await;
    assert_eq!(refusal(&locked).0, Code::RefusedByRegulation);
    let mut asked = request(&pen, 1, Asks::Unlock);
    if let Some(Record::Request(asked)) = &mut asked.wanted {
        asked.day = fixture::date(2026, 12, 10);
    }
    written(&teacher, asked).await;
    let still = push(&mut teacher, grade(Some(3), 4)).await;
    assert_eq!(refusal(&still).0, Code::RefusedByRegulation);
    let deputy = server.signed_in("deputy").await;
    let not_theirs = amend(&deputy, decision(&pen, 1, Decided::Granted)).await;
    assert!(matches!(not_theirs, AmendmentOutcome::Forbidden { .. }));
    written(&admin, decision(&pen, 1, Decided::Granted)).await;
    let opened = push(&mut teacher, grade(Some(3), 4)).await;
    assert!(matches!(opened, Outcome::Applied { .. }), "{opened:?}");
    let offline = grade(Some(4), 3);
    server.clock().advance(TimeDelta::days(1));
    // Made while it was open, received when it is no more.
    let came = push(&mut teacher, offline).await;
    assert!(matches!(came, Outcome::Applied { .. }), "{came:?}");
    let mut teacher = server.signed_in("orlova").await;
    let over = push(&mut teacher, grade(Some(3), 5)).await;
    assert_eq!(refusal(&over).0, Code::RefusedByRegulation);
}

/// SGO154P-1.5.12d to h: class, subject and day are of the teacher's own, nothing of it is left out, and
/// the day is held against the period.
#[tokio::test]
async fn a_note_that_lacks_something_is_not_taken() {
    let server = server("sgo-154");
    let pen = server.pen();
    let teacher = server.signed_in("orlova").await;
    let without = |change: fn(&mut RequestRecord)| {
        let mut one = request(&pen, 7, Asks::Correction);
        if let Some(Record::Request(record)) = &mut one.wanted {
            change(record);
        }
        one
    };
    for lacks in [
        without(|it| it.reason.clear()),
        without(|it| it.day = chrono::NaiveDate::default()),
    ] {
        let outcome = amend(&teacher, lacks).await;
        assert!(
            matches!(outcome, AmendmentOutcome::Refused { .. }),
            "{outcome:?}"
        );
    }
    for of_others in [
        without(|it| it.journal = journal::JournalId(0)),
        without(|it| it.journal = fixture::PHYSICS),
        without(|it| it.teacher = fixture::SOKOLOVA),
    ] {
        let outcome = amend(&teacher, of_others).await;
        assert!(
            matches!(outcome, AmendmentOutcome::Forbidden { .. }),
            "{outcome:?}"
        );
    }
    written(&teacher, without(|it| it.day = fixture::date(2026, 9, 1))).await;
    let mut early = line(&pen, 7, 1);
    if let Some(Record::RequestLine(line)) = &mut early.wanted {
        line.period = fixture::QUARTER;
    }
    let outcome = amend(&teacher, early).await;
    assert!(
        matches!(outcome, AmendmentOutcome::Refused { .. }),
        "{outcome:?}"
    );
    written(&teacher, line(&pen, 7, 1)).await;
}
