//! Whose a reason of an absence is: what a letter in a lesson makes of the one that stands there.
//! The desk enters by it, [`Edit::touches_reason_from_outside`] judges what was entered.

use super::judge::Access;
use crate::attendance::{AbsenceReason, Attendance, ReasonKind, Standing};
use crate::change::Edit;

impl Edit {
    /// Whether it touches a reason that is the class teacher's. Who gives a lesson says what was said
    /// there. What was announced or confirmed came from outside of it: it is neither made there nor
    /// put aside for another reason; but one that was announced goes when the pupil came after all
    /// (EPOS1-1.2).
    pub fn touches_reason_from_outside(&self) -> bool {
        let Self::Reason { step, .. } = self else {
            return false;
        };
        let standing =
            |reason: &Option<AbsenceReason>| reason.as_ref().map(|reason| reason.standing);
        match (standing(&step.old), standing(&step.new)) {
            (Some(Standing::Confirmed), _)
            | (_, Some(Standing::Confirmed | Standing::Announced)) => true,
            (Some(Standing::Announced), new) => new.is_some(),
            _ => false,
        }
    }
}

/// Who writes into a sheet, as far as that tells what becomes of reasons of absences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnteredBy {
    /// Whether it is the class teacher of the pupils, whose word confirms a reason.
    pub class_teacher: bool,
    /// What of the sheet is that one's to write.
    pub access: Access,
    /// Whether a reason is given alone, without the absence: of an absence that nobody has seen yet it
    /// is an announcement.
    pub announces: bool,
}

impl EnteredBy {
    /// Who writes nothing there.
    pub const READER: Self = Self {
        class_teacher: false,
        access: Access::Reads,
        announces: false,
    };

    /// The reason that a letter gives where another stands. What the class teacher hears at an own
    /// lesson is heard only, unless it replaces what came from outside of it; the paper stays with it. On
    /// the screen of the class it is confirmed, whoever gives the lesson.
    pub fn gives(self, kind: ReasonKind, old: Option<&AbsenceReason>) -> AbsenceReason {
        let outside = old.filter(|old| old.is_from_outside());
        let is_at_lesson = self.access == Access::Keeps;
        if !self.class_teacher || (is_at_lesson && outside.is_none()) {
            return AbsenceReason::stated(kind);
        }
        AbsenceReason {
            kind,
            standing: Standing::Confirmed,
            document: outside.and_then(|old| old.document.clone()),
        }
    }

    /// Whether a reason stays where this attendance is marked and this reason given. One that the
    /// class teacher confirmed stays: the teacher sees the fact only. One that was announced stays with
    /// the absence it announced, whatever reason the teacher has heard (SOLO2-8.5.1), and goes if the
    /// pupil came after all (EPOS1-1.2). The class teacher's own word replaces either.
    pub fn keeps(
        self,
        old: &AbsenceReason,
        new: Attendance,
        given: Option<&AbsenceReason>,
    ) -> bool {
        let is_absent = new == Attendance::Absent;
        match old.standing {
            Standing::Stated => false,
            _ if self.class_teacher && is_absent => given.is_none_or(|given| {
                // What was announced for an own lesson is confirmed on another day.
                let is_at_lesson = self.access == Access::Keeps;
                given.kind == old.kind && (old.standing == Standing::Confirmed || is_at_lesson)
            }),
            Standing::Confirmed => true,
            Standing::Announced => is_absent,
        }
    }

    /// Whether emptying the one cell of a pupil removes the reason alone, and leaves what is marked:
    /// there is nothing else of it, or nothing else is that one's to write. Whoever keeps the lesson
    /// answers an announcement, whose place it is not to be removed by the way.
    pub fn removes(self, reason: &AbsenceReason, marked: Attendance) -> bool {
        if self.access == Access::Reasons {
            return true;
        }
        let is_bare = marked == Attendance::Present;
        let is_answered = self.access == Access::Keeps && reason.standing == Standing::Announced;
        self.class_teacher && is_bare && reason.is_from_outside() && !is_answered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEACHER: EnteredBy = EnteredBy {
        class_teacher: false,
        access: Access::Keeps,
        announces: false,
    };
    const AT_OWN_LESSON: EnteredBy = EnteredBy {
        class_teacher: true,
        access: Access::Keeps,
        announces: false,
    };
    const CLASS_TEACHER: EnteredBy = EnteredBy {
        class_teacher: true,
        access: Access::Attendance,
        announces: false,
    };

    fn ill(standing: Standing) -> AbsenceReason {
        AbsenceReason {
            standing,
            ..AbsenceReason::stated(ReasonKind::Illness)
        }
    }

    #[test]
    fn only_the_class_teachers_word_confirms() {
        for standing in [Standing::Announced, Standing::Confirmed] {
            let given = |by: EnteredBy| by.gives(ReasonKind::Valid, Some(&ill(standing))).standing;
            assert_eq!(given(TEACHER), Standing::Stated);
            assert_eq!(given(AT_OWN_LESSON), Standing::Confirmed, "it replaces one");
            assert_eq!(given(CLASS_TEACHER), Standing::Confirmed);
        }
        let heard = |by: EnteredBy| by.gives(ReasonKind::Valid, None).standing;
        assert_eq!(
            heard(AT_OWN_LESSON),
            Standing::Stated,
            "heard at the lesson"
        );
        assert_eq!(heard(CLASS_TEACHER), Standing::Confirmed);
    }

    #[test]
    fn what_came_from_outside_stays_as_long_as_it_means_something() {
        let late = Attendance::Late { minutes: 5 };
        for (standing, absent, came) in [
            (Standing::Stated, false, false),
            (Standing::Announced, true, false),
            (Standing::Confirmed, true, true),
        ] {
            let keeps = |new| TEACHER.keeps(&ill(standing), new, None);
            assert_eq!(keeps(Attendance::Absent), absent, "{standing:?}");
            assert_eq!(keeps(late), came, "{standing:?}");
        }
        let valid = AbsenceReason::stated(ReasonKind::Valid);
        let other = |by: EnteredBy| {
            let old = ill(Standing::Confirmed);
            by.keeps(&old, Attendance::Absent, Some(&valid))
        };
        assert!(other(TEACHER), "whatever the teacher has heard");
        assert!(!other(CLASS_TEACHER));
    }

    #[test]
    fn a_reason_is_removed_alone_by_its_owner_where_nothing_else_is_marked() {
        let present = Attendance::Present;
        let removes = |by: EnteredBy, standing| by.removes(&ill(standing), present);
        assert!(!removes(TEACHER, Standing::Confirmed));
        assert!(removes(AT_OWN_LESSON, Standing::Confirmed));
        assert!(
            !removes(AT_OWN_LESSON, Standing::Announced),
            "it is answered"
        );
        assert!(removes(CLASS_TEACHER, Standing::Announced));
        let confirmed = ill(Standing::Confirmed);
        assert!(!CLASS_TEACHER.removes(&confirmed, Attendance::Absent));
        let only_reasons = EnteredBy {
            access: Access::Reasons,
            ..CLASS_TEACHER
        };
        assert!(only_reasons.removes(&confirmed, Attendance::Absent));
    }
}
