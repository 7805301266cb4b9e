//! Sign-in data that got known: the report, and what was written under them.

#[path = "breaches/amended.rs"]
mod amended;
#[path = "breaches/of_two.rs"]
mod of_two;
#[path = "breaches/words.rs"]
mod words;

use crate::batches::{apply, log, sheet};
use crate::fixture::*;
use crate::stage::on_both_databases;
use journal::register::Trust;
use journal::view::{AccessKind, BreachFate, BreachPage, BreachPlace, BreachReport, VoidTotals};
use journal::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use storage::{
    BreachFound, Confirmed, Journals, MovedSince, NewBreach, NewStartPassword, Store, VoidAsked,
};

type Case = Arc<dyn Store>;

const SCHOOL: SchoolId = SchoolId(1);
/// When the report is received, if no test says another time: after all of its changes.
const REPORTED: &str = "2026-11-19T08:00";

on_both_databases!(
    a_report_closes_the_account_at_once,
    a_report_is_in_time_until_the_end_of_the_next_working_day,
    what_is_written_under_new_sign_in_data_is_none_of_it,
    what_was_written_since_is_void_and_what_stood_before_stands,
    an_absence_stays_for_which_another_has_given_a_reason,
    marks_of_a_period_go_back_too,
    whoever_is_not_in_the_school_has_no_report,
);

fn told(person: PersonId, at: &str) -> NewBreach {
    NewBreach {
        person,
        learned_at: crate::fixture::at(at),
        note: "подсмотрели пароль".into(),
        since: None,
        by: ADMIN,
        origin: origin(9),
        at: crate::fixture::at(at),
    }
}

fn since(moment: &str) -> NewBreach {
    NewBreach {
        since: Some((at(moment), "видели в учительской".into())),
        ..told(ORLOVA, REPORTED)
    }
}

async fn report(store: &Case, new: NewBreach) -> BreachId {
    store.report_breach(SCHOOL, new).await.unwrap().unwrap()
}

async fn page(store: &Case, id: BreachId) -> BreachPage {
    store.breach(SCHOOL, id).await.unwrap().unwrap()
}

async fn shown(store: &Case) -> BreachReport {
    let list = store.breaches(SCHOOL).await.unwrap();
    list.breaches.first().unwrap().clone()
}

fn voiding(breach: BreachId, up_to: i64) -> VoidAsked {
    VoidAsked {
        school: SCHOOL,
        breach,
        up_to,
        by: (ADMIN, origin(5)),
        roles: roles(ADMIN),
        at: at("2026-11-19T09:00"),
    }
}

async fn void(store: &Case, breach: BreachId) -> VoidTotals {
    let asked = voiding(breach, i64::MAX);
    store.void_breach(asked).await.unwrap().unwrap()
}

/// Writes of several people, one batch each, numbered for their devices.
#[derive(Default)]
struct Hands {
    last: BTreeMap<PersonId, u64>,
    n: u64,
}

impl Hands {
    async fn write(&mut self, store: &Case, by: PersonId, when: &str, edit: Edit) -> ChangeOutcome {
        self.write_in(store, by, when, (SUBSTITUTED.into(), edit))
            .await
    }

    async fn write_in(
        &mut self,
        store: &Case,
        by: PersonId,
        when: &str,
        (sheet, edit): (SheetId, Edit),
    ) -> ChangeOutcome {
        self.n += 1;
        let change = Change {
            sheet,
            ..change(self.n, SUBSTITUTED, at(when), edit)
        };
        let last = self.last.entry(by).or_default();
        *last += 1;
        let journals: Arc<dyn Journals> = Arc::clone(store) as _;
        let batch = batch(by, when, vec![submitted(*last, change)]);
        apply(&journals, batch).await.remove(0)
    }
}

fn is_applied(outcome: &ChangeOutcome) -> bool {
    matches!(outcome, ChangeOutcome::Applied { .. })
}

async fn stands(store: &Case) -> Sheet {
    sheet(&(Arc::clone(store) as _), SUBSTITUTED).await
}

