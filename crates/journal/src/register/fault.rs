//! Why an amendment is not taken.

use super::material::Found;
use super::record::{Record, RecordRef};
use crate::regulation::Clause;
use serde::{Deserialize, Serialize};

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "fault")]
pub enum Fault {
    /// Something must be said.
    #[error("nothing is said")]
    Required,
    /// The value is not of the field's kind.
    #[error("a value of another kind")]
    OtherKind,
    /// The text cannot be read as a value of the field's kind.
    #[error("it cannot be understood")]
    Unreadable,
    /// It is said where another field leaves no room for it.
    #[error("it is not said of that")]
    NotForThat,
    /// The mark that is asked for stands there already.
    #[error("it asks for the mark that stands")]
    SameMark,
    /// The day of the request lies before the period.
    #[error("the day lies before the period")]
    BeforePeriod,
    /// It was decided upon, and stays as it was then.
    #[error("it was decided upon")]
    Decided {
        /// The decision.
        with: RecordRef,
    },
    /// A text longer than its limit, in characters; or more bells than a day has.
    #[error("{length} where {limit} are allowed")]
    TooLong {
        /// How many there are.
        length: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// Control characters, or such as show the text otherwise than it is written.
    #[error("unprintable characters in the text")]
    Unprintable,
    /// A number outside its range, both ends of which are allowed.
    #[error("it is not within {least} to {most}")]
    OutOfRange {
        /// The least.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// A day that no school of today can mean.
    #[error("a day too far from today")]
    FarDay,
    /// Another record says the same.
    #[error("it is taken already")]
    NotUnique {
        /// That record.
        with: RecordRef,
    },
    /// There is no such record.
    #[error("there is no such record")]
    NoSuchRecord,
    /// The last day comes before the first.
    #[error("it ends before it starts")]
    EndsBeforeStart,
    /// Its days are another's already.
    #[error("its days overlap those of another")]
    Overlaps {
        /// That record.
        with: RecordRef,
    },
    /// Its days are not within its school year.
    #[error("it lies outside its school year")]
    OutsideYear,
    /// A period or holiday would be left outside the school year.
    #[error("it leaves another outside the school year")]
    LeavesOutside {
        /// That record.
        record: RecordRef,
    },
    /// A later line of the pupil would not follow from what is left.
    #[error("a later line of the pupil would hang in the air")]
    BreaksMovement {
        /// That line.
        with: RecordRef,
    },
    /// Lessons and marks of a journal would be left in another school year than the journal.
    #[error("a journal with lessons or marks stays in its school year")]
    KeepsYear {
        /// That journal.
        journal: RecordRef,
    },
    /// Two lines of a pupil on one day.
    #[error("two lines of a pupil on one day")]
    TwoOnADay,
    /// The pupil is there already.
    #[error("the pupil is there already")]
    InAlready,
    /// The pupil is in no class then.
    #[error("the pupil is in no class then")]
    NotInClass,
    /// The class is not of a later year.
    #[error("the class is not of the next year")]
    NotNextYear,
    /// Whoever goes so goes into no class.
    #[error("no class is meant")]
    NoClassThen,
    /// So many records of the kind name the person already.
    #[error("{limit} of them name the person already")]
    NamedTooOften {
        /// How many may.
        limit: usize,
    },
    /// Only a cancelling order names another.
    #[error("only a cancelling order names another")]
    NotCancelling,
    /// Orders cancel each other too often in a row.
    #[error("more than {limit} orders cancel each other in a row")]
    CancelledTooOften {
        /// How many may.
        limit: usize,
    },
    /// An order is cancelled on its own day or later.
    #[error("an order is not cancelled before its own day")]
    CancelledBefore {
        /// The other of the two.
        with: RecordRef,
    },
    /// The order of a line is cancelled: nothing would follow from the line.
    #[error("the order is cancelled")]
    OrderCancelled,
    /// An order of that sort says nothing of the kind.
    #[error("a line that an order of that sort does not hold")]
    NotOfOrder,
    /// A group of several classes belongs to none of them.
    #[error("a group of several classes names none")]
    OfSeveralClasses,
    /// A whole class has no list of its own: in it is who is in the class.
    #[error("a whole class has the list of the class")]
    WholeClass,
    /// It has a list of its own, so it is not a whole class.
    #[error("it has a list of its own")]
    HasMembers,
    /// Nobody would be left to administer the school.
    #[error("nobody would be left to administer the school")]
    LastAdministrator,
    /// Nobody is one's own parent.
    #[error("nobody is one's own parent")]
    OwnParent,
    /// Bells that do not follow each other by number.
    #[error("lesson {number} is out of order or said twice")]
    BellOrder {
        /// Number of the lesson.
        number: u8,
    },
    /// A lesson that ends before it starts.
    #[error("lesson {number} ends before it starts")]
    BellEndsBeforeStart {
        /// Number of the lesson.
        number: u8,
    },
    /// A lesson that starts before the one before it has ended.
    #[error("lesson {number} starts before the one before it ends")]
    BellsCross {
        /// Number of the later lesson.
        number: u8,
    },
    /// A bell between two minutes, which no table shows.
    #[error("lesson {number} does not start and end at whole minutes")]
    BellSeconds {
        /// Number of the lesson.
        number: u8,
    },
    /// It is said for grades and for a class.
    #[error("either grades or a class")]
    GradesAndClass,
    /// A school year goes through its states one by one.
    #[error("the states of a school year follow one by one")]
    SkipsState,
}

/// A field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldFault {
    /// The field's name, as in the record.
    pub field: String,
    /// What is wrong.
    #[serde(flatten)]
    pub fault: Fault,
}

impl FieldFault {
    /// A fault of a field.
    pub fn new(field: &str, fault: Fault) -> Self {
        Self {
            field: field.to_owned(),
            fault,
        }
    }
}

/// Why an amendment is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "refusal")]
pub enum Refusal {
    /// Another record stands there than the writer expected; the first writer's stands.
    #[error("another record stands there than expected")]
    Conflict {
        /// What stands there; none: nothing.
        now: Option<Box<Record>>,
    },
    /// What is expected or wanted is not of the kind that the amendment names.
    #[error("the record is of another kind than the amendment says")]
    OtherKind,
    /// The number is not one that a new record can have.
    #[error("no new record can have this number")]
    Id,
    /// The ground is blank, too long or of a day too far, holds unprintable characters, or is one of
    /// another way to amend: only a whole gesture is an import, and only the server says «undo».
    #[error("the ground is not fit to be kept")]
    Ground,
    /// It was made at a moment that no clock shows: before 1900 or after 2299.
    #[error("no clock shows the moment at which it was made")]
    MadeAt,
    /// Everything that is wrong with the fields.
    #[error("some fields are wrong")]
    Invalid {
        /// Field by field; never empty.
        faults: Vec<FieldFault>,
    },
    /// It cannot be removed, because other things rest upon it.
    #[error("the record is in use")]
    InUse {
        /// Records that refer to it, the first few.
        records: Vec<RecordRef>,
        /// How many records refer to it.
        count: usize,
        /// What else does.
        found: Found,
    },
    /// Nothing would be left in its place: the last period of a year that has lessons, the last
    /// kind of work, without which no mark can be given.
    #[error("it is the last one")]
    Last {
        /// What rests upon it.
        found: Found,
    },
    /// It says of somebody what their consent does not cover on the day, and the regulation wants it
    /// first.
    #[error("there is no consent to keep it")]
    NoConsent {
        /// Of whom.
        of: RecordRef,
        /// Where it is written.
        clause: Clause,
    },
    /// It belongs to a school year that is closed; the year must be opened again first.
    #[error("the school year is closed")]
    YearClosed {
        /// The year.
        year: RecordRef,
    },
}
