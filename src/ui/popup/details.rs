//! A mark in detail: its weight, its comment, the day a point is due.

use crate::action::Action;
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::i18n::{Texts, dates};
use crate::input::day::date;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::ui::keys::form_action;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::messages;
use crate::ui::widget::field::{Field, FieldOutcome};
use crate::ui::widget::frame;
use crate::ui::widget::{Look, paint, text};
use chrono::{Datelike, NaiveDate};
use crossterm::event::KeyEvent;
use journal::{Edit, FromTo, LessonId, Mark, MarkValue, PupilId, WorkRef, validity};
use offline::{Draft, DraftKey, DraftKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const LABEL_WIDTH: u16 = 14;
/// The fields' names in a draft, and their labels.
const NAMES: [&str; 3] = ["comment", "weight", "due"];
const LABELS: [&str; 3] = ["details-comment", "details-weight", "details-due"];
/// Columns inside the frame.
const WIDTH: u16 = 58;

/// The form of one mark.
#[derive(Debug)]
pub struct Details {
    lesson: LessonId,
    pupil: PupilId,
    work: WorkRef,
    mark: Mark,
    date: NaiveDate,
    comment: Field,
    weight: Field,
    due: Option<Field>,
    at: usize,
    /// What was typed here some other time is here again, and no key has changed it.
    restored: bool,
}

impl Details {
    /// The form of a mark that stands in a lesson of this date.
    pub fn new(
        lesson: LessonId,
        pupil: PupilId,
        work: WorkRef,
        mark: Mark,
        date: NaiveDate,
    ) -> Self {
        let due = match mark.value {
            MarkValue::Point { due } => Some(Field::new().limit(10).with(&dates::short_date(due))),
            _ => None,
        };
        let comment = mark.comment.clone().unwrap_or_default();
        Self {
            lesson,
            pupil,
            work,
            date,
            comment: Field::new().limit(validity::COMMENT_LIMIT).with(&comment),
            weight: Field::new().limit(2).with(&mark.weight.to_string()),
            due,
            mark,
            at: 0,
            restored: false,
        }
    }

    /// The form with what was typed into it some other time and not entered.
    #[must_use]
    pub fn resumed(mut self, desk: &Desk) -> Self {
        let Some(Draft::Form(typed)) = desk.drafts.get(&self.key_of_draft()) else {
            return self;
        };
        for (name, field) in NAMES.into_iter().zip(self.all_fields()) {
            if let Some(text) = typed.get(name) {
                field.set(text);
            }
        }
        self.restored = true;
        self
    }

    fn key_of_draft(&self) -> DraftKey {
        let work = self.work;
        let name = format!("mark/{}/{}/{}", self.pupil, work.kind, work.nth);
        DraftKey {
            sheet: Some(self.lesson.into()),
            kind: DraftKind::Form(name),
        }
    }

    fn all_fields(&mut self) -> impl Iterator<Item = &mut Field> {
        [&mut self.comment, &mut self.weight]
            .into_iter()
            .chain(&mut self.due)
    }

    /// What is typed and not entered is to outlive the window.
    fn keep(&mut self, desk: &mut Desk) {
        self.restored = false;
        let untouched = self.filled(desk).is_ok_and(|mark| mark == self.mark);
        let fields = NAMES.into_iter().zip(self.all_fields());
        let typed = fields.map(|(name, field)| (name.to_owned(), field.value().to_owned()));
        let draft = (!untouched).then(|| Draft::Form(typed.collect()));
        desk.drafts.set(self.key_of_draft(), draft);
    }

    /// Leaves it. What is typed stays a draft; a draft that was only looked at is given up.
    fn cancel(&self, cx: &mut Cx<'_>) -> Outcome {
        let key = self.key_of_draft();
        if cx.desk.drafts.get(&key).is_some() {
            let said = if self.restored {
                cx.desk.drafts.set(key, None);
                "details-given-up"
            } else {
                "details-kept"
            };
            cx.desk.say(Notice::new(Tone::Hint, cx.texts.get(said)));
        }
        Outcome::Close
    }

    /// «Белова Анна · отметка 5 · Контр.»; the name yields first to a narrow frame.
    fn title(&self, cols: u16, desk: &Desk, look: Look<'_>) -> String {
        let texts = look.texts;
        let name = desk.pupil_name(self.pupil).unwrap_or_default();
        let mark = messages::mark(&self.mark, desk, texts);
        let kind = desk.work_kind(self.work.kind);
        let title = |work: &str| [mark.as_str(), work].join(" · ");
        let work = kind.map_or("", |kind| kind.title.as_str());
        let short = kind.map_or("", |kind| kind.short.as_str());
        let room = |rest: &str| cols.saturating_sub(text::width(rest) + 3);
        let whole = title(work);
        let rest = if text::width(&name) <= room(&whole) {
            whole
        } else {
            title(short)
        };
        let name = text::fit_with(&name, room(&rest), look.glyphs.ellipsis);
        format!("{name} · {rest}")
    }

    fn fields(&self) -> usize {
        2 + usize::from(self.due.is_some())
    }

    fn field(&mut self) -> &mut Field {
        match (self.at, &mut self.due) {
            (2, Some(due)) => due,
            (1, _) => &mut self.weight,
            _ => &mut self.comment,
        }
    }

    /// The mark as the form says, or the key of the sentence that says what is wrong.
    fn filled(&self, desk: &Desk) -> Result<Mark, &'static str> {
        let weight = self
            .weight
            .value()
            .trim()
            .parse()
            .map_err(|_| "details-bad-weight")?;
        let comment = self.comment.value().trim();
        let value = match &self.due {
            Some(due) => {
                let year = desk.rules.as_ref().and_then(|it| it.years.of(self.date));
                let year_ends = year.map_or(self.date, |year| year.ends);
                let due = read_day(due.value(), self.date, year_ends);
                let due = due.ok_or("details-bad-date")?;
                MarkValue::Point { due }
            }
            None => self.mark.value,
        };
        let comment = (!comment.is_empty()).then(|| comment.to_owned());
        Ok(Mark {
            value,
            weight,
            comment,
        })
    }

    fn save(&self, cx: &mut Cx<'_>) -> Outcome {
        let mark = match self.filled(cx.desk) {
            Ok(mark) => mark,
            Err(key) => {
                cx.desk.say(Notice::new(Tone::Error, cx.texts.get(key)));
                return Outcome::Consumed;
            }
        };
        if mark == self.mark {
            return Outcome::Close;
        }
        let edit = Edit::Mark {
            pupil: self.pupil,
            work: self.work,
            step: FromTo::new(Some(self.mark.clone()), Some(mark)),
        };
        let gesture = cx.desk.gesture();
        let recorded = cx.desk.record(gesture, vec![(self.lesson, edit)], None);
        messages::recorded(&recorded, cx.desk, cx.texts);
        match recorded {
            Recorded::Done { .. } => Outcome::CloseWhenKept,
            Recorded::Nothing => Outcome::Close,
            // What was typed stays in the form.
            _ => Outcome::Consumed,
        }
    }
}

