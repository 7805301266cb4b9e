//! The accept loop: bounded connections, those let go that wait too long, an orderly end.

use super::connections::{Admission, Connections, Open};
use super::watched::{WatchedAnswer, WatchedRequest, WatchedStream};
use crate::app::App;
use crate::peer::{Peer, Source};
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// After a failed accept (out of file handles, say), wait so long.
const PAUSE: Duration = Duration::from_millis(100);
/// Failed accepts are told no more often.
const TOLD_EVERY: Duration = Duration::from_mins(1);
/// Largest head of a request, in bytes; hyper's buffer has this size at most.
const LARGEST_HEAD: usize = 16 * 1024;

/// Serves until the server is asked to stop, then ends in order.
pub(super) async fn accept(listener: TcpListener, router: Router, app: Arc<App>) {
    let mut stopping = app.stopping.clone();
    let open = Connections::new(&app.config);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut told = None;
    loop {
        let accepted = tokio::select! {
            biased;
            _ = stopping.wait_for(|stopping| *stopping) => break,
            Some(_) = connections.join_next() => continue,
            accepted = next(&listener, &open, &mut told) => accepted,
        };
        let Some((stream, address)) = accepted else {
            continue;
        };
        let is_proxy = app.config.trusted_proxies.contains(&address);
        let admission = tokio::select! {
            biased;
            _ = stopping.wait_for(|stopping| *stopping) => break,
            admission = open.admit(Peer::from(address), is_proxy) => admission,
        };
        let Admission::Admitted(place) = admission else {
            tracing::debug!("a peer has its share of connections already");
            continue;
        };
        let service = PeerService {
            router: TowerToHyperService::new(router.clone()),
            app: Arc::clone(&app),
            open: Arc::new(place),
            address,
        };
        connections.spawn(serve(stream, service, graceful.watcher()));
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
    app.accesses.flush().await;
    app.store.close().await;
    tracing::info!("stopped");
}

async fn next(
    listener: &TcpListener,
    open: &Connections,
    told: &mut Option<Instant>,
) -> Option<(TcpStream, IpAddr)> {
    match listener.accept().await {
        Ok((stream, address)) => Some((stream, address.ip().to_canonical())),
        Err(error) => {
            if told.is_none_or(|told| told.elapsed() >= TOLD_EVERY) {
                *told = Some(Instant::now());
                tracing::warn!(%error, "connections are not accepted");
            }
            open.make_room();
            tokio::time::sleep(PAUSE).await;
            None
        }
    }
}

async fn serve(stream: TcpStream, service: PeerService, watcher: Watcher) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let open = Arc::clone(&service.open);
    let stream = WatchedStream::new(stream, Arc::clone(&open));
    let connection = http1::Builder::new()
        .header_read_timeout(None)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        biased;
        why = open.let_go() => tracing::debug!(why, "a connection was let go"),
        served = watcher.watch(connection) => {
            if let Err(error) = served {
                tracing::debug!(%error, "a connection broke");
            }
        }
    }
}

/// The service of one connection.
struct PeerService {
    router: TowerToHyperService<Router>,
    app: Arc<App>,
    open: Arc<Open>,
    address: IpAddr,
}

impl Service<Request<Incoming>> for PeerService {
    type Response = Response<WatchedAnswer>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let trusted = &self.app.config.trusted_proxies;
        let source = Source::of(self.address, request.headers(), trusted);
        let is_proxy = trusted.contains(&source.address);
        let begun = self.open.request_begins(source.address.into(), is_proxy);
        let Some(has_share) = begun else {
            return Box::pin(std::future::pending());
        };
        let open = Arc::clone(&self.open);
        let mut request =
            request.map(|body| Body::new(WatchedRequest::new(body, Arc::clone(&open))));
        request.extensions_mut().insert(Source {
            has_share,
            ..source
        });
        let answering = self.router.call(request);
        Box::pin(async move {
            let Ok(mut response) = answering.await;
            let untaken = response.extensions_mut().remove();
            Ok(response.map(|body| WatchedAnswer::new(body, untaken, open)))
        })
    }
}
