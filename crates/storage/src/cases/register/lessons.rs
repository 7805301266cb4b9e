//! The lessons that a gesture of amendments asks about and moves: read once, however many
//! amendments there are.

use crate::codec;
use crate::directory::Directory;
use crate::sql::{Row, Snapshot, values};
use crate::store::StoreError;
use chrono::NaiveDate;
use journal::register::{DaySpan, LessonSeen, TaughtTogether};
use journal::school::Bell;
use journal::{JournalId, PersonId};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

const LESSONS: &str = "SELECT l.lesson_id, l.journal_id, l.date, l.number, l.starts, l.ends, \
     l.roll_by, l.room, (SELECT count(*) FROM mark m \
     WHERE m.school_id = l.school_id AND m.lesson_id = l.lesson_id) \
     FROM lesson l WHERE l.school_id = $1 AND l.journal_id = ANY($2) \
     AND l.date >= $3 AND l.date <= $4";

/// The lessons of some days, as they were before the gesture.
pub struct Lessons {
    read: Option<DaySpan>,
    seen: Vec<LessonSeen>,
    journals: Vec<i64>,
    /// The classes of each journal's group.
    pub taught: BTreeMap<JournalId, TaughtTogether>,
}

impl Lessons {
    /// None is read yet.
    pub fn of(directory: &Directory) -> Self {
        let taught = directory.journals().filter_map(|(id, card)| {
            let group = directory.group_of(card)?;
            Some((id, directory.together(group)))
        });
        Self {
            read: None,
            seen: Vec::new(),
            journals: directory.journals().map(|(id, _)| id.0).collect(),
            taught: taught.collect(),
        }
    }

    /// The lessons of these days, with others perhaps. Who asks for more days a second time is
    /// given all there are, so that nobody asks a third time.
    pub async fn on(
        &mut self,
        s: &dyn Snapshot,
        directory: &Directory,
        days: DaySpan,
    ) -> Result<&[LessonSeen], StoreError> {
        let days = match self.read {
            Some(read) if read.holds(days) => return Ok(&self.seen),
            Some(_) => DaySpan::new(NaiveDate::MIN, NaiveDate::MAX),
            None => days,
        };
        let (first, last) = (codec::of_date(days.first), codec::of_date(days.last));
        let values = values![directory.school.id, &self.journals[..], first, last];
        let mut rooms = HashSet::new();
        self.seen = s
            .rows(LESSONS, values, |row| lesson(row, &mut rooms))
            .await?;
        self.read = Some(days);
        Ok(&self.seen)
    }
}

fn lesson(row: Row<'_>, rooms: &mut HashSet<Arc<str>>) -> Result<LessonSeen, StoreError> {
    let room: Option<&str> = row.get(7)?;
    let roll_by: Option<PersonId> = row.get(6)?;
    Ok(LessonSeen {
        id: row.get(0)?,
        journal: row.get(1)?,
        day: row.get(2)?,
        bell: Bell {
            number: row.get(3)?,
            starts: row.get(4)?,
            ends: row.get(5)?,
        },
        is_held: roll_by.is_some(),
        room: room.map(|title| match rooms.get(title) {
            Some(known) => Arc::clone(known),
            None => {
                let title: Arc<str> = title.into();
                rooms.insert(Arc::clone(&title));
                title
            }
        }),
        marks: row.get(8)?,
    })
}
