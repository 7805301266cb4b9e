//! What the school says of itself.

use super::person_details::{is_email, phones};
use crate::ids::PersonId;
use crate::register::field::{InJournals, fields};
use crate::register::{
    Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef, Register, Title,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The card of the school (SP14-T2.3a, SP14-T2.3b, SOLO2-2.2-1a), its licence and accreditation
/// (SOLO2-2.2-1b). A school has one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchoolCard {
    /// The full name, as in the charter.
    pub title: String,
    /// Where it stands.
    pub address: String,
    /// Numbers with the codes of their countries.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Of the office.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Where its pages are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// The director.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<PersonId>,
    /// Number of the licence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// The day of the licence, which has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licensed: Option<NaiveDate>,
    /// Number of the accreditation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub accreditation: String,
    /// The day of the accreditation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accredited: Option<NaiveDate>,
    /// Its last day; none: without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accredited_until: Option<NaiveDate>,
}

fields! {
    SchoolCard;
    title: FieldKind::Text { max: 200 },
        .required().column(1, 36);
    address: FieldKind::Text { max: 200 },
        .required().column(2, 36);
    phone: FieldKind::Text { max: 120 },
        .read(phones).column(1, 18);
    email: FieldKind::Text { max: 120 },
        .column(3, 24);
    site: FieldKind::Text { max: 120 },
        .column(4, 24);
    head: FieldKind::Reference(RecordKind::Person),
        .column(1, 18);
    licence: FieldKind::Text { max: 60 },
        .column(4, 16);
    licensed: FieldKind::Day,
        .column(4, 10);
    accreditation: FieldKind::Text { max: 60 },
        .column(4, 16);
    accredited: FieldKind::Day,
        .column(4, 10);
    accredited_until: FieldKind::Day,
        .column(4, 10);
}

/// The card of the school.
pub static KIND: Kind = Kind {
    kind: RecordKind::SchoolCard,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::address, at::phone],
    order: &[at::title],
    check,
    journals: InJournals::UNSEEN,
};

/// There is one; its address of letters looks like one, and its accreditation ends after it begins.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::SchoolCard(card) = record else {
        return Vec::new();
    };
    let mut cards = register.of(RecordKind::SchoolCard);
    let other = cards.find(|(other, _)| *other != at);
    let twice = other.map(|(with, _)| FieldFault::new("title", Fault::NotUnique { with }));
    let unread = !card.email.is_empty() && !is_email(&card.email);
    let unread = unread.then(|| FieldFault::new("email", Fault::Unreadable));
    let ends = card.accredited.zip(card.accredited_until);
    let ends = ends.filter(|(first, last)| last < first);
    let ends = ends.map(|_| FieldFault::new("accredited_until", Fault::EndsBeforeStart));
    twice.into_iter().chain(unread).chain(ends).collect()
}
