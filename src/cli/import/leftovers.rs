//! Files that an import has made and that mean nothing until it is whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The files. They are removed when this is dropped, and by whoever holds the remover when the
/// program is stopped.
#[derive(Debug, Default)]
pub struct Leftovers(Arc<Mutex<Vec<PathBuf>>>);

impl Leftovers {
    /// One more file.
    pub fn add(&self, path: &Path) {
        self.files().push(path.to_owned());
    }

    /// They mean something from now on.
    pub fn keep(&self) {
        self.files().clear();
    }

    /// What removes them from another thread.
    pub fn remover(&self) -> impl FnOnce() + Send + use<> {
        let files = Self(Arc::clone(&self.0));
        move || drop(files)
    }

    fn files(&self) -> std::sync::MutexGuard<'_, Vec<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Leftovers {
    fn drop(&mut self) {
        for path in self.files().drain(..) {
            // One that was not made yet needs no removing.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_go_unless_they_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["gone", "cut", "kept"] {
            fs::write(path(name), "x").unwrap();
            let leftovers = Leftovers::default();
            leftovers.add(&path(name));
            leftovers.add(&path("never made"));
            match name {
                "cut" => leftovers.remover()(),
                "kept" => leftovers.keep(),
                _ => {}
            }
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(path("kept").exists());
    }
}
