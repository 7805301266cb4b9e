//! The schemas: every key is led by the school; the two dialects agree; newer ones are refused.

use crate::pg::{Database, connect};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use storage::{
    Journals as _, OpenOptions, PgOptions, PgStore, SqliteOptions, SqliteStore, Store as _,
    StoreError,
};

/// Tables of the server, not of a school.
const OF_THE_SERVER: [&str; 2] = ["meta", "migration"];

fn sqlite() -> (tempfile::TempDir, Connection) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    drop(SqliteStore::open(&path, SqliteOptions::default()).unwrap());
    let connection = Connection::open(&path).unwrap();
    (dir, connection)
}

fn texts(c: &Connection, sql: &str) -> Vec<(String, String)> {
    let mut statement = c.prepare(sql).unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_key_of_sqlite_leads_with_the_school() {
    let (_dir, c) = sqlite();
    let tables = texts(
        &c,
        "SELECT name, 'x' FROM sqlite_schema WHERE type = 'table'",
    );
    assert!(tables.len() > 20);
    for (table, _) in tables {
        if OF_THE_SERVER.contains(&table.as_str()) {
            continue;
        }
        let keys = texts(
            &c,
            &format!(
                "SELECT l.name, i.name FROM pragma_index_list('{table}') l, \
                 pragma_index_info(l.name) i WHERE i.seqno = 0"
            ),
        );
        assert!(!keys.is_empty(), "{table} has no key");
        for (index, first) in keys {
            assert_eq!(first, "school_id", "index {index} of {table}");
        }
        let first = texts(
            &c,
            &format!(
                "SELECT \"table\", \"from\" FROM pragma_foreign_key_list('{table}') WHERE seq = 0"
            ),
        );
        for (parent, column) in first {
            assert_eq!(column, "school_id", "foreign key of {table} to {parent}");
        }
        let strict = texts(
            &c,
            &format!("SELECT name, strict FROM pragma_table_list('{table}')")
                .replace("strict FROM", "CAST(strict AS TEXT) FROM"),
        );
        assert_eq!(strict, [(table.clone(), "1".to_owned())]);
    }
}

#[tokio::test]
async fn every_key_of_postgres_leads_with_the_school() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    PgStore::connect(&database.url, PgOptions::default())
        .await
        .unwrap();
    let c = connect(&database.url).await;
    let tables = c
        .query(
            "SELECT c.relname, (SELECT array_agg(a.attname) FROM pg_index i JOIN pg_attribute a \
             ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE i.indrelid = c.oid), \
             (SELECT array_agg(a.attname) FROM pg_constraint k JOIN pg_attribute a \
             ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] \
             WHERE k.conrelid = c.oid AND k.contype = 'f') \
             FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace",
            &[],
        )
        .await
        .unwrap();
    assert!(tables.len() > 20);
    for row in tables {
        let table: String = row.get(0);
        if OF_THE_SERVER.contains(&table.as_str()) {
            continue;
        }
        let keys: Option<Vec<String>> = row.get(1);
        let keys = keys.unwrap_or_default();
        assert!(!keys.is_empty(), "{table} has no key");
        let foreign: Option<Vec<String>> = row.get(2);
        for first in keys.into_iter().chain(foreign.unwrap_or_default()) {
            assert_eq!(first, "school_id", "a key of {table}");
        }
    }
}

#[tokio::test]
async fn both_dialects_have_the_same_tables_and_columns() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    PgStore::connect(&database.url, PgOptions::default())
        .await
        .unwrap();
    let c = connect(&database.url).await;
    let rows = c
        .query(
            "SELECT table_name::text, column_name::text || CASE is_nullable WHEN 'YES' THEN '?' \
             ELSE '' END FROM information_schema.columns WHERE table_schema = 'public'",
            &[],
        )
        .await
        .unwrap();
    let mut theirs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        theirs.entry(row.get(0)).or_default().insert(row.get(1));
    }
    let (_dir, c) = sqlite();
    let mut ours: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let columns = "SELECT t.name, c.name || CASE c.\"notnull\" WHEN 0 THEN '?' ELSE '' END \
                   FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'";
    for (table, column) in texts(&c, columns) {
        ours.entry(table).or_default().insert(column);
    }
    assert_eq!(ours, theirs);
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let (dir, c) = sqlite();
    c.execute(
        "INSERT INTO migration (version, checksum) VALUES (99, x'00')",
        [],
    )
    .unwrap();
    let refused = SqliteStore::open(dir.path().join("school.db"), SqliteOptions::default());
    let newer = |error: &StoreError| matches!(error, StoreError::NewerSchema { found: 99, .. });
    assert!(refused.err().as_ref().is_some_and(newer));
    let Some(database) = Database::fresh().await else {
        return;
    };
    let connected = async || PgStore::connect(&database.url, PgOptions::default()).await;
    connected().await.unwrap();
    let c = connect(&database.url).await;
    let sql = "INSERT INTO migration (version, checksum) VALUES (99, '\\x00')";
    c.batch_execute(sql).await.unwrap();
    assert!(connected().await.err().as_ref().is_some_and(newer));
}

