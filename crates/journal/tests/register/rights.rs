//! Who may read and amend the register: one table, walked cell by cell.

mod class_teacher;
mod matrix;
mod people;
mod veil;
mod world;

use crate::support::*;
use journal::register::*;
use journal::regulation::{Act, Actor, Forbidden, RegisterRights};
use journal::{PersonId, Regulation, Role, Roles};
use rstest::rstest;

#[rstest]
#[case::for_all("krasnozavodsk-1", RecordKind::Room, Some("KZ1-2.1g"))]
#[case::by_kind("sergiev-posad-14", RecordKind::BellSchedule, Some("SP14-T2.5"))]
#[case::the_card_of_the_school("sergiev-posad-14", RecordKind::SchoolCard, Some("SP14-T2.3a"))]
#[case::for_all_but_one("sgo-154", RecordKind::Subject, Some("SGO154-3.1.8a"))]
#[case::that_one("sgo-154", RecordKind::Period, Some("SGO154P-1.3.2d"))]
#[case::years("solo-kommunar-2", RecordKind::SchoolYear, Some("SOLO2-4.1a"))]
#[case::the_book_of_movement("solo-kommunar-2", RecordKind::Movement, Some("SOLO2-10.1b"))]
#[case::roles("solo-kommunar-2", RecordKind::Office, Some("SOLO2-3.2.1a"))]
#[case::silent("epos-ohansk-1", RecordKind::Room, None)]
fn a_refusal_quotes_the_clause_where_there_is_one(
    #[case] profile: &str,
    #[case] kind: RecordKind,
    #[case] clause: Option<&str>,
) {
    let regulation = Regulation::shipped(profile).unwrap();
    let actor = Actor {
        person: PersonId(1),
        roles: Roles(vec![Role::Teacher]),
    };
    let register = school();
    let rights = RegisterRights::new(&regulation, &actor, &register, day("16.11.2026"));
    let blank = amendment(kind.at(RecordId(99)), None, Some(Record::blank(kind)));
    let forbidden = rights.judge(&[blank]).remove(0).unwrap_err();
    let quoted = forbidden.clause.map(|clause| clause.id);
    assert_eq!(quoted.as_deref(), clause);
}

/// A route asks for a permission before anybody knows the profile.
#[test]
fn no_profile_gives_a_role_what_its_permission_withholds() {
    use journal::regulation::Permission;
    for id in Regulation::shipped_ids() {
        let regulation = Regulation::shipped(id).unwrap();
        for &role in Role::ALL {
            let roles = Roles(vec![role]);
            for kind in RecordKind::ALL {
                let reads = regulation.may_somewhere(&roles, Act::Read, *kind);
                let reads = !reads || Permission::ReadRegister.granted_to(&roles);
                let keeps = regulation.keeps_some(&roles, *kind);
                let keeps = !keeps || Permission::AmendRegister.granted_to(&roles);
                let log = regulation.reads_some_log(&roles, *kind);
                let log = !log || Permission::ReadRecordLog.granted_to(&roles);
                assert!(reads && keeps && log, "{id} {role:?} {kind}");
            }
        }
    }
}
