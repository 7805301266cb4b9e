//! The register as the person at the desk meets it: what is kept of it, who may amend it, a new
//! amendment.

use super::Desk;
use journal::register::{Amendment, Record, RecordKind, RecordRef, Register};
use journal::regulation::Forbidden;
use journal::view::RecordsPage;
use offline::{ListKey, ListPage};

impl Desk {
    /// The records of a kind, and the register as far as they show it.
    pub fn records(&self, kind: RecordKind) -> Option<(&RecordsPage, &Register)> {
        match self.pages.lists.get(&ListKey::Records(kind))? {
            ListPage::Records(page, register) => Some((page, register)),
            _ => None,
        }
    }

    /// Whether whoever sits here may amend records of the kind, as the server will judge it.
    ///
    /// # Errors
    /// With the clause that says who may, where the regulation has one.
    pub fn judge_keeper(&self, kind: RecordKind) -> Result<(), Forbidden> {
        let silent = || Forbidden { clause: None };
        let rules = self.rules.as_ref().ok_or_else(silent)?;
        let me = self.me.as_ref().ok_or_else(silent)?;
        rules.regulation.judge_keeper(&me.roles, kind)
    }

    /// An amendment of a record, a gesture of its own.
    pub fn amendment(
        &mut self,
        record: RecordRef,
        expected: Option<Record>,
        wanted: Option<Record>,
    ) -> Amendment {
        let made_at = self.now();
        Amendment {
            id: self.ids.change(made_at),
            gesture: self.ids.gesture(made_at),
            made_at,
            record,
            expected,
            wanted,
            ground: None,
        }
    }
}
