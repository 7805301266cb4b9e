//! One axis of a grid: where the cursor is, what is selected, what the window shows.
//!
//! Pure arithmetic. When the cursor leaves the window, the window moves by half a screen on both
//! axes: a grid that creeps by one repaints itself at every key, and over a thin line that is what
//! a person waits for (`tty-anchors.md`). A list, in which nobody compares neighbours, turns the
//! page. A window that was made smaller and grows again shows what it showed before.

use crate::action::Action;
use std::ops::{Range, RangeInclusive};

/// A move along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many places forward (positive) or back.
    By(isize),
    /// So many windows forward (positive) or back.
    Page(isize),
    /// So many half windows forward (positive) or back.
    Half(isize),
    /// The first place.
    First,
    /// The last place.
    Last,
    /// This place, or the last if there are fewer.
    To(usize),
}

impl Step {
    /// The move that an action is in a list or a text, which has one axis only.
    pub fn of(action: Action) -> Option<Self> {
        Some(match action {
            Action::MoveUp => Self::By(-1),
            Action::MoveDown => Self::By(1),
            Action::PageUp => Self::Page(-1),
            Action::PageDown => Self::Page(1),
            Action::First | Action::RowStart => Self::First,
            Action::Last | Action::RowEnd => Self::Last,
            _ => return None,
        })
    }
}

/// Cursor, selection and window over `len` places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Axis {
    /// At `len` it is behind the last place.
    cursor: usize,
    len: usize,
    first: usize,
    shown: usize,
    anchor: Option<usize>,
    /// Every place is selected, wherever the cursor is.
    whole: bool,
    /// The window's size at the last [`settle`](Self::settle).
    room: u16,
    /// Where the window began at its largest, and that size.
    largest: (usize, u16),
    /// Past its edge the window moves by all of itself.
    turns: bool,
}

impl Axis {
    /// An axis of `len` places with the cursor on the first.
    pub fn new(len: usize) -> Self {
        Self {
            len,
            ..Self::default()
        }
    }

