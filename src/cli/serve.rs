//! `zhurnal serve`: the server. On an empty database it begins with a new school.

use super::args::{GlobalArgs, ServeArgs};
use super::database::Database;
use super::passwords::Passwords;
use super::setup::Setup;
use super::until_stopped::Stops;
use super::{Misused, chance};
use crate::config::ServeConfig;
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use anyhow::Context as _;
use journal::school::School;
use journal::{Clock, PersonName, Regulation, SchoolTime, Timestamp};
use protocol::SystemClock;
use school::blank::{self, BlankSpec};
use server::{HashCost, Server, ServerConfig, StartError};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use storage::{Store, StoreError};
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};

/// The sign-in name of a new school's administrator.
const ADMIN: &str = "admin";

/// `zhurnal serve`.
pub fn command(global: &GlobalArgs, args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup::strict(global, "config-stops-serve")?;
    setup.notes.whole().for_each(super::tell);
    let (config, texts) = (&setup.config.serve, &setup.texts);
    begin_log(&config.log, texts);
    let database = database(args.database.as_deref(), &setup)?;
    let listen = Listen::at(args.listen.as_deref().unwrap_or(&config.listen), texts)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let proxies = if args.trusted_proxy.is_empty() {
        config.trusted_proxies()
    } else {
        args.trusted_proxy.clone()
    };
    let asked = (proxies, args.profile.as_deref());
    runtime.block_on(serve(&database, &listen, config, asked, texts))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(
    database: &Database,
    listen: &Listen<'_>,
    config: &ServeConfig,
    (trusted_proxies, profile): (Vec<IpAddr>, Option<&str>),
    texts: &Texts,
) -> anyhow::Result<()> {
    let mut stops = Stops::new()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    // What is there is looked at before anybody can connect; what is to be made is made only where
    // it will be served.
    let connections = config.database_connections;
    let (listener, store) = if database.is_blank_file() {
        let listener = listen.bind(texts)?;
        (listener, database.open(connections, texts).await?)
    } else {
        let store = database.open(connections, texts).await?;
        (listen.bind(texts)?, store)
    };
    let _ours_alone = database.claim(texts)?;
    let broken = |error: StoreError| database.sentence(&error, texts);
    let schools = store.schools().await.map_err(broken)?;
    if schools.is_empty() {
        begin_school(&*store, clock.now(), (database, profile), texts).await?;
    } else if profile.is_some() {
        super::tell(&texts.get("serve-profile-too-late"));
    }
    let known = || numbered(&schools, texts);
    if schools.len() > 1 && config.school().is_none() {
        super::tell(&tr!(texts, "serve-several-schools", known = known()));
    }
    let usual = ServerConfig::default();
    let secret = Some(config.cursor_secret.as_str()).filter(|secret| !secret.is_empty());
    let settings = ServerConfig {
        school: config.school(),
        cursor_secret: secret.map(Into::into),
        session_hours: config.session_hours,
        access_log_days: config.access_log_days,
        idle_hours: usual.idle_hours.min(config.session_hours),
        trusted_proxies,
        changes_per_minute: config.changes_per_minute,
        hashes_at_once: usize::try_from(config.login_hashes).unwrap_or(1).max(1),
        ..usual
    };
    let seed = chance::bytes(texts)?;
    let running = Server::serve(listener, settings, store, clock, seed).await;
    let running = running.map_err(|error| match error {
        StartError::Store(error) => broken(error),
        StartError::NoSchool => {
            let (database, number) = (database.name(), config.school.to_string());
            let known = known();
            anyhow::anyhow!(
                tr!(texts, "serve-no-such-school", number, database, known).into_owned()
            )
        }
        other => broken(StoreError::Failed(other.to_string())),
    })?;
    super::print(&format!("{}\n", running.url()))?;
    super::tell(&tr!(texts, "serve-ready", database = database.name()));
    stops.next().await;
    super::tell(&texts.get("serve-stopping"));
    running.shutdown().await;
    Ok(())
}

/// «1 — «Школа», 2 — «Лицей»».
pub fn numbered(schools: &[School], texts: &Texts) -> String {
    let named = |school: &School| {
        let (number, title) = (school.id.0.to_string(), school.title.as_str());
        tr!(texts, "server-school", number, title).into_owned()
    };
    schools.iter().map(named).collect::<Vec<_>>().join(", ")
}

/// A school that has an administrator and nothing else; the start password is told once.
async fn begin_school(
    store: &dyn Store,
    now: Timestamp,
    (database, profile): (&Database, Option<&str>),
    texts: &Texts,
) -> anyhow::Result<()> {
    let regulation = profile.or(Regulation::shipped_ids().next());
    let regulation = regulation.and_then(Regulation::shipped);
    let regulation = regulation.context("no regulation is shipped")?;
    let mut passwords = Passwords::new(texts)?;
    let password = passwords.next();
    let bundle = blank::build(BlankSpec {
        title: texts.get("serve-new-school").into_owned(),
        regulation: regulation.id,
        today: SchoolTime::MOSCOW.local(now).date(),
        admin: PersonName {
            last: texts.get("serve-admin").into_owned(),
            ..PersonName::default()
        },
        login: ADMIN.to_owned(),
        password_hash: passwords.hash(&password, HashCost::default())?,
    });
    store
        .import(bundle)
        .await
        .map_err(|error| database.sentence(&error, texts))?;
    super::tell(&tr!(
        texts,
        "serve-school-made",
        database = database.name(),
        login = ADMIN,
        password,
        regulation = regulation.title
    ));
    Ok(())
}

/// The database that was named, the configured one, or `school.db` in the program's own folder.
pub fn database(asked: Option<&str>, setup: &Setup) -> anyhow::Result<Database> {
    if let Some(database) = named(asked, setup)? {
        return Ok(database);
    }
    make_private_folder(&setup.paths.state).map_err(|error| {
        let folder = setup.paths.state.display().to_string();
        let values = [("folder", folder.into())];
        anyhow::anyhow!(Fault::io(&error).sentence(&setup.texts, "cli-no-folder", &values))
    })?;
    Ok(usual(setup))
}

/// The database that was named, or the configured one.
pub fn named(asked: Option<&str>, setup: &Setup) -> anyhow::Result<Option<Database>> {
    let configured = Some(setup.config.serve.database.as_str()).filter(|url| !url.is_empty());
    let url = asked.or(configured);
    url.map(|url| Database::of(url, &setup.texts)).transpose()
}

/// The database of whoever names none.
pub fn usual(setup: &Setup) -> Database {
    Database::file(&setup.paths.state.join("school.db"))
}

fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Where a server is to listen.
struct Listen<'a> {
    /// As a person wrote it.
    address: &'a str,
    found: Vec<SocketAddr>,
}

