//! Work that goes on when its client has gone: a closed socket drops the future of its request,
//! and a guess that cost a hash must be counted all the same.

use crate::failure::Failure;
use protocol::Code;
use tracing::Instrument;

/// Does the work to its end, also when nobody waits for it any more.
pub(crate) async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::spawn(work.in_current_span()).await {
        Ok(done) => done,
        Err(error) => {
            tracing::error!(%error, "what was to be done to its end stopped");
            Err(Code::Internal.into())
        }
    }
}
