//! Stamps for all readers who wait, in one question: each gets what was true after it had asked.
//! A question each gives 8 readers of one page half as many answers a second, 64 a tenth.

use super::tx::{Link, prepared};
use crate::cache::Stamp;
use crate::store::{LogPlace, StoreError};
use deadpool_postgres::Pool;
use journal::{ChangeId, SchoolId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;
use uuid::Uuid;

const STAMPS: &str = "SELECT q.school_id, u.stream, q.admin_seq, coalesce(s.seq, 0), s.change_id \
     FROM unnest($1::bigint[], $2::bigint[]) AS u (school, stream) \
     JOIN school_seq q ON q.school_id = u.school \
     LEFT JOIN stream s ON s.school_id = u.school AND s.stream_id = u.stream";

/// A school and one of its streams.
type Asked = (SchoolId, i64);
type Found = Result<Option<Stamp>, StoreError>;
type Waiting = Vec<(Asked, oneshot::Sender<Found>)>;

/// Questions at once: while one is answered, those who come need not wait for its end.
const AT_ONCE: usize = 2;

/// Those who wait.
#[derive(Clone)]
pub struct StampBatcher {
    pool: Pool,
    line: Arc<Mutex<Line>>,
}

#[derive(Default)]
struct Line {
    asking: usize,
    waiting: Waiting,
}

impl StampBatcher {
    pub fn new(pool: Pool) -> Self {
        Self {
            pool,
            line: Arc::default(),
        }
    }

    /// What pages of a stream are built from now; none if there is no such school.
    pub async fn of(&self, asked: Asked) -> Found {
        match self.enqueue(asked) {
            None => {
                let _turn = Turn(self);
                Ok(self.ask(&[asked]).await?.remove(&asked))
            }
            Some(answer) => {
                let gone = || StoreError::Busy("nobody asked for the stamp".to_owned());
                answer.await.map_err(|_| gone())?
            }
        }
    }

    /// None: the asker has a turn.
    fn enqueue(&self, asked: Asked) -> Option<oneshot::Receiver<Found>> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.asking < AT_ONCE {
            line.asking += 1;
            return None;
        }
        let (reply, answer) = oneshot::channel();
        line.waiting.push((asked, reply));
        Some(answer)
    }

    /// Those who have come meanwhile. None: nobody has, and the turn is over.
    fn next(&self) -> Option<Waiting> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.waiting.is_empty() {
            line.asking -= 1;
            return None;
        }
        Some(std::mem::take(&mut line.waiting))
    }

    async fn serve(self, first: Waiting) {
        let mut group = Some(first);
        while let Some(waiting) = group {
            let mut asked: Vec<Asked> = waiting.iter().map(|(asked, _)| *asked).collect();
            asked.sort_unstable();
            asked.dedup();
            let found = self.ask(&asked).await;
            for (asked, reply) in waiting {
                let answer = match &found {
                    Ok(stamps) => Ok(stamps.get(&asked).copied()),
                    Err(error) => Err(error.clone()),
                };
                // Who asked may have gone.
                let _ = reply.send(answer);
            }
            group = self.next();
        }
    }

    async fn ask(&self, asked: &[Asked]) -> Result<BTreeMap<Asked, Stamp>, StoreError> {
        let link = self.pool.get().await?;
        stamps(&link, asked).await
    }
}

async fn stamps(link: &Link, asked: &[Asked]) -> Result<BTreeMap<Asked, Stamp>, StoreError> {
    let statement = prepared(link, STAMPS).await?;
    let both = asked.iter().map(|(school, stream)| (school.0, *stream));
    let (schools, streams): (Vec<i64>, Vec<i64>) = both.unzip();
    let rows = link.query(&statement, &[&schools, &streams]).await?;
    let stamp = |row: &tokio_postgres::Row| {
        let asked = (SchoolId(row.try_get(0)?), row.try_get(1)?);
        let stream = LogPlace {
            seq: row.try_get(3)?,
            change: row.try_get::<_, Option<Uuid>>(4)?.map(ChangeId),
        };
        let admin = row.try_get(2)?;
        Ok((asked, Stamp { admin, stream }))
    };
    rows.iter().map(stamp).collect()
}

/// Asking. However it ends, those who have come meanwhile are served.
struct Turn<'a>(&'a StampBatcher);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(group) = self.0.next()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(self.0.clone().serve(group));
        }
    }
}
