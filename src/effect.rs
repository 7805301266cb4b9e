//! What is to be done outside of the screen.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use crate::desk::table_check::{TableFile, TableWish};
use journal::register::{self, RecordKind};
use journal::view::SessionRow;
use journal::{GestureId, PersonId, SheetId};
use offline::{BreachAsk, DraftKey, PageKey, Resolution, Trouble};
use protocol::{Amend, UndoGesture};
use secrecy::SecretString;

/// Which gesture is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undoing {
    This(GestureId),
    /// The newest one in these sheets; if there is none, it is asked before another is.
    NewestIn(Vec<SheetId>),
    /// The newest one, wherever it was made.
    Newest,
}

/// Something to be done outside. The loop does it after the key and before the frame.
#[derive(Debug)]
pub enum Effect {
    /// Ask the server for a page, and show the kept one at once.
    Open(PageKey),
    /// Close the form on top: what it held is durable now, and this draft is none any more.
    CloseForm(Option<DraftKey>),
    /// Take a gesture back.
    Undo(Undoing),
    /// Settle what was not taken, several in the same way; where something else stands by now, it
    /// stays.
    Resolve {
        /// As it was when it was chosen.
        shown: Vec<Trouble>,
        resolution: Resolution,
    },
    /// Open the form of signing in again over the screen.
    OpenSignIn,
    SignIn {
        login: String,
        password: SecretString,
    },
    /// Change the own password.
    ChangePassword {
        /// The password in force.
        old: SecretString,
        /// The password to come.
        new: SecretString,
    },
    /// Give the account of this person a new start password.
    IssuePassword(PersonId),
    /// End a session, not the one in which it is asked.
    EndSession(Box<SessionRow>),
    /// Report sign-in data that got known, or decide of what was written under them.
    Breach(Box<BreachAsk>),
    /// Send a gesture of amendments, or ask what would become of it.
    Amend {
        amend: Amend,
        /// Nothing is written: the server says what would become of it.
        dry_run: bool,
    },
    /// Take back a gesture of amendments that was taken whole, or ask what would become of it.
    UndoAmended {
        of: GestureId,
        undo: UndoGesture,
        dry_run: bool,
    },
    /// Write the records of a kind into a table; the small build has no such effect.
    ExportTable {
        kind: RecordKind,
        /// As it was typed: `~` is the person's own folder.
        path: String,
    },
    /// Read a table and show what it would do; the small build has no such effect, nor the next two.
    ImportTable(TableFile),
    /// Do what was shown of a table.
    WriteTable {
        wish: Box<TableWish>,
        /// The dangers that the person agrees to.
        agreed: Vec<register::Effect>,
    },
    /// Show what taking back the table would do that was written last.
    UndoTable,
    /// Sign out and forget the session.
    SignOut,
    /// Ask the server for everything anew.
    Refresh,
    /// Keep the orders of lists for the next time.
    KeepOrders,
    /// Paint the screen anew.
    Redraw,
    /// Stop the program as Ctrl+Z does.
    Suspend,
    Quit,
}
