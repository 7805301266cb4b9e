//! What the figures need: a database with the whole school for the server, and one like it for
//! the raw rows. All of it is gone afterwards.

use crate::raw::{Backend, Pool, Writer};
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use storage::{Bundle, Imported, OpenOptions, PgOptions};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// How many of them this process has set: each has databases of its own.
static SET: AtomicU32 = AtomicU32::new(0);

/// Two equal databases.
pub struct Stage {
    kind: Kind,
    folder: TempDir,
    /// What was imported into each.
    pub imported: Imported,
}

enum Kind {
    Sqlite,
    Postgres {
        url: String,
        server: String,
        raw: String,
    },
}

impl Stage {
    /// Sets it: `sqlite`, or the address of a PostgreSQL server where databases may be made.
    pub async fn set(database: &str, bundle: Bundle) -> anyhow::Result<Self> {
        let folder = TempDir::with_prefix("zhurnal-load-")?;
        if database == "sqlite" {
            let (served, raw) = files(folder.path());
            let imported = import(path(&served)?, bundle).await?;
            std::fs::copy(&served, &raw)?;
            return Ok(Self {
                kind: Kind::Sqlite,
                folder,
                imported,
            });
        }
        let nth = SET.fetch_add(1, Ordering::Relaxed);
        let name = format!("zhurnal_load_{}_{nth}", std::process::id());
        let kind = Kind::Postgres {
            url: database.to_owned(),
            server: name.clone(),
            raw: format!("{name}_raw"),
        };
        let mut stage = Self {
            kind,
            folder,
            imported: Imported::default(),
        };
        match stage.fill(bundle).await {
            Ok(imported) => {
                stage.imported = imported;
                Ok(stage)
            }
            Err(error) => {
                stage.strike().await?;
                Err(error)
            }
        }
    }

    async fn fill(&self, bundle: Bundle) -> anyhow::Result<Imported> {
        let Kind::Postgres { url, server, raw } = &self.kind else {
            anyhow::bail!("no server")
        };
        command(url, &format!("CREATE DATABASE {server}")).await?;
        let imported = import(&self.database()?, bundle).await?;
        command(url, &format!("CREATE DATABASE {raw} TEMPLATE {server}")).await?;
        Ok(imported)
    }

    /// Adds more schools to a server's database, while no server runs on it.
    pub async fn add(database: &str, schools: impl Iterator<Item = Bundle>) -> anyhow::Result<()> {
        let store = storage::open(database, OpenOptions::default()).await?;
        for school in schools {
            store.import(school).await?;
        }
        store.close().await;
        Ok(())
    }

    /// The server's database.
    pub fn database(&self) -> anyhow::Result<String> {
        match &self.kind {
            Kind::Sqlite => Ok(path(&files(self.folder.path()).0)?.to_owned()),
            Kind::Postgres { url, server, .. } => Ok(with_database(url, server)),
        }
    }

    /// The raw way to the other one.
    pub async fn raw(&self) -> anyhow::Result<Backend> {
        Ok(match &self.kind {
            Kind::Sqlite => Backend::Sqlite(Writer::open(&files(self.folder.path()).1)?),
            Kind::Postgres { url, raw, .. } => {
                let connections = PgOptions::default().connections;
                Backend::Postgres(Pool::connect(&with_database(url, raw), connections).await?)
            }
        })
    }

    /// The folder for what else there is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Takes everything away.
    pub async fn strike(self) -> anyhow::Result<()> {
        if let Kind::Postgres { url, server, raw } = &self.kind {
            for name in [server, raw] {
                command(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            }
        }
        Ok(self.folder.close()?)
    }
}

async fn import(database: &str, bundle: Bundle) -> anyhow::Result<Imported> {
    let store = storage::open(database, OpenOptions::default()).await?;
    let imported = store.import(bundle).await;
    store.close().await;
    Ok(imported?)
}

async fn command(url: &str, sql: &str) -> anyhow::Result<()> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let driving = tokio::spawn(connection);
    let done = client
        .batch_execute(sql)
        .await
        .with_context(|| sql.to_owned());
    drop(client);
    driving.await??;
    done
}

fn files(folder: &Path) -> (PathBuf, PathBuf) {
    (folder.join("server.db"), folder.join("raw.db"))
}

fn path(path: &Path) -> anyhow::Result<&str> {
    path.to_str()
        .context("a temporary folder with a strange name")
}

/// The same server's address, another database.
fn with_database(url: &str, name: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let (rest, query) = rest
        .split_once('?')
        .map_or((rest, None), |(rest, q)| (rest, Some(q)));
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    format!("{scheme}://{host}/{name}{query}")
}
