//! One start password for everybody, from where no list of processes shows it.

use crate::cli::Misused;
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use std::io;
use std::path::Path;

/// The name that stands for the standard input.
const STDIN: &str = "-";

/// Whether this name stands for the standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// The only line of a file, or of the standard input; such as the first sign-in would take too.
pub fn read(path: &Path, texts: &Texts) -> anyhow::Result<String> {
    let text = if is_stdin(path) {
        io::read_to_string(io::stdin()).map_err(|error| {
            anyhow::anyhow!(Fault::io(&error).sentence(texts, "import-password-unread", &[]))
        })?
    } else {
        super::read(path, texts)?
    };
    let file = || path.display().to_string();
    let refused = |key| Misused(tr!(texts, key, file = file()).into_owned());
    let password = only_line(&text).ok_or_else(|| refused("import-password-lines"))?;
    if server::is_weak_password(password) {
        let short = password.chars().count() < server::SHORTEST_PASSWORD;
        let key = if short {
            "import-password-short"
        } else {
            "import-password-common"
        };
        return Err(refused(key).into());
    }
    Ok(password.to_owned())
}

fn only_line(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}').trim();
    (!text.is_empty() && !text.contains(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("первый-вход\n", Some("первый-вход"))]
    #[case("\u{feff}a b\r\n\r\n", Some("a b"))]
    #[case("\n", None)]
    #[case("Логин;Пароль\norlova;x\n", None)]
    fn one_line_is_a_password(#[case] text: &str, #[case] password: Option<&str>) {
        assert_eq!(only_line(text), password);
    }
}
