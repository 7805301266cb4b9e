//! `zhurnal demo`: a whole school in one command. The server works on a second thread, the client
//! on the first; both live by one clock.

mod folder;
mod host;
mod record;
mod school;
mod timetable;

use super::args::{DemoArgs, GlobalArgs};
use super::client::{self, ACCOUNTS, Client, Entrance, USER_AGENT};
use super::cut_short::CutShort;
use super::setup::Setup;
use super::until_stopped::Stops;
use super::{Misused, chance};
use crate::app::account::Accounts;
use crate::i18n::Texts;
use crate::i18n::numbers::decimal;
use crate::tr;
use crate::ui::screen::sign_in::Guest;
use ::school::DemoSpec;
use ::school::demo::office::Office;
use folder::{Claim, Folder};
use host::Host;
use journal::{Clock, Timestamp};
use offline::HttpSettings;
use protocol::{MovedClock, SystemClock};
use record::Record;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// The values of `--as`.
pub const ROLES: [&str; 13] = [
    "teacher",
    "class-teacher",
    "deputy",
    "director",
    "admin",
    "parent",
    "pupil",
    "psychologist",
    "registrar",
    "hr",
    "scheduler",
    "district",
    "first-sign-in",
];

/// The password of every account of a demonstration; no secret.
const PASSWORD: &str = "demo";

