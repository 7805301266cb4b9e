//! Accounts and the access log, over either database.

use super::{Database, directory};
use crate::cases::{access_log, account_list, accounts};
use crate::store::{
    Access, AccessNote, Account, Accounts, LockKey, LockState, NewPassword, NewSession,
    NewStartPassword, Opening, Reader, Session, StoreError,
};
use async_trait::async_trait;
use futures_util::FutureExt;
use journal::view::{AccessLogPage, AccessPlace, AccountRow, Me};
use journal::{DeviceId, PersonId, SchoolId, Timestamp};
use std::sync::Arc;

#[async_trait]
impl<D: Database> Accounts for D {
    async fn account(&self, school: SchoolId, login: &str) -> Result<Option<Account>, StoreError> {
        let key = login.to_lowercase();
        self.ask(move |s| {
            let key = key.clone();
            async move { accounts::account(s, school, &key).await }.boxed()
        })
        .await
    }

    async fn account_of(
        &self,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError> {
        self.ask(move |s| accounts::account_of(s, school, person).boxed())
            .await
    }

    async fn device_owner(
        &self,
        school: SchoolId,
        device: DeviceId,
    ) -> Result<Option<PersonId>, StoreError> {
        self.ask(move |s| accounts::device_owner(s, school, device).boxed())
            .await
    }

    async fn lock_state(&self, school: SchoolId, lock: LockKey) -> Result<LockState, StoreError> {
        self.ask(move |s| accounts::lock_state(s, school, lock).boxed())
            .await
    }

    async fn note_access(&self, school: SchoolId, note: AccessNote) -> Result<(), StoreError> {
        self.write(move |t| accounts::note_access(t, school, note).boxed())
            .await
    }

    async fn forget_access(
        &self,
        school: SchoolId,
        before: Timestamp,
        most: u32,
    ) -> Result<u32, StoreError> {
        self.write(move |t| access_log::forget(t, school, before, most).boxed())
            .await
    }

    async fn open_session(
        &self,
        school: SchoolId,
        session: NewSession,
    ) -> Result<Opening, StoreError> {
        self.write(move |t| {
            async move { accounts::open_session(t, school, &session).await }.boxed()
        })
        .await
    }

    async fn find_session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let found = self.ask(move |s| accounts::session(s, school, token_hash, now).boxed());
        Ok(found.await?.map(|(session, _)| session))
    }

    async fn session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let found = self.ask(move |s| accounts::session(s, school, token_hash, now).boxed());
        let Some((session, noted)) = found.await? else {
            return Ok(None);
        };
        if noted {
            let device = session.device;
            self.note(move |t| accounts::note_use(t, school, token_hash, device, now).boxed())
                .await?;
        }
        Ok(Some(session))
    }

    async fn close_session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |t| accounts::close_session(t, school, token_hash).boxed())
            .await
    }

    async fn set_password(&self, school: SchoolId, new: NewPassword) -> Result<bool, StoreError> {
        self.write(move |t| async move { accounts::set_password(t, school, &new).await }.boxed())
            .await
    }

    async fn issue_password(
        &self,
        school: SchoolId,
        new: NewStartPassword,
    ) -> Result<bool, StoreError> {
        self.write(move |t| async move { accounts::issue_password(t, school, &new).await }.boxed())
            .await
    }

    async fn accounts(
        &self,
        reader: &Reader,
        whose: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Vec<AccountRow>, StoreError> {
        let (shared, reader) = (Arc::clone(self.shared()), reader.clone());
        self.read(move |s| {
            async move { account_list::list(s, &shared.directories, &reader, whose, now).await }
                .boxed()
        })
        .await
    }

    async fn me(&self, school: SchoolId, person: PersonId) -> Result<Option<Me>, StoreError> {
        let Some(directory) = directory(self, school).await? else {
            return Ok(None);
        };
        self.read(move |s| async move { accounts::me(s, &directory, person).await }.boxed())
            .await
    }

    async fn note_accesses(
        &self,
        school: SchoolId,
        accesses: Vec<Access>,
    ) -> Result<(), StoreError> {
        self.write(move |t| {
            async move { access_log::note_accesses(t, school, &accesses).await }.boxed()
        })
        .await
    }

    async fn access_log(
        &self,
        school: SchoolId,
        before: Option<AccessPlace>,
        limit: usize,
    ) -> Result<AccessLogPage, StoreError> {
        let shared = Arc::clone(self.shared());
        self.read(move |s| {
            async move { access_log::page(s, &shared.directories, school, before, limit).await }
                .boxed()
        })
        .await
    }
}
