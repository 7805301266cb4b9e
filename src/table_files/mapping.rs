//! What a person has said that the heads of a table are, kept by name for the next file of the
//! same source.

use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of kept mappings within the program's own.
const FOLDER: &str = "tables";
/// Letters of a name of a mapping.
const LONGEST: usize = 60;

/// Heads and the stable names of the columns that they are; `-`: left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// By the heads as they stand in the file.
    pub heads: BTreeMap<String, String>,
}

impl Mapping {
    /// Where the mapping of a name is kept; none: such a name cannot be a file's.
    pub fn path(state: &Path, name: &str) -> Option<PathBuf> {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let fit = !name.trim().is_empty() && name.chars().all(fits);
        let short = name.chars().count() <= LONGEST;
        (fit && short).then(|| state.join(FOLDER).join(format!("{}.toml", name.trim())))
    }

    /// The kept one; empty where there is none yet.
    ///
    /// # Errors
    /// A sentence.
    pub fn load(path: &Path, texts: &Texts) -> anyhow::Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(sentence(&error, "file-unreadable", path, texts)),
        };
        let heads = toml::from_str(&text).map_err(|error| {
            let error = io::Error::new(io::ErrorKind::InvalidData, error.to_string());
            sentence(&error, "file-unreadable", path, texts)
        })?;
        Ok(Self { heads })
    }

    /// Keeps it.
    ///
    /// # Errors
    /// A sentence.
    pub fn keep(&self, path: &Path, texts: &Texts) -> anyhow::Result<()> {
        let unwritable = |error: io::Error| sentence(&error, "file-unwritable", path, texts);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(unwritable)?;
        }
        let text = toml::to_string(&self.heads)
            .map_err(|error| unwritable(io::Error::other(error.to_string())))?;
        std::fs::write(path, text).map_err(unwritable)
    }
}

fn sentence(error: &io::Error, key: &str, path: &Path, texts: &Texts) -> anyhow::Error {
    let file = path.display().to_string();
    anyhow::anyhow!(Fault::io(error).sentence(texts, key, &[("file", file.into())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn a_mapping_is_kept_by_name() {
        let (texts, dir) = (Texts::new(Language::Ru), tempfile::tempdir().unwrap());
        let path = Mapping::path(dir.path(), "АСУ РСО").unwrap();
        assert_eq!(Mapping::load(&path, &texts).unwrap(), Mapping::default());
        let heads = [("Кл.", "entry.class"), ("Примечание = \"…\"", "-")];
        let heads = heads.map(|(head, name)| (head.to_owned(), name.to_owned()));
        let mapping = Mapping {
            heads: heads.into(),
        };
        mapping.keep(&path, &texts).unwrap();
        assert_eq!(Mapping::load(&path, &texts).unwrap(), mapping);
        for strange in ["", " ", "../login", "a/b", "x".repeat(61).as_str()] {
            assert_eq!(Mapping::path(dir.path(), strange), None, "{strange}");
        }
    }
}
