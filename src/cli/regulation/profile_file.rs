//! The file of a profile that a school has written: read strictly, its mistake told with its place.

use crate::config::nearest;
use crate::i18n::Texts;
use crate::tr;
use anyhow::Context as _;
use journal::Regulation;
use journal::regulation::{PROFILE_FILE_LIMIT, ProfileFault, ProfileFileError};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// The profile of a file.
///
/// # Errors
/// A sentence with the first mistake: its file, line and column, what stands there.
pub fn read(path: &Path, texts: &Texts) -> anyhow::Result<Regulation> {
    let name = path.display().to_string();
    let bytes = bytes(path)
        .with_context(|| tr!(texts, "regulation-no-file", path = name.as_str()).into_owned())?;
    if bytes.len() > PROFILE_FILE_LIMIT {
        let most = PROFILE_FILE_LIMIT / 1024;
        anyhow::bail!(tr!(texts, "regulation-too-big", path = name, most).into_owned());
    }
    let Ok(written) = String::from_utf8(bytes) else {
        anyhow::bail!(tr!(texts, "file-not-text", file = name).into_owned());
    };
    Regulation::from_file(&written).map_err(|error| {
        let says = written.lines().nth(error.line - 1).unwrap_or_default();
        anyhow::anyhow!(sentence(name, &error, says.trim(), texts))
    })
}

/// A byte more than is taken tells a file that is too big, however big it is.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(PROFILE_FILE_LIMIT).unwrap_or(u64::MAX);
    let file = File::open(path)?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn sentence(path: String, error: &ProfileFileError, says: &str, texts: &Texts) -> String {
    let ProfileFileError {
        line,
        column,
        fault,
    } = error;
    let (line, column) = (*line, *column);
    match fault {
        ProfileFault::Value(why) => {
            let why = why.as_str();
            tr!(texts, "regulation-bad", path, line, column, says, why)
        }
        ProfileFault::UnknownKey { key, known } => {
            let near = nearest(key, known);
            let key = key.as_str();
            match near {
                Some(near) => {
                    let said = "regulation-unknown-key-near";
                    tr!(texts, said, path, line, column, key, near)
                }
                None => tr!(texts, "regulation-unknown-key", path, line, column, key),
            }
        }
    }
    .into_owned()
}
