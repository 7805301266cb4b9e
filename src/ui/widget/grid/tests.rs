use std::{cell::Cell, collections::BTreeSet, fmt::Write};

use super::*;
use crate::action::Action;
use crate::i18n::{Language, Texts};
use crate::terminal::{Depth, GlyphSet};
use crate::theme::Theme;
use crate::ui::testing::{painted, render, render_with_styles};
use proptest::prelude::*;

/// A journal with a pattern of content in which every kind of cell occurs, and which counts what it is
/// asked for.
#[derive(Default)]
struct Journal {
    rows: usize,
    columns: usize,
    padding: u16,
    width: u16,
    typing: Option<(usize, usize, &'static str)>,
    asked: Cell<usize>,
}

impl Journal {
    fn new(rows: usize, columns: usize) -> Self {
        Self {
            rows,
            columns,
            width: 4,
            ..Self::default()
        }
    }
}

const NAMES: [&str; 4] = [
    "Абрамов Илья",
    "Белозёрская Анастасия",
    "Волков Даниил",
    "Ёлкина Ева",
];

impl GridSource for Journal {
    fn rows(&self) -> usize {
        self.rows
    }
    fn columns(&self) -> usize {
        self.columns
    }
    fn left(&self) -> usize {
        2
    }
    fn right(&self) -> usize {
        1
    }
    fn width(&self, column: GridColumn) -> u16 {
        match column {
            GridColumn::Left(0) => 2,
            GridColumn::Left(_) => 14,
            GridColumn::Main(_) => self.width,
            GridColumn::Right(_) => 6,
        }
    }
    fn head_lines(&self) -> u16 {
        2
    }
    fn has_groups(&self) -> bool {
        true
    }
    fn padding(&self) -> u16 {
        self.padding
    }
    fn head(&self, column: GridColumn) -> ColumnHead<'_> {
        match column {
            GridColumn::Left(0) => ColumnHead::new("").align(Align::Right),
            GridColumn::Left(_) => ColumnHead::new("Ученик"),
            GridColumn::Main(at) => {
                let month = if at < 5 {
                    "Октябрь"
                } else {
                    "Ноябрь"
                };
                let role = if at == 6 {
                    Role::HeadCurrent
                } else {
                    Role::Head
                };
                ColumnHead::new(format!("{:02}", at + 20))
                    .subtitle("пн")
                    .group(month)
                    .role(role)
            }
            GridColumn::Right(_) => ColumnHead::new("Средн.").align(Align::Right),
        }
    }
    fn row_role(&self, row: usize) -> Role {
        if row == 3 { Role::Muted } else { Role::Text }
    }
    fn cell<'a>(&'a self, row: usize, column: GridColumn, view: &mut CellView<'a>) {
        self.asked.set(self.asked.get() + 1);
        match column {
            GridColumn::Left(0) => view.push((row + 1).to_string(), Role::Muted),
            GridColumn::Left(_) => view.push(NAMES[row % 4], Role::Text),
            GridColumn::Right(_) => view.push("4,33", Role::Summary),
            GridColumn::Main(at) => {
                if let Some((r, c, text)) = self.typing
                    && (r, c) == (row, at)
                {
                    view.typing = Some(Typing {
                        text,
                        cursor: u16::try_from(text.chars().count()).unwrap(),
                    });
                    return;
                }
                match (row + at) % 7 {
                    0 => view.push("н", Role::Absent),
                    1 => {
                        view.push("5", Role::Mark);
                        view.push("2", Role::MarkLow);
                    }
                    2 => {
                        view.push("4²", Role::Mark);
                        view.comment = true;
                    }
                    3 => {
                        view.push("5", Role::Mark);
                        view.pending = true;
                        view.conflict = true;
                    }
                    4 => view.push("осв", Role::Exempt),
                    5 => {
                        for mark in ["5", "4", "3"] {
                            view.push(mark, Role::Mark);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

struct Stage {
    theme: Theme,
    texts: Texts,
    glyphs: GlyphSet,
}

impl Stage {
    fn new(depth: Depth, glyphs: GlyphSet) -> Self {
        Self {
            theme: Theme::embedded("default", depth),
            texts: Texts::new(Language::Ru),
            glyphs,
        }
    }
    fn paint(
        &self,
        source: &Journal,
        state: &GridState,
        cols: u16,
        rows: u16,
    ) -> (Buffer, Painted) {
        let look = Look {
            theme: &self.theme,
            glyphs: self.glyphs.glyphs(),
            texts: &self.texts,
        };
        let mut done = Painted::default();
        let buffer = painted(cols, rows, |area, buf| {
            done = paint(
                source,
                state,
                "В этом классе пока нет учеников.",
                look,
                area,
                buf,
            );
        });
        (buffer, done)
    }
}

fn at(source: &Journal, row: usize, col: usize, cols: u16, rows: u16) -> GridState {
    let mut state = GridState::new(source.rows, source.columns);
    state.go_row(Step::To(row), false);
    state.go_col(Step::To(col), false);
    state.settle(Rect::new(0, 0, cols, rows), source);
    state
}

fn colour() -> Stage {
    Stage::new(Depth::Ansi16, GlyphSet::Unicode)
}

#[test]
fn a_journal_at_80_columns() {
    let source = Journal::new(30, 40);
    let mut state = at(&source, 2, 6, 80, 14);
    state.go_row(Step::By(1), true);
    state.go_col(Step::By(1), true);
    let (buffer, done) = colour().paint(&source, &state, 80, 14);
    insta::assert_snapshot!(render_with_styles(&buffer));
    assert_eq!(done.cursor, Some(Position::new(53, 6)));
}

#[test]
fn a_lesson_with_padding_at_120_columns_without_colour() {
    let source = Journal {
        padding: 1,
        width: 8,
        typing: Some((1, 1, "н")),
        ..Journal::new(5, 8)
    };
    let state = at(&source, 1, 1, 120, 20);
    let (buffer, done) = Stage::new(Depth::None, GlyphSet::Unicode).paint(&source, &state, 120, 20);
    insta::assert_snapshot!(render_with_styles(&buffer));
    assert_eq!(done.cursor, Some(Position::new(36, 6)));
}

#[test]
fn narrow_windows_give_up_what_is_needed_least() {
    let source = Journal::new(30, 40);
    let mut all = String::new();
    for (cols, rows) in [(40, 12), (24, 8), (20, 5), (12, 3), (6, 2), (3, 1), (1, 1)] {
        let state = at(&source, 17, 33, cols, rows);
        let (buffer, done) =
            Stage::new(Depth::Ansi16, GlyphSet::Ascii).paint(&source, &state, cols, rows);
        write!(
            all,
            "{cols}×{rows} {}\n{}",
            done.cursor.unwrap(),
            render(&buffer)
        )
        .unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn an_empty_grid_says_so() {
    let (buffer, done) = colour().paint(&Journal::new(0, 5), &GridState::default(), 24, 5);
    assert_eq!(
        render(&buffer),
        "\n В этом классе пока нет\n       учеников.\n\n\n"
    );
    assert_eq!(done.cursor, None);
    let (buffer, done) = colour().paint(&Journal::new(2, 0), &GridState::default(), 40, 8);
    assert!(
        render(&buffer).contains("│ 2 Белозёрская А…│  4,33│"),
        "{}",
        render(&buffer)
    );
    assert_eq!(done.cursor, None);
}

#[test]
fn only_visible_cells_are_asked_for() {
    let source = Journal::new(500, 2000);
    let state = at(&source, 250, 1000, 80, 24);
    colour().paint(&source, &state, 80, 24);
    // 24 lines less heads, for no frame keeps rows out of sight; 2 + 1 frozen columns and 11 of
    // 4 + 1.
    assert_eq!(source.asked.get(), 21 * (3 + 11));
}

#[test]
fn a_column_wider_than_the_window_is_still_seen() {
    let source = Journal {
        width: 200,
        ..Journal::new(3, 9)
    };
    let state = at(&source, 1, 6, 40, 10);
    let (buffer, done) = colour().paint(&source, &state, 40, 10);
    assert!(render(&buffer).contains("26"), "{}", render(&buffer));
    assert!(done.cursor.is_some_and(|at| at.x < 40));
}

#[test]
fn moving_down_changes_two_cells() {
    let source = Journal::new(30, 40);
    let (before, _) = colour().paint(&source, &at(&source, 4, 4, 80, 24), 80, 24);
    let (after, _) = colour().paint(&source, &at(&source, 5, 4, 80, 24), 80, 24);
    let lines: BTreeSet<u16> = before.diff(&after).into_iter().map(|(_, y, _)| y).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        before.diff(&after).len(),
        8,
        "the two cells and nothing else"
    );
}

#[test]
fn leaving_the_window_scrolls_by_half() {
    let source = Journal::new(30, 40);
    let area = Rect::new(0, 0, 80, 24);
    let mut state = at(&source, 0, 0, 80, 24);
    let mut jumps = 0;
    for _ in 1..40 {
        let before = state.cols.first_visible();
        state.go_col(Step::By(1), false);
        state.settle(area, &source);
        jumps += usize::from(state.cols.first_visible() != before);
    }
    assert_eq!(jumps, 5);
}

#[test]
fn a_page_sideways_is_half_a_window_as_its_name_says() {
    let source = Journal::new(30, 40);
    let mut state = at(&source, 0, 0, 80, 24);
    let half = state.cols.window_len() / 2;
    assert!(half > 1);
    moves::go(&mut state, Action::PageRight);
    assert_eq!(state.cols.cursor(), half);
    moves::go(&mut state, Action::PageLeft);
    assert_eq!(state.cols.cursor(), 0);
}

#[test]
fn what_is_typed_stays_in_sight_in_its_brackets() {
    let whole = [("", "[  ]", " "), ("н", "[н ]", " "), ("н/", "[н/]", "]")];
    for (text, shown, under_cursor) in whole.into_iter().chain([("4/5", "[/5]", "]")]) {
        let source = Journal {
            typing: Some((0, 0, text)),
            ..Journal::new(2, 3)
        };
        let (buffer, done) = colour().paint(&source, &at(&source, 0, 0, 60, 12), 60, 12);
        assert!(
            render(&buffer).contains(shown),
            "{text}: {}",
            render(&buffer)
        );
        let cursor = done.cursor.unwrap();
        assert_eq!(buffer[(cursor.x, cursor.y)].symbol(), under_cursor);
    }
}

#[test]
fn a_cell_is_told_in_words() {
    let texts = Texts::new(Language::Ru);
    let mut view = CellView::default();
    assert_eq!(view.words(&texts), "пусто");
    view.push("5", Role::Mark);
    view.push("4²", Role::Mark);
    view.comment = true;
    view.pending = true;
    assert_eq!(
        view.words(&texts),
        "5 4², есть комментарий, ещё не на сервере"
    );
    view.clear();
    view.conflict = true;
    assert_eq!(view.words(&texts), "пусто, конфликт с сервером");
    assert_eq!(view.flags().next(), Some(("!", Role::Conflict)));
}

#[test]
fn selection_spans_both_axes_and_goes_with_a_plain_move() {
    let mut state = GridState::new(10, 10);
    state.go_row(Step::To(2), false);
    assert_eq!(state.selection(), None);
    assert!(state.go_row(Step::By(2), true));
    assert_eq!(state.selection(), Some((2..=4, 0..=0)));
    state.go_col(Step::By(1), true);
    assert_eq!(state.selection(), Some((2..=4, 0..=1)));
    assert!(state.go_row(Step::By(0), false), "the selection went");
    assert_eq!((state.selection(), state.active()), (None, Some((4, 1))));
}

#[test]
fn hostile_cells_stay_in_their_box() {
    struct Hostile;
    impl GridSource for Hostile {
        fn rows(&self) -> usize {
            2
        }
        fn columns(&self) -> usize {
            3
        }
        fn width(&self, _: GridColumn) -> u16 {
            6
        }
        fn head(&self, _: GridColumn) -> ColumnHead<'_> {
            ColumnHead::new("\u{1b}]0;x\u{7}学校学校")
        }
        fn cell<'a>(&'a self, _: usize, _: GridColumn, view: &mut CellView<'a>) {
            view.push("\u{1b}[2J\u{202e}学学", Role::Text);
        }
    }
    let stage = colour();
    let look = Look {
        theme: &stage.theme,
        glyphs: stage.glyphs.glyphs(),
        texts: &stage.texts,
    };
    let buffer = painted(30, 8, |area, buf| {
        paint(&Hostile, &GridState::new(2, 3), "", look, area, buf);
    });
    assert!(
        render(&buffer).contains("│\u{fffd}[2J\u{fffd}… "),
        "{}",
        render(&buffer)
    );
    assert!(!render(&buffer).contains('\u{1b}'));
}

proptest! {
    #[test]
    fn any_size_is_painted_and_shows_the_active_cell(
        cols in 1_u16..130, rows in 1_u16..40, (x, y) in (0_u16..5, 0_u16..5),
        (people, lessons) in (1_usize..40, 1_usize..60), (row, col) in (0_usize..40, 0_usize..60),
        padding in 0_u16..3, width in 0_u16..30, settled: bool,
    ) {
        let source = Journal { padding, width, ..Journal::new(people, lessons) };
        let area = Rect::new(x, y, cols, rows);
        let mut state = GridState::new(people, lessons);
        state.go_row(Step::To(row), false);
        state.go_col(Step::To(col), false);
        if settled {
            state.settle(area, &source);
        }
        let stage = colour();
        let look = Look { theme: &stage.theme, glyphs: stage.glyphs.glyphs(), texts: &stage.texts };
        let mut done = Painted::default();
        let buffer = painted(cols + x + 2, rows + y + 2, |_, buf| {
            done = paint(&source, &state, "", look, area, buf);
        });
        let cursor = done.cursor.expect("there is an active cell");
        prop_assert!(area.contains(cursor), "{cursor} in {area}");
        prop_assert!(buffer[cursor].modifier.contains(ratatui::style::Modifier::REVERSED));
        for at in buffer.area.positions().filter(|at| !area.contains(*at)) {
            prop_assert_eq!(buffer[at].symbol(), " ", "painted outside at {}", at);
        }
    }
}
