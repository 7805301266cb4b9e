//! Who stands by what a cell holds, and what that means for a change that goes on from an earlier
//! one: an undo, or a correction whose writer had not heard yet what became of what it corrects.
//!
//! Two may have said the same, in whichever order and batches it came: the value stands by both.
//! Whoever takes an own word back, or corrects it unseen, does not speak for the other.

use crate::apply::{Refused, TakesChanges};
use crate::change::{Cell, Change, Content};
use crate::ids::{DeviceId, PersonId, PupilId};
use crate::time::Timestamp;

/// Most claims of a cell that are remembered.
const MOST: usize = 8;

/// Somebody's word about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Whose.
    pub person: PersonId,
    /// When it was received.
    pub at: Timestamp,
    /// From which device; none of what was imported.
    pub device: Option<DeviceId>,
    /// The place of its change in the log.
    pub seq: i64,
    /// The place of the first of the changes by which its maker wrote over an own word and nobody
    /// else's, or said it once more; [`Self::seq`] where there was but one. What an undo of a later one brings back is the
    /// same device's word, so these need no claim each.
    pub first: i64,
    /// What has become of it.
    pub standing: Standing,
}

/// What has become of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It wrote what stands in the cell.
    Wrote,
    /// It says what stood there already.
    Agrees,
    /// It took back what stood there before, and says nothing of its own.
    TookBack,
    /// The change at this place of the log was written over it.
    Over(i64),
}

impl Claim {
    /// Whether its maker says what stands in the cell.
    fn holds(&self) -> bool {
        matches!(self.standing, Standing::Wrote | Standing::Agrees)
    }

    /// Whether it is this person's word from one of these devices. What was imported came from none,
    /// so that only the person tells whose it is.
    fn is_from(&self, person: PersonId, devices: [Option<DeviceId>; 2]) -> bool {
        devices.contains(&self.device) && (self.device.is_some() || self.person == person)
    }

    /// Whether the change at this place was one of it that wrote over an own word.
    fn wrote_over_itself(&self, at: Origin) -> bool {
        self.device == at.device && self.first < at.seq && at.seq <= self.seq
    }
}

/// The claims on a cell, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claims(Vec<Claim>);

/// The accepted change from which another goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Its device; none of what was imported.
    pub device: Option<DeviceId>,
    /// Its place in the log.
    pub seq: i64,
}

/// From what a change goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoesOn {
    /// From what its writer saw in the cell.
    Seen,
    /// From an earlier change of the same person, of which its writer had not heard.
    Corrects(Origin),
    /// From an earlier change of the same person, which it takes back.
    Undoes(Origin),
    /// From one that was not accepted.
    FromNothing,
}

impl GoesOn {
    /// The earlier change, if there is one.
    pub fn origin(self) -> Option<Origin> {
        match self {
            Self::Corrects(origin) | Self::Undoes(origin) => Some(origin),
            Self::Seen | Self::FromNothing => None,
        }
    }
}

impl Claims {
    /// Who wrote what stands here, or took back what stood here.
    pub fn writer(&self) -> Option<&Claim> {
        let mut standing = self.0.iter().rev();
        standing.find(|one| matches!(one.standing, Standing::Wrote | Standing::TookBack))
    }

    /// Whether a change was the last to write here: nothing has come after it, or all of that was taken
    /// back since, by its own device or by others who so left it standing.
    pub fn is_last(&self, origin: Origin) -> bool {
        let Some(last) = self.writer() else {
            return false;
        };
        let is_own = last.device.is_some() && last.device == origin.device;
        let took_back = last.standing == Standing::TookBack && last.seq > origin.seq;
        let stands = |one: &Claim| one.seq == origin.seq && one.standing == Standing::Agrees;
        last.seq == origin.seq || took_back && (is_own || self.0.iter().any(stands))
    }

