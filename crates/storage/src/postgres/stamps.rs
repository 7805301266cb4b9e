//! Stamps for all readers who wait, in one question: each gets what was true after it had asked.
//! A question each gives 8 readers of one page half as many answers a second, 64 a tenth.

use super::read::{self, Asked};
use crate::cache::Stamp;
use crate::store::StoreError;
use deadpool_postgres::Pool;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

type Found = Result<Option<Stamp>, StoreError>;
type Waiting = Vec<(Asked, oneshot::Sender<Found>)>;

/// Questions at once: while one is answered, those who come need not wait for its end.
const AT_ONCE: usize = 2;

/// Those who wait.
#[derive(Clone)]
pub struct Stamps {
    pool: Pool,
    line: Arc<Mutex<Line>>,
}

#[derive(Default)]
struct Line {
    asking: usize,
    waiting: Waiting,
}

impl Stamps {
    /// Nobody waits yet.
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
        read::stamps(&link, asked).await
    }
}

/// Asking. However it ends, those who have come meanwhile are served.
struct Turn<'a>(&'a Stamps);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(group) = self.0.next()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(self.0.clone().serve(group));
        }
    }
}
