//! Terms of a regulation in words: «до 31.08», «7 дней».

use super::Texts;
use crate::tr;
use chrono::NaiveTime;
use journal::regulation::{Span, Term};

/// «3 рабочих дня»: of what it runs from or to the sentence around it says.
pub fn term(term: Term, texts: &Texts) -> String {
    let hour = |at: NaiveTime| at.format("%H:%M").to_string();
    let words = match term {
        Term::InLesson => texts.get("term-in-lesson"),
        Term::LessonDay => texts.get("term-lesson-day"),
        Term::Setting => texts.get("term-setting"),
        Term::LessonDayAt(at) => tr!(texts, "term-lesson-day-at", at = hour(at)),
        Term::LessonDayOrEnd(at) => tr!(texts, "term-lesson-day-or-end", at = hour(at)),
        Term::AfterLastLesson(minutes) => tr!(texts, "term-last-lesson", minutes),
        Term::By { month, day } => {
            tr!(texts, "term-by", day = format!("{day:02}.{month:02}"))
        }
        Term::TimesAYear(count) => tr!(texts, "term-times-a-year", count),
        Term::After(span, _) | Term::Before(span, _) => return self::span(span, texts),
    };
    words.into_owned()
}

fn span(span: Span, texts: &Texts) -> String {
    let (key, count) = match span {
        Span::Days(count) => ("term-days", count),
        Span::WorkingDays(count) => ("term-working-days", count),
        Span::Months(count) => ("term-months", count),
    };
    tr!(texts, key, count).into_owned()
}
