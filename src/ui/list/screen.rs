//! The screen of a list: cursor, filter, keys.

use super::draw::{self, Frame};
use super::order::Orders;
use super::{Column, Filter, ListSource, Seen, layout};
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::terminal::GlyphSet;
use crate::theme::Role;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::keys::is_letter;
use crate::ui::layer::{Answered, Cx, Layer, Outcome, PopupResult};
use crate::ui::route::Route;
use crate::ui::waiting;
use crate::ui::widget::Look;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::field::FieldOutcome;
use crossterm::event::{KeyCode, KeyEvent};
use offline::PageKey;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// A list of the rows of a source.
#[derive(Debug)]
pub struct ListScreen<S: ListSource> {
    pub(super) source: S,
    pub(super) columns: Vec<Column<S::Row>>,
    pub(super) widths: Vec<u16>,
    pub(super) filter: Filter,
    /// The rows that answer to the filter, by their places in the source.
    pub(super) shown: Vec<usize>,
    /// Lines of each shown row: its own, its group's head, its detail.
    pub(super) heights: Vec<u16>,
    /// How many rows there are in all.
    pub(super) all: usize,
    pub(super) axis: Axis,
    /// The column that the rows are in the order of, and whether the last comes first.
    pub(super) order: Option<(usize, bool)>,
    /// The order of the last time has been taken over.
    pub(super) recalled: bool,
    /// The record under the cursor; kept while a filter hides every row.
    pub(super) active: Option<S::Id>,
    /// A record that is on its way into the list: the cursor goes to it when it comes.
    pub(super) awaited: Option<S::Id>,
    /// The person has gone to a row, and did not only come to one.
    pub(super) chosen: bool,
}

impl<S: ListSource + Default> Default for ListScreen<S> {
    fn default() -> Self {
        Self::new(S::default())
    }
}

impl<S: ListSource> ListScreen<S> {
    /// The list of a source.
    pub fn new(source: S) -> Self {
        Self {
            columns: source.columns(),
            source,
            widths: Vec::new(),
            filter: Filter::default(),
            shown: Vec::new(),
            heights: Vec::new(),
            all: 0,
            axis: Axis::default().turning(),
            order: None,
            recalled: false,
            active: None,
            awaited: None,
            chosen: false,
        }
    }

    fn searched<'a>(&'a self, row: &'a S::Row, seen: Seen<'a>) -> Vec<Cow<'a, str>> {
        let searched = self.columns.iter().filter(|column| column.searched);
        searched.map(|column| column.says(row, seen)).collect()
    }

    fn refilter(&mut self, cx: &Cx<'_>) -> Outcome {
        self.take_rows(true, cx.desk, cx.texts);
        Outcome::Consumed
    }

    /// Why there are no rows to be seen.
    fn nothing(&self, desk: &Desk, texts: &Texts) -> String {
        if let Some(page) = self.source.missing(desk) {
            return waiting::words(page, desk, texts);
        }
        if self.all == 0 {
            return self.source.empty(desk, texts);
        }
        let typed = self.filter.typed();
        tr!(texts, "list-nothing-found", typed, count = self.all).into_owned()
    }

    /// Title, how many rows of how many, and what they are found by.
    fn heading(&self, desk: &Desk, texts: &Texts) -> (String, String) {
        let title = self.source.title(desk, texts);
        let state = if !self.filter.is_empty() {
            let typed = self.filter.typed();
            let typed = texts.quoted(typed);
            format!("{}/{} · {typed}", self.shown.len(), self.all)
        } else if self.source.is_counted() && self.all > 0 {
            self.all.to_string()
        } else {
            String::new()
        };
        let column = self
            .order
            .and_then(|(at, reverse)| Some((self.columns.get(at)?, reverse)));
        let order = column.map(|(column, reverse)| {
            let key = if reverse == column.most_first {
                "list-order-up"
            } else {
                "list-order-down"
            };
            tr!(texts, key, column = texts.get(&column.head)).into_owned()
        });
        let parts = [state, order.unwrap_or_default()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (title, parts.join(" · "))
    }
}

impl<S: ListSource> Layer for ListScreen<S> {
    fn context(&self) -> Context {
        Context::List
    }

    fn is_popup(&self) -> bool {
        self.source.window().is_some()
    }

    fn page(&self) -> Option<PageKey> {
        self.source.key().map(PageKey::List)
    }

    fn awaits(&self, desk: &Desk) -> Option<PageKey> {
        self.source.missing(desk)
    }

    fn leaves_page(&self, action: Action) -> bool {
        self.source.leaves_page(action)
    }

    fn is_at(&self, route: &Route) -> bool {
        self.source.here().as_ref() == Some(route)
    }

