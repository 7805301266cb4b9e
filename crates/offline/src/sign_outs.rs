//! Sign-outs that the server has still to be told.
//!
//! Whoever signs out leaves the session's sign-out key here until the server knows. The key ends
//! that one session and does nothing else, so it lies in clear, and whoever uses this machine next
//! may bring it: the next start of the program, the next person at the sign-in.

use crate::error::StoreError;
use crate::folder::{self, host_folder};
use crate::transport::{Failure, Transport};
use journal::ServerId;
use protocol::{Code, is_sign_out_key};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// No account's folder begins with a dot.
const FOLDER: &str = ".sign-outs";
/// How the name of a file begins that is still being written; no other does.
const UNFINISHED: &str = ".";

/// The sign-outs owed to the server at one address: a file each, so that windows never meet in one.
#[derive(Debug, Clone)]
pub struct SignOuts {
    folder: PathBuf,
    /// Those that the disk has not taken; every clone of this one knows them.
    unwritten: Rc<RefCell<Vec<Owed>>>,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
        Self {
            folder: folder.as_ref().join(FOLDER),
            unwritten: Rc::default(),
        }
    }

    /// Keeps a sign-out, durably, until it is told. Its file is there whole or not at all. What is
    /// no sign-out key no server can be told, and it is not kept.
    ///
    /// # Errors
    /// A fault of the disk: it is owed from memory, until it is told or the program ends.
    pub fn owe(&self, key: &str, server: Option<ServerId>) -> Result<(), StoreError> {
        if !is_sign_out_key(key) {
            tracing::warn!("the server gave no sign-out key");
            return Ok(());
        }
        let path = self.file(key);
        let key = key.to_owned();
        let owed = Owed { key, server };
        self.write(&path, &owed).inspect_err(|_| {
            self.unwritten.borrow_mut().push(owed);
        })
    }

    fn write(&self, path: &Path, owed: &Owed) -> Result<(), StoreError> {
        let owed = serde_json::to_vec(owed)?;
        let keep = || {
            folder::make_private_folder(&self.folder)?;
            let mut file = tempfile::Builder::new()
                .prefix(UNFINISHED)
                .tempfile_in(&self.folder)?;
            file.write_all(&owed)?;
            file.as_file().sync_all()?;
            file.persist(path)?;
            folder::sync_folder(&self.folder)?;
            // The folder may be new itself.
            self.folder.parent().map_or(Ok(()), folder::sync_folder)
        };
        keep().map_err(|error| StoreError::from(error).at(path))
    }

    /// Whether nothing is owed.
    pub fn is_empty(&self) -> bool {
        self.files().next().is_none() && self.unwritten.borrow().is_empty()
    }

    /// Tells the server everything that is owed to it. Answers which server knows now, or none if
    /// nothing is owed to any.
    ///
    /// # Errors
    /// The last of them; what the server has not heard stays owed.
    pub async fn deliver(&self, transport: &dyn Transport) -> Result<Option<ServerId>, Failure> {
        let owed = self.owed();
        if owed.is_empty() {
            return Ok(None);
        }
        let here = transport.server_info().await?.server;
        let mut delivered = Ok(Some(here));
        for (path, Owed { key, server }) in owed {
            if server.is_some_and(|server| server != here) {
                continue;
            }
            match transport.sign_out(key.clone()).await {
                Ok(()) => {}
                // It will never be understood.
                Err(failure) if failure.code() == Some(Code::InvalidRequest) => {
                    tracing::warn!(%failure, "a sign-out is no sign-out");
                }
                Err(failure) => {
                    delivered = Err(failure);
                    continue;
                }
            }
            let Some(path) = path else {
                self.unwritten.borrow_mut().retain(|other| other.key != key);
                continue;
            };
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(%error, "a sign-out that was told stays");
            }
        }
        delivered
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let whole = files.filter(|file| {
            let name = file.file_name();
            !name.as_encoded_bytes().starts_with(UNFINISHED.as_bytes())
        });
        whole.map(|file| file.path())
    }

    /// What is owed, and the file it is in. A file that no sign-out can be read from is of use to
    /// nobody and goes.
    fn owed(&self) -> Vec<(Option<PathBuf>, Owed)> {
        let read = |path: PathBuf| {
            let text = fs::read(&path);
            let text = text.inspect_err(|error| tracing::warn!(%error, "a sign-out is not read"));
            match serde_json::from_slice::<Owed>(&text.ok()?) {
                // Whatever else stands there would become a part of an address of the server.
                Ok(owed) if is_sign_out_key(&owed.key) => return Some((Some(path), owed)),
                Ok(_) => tracing::warn!("a sign-out without a key is removed"),
                Err(error) => tracing::warn!(%error, "a sign-out is damaged and is removed"),
            }
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(%error, "a damaged sign-out stays");
            }
            None
        };
        let unwritten = self.unwritten.borrow().clone();
        let unwritten = unwritten.into_iter().map(|owed| (None, owed));
        self.files().filter_map(read).chain(unwritten).collect()
    }

    fn file(&self, key: &str) -> PathBuf {
        self.folder.join(folder::safe(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{HttpSettings, HttpTransport};

    const KEY: &str = "1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /// To a server that nobody can reach, which is noticed if it is asked.
    async fn deliver(owed: &SignOuts) -> Result<Option<ServerId>, Failure> {
        let nowhere = HttpSettings::new("http://127.0.0.1:1", "test");
        owed.deliver(&HttpTransport::new(nowhere).unwrap()).await
    }

    #[tokio::test]
    async fn what_is_no_sign_out_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let owed = SignOuts::at(dir.path());
        owed.owe(KEY, None).unwrap();
        let whole = fs::read(owed.file(KEY)).unwrap();
        fs::write(owed.file(KEY), &whole[..whole.len() / 2]).unwrap();
        assert!(!owed.is_empty());
        assert_eq!(deliver(&owed).await, Ok(None));
        assert!(owed.is_empty());
    }

    /// The file lies in clear: whoever wrote into it would choose what the program asks for.
    #[tokio::test]
    async fn what_is_no_key_never_becomes_an_address() {
        for key in ["current", "../lessons/1", "1.AA", &format!("+{KEY}"), ""] {
            let dir = tempfile::tempdir().unwrap();
            let owed = SignOuts::at(dir.path());
            owed.owe(KEY, None).unwrap();
            let file = serde_json::json!({ "key": key, "server": null });
            fs::write(owed.file(KEY), file.to_string()).unwrap();
            assert_eq!(deliver(&owed).await, Ok(None), "{key}");
            assert!(owed.is_empty(), "{key}");
            owed.owe(key, None).unwrap();
            assert!(owed.is_empty(), "{key} is not kept");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_still_written_is_neither_read_nor_removed() {
        let dir = tempfile::tempdir().unwrap();
        let owed = SignOuts::at(dir.path());
        owed.owe(KEY, None).unwrap();
        fs::remove_file(owed.file(KEY)).unwrap();
        let unfinished = dir.path().join(FOLDER).join(".tmp1");
        fs::write(&unfinished, "{").unwrap();
        assert!(owed.is_empty());
        assert_eq!(deliver(&owed).await, Ok(None));
        assert!(unfinished.exists());
    }

    /// A window that reads meanwhile never meets half of it.
    #[cfg(unix)]
    #[test]
    fn a_sign_out_is_written_whole_beside_the_old_one() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let dir = tempfile::tempdir().unwrap();
        let owed = SignOuts::at(dir.path());
        owed.owe(KEY, None).unwrap();
        let held = fs::File::open(owed.file(KEY)).unwrap();
        let before = held.metadata().unwrap();
        owed.owe(KEY, Some(ServerId(uuid::Uuid::nil()))).unwrap();
        let after = fs::metadata(owed.file(KEY)).unwrap();
        assert_ne!(before.ino(), after.ino());
        assert_eq!(held.metadata().unwrap().len(), before.len());
        assert_eq!(after.permissions().mode() & 0o777, 0o600);
        assert_eq!(
            fs::read_dir(&owed.folder).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }
}
