//! The keys of this place, from the records of the actions.

use crate::action::{Action, ActionGroup};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::{Context, Keymap};
use crate::terminal::GlyphSet;
use crate::theme::Role;
use crate::tr;
use crate::ui::keys;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::list::Filter;
use crate::ui::popup::scrolled;
use crate::ui::popup::scrolled::Scrolled;
use crate::ui::widget::Look;
use crate::ui::widget::field::FieldOutcome;
use crate::ui::widget::frame;
use crate::ui::widget::text;
use crossterm::event::KeyEvent;
use journal::CodeTable;
use journal::regulation::Access;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The list of keys.
#[derive(Debug)]
pub struct Help {
    /// Heads (no key) and entries (key and what it does).
    entries: Vec<Line>,
    /// Entries are found by their keys and words, as the rows of a list are.
    filter: Filter,
    /// The same in lines of the room; what goes on from the line above has an empty key.
    lines: Scrolled<Line>,
}

type Line = (Option<String>, String);

/// Whose keys are told.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The bindings that apply.
    pub context: Context,
    /// Whether an action works here.
    pub works: &'a dyn Fn(Action) -> bool,
    /// Whether an action writes what is another's to write: it comes last.
    pub refused: &'a dyn Fn(Action) -> bool,
    /// How much of the cells is to be written; of the rest the letters come last.
    pub access: Access,
}

/// What a letter in a cell is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Attendance,
    Reason,
    Mark,
}

impl Of<'_> {
    fn may_write(self, part: Part) -> bool {
        match self.access {
            Access::Keeps => true,
            Access::Attendance => part != Part::Mark,
            Access::Reasons => part == Part::Reason,
            Access::Reads => false,
        }
    }

    /// What is typed into cells, and the Fluent key of what it means.
    fn codes(self, codes: Option<&CodeTable>) -> Vec<(Part, String, &'static str)> {
        let Some(codes) = codes.filter(|_| self.context == Context::Grid) else {
            return Vec::new();
        };
        let words = [&codes.exempt, &codes.pass, &codes.fail, &codes.not_attested];
        let words = words.map(String::as_str).join(" ");
        let late = format!("{0}  {0}12", codes.late);
        vec![
            (Part::Attendance, codes.absent.clone(), "help-absent"),
            (Part::Attendance, late, "help-late"),
            (Part::Reason, codes.illness.clone(), "help-ill"),
            (Part::Reason, codes.valid.clone(), "help-valid"),
            (Part::Attendance, "-".to_owned(), "help-present"),
            (
                Part::Attendance,
                format!("20{}12", codes.late),
                "help-number",
            ),
            (Part::Mark, "1 2 3 4 5  4/5".to_owned(), "help-marks"),
            // A slash at rest is the point: it is on the key of the Russian full stop.
            (Part::Mark, format!("{}  /", codes.point), "help-point"),
            (Part::Mark, words, "help-words"),
            (
                Part::Mark,
                format!("1 2 3 4 5  {}", codes.not_attested),
                "help-period",
            ),
        ]
    }
}

impl std::fmt::Debug for Of<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Of").finish_non_exhaustive()
    }
}

const WIDTH: u16 = 70;
const KEY_WIDTH: u16 = 22;

/// What is asked for most comes first; everybody knows the arrows.
const FIRST_TO_LAST: [ActionGroup; 6] = [
    ActionGroup::Lesson,
    ActionGroup::Go,
    ActionGroup::Select,
    ActionGroup::Queue,
    ActionGroup::General,
    ActionGroup::Move,
];

impl Help {
    /// The keys that work in a place.
    pub fn new(
        of: Of<'_>,
        codes: Option<&CodeTable>,
        keymap: &Keymap,
        glyphs: GlyphSet,
        texts: &Texts,
    ) -> Self {
        let context = of.context;
        let mut lines = Vec::new();
        let letters = of.codes(codes);
        let (own, others): (Vec<_>, Vec<_>) = letters
            .into_iter()
            .partition(|(part, ..)| of.may_write(*part));
        let letters = |letters: Vec<(Part, String, &'static str)>| {
            let title = (None, texts.get("help-letters-title").into_owned());
            let title = (!letters.is_empty()).then_some(title);
            let said = |(_, typed, key): (Part, String, &'static str)| {
                (Some(typed), texts.get(key).into_owned())
            };
            title.into_iter().chain(letters.into_iter().map(said))
        };
        let typed: &[(&str, &str)] = match context {
            Context::List => &[("7б алг", "help-find-row")],
            Context::Form => &[
                ("5  5.9  050926  +3", "help-day"),
                ("+  -", "help-day-turn"),
            ],
            _ => &[],
        };
        if !typed.is_empty() {
            lines.push((None, texts.get("help-typed-title").into_owned()));
        }
        for (keys, words) in typed {
            lines.push((Some((*keys).to_owned()), texts.get(words).into_owned()));
        }
        lines.extend(letters(own));
        let groups = |lines: &mut Vec<Line>, is_told: &dyn Fn(Action) -> bool| {
            for group in FIRST_TO_LAST {
                let actions = Action::ALL.iter().filter(|action| {
                    action.spec().group == group && (of.works)(**action) && is_told(**action)
                });
                let of_group = actions.filter_map(|action| {
                    let keys = keys::shown(keymap, context, *action, glyphs);
                    let label = || texts.get(action.spec().label).into_owned();
                    (!keys.is_empty()).then(|| (Some(keys), label()))
                });
                let of_group: Vec<Line> = of_group.collect();
                if !of_group.is_empty() {
                    lines.push((None, texts.get(group.label()).into_owned()));
                    lines.extend(of_group);
                }
            }
        };
        groups(&mut lines, &|action| !(of.refused)(action));
        groups(&mut lines, of.refused);
        lines.extend(letters(others));
        Self {
            lines: Scrolled::new(lines.clone()),
            entries: lines,
            filter: Filter::default(),
        }
    }

