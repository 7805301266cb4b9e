//! A whole school in one transaction, by COPY.

use super::cells::{CellColumns, CellStatements, execute};
use super::changes::PUT_WRITERS;
use super::connect::ReplicationWarnings;
use super::log_rows::{LogStatements, Logs};
use super::tx::{Link, Mode, Tx, prepared};
use crate::blank;
use crate::cases::{directory, terms};
use crate::intake::tables::{self, Table, Texts};
use crate::intake::{Chunk, Intake};
use crate::store::StoreError;
use deadpool_postgres::Pool;
use futures_util::future::join_all;
use futures_util::pin_mut;
use journal::{ChangeId, SchoolId};
use std::collections::BTreeMap;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;
use uuid::Uuid;

/// Lessons written at a time.
const CHUNK: usize = 1024;

/// Loads a school, perhaps in place of a blank one.
pub async fn load(
    pool: &Pool,
    warnings: &ReplicationWarnings,
    intake: &Intake,
    over: Option<SchoolId>,
) -> Result<(), StoreError> {
    let school = intake.directory.school.id;
    let tx = Tx::take(pool, warnings).await?;
    let link = tx.link()?;
    let cells = CellStatements::prepare(link).await?;
    let log = LogStatements::prepare(link).await?;
    let first = async {
        // Nobody else may fill the blank school meanwhile.
        let sql = "SELECT 1 FROM school WHERE school_id = $1 FOR UPDATE";
        if let Some(blank) = over {
            link.query_opt(sql, &[&blank.0]).await?;
        }
        Ok(link.query_opt(sql, &[&school.0]).await?)
    };
    let there = tx.begin(Mode::Write, first).await?.is_some();
    if there && over != Some(school) {
        tx.abandon().await?;
        return Err(StoreError::SchoolExists(school));
    }
    let room = match over {
        Some(blank) => remove_blank(&tx, blank).await,
        None => Ok(()),
    };
    if let Err(error) = room {
        tx.abandon().await?;
        return Err(error);
    }
    if let Err(error) = write(&tx, link, (&cells, &log), intake).await {
        tx.abandon().await?;
        return Err(error);
    }
    if let Err(error) = analyze(link).await {
        tx.abandon().await?;
        return Err(error);
    }
    tx.commit(Vec::new()).await
}

/// The database counts rows by itself, but later: until then the newest homework of a journal would
/// be looked for among all of the school's.
async fn analyze(link: &Link) -> Result<(), StoreError> {
    Ok(link.batch_execute("ANALYZE lesson, homework").await?)
}

async fn remove_blank(tx: &Tx, school: SchoolId) -> Result<(), StoreError> {
    if !directory::is_blank(tx, school).await? {
        return Err(StoreError::SchoolExists(school));
    }
    for table in blank::tables() {
        tx.link()?
            .execute(&blank::removal(table, "$1"), &[&school.0])
            .await?;
    }
    Ok(())
}

async fn write(
    tx: &Tx,
    link: &Link,
    (cells, log): (&CellStatements, &LogStatements),
    intake: &Intake,
) -> Result<(), StoreError> {
    let school = intake.directory.school.id;
    let texts = Texts::of(intake)?;
    for table in tables::tables(intake, &texts) {
        copy(link, &table).await?;
    }
    let mut streams: BTreeMap<i64, (i64, ChangeId)> = BTreeMap::new();
    let past = intake.terms()?;
    terms::put(tx, school, &past.terms, &past.cells).await?;
    let of_terms = Chunk {
        log: past.log,
        ..Chunk::default()
    };
    let all = intake.lessons();
    let starts = (0..all).step_by(CHUNK);
    let chunks = starts.map(|start| intake.chunk(start..(start + CHUNK).min(all)));
    for chunk in chunks.chain([Ok(of_terms)]) {
        let chunk = chunk?;
        lessons(link, cells, log, school, &chunk).await?;
        for row in &chunk.log {
            if let Some(card) = intake.directory.journal(row.journal) {
                let row = (row.seq, row.id);
                let newest = streams.entry(card.stream).or_insert(row);
                *newest = row.max(*newest);
            }
        }
    }
    let ids: Vec<i64> = streams.keys().copied().collect();
    let newest = streams.into_values().map(|(seq, id)| (seq, id.0));
    let (seqs, changes): (Vec<i64>, Vec<Uuid>) = newest.unzip();
    link.execute(
        "INSERT INTO stream (school_id, stream_id, seq, change_id) \
         SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::uuid[])",
        &[&school.0, &ids, &seqs, &changes],
    )
    .await?;
    link.execute(
        "INSERT INTO school_seq (school_id, seq, admin_seq, register_seq) VALUES ($1, $2, $3, $3)",
        &[&school.0, &intake.last_seq(), &intake.directory.admin_seq],
    )
    .await?;
    Ok(())
}

async fn lessons(
    link: &Link,
    cells: &CellStatements,
    log: &LogStatements,
    school: SchoolId,
    chunk: &Chunk,
) -> Result<(), StoreError> {
    copy(link, &tables::lessons(school, &chunk.sheets)).await?;
    let mut columns = CellColumns::default();
    for sheet in &chunk.sheets {
        tables::filled(sheet).for_each(|cell| columns.add(sheet, cell));
    }
    let logs = Logs::of(&chunk.log)?;
    let (written, writers): (Vec<i64>, Vec<String>) = chunk
        .writers
        .iter()
        .map(|(lesson, writers)| (lesson.0, writers.to_text()))
        .unzip();
    let put_writers = prepared(link, PUT_WRITERS).await?;
    let mut writes = columns.send(link, &school, cells);
    writes.push(execute(
        link,
        &put_writers,
        vec![&school.0, &written, &writers],
    ));
    writes.extend(logs.send(link, &school, log));
    join_all(writes)
        .await
        .into_iter()
        .collect::<Result<(), _>>()?;
    Ok(())
}

async fn copy(link: &Link, table: &Table<'_>) -> Result<(), StoreError> {
    let Table {
        name,
        columns,
        rows,
    } = table;
    let as_read = format!("SELECT {columns} FROM {name}");
    let as_read = link.prepare(&as_read).await?;
    let types: Vec<Type> = as_read
        .columns()
        .iter()
        .map(|it| it.type_().clone())
        .collect();
    let sql = format!("COPY {name} ({columns}) FROM STDIN BINARY");
    let writer = BinaryCopyInWriter::new(link.copy_in(&sql).await?, &types);
    pin_mut!(writer);
    for row in rows {
        writer.as_mut().write_raw(row).await?;
    }
    writer.finish().await?;
    Ok(())
}
