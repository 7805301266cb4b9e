//! How many pupils are invented into each atom, as the file says of its class.

use super::Atom;
use super::division::Draft;
use crate::dice::Dice;
use std::collections::BTreeSet;

/// Pupils of a class whose size the file does not say.
const USUAL_CLASS: u32 = 25;
/// The stream of chance that scatters few pupils over many atoms.
const SCATTER: u64 = 0x5EA7;

/// The atoms of a file, each with its class once it has one.
pub(super) struct Seats<'a> {
    /// Students of each atom in the file; 0 where it does not say.
    sizes: &'a [u32],
    claimed: Vec<bool>,
    given: Vec<Option<Atom>>,
}

impl<'a> Seats<'a> {
    pub(super) fn of(sizes: &'a [u32]) -> Self {
        Self {
            sizes,
            claimed: vec![false; sizes.len()],
            given: vec![None; sizes.len()],
        }
    }

    /// Those of `atoms` that no class has claimed before.
    pub(super) fn claim(&mut self, atoms: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut own = BTreeSet::new();
        for atom in atoms {
            if let Some(claimed) = self.claimed.get_mut(*atom)
                && !std::mem::replace(claimed, true)
            {
                own.insert(*atom);
            }
        }
        own
    }

    /// Gives a class its own atoms, with as many students as the others leave of its size.
    pub(super) fn give(&mut self, class: usize, own: &BTreeSet<usize>, draft: &Draft<'_>) {
        let foreign = draft.atoms.difference(own);
        let foreign = foreign.filter_map(|atom| self.given.get(*atom)?.as_ref());
        let foreign: u32 = foreign.map(|atom| atom.students).sum();
        let sizes = own.iter().filter_map(|atom| self.sizes.get(*atom).copied());
        let sizes: Vec<u32> = sizes.collect();
        let size = (draft.students > 0).then(|| draft.students.saturating_sub(foreign).max(1));
        for (atom, students) in own.iter().zip(seated(&sizes, size)) {
            if let Some(place) = self.given.get_mut(*atom) {
                *place = Some(Atom { class, students });
            }
        }
    }

    /// All of them. One without a class is of a set that is none, and has nobody.
    pub(super) fn atoms(self) -> Vec<Atom> {
        let nobody = Atom {
            class: usize::MAX,
            students: 0,
        };
        let given = self.given.into_iter();
        given
            .map(|atom| atom.unwrap_or_else(|| nobody.clone()))
            .collect()
    }
}

/// Students of each atom of a class of `size`, from what the file says of the atoms (0: nothing).
/// The class has as many as the file says of it; what it says of the atoms divides them.
fn seated(sizes: &[u32], size: Option<u32>) -> Vec<u32> {
    let counted = sizes
        .iter()
        .fold(0_u32, |sum, size| sum.saturating_add(*size));
    let open = sizes.iter().filter(|size| **size == 0).count();
    let open = u32::try_from(open).unwrap_or(u32::MAX);
    let total = size.unwrap_or_else(|| {
        if open == 0 {
            counted
        } else {
            USUAL_CLASS.max(counted.saturating_add(open))
        }
    });
    if open == 0 || counted >= total {
        return in_proportion(sizes, total);
    }
    let left = total - counted;
    let mut more: Vec<bool> = (0..open).map(|nth| nth < left % open).collect();
    if left < open {
        // Atoms are combinations of divisions in the order of an odometer: where there are fewer
        // pupils than atoms, those that get one are scattered, so that no division is left empty.
        Dice::new(0, SCATTER).shuffle(&mut more);
    }
    let mut more = more.into_iter();
    let mut seat = || left / open + u32::from(more.next().unwrap_or(false));
    let seats = sizes.iter();
    seats
        .map(|size| if *size == 0 { seat() } else { *size })
        .collect()
}

/// `total` divided as `sizes` are to each other; an atom of unknown size counts as one student.
fn in_proportion(sizes: &[u32], total: u32) -> Vec<u32> {
    let sum: u64 = sizes.iter().map(|size| u64::from((*size).max(1))).sum();
    let mut before = 0_u64;
    let mut seats = Vec::with_capacity(sizes.len());
    for size in sizes {
        let until = before + u64::from((*size).max(1));
        let upto = |weight: u64| weight * u64::from(total) / sum.max(1);
        seats.push(u32::try_from(upto(until) - upto(before)).unwrap_or(u32::MAX));
        before = until;
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_the_file_says(&[10, 0], Some(24), &[10, 14])]
    #[case::even(&[0, 0, 0], Some(25), &[9, 8, 8])]
    #[case::unknown(&[0, 0], None, &[13, 12])]
    #[case::counted(&[11, 12], None, &[11, 12])]
    #[case::no_limit(&[0], Some(1000), &[1000])]
    #[case::the_class_says_less_than_its_parts(&[100, 100], Some(100), &[50, 50])]
    #[case::the_class_says_more_than_its_parts(&[10, 5], Some(30), &[20, 10])]
    fn seats_are_what_the_file_says(
        #[case] sizes: &[u32],
        #[case] size: Option<u32>,
        #[case] seats: &[u32],
    ) {
        assert_eq!(seated(sizes, size), seats);
    }

    #[test]
    fn fewer_pupils_than_combinations_leave_no_division_empty() {
        let seats = seated(&[0; 195], Some(90));
        assert_eq!(seats.iter().sum::<u32>(), 90);
        for (step, width) in [(2, 2), (3, 3), (5, 5), (13, 13)] {
            for offset in 0..width {
                let here: u32 = seats.iter().skip(offset).step_by(step).sum();
                assert!(here > 0, "every {step}th from {offset}");
            }
        }
        let blocks = seats.chunks(15).map(|block| block.iter().sum::<u32>());
        assert!(blocks.min() > Some(0));
    }
}
