//! A pupil's row in the list of a journal.

use crate::ids::PupilId;
use crate::person::PersonName;
use crate::register::DaySpan;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A pupil in the list of a journal. Who left and came back has one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The pupil.
    pub pupil: PupilId,
    /// The name.
    pub name: PersonName,
    /// № in the list: the place among all who are in the group on some day of the period, in the
    /// roll of each of its lessons as in its grid. Who left or is still to come keeps a number, so
    /// that nobody has another's on another screen. None: is not in the group in the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// First day in the group; none: from the year's start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day in the group; none: to the year's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Days between the first and the last on which the pupil was not in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub away: Vec<DaySpan>,
}

/// The № of each row of a list; of one that was kept before there were numbers, its place.
pub fn list_numbers(members: &[Member]) -> impl Iterator<Item = Option<u16>> {
    let are_given = members.iter().any(|member| member.number.is_some());
    let places = (1..).zip(members);
    places.map(move |(place, member)| {
        let place = Some(place).filter(|_| !are_given);
        member.number.or(place)
    })
}

impl Member {
    /// A pupil who is in the group on the days of these stays; between them, on none. Without stays:
    /// not on any of `shown`, of which the list is.
    pub fn staying(
        pupil: PupilId,
        name: PersonName,
        stays: &[(Option<NaiveDate>, Option<NaiveDate>)],
        shown: DaySpan,
    ) -> Self {
        let row = Self {
            pupil,
            name,
            number: None,
            from: None,
            until: None,
            away: Vec::new(),
        };
        let span = |(from, until): &(Option<NaiveDate>, Option<NaiveDate>)| {
            DaySpan::new(
                from.unwrap_or(NaiveDate::MIN),
                until.unwrap_or(NaiveDate::MAX),
            )
        };
        let first = stays.iter().map(|stay| span(stay).first).min();
        let last = stays.iter().map(|stay| span(stay).last).max();
        let Some((first, last)) = first.zip(last) else {
            return Self {
                away: vec![shown],
                ..row
            };
        };
        Self {
            from: Some(first).filter(|first| *first != NaiveDate::MIN),
            until: Some(last).filter(|last| *last != NaiveDate::MAX),
            away: DaySpan::new(first, last).without(stays.iter().map(span)),
            ..row
        }
    }

    /// Whether the pupil is in the group on `date`.
    pub fn belongs_on(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date)
            && self.until.is_none_or(|until| date <= until)
            && !self.away.iter().any(|away| away.has(date))
    }

    /// Whether the pupil is in the group on some day of these, from the first to the last.
    pub fn belongs_within(&self, (first, last): (NaiveDate, NaiveDate)) -> bool {
        let first = self.from.map_or(first, |from| from.max(first));
        let last = self.until.map_or(last, |until| until.min(last));
        let stays = DaySpan::new(first, last).without(self.away.iter().copied());
        first <= last && !stays.is_empty()
    }
}
