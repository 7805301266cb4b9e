//! A session at the server, as tables are read and written by it.

use super::Sheets;
use super::gesture::by_hand;
use super::sheets::{SetByHand, overwritten};
use chrono::NaiveDate;
use futures_util::{StreamExt, TryStreamExt, future, stream};
use journal::GestureId;
use journal::register::table::TablePlan;
use journal::register::{GestureOutcome, RecordId, RecordKind, RecordRef, Register};
use journal::view::{RecordLog, RecordsPage};
use offline::{Failure, Fetched, HttpTransport, ListKey, PageKey, Transport};
use protocol::{Code, UndoGesture, WholeGesture};
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// How many records' logs are asked for at once.
const QUESTIONS_AT_ONCE: usize = 8;
/// How often another's gesture is waited for, and how long each time.
const TURNS: usize = 60;
const TURN: Duration = Duration::from_millis(500);

/// The way to the server, signed in.
#[derive(Clone)]
pub struct AtServer {
    /// The way.
    pub transport: Rc<HttpTransport>,
    /// What every request is signed with.
    pub token: SecretString,
}

impl AtServer {
    /// A list of the server.
    ///
    /// # Errors
    /// As every request of [`Transport`].
    pub async fn page<T: serde::de::DeserializeOwned>(&self, key: ListKey) -> Result<T, Failure> {
        let page = PageKey::List(key);
        match self.transport.page(self.token.clone(), page, None).await? {
            Fetched::New { body, .. } => {
                let understood = serde_json::from_slice(&body);
                understood.map_err(|why| Failure::NotUnderstood(why.to_string()))
            }
            Fetched::Unchanged => Err(Failure::NotUnderstood("unchanged".to_owned())),
        }
    }

    /// The records of these kinds.
    ///
    /// # Errors
    /// As every request of [`Transport`].
    pub async fn register(
        &self,
        kinds: impl IntoIterator<Item = RecordKind>,
    ) -> Result<Register, Failure> {
        let mut register = Register::default();
        for kind in kinds {
            let page: RecordsPage = self.page(ListKey::Records(kind)).await?;
            for line in page.records {
                register.put(kind.at(line.id), Some(line.record));
            }
            register.reserve(kind.at(RecordId(page.free_id.0 - 1)));
        }
        Ok(register)
    }

    /// What the rows of a file would do: what a person has set by hand is not overwritten unasked.
    ///
    /// # Errors
    /// As every request of [`Transport`].
    pub async fn plan(
        &self,
        sheets: &Arc<Sheets>,
        register: &Arc<Register>,
        today: NaiveDate,
        take_disputed: bool,
    ) -> Result<TablePlan, Failure> {
        // It may take a second: not where keys are waited for.
        let plan = |hand: SetByHand| {
            let (sheets, register) = (Arc::clone(sheets), Arc::clone(register));
            let plan = move || sheets.plan(&register, today, take_disputed, &hand);
            let planned = tokio::task::spawn_blocking(plan);
            async move {
                planned
                    .await
                    .map_err(|why| Failure::NotUnderstood(why.to_string()))
            }
        };
        let first = plan(SetByHand::default()).await?;
        let asked = overwritten(&first).into_iter().map(|at| async move {
            let fields = self.set_by_hand(at).await?;
            Ok((at, fields))
        });
        let asked = stream::iter(asked).buffer_unordered(QUESTIONS_AT_ONCE);
        let changed = asked.try_filter(|(_, fields)| future::ready(!fields.is_empty()));
        let hand: SetByHand = changed.try_collect().await?;
        if hand.is_empty() {
            return Ok(first);
        }
        plan(hand).await
    }

    async fn set_by_hand(&self, at: RecordRef) -> Result<BTreeSet<&'static str>, Failure> {
        let log: RecordLog = self.page(ListKey::RecordLog(at)).await?;
        Ok(by_hand(&log, at.kind))
    }

    /// Sends a gesture, or asks what would become of it; another's is waited for.
    ///
    /// # Errors
    /// As every request of [`Transport`].
    pub async fn amend(
        &self,
        gesture: &WholeGesture,
        dry_run: bool,
    ) -> Result<GestureOutcome, Failure> {
        for _ in 0..TURNS {
            match self.amend_now(gesture, dry_run).await {
                Err(failure) if failure.code() == Some(Code::GestureUnderWay) => {
                    tokio::time::sleep(TURN).await;
                }
                answer => return answer,
            }
        }
        self.amend_now(gesture, dry_run).await
    }

    async fn amend_now(
        &self,
        gesture: &WholeGesture,
        dry_run: bool,
    ) -> Result<GestureOutcome, Failure> {
        let token = self.token.clone();
        self.transport.amend_whole(token, gesture, dry_run).await
    }

    /// Takes a gesture back, or asks what would become of it.
    ///
    /// # Errors
    /// As every request of [`Transport`].
    pub async fn undo(
        &self,
        of: GestureId,
        wish: &UndoGesture,
        dry_run: bool,
    ) -> Result<GestureOutcome, Failure> {
        let token = self.token.clone();
        self.transport.undo_whole(token, of, wish, dry_run).await
    }
}
