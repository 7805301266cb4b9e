//! A regulation with the values of the school's own in the place of its.

use super::deadline::{Choice, Deadline, Deadlines};
use super::entering::Entering;
use super::profile::Regulation;
use super::term::Term;
use super::verdict::Clause;
use super::window::{CellKind, EditWindow, Opener, WindowChoice};
use crate::register::{Rule, RuleValueRecord};

/// The id of a clause that is none of the regulation, but the school's own.
pub const OF_SCHOOL: &str = "school";

impl Regulation {
    /// The same with these values. One that is among the choices of the regulation keeps that choice's
    /// clause; of any other the school's own ground is cited.
    #[must_use]
    pub fn with_values<'v>(
        mut self,
        values: impl IntoIterator<Item = &'v RuleValueRecord>,
    ) -> Self {
        for value in values {
            match value.rule {
                Rule::EntryWindow => self.set_window(Entering::First, value),
                Rule::CorrectionWindow => self.set_window(Entering::Correction, value),
                rule => {
                    if let (Some(due), Some(place)) = (value.term(), self.deadlines.of_rule(rule)) {
                        set(place, due, &value.ground);
                    }
                }
            }
        }
        self
    }

    fn set_window(&mut self, entering: Entering, value: &RuleValueRecord) {
        let closes = value.term();
        let mut found = false;
        for window in &mut self.windows {
            if window.entering == entering {
                window.set(closes, &value.ground);
                found = true;
            }
        }
        match closes {
            None => self.windows.retain(|window| window.entering != entering),
            Some(closes) if !found => self.windows.push(EditWindow {
                of: CellKind::of_window(entering),
                entering,
                closes,
                opened_by: Some(Opener::Admin),
                choices: Vec::new(),
                clause: Clause::of_school(&value.ground),
            }),
            Some(_) => {}
        }
    }
}

impl Clause {
    /// What the school itself has ordered.
    fn of_school(ground: &str) -> Self {
        Self {
            id: OF_SCHOOL.to_owned(),
            cite: ground.to_owned(),
            words: String::new(),
        }
    }
}

impl Deadlines {
    fn of_rule(&mut self, rule: Rule) -> Option<&mut Option<Deadline>> {
        Some(match rule {
            Rule::Attendance => &mut self.attendance,
            Rule::Reasons => &mut self.reasons,
            Rule::Marks => &mut self.marks,
            Rule::Topic => &mut self.topic,
            Rule::Homework => &mut self.homework,
            Rule::PeriodMarks => &mut self.period_marks,
            Rule::EntryWindow | Rule::CorrectionWindow => return None,
        })
    }
}

/// What the regulation said itself stays among the choices.
fn set(place: &mut Option<Deadline>, due: Term, ground: &str) {
    let Some(deadline) = place else {
        *place = Some(Deadline {
            due,
            clause: Clause::of_school(ground),
            latest: None,
            choices: Vec::new(),
        });
        return;
    };
    if deadline.due == due {
        return;
    }
    let chosen = deadline.choices.iter().position(|choice| choice.due == due);
    let clause = match chosen {
        Some(place) => deadline.choices.remove(place).clause,
        None => Clause::of_school(ground),
    };
    let was = Choice {
        due: std::mem::replace(&mut deadline.due, due),
        clause: std::mem::replace(&mut deadline.clause, clause),
    };
    deadline.choices.insert(0, was);
}

impl EditWindow {
    fn set(&mut self, closes: Option<Term>, ground: &str) {
        let Some(term) = closes.filter(|term| *term != self.closes) else {
            return;
        };
        let chosen = self
            .choices
            .iter()
            .position(|choice| choice.closes == closes);
        let clause = match chosen {
            Some(place) => self.choices.remove(place).clause,
            None => Clause::of_school(ground),
        };
        let was = WindowChoice {
            closes: Some(std::mem::replace(&mut self.closes, term)),
            clause: std::mem::replace(&mut self.clause, clause),
        };
        self.choices.insert(0, was);
    }
}
