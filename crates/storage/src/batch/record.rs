//! Changes as rows: the log of what was accepted, and what was set aside with its outcome.

use super::{Item, Payload, Prepared};
use crate::directory::Directory;
use crate::store::{StoreError, Stored};
use journal::view::{Late, Logged};
use journal::{
    Change, ChangeId, Clause, Content, DeviceId, Edit, GestureId, Invalid, JournalId, LessonId,
    PersonId, PersonName, PupilId, Timestamp, Verdict,
};
use serde::{Deserialize, Serialize};

/// An accepted change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    pub seq: i64,
    pub id: ChangeId,
    pub gesture: GestureId,
    /// None: imported.
    pub device: Option<DeviceId>,
    pub n: u64,
    pub person: PersonId,
    pub lesson: LessonId,
    pub journal: JournalId,
    pub kind: &'static str,
    pub pupil: Option<PupilId>,
    pub payload: Payload,
    /// When it was due and by which clause, if it came late.
    pub late: Option<(Timestamp, Clause)>,
    /// As [`Logged::in_time_by_device`].
    pub in_time_by_device: bool,
    pub made_at: Timestamp,
    pub received_at: Timestamp,
}

impl LogRow {
    /// The row of a change of a batch.
    pub fn of(seq: i64, item: &Item, batch: &Prepared, journal: JournalId, v: &Verdict) -> Self {
        Self {
            seq,
            id: item.change.id,
            gesture: item.change.gesture,
            device: Some(batch.device),
            n: item.n,
            person: batch.actor.person,
            lesson: item.change.lesson,
            journal,
            kind: item.change.edit.kind(),
            pupil: item.change.edit.pupil(),
            payload: item.payload.clone(),
            late: match v {
                Verdict::Late { due, clause } => Some((*due, clause.clone())),
                _ => None,
            },
            in_time_by_device: false,
            made_at: item.change.made_at,
            received_at: batch.received_at,
        }
    }

    /// Says in the log what really stood in the cell, where the writer expected something else:
    /// it held the wanted value already. The hash stays that of what was sent.
    pub fn tell_what_was(&mut self, edit: &Edit, before: Content) {
        let (expected, wanted) = edit.clone().into_contents();
        if before == expected {
            return;
        }
        let told = Edit::between(edit.cell(), before, wanted);
        if let Some(text) = told.and_then(|told| serde_json::to_string(&told).ok()) {
            self.payload.edit = text;
        }
    }
}

/// A change that was not accepted, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsideRow {
    pub id: ChangeId,
    pub gesture: GestureId,
    pub device: DeviceId,
    pub n: u64,
    pub person: PersonId,
    pub lesson: LessonId,
    pub kind: &'static str,
    pub pupil: Option<PupilId>,
    pub payload: Payload,
    pub outcome: Outcome,
    pub made_at: Timestamp,
    pub received_at: Timestamp,
}

impl AsideRow {
    /// The row of a change of a batch.
    pub fn of(item: &Item, batch: &Prepared, outcome: Outcome) -> Self {
        Self {
            id: item.change.id,
            gesture: item.change.gesture,
            device: batch.device,
            n: item.n,
            person: batch.actor.person,
            lesson: item.change.lesson,
            kind: item.change.edit.kind(),
            pupil: item.change.edit.pupil(),
            payload: item.payload.clone(),
            outcome,
            made_at: item.change.made_at,
            received_at: batch.received_at,
        }
    }
}

/// A change that came before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who sent it.
    pub person: PersonId,
    pub hash: [u8; 32],
    pub outcome: Outcome,
}

/// The first outcome of a change, as it rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum Outcome {
    /// In the log.
    Applied { seq: i64, verdict: Verdict },
    /// The cell held another value.
    Conflict {
        now: Content,
        by: Option<PersonName>,
        at: Option<Timestamp>,
    },
    /// A person decides.
    Held,
    /// Refused by the regulation.
    Judged { verdict: Verdict },
    /// Could never be applied.
    Invalid {
        #[serde(with = "InvalidForm")]
        why: Invalid,
    },
    /// No such lesson for this person.
    NoSuchLesson,
}

/// [`Invalid`] as it rests in the database.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Invalid", rename_all = "kebab-case")]
enum InvalidForm {
    OtherLesson(LessonId),
    NotAMember(PupilId),
    LaterThanLesson { minutes: u16, lesson: u16 },
    Weight(u8),
    PointInThePast,
    TooLong { length: usize, limit: usize },
    NobodyNamed,
    TooManyLinks,
    ControlCharacters,
    EmptyTopic,
    FarDay,
    NoSuchWork,
    WithoutMarks,
    NoSuchPlanItem,
    LessonFull,
    GroundNotGiven,
}

impl Outcome {
    /// The outcome of a log row.
    pub fn applied(seq: i64, late: Option<(Timestamp, Clause)>) -> Self {
        let verdict = late.map_or(Verdict::OnTime, |(due, clause)| Verdict::Late {
            due,
            clause,
        });
        Self::Applied { seq, verdict }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Applied { .. } => "applied",
            Self::Conflict { .. } => "conflict",
            Self::Held => "held",
            Self::Judged { .. } => "judged",
            Self::Invalid { .. } => "invalid",
            Self::NoSuchLesson => "no-such-lesson",
        }
    }

    /// The clause behind it.
    pub fn clause(&self) -> Option<&Clause> {
        match self {
            Self::Applied { verdict, .. } | Self::Judged { verdict } => verdict.clause(),
            _ => None,
        }
    }

    /// As text.
    pub fn to_text(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|e| StoreError::Failed(e.to_string()))
    }

    /// From text.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(|e| StoreError::Failed(e.to_string()))
    }
}

impl From<Outcome> for Stored {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Applied { seq, verdict } => Self::Applied { seq, verdict },
            Outcome::Conflict { now, by, at } => Self::Conflict { now, by, at },
            Outcome::Held => Self::Held,
            Outcome::Judged { verdict } => Self::Judged(verdict),
            Outcome::Invalid { why } => Self::Invalid(why),
            Outcome::NoSuchLesson => Self::NoSuchLesson,
        }
    }
}

/// The columns of a log row that readers need.
#[derive(Debug, Clone)]
pub struct ReadLog {
    pub seq: i64,
    pub id: ChangeId,
    pub gesture: GestureId,
    pub person: PersonId,
    pub lesson: LessonId,
    pub journal: JournalId,
    pub edit: String,
    pub ground: Option<String>,
    pub made_at: Timestamp,
    pub received_at: Timestamp,
    pub in_time_by_device: bool,
    pub late: Option<Late>,
}

impl ReadLog {
    /// The row as readers see it.
    pub fn logged(self, directory: &Directory) -> Result<Logged, StoreError> {
        let text = |e: serde_json::Error| StoreError::Failed(e.to_string());
        let ground = self
            .ground
            .as_deref()
            .map(serde_json::from_str)
            .transpose()
            .map_err(text)?;
        Ok(Logged {
            seq: self.seq,
            change: Change {
                id: self.id,
                gesture: self.gesture,
                made_at: self.made_at,
                lesson: self.lesson,
                edit: serde_json::from_str(&self.edit).map_err(text)?,
                ground,
            },
            by: self.person,
            by_name: directory.name(self.person),
            journal: self.journal,
            received_at: self.received_at,
            in_time_by_device: self.in_time_by_device,
            late: self.late,
        })
    }
}
