//! What lessons lack and until when it is to be entered, in words.

use super::until;
use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::tr;
use journal::regulation::{LessonPart, PartDue, Until};
use journal::{Cell, Timestamp};

/// What of a lesson matters first: all that was late first, else what is due next. Parts of the same
/// term are said together.
#[derive(Debug, Clone)]
pub struct FirstDue<'a> {
    /// The parts.
    pub parts: Vec<LessonPart>,
    /// The step of their term that counts.
    pub until: Until<'a>,
    /// That step is past, and they are late.
    pub is_late: bool,
}

impl<'a> FirstDue<'a> {
    /// Of what a lesson lacks now; none: nothing of it has a term.
    pub fn of(lacking: &[PartDue<'a>], now: Timestamp) -> Option<Self> {
        let terms = lacking.iter().filter_map(|part| {
            let is_late = part.is_late(now);
            let until = if is_late {
                part.late_after()
            } else {
                part.step(now)
            };
            Some((part.part, until?, is_late))
        });
        let first = terms
            .clone()
            .min_by_key(|(_, (at, _), is_late)| (!is_late, *at));
        let (_, until, is_late) = first?;
        let same = terms.filter(|(_, of, _)| *of == until);
        Some(Self {
            parts: same.map(|(part, ..)| part).collect(),
            until,
            is_late,
        })
    }

    /// «явка, тема: до 18.11 (п. 12 Порядка)», «просрочено: д/з — до 13.11 18:00 (п. 3.4 Порядка)».
    pub fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let parts = self.parts.iter().map(|part| part_named(*part, desk, texts));
        let what = parts.collect::<Vec<_>>().join(", ");
        let key = if self.is_late {
            "part-late"
        } else {
            "part-due"
        };
        self.said(key, &what, desk, texts)
    }

    /// The same beside the homework, which is not named if it is the only one.
    pub fn in_head(&self, desk: &Desk, texts: &Texts) -> String {
        let homework = LessonPart::Of(Cell::Homework { slot: 0 });
        if self.parts != [homework] {
            return self.words(desk, texts);
        }
        let key = if self.is_late {
            "head-late"
        } else {
            "head-due"
        };
        self.said(key, "", desk, texts)
    }

    /// A sentence of these parts with its term.
    fn said(&self, key: &str, what: &str, desk: &Desk, texts: &Texts) -> String {
        let (at, clause) = self.until;
        let due = by(at, desk, texts);
        match clause {
            Some(clause) => {
                let clause = tr!(texts, "by-clause", due, clause = clause.cite.as_str());
                tr!(texts, key, what, due = clause).into_owned()
            }
            None => tr!(texts, key, what, due).into_owned(),
        }
    }
}

/// A part that a lesson lacks: «явка», «отметки (Контр.)».
fn part_named(part: LessonPart, desk: &Desk, texts: &Texts) -> String {
    let key = match part {
        LessonPart::Of(Cell::RollCall) => "part-roll",
        LessonPart::Of(Cell::Topic) => "part-topic",
        LessonPart::Of(_) => "part-homework",
        LessonPart::Point => "part-point",
        LessonPart::Work(kind) => {
            let work = desk.work_kind(kind).map_or("", |kind| kind.short.as_str());
            return tr!(texts, "part-work", work).into_owned();
        }
    };
    texts.get(key).into_owned()
}

/// Until when, as shortly as it is understood: «18:00» of today, «18.11», «13.11 18:00».
fn by(at: Timestamp, desk: &Desk, texts: &Texts) -> String {
    let local = desk.local(at);
    if local.date() == desk.local(desk.now()).date() {
        return dates::time(local.time());
    }
    until(at, desk, texts)
}
