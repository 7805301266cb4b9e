//! The figures of the server, all in one run: whatever else the machine does, rounds taken in turn
//! suffer from it alike.

use crate::child::Served;
use crate::drive::{Client, Run, Until, count, drive};
use crate::http::Line;
use crate::raw::{Backend, Hand, Place};
use crate::seat::{self, Account, BATCH, Comer, Reader, Seat};
use crate::stage::Stage;
use crate::table::{Rounds, median};
use anyhow::Context;
use journal::{JournalId, Regulation, Role};
use school::{DemoSpec, demo};
use server::{HashCost, hash_password};
use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Duration;
use storage::Bundle;

/// Of the API against the raw backend.
const AIMS: [(&str, f64); 2] = [("sqlite", 0.60), ("postgres", 0.55)];
/// Of a lesson against a static handler.
const LESSON_AIM: f64 = 0.40;
/// Of every account of a school that is measured.
pub const PASSWORD: &str = "Пароль для замеров";
/// How long pages and sign-ins are measured in a round.
const SHORT: Duration = Duration::from_secs(1);
/// Before the first round of each kind.
const WARM_UP: Duration = Duration::from_millis(500);
/// After which a server that nobody asks is idle.
const REST: Duration = Duration::from_secs(3);
const COMERS: usize = 8;

/// What is asked.
#[derive(clap::Args)]
pub struct Args {
    /// `sqlite`, or a PostgreSQL server where databases may be made: `postgres://…`.
    #[arg(long, default_value = "sqlite")]
    database: String,
    /// Rounds of each measurement.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=50))]
    rounds: u16,
    /// About how many seconds a round of batches takes the server.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=60))]
    seconds: u16,
    /// How many clients at once.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8, 64])]
    clients: Vec<usize>,
}

/// Measures and prints.
pub async fn measure(args: Args) -> anyhow::Result<()> {
    let regulation = Regulation::shipped_ids().next().context("no regulation")?;
    let hash = hash_password(PASSWORD, [7; 16], HashCost::default())?;
    let spec = DemoSpec::new(regulation, hash);
    let bundle = demo::build(&spec);
    let accounts = accounts(&bundle);
    println!(
        "{} of {} classes, {} people; {}; load {}",
        bundle.school.title,
        bundle.classes.len(),
        bundle.people.len(),
        args.database.split("://").next().unwrap_or_default(),
        std::fs::read_to_string("/proc/loadavg")
            .unwrap_or_default()
            .trim_end(),
    );
    let stage = Stage::set(&args.database, bundle).await?;
    let measured = on(&stage, &spec, &accounts, &args).await;
    stage.strike().await?;
    measured
}

async fn on(
    stage: &Stage,
    spec: &DemoSpec,
    accounts: &[Account],
    args: &Args,
) -> anyhow::Result<()> {
    let mut served = Served::start(&stage.database()?, spec.now)?;
    let fresh = served.memory()?;
    println!(
        "{} lessons, {} changes",
        stage.imported.lessons, stage.imported.changes
    );
    let most = args.clients.iter().copied().max().unwrap_or(1);
    let seats = seat::take(served.address, accounts, most).await?;
    let seats = batches(&served, seats, stage.raw().await?, args).await?;
    let written = served.memory()?;
    lessons(&mut served, &seats, stage, args).await?;
    let read = served.memory()?;
    let mut rates = Vec::new();
    for _ in 0..args.rounds {
        rates.push(sign_ins(served.address, accounts).await?.rate());
    }
    println!("\nsign-ins by {COMERS} at once: {:.0} /s", median(&rates));
    let signed_in = served.memory()?;
    tokio::time::sleep(REST).await;
    println!(
        "memory of the server, MiB: {:.1} at the start, {:.1} after the batches, {:.1} after the \
         lessons, {:.1} after the sign-ins, {:.1} at rest, {:.1} at most",
        fresh.now,
        written.now,
        read.now,
        signed_in.now,
        served.memory()?.now,
        served.memory()?.most,
    );
    served.stop()
}

/// Teachers who can sign in, those with the most lessons of today in which marks are given first.
pub fn accounts(bundle: &Bundle) -> Vec<Account> {
    let today = bundle.school.time.local(DemoSpec::NOW).date();
    let bare = bundle.journals.iter().filter(|one| one.without_marks);
    let bare: HashSet<JournalId> = bare.map(|one| one.id).collect();
    let lessons = |person| {
        let own = |lesson: &&journal::Lesson| {
            lesson.teacher == person && lesson.date == today && !bare.contains(&lesson.journal)
        };
        bundle.lessons.iter().filter(own).count()
    };
    let teachers = bundle.people.iter().filter(|person| {
        person.roles.has(Role::Teacher) && !person.must_change_password && lessons(person.id) > 0
    });
    let mut found: Vec<_> = teachers
        .filter_map(|person| Some((lessons(person.id), person.login.clone()?)))
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    let account = |(_, login)| Account {
        login,
        password: PASSWORD.to_owned(),
    };
    found.into_iter().map(account).collect()
}

