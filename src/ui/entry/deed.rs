//! What a gesture does in the places that it is meant for.

use super::{CellPlace, say};
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::notice::Tone;
use crate::desk::pages::CellContent;
use crate::desk::{Desk, Recorded};
use crate::tr;
use crate::ui::layer::Cx;
use crate::ui::messages;
use crate::ui::recording;
use journal::regulation::Access;
use journal::{Attendance, Cell, Content, Edit, GestureId, SheetId};
use std::collections::BTreeSet;

/// What a gesture has done.
#[derive(Default)]
pub(super) struct Deed {
    pub recorded: Recorded,
    /// What was recorded, in order.
    pub edits: Vec<(SheetId, Edit)>,
    /// Where it changed something.
    pub changed: Vec<CellPlace>,
    /// Where that stood already.
    pub same: Vec<CellPlace>,
    /// How many were left out, for they are not there.
    pub away: usize,
}

/// Records what is to be done in each place as one gesture, each cell once, and says what the rules
/// say of it. No edits, and not an empty list of them: the pupil is not there.
pub(super) fn record(
    places: impl IntoIterator<Item = CellPlace>,
    gesture: GestureId,
    cx: &mut Cx<'_>,
    edits_of: impl Fn(PupilCell<'_>, &Desk) -> Option<Vec<Edit>>,
) -> Deed {
    let mut deed = Deed::default();
    for place in places {
        let Some(cell) = place.cell(cx.desk) else {
            continue;
        };
        match edits_of(cell, cx.desk) {
            None => deed.away += 1,
            Some(edits) if edits.is_empty() => deed.same.push(place),
            Some(edits) => {
                deed.changed.push(place);
                let edits = edits.into_iter().map(|edit| (place.sheet, edit));
                deed.edits.extend(edits);
            }
        }
    }
    // Two columns of a lesson share a pupil's attendance.
    let mut cells = BTreeSet::new();
    deed.edits
        .retain(|(sheet, edit)| cells.insert((*sheet, edit.cell())));
    deed.recorded = cx.desk.record(gesture, deed.edits.clone(), None);
    messages::recorded(&deed.recorded, cx.desk, cx.texts);
    if let Some(words) = deed.lacks_absence(cx) {
        say(Tone::Error, words, cx.desk);
    }
    deed
}

/// The cells of these places in which something stands.
pub(super) fn filled(
    places: &[CellPlace],
    is_mark: impl Fn(Target) -> bool,
    desk: &Desk,
) -> BTreeSet<(SheetId, Cell)> {
    let cells = places.iter().filter_map(|place| {
        let here = place.cell(desk)?;
        let cell = if is_mark(place.target) {
            here.cell()
        } else {
            Cell::Attendance { pupil: place.pupil }
        };
        let stands = here.sheet.content(cell);
        (!stands.is_empty()).then_some((place.sheet, cell))
    });
    cells.collect()
}

impl Deed {
    /// What a class teacher hears who gives a reason to a pupil whom nobody has marked absent: it is
    /// the absence that is another's to write, and not the reason.
    fn lacks_absence(&self, cx: &Cx<'_>) -> Option<String> {
        let Recorded::Refused { verdict, .. } = &self.recorded else {
            return None;
        };
        let place = self.changed.iter().find(|place| {
            let reason = Cell::Reason { pupil: place.pupil };
            let of_pupil = |cell: Cell| {
                let mut edits = self.edits.iter();
                let found =
                    edits.find(|(sheet, edit)| (*sheet, edit.cell()) == (place.sheet, cell));
                found.map(|(_, edit)| edit.wanted())
            };
            let is_marked =
                of_pupil(reason.letter()) == Some(Content::Attendance(Attendance::Absent));
            let gives = of_pupil(reason).is_some_and(|reason| !reason.is_empty());
            let announced = place.cell(cx.desk).is_some_and(PupilCell::is_announced);
            is_marked
                && (gives || announced)
                && cx.desk.access(place.sheet) == Some(Access::Reasons)
        })?;
        let name = place.name(cx.desk);
        messages::reason_without_absence(&name, verdict, place.sheet, cx.desk, cx.texts)
    }

    /// Says what was done, or that nothing was, and who was left out.
    pub fn say(&self, done: impl Into<String>, nothing: &str, cx: &mut Cx<'_>) {
        match self.recorded {
            Recorded::Done { late: None } => say(Tone::Done, done, cx.desk),
            Recorded::Nothing => say(Tone::Hint, nothing, cx.desk),
            _ => {}
        }
        self.say_away(cx);
    }

    /// What stands where it was meant to go, if that goes for marks or for attendance there.
    pub fn stands(&self, is_mark: impl Fn(Target) -> bool, desk: &Desk) -> Vec<CellContent> {
        let written = self.edits.iter().map(|(sheet, edit)| CellContent {
            sheet: *sheet,
            cell: edit.cell(),
            content: edit.wanted(),
        });
        let found = self.same.iter().filter_map(|place| {
            let pupil = place.pupil;
            let here = place.cell(desk)?;
            let of_marks = is_mark(place.target).then(|| here.cell());
            let cell = of_marks.unwrap_or(Cell::Attendance { pupil });
            Some(CellContent {
                sheet: place.sheet,
                cell,
                content: here.sheet.content(cell),
            })
        });
        let mut cells: Vec<CellContent> = written.chain(found).collect();
        // An absence and its reason are one letter of the sentence.
        for at in 0..cells.len() {
            let Some(CellContent { sheet, cell, .. }) = cells.get(at).cloned() else {
                break;
            };
            let Some(beside) = cell.beside() else {
                continue;
            };
            let spot = desk.pages.spot(sheet);
            if let Some(spot) = spot
                && !cells
                    .iter()
                    .any(|it| it.sheet == sheet && it.cell == beside)
            {
                let content = spot.sheet.content(beside);
                let cell = beside;
                cells.push(CellContent {
                    sheet,
                    cell,
                    content,
                });
            }
        }
        cells
    }

    /// Says once more what was meant to be entered and stands there already: else whoever wrote it
    /// would take this one's word back with an own one. Who gave a reason says the absence too.
    pub fn say_again(&self, is_mark: impl Fn(Target) -> bool, gesture: GestureId, desk: &mut Desk) {
        for (sheet, edit) in &self.edits {
            let (cell, fact) = (edit.cell(), edit.cell().letter());
            let mut edits = self.edits.iter();
            if cell != fact && !edits.any(|(of, it)| (of, it.cell()) == (sheet, fact)) {
                desk.say_again(gesture, *sheet, fact);
            }
        }
        for place in &self.same {
            let Some(here) = place.cell(desk) else {
                continue;
            };
            let pupil = place.pupil;
            let (fact, reason) = (Cell::Attendance { pupil }, Cell::Reason { pupil });
            let said = here.sheet.content(reason);
            let from_outside = said.is_from_outside();
            // That somebody is there is another's to say.
            let only_reasons = desk.access(place.sheet) == Some(Access::Reasons);
            if only_reasons && said.is_empty() {
                continue;
            }
            let cells = if is_mark(place.target) {
                vec![here.cell()]
            } else if from_outside {
                vec![fact]
            } else {
                vec![fact, reason]
            };
            for cell in cells {
                desk.say_again(gesture, place.sheet, cell);
            }
        }
    }

    /// Ends the conflicts about what was meant to be entered and stands on the server already; answers
    /// what is to be said of them.
    pub fn agree(&self, is_mark: impl Fn(Target) -> bool, cx: &mut Cx<'_>) -> Option<String> {
        let cells = self.same.iter().filter_map(|place| {
            let pupil = place.pupil;
            let of_marks = is_mark(place.target).then(|| place.cell(cx.desk).map(PupilCell::cell));
            let cell = of_marks.unwrap_or(Some(Cell::Attendance { pupil }))?;
            Some((place.sheet, cell))
        });
        let cells: Vec<_> = cells.collect();
        recording::agree(cells, cx)
    }

    /// How many of the cells that were filled before say something else now.
    pub fn replaced(&self, filled: &BTreeSet<(SheetId, Cell)>) -> usize {
        let edited = self.edits.iter();
        let edited = edited.map(|(sheet, edit)| (*sheet, edit.cell()));
        edited.filter(|cell| filled.contains(cell)).count()
    }

    pub fn say_away(&self, cx: &mut Cx<'_>) {
        if self.away > 0 {
            let text = tr!(cx.texts, "away-skipped", count = self.away);
            messages::also(Tone::Warning, &text, cx.desk);
        }
    }
}
