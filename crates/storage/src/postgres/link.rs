//! A connection as a use case sees it.

use super::connect::ReplicationWarnings;
use super::tx::{Mode, Tx, prepared};
use crate::sql::{Column, Columns, EachRow, Row, Snapshot, Transaction, Value};
use crate::store::StoreError;
use deadpool_postgres::Pool;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, try_join_all};
use std::borrow::Cow;
use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

/// Statements that are sent together.
const AT_ONCE: usize = 256;

/// A connection of the pool. What is asked of it is one transaction, begun together with the first
/// question; without a mode each question is one by itself.
pub struct PgLink {
    tx: Tx,
    mode: Option<Mode>,
    begun: AtomicBool,
}

impl PgLink {
    /// Takes a connection; nothing is sent.
    pub async fn take(
        pool: &Pool,
        warnings: &ReplicationWarnings,
        mode: Option<Mode>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            tx: Tx::take(pool, warnings).await?,
            mode,
            begun: AtomicBool::new(false),
        })
    }

    /// Sends BEGIN before the first question is.
    async fn begun<T>(
        &self,
        question: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        match self.mode {
            Some(mode) if !self.begun.swap(true, Ordering::Relaxed) => {
                self.tx.begin(mode, question).await
            }
            _ => question.await,
        }
    }

    /// Makes what was written stand.
    pub async fn commit(self) -> Result<(), StoreError> {
        if self.begun.load(Ordering::Relaxed) {
            self.tx.commit(Vec::new()).await?;
        }
        Ok(())
    }

    /// Ends a transaction that wrote nothing.
    pub async fn abandon(self) -> Result<(), StoreError> {
        if self.begun.load(Ordering::Relaxed) {
            self.tx.abandon().await?;
        }
        Ok(())
    }
}

impl Snapshot for PgLink {
    fn each<'a>(
        &'a self,
        sql: &'static str,
        values: &'a [Value<'a>],
        row: EachRow<'a>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.begun(self.tx.each(sql, values, row)).boxed()
    }
}

impl Transaction for PgLink {
    fn execute<'a>(
        &'a self,
        sql: &'static str,
        values: &'a [Value<'a>],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.begun(self.tx.execute(sql, values)).boxed()
    }

    fn execute_many<'a>(
        &'a self,
        sql: &'static str,
        rows: &'a [Vec<Value<'a>>],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.begun(self.tx.execute_many(sql, rows)).boxed()
    }
}

impl Tx {
    async fn query(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let link = self.link()?;
        let statement = prepared(link, &dialect(sql)).await?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        Ok(link.query(&statement, &values).await?)
    }
}

impl Snapshot for Tx {
    fn each<'a>(
        &'a self,
        sql: &'static str,
        values: &'a [Value<'a>],
        row: EachRow<'a>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            for found in &self.query(sql, values).await? {
                row(Row(found))?;
            }
            Ok(())
        }
        .boxed()
    }
}

impl Transaction for Tx {
    fn execute<'a>(
        &'a self,
        sql: &'static str,
        values: &'a [Value<'a>],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move { self.query(sql, values).await.map(drop) }.boxed()
    }

    fn execute_many<'a>(
        &'a self,
        sql: &'static str,
        rows: &'a [Vec<Value<'a>>],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let link = self.link()?;
            let statement = &prepared(link, &dialect(sql)).await?;
            // What is sent before the first is answered.
            for rows in rows.chunks(AT_ONCE) {
                let sent = rows.iter().map(|row| async move {
                    let row: Vec<&(dyn ToSql + Sync)> =
                        row.iter().map(|value| value as _).collect();
                    link.execute(statement, &row).await
                });
                try_join_all(sent).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

/// A text of [`crate::sql`] as PostgreSQL takes it: it chooses indexes by itself.
fn dialect(sql: &'static str) -> Cow<'static, str> {
    let Some((before, after)) = sql.split_once(" INDEXED BY ") else {
        return Cow::Borrowed(sql);
    };
    let rest = after.split_once(' ').map_or("", |(_, rest)| rest);
    Cow::Owned(format!("{before} {rest}"))
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
            Self::Uuid(id) => id.to_sql(ty, out),
            Self::Ints(numbers) => numbers.to_sql(ty, out),
            Self::Uuids(ids) => ids.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'r> FromSql<'r> for Column<'r> {
    fn from_sql(ty: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        match *ty {
            Type::INT8 => i64::from_sql(ty, raw).map(Self::Int),
            Type::INT4 => i32::from_sql(ty, raw).map(|number| Self::Int(number.into())),
            Type::TEXT => <&str>::from_sql(ty, raw).map(Self::Text),
            _ => Ok(Self::Bytes(raw)),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::TEXT, Type::BYTEA, Type::UUID].contains(ty)
    }
}

impl Columns for tokio_postgres::Row {
    fn column(&self, at: usize) -> Result<Column<'_>, StoreError> {
        Ok(self.try_get(at)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_for_the_other_database_are_left_out() {
        assert_eq!(dialect("SELECT 1"), "SELECT 1");
        assert_eq!(
            dialect("SELECT a FROM b INDEXED BY b_by_c WHERE c = $1"),
            "SELECT a FROM b WHERE c = $1",
        );
    }
}
