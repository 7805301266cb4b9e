//! Who was away on which days, and why: the same for all lessons of a day.

use super::Scene;
use crate::curriculum::rows;
use crate::dice::Dice;
use chrono::NaiveDate;
use journal::{AbsenceReason, Document, ReasonKind, Standing};
use std::sync::Arc;

/// Days in a row, or hours of one day, that a pupil is away.
#[derive(Debug, Clone)]
pub(super) struct Spell {
    /// Index of the first school day.
    pub(super) first: usize,
    /// Index of the last school day.
    pub(super) last: usize,
    /// Lessons with a smaller number are attended.
    from_lesson: u8,
    kind: ReasonKind,
    /// The parents announce it from the second day on.
    pub(super) announced: bool,
    /// The class teacher confirms the reason when the pupil is back.
    pub(super) confirmed: bool,
    /// When on that day, in minutes after 07:40.
    pub(super) paper_minute: u32,
    paper: Option<Arc<str>>,
}

impl Spell {
    /// The reason at that standing; `received` is the day its paper came.
    pub(super) fn reason(&self, standing: Standing, received: Option<NaiveDate>) -> AbsenceReason {
        let document = self.paper.as_deref().zip(received);
        AbsenceReason {
            kind: self.kind,
            standing,
            document: document.map(|(title, received)| Document {
                title: title.to_owned(),
                received,
            }),
        }
    }
}

/// Absences of all pupils.
pub(super) struct Absences {
    days: usize,
    spells: Vec<Spell>,
    /// Number of the spell by pupil and day; 0 for none.
    table: Vec<u16>,
    /// Days on which a pupil is excused from physical education.
    excused: Vec<Option<(usize, usize)>>,
}

impl Absences {
    pub(super) fn invent(scene: &Scene<'_>, days: &[NaiveDate]) -> Self {
        let pupils = scene.roster.pupils.len();
        let mut absences = Self {
            days: days.len(),
            spells: Vec::new(),
            table: vec![0; pupils * days.len()],
            excused: Vec::with_capacity(pupils),
        };
        let papers = papers();
        let mut dice = Dice::new(scene.seed, 0xAB5);
        for pupil in 0..pupils {
            let health = dice.within(25, 130);
            let mut day = usize::try_from(dice.below(health)).unwrap_or(0);
            while day < days.len() {
                let spell = spell(&mut dice, day, &papers);
                day = spell.last
                    + 1
                    + usize::try_from(dice.within(health / 3, health * 2)).unwrap_or(1);
                absences.add(pupil, spell);
            }
            let from = usize::try_from(dice.below(60)).unwrap_or(0);
            let long = usize::try_from(dice.within(4, 20)).unwrap_or(4);
            absences
                .excused
                .push(dice.chance(70).then_some((from, from + long)));
        }
        absences.set_the_scene(scene, &mut dice, &papers);
        absences
    }

    /// The second pupil of the scene's class is ill since the day before today, and the parents
    /// have said so; today everybody is there to be called but those whom chance took.
    fn set_the_scene(&mut self, scene: &Scene<'_>, dice: &mut Dice, papers: &Papers) {
        let class = scene.lead.1;
        let second = scene
            .roster
            .pupils
            .iter()
            .enumerate()
            .filter(|(_, pupil)| Some(pupil.class) == class)
            .nth(1);
        let Some(((pupil, _), last)) = second.zip(self.days.checked_sub(1)) else {
            return;
        };
        let first = last.saturating_sub(1);
        for day in first..=last {
            if let Some(cell) = self.table.get_mut(pupil * self.days + day) {
                *cell = 0;
            }
        }
        let mut ill = spell(dice, first, papers);
        ill.kind = ReasonKind::Illness;
        ill.last = last + 2;
        ill.from_lesson = 0;
        ill.announced = true;
        self.add(pupil, ill);
    }

    fn add(&mut self, pupil: usize, spell: Spell) {
        let Ok(number) = u16::try_from(self.spells.len() + 1) else {
            return;
        };
        for day in spell.first..=spell.last.min(self.days.saturating_sub(1)) {
            if let Some(cell) = self.table.get_mut(pupil * self.days + day) {
                *cell = number;
            }
        }
        self.spells.push(spell);
    }

    /// The spell that keeps a pupil away from that lesson of that day.
    pub(super) fn of(&self, pupil: usize, day: usize, lesson: u8) -> Option<Spell> {
        let cell = day
            .checked_add(pupil * self.days)
            .filter(|_| day < self.days)?;
        let number = self.table.get(cell).copied().filter(|number| *number > 0)?;
        let spell = self.spells.get(usize::from(number) - 1)?;
        (lesson >= spell.from_lesson).then(|| spell.clone())
    }

    /// Whether a pupil is excused from physical education on that day.
    pub(super) fn excused(&self, pupil: usize, day: usize) -> bool {
        let days = self.excused.get(pupil).copied().flatten();
        days.is_some_and(|(from, to)| (from..to).contains(&day))
    }
}

struct Papers {
    illness: Vec<&'static str>,
    valid: Vec<&'static str>,
}

fn papers() -> Papers {
    let mut papers = Papers {
        illness: Vec::new(),
        valid: Vec::new(),
    };
    for mut fields in rows(include_str!("../../data/documents.txt")) {
        let kind = fields.next();
        let list = if kind == Some("illness") {
            &mut papers.illness
        } else {
            &mut papers.valid
        };
        list.extend(fields.next());
    }
    papers
}

/// Three spells in five are an illness of some days; the others a day or a few hours.
fn spell(dice: &mut Dice, first: usize, papers: &Papers) -> Spell {
    let (kind, days, from_lesson) = match dice.below(10) {
        0..6 => (ReasonKind::Illness, dice.within(2, 6), 0),
        6..8 => (ReasonKind::Valid, dice.within(1, 2), 0),
        8 => (
            ReasonKind::Valid,
            1,
            u8::try_from(dice.within(4, 5)).unwrap_or(4),
        ),
        _ => (
            ReasonKind::Invalid,
            1,
            u8::try_from(dice.within(1, 6)).unwrap_or(5),
        ),
    };
    let titles = match kind {
        ReasonKind::Illness => &papers.illness[..],
        ReasonKind::Valid => &papers.valid[..],
        ReasonKind::Invalid => &[],
    };
    let number = dice.within(12, 480).to_string();
    let paper = dice
        .pick(titles)
        .map(|title| title.replace("{n}", &number).into());
    Spell {
        first,
        last: first + usize::try_from(days).unwrap_or(1) - 1,
        from_lesson,
        kind,
        announced: kind == ReasonKind::Illness && dice.chance(450),
        confirmed: dice.chance(920),
        paper_minute: dice.within(15, 500),
        paper,
    }
}
