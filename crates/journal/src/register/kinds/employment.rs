//! Which post somebody of the staff has.

use super::stay_faults;
use crate::ids::PersonId;
use crate::register::field::{InJournals, fields};
use crate::register::{FieldKind, Kind, PostId, RecordKind, Title, Veil};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From when until when somebody has a post, and by which order (SOLO2-2.2-3c, EPOS1-1.1-2d). It says
/// that a person is of the staff, and gives no right.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmploymentRecord {
    /// Who.
    pub person: PersonId,
    /// The post; a person may have several.
    pub post: PostId,
    /// First day; none: nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day; none: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Number of the order.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub order: String,
    /// The day of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<NaiveDate>,
    /// Education, as the diploma says it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub education: String,
}

fields! {
    Employment;
    person: FieldKind::Reference(RecordKind::Person),
        .required().whose().column(1, 30);
    post: FieldKind::Reference(RecordKind::Post),
        .required().column(1, 24);
    from: FieldKind::Day,
        .column(1, 10);
    until: FieldKind::Day,
        .column(1, 10);
    order: FieldKind::Text { max: 30 },
        .column(2, 10);
    ordered: FieldKind::Day,
        .column(3, 10);
    education: FieldKind::Text { max: 120 },
        .veil(Veil::Personal).column(4, 30);
}

/// Posts of the staff.
pub static KIND: Kind = Kind {
    kind: RecordKind::Employment,
    fields: FIELDS,
    title: Title::Parts(&[at::person, at::post]),
    search: &[at::person, at::post, at::order],
    order: &[at::person, at::from],
    check: stay_faults,
    journals: InJournals::UNSEEN,
};
