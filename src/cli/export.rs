//! `zhurnal export`: tables of the school's records, such as `zhurnal import table` reads, or its
//! running year as a OneRoster package.

mod oneroster;

use super::Misused;
use super::args::{ExportArgs, GlobalArgs};
use super::progress;
use super::setup::Setup;
use super::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::table_files::FileForm;
use crate::table_files::heads::{self, Heads};
use crate::table_files::writing::{form, put, sheet, unwritable, written};
use crate::tr;
use journal::register::table::TableShape;
use journal::register::{RecordKind, Register};
use journal::regulation::Act;
use std::path::Path;
use std::process::ExitCode;

/// The words for several tables at once.
const ALL: &str = "all";
const PEOPLE: &str = "people";
/// The word for a package.
const ONEROSTER: &str = "oneroster";

/// `zhurnal export`.
pub fn command(global: &GlobalArgs, args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-tables")?;
    setup.notes.whole().for_each(super::tell);
    let texts = &setup.texts;
    if args.what == ONEROSTER {
        return oneroster::command(args, &setup);
    }
    let shapes = shapes(&args.what, texts)?;
    let form = form(&args.to);
    if form == Some(FileForm::Csv) && shapes.len() > 1 {
        return Err(Misused(texts.get("export-several-need-xlsx").into_owned()).into());
    }
    let export = SignedInPerson::during(&setup, &args.person, async |person| {
        let asks = texts.get("table-asks-server");
        let register = progress::during(&asks, person.register(texts)).await?;
        write(args, &shapes, form, &register, person, texts)
    });
    signed_in::run(export)?;
    Ok(ExitCode::SUCCESS)
}

fn write(
    args: &ExportArgs,
    shapes: &[TableShape],
    form: Option<FileForm>,
    register: &Register,
    person: &SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<()> {
    let unread = |shape: &&TableShape| !shape.kinds().all(|kind| person.may(Act::Read, kind));
    if let Some(shape) = shapes.iter().find(unread) {
        let table = heads::name(shape, texts);
        anyhow::bail!(tr!(texts, "export-not-read", table).into_owned());
    }
    let sheets = shapes.iter();
    let sheets: Vec<_> = sheets
        .map(|shape| sheet(shape, register, person.today, texts))
        .collect();
    let rows: usize = sheets.iter().map(|sheet| sheet.rows.len()).sum();
    let file = |path: &Path, bytes: &[u8]| put(path, bytes, texts);
    if let Some(form) = form {
        file(&args.to, &written(&sheets, form, texts)?)?;
    } else {
        std::fs::create_dir_all(&args.to).map_err(|error| unwritable(&args.to, &error, texts))?;
        for (shape, sheet) in shapes.iter().zip(&sheets) {
            let path = args.to.join(format!("{}.csv", shape.word));
            let one = std::slice::from_ref(sheet);
            file(&path, &written(one, FileForm::Csv, texts)?)?;
        }
    }
    let place = args.to.display().to_string();
    let tables = sheets.len();
    super::print(&format!(
        "{}\n",
        tr!(texts, "export-done", tables, rows, place)
    ))
}

/// The tables that a word means.
fn shapes(word: &str, texts: &Texts) -> anyhow::Result<Vec<TableShape>> {
    Ok(match word {
        ALL => RecordKind::ALL
            .iter()
            .map(|kind| TableShape::of(*kind))
            .collect(),
        // What a school begins with, and can be imported in one go.
        PEOPLE => vec![
            TableShape::of(RecordKind::Class),
            TableShape::of(RecordKind::Group),
            TableShape::staff(),
            TableShape::pupils(),
        ],
        word => {
            let shape = Heads::default().shape(word);
            let shape = shape.ok_or_else(|| {
                let known = words();
                Misused(tr!(texts, "table-no-such-table", word, known).into_owned())
            })?;
            vec![shape]
        }
    })
}

/// The words that are understood.
pub fn words() -> String {
    let shapes = heads::shapes().into_iter().map(|shape| shape.word);
    let words: Vec<_> = shapes.collect();
    words.join(", ")
}
