//! The keys of this place, from the records of the actions.

use crate::action::{Action, ActionGroup};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::{Context, Keymap};
use crate::terminal::GlyphSet;
use crate::theme::Role;
use crate::ui::keys;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::popup::scrolled;
use crate::ui::popup::scrolled::Scrolled;
use crate::ui::widget::Look;
use crate::ui::widget::frame;
use crate::ui::widget::text;
use journal::CodeTable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The list of keys.
#[derive(Debug)]
pub struct Help {
    /// Heads (no key) and entries (key and what it does).
    entries: Vec<Line>,
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
    /// The cells are another's: what writes into them comes last.
    pub reads: bool,
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
        let (mut lines, mut letters) = (Vec::new(), Vec::new());
        if let (Context::Grid, Some(codes)) = (context, codes) {
            let lines = &mut letters;
            lines.push((None, texts.get("help-letters-title").into_owned()));
            let late = format!("{0}  {0}12", codes.late);
            // A slash at rest is the point: it is on the key of the Russian full stop.
            let point = format!("{}  /", codes.point);
            let numbered = format!("20{}12", codes.late);
            let words =
                [&codes.exempt, &codes.pass, &codes.fail, &codes.not_attested].map(String::as_str);
            let period = format!("1 2 3 4 5  {}", codes.not_attested);
            for (typed, key) in [
                (codes.absent.as_str(), "help-absent"),
                (&late, "help-late"),
                (&codes.illness, "help-ill"),
                (&codes.valid, "help-valid"),
                ("-", "help-present"),
                (&numbered, "help-number"),
                ("1 2 3 4 5  4/5", "help-marks"),
                (&point, "help-point"),
                (&words.join(" "), "help-words"),
                (&period, "help-period"),
            ] {
                lines.push((Some(typed.to_owned()), texts.get(key).into_owned()));
            }
        }
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
        if !of.reads {
            lines.append(&mut letters);
        }
        let is_late = |group: &ActionGroup| of.reads && *group == ActionGroup::Lesson;
        let groups = FIRST_TO_LAST.into_iter();
        let last = groups.clone().filter(is_late);
        for group in groups.filter(|group| !is_late(group)).chain(last) {
            let actions = Action::ALL
                .iter()
                .filter(|action| action.spec().group == group && (of.works)(**action));
            let mut of_group: Vec<(Option<String>, String)> = Vec::new();
            for action in actions {
                let keys = keys::shown(keymap, context, *action, glyphs);
                if !keys.is_empty() {
                    of_group.push((Some(keys), texts.get(action.spec().label).into_owned()));
                }
            }
            if !of_group.is_empty() {
                lines.push((None, texts.get(group.label()).into_owned()));
                lines.append(&mut of_group);
            }
        }
        lines.append(&mut letters);
        Self {
            lines: Scrolled::new(lines.clone()),
            entries: lines,
        }
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
        let closing = [Action::Cancel, Action::Help, Action::Confirm];
        self.lines.act(action, &closing)
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        scrolled::hints()
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        scrolled::hint(action)
    }

    fn settle(&mut self, area: Rect, _desk: &Desk, _texts: &Texts) {
        let room = frame::inside((WIDTH, u16::MAX), area).width;
        let lines = self.entries.iter().flat_map(|line| wrapped(line, room));
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
        let title = look.texts.get("help-title");
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