/// `zhurnal demo`.
pub fn command(global: &GlobalArgs, args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let mut setup = Setup::named(global)?;
    if !args.no_tui {
        client::require_terminal(&setup.texts)?;
    }
    let folder = Folder::open(global.dir.as_deref(), &setup.texts)?;
    folder.path().clone_into(&mut setup.paths.state);
    setup.notes.whole().for_each(super::tell);
    super::journal_file::begin(folder.path());
    let wall = SystemClock::start().now();
    match folder.claim(&setup.texts)? {
        Claim::Ours => run(setup, &folder, args, wall)?,
        Claim::Theirs => join(setup, &folder, args, wall)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// With the server inside.
fn run(setup: Setup, folder: &Folder, args: &DemoArgs, wall: Timestamp) -> anyhow::Result<()> {
    let texts = &setup.texts;
    let watch = CutShort::watch(folder.remover())?;
    let known = Record::read(folder, texts)?.filter(|record| record.built);
    let (record, mut host) = match known {
        Some(record) => go_on(record, folder, args, wall, texts)?,
        None => begin(folder, args, wall, texts)?,
    };
    if args.no_tui {
        host.wait_until_ready(texts)?;
        serve(&record, &mut host, watch, texts)?;
        return host.stop(texts);
    }
    drop(watch);
    // The words go with the screen; what the server may have to say comes after it.
    let texts = Texts::new(texts.language());
    let client = screen(setup, folder, &record, args, host.clock());
    let shown = client.and_then(|client| client::open(client, host.end()));
    host.stop(&texts)?;
    shown
}

/// A new school: built, stored, served.
fn begin(
    folder: &Folder,
    args: &DemoArgs,
    wall: Timestamp,
    texts: &Texts,
) -> anyhow::Result<(Record, Host)> {
    let began = Instant::now();
    folder.is_free(texts)?;
    let now = args.now.unwrap_or(DemoSpec::NOW);
    let mut record = Record::new(args, now, wall);
    let listener = listen(args.listen, record.address, texts)?;
    record.address = listener.local_addr()?;
    super::tell(&texts.get("demo-building"));
    let bundle = school::build(&mut record, folder, args, texts)?;
    super::tell(&school::summary(&bundle, texts));
    // From here on a run that is cut short is known as one.
    record.save(folder, texts)?;
    folder
        .clear()
        .map_err(|error| anyhow::anyhow!(folder.refused(&error, texts)))?;
    // Building took its time; the lesson begins now.
    record.set_clock(now, SystemClock::start().now());
    let clock = Arc::new(MovedClock::start(now));
    let office = Office::of(&bundle, now, DemoSpec::SEED);
    // A school of a timetable has nothing that was not in it.
    let office = args.timetable.is_none().then_some(office);
    let school = Some((bundle, office));
    let mut host = Host::start(listener, &folder.database(), school, clock, texts)?;
    host.wait_until_ready(texts)?;
    record.built = true;
    record.save(folder, texts)?;
    let seconds = decimal(texts.language(), began.elapsed().as_secs_f64(), 1);
    super::tell(&tr!(texts, "demo-ready", seconds));
    Ok((record, host))
}

/// The school of an earlier run. Nobody waits for the server: the client has its own memory.
fn go_on(
    mut record: Record,
    folder: &Folder,
    args: &DemoArgs,
    wall: Timestamp,
    texts: &Texts,
) -> anyhow::Result<(Record, Host)> {
    record.must_be_what_was_asked(folder, args, texts)?;
    if let Some(now) = args.now {
        record.set_clock(now, wall);
    }
    // To open what is not there would make another one in its place.
    let database = folder.database();
    if !database.exists() {
        let (name, dir) = (database.display().to_string(), folder.name());
        anyhow::bail!(tr!(texts, "demo-database-lost", name, dir).into_owned());
    }
    let listener = listen(args.listen, record.address, texts)?;
    record.address = listener.local_addr()?;
    record.save(folder, texts)?;
    let clock = Arc::new(MovedClock::start(record.now(wall)));
    let host = Host::start(listener, &folder.database(), None, clock, texts)?;
    Ok((record, host))
}

/// Another window on a demonstration that runs already.
fn join(setup: Setup, folder: &Folder, args: &DemoArgs, wall: Timestamp) -> anyhow::Result<()> {
    let texts = &setup.texts;
    let running = Record::read(folder, texts)?.filter(|record| record.built);
    let record = running.ok_or_else(|| {
        anyhow::anyhow!(tr!(texts, "demo-being-built", dir = folder.name()).into_owned())
    })?;
    if args.no_tui || args.listen.is_some() || args.now.is_some() {
        let url = record.url();
        let text = tr!(texts, "demo-running", dir = folder.name(), url);
        return Err(Misused(text.into_owned()).into());
    }
    record.must_be_what_was_asked(folder, args, texts)?;
    let clock = Arc::new(MovedClock::start(record.now(wall)));
    client::open(
        screen(setup, folder, &record, args, clock)?,
        std::future::pending(),
    )
}

fn screen(
    setup: Setup,
    folder: &Folder,
    record: &Record,
    args: &DemoArgs,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Client> {
    let texts = &setup.texts;
    let guest = match &args.role {
        Some(role) => Some(record.guest(role).ok_or_else(|| {
            let known: Vec<&str> = record
                .guests
                .iter()
                .map(|guest| guest.role.as_str())
                .collect();
            let text = tr!(
                texts,
                "demo-no-such-role",
                role = role.as_str(),
                known = known.join(", ")
            );
            Misused(text.into_owned())
        })?),
        None => None,
    };
    let guests = record
        .guests
        .iter()
        .map(|known| guest_of(known, texts))
        .collect();
    let settings = HttpSettings::new(record.url(), USER_AGENT);
    let seed = chance::bytes(texts)?;
    let accounts = Accounts::new(settings, folder.path().join(ACCOUNTS), true, clock, seed);
    let entrance = match guest {
        Some(guest) => Entrance::Guest(guest_of(guest, texts)),
        None => Entrance::Account(accounts.last_login()),
    };
    Ok(Client {
        setup,
        accounts,
        guests,
        entrance,
    })
}

fn guest_of(known: &record::Known, texts: &Texts) -> Guest {
    let role = texts.get(&format!("demo-role-{}", known.role));
    Guest {
        title: format!("{role}: {}", known.title),
        login: known.login.clone(),
        password: PASSWORD.to_owned(),
    }
}

/// Says where the server is and who can sign in, and waits.
fn serve(record: &Record, host: &mut Host, watch: CutShort, texts: &Texts) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut stops = Stops::new()?;
        // From here on it is stopped in order.
        drop(watch);
        let mut lines = record.url() + "\n";
        for guest in &record.guests {
            let shown = guest_of(guest, texts);
            let fields = [
                guest.role.as_str(),
                &shown.login,
                &shown.password,
                &guest.title,
            ];
            lines += &(fields.join("\t") + "\n");
        }
        super::print(&lines)?;
        tokio::select! {
            () = stops.next() => {}
            () = host.end() => {}
        }
        Ok(())
    })
}

/// The port of the last run if it is still free, so that other windows find the server again.
fn listen(
    asked: Option<SocketAddr>,
    before: SocketAddr,
    texts: &Texts,
) -> anyhow::Result<TcpListener> {
    if let Some(address) = asked {
        return TcpListener::bind(address)
            .map_err(|error| super::serve::cannot_listen(&address.to_string(), &error, texts));
    }
    let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(local(before.port()))
        .or_else(|_| TcpListener::bind(local(0)))
        .map_err(|error| super::serve::cannot_listen("127.0.0.1", &error, texts))
}
