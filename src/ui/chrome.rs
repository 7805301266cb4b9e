//! The lines that are always there: what is under the cursor, the state of the line, the keys.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::link::Line;
use crate::i18n::{dates, spans};
use crate::input::key::Key;
use crate::theme::Role;
use crate::tr;
use crate::ui::keys::{self, Keys};
use crate::ui::layer::Layer;
use crate::ui::widget::hints::{self, Hint};
use crate::ui::widget::status::{self, Part};
use crate::ui::widget::{Look, paint, text, text::saturate};
use crossterm::event::KeyModifiers;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// Below this many columns the screen says that it is too small.
pub const MIN_WIDTH: u16 = 60;
/// Below this many rows the screen says that it is too small.
pub const MIN_HEIGHT: u16 = 15;

/// Whether a screen has no room in the terminal.
pub fn is_too_small(area: Rect) -> bool {
    area.width < MIN_WIDTH || area.height < MIN_HEIGHT
}

/// The status line and the keys.
const LINES: u16 = 2;

/// The room above the lines: a long sentence takes from it, so that it never hides the cursor.
pub fn body(area: Rect, desk: &Desk) -> Rect {
    let lines = saturate(sentence(desk, area).len()).max(1);
    Rect {
        height: area.height.saturating_sub(LINES + lines),
        ..area
    }
}

/// The notice in lines, at most a third of the screen.
fn sentence(desk: &Desk, area: Rect) -> Vec<String> {
    let Some(notice) = &desk.notice else {
        return Vec::new();
    };
    let mut lines = text::wrap(&notice.text, inner(area));
    let most = usize::from(area.height / 3).max(1);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    lines
}

fn inner(area: Rect) -> u16 {
    area.width.saturating_sub(2)
}

/// Paints the sentence or the words of the cursor, the status and the keys.
pub fn paint(
    top: &dyn Layer,
    desk: &Desk,
    keys: Keys<'_>,
    look: Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) {
    let y = area.bottom().saturating_sub(LINES);
    let (x, width) = (area.x + 1, inner(area));
    let (lines, role) = match &desk.notice {
        Some(notice) => (sentence(desk, area), notice.role()),
        None => (vec![words(top, desk, look, width)], Role::Text),
    };
    let first = y.saturating_sub(saturate(lines.len()));
    for (line, words) in (first..y).zip(&lines) {
        let shown = text::fit_clause(words, width, look.glyphs.ellipsis);
        paint::put(buf, x, line, width, &shown, look.style(role));
    }
    // Before somebody has signed in there is no line to speak of.
    if !top.is_sign_in() || top.is_popup() {
        status(top, desk, keys, look, (x, y, width), buf);
    }
    let keys = hints(top, desk, keys, look);
    hints::paint(&keys, (x, y + 1, width), look, buf);
}

/// What is under the cursor, in as many words as there is room for.
fn words(top: &dyn Layer, desk: &Desk, look: Look<'_>, width: u16) -> String {
    let words = top.words(desk, look.texts);
    if text::width(&words) <= width {
        return words;
    }
    let plain = top.plain_words(desk, look.texts);
    let plain = plain.filter(|words| text::width(words) <= width);
    plain.unwrap_or_else(|| top.short_words(desk, look.texts))
}

/// The keys worth a hint, the most useful one first, the layer's own ones after it.
fn hints<'a>(top: &dyn Layer, desk: &Desk, keys: Keys<'_>, look: Look<'a>) -> Vec<Hint<'a>> {
    let bound = top.hints(desk).into_iter().filter_map(|action| {
        let key = keys::first(keys.keymap, top.context(), action, keys.glyphs)?;
        let words = top.hint_words(action, desk, look.texts).map(Cow::Owned);
        let words = words.unwrap_or_else(|| look.texts.get(top.hint(action, desk)));
        let hint = Hint::new(key, words);
        Some(if action == Action::Help {
            hint.always()
        } else {
            hint
        })
    });
    let mut all: Vec<Hint<'_>> = bound.collect();
    let own = top.own_keys(desk).into_iter().map(|(code, word)| {
        let key = Key::new(code, KeyModifiers::NONE).label(keys.glyphs);
        Hint::new(key, look.texts.get(word))
    });
    let after = all.len().min(1);
    all.splice(after..after, own);
    all
}

