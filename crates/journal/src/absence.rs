//! What a pupil missed of a day: whole days and single lessons, by reason.
//!
//! None of the regulations says when lessons make a day. Here a day is missed as a whole when the pupil
//! was absent in every lesson of that day of which it is known who was there: one that nobody has kept
//! yet tells nothing. Of a day that was missed in part, the lessons count.

use crate::attendance::{AbsenceReason, Attendance, ReasonKind, Standing};
use crate::ids::PupilId;
use crate::sheet::Sheet;
use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// How a pupil stands to one lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence<'a> {
    /// Nobody has said who was there; the reason is what was announced of the pupil.
    Unknown(Option<&'a AbsenceReason>),
    /// Was there, perhaps exempt.
    There,
    /// Came so many minutes late.
    Late(u16),
    /// Was not there, for this reason.
    Missed(Option<&'a AbsenceReason>),
}

impl<'a> Presence<'a> {
    /// Of a pupil who is taught in a lesson.
    pub fn of(sheet: &'a Sheet, pupil: PupilId) -> Self {
        let entry = sheet.entry(pupil);
        let reason = entry.and_then(|entry| entry.reason.as_ref());
        match sheet.attendance(pupil) {
            Attendance::Absent => Self::Missed(reason),
            Attendance::Late { minutes } => Self::Late(minutes),
            Attendance::Exempt => Self::There,
            Attendance::Present if sheet.roll_call.is_some() => Self::There,
            Attendance::Present => Self::Unknown(reason),
        }
    }
}

/// Numbers by the class of the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct ByReason {
    pub illness: u32,
    pub valid: u32,
    pub invalid: u32,
    /// Nobody has said why.
    pub none: u32,
}

impl ByReason {
    /// All together.
    pub fn total(self) -> u32 {
        self.illness + self.valid + self.invalid + self.none
    }

    fn of(&mut self, kind: Option<ReasonKind>) -> &mut u32 {
        match kind {
            Some(ReasonKind::Illness) => &mut self.illness,
            Some(ReasonKind::Valid) => &mut self.valid,
            Some(ReasonKind::Invalid) => &mut self.invalid,
            None => &mut self.none,
        }
    }
}

impl AddAssign for ByReason {
    fn add_assign(&mut self, other: Self) {
        self.illness += other.illness;
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.none += other.none;
    }
}

/// What a pupil missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Missed {
    /// Lessons of which it is known who was there.
    pub known: u32,
    /// Lessons missed, of whole days too.
    pub lessons: ByReason,
    /// Whole days missed; each counts where its lessons do, of several reasons the worst: none, invalid,
    /// valid, illness.
    pub days: ByReason,
    /// Of the lessons missed, those whose reason the class teacher has confirmed.
    pub confirmed: u32,
    /// Lessons that nobody has kept yet, of which an absence was announced.
    pub announced: u32,
    /// Times late.
    pub late: u32,
    /// Minutes late, together.
    pub minutes: u32,
}

impl Missed {
    /// Of the lessons of one day in which the pupil is taught.
    pub fn on_day<'a>(lessons: impl IntoIterator<Item = Presence<'a>>) -> Self {
        let mut of = Self::default();
        let mut worst = Some(ReasonKind::Illness);
        for presence in lessons {
            of.known += u32::from(!matches!(presence, Presence::Unknown(_)));
            match presence {
                Presence::Unknown(reason) => of.announced += u32::from(reason.is_some()),
                Presence::There => {}
                Presence::Late(minutes) => {
                    of.late += 1;
                    of.minutes += u32::from(minutes);
                }
                Presence::Missed(reason) => {
                    let kind = reason.map(|reason| reason.kind);
                    *of.lessons.of(kind) += 1;
                    let confirmed = |reason: &AbsenceReason| reason.standing == Standing::Confirmed;
                    of.confirmed += u32::from(reason.is_some_and(confirmed));
                    worst = worse(worst, kind);
                }
            }
        }
        if of.lessons.total() > 0 && of.lessons.total() == of.known {
            *of.days.of(worst) += 1;
        }
        of
    }

    /// Whether it is a day that was missed as a whole.
    pub fn is_whole_day(self) -> bool {
        self.days.total() > 0
    }

    /// Whether nothing was missed, and nobody came late or is announced.
    pub fn is_nothing(self) -> bool {
        self.lessons.total() + self.announced + self.late == 0
    }
}

