//! How the terms of a lesson that was held stand, as other terms would move them.

use super::entering::Entering;
use super::profile::Regulation;
use super::term::TermContext;
use crate::missing::Missing;
use crate::time::Timestamp;

/// How the terms of a lesson stand at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LessonTerms {
    /// Something that it lacks is past its term.
    pub is_late: bool,
    /// Nothing that it lacks is closed to be entered.
    pub is_enterable: bool,
    /// Its marks can be corrected.
    pub is_correctable: bool,
}

impl Regulation {
    /// How the terms of a lesson stand that lacks this.
    pub fn lesson_terms(
        &self,
        missing: Missing,
        of: &TermContext<'_>,
        at: Timestamp,
    ) -> LessonTerms {
        let is_open = |entering, kind: &str| {
            let closes = self.window_of(entering, kind);
            let closes = closes.and_then(|window| window.closes.instant(of));
            closes.is_none_or(|closes| at <= closes)
        };
        LessonTerms {
            is_late: self.is_overdue(missing, of, at),
            is_enterable: missing
                .cells()
                .all(|cell| is_open(Entering::First, cell.kind())),
            is_correctable: is_open(Entering::Correction, "mark"),
        }
    }
}