    /// Who says what stands here, other than this person from these devices; the newest first.
    pub fn others(
        &self,
        person: PersonId,
        own: [Option<DeviceId>; 2],
    ) -> impl Iterator<Item = &Claim> {
        let holding = self.0.iter().rev().filter(|one| one.holds());
        holding.filter(move |one| !one.is_from(person, own))
    }

    /// Whose word a change that goes on from an earlier one of `by` would overrule unseen. What an undo
    /// brought back its maker has seen: whoever goes on from there overrules only what was said since.
    pub fn against(&self, (by, device): (PersonId, DeviceId), goes_on: GoesOn) -> Option<&Claim> {
        let origin = goes_on.origin()?;
        let own_undo = self.writer().filter(|one| {
            let is_own = one.device.is_some() && one.device == origin.device;
            is_own && one.standing == Standing::TookBack && one.seq <= origin.seq
        });
        let is_on = matches!(goes_on, GoesOn::Corrects(_));
        let seen = own_undo.filter(|_| is_on).map(|undo| undo.seq);
        self.others(by, [Some(device), origin.device])
            .find(|one| seen.is_none_or(|seen| one.seq > seen))
    }

    /// A change of this cell was accepted, which `moved` it or said what stood there already.
    pub fn accepted(&mut self, claim: Claim, goes_on: GoesOn, moved: bool) {
        match goes_on {
            GoesOn::Undoes(origin) if !moved => {
                self.let_go((claim.person, claim.device), origin);
            }
            GoesOn::Undoes(origin) => {
                let own = [claim.device, origin.device];
                let is_gone = |one: &Claim| {
                    one.holds() && one.is_from(claim.person, own) && !one.wrote_over_itself(origin)
                };
                let took_back = |one: &Claim| one.standing == Standing::TookBack;
                self.0.retain(|one| !is_gone(one) && !took_back(one));
                let over = Standing::Over(origin.seq);
                let is_back = |one: &Claim| one.standing == over || one.wrote_over_itself(origin);
                let back = self.0.iter_mut().filter(|one| is_back(one));
                back.for_each(|one| one.standing = Standing::Agrees);
                let standing = Standing::TookBack;
                self.push(Claim { standing, ..claim });
            }
            _ if moved => {
                self.0.retain(|one| one.standing != Standing::TookBack);
                if let Some(first) = self.alone(claim) {
                    self.0.retain(|one| !one.holds());
                    self.push(Claim { first, ..claim });
                    return;
                }
                let holding = self.0.iter_mut().filter(|one| one.holds());
                holding.for_each(|one| one.standing = Standing::Over(claim.seq));
                self.push(claim);
            }
            _ => {
                let own = [claim.device; 2];
                let is_own = |one: &&mut Claim| one.holds() && one.is_from(claim.person, own);
                match self.0.iter_mut().find(is_own) {
                    // Whoever took something back meanwhile has not heard it said again.
                    Some(known) if known.standing == Standing::Agrees => {
                        (known.seq, known.at) = (claim.seq, claim.at);
                    }
                    Some(_) => {}
                    None => {
                        let standing = Standing::Agrees;
                        self.push(Claim { standing, ..claim });
                    }
                }
            }
        }
    }

    /// Where the run of words began that the maker of a claim goes on with, if what stands here is
    /// that one's word from that device and nobody else's.
    fn alone(&self, claim: Claim) -> Option<i64> {
        let mut holding = self.0.iter().filter(|one| one.holds());
        let only = holding.next()?;
        let is_own = only.device.is_some()
            && (only.device, only.person) == (claim.device, claim.person)
            && holding.next().is_none();
        is_own.then_some(only.first)
    }

