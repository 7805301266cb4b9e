//! What only a decision lets be done: which cells are corrected by request, and who decides.

use super::judge::{Actor, Context};
use super::profile::Regulation;
use super::verdict::{Clause, Verdict, WayOut};
use super::window::{CellKind, Opener};
use crate::change::{Change, Edit};
use crate::person::Role;
use crate::register::Asks;
use serde::{Deserialize, Serialize};

/// Cells in which nothing is corrected but by a request that was granted (SGO154P-1.5.12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ByRequest {
    /// Which cells.
    pub of: Vec<CellKind>,
    /// Who decides, and corrects.
    pub decided_by: Opener,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

impl Opener {
    /// The role.
    pub fn role(self) -> Role {
        match self {
            Self::Admin => Role::Admin,
            Self::Deputy => Role::Deputy,
        }
    }
}

impl Regulation {
    /// Who decides on requests for something, by which clause. Where the regulation names nobody, marks
    /// are the deputy head's to correct and windows the administrator's to open.
    pub fn decides(&self, asks: Asks) -> (Opener, Option<&Clause>) {
        let named = match asks {
            Asks::Correction => {
                let mut rules = self.by_request.iter();
                rules.next().map(|rule| (rule.decided_by, &rule.clause))
            }
            Asks::Unlock => {
                let mut windows = self.windows.iter();
                windows.find_map(|window| Some((window.opened_by?, &window.clause)))
            }
        };
        match (named, asks) {
            (Some((who, clause)), _) => (who, Some(clause)),
            (None, Asks::Correction) => (Opener::Deputy, None),
            (None, Asks::Unlock) => (Opener::Admin, None),
        }
    }

    /// Whether somebody corrects what was asked for and granted.
    pub fn corrects(&self, actor: &Actor) -> bool {
        actor.roles.has(self.decides(Asks::Correction).0.role())
    }

    /// The refusal of a correction that only a request brings; none: it is none. Whoever takes back on the
    /// same day what they have just entered corrects nothing that stood.
    pub(super) fn asks_for(&self, edit: &Edit, context: &Context<'_>) -> Option<Verdict> {
        let kind = edit.cell().kind();
        let mut rules = self.by_request.iter();
        let rule = rules.find(|rule| rule.of.iter().any(|of| of.is(kind)))?;
        let day = |at| context.time.local(at).date();
        let taken_back = context.takes_back.map(day);
        (taken_back != Some(day(context.at))).then(|| Verdict::Locked {
            since: context.at,
            clause: Some(rule.clause.clone()),
            way_out: match rule.decided_by {
                Opener::Deputy => WayOut::AskCorrection,
                Opener::Admin => WayOut::AskAdmin,
            },
        })
    }

    /// The verdict on a change that was asked for and granted: only a closed year stops it.
    pub(super) fn granted(&self, change: &Change, context: &Context<'_>) -> Option<Verdict> {
        if !context.granted {
            return None;
        }
        let (_, day) = context.of.days();
        let sheet = (change.edit.cell().sheet(), day);
        let rests = (context.years, context.work_kinds);
        let closed = self.closes(sheet, context.at, context.time, rests);
        Some(closed.unwrap_or(Verdict::OnTime))
    }
}
