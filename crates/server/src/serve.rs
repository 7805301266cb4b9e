//! Starting and stopping.

mod accept;
mod connections;
mod files;
mod watched;

use crate::app::{App, StartError};
use crate::config::ServerConfig;
use crate::retention;
use crate::routes;
use journal::Clock;
use std::net::SocketAddr;
use std::sync::Arc;
use storage::Store;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Connections that may wait to be accepted; the system may have a lower limit.
const BACKLOG: i32 = 4096;
/// Bytes that the system keeps for a peer to take; it doubles them for its own use.
const SEND_BUFFER: usize = 64 * 1024;

/// The server.
#[derive(Debug)]
pub struct Server;

impl Server {
    /// Starts to serve a store on a listener that is bound already, on the Tokio runtime it is
    /// called on; raises the process's limit of open files. `seed` is of the tokens and salts: 32 bytes from the system, never used twice.
    ///
    /// # Errors
    /// When the store does not answer or holds no school to serve, or the configuration is
    /// impossible.
    pub async fn serve(
        listener: std::net::TcpListener,
        config: ServerConfig,
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        seed: [u8; 32],
    ) -> Result<Running, StartError> {
        widen(&listener)?;
        let connections = files::connections(config.connections);
        let config = ServerConfig {
            connections,
            ..config
        };
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        let (stop, stopping) = watch::channel(false);
        let document = routes::document_json();
        let app = App::new(config, store, clock, seed, document, stopping).await?;
        let app = Arc::new(app);
        let service = routes::contract().service(&app);
        tokio::spawn(retention::keep_short(Arc::clone(&app)));
        let serving = tokio::spawn(accept::accept(listener, service, app));
        tracing::info!(%address, connections, "serving");
        Ok(Running {
            address,
            stop,
            serving,
        })
    }

    /// Binds an address (port 0: any free one) and starts as [`Server::serve`] does.
    ///
    /// # Errors
    /// Also when the address cannot be listened on.
    pub async fn bind(
        address: SocketAddr,
        config: ServerConfig,
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        seed: [u8; 32],
    ) -> Result<Running, StartError> {
        let listener = std::net::TcpListener::bind(address)?;
        Self::serve(listener, config, store, clock, seed).await
    }
}

/// Before the first connection: a longer queue at the door, where else a burst of others would
/// cost a new one a second, and no more memory of the system's for what a peer does not take than
/// a page needs.
fn widen(listener: &std::net::TcpListener) -> std::io::Result<()> {
    rustix::net::sockopt::set_socket_send_buffer_size(listener, SEND_BUFFER)?;
    rustix::net::listen(listener, BACKLOG)?;
    Ok(())
}

/// A server that runs. Dropped, it stops at once and leaves its store open, as a crash would.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

/// Asks a server to stop from elsewhere, say from a signal.
#[derive(Debug, Clone)]
pub struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Asks.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address for a client: `http://127.0.0.1:8765`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A way to stop it from elsewhere.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Serves until somebody stops it; then as [`Running::shutdown`].
    pub async fn wait(mut self) {
        if let Err(error) = (&mut self.serving).await {
            tracing::error!(%error, "the server broke");
        }
    }

    /// Takes no more connections, lets the requests that have begun come to their end (at most
    /// for the configured time), writes out and closes the store.
    pub async fn shutdown(self) {
        self.stopper().stop();
        self.wait().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