async fn a_report_closes_the_account_at_once(store: Case) {
    for session in [
        session(ORLOVA, 1, "2026-11-18T08:00"),
        session(ZIMIN, 2, "2026-11-18T08:00"),
    ] {
        store.open_session(SCHOOL, session).await.unwrap();
    }
    let own = NewBreach {
        by: ORLOVA,
        learned_at: at("2026-11-18T20:00"),
        ..told(ORLOVA, REPORTED)
    };
    let id = report(&store, own).await;
    let lives = async |token| {
        let found = store.session(SCHOOL, [token; 32], at(REPORTED)).await;
        found.unwrap().is_some()
    };
    assert!(!lives(1).await && lives(2).await);
    let (_, account) = store.account_of(SCHOOL, ORLOVA).await.unwrap().unwrap();
    assert_eq!(account.password_hash, "", "no password proves anything");
    let row = shown(&store).await;
    let moments = (row.learned_at, row.received_at, row.since);
    let received = at(REPORTED);
    assert_eq!(moments, (at("2026-11-18T20:00"), received, received));
    assert_eq!((row.id, row.person, row.renewed_at), (id, ORLOVA, None));
    assert_eq!(row.name, row.by);
    let log = store.access_log(SCHOOL, None, 9).await.unwrap().entries;
    assert_eq!(log[0].event, AccessKind::BreachReported);
    let new = NewStartPassword {
        person: ORLOVA,
        hash: "$новый".into(),
        name_lock: None,
        trust: Trust::Staff,
        wish: String::new(),
        by: Some((ADMIN, origin(9))),
        at: at("2026-11-19T10:00"),
    };
    store.issue_password(SCHOOL, new).await.unwrap().unwrap();
    assert_eq!(shown(&store).await.renewed_at, Some(at("2026-11-19T10:00")));
}

/// SGO154-5.3: one working day; Friday's evening is told in time on Monday.
async fn a_report_is_in_time_until_the_end_of_the_next_working_day(store: Case) {
    for (learned, received, in_time) in [
        ("2026-11-13T21:00", "2026-11-16T23:59", true),
        ("2026-11-12T09:00", "2026-11-13T12:00", true),
        ("2026-11-12T09:00", "2026-11-16T08:00", false),
        ("2026-11-16T08:00", "2026-11-16T08:10", true),
    ] {
        let new = NewBreach {
            learned_at: at(learned),
            ..told(LEBEDEVA, received)
        };
        report(&store, new).await;
        let row = shown(&store).await;
        assert_eq!(row.in_time(), Some(in_time), "{learned} {received}");
        assert_eq!(row.clause.unwrap().id, "SGO154-5.3a");
    }
}

/// What the old device kept is received later, and was made under the old sign-in data.
async fn what_is_written_under_new_sign_in_data_is_none_of_it(store: Case) {
    let mut hands = Hands::default();
    let id = report(&store, told(ORLOVA, "2026-11-18T09:00")).await;
    let new = NewStartPassword {
        person: ORLOVA,
        hash: "$новый".into(),
        name_lock: None,
        trust: Trust::Staff,
        wish: String::new(),
        by: Some((ADMIN, origin(9))),
        at: at("2026-11-18T09:20"),
    };
    store.issue_password(SCHOOL, new).await.unwrap().unwrap();
    let own = absence(ABRAMOV, "present", "absent");
    let outcome = hands.write(&store, ORLOVA, "2026-11-18T09:30", own).await;
    assert!(is_applied(&outcome), "{outcome:?}");
    let kept = change(
        77,
        SUBSTITUTED,
        at("2026-11-18T09:10"),
        mark(BELOVA, ORAL, None, "2"),
    );
    let late = batch(ORLOVA, "2026-11-18T09:40", vec![submitted(2, kept)]);
    apply(&(Arc::clone(&store) as _), late).await;
    let writes = page(&store, id).await.writes;
    let pupils = writes.iter().map(|one| match &one.place {
        BreachPlace::Cell { change, .. } => change.edit.pupil(),
        BreachPlace::Record { .. } => None,
    });
    assert_eq!(pupils.collect::<Vec<_>>(), [Some(BELOVA)]);
}

