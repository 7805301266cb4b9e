//! Signing in and out and changing the password: what a person waits for.

use crate::error::StoreError;
use crate::id_source::IdSource;
use crate::server_clock::ServerClock;
use crate::sign_outs::SignOuts;
use crate::store::{Continuation, Store};
use crate::transport::{BreachAnswer, BreachAsk, Failure, Transport};
use journal::register::Amended;
use journal::view::{Logged, Me, SessionRow};
use journal::{GestureId, PersonId, ServerId, SheetId, Timestamp};
use protocol::problem::{Facts, SchoolName};
use protocol::{
    API_VERSION, Amend, ChangePassword, Code, IssuedPassword, Problem, SignIn, UndoGesture,
    WholeGesture,
};
use secrecy::{ExposeSecret, SecretString};
use std::cell::RefCell;
use std::rc::Rc;

/// How many device ids one sign-in may go through.
const DEVICES_TRIED: usize = 3;

/// Why nobody was signed in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Login or password is wrong.
    #[error("login or password is wrong")]
    WrongPassword,
    /// Too many wrong passwords.
    #[error("the account is locked")]
    Locked {
        /// Until then, by the server's clock.
        until: Option<Timestamp>,
    },
    /// The server is not reached.
    #[error("the server is not reached: {0}")]
    Offline(String),
    /// Another server answers at this address; the outbox belongs to the first.
    #[error("another server answers; {unsettled} changes belong to the first")]
    OtherServer {
        /// Changes that the first server has not got, or that a person has to look at.
        unsettled: usize,
    },
    /// The sign-in name belongs to another person now; the outbox belongs to the first.
    #[error("the name is another person's now; {unsettled} changes belong to the first")]
    OtherPerson {
        /// Changes of the first person that the server has not got, or that have to be looked at.
        unsettled: usize,
    },
    /// The server speaks another version of the contract.
    #[error("the server speaks another version")]
    Version,
    /// It is not clear which school is meant.
    #[error("which school is meant is not clear")]
    WhichSchool {
        /// The schools of the server.
        schools: Vec<SchoolName>,
    },
    /// The server has too much to do.
    #[error("the server is busy")]
    Busy,
    /// Something answers that is not our server.
    #[error("the answer is not understood: {0}")]
    NotUnderstood(String),
    /// Another refusal.
    #[error("the server says {}", .0.word())]
    Refused(Code),
    /// The client's memory failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the password was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// The old password is wrong.
    #[error("the old password is wrong")]
    WrongPassword,
    /// The new password is too weak or the old one.
    #[error("the new password is too weak")]
    Weak,
    /// The session has ended: sign in again.
    #[error("the session has ended")]
    SessionExpired,
    /// Anything that signing in may meet as well.
    #[error(transparent)]
    Other(SignInError),
}

/// The door: what a screen calls and waits for. The engine is told by [`crate::Command`].
pub struct Access {
    store: Rc<Store>,
    transport: Rc<dyn Transport>,
    server_clock: Rc<ServerClock>,
    ids: RefCell<IdSource>,
    sign_outs: SignOuts,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

impl Access {
    /// The door to one account.
    pub fn new(
        store: Rc<Store>,
        transport: Rc<dyn Transport>,
        server_clock: Rc<ServerClock>,
        ids: IdSource,
        sign_outs: SignOuts,
    ) -> Self {
        Self {
            store,
            transport,
            server_clock,
            ids: RefCell::new(ids),
            sign_outs,
        }
    }

