//! Who asks, and whether the route's permission is theirs: token → session → start password
//! changed → permission. Denied by default: a route gets here with its permission or not at all.

use crate::app::App;
use crate::failure::Failure;
use crate::peer::Source;
use crate::reading_turns::{in_turn, of_a_write};
use crate::signin::{Live, TokenKey, to_the_end};
use axum::RequestExt;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use journal::PersonId;
use journal::regulation::Permission;
use journal::view::AccessTarget;
use protocol::Code;
use std::ops::Deref;
use std::sync::Arc;
use storage::Accessed;

/// What a route asks of its callers.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) app: Arc<App>,
    /// What the route declares.
    pub(crate) permission: Permission,
    /// Whether its answer comes little by little and never ends: it takes no turn of the readings.
    pub(crate) is_stream: bool,
}

/// Marks the answer of a route that is open to anyone: nobody whom one could hold to a limit has
/// asked, so little may be spent on it.
#[derive(Clone, Copy)]
pub(crate) struct AskedByAnyone;

/// Lets a request through to its handler, with its [`Caller`], or refuses it.
pub(crate) async fn guard(
    State(Guard {
        app,
        permission,
        is_stream,
    }): State<Guard>,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    if permission == Permission::Anyone {
        let mut response = next.run(request).await;
        response.extensions_mut().insert(AskedByAnyone);
        return Ok(response);
    }
    let token = bearer(request.headers())
        .and_then(TokenKey::of)
        .ok_or(Code::SessionExpired)?;
    let live = app
        .sessions
        .find(token)
        .await?
        .ok_or(Code::SessionExpired)?;
    if live.session.must_change_password && permission != Permission::OwnAccount {
        return Err(Code::MustChangePassword.into());
    }
    let caller = Caller(live);
    if !permission.granted_to(&caller.session.roles) {
        let reads = permission.opens_journals() || permission.opens_records();
        if permission.writes() || reads {
            let source = Source::of_request(request.extensions());
            let whose = whose_password(permission, &mut request).await;
            // Who hangs up is in the access log all the same.
            to_the_end(async move {
                let who = (&caller, source);
                let accesses = &app.accesses;
                if reads {
                    let refused = if permission.opens_journals() {
                        Accessed::ReadRefused(None)
                    } else {
                        Accessed::RecordsRefused {
                            what: AccessTarget::Any(permission),
                            record: None,
                        }
                    };
                    accesses.refused(&app, who, refused).await;
                    return Ok(());
                }
                let refused = accesses.refused_route(&app, who, permission, whose);
                Ok(refused.await?)
            })
            .await?;
        }
        return Err(Code::Forbidden.into());
    }
    let device = caller.device();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    request.extensions_mut().insert(caller);
    let answer = next.run(request);
    match (is_stream, reads) {
        (true, _) => Ok(answer.await),
        (false, true) => in_turn(&app, device, answer).await,
        (false, false) => of_a_write(&app, device, answer.await),
    }
}

/// Whose password was to be given, as the path says.
async fn whose_password(permission: Permission, request: &mut Request) -> Option<PersonId> {
    if permission != Permission::IssuePassword {
        return None;
    }
    let path = request.extract_parts::<Path<PersonId>>().await;
    path.ok().map(|Path(person)| person)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whose request it is.
#[derive(Debug, Clone)]
pub(crate) struct Caller(Arc<Live>);

impl Caller {
    /// Whether the session has not ended, nor lost a role, since the head of the request came: a
    /// body, or a turn, may take long.
    ///
    /// # Errors
    /// It has ended; or of its roles one has, and whoever asks again is judged by the others.
    pub(crate) async fn still_stands(&self, app: &App) -> Result<(), Failure> {
        let Some(roles) = app.sessions.roles_now(self).await? else {
            return Err(Code::SessionExpired.into());
        };
        let mut had = self.session.roles.0.iter();
        if had.all(|role| roles.has(*role)) {
            Ok(())
        } else {
            Err(Code::Busy.into())
        }
    }
}

impl Deref for Caller {
    type Target = Live;

    fn deref(&self) -> &Live {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            tracing::error!("a handler wants a caller on a route that is open to anyone");
            Code::Internal.into()
        })
    }
}
