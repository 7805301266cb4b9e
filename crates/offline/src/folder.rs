//! Where the memory of one account lies.

use crate::error::StoreError;
use std::path::{Path, PathBuf};

/// The folder of one account: one sign-in name on one server. Only its owner may look in (0700).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFolder(PathBuf);

impl AccountFolder {
    /// Any folder, for a demonstration whose server changes its address with every run.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// `DIR/<host>/<login>` for a server's address. Signs that some file systems refuse become
    /// `_` with the code of the sign, so that two accounts never share a folder.
    pub fn of(dir: &Path, server_url: &str, login: &str) -> Self {
        Self(host_folder(dir, server_url).join(safe(&login.trim().to_lowercase())))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The server's address without its scheme, as it is written in the name of the folder above.
    pub fn server(&self) -> String {
        let above = self.0.parent().and_then(Path::file_name);
        let name = above.unwrap_or_default().to_string_lossy();
        let signs = [("_3a", ":"), ("_2f", "/"), ("_5b", "["), ("_5d", "]")];
        let read = |name: String, (code, sign): (&str, &str)| name.replace(code, sign);
        signs.into_iter().fold(name.into_owned(), read)
    }

    /// The SQLite file in it.
    pub fn file(&self) -> PathBuf {
        self.0.join("journal.sqlite")
    }

    /// Whether this account has been here before.
    pub fn is_known(&self) -> bool {
        self.file().is_file()
    }

    /// Makes the folder and the empty file with the rights they need.
    pub(crate) fn prepare(&self) -> Result<PathBuf, StoreError> {
        let file = self.file();
        make_private_folder(&self.0).map_err(|error| StoreError::from(error).at(&self.0))?;
        make_private_file(&file).map_err(|error| StoreError::from(error).at(&file))?;
        Ok(file)
    }
}

/// `DIR/<host>`: what belongs to the server at an address.
pub(crate) fn host_folder(dir: &Path, server_url: &str) -> PathBuf {
    let host = server_url
        .split_once("://")
        .map_or(server_url, |(_, rest)| rest);
    dir.join(safe(&host.trim_end_matches('/').to_lowercase()))
}

pub(crate) fn safe(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for (at, c) in name.chars().enumerate() {
        if c.is_alphanumeric() || c == '-' || (c == '.' && at > 0) {
            text.push(c);
        } else {
            text.push('_');
            text.extend(format!("{:x}", u32::from(c)).chars());
        }
    }
    if text.is_empty() {
        "_".to_owned()
    } else {
        text
    }
}

#[cfg(unix)]
pub(crate) fn make_private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)?;
    let rights = std::fs::metadata(path)?.permissions();
    if rights.mode() & 0o077 != 0 {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(unix)]
pub(crate) fn make_private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    if !path.exists() {
        std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
    }
    // A link may lead to a file that is not ours.
    let found = std::fs::symlink_metadata(path)?;
    let is_open = found.permissions().mode() & 0o077 != 0;
    if found.is_file() && is_open {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn make_private_folder(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}

#[cfg(not(unix))]
pub(crate) fn make_private_file(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Makes what was made, renamed and removed in a folder outlast a loss of power.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> std::io::Result<()> {
    std::fs::File::open(path)?.sync_all()
}

/// There a folder cannot be opened as a file.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_has_its_own_folder() {
        let of = |url, login| AccountFolder::of(Path::new("/d"), url, login).0;
        assert_eq!(
            of("http://127.0.0.1:8080/", "Orlova"),
            Path::new("/d/127.0.0.1_3a8080/orlova")
        );
        let server = |url| AccountFolder::of(Path::new("/d"), url, "l").server();
        assert_eq!(server("http://[::1]:8080/"), "[::1]:8080");
        assert_eq!(server("https://school.example/z"), "school.example/z");
        assert_ne!(of("http://a", "b/c"), of("http://a", "b_c"));
        assert_eq!(of("http://a", "../../x"), Path::new("/d/a/_2e._2f.._2fx"));
        assert_eq!(of("http://a", "Орлова"), Path::new("/d/a/орлова"));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_look_in() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = AccountFolder::of(dir.path(), "http://s", "l");
        assert!(!folder.is_known());
        let file = folder.prepare().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(folder.path()), mode(&file)), (0o700, 0o600));
        assert!(folder.is_known());
    }
}
