//! Who reads another's journal, or what records say of people beyond their names (SGO154-3.1.1,
//! SOLO2-3.1), who asks for a journal or records that are not theirs to see, and who is refused a write that is not theirs to make (SGO154P-1.4.16, SOLO2-3.2.4b), is written into the access log beside
//! the request, which waits for no disk. What a person does again within some minutes is one entry,
//! in each process of the same database. How often it was is counted here and written when somebody
//! reads the log, when its time is over, and when the server stops: whoever tries a thousand times
//! costs the disk two writes. Whoever tries many things has an entry for some of them, and one for
//! how many there were besides: nobody buries the log. The first of each kind have entries even
//! then: nobody hides one refusal behind others.

mod entries;

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::signin::to_the_end;
use entries::Entries;
use journal::register::{RecordKind, RecordRef};
use journal::regulation::{Clause, Permission};
use journal::view::AccessTarget;
use journal::{PersonId, SchoolId};
use protocol::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use storage::{Access, AccessThing, Accessed, Denied, Opened, Store, StoreError};
use tokio::sync::{mpsc, oneshot};

/// Entries that may wait for the database; then requests wait too.
const QUEUE: usize = 1024;
/// Entries that are written in one transaction.
const AT_ONCE: usize = 64;
/// How often the database is asked to take entries.
const TRIES: u32 = 5;
/// Between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// Who, in which school; what.
type Key = (SchoolId, PersonId, AccessThing);

enum Order {
    Note(SchoolId, Access),
    /// Answers when all before it is written.
    Flush(oneshot::Sender<()>),
}

/// The way into the access log.
#[derive(Debug)]
pub(crate) struct Accesses {
    entries: Mutex<Entries>,
    queue: mpsc::Sender<Order>,
}

impl Accesses {
    /// Starts to write them down, on the Tokio runtime it is called on.
    pub(crate) fn start(store: Arc<dyn Store>) -> Self {
        let (queue, orders) = mpsc::channel(QUEUE);
        tokio::spawn(write(store, orders));
        Self {
            entries: Mutex::default(),
            queue,
        }
    }

    /// A caller is given a journal or a lesson, or a history.
    pub(crate) async fn read(
        &self,
        app: &App,
        who: (&Caller, Source),
        opened: Opened,
        history: bool,
    ) -> Result<(), StoreError> {
        match app.store.others_journal(&who.0.reader, opened).await? {
            Some(journal) if history => self.note(app, who, Accessed::History(journal)).await,
            Some(journal) => self.note(app, who, Accessed::Journal(journal)).await,
            None => Ok(()),
        }
    }

    /// A caller is told by records of these kinds of people who are none of theirs.
    pub(crate) async fn cards(
        &self,
        app: &App,
        who: (&Caller, Source),
        kinds: BTreeSet<RecordKind>,
    ) -> Result<(), StoreError> {
        for kind in kinds {
            self.note(app, who, Accessed::Cards(kind)).await?;
        }
        Ok(())
    }

    /// A caller asked for something of a journal and there is nothing to be shown: the refusal, which
    /// is the same whether there is none or it is not the caller's to see.
    pub(crate) async fn hidden(
        app: &Arc<App>,
        (caller, source): (&Caller, Source),
        opened: Opened,
    ) -> Failure {
        let (app, caller) = (Arc::clone(app), caller.clone());
        // Who hangs up is in the access log all the same.
        let noted = to_the_end(async move {
            if let Some(journal) = app.store.hidden_journal(&caller.reader, opened).await? {
                let refused = Accessed::ReadRefused(Some(journal));
                app.accesses.refused(&app, (&caller, source), refused).await;
            }
            Ok(())
        });
        noted.await.err().unwrap_or(Code::NotFound.into())
    }

