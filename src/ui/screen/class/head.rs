//! The lines over the grid of a class: which days, and what has no reason yet, with its term.

use super::columns::Span;
use crate::desk::Desk;
use crate::i18n::{Texts, dates, terms};
use crate::theme::Role;
use crate::tr;
use crate::ui::messages;
use crate::ui::screen::class_words::missed_words;
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint};
use chrono::{Days, NaiveDate};
use journal::view::ClassWeekPage;
use journal::{
    AbsenceReason, Cell, Content, Edit, Missed, Presence, ReasonKind, Standing, Timestamp,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// The days after a Monday.
const REST_OF_WEEK: Days = Days::new(6);

/// What of a week still waits for the class teacher.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Lessons missed without a reason, and of how many pupils.
    pub unexplained: (u32, usize),
    /// Lessons whose reason nobody has confirmed.
    pub unconfirmed: u32,
    /// How many of the first are past their term.
    pub overdue: u32,
    /// The nearest term of the rest, with its clause.
    pub due: Option<(Timestamp, String)>,
}

impl Waiting {
    /// What waits in a week.
    pub fn of(page: &ClassWeekPage, desk: &Desk) -> Self {
        let (mut waiting, mut pupils) = (Self::default(), BTreeSet::new());
        for lesson in &page.lessons {
            for member in page.members.iter().filter(|one| lesson.teaches(one)) {
                match Presence::of(&lesson.sheet, member.pupil) {
                    Presence::Missed(None) => {
                        waiting.unexplained.0 += 1;
                        pupils.insert(member.pupil);
                        let pupil = member.pupil;
                        let said = AbsenceReason::stated(ReasonKind::Valid);
                        let said = Content::Reason(Some(said));
                        let nothing = Content::Reason(None);
                        let edit = Edit::between(Cell::Reason { pupil }, nothing, said);
                        let due = edit.and_then(|edit| {
                            let (due, clause) = desk.due(lesson.sheet.lesson.id, &edit)?;
                            Some((due, clause.to_owned()))
                        });
                        waiting.note(due, desk.now());
                    }
                    Presence::Missed(Some(reason)) if reason.standing != Standing::Confirmed => {
                        waiting.unconfirmed += 1;
                    }
                    _ => {}
                }
            }
        }
        waiting.unexplained.1 = pupils.len();
        waiting
    }

    fn note(&mut self, due: Option<(Timestamp, String)>, now: Timestamp) {
        let Some(due) = due else { return };
        if due.0 < now {
            self.overdue += 1;
        } else if self.due.as_ref().is_none_or(|nearest| due.0 < nearest.0) {
            self.due = Some(due);
        }
    }

    /// «Без причины: 3 у 2 учеников · срок до 23.11 (п. 1.4 Порядка)».
    pub fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let (lessons, pupils) = self.unexplained;
        let mut parts = Vec::new();
        if lessons > 0 {
            parts.push(tr!(texts, "class-unexplained", lessons, pupils).into_owned());
        }
        if self.overdue > 0 {
            parts.push(tr!(texts, "class-overdue", count = self.overdue).into_owned());
        }
        if let Some((due, clause)) = &self.due {
            let due = messages::until(*due, desk, texts);
            let clause = clause.as_str();
            parts.push(tr!(texts, "class-due", due, clause).into_owned());
        }
        let by_paper = self.overdue == 0 && self.due.is_none();
        let rules = desk.rules.as_ref();
        let deadline = rules.and_then(|rules| rules.regulation.deadlines.reasons.as_ref());
        if let Some(deadline) = deadline.filter(|_| by_paper && lessons > 0) {
            let term = terms::term(deadline.due, texts);
            let clause = deadline.clause.cite.as_str();
            parts.push(tr!(texts, "class-due-by-paper", term, clause).into_owned());
        }
        if self.unconfirmed > 0 {
            parts.push(tr!(texts, "class-unconfirmed", count = self.unconfirmed).into_owned());
        }
        if parts.is_empty() {
            parts.push(texts.get("class-all-explained").into_owned());
        }
        parts.join(" · ")
    }
}

/// Paints both lines.
pub fn paint(
    (page, day, span): (&ClassWeekPage, NaiveDate, Span),
    desk: &Desk,
    look: Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) {
    let texts = look.texts;
    let days = match span {
        Span::Day => {
            let weekday = dates::weekday_short(texts.language(), day);
            format!("{weekday} {}", dates::full_date(texts.language(), day))
        }
        Span::Week => {
            let last = page.monday.checked_add_days(REST_OF_WEEK);
            let last = last.unwrap_or(page.monday);
            let (from, to) = (dates::short_date(page.monday), dates::short_date(last));
            tr!(texts, "class-week", from, to).into_owned()
        }
    };
    let title = format!("{} · {} · {days}", texts.get("title-class"), page.title);
    let waiting = Waiting::of(page, desk);
    let role = if waiting.overdue > 0 {
        Role::Warning
    } else {
        Role::Muted
    };
    let lines = [(title, Role::Title), (waiting.words(desk, texts), role)];
    let width = area.width.saturating_sub(2);
    for (y, (line, role)) in (area.y..area.bottom()).zip(lines) {
        let room = (area.x + 1, y, width);
        let style = look.style(role);
        paint::put_fit(buf, room, &line, Align::Left, style, look.glyphs.ellipsis);
    }
}

/// What the class missed on some days, for the status line.
pub fn summary(page: &ClassWeekPage, days: &[NaiveDate], texts: &Texts) -> String {
    let mut all = Missed::default();
    for member in &page.members {
        for day in days {
            all += page.missed_on(member, *day);
        }
    }
    missed_words(all, texts)
}
