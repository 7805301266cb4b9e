//! The table printed, and every cell of what is printed tried.

use super::world::*;
use super::*;
use journal::regulation::Who;
use std::fmt::Write;

/// The table as it is kept beside this test, made by hand from the regulations (conflicts, «Roles and
/// rights»). R reads, C creates, U changes, D removes.
const PRINTED: &str = include_str!("matrix.txt");

fn printed(regulation: &Regulation) -> String {
    let mut text = String::new();
    for kind in RecordKind::ALL {
        writeln!(text, "{kind}").unwrap();
        for right in regulation.rights_to(*kind) {
            let letter = |act: &Act| match act {
                Act::Read => 'R',
                Act::Create => 'C',
                Act::Change => 'U',
                Act::Remove => 'D',
            };
            let letters: String = right.acts.iter().map(letter).collect();
            let mut fields = kind.described().fields.iter();
            let upto = match right.upto {
                upto if !fields.any(|field| field.veil > upto) => "",
                Veil::Open => " open",
                Veil::Personal => " personal",
                Veil::Private => "",
            };
            let (who, scope) = (right.who.word(), right.scope.word());
            writeln!(text, "  {who:13} {letters:4} {scope}{upto}").unwrap();
        }
    }
    text
}

/// One line of the printed table.
struct Cell {
    kind: RecordKind,
    who: Who,
    letters: String,
    scope: Scope,
    upto: Veil,
}

fn cells(text: &str) -> Vec<Cell> {
    let mut kind = RecordKind::Room;
    let mut cells = Vec::new();
    for line in text.lines() {
        if !line.starts_with(' ') {
            kind = line.parse().unwrap();
            continue;
        }
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap_or_default();
        cells.push(Cell {
            kind,
            who: word().parse().unwrap(),
            letters: word().to_owned(),
            scope: word().parse().unwrap(),
            upto: match word() {
                "open" => Veil::Open,
                "personal" => Veil::Personal,
                _ => Veil::Private,
            },
        });
    }
    cells
}

#[test]
fn the_table_is_the_one_that_is_printed() {
    let now = printed(&bare());
    assert_eq!(now, PRINTED, "{now}");
}

/// What the table says of a record, by how it stands to who acts (SOLO2-3.1d, SOLO2-3.2.1b).
fn said(cells: &[Cell], who: Who, at: RecordRef, act: Act, scopes: &[Scope]) -> Option<Veil> {
    let letter = match act {
        Act::Read => 'R',
        Act::Create => 'C',
        Act::Change => 'U',
        Act::Remove => 'D',
    };
    let of = cells.iter().filter(|cell| {
        // Whoever leads a class teaches.
        let is =
            cell.who == who || (who == Who::ClassTeacher && cell.who == Who::Role(Role::Teacher));
        is && cell.kind == at.kind && cell.letters.contains(letter)
    });
    of.filter(|cell| scopes.contains(&cell.scope))
        .map(|cell| cell.upto)
        .max()
}

#[test]
fn every_cell_of_the_table_holds_for_ones_own_and_for_anothers() {
    let (regulation, register) = (bare(), world());
    let cells = cells(PRINTED);
    let mut tried = 0;
    for who in Who::all() {
        let actor = actor(who);
        let rights = rights(&regulation, &actor, &register);
        for (at, record) in register.all() {
            let scopes = scopes(who, at);
            let name = format!("{who} {at:?} {scopes:?}");
            let reads = said(&cells, who, at, Act::Read, &scopes);
            assert_eq!(rights.reads(at, record), reads, "{name} reads");
            let seen = record.veiled(reads.unwrap_or_default());
            let may = |amendment: Amendment| rights.judge(&[amendment]).remove(0).is_ok();
            for act in [Act::Change, Act::Remove] {
                let wanted = (act == Act::Change).then(|| seen.clone());
                let is_let = may(amendment(at, Some(seen.clone()), wanted));
                let says = said(&cells, who, at, act, &scopes);
                // What says more than its keeper sees is not removed.
                let is_whole = |upto| record.beyond(upto).next().is_none();
                let says = says.is_some_and(|upto| act == Act::Change || is_whole(upto));
                assert_eq!(is_let, says, "{name} {act:?}");
            }
            let new = at.kind.at(register.free_id(at.kind));
            let mut to_be = scopes.clone();
            if at.kind == RecordKind::Person {
                // Nothing says yet who it is.
                to_be = vec![Scope::School, Scope::Families, Scope::Staff];
                to_be.extend((who == Who::ClassTeacher).then_some(Scope::OwnClass));
            }
            if at.kind == RecordKind::Class {
                to_be.retain(|scope| *scope == Scope::School);
            }
            let says = said(&cells, who, new, Act::Create, &to_be);
            let blank = record.veiled(says.unwrap_or_default());
            let made = may(amendment(new, None, Some(blank)));
            assert_eq!(made, says.is_some(), "{name} creates");
            tried += 4;
        }
    }
    assert!(tried > 2000, "{tried}");
}

#[test]
fn every_kind_has_who_keeps_it_and_who_keeps_it_reads_it() {
    for id in Regulation::shipped_ids() {
        let regulation = profile(id);
        for kind in RecordKind::ALL {
            for act in [Act::Create, Act::Change, Act::Remove] {
                for writes in regulation.grants(*kind, act) {
                    let mut reads = regulation.grants(*kind, Act::Read);
                    assert!(reads.any(|reads| reads == writes), "{id} {kind} {writes:?}");
                }
            }
            for act in Act::ALL {
                // A decision is made once, and stays.
                if *kind == RecordKind::Decision && matches!(act, Act::Change | Act::Remove) {
                    continue;
                }
                let keepers = regulation.keepers(*act, *kind);
                assert!(!keepers.is_empty(), "{id}: nobody may {act:?} {kind}");
            }
        }
    }
}

/// What a profile gives or takes it says with a scope, to be read, and by a clause of its own.
#[test]
fn a_right_of_a_profile_names_its_clause_and_its_scope() {
    for id in Regulation::shipped_ids() {
        for grant in profile(id).rights.grant {
            assert_eq!(grant.scope.is_none(), grant.taken, "{id} {grant:?}");
            assert!(
                grant.clause.cite.starts_with("п. ") || grant.clause.cite.starts_with("табл. ")
            );
            assert!(
                !grant.of.is_empty() && !grant.acts.is_empty(),
                "{id} {grant:?}"
            );
        }
    }
}
