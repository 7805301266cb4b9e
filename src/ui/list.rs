//! A list: rows that are found as one types, described by columns.
//!
//! A column is a head and functions of a row: what it shows, how it looks, what it is ordered by.
//! A list is its columns, its source and its words; cursor, filter, pages, empty states and keys
//! are [`ListScreen`]'s. A row is its id: the cursor stays on the record when rows come and go.
//! Columns can be made while the program runs, from a description of fields.

mod draw;
mod filter;
mod going_on;
mod layout;
mod order;
mod screen;
mod shown;
mod source;

pub use filter::{Filter, Readings, fold};
pub use screen::ListScreen;
pub use source::ListSource;

use crate::desk::Desk;
use crate::i18n::Texts;
use crate::terminal::Glyphs;
use crate::theme::Role;
use crate::ui::widget::text::{self, Align};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What a column works with beside its row.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Seen<'a> {
    pub desk: &'a Desk,
    pub texts: &'a Texts,
    /// The signs that the terminal can show.
    pub glyphs: &'a Glyphs,
}

/// How wide a column is, in terminal columns. What is seen in the window never moves a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Always so wide.
    Fixed(u16),
    /// As the widest row or the head, at most so wide.
    Fit(u16),
    /// As the widest row if there is room, but never narrower than this.
    Flex(u16),
    /// What the others leave; left out if it is less than this.
    Rest(u16),
}

type Shown<R> = Box<dyn for<'a> Fn(&'a R, Seen<'a>) -> Cow<'a, str>>;
type Fitted<R> = Box<dyn Fn(&R, Seen<'_>, u16) -> String>;
type Look<R> = Box<dyn Fn(&R, Seen<'_>) -> Role>;
type Order<R> = Box<dyn Fn(&R, &R, Seen<'_>) -> Ordering>;
type Rank<R> = Box<dyn Fn(&R, &[Readings]) -> Option<u8>>;

/// What becomes of what has no room in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WithoutRoom {
    Cut,
    /// It goes on in the lines below.
    GoesOn,
}

/// A column of rows `R`.
pub struct Column<R> {
    head: Cow<'static, str>,
    width: Width,
    /// 0 is always shown; the highest goes first when there is no room.
    priority: u8,
    align: Align,
    searched: bool,
    found_by: Option<Box<dyn Fn(&R) -> String>>,
    rank: Option<Rank<R>>,
    shown: Shown<R>,
    fitted: Option<Fitted<R>>,
    look: Look<R>,
    order: Option<Order<R>>,
    /// Put in order by it, the greatest comes first.
    most_first: bool,
    /// Put in order by it, rows that show the same stand under it as under a head.
    grouped: bool,
    without_room: WithoutRoom,
}

impl<R> std::fmt::Debug for Column<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Column")
            .field("head", &self.head)
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}

impl<R> Column<R> {
    /// A column with the Fluent key of its head («» for none) and what it says of a row.
    pub fn new(
        head: impl Into<Cow<'static, str>>,
        width: Width,
        shown: impl for<'a> Fn(&'a R, Seen<'a>) -> Cow<'a, str> + 'static,
    ) -> Self {
        Self {
            head: head.into(),
            width,
            priority: 0,
            align: Align::Left,
            searched: false,
            found_by: None,
            rank: None,
            shown: Box::new(shown),
            fitted: None,
            look: Box::new(|_, _| Role::Text),
            order: None,
            most_first: false,
            grouped: false,
            without_room: WithoutRoom::Cut,
        }
    }

    /// Rows are found by what stands in it.
    #[must_use]
    pub fn searched(mut self) -> Self {
        self.searched = true;
        self
    }

    /// Rows are found by this, of which it shows a part: names in full.
    #[must_use]
    pub fn found_by(mut self, found_by: impl Fn(&R) -> String + 'static) -> Self {
        self.found_by = Some(Box::new(found_by));
        self.searched()
    }

    /// Rows are found by this alone: how well one answers to the typed words, 0 the best; none if
    /// it does not. Those that answer better come first.
    #[must_use]
    pub fn ranked(mut self, rank: impl Fn(&R, &[Readings]) -> Option<u8> + 'static) -> Self {
        self.rank = Some(Box::new(rank));
        self.searched()
    }

    /// It is left out where there is no room; the highest number goes first.
    #[must_use]
    pub fn priority(mut self, priority: u8) -> Self {
        self.priority = priority;
        self
    }

    /// Numbers keep to the right.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.align = Align::Right;
        self
    }

    /// What it says in so many columns where all of it has no room; else its end is cut.
    #[must_use]
    pub fn fitted(mut self, fitted: impl Fn(&R, Seen<'_>, u16) -> String + 'static) -> Self {
        self.fitted = Some(Box::new(fitted));
        self
    }

    /// How it looks in a row.
    #[must_use]
    pub fn look(mut self, look: impl Fn(&R, Seen<'_>) -> Role + 'static) -> Self {
        self.look = Box::new(look);
        self
    }

    /// Rows can be put in the order of this; those that are alike stay as the source has them.
    #[must_use]
    pub fn ordered<K: Ord>(self, key: impl Fn(&R) -> K + 'static) -> Self {
        self.ordered_by(move |row, _| key(row))
    }

    /// The same by what is known beside the row.
    #[must_use]
    pub fn ordered_by<K: Ord>(mut self, key: impl Fn(&R, Seen<'_>) -> K + 'static) -> Self {
        let order = move |one: &R, other: &R, seen: Seen<'_>| key(one, seen).cmp(&key(other, seen));
        self.order = Some(Box::new(order));
        self
    }

    /// The greatest comes first: the newest, or the most.
    #[must_use]
    pub fn most_first(mut self) -> Self {
        self.most_first = true;
        self
    }

    /// In its order rows of the same stand together under a head.
    #[must_use]
    pub fn grouped(mut self) -> Self {
        self.grouped = true;
        self
    }

    /// What has no room in the row's line goes on below it, and is not cut. One column of a list
    /// may.
    #[must_use]
    pub fn goes_on(mut self) -> Self {
        self.without_room = WithoutRoom::GoesOn;
        self
    }

    /// What it says of a row in so many columns; longer if its end is to be cut.
    fn says_in<'a>(&self, row: &'a R, seen: Seen<'a>, wide: u16) -> Cow<'a, str> {
        let words = self.says(row, seen);
        match &self.fitted {
            Some(fitted) if text::width(&words) > wide => fitted(row, seen, wide).into(),
            _ => words,
        }
    }

    /// What it says of a row.
    pub fn says<'a>(&self, row: &'a R, seen: Seen<'a>) -> Cow<'a, str> {
        (self.shown)(row, seen)
    }
}
