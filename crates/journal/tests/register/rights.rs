//! Who may read and amend the register.

use crate::support::*;
use journal::register::*;
use journal::{Regulation, Role, Roles};
use rstest::rstest;

fn may(role: Role, kind: RecordKind) -> bool {
    let regulation = Regulation::shipped("sgo-154").unwrap();
    let roles = Roles([role].into_iter().collect());
    regulation.judge_keeper(&roles, kind).is_ok()
}

#[test]
fn directories_are_kept_by_the_administrator_and_the_deputy_and_years_by_the_first() {
    for kind in RecordKind::ALL {
        for &role in Role::ALL {
            let keeps =
                role == Role::Admin || (role == Role::Deputy && *kind != RecordKind::SchoolYear);
            assert_eq!(may(role, *kind), keeps, "{role:?} {kind}");
        }
    }
}

#[test]
fn staff_read_the_directories_and_families_do_not() {
    for kind in RecordKind::ALL {
        for &role in Role::ALL {
            let reads = !matches!(role, Role::Parent | Role::Pupil | Role::District);
            let roles = Roles([role].into_iter().collect());
            assert_eq!(kind.read_by(&roles), reads, "{role:?} {kind}");
        }
    }
}

#[rstest]
#[case::for_all("krasnozavodsk-1", RecordKind::Room, Some("KZ1-2.1g"))]
#[case::by_kind("sergiev-posad-14", RecordKind::BellSchedule, Some("SP14-T2.5"))]
#[case::for_all_but_one("sgo-154", RecordKind::Subject, Some("SGO154-3.1.8a"))]
#[case::that_one("sgo-154", RecordKind::Period, Some("SGO154P-1.3.2d"))]
#[case::years("solo-kommunar-2", RecordKind::SchoolYear, Some("SOLO2-4.1a"))]
#[case::silent("epos-ohansk-1", RecordKind::Room, None)]
fn a_refusal_quotes_the_clause_where_there_is_one(
    #[case] profile: &str,
    #[case] kind: RecordKind,
    #[case] clause: Option<&str>,
) {
    let regulation = Regulation::shipped(profile).unwrap();
    let roles = Roles([Role::Teacher].into_iter().collect());
    let blank = amendment(kind.at(RecordId(1)), None, Some(Record::blank(kind)));
    let forbidden = regulation.judge_amendment(&roles, &blank).unwrap_err();
    let quoted = forbidden.clause.map(|clause| clause.id);
    assert_eq!(quoted.as_deref(), clause);
}
