//! The list of the kinds of the register, and that of the records of one.

use crate::person::PersonName;
use crate::register::{FieldKind, Record, RecordId, RecordKind, RecordRef, Register};
use crate::regulation::Clause;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The kinds of records that one may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterPage {
    /// In the order in which a school fills them first.
    pub kinds: Vec<KindLine>,
}

/// How much there is of a kind, and how fresh it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KindLine {
    /// The kind.
    pub kind: RecordKind,
    /// How many records there are.
    pub count: u32,
    /// Who amended one last (KZ1-2.1h); none: all were imported.
    pub amended: Option<LastAmended>,
}

/// Who amended something last, and when the server received it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct LastAmended {
    pub by: PersonName,
    pub at: Timestamp,
}

/// The records of a kind, with all that a list or a form of them shows and chooses from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordsPage {
    /// Of which kind.
    pub kind: RecordKind,
    /// In the order of the list.
    pub records: Vec<RecordLine>,
    /// All records of the kinds that these can refer to, and of those that their titles name, in the
    /// order of their lists; of kinds of thousands, such as people, only those that are named. Whoever
    /// chooses among them asks for their own list.
    pub referred: Vec<RecordLine>,
    /// The id for a new record.
    pub free_id: RecordId,
    /// By which clause the reader, whose role keeps records of the kind, waits for an order to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaits_order: Option<Clause>,
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordLine {
    /// Its number within its kind.
    pub id: RecordId,
    /// What people call it: «21 · Основное здание».
    pub title: String,
    /// What it says, as far as one may see it.
    pub record: Record,
    /// The fields that say something, which one may not see: they are empty here, and stay as they
    /// are when the record is amended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub veiled: Vec<String>,
    /// One only looks at it, though one amends others of the kind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
}

impl RecordsPage {
    /// The page of a kind.
    pub fn of(register: &Register, kind: RecordKind) -> Self {
        let named = kind.named();
        // A title may name others in its turn.
        let of_titles = named.iter().flat_map(|named| {
            let described = named.described();
            let places = described.title.places().iter();
            places.filter_map(|place| match described.fields.get(*place)?.kind {
                FieldKind::Reference(named) => Some(named),
                _ => None,
            })
        });
        let mut referred: BTreeSet<RecordKind> = named.iter().copied().chain(of_titles).collect();
        // By the days of its year a record is checked, however it comes to have one.
        if referred
            .iter()
            .any(|it| it.described().year_field().is_some())
        {
            referred.insert(RecordKind::SchoolYear);
        }
        referred.remove(&kind);
        let (thousands, whole): (Vec<_>, Vec<_>) =
            referred.into_iter().partition(|it| it.is_of_thousands());
        let whole = whole.into_iter();
        let mut referred: Vec<_> = whole.flat_map(|it| lines(register, it, |_| true)).collect();
        let shown = register.of(kind).map(|(_, record)| record);
        let shown = shown.chain(referred.iter().map(|line| &line.record));
        let named: BTreeSet<RecordRef> = shown.flat_map(Record::named).collect();
        for other in thousands {
            referred.extend(lines(register, other, |at| named.contains(&at)));
        }
        Self {
            kind,
            records: lines(register, kind, |_| true).collect(),
            referred,
            free_id: register.free_id(kind),
            awaits_order: None,
        }
    }

    /// The part of the register that the page shows: what a form checks a record against.
    pub fn register(&self) -> Register {
        let mut register = Register::default();
        for line in self.records.iter().chain(&self.referred) {
            let at = line.record.kind().at(line.id);
            register.put(at, Some(line.record.clone()));
        }
        register.reserve(self.kind.at(RecordId(self.free_id.0 - 1)));
        register
    }
}

fn lines(
    register: &Register,
    kind: RecordKind,
    which: impl Fn(RecordRef) -> bool,
) -> impl Iterator<Item = RecordLine> {
    let listed = register.listed(kind).into_iter();
    let listed = listed.filter(move |(at, _)| which(*at));
    listed.map(|(at, record)| RecordLine {
        id: at.id,
        title: register.title_of(record),
        record: record.clone(),
        veiled: Vec::new(),
        locked: false,
    })
}
