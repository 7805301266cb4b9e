//! That somebody's personal data may be kept.

use super::in_order;
use crate::ids::PersonId;
use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{DaySpan, Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef};
use crate::register::{Register, Title, Veil};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choices! {
    /// Which data it is for.
    pub enum ConsentScope {
        /// All that the school keeps.
        #[default]
        All = "all" ["все данные"],
        /// Birth, contacts, kin; no numbers of documents.
        Contacts = "contacts" ["без номеров документов"],
        /// All, and nobody need be asked: a law says so (SOLO2-6.1b).
        ByLaw = "by-law" ["согласие не требуется"],
    }
}

/// A consent on paper to keep somebody's personal data (SP14-T1.4a, SGO154-3.1.4, SOLO2-6.1b).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentRecord {
    /// Whose data.
    pub person: PersonId,
    /// Who signed; none: the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<PersonId>,
    /// Which data.
    pub scope: ConsentScope,
    /// The day of the paper.
    pub given: NaiveDate,
    /// The first day on which it holds no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<NaiveDate>,
    /// Where the paper lies.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper: String,
}

impl ConsentRecord {
    /// Whether data up to a veil may be kept by it on the day.
    pub fn covers(&self, upto: Veil, day: NaiveDate) -> bool {
        let holds = self.given <= day && self.withdrawn.is_none_or(|withdrawn| day < withdrawn);
        holds && (self.scope != ConsentScope::Contacts || upto < Veil::Private)
    }
}

fields! {
    Consent;
    person: FieldKind::Reference(RecordKind::Person),
        .required().whose().column(1, 30);
    signed_by: FieldKind::Reference(RecordKind::Person),
        .column(3, 26);
    scope: FieldKind::Choice(ConsentScope::CHOICES),
        .required().column(2, 22);
    given: FieldKind::Day,
        .required().column(1, 10);
    withdrawn: FieldKind::Day,
        .column(1, 10);
    paper: FieldKind::Text { max: 80 },
        .column(2, 20);
}

/// Consents.
pub static KIND: Kind = Kind {
    kind: RecordKind::Consent,
    fields: FIELDS,
    title: Title::Parts(&[at::person, at::given, at::scope]),
    search: &[at::person, at::signed_by, at::paper],
    order: &[at::person, at::given],
    check,
    journals: InJournals::UNSEEN,
};

/// It is not withdrawn before it is given.
fn check(_: &Register, _: RecordRef, record: &Record) -> Vec<FieldFault> {
    let days = match record {
        Record::Consent(ConsentRecord {
            given,
            withdrawn: Some(withdrawn),
            ..
        }) => DaySpan::new(*given, *withdrawn),
        _ => return Vec::new(),
    };
    let fault = in_order(days).map(|_| FieldFault::new("withdrawn", Fault::EndsBeforeStart));
    fault.into_iter().collect()
}