impl AddAssign for Missed {
    fn add_assign(&mut self, other: Self) {
        self.known += other.known;
        self.lessons += other.lessons;
        self.days += other.days;
        self.confirmed += other.confirmed;
        self.announced += other.announced;
        self.late += other.late;
        self.minutes += other.minutes;
    }
}

fn worse(one: Option<ReasonKind>, other: Option<ReasonKind>) -> Option<ReasonKind> {
    let rank = |kind: Option<ReasonKind>| match kind {
        Some(ReasonKind::Illness) => 0,
        Some(ReasonKind::Valid) => 1,
        Some(ReasonKind::Invalid) => 2,
        None => 3,
    };
    if rank(other) > rank(one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn reason(kind: ReasonKind, standing: Standing) -> AbsenceReason {
        AbsenceReason {
            standing,
            ..AbsenceReason::stated(kind)
        }
    }

    fn presence(word: char, reasons: &[AbsenceReason; 4]) -> Presence<'_> {
        let [ill, valid, invalid, announced] = reasons;
        match word {
            'н' => Presence::Missed(None),
            'б' => Presence::Missed(Some(ill)),
            'у' => Presence::Missed(Some(valid)),
            'п' => Presence::Missed(Some(invalid)),
            '(' => Presence::Unknown(Some(announced)),
            '?' => Presence::Unknown(None),
            'о' => Presence::Late(5),
            _ => Presence::There,
        }
    }

    #[rstest]
    #[case::all("ннн", 3, 1)]
    #[case::all_but_one("нн·н", 3, 0)]
    #[case::late_is_there("нно", 2, 0)]
    #[case::what_nobody_kept_tells_nothing("нн??", 2, 1)]
    #[case::announced_is_not_missed("((", 0, 0)]
    #[case::nothing_known("??", 0, 0)]
    #[case::no_lessons("", 0, 0)]
    #[case::the_only_lesson("б", 1, 1)]
    fn a_day_is_missed_in_all_lessons_that_are_known(
        #[case] day: &str,
        #[case] lessons: u32,
        #[case] days: u32,
    ) {
        let missed = of(day);
        assert_eq!(
            (missed.lessons.total(), missed.days.total()),
            (lessons, days)
        );
        assert_eq!(missed.is_whole_day(), days == 1);
    }

    fn of(day: &str) -> Missed {
        let reasons = [
            reason(ReasonKind::Illness, Standing::Confirmed),
            reason(ReasonKind::Valid, Standing::Confirmed),
            reason(ReasonKind::Invalid, Standing::Stated),
            reason(ReasonKind::Illness, Standing::Announced),
        ];
        let day: Vec<char> = day.chars().collect();
        Missed::on_day(day.into_iter().map(|word| presence(word, &reasons)))
    }

    #[rstest]
    #[case::illness("ббб", (1, 0, 0, 0))]
    #[case::the_worst_counts("бу", (0, 1, 0, 0))]
    #[case::invalid("бп", (0, 0, 1, 0))]
    #[case::none_of_one("ббн", (0, 0, 0, 1))]
    fn a_day_counts_by_the_worst_reason_of_its_lessons(
        #[case] day: &str,
        #[case] (illness, valid, invalid, none): (u32, u32, u32, u32),
    ) {
        let days = ByReason {
            illness,
            valid,
            invalid,
            none,
        };
        assert_eq!(of(day).days, days);
    }

    #[test]
    fn a_week_is_the_sum_of_its_days() {
        let mut week = Missed::default();
        for day in ["ннн", "б·о", "((", "···"] {
            week += of(day);
        }
        assert_eq!((week.lessons.total(), week.days.total()), (4, 1));
        assert_eq!((week.lessons.none, week.lessons.illness), (3, 1));
        assert_eq!((week.confirmed, week.announced), (1, 2));
        assert_eq!((week.late, week.minutes), (1, 5));
    }
}
