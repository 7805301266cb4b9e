//! Changes put over pages: how the base and our unsettled changes become the screen. Pure.
//!
//! A change that no longer fits its cell is put there all the same: it is what the person typed,
//! and the server will say what it thinks of it.

use journal::view::{ClassWeekPage, JournalPage, LessonPage, TodayLesson};
use journal::{Attendance, Cell, Change, Content, Edit, PersonId, RollCall, Sheet, SheetId};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A page that shows sheets, which changes are put on.
pub trait Overlaid: DeserializeOwned {
    /// Puts a change on the sheet it is of; one that the page does not show is left alone.
    fn put(&mut self, change: &Change, by: PersonId);

    /// What stands in a cell; none if the page does not show its sheet.
    fn content(&self, sheet: SheetId, cell: Cell) -> Option<Content>;
}

/// Shows the lesson itself and the recent ones beside it.
impl Overlaid for LessonPage {
    fn put(&mut self, change: &Change, by: PersonId) {
        std::iter::once(&mut self.sheet)
            .chain(&mut self.recent)
            .filter(|sheet| change.sheet == sheet.lesson.id.into())
            .for_each(|sheet| put(sheet, change, by));
    }

    fn content(&self, sheet: SheetId, cell: Cell) -> Option<Content> {
        let mut sheets = std::iter::once(&self.sheet).chain(&self.recent);
        let found = sheets.find(|one| sheet == one.lesson.id.into())?;
        Some(found.content(cell))
    }
}

impl Overlaid for JournalPage {
    fn put(&mut self, change: &Change, by: PersonId) {
        if let Some(lesson) = change.sheet.lesson() {
            if let Some(sheet) = self.grid.sheet_mut(lesson) {
                put(sheet, change, by);
            }
        } else if change.sheet == self.term_id() {
            self.term.put(change.edit.cell(), change.edit.wanted());
        }
    }

    fn content(&self, sheet: SheetId, cell: Cell) -> Option<Content> {
        match sheet {
            SheetId::Lesson(lesson) => Some(self.grid.sheet(lesson)?.content(cell)),
            SheetId::Term { .. } => (self.term_id() == sheet).then(|| self.term.content(cell)),
        }
    }
}

/// Says nothing of pupils of other classes: of their cells, and of those of the whole lesson, another page
/// tells.
impl Overlaid for ClassWeekPage {
    fn put(&mut self, change: &Change, by: PersonId) {
        let own = |pupil| self.members.iter().any(|member| member.pupil == pupil);
        if change.edit.pupil().is_some_and(|pupil| !own(pupil)) {
            return;
        }
        let lessons = self.lessons.iter_mut().map(|lesson| &mut lesson.sheet);
        lessons
            .filter(|sheet| change.sheet == sheet.lesson.id.into())
            .for_each(|sheet| put(sheet, change, by));
    }

    fn content(&self, sheet: SheetId, cell: Cell) -> Option<Content> {
        let pupil = cell.pupil()?;
        let is_own = self.members.iter().any(|member| member.pupil == pupil);
        let mut sheets = self.lessons.iter().map(|lesson| &lesson.sheet);
        let found = sheets.find(|one| sheet == one.lesson.id.into())?;
        is_own.then(|| found.content(cell))
    }
}

fn put(sheet: &mut Sheet, change: &Change, by: PersonId) {
    sheet.put(
        &change.edit,
        RollCall {
            by,
            at: change.made_at,
        },
    );
}

/// Counts changes of one lesson, in order, into its row of a day's list whose lesson page is not
/// here: each cell once, from what stood there first to what stands there last.
pub fn put_on_today(row: &mut TodayLesson, changes: &[&Change]) {
    let sheet = row.lesson.id.into();
    let mut cells: BTreeMap<Cell, (Content, Content)> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.sheet == sheet) {
        match &change.edit {
            Edit::Topic { step } => row.topic = step.new.as_ref().map(|topic| topic.text.clone()),
            Edit::RollCall { step } => row.roll_called = step.new,
            Edit::Homework { step, slot } => match (&step.new, slot) {
                (Some(_), _) => row.homework = true,
                (None, 0) => row.homework = false,
                (None, _) => {}
            },
            edit => {
                let (old, new) = edit.clone().into_contents();
                cells
                    .entry(edit.cell())
                    .and_modify(|(_, last)| *last = new.clone())
                    .or_insert((old, new));
            }
        }
    }
    for (old, new) in cells.into_values() {
        step(&mut row.marks, has_mark(&old), has_mark(&new));
        step(&mut row.absent, is_absent(&old), is_absent(&new));
    }
}

fn step(count: &mut u32, before: bool, after: bool) {
    match (before, after) {
        (false, true) => *count = count.saturating_add(1),
        (true, false) => *count = count.saturating_sub(1),
        _ => {}
    }
}

fn has_mark(content: &Content) -> bool {
    matches!(content, Content::Mark(Some(_)))
}

fn is_absent(content: &Content) -> bool {
    matches!(content, Content::Attendance(Attendance::Absent))
}