    /// A caller lacks the permission of a route that writes; for whom, if the path names somebody.
    pub(crate) async fn refused_route(
        &self,
        app: &App,
        who: (&Caller, Source),
        permission: Permission,
        for_person: Option<PersonId>,
    ) -> Result<(), StoreError> {
        let refused = |clause| Accessed::Refused {
            what: AccessTarget::Any(permission),
            journal: None,
            record: None,
            for_person,
            clause,
        };
        let session = &who.0.session;
        let key = (session.school, session.person, refused(None).thing());
        if self.remembered().is_again(&key, app.clock.now()) {
            return Ok(());
        }
        let rules = app.store.rules(session.school).await?;
        let clause = rules.and_then(|rules| rules.regulation.withholds(permission, &session.roles));
        self.note(app, who, refused(clause)).await
    }

    /// Changes of a batch were not the caller's to make.
    pub(crate) async fn refused_changes(
        &self,
        app: &App,
        who: (&Caller, Source),
        denied: Vec<Denied>,
    ) {
        for one in denied {
            let refused = Accessed::Refused {
                what: AccessTarget::Cells(one.kind),
                journal: Some(one.journal),
                record: None,
                for_person: None,
                clause: one.clause,
            };
            self.refused(app, who, refused).await;
        }
    }

    /// An amendment was not the caller's to make.
    pub(crate) async fn refused_amendment(
        &self,
        app: &App,
        who: (&Caller, Source),
        record: RecordRef,
        clause: Option<Clause>,
    ) {
        let refused = Accessed::Refused {
            what: AccessTarget::Records(record.kind),
            journal: None,
            record: Some(record),
            for_person: None,
            clause,
        };
        self.refused(app, who, refused).await;
    }

    /// A caller wanted to make records under these ids, which are taken: of those whose records the
    /// caller does not see it was a try to read them.
    pub(crate) async fn taken_ids(
        &self,
        app: &App,
        who: (&Caller, Source),
        records: Vec<RecordRef>,
    ) {
        if records.is_empty() {
            return;
        }
        let now = app.clock.now();
        let hidden = app.store.hidden_records(&who.0.reader, records, now);
        let hidden = hidden.await.unwrap_or_else(|error| {
            tracing::error!(%error, "the access log lacks what was refused");
            Vec::new()
        });
        for record in hidden {
            let refused = Accessed::RecordsRefused {
                what: AccessTarget::Records(record.kind),
                record: Some(record),
            };
            self.refused(app, who, refused).await;
        }
    }

    /// Where the answer is given already, or is a refusal: it does not depend on the log.
    pub(crate) async fn refused(&self, app: &App, who: (&Caller, Source), refused: Accessed) {
        if let Err(error) = self.note(app, who, refused).await {
            tracing::error!(%error, "the access log lacks what was refused");
        }
    }

    async fn note(
        &self,
        app: &App,
        (caller, source): (&Caller, Source),
        to: Accessed,
    ) -> Result<(), StoreError> {
        let school = caller.session.school;
        let access = Access {
            person: caller.session.person,
            to,
            times: 1,
            origin: source.origin(caller.session.device),
            at: app.clock.now(),
        };
        let entries = self.remembered().of(school, access);
        self.send(entries).await
    }

