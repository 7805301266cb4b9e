//! A pupil's place in a group that is not a whole class.

use super::{GroupSort, stay_faults};
use crate::ids::{GroupId, PupilId};
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::{EffectKind, Fault, FieldFault, FieldKind, Kind, Record, RecordKind};
use crate::register::{RecordRef, Register, Title};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From when until when a pupil is in a group (EPOS1-1.1-2b).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MembershipRecord {
    /// The group.
    pub group: GroupId,
    /// The pupil.
    pub pupil: PupilId,
    /// First day in it; none: from the year's start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day in it; none: to the year's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

fields! {
    Membership;
    pupil: FieldKind::Reference(RecordKind::Person),
        .required().column(1, 32);
    group: FieldKind::Reference(RecordKind::Group),
        .required().column(1, 22);
    from: FieldKind::Day,
        .column(1, 10);
    until: FieldKind::Day,
        .column(1, 10);
}

/// Places in groups.
pub static KIND: Kind = Kind {
    kind: RecordKind::Membership,
    fields: FIELDS,
    title: Title::Parts(&[at::pupil, at::group]),
    search: &[at::pupil, at::group],
    order: &[at::group, at::pupil, at::from],
    check,
    journals: InJournals {
        uses,
        means,
        ..InJournals::SHOWN
    },
};

/// Within the group's year, in the same group once on a day; a whole class has its own list.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Membership(place) = record else {
        return Vec::new();
    };
    if let Some(Record::Group(group)) = register.get(place.group.into())
        && group.sort == GroupSort::Class
    {
        return vec![FieldFault::new("group", Fault::WholeClass)];
    }
    stay_faults(register, at, record)
}

fn uses(gesture: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Found {
    let Some(Record::Membership(place)) = gesture.before.get(at) else {
        return Found::default();
    };
    let days = place.days();
    asking.ask(Question::EntriesInGroup {
        pupil: place.pupil,
        group: place.group,
        days,
    })
}

/// Entries of days on which the pupil is in the group no more.
fn means(_: RecordRef, was: &Record, is: &Record) -> Option<(EffectKind, Question)> {
    let (Record::Membership(was), Record::Membership(is)) = (was, is) else {
        return None;
    };
    let moved = (was.pupil, was.group) != (is.pupil, is.group);
    let days = was.stay().lost_in(is.stay(), moved)?;
    let question = Question::EntriesInGroup {
        pupil: was.pupil,
        group: was.group,
        days,
    };
    Some((
        EffectKind::EntriesOutside {
            list: was.group.into(),
        },
        question,
    ))
}
