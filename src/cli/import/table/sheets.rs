//! The sheets of a file with what they are tables of.

use crate::cli::Misused;
use crate::cli::args::TableArgs;
use crate::cli::export::words;
use crate::cli::progress;
use crate::cli::setup::Setup;
use crate::cli::signed_in::SignedInPerson;
use crate::i18n::Texts;
use crate::table_files::heads::{self, Heads};
use crate::table_files::{Mapping, ReadSheet, read};
use crate::tr;
use chrono::NaiveDate;
use journal::reading::SerialBase;
use journal::register::table::{
    Card, Heading, SheetToPlan, TablePlan, TableRow, Terms, heading, plan,
};
use journal::register::{RecordRef, Register};
use journal::regulation::Act;
use std::collections::{BTreeMap, BTreeSet};

/// Fields that a person has set by hand.
pub type SetByHand = BTreeMap<RecordRef, BTreeSet<&'static str>>;

/// A sheet that is read.
#[derive(Debug)]
pub struct Sheet {
    /// What it is a table of.
    pub card: Card,
    /// Its name.
    pub name: String,
    /// Its heads.
    pub heading: Heading,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// The sheets of a file.
#[derive(Debug)]
pub struct Sheets {
    /// Those that are read, in the order in which a school fills its records.
    pub of: Vec<Sheet>,
    /// The names of those that are not.
    pub strange: Vec<String>,
    base: SerialBase,
}

impl Sheets {
    /// Reads a file.
    ///
    /// # Errors
    /// A sentence.
    pub async fn read(args: &TableArgs, setup: &Setup) -> anyhow::Result<Self> {
        let texts = &setup.texts;
        let names = Heads::default();
        let into = args.into.as_deref().map(|word| {
            names.card(word).ok_or_else(|| {
                let known = words();
                Misused(tr!(texts, "table-no-such-table", word, known).into_owned())
            })
        });
        let into = into.transpose()?;
        let (file, language) = (args.file.clone(), texts.language());
        let reads = texts.get("table-reads-file");
        let sheets = progress::working(&reads, move || read(&file, &Texts::new(language)));
        let sheets = sheets.await??;
        let mapping = mapping(args, into.as_ref(), setup)?;
        let mut found = Self {
            of: Vec::new(),
            strange: Vec::new(),
            base: sheets.first().map_or(SerialBase::Y1900, |sheet| sheet.base),
        };
        let mut unheaded = None;
        for sheet in sheets {
            let card = into.clone().or_else(|| names.card(&sheet.name));
            let Some(card) = card else {
                found.strange.push(sheet.name);
                continue;
            };
            match headed(sheet, card, &names, &mapping) {
                Ok(sheet) => found.of.push(sheet),
                Err((name, card)) => {
                    unheaded = Some(heads::name(&card, texts));
                    found.strange.push(name);
                }
            }
        }
        if found.of.is_empty() {
            let file = args.file.display().to_string();
            let why = match unheaded {
                Some(table) => tr!(texts, "import-table-no-heads", file, table),
                None => tr!(texts, "import-table-of-what", file, known = words()),
            };
            return Err(Misused(why.into_owned()).into());
        }
        let order = heads::cards();
        let place = |card: &Card| order.iter().position(|other| other == card);
        found.of.sort_by_key(|sheet| place(&sheet.card));
        Ok(found)
    }

    /// What they would do.
    pub fn plan(
        &self,
        register: &Register,
        today: NaiveDate,
        take_disputed: bool,
        hand: &SetByHand,
    ) -> TablePlan {
        let sheets = self.of.iter().map(|sheet| SheetToPlan {
            card: &sheet.card,
            heading: &sheet.heading,
            rows: &sheet.rows,
            name: &sheet.name,
        });
        let sheets: Vec<_> = sheets.collect();
        let by_hand = |at: RecordRef, field: &str| {
            let fields = hand.get(&at);
            fields.is_some_and(|fields| fields.contains(field))
        };
        let terms = Terms {
            today,
            base: self.base,
            take_disputed,
            by_hand: &by_hand,
        };
        plan(register, &sheets, &terms)
    }

    /// That the person may amend all of it.
    ///
    /// # Errors
    /// A sentence.
    pub fn may_be_amended(&self, person: &SignedInPerson, texts: &Texts) -> anyhow::Result<()> {
        let kinds = self.of.iter().flat_map(|sheet| sheet.card.kinds());
        let barred: BTreeSet<_> = kinds
            .filter(|kind| !person.may(Act::Create, *kind) && !person.may(Act::Change, *kind))
            .collect();
        if barred.is_empty() {
            return Ok(());
        }
        let lists = barred.iter();
        let lists = lists.map(|kind| texts.get(&kind.described().list_key()).into_owned());
        let lists = lists.collect::<Vec<_>>().join(", ");
        anyhow::bail!(tr!(texts, "import-table-not-yours", lists).into_owned())
    }
}

fn headed(
    sheet: ReadSheet,
    card: Card,
    names: &Heads,
    mapping: &Mapping,
) -> Result<Sheet, (String, Card)> {
    let titles = |column: &_| names.of(&card, column);
    match heading(&card, &sheet.rows, &titles, &mapping.heads) {
        Some(heading) => Ok(Sheet {
            card,
            name: sheet.name,
            heading,
            rows: sheet.rows,
        }),
        None => Err((sheet.name, card)),
    }
}

/// What was kept under the name that was said, and what is said now, which is kept.
fn mapping(args: &TableArgs, into: Option<&Card>, setup: &Setup) -> anyhow::Result<Mapping> {
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
        let known = |card: &Card| {
            let columns = card.every_column();
            let mut names = columns.iter().map(|column| card.column_name(column));
            column == "-" || names.any(|name| name == column)
        };
        if let Some(card) = into.filter(|card| !known(card)) {
            let columns = card.columns(1);
            let names: Vec<_> = columns.iter().map(|it| card.column_name(it)).collect();
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