    fn remembered(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn send(&self, entries: Vec<(SchoolId, Access)>) -> Result<(), StoreError> {
        for (school, access) in entries {
            let gone = |_| StoreError::Failed("the access log is not written any more".to_owned());
            let order = Order::Note(school, access);
            self.queue.send(order).await.map_err(gone)?;
        }
        Ok(())
    }

    /// Waits until what was noted is written, with how often it was.
    pub(crate) async fn flush(&self) {
        let counted = self.remembered().take_unwritten();
        let (reply, written) = oneshot::channel();
        let sent = self.send(counted).await.is_ok();
        if sent && self.queue.send(Order::Flush(reply)).await.is_ok() {
            // An error means that the writing has ended already.
            let _ = written.await;
        }
    }
}

async fn write(store: Arc<dyn Store>, mut orders: mpsc::Receiver<Order>) {
    let mut waiting = Vec::with_capacity(AT_ONCE);
    while orders.recv_many(&mut waiting, AT_ONCE).await > 0 {
        let mut accesses: BTreeMap<SchoolId, Vec<Access>> = BTreeMap::new();
        let mut flushed = Vec::new();
        for order in waiting.drain(..) {
            match order {
                Order::Note(school, access) => accesses.entry(school).or_default().push(access),
                Order::Flush(reply) => flushed.push(reply),
            }
        }
        for (school, accesses) in accesses {
            write_down(&*store, school, accesses).await;
        }
        for reply in flushed {
            // Who asked may have gone.
            let _ = reply.send(());
        }
    }
}

async fn write_down(store: &dyn Store, school: SchoolId, accesses: Vec<Access>) {
    for again in (0..TRIES).rev() {
        match store.note_accesses(school, accesses.clone()).await {
            Ok(()) => return,
            Err(StoreError::Busy(_) | StoreError::CannotWrite(_)) if again > 0 => {
                tokio::time::sleep(PAUSE).await
            }
            Err(error) => {
                let entries = accesses.len();
                tracing::error!(%error, entries, "the access log lacks who read or was refused what");
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::entries::REFUSALS;
    use super::*;
    use journal::register::RecordId;
    use journal::{DeviceId, JournalId};
    use storage::Origin;
    use testkit::fixture::{ORLOVA, SCHOOL, now};

    fn access(to: Accessed) -> Access {
        Access {
            person: ORLOVA,
            to,
            times: 1,
            origin: Origin {
                address: None,
                device: DeviceId(uuid::Uuid::nil()),
            },
            at: now(),
        }
    }

    #[test]
    fn who_asks_for_a_hundred_records_has_forty_entries_and_one_that_counts_the_rest() {
        let accesses = Accesses {
            entries: Mutex::default(),
            queue: mpsc::channel(1).0,
        };
        let kind = RecordKind::PersonDetails;
        let asked = (1..=100).map(|id| {
            access(Accessed::RecordsRefused {
                what: AccessTarget::Records(kind),
                record: Some(kind.at(RecordId(id))),
            })
        });
        let entries = asked.flat_map(|one| accesses.remembered().of(SCHOOL, one));
        let is_rest = |(_, one): &(SchoolId, Access)| one.to == Accessed::ReadRefused(None);
        let (rest, named): (Vec<_>, Vec<_>) = entries.partition(is_rest);
        assert_eq!((named.len(), rest.len()), (REFUSALS, 1));
    }

    #[test]
    fn who_asks_for_a_hundred_journals_has_forty_entries_and_one_that_counts_the_rest() {
        let accesses = Accesses {
            entries: Mutex::default(),
            queue: mpsc::channel(1).0,
        };
        let asked = (1..=100).map(|id| access(Accessed::ReadRefused(Some(JournalId(id)))));
        let entries: Vec<_> = asked
            .flat_map(|one| accesses.remembered().of(SCHOOL, one))
            .collect();
        let unnamed = |(_, access): &&(SchoolId, Access)| access.to == Accessed::ReadRefused(None);
        let unnamed = entries.iter().filter(unnamed).count();
        assert_eq!((entries.len(), unnamed), (REFUSALS + 1, 1));
    }

    #[test]
    fn ten_things_of_a_kind_have_an_entry_of_their_own_whatever_else_was_refused() {
        let accesses = Accesses {
            entries: Mutex::default(),
            queue: mpsc::channel(1).0,
        };
        let named = |kind: RecordKind, many: i64| {
            let entries = (1..=many).flat_map(|id| {
                let refused = Accessed::Refused {
                    what: AccessTarget::Records(kind),
                    journal: None,
                    record: Some(kind.at(RecordId(id))),
                    for_person: None,
                    clause: None,
                };
                accesses.remembered().of(SCHOOL, access(refused))
            });
            let is_named = |(_, access): &(SchoolId, Access)| access.to != Accessed::MoreRefused;
            entries.filter(is_named).count()
        };
        assert_eq!(named(RecordKind::Room, 60), REFUSALS);
        assert_eq!(named(RecordKind::Period, 60), 10);
        assert_eq!(named(RecordKind::Room, 70), 0);
    }
}
