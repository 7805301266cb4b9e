//! `zhurnal breach`: passwords that got known (SGO154-5.3), what was written under them as a list to be
//! printed, and voiding it (SGO154-5.4).

use super::Misused;
use super::args::{BreachArgs, BreachDoes, GlobalArgs, ListFormat, PersonArgs};
use super::chance;
use super::setup::Setup;
use super::signed_in::{self, SignedInPerson};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::describe;
use crate::ui::screen::breach_writes::{fate, place, what};
use crate::ui::widget::text;
use chrono::NaiveDateTime;
use journal::view::{BreachPage, BreachPlace, BreachReport, BreachWrite, BreachesPage, VoidTotals};
use journal::{BreachId, Timestamp};
use offline::{BreachAnswer, BreachAsk, IdSource, ListKey, ServerClock, Transport};
use protocol::{BreachSince, ConfirmBreach, SystemClock, VoidBreach};
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use tables::{Cell, Column, ColumnKind, Export};

/// `zhurnal breach`.
pub fn command(global: &GlobalArgs, args: &BreachArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-tables")?;
    setup.notes.whole().for_each(super::tell);
    let done = SignedInPerson::during(&setup, whose(&args.does), async |person| {
        done(&args.does, person, &setup.texts).await
    });
    super::print(&signed_in::run(done)?)?;
    Ok(ExitCode::SUCCESS)
}

fn whose(does: &BreachDoes) -> &PersonArgs {
    match does {
        BreachDoes::List { person, .. }
        | BreachDoes::Show { person, .. }
        | BreachDoes::Since { person, .. }
        | BreachDoes::Confirm { person, .. }
        | BreachDoes::Void { person, .. } => person,
    }
}

async fn done(does: &BreachDoes, person: &SignedInPerson, texts: &Texts) -> anyhow::Result<String> {
    let desk = desk(person, texts)?;
    match does {
        BreachDoes::List { format, .. } => {
            let page: BreachesPage = person.page(ListKey::Breaches, texts).await?;
            written(*format, reports(&page, &desk, texts))
        }
        BreachDoes::Show { breach, format, .. } => {
            let page = page(person, *breach, texts).await?;
            let list = written(*format, writes(&page, &desk, texts))?;
            Ok(match format {
                ListFormat::Csv => list,
                ListFormat::Text => format!("{}\n\n{list}", head(&page.breach, &desk, texts)),
            })
        }
        BreachDoes::Since {
            breach,
            since,
            ground,
            ..
        } => {
            let since = moment(since, &desk, texts)?;
            let shown = said(since, &desk);
            let ground = ground.clone();
            let moved = BreachAsk::Since(BreachId(*breach), BreachSince { since, ground });
            ask(person, moved, texts).await?;
            Ok(format!("{}\n", tr!(texts, "breach-is-set", since = shown)))
        }
        BreachDoes::Confirm {
            breach, changes, ..
        } => {
            let seqs = changes.clone();
            let confirm = BreachAsk::Confirm(BreachId(*breach), ConfirmBreach { seqs });
            ask(person, confirm, texts).await?;
            Ok(format!("{}\n", texts.get("breach-confirmed")))
        }
        BreachDoes::Void { breach, .. } => {
            let page = page(person, *breach, texts).await?;
            let up_to = page.writes.last().map_or(0, |write| write.seq);
            let void = BreachAsk::Void(page.breach.id, VoidBreach { up_to });
            let VoidTotals {
                voided,
                restored,
                overwritten,
                stay,
            } = match ask(person, void, texts).await? {
                BreachAnswer::Voided(totals) => totals,
                _ => VoidTotals::default(),
            };
            let said = tr!(texts, "breach-voided", voided, restored, overwritten, stay);
            Ok(format!("{said}\n"))
        }
    }
}

/// What says contents in words: the school's rules and its clock.
fn desk(person: &SignedInPerson, texts: &Texts) -> anyhow::Result<Desk> {
    let clock = Rc::new(ServerClock::new(Arc::new(SystemClock::start())));
    let mut desk = Desk::new(clock, IdSource::new(chance::bytes(texts)?));
    desk.me = Some(person.me.clone());
    desk.rules = Some(person.rules.clone());
    Ok(desk)
}

async fn page(person: &SignedInPerson, breach: i64, texts: &Texts) -> anyhow::Result<BreachPage> {
    person.page(ListKey::Breach(BreachId(breach)), texts).await
}

async fn ask(
    person: &SignedInPerson,
    ask: BreachAsk,
    texts: &Texts,
) -> anyhow::Result<BreachAnswer> {
    let answer = person.transport.breach(person.token(), ask).await;
    answer.map_err(|failure| person.told(&failure, texts))
}