    fn arrive(&mut self, _route: &Route) {
        self.chosen &= !self.source.grows_at_its_top();
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        if let Some(step) = Step::of(action) {
            self.axis.go(step, false);
            self.chosen = true;
            // Where the person goes is where she means to be.
            self.awaited = None;
            self.remember(cx.desk);
            return Outcome::Consumed;
        }
        if action == Action::Cancel && !self.filter.is_empty() {
            self.filter.clear();
            return self.refilter(cx);
        }
        let at = self.row(cx.desk).map(|row| self.source.id(row));
        if let Some(there) = self.source.leads(action, at.as_ref(), cx.desk) {
            // The filter may hide it.
            self.filter.clear();
            (self.active, self.awaited, self.chosen) = (Some(there), None, true);
            return self.refilter(cx);
        }
        match self.source.act(action, at.as_ref(), cx) {
            Outcome::Ignored => {}
            outcome => return outcome,
        }
        match action {
            Action::Confirm => {
                let row = self.row(cx.desk);
                let route = row.and_then(|row| self.source.route(row, cx.desk));
                route.map_or(Outcome::Consumed, Outcome::Go)
            }
            Action::Cancel => Outcome::Close,
            Action::ChooseOrder => match Orders::of(&self.columns, self.order) {
                Some(window) => Outcome::Open(Box::new(window)),
                None => Outcome::Ignored,
            },
            _ => Outcome::Ignored,
        }
    }

    fn left(&mut self) {
        self.filter.rest();
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        let column = match told {
            PopupResult::Order(column) => column,
            PopupResult::Record(at) => {
                self.awaited = self.source.id_of(at);
                return Outcome::Consumed;
            }
            PopupResult::Amended(answer) => return self.source.amended(&answer, cx),
            told => return self.source.told(told, cx),
        };
        self.order = match self.order {
            Some((now, reverse)) if now == column => (!reverse).then_some((column, true)),
            _ => Some((column, false)),
        };
        self.keep_order(cx);
        self.take_rows(false, cx.desk, cx.texts);
        // The first is what the order was asked for.
        self.axis.go(Step::First, false);
        self.remember(cx.desk);
        Outcome::Consumed
    }

    fn amended(&mut self, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        self.source.amended(answer, cx)
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        // As with Enter: the cursor still stands at another than the one just written.
        let row = self.row(cx.desk).filter(|_| self.awaited.is_none());
        let at = row.map(|row| self.source.id(row));
        if key.code == KeyCode::Char(' ')
            && is_letter(key)
            && at.is_some_and(|at| self.source.mark(&at))
        {
            // What is typed next finds the next one.
            self.filter.rest();
            return Outcome::Consumed;
        }
        match self.filter.key(key) {
            FieldOutcome::Ignored => Outcome::Ignored,
            FieldOutcome::Changed => {
                self.awaited = None;
                self.refilter(cx)
            }
            FieldOutcome::Moved | FieldOutcome::Full => Outcome::Consumed,
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) -> Outcome {
        self.filter.paste(text);
        self.awaited = None;
        self.refilter(cx)
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        let of_rows = self.source.actions();
        let orders = action == Action::ChooseOrder && self.has_orders();
        let here = of_rows.contains(&action) || self.source.always().contains(&action);
        orders || Step::of(action).is_some() || action == Action::Confirm || here
    }

    fn availability(&self, action: Action, desk: &Desk) -> Result<(), Reason> {
        if action == Action::ChooseOrder && !self.has_orders() {
            return Err(Reason("why-one-order"));
        }
        let of_rows = action == Action::Confirm || self.source.actions().contains(&action);
        match self.row(desk) {
            _ if !of_rows => self.source.possible(action, desk),
            // On a slow line the cursor still stands at another than the one just written.
            _ if self.awaited.is_some() => Err(Reason("why-list-not-yet")),
            Some(row) => self.source.availability(action, row, desk),
            None if self.all > 0 => Err(Reason("why-none-found")),
            None => Err(self.source.why_no_row(desk)),
        }
    }

    fn why(&self, reason: Reason, desk: &Desk, texts: &Texts) -> String {
        let row = self.row(desk);
        let own = row.and_then(|row| self.source.why(reason, row, desk, texts));
        let own = own.or_else(|| self.source.why_here(reason, desk));
        own.unwrap_or_else(|| texts.get(reason.0).into_owned())
    }

    fn hints(&self, desk: &Desk) -> Vec<Action> {
        let of_row = std::iter::once(&Action::Confirm).chain(self.source.actions());
        let of_row = of_row.filter(|_| self.row(desk).is_some());
        let possible = of_row.filter(|action| self.availability(**action, desk).is_ok());
        let clears = (!self.filter.is_empty()).then_some(&Action::Cancel);
        let mut hints: Vec<Action> = Vec::new();
        let orders = self.has_orders().then_some(&Action::ChooseOrder);
        // What is made here comes before how it is ordered.
        let always = self.source.always();
        let made = always
            .iter()
            .take_while(|action| **action != Action::Refresh);
        let rest = clears.into_iter().chain(made).chain(orders).chain(always);
        let rest = rest.filter(|action| self.source.possible(**action, desk).is_ok());
        for action in possible.chain(rest) {
            if !hints.contains(action) {
                hints.push(*action);
            }
        }
        hints
    }

    fn hint(&self, action: Action, desk: &Desk) -> &'static str {
        if action == Action::Cancel && !self.filter.is_empty() {
            return "hint-show-all";
        }
        let row = self.row(desk);
        let own = row.and_then(|row| self.source.hint(action, row, desk));
        own.unwrap_or(action.spec().hint)
    }

