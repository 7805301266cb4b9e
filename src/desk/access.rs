//! What the person at the desk may write into a sheet, whenever it is.

use super::Desk;
use journal::regulation::Access;
use journal::{SheetId, Verdict};

impl Desk {
    /// What of a sheet on the desk is to be written by whoever sits here; none: it is not here.
    pub fn access(&self, sheet: impl Into<SheetId>) -> Option<Access> {
        let sheet = sheet.into();
        let relation = self.pages.spot(sheet)?.relation;
        let regulation = &self.rules.as_ref()?.regulation;
        Some(regulation.access(&self.actor()?, sheet.kind(), relation))
    }

    /// The refusal that whoever does not keep a sheet meets; class teachers may still write why
    /// somebody is not there.
    pub fn only_looks(&self, sheet: impl Into<SheetId>) -> Option<Verdict> {
        let sheet = sheet.into();
        let relation = self.pages.spot(sheet)?.relation;
        let regulation = &self.rules.as_ref()?.regulation;
        let clause = regulation.is_anothers(&self.actor()?, sheet.kind(), relation)?;
        Some(Verdict::Forbidden {
            clause: clause.clone(),
        })
    }
}
