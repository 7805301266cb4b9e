//! School years after one another.

use super::people::free;
use super::removed::period_mark;
use super::*;

on_both_databases!(
    a_finished_year_stays_so_when_the_next_is_opened,
    the_journals_of_a_closed_year_stay_to_be_read,
    a_journal_belongs_to_its_year,
    a_journal_with_lessons_stays_in_its_year,
);

/// A day of summer, when the year of the fixture is over.
const SUMMER: &str = "2027-06-15T10:00";

fn finished() -> RecordRef {
    of(RecordKind::SchoolYear, 1)
}

/// Makes the next school year and opens it.
pub(super) async fn next_year(store: &Case) {
    let next = of(RecordKind::SchoolYear, 2);
    let forming = Record::SchoolYear(SchoolYear {
        title: "2027/28".into(),
        starts: day("2027-09-01"),
        ends: day("2028-05-26"),
        state: YearState::Forming,
    });
    applied(store, amendment(1, next, None, Some(forming))).await;
    in_state(store, 2, next, YearState::Open).await;
}

async fn in_state(store: &Case, n: u64, year: RecordRef, state: YearState) {
    let change = changed(store, n, year, |record| {
        if let Record::SchoolYear(year) = record {
            year.state = state;
        }
    });
    applied(store, change.await).await;
}

/// The clause by which a mark for the second quarter is locked in summer.
async fn locked(store: &Case, n: u64) -> String {
    let mark = period_mark(n, SUMMER, ABRAMOV, "none", "5");
    let written = store.apply_changes(batch(ORLOVA, SUMMER, vec![mark])).await;
    let BatchOutcome::Stored { outcomes, .. } = written.unwrap() else {
        panic!("not stored")
    };
    match &*outcomes {
        [
            ChangeOutcome::Refused {
                problem:
                    ChangeRefusal::Judged {
                        verdict: Verdict::Locked { clause, .. },
                    },
            },
        ] => clause.clone().unwrap().id,
        other => panic!("{other:?}"),
    }
}

async fn a_finished_year_stays_so_when_the_next_is_opened(store: Case) {
    let clause = rules(&store)
        .await
        .regulation
        .rights
        .year_closed
        .unwrap()
        .id;
    next_year(&store).await;
    in_state(&store, 3, finished(), YearState::Closed).await;
    assert_eq!(locked(&store, 1).await, clause);
    in_state(&store, 4, finished(), YearState::Archived).await;
    assert_eq!(locked(&store, 2).await, clause);
}

/// The period over which a person's journals are listed, and one of them is opened.
async fn read(store: &Case, person: PersonId, period: Option<PeriodId>) -> PeriodId {
    let reader = reader(person);
    let now = crate::fixture::at(SUMMER);
    let listed = store.journals(&reader, period, now).await.unwrap().unwrap();
    let known = listed.journals.iter().any(|row| row.journal == ALGEBRA_7B);
    assert!(known, "{listed:?}");
    let opened = store.open_journal(&reader, ALGEBRA_7B, period, day("2027-06-15"), None);
    let Some(Versioned::Page { page, .. }) = opened.await.unwrap() else {
        panic!("{period:?}")
    };
    let page = page.read().unwrap();
    assert_eq!(page.period.id, listed.period.id);
    page.period.id
}

/// The first quarter of the next year, in which there is no class yet.
async fn next_quarter(store: &Case, n: u64) -> PeriodId {
    let quarter = Record::Period(PeriodRecord {
        year: YearId(2),
        title: "1 четверть".into(),
        length: PeriodLength::Quarter,
        starts: day("2027-09-01"),
        ends: day("2027-10-29"),
    });
    let id = PeriodId(3);
    let at = of(RecordKind::Period, id.0);
    applied(store, amendment(n, at, None, Some(quarter))).await;
    id
}

