//! Writes changes as a client does.

use journal::register::{Amendment, Record, RecordRef};
use journal::{
    Attendance, Change, ChangeId, Clock, DeviceId, Edit, FromTo, GestureId, Grade, LessonId, Mark,
    MarkValue, PupilId, SheetId, Timestamp, Topic, WorkKindId, WorkRef,
};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// A `UUIDv7` of an instant; `maker` and `nth` keep it apart from others.
pub fn uuid_v7(at: Timestamp, maker: u16, nth: u64) -> Uuid {
    let mut bytes = [0; 10];
    let parts = maker.to_be_bytes().into_iter().chain(nth.to_be_bytes());
    bytes
        .iter_mut()
        .zip(parts)
        .for_each(|(byte, part)| *byte = part);
    uuid::Builder::from_unix_timestamp_millis(at.unix_millis(), &bytes).into_uuid()
}

/// An id that no other test has.
pub fn new_device() -> DeviceId {
    let random = RandomState::new();
    DeviceId(Uuid::from_u64_pair(random.hash_one(1), random.hash_one(2)))
}

/// Makes changes with fresh ids, each a gesture of its own, at the time of its clock.
#[derive(Clone)]
pub struct Pen {
    clock: Arc<dyn Clock>,
    maker: u16,
    made: Arc<AtomicU64>,
}

impl Pen {
    /// A pen.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let maker = u16::try_from(RandomState::new().hash_one(0) & 0xFFFF).unwrap_or_default();
        Self {
            clock,
            maker,
            made: Arc::default(),
        }
    }

    /// An amendment of a record.
    pub fn amendment(
        &self,
        record: RecordRef,
        expected: Option<Record>,
        wanted: Option<Record>,
    ) -> Amendment {
        let made_at = self.clock.now();
        let nth = self.made.fetch_add(1, Ordering::Relaxed);
        let id = uuid_v7(made_at, self.maker, nth);
        Amendment {
            id: ChangeId(id),
            gesture: GestureId(id),
            made_at,
            record,
            expected,
            wanted,
            ground: None,
        }
    }

    /// A change by an edit.
    pub fn change(&self, sheet: impl Into<SheetId>, edit: Edit) -> Change {
        let made_at = self.clock.now();
        let id = uuid_v7(
            made_at,
            self.maker,
            self.made.fetch_add(1, Ordering::Relaxed),
        );
        let gesture = GestureId(id);
        Change {
            id: ChangeId(id),
            gesture,
            made_at,
            sheet: sheet.into(),
            edit,
            ground: None,
            beside: None,
            after: None,
        }
    }

    /// Attendance.
    pub fn attendance(
        &self,
        lesson: LessonId,
        pupil: PupilId,
        old: Attendance,
        new: Attendance,
    ) -> Change {
        self.change(
            lesson,
            Edit::Attendance {
                pupil,
                step: FromTo::new(old, new),
            },
        )
    }

    /// Absent, who was thought present.
    pub fn absent(&self, lesson: LessonId, pupil: PupilId) -> Change {
        self.attendance(lesson, pupil, Attendance::Present, Attendance::Absent)
    }

    /// The roll call, confirmed.
    pub fn roll_call(&self, lesson: LessonId) -> Change {
        self.change(
            lesson,
            Edit::RollCall {
                step: FromTo::new(false, true),
            },
        )
    }

    /// A grade of weight 1 from what stood there.
    pub fn grade(
        &self,
        lesson: LessonId,
        pupil: PupilId,
        kind: WorkKindId,
        old: Option<u8>,
        new: Option<u8>,
    ) -> Change {
        let mark = |grade: u8| {
            let grade = Grade::new(grade).expect("a grade from 1 to 5");
            Mark::new(MarkValue::Grade(grade), 1)
        };
        let step = FromTo::new(old.map(mark), new.map(mark));
        self.change(
            lesson,
            Edit::Mark {
                pupil,
                work: WorkRef::first(kind),
                step,
            },
        )
    }

    /// A topic in an empty cell.
    pub fn topic(&self, lesson: LessonId, text: &str) -> Change {
        let topic = Topic {
            text: text.to_owned(),
            item: None,
        };
        self.change(
            lesson,
            Edit::Topic {
                step: FromTo::new(None, Some(topic)),
            },
        )
    }
}
