//! One start password for everybody.

use crate::cli::{Misused, password_file};
use crate::i18n::Texts;
use crate::tr;
use std::path::Path;

/// The only line of a file, or of the standard input; such as the first sign-in would take too.
pub fn read(path: &Path, texts: &Texts) -> anyhow::Result<String> {
    let file = || path.display().to_string();
    let refused = |key| Misused(tr!(texts, key, file = file()).into_owned());
    let password = password_file::read(path, texts)?;
    let password = password.ok_or_else(|| refused("import-password-lines"))?;
    if server::is_weak_password(&password) {
        let short = password.chars().count() < server::SHORTEST_PASSWORD;
        let key = if short {
            "import-password-short"
        } else {
            "import-password-common"
        };
        return Err(refused(key).into());
    }
    Ok(password)
}
