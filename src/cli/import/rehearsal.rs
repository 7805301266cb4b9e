//! Whether what a dry run shows could be written: everything the real run would stumble over.

use super::placement::Placement;
use super::{logins, start_password};
use crate::cli::args::FetArgs;
use crate::cli::database::Database;
use crate::cli::password_file;
use crate::cli::setup::Setup;

/// Why it could not be written, in sentences.
pub fn obstacles(args: &FetArgs, title: &str, setup: &Setup) -> Vec<String> {
    let texts = &setup.texts;
    let one = args.start_password_file.as_deref();
    // What stands on the standard input is for the real run.
    let one = one.filter(|file| !password_file::is_stdin(file));
    let found = [
        one.map(|file| start_password::read(file, texts).map(drop)),
        args.logins
            .as_deref()
            .map(|file| logins::can_be_written(file, texts)),
        Some(database(args, title, setup)),
    ];
    let found = found.into_iter().flatten().filter_map(Result::err);
    found.map(|error| error.to_string()).collect()
}

fn database(args: &FetArgs, title: &str, setup: &Setup) -> anyhow::Result<()> {
    let texts = &setup.texts;
    let Some(database) = crate::cli::serve::named(args.database.as_deref(), setup)? else {
        let usual = crate::cli::serve::usual(setup);
        return if usual.is_blank_file() {
            usual.is_not_lost(texts)
        } else {
            place(&usual, args, title, setup)
        };
    };
    if database.file_path().is_none() {
        // To look into PostgreSQL is to make our tables there.
        return Ok(());
    }
    if database.is_blank_file() {
        database.is_not_lost(texts)?;
        return database.can_be_made(texts);
    }
    place(&database, args, title, setup)
}

fn place(database: &Database, args: &FetArgs, title: &str, setup: &Setup) -> anyhow::Result<()> {
    let texts = &setup.texts;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let store = database.open(1, texts).await?;
        let place = Placement::find(&*store, args.add, title, database, texts).await;
        store.close().await;
        place.map(drop)
    })
}
