//! What a command is doing, told as soon as it takes longer than a second.

use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(1);

/// Waits for something, and says what for after a second.
pub async fn during<T>(what: &str, done: impl Future<Output = T>) -> T {
    let mut done = std::pin::pin!(done);
    tokio::select! {
        done = &mut done => return done,
        () = tokio::time::sleep(PATIENCE) => super::tell(what),
    }
    done.await
}

/// The same for what takes a processor: on a thread that nobody waits for.
///
/// # Errors
/// If it panics.
pub async fn working<T: Send + 'static>(
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> anyhow::Result<T> {
    Ok(during(what, tokio::task::spawn_blocking(work)).await?)
}
