//! The columns of «Сегодня»: as wide as what stands in them, and the rest for the subject.

use crate::i18n::dates;
use crate::theme::Role;
use crate::ui::widget::text::{self, Align};
use crate::ui::widget::{Look, paint};
use journal::view::{TodayLesson, TodayPage};
use journal::{SchoolTime, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// An arrow at the lesson of this moment, a space, the number.
const NUMBER: u16 = 4;
/// «08:30–09:15», «13.11 13:20».
const TIME: u16 = 11;
/// A longer class is cut; most are «7Б».
const WIDEST_GROUP: u16 = 13;
/// Whatever else is there, so much is left to the subject.
const NARROWEST_SUBJECT: u16 = 12;
/// A topic of fewer columns tells nothing.
const NARROWEST_TOPIC: u16 = 16;
/// Free columns after a column.
const GAP: u16 = 1;

const HEADS: [&str; 10] = [
    "column-number",
    "column-time",
    "column-group",
    "column-subject",
    "column-room",
    "column-roll",
    "column-topic",
    "column-homework",
    "column-marks",
    "column-topic-text",
];

/// The columns and what they are painted with.
pub struct Columns<'a> {
    look: Look<'a>,
    time: SchoolTime,
    now: Timestamp,
    widths: [u16; 10],
}

impl<'a> Columns<'a> {
    /// The columns of a page in a room of so many columns.
    pub fn new(
        page: &TodayPage,
        (time, now): (SchoolTime, Timestamp),
        cols: u16,
        look: Look<'a>,
    ) -> Self {
        let rows = || page.lessons.iter().chain(&page.unfilled);
        let head = |key: &str| text::width(&look.texts.get(key));
        let widest = |of: &dyn Fn(&TodayLesson) -> u16| rows().map(of).max().unwrap_or(0);
        let group = widest(&|row| text::width(&row.group)).max(head("column-group"));
        let room = |row: &TodayLesson| row.lesson.room.as_deref().map_or(0, text::width);
        let mut widths = [
            NUMBER,
            TIME,
            group.min(WIDEST_GROUP),
            0,
            widest(&room).max(head("column-room")),
            head("column-roll"),
            head("column-topic"),
            head("column-homework"),
            head("column-marks"),
            0,
        ];
        let used: u16 = widths.iter().map(|wide| wide + GAP).sum();
        let free = (cols.saturating_sub(2)).saturating_sub(used);
        let subject = widest(&|row| text::width(&row.subject)).max(head("column-subject"));
        let subject = subject.min(free).max(NARROWEST_SUBJECT);
        let topic = free.saturating_sub(subject);
        let topic = if topic < NARROWEST_TOPIC { 0 } else { topic };
        let [_, _, _, of_subject, .., of_topic] = &mut widths;
        (*of_subject, *of_topic) = (subject, topic);
        Self {
            look,
            time,
            now,
            widths,
        }
    }

    fn line(&self, words: [&str; 10], roles: [Role; 10], row: Rect, buf: &mut Buffer) {
        let ellipsis = self.look.glyphs.ellipsis;
        let mut x = row.x + 1;
        for ((words, role), wide) in words.into_iter().zip(roles).zip(self.widths) {
            let room = wide.min(row.right().saturating_sub(x));
            let style = self.look.style(role);
            paint::put_fit(buf, (x, row.y, room), words, Align::Left, style, ellipsis);
            x = x.saturating_add(wide + GAP).min(row.right());
        }
    }

    /// Paints the heads.
    pub fn head(&self, row: Rect, buf: &mut Buffer) {
        let words = HEADS.map(|key| self.look.texts.get(key));
        let mut heads = words.each_ref().map(AsRef::as_ref);
        // Over the number, not over the arrow before it.
        let number = format!("  {}", heads[0]);
        heads[0] = &number;
        self.line(heads, [Role::Head; 10], row, buf);
    }

    /// Paints a lesson: of today, or of a day that is `past`.
    pub fn row(&self, row: &TodayLesson, past: bool, running: bool, room: Rect, buf: &mut Buffer) {
        let lesson = &row.lesson;
        let arrow = if running { self.look.glyphs.right } else { " " };
        let number = format!("{arrow} {}", lesson.number);
        let starts = dates::time(lesson.starts);
        let when = if past {
            format!("{} {starts}", dates::short_date(lesson.date))
        } else {
            format!("{starts}–{}", dates::time(lesson.ends))
        };
        // Before its bell a lesson lacks nothing.
        let to_come = self.now < lesson.bells(self.time).0;
        let (nothing, shade) = if to_come {
            (self.look.glyphs.dot, Role::Muted)
        } else {
            ("-", Role::Warning)
        };
        let tick = |done: bool| {
            if done {
                self.look.glyphs.check
            } else {
                nothing
            }
        };
        let shade = |done: bool| if done { Role::Ok } else { shade };
        let plain = if past { Role::Muted } else { Role::Text };
        let marks = row.marks.to_string();
        let (marks, of_marks) = if to_come && row.marks == 0 {
            (nothing, Role::Muted)
        } else {
            (marks.as_str(), plain)
        };
        self.line(
            [
                &number,
                &when,
                &row.group,
                &row.subject,
                lesson.room.as_deref().unwrap_or_default(),
                tick(row.roll_called),
                tick(row.topic.is_some()),
                tick(row.homework),
                marks,
                row.topic.as_deref().unwrap_or_default(),
            ],
            [
                if running { Role::HeadCurrent } else { plain },
                plain,
                plain,
                plain,
                plain,
                shade(row.roll_called),
                shade(row.topic.is_some()),
                shade(row.homework),
                of_marks,
                Role::Muted,
            ],
            room,
            buf,
        );
    }
}
