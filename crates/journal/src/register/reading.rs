//! The values that people write as a text of their own notation.

use super::fault::Fault;
use super::value::Grades;
use crate::school::Bell;
use chrono::NaiveTime;

/// Grades read kindly: «1–4, 9».
///
/// # Errors
/// [`Fault::Unreadable`].
pub fn grades(text: &str) -> Result<Grades, Fault> {
    let number = |text: &str| text.trim().parse::<u8>().map_err(|_| Fault::Unreadable);
    let mut grades = Grades::default();
    for run in text.split(',') {
        let (first, last) = run.split_once(['-', '–']).unwrap_or((run, run));
        let (first, last) = (number(first)?, number(last)?);
        if first > last {
            return Err(Fault::Unreadable);
        }
        grades.0.extend(first..=last);
    }
    Ok(grades)
}

/// Bells read kindly, a lesson a line or parted by semicolons: «1 08:30–09:15; 2 925-1010».
///
/// # Errors
/// [`Fault::Unreadable`].
pub fn bells(text: &str) -> Result<Vec<Bell>, Fault> {
    let lessons = text.split([';', '\n']).map(str::trim);
    let lessons = lessons.filter(|lesson| !lesson.is_empty());
    let read = |lesson: &str| {
        let (number, times) = lesson.split_once(char::is_whitespace)?;
        let (starts, ends) = times.split_once(['-', '–'])?;
        Some(Bell {
            number: number.trim_end_matches('.').parse().ok()?,
            starts: time(starts.trim())?,
            ends: time(ends.trim())?,
        })
    };
    let bells: Option<_> = lessons.map(read).collect();
    bells.ok_or(Fault::Unreadable)
}

/// «08:30», «8.30», «830».
fn time(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None => text.split_at_checked(text.len().checked_sub(2)?)?,
    };
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, 0)
}
