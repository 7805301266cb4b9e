//! The register: amended under the school's lock, logged, and seen by whatever is kept.

#[path = "register/appointments.rs"]
mod appointments;
#[path = "register/cards.rs"]
mod cards;
#[path = "register/class_teachers.rs"]
mod class_teachers;
#[path = "register/consents.rs"]
mod consents;
#[path = "register/followers.rs"]
mod followers;
#[path = "register/ids.rs"]
mod ids;
#[path = "register/listed.rs"]
mod listed;
#[path = "register/log.rs"]
mod log;
#[path = "register/movement.rs"]
mod movement;
#[path = "register/movers.rs"]
mod movers;
#[path = "register/own_rules.rs"]
mod own_rules;
#[path = "register/people.rs"]
mod people;
#[path = "register/removed.rs"]
mod removed;
#[path = "register/rights.rs"]
mod rights;
#[path = "register/scans.rs"]
mod scans;
#[path = "register/setup.rs"]
mod setup;
#[path = "register/stays.rs"]
mod stays;
#[path = "register/versions.rs"]
mod versions;
#[path = "register/whole.rs"]
pub mod whole;
#[path = "register/years.rs"]
mod years;

use crate::fixture::*;
use crate::stage::on_both_databases;
use journal::register::*;
use journal::view::{RecordsPage, Rules};
use journal::*;
use std::sync::Arc;
use storage::{BatchOutcome, Gesture, Store, Taking, Versioned};

type Case = Arc<dyn Store>;

const NOW: &str = "2026-11-16T11:00";
const SCHOOL: SchoolId = SchoolId(1);

on_both_databases!(
    a_dry_run_changes_nothing,
    an_amendment_is_seen_by_every_page,
    the_end_of_a_quarter_moves_with_its_lessons_counted,
    what_is_in_use_is_not_removed,
    a_conflict_says_who_was_first,
    of_two_at_once_one_is_first,
    nothing_dangerous_is_written_before_it_is_agreed_to,
    rights_are_judged_by_kind,
    one_that_cannot_be_taken_sinks_no_other,
    the_feed_goes_past_amendments,
    a_school_that_was_amended_is_not_blank,
);

fn amendment(n: u64, at: RecordRef, was: Option<Record>, now: Option<Record>) -> Amendment {
    Amendment {
        id: ChangeId(uuid(8, n)),
        gesture: GestureId(uuid(9, n)),
        made_at: crate::fixture::at(NOW),
        record: at,
        expected: was,
        wanted: now,
        ground: None,
    }
}

fn gesture(person: PersonId, amendments: Vec<Amendment>) -> Gesture {
    Gesture {
        school: SCHOOL,
        person,
        roles: roles(person),
        device: device(1),
        received_at: crate::fixture::at(NOW),
        amendments,
        agreed: Vec::new(),
        taking: Taking::Each,
    }
}

/// A gesture whose writer has seen what it does.
async fn agreed(store: &Case, person: PersonId, amendments: Vec<Amendment>) -> Gesture {
    let mut gesture = gesture(person, amendments);
    let seen = store.amend(gesture.clone(), true).await.unwrap();
    gesture.agreed = seen.consequences.effects;
    gesture
}

async fn amended(store: &Case, person: PersonId, amendments: Vec<Amendment>) -> Amended {
    let gesture = agreed(store, person, amendments).await;
    store.amend(gesture, false).await.unwrap()
}

/// Applies an amendment; its `seq`.
async fn applied(store: &Case, amendment: Amendment) -> i64 {
    let amended = amended(store, ADMIN, vec![amendment]).await;
    let [AmendmentOutcome::Applied { seq: Some(seq) }] = *amended.outcomes else {
        panic!("{amended:?}");
    };
    seq
}

async fn list(store: &Case, kind: RecordKind) -> RecordsPage {
    let now = crate::fixture::at(NOW);
    let page = store.records(&reader(ADMIN), kind, now).await.unwrap();
    page.page().unwrap()
}

async fn record(store: &Case, at: RecordRef) -> Record {
    let page = list(store, at.kind).await;
    let line = page.records.into_iter().find(|line| line.id == at.id);
    line.unwrap().record
}

async fn rules(store: &Case) -> Rules {
    store.rules(SCHOOL).await.unwrap().unwrap()
}

fn of(kind: RecordKind, id: i64) -> RecordRef {
    kind.at(RecordId(id))
}

/// An amendment of what stands there.
async fn changed(store: &Case, n: u64, at: RecordRef, change: impl Fn(&mut Record)) -> Amendment {
    let was = record(store, at).await;
    let mut now = was.clone();
    change(&mut now);
    amendment(n, at, Some(was), Some(now))
}

