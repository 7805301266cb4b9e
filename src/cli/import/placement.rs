//! Which place an imported school takes in a database.

use crate::cli::Misused;
use crate::cli::database::Database;
use crate::i18n::Texts;
use crate::tr;
use journal::SchoolId;
use journal::school::School;
use storage::{Bundle, Store, StoreError};

/// Under which number a school comes into a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// A number that no school has.
    Free {
        fresh: SchoolId,
        /// The schools that are there already.
        others: Vec<School>,
    },
    /// That of a school in which there is nothing yet, under a number of its own: a server that
    /// runs must not take one for the other.
    Over {
        /// The school in which there is nothing yet.
        blank: SchoolId,
        title: String,
        /// The number of the one that comes.
        fresh: SchoolId,
    },
}

impl Placement {
    /// The place for one more school; without `add` only if there is none yet that means anything.
    pub async fn find(
        store: &dyn Store,
        add: bool,
        title: &str,
        database: &Database,
        texts: &Texts,
    ) -> anyhow::Result<Self> {
        let broken = |error: StoreError| database.sentence(&error, texts);
        let schools = store.schools().await.map_err(broken)?;
        let highest = schools.iter().map(|school| school.id.0).max().unwrap_or(0);
        let fresh = SchoolId(highest + 1);
        for school in &schools {
            if store.is_blank(school.id).await.map_err(broken)? {
                return Ok(Self::Over {
                    blank: school.id,
                    title: school.title.clone(),
                    fresh,
                });
            }
        }
        match schools.first() {
            Some(school) if !add => {
                let (name, school) = (database.name(), school.title.as_str());
                anyhow::bail!(tr!(texts, "import-school-there", name, school).into_owned())
            }
            None if add => {
                let text = tr!(texts, "import-nothing-to-add-to", name = database.name());
                Err(Misused(text.into_owned()).into())
            }
            _ => {
                if let Some(same) = schools.iter().find(|school| school.title == title) {
                    let (name, number) = (database.name(), same.id.0.to_string());
                    let text = tr!(texts, "import-same-title", name, title, number);
                    return Err(Misused(text.into_owned()).into());
                }
                Ok(Self::Free {
                    fresh,
                    others: schools,
                })
            }
        }
    }

    /// The number of the school that comes.
    pub fn number(&self) -> SchoolId {
        match self {
            Self::Free { fresh, .. } | Self::Over { fresh, .. } => *fresh,
        }
    }

    /// Stores the school there.
    pub async fn fill(&self, store: &dyn Store, mut bundle: Bundle) -> Result<(), StoreError> {
        bundle.school.id = self.number();
        match self {
            Self::Free { .. } => store.import(bundle).await?,
            Self::Over { blank, .. } => store.import_over(*blank, bundle).await?,
        };
        Ok(())
    }
}