    /// What answers to what was typed; heads stand over all of them alone.
    fn found(&self, texts: &Texts) -> Vec<Line> {
        if self.filter.is_empty() {
            return self.entries.clone();
        }
        let answers = |(key, words): &&Line| {
            let key = key.as_deref();
            key.is_some_and(|key| self.filter.takes(&format!("{key} {words}")))
        };
        let found: Vec<Line> = self.entries.iter().filter(answers).cloned().collect();
        if !found.is_empty() {
            return found;
        }
        let said = self.entries.iter().filter(|(key, _)| key.is_some());
        let (typed, count) = (self.filter.typed(), said.count());
        vec![(
            None,
            tr!(texts, "list-nothing-found", typed, count).into_owned(),
        )]
    }
}

/// An entry in lines of this width.
fn wrapped((key, words): &Line, width: u16) -> Vec<Line> {
    let Some(key) = key else {
        let lines = text::wrap(words, width).into_iter();
        return lines.map(|words| (None, words)).collect();
    };
    // Keys that stand apart stay so.
    let keys = if text::width(key) < KEY_WIDTH {
        vec![key.clone()]
    } else {
        text::wrap(key, KEY_WIDTH - 1)
    };
    let words = text::wrap(words, width.saturating_sub(KEY_WIDTH));
    let line = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
    let count = keys.len().max(words.len());
    (0..count)
        .map(|at| (Some(line(&keys, at)), line(&words, at)))
        .collect()
}

/// The keys, a gap, and what they do.
fn columns(room: Rect) -> [Rect; 2] {
    let left = Rect {
        width: room.width.min(KEY_WIDTH - 1),
        ..room
    };
    let right = Rect {
        x: room.x + KEY_WIDTH,
        width: room.width.saturating_sub(KEY_WIDTH),
        ..room
    };
    [left, right]
}

impl Layer for Help {
    fn context(&self) -> Context {
        Context::Popup
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        if action == Action::Cancel && !self.filter.is_empty() {
            self.filter.clear();
            return Outcome::Consumed;
        }
        let closing = [Action::Cancel, Action::Help, Action::Confirm];
        self.lines.act(action, &closing)
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx<'_>) -> Outcome {
        match self.filter.key(key) {
            FieldOutcome::Ignored => Outcome::Ignored,
            FieldOutcome::Changed => self.lines.act(Action::First, &[]),
            FieldOutcome::Moved | FieldOutcome::Full => Outcome::Consumed,
        }
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx<'_>) -> Outcome {
        self.filter.paste(text);
        self.lines.act(Action::First, &[])
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        scrolled::hints()
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Cancel if !self.filter.is_empty() => "hint-show-all",
            action => scrolled::hint(action),
        }
    }

    fn settle(&mut self, area: Rect, _desk: &Desk, texts: &Texts) {
        let room = frame::inside((WIDTH, u16::MAX), area).width;
        let found = self.found(texts);
        let lines = found.iter().flat_map(|line| wrapped(line, room));
        self.lines.set(lines.collect());
        self.lines.settle(area.height.saturating_sub(2));
    }

    fn paint(
        &self,
        _desk: &Desk,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let how = match self.filter.typed() {
            "" => look.texts.get("list-find-hint").into_owned(),
            typed => look.texts.quoted(typed),
        };
        let title = format!("{} · {how}", look.texts.get("help-title"));
        let room = frame::paint(&title, (WIDTH, self.lines.rows()), look, area, buf);
        self.lines.paint(room, |(key, words), y| match key {
            None => frame::line(room, y, words, Role::PopupTitle, look, buf),
            Some(key) => {
                let [left, right] = columns(room);
                frame::line(left, y, key, Role::HintKey, look, buf);
                frame::line(right, y, words, Role::Popup, look, buf);
            }
        })
    }

    fn words(&self, _desk: &Desk, _texts: &Texts) -> String {
        let line = self.lines.current();
        line.map_or_else(String::new, |(key, words)| match key {
            Some(key) if key.is_empty() => words.clone(),
            Some(key) => format!("{key}: {words}"),
            None => words.clone(),
        })
    }
}