    /// An axis of which whole pages are turned.
    #[must_use]
    pub fn turning(self) -> Self {
        Self {
            turns: true,
            ..self
        }
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no place at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The place under the cursor; 0 on an empty axis, the last one if it is behind that.
    pub fn cursor(&self) -> usize {
        self.cursor.min(self.len.saturating_sub(1))
    }

    /// The place under the cursor, if there is any.
    pub fn current(&self) -> Option<usize> {
        (self.len > 0).then_some(self.cursor())
    }

    /// Whether the cursor has gone on from the last place: it is shown there, and what comes next
    /// is not for it.
    pub fn is_behind_last(&self) -> bool {
        self.len > 0 && self.cursor >= self.len
    }

    /// Goes on to the next place, from the last one behind it.
    pub fn advance(&mut self) {
        self.release();
        self.cursor = (self.cursor() + 1).min(self.len);
    }

    /// From behind the last place onto it.
    pub fn step_back(&mut self) {
        self.cursor = self.cursor();
    }

    /// The first place in the window after the last [`settle`](Self::settle).
    pub fn first_visible(&self) -> usize {
        self.first
    }

    /// How many places the window showed at the last [`settle`](Self::settle).
    pub fn window_len(&self) -> usize {
        self.shown
    }

    /// Another number of places; cursor and selection stay where they can.
    pub fn set_len(&mut self, len: usize) {
        let last = len.saturating_sub(1);
        let furthest = if self.is_behind_last() { len } else { last };
        self.len = len;
        self.cursor = self.cursor.min(furthest);
        self.first = self.first.min(last);
        self.anchor = self
            .anchor
            .map(|anchor| anchor.min(last))
            .filter(|_| len > 0);
    }

    /// Moves the cursor; with `extend` the selection grows from where it began, without it the
    /// selection is dropped. Answers whether anything changed.
    pub fn go(&mut self, step: Step, extend: bool) -> bool {
        let before = *self;
        let page = isize::try_from(self.shown.max(1)).unwrap_or(1);
        let half = (page / 2).max(1);
        let last = self.len.saturating_sub(1);
        let target = match step {
            Step::By(n) => self.cursor().saturating_add_signed(n),
            Step::Page(n) => self.cursor().saturating_add_signed(n.saturating_mul(page)),
            Step::Half(n) => self.cursor().saturating_add_signed(n.saturating_mul(half)),
            Step::First => 0,
            Step::Last => last,
            Step::To(place) => place,
        };
        self.whole = false;
        self.anchor = if extend {
            self.anchor.or(self.current())
        } else {
            None
        };
        self.cursor = target.min(last);
        *self != before
    }

    /// Begins a selection at the cursor, if there is none yet.
    pub fn anchor(&mut self) {
        self.anchor = self.anchor.or(self.current());
    }

    /// Selects every place; cursor and window stay where they are.
    pub fn select_all(&mut self) {
        self.anchor();
        self.whole = true;
    }

    /// Whether every place is selected, wherever the cursor is.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Drops the selection.
    pub fn release(&mut self) {
        self.anchor = None;
        self.whole = false;
    }

    /// Whether a selection is open on this axis, even of one place.
    pub fn is_selecting(&self) -> bool {
        self.anchor.is_some()
    }

    /// The selected places, in order; only the cursor's if nothing is selected.
    pub fn selection(&self) -> RangeInclusive<usize> {
        if self.whole {
            return 0..=self.len.saturating_sub(1);
        }
        let cursor = self.cursor();
        let anchor = self.anchor.unwrap_or(cursor);
        anchor.min(cursor)..=anchor.max(cursor)
    }

    /// Moves the window so that the cursor is inside, and remembers it. `room` is the window's size
    /// in columns (or rows), `gap` what lies between two places, `size` a place's own size.
    pub fn settle(&mut self, room: u16, gap: u16, size: impl Fn(usize) -> u16) {
        let window = self.window(room, gap, size);
        self.first = window.start;
        self.shown = window.len();
        self.room = room;
        if room >= self.largest.1 {
            self.largest = (self.first, room);
        }
    }

    /// The places that a window of this size shows: those that fit wholly, and always the cursor's.
    pub fn window(&self, room: u16, gap: u16, size: impl Fn(usize) -> u16) -> Range<usize> {
        if self.len == 0 {
            return 0..0;
        }
        let measure = Measure {
            len: self.len,
            gap: gap.into(),
            size,
        };
        let (at_largest, largest) = self.largest;
        let grows = room > self.room || room >= largest;
        let first = if grows { at_largest } else { self.first };
        let room = u32::from(room);
        // Behind this place nothing more would come into view, only emptiness.
        let furthest = measure.start_for(self.len - 1, room);
        let mut first = first.min(furthest);
        let cursor = self.cursor();
        if self.turns && cursor < first {
            first = measure.start_for(cursor, room);
        } else if self.turns && cursor >= measure.end_from(first, room) {
            first = cursor.min(furthest);
        } else if cursor < first || cursor >= measure.end_from(first, room) {
            first = measure.start_for(cursor, room / 2).min(furthest);
        }
        first..measure.end_from(first, room)
    }
}

struct Measure<F> {
    len: usize,
    gap: u32,
    size: F,
}

impl<F: Fn(usize) -> u16> Measure<F> {
    /// One past the last place that fits when `first` is the first; at least one place.
    fn end_from(&self, first: usize, room: u32) -> usize {
        let mut used = u32::from((self.size)(first));
        let mut end = first + 1;
        while end < self.len {
            used += self.gap + u32::from((self.size)(end));
            if used > room {
                break;
            }
            end += 1;
        }
        end
    }

