//! The loop.

use crate::app::App;
use crate::app::message::Message;
use crate::terminal::{
    Events, Output, Signal, Signals, TerminalEvent, TerminalGuard, repaint, suspend,
};
use ratatui::Terminal;
use std::io::{self, Write};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;

/// Everything that wakes the program.
#[derive(Debug)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Sources {
    pub events: Events,
    pub signals: Signals,
    /// What the tasks in the background have to say.
    pub messages: UnboundedReceiver<Message>,
}

/// Runs the program until it is to leave: messages first, then input, then signals; a frame only
/// when nothing waits.
///
/// # Errors
/// When the terminal cannot be written to.
pub async fn run<W: Write>(
    app: &mut App,
    terminal: &mut Terminal<Output<W>>,
    guard: &TerminalGuard,
    mut sources: Sources,
) -> io::Result<()> {
    let mut is_shown = false;
    loop {
        if !is_shown {
            app.keep();
            terminal.draw(|frame| app.paint(frame))?;
        }
        let mut looked = None;
        let Sources {
            events,
            signals,
            messages,
        } = &mut sources;
        let (closes_entry_in, rings_in) = (app.closes_entry_in(), app.rings_in());
        let (leaves_in, looks_in) = (app.leaves_in(), app.looks_elsewhere_in());
        tokio::select! {
            biased;
            message = messages.recv() => match message {
                Some(message) => app.handle(message),
                None => return Ok(()),
            },
            event = events.next() => app.handle(Message::Terminal(event)),
            () = pause(closes_entry_in) => app.close_entry(),
            () = pause(rings_in) => app.ring(),
            () = pause(leaves_in) => app.leave_now(),
            () = pause(looks_in) => looked = Some(app.look_elsewhere()),
            signal = signals.next() => match signal {
                Signal::Quit => return Ok(()),
                Signal::Suspend => suspend(guard)?,
                Signal::Continue => {
                    guard.reclaim()?;
                    repaint(terminal)?;
                }
                Signal::Resize => app.handle(Message::Terminal(TerminalEvent::Resize)),
            },
        }
        // Each second there is a look, and hardly ever anything new to paint.
        is_shown = looked == Some(false);
        // Everything that waits is one frame; but what another window has written is seen before
        // anybody types over it.
        if looked.is_none() {
            while let Ok(message) = messages.try_recv() {
                app.handle(message);
            }
            while let Some(event) = events.try_next() {
                app.handle(Message::Terminal(event));
            }
        }
        let requests = app.requests();
        if requests.quit {
            return Ok(());
        }
        if requests.suspend {
            suspend(guard)?;
        }
        if requests.repaint {
            repaint(terminal)?;
        }
    }
}

/// Ends after so long; without a length, never.
async fn pause(length: Option<Duration>) {
    match length {
        Some(length) => tokio::time::sleep(length).await,
        None => std::future::pending().await,
    }
}
