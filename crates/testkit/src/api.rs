//! A client of the contract, for tests.

use crate::pen::new_device;
use journal::register::{Amended, Amendment, RecordKind};
use journal::view::{JournalPage, LessonPage, Me, RecordsPage, Rules, TodayPage};
use journal::{Change, Clock, DeviceId, JournalId, LessonId, PeriodId, SchoolId, SheetId};
use protocol::problem::MEDIA_TYPE;
use protocol::{
    API_HEADER, API_PATH, API_VERSION, Amend, ChangePassword, Code, FeedPage, Numbered, Problem,
    Push, Pushed, ServerInfo, SheetLog, SignIn, SignedIn,
};
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// What a request may end in besides its answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The server refused.
    #[error("{} {:?}", .0.status, .0.code)]
    Problem(Box<Problem>),
    /// The line failed.
    #[error(transparent)]
    Line(#[from] reqwest::Error),
    /// An answer that is no part of the contract.
    #[error("an answer that nobody promised: {status} {body}")]
    Strange {
        /// Its status.
        status: StatusCode,
        /// What it said.
        body: String,
    },
}

impl ApiError {
    /// The code of the server's problem; fails the test if there is none.
    pub fn code(&self) -> Code {
        self.problem().code
    }

    /// The server's problem; fails the test if there is none.
    pub fn problem(&self) -> &Problem {
        match self {
            Self::Problem(problem) => problem,
            other => panic!("no problem of the server: {other}"),
        }
    }
}

/// A client: one account on one device.
#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    base: String,
    clock: Arc<dyn Clock>,
    /// The token, once signed in.
    pub token: Option<String>,
    /// The device.
    pub device: DeviceId,
    /// The last number used.
    pub last_n: u64,
    /// The school it signs in to, where there are several.
    pub school: Option<SchoolId>,
}

impl Api {
    /// A client of the server at `url` (`http://127.0.0.1:1234`).
    pub fn new(url: &str, clock: Arc<dyn Clock>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        // No connection is kept: one that a restart has broken is noticed too late.
        let http = reqwest::Client::builder()
            // A test sees the answer as it travels, whichever features other crates ask for.
            .no_gzip()
            .no_proxy()
            .pool_max_idle_per_host(0)
            .build();
        let http = http.expect("a client");
        Self {
            http,
            base: format!("{url}{API_PATH}"),
            clock,
            token: None,
            device: new_device(),
            last_n: 0,
            school: None,
        }
    }

    /// A request with nothing but its path.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    /// A request that says its version, with the token if there is one.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.bare(method, path).header(API_HEADER, API_VERSION);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// Anything but a success of the expected shape.
    pub async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ApiError> {
        let response = accepted(request.send().await?).await?;
        let status = response.status();
        let body = response.text().await?;
        let text = if body.is_empty() { "null" } else { &body };
        serde_json::from_str(text).map_err(|_| ApiError::Strange { status, body })
    }

    /// Reads a page.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ApiError> {
        self.send(self.request(Method::GET, path)).await
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// The same for one of several schools.
    #[must_use]
    pub fn of_school(self, school: SchoolId) -> Self {
        Self {
            school: Some(school),
            ..self
        }
    }

