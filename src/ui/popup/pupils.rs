//! Choosing pupils: for whom a homework is.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crossterm::event::KeyCode;
use journal::{Member, PupilId};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A pupil of the group, and whether they are chosen.
type Row = (Member, bool);

/// A group with a tick before each chosen name.
#[derive(Debug)]
pub struct Pupils {
    rows: Vec<Row>,
}

impl Pupils {
    /// The list of these pupils with some chosen already.
    pub fn of(members: Vec<Member>, chosen: &BTreeSet<PupilId>) -> ListScreen<Self> {
        let rows = members.into_iter().map(|member| {
            let is_chosen = chosen.contains(&member.pupil);
            (member, is_chosen)
        });
        ListScreen::new(Self {
            rows: rows.collect(),
        })
    }
}

impl ListSource for Pupils {
    type Row = Row;
    type Id = PupilId;

    fn columns(&self) -> Vec<Column<Row>> {
        let tick = Column::new("", Width::Fixed(3), |(_, chosen): &Row, _| {
            Cow::Borrowed(if *chosen { "[x]" } else { "[ ]" })
        });
        let name = Column::new("", Width::Rest(10), |(member, _): &Row, _| {
            member.name.listed().into()
        });
        vec![tick, name.searched()]
    }

    fn rows<'a>(&'a self, _desk: &'a Desk) -> Vec<&'a Row> {
        self.rows.iter().collect()
    }

    fn id(&self, (member, _): &Row) -> PupilId {
        member.pupil
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        let count = self.rows.iter().filter(|(_, chosen)| *chosen).count();
        tr!(texts, "pupils-title", count).into_owned()
    }

    fn window(&self) -> Option<u16> {
        Some(44)
    }

    fn always(&self) -> &'static [Action] {
        &[Action::Cancel]
    }

    fn hint(&self, action: Action, _row: &Row, _desk: &Desk) -> Option<&'static str> {
        match action {
            Action::Confirm => Some("hint-done"),
            Action::Cancel => Some("hint-leave"),
            _ => None,
        }
    }

    fn own_keys(&self) -> &'static [(KeyCode, &'static str)] {
        &[(KeyCode::Char(' '), "hint-tick")]
    }

    fn mark(&mut self, at: &PupilId) -> bool {
        let mut rows = self.rows.iter_mut();
        if let Some((_, chosen)) = rows.find(|(member, _)| member.pupil == *at) {
            *chosen = !*chosen;
        }
        true
    }

    fn act(&mut self, action: Action, _at: Option<&PupilId>, _cx: &mut Cx<'_>) -> Outcome {
        if action != Action::Confirm {
            return Outcome::Ignored;
        }
        let chosen = self.rows.iter().filter(|(_, chosen)| *chosen);
        let chosen = chosen.map(|(member, _)| member.pupil).collect();
        Outcome::TellAndClose(PopupResult::Pupils(chosen))
    }

    fn words(&self, _row: &Row, _desk: &Desk, texts: &Texts) -> Option<String> {
        Some(texts.get("pupils-words").into_owned())
    }
}