async fn what_was_written_since_is_void_and_what_stood_before_stands(store: Case) {
    let mut hands = Hands::default();
    for (by, when, edit) in [
        (ORLOVA, "2026-11-18T09:26", mark(BELOVA, ORAL, None, "4")),
        (ORLOVA, "2026-11-18T09:27", mark(ABRAMOV, ORAL, None, "5")),
        // From here on it is void.
        (
            ORLOVA,
            "2026-11-18T09:40",
            mark(BELOVA, ORAL, Some("4"), "3"),
        ),
        (
            ORLOVA,
            "2026-11-18T09:41",
            mark(BELOVA, ORAL, Some("3"), "2"),
        ),
        (
            ORLOVA,
            "2026-11-18T09:42",
            mark(ABRAMOV, ORAL, Some("5"), "2"),
        ),
        (
            ZIMIN,
            "2026-11-18T09:43",
            mark(ABRAMOV, ORAL, Some("2"), "4"),
        ),
        (ORLOVA, "2026-11-18T09:44", mark(VOLKOV, ORAL, None, "5")),
        (ORLOVA, "2026-11-18T09:45", mark(ELKIN, ORAL, None, "5")),
    ] {
        let outcome = hands.write(&store, by, when, edit).await;
        assert!(is_applied(&outcome), "{outcome:?}");
    }
    let id = report(&store, since("2026-11-18T09:40")).await;
    let before = page(&store, id).await;
    assert_eq!(
        before.breach.ground.as_deref(),
        Some("видели в учительской")
    );
    let received: Vec<_> = before.writes.iter().map(|one| one.received_at).collect();
    let expected = ["09:40", "09:41", "09:42", "09:44", "09:45"];
    assert_eq!(
        received,
        expected.map(|hour| at(&format!("2026-11-18T{hour}")))
    );
    let over: Vec<_> = before.writes.iter().map(|one| one.overwritten).collect();
    assert_eq!(over, [false, false, true, false, false]);
    let BreachPlace::Cell {
        journal,
        date,
        pupil,
        ..
    } = &before.writes[0].place
    else {
        panic!("a cell");
    };
    assert_eq!(journal.subject, "Алгебра");
    assert_eq!(*date, Some(day("2026-11-18")));
    assert_eq!(pupil.as_ref().unwrap().last, "Белова");

    let confirmed = Confirmed {
        school: SCHOOL,
        breach: id,
        seqs: vec![before.writes[4].seq, 1],
        by: (ADMIN, origin(5)),
        at: at("2026-11-19T08:30"),
    };
    store.confirm_breach(confirmed).await.unwrap().unwrap();
    let journals: Arc<dyn Journals> = Arc::clone(&store) as _;
    let was = log(&journals, DEPUTY, SUBSTITUTED).await;
    let expected = VoidTotals {
        voided: 4,
        restored: 2,
        overwritten: 1,
        stay: 0,
    };
    assert_eq!(void(&store, id).await, expected);
    let now = stands(&store).await;
    let mark_of = |pupil| {
        now.entry(pupil)
            .and_then(|one| one.mark(WorkRef::first(ORAL)))
    };
    let text = |pupil| mark_of(pupil).map(|mark| mark.value.to_string());
    let marks = [BELOVA, ABRAMOV, VOLKOV, ELKIN].map(text);
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(marks, [some("4"), some("4"), None, some("5")]);
    let fates: Vec<_> = page(&store, id)
        .await
        .writes
        .iter()
        .map(|one| one.fate)
        .collect();
    let (void_, over) = (BreachFate::Void, BreachFate::Overwritten);
    assert_eq!(fates, [void_, void_, over, void_, BreachFate::Confirmed]);

    let is = log(&journals, DEPUTY, SUBSTITUTED).await;
    assert_nothing_is_erased(&was, &is, id);
    assert_eq!(void(&store, id).await, VoidTotals::default(), "once more");
    assert_eq!(log(&journals, DEPUTY, SUBSTITUTED).await.len(), is.len());
    assert_the_access_log_tells(&store).await;
}

async fn assert_the_access_log_tells(store: &Case) {
    let told = store.access_log(SCHOOL, None, 9).await.unwrap().entries;
    let told: Vec<_> = told.iter().map(|one| one.event).collect();
    let expected = [
        AccessKind::BreachVoided,
        AccessKind::BreachConfirmed,
        AccessKind::BreachMoved,
        AccessKind::BreachReported,
    ];
    assert_eq!(told, expected);
}

fn assert_nothing_is_erased(was: &[view::Logged], is: &[view::Logged], id: BreachId) {
    // Nothing is erased; what is void says why, and counts for nothing.
    let ids = |log: &[view::Logged]| log.iter().map(|row| row.change.id).collect::<Vec<_>>();
    assert_eq!(ids(is)[..was.len()], ids(was)[..]);
    let added = &is[was.len()..];
    assert_eq!(added.len(), 2);
    for row in added {
        assert_eq!(row.change.ground, Some(Ground::Breach { breach: id }));
        assert_eq!(row.by, ADMIN);
    }
    let voided = is.iter().filter(|row| row.void == Some(at(REPORTED)));
    assert_eq!(voided.count(), 4);
}

