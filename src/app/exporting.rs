//! The records of a list into a file, on a thread that no key waits for.

use super::App;
use super::message::Message;
use crate::desk::notice::Tone;
use crate::i18n::Texts;
use crate::table_files::writing::{FileForm, form, put, sheet, written};
use crate::tr;
use chrono::NaiveDate;
use journal::register::table::TableShape;
use journal::register::{RecordKind, Register};
use std::path::{Path, PathBuf};

impl App {
    pub(super) fn export_table(&mut self, kind: RecordKind, path: &str) {
        let Some((_, register)) = self.desk.records(kind) else {
            return;
        };
        let register = register.clone();
        let today = self.desk.local(self.desk.now()).date();
        let (path, language) = (own(path), self.appearance.texts.language());
        let words = self.appearance.texts.get("export-writes").into_owned();
        self.say(Tone::Hint, &words);
        let messages = self.messages.clone();
        drop(tokio::task::spawn_blocking(move || {
            let texts = Texts::new(language);
            let done = write(&TableShape::of(kind), &register, today, &path, &texts);
            let done = done.map_err(|why| why.to_string());
            let _ = messages.send(Message::Exported(done));
        }));
    }

    pub(super) fn exported(&mut self, done: Result<String, String>) {
        match done {
            Ok(words) => self.say(Tone::Done, &words),
            Err(words) => self.say(Tone::Error, &words),
        }
    }
}

fn write(
    shape: &TableShape,
    register: &Register,
    today: NaiveDate,
    path: &Path,
    texts: &Texts,
) -> anyhow::Result<String> {
    let sheet = sheet(shape, register, today, texts);
    let rows = sheet.rows.len();
    let form = form(path).unwrap_or(FileForm::Csv);
    put(path, &written(&[sheet], form, texts)?, texts)?;
    let place = path.display().to_string();
    Ok(tr!(texts, "export-done", tables = 1, rows, place).into_owned())
}

/// A path as people type it.
pub(super) fn own(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
