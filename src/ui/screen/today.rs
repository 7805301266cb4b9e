//! «Сегодня»: the lessons of the day and what is missing in each.

mod columns;

use crate::action::Action;
use crate::app::effect::Effect;
use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::screen::forms;
use crate::ui::screen::journal::JournalScreen;
use crate::ui::screen::lesson::LessonScreen;
use crate::ui::waiting;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint, text};
use ::journal::view::{Me, TodayLesson};
use ::journal::{Role as Post, SchoolTime};
use columns::Columns;
use offline::PageKey;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The list of the day.
#[derive(Debug, Default)]
pub struct TodayScreen {
    axis: Axis,
    /// The cursor has been put on the lesson that matters now.
    placed: bool,
}

impl TodayScreen {
    fn rows(desk: &Desk) -> Vec<&TodayLesson> {
        let page = desk.pages.today.as_ref();
        page.map(|page| page.lessons.iter().chain(&page.unfilled).collect())
            .unwrap_or_default()
    }

    fn active<'a>(&self, desk: &'a Desk) -> Option<&'a TodayLesson> {
        Self::rows(desk).get(self.axis.current()?).copied()
    }
}

impl Layer for TodayScreen {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        let step = match action {
            Action::MoveUp => Step::By(-1),
            Action::MoveDown => Step::By(1),
            Action::PageUp => Step::Page(-1),
            Action::PageDown => Step::Page(1),
            Action::First | Action::RowStart => Step::First,
            Action::Last | Action::RowEnd => Step::Last,
            Action::Confirm | Action::OpenLesson => {
                let Some(row) = self.active(cx.desk) else {
                    return Outcome::Consumed;
                };
                let lesson = row.lesson.id;
                cx.effects.push(Effect::Open(PageKey::Lesson(lesson)));
                return Outcome::Open(Box::new(LessonScreen::new(lesson)));
            }
            Action::OpenJournal => {
                let Some(row) = self.active(cx.desk) else {
                    return Outcome::Consumed;
                };
                let (journal, lesson) = (row.lesson.journal, row.lesson.id);
                cx.effects
                    .push(Effect::Open(PageKey::Journal(journal, None)));
                return Outcome::Open(Box::new(JournalScreen::new(journal, Some(lesson))));
            }
            Action::EditTopic | Action::EditHomework => {
                let Some(row) = self.active(cx.desk) else {
                    return Outcome::Consumed;
                };
                let lesson = row.lesson.id;
                return match action {
                    Action::EditTopic => forms::open_topic(lesson, cx),
                    _ => forms::open_homework(lesson, cx),
                };
            }
            _ => return Outcome::Ignored,
        };
        self.axis.go(step, false);
        Outcome::Consumed
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        matches!(
            action,
            Action::MoveUp
                | Action::MoveDown
                | Action::PageUp
                | Action::PageDown
                | Action::First
                | Action::Last
                | Action::RowStart
                | Action::RowEnd
                | Action::Confirm
                | Action::OpenLesson
                | Action::OpenJournal
                | Action::EditTopic
                | Action::EditHomework
        )
    }

    fn availability(&self, action: Action, desk: &Desk) -> Result<(), Reason> {
        match action {
            Action::Confirm
            | Action::OpenLesson
            | Action::OpenJournal
            | Action::EditTopic
            | Action::EditHomework
                if self.active(desk).is_none() =>
            {
                Err(why_nothing(desk))
            }
            _ => Ok(()),
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Action> {
        let mut hints = vec![
            Action::OpenQueue,
            Action::Refresh,
            Action::SignOut,
            Action::Help,
            Action::Quit,
        ];
        if self.active(desk).is_some() {
            let of_the_row = [
                Action::Confirm,
                Action::OpenJournal,
                Action::EditTopic,
                Action::EditHomework,
            ];
            hints.splice(0..0, of_the_row);
        }
        hints
    }

    fn settle(&mut self, area: Rect, desk: &Desk, _texts: &Texts) {
        let rows = Self::rows(desk);
        self.axis.set_len(rows.len());
        if !self.placed && !rows.is_empty() {
            let now = desk.lesson_now();
            let at = rows
                .iter()
                .position(|row| Some(row.lesson.id) == now)
                .or_else(|| rows.iter().position(|row| !row.roll_called));
            self.axis.go(Step::To(at.unwrap_or(0)), false);
            self.placed = true;
        }
        self.axis.settle(area.height.saturating_sub(4), 0, |_| 1);
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        title(desk, look, area, buf);
        let Some(page) = desk.pages.today.as_ref() else {
            let today = PageKey::Today(desk.local(desk.now()).date());
            say_below(&waiting::words(today, desk, look.texts), look, area, buf);
            return None;
        };
        if page.lessons.is_empty() && page.unfilled.is_empty() {
            say_below(&nothing(desk, look.texts), look, area, buf);
            return None;
        }
        let columns = Columns::new(page, (school_time(desk), desk.now()), area.width, look);
        columns.head(
            Rect {
                y: area.y + 2,
                height: 1,
                ..area
            },
            buf,
        );
        let body = Rect {
            y: area.y + 3,
            height: area.height.saturating_sub(3),
            ..area
        };
        let now = desk.lesson_now();
        let (room, gap) = (body.height, u16::from(!page.unfilled.is_empty()));
        let window = self.axis.window(room.saturating_sub(gap), 0, |_| 1);
        let mut line = body.y;
        let mut cursor = None;
        for at in window {
            if at == page.lessons.len() && line < body.bottom() {
                let style = look.style(Role::Warning);
                paint::put(
                    buf,
                    area.x + 1,
                    line,
                    area.width,
                    &look.texts.get("today-unfilled"),
                    style,
                );
                line += 1;
            }
            let row = page.lessons.get(at).or_else(|| {
                at.checked_sub(page.lessons.len())
                    .and_then(|past| page.unfilled.get(past))
            });
            let Some(row) = row.filter(|_| line < body.bottom()) else {
                break;
            };
            let past = at >= page.lessons.len();
            let room = Rect {
                y: line,
                height: 1,
                ..area
            };
            columns.row(row, past, now == Some(row.lesson.id), room, buf);
            if self.axis.current() == Some(at) {
                paint::tint(buf, room, look.style(Role::Cursor));
                cursor = Some(Position::new(area.x + 1, line));
            }
            line += 1;
        }
        cursor
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let row = self.active(desk);
        row.map_or_else(String::new, |row| {
            let state = state(row, desk, texts);
            format!("{} · {}: {state}", row.group, row.subject)
        })
    }

    fn short_words(&self, desk: &Desk, texts: &Texts) -> String {
        let row = self.active(desk);
        row.map_or_else(String::new, |row| {
            format!("{}: {}", row.group, state(row, desk, texts))
        })
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = desk.pages.today.as_ref() else {
            return String::new();
        };
        if page.lessons.is_empty() && desk.me.as_ref().is_some_and(|me| !keeps(me)) {
            return String::new();
        }
        tr!(texts, "lessons-today", count = page.lessons.len()).into_owned()
    }
}

fn school_time(desk: &Desk) -> SchoolTime {
    desk.rules
        .as_ref()
        .map_or(SchoolTime::MOSCOW, |rules| rules.time)
}

/// What a lesson lacks, as far as it can lack anything yet.
fn state(row: &TodayLesson, desk: &Desk, texts: &Texts) -> String {
    let missing: Vec<String> = [
        (row.roll_called, "missing-roll"),
        (row.topic.is_some(), "missing-topic"),
        (row.homework, "missing-homework"),
    ]
    .into_iter()
    .filter(|(there, _)| !there)
    .map(|(_, key)| texts.get(key).into_owned())
    .collect();
    let to_come = desk.now() < row.lesson.bells(school_time(desk)).0;
    if missing.is_empty() {
        texts.get("nothing-missing").into_owned()
    } else if to_come {
        texts.get("lesson-to-come").into_owned()
    } else {
        tr!(texts, "missing", what = missing.join(", ")).into_owned()
    }
}

fn title(desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) {
    let texts = look.texts;
    let mut words = texts.get("title-today").into_owned();
    if let Some(page) = &desk.pages.today {
        words = format!(
            "{words} · {}",
            dates::full_date(texts.language(), page.date)
        );
    }
    paint::put(
        buf,
        area.x + 1,
        area.y,
        area.width.saturating_sub(2),
        &words,
        look.style(Role::Title),
    );
    let Some(me) = &desk.me else { return };
    let who = me.name.initialed();
    let room = area.width.saturating_sub(2 + text::width(&words) + 2);
    if text::width(&who) <= room {
        let at = (area.x + 1, area.y, area.width.saturating_sub(2));
        paint::put_fit(
            buf,
            at,
            &who,
            Align::Right,
            look.style(Role::Text),
            look.glyphs.ellipsis,
        );
    }
    if area.height > 8 {
        let style = look.style(Role::Muted);
        paint::put(
            buf,
            area.x + 1,
            area.y + 1,
            area.width.saturating_sub(2),
            &me.school,
            style,
        );
    }
}

fn say_below(words: &str, look: Look<'_>, area: Rect, buf: &mut Buffer) {
    let lines = text::wrap(words, area.width.saturating_sub(4));
    for (line, words) in (area.y + 3..area.bottom()).zip(lines) {
        paint::put(
            buf,
            area.x + 2,
            line,
            area.width.saturating_sub(4),
            &words,
            look.style(Role::Text),
        );
    }
}

/// Whether somebody keeps journals, and so has a list of lessons.
fn keeps(me: &Me) -> bool {
    me.roles.any(&[Post::Teacher, Post::Psychologist])
}

/// Why there is nothing to open.
fn why_nothing(desk: &Desk) -> Reason {
    Reason(match &desk.me {
        Some(me) if !keeps(me) && me.roles.any(&[Post::Deputy]) => "why-no-list-deputy",
        Some(me) if !keeps(me) && me.roles.any(&[Post::Director]) => "why-no-list-director",
        Some(me) if !keeps(me) => "why-no-list",
        _ if desk.pages.today.is_none() => "why-not-loaded",
        _ => "why-no-lesson",
    })
}

/// Why the list is empty: a free day, or a role whose screens are still to come.
fn nothing(desk: &Desk, texts: &Texts) -> String {
    match &desk.me {
        Some(me) if !keeps(me) => {
            let roles: Vec<String> = me
                .roles
                .0
                .iter()
                .map(|role| texts.get(&format!("role-{}", role.name())).into_owned())
                .collect();
            tr!(texts, "role-to-come", role = roles.join(", ")).into_owned()
        }
        _ => texts.get("no-lessons-today").into_owned(),
    }
}
