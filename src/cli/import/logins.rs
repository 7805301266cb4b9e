//! The list of sign-in names and start passwords, to be cut into slips.

use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
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
                    name: person.name.to_string().trim_end().to_owned(),
                    roles: person.roles.0.iter().map(|role| role.name()).collect(),
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

    /// Writes the list, for the owner's eyes only. A file that is there is not overwritten: it
    /// may be the list of another import.
    pub fn write(&self, path: &Path, texts: &Texts) -> anyhow::Result<()> {
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        let wrote = file.and_then(|mut file| {
            file.write_all(self.text(texts).as_bytes())?;
            file.sync_all()
        });
        wrote.map_err(|error| {
            let file = path.display().to_string();
            anyhow::anyhow!(match error.kind() {
                io::ErrorKind::AlreadyExists =>
                    tr!(texts, "import-logins-there", file).into_owned(),
                _ => Fault::io(&error).sentence(texts, "file-unwritable", &[("file", file.into())]),
            })
        })
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
        logins().write(&path, &texts).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = std::fs::read_to_string(&path).unwrap();
        let line = "abramov7b;k7mq-x2fd-9abc;\"Абрамов; «Илья» =1\";ученик;7Б\r\n";
        assert!(text.ends_with(line), "{text}");
        let again = logins().write(&path, &texts).unwrap_err().to_string();
        assert!(again.contains("logins.csv"), "{again}");
    }

    #[test]
    fn a_name_is_never_a_formula() {
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("Орлова"), "Орлова");
    }
}
