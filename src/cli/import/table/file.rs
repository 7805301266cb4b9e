//! The file of a table, with what is said of its heads.

use crate::cli::Misused;
use crate::cli::args::TableArgs;
use crate::cli::export::words;
use crate::cli::progress;
use crate::cli::setup::Setup;
use crate::table_files::heads::{self, Heads};
use crate::table_files::sheets::Unheaded;
use crate::table_files::{Mapping, Sheets, import};
use crate::tr;
use journal::register::table::TableShape;

/// Reads it.
///
/// # Errors
/// A sentence.
pub async fn sheets(args: &TableArgs, setup: &Setup) -> anyhow::Result<Sheets> {
    let texts = &setup.texts;
    let names = Heads::default();
    let into = args.into.as_deref().map(|word| {
        names.shape(word).ok_or_else(|| {
            let known = words();
            Misused(tr!(texts, "table-no-such-table", word, known).into_owned())
        })
    });
    let into = into.transpose()?;
    let (path, language) = (args.rows.file.clone(), texts.language());
    let reads = texts.get("table-reads-file");
    let sheets = progress::during(&reads, import::read_aside(path, language)).await?;
    let mapping = mapping(args, into.as_ref(), setup)?;
    let found = Sheets::of_table(sheets, into.as_ref(), &mapping, texts);
    found.map_err(|why| {
        let file = args.rows.file.display().to_string();
        let why = match why {
            Unheaded::NoHeads(shape) => {
                let table = heads::name(&shape, texts);
                tr!(texts, "import-table-no-heads", file, table)
            }
            Unheaded::OfWhat => tr!(texts, "import-table-of-what", file, known = words()),
        };
        Misused(why.into_owned()).into()
    })
}

/// What was kept under the name that was said, and what is said now, which is kept.
fn mapping(args: &TableArgs, into: Option<&TableShape>, setup: &Setup) -> anyhow::Result<Mapping> {
    let texts = &setup.texts;
    let path = args.mapping.as_deref().map(|name| {
        let path = Mapping::path(&setup.paths.state, name);
        path.ok_or_else(|| Misused(tr!(texts, "import-table-bad-name", name).into_owned()))
    });
    let path = path.transpose()?;
    let kept = path.as_deref().map(|path| Mapping::load(path, texts));
    let mut mapping = kept.transpose()?.unwrap_or_default();
    for said in &args.heads {
        let unclear = || Misused(tr!(texts, "import-table-bad-map", said = said.as_str()).into());
        let (head, column) = said.rsplit_once('=').ok_or_else(unclear)?;
        let (head, column) = (head.trim(), column.trim());
        let known = |shape: &TableShape| {
            let columns = shape.every_column();
            let mut names = columns.iter().map(|column| shape.column_name(column));
            column == "-" || names.any(|name| name == column)
        };
        if let Some(shape) = into.filter(|shape| !known(shape)) {
            let columns = shape.columns(1);
            let names: Vec<_> = columns.iter().map(|it| shape.column_name(it)).collect();
            let known = names.join(", ");
            let why = tr!(texts, "import-table-no-column", column, known);
            return Err(Misused(why.into_owned()).into());
        }
        mapping.heads.insert(head.to_owned(), column.to_owned());
    }
    if let Some(path) = path.filter(|_| !args.heads.is_empty()) {
        mapping.keep(&path, texts)?;
    }
    Ok(mapping)
}