#[tokio::test]
async fn databases_are_opened_by_their_address() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("школа.db").display().to_string();
    for url in [path.clone(), format!("sqlite:{path}")] {
        let store = storage::open(&url, OpenOptions::default()).await.unwrap();
        assert!(store.schools().await.unwrap().is_empty());
        store.close().await;
    }
    for url in ["postgre://localhost/x", "mysql:x", ""] {
        assert!(
            storage::open(url, OpenOptions::default()).await.is_err(),
            "{url}"
        );
    }
    let nobody = "postgres://nobody@127.0.0.1:1/none";
    let refused = storage::open(nobody, OpenOptions::default()).await.err();
    assert!(matches!(refused, Some(StoreError::Busy(_))), "{refused:?}");
    let Some(database) = Database::fresh().await else {
        return;
    };
    storage::open(&database.url, OpenOptions::default())
        .await
        .unwrap();
}

/// A path that was mistyped may be of any file of the machine.
#[cfg(unix)]
#[tokio::test]
async fn what_is_no_database_keeps_its_rights() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notes.txt");
    std::fs::write(&path, "words\n".repeat(400)).unwrap();
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&path, open).unwrap();
    let url = path.display().to_string();
    assert!(storage::open(&url, OpenOptions::default()).await.is_err());
    let rights = std::fs::metadata(&path).unwrap().permissions();
    assert_eq!(rights.mode() & 0o777, 0o644);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_programs_postgres_is_left_alone() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let other = connect(&database.url).await;
    other.batch_execute("CREATE TABLE x (a int)").await.unwrap();
    let refused = PgStore::connect(&database.url, PgOptions::default()).await;
    assert!(matches!(refused, Err(StoreError::Foreign { table }) if table == "x"));
    let ours = "SELECT 1 FROM pg_tables WHERE tablename IN ('migration', 'meta')";
    assert!(other.query(ours, &[]).await.unwrap().is_empty());
    other.batch_execute("DROP TABLE x").await.unwrap();
    PgStore::connect(&database.url, PgOptions::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn an_acknowledged_write_is_on_the_disk_whatever_the_database_is_set_to() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    drop(open_pg(&database).await);
    let c = connect(&database.url).await;
    c.batch_execute(
        "CREATE TABLE seen (setting TEXT NOT NULL);
         CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$;
         CREATE TRIGGER see AFTER INSERT ON school FOR EACH STATEMENT EXECUTE FUNCTION see();",
    )
    .await
    .unwrap();
    let name: String = c
        .query_one("SELECT current_database()::text", &[])
        .await
        .unwrap()
        .get(0);
    let settings = [
        ("off", "on"),
        ("local", "on"),
        ("remote_write", "on"),
        ("on", "on"),
        ("remote_apply", "remote_apply"),
    ];
    for (school, (set, written)) in (1..).zip(settings) {
        let set = format!("ALTER DATABASE {name} SET synchronous_commit = {set}");
        c.batch_execute(&set).await.unwrap();
        let store = open_pg(&database).await;
        store.import(crate::fixture::school(school)).await.unwrap();
        store.close().await;
        let sql = "DELETE FROM seen RETURNING setting";
        let seen = c.query(sql, &[]).await.unwrap();
        assert!(!seen.is_empty());
        for row in seen {
            assert_eq!(row.get::<_, &str>(0), written, "{set}");
        }
    }
}

async fn open_pg(database: &Database) -> PgStore {
    let store = PgStore::connect(&database.url, PgOptions::default()).await;
    store.unwrap()
}
