//! What the compositions name is there: a wrong name would say nothing, and silently.

use super::*;
use std::collections::BTreeSet;

fn parts(of: &'static Composition) -> Vec<&'static Part> {
    let others = of.once.iter().chain(of.row);
    std::iter::once(&of.head).chain(others).collect()
}

fn field(part: &Part, name: &str) -> &'static Field {
    let field = part.kind.described().field(name);
    field.unwrap_or_else(|| panic!("{:?} has no field {name}", part.kind))
}

fn names(field: &Field, kind: RecordKind) -> bool {
    field.kind == FieldKind::Reference(kind)
}

#[test]
fn all_that_they_name_is_there() {
    for of in [&ORDER, &NEW_PUPIL] {
        let all = parts(of);
        let in_row = |part: usize| part >= of.count_once();
        let shown: BTreeSet<usize> = of.shown.iter().copied().collect();
        assert_eq!(shown, (0..all.len()).collect(), "each is shown");
        assert_eq!(of.shown.len(), all.len(), "and once");
        let mut cells: Vec<(bool, &str)> = Vec::new();
        for (place, part) in all.iter().enumerate() {
            for cell in part.cells.iter().filter(|cell| cell.name != FROM) {
                field(part, cell.name);
                cells.push((in_row(place), cell.name));
            }
            part.found_by.iter().for_each(|name| {
                field(part, name);
            });
            if let Some(unless) = part.unless {
                let beside = all.iter().skip(of.count_once());
                let mut cells = beside.flat_map(|part| part.cells);
                assert!(in_row(place) && cells.any(|cell| cell.name == unless));
            }
            for (name, given) in part.given {
                let given_to = field(part, name);
                let said = |of: usize, name| field(all[of], name).kind;
                let reaches = |of: usize| !in_row(of) || in_row(place);
                match *given {
                    Given::Of(of) => {
                        assert!(reaches(of) && names(given_to, all[of].kind), "{name}")
                    }
                    Given::Word(said) => assert_ne!(word(given_to, said), Value::Empty, "{said}"),
                    Given::As(of, from) => {
                        assert!(reaches(of) && of < place, "{name} is read before");
                        assert_eq!(said(of, from), given_to.kind, "{name}");
                    }
                    Given::AsFirst(of, from) => {
                        assert!(in_row(of), "{name}");
                        assert_eq!(said(of, from), given_to.kind, "{name}");
                    }
                    Given::ByOrder => assert_eq!(of.head.kind, RecordKind::Order),
                }
            }
        }
        let count = cells.len();
        let cells: BTreeSet<_> = cells.into_iter().collect();
        assert_eq!(cells.len(), count, "no two fields of a row have one id");
    }
}

#[test]
fn the_names_of_the_parts_are_their_places() {
    let kinds = [
        (part::PUPIL, RecordKind::Person),
        (part::CONSENT, RecordKind::Consent),
        (part::ORDER, RecordKind::Order),
        (part::LINE, RecordKind::Movement),
        (part::PARENT, RecordKind::Person),
        (part::GUARDIANSHIP, RecordKind::Guardianship),
        (part::PARENTS_CONSENT, RecordKind::Consent),
    ];
    for (place, kind) in kinds {
        assert_eq!(parts(&NEW_PUPIL)[place].kind, kind, "{place}");
    }
}
