//! Which rows are shown, in which order, and where the cursor is among them.

use super::going_on::GoingOn;
use super::{ListScreen, ListSource, Seen};
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::terminal::GlyphSet;
use crate::ui::layer::Cx;
use crate::ui::route::Route;
use crate::ui::widget::axis::Step;
use offline::{ListKey, ListOrder};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Puts rows in an order. Of a sort each list would have a copy of its own, 7 kB of program.
fn sort(shown: &mut [usize], order: &dyn Fn(usize, usize) -> Ordering) {
    shown.sort_by(|one, other| order(*one, *other));
}

impl<S: ListSource> ListScreen<S> {
    pub(super) fn row<'a>(&'a self, desk: &'a Desk) -> Option<&'a S::Row> {
        let at = *self.shown.get(self.axis.current()?)?;
        self.source.rows(desk).get(at).copied()
    }

    pub(super) fn remember(&mut self, desk: &Desk) {
        let id = self.row(desk).map(|row| self.source.id(row));
        self.active = id.or(self.active.take());
    }

    /// Takes over the rows as they are: those that answer are shown, and the cursor is where its
    /// record is. If that has gone, the next one takes its place; if the filter hides it, the
    /// first that answers, and so it is until the person has gone to a row.
    pub(super) fn take_rows(&mut self, filtered: bool, desk: &Desk, texts: &Texts) {
        let seen = Seen {
            desk,
            texts,
            glyphs: GlyphSet::Ascii.glyphs(),
        };
        if !std::mem::replace(&mut self.recalled, true) {
            self.recall_order(desk);
        }
        let rows = self.source.rows(desk);
        let found = rows.iter().enumerate();
        let mut found: Vec<(u8, usize)> = found
            .filter_map(|(at, row)| Some((self.rank(row, seen)?, at)))
            .collect();
        found.sort_unstable();
        let mut shown: Vec<usize> = found.into_iter().map(|(_, at)| at).collect();
        self.put_in_order(&mut shown, &rows, seen);
        let mut before = None;
        let heights = shown.iter().filter_map(|at| rows.get(*at)).map(|row| {
            let group = self.head_of(row, seen);
            let begins = group.is_some() && group != before;
            before = group;
            let goes_on = GoingOn::of(&self.columns, &self.widths, row, seen);
            let below = goes_on.map_or(0, |it| it.below());
            1 + below + u16::from(begins) + u16::from(self.source.has_detail(row, desk))
        });
        let heights = heights.collect();
        let id_at = |at: &usize| rows.get(*at).map(|row| self.source.id(row));
        let awaited = self
            .awaited
            .take_if(|id| rows.iter().any(|row| self.source.id(row) == *id));
        if awaited.is_some() {
            self.active = awaited;
        }
        let seeks = filtered && !self.chosen && !self.filter.is_empty();
        let place = match &self.active {
            _ if seeks => None,
            _ if !self.chosen && self.source.grows_at_its_top() => (!shown.is_empty()).then_some(0),
            Some(active) => shown
                .iter()
                .position(|at| id_at(at).as_ref() == Some(active)),
            None => {
                let start = self.source.start(&rows, desk).filter(|_| !rows.is_empty());
                start.and_then(|start| shown.iter().position(|at| *at == start))
            }
        };
        self.all = rows.len();
        (self.shown, self.heights) = (shown, heights);
        self.axis.set_len(self.shown.len());
        match place {
            Some(at) => _ = self.axis.go(Step::To(at), false),
            None if filtered => _ = self.axis.go(Step::First, false),
            None => {}
        }
        self.remember(desk);
    }

    /// What the list is called among the orders that are kept; none: a window over a screen.
    fn kept_as(&self) -> Option<String> {
        match self.source.here()? {
            Route::List(key) => Some(key.kind()),
            Route::History { sheet, .. } => Some(ListKey::SheetLog(sheet).kind()),
            _ => None,
        }
    }

    fn recall_order(&mut self, desk: &Desk) {
        let kept = self.kept_as().and_then(|name| desk.orders.get(&name));
        self.order = kept.and_then(|kept| {
            let mut columns = self.columns.iter();
            let at = columns.position(|column| column.head == kept.column);
            Some((at?, kept.reverse))
        });
    }

    /// The next time, the list comes in this order.
    pub(super) fn keep_order(&self, cx: &mut Cx<'_>) {
        let Some(name) = self.kept_as() else { return };
        let order = self.order.and_then(|(at, reverse)| {
            let column = self.columns.get(at)?.head.clone().into_owned();
            Some(ListOrder { column, reverse })
        });
        match order {
            Some(order) => cx.desk.orders.insert(name, order),
            None => cx.desk.orders.remove(&name),
        };
        cx.effects.push(Effect::KeepOrders);
    }

    /// The head that a row stands under: its group's, or what it shows in the column that the rows
    /// are in the order of.
    pub(super) fn head_of<'r>(&self, row: &'r S::Row, seen: Seen<'r>) -> Option<Cow<'r, str>> {
        let column = self.order.and_then(|(at, _)| self.columns.get(at));
        let column = column.filter(|column| column.grouped);
        let own = self.source.group(row, seen);
        own.or_else(|| Some(column?.says(row, seen)))
    }

    /// In the chosen order, group by group; rows that are alike stay as the source has them.
    fn put_in_order(&self, shown: &mut [usize], rows: &[&S::Row], seen: Seen<'_>) {
        let Some((column, reverse)) = self.order else {
            return;
        };
        let Some(column) = self.columns.get(column) else {
            return;
        };
        let Some(order) = &column.order else { return };
        let reverse = reverse != column.most_first;
        let mut groups = Vec::new();
        let places = rows.iter().map(|row| {
            let group = self.source.group(row, seen);
            let known = groups.iter().position(|one| *one == group);
            known.unwrap_or_else(|| {
                groups.push(group);
                groups.len() - 1
            })
        });
        let places: Vec<usize> = places.collect();
        sort(shown, &|one, other| {
            let by_row = || match (rows.get(one), rows.get(other)) {
                (Some(one), Some(other)) if reverse => order(other, one, seen),
                (Some(one), Some(other)) => order(one, other, seen),
                _ => Ordering::Equal,
            };
            places.get(one).cmp(&places.get(other)).then_with(by_row)
        });
    }

    /// How well a row answers to what was typed, 0 the best; none if it does not.
    fn rank(&self, row: &S::Row, seen: Seen<'_>) -> Option<u8> {
        let mut columns = self.columns.iter();
        match columns.find_map(|column| column.rank.as_ref()) {
            _ if self.filter.is_empty() => Some(0),
            Some(rank) => rank(row, self.filter.words()),
            None => self.filter.takes(&self.text(row, seen)).then_some(0),
        }
    }

    /// What a row is found by.
    fn text(&self, row: &S::Row, seen: Seen<'_>) -> String {
        let searched = self.columns.iter().filter(|column| column.searched);
        let words: Vec<Cow<'_, str>> = searched
            .map(|column| match &column.found_by {
                Some(found_by) => found_by(row).into(),
                None => column.says(row, seen),
            })
            .collect();
        words.join(" ")
    }
}
