//! Fields that not everybody who sees a record may see: emptied for those who may not, and filled
//! again from what stands before anything that comes from them is compared.

use super::field::Field;
use super::record::Record;
use super::value::Value;
use crate::ids::PersonId;
use serde::{Deserialize, Serialize};

/// How much of a person a field tells. Who sees one sees those before it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Veil {
    /// What whoever sees the record knows.
    #[default]
    Open,
    /// Birth, sex, contacts, kinship.
    Personal,
    /// Numbers of documents and of insurance.
    Private,
}

impl Record {
    /// The fields that say something beyond a veil.
    pub fn beyond(&self, upto: Veil) -> impl Iterator<Item = &'static Field> {
        let blank = Self::blank(self.kind());
        let fields = hidden(self, upto);
        fields.filter(move |field| (field.get)(self) != (field.get)(&blank))
    }

    /// Whose personal data the record is.
    pub fn whose(&self) -> impl Iterator<Item = PersonId> {
        let fields = self.kind().described().fields.iter();
        let named = fields.filter(|field| field.whose);
        named.filter_map(|field| match (field.get)(self) {
            Value::Reference(at) => Some(PersonId(at.id.0)),
            _ => None,
        })
    }

    /// The record as one sees it who may look up to a veil.
    #[must_use]
    pub fn veiled(&self, upto: Veil) -> Self {
        self.with_hidden(upto, &Self::blank(self.kind()))
    }

    /// The record with what another says in the fields beyond a veil.
    #[must_use]
    pub fn with_hidden(&self, upto: Veil, from: &Self) -> Self {
        let mut record = self.clone();
        for field in hidden(self, upto) {
            // No field that can be hidden refuses what the same field holds: a test of the kinds.
            (field.set)(&mut record, (field.get)(from)).unwrap_or_default();
        }
        record
    }
}

/// The fields of the kind of a record that a veil hides, whatever they say.
fn hidden(record: &Record, upto: Veil) -> impl Iterator<Item = &'static Field> + use<> {
    let fields = record.kind().described().fields.iter();
    fields.filter(move |field| field.veil > upto)
}
