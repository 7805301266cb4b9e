//! The cells of a sheet: the one list of their kinds, and what comes from it.

use super::FromTo;
use crate::attendance::{AbsenceReason, Attendance};
use crate::excuse::Excuse;
use crate::homework::Homework;
use crate::ids::{PupilId, WorkKindId};
use crate::lesson::LessonForm;
use crate::mark::{Mark, PeriodMark, WorkRef};
use crate::place::SheetKind;
use crate::text_form::NotInVocabulary;
use crate::topic::Topic;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Write as _};
use std::str::{FromStr, Split};

/// A kind of cell a line: `Name = "word" 'letter' in Sheet { its address }: what it holds;`. Of a
/// kind `Mark = "mark" 'm' in Lesson { pupil: PupilId, work: WorkRef }: Option<Mark>` come
///
/// - `Edit::Mark { pupil, work, step: FromTo<Option<Mark>> }`, what a change does to it;
/// - `Cell::Mark { pupil, work }`, its address, whose text is `m101.7.0`;
/// - `Content::Mark(Option<Mark>)`, what stands in it, empty while it is the type's default;
/// - the ways from one of them to another, and `kind`, the word that names it wherever it rests
///   or travels.
///
/// A kind without an address (`RollCall`) stands in its sheet once.
macro_rules! cells {
    ($(
        $(#[$doc:meta])+
        $kind:ident = $word:tt $letter:literal in $sheet:ident
        $({ $($(#[$part_doc:meta])+ $part:ident: $address:ty),+ })?: $held:ty;
    )+) => {
        /// What a change does. Every kind says what it expects and what it wants.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(tag = "kind")]
        pub enum Edit {$(
            $(#[$doc])+
            #[serde(rename = $word)]
            $kind {
                $($($(#[$part_doc])+ $part: $address,)+)?
                /// From what to what.
                #[serde(flatten)]
                step: FromTo<$held>,
            },
        )+}

        /// A cell's address within its sheet.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(tag = "kind")]
        pub enum Cell {$(
            $(#[$doc])+
            #[serde(rename = $word)]
            $kind $({ $($(#[$part_doc])+ $part: $address,)+ })?,
        )+}

        /// What stands in a cell.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(tag = "kind", content = "value")]
        pub enum Content {$(
            $(#[$doc])+
            #[serde(rename = $word)]
            $kind($held),
        )+}

        impl Edit {
            /// The address of the cell it changes.
            pub fn cell(&self) -> Cell {
                match *self {$(
                    Self::$kind { $($($part,)+)? .. } => Cell::$kind $({ $($part),+ })?,
                )+}
            }

            /// What it expects and what it wants.
            pub fn into_contents(self) -> (Content, Content) {
                match self {$(
                    Self::$kind { step, .. } => {
                        (Content::$kind(step.old), Content::$kind(step.new))
                    }
                )+}
            }

            /// The edit of `cell` from `old` to `new`; none if the contents are not of the
            /// cell's kind.
            pub fn between(cell: Cell, old: Content, new: Content) -> Option<Self> {
                match (cell, old, new) {
                    $((
                        Cell::$kind $({ $($part),+ })?,
                        Content::$kind(old),
                        Content::$kind(new),
                    ) => Some(Self::$kind { $($($part,)+)? step: FromTo { old, new } }),)+
                    _ => None,
                }
            }

            /// The edit that takes this one back.
            #[must_use]
            pub fn inverse(self) -> Self {
                match self {$(
                    Self::$kind { $($($part,)+)? step } => {
                        Self::$kind { $($($part,)+)? step: step.inverse() }
                    }
                )+}
            }
        }

        impl Cell {
            /// The words of all kinds.
            pub const KINDS: &[&str] = &[$($word),+];

            /// The word of its kind.
            pub fn kind(self) -> &'static str {
                match self {
                    $(Self::$kind { .. } => $word,)+
                }
            }

            /// What sheets have it.
            pub fn sheet(self) -> SheetKind {
                match self {
                    $(Self::$kind { .. } => SheetKind::$sheet,)+
                }
            }

            /// What it holds before anybody writes into it.
            pub fn empty(self) -> Content {
                match self {
                    $(Self::$kind { .. } => Content::$kind(<$held>::default()),)+
                }
            }

            /// The pupil it belongs to, if it belongs to one.
            pub fn pupil(self) -> Option<PupilId> {
                match self {
                    $(Self::$kind $({ $($part),+ })? => None$($(.or($part.pupil()))+)?,)+
                }
            }
        }

        /// A letter and the parts of the address: `m101.7.0`, `h3`, `t`.
        impl fmt::Display for Cell {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match *self {$(
                    Self::$kind $({ $($part),+ })? => {
                        f.write_char($letter)?;
                        $(write_parts(f, &[$(&$part),+])?;)?
                        Ok(())
                    }
                )+}
            }
        }

        impl FromStr for Cell {
            type Err = NotInVocabulary;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let unknown = || NotInVocabulary::new("cells", text);
                let mut letters = text.chars();
                let letter = letters.next().ok_or_else(unknown)?;
                let mut parts = letters.as_str().split('.');
                match letter {
                    $($letter => Ok(Self::$kind $({
                        $($part: AddressPart::read(&mut parts).ok_or_else(unknown)?),+
                    })?),)+
                    _ => Err(unknown()),
                }
            }
        }

        impl Content {
            /// The word of its kind.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $word,)+
                }
            }

            /// Whether the cell holds what it held before anybody wrote into it.
            pub fn is_empty(&self) -> bool {
                match self {
                    $(Self::$kind(held) => *held == <$held>::default(),)+
                }
            }
        }
    };
}

cells! {
    /// What the teacher saw of a pupil.
    Attendance = "attendance" 'a' in Lesson {
        /// The pupil.
        pupil: PupilId
    }: Attendance;
    /// Why a pupil was absent; apart from the fact.
    Reason = "reason" 'r' in Lesson {
        /// The pupil.
        pupil: PupilId
    }: Option<AbsenceReason>;
    /// A pupil's mark for a work.
    Mark = "mark" 'm' in Lesson {
        /// The pupil.
        pupil: PupilId,
        /// The work it is for.
        work: WorkRef
    }: Option<Mark>;
    /// Whether the roll call is confirmed.
    RollCall = "roll-call" 'c' in Lesson: bool;
    /// What was taught.
    Topic = "topic" 't' in Lesson: Option<Topic>;
    /// A homework; slot 0 is the one for all, others are individual.
    Homework = "homework" 'h' in Lesson {
        /// Which of the lesson's homeworks.
        slot: u8
    }: Option<Homework>;
    /// How the lesson is held.
    Form = "form" 'f' in Lesson: LessonForm;
    /// Why the lesson is kept only after its term.
    Excuse = "excuse" 'e' in Lesson: Option<Excuse>;
    /// A pupil's mark for the whole period.
    PeriodMark = "period-mark" 'p' in Term {
        /// The pupil.
        pupil: PupilId
    }: PeriodMark;
}

impl Cell {
    /// The cell that is read together with this one: a pupil's absence and its reason are kept
    /// apart, since another person may give the reason, but make one letter of the journal.
    pub fn beside(self) -> Option<Self> {
        match self {
            Self::Attendance { pupil } => Some(Self::Reason { pupil }),
            Self::Reason { pupil } => Some(Self::Attendance { pupil }),
            _ => None,
        }
    }

    /// The first of the cells that are read together, which stands for the letter.
    #[must_use]
    pub fn letter(self) -> Self {
        match self {
            Self::Reason { pupil } => Self::Attendance { pupil },
            cell => cell,
        }
    }
}

impl Edit {
    /// The word of its kind, as in JSON.
    pub fn kind(&self) -> &'static str {
        self.cell().kind()
    }

    /// The pupil it is about, if it is about one.
    pub fn pupil(&self) -> Option<PupilId> {
        self.cell().pupil()
    }

    /// What it expects in the cell.
    pub fn expected(&self) -> Content {
        self.clone().into_contents().0
    }

    /// What it wants in the cell.
    pub fn wanted(&self) -> Content {
        self.clone().into_contents().1
    }

    /// Whether it leaves nothing where something stood.
    pub fn takes_away(&self) -> bool {
        let (expected, wanted) = self.clone().into_contents();
        !expected.is_empty() && wanted.is_empty()
    }
}

/// A part of a cell's address. As text it is made of numbers with dots between them.
trait AddressPart: fmt::Display + Sized {
    /// The pupil, if it names one.
    fn pupil(self) -> Option<PupilId> {
        None
    }

    /// Takes its numbers from the front of `parts`.
    fn read(parts: &mut Split<'_, char>) -> Option<Self>;
}

impl AddressPart for PupilId {
    fn pupil(self) -> Option<PupilId> {
        Some(self)
    }

    fn read(parts: &mut Split<'_, char>) -> Option<Self> {
        parts.next()?.parse().ok().map(Self)
    }
}

impl AddressPart for WorkRef {
    fn read(parts: &mut Split<'_, char>) -> Option<Self> {
        Some(Self {
            kind: WorkKindId(parts.next()?.parse().ok()?),
            nth: parts.next()?.parse().ok()?,
        })
    }
}

impl AddressPart for u8 {
    fn read(parts: &mut Split<'_, char>) -> Option<Self> {
        parts.next()?.parse().ok()
    }
}

fn write_parts(f: &mut fmt::Formatter<'_>, parts: &[&dyn fmt::Display]) -> fmt::Result {
    for (nth, part) in parts.iter().enumerate() {
        if nth > 0 {
            f.write_char('.')?;
        }
        write!(f, "{part}")?;
    }
    Ok(())
}
