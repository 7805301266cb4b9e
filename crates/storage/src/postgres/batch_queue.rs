//! Batches of one school go one after another anyway, because the school's counter is locked; so
//! those that wait meanwhile go together, in one transaction. One by one, 8 clients of a school
//! write less than half as much, 64 a sixth (`examples/raw.rs`).

use super::changes::{BatchContext, apply};
use super::connect::ReplicationWarnings;
use super::recent_sheets::RecentSheets;
use crate::batch::Prepared;
use crate::database::Shared;
use crate::store::{BatchOutcome, StoreError};
use deadpool_postgres::Pool;
use journal::SchoolId;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Batches of one transaction at most.
const GROUP: usize = 16;

/// What batches work with, for as long as any is under way.
pub struct BatchQueue {
    pub pool: Pool,
    pub warnings: ReplicationWarnings,
    pub shared: Arc<Shared>,
    pub recent: RecentSheets,
    /// Those in line, by school; a school that is there is being served.
    lines: Mutex<HashMap<SchoolId, VecDeque<Waiting>>>,
}

struct Waiting {
    batch: Prepared,
    reply: oneshot::Sender<Result<BatchOutcome, StoreError>>,
}

impl BatchQueue {
    /// With nobody in line.
    pub fn new(pool: Pool, warnings: ReplicationWarnings, shared: Arc<Shared>) -> Self {
        Self {
            pool,
            warnings,
            shared,
            recent: RecentSheets::default(),
            lines: Mutex::default(),
        }
    }

    /// Applies a batch, together with others of its school if there are any. It goes on when its
    /// caller has gone.
    pub async fn apply(self: &Arc<Self>, batch: Prepared) -> Result<BatchOutcome, StoreError> {
        let school = batch.school;
        let (reply, answer) = oneshot::channel();
        if self.line_up(Waiting { batch, reply }) {
            let queue = Arc::clone(self);
            tokio::spawn(async move { queue.serve(school).await });
        }
        let lost = || StoreError::OutcomeUnknown("the writing was given up".to_owned());
        answer.await.map_err(|_| lost())?
    }

    /// Puts a batch in line; says whether nobody serves the line yet.
    fn line_up(&self, waiting: Waiting) -> bool {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let school = waiting.batch.school;
        let unserved = !lines.contains_key(&school);
        lines.entry(school).or_default().push_back(waiting);
        unserved
    }

    /// The next in line; none left: the line is closed.
    fn next(&self, school: SchoolId) -> Vec<Waiting> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(line) = lines.get_mut(&school) else {
            return Vec::new();
        };
        let count = line.len().min(GROUP);
        let group: Vec<Waiting> = line.drain(..count).collect();
        if group.is_empty() {
            lines.remove(&school);
        }
        group
    }

    async fn serve(&self, school: SchoolId) {
        let _closing = Closing {
            queue: self,
            school,
        };
        loop {
            let group = self.next(school);
            if group.is_empty() {
                return;
            }
            let batches: Vec<&Prepared> = group.iter().map(|one| &one.batch).collect();
            match self.write(school, &batches).await {
                Ok(outcomes) => {
                    for (one, outcome) in group.into_iter().zip(outcomes) {
                        answer(one, Ok(outcome));
                    }
                }
                // One of them cannot be written; the others must not suffer.
                Err(StoreError::Failed(_) | StoreError::Damaged(_)) if group.len() > 1 => {
                    for one in group {
                        let alone = self.write(school, &[&one.batch]).await;
                        answer(
                            one,
                            alone
                                .map(|outcomes| outcomes.into_iter().next())
                                .and_then(|first| {
                                    first.ok_or_else(|| StoreError::Failed("no answer".to_owned()))
                                }),
                        );
                    }
                }
                Err(error) => group
                    .into_iter()
                    .for_each(|one| answer(one, Err(error.again()))),
            }
        }
    }

    async fn write(
        &self,
        school: SchoolId,
        batches: &[&Prepared],
    ) -> Result<Vec<BatchOutcome>, StoreError> {
        let context = BatchContext {
            pool: &self.pool,
            warnings: &self.warnings,
            directories: &self.shared.directories,
            recent: &self.recent,
        };
        let (outcomes, raised) = apply(context, school, batches).await?;
        if let Some(seq) = raised {
            self.shared.notifier.raise(school, seq);
        }
        Ok(outcomes)
    }
}

/// Closes a line that is no longer served, whatever ended it.
struct Closing<'a> {
    queue: &'a BatchQueue,
    school: SchoolId,
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let mut lines = self
            .queue
            .lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // After a regular end another task may serve a new line of the school already.
        if std::thread::panicking() {
            lines.remove(&self.school);
        }
    }
}

fn answer(waiting: Waiting, outcome: Result<BatchOutcome, StoreError>) {
    // Who asked may have gone.
    let _ = waiting.reply.send(outcome);
}
