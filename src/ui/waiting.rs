//! What stands where a page is not here: that it is on its way, or why it is not.

use crate::desk::Desk;
use crate::desk::link::Line;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::availability;
use crate::ui::widget::{Look, paint, text};
use offline::PageKey;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The sentence in the place of a page that is not here.
pub fn words(page: PageKey, desk: &Desk, texts: &Texts) -> String {
    if let Some(withheld) = availability::withheld_page(page, desk, texts) {
        return withheld;
    }
    let failed = desk.pages.failed.contains(&page);
    let key = match (desk.link.line, page) {
        (line, _) if line.may_answer() && failed => "page-refused",
        (line, PageKey::Lesson(_)) if line.may_answer() => "lesson-loading",
        (line, PageKey::Journal(..)) if line.may_answer() => "journal-loading",
        (line, PageKey::Today(_)) if line.may_answer() => "today-loading",
        (line, PageKey::List(_) | PageKey::Class(..)) if line.may_answer() => "list-loading",
        (Line::SignedOut, _) => "page-after-sign-in",
        (Line::Offline, PageKey::Lesson(_)) => "lesson-not-here",
        (Line::Offline, PageKey::Journal(..)) => "journal-not-here",
        (Line::Offline, PageKey::Today(_)) => "today-not-here",
        (Line::Offline, PageKey::List(_) | PageKey::Class(..)) => "list-not-here",
        _ => "page-not-here",
    };
    texts.get(key).into_owned()
}

/// Paints it, at the top of the room and as many lines as it takes.
pub fn paint(page: PageKey, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) {
    let width = area.width.saturating_sub(2);
    let lines = text::wrap(&words(page, desk, look.texts), width);
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        paint::put(buf, area.x + 1, y, width, &line, look.style(Role::Muted));
    }
}
