//! A journal: one subject taught to one group over a school year.

use crate::ids::{GroupId, JournalId};
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::value::choices;
use crate::register::{Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef};
use crate::register::{Register, SubjectId, Title};
use serde::{Deserialize, Serialize};

choices! {
    /// Whether marks are given.
    pub enum Marking {
        /// As the regulation says.
        #[default]
        Marks = "marks" ["с отметками"],
        /// None: first grades (SP 2.4.3648-20), and the courses that the school says so of.
        Without = "without" ["без отметок", "безотметочный"],
    }
}

/// What the register says of a journal (SP14-T2.8b, SOLO2-5.3-1b).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalRecord {
    /// What is taught.
    pub subject: SubjectId,
    /// To whom.
    pub group: GroupId,
    /// Whether marks are given.
    #[serde(default)]
    pub marking: Marking,
}

fields! {
    Journal;
    group: FieldKind::Reference(RecordKind::Group),
        .required().column(1, 24);
    subject: FieldKind::Reference(RecordKind::Subject),
        .required().column(1, 36);
    marking: FieldKind::Choice(Marking::CHOICES),
        .required().column(2, 14);
}

/// Journals.
pub static KIND: Kind = Kind {
    kind: RecordKind::Journal,
    fields: FIELDS,
    title: Title::Parts(&[at::group, at::subject]),
    search: &[at::group, at::subject],
    order: &[at::group, at::subject],
    check,
    journals: InJournals {
        confused,
        uses,
        ..InJournals::SHOWN
    },
};

/// A subject has one journal in a group.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Journal(journal) = record else {
        return Vec::new();
    };
    let mut others = register.referring_to(journal.group.into());
    let with = others.find(|other| {
        let twin = match register.get(*other) {
            Some(Record::Journal(other)) => other.subject == journal.subject,
            _ => false,
        };
        *other != at && twin
    });
    let twin = with.map(|with| FieldFault::new("subject", Fault::NotUnique { with }));
    let left = left_outside(register, at, record);
    let left = left.map(|record| FieldFault::new("group", Fault::LeavesOutside { record }));
    twin.into_iter().chain(left).collect()
}

/// An appointment whose days would not be of the journal's year any more.
fn left_outside(register: &Register, at: RecordRef, record: &Record) -> Option<RecordRef> {
    let (year, of) = register.year_of_record(record)?;
    let (was, _) = register.year_of_record(register.get(at)?)?;
    let mut appointments = register.referring_to(at).filter(|_| year != was);
    appointments.find(|by| register.stay_leaves(*by, of.days()))
}

fn uses(_: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Found {
    let journal = JournalId(at.id.0);
    asking.ask(Question::Journal { journal })
}

/// It would go to a group of another year than what stands in it.
fn confused(
    gesture: &Gesture<'_>,
    at: RecordRef,
    wanted: &Record,
    asking: &mut Asking<'_>,
) -> Option<FieldFault> {
    let (was, _) = gesture.now.year_of_record(gesture.now.get(at)?)?;
    let (is, _) = gesture.now.year_of_record(wanted)?;
    let fault = (was != is).then(|| keeps_year(at, asking)).flatten();
    fault.map(|fault| FieldFault::new("group", fault))
}

/// That a journal stays in its school year, because lessons or marks for a period are of it.
pub(super) fn keeps_year(journal: RecordRef, asking: &mut Asking<'_>) -> Option<Fault> {
    let found = asking.ask(Question::Journal {
        journal: JournalId(journal.id.0),
    });
    (!found.is_empty()).then_some(Fault::KeepsYear { journal })
}
