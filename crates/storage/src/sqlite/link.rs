//! A connection as a use case sees it. Every answer is there at once, so a use case that asks
//! nothing else ends at its first poll.

use crate::sql::{Column, Columns, EachRow, Row, Snapshot, Transaction, Value};
use crate::store::StoreError;
use futures_util::future::BoxFuture;
use parking_lot::{ReentrantMutex, ReentrantMutexGuard};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};
use std::future::ready;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A connection, for one thread at a time.
pub struct SqliteLink(ReentrantMutex<Connection>);

impl SqliteLink {
    pub fn new(connection: Connection) -> Self {
        Self(ReentrantMutex::new(connection))
    }

    pub fn lock(&self) -> ReentrantMutexGuard<'_, Connection> {
        self.0.lock()
    }
}

/// The answer of a use case that asked this database alone.
pub fn at_once<T>(case: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    match pin!(case).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => Err(StoreError::Failed(
            "a use case waited for something else than its database".to_owned(),
        )),
    }
}

impl Snapshot for SqliteLink {
    fn each<'a>(
        &'a self,
        sql: &'static str,
        values: &'a [Value<'a>],
        row: EachRow<'a>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(ready(each(&self.lock(), sql, values, row)))
    }
}

impl Transaction for SqliteLink {
    fn execute<'a>(
        &'a self,
        sql: &'static str,
        values: &'a [Value<'a>],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let done = bound(&self.lock(), sql, values).and_then(|mut statement| {
            statement.raw_execute()?;
            Ok(())
        });
        Box::pin(ready(done))
    }

    fn execute_many<'a>(
        &'a self,
        sql: &'static str,
        rows: &'a [Vec<Value<'a>>],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(ready(execute_many(&self.lock(), sql, rows)))
    }

    // By the writer's `roll_back`.
    fn forgets_when_rolled_back(&self) -> bool {
        true
    }
}

fn execute_many(
    connection: &Connection,
    sql: &str,
    rows: &[Vec<Value<'_>>],
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&dialect(sql))?;
    for row in rows {
        bind(&mut statement, row)?;
        statement.raw_execute()?;
    }
    Ok(())
}

fn each(
    connection: &Connection,
    sql: &str,
    values: &[Value<'_>],
    each: EachRow<'_>,
) -> Result<(), StoreError> {
    let mut statement = bound(connection, sql, values)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        each(Row(row))?;
    }
    Ok(())
}

fn bound<'c>(
    connection: &'c Connection,
    sql: &str,
    values: &[Value<'_>],
) -> Result<CachedStatement<'c>, StoreError> {
    let mut statement = connection.prepare_cached(&dialect(sql))?;
    bind(&mut statement, values)?;
    Ok(statement)
}

fn bind(statement: &mut CachedStatement<'_>, values: &[Value<'_>]) -> Result<(), StoreError> {
    for (at, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, value)?;
    }
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Uuid(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Self::Ints(numbers) => ToSqlOutput::Owned(json_array(numbers.iter()).into()),
            Self::Uuids(ids) => {
                let quoted = ids.iter().map(|id| format!("\"{}\"", id.simple()));
                ToSqlOutput::Owned(json_array(quoted).into())
            }
        })
    }
}

fn json_array(items: impl Iterator<Item = impl ToString>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    format!("[{}]", items.join(","))
}

impl Columns for rusqlite::Row<'_> {
    fn column(&self, at: usize) -> Result<Column<'_>, StoreError> {
        Ok(match self.get_ref(at)? {
            ValueRef::Null => Column::Null,
            ValueRef::Integer(number) => Column::Int(number),
            ValueRef::Text(text) => Column::Text(
                std::str::from_utf8(text).map_err(|e| StoreError::Damaged(e.to_string()))?,
            ),
            ValueRef::Blob(bytes) => Column::Bytes(bytes),
            ValueRef::Real(number) => {
                return Err(StoreError::Damaged(format!("a column holds {number}")));
            }
        })
    }
}

/// A text of [`crate::sql`] as SQLite takes it: `?n` for `$n`, which it would number by their first
/// appearance; a list as JSON; no `FOR UPDATE`, since there is one writer.
fn dialect(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len() + 64);
    let sql = sql
        .split_once(" FOR UPDATE")
        .map_or(sql, |(before, _)| before);
    let mut parts = sql.split('$');
    text.extend(parts.next());
    for part in parts {
        let list = text.strip_suffix("= ANY(").map(str::len);
        if let Some(kept) = list {
            text.truncate(kept);
            let part = part.split_once(')');
            let Some((number, rest)) = part else { continue };
            let (item, number) = match number.strip_suffix("::uuid[]") {
                Some(number) => ("unhex(value)", number),
                None => ("value", number),
            };
            text.extend(["IN (SELECT ", item, " FROM json_each(?", number, "))", rest]);
        } else {
            text.extend(["?", part]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::log;
    use crate::sql::values;
    use crate::sqlite::connect;

    #[test]
    fn texts_are_turned_into_the_dialect() {
        assert_eq!(
            dialect("SELECT a FROM b WHERE c = $2 AND d = ANY($1) AND e = $12 FOR UPDATE"),
            "SELECT a FROM b WHERE c = ?2 AND d IN (SELECT value FROM json_each(?1)) AND e = ?12",
        );
        assert_eq!(
            dialect("SELECT a FROM b WHERE c = ANY($2::uuid[]) AND d = $1"),
            "SELECT a FROM b WHERE c IN (SELECT unhex(value) FROM json_each(?2)) AND d = ?1",
        );
    }

    #[test]
    fn values_are_told_by_their_numbers() {
        let link = SqliteLink::new(Connection::open_in_memory().unwrap());
        let s: &dyn Snapshot = &link;
        let sql = "SELECT $2, $1, 7 = ANY($3), $4";
        let values = values![1, "two", &[6_i64, 7][..], None::<i64>];
        let read = |row: Row<'_>| {
            let (two, one): (String, i64) = (row.get(0)?, row.get(1)?);
            let (listed, none): (bool, Option<i64>) = (row.get(2)?, row.get(3)?);
            Ok((two, one, listed, none))
        };
        let found = at_once(s.row(sql, values, read)).unwrap();
        assert_eq!(found, Some(("two".to_owned(), 1, true, None)));
    }

    /// A part of one sheet's log costs what it holds, however long the school's is.
    #[test]
    fn the_log_of_a_sheet_is_found_by_an_index() {
        let dir = tempfile::tempdir().unwrap();
        let (c, _) = connect::writer(&dir.path().join("school.db")).unwrap();
        let of_lesson = "SEARCH change_log USING INDEX change_log_by_lesson \
                         (school_id=? AND lesson_id=? AND seq>?)";
        let of_term = "SEARCH change_log USING INDEX change_log_by_term \
                       (school_id=? AND journal_id=? AND period_id=? AND seq>?)";
        for (sql, by) in [(log::OF_LESSON, of_lesson), (log::OF_TERM, of_term)] {
            let sql = format!("EXPLAIN QUERY PLAN {}", dialect(sql));
            let mut statement = c.prepare(&sql).unwrap();
            let values = vec![1; statement.parameter_count()];
            let values = rusqlite::params_from_iter(values);
            let steps = statement.query_map(values, |row| row.get(3));
            let steps: Vec<String> = steps.unwrap().collect::<Result<_, _>>().unwrap();
            assert!(steps.iter().any(|step| step == by), "{steps:?}");
        }
    }

    #[test]
    fn a_use_case_that_waits_for_something_else_is_an_error() {
        assert!(at_once(std::future::pending::<Result<(), StoreError>>()).is_err());
    }
}
