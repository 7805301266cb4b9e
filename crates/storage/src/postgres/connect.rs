//! The pool, its connections, the schema.

use super::{PgOptions, tls};
use crate::migrate::{checksum, remaining};
use crate::store::StoreError;
use deadpool_postgres::{Connect, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client, Config, Error};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The key of the advisory lock under which the schema is changed.
const SCHEMA_LOCK: i64 = 0x7A68_7572_6E61_6C00;

/// Counts commits that returned although the server warned that they may not be replicated.
///
/// A commit that was cancelled while it waited for a synchronous standby *succeeds*, with
/// warning 01000; whoever was committing at that moment cannot know which one it was.
pub type ReplicationWarnings = Arc<AtomicU64>;

/// Opens a pool; no connection is made yet.
pub fn pool(url: &str, options: PgOptions) -> Result<(Pool, ReplicationWarnings), StoreError> {
    let failed = |e: &dyn std::fmt::Display| StoreError::Failed(e.to_string());
    let (mut config, tls) = tls::of_address(url)?;
    config
        .application_name("zhurnal")
        .connect_timeout(Duration::from_secs(2))
        .tcp_user_timeout(Duration::from_secs(10))
        .keepalives_idle(Duration::from_secs(30));
    if config.get_options().is_none() {
        // Arrays are short and keys are led by the school: planning each time costs more than any
        // better plan would give back. The plans are kept while tables grow, so none may read a
        // table whole because it was small once.
        config.options("-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off");
    }
    let warnings = ReplicationWarnings::default();
    let listening = Listening {
        warnings: Arc::clone(&warnings),
        tls,
    };
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let pool = Pool::builder(Manager::from_connect(config, listening, recycling))
        .max_size(options.connections.max(1))
        .wait_timeout(Some(options.patience))
        .create_timeout(Some(Duration::from_secs(3)))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|e| failed(&e))?;
    Ok((pool, warnings))
}

/// Connects and listens to what the server remarks.
struct Listening {
    warnings: ReplicationWarnings,
    tls: MakeRustlsConnect,
}

/// What was answered must outlive a crash, whatever the database's, the role's or the address's
/// settings say; a stronger setting stays.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')";

type Connecting<'a> =
    Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), Error>> + Send + 'a>>;

impl Connect for Listening {
    fn connect(&self, config: &Config) -> Connecting<'_> {
        let (config, tls) = (config.clone(), self.tls.clone());
        Box::pin(async move {
            let (client, mut connection) = config.connect(tls).await?;
            let warnings = Arc::clone(&self.warnings);
            let driving = tokio::spawn(async move {
                loop {
                    match poll_fn(|cx| connection.poll_message(cx)).await {
                        Some(Ok(AsyncMessage::Notice(notice))) => {
                            if notice.code().code() == "01000" {
                                warnings.fetch_add(1, Ordering::SeqCst);
                                tracing::warn!(message = notice.message(), "the server warns");
                            }
                        }
                        Some(Ok(_)) => {}
                        Some(Err(error)) => {
                            tracing::warn!(%error, "a connection to PostgreSQL was lost");
                            return;
                        }
                        None => return,
                    }
                }
            });
            client.simple_query(DURABLE).await?;
            Ok((client, driving))
        })
    }
}

/// Brings the schema up to this program's.
pub async fn migrate(pool: &Pool) -> Result<(), StoreError> {
    let mut link = pool.get().await?;
    let transaction = link.transaction().await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&SCHEMA_LOCK])
        .await?;
    // Tables of an extension are nobody's.
    let foreign = transaction
        .query_opt(
            "SELECT c.relname::text FROM pg_class c
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
               AND NOT EXISTS (
                   SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
               AND NOT EXISTS (
                   SELECT FROM pg_class ours
                   WHERE ours.relnamespace = c.relnamespace AND ours.relname = 'migration')
             ORDER BY 1 LIMIT 1",
            &[],
        )
        .await?;
    if let Some(row) = foreign {
        let table = row.try_get(0)?;
        return Err(StoreError::Foreign { table });
    }
    transaction
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS migration (
                version BIGINT NOT NULL PRIMARY KEY, checksum BYTEA NOT NULL
            )",
        )
        .await?;
    let rows = transaction
        .query(
            "SELECT version, checksum FROM migration ORDER BY version",
            &[],
        )
        .await?;
    let done: Vec<(i64, Vec<u8>)> = rows
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<_, Error>>()?;
    for step in remaining(&done)? {
        transaction.batch_execute(step.text).await?;
        transaction
            .execute(
                "INSERT INTO migration (version, checksum) VALUES ($1, $2)",
                &[&i64::from(step.version), &checksum(step.text).as_slice()],
            )
            .await?;
    }
    // A uuid has 122 random bits, of the system's.
    transaction
        .execute(
            "INSERT INTO meta (name, value) VALUES \
             ('server_id', uuid_send(gen_random_uuid())), \
             ('secret', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) \
             ON CONFLICT DO NOTHING",
            &[],
        )
        .await?;
    transaction.commit().await?;
    Ok(())
}
