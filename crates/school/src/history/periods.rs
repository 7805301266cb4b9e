//! The marks for the periods that are over: what the marks in between come to.

use super::page::{MINUTE, Page, SECOND};
use super::{Scene, belongs_within, journal_index};
use journal::{
    Edit, FromTo, Grade, JournalId, Lesson, LessonId, Mark, MarkValue, MarkWord, PeriodMark,
    PersonId, PupilId, SheetId, Tally, WorkRef,
};
use std::collections::BTreeMap;
use storage::PastChange;

/// What the marks of the periods come to.
pub(super) struct PeriodMarker {
    /// By journal and place of the period: the pupils' marks, and who gave the last lesson.
    terms: BTreeMap<(JournalId, usize), Term>,
}

struct Term {
    marks: BTreeMap<(PupilId, LessonId, WorkRef), Mark>,
    teacher: PersonId,
}

impl PeriodMarker {
    pub(super) fn new() -> Self {
        let terms = BTreeMap::new();
        Self { terms }
    }

    /// Counts what went into a lesson.
    pub(super) fn count(&mut self, lesson: &Lesson, changes: &[PastChange], scene: &Scene<'_>) {
        let mut periods = scene.periods.iter();
        let Some(period) = periods.position(|period| period.holds(lesson.date)) else {
            return;
        };
        let key = (lesson.journal, period);
        let term = self.terms.entry(key).or_insert_with(|| Term {
            marks: BTreeMap::new(),
            teacher: lesson.teacher,
        });
        term.teacher = lesson.teacher;
        for past in changes {
            if let Edit::Mark { pupil, work, step } = &past.change.edit
                && let Some(mark) = &step.new
            {
                term.marks.insert((*pupil, lesson.id, *work), mark.clone());
            }
        }
    }

    /// Marks every period that is over, on its last day after the lessons.
    pub(super) fn mark(self, scene: &Scene<'_>, page: &mut Page, history: &mut Vec<PastChange>) {
        let today = scene.time.local(scene.now).date();
        for ((journal, at), term) in self.terms {
            let period = scene.periods.get(at).filter(|period| period.ends < today);
            let facts = scene.journals.get(journal_index(journal));
            let Some((period, facts)) = period.zip(facts).filter(|(_, facts)| !facts.without_marks)
            else {
                continue;
            };
            let mut tallies: BTreeMap<PupilId, Tally> = BTreeMap::new();
            for ((pupil, ..), mark) in &term.marks {
                tallies.entry(*pupil).or_default().add(mark);
            }
            let group = scene.roster.groups.get(facts.group);
            let members = group.map_or(&[][..], |group| &group.members);
            let days = (period.starts, period.ends);
            let there = members
                .iter()
                .filter(|member| belongs_within(scene.roster, **member, days));
            let evening = period.ends.and_hms_opt(15, 0, 0).unwrap_or_default();
            let mut at = scene.time.instant(evening).0 + journal.0 % 90 * MINUTE;
            let period = period.id;
            page.open(SheetId::Term { journal, period });
            for member in there {
                let pupil = scene.pupil_id(*member);
                let tally = tallies.get(&pupil).copied().unwrap_or_default();
                let Some(mark) = PeriodMark::new(value(tally)) else {
                    continue;
                };
                let step = FromTo::new(PeriodMark::default(), mark);
                at += 3 * SECOND;
                page.note(at, term.teacher, Edit::PeriodMark { pupil, step });
            }
            page.close(history);
        }
    }
}

/// The grade nearest to the weighted mean; not attested without any.
fn value(tally: Tally) -> MarkValue {
    let nearest = tally.weighted_mean().and_then(|mean| {
        let grade = (mean.0 + 50) / 100;
        Grade::new(u8::try_from(grade).ok()?)
    });
    nearest.map_or(MarkValue::Word(MarkWord::NotAttested), MarkValue::Grade)
}