fn ending(last: &str) -> impl Fn(&mut Record) {
    let last = day(last);
    move |record| {
        let Record::Period(period) = record else {
            panic!("{record:?}")
        };
        period.ends = last;
    }
}

fn titled(title: &str) -> impl Fn(&mut Record) {
    move |record| match record {
        Record::Subject(subject) => title.clone_into(&mut subject.title),
        Record::Room(room) => title.clone_into(&mut room.title),
        other => panic!("{other:?}"),
    }
}

fn subject(title: &str) -> Record {
    Record::Subject(SubjectRecord {
        title: title.to_owned(),
        short: String::new(),
    })
}

async fn lesson(store: &Case, id: LessonId) -> Lesson {
    let opened = store.open_lesson(&reader(DEPUTY), id, None).await.unwrap();
    let Some(Versioned::Page { page, .. }) = opened else {
        panic!("{opened:?}")
    };
    let page = page.read().unwrap();
    page.sheet.lesson.clone()
}

async fn a_dry_run_changes_nothing(store: Case) {
    let before = (
        rules(&store).await,
        store.end_of_log(SCHOOL).await.unwrap().seq,
    );
    let change = changed(&store, 1, of(RecordKind::Period, 1), ending("2026-10-27")).await;
    let seen = store.amend(gesture(ADMIN, vec![change.clone()]), true);
    let seen = seen.await.unwrap();
    assert_eq!(seen.outcomes, [AmendmentOutcome::Applied { seq: None }]);
    assert_eq!(seen.totals.changed, 1);
    let after = (
        rules(&store).await,
        store.end_of_log(SCHOOL).await.unwrap().seq,
    );
    assert_eq!(before, after);
    let done = amended(&store, ADMIN, vec![change]).await;
    assert_eq!(done.consequences, seen.consequences);
    assert_eq!(done.totals, seen.totals);
}

async fn an_amendment_is_seen_by_every_page(store: Case) {
    let orlova = reader(ORLOVA);
    let opened = store.open_lesson(&orlova, MONDAY, None).await;
    let Some(Versioned::Page { version, .. }) = opened.unwrap() else {
        panic!()
    };
    let change = changed(&store, 1, of(RecordKind::Subject, 1), titled("Математика"));
    applied(&store, change.await).await;
    let again = store.open_lesson(&orlova, MONDAY, Some(&version));
    let Some(Versioned::Page { page, .. }) = again.await.unwrap() else {
        panic!("what was kept is another now")
    };
    let page = page.read().unwrap();
    assert_eq!(page.subject, "Математика");
    let journal = store.open_journal(&orlova, ALGEBRA_7B, None, day("2026-11-16"), None);
    let Some(Versioned::Page { page, .. }) = journal.await.unwrap() else {
        panic!()
    };
    let page = page.read().unwrap();
    assert_eq!(page.subject, "Математика");
    let today = store.today(&orlova, day("2026-11-16"), crate::fixture::at(NOW));
    assert_eq!(today.await.unwrap().lessons[0].subject, "Математика");
    // The writer has learnt it too: a change of the same lesson goes on.
    let written = batch(ORLOVA, NOW, vec![submitted(1, change_of_topic())]);
    let written = store.apply_changes(written).await.unwrap();
    let BatchOutcome::Stored { outcomes, .. } = written else {
        panic!("{written:?}")
    };
    assert!(
        matches!(outcomes[0], ChangeOutcome::Applied { .. }),
        "{outcomes:?}"
    );
}

fn change_of_topic() -> Change {
    change(1, MONDAY, crate::fixture::at(NOW), roll_call())
}

async fn the_end_of_a_quarter_moves_with_its_lessons_counted(store: Case) {
    let quarter = of(RecordKind::Period, 1);
    let shorter = changed(&store, 1, quarter, ending("2026-10-27")).await;
    let done = amended(&store, DEPUTY, vec![shorter]).await;
    let [effect] = &*done.consequences.effects else {
        panic!("{done:?}")
    };
    assert_eq!(effect.kind, EffectKind::LeavesPeriods { period: quarter });
    assert_eq!(
        effect.days,
        DaySpan::new(day("2026-10-28"), day("2026-10-30"))
    );
    let found = effect.found.as_ref().unwrap();
    assert_eq!((found.lessons, found.marks), (1, 1));
    assert_eq!(found.samples[0].title, "7Б · Алгебра");
    assert_eq!(rules(&store).await.periods[0].ends, day("2026-10-27"));
    let deputy = reader(DEPUTY);
    let page = store.journals(&deputy, Some(PeriodId(1)), crate::fixture::at(NOW));
    assert_eq!(page.await.unwrap().unwrap().period.ends, day("2026-10-27"));

    let longer = changed(&store, 2, quarter, ending("2026-10-30")).await;
    let done = amended(&store, ADMIN, vec![longer]).await;
    let [effect] = &*done.consequences.effects else {
        panic!("{done:?}")
    };
    assert_eq!(effect.kind, EffectKind::EntersPeriod { period: quarter });
    assert_eq!(effect.found.as_ref().unwrap().lessons, 1);
}

