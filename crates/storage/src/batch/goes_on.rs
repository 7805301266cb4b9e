//! From which change another goes on, and what it takes back.

use super::{Named, Writers};
use journal::{Change, ChangeId, Edit, GoesOn, Ground, Timestamp};

/// When what a change takes back was received, if its sender was the last to write into the cell. What
/// found there what it wanted has written nothing, and its undo brings nothing back by right.
pub(super) fn takes_back(
    change: &Change,
    on: GoesOn,
    named: Option<&Named>,
    writers: &Writers,
) -> Option<Timestamp> {
    let GoesOn::Undoes(origin) = on else {
        return None;
    };
    let wrote = |named: &&Named| named.edit.expected() != named.edit.wanted();
    named.filter(wrote)?;
    let claims = writers.claims(change.edit.cell())?;
    let last = claims.writer().filter(|_| claims.is_last(origin))?;
    // What stands again after an undo is older than that, and how old is not known here.
    let is_its_own = last.seq == origin.seq;
    Some(if is_its_own {
        last.at
    } else {
        Timestamp(i64::MIN)
    })
}

/// Whether an edit brings back what stood there before another. Of one that found there what it
/// wanted the log does not tell what was expected: it has written over nobody.
pub(super) fn brings_back(edit: &Edit, earlier: &Edit) -> bool {
    let found = earlier.expected();
    let wrote = found != earlier.wanted();
    edit.expected() == earlier.wanted() && (!wrote || edit.wanted() == found)
}

/// From what a change goes on, if that is what the log tells of the change that it names.
pub(super) fn goes_on(change: &Change, named: Option<&Named>) -> GoesOn {
    let settles = goes_on_from(change).map(|change| Ground::Settles { change });
    let is_undo =
        |named: &Named| change.ground == settles && brings_back(&change.edit, &named.edit);
    match named {
        Some(named) if is_undo(named) && named.over_void => GoesOn::FromNothing,
        Some(named) if is_undo(named) => GoesOn::Undoes(named.origin),
        Some(named) => GoesOn::Corrects(named.origin),
        None if change.after.is_some() => GoesOn::FromNothing,
        None => GoesOn::Seen,
    }
}

/// The change that a change says it goes on from.
pub fn goes_on_from(change: &Change) -> Option<ChangeId> {
    let settles = match change.ground {
        Some(Ground::Settles { change }) => Some(change),
        _ => None,
    };
    change.after.or(settles)
}
