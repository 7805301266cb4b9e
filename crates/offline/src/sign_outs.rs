//! Sign-outs that the server has still to be told.
//!
//! Whoever signs out leaves the session's sign-out key here until the server knows. The key ends
//! that one session and does nothing else, so it lies in clear, and whoever uses this machine next
//! may bring it: the next start of the program, the next person at the sign-in.

use crate::error::StoreError;
use crate::folder::{self, host_folder};
use crate::transport::{Failure, Transport};
use journal::ServerId;
use protocol::Code;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// No account's folder begins with a dot.
const FOLDER: &str = ".sign-outs";

/// The sign-outs owed to the server at one address: a file each, so that windows never meet in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOuts(PathBuf);

/// One of them.
#[derive(Debug, Serialize, Deserialize)]
struct Owed {
    key: String,
    /// Another server at the same address is not told.
    server: Option<ServerId>,
}

impl SignOuts {
    /// Beside the accounts of [`crate::AccountFolder::of`].
    pub fn of(dir: &Path, server_url: &str) -> Self {
        Self::at(host_folder(dir, server_url))
    }

    /// In any folder.
    pub fn at(folder: impl AsRef<Path>) -> Self {
        Self(folder.as_ref().join(FOLDER))
    }

    /// Keeps a sign-out, durably, until it is told.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn owe(&self, key: &str, server: Option<ServerId>) -> Result<(), StoreError> {
        let path = self.file(key);
        let key = key.to_owned();
        let owed = serde_json::to_vec(&Owed { key, server })?;
        let keep = || {
            folder::make_private_folder(&self.0)?;
            folder::make_private_file(&path)?;
            let mut file = fs::File::create(&path)?;
            file.write_all(&owed)?;
            file.sync_all()
        };
        keep().map_err(|error| StoreError::from(error).at(&path))
    }

    /// Whether nothing is owed.
    pub fn is_empty(&self) -> bool {
        fs::read_dir(&self.0).map_or(true, |mut files| files.next().is_none())
    }

    /// Tells the server everything that is owed to it.
    ///
    /// # Errors
    /// What the server has not heard stays owed.
    pub async fn deliver(&self, transport: &dyn Transport) -> Result<(), Failure> {
        let owed = self.owed();
        if owed.is_empty() {
            return Ok(());
        }
        let here = transport.server_info().await?.server;
        for (path, owed) in owed {
            if owed.server.is_some_and(|server| server != here) {
                continue;
            }
            match transport.sign_out(owed.key).await {
                Ok(()) => {}
                // It will never be understood.
                Err(failure) if failure.code() == Some(Code::InvalidRequest) => {
                    tracing::warn!(%failure, "a sign-out is no sign-out");
                }
                Err(failure) => return Err(failure),
            }
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(%error, "a sign-out that was told stays");
            }
        }
        Ok(())
    }

    fn owed(&self) -> Vec<(PathBuf, Owed)> {
        let files = fs::read_dir(&self.0).into_iter().flatten().flatten();
        let read = |path: PathBuf| {
            let owed = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
            Some((path, owed))
        };
        files.filter_map(|file| read(file.path())).collect()
    }

    fn file(&self, key: &str) -> PathBuf {
        self.0.join(folder::safe(key))
    }
}
