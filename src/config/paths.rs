//! Where the program's files are.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The files and folders of one start of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The configuration file.
    pub config_file: PathBuf,
    /// Whether the file was named by the user, so that its absence is a mistake.
    pub config_required: bool,
    /// The folder with the user's themes.
    pub themes: PathBuf,
    /// The folder of everything the program keeps: store, outbox, demo school, log.
    pub state: PathBuf,
}

impl Paths {
    /// The paths for the arguments `--config FILE` and `--dir DIR`. With `--dir` everything is in
    /// that folder and nothing of the user's own is touched; without it, where the system keeps
    /// such files; if it does not say where, in the current folder.
    pub fn resolve(config: Option<&Path>, dir: Option<&Path>) -> Self {
        let (settings, state) = match dir {
            Some(dir) => (dir.to_owned(), dir.to_owned()),
            None => ProjectDirs::from("", "", "zhurnal").map_or_else(
                || (PathBuf::from("."), PathBuf::from(".")),
                |dirs| {
                    let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
                    (dirs.config_dir().to_owned(), state.to_owned())
                },
            ),
        };
        Self {
            config_file: config.map_or_else(|| settings.join("config.toml"), Path::to_owned),
            config_required: config.is_some(),
            themes: settings.join("themes"),
            state,
        }
    }
}
