//! How long cells can be written, and who opens them again.

use super::deadline::terms_of;
use super::entering::Entering;
use super::judge::Context;
use super::profile::Regulation;
use super::term::Term;
use super::verdict::{Clause, Verdict, WayOut};
use crate::change::{Cell, Edit};
use crate::text_form::{NotInVocabulary, serde_by_text, vocabulary};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How long cells of some kinds can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditWindow {
    /// Which cells.
    pub of: Vec<CellKind>,
    /// What of them.
    pub entering: Entering,
    /// Until when.
    pub closes: Term,
    /// Who opens it again; none: the regulation names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<Opener>,
    /// The other values that the regulation lets a school choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<WindowChoice>,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

/// A value of a window that a school may choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WindowChoice {
    /// Until when; none: until the school year ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Term>,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

vocabulary! {
    /// Who opens a window that has closed.
    pub enum Opener of "openers" {
        /// The administrator.
        Admin = "admin",
        /// The deputy head.
        Deputy = "deputy",
    }
}

/// A kind of cell, by its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellKind(&'static str);

impl fmt::Display for CellKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl CellKind {
    /// Whether it is of that word.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.0 == kind
    }

    /// What a window of the school's own is of, where the regulation has none: what is entered in a
    /// lesson, or the marks that are corrected.
    pub(super) fn of_window(entering: Entering) -> Vec<Self> {
        let words: &[&str] = match entering {
            Entering::First => &["attendance", "roll-call", "mark", "topic", "homework"],
            Entering::Correction => &["mark", "period-mark"],
        };
        words.iter().filter_map(|word| word.parse().ok()).collect()
    }
}

impl FromStr for CellKind {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kind = Cell::KINDS.iter().find(|kind| **kind == text);
        kind.map(|kind| Self(kind))
            .ok_or_else(|| NotInVocabulary::new("kinds of cells", text))
    }
}

serde_by_text!(CellKind, "^[a-z-]+$");

impl Regulation {
    /// The window that an edit falls into, with its last instant; none: the edit can be made until the
    /// school year ends. Where marks of a kind of work have days of their own, first marks can be
    /// entered as long.
    pub(super) fn window(
        &self,
        edit: &Edit,
        entering: Entering,
        context: &Context<'_>,
    ) -> Option<(Timestamp, &EditWindow)> {
        let window = self.window_of(entering, edit.cell().kind())?;
        let closes = window.closes.instant(&terms_of(edit, context))?;
        let own = self.own_due(edit, context);
        let own = own.filter(|_| entering == Entering::First);
        Some((own.map_or(closes, |(own, _)| own.max(closes)), window))
    }

    /// The window of a kind of cell.
    pub(super) fn window_of(&self, entering: Entering, kind: &str) -> Option<&EditWindow> {
        let mut windows = self.windows.iter();
        windows.find(|window| window.entering == entering && window.of.iter().any(|of| of.is(kind)))
    }
}

impl EditWindow {
    /// What is said to an edit after the window has closed.
    pub(super) fn closed(&self, since: Timestamp) -> Verdict {
        Verdict::Locked {
            since,
            clause: Some(self.clause.clone()),
            way_out: match self.opened_by {
                Some(Opener::Admin) => WayOut::AskAdmin,
                Some(Opener::Deputy) => WayOut::AskDeputy,
                None => WayOut::TooLate,
            },
        }
    }
}
