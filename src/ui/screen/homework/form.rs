//! How the form of a homework looks.

use super::{HomeworkScreen, Line};
use crate::desk::Desk;
use crate::i18n::dates;
use crate::theme::Role;
use crate::tr;
use crate::ui::describe::nature_key;
use crate::ui::waiting;
use crate::ui::widget::{Look, paint};
use offline::PageKey;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};

const LABEL_WIDTH: u16 = 13;
/// Title, empty line, whom, and below the text: due, nature, links.
const OTHER_LINES: u16 = 6;

fn text_box(area: Rect) -> Rect {
    let height = area
        .height
        .saturating_sub(OTHER_LINES + 1)
        .clamp(3, 14)
        .min(area.height);
    Rect {
        x: area.x + 1,
        y: area.y + 3,
        width: area.width.saturating_sub(2),
        height,
    }
    .intersection(area)
}

fn inside(frame: Rect) -> Rect {
    Rect {
        x: frame.x + 2,
        y: frame.y + 1,
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(2),
    }
}

/// Lets the text know its room.
pub fn settle(screen: &mut HomeworkScreen, area: Rect) {
    if let Some(draft) = screen.draft_mut() {
        draft.text.settle(inside(text_box(area)));
    }
}

/// What the line above the status says of a line of the form.
pub fn words_key(line: Line) -> &'static str {
    match line {
        Line::Whom => "homework-words-whom",
        Line::Text => "homework-words-text",
        Line::Due => "homework-words-due",
        Line::Nature => "homework-words-nature",
        Line::Links => "homework-words-links",
    }
}

/// Paints the form; answers where the cursor belongs, if its page is here.
pub fn paint(
    screen: &HomeworkScreen,
    desk: &Desk,
    look: Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let texts = look.texts;
    let Some(page) = screen.page(desk) else {
        let page = PageKey::Lesson(screen.lesson);
        waiting::paint(page, desk, look, area, buf);
        return None;
    };
    let draft = screen.draft()?;
    let x = area.x + 1;
    let width = area.width.saturating_sub(2);
    let title = tr!(
        texts,
        "title-homework",
        group = page.group.as_str(),
        subject = page.subject.as_str(),
        date = dates::short_date(page.sheet.lesson.date)
    );
    paint::put(buf, x, area.y, width, &title, look.style(Role::Title));

    let mut whom = whom(screen, desk, look);
    if let (Some(number), count @ 2..) = screen.place(desk) {
        whom = tr!(
            texts,
            "homework-number",
            number = number,
            count = count,
            whom = whom
        )
        .into_owned();
    }
    let form = Form { look, x, width };
    let mut cursor = form.choice(
        area.y + 2,
        "homework-whom",
        &whom,
        screen.line == Line::Whom,
        buf,
    );

    let frame = text_box(area);
    let border = if screen.line == Line::Text {
        Role::Title
    } else {
        Role::Border
    };
    Block::bordered()
        .border_set(look.glyphs.border)
        .border_style(look.style(border))
        .render(frame, buf);
    let room = inside(frame);
    paint::tint(buf, room, look.style(Role::Text));
    let at = draft.text.paint(room, buf);
    if screen.line == Line::Text {
        cursor = Some(at);
    }

    let below = frame.bottom();
    let due = draft.due.map_or_else(
        || texts.get("homework-no-due").into_owned(),
        |due| dates::due_date(texts.language(), due),
    );
    let at = form.choice(below, "homework-due", &due, screen.line == Line::Due, buf);
    cursor = at.or(cursor);
    let nature = texts.get(nature_key(draft.nature));
    let at = form.choice(
        below + 1,
        "homework-nature",
        &nature,
        screen.line == Line::Nature,
        buf,
    );
    cursor = at.or(cursor);
    if below + 2 < area.bottom() {
        form.label(below + 2, "homework-links", buf);
        let hint = texts.get("homework-links-hint");
        let room = (
            x + LABEL_WIDTH,
            below + 2,
            width.saturating_sub(LABEL_WIDTH),
        );
        let at = draft.links.paint(room, &hint, look, buf);
        if screen.line == Line::Links {
            cursor = Some(at);
        }
    }
    cursor
}

fn whom(screen: &HomeworkScreen, desk: &Desk, look: Look<'_>) -> String {
    let texts = look.texts;
    if screen.slot == 0 {
        return texts.get("homework-for-all").into_owned();
    }
    let pupils = screen.draft().map(|draft| &draft.pupils);
    let members = screen.page(desk).map_or(&[][..], |page| &page.members);
    let names: Vec<String> = members
        .iter()
        .filter(|member| pupils.is_some_and(|pupils| pupils.contains(&member.pupil)))
        .map(|member| member.name.initialed())
        .collect();
    if names.is_empty() {
        return texts.get("homework-for-nobody").into_owned();
    }
    tr!(texts, "homework-for-named", names = names.join(", ")).into_owned()
}

struct Form<'a> {
    look: Look<'a>,
    x: u16,
    width: u16,
}

impl Form<'_> {
    fn label(&self, y: u16, key: &str, buf: &mut Buffer) {
        let style = self.look.style(Role::Muted);
        paint::put(
            buf,
            self.x,
            y,
            LABEL_WIDTH,
            &self.look.texts.get(key),
            style,
        );
    }

    /// A line that holds a choice; answers where the cursor belongs if it is the active one.
    fn choice(
        &self,
        y: u16,
        label: &str,
        value: &str,
        active: bool,
        buf: &mut Buffer,
    ) -> Option<Position> {
        self.label(y, label, buf);
        let x = self.x + LABEL_WIDTH;
        let room = self.width.saturating_sub(LABEL_WIDTH);
        let role = if active { Role::Cursor } else { Role::Text };
        let words = if active {
            format!(
                "{} {value} {}",
                self.look.glyphs.left, self.look.glyphs.right
            )
        } else {
            value.to_owned()
        };
        let shown = crate::ui::widget::text::fit_with(&words, room, self.look.glyphs.ellipsis);
        paint::put(buf, x, y, room, &shown, self.look.style(role));
        active.then(|| Position::new(x, y))
    }
}