async fn a_journal_belongs_to_its_year(store: Case) {
    next_year(&store).await;
    let next = Some(next_quarter(&store, 3).await);
    let autumn = "2027-09-10T10:00";
    let (deputy, now) = (reader(DEPUTY), crate::fixture::at(autumn));
    let listed = store.journals(&deputy, next, now).await.unwrap().unwrap();
    assert_eq!(
        listed.journals,
        [],
        "those of the year before are not of it"
    );
    let on = day("2027-09-10");
    let opened = store.open_journal(&deputy, ALGEBRA_7B, next, on, None);
    assert_eq!(opened.await.unwrap(), None);
    let mut mark = period_mark(1, autumn, ABRAMOV, "none", "5");
    mark.change.sheet = SheetId::Term {
        journal: ALGEBRA_7B,
        period: PeriodId(3),
    };
    let written = store.apply_changes(batch(ORLOVA, autumn, vec![mark])).await;
    let BatchOutcome::Stored { outcomes, .. } = written.unwrap() else {
        panic!("not stored")
    };
    let refused = matches!(&*outcomes, [ChangeOutcome::Refused { .. }]);
    assert!(refused, "{outcomes:?}");
    let me = async |local| {
        let me = store.me(SchoolId(1), ORLOVA, crate::fixture::at(local));
        me.await.unwrap().unwrap().class_teacher_of
    };
    assert_eq!(me(NOW).await, ["7Б"]);
    assert!(me(autumn).await.is_empty());
}

/// Neither with its group, though no day of its members is in the way, nor by another group.
async fn a_journal_with_lessons_stays_in_its_year(store: Case) {
    next_year(&store).await;
    let next = Record::Group(GroupRecord {
        year: YearId(2),
        title: "Шахматы".into(),
        sort: GroupSort::Mixed,
        class: None,
    });
    let group = free(&store, RecordKind::Group).await;
    applied(&store, amendment(10, group, None, Some(next))).await;
    let journal = of(RecordKind::Journal, CHESS.0);
    let Record::Journal(chess) = record(&store, journal).await else {
        panic!("no journal")
    };
    let with_group = changed(&store, 20, chess.group.into(), |record| {
        if let Record::Group(group) = record {
            group.year = YearId(2);
            group.title = "Шахматы 2".into();
        }
    });
    let to_another = changed(&store, 21, journal, |record| {
        if let Record::Journal(journal) = record {
            journal.group = GroupId(group.id.0);
        }
    });
    for (amendment, field) in [(with_group.await, "year"), (to_another.await, "group")] {
        let done = amended(&store, ADMIN, vec![amendment]).await;
        let fault = FieldFault::new(field, Fault::KeepsYear { journal });
        let refusal = Refusal::Invalid {
            faults: vec![fault],
        };
        assert_eq!(done.outcomes, [AmendmentOutcome::Refused { refusal }]);
    }
}

async fn the_journals_of_a_closed_year_stay_to_be_read(store: Case) {
    let (first, second) = (PeriodId(1), PeriodId(2));
    next_year(&store).await;
    in_state(&store, 3, finished(), YearState::Closed).await;
    for person in [ORLOVA, DEPUTY] {
        assert_eq!(read(&store, person, Some(first)).await, first);
        assert_eq!(read(&store, person, None).await, second);
    }
    let third = next_quarter(&store, 4).await;
    assert_eq!(
        read(&store, ORLOVA, None).await,
        second,
        "nothing is in the next"
    );
    assert_eq!(read(&store, ORLOVA, Some(first)).await, first);
    in_state(&store, 5, finished(), YearState::Archived).await;
    assert_eq!(read(&store, ORLOVA, Some(second)).await, second);
    let rules = rules(&store).await;
    let years = rules.periods.iter().map(|period| {
        let year = rules.years.of(period.starts);
        (period.id, year.map(|year| year.state))
    });
    let (archived, open) = (Some(YearState::Archived), Some(YearState::Open));
    let told: Vec<_> = years.collect();
    assert_eq!(told, [(first, archived), (second, archived), (third, open)]);
}
