//! Changes as rows: the log of what was accepted, and what was set aside with its outcome.

use super::{Item, Named, Payload, Prepared};
use crate::directory::Directory;
use crate::store::StoreError;
use journal::claim::{Origin, Standing};
use journal::view::{Late, Logged};
use journal::{
    Change, ChangeId, ChangeOutcome, Claim, Clause, Content, DeviceId, Edit, GestureId, JournalId,
    PersonId, PupilId, SheetId, Timestamp, Verdict,
};

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
    pub sheet: SheetId,
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
    /// As what another change may say that it takes back.
    pub fn named(&self) -> Option<(ChangeId, Named)> {
        let named = Named {
            person: self.person,
            sheet: self.sheet,
            edit: serde_json::from_str(&self.payload.edit).ok()?,
            over_void: false,
            origin: Origin {
                device: self.device,
                seq: self.seq,
            },
        };
        Some((self.id, named))
    }

    /// What it says about its cell from now on.
    pub fn claim(&self) -> Claim {
        Claim {
            person: self.person,
            at: self.received_at,
            device: self.device,
            seq: self.seq,
            first: self.seq,
            standing: Standing::Wrote,
        }
    }

    /// The row of a change of a batch.
    pub fn of(seq: i64, item: &Item, batch: &Prepared, journal: JournalId, v: &Verdict) -> Self {
        Self {
            seq,
            id: item.change.id,
            gesture: item.change.gesture,
            device: Some(batch.device),
            n: item.n,
            person: batch.actor.person,
            sheet: item.change.sheet,
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
    pub sheet: SheetId,
    pub kind: &'static str,
    pub pupil: Option<PupilId>,
    pub payload: Payload,
    pub outcome: ChangeOutcome,
    /// As it was sent, kept to what a clock can show.
    pub made_at: Timestamp,
    pub received_at: Timestamp,
}

impl AsideRow {
    /// The row of a change of a batch.
    pub fn of(item: &Item, batch: &Prepared, outcome: ChangeOutcome) -> Self {
        Self {
            id: item.change.id,
            gesture: item.change.gesture,
            device: batch.device,
            n: item.n,
            person: batch.actor.person,
            sheet: item.change.sheet,
            kind: item.change.edit.kind(),
            pupil: item.change.edit.pupil(),
            payload: item.payload.clone(),
            outcome,
            made_at: item.change.made_at.shown(),
            received_at: batch.received_at,
        }
    }
}

/// A change, or an amendment of the register, that came before: they share one space of ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who sent it.
    pub person: PersonId,
    /// None: it is an amendment, so that no change is the same.
    pub hash: Option<[u8; 32]>,
    pub outcome: ChangeOutcome,
}

/// An outcome as it rests.
pub fn outcome_text(outcome: &ChangeOutcome) -> Result<String, StoreError> {
    serde_json::to_string(outcome).map_err(|e| StoreError::Failed(e.to_string()))
}

/// The outcome of such a text.
pub fn outcome_of(text: &str) -> Result<ChangeOutcome, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Failed(e.to_string()))
}

/// The columns of a log row that readers need.
#[derive(Debug, Clone)]
pub struct ReadLog {
    pub seq: i64,
    pub id: ChangeId,
    pub gesture: GestureId,
    pub person: PersonId,
    pub sheet: SheetId,
    pub journal: JournalId,
    pub edit: String,
    pub ground: Option<String>,
    pub made_at: Timestamp,
    pub received_at: Timestamp,
    pub in_time_by_device: bool,
    pub late: Option<Late>,
    pub void: Option<Timestamp>,
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
                sheet: self.sheet,
                edit: serde_json::from_str(&self.edit).map_err(text)?,
                ground,
                beside: None,
                after: None,
            },
            by: self.person,
            by_name: directory.name(self.person),
            journal: self.journal,
            received_at: self.received_at,
            in_time_by_device: self.in_time_by_device,
            late: self.late,
            void: self.void,
        })
    }
}
