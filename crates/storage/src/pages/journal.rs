//! «Журнал».

use crate::directory::{Directory, JournalCard};
use journal::register::DaySpan;
use journal::view::{CarriedMarks, JournalPage};
use journal::{Grid, JournalId, LessonId, Member, Period, PupilId, Relation, Sheet, TermCells};
use std::collections::BTreeSet;

/// What a journal page is made of.
#[derive(Debug)]
pub struct JournalMaterial {
    /// The lessons of the period, in order of time.
    pub sheets: Vec<Sheet>,
    /// What stands in the sheet of the period.
    pub term: TermCells,
    /// What pupils have brought along.
    pub carried: CarriedMarks,
    /// The lessons in which something came after its term.
    pub late: BTreeSet<LessonId>,
}

impl JournalMaterial {
    /// The pupils of whom something stands in it.
    fn written(&self) -> BTreeSet<PupilId> {
        let entries = self.sheets.iter().flat_map(|sheet| sheet.entries.keys());
        let of_term = self.term.iter().filter_map(|filled| filled.cell.pupil());
        entries.copied().chain(of_term).collect()
    }
}

/// Builds a journal page.
pub fn journal_page(
    directory: &Directory,
    id: JournalId,
    card: &JournalCard,
    period: &Period,
    relation: Relation,
    material: JournalMaterial,
) -> JournalPage {
    let group = directory.group_of(card);
    // Nothing that was written is out of sight, whoever it is of.
    let written = material.written();
    let members = group.map_or_else(Vec::new, |group| {
        let shown = DaySpan::new(period.starts, period.ends);
        group.members((shown, shown), &written, |person| directory.name(person))
    });
    let days = (period.starts, period.ends);
    let goes_on = |member: &Member| {
        let other = directory.goes_on_in(id, card, days, member.pupil)?;
        let group = directory.group_of(directory.journal(other)?)?;
        Some((member.pupil, group.title.clone()))
    };
    JournalPage {
        journal: id,
        carried: material.carried,
        moved: members.iter().filter_map(goes_on).collect(),
        subject: directory.subject(card.subject),
        group: group.map(|group| group.title.clone()).unwrap_or_default(),
        grade: group.and_then(|group| group.grade),
        teachers: directory.teachers(card),
        teachings: directory.appointments(card),
        period: period.clone(),
        grid: Grid {
            members,
            sheets: material.sheets,
        },
        term: material.term,
        late: material.late,
        relation,
    }
}
