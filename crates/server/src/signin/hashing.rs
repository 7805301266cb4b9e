//! Argon2id behind a bounded pool: the sign-in storm before the first lesson is what a server
//! dies of, not the marks (`server-notes.md` 3.5).

mod memory;

use super::limiter::Queue;
use crate::failure::Failure;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use memory::Memory;
use protocol::Code;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How hard a password is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    /// Memory of one hash, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for HashCost {
    /// 19 MiB and two passes, the least OWASP recommends: about 16 ms of one core.
    fn default() -> Self {
        Self {
            memory_kib: 19 * 1024,
            passes: 2,
        }
    }
}

impl HashCost {
    /// The least there is; for tests and for nothing else.
    pub const CHEAPEST: Self = Self {
        memory_kib: 8,
        passes: 1,
    };
}

/// A password that could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the password cannot be hashed: {0}")]
pub struct HashError(String);

/// The Argon2id hash of a password as a PHC string.
///
/// # Errors
/// When the cost is outside what Argon2 allows.
pub fn hash_password(password: &str, salt: [u8; 16], cost: HashCost) -> Result<String, HashError> {
    let memory = &mut Memory::default().take(blocks(cost.memory_kib));
    hash_in(memory, password, salt, cost)
}

fn hash_in(
    memory: &mut [Block],
    password: &str,
    salt: [u8; 16],
    cost: HashCost,
) -> Result<String, HashError> {
    let HashCost { memory_kib, passes } = cost;
    let mut phc = || -> argon2::password_hash::Result<PasswordHash> {
        let params = Params::new(memory_kib, passes, 1, None)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let salt = Salt::new(&salt)?;
        let hash = output(&argon2, memory, password, &salt, Params::DEFAULT_OUTPUT_LEN)?;
        Ok(PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(argon2.params())?,
            salt: Some(salt),
            hash: Some(hash),
        })
    };
    phc()
        .map(|phc| phc.to_string())
        .map_err(|error| HashError(error.to_string()))
}

/// Whether a password is the one of a PHC string.
fn verify_in(memory: &mut [Block], password: &str, phc: &Phc) -> bool {
    let Phc { argon2, salt, hash } = phc;
    output(argon2, memory, password, salt, hash.len()).is_ok_and(|made| made == *hash)
}

/// The outputs compare in constant time.
fn output(
    argon2: &Argon2<'_>,
    memory: &mut [Block],
    password: &str,
    salt: &[u8],
    length: usize,
) -> argon2::password_hash::Result<Output> {
    let mut buffer = [0; Output::MAX_LENGTH];
    let out = buffer
        .get_mut(..length)
        .ok_or(argon2::password_hash::Error::OutputSize)?;
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, memory)?;
    Ok(Output::new(out)?)
}

/// A PHC string that was read.
struct Phc {
    argon2: Argon2<'static>,
    salt: Salt,
    hash: Output,
}

impl Phc {
    fn read(text: &str) -> Option<Self> {
        let phc = PasswordHash::new(text).ok()?;
        let algorithm = Algorithm::try_from(phc.algorithm.as_str()).ok()?;
        let version = phc.version.map(Version::try_from).transpose().ok()?;
        let params = Params::try_from(&phc).ok()?;
        Some(Self {
            argon2: Argon2::new(algorithm, version.unwrap_or_default(), params),
            salt: phc.salt?,
            hash: phc.hash?,
        })
    }

    fn blocks(&self) -> usize {
        self.argon2.params().block_count()
    }
}

/// Argon2 works in blocks of 1 KiB.
fn blocks(memory_kib: u32) -> usize {
    usize::try_from(memory_kib).unwrap_or(usize::MAX)
}

#[derive(Debug)]
pub(crate) struct Hashing {
    cost: HashCost,
    permits: Arc<Semaphore>,
    /// Strangers need one of these first, so no more of them wait for a worker than there are,
    /// and a known one waits for so many at most.
    strangers: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    memory: Arc<Memory>,
    nobodys: Arc<str>,
}

impl Hashing {
    /// A pool of `at_once` workers. `salt` is of the hash that a password for nobody's account is
    /// compared with.
    pub(crate) fn new(cost: HashCost, at_once: usize, salt: [u8; 16]) -> Result<Self, HashError> {
        Ok(Self {
            cost,
            permits: Arc::new(Semaphore::new(at_once.max(1))),
            strangers: Arc::new(Semaphore::new(at_once.max(1))),
            waiting: Arc::default(),
            memory: Arc::default(),
            nobodys: hash_password("nobody's", salt, cost)?.into(),
        })
    }

    /// How many wait for a place in the pool.
    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Whether `password` is the one of `hash`. Without a hash the answer is no, after the same
    /// time.
    pub(crate) async fn verify(
        &self,
        hash: Option<&str>,
        password: &SecretString,
        queue: Queue,
    ) -> Result<bool, Failure> {
        let known = hash.is_some();
        let hash: Arc<str> = hash.map_or_else(|| Arc::clone(&self.nobodys), Arc::from);
        let password = password.clone();
        let Some(phc) = Phc::read(&hash) else {
            return Ok(false);
        };
        let matches = self
            .run(queue, phc.blocks(), move |memory| {
                verify_in(memory, password.expose_secret(), &phc)
            })
            .await?;
        Ok(known && matches)
    }