async fn an_absence_stays_for_which_another_has_given_a_reason(store: Case) {
    let mut hands = Hands::default();
    let lesson: SheetId = MONDAY_7A.into();
    let pupil = PupilId(201);
    let reason = Edit::Reason {
        pupil,
        step: FromTo::new(
            None,
            Some(AbsenceReason {
                kind: ReasonKind::Illness,
                standing: Standing::Confirmed,
                document: None,
            }),
        ),
    };
    for (by, when, edit) in [
        (
            LEBEDEVA,
            "2026-11-16T13:30",
            absence(pupil, "present", "absent"),
        ),
        (ZIMIN, "2026-11-16T13:40", reason),
    ] {
        let outcome = hands.write_in(&store, by, when, (lesson, edit)).await;
        assert!(is_applied(&outcome), "{outcome:?}");
    }
    let new = NewBreach {
        since: Some((at("2026-11-16T08:00"), "так сказала".into())),
        ..told(LEBEDEVA, REPORTED)
    };
    let id = report(&store, new).await;
    let totals = void(&store, id).await;
    assert_eq!((totals.voided, totals.restored, totals.stay), (1, 0, 1));
    assert_eq!(page(&store, id).await.writes[0].fate, BreachFate::Stays);
    let now = sheet(&(Arc::clone(&store) as _), MONDAY_7A).await;
    assert_eq!(now.attendance(pupil), Attendance::Absent);
}

async fn marks_of_a_period_go_back_too(store: Case) {
    let mut hands = Hands::default();
    let autumn = SheetId::Term {
        journal: ALGEBRA_7B,
        period: PeriodId(2),
    };
    let of = |old: &str, new: &str| Edit::PeriodMark {
        pupil: BELOVA,
        step: FromTo::new(old.parse().unwrap(), new.parse().unwrap()),
    };
    let (when, edit) = ("2026-11-18T09:40", of("none", "4"));
    let outcome = hands.write_in(&store, ORLOVA, when, (autumn, edit)).await;
    assert!(is_applied(&outcome), "{outcome:?}");
    let id = report(&store, since("2026-11-18T09:40")).await;
    let writes = page(&store, id).await.writes;
    let BreachPlace::Cell { period, date, .. } = &writes[0].place else {
        panic!("a cell");
    };
    assert_eq!((period.as_deref(), *date), (Some("2 четверть"), None));
    assert_eq!(void(&store, id).await.restored, 1);
    let rows = store.sheet_log(&reader(DEPUTY), autumn, 0, 9).await;
    let rows = rows.unwrap().unwrap().changes;
    assert_eq!(rows.last().unwrap().change.edit, of("4", "none"));
}

async fn whoever_is_not_in_the_school_has_no_report(store: Case) {
    let nobody = told(PersonId(999), REPORTED);
    assert_eq!(store.report_breach(SCHOOL, nobody).await.unwrap(), None);
    let none = BreachId(7);
    assert_eq!(store.breach(SCHOOL, none).await.unwrap(), None);
    assert_eq!(store.void_breach(voiding(none, 9)).await.unwrap(), None);
    let moved = |breach, since: &str| MovedSince {
        breach,
        since: at(since),
        ground: "раньше".into(),
        by: (ADMIN, origin(5)),
        at: at(REPORTED),
    };
    let asked = moved(none, "2026-11-18T09:00");
    assert_eq!(
        store.move_breach(SCHOOL, asked).await.unwrap(),
        BreachFound::None
    );
    let id = report(&store, told(ORLOVA, REPORTED)).await;
    let later = moved(id, "2026-11-19T08:01");
    assert_eq!(
        store.move_breach(SCHOOL, later).await.unwrap(),
        BreachFound::Unfit
    );
    let earlier = moved(id, "2026-11-18T09:00");
    assert_eq!(
        store.move_breach(SCHOOL, earlier).await.unwrap(),
        BreachFound::Done
    );
    assert_eq!(shown(&store).await.since, at("2026-11-18T09:00"));
}
