//! What is known of a person beside the name, and is not for everybody who works in the school.

use crate::ids::PersonId;
use crate::person::Sex;
use crate::reading::{self, Read, Unread};
use crate::register::field::{InJournals, fields};
use crate::register::{Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef};
use crate::register::{Register, Title, Veil};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A person's birth, number of insurance and contacts (SGO154-3.2.1a, SGO154-3.2.2a, SOLO2-6.2).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonDetails {
    /// Whose; a person has one record at most.
    pub person: PersonId,
    /// Day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<NaiveDate>,
    /// As the documents say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Number of the insurance account, «112-233-445 95»; nobody must have one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub snils: String,
    /// Numbers with the codes of their countries; two persons may share one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Two persons may share one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Where the person lives.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// What another program knows the person by: tables of that program find the person so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

fields! {
    PersonDetails;
    person: FieldKind::Reference(RecordKind::Person),
        .required().whose().column(1, 32);
    born: FieldKind::Day,
        .birth().veil(Veil::Personal).column(1, 10);
    sex: FieldKind::Choice(Sex::CHOICES),
        .read(|text| Ok(reading::sex(text)?.map(|sex| sex.word().to_owned())))
        .veil(Veil::Personal).column(3, 8);
    snils: FieldKind::Text { max: 14 },
        .unique_within(&[]).read(reading::snils)
        .veil(Veil::Private).column(2, 14);
    phone: FieldKind::Text { max: 120 },
        .read(phones).veil(Veil::Personal).column(1, 18);
    email: FieldKind::Text { max: 120 },
        .veil(Veil::Personal).column(2, 24);
    address: FieldKind::Text { max: 200 },
        .veil(Veil::Personal).column(4, 30);
    source: FieldKind::Text { max: 60 },
        .veil(Veil::Private).unique_within(&[]);
}

/// Numbers with what is said beside them: «+79161234567 мама, +74951234567».
pub(super) fn phones(text: &str) -> Result<Read<String>, Unread> {
    let joined = |phones: Vec<reading::Phone>| {
        let phones = phones.iter().map(ToString::to_string);
        phones.collect::<Vec<_>>().join(", ")
    };
    Ok(reading::phones(text)?.map(joined))
}

/// Personal details.
pub static KIND: Kind = Kind {
    kind: RecordKind::PersonDetails,
    fields: FIELDS,
    title: Title::Parts(&[at::person]),
    search: &[at::person, at::phone, at::email],
    order: &[at::person],
    check,
    journals: InJournals::UNSEEN,
};

/// A person has one such record; an address of letters looks like one.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::PersonDetails(details) = record else {
        return Vec::new();
    };
    let mut naming = register.referring_to(details.person.into());
    let other = naming.find(|other| other.kind == RecordKind::PersonDetails && *other != at);
    let twice = other.map(|with| FieldFault::new("person", Fault::NotUnique { with }));
    let unread = !details.email.is_empty() && !is_email(&details.email);
    let unread = unread.then(|| FieldFault::new("email", Fault::Unreadable));
    twice.into_iter().chain(unread).collect()
}

/// Something on both sides of one «@», a full stop behind it, no blanks.
pub(super) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let host_fits = host.split('.').all(|part| !part.is_empty()) && host.contains('.');
    !name.is_empty() && host_fits && !text.contains([' ', ',', ';']) && !host.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("olga@school.ru", true)]
    #[case("o.v+7a@mail.example.org", true)]
    #[case("нет", false)]
    #[case("olga@school", false)]
    #[case("@school.ru", false)]
    #[case("a@b.ru, c@d.ru", false)]
    fn an_address_of_letters_looks_like_one(#[case] text: &str, #[case] fits: bool) {
        assert_eq!(is_email(text), fits);
    }
}
