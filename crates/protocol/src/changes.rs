//! Sending changes.

use crate::problem::{Code, Problem};
use journal::{
    Change, ChangeId, ChangeOutcome, ChangeRefusal, Content, DeviceId, Edit, GestureId, Ground,
    SheetId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// Most changes of one batch.
pub const MAX_BATCH: usize = 200;

/// `POST /changes`: changes of one device in the order of its counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Push {
    /// The device whose counter numbers them.
    pub device: DeviceId,
    /// The client's corrected clock when it sent this.
    pub sent_at: Timestamp,
    /// At most [`MAX_BATCH`], numbered without gaps.
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub changes: Vec<Numbered>,
}

/// A change with its number on its device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(from = "Flat")]
pub struct Numbered {
    /// One more than the change before it; the first is 1.
    pub n: u64,
    /// Nothing tied the client's clock to its last contact (it was moved, or the machine was started
    /// anew), so nobody knows when it was made: it counts from when the server received it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_suspect: bool,
    /// The change.
    #[serde(flatten)]
    pub change: Change,
}

/// [`Numbered`] as it travels. Read so it goes straight into its fields; serde's `flatten` would
/// keep everything in between, which costs a server half the time of reading a batch.
#[derive(Deserialize)]
struct Flat {
    n: u64,
    #[serde(default)]
    clock_suspect: bool,
    id: ChangeId,
    gesture: GestureId,
    made_at: Timestamp,
    sheet: SheetId,
    edit: Edit,
    #[serde(default)]
    ground: Option<Ground>,
    #[serde(default)]
    beside: Option<Content>,
    #[serde(default)]
    after: Option<ChangeId>,
}

impl From<Flat> for Numbered {
    fn from(flat: Flat) -> Self {
        Self {
            n: flat.n,
            clock_suspect: flat.clock_suspect,
            change: Change {
                id: flat.id,
                gesture: flat.gesture,
                made_at: flat.made_at,
                sheet: flat.sheet,
                edit: flat.edit,
                ground: flat.ground,
                beside: flat.beside,
                after: flat.after,
            },
        }
    }
}

/// The answer to a batch: an outcome for each change, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pushed {
    /// One for each change.
    pub outcomes: Vec<ChangeOutcome<Problem>>,
    /// The last number the server has of this device.
    pub last_n: u64,
    /// The server's clock.
    pub now: Timestamp,
}

/// What became of a change, a refusal told as a problem.
pub type Outcome = ChangeOutcome<Problem>;

impl From<ChangeRefusal> for Problem {
    fn from(refusal: ChangeRefusal) -> Self {
        match refusal {
            ChangeRefusal::Judged { verdict } => Self::refused(verdict),
            ChangeRefusal::Invalid { why } => Self::invalid_change(&why),
            ChangeRefusal::NoSuchSheet => Self::new(Code::NotFound),
            ChangeRefusal::IdReused => Self::new(Code::ChangeIdReused),
            ChangeRefusal::NumberReused => Self::new(Code::DeviceNumberReused),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{Attendance, FromTo, LessonId, PupilId};
    use uuid::Uuid;

    #[test]
    fn a_numbered_change_is_read_as_it_was_written() {
        let sent = Numbered {
            n: 7,
            clock_suspect: true,
            change: Change {
                id: ChangeId(Uuid::from_u128(1)),
                gesture: GestureId(Uuid::from_u128(2)),
                made_at: Timestamp(3),
                sheet: LessonId(4).into(),
                edit: Edit::Attendance {
                    pupil: PupilId(5),
                    step: FromTo::new(Attendance::Present, Attendance::Absent),
                },
                ground: Some(Ground::Substitution),
                beside: Some(Content::Reason(None)),
                after: Some(ChangeId(Uuid::from_u128(6))),
            },
        };
        let text = serde_json::to_string(&sent).unwrap();
        assert_eq!(serde_json::from_str::<Numbered>(&text).unwrap(), sent);
    }
}
