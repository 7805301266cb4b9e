//! The way to the server over HTTP/1.1. Costs nothing until the first request.

mod feed_events;
mod request;

use crate::page::{ListKey, PageKey};
use crate::transport::{Answer, BreachAnswer, BreachAsk, Failure, FeedEvents, Fetched, Transport};
use journal::register::{Amended, GestureOutcome};
use journal::view::{Logged, Rules, SessionRow};
use journal::{GestureId, PersonId, SchoolId, SheetId};
use protocol::{
    API_PATH, Amend, ChangePassword, FeedPage, IssuedPassword, Push, Pushed, ServerInfo, SheetLog,
    SignIn, SignedIn, UndoGesture, WholeGesture,
};
use reqwest::{Client, Method, Url};
use secrecy::SecretString;
use std::cell::OnceCell;
use std::path::PathBuf;
use std::time::Duration;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a whole answer may take unless the settings say otherwise.
const TOTAL: Duration = Duration::from_secs(30);
/// How long the answer to a gesture of thousands may take.
const LONG: Duration = Duration::from_mins(5);
/// A log is read no further than this many changes.
const LONGEST_LOG: usize = 10_000;

/// Where the server is and how to trust it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSettings {
    /// `http://host:port` or `https://…`.
    pub url: String,
    /// A PEM file with the school's own certificate authority, beside the system's.
    pub ca_file: Option<PathBuf>,
    /// Name and version of this program.
    pub user_agent: String,
    /// The school people sign in to; not needed where the server has only one.
    pub school: Option<SchoolId>,
    /// How long a whole answer may take.
    pub timeout: Duration,
}

impl HttpSettings {
    /// A server with one school and certificates that the system knows.
    pub fn new(url: impl Into<String>, user_agent: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ca_file: None,
            user_agent: user_agent.into(),
            school: None,
            timeout: TOTAL,
        }
    }
}

/// An address that no server can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an address of a server")]
pub struct BadAddress(pub String);

/// The real [`Transport`].
#[derive(Debug)]
pub struct HttpTransport {
    settings: HttpSettings,
    base: Url,
    client: OnceCell<Client>,
}

