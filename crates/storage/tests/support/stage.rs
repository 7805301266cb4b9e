//! A store of each kind for a test, and the macro that runs a test on all three.

use crate::fixture::school;
use crate::pg::Database;
use std::sync::Arc;
use storage::{Journals, MemoryStore, PgOptions, PgStore, SqliteOptions, SqliteStore, Store};

/// A store and what has to live as long as it.
pub struct Stage {
    pub store: Arc<dyn Store>,
    keeps: Box<dyn std::any::Any + Send>,
}

impl Stage {
    pub fn new(store: Arc<dyn Store>, keeps: impl std::any::Any + Send) -> Self {
        Self {
            store,
            keeps: Box::new(keeps),
        }
    }

    /// The file of an SQLite store.
    pub fn path(&self) -> std::path::PathBuf {
        let dir: &tempfile::TempDir = self.keeps.downcast_ref().unwrap();
        dir.path().join("school.db")
    }

    /// The address of a PostgreSQL store.
    pub fn url(&self) -> String {
        let database: &Database = self.keeps.downcast_ref().unwrap();
        database.url.clone()
    }

    /// With the fixture's school 1 in it.
    pub async fn with_school(self) -> Self {
        self.store.import(school(1)).await.unwrap();
        self
    }
}

/// The oracle with the fixture's school 1 in it.
pub async fn model() -> Arc<dyn Journals> {
    let model = MemoryStore::default();
    model.import(school(1)).await.unwrap();
    Arc::new(model)
}

pub fn sqlite() -> Stage {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let store = SqliteStore::open(path, SqliteOptions::default()).unwrap();
    Stage::new(Arc::new(store), dir)
}

/// None if there is no PostgreSQL here.
pub async fn postgres() -> Option<Stage> {
    let database = Database::fresh().await?;
    let store = PgStore::connect(&database.url, PgOptions::default())
        .await
        .unwrap();
    Some(Stage::new(Arc::new(store), database))
}

/// Runs each of the named `async fn(Arc<dyn Store>)` on both databases, with the school in.
macro_rules! on_both_databases {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                let stage = crate::stage::sqlite().with_school().await;
                super::$name(std::sync::Arc::clone(&stage.store) as _).await;
                stage.store.close().await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $name() {
                let Some(stage) = crate::stage::postgres().await else { return };
                let stage = stage.with_school().await;
                super::$name(std::sync::Arc::clone(&stage.store) as _).await;
                stage.store.close().await;
            })*
        }
    };
}
pub(crate) use on_both_databases;

/// Runs each of the named `async fn(Arc<dyn Journals>)` on the model too.
macro_rules! on_every_backend {
    ($($name:ident),* $(,)?) => {
        mod on_memory {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::stage::model().await).await;
            })*
        }
        crate::stage::on_both_databases!($($name),*);
    };
}
pub(crate) use on_every_backend;
