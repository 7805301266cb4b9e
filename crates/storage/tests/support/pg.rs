//! A private PostgreSQL for this test process: initdb in a temporary folder, a unix socket, gone
//! when the process is. `ZHURNAL_TEST_PG=postgres://…` uses a running server instead;
//! `ZHURNAL_REQUIRE_PG=1` makes its absence a failure.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(0);

struct Cluster {
    /// An address that ends before the database's name, and what follows the name.
    address: (String, String),
    /// Its standard input is open as long as this process lives.
    _keeper: Option<Child>,
}

/// A database of its own, dropped with this value.
pub struct Database {
    pub url: String,
    name: String,
}

impl Database {
    /// A fresh database; none, with a line that says so, if there is no PostgreSQL.
    pub async fn fresh() -> Option<Self> {
        let started = tokio::task::spawn_blocking(|| CLUSTER.get_or_init(start).is_some());
        if !started.await.unwrap() {
            return None;
        }
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("zhurnal_test_{}_{n}", std::process::id());
        let admin = connect(&url("postgres")).await;
        admin
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        Some(Self {
            url: url(&name),
            name,
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.name.clone();
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(async {
                let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                connect(&url("postgres")).await.batch_execute(&sql).await
            })
        });
        // A server that has gone has taken the database with it.
        let _ = dropping.join();
    }
}

/// A plain connection.
pub async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}

/// Waits until nobody else is in the database of a connection: then what they did is counted in its
/// statistics.
pub async fn alone(client: &tokio_postgres::Client) {
    let others = "SELECT count(*) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while client
        .query_one(others, &[])
        .await
        .unwrap()
        .get::<_, i64>(0)
        > 0
    {
        tokio::task::yield_now().await;
    }
}

fn url(database: &str) -> String {
    let cluster = CLUSTER.get().and_then(Option::as_ref).unwrap();
    let (before, after) = &cluster.address;
    format!("{before}{database}{after}")
}

fn start() -> Option<Cluster> {
    if let Ok(url) = std::env::var("ZHURNAL_TEST_PG") {
        let (server, after) = match url.split_once('?') {
            Some((server, options)) => (server.to_owned(), format!("?{options}")),
            None => (url, String::new()),
        };
        let end = server.rfind('/').unwrap();
        return Some(Cluster {
            address: (server[..=end].to_owned(), after),
            _keeper: None,
        });
    }
    let Some(bin) = bin() else {
        let required = std::env::var("ZHURNAL_REQUIRE_PG").is_ok_and(|v| v == "1");
        assert!(
            !required,
            "ZHURNAL_REQUIRE_PG=1, but there is no PostgreSQL here"
        );
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no PostgreSQL here (initdb not found)"
        );
        return None;
    };
    Some(private(&bin, None))
}

fn bin() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|dir| {
            dir.flatten()
                .map(|entry| entry.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = versions
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path));
    found
        .into_iter()
        .find(|dir| dir.join("initdb").exists() && dir.join("pg_ctl").exists())
}

/// A PostgreSQL of its own on 127.0.0.1 that speaks TLS, with a certificate for `localhost` of an
/// authority that only this test knows.
pub struct OverTls {
    pub port: u16,
    pub authority: PathBuf,
    _cluster: Cluster,
}

impl OverTls {
    /// None if there is no PostgreSQL.
    pub async fn start() -> Option<Self> {
        let start = || {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let port = free.local_addr().unwrap().port();
            drop(free);
            let cluster = private(&bin()?, Some(port));
            let authority = tls().join("ca.pem");
            Some(Self {
                port,
                authority,
                _cluster: cluster,
            })
        };
        tokio::task::spawn_blocking(start).await.unwrap()
    }
}

fn tls() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/tls")
}

/// With a port: also there, and with TLS.
fn private(bin: &Path, port: Option<u16>) -> Cluster {
    let dir = tempfile::Builder::new()
        .prefix("zhurnal-pg-")
        .tempdir()
        .unwrap()
        .keep();
    if port.is_some() {
        for file in ["server.pem", "server.key"] {
            std::fs::copy(tls().join(file), dir.join(file)).unwrap();
        }
        let key = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(dir.join("server.key"), key).unwrap();
    }
    let root = output(Command::new("id").arg("-u")) == "0";
    if root {
        output(Command::new("chown").args(["-R", "postgres"]).arg(&dir));
    }
    // PostgreSQL refuses to run as root.
    let command = |program: &str| {
        let mut command = Command::new("setpriv");
        if root {
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        } else {
            command = Command::new("env");
        }
        command.arg(program).current_dir("/");
        command
    };
    let data = dir.join("data");
    let tool = |name: &str| bin.join(name).display().to_string();
    let mut initdb = command(&tool("initdb"));
    initdb.args([
        "--no-sync",
        "--auth=trust",
        "--username=postgres",
        "--encoding=UTF8",
    ]);
    output(initdb.arg("--pgdata").arg(&data));
    let socket = dir.display();
    let listening = match port {
        None => "-c listen_addresses=''".to_owned(),
        Some(port) => {
            // In the file, so that a test can say otherwise.
            let file = data.join("postgresql.auto.conf");
            let mut file = std::fs::OpenOptions::new().append(true).open(file).unwrap();
            writeln!(
                file,
                "ssl = on\nssl_cert_file = '{socket}/server.pem'\nssl_key_file = '{socket}/server.key'"
            )
            .unwrap();
            format!("-c listen_addresses=127.0.0.1 -c port={port}")
        }
    };
    let options = format!("{listening} -c unix_socket_directories='{socket}'");
    let mut pg_ctl = command(&tool("pg_ctl"));
    pg_ctl
        .args(["--wait", "--silent", "--options", &options, "--log"])
        .arg(dir.join("log"));
    output(pg_ctl.arg("--pgdata").arg(&data).arg("start"));
    // Reads until this process has ended, whichever way, then clears up.
    let keeper = format!(
        "read -r _; {} --pgdata={} --mode=immediate stop; rm -rf {socket}",
        tool("pg_ctl"),
        data.display(),
    );
    let mut sh = command("sh");
    sh.args(["-c", &keeper])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let host = dir.display().to_string().replace('/', "%2F");
    Cluster {
        address: (format!("postgres://postgres@{host}/"), String::new()),
        _keeper: Some(sh.spawn().unwrap()),
    }
}

fn output(command: &mut Command) -> String {
    // The server that pg_ctl leaves behind must not hold our pipes.
    let file = tempfile::tempfile().unwrap();
    let out = if command.get_program() == "id" {
        Stdio::piped()
    } else {
        Stdio::null()
    };
    let done = command
        .stdout(out)
        .stderr(file.try_clone().unwrap())
        .stdin(Stdio::null());
    let done = done.spawn().unwrap().wait_with_output().unwrap();
    assert!(done.status.success(), "{command:?} failed");
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}