impl HttpTransport {
    /// A transport that has not done anything yet.
    ///
    /// # Errors
    /// [`BadAddress`] unless the address is `http://…` or `https://…` with a host.
    pub fn new(settings: HttpSettings) -> Result<Self, BadAddress> {
        let bad = || BadAddress(settings.url.clone());
        let mut base = Url::parse(settings.url.trim()).map_err(|_| bad())?;
        // The parser forgives a missing host by taking the first part of the path for it.
        let has_host = settings
            .url
            .split_once("://")
            .is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with('/'));
        if !matches!(base.scheme(), "http" | "https") || !has_host {
            return Err(bad());
        }
        let path = format!("{}{API_PATH}/", base.path().trim_end_matches('/'));
        base.set_path(&path);
        base.set_query(None);
        base.set_fragment(None);
        Ok(Self {
            settings,
            base,
            client: OnceCell::new(),
        })
    }

    fn client(&self) -> Result<&Client, Failure> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.build().map_err(Failure::Unreachable)?;
        Ok(self.client.get_or_init(|| client))
    }

    fn build(&self) -> Result<Client, String> {
        // Fails only if one is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .http1_only()
            .user_agent(&self.settings.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT.min(self.settings.timeout))
            .pool_max_idle_per_host(1)
            // No timer that wakes an idle program; the server closes what it tires of.
            .pool_idle_timeout(None);
        if self.is_loopback() {
            builder = builder.no_proxy();
        }
        if self.base.scheme() == "http" {
            // The system's certificates take 2 MiB and 20 ms, and nobody asks them.
            builder = builder.tls_certs_only([]);
        } else if let Some(file) = &self.settings.ca_file {
            let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
            let pem = std::fs::read(file).map_err(|error| told(&error))?;
            let certificates =
                reqwest::Certificate::from_pem_bundle(&pem).map_err(|error| told(&error))?;
            builder = builder.tls_certs_merge(certificates);
        }
        builder
            .build()
            .map_err(|error| request::whole_story(&error))
    }

    fn is_loopback(&self) -> bool {
        self.base.host_str().is_some_and(|host| {
            let host = host.trim_start_matches('[').trim_end_matches(']');
            host == "localhost"
                || host
                    .parse()
                    .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        })
    }

    /// `GET /health/ready`: whether the server can write.
    ///
    /// # Errors
    /// As every request of [`Transport`]; a problem, if it cannot.
    pub async fn ready(&self) -> Result<(), Failure> {
        let ask = self.ask(Method::GET, "health/ready", None)?;
        request::answered(ask).await.map(|_| ())
    }

    /// `POST /gestures`: a table's rows, all of them or none.
    ///
    /// # Errors
    /// As every request of [`Transport`].
    pub async fn amend_whole(
        &self,
        token: SecretString,
        gesture: &WholeGesture,
        dry_run: bool,
    ) -> Result<GestureOutcome, Failure> {
        let path = format!("gestures?dry_run={dry_run}");
        let ask = self.ask(Method::POST, &path, Some(&token))?;
        request::read(ask.timeout(LONG).json(gesture)).await
    }

    /// `POST /gestures/{id}/undo`: takes such a gesture back, as far as nothing came after it.
    ///
    /// # Errors
    /// As every request of [`Transport`].
    pub async fn undo_whole(
        &self,
        token: SecretString,
        of: GestureId,
        undo: &UndoGesture,
        dry_run: bool,
    ) -> Result<GestureOutcome, Failure> {
        let path = format!("gestures/{}/undo?dry_run={dry_run}", of.0);
        let ask = self.ask(Method::POST, &path, Some(&token))?;
        request::read(ask.timeout(LONG).json(undo)).await
    }

    fn url(&self, path: &str) -> Result<Url, Failure> {
        self.base
            .join(path)
            .map_err(|error| Failure::NotUnderstood(error.to_string()))
    }
}

