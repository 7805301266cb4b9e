//! What is being written into a form and is not entered yet.
//!
//! The file belongs to one person at one school; a draft is found by its sheet and its kind, that
//! of a form by the form's name.

use super::{Durability, Store};
use crate::error::StoreError;
use journal::{Homework, SheetId, Topic};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is drafted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftKind {
    /// The topic of a lesson.
    Topic,
    /// The homeworks of a lesson.
    Homework,
    /// A form of this name, of a record or of a new one: `room/21`.
    Form(String),
}

impl DraftKind {
    fn name(&self) -> String {
        match self {
            Self::Topic => "topic".to_owned(),
            Self::Homework => "homework".to_owned(),
            Self::Form(name) => format!("form/{name}"),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        match name {
            "topic" => Some(Self::Topic),
            "homework" => Some(Self::Homework),
            name => Some(Self::Form(name.strip_prefix("form/")?.to_owned())),
        }
    }
}

/// Which draft.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftKey {
    /// The sheet; none of a form that writes into none.
    pub sheet: Option<SheetId>,
    /// What of it.
    pub kind: DraftKind,
}

impl DraftKey {
    /// The draft of a form of this name.
    pub fn form(name: impl Into<String>) -> Self {
        Self {
            sheet: None,
            kind: DraftKind::Form(name.into()),
        }
    }

    /// Its sheet as it rests in the file; empty of a form that writes into none.
    fn place(&self) -> String {
        self.sheet
            .map(|sheet| sheet.to_string())
            .unwrap_or_default()
    }
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Draft {
    /// Of a topic.
    Topic {
        /// What is written.
        text: String,
        /// What stood in the journal when the form was opened.
        base: Option<Topic>,
    },
    /// Of the homeworks of a lesson, by their places: 0 is for all.
    Homework(BTreeMap<u8, HomeworkDraft>),
    /// Of a form: what was typed into its fields, by their names.
    Form(BTreeMap<String, String>),
}

/// One homework of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkDraft {
    /// What is written.
    pub written: Homework,
    /// What stood in the journal when the form was opened.
    pub base: Option<Homework>,
}

impl Store {
    /// Keeps drafts and lets go of those that are none any more, in one transaction that is on
    /// the disk when this returns.
    ///
    /// # Errors
    /// A fault of the disk; the drafts are as they were then.
    pub fn keep_drafts<'a>(
        &self,
        drafts: impl IntoIterator<Item = (&'a DraftKey, Option<&'a Draft>)>,
    ) -> Result<(), StoreError> {
        self.write_unshown(Durability::Full, |tx| {
            for (key, draft) in drafts {
                let row = (key.place(), key.kind.name());
                let Some(draft) = draft else {
                    tx.prepare_cached("DELETE FROM draft WHERE sheet = ?1 AND kind = ?2")?
                        .execute((&row.0, &row.1))?;
                    continue;
                };
                let body = self.seal(&about(key), draft)?;
                tx.prepare_cached(
                    "INSERT OR REPLACE INTO draft (sheet, kind, body) VALUES (?1, ?2, ?3)",
                )?
                .execute((&row.0, &row.1, body))?;
            }
            Ok(())
        })
    }

    /// Every draft that is kept.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn drafts(&self) -> Result<BTreeMap<DraftKey, Draft>, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached("SELECT sheet, kind, body FROM draft")?;
            let mut rows = ask.query([])?;
            let mut drafts = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let kind: String = row.get(1)?;
                // A later program may draft other things; they stay where they are.
                let Some(kind) = DraftKind::parse(&kind) else {
                    continue;
                };
                let sheet: String = row.get(0)?;
                let sheet = match sheet.as_str() {
                    "" => None,
                    text => match text.parse() {
                        Ok(sheet) => Some(sheet),
                        Err(_) => continue,
                    },
                };
                let key = DraftKey { sheet, kind };
                let draft = self.unseal(&about(&key), row.get(2)?)?;
                drafts.insert(key, draft);
            }
            Ok(drafts)
        })
    }
}

fn about(key: &DraftKey) -> String {
    format!("draft/{}/{}", key.place(), key.kind.name())
}
