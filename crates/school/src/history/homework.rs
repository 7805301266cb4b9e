//! The homework of a lesson.

use super::page::MINUTE;
use super::{JournalFacts, Writer, belongs};
use chrono::NaiveDate;
use journal::school::PlanRow;
use journal::{Audience, Edit, FromTo, Homework, Lesson, Nature, PupilId};
use std::collections::BTreeSet;

impl Writer<'_> {
    pub(super) fn homework(
        &mut self,
        index: usize,
        lesson: &Lesson,
        facts: &JournalFacts,
        row: Option<&PlanRow>,
        at: i64,
    ) {
        let text = row
            .and_then(|row| row.homework.as_deref())
            .unwrap_or_default();
        // «Не задано» is said too: after a work, and always in the first grade.
        let none = row.is_some_and(|row| row.work.is_some()) && self.dice.chance(500);
        let text = if none || facts.without_marks {
            ""
        } else {
            text
        };
        let due = self.next.get(index).copied().flatten();
        let homework = Homework {
            text: text.to_owned(),
            due: due.filter(|_| !text.is_empty()),
            nature: nature(text),
            ..Homework::default()
        };
        let step = FromTo::new(None, Some(homework));
        self.page
            .note(at, lesson.teacher, Edit::Homework { slot: 0, step });
        if !text.is_empty() && self.dice.chance(12) {
            self.individual(lesson, facts, row, due, at + MINUTE);
        }
    }

    /// A second homework for one or two pupils.
    fn individual(
        &mut self,
        lesson: &Lesson,
        facts: &JournalFacts,
        row: Option<&PlanRow>,
        due: Option<NaiveDate>,
        at: i64,
    ) {
        let Some(section) = row.map(|row| row.section.as_str()) else {
            return;
        };
        let members = self
            .scene
            .roster
            .groups
            .get(facts.group)
            .map_or(&[][..], |g| &g.members);
        let pupils: BTreeSet<PupilId> = (0..2)
            .filter_map(|_| self.dice.pick(members).copied())
            .filter(|member| belongs(self.scene.roster, *member, lesson.date))
            .map(|member| self.scene.pupil_id(member))
            .collect();
        if pupils.is_empty() {
            return;
        }
        let homework = Homework {
            text: format!("Карточка «{section}»"),
            audience: Audience::Pupils(pupils),
            due,
            nature: Some(Nature::Written),
            links: Vec::new(),
        };
        let step = FromTo::new(None, Some(homework));
        self.page
            .note(at, lesson.teacher, Edit::Homework { slot: 1, step });
    }
}

fn nature(text: &str) -> Option<Nature> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["наизусть", "ыучить"]) {
        Some(Nature::ByHeart)
    } else if has(&["№", "пр.", "письменно", "тетрад"]) {
        Some(Nature::Written)
    } else if has(&["пересказ", "вопрос", "итать", "ообщение"]) {
        Some(Nature::Oral)
    } else if has(&["атериалы", "акончить"]) {
        Some(Nature::Practical)
    } else {
        None
    }
}
