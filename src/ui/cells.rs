//! How entries look in a cell, in whichever grid.

use crate::desk::Desk;
use crate::theme::Role;
use crate::ui::widget::grid::CellView;
use journal::{Attendance, CodeTable, Entry, Mark, MarkValue, MarkWord, Standing};
use offline::store::Unsettled;

/// Columns for a pupil's name.
pub const NAME_WIDTH: u16 = 20;

/// Whether marks of this school count differently: then the average is a weighted one, which is
/// not the same (`domain.md` §2.3).
pub fn is_weighted(desk: &Desk) -> bool {
    let kinds = desk
        .rules
        .as_ref()
        .map_or(&[][..], |rules| &rules.work_kinds);
    kinds.iter().any(|kind| kind.weight != 1)
}

/// What became of ours, where it was not taken.
pub fn trouble(unsettled: Option<Unsettled>, view: &mut CellView<'_>) {
    match unsettled {
        Some(Unsettled::Conflict) => view.conflict = true,
        Some(Unsettled::Refused | Unsettled::Held) => view.refused = true,
        Some(Unsettled::Pending) | None => {}
    }
}

/// Attendance with its reason; nothing for a pupil who is simply there.
pub fn attendance(entry: &Entry, codes: &CodeTable, view: &mut CellView<'_>) {
    let text = codes.attendance(entry.attendance, entry.reason.as_ref());
    if text.is_empty() {
        // Announced beforehand and not seen yet: a mark in brackets, for the teacher to confirm
        // or to leave.
        if entry.reason.is_some() {
            let announced = codes.attendance(Attendance::Absent, entry.reason.as_ref());
            view.push(format!("({announced})"), Role::Muted);
        }
        return;
    }
    let confirmed = entry
        .reason
        .as_ref()
        .is_some_and(|reason| reason.standing == Standing::Confirmed);
    let role = match entry.attendance {
        Attendance::Absent if confirmed => Role::Excused,
        Attendance::Absent => Role::Absent,
        Attendance::Late { .. } => Role::Late,
        Attendance::Exempt => Role::Exempt,
        Attendance::Present => Role::Text,
    };
    view.push(text, role);
}

/// A mark; its weight only where it is not what the column says.
pub fn mark(mark: &Mark, usual_weight: u8, codes: &CodeTable, view: &mut CellView<'_>) {
    let mut text = codes.mark(mark.value);
    if mark.weight != usual_weight {
        text = format!("{text}({})", mark.weight);
    }
    let role = match mark.value {
        MarkValue::Point { .. } => Role::Point,
        MarkValue::Word(MarkWord::Fail | MarkWord::NotAttested) => Role::MarkLow,
        MarkValue::Word(MarkWord::Exempt) => Role::Exempt,
        MarkValue::Word(MarkWord::Pass) => Role::Mark,
        MarkValue::Grade(_) | MarkValue::Double(..) => {
            let is_low = mark.value.grades().any(|grade| grade.value() <= 2);
            if is_low { Role::MarkLow } else { Role::Mark }
        }
    };
    view.push(text, role);
    view.comment |= mark.comment.is_some();
}