impl Transport for HttpTransport {
    fn server_info(&self) -> Answer<'_, ServerInfo> {
        Box::pin(async { request::read(self.ask(Method::GET, "server", None)?).await })
    }

    fn sign_in(&self, request: SignIn) -> Answer<'_, SignedIn> {
        let school = request.school.or(self.settings.school);
        let request = SignIn { school, ..request };
        Box::pin(async move {
            request::read(self.ask(Method::POST, "sessions", None)?.json(&request)).await
        })
    }

    fn sign_out(&self, key: String) -> Answer<'_, ()> {
        Box::pin(async move {
            let path = format!("sessions/{key}");
            request::answered(self.ask(Method::DELETE, &path, None)?)
                .await
                .map(|_| ())
        })
    }

    fn change_password(&self, token: SecretString, request: ChangePassword) -> Answer<'_, ()> {
        Box::pin(async move {
            let ask = self
                .ask(Method::POST, "password", Some(&token))?
                .json(&request);
            request::answered(ask).await.map(|_| ())
        })
    }

    fn issue_password(&self, token: SecretString, person: PersonId) -> Answer<'_, IssuedPassword> {
        Box::pin(async move {
            let path = format!("accounts/{person}/password");
            request::read(self.ask(Method::POST, &path, Some(&token))?).await
        })
    }

    fn end_session(&self, token: SecretString, session: SessionRow) -> Answer<'_, ()> {
        Box::pin(async move {
            let SessionRow {
                person,
                device,
                opened_at,
                ..
            } = session;
            let opened_at = opened_at.0;
            let path = format!("accounts/{person}/sessions/{device}?opened_at={opened_at}");
            let ask = self.ask(Method::DELETE, &path, Some(&token))?;
            request::answered(ask).await.map(|_| ())
        })
    }

    fn breach(&self, token: SecretString, ask: BreachAsk) -> Answer<'_, BreachAnswer> {
        Box::pin(async move {
            let post = |path: &str| self.ask(Method::POST, path, Some(&token));
            Ok(match ask {
                BreachAsk::Report(report) => {
                    request::answered(post("breaches")?.json(&report)).await?;
                    BreachAnswer::Reported
                }
                BreachAsk::Since(id, since) => {
                    let ask = post(&format!("breaches/{id}/since"))?.json(&since);
                    request::answered(ask).await?;
                    BreachAnswer::Moved
                }
                BreachAsk::Confirm(id, confirm) => {
                    let ask = post(&format!("breaches/{id}/confirm"))?.json(&confirm);
                    request::answered(ask).await?;
                    BreachAnswer::Confirmed
                }
                BreachAsk::Void(id, void) => {
                    let ask = post(&format!("breaches/{id}/void"))?.json(&void);
                    BreachAnswer::Voided(request::read(ask).await?)
                }
            })
        })
    }

    fn amend(&self, token: SecretString, amend: Amend, dry_run: bool) -> Answer<'_, Amended> {
        Box::pin(async move {
            let path = format!("amendments?dry_run={dry_run}");
            let ask = self.ask(Method::POST, &path, Some(&token))?;
            request::read(ask.json(&amend)).await
        })
    }

    fn amend_whole(
        &self,
        token: SecretString,
        gesture: WholeGesture,
        dry_run: bool,
    ) -> Answer<'_, GestureOutcome> {
        Box::pin(async move { Self::amend_whole(self, token, &gesture, dry_run).await })
    }

    fn undo_whole(
        &self,
        token: SecretString,
        of: GestureId,
        undo: UndoGesture,
        dry_run: bool,
    ) -> Answer<'_, GestureOutcome> {
        Box::pin(async move { Self::undo_whole(self, token, of, &undo, dry_run).await })
    }

    fn rules(&self, token: SecretString, etag: Option<String>) -> Answer<'_, Fetched<Rules>> {
        Box::pin(async move {
            match request::fetch(self.ask(Method::GET, "rules", Some(&token))?, etag).await? {
                Fetched::Unchanged => Ok(Fetched::Unchanged),
                Fetched::New { etag, body } => Ok(Fetched::New {
                    etag,
                    body: request::understand(&body)?,
                }),
            }
        })
    }

    fn page(
        &self,
        token: SecretString,
        page: PageKey,
        etag: Option<String>,
    ) -> Answer<'_, Fetched<Vec<u8>>> {
        Box::pin(async move {
            request::fetch(self.ask(Method::GET, &page.path(), Some(&token))?, etag).await
        })
    }

    fn push(&self, token: SecretString, push: Push) -> Answer<'_, Pushed> {
        Box::pin(async move {
            request::read(self.ask(Method::POST, "changes", Some(&token))?.json(&push)).await
        })
    }

    fn feed(&self, token: SecretString, cursor: Option<String>) -> Answer<'_, FeedPage> {
        Box::pin(async move {
            let mut url = self.url("feed")?;
            if let Some(cursor) = cursor {
                url.query_pairs_mut().append_pair("cursor", &cursor);
            }
            request::read(self.ask_at(Method::GET, url, Some(&token))?).await
        })
    }

    fn sheet_log(&self, token: SecretString, sheet: SheetId) -> Answer<'_, Vec<Logged>> {
        Box::pin(async move {
            let mut changes: Vec<Logged> = Vec::new();
            loop {
                let after = changes.last().map_or(0, |logged| logged.seq);
                let path = format!("{}?after={after}", ListKey::SheetLog(sheet).path());
                let log: SheetLog =
                    request::read(self.ask(Method::GET, &path, Some(&token))?).await?;
                let more = log.more && !log.changes.is_empty();
                changes.extend(log.changes);
                if !more || changes.len() >= LONGEST_LOG {
                    return Ok(changes);
                }
            }
        })
    }

    fn events(&self, token: SecretString) -> Answer<'_, Box<dyn FeedEvents>> {
        Box::pin(async move { feed_events::open(self.line("events", &token)?).await })
    }
}
