//! A password out of a file, from where no list of processes shows it.

use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use std::io;
use std::path::Path;

/// The name that stands for the standard input.
const STDIN: &str = "-";

/// Whether this name stands for the standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// The only line of a file, or of the standard input; none: there is no line, or there are several.
///
/// # Errors
/// A sentence: it cannot be read.
pub fn read(path: &Path, texts: &Texts) -> anyhow::Result<Option<String>> {
    let text = if is_stdin(path) {
        io::read_to_string(io::stdin()).map_err(|error| {
            anyhow::anyhow!(Fault::io(&error).sentence(texts, "password-unread", &[]))
        })?
    } else {
        super::import::read(path, texts)?
    };
    Ok(only_line(&text).map(str::to_owned))
}

/// A line with its blanks, which are part of a password, and without what editors put around it.
pub fn only_line(text: &str) -> Option<&str> {
    let text = text
        .trim_start_matches('\u{feff}')
        .trim_end_matches(['\r', '\n']);
    (!text.is_empty() && !text.contains(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("первый-вход\n", Some("первый-вход"))]
    #[case("\u{feff}a b\r\n\r\n", Some("a b"))]
    #[case(" a b \n", Some(" a b "))]
    #[case("\n", None)]
    #[case("Логин;Пароль\norlova;x\n", None)]
    fn one_line_is_a_password(#[case] text: &str, #[case] password: Option<&str>) {
        assert_eq!(only_line(text), password);
    }
}
