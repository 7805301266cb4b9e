//! Whoever is stopped while a school is being built leaves nothing behind.

use crate::cli::until_stopped::Stops;
use std::io;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// The exit code of whoever is interrupted, as shells know it.
const INTERRUPTED: i32 = 130;

/// Watches for somebody who stops the program, until it is dropped.
#[derive(Debug)]
pub struct CutShort {
    over: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl CutShort {
    /// Begins to watch. A stop ends the process at once, after `gone` has cleared up.
    pub fn watch(gone: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let mut stops = {
            let _within = runtime.enter();
            Stops::new()?
        };
        let (over, is_over) = oneshot::channel::<()>();
        let watch = async move {
            tokio::select! {
                () = stops.next() => {
                    gone();
                    std::process::exit(INTERRUPTED)
                }
                _ = is_over => {}
            }
        };
        let thread = std::thread::Builder::new()
            .name("cut-short".to_owned())
            .spawn(move || runtime.block_on(watch))?;
        Ok(Self {
            over: Some(over),
            thread: Some(thread),
        })
    }
}

impl Drop for CutShort {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(thread) = self.thread.take() {
            // It does nothing that could fail.
            let _ = thread.join();
        }
    }
}
