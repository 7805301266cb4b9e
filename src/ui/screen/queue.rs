//! «Очередь и конфликты»: what has not reached the server, what was not taken, and why.

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::availability;
use crate::ui::describe;
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::messages;
use crate::ui::popup::ask::{Answer, Ask};
use crate::ui::popup::decide::Decide;
use crate::ui::route::Route;
use crate::ui::screen::grid_keys;
use crate::ui::widget::text;
use ::journal::{Change, ChangeId, Verdict};
use offline::{Resolution, Trouble, TroubleKind};
use std::collections::BTreeSet;

/// One conflict alone has its own keys.
const NOT_SEVERAL: Reason = Reason("why-not-several-conflicts");

/// Mine may be written in none of the conflicts.
const NONE_OF_MINE: Reason = Reason("why-none-of-mine");

/// Columns of a value at the foot of the screen, beside other keys.
const LONGEST_IN_A_HINT: u16 = 13;

/// The list of what is not settled.
pub type QueueScreen = ListScreen<Unsettled>;

/// What was not taken, and after it what only waits.
#[derive(Debug, Default)]
pub struct Unsettled;

impl ListSource for Unsettled {
    type Row = Change;
    type Id = ChangeId;

    fn columns(&self) -> Vec<Column<Change>> {
        let what = Column::new("", Width::Rest(1), |change: &Change, seen| {
            line(change, u16::MAX, seen.desk, seen.texts).into()
        });
        let what = what.fitted(|change, seen, wide| line(change, wide, seen.desk, seen.texts));
        vec![what.searched()]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a Change> {
        let troubles = desk.queue.troubles.iter().map(|trouble| &trouble.change);
        troubles.chain(&desk.queue.pending).collect()
    }

    fn id(&self, change: &Change) -> ChangeId {
        change.id
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-queue").into_owned()
    }

    fn subtitle(&self, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(String::new())
    }

    fn is_counted(&self) -> bool {
        false
    }

    fn here(&self) -> Option<Route> {
        Some(Route::Queue)
    }

    fn empty(&self, desk: &Desk, texts: &Texts) -> String {
        let key = if desk.queue.may_lack {
            "queue-empty-damaged"
        } else {
            "queue-empty"
        };
        texts.get(key).into_owned()
    }

    fn why_no_row(&self, _desk: &Desk) -> Reason {
        Reason("why-nothing-queued")
    }

    fn actions(&self) -> &'static [Action] {
        &[
            Action::KeepMine,
            Action::KeepTheirs,
            Action::OpenLesson,
            Action::KeepAllMine,
            Action::KeepAllTheirs,
        ]
    }

    fn availability(&self, action: Action, change: &Change, desk: &Desk) -> Result<(), Reason> {
        match action {
            Action::KeepAllMine | Action::KeepAllTheirs if conflicts(desk).count() < 2 => {
                Err(NOT_SEVERAL)
            }
            Action::KeepAllMine if conflicts(desk).all(|it| is_refused(it, desk)) => {
                Err(NONE_OF_MINE)
            }
            Action::KeepMine | Action::KeepTheirs if trouble(change.id, desk).is_none() => {
                Err(Reason("why-no-conflict"))
            }
            Action::KeepMine if refusal(change, desk).is_some() => Err(grid_keys::ONLY_LOOKS),
            _ => Ok(()),
        }
    }

    fn why(&self, reason: Reason, change: &Change, desk: &Desk, texts: &Texts) -> Option<String> {
        if reason == NONE_OF_MINE {
            let trouble = conflicts(desk).next()?;
            let refusal = availability::refusal_of_mine(trouble, desk)?;
            let why = messages::refused_change(&refusal, &trouble.change, desk, texts);
            return Some(tr!(texts, NONE_OF_MINE.0, why).into_owned());
        }
        let refusal = refusal(change, desk).filter(|_| reason == grid_keys::ONLY_LOOKS)?;
        Some(messages::refused_change(&refusal, change, desk, texts))
    }

