//! The marks that pupils bring along from another journal.

use crate::directory::Directory;
use journal::view::{Carried, CarriedMarks};
use journal::{JournalId, Mark, PupilId, Sheet};
use std::collections::BTreeSet;

/// Adds what some pupils have in the lessons of a period in the journal they come from: the marks of
/// their days in it, without the remarks to them.
pub fn carry(
    directory: &Directory,
    journal: JournalId,
    pupils: &BTreeSet<PupilId>,
    sheets: &[Sheet],
    into: &mut CarriedMarks,
) {
    let card = directory.journal(journal);
    let Some(group) = card.and_then(|card| directory.group_of(card)) else {
        return;
    };
    for sheet in sheets {
        let date = sheet.lesson.date;
        let own = pupils.iter().filter(|pupil| group.holds(**pupil, date));
        for pupil in own {
            let marks = sheet.entry(*pupil).map_or(&[][..], |entry| &entry.marks);
            let carried = marks.iter().map(|placed| Carried {
                group: group.title.clone(),
                date,
                mark: Mark {
                    comment: None,
                    ..placed.mark.clone()
                },
            });
            let mut carried = carried.peekable();
            if carried.peek().is_some() {
                let known = into.entry(*pupil).or_default();
                known.extend(carried);
                known.sort_by_key(|carried| carried.date);
            }
        }
    }
}
