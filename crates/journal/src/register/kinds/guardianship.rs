//! A parent or another representative of a pupil.

use super::stay_faults;
use crate::ids::{PersonId, PupilId};
use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef};
use crate::register::{Register, Title, Veil};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choices! {
    /// What a grown-up is to a child.
    pub enum Kinship {
        /// Not said.
        #[default]
        Parent = "parent" ["родитель"],
        /// Mother.
        Mother = "mother" ["мать", "мама"],
        /// Father.
        Father = "father" ["отец", "папа"],
        /// Guardian or custodian.
        Guardian = "guardian" ["опекун", "попечитель"],
        /// Another representative by law.
        Other = "other" ["иной представитель", "представитель"],
    }
}

/// Who represents a pupil, and sees the pupil's journal on these days (SOLO2-3.2.4).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianshipRecord {
    /// The grown-up.
    pub parent: PersonId,
    /// The child.
    pub pupil: PupilId,
    /// What the one is to the other.
    #[serde(default)]
    pub kinship: Kinship,
    /// First day; none: from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day; none: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

fields! {
    Guardianship;
    pupil: FieldKind::Reference(RecordKind::Person),
        .required().whose().column(1, 30);
    parent: FieldKind::Reference(RecordKind::Person),
        .required().whose().column(1, 30);
    kinship: FieldKind::Choice(Kinship::CHOICES),
        .required().veil(Veil::Personal).column(1, 14);
    from: FieldKind::Day,
        .column(2, 10);
    until: FieldKind::Day,
        .column(2, 10);
}

/// Parents and their children.
pub static KIND: Kind = Kind {
    kind: RecordKind::Guardianship,
    fields: FIELDS,
    title: Title::Parts(&[at::pupil, at::parent]),
    search: &[at::pupil, at::parent],
    order: &[at::pupil, at::kinship, at::parent],
    check,
    journals: InJournals::UNSEEN,
};

/// Nobody is one's own parent, and the same two are so once on a day.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Guardianship(guardianship) = record else {
        return Vec::new();
    };
    if PersonId::from(guardianship.pupil) == guardianship.parent {
        return vec![FieldFault::new("parent", Fault::OwnParent)];
    }
    stay_faults(register, at, record)
}
