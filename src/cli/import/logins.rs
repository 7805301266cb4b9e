//! The list of sign-in names and start passwords, to be cut into slips.

use crate::i18n::Texts;
use crate::table_files::writing::unwritable;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use storage::Bundle;

/// Who signs in how.
#[derive(Debug)]
pub struct Logins {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    login: String,
    password: String,
    name: String,
    /// Names of roles in data.
    roles: Vec<&'static str>,
    class: String,
}

impl Logins {
    /// Of everybody in a school; the password by place in its list of people.
    pub fn of(bundle: &Bundle, password: impl Fn(usize) -> String) -> Self {
        let titles: HashMap<_, _> = bundle
            .classes
            .iter()
            .map(|class| (class.id, class.title.as_str()))
            .collect();
        let classes: HashMap<_, _> = bundle
            .enrolments
            .iter()
            .filter_map(|place| {
                Some((
                    journal::PersonId::from(place.pupil),
                    *titles.get(&place.class)?,
                ))
            })
            .collect();
        let rows = bundle
            .people
            .iter()
            .enumerate()
            .filter_map(|(place, person)| {
                Some(Row {
                    login: person.login.clone()?,
                    password: password(place),
                    name: person.name.to_string(),
                    roles: person.roles.0.iter().map(|role| role.word()).collect(),
                    class: classes
                        .get(&person.id)
                        .copied()
                        .unwrap_or_default()
                        .to_owned(),
                })
            });
        Self {
            rows: rows.collect(),
        }
    }

    /// Writes the list into the file that was taken for it.
    pub fn write(&self, mut file: &File, path: &Path, texts: &Texts) -> anyhow::Result<()> {
        let wrote = file
            .write_all(self.text(texts).as_bytes())
            .and_then(|()| file.sync_all());
        wrote.map_err(|error| unwritable(path, &error, texts))
    }

    /// With semicolons and a byte order mark, as the tables of a school's office read it.
    fn text(&self, texts: &Texts) -> String {
        let head = ["login", "password", "name", "role", "class"];
        let head = head.map(|column| texts.get(&format!("import-logins-{column}")).into_owned());
        let mut text = format!("\u{feff}{}\r\n", head.join(";"));
        for row in &self.rows {
            let roles: Vec<String> = row
                .roles
                .iter()
                .map(|role| texts.get(&format!("role-{role}")).into_owned())
                .collect();
            let cells = [
                &row.login,
                &row.password,
                &row.name,
                &roles.join(", "),
                &row.class,
            ];
            let cells: Vec<String> = cells.into_iter().map(|cell| quoted(cell)).collect();
            text += &(cells.join(";") + "\r\n");
        }
        text
    }
}

/// Whether [`take`] would do it; makes nothing.
pub fn can_be_written(path: &Path, texts: &Texts) -> anyhow::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let there = std::fs::metadata(path).is_ok_and(|file| !file.is_file() || file.len() > 0);
    let asked = if there {
        Err(io::ErrorKind::AlreadyExists.into())
    } else {
        rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).map_err(io::Error::from)
    };
    asked.map_err(|error| unwritable(path, &error, texts))
}

/// A cell that no table takes for two cells or for a formula.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@']);
    if formula {
        return format!("\"'{}\"", cell.replace('"', "\"\""));
    }
    if cell.contains([';', '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::table_files::writing::take;
    use std::os::unix::fs::PermissionsExt;

    fn logins() -> Logins {
        let row = Row {
            login: "abramov7b".to_owned(),
            password: "k7mq-x2fd-9abc".to_owned(),
            name: "Абрамов; «Илья» =1".to_owned(),
            roles: vec!["pupil"],
            class: "7Б".to_owned(),
        };
        Logins { rows: vec![row] }
    }

    #[test]
    fn the_list_is_private_and_never_overwritten() {
        let texts = Texts::new(Language::Ru);
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("logins.csv");
        can_be_written(&path, &texts).unwrap();
        assert!(!path.exists());
        let file = take(&path, &texts).unwrap();
        logins().write(&file, &path, &texts).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = std::fs::read_to_string(&path).unwrap();
        let line = "abramov7b;k7mq-x2fd-9abc;\"Абрамов; «Илья» =1\";ученик;7Б\r\n";
        assert!(text.ends_with(line), "{text}");
        let again = take(&path, &texts).unwrap_err().to_string();
        assert!(again.contains("logins.csv"), "{again}");
        let again = can_be_written(&path, &texts).unwrap_err().to_string();
        assert!(again.contains("logins.csv"), "{again}");
    }

    #[test]
    fn a_name_is_never_a_formula() {
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("Орлова"), "Орлова");
    }
}