    fn act(&mut self, action: Action, at: Option<&ChangeId>, cx: &mut Cx<'_>) -> Outcome {
        let all = match action {
            Action::KeepAllMine => Some(Resolution::Mine),
            Action::KeepAllTheirs => Some(Resolution::Theirs),
            _ => None,
        };
        if let Some(resolution) = all {
            return ask_about_all(resolution, cx);
        }
        let Some(&change) = at else {
            return Outcome::Ignored;
        };
        let resolution = match action {
            Action::Confirm => return Outcome::Open(Box::new(Decide::new(change))),
            Action::OpenLesson => {
                let changes = self.rows(cx.desk);
                let found = changes.into_iter().find(|one| one.id == change);
                return found.map_or(Outcome::Consumed, |change| Outcome::Go(Route::of(change)));
            }
            // The row has no room for what it would be written over.
            Action::KeepMine if is_over_another(change, cx) => {
                return Outcome::Open(Box::new(Decide::new(change)));
            }
            Action::KeepMine => Resolution::Mine,
            Action::KeepTheirs => Resolution::Theirs,
            _ => return Outcome::Ignored,
        };
        let shown = trouble(change, cx.desk).cloned().into_iter().collect();
        cx.effects.push(Effect::Resolve { shown, resolution });
        Outcome::Consumed
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        let PopupResult::ResolveAll(resolution, shown) = told else {
            return Outcome::Ignored;
        };
        cx.effects.push(Effect::Resolve { shown, resolution });
        Outcome::Consumed
    }

    fn hint(&self, action: Action, change: &Change, desk: &Desk) -> Option<&'static str> {
        let kind = trouble(change.id, desk).map(|trouble| &trouble.kind);
        let conflict = matches!(kind, Some(TroubleKind::Conflict { .. }));
        match action {
            Action::Confirm => Some("hint-whole"),
            Action::KeepMine if !conflict => Some("hint-send-again"),
            Action::KeepTheirs if !conflict => Some("hint-drop"),
            _ => None,
        }
    }

    fn hint_words(
        &self,
        action: Action,
        change: &Change,
        desk: &Desk,
        texts: &Texts,
    ) -> Option<String> {
        let trouble = trouble(change.id, desk)?;
        let theirs = describe::theirs(trouble, desk, texts)?;
        let (key, value) = match action {
            Action::KeepMine => ("hint-mine", describe::ours(trouble, desk, texts)),
            Action::KeepTheirs => ("hint-theirs", theirs),
            _ => return None,
        };
        let value = text::fit(&value, LONGEST_IN_A_HINT);
        Some(tr!(texts, key, value).into_owned())
    }

    /// What only waits needs no second line.
    fn has_detail(&self, change: &Change, desk: &Desk) -> bool {
        trouble(change.id, desk).is_some()
    }

    fn detail(&self, change: &Change, seen: Seen<'_>) -> (String, Role) {
        became(change, seen.desk, seen.texts)
    }

    fn words(&self, change: &Change, desk: &Desk, texts: &Texts) -> Option<String> {
        Some(became(change, desk, texts).0)
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let queue = &desk.queue;
        let gestures: BTreeSet<_> = queue.pending.iter().map(|change| change.gesture).collect();
        let (pending, troubles) = (gestures.len(), queue.troubles.len());
        let summary = tr!(texts, "queue-summary", pending, troubles);
        // An absence and its reason, or a mark for several, are one entry in several rows.
        let rows = queue.pending.len();
        if rows == pending {
            return summary.into_owned();
        }
        let lines = tr!(texts, "queue-lines", count = rows);
        format!("{lines}: {summary}")
    }
}