/// Batches through the API beside the same rows without it, as many of each.
async fn batches(
    served: &Served,
    mut seats: Vec<Seat>,
    raw: Backend,
    args: &Args,
) -> anyhow::Result<Vec<Seat>> {
    let mut hands: Vec<Hand> = seats
        .iter()
        .map(|seat| Hand::new(place(seat), raw.clone()))
        .collect();
    let aim = AIMS
        .iter()
        .find(|(kind, _)| args.database.starts_with(kind));
    let aim = aim.map_or(0.0, |(_, aim)| *aim);
    println!(
        "\n{}",
        Rounds::heads(&format!("batches of {BATCH} marks"), "API /s", "raw /s")
    );
    for clients in &args.clients {
        let warm = some(&mut seats, *clients, Until::Time(WARM_UP)).await?;
        some(&mut hands, *clients, Until::Count(warm.count())).await?;
        let seconds = f64::from(args.seconds);
        let batches = Until::Count(whole(warm.rate() * seconds));
        let mut rounds = Rounds::default();
        for round in 0..args.rounds {
            let before = if round % 2 == 0 {
                None
            } else {
                Some(some(&mut hands, *clients, batches).await?)
            };
            let busy = served.busy()?;
            let ours = some(&mut seats, *clients, batches).await?;
            let busy =
                served.busy()?.saturating_sub(busy).as_secs_f64() * 1e6 / count(ours.count());
            let theirs = match before {
                Some(run) => run,
                None => some(&mut hands, *clients, batches).await?,
            };
            rounds.add(&ours, &theirs, busy);
        }
        println!("{}", rounds.row(&clients_of(*clients), aim));
    }
    for seat in &mut seats {
        seat.check().await?;
    }
    Ok(seats)
}

/// Pages of lessons beside fixed pages of the same bytes from the same process.
async fn lessons(
    served: &mut Served,
    seats: &[Seat],
    stage: &Stage,
    args: &Args,
) -> anyhow::Result<()> {
    let (mut readers, mut bytes) = (Vec::new(), 0);
    for (nth, seat) in seats.iter().enumerate() {
        let reader = seat.reader(served.address).await?;
        std::fs::write(stage.folder().join(nth.to_string()), &reader.page)?;
        bytes += reader.page.len();
        readers.push(reader);
    }
    let address = served.serve_fixed(stage.folder())?;
    let mut fixed = Vec::new();
    for nth in 0..readers.len() {
        fixed.push(Reader::new(Line::open(address).await?, format!("/{nth}")).await?);
    }
    let mean = bytes / readers.len().max(1);
    println!(
        "\n{}",
        Rounds::heads(
            &format!("lessons of {mean} bytes"),
            "lesson /s",
            "static /s"
        )
    );
    for clients in &args.clients {
        some(&mut readers, *clients, Until::Time(WARM_UP)).await?;
        some(&mut fixed, *clients, Until::Time(WARM_UP)).await?;
        let mut rounds = Rounds::default();
        for _ in 0..args.rounds {
            let busy = served.busy()?;
            let ours = some(&mut readers, *clients, Until::Time(SHORT)).await?;
            let busy =
                served.busy()?.saturating_sub(busy).as_secs_f64() * 1e6 / count(ours.count());
            let theirs = some(&mut fixed, *clients, Until::Time(SHORT)).await?;
            rounds.add(&ours, &theirs, busy);
        }
        println!("{}", rounds.row(&clients_of(*clients), LESSON_AIM));
    }
    Ok(())
}

async fn sign_ins(server: SocketAddr, accounts: &[Account]) -> anyhow::Result<Run> {
    let mut comers = Vec::with_capacity(COMERS);
    for account in accounts.iter().take(COMERS) {
        comers.push(Comer::new(server, account).await?);
    }
    Ok(drive(comers, Until::Time(SHORT)).await?.1)
}

/// Lets the first so many work.
async fn some<C: Client>(all: &mut Vec<C>, clients: usize, until: Until) -> anyhow::Result<Run> {
    let rest = all.split_off(clients.min(all.len()));
    let (mut back, run) = drive(std::mem::take(all), until).await?;
    back.extend(rest);
    *all = back;
    Ok(run)
}

fn place(seat: &Seat) -> Place {
    Place {
        person: seat.person.0,
        device: seat.device.0,
        lesson: seat.lesson.0,
        journal: seat.journal.0,
        cells: seat.cells.clone(),
    }
}

fn clients_of(clients: usize) -> String {
    format!("  {clients} client{}", if clients == 1 { "" } else { "s" })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small count"
)]
fn whole(count: f64) -> usize {
    count.max(1.0) as usize
}
