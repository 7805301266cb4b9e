//! Whether an amendment can be taken: pure, total. [`Register::plan`] asks it, on the server under
//! the school's lock; a form asks [`Register::faults`].

use super::Register;
use super::amendment::{Amendment, AmendmentGround, FILE_LIMIT, NOTE_LIMIT, ORDER_NUMBER_LIMIT};
use super::fault::{Fault, FieldFault, Refusal};
use super::field::{Gesture, InJournals, Kind, can_be_meant};
use super::kinds::year;
use super::material::{Asking, SAMPLES};
use super::record::{Record, RecordKind, RecordRef};
use super::value::Value;
use crate::invisible::{is_blank, is_unprintable};

/// So many records of a kind may name one person: no person of a school has as many, and the checks
/// of a kind look at all of them.
const MOST_OF_A_PERSON: usize = 1000;

impl Register {
    /// Whether it can be taken; all wrong fields at once. `before` is the register before the whole
    /// gesture, by which the lessons are still told apart.
    pub(super) fn judge(
        &self,
        before: &Self,
        amendment: &Amendment,
        asking: &mut Asking<'_>,
    ) -> Result<(), Refusal> {
        let at = amendment.record;
        let said = [&amendment.expected, &amendment.wanted];
        if said.into_iter().flatten().any(|it| it.kind() != at.kind) {
            return Err(Refusal::OtherKind);
        }
        if !amendment.made_at.can_be_shown() {
            return Err(Refusal::MadeAt);
        }
        if !amendment.ground.as_ref().is_none_or(is_fit) {
            return Err(Refusal::Ground);
        }
        let now = self.get(at);
        if now == amendment.wanted.as_ref() {
            // What is expected rests in the log, though nothing has been compared with it.
            let expected = amendment.expected.as_ref();
            let faults = expected.map(|expected| field_faults(at.kind.described(), expected));
            return invalid(faults.unwrap_or_default());
        }
        if now != amendment.expected.as_ref() {
            return Err(Refusal::Conflict {
                now: now.cloned().map(Box::new),
            });
        }
        if now.is_none() && !self.can_be_new(at, amendment.wanted.as_ref()) {
            return Err(Refusal::Id);
        }
        year::judge(self, amendment)?;
        let gesture = Gesture { now: self, before };
        match &amendment.wanted {
            Some(wanted) => {
                invalid(self.faults(at, wanted))?;
                let confused = at.kind.described().journals.confused;
                let fault = confused(&gesture, at, wanted, asking);
                invalid(fault.into_iter().collect())
            }
            None => judge_removal(&gesture, at, asking),
        }
    }

    /// Everything that is wrong with a record: its fields first, each alone; if they are in
    /// order, how they stand to other records and to each other. A form asks it as one types.
    pub fn faults(&self, at: RecordRef, record: &Record) -> Vec<FieldFault> {
        if record.kind() != at.kind {
            return Vec::new();
        }
        let described = at.kind.described();
        let faults = field_faults(described, record);
        if !faults.is_empty() {
            return faults;
        }
        let mut faults = Vec::new();
        for (place, field) in described.fields.iter().enumerate() {
            let missing = match (field.get)(record) {
                Value::Reference(to) => self.get(to).is_none(),
                _ => false,
            };
            let missing = missing.then_some(Fault::NoSuchRecord);
            let fault = missing.or_else(|| self.taken(described, place, at, record));
            let fault = fault.or_else(|| self.crowded(&(field.get)(record), at));
            faults.extend(fault.map(|fault| FieldFault::new(field.name, fault)));
        }
        faults.extend((described.check)(self, at, record));
        faults
    }

    /// That so many records of the kind name a person already that each check of one more would be
    /// long.
    fn crowded(&self, named: &Value, at: RecordRef) -> Option<Fault> {
        let Value::Reference(to) = named else {
            return None;
        };
        let of_person = Some(*to).filter(|to| to.kind == RecordKind::Person)?;
        let naming = self.referrers.of_kind(of_person, at.kind);
        let others = naming.filter(|by| *by != at).take(MOST_OF_A_PERSON);
        let limit = MOST_OF_A_PERSON;
        (others.count() == limit).then_some(Fault::NamedTooOften { limit })
    }

    /// That another record says the same where each must say something else.
    fn taken(&self, kind: &Kind, place: usize, at: RecordRef, record: &Record) -> Option<Fault> {
        let within = kind.fields.get(place)?.unique_within?;
        let Value::Text(text) = kind.value(place, record) else {
            return None;
        };
        let agree = |other: &Record| {
            let mut places = within.iter();
            places.all(|place| kind.value(*place, other) == kind.value(*place, record))
        };
        let saying = self.unique.saying(at.kind, place, &text);
        let mut others = saying.filter(|other| *other != at);
        let with = others.find(|other| self.get(*other).is_some_and(agree))?;
        Some(Fault::NotUnique { with })
    }
}

fn judge_removal(
    gesture: &Gesture<'_>,
    at: RecordRef,
    asking: &mut Asking<'_>,
) -> Result<(), Refusal> {
    let InJournals {
        uses, rests, last, ..
    } = at.kind.described().journals;
    let resting = rests(gesture.now, at);
    let resting: Vec<_> = gesture.now.referring_to(at).chain(resting).collect();
    let (count, found) = (resting.len(), uses(gesture, at, asking));
    if count > 0 || !found.is_empty() {
        return Err(Refusal::InUse {
            records: resting.into_iter().take(SAMPLES).collect(),
            count,
            found,
        });
    }
    match last(gesture, at, asking) {
        Some(found) => Err(Refusal::Last { found }),
        None => Ok(()),
    }
}

fn invalid(faults: Vec<FieldFault>) -> Result<(), Refusal> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid { faults })
    }
}

/// What is wrong with the fields, each seen alone.
fn field_faults(described: &Kind, record: &Record) -> Vec<FieldFault> {
    let fields = described.fields.iter();
    let faults = fields.filter_map(|field| {
        let fault = field.check(&(field.get)(record)).err()?;
        Some(FieldFault::new(field.name, fault))
    });
    faults.collect()
}

/// Whether a text is a line that says something, of no more characters than that.
pub fn is_line(text: &str, limit: usize) -> bool {
    !is_blank(text) && !text.contains(is_unprintable) && text.chars().count() <= limit
}

/// Whether a ground says something that can be kept: a line, and a day that can be meant.
fn is_fit(ground: &AmendmentGround) -> bool {
    match ground {
        AmendmentGround::Order { number, date } => {
            is_line(number, ORDER_NUMBER_LIMIT) && can_be_meant(*date)
        }
        AmendmentGround::Import { file, .. } => is_line(file, FILE_LIMIT),
        AmendmentGround::Note { text } => is_line(text, NOTE_LIMIT),
        AmendmentGround::Undo { .. } | AmendmentGround::Breach { .. } => true,
    }
}
