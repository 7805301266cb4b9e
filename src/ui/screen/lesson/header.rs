//! The three lines over the roll: which lesson, its topic, its homework.

use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::messages;
use crate::ui::messages::FirstDue;
use crate::ui::screen::grid_keys;
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint, text};
use journal::view::LessonPage;
use journal::{Edit, FromTo, Homework, LessonForm};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const LINES: u16 = 3;

/// Lines of the header in this room: all three, or only the first where pupils need the room.
fn lines(area: Rect) -> u16 {
    if area.height >= 14 {
        LINES
    } else {
        area.height.min(1)
    }
}

/// The room below the header.
pub fn below(area: Rect) -> Rect {
    let lines = lines(area);
    Rect {
        y: area.y + lines,
        height: area.height - lines,
        ..area
    }
}

/// Paints the lesson, its topic and its homework, or the lesson alone in a low room.
pub fn paint(page: &LessonPage, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) {
    let lines = lines(area);
    let row = |line| {
        (line < lines).then(|| Rect {
            y: area.y + line,
            height: 1,
            ..area
        })
    };
    if let Some(row) = row(0) {
        title(page, desk, look, row, buf);
    }
    if let Some(row) = row(1) {
        topic(page, desk, look, row, buf);
    }
    if let Some(row) = row(2) {
        homework(page, desk, look, row, buf);
    }
}

/// A text at the left and one at the right; the right one goes first where both do not fit.
fn sides(left: (&str, Role), right: (&str, Role), look: Look<'_>, row: Rect, buf: &mut Buffer) {
    let room = row.width.saturating_sub(2);
    let wide = text::width(right.0);
    let both = fit(left.0, right.0, row);
    let x = row.x + 1;
    let left_room = if both { room - wide - 2 } else { room };
    let ellipsis = look.glyphs.ellipsis;
    let style = look.style(left.1);
    let shown = text::fit_clause(left.0, left_room, ellipsis);
    paint::put_fit(
        buf,
        (x, row.y, left_room),
        &shown,
        Align::Left,
        style,
        ellipsis,
    );
    if both {
        let style = look.style(right.1);
        paint::put_fit(
            buf,
            (x, row.y, room),
            right.0,
            Align::Right,
            style,
            ellipsis,
        );
    }
}

/// Whether there is room for both sides, if the left one may be cut to a half.
fn fit(left: &str, right: &str, row: Rect) -> bool {
    let room = row.width.saturating_sub(2);
    text::width(left).min(room / 2) + 2 + text::width(right) <= room
}

/// The same, if nothing of the left one may be cut.
fn fit_whole(left: &str, right: &str, row: Rect) -> bool {
    text::width(left) + 2 + text::width(right) <= row.width.saturating_sub(2)
}

fn title(page: &LessonPage, desk: &Desk, look: Look<'_>, row: Rect, buf: &mut Buffer) {
    let lesson = &page.sheet.lesson;
    let texts = look.texts;
    let mut parts = vec![
        texts.get("title-lesson").into_owned(),
        page.group.clone(),
        page.subject.clone(),
    ];
    if let Some(room) = &lesson.room {
        parts.push(tr!(texts, "room", room = room.as_str()).into_owned());
    }
    match page.sheet.form {
        LessonForm::InPerson => {}
        LessonForm::Distance => parts.push(texts.get("form-distance").into_owned()),
        LessonForm::Electronic => parts.push(texts.get("form-electronic").into_owned()),
    }
    if let Some(excuse) = &page.sheet.excuse {
        parts.push(tr!(texts, "excuse-shown", words = excuse.words.as_str()).into_owned());
    }
    let access = grid_keys::reading_head(lesson.id.into(), desk);
    parts.extend(access.map(|key| texts.get(key).into_owned()));
    let now = desk.local(desk.now());
    let is_over = now.date() == lesson.date && now.time() >= lesson.ends;
    let when = tr!(
        texts,
        if is_over {
            "lesson-over"
        } else {
            "lesson-when"
        },
        date = dates::long_date(texts.language(), lesson.date),
        number = lesson.number,
        starts = dates::time(lesson.starts),
        ends = dates::time(lesson.ends)
    );
    let title = parts.join(" · ");
    let in_brief = format!(
        "{} {}",
        dates::short_date(lesson.date),
        dates::time(lesson.starts)
    );
    let who = if row.width >= 110 {
        format!("{when}   {}", page.teacher.initialed())
    } else if access.is_some() && !fit_whole(&title, &when, row) {
        in_brief
    } else if fit(&title, &when, row) {
        when.into_owned()
    } else {
        in_brief
    };
    let (left, right) = if is_over {
        (Role::Muted, Role::Warning)
    } else {
        (Role::Title, Role::Text)
    };
    sides((&title, left), (&who, right), look, row, buf);
}

