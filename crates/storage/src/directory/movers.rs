//! Pupils who go on within a period from one journal to another of the same subject and grade: the
//! other decides their marks for the period, and the marks they have go with them.

use super::{Directory, JournalCard};
use chrono::NaiveDate;
use journal::{JournalId, PupilId};
use std::collections::BTreeSet;

/// The first and the last day.
type Days = (NaiveDate, NaiveDate);

impl Directory {
    /// Whether something may be entered of a pupil for these days: who is in the group on one of
    /// them, and has not gone on to another journal before they end.
    pub fn takes(&self, id: JournalId, card: &JournalCard, days: Days, pupil: PupilId) -> bool {
        let group = self.group_of(card);
        group.is_some_and(|group| group.holds_within(pupil, days))
            && self.goes_on_in(id, card, days, pupil).is_none()
    }

    /// The journal in which a pupil of this one is on the last of these days. None: in this one, or
    /// in no other of the subject and grade; who leaves the school is marked where he was.
    pub fn goes_on_in(
        &self,
        id: JournalId,
        card: &JournalCard,
        days: Days,
        pupil: PupilId,
    ) -> Option<JournalId> {
        let group = self.group_of(card)?;
        let (_, last) = days;
        if group.holds(pupil, last) || !group.holds_within(pupil, days) {
            return None;
        }
        let others = self.stream(card.stream).iter().copied();
        let mut others = others.filter(|other| *other != id);
        others.find(|other| {
            let other = self.journal(*other).filter(|card| !card.without_marks);
            let group = other.and_then(|card| self.group_of(card));
            group.is_some_and(|group| group.holds(pupil, last))
        })
    }

    /// The journals from which pupils go on to this one within these days, and those pupils.
    pub fn come_from(
        &self,
        id: JournalId,
        card: &JournalCard,
        days: Days,
    ) -> Vec<(JournalId, BTreeSet<PupilId>)> {
        let Some(group) = self.group_of(card) else {
            return Vec::new();
        };
        let others = self.stream(card.stream).iter().copied();
        let others = others.filter(|other| *other != id);
        let movers = others.filter_map(|other| {
            let card = self.journal(other)?;
            let pupils = group.holding(days.1);
            let movers =
                pupils.filter(|pupil| self.goes_on_in(other, card, days, *pupil) == Some(id));
            Some((other, movers.collect::<BTreeSet<_>>()))
        });
        movers.filter(|(_, pupils)| !pupils.is_empty()).collect()
    }
}