/// A row in so many columns: of what was not taken from what stood there before all of ours.
fn line(change: &Change, columns: u16, desk: &Desk, texts: &Texts) -> String {
    match trouble(change.id, desk) {
        Some(trouble) => describe::trouble(trouble, columns, desk, texts),
        None => describe::change_in(columns, change, desk, texts),
    }
}

fn refusal(change: &Change, desk: &Desk) -> Option<Verdict> {
    availability::refusal_of_mine(trouble(change.id, desk)?, desk)
}

fn trouble(change: ChangeId, desk: &Desk) -> Option<&Trouble> {
    let mut troubles = desk.queue.troubles.iter();
    troubles.find(|trouble| trouble.change.id == change)
}

/// Whether ours, which is no conflict, sent again would be written over what has come there since.
fn is_over_another(change: ChangeId, cx: &Cx<'_>) -> bool {
    let trouble = trouble(change, cx.desk);
    let trouble = trouble.filter(|it| !matches!(it.kind, TroubleKind::Conflict { .. }));
    trouble.is_some_and(|it| describe::came_since(it, cx.desk, cx.texts).is_some())
}

fn conflicts(desk: &Desk) -> impl Iterator<Item = &Trouble> {
    let is_conflict = |it: &&Trouble| matches!(it.kind, TroubleKind::Conflict { .. });
    desk.queue.troubles.iter().filter(is_conflict)
}

fn is_refused(trouble: &Trouble, desk: &Desk) -> bool {
    availability::refusal_of_mine(trouble, desk).is_some()
}

/// Asks before all conflicts are settled in the same way; what was refused or held is none, and mine
/// is written only where that is allowed.
fn ask_about_all(resolution: Resolution, cx: &mut Cx<'_>) -> Outcome {
    let may_be = |it: &&Trouble| resolution == Resolution::Theirs || !is_refused(it, cx.desk);
    let shown = conflicts(cx.desk).filter(may_be);
    let shown: Vec<Trouble> = shown.cloned().collect();
    let left = conflicts(cx.desk).count() - shown.len();
    let (title, question, hint) = match resolution {
        Resolution::Mine => (
            "action-keep-all-mine",
            "queue-all-mine",
            "action-keep-all-mine.hint",
        ),
        Resolution::Theirs => (
            "action-keep-all-theirs",
            "queue-all-theirs",
            "action-keep-all-theirs.hint",
        ),
    };
    let mut question = tr!(cx.texts, question, count = shown.len()).into_owned();
    if left > 0 {
        let left = tr!(cx.texts, "queue-mine-left", count = left);
        question = format!("{question} {left}");
    }
    let told = PopupResult::ResolveAll(resolution, shown);
    let ask = Ask::new(title, question, "queue-all-keys", Answer { hint, told });
    Outcome::Open(Box::new(ask))
}

/// What became of a change.
fn became(change: &Change, desk: &Desk, texts: &Texts) -> (String, Role) {
    let Some(trouble) = trouble(change.id, desk) else {
        let at = messages::moment(change.made_at, desk);
        let words = tr!(texts, "queue-pending", at = at);
        return (words.into_owned(), Role::Pending);
    };
    match &trouble.kind {
        TroubleKind::Conflict { by, at, .. } => {
            let now = describe::theirs(trouble, desk, texts).unwrap_or_default();
            let words = match at {
                _ if describe::agrees(trouble) => tr!(texts, "queue-conflict-same", now),
                // The page says what stands there, and not since when.
                None => tr!(texts, "queue-conflict-since", now),
                Some(at) => {
                    let by = messages::writer(by.as_ref(), desk, texts);
                    let at = messages::moment(*at, desk);
                    tr!(texts, "queue-conflict", now, by, at)
                }
            };
            (words.into_owned(), Role::Conflict)
        }
        TroubleKind::Held => (texts.get("queue-held").into_owned(), Role::Warning),
        TroubleKind::Refused { problem } => (
            messages::refusal(problem, change, desk, texts),
            Role::Refused,
        ),
    }
}