async fn what_is_in_use_is_not_removed(store: Case) {
    let refused = async |at: RecordRef, n| {
        let was = record(&store, at).await;
        let removal = amendment(n, at, Some(was), None);
        let done = amended(&store, ADMIN, vec![removal]).await;
        assert_eq!(done.totals.refused, 1);
        match done.outcomes.into_iter().next() {
            Some(AmendmentOutcome::Refused {
                refusal: Refusal::InUse { count, found, .. },
            }) => (count, found),
            other => panic!("{other:?}"),
        }
    };
    let (records, found) = refused(of(RecordKind::Subject, 1), 1).await;
    assert_eq!((records, found.journals), (2, 0), "its journals");
    let (_, found) = refused(of(RecordKind::Room, 2), 2).await;
    assert_eq!(found.lessons, 3, "from today on");
    let (_, found) = refused(of(RecordKind::WorkKind, TEST.0), 3).await;
    assert_eq!(found.marks, 2);
    let (records, _) = refused(of(RecordKind::Building, 1), 4).await;
    assert_eq!(records, 4);
    let (_, found) = refused(of(RecordKind::SchoolYear, 1), 5).await;
    assert_eq!((found.lessons, found.journals), (12, 5));
    let gone = of(RecordKind::Room, 1);
    let was = record(&store, gone).await;
    applied(&store, amendment(6, gone, Some(was), None)).await;
}

async fn a_conflict_says_who_was_first(store: Case) {
    let at = of(RecordKind::Subject, 1);
    let first = changed(&store, 1, at, titled("Математика")).await;
    let second = changed(&store, 2, at, titled("Алгебра и анализ")).await;
    amended(&store, DEPUTY, vec![first.clone()]).await;
    let done = amended(&store, ADMIN, vec![second]).await;
    let [AmendmentOutcome::Conflict { now, by, at }] = &*done.outcomes else {
        panic!("{done:?}")
    };
    assert_eq!(now.as_deref(), first.wanted.as_ref());
    assert_eq!(by.as_ref().unwrap().last, "Строгова");
    assert_eq!(*at, Some(crate::fixture::at(NOW)));
    let same = amendment(3, first.record, first.expected, first.wanted);
    let done = amended(&store, ADMIN, vec![same]).await;
    assert_eq!(done.outcomes, [AmendmentOutcome::Unchanged]);
    assert_eq!(done.totals.same, 1);
}

async fn of_two_at_once_one_is_first(store: Case) {
    let at = of(RecordKind::Subject, 1);
    let was = record(&store, at).await;
    let one = |n: u64| {
        let wanted = subject(&format!("Предмет {n}"));
        let amendment = amendment(n, at, Some(was.clone()), Some(wanted));
        store.amend(gesture(ADMIN, vec![amendment]), false)
    };
    let (one, two) = tokio::join!(one(1), one(2));
    let outcomes = [one, two].map(|amended| amended.unwrap().outcomes.remove(0));
    let applied = |outcome: &&AmendmentOutcome| matches!(outcome, AmendmentOutcome::Applied { .. });
    let conflict = |it: &&AmendmentOutcome| matches!(it, AmendmentOutcome::Conflict { .. });
    assert_eq!(outcomes.iter().filter(applied).count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(conflict).count(), 1, "{outcomes:?}");
}

async fn nothing_dangerous_is_written_before_it_is_agreed_to(store: Case) {
    let quarter = of(RecordKind::Period, 1);
    let shorter = changed(&store, 1, quarter, ending("2026-10-27")).await;
    let harmless = amendment(2, of(RecordKind::Subject, 4), None, Some(subject("Химия")));
    let before = store.end_of_log(SCHOOL).await.unwrap().seq;
    let both = vec![harmless, shorter];
    let unseen = store.amend(gesture(ADMIN, both.clone()), false);
    let unseen = unseen.await.unwrap();
    let not = AmendmentOutcome::NotAgreed;
    assert_eq!(unseen.outcomes, [not.clone(), not.clone()]);
    let mut seen = agreed(&store, ADMIN, both).await;
    // A lesson more than was seen: another danger.
    let found = seen.agreed[0].found.as_mut().unwrap();
    found.lessons += 1;
    let other = store.amend(seen.clone(), false).await.unwrap();
    assert_eq!(other.outcomes[1], not);
    assert_eq!(store.end_of_log(SCHOOL).await.unwrap().seq, before);
    seen.agreed[0].found.as_mut().unwrap().lessons -= 1;
    let done = store.amend(seen, false).await.unwrap();
    assert!(
        done.outcomes
            .iter()
            .all(|it| matches!(it, AmendmentOutcome::Applied { .. }))
    );
}

