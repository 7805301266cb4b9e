//! What takes a gesture back.

use super::record::{Record, RecordRef};
use std::collections::BTreeMap;

/// A record that moved, or is to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Which record.
    pub record: RecordRef,
    /// What it said; none: there was none.
    pub before: Option<Record>,
    /// What it says since; none: there is none any more.
    pub after: Option<Record>,
}

/// What takes back that records moved, in the order in which they did: each goes from where it was
/// left to where it had been, the last of them first, so that what names another goes before it. A
/// record that has moved on since is found to stand otherwise than is said here, and stays.
pub fn inverse(moved: Vec<Moved>) -> Vec<Moved> {
    let mut back: BTreeMap<RecordRef, (usize, Moved)> = BTreeMap::new();
    for (nth, one) in moved.into_iter().enumerate() {
        let known = back.remove(&one.record);
        let after = match known {
            Some((_, earlier)) => earlier.after,
            None => one.before,
        };
        let step = Moved {
            record: one.record,
            before: one.after,
            after,
        };
        back.insert(one.record, (nth, step));
    }
    let moves = back.into_values().filter(|(_, it)| it.before != it.after);
    let mut back: Vec<_> = moves.collect();
    back.sort_by_key(|(nth, _)| std::cmp::Reverse(*nth));
    back.into_iter().map(|(_, it)| it).collect()
}