fn moment(typed: &str, desk: &Desk, texts: &Texts) -> anyhow::Result<Timestamp> {
    let typed = typed.trim().replacen(' ', "T", 1);
    let local = NaiveDateTime::parse_from_str(&typed, "%Y-%m-%dT%H:%M");
    let bad = |_| Misused(texts.get("breach-no-moment").into_owned());
    Ok(desk.time().instant(local.map_err(bad)?))
}

/// «16.11.2026 09:30».
fn said(at: Timestamp, desk: &Desk) -> String {
    desk.local(at).format("%d.%m.%Y %H:%M").to_string()
}

fn head(breach: &BreachReport, desk: &Desk, texts: &Texts) -> String {
    let term = match breach.in_time() {
        Some(true) => "in",
        Some(false) => "late",
        None => "none",
    };
    let [learned, received, since] =
        [breach.learned_at, breach.received_at, breach.since].map(|at| said(at, desk));
    let name = breach.name.to_string();
    tr!(
        texts,
        "breach-page-head",
        name,
        learned,
        received,
        term,
        since
    )
    .into_owned()
}

/// The heads and the rows of a list.
struct List {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn heads(keys: &[&str], texts: &Texts) -> Vec<String> {
    keys.iter().map(|key| texts.get(key).into_owned()).collect()
}

fn reports(page: &BreachesPage, desk: &Desk, texts: &Texts) -> List {
    let row = |one: &BreachReport| {
        let term = match one.in_time() {
            Some(true) => texts.get("breach-in-time").into_owned(),
            Some(false) => texts.get("breach-late").into_owned(),
            None => String::new(),
        };
        vec![
            one.id.to_string(),
            one.name.to_string(),
            said(one.learned_at, desk),
            said(one.received_at, desk),
            term,
            one.by.to_string(),
            said(one.since, desk),
            one.ground.clone().unwrap_or_default(),
            one.note.clone(),
        ]
    };
    List {
        heads: heads(
            &[
                "breach-table-id",
                "breach-table-person",
                "column-learned",
                "column-reported",
                "column-in-time",
                "breach-table-by",
                "column-void-since",
                "breach-table-ground",
                "breach-table-note",
            ],
            texts,
        ),
        rows: page.breaches.iter().map(row).collect(),
    }
}

fn writes(page: &BreachPage, desk: &Desk, texts: &Texts) -> List {
    let row = |one: &BreachWrite| {
        let (was, became) = match &one.place {
            BreachPlace::Cell { change, .. } => {
                let (old, new) = change.edit.clone().into_contents();
                let words = |it| describe::content(it, desk, texts);
                (words(&old), words(&new))
            }
            BreachPlace::Record { .. } => (String::new(), what(one, desk, texts)),
        };
        vec![
            one.seq.to_string(),
            place(one, texts),
            was,
            became,
            said(one.received_at, desk),
            one.device.clone().unwrap_or_default(),
            fate(one, texts),
        ]
    };
    List {
        heads: heads(
            &[
                "breach-table-id",
                "breach-table-place",
                "breach-table-was",
                "breach-table-became",
                "column-received",
                "column-device",
                "column-state",
            ],
            texts,
        ),
        rows: page.writes.iter().map(row).collect(),
    }
}

fn written(format: ListFormat, list: List) -> anyhow::Result<String> {
    match format {
        ListFormat::Text => Ok(aligned(&list)),
        ListFormat::Csv => {
            let columns = list.heads.into_iter().map(|title| Column {
                title,
                kind: ColumnKind::Text,
                width: 0,
            });
            let cells = |row: Vec<String>| row.into_iter().map(Cell::Text).collect();
            let export = Export {
                name: String::new(),
                columns: columns.collect(),
                rows: list.rows.into_iter().map(cells).collect(),
            };
            Ok(String::from_utf8(tables::write_csv(&export)?)?)
        }
    }
}

/// A line a row, the columns under each other; what is longest stands whole.
fn aligned(list: &List) -> String {
    let rows = || std::iter::once(&list.heads).chain(&list.rows);
    let width = |column: usize| {
        let cells = rows().filter_map(|row| row.get(column));
        cells.map(|cell| text::width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<u16> = (0..list.heads.len()).map(width).collect();
    let mut out = String::new();
    for row in rows() {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let free = usize::from(width.saturating_sub(text::width(cell)));
            line.push_str(&text::clean(cell));
            line.extend(std::iter::repeat_n(' ', free + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