    /// The first place of a window that ends with `last`.
    fn start_for(&self, last: usize, room: u32) -> usize {
        let mut used = u32::from((self.size)(last));
        let mut start = last;
        while start > 0 {
            used += self.gap + u32::from((self.size)(start - 1));
            if used > room {
                break;
            }
            start -= 1;
        }
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn leaving_the_window_moves_it_by_half() {
        let mut axis = Axis::new(100);
        let settle = |axis: &mut Axis| axis.settle(20, 0, |_| 1);
        settle(&mut axis);
        for _ in 0..19 {
            axis.go(Step::By(1), false);
            settle(&mut axis);
            assert_eq!(axis.first_visible(), 0);
        }
        axis.go(Step::By(1), false);
        settle(&mut axis);
        assert_eq!((axis.cursor(), axis.first_visible()), (20, 11));
        axis.go(Step::To(10), false);
        settle(&mut axis);
        assert_eq!(axis.first_visible(), 1);
    }

    #[test]
    fn a_list_turns_its_page() {
        let mut axis = Axis::new(50).turning();
        let settle = |axis: &mut Axis| axis.settle(20, 0, |_| 1);
        settle(&mut axis);
        let mut first = Vec::new();
        for _ in 0..49 {
            axis.go(Step::By(1), false);
            settle(&mut axis);
            first.push(axis.first_visible());
        }
        first.dedup();
        assert_eq!(first, [0, 20, 30], "the last page is full");
        axis.go(Step::To(29), false);
        settle(&mut axis);
        assert_eq!(axis.first_visible(), 10, "at the foot of the page before");
    }

    #[test]
    fn the_end_of_the_axis_fills_the_window() {
        let mut axis = Axis::new(30);
        axis.settle(10, 0, |_| 1);
        axis.go(Step::Last, false);
        axis.settle(10, 0, |_| 1);
        assert_eq!(axis.window(10, 0, |_| 1), 20..30);
        axis.settle(25, 0, |_| 1);
        assert_eq!(
            axis.first_visible(),
            5,
            "a grown window shows what lies before"
        );
    }

    #[test]
    fn a_window_that_grows_back_shows_what_it_showed() {
        let mut axis = Axis::new(30);
        let settle = |axis: &mut Axis, room| axis.settle(room, 0, |_| 1);
        settle(&mut axis, 14);
        axis.go(Step::To(8), false);
        settle(&mut axis, 14);
        for room in [9, 3, 1, 9, 14] {
            settle(&mut axis, room);
        }
        assert_eq!((axis.cursor(), axis.first_visible()), (8, 0));
        // Moved meanwhile: as if the window had been large all the time.
        settle(&mut axis, 3);
        axis.go(Step::By(2), false);
        settle(&mut axis, 14);
        assert_eq!((axis.cursor(), axis.first_visible()), (10, 0));
        axis.go(Step::To(20), false);
        settle(&mut axis, 14);
        let first = axis.first_visible();
        settle(&mut axis, 13);
        settle(&mut axis, 14);
        assert_eq!(
            axis.first_visible(),
            first,
            "a line more and less moves nothing"
        );
    }

    #[test]
    fn all_is_selected_where_one_stands() {
        let mut axis = Axis::new(30);
        axis.go(Step::To(4), false);
        axis.settle(10, 0, |_| 1);
        axis.select_all();
        axis.settle(10, 0, |_| 1);
        assert_eq!((axis.selection(), axis.is_selecting()), (0..=29, true));
        assert_eq!((axis.cursor(), axis.first_visible()), (4, 0));
        // A selection that goes on begins at the cursor.
        axis.go(Step::By(1), true);
        assert_eq!(axis.selection(), 4..=5);
        axis.select_all();
        axis.release();
        assert_eq!((axis.selection(), axis.is_selecting()), (5..=5, false));
    }

    #[test]
    fn pages_are_windows() {
        let mut axis = Axis::new(50);
        axis.settle(10, 0, |_| 1);
        axis.go(Step::Page(1), false);
        assert_eq!(axis.cursor(), 10);
        axis.go(Step::Half(1), false);
        assert_eq!(axis.cursor(), 15);
        axis.go(Step::Page(-3), false);
        assert_eq!(axis.cursor(), 0);
        axis.go(Step::Page(30), false);
        assert_eq!(axis.cursor(), 49);
    }

    #[test]
    fn a_selection_runs_from_anchor_to_cursor() {
        let mut axis = Axis::new(10);
        axis.go(Step::To(5), false);
        axis.go(Step::By(-2), true);
        assert_eq!(axis.selection(), 3..=5);
        axis.go(Step::By(4), true);
        assert_eq!(axis.selection(), 5..=7);
        axis.set_len(6);
        assert_eq!(axis.selection(), 5..=5);
        assert!(axis.is_selecting());
        axis.go(Step::By(-1), false);
        assert_eq!(axis.selection(), 4..=4);
        assert!(!axis.is_selecting());
    }

    #[test]
    fn an_empty_axis_stays_quiet() {
        let mut axis = Axis::new(0);
        assert!(!axis.go(Step::By(3), true));
        axis.settle(10, 1, |_| 1);
        assert_eq!((axis.current(), axis.window(10, 1, |_| 1)), (None, 0..0));
    }

    #[test]
    fn behind_the_last_place_only_a_move_leads_back() {
        let mut axis = Axis::new(3);
        axis.go(Step::Last, false);
        axis.advance();
        axis.advance();
        assert!(axis.is_behind_last());
        assert_eq!((axis.cursor(), axis.selection()), (2, 2..=2));
        axis.settle(2, 0, |_| 1);
        axis.release();
        axis.set_len(3);
        assert!(axis.is_behind_last());
        // There are fewer, and more again: the new place is the next one.
        axis.set_len(2);
        assert!(axis.is_behind_last());
        axis.set_len(3);
        assert_eq!((axis.cursor(), axis.is_behind_last()), (2, false));
        axis.advance();
        assert!(axis.go(Step::By(1), false) && !axis.is_behind_last());
        axis.advance();
        axis.go(Step::By(-1), false);
        assert_eq!(axis.cursor(), 1);
    }

    fn steps() -> impl Strategy<Value = Step> {
        prop_oneof![
            (-3_isize..4).prop_map(Step::By),
            (-200_isize..200).prop_map(Step::By),
            (-2_isize..3).prop_map(Step::Page),
            (-2_isize..3).prop_map(Step::Half),
            Just(Step::First),
            Just(Step::Last),
            (0_usize..150).prop_map(Step::To),
        ]
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_in_the_window(
            sizes in prop::collection::vec(0_u16..40, 1..120),
            moves in prop::collection::vec((steps(), 0_u16..60, any::<bool>()), 1..40),
            gap in 0_u16..3,
            shorter in prop::option::of(0_usize..100),
            turns in any::<bool>(),
        ) {
            let size = |i: usize| sizes[i];
            let mut axis = Axis::new(sizes.len());
            axis.turns = turns;
            for (step, room, extend) in moves {
                axis.go(step, extend);
                prop_assert!(axis.cursor() < axis.len());
                prop_assert!(*axis.selection().end() < axis.len());
                let window = axis.window(room, gap, size);
                prop_assert!(window.contains(&axis.cursor()) && window.end <= axis.len());
                axis.settle(room, gap, size);
                prop_assert_eq!(axis.window(room, gap, size), window.clone(), "settling twice moves nothing");
                let used: u32 = window.clone().map(|i| u32::from(size(i))).sum::<u32>()
                    + u32::from(gap) * u32::try_from(window.len() - 1).unwrap();
                prop_assert!(used <= u32::from(room) || window.len() == 1);
            }
            if let Some(len) = shorter {
                axis.set_len(len.min(sizes.len()));
                prop_assert!(axis.current().is_none_or(|c| c < axis.len()));
            }
        }
    }
}
