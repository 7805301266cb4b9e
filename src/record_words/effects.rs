//! What follows in the journals when records move.

use crate::i18n::{Texts, dates};
use crate::tr;
use chrono::NaiveDate;
use journal::register::{DaySpan, Effect, EffectKind, Found, RecordRef, TermsMove};
use journal::school::Bell;

/// «266 уроков, 1204 отметки».
pub fn found(found: &Found, texts: &Texts) -> impl Iterator<Item = String> {
    let counted = [
        ("found-lessons", found.lessons),
        ("found-marks", found.marks),
        ("found-journals", found.journals),
        ("found-accounts", found.accounts),
    ];
    let said = counted.into_iter().filter(|(_, count)| *count > 0);
    let said = said.map(|(key, count)| tr!(texts, key, count).into_owned());
    said.collect::<Vec<_>>().into_iter()
}

/// The same of what a consequence has found.
pub fn found_in(effect: &Effect, texts: &Texts) -> String {
    let found = effect.found.iter().flat_map(|it| self::found(it, texts));
    found.collect::<Vec<_>>().join(", ")
}

/// A consequence in one line, on these days; `title` says what records are called.
pub fn effect(
    effect: &Effect,
    title: &dyn Fn(&RecordRef) -> String,
    moved: DaySpan,
    texts: &Texts,
) -> String {
    let (what, days) = (found_in(effect, texts), days(moved, texts));
    match &effect.kind {
        EffectKind::BecomesAdministrator { person } => {
            let title = title(person);
            tr!(texts, "effect-becomes-administrator", title, days)
        }
        EffectKind::PupilOfStaff { pupil } => {
            tr!(texts, "effect-pupil-of-staff", title = title(pupil), days)
        }
        EffectKind::FamilyOfStaff { person } => {
            tr!(texts, "effect-family-of-staff", title = title(person))
        }
        EffectKind::NoRole { person } => {
            tr!(texts, "effect-no-role", title = title(person), days)
        }
        EffectKind::NoAdministrator { person } => {
            tr!(
                texts,
                "effect-no-administrator",
                title = title(person),
                days
            )
        }
        EffectKind::PromotedWithDebt { pupil, owed } => {
            let (title, owed) = (title(pupil), owed.join(", "));
            tr!(texts, "effect-promoted-with-debt", title, owed)
        }
        EffectKind::NoPupil { person } => tr!(texts, "effect-no-pupil", title = title(person)),
        EffectKind::NameKnown { person } => {
            tr!(texts, "effect-name-known", title = title(person))
        }
        EffectKind::ConditionUnsaid { pupil } => {
            tr!(texts, "effect-condition-unsaid", title = title(pupil))
        }
        EffectKind::TeacherUnlinked { teacher, subject } => {
            let (title, subject) = (title(teacher), title(subject));
            tr!(texts, "effect-teacher-unlinked", title, subject)
        }
        EffectKind::LeavesYears { year } => {
            let title = title(year);
            tr!(texts, "effect-leaves-years", title, what, days)
        }
        EffectKind::ClosesYear { year } => {
            tr!(texts, "effect-closes-year", title = title(year), what)
        }
        EffectKind::BecomesHoliday { holiday } => {
            let title = title(holiday);
            tr!(texts, "effect-becomes-holiday", title, what, days)
        }
        EffectKind::LeavesPeriods { .. } => tr!(texts, "effect-leaves-periods", what, days),
        EffectKind::MovesPeriodMarks { period } => {
            let title = title(period);
            tr!(texts, "effect-moves-period-marks", title, what)
        }
        EffectKind::MovesTerms { moved } => tr!(texts, terms_moved(*moved), what),
        EffectKind::Renames { .. } => tr!(texts, "effect-renames", what),
        EffectKind::EntriesOutside { list } => {
            let title = title(list);
            tr!(texts, "effect-entries-outside", title, what, days)
        }
        EffectKind::LeavesUntaught { journal } => {
            let title = title(journal);
            tr!(texts, "effect-leaves-untaught", title, what, days)
        }
        EffectKind::KeepsWeight { .. } => tr!(texts, "effect-keeps-weight", what),
        EffectKind::LosesBell { was, .. } => {
            let number = was.number;
            tr!(
                texts,
                "effect-loses-bell",
                number,
                was = bell(*was),
                what,
                days
            )
        }
        EffectKind::MovesBell { was, now, .. } => {
            let (number, was, now) = (was.number, bell(*was), bell(*now));
            tr!(texts, "effect-moves-bell", number, was, now, what, days)
        }
        EffectKind::GainsBell { now, .. } => {
            let (number, now) = (now.number, bell(*now));
            tr!(texts, "effect-gains-bell", number, now, what, days)
        }
        EffectKind::ChangesPeriod { from, to } => {
            let (from, to) = (title(from), title(to));
            tr!(texts, "effect-changes-period", from, to, what, days)
        }
        EffectKind::EntersPeriod { period } => {
            let title = title(period);
            tr!(texts, "effect-enters-period", title, what, days)
        }
        EffectKind::LeavesHoliday { holiday } => {
            let title = title(holiday);
            tr!(texts, "effect-leaves-holiday", title, what, days)
        }
    }
    .into_owned()
}

/// The first lessons of a consequence.
pub fn samples(effect: &Effect, texts: &Texts) -> String {
    let Some(found) = &effect.found else {
        return String::new();
    };
    let lessons = found.samples.iter().map(|sample| {
        let day = dates::short_date(sample.day);
        let (title, number) = (sample.title.as_str(), sample.number);
        tr!(texts, "effect-sample", title, day, number).into_owned()
    });
    lessons.collect::<Vec<_>>().join("; ")
}

fn terms_moved(moved: TermsMove) -> &'static str {
    match moved {
        TermsMove::Closes => "effect-terms-close",
        TermsMove::BecomesLate => "effect-terms-late",
        TermsMove::Opens => "effect-terms-open",
        TermsMove::IsInTime => "effect-terms-in-time",
    }
}

/// «с 12.10.2026», «12.10–18.10.2026».
pub fn days(days: DaySpan, texts: &Texts) -> String {
    let whole = |day: NaiveDate| day.format("%d.%m.%Y").to_string();
    let DaySpan { first, last } = days;
    match (first == NaiveDate::MIN, last == NaiveDate::MAX) {
        (true, true) => texts.get("days-all").into_owned(),
        (true, false) => tr!(texts, "days-until", day = whole(last)).into_owned(),
        (false, true) => tr!(texts, "days-from", day = whole(first)).into_owned(),
        _ if first == last => whole(first),
        _ => format!("{}–{}", first.format("%d.%m"), whole(last)),
    }
}

fn bell(bell: Bell) -> String {
    format!("{}–{}", dates::time(bell.starts), dates::time(bell.ends))
}
