//! «Учётные записи»: who may sign in, and a new start password for whoever forgot theirs.

use super::page::by_its_bytes;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::signin::{AccountKey, start_password, to_the_end};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use journal::regulation::{AccountToOpen, Forbidden, Permission, Verdict};
use journal::view::{AccessTarget, AccountRow, AccountsPage};
use journal::{PersonId, Role, Roles};
use protocol::{Code, IssuedPassword, Problem};
use std::sync::Arc;
use storage::{Accessed, NewStartPassword};

/// The accounts that I may see: the management everybody's, a class teacher those of the own
/// class's pupils and parents.
#[utoipa::path(
    get,
    path = "/accounts",
    tag = "accounts",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = AccountsPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn accounts(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let accounts = app.store.accounts(&caller.reader, None, now).await?;
    by_its_bytes(&AccountsPage { accounts }, &known)
}

/// Give a person a start password: a new account with its first one, or another in the place of one
/// that was forgotten. Its sessions end, its devices may try again at once, and the access log tells
/// who did it. An administrator does so for all but administrators, a class teacher for the own
/// class's pupils and parents.
#[utoipa::path(
    post,
    path = "/accounts/{id}/password",
    tag = "accounts",
    params(("id" = PersonId, Path)),
    responses(
        (status = 200, body = IssuedPassword),
        (status = 404, description = "There is no such person"),
        (status = 422, description = "The regulation gives it to somebody else to do"),
        (status = 429, description = "More than a person may give in a minute: ask again after `Retry-After`"),
    )
)]
pub(crate) async fn issue_password(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(person): Path<PersonId>,
) -> Result<Json<IssuedPassword>, Failure> {
    let school = caller.session.school;
    let now = app.clock.now();
    // Before it is judged: a role that comes after this is refused at writing.
    let trust = app.store.trust(school, person, now).await?;
    let seen = app
        .store
        .accounts(&caller.reader, Some(person), now)
        .await?;
    let account = seen.into_iter().next();
    let account = may_issue(&app, (&caller, source), person, account).await?;
    let who = caller.device().account;
    if let Err(wait) = app.password_rate.take(who, 1, app.clock.monotonic()) {
        return Err(Failure::too_many_changes(now, wait));
    }
    let by = Some((caller.session.person, source.origin(caller.session.device)));
    to_the_end(async move {
        let password = start_password(app.random.bytes());
        let secret = password.clone().into();
        let hash = app.hashing.hash(&secret, app.random.bytes()).await?;
        let (login, at) = (account.login.as_deref(), app.clock.now());
        let lock = login.map(|login| app.limiter.of_name(school, login));
        let new = NewStartPassword {
            person,
            hash,
            name_lock: lock.map(|lock| lock.key),
            trust,
            wish: wish(&account),
            by,
            at,
        };
        // The turn of a hash may take long, and the session end meanwhile.
        caller.still_stands(&app).await?;
        let issued = app.store.issue_password(school, new).await;
        app.sessions.forget_account(AccountKey { school, person });
        let login = issued?.ok_or(Code::NotFound)?;
        if let Some(lock) = lock {
            app.limiter.opened(lock);
        }
        Ok(Json(IssuedPassword {
            login,
            password,
            at,
        }))
    })
    .await
}

/// What the sign-in name of a new account is to be like: «ivanova», a pupil's «ivanov7b».
fn wish(account: &AccountRow) -> String {
    let class = account.classes.first();
    let class = class.filter(|_| account.roles.has(Role::Pupil));
    let class = class.map(String::as_str).unwrap_or_default();
    format!("{}{class}", account.name.last)
}

/// The account, if the caller may give it a start password. An account that
/// the caller does not see is refused like one that is not there.
async fn may_issue(
    app: &App,
    (caller, source): (&Caller, Source),
    person: PersonId,
    account: Option<AccountRow>,
) -> Result<AccountRow, Failure> {
    let roles = &caller.session.roles;
    let rules = app.store.rules(caller.session.school).await?;
    let regulation = rules.ok_or(Code::NotFound)?.regulation;
    let nobody = Roles::default();
    let to_open = AccountToOpen::seen(account.as_ref(), &nobody);
    match (regulation.judge_issuer(roles, to_open), account) {
        (Ok(()), Some(account)) => Ok(account),
        (Ok(()), None) => Err(Code::NotFound.into()),
        (Err(Forbidden { clause }), _) => {
            let refused = Accessed::Refused {
                what: AccessTarget::Any(Permission::IssuePassword),
                journal: None,
                record: None,
                for_person: Some(person),
                clause: clause.clone(),
            };
            app.accesses.refused(app, (caller, source), refused).await;
            Err(match clause {
                Some(clause) => Problem::refused(Verdict::Forbidden {
                    clause: Some(clause),
                })
                .into(),
                None => Code::Forbidden.into(),
            })
        }
    }
}
