//! `zhurnal export oneroster`: the running school year as a OneRoster package.

use crate::cli::Misused;
use crate::cli::args::ExportArgs;
use crate::cli::progress;
use crate::cli::setup::Setup;
use crate::cli::signed_in::{self, SignedInPerson};
use crate::i18n::Texts;
use crate::table_files::package;
use crate::table_files::writing::put;
use crate::tr;
use journal::PersonId;
use journal::register::oneroster::{ToExport, exported};
use journal::register::{RecordKind, Register};
use journal::regulation::Act;
use journal::view::AccountsPage;
use offline::ListKey;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// The kinds that a package is made of.
const KINDS: [RecordKind; 11] = [
    RecordKind::SchoolYear,
    RecordKind::Period,
    RecordKind::Subject,
    RecordKind::Person,
    RecordKind::Office,
    RecordKind::Class,
    RecordKind::ClassTeacher,
    RecordKind::Movement,
    RecordKind::Group,
    RecordKind::Journal,
    RecordKind::Teaching,
];

pub(super) fn command(args: &ExportArgs, setup: &Setup) -> anyhow::Result<ExitCode> {
    let texts = &setup.texts;
    let end = args.to.extension().unwrap_or_default();
    if !end.eq_ignore_ascii_case("zip") {
        return Err(Misused(texts.get("export-oneroster-zip").into_owned()).into());
    }
    let export = SignedInPerson::during(setup, &args.person, async |person| {
        let asks = texts.get("table-asks-server");
        let read = progress::during(&asks, async {
            let register = person.register(texts).await?;
            let accounts: AccountsPage = person.page(ListKey::Accounts, texts).await?;
            anyhow::Ok((register, accounts))
        });
        let (register, accounts) = read.await?;
        write(args, &register, accounts, person, texts)
    });
    signed_in::run(export)?;
    Ok(ExitCode::SUCCESS)
}

fn write(
    args: &ExportArgs,
    register: &Register,
    accounts: AccountsPage,
    person: &SignedInPerson,
    texts: &Texts,
) -> anyhow::Result<()> {
    let unread = KINDS.iter().find(|kind| !person.may(Act::Read, **kind));
    if let Some(kind) = unread {
        let table = texts.get(&kind.described().list_key());
        anyhow::bail!(tr!(texts, "export-not-read", table).into_owned());
    }
    let rows = accounts.accounts.into_iter();
    let logins: BTreeMap<PersonId, String> = rows
        .filter_map(|row| Some((row.person, row.login?)))
        .collect();
    let what = ToExport {
        register,
        day: person.today,
        school: &person.me.school,
        homeroom: &texts.get("oneroster-homeroom"),
        login: &|person| logins.get(&person).cloned(),
    };
    let exported = exported(&what)
        .ok_or_else(|| anyhow::anyhow!(texts.get("export-oneroster-no-year").into_owned()))?;
    put(&args.to, &package::written(&exported, texts)?, texts)?;
    let rows = exported
        .files
        .iter()
        .map(|(_, rows)| rows.len() - 1)
        .sum::<usize>();
    let (tables, place) = (exported.files.len(), args.to.display().to_string());
    let mut out = format!("{}\n", tr!(texts, "export-done", tables, rows, place));
    if !exported.unnamed.is_empty() {
        let names = exported.unnamed.iter().filter_map(|at| register.title(*at));
        let names = names.collect::<Vec<_>>().join(", ");
        out += &tr!(texts, "export-oneroster-unnamed", names);
        out.push('\n');
    }
    crate::cli::print(&out)
}