fn topic(page: &LessonPage, desk: &Desk, look: Look<'_>, row: Rect, buf: &mut Buffer) {
    let texts = look.texts;
    let label = texts.get("label-topic");
    let (text, role) = match &page.sheet.topic {
        Some(topic) => (format!("{label}  {}", topic.text), Role::Text),
        None if is_anothers(page, desk) => {
            let edit = Edit::Topic {
                step: FromTo::new(None, None),
            };
            let missing = missing_here("topic-missing-here", &edit, page, desk, texts);
            (format!("{label}  {missing}"), Role::Warning)
        }
        None => {
            let missing = if page.plan.next.is_some() {
                "topic-missing"
            } else {
                "topic-missing-without-plan"
            };
            (format!("{label}  {}", texts.get(missing)), Role::Warning)
        }
    };
    let item = page.sheet.topic.as_ref().and_then(|topic| topic.item);
    let number = item
        .and_then(|id| page.plan.items.iter().find(|row| row.id == id))
        .map(|row| row.number);
    let plan = match (number, page.plan.next) {
        (Some(number), _) => tr!(
            texts,
            "plan-place",
            number = number,
            total = page.plan.total
        )
        .into_owned(),
        (None, Some(next)) if page.sheet.topic.is_none() => {
            tr!(texts, "plan-next", number = next, total = page.plan.total).into_owned()
        }
        _ => String::new(),
    };
    // Until when it was to be written, and by which clause, comes before the number in the plan.
    let cites = page.sheet.topic.is_none() && is_anothers(page, desk);
    let plan = if cites && !fit_whole(&text, &plan, row) {
        String::new()
    } else {
        plan
    };
    sides((&text, role), (&plan, Role::Muted), look, row, buf);
}

fn homework(page: &LessonPage, desk: &Desk, look: Look<'_>, row: Rect, buf: &mut Buffer) {
    let texts = look.texts;
    let label = texts.get("label-homework");
    let all = page.sheet.homework.get(&0);
    let extra = page.sheet.homework.keys().filter(|slot| **slot > 0).count();
    let (mut words, role) = match all {
        Some(homework) if homework.is_none_set() => {
            (texts.get("homework-none").into_owned(), Role::Muted)
        }
        Some(homework) => (homework.text.replace('\n', " / "), Role::Text),
        None if extra > 0 => (String::new(), Role::Text),
        None if is_anothers(page, desk) => {
            let missing = "homework-missing-here";
            let missing = missing_here(missing, &homework_edit(), page, desk, texts);
            (missing, Role::Warning)
        }
        None => (texts.get("homework-missing").into_owned(), Role::Warning),
    };
    if extra > 0 {
        let individual = tr!(texts, "homework-individual", count = extra);
        words = if words.is_empty() {
            individual.into_owned()
        } else {
            format!("{words} + {individual}")
        };
    }
    let right = right_of_homework(page, all, desk, look);
    sides(
        (&format!("{label}  {words}"), role),
        (&right, Role::Muted),
        look,
        row,
        buf,
    );
}

fn homework_edit() -> Edit {
    Edit::Homework {
        slot: 0,
        step: FromTo::new(None, Some(Homework::default())),
    }
}

fn is_anothers(page: &LessonPage, desk: &Desk) -> bool {
    desk.only_looks(page.sheet.lesson.id).is_some()
}

/// To whoever only reads: that something is missing, and until when it is, or was, to be written.
fn missing_here(
    missing: &str,
    edit: &Edit,
    page: &LessonPage,
    desk: &Desk,
    texts: &Texts,
) -> String {
    let what = texts.get(missing);
    let Some((due, clause)) = desk.due(page.sheet.lesson.id, edit) else {
        return what.into_owned();
    };
    let key = if due < desk.now() {
        "missing-overdue"
    } else {
        "missing-due"
    };
    let due = messages::moment(due, desk);
    tr!(texts, key, what, due, clause).into_owned()
}

/// «к среде 18.11», and until when what is missing is to be entered, the first of it: «срок: до 14:50
/// (п. 2.7)». Homework is not named beside itself.
fn right_of_homework(
    page: &LessonPage,
    homework: Option<&Homework>,
    desk: &Desk,
    look: Look<'_>,
) -> String {
    let texts = look.texts;
    let given = homework.and_then(|homework| homework.due);
    let given = given.map(|due| dates::due_date(texts.language(), due));
    if is_anothers(page, desk) {
        return given.unwrap_or_default();
    }
    let begun = desk.has_begun(&page.sheet.lesson);
    let first = FirstDue::of(&desk.lacking_on(page), desk.now());
    let missing = match first {
        Some(first) if begun => Some(first.in_head(desk, texts)),
        // It may be written beforehand.
        _ if homework.is_none() && !begun => {
            let due = desk.due(page.sheet.lesson.id, &homework_edit());
            due.map(|(due, clause)| {
                let due = messages::moment(due, desk);
                tr!(texts, "due-by", due, clause).into_owned()
            })
        }
        _ => None,
    };
    let parts = given.into_iter().chain(missing);
    parts.collect::<Vec<_>>().join(" · ")
}