/// A day with its month; without a year the first such day from the lesson to the end of the
/// school year, else that of the lesson's year, which the rules refuse.
fn read_day(text: &str, lesson: NaiveDate, year_ends: NaiveDate) -> Option<NaiveDate> {
    date(text, |day, month| {
        let in_year = |year| NaiveDate::from_ymd_opt(year, month, day);
        let next = in_year(lesson.year() + 1).filter(|date| *date <= year_ends);
        let this = in_year(lesson.year());
        this.filter(|date| *date >= lesson).or(next).or(this)
    })
}

impl Layer for Details {
    fn context(&self) -> Context {
        Context::Text
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn draft_key(&self) -> Option<DraftKey> {
        Some(self.key_of_draft())
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Cancel => return self.cancel(cx),
            Action::Confirm | Action::Save => return self.save(cx),
            Action::Undo => {
                messages::typing_undone(self.field().undo(), cx);
                self.keep(cx.desk);
            }
            Action::NextField | Action::MoveDown => self.at = (self.at + 1) % self.fields(),
            Action::PreviousField | Action::MoveUp => {
                self.at = (self.at + self.fields() - 1) % self.fields();
            }
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        if let Some(action) = form_action(key) {
            return self.act(action, cx);
        }
        match self.field().handle(key) {
            FieldOutcome::Ignored => return Outcome::Ignored,
            FieldOutcome::Changed => self.keep(cx.desk),
            _ => {}
        }
        Outcome::Consumed
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) -> Outcome {
        self.field().paste(text);
        self.keep(cx.desk);
        Outcome::Consumed
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![Action::Confirm, Action::NextField, Action::Cancel]
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-record",
            Action::Cancel => "hint-leave",
            _ => action.spec().hint,
        }
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let rows = u16::try_from(self.fields()).unwrap_or(3);
        let title = self.title(
            WIDTH.min(area.width.saturating_sub(4)).saturating_sub(2),
            desk,
            look,
        );
        let room = frame::paint(&title, (WIDTH, rows), look, area, buf);
        let mut cursor = None;
        let fields = [&self.comment, &self.weight].into_iter().chain(&self.due);
        let lines = (room.y..room.bottom()).zip(LABELS).zip(fields);
        for (((line, label), field), at) in lines.zip(0..) {
            paint::put(
                buf,
                room.x,
                line,
                LABEL_WIDTH,
                &look.texts.get(label),
                look.style(Role::Popup),
            );
            let wide = room.width.saturating_sub(LABEL_WIDTH);
            let position = field.paint((room.x + LABEL_WIDTH, line, wide), "", look, buf);
            if at == self.at {
                cursor = Some(position);
            }
        }
        cursor
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        let key = if self.restored {
            "details-restored"
        } else {
            LABELS.get(self.at).copied().unwrap_or_default()
        };
        texts.get(key).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("20.11", Some("2026-11-20"))]
    #[case("5.1", Some("2027-01-05"))]
    #[case::no_year_after_this_one("5.10", Some("2026-10-05"))]
    #[case::before_the_lesson("15.11", Some("2026-11-15"))]
    #[case("05.02.2027", Some("2027-02-05"))]
    #[case("05.02.27", Some("2027-02-05"))]
    #[case::in_one_go("2011", Some("2026-11-20"))]
    #[case::slashes("20/11", Some("2026-11-20"))]
    #[case::blanks(" 20 . 11 . 2026 ", Some("2026-11-20"))]
    #[case::dot_at_the_end("20.11.", Some("2026-11-20"))]
    #[case::day_alone("20", None)]
    #[case("31.02", None)]
    #[case("завтра", None)]
    #[case("", None)]
    fn days(#[case] text: &str, #[case] expected: Option<&str>) {
        let lesson = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
        let year_ends = NaiveDate::from_ymd_opt(2027, 5, 26).unwrap();
        assert_eq!(
            read_day(text, lesson, year_ends),
            expected.map(|date| date.parse().unwrap())
        );
    }
}
