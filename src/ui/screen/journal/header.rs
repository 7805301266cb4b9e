//! The line over the grid: what journal it is, of which period, and whose.

use crate::desk::Desk;
use crate::i18n::dates;
use crate::theme::Role;
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint, text};
use ::journal::view::JournalPage;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub(super) fn paint(page: &JournalPage, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) {
    let texts = look.texts;
    let title = format!(
        "{} · {} · {} · {}",
        texts.get("title-journal"),
        page.group,
        page.subject,
        desk.period_title(&page.period)
    );
    let width = area.width.saturating_sub(2);
    let shown = text::fit_with(&title, width, look.glyphs.ellipsis);
    let used = paint::put(
        buf,
        area.x + 1,
        area.y,
        width,
        &shown,
        look.style(Role::Title),
    );
    let (from, to) = (page.period.starts, page.period.ends);
    let names: Vec<String> = page
        .teachers
        .iter()
        .map(::journal::PersonName::initialed)
        .collect();
    let right = format!(
        "{}–{}   {}",
        dates::short_date(from),
        dates::short_date(to),
        names.join(", ")
    );
    if used + 2 + text::width(&right) <= width {
        let at = (area.x + 1, area.y, width);
        paint::put_fit(
            buf,
            at,
            &right,
            Align::Right,
            look.style(Role::Text),
            look.glyphs.ellipsis,
        );
    }
}
