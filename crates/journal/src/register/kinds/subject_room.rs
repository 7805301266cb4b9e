//! Where a subject is taught.

use super::twin;
use crate::register::field::{InJournals, fields};
use crate::register::{FieldKind, Kind, RecordKind, RoomId, SubjectId, Title};
use serde::{Deserialize, Serialize};

/// That a subject is taught in a room (SP14-T2.7b).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubjectRoom {
    /// The subject.
    pub subject: SubjectId,
    /// Where it is taught.
    pub room: RoomId,
}

fields! {
    SubjectRoom;
    subject: FieldKind::Reference(RecordKind::Subject),
        .required().column(1, 30);
    room: FieldKind::Reference(RecordKind::Room),
        .required().column(1, 30);
}

/// Where which subject is taught.
pub static KIND: Kind = Kind {
    kind: RecordKind::SubjectRoom,
    fields: FIELDS,
    title: Title::Parts(&[at::subject, at::room]),
    search: &[at::subject, at::room],
    order: &[at::subject, at::room],
    check: |register, at, record| {
        let twin = twin(register, at, record, &[at::room, at::subject]);
        twin.into_iter().collect()
    },
    journals: InJournals::UNSEEN,
};
