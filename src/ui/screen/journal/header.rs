//! The line over the grid: what journal it is, of which period, and whose.

use crate::desk::Desk;
use crate::i18n::dates;
use crate::theme::Role;
use crate::ui::screen::grid_keys;
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint, text};
use ::journal::view::JournalPage;
use ::journal::{PersonName, SheetId};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Free columns between the two sides.
const GAP: u16 = 2;
/// Columns of a subject that is cut.
const SUBJECT: u16 = 10;

/// What may be written is told of the lesson under the cursor, or else of the first one: a journal may
/// be theirs on some days.
pub(super) fn paint(
    (page, at): (&JournalPage, Option<SheetId>),
    desk: &Desk,
    look: Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) {
    let texts = look.texts;
    let at = at.filter(|at| matches!(at, SheetId::Lesson(_)));
    let first = page.grid.sheets.first();
    let first = first.map_or(page.term_id(), |sheet| sheet.lesson.id.into());
    let sheet = at.unwrap_or(first);
    let reads = grid_keys::reading_head(sheet, desk);
    let mut after = vec![desk.period_title(&page.period)];
    after.extend(reads.map(|key| texts.get(key).into_owned()));
    let names: Vec<String> = page.teachers.iter().map(PersonName::initialed).collect();
    let (from, to) = (page.period.starts, page.period.ends);
    let head = Head {
        screen: &texts.get("title-journal"),
        group: &page.group,
        subject: &page.subject,
        after: &after.join(" · "),
        days: &format!("{}–{}", dates::short_date(from), dates::short_date(to)),
        names: &names.join(", "),
        ellipsis: look.glyphs.ellipsis,
    };
    let room = (area.x + 1, area.y, area.width.saturating_sub(2));
    let (left, right) = head.sides(room.2);
    let ellipsis = look.glyphs.ellipsis;
    let style = look.style(Role::Title);
    paint::put_fit(buf, room, &left, Align::Left, style, ellipsis);
    if !right.is_empty() {
        let style = look.style(Role::Text);
        paint::put_fit(buf, room, &right, Align::Right, style, ellipsis);
    }
}

struct Head<'a> {
    screen: &'a str,
    group: &'a str,
    subject: &'a str,
    after: &'a str,
    days: &'a str,
    names: &'a str,
    ellipsis: &'a str,
}

impl Head<'_> {
    /// What has room at the left and at the right: first the days go, then the name of the screen,
    /// then the end of the subject; the teacher last of all.
    fn sides(&self, room: u16) -> (String, String) {
        let brief = |subject: &str| format!("{} · {subject} · {}", self.group, self.after);
        let title = format!("{} · {}", self.screen, brief(self.subject));
        let fits = |left: &str, right: &str| text::width(left) + GAP + text::width(right) <= room;
        let names = self.names.to_owned();
        let whole = format!("{}   {names}", self.days);
        if fits(&title, &whole) {
            return (title, whole);
        }
        if fits(&title, &names) {
            return (title, names);
        }
        let wide = text::width(self.subject);
        let others = text::width(&brief("")) + GAP + text::width(&names);
        let free = room.saturating_sub(others).min(wide);
        if free >= SUBJECT.min(wide) {
            let subject = text::fit_words(self.subject, free, self.ellipsis);
            return (brief(&subject), names);
        }
        (title, String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::all(
        "Алгебра",
        80,
        "Журнал · 7Б · Алгебра · 2 четверть",
        "09.11–27.12   Орлова Т. А."
    )]
    #[case::the_days_go("Алгебра", 60, "Журнал · 7Б · Алгебра · 2 четверть", "Орлова Т. А.")]
    #[case::then_the_screen("Алгебра", 46, "7Б · Алгебра · 2 четверть", "Орлова Т. А.")]
    #[case::then_the_end_of_the_subject(
        "Изобразительное искусство",
        46,
        "7Б · Изобразительн… · 2 четверть",
        "Орлова Т. А."
    )]
    fn the_teacher_is_the_last_to_go(
        #[case] subject: &str,
        #[case] room: u16,
        #[case] left: &str,
        #[case] right: &str,
    ) {
        let head = Head {
            screen: "Журнал",
            group: "7Б",
            subject,
            after: "2 четверть",
            days: "09.11–27.12",
            names: "Орлова Т. А.",
            ellipsis: "…",
        };
        assert_eq!(head.sides(room), (left.to_owned(), right.to_owned()));
    }
}
