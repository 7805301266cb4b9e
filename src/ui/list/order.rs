//! «Вид»: the window in which the order of a list is chosen.

use super::{Column, ListScreen, ListSource, Width};
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use std::borrow::Cow;

/// A column that rows can be put in order by: its place, and the Fluent key of its head.
type Named = (usize, Cow<'static, str>);

/// The columns that a list can be put in order by.
#[derive(Debug)]
pub struct Orders {
    columns: Vec<Named>,
    /// The one in force, and whether the last comes first.
    now: Option<(usize, bool)>,
}

impl Orders {
    /// The window over a list; none if it has one order only.
    pub fn of<R>(columns: &[Column<R>], now: Option<(usize, bool)>) -> Option<ListScreen<Self>> {
        let ordered = columns.iter().enumerate();
        let ordered = ordered.filter(|(_, column)| column.order.is_some());
        let columns: Vec<Named> = ordered
            .map(|(at, column)| (at, column.head.clone()))
            .collect();
        (!columns.is_empty()).then(|| ListScreen::new(Self { columns, now }))
    }
}

impl ListSource for Orders {
    type Row = Named;
    type Id = usize;

    fn columns(&self) -> Vec<Column<Named>> {
        let head = Column::new("", Width::Rest(1), |(_, head): &Named, seen| {
            seen.texts.get(head)
        });
        vec![head.searched()]
    }

    fn rows<'a>(&'a self, _desk: &'a Desk) -> Vec<&'a Named> {
        self.columns.iter().collect()
    }

    fn id(&self, (at, _): &Named) -> usize {
        *at
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("list-order-title").into_owned()
    }

    fn window(&self) -> Option<u16> {
        Some(32)
    }

    fn start(&self, rows: &[&Named], _desk: &Desk) -> Option<usize> {
        let (now, _) = self.now?;
        rows.iter().position(|(at, _)| *at == now)
    }

    fn always(&self) -> &'static [Action] {
        &[Action::Cancel]
    }

    fn hint(&self, action: Action, (at, _): &Named, _desk: &Desk) -> Option<&'static str> {
        match action {
            Action::Confirm if Some((*at, false)) == self.now => Some("hint-reverse"),
            Action::Confirm if Some((*at, true)) == self.now => Some("hint-unordered"),
            Action::Confirm => Some("hint-order"),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, at: Option<&usize>, _cx: &mut Cx<'_>) -> Outcome {
        match (action, at) {
            (Action::Confirm, Some(at)) => Outcome::TellAndClose(PopupResult::Order(*at)),
            _ => Outcome::Ignored,
        }
    }
}
