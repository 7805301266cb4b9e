//! The accept loop: bounded connections, slow heads cut off, an orderly end.

use crate::app::App;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// After a failed accept (out of file handles, say), wait so long.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until the server is asked to stop, then ends in order.
pub(super) async fn accept(listener: TcpListener, service: Router, app: Arc<App>) {
    let mut stopping = app.stopping.clone();
    let places = Arc::new(Semaphore::new(app.config.connections.max(1)));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            biased;
            _ = stopping.wait_for(|stopping| *stopping) => break,
            Some(_) = connections.join_next() => continue,
            accepted = next(&listener, &places) => accepted,
        };
        if let Some((stream, place)) = stream {
            let service = service.clone();
            let connection = serve(stream, service, graceful.watcher(), app.config.head_timeout);
            connections.spawn(async move {
                connection.await;
                drop(place);
            });
        }
    }
    drop(listener);
    tracing::info!(connections = connections.len(), "stopping");
    let drained = async {
        graceful.shutdown().await;
        while connections.join_next().await.is_some() {}
    };
    if tokio::time::timeout(app.config.drain, drained)
        .await
        .is_err()
    {
        tracing::warn!("some requests did not end in time");
    }
    connections.shutdown().await;
    app.store.close().await;
    tracing::info!("stopped");
}

async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, place)),
        Err(error) => {
            tracing::warn!(%error, "a connection was not accepted");
            tokio::time::sleep(PAUSE).await;
            None
        }
    }
}

async fn serve(stream: TcpStream, service: Router, watcher: Watcher, head_timeout: Duration) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection broke");
    }
}
