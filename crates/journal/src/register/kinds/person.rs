//! A person: pupil, parent, member of the staff. What else is known of one stands in records of
//! other kinds, which others may read.

use super::agrees;
use crate::ids::PersonId;
use crate::person::PersonName;
use crate::reading::{self, NamePart};
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::{FieldKind, Kind, RecordKind, RecordRef, Title};
use serde::{Deserialize, Serialize};

/// What everybody who works in the school may know of a person (SGO154-3.1.8a, SOLO2-6.2).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRecord {
    /// The name; namesakes are different persons.
    #[serde(flatten)]
    pub name: PersonName,
}

fields! {
    Person;
    last in name: FieldKind::Text { max: 60 },
        .required().read(|text| reading::name_part(text, NamePart::Last)).column(1, 20);
    first in name: FieldKind::Text { max: 60 },
        .read(|text| reading::name_part(text, NamePart::First)).column(1, 16);
    middle in name: FieldKind::Text { max: 60 },
        .read(|text| reading::name_part(text, NamePart::Middle)).column(1, 20);
}

/// People.
pub static KIND: Kind = Kind {
    kind: RecordKind::Person,
    fields: FIELDS,
    title: Title::Words(&[at::last, at::first, at::middle]),
    search: &[at::last, at::first, at::middle],
    order: &[at::last, at::first, at::middle],
    check: agrees,
    journals: InJournals {
        uses,
        ..InJournals::SHOWN
    },
};

/// Whoever has an account, gives lessons or has marks stays.
fn uses(_: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Found {
    let person = PersonId(at.id.0);
    asking.ask(Question::Person { person })
}
