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

/// Who amends and who only reads each kind; whoever is not named does neither (conflicts, «Roles and
/// rights»).
const RIGHTS: &[(&str, &str, &str)] = &[
    (
        "school-year",
        "admin",
        "director deputy teacher psychologist registrar hr scheduler",
    ),
    (
        "person",
        "admin registrar hr",
        "director deputy teacher psychologist scheduler",
    ),
    ("person-details", "admin registrar hr", "director deputy"),
    (
        "guardianship",
        "admin registrar",
        "director deputy psychologist",
    ),
    (
        "class",
        "admin deputy registrar",
        "director teacher psychologist hr scheduler",
    ),
    ("office", "admin", "director deputy"),
    ("order", "admin deputy registrar", "director"),
    ("movement", "admin deputy registrar", "director"),
    (
        "group",
        "admin deputy registrar",
        "director teacher psychologist hr scheduler",
    ),
    (
        "membership",
        "admin deputy registrar",
        "director teacher psychologist hr scheduler",
    ),
    (
        "journal",
        "admin deputy",
        "director teacher psychologist registrar hr scheduler",
    ),
    (
        "teaching",
        "admin deputy",
        "director teacher psychologist registrar hr scheduler",
    ),
];
/// Those of every other kind.
const DIRECTORY: (&str, &str) = (
    "admin deputy",
    "director teacher psychologist registrar hr scheduler",
);

#[test]
fn each_role_amends_and_reads_what_the_regulations_give_it() {
    for kind in RecordKind::ALL {
        let named = RIGHTS.iter().find(|(word, ..)| *word == kind.word());
        let (writes, reads) = named.map_or(DIRECTORY, |(_, writes, reads)| (*writes, *reads));
        for &role in Role::ALL {
            let among = |words: &str| words.split(' ').any(|word| word == role.word());
            let roles = Roles([role].into_iter().collect());
            assert_eq!(may(role, *kind), among(writes), "{role:?} writes {kind}");
            let reads = among(writes) || among(reads);
            assert_eq!(kind.read_by(&roles), reads, "{role:?} reads {kind}");
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
