//! School years after one another.

use super::*;

on_both_databases!(a_finished_year_stays_so_when_the_next_is_opened);

/// A day of summer, when the year of the fixture is over.
const SUMMER: &str = "2027-06-15T10:00";

/// Makes the next school year and opens it.
async fn next_year(store: &Case) {
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
        ] => clause.id.clone(),
        other => panic!("{other:?}"),
    }
}

async fn a_finished_year_stays_so_when_the_next_is_opened(store: Case) {
    let clause = rules(&store).await.regulation.rights.year_closed.id;
    assert_eq!(locked(&store, 1).await, clause);
    next_year(&store).await;
    assert_eq!(locked(&store, 2).await, clause);
}