    /// Whoever takes back this change says no more what stands here, whoever else says so.
    pub fn let_go(&mut self, (by, device): (PersonId, Option<DeviceId>), origin: Origin) {
        let own = [device, origin.device];
        let is_own = |one: &Claim| one.holds() && one.is_from(by, own);
        self.0
            .retain(|one| !is_own(one) || one.wrote_over_itself(origin));
        // What it had said before that can be brought back yet.
        let earlier = self.0.iter_mut().filter(|one| is_own(one));
        earlier.for_each(|one| one.standing = Standing::Over(origin.seq));
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Claim> {
        self.0.iter()
    }

    /// One more, the newest. Where there are too many, one that was written over goes first, and
    /// [`Self::writer`] never: a conflict is to name somebody.
    pub fn push(&mut self, claim: Claim) {
        self.0.push(claim);
        if self.0.len() > MOST {
            let is_over = |one: &Claim| matches!(one.standing, Standing::Over(_));
            let writer = self.writer().map(|one| one.seq);
            let agrees = |one: &Claim| Some(one.seq) != writer;
            let mut all = self.0.iter();
            let dropped = all.position(is_over);
            let dropped = dropped.or_else(|| self.0.iter().position(agrees));
            self.0.remove(dropped.unwrap_or(0));
        }
    }
}

/// Applies a change of `by`, sent from `device`, to a sheet on whose cells there are claims.
///
/// A change that goes on from an earlier one of its sender is taken if its cell holds that one's
/// value by that device's word alone. Of a letter the reason that was written so goes, whatever has
/// become of the absence; none comes back beside an absence about which another has spoken since, and
/// no absence goes beside which another has given a reason since.
///
/// # Errors
/// As [`TakesChanges::apply`].
pub fn apply<'c>(
    sheet: &mut dyn TakesChanges,
    claims: &dyn Fn(Cell) -> Option<&'c Claims>,
    change: &Change,
    (by, device): (PersonId, DeviceId),
    goes_on: GoesOn,
    is_member: &dyn Fn(PupilId) -> bool,
) -> Result<(), Refused> {
    let cell = change.edit.cell();
    let now = sheet.content(cell);
    let wanted = change.edit.wanted();
    let is_same = now == wanted;
    let conflict = |cell, now| {
        let now = Box::new(now);
        Err(Refused::Conflict { cell, now })
    };
    let origin = match goes_on {
        GoesOn::Corrects(origin) | GoesOn::Undoes(origin) => origin,
        GoesOn::FromNothing if !is_same => return conflict(cell, now),
        GoesOn::Seen | GoesOn::FromNothing => return sheet.apply(change, by, is_member),
    };
    let against = claims(cell).and_then(|claims| claims.against((by, device), goes_on));
    if !is_same && against.is_some() {
        return conflict(cell, now);
    }
    if wanted == Content::Reason(None) {
        let alone = Change {
            beside: None,
            ..change.clone()
        };
        return sheet.apply(&alone, by, is_member);
    }
    let own = [Some(device), origin.device];
    if let Some(beside) = cell.beside().filter(|_| !is_same)
        && let Some(claims) = claims(beside)
        && claims.others(by, own).any(|claim| claim.seq > origin.seq)
    {
        return conflict(beside, sheet.content(beside));
    }
    sheet.apply(change, by, is_member)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};
    use uuid::Uuid;

    fn device(nth: u8) -> DeviceId {
        DeviceId(Uuid::from_u128(u128::from(nth)))
    }

    fn person(nth: u8) -> PersonId {
        PersonId(i64::from(nth))
    }

    fn claim(nth: u8, seq: i64) -> Claim {
        Claim {
            person: person(nth),
            at: Timestamp(seq),
            device: Some(device(nth)),
            seq,
            first: seq,
            standing: Standing::Wrote,
        }
    }

    #[test]
    fn who_wrote_what_stands_is_remembered_longest() {
        let mut claims = Claims::default();
        claims.accepted(claim(1, 1), GoesOn::Seen, true);
        for nth in 2..20 {
            claims.accepted(claim(nth, i64::from(nth)), GoesOn::Seen, false);
        }
        assert_eq!(claims.writer().map(|one| one.seq), Some(1));
        let seqs: Vec<_> = claims.iter().map(|one| one.seq).collect();
        assert_eq!(seqs, [1, 13, 14, 15, 16, 17, 18, 19]);
    }

    #[test]
    fn whoever_corrects_an_own_word_makes_no_more_claims() {
        let mut claims = Claims::default();
        for seq in 1..=100 {
            claims.accepted(claim(1, seq), GoesOn::Seen, true);
        }
        assert_eq!(claims.iter().count(), 1);
    }

    #[test]
    fn of_what_was_imported_each_takes_back_the_own_word_alone() {
        let imported = |nth, seq| Claim {
            device: None,
            ..claim(nth, seq)
        };
        let origin = |seq| Origin { device: None, seq };
        let mut both = Claims::default();
        both.accepted(imported(1, 1), GoesOn::Seen, true);
        both.accepted(imported(2, 2), GoesOn::Seen, false);
        let others = |claims: &Claims, nth| {
            let others = claims.others(person(nth), [Some(device(9)), None]);
            others.map(|one| one.person).collect::<Vec<_>>()
        };
        assert_eq!(others(&both, 1), [person(2)]);
        assert_eq!(others(&both, 2), [person(1)]);
        let mut let_go = both.clone();
        let_go.let_go((person(2), Some(device(9))), origin(2));
        let mut took_back = both;
        let by = Claim {
            device: Some(device(9)),
            ..claim(2, 3)
        };
        took_back.accepted(by, GoesOn::Undoes(origin(2)), true);
        for left in [let_go, took_back] {
            assert_eq!(others(&left, 9), [person(1)]);
        }
    }

    /// What is in a cell, by whose word, and what stood there before each change.
    #[derive(Default)]
    struct Told {
        value: u8,
        holders: BTreeSet<u8>,
        before: BTreeMap<i64, (u8, BTreeSet<u8>)>,
        done: BTreeMap<u8, Vec<(i64, u8)>>,
        seq: i64,
    }

    impl Told {
        fn write(&mut self, by: u8, value: u8, claims: &mut Claims) {
            self.seq += 1;
            let moved = self.value != value;
            claims.accepted(claim(by, self.seq), GoesOn::Seen, moved);
            if moved {
                let before = (self.value, std::mem::take(&mut self.holders));
                self.before.insert(self.seq, before);
                self.done.entry(by).or_default().push((self.seq, value));
                self.value = value;
            } else if !self.holders.contains(&by) {
                self.done.remove(&by);
            }
            self.holders.insert(by);
        }

        fn undo(&mut self, by: u8, claims: &mut Claims) {
            let Some((seq, wrote)) = self.done.entry(by).or_default().pop() else {
                return;
            };
            let origin = Origin {
                device: Some(device(by)),
                seq,
            };
            let others = claims.others(person(by), [Some(device(by)); 2]).count();
            let (was, holders) = self.before[&seq].clone();
            if wrote != self.value {
                self.done.remove(&by);
                return;
            }
            if others > 0 {
                self.holders.remove(&by);
                claims.let_go((person(by), Some(device(by))), origin);
                return;
            }
            self.seq += 1;
            claims.accepted(claim(by, self.seq), GoesOn::Undoes(origin), true);
            (self.value, self.holders) = (was, holders);
        }
    }

    proptest! {
        /// Whatever is written and taken back, a value stands by those who had said it when it
        /// stood there last. (Undos of words that only by chance stand there again are left out.)
        #[test]
        fn an_undo_brings_back_who_stood_by_what_it_brings_back(
            acts in prop::collection::vec((1..=3_u8, prop::option::of(0..=3_u8)), 1..60)
        ) {
            let (mut told, mut claims) = (Told::default(), Claims::default());
            for (by, act) in acts {
                match act {
                    Some(value) => told.write(by, value, &mut claims),
                    None => told.undo(by, &mut claims),
                }
                // More are not remembered.
                if claims.iter().count() == MOST {
                    break;
                }
                let holding = claims.others(person(0), [None; 2]).filter_map(|one| u8::try_from(one.person.0).ok());
                prop_assert_eq!(holding.collect::<BTreeSet<_>>(), told.holders.clone());
            }
        }
    }
}