    /// Signs in and keeps the session. Then tell the engine [`crate::Command::SignedIn`], unless
    /// `me.must_change_password`.
    pub async fn sign_in(
        &self,
        login: &str,
        password: SecretString,
    ) -> Result<(Me, Continuation), SignInError> {
        let sent_at = self.server_clock.monotonic();
        let info = self.transport.server_info().await.map_err(sign_in_error)?;
        self.server_clock.note_demo(info.demo_clock);
        self.server_clock.note_contact(info.now, sent_at);
        if info.api < API_VERSION {
            return Err(SignInError::Version);
        }
        if self
            .store
            .server()?
            .is_some_and(|known| known != info.server)
        {
            let unsettled = self.store.pending_count()? + self.store.trouble_count()?;
            return Err(SignInError::OtherServer { unsettled });
        }
        let mut continuation = Continuation::Same;
        // A session is bound to its device, and the answer may ask for a new one: the file was
        // made under another account, or the server knows more of the device than the file.
        for _ in 0..DEVICES_TRIED {
            let device = self.store.device()?;
            let request = SignIn {
                login: login.to_owned(),
                password: password.expose_secret().to_owned(),
                device,
                // The way to the server knows it.
                school: None,
            };
            match self.transport.sign_in(request).await {
                Ok(signed) => {
                    let unsettled = self.store.pending_count()? + self.store.trouble_count()?;
                    if unsettled > 0 && self.store.is_of_another(signed.me.person)? {
                        self.give_back(&signed.sign_out, info.server).await;
                        return Err(SignInError::OtherPerson { unsettled });
                    }
                    let now = {
                        let ids = &mut self.ids.borrow_mut();
                        self.store.signed_in(info.server, &signed, ids)?
                    };
                    if now != Continuation::Same {
                        continuation = now;
                    }
                    if self.store.device()? == device {
                        return Ok((signed.me, continuation));
                    }
                    // It is bound to the device that was; the next one takes its place here.
                    self.give_back(&signed.sign_out, info.server).await;
                }
                Err(failure) if failure.code() == Some(Code::DeviceTaken) => {
                    let now = self.server_clock.corrected_now();
                    self.store.renew_device(&mut self.ids.borrow_mut(), now)?;
                }
                Err(failure) => return Err(sign_in_error(failure)),
            }
        }
        Err(SignInError::Refused(Code::DeviceTaken))
    }

    /// Changes the password. Then tell the engine [`crate::Command::SignedIn`].
    pub async fn change_password(
        &self,
        old: SecretString,
        new: SecretString,
    ) -> Result<(), PasswordError> {
        let token = self
            .store
            .token()
            .map_err(SignInError::from)
            .map_err(PasswordError::Other)?;
        let token = token.ok_or(PasswordError::SessionExpired)?;
        let (old, new) = (
            old.expose_secret().to_owned(),
            new.expose_secret().to_owned(),
        );
        let changed = self
            .transport
            .change_password(token, ChangePassword { old, new })
            .await;
        changed.map_err(|failure| match failure.code() {
            Some(Code::WrongPassword) => PasswordError::WrongPassword,
            Some(Code::WeakPassword) => PasswordError::Weak,
            Some(Code::SessionExpired) => PasswordError::SessionExpired,
            _ => PasswordError::Other(sign_in_error(failure)),
        })?;
        self.store
            .password_changed()
            .map_err(SignInError::from)
            .map_err(PasswordError::Other)
    }

    /// Gives the account of a person a new start password; needs the network.
    ///
    /// # Errors
    /// No network, or the regulation gives it to somebody else to do.
    pub async fn issue_password(&self, person: PersonId) -> Result<IssuedPassword, Failure> {
        self.transport.issue_password(self.session()?, person).await
    }

    /// Ends a session that the list of who is signed in shows; needs the network.
    ///
    /// # Errors
    /// No network, or it is another's, and not whoever sits here is to end it.
    pub async fn end_session(&self, session: SessionRow) -> Result<(), Failure> {
        self.transport.end_session(self.session()?, session).await
    }

    /// Reports that sign-in data got known, or decides of what was written under them; needs the
    /// network.
    ///
    /// # Errors
    /// No network, or it is not whoever sits here that may.
    pub async fn breach(&self, ask: BreachAsk) -> Result<BreachAnswer, Failure> {
        self.transport.breach(self.session()?, ask).await
    }

    fn session(&self) -> Result<SecretString, Failure> {
        let token = self.store.token().map_err(Failure::Store)?;
        token.ok_or_else(|| Failure::Problem(Box::new(Problem::new(Code::SessionExpired))))
    }