fn status(
    top: &dyn Layer,
    desk: &Desk,
    keys: Keys<'_>,
    look: Look<'_>,
    room: (u16, u16, u16),
    buf: &mut Buffer,
) {
    let texts = look.texts;
    let link = &desk.link;
    let pending = link.pending;
    let (sign, words, role) = match link.line {
        Line::Online if pending == 0 => {
            let at = link.settled_at.map(|at| dates::time(desk.local(at).time()));
            let words = tr!(texts, "status-online", at = at.unwrap_or_default());
            (look.glyphs.synced, words, Role::StatusOnline)
        }
        Line::Online => {
            let until = link.waits_until.filter(|until| *until > desk.now());
            let words = match until.map(|until| dates::time(desk.local(until).time())) {
                Some(until) => tr!(texts, "status-waits", count = pending, until),
                None => tr!(texts, "status-queued", count = pending),
            };
            (look.glyphs.queued, words, Role::StatusQueued)
        }
        Line::Connecting if pending == 0 => (
            look.glyphs.queued,
            texts.get("status-connecting"),
            Role::StatusQueued,
        ),
        Line::Connecting => (
            look.glyphs.queued,
            tr!(texts, "status-connecting-queued", count = pending),
            Role::StatusQueued,
        ),
        Line::Offline => (
            look.glyphs.offline,
            tr!(texts, "status-offline", count = pending),
            Role::StatusOffline,
        ),
        Line::Busy => (
            look.glyphs.offline,
            tr!(texts, "status-busy", count = pending),
            Role::StatusOffline,
        ),
        Line::CannotWrite => (
            look.glyphs.offline,
            tr!(texts, "status-cannot-write", count = pending),
            Role::StatusOffline,
        ),
        Line::SignedOut => (
            look.glyphs.offline,
            signed_out(pending, top, keys, look),
            Role::Warning,
        ),
        Line::OtherServer => (
            look.glyphs.conflict,
            texts.get("status-other-server"),
            Role::StatusConflict,
        ),
        Line::OtherVersion => (
            look.glyphs.conflict,
            texts.get("status-other-version"),
            Role::StatusConflict,
        ),
    };
    let mut parts = vec![Part::left(format!("{sign} {words}"), role, 9)];
    if link.troubles > 0 {
        let words = tr!(texts, "status-troubles", count = link.troubles);
        let words = format!("{} {words}", look.glyphs.conflict);
        parts.push(Part::left(words, Role::StatusConflict, 8));
    }
    if let Some(seconds) = link.clock_off {
        let span = spans::span(texts, seconds.unsigned_abs());
        let words = if seconds > 0 {
            tr!(texts, "status-clock-behind", span)
        } else {
            tr!(texts, "status-clock-ahead", span)
        };
        parts.push(Part::left(words, Role::Warning, 3));
    }
    let summary = top.summary(desk, texts);
    if !summary.is_empty() {
        let short = top.short_summary(desk, texts);
        let mut part = Part::right(summary, Role::Text, 6).short(short);
        if let Some((done, name)) = top.essential(desk) {
            let sign = if done {
                look.glyphs.check
            } else {
                look.glyphs.conflict
            };
            let least = format!("{sign} {}", texts.get(name));
            // The last thing to go.
            part = part.short(least).priority(10);
        }
        parts.push(part);
    }
    status::paint(parts, room, look, buf);
}

/// «сеанс закончился, 3 в очереди · F12 войти».
fn signed_out<'a>(pending: usize, top: &dyn Layer, keys: Keys<'_>, look: Look<'a>) -> Cow<'a, str> {
    let words = tr!(look.texts, "status-signed-out", count = pending);
    let Some(key) = keys.keymap.key_for(top.context(), Action::SignIn) else {
        return words;
    };
    let way = tr!(look.texts, "status-sign-in", key = key.label(keys.glyphs));
    format!("{words} · {way}").into()
}

/// A terminal too small for a screen still says where one is.
pub fn too_small(
    top: Option<&dyn Layer>,
    desk: &Desk,
    look: Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let words = top
        .map(|top| top.words(desk, look.texts))
        .unwrap_or_default();
    let small = tr!(
        look.texts,
        "too-small",
        columns = MIN_WIDTH,
        rows = MIN_HEIGHT
    );
    let mut y = area.y;
    let notice = desk.notice.as_ref().map(|notice| notice.text.as_str());
    for (words, role) in [
        (words.as_str(), Role::Text),
        (notice.unwrap_or_default(), Role::Warning),
        (small.as_ref(), Role::Muted),
    ] {
        for line in text::wrap(words, area.width) {
            if y >= area.bottom() {
                return Some(Position::new(area.x, area.y));
            }
            paint::put(buf, area.x, y, area.width, &line, look.style(role));
            y += 1;
        }
    }
    (area.area() > 0).then(|| Position::new(area.x, area.y))
}