    fn hint_words(&self, action: Action, desk: &Desk, texts: &Texts) -> Option<String> {
        let row = self.row(desk)?;
        self.source.hint_words(action, row, desk, texts)
    }

    fn own_keys(&self, _desk: &Desk) -> Vec<(KeyCode, &'static str)> {
        self.source.own_keys().to_vec()
    }

    fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        let seen = Seen {
            desk,
            texts,
            glyphs: GlyphSet::Ascii.glyphs(),
        };
        let room = Frame::new(&self.source, &self.columns, (desk, texts), area).body;
        let rows = self.source.rows(desk);
        self.widths = layout::widths(&self.columns, &rows, room.width, seen);
        self.take_rows(false, desk, texts);
        let heights = std::mem::take(&mut self.heights);
        let height = |at: usize| heights.get(at).copied().unwrap_or(1);
        self.axis.settle(room.height, 0, height);
        self.heights = heights;
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (title, state) = self.heading(desk, look.texts);
        let frame = Frame::new(&self.source, &self.columns, (desk, look.texts), area);
        let is_long = self.all > self.axis.window_len() && self.filter.is_empty();
        let say = |key: &str| (look.texts.get(key).into_owned(), Role::Muted);
        let (corner, role) = match self.source.corner(desk) {
            _ if self.filter.rests() => say("list-find-anew"),
            Some(corner) => (corner, Role::Text),
            None if is_long && !self.is_popup() => say("list-find-hint"),
            None => (String::new(), Role::Muted),
        };
        frame.title((&title, &state), (&corner, role), look, buf);
        let rows = self.source.rows(desk);
        let shown: Vec<&S::Row> = self
            .shown
            .iter()
            .filter_map(|at| rows.get(*at).copied())
            .collect();
        if shown.is_empty() {
            frame.say(&self.nothing(desk, look.texts), look, buf);
            return None;
        }
        let height = |at: usize| self.heights.get(at).copied().unwrap_or(1);
        let window = self.axis.window(frame.body.height, 0, height);
        let seen = Seen {
            desk,
            texts: look.texts,
            glyphs: look.glyphs,
        };
        let lines = draw::Lines {
            source: &self.source,
            head: &|row, seen| self.head_of(row, seen),
            columns: &self.columns,
            widths: &self.widths,
            seen,
            look,
        };
        lines.heads(&frame, buf);
        lines.rows(&shown, window, self.axis.cursor(), frame.body, buf)
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(row) = self.row(desk) else {
            return if self.all > 0 {
                self.nothing(desk, texts)
            } else {
                String::new()
            };
        };
        let own = self.source.words(row, desk, texts);
        let mut says = own.unwrap_or_else(|| self.spoken(row, desk, texts));
        self.add_left_out(&mut says, row, desk, texts);
        says
    }

    fn short_words(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(row) = self.row(desk) else {
            return self.words(desk, texts);
        };
        let own = self.source.short_words(row, desk, texts);
        own.unwrap_or_else(|| self.spoken(row, desk, texts))
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        self.source.summary(desk, texts)
    }
}

impl<S: ListSource> ListScreen<S> {
    fn has_orders(&self) -> bool {
        self.columns.iter().any(|column| column.order.is_some())
    }

    /// What the columns say that had no room.
    fn add_left_out(&self, says: &mut String, row: &S::Row, desk: &Desk, texts: &Texts) {
        let seen = Seen {
            desk,
            texts,
            glyphs: GlyphSet::Ascii.glyphs(),
        };
        let columns = self.columns.iter().zip(&self.widths);
        let left_out = columns.filter(|(column, wide)| **wide == 0 && !column.head.is_empty());
        for (column, _) in left_out {
            let words = column.says(row, seen);
            if !words.is_empty() && !says.contains(&*words) {
                let head = texts.get(&column.head);
                *says = format!("{says} · {head}: {words}");
            }
        }
    }

    /// A row as its searched columns say it.
    fn spoken(&self, row: &S::Row, desk: &Desk, texts: &Texts) -> String {
        let glyphs = GlyphSet::Ascii.glyphs();
        let seen = Seen {
            desk,
            texts,
            glyphs,
        };
        let mut says = self.searched(row, seen);
        says.retain(|words| !words.is_empty());
        says.join(" · ")
    }
}