    /// Ends the session here, durably: nothing of its token is left. The outbox stays. The server
    /// is owed the rest ([`Access::deliver_sign_outs`]). Tell the engine
    /// [`crate::Command::SignOut`].
    ///
    /// # Errors
    /// A fault of the disk: the session is still kept here, and the next start finds it. The
    /// server is owed the sign-out all the same if the session could be read, so that the token is
    /// worth nothing once it is told.
    pub fn sign_out(&self) -> Result<(), StoreError> {
        match self.store.sign_out_key() {
            Ok(Some(key)) => self.owe_sign_out(&key, self.store.server().ok().flatten()),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the server cannot be told of a sign-out"),
        }
        self.store.signed_out()
    }

    /// Ends a session that was opened and is of no use, now or later.
    async fn give_back(&self, key: &str, server: ServerId) {
        self.owe_sign_out(key, Some(server));
        if let Err(failure) = self.deliver_sign_outs().await {
            tracing::info!(%failure, "a session is given back later");
        }
    }

    fn owe_sign_out(&self, key: &str, server: Option<ServerId>) {
        if let Err(error) = self.sign_outs.owe(key, server) {
            tracing::warn!(%error, "a sign-out is owed from memory only");
        }
    }

    /// Tells the server of everybody who has signed out on this machine without it, as
    /// [`SignOuts::deliver`] does.
    ///
    /// # Errors
    /// What the server has not heard stays owed.
    pub async fn deliver_sign_outs(&self) -> Result<Option<ServerId>, Failure> {
        self.sign_outs.deliver(&*self.transport).await
    }

    /// Everything that went into a sheet, oldest first; needs the network.
    pub async fn sheet_log(&self, sheet: impl Into<SheetId>) -> Result<Vec<Logged>, Failure> {
        self.transport
            .sheet_log(self.session()?, sheet.into())
            .await
    }

    /// Sends a gesture of amendments, or asks what would become of it; needs the network. Whether
    /// a gesture whose answer was lost is written, the same one sent again says.
    pub async fn amend(&self, amend: Amend, dry_run: bool) -> Result<Amended, Failure> {
        self.transport.amend(self.session()?, amend, dry_run).await
    }

    /// The same of amendments of which all are taken or none.
    pub async fn amend_whole(&self, amend: Amend, dry_run: bool) -> Result<Amended, Failure> {
        let Amend { amendments, agreed } = amend;
        let count = amendments.len();
        let gesture = WholeGesture { amendments, agreed };
        let session = self.session()?;
        let done = self
            .transport
            .amend_whole(session, gesture, dry_run)
            .await?;
        Ok(done.told(count))
    }

    /// Takes back a gesture that was taken whole, or asks what would become of it: an outcome for
    /// each of its records.
    pub async fn undo_whole(
        &self,
        of: GestureId,
        undo: UndoGesture,
        dry_run: bool,
    ) -> Result<Amended, Failure> {
        let session = self.session()?;
        let done = self
            .transport
            .undo_whole(session, of, undo, dry_run)
            .await?;
        let count = done.totals.all();
        Ok(done.told(count))
    }
}

fn sign_in_error(failure: Failure) -> SignInError {
    match failure {
        Failure::Unreachable(why) => SignInError::Offline(why),
        Failure::NotUnderstood(why) => SignInError::NotUnderstood(why),
        Failure::Store(error) => SignInError::Store(error),
        Failure::Problem(problem) => match problem.code {
            Code::WrongPassword => SignInError::WrongPassword,
            Code::AccountLocked => SignInError::Locked {
                until: match problem.facts {
                    Some(Facts::Until { at }) => Some(at),
                    _ => None,
                },
            },
            Code::UnknownSchool => SignInError::WhichSchool {
                schools: match problem.facts {
                    Some(Facts::Schools { schools }) => schools,
                    _ => Vec::new(),
                },
            },
            Code::VersionMismatch => SignInError::Version,
            Code::Busy | Code::OutcomeUnknown => SignInError::Busy,
            code => SignInError::Refused(code),
        },
    }
}
