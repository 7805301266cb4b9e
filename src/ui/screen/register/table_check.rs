//! What a table would do, shown before it is written: how many rows come to what, what is dangerous,
//! which rows are not taken and why. With dangers a key of its own writes it.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::table_check::{CheckLine, CheckSort, TableCheck, TableWish};
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::screen::whole_row;
use std::borrow::Cow;

/// What a table would do.
#[derive(Debug)]
pub struct TableCheckScreen {
    check: TableCheck,
}

impl TableCheckScreen {
    /// A screen over the list from which it was asked for.
    pub fn of(check: TableCheck) -> ListScreen<Self> {
        ListScreen::new(Self { check })
    }

    fn is_dangerous(&self) -> bool {
        !self.check.dangers.is_empty()
    }
}

impl ListSource for TableCheckScreen {
    type Row = CheckLine;
    type Id = usize;

    fn columns(&self) -> Vec<Column<CheckLine>> {
        let text = Column::new("", Width::Rest(20), |row: &CheckLine, _| {
            Cow::Borrowed(row.text.as_str())
        });
        let text = text.look(|row, _| match row.sort {
            CheckSort::Danger | CheckSort::Untaken => Role::Error,
            CheckSort::Refused | CheckSort::Disputed => Role::Warning,
            _ => Role::Text,
        });
        vec![text.searched()]
    }

    fn rows<'a>(&'a self, _desk: &'a Desk) -> Vec<&'a CheckLine> {
        self.check.lines.iter().collect()
    }

    fn id(&self, row: &CheckLine) -> usize {
        row.place
    }

    fn title(&self, _desk: &Desk, _texts: &Texts) -> String {
        self.check.title.clone()
    }

    fn is_counted(&self) -> bool {
        false
    }

    fn group<'a>(&self, row: &'a CheckLine, seen: Seen<'a>) -> Option<Cow<'a, str>> {
        let is_undo = matches!(self.check.wish, TableWish::Undo { .. });
        Some(seen.texts.get(match row.sort {
            CheckSort::Counts => "check-group-counts",
            CheckSort::Danger => "preview-group-dangers",
            CheckSort::Effect => "preview-group-effects",
            CheckSort::Untaken => "check-group-untaken",
            CheckSort::Refused => "check-group-refused",
            CheckSort::Disputed => "check-group-disputed",
            CheckSort::Changed => "check-group-changed",
            CheckSort::New => "check-group-new",
            CheckSort::Note => "check-group-notes",
            CheckSort::Stays if is_undo => "check-group-left",
            CheckSort::Stays => "check-group-absent",
        }))
    }

    fn actions(&self) -> &'static [Action] {
        &[Action::Save, Action::Agree]
    }

    fn always(&self) -> &'static [Action] {
        &[Action::Cancel, Action::Help]
    }

    fn availability(&self, action: Action, _row: &CheckLine, _desk: &Desk) -> Result<(), Reason> {
        match (action, &self.check.wish) {
            (Action::Save | Action::Agree, TableWish::Nothing) => Err(Reason("why-table-nothing")),
            (Action::Save | Action::Agree, TableWish::Refused) => Err(Reason("why-table-refused")),
            (Action::Save, _) if self.is_dangerous() => Err(Reason("why-danger")),
            (Action::Agree, _) if !self.is_dangerous() => Err(Reason("why-no-danger-of-table")),
            _ => Ok(()),
        }
    }

    fn act(&mut self, action: Action, at: Option<&usize>, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm => whole_row::read(self, at, cx),
            Action::Save | Action::Agree => {
                cx.effects.push(Effect::WriteTable {
                    wish: Box::new(self.check.wish.clone()),
                    agreed: self.check.dangers.clone(),
                });
                Outcome::Close
            }
            _ => Outcome::Ignored,
        }
    }

    fn hint(&self, action: Action, _row: &CheckLine, _desk: &Desk) -> Option<&'static str> {
        match (action, &self.check.wish) {
            (Action::Confirm, _) => Some("hint-whole"),
            (Action::Save, TableWish::Undo { .. }) => Some("hint-undo"),
            (Action::Save, _) => Some("hint-record"),
            _ => None,
        }
    }

    fn words(&self, row: &CheckLine, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(row.text.clone())
    }
}