async fn rights_are_judged_by_kind(store: Case) {
    let subject = changed(&store, 1, of(RecordKind::Subject, 1), titled("Математика")).await;
    let year = changed(&store, 2, of(RecordKind::SchoolYear, 1), |record| {
        if let Record::SchoolYear(year) = record {
            year.ends = day("2027-06-05");
        }
    });
    let both = vec![subject, year.await];
    for (person, allowed) in [
        (ORLOVA, [false, false]),
        (PARENT, [false, false]),
        (DEPUTY, [true, false]),
        (ADMIN, [true, true]),
    ] {
        let seen = store.amend(gesture(person, both.clone()), true);
        let outcomes = seen.await.unwrap().outcomes;
        let may = outcomes
            .iter()
            .map(|outcome| *outcome == AmendmentOutcome::Applied { seq: None });
        assert!(may.eq(allowed), "{person}: {outcomes:?}");
    }
}

async fn one_that_cannot_be_taken_sinks_no_other(store: Case) {
    let at = |id| of(RecordKind::Subject, id);
    let taken = subject("Шахматы");
    let gesture = vec![
        amendment(1, at(4), None, Some(subject("Химия"))),
        amendment(2, at(5), None, Some(taken)),
        amendment(3, at(6), None, Some(subject("Физика"))),
    ];
    let before = store.end_of_log(SCHOOL).await.unwrap().seq;
    let done = amended(&store, ADMIN, gesture).await;
    let applied = |seq| AmendmentOutcome::Applied {
        seq: Some(before + seq),
    };
    assert_eq!(done.outcomes[0], applied(1));
    assert!(matches!(
        done.outcomes[1],
        AmendmentOutcome::Refused {
            refusal: Refusal::Invalid { .. }
        }
    ));
    assert_eq!(done.outcomes[2], applied(2));
    assert_eq!((done.totals.created, done.totals.refused), (2, 1));
    assert_eq!(store.end_of_log(SCHOOL).await.unwrap().seq, before + 2);
    assert_eq!(list(&store, RecordKind::Subject).await.records.len(), 5);
}

async fn the_feed_goes_past_amendments(store: Case) {
    let reader = reader(ORLOVA);
    let from = store.end_of_log(SCHOOL).await.unwrap().seq;
    let before = store.feed_since(&reader, from, 500).await.unwrap();
    let change = changed(&store, 1, of(RecordKind::Subject, 1), titled("Математика")).await;
    let seq = applied(&store, change).await;
    let feed = store.feed_since(&reader, from, 500).await.unwrap();
    assert_eq!(
        (feed.changes.len(), feed.up_to.seq, feed.more),
        (0, seq, false)
    );
    assert_ne!(feed.register, before.register);
    assert_eq!(feed.up_to, store.end_of_log(SCHOOL).await.unwrap());
    let next = store.feed_since(&reader, seq, 500).await.unwrap();
    assert_eq!((next.since, next.up_to), (feed.up_to, feed.up_to));
    let written = batch(ORLOVA, NOW, vec![submitted(1, change_of_topic())]);
    store.apply_changes(written).await.unwrap();
    let feed = store.feed_since(&reader, from, 500).await.unwrap();
    assert_eq!((feed.changes.len(), feed.up_to.seq), (1, seq + 1));
    let all = store.feed_since(&reader, 0, 1).await.unwrap();
    assert_eq!((all.up_to.seq, all.more), (1, true));
}

async fn a_school_that_was_amended_is_not_blank(store: Case) {
    store.import(blank(2, ADMIN)).await.unwrap();
    assert!(store.is_blank(SchoolId(2)).await.unwrap());
    let at = of(RecordKind::Subject, 1);
    let mut gesture = gesture(ADMIN, vec![amendment(1, at, None, Some(subject("Химия")))]);
    gesture.school = SchoolId(2);
    store.amend(gesture, false).await.unwrap();
    assert!(!store.is_blank(SchoolId(2)).await.unwrap());
}

/// Ends every role of a person some days before the tests'.
pub async fn end_roles(store: &Case, whose: PersonId) {
    let offices = list(store, RecordKind::Office).await.records;
    for (n, line) in (50..).zip(offices) {
        let Record::Office(office) = line.record else {
            panic!("no role")
        };
        if office.person == whose {
            let ended = Record::Office(OfficeRecord {
                until: Some(day("2026-11-11")),
                ..office.clone()
            });
            let at = RecordKind::Office.at(line.id);
            applied(
                store,
                amendment(n, at, Some(Record::Office(office)), Some(ended)),
            )
            .await;
        }
    }
}
