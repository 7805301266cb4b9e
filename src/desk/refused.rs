//! What the regulation has refused, for as long as the next key may ask for it.

use super::Desk;
use journal::register::{Asks, RecordKind};
use journal::regulation::Act;
use journal::{Edit, SheetId, Verdict, WayOut};

/// The edits of a gesture that was refused.
#[derive(Debug, Clone)]
pub struct RefusedEdits {
    /// Where, and from what to what.
    pub edits: Vec<(SheetId, Edit)>,
    /// What the regulation said.
    pub verdict: Verdict,
}

impl Desk {
    /// What the key before this one was refused; none: nothing was.
    pub fn refused(&self) -> Option<&RefusedEdits> {
        self.refused.1.as_ref()
    }

    /// What whoever sits here can ask for after a verdict; none: nothing, or of nobody.
    pub fn asks_after(&self, verdict: &Verdict) -> Option<Asks> {
        let asks = match verdict {
            Verdict::Locked { way_out, .. } => match way_out {
                WayOut::AskCorrection => Asks::Correction,
                WayOut::AskAdmin | WayOut::AskDeputy => Asks::Unlock,
                _ => return None,
            },
            _ => return None,
        };
        let may = self.may_somewhere(Act::Create, RecordKind::Request);
        may.map(|_| asks)
    }

    /// What this key was refused.
    pub(super) fn keep_refused(&mut self, edits: Vec<(SheetId, Edit)>, verdict: Verdict) {
        self.refused.0 = Some(RefusedEdits { edits, verdict });
    }

    /// Another key is handled now.
    pub(super) fn pass_refused(&mut self) {
        self.refused.1 = self.refused.0.take();
    }
}