    /// The hash of a new password: whoever sets one is known.
    pub(crate) async fn hash(
        &self,
        password: &SecretString,
        salt: [u8; 16],
    ) -> Result<String, Failure> {
        let (cost, password) = (self.cost, password.clone());
        let hash =
            move |memory: &mut [Block]| hash_in(memory, password.expose_secret(), salt, cost);
        self.run(Queue::Known, blocks(cost.memory_kib), hash)
            .await?
            .map_err(|error| {
                tracing::error!(%error, "hashing failed");
                Code::Internal.into()
            })
    }

    async fn run<T: Send + 'static>(
        &self,
        queue: Queue,
        blocks: usize,
        work: impl FnOnce(&mut [Block]) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let permit = self.turn(queue).await?;
        let (memory, waiting) = (Arc::clone(&self.memory), Arc::clone(&self.waiting));
        let hashing = tokio::task::spawn_blocking(move || {
            // A hash that has begun goes on when nobody waits for it any more, and so does its
            // place in the pool.
            let _permit = permit;
            let mut place = memory.take(blocks);
            let done = work(&mut place);
            memory.put_back(place, waiting.load(Ordering::Relaxed) > 0);
            done
        });
        hashing.await.map_err(|error| {
            tracing::error!(%error, "hashing stopped");
            Code::Internal.into()
        })
    }

    /// A place in the pool, kept until it is dropped. Who waits has a place in its queue already,
    /// so not many do.
    pub(crate) async fn turn(&self, queue: Queue) -> Result<Turn, Failure> {
        let _waiting = Waiting::begin(&self.waiting);
        let take = async |permits: &Arc<Semaphore>| {
            let permit = Arc::clone(permits).acquire_owned().await;
            permit.map_err(|_| Failure::from(Code::Busy))
        };
        let stranger = match queue {
            Queue::Strangers => Some(take(&self.strangers).await?),
            Queue::Known => None,
        };
        Ok(Turn {
            _worker: take(&self.permits).await?,
            _stranger: stranger,
        })
    }
}

/// A place in the pool.
#[derive(Debug)]
pub(crate) struct Turn {
    _worker: OwnedSemaphorePermit,
    _stranger: Option<OwnedSemaphorePermit>,
}

/// Counted while it waits (also when the client goes).
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    fn pool() -> Hashing {
        Hashing::new(HashCost::CHEAPEST, 1, [7; 16]).unwrap()
    }

    async fn verify(pool: &Hashing, hash: Option<&str>, password: &str) -> bool {
        let password = password.into();
        let verified = pool.verify(hash, &password, Queue::Strangers);
        verified.await.unwrap()
    }

    #[tokio::test]
    async fn right_and_wrong() {
        let pool = pool();
        let hash = pool.hash(&"пароль учителя".into(), [1; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(verify(&pool, Some(&hash), "пароль учителя").await);
        assert!(!verify(&pool, Some(&hash), "пароль ученика").await);
        assert!(!verify(&pool, Some("no hash at all"), "x").await);
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(!verify(&pool(), None, "nobody's").await);
    }

    #[tokio::test]
    async fn a_hash_nobody_waits_for_keeps_its_place() {
        let pool = pool();
        let (begins, begun) = tokio::sync::oneshot::channel();
        let (end, ends) = std::sync::mpsc::channel();
        let mut hashing = Box::pin(pool.run(Queue::Known, 8, move |_| {
            begins.send(()).unwrap();
            ends.recv().unwrap();
        }));
        assert!(hashing.as_mut().now_or_never().is_none());
        begun.await.unwrap();
        drop(hashing);
        let next = || pool.turn(Queue::Known);
        assert!(next().now_or_never().is_none(), "it is still hashed");
        end.send(()).unwrap();
        assert!(next().await.is_ok(), "now it is not");
    }

    #[tokio::test]
    async fn a_known_one_goes_before_the_strangers_that_wait() {
        let pool = pool();
        let busy = pool.turn(Queue::Strangers).await.unwrap();
        let mut strangers: Vec<_> = (0..100)
            .map(|_| Box::pin(pool.turn(Queue::Strangers)))
            .collect();
        for stranger in &mut strangers {
            assert!(stranger.as_mut().now_or_never().is_none());
        }
        let mut known = Box::pin(pool.turn(Queue::Known));
        assert!(known.as_mut().now_or_never().is_none());
        drop(busy);
        let known = known.now_or_never();
        assert!(known.is_some_and(|turn| turn.is_ok()), "the next one");
        let first = strangers.swap_remove(0);
        assert!(first.await.is_ok());
    }
}