    /// Signs in; later requests carry the token.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Result<SignedIn, ApiError> {
        let sign_in = SignIn {
            login: login.to_owned(),
            password: password.to_owned(),
            device: self.device,
            school: self.school,
        };
        let signed_in: SignedIn = self.post("/sessions", &sign_in).await?;
        self.token = Some(signed_in.token.clone());
        self.last_n = signed_in.last_n;
        Ok(signed_in)
    }

    /// Signs out; the token is kept, to see that it is dead.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn sign_out(&self) -> Result<(), ApiError> {
        self.send(self.request(Method::DELETE, "/sessions/current"))
            .await
    }

    /// Changes the password.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn change_password(&self, old: &str, new: &str) -> Result<(), ApiError> {
        let body = ChangePassword {
            old: old.to_owned(),
            new: new.to_owned(),
        };
        self.post("/password", &body).await
    }

    /// Who the server is.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn server(&self) -> Result<ServerInfo, ApiError> {
        self.get("/server").await
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn me(&self) -> Result<Me, ApiError> {
        self.get("/me").await
    }

    /// The rules.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn rules(&self) -> Result<Rules, ApiError> {
        self.get("/rules").await
    }

    /// The records of a kind.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn records(&self, kind: RecordKind) -> Result<RecordsPage, ApiError> {
        self.get(&format!("/register/{kind}")).await
    }

    /// Sends a gesture of amendments, or asks what would become of it.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn amend(
        &self,
        amendments: Vec<Amendment>,
        dry_run: bool,
    ) -> Result<Amended, ApiError> {
        let path = format!("/amendments?dry_run={dry_run}");
        let agreed = Vec::new();
        self.post(&path, &Amend { amendments, agreed }).await
    }

    /// Sends a gesture of amendments with consent to whatever it does.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn amend_agreed(&self, amendments: Vec<Amendment>) -> Result<Amended, ApiError> {
        let seen = self.amend(amendments.clone(), true).await?;
        let agreed = seen.consequences.effects;
        self.post("/amendments", &Amend { amendments, agreed })
            .await
    }

    /// «Сегодня».
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn today(&self) -> Result<TodayPage, ApiError> {
        self.get("/today").await
    }

    /// A lesson.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn lesson(&self, lesson: LessonId) -> Result<LessonPage, ApiError> {
        self.get(&format!("/lessons/{lesson}")).await
    }

    /// The log of a sheet, all its pages.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn log(&self, sheet: impl Into<SheetId>) -> Result<SheetLog, ApiError> {
        let sheet = sheet.into();
        let mut log = self.log_after(sheet, 0).await?;
        while log.more {
            let last = log.changes.last().map_or(0, |logged| logged.seq);
            let page = self.log_after(sheet, last).await?;
            log.changes.extend(page.changes);
            log.more = page.more;
        }
        Ok(log)
    }

    /// A page of the log of a sheet.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn log_after(
        &self,
        sheet: impl Into<SheetId>,
        seq: i64,
    ) -> Result<SheetLog, ApiError> {
        let place = match sheet.into() {
            SheetId::Lesson(lesson) => format!("lessons/{lesson}"),
            SheetId::Term { journal, period } => format!("journals/{journal}/periods/{period}"),
        };
        self.get(&format!("/{place}/log?after={seq}")).await
    }

    /// A journal.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn journal(
        &self,
        journal: JournalId,
        period: Option<PeriodId>,
    ) -> Result<JournalPage, ApiError> {
        let period = period
            .map(|period| format!("?period={period}"))
            .unwrap_or_default();
        self.get(&format!("/journals/{journal}{period}")).await
    }

    /// Numbers changes after the last ones and sends them. The numbers are used up whatever the
    /// answer.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn push(&mut self, changes: Vec<Change>) -> Result<Pushed, ApiError> {
        let push = self.numbered(changes);
        self.post("/changes", &push).await
    }

    /// Changes numbered after the last ones, to be sent as they are, perhaps twice.
    pub fn numbered(&mut self, changes: Vec<Change>) -> Push {
        let changes = changes
            .into_iter()
            .map(|change| {
                self.last_n += 1;
                Numbered {
                    n: self.last_n,
                    clock_suspect: false,
                    change,
                }
            })
            .collect();
        Push {
            device: self.device,
            sent_at: self.clock.now(),
            changes,
        }
    }

    /// A page of the feed.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn feed(&self, cursor: Option<&str>) -> Result<FeedPage, ApiError> {
        let cursor = cursor
            .map(|cursor| format!("?cursor={cursor}"))
            .unwrap_or_default();
        self.get(&format!("/feed{cursor}")).await
    }

    /// The stream of pokes.
    ///
    /// # Errors
    /// As [`Api::send`].
    pub async fn events(&self) -> Result<Response, ApiError> {
        let request = self.request(Method::GET, "/events");
        accepted(
            request
                .header(header::ACCEPT, "text/event-stream")
                .send()
                .await?,
        )
        .await
    }
}

async fn accepted(response: Response) -> Result<Response, ApiError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let media = response.headers().get(header::CONTENT_TYPE).cloned();
    let body = response.text().await?;
    let said_problem = media.is_some_and(|media| media == MEDIA_TYPE);
    match serde_json::from_str(&body) {
        Ok(problem) if said_problem => Err(ApiError::Problem(problem)),
        _ => Err(ApiError::Strange { status, body }),
    }
}
