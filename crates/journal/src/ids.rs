//! Identifiers. Every one is unique within its school; change, gesture and device ids are
//! unique for ever.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! number_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        #[derive(Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

number_id! {
    /// A school, the tenant: every stored key begins with it.
    SchoolId;
    /// Anyone with an account: staff, pupils, parents.
    PersonId;
    /// A pupil. The same number as the pupil's [`PersonId`].
    PupilId;
    /// A class such as 7Б.
    ClassId;
    /// Who is taught together: a class, a subgroup, pupils of several classes.
    GroupId;
    /// One subject taught to one group over a school year.
    JournalId;
    /// One dated meeting of a journal.
    LessonId;
    /// A row of a calendar plan (КТП).
    PlanItemId;
    /// A kind of work: oral answer, control work …
    WorkKindId;
    /// A reporting period: a quarter, a trimester, a half-year.
    PeriodId;
    /// A report that somebody's sign-in data got known.
    BreachId;
}

impl From<PupilId> for PersonId {
    fn from(id: PupilId) -> Self {
        Self(id.0)
    }
}

uuid_id! {
    /// A change, made by the client (`UUIDv7`): replaying it changes nothing.
    ChangeId;
    /// One gesture of a person: one undo, however many cells it touched.
    GestureId;
    /// An installation of the client for one account, with its own gapless counter.
    DeviceId;
    /// One server's data. A client's outbox belongs to exactly one.
    ServerId;
}