impl<'a> Listen<'a> {
    fn at(address: &'a str, texts: &Texts) -> anyhow::Result<Self> {
        let bad = |_| Misused(tr!(texts, "serve-bad-address", address).into_owned());
        let found = address.to_socket_addrs().map_err(bad)?.collect();
        Ok(Self { address, found })
    }

    fn bind(&self, texts: &Texts) -> anyhow::Result<TcpListener> {
        TcpListener::bind(&*self.found).map_err(|error| cannot_listen(self.address, &error, texts))
    }
}

/// Why an address cannot be listened on.
pub fn cannot_listen(address: &str, error: &io::Error, texts: &Texts) -> anyhow::Error {
    let text = match error.kind() {
        io::ErrorKind::AddrInUse => tr!(texts, "serve-port-taken", address).into_owned(),
        io::ErrorKind::PermissionDenied => tr!(texts, "serve-port-forbidden", address).into_owned(),
        io::ErrorKind::AddrNotAvailable => tr!(texts, "serve-not-ours", address).into_owned(),
        _ => {
            Fault::io(error).sentence(texts, "serve-cannot-listen", &[("address", address.into())])
        }
    };
    anyhow::anyhow!(text)
}

/// The server's log goes to the standard error.
fn begin_log(filter: &str, texts: &Texts) {
    let targets: Targets = filter.parse().unwrap_or_else(|_| {
        super::tell(&tr!(texts, "serve-bad-log", filter));
        Targets::new().with_default(Level::INFO)
    });
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(io::stderr);
    let subscriber = tracing_subscriber::registry().with(lines.with_filter(targets));
    // A second call in one process changes nothing.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
