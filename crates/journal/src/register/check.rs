//! Whether an amendment can be taken: pure, total. [`Register::plan`] asks it, on the server under
//! the school's lock; a form asks [`Register::faults`].

use super::Register;
use super::amendment::{Amendment, AmendmentGround, GROUND_LIMITS};
use super::fault::{Fault, FieldFault, Refusal};
use super::field::{Kind, can_be_meant};
use super::kinds::year::only_state_moves;
use super::material::{Asking, Found, Question, SAMPLES};
use super::record::{Record, RecordRef};
use super::value::Value;
use crate::invisible::{is_blank, is_unprintable};

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
        if now.is_none() && !self.can_be_new(at) {
            return Err(Refusal::Id);
        }
        self.judge_years(amendment)?;
        match &amendment.wanted {
            Some(wanted) => {
                invalid(self.faults(at, wanted))?;
                let Record::Room(room) = wanted else {
                    return Ok(());
                };
                let with = self.room_confused(before, at, room, asking);
                let fault = with.map(|with| FieldFault::new("title", Fault::NotUnique { with }));
                invalid(fault.into_iter().collect())
            }
            None => self.judge_removal(before, at, asking),
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
                Value::Class(class) => !self.classes().contains_key(&class),
                _ => false,
            };
            let missing = missing.then_some(Fault::NoSuchRecord);
            let fault = missing.or_else(|| self.taken(described, place, at, record));
            faults.extend(fault.map(|fault| FieldFault::new(field.name, fault)));
        }
        faults.extend((described.check)(self, at, record));
        faults
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

    /// What belongs to a closed school year does not move; the year itself is closed and opened
    /// again, and nothing else of it moves with that or in between.
    fn judge_years(&self, amendment: &Amendment) -> Result<(), Refusal> {
        let said = [&amendment.expected, &amendment.wanted];
        for record in said.into_iter().flatten() {
            if let Some((year, it)) = self.year_of_record(record)
                && !it.moves()
            {
                return Err(Refusal::YearClosed { year });
            }
        }
        let moves = said.into_iter().flatten().all(|record| match record {
            Record::SchoolYear(year) => year.moves(),
            _ => true,
        });
        let closes_or_opens = match said {
            [Some(Record::SchoolYear(was)), Some(Record::SchoolYear(now))] => {
                only_state_moves(was, now)
            }
            _ => false,
        };
        if moves || closes_or_opens {
            return Ok(());
        }
        let year = amendment.record;
        Err(Refusal::YearClosed { year })
    }

    fn judge_removal(
        &self,
        before: &Self,
        at: RecordRef,
        asking: &mut Asking<'_>,
    ) -> Result<(), Refusal> {
        let count = self.referring_to(at).count();
        let found = match self.get(at) {
            // As long as another room has the title, lessons name that one.
            Some(Record::Room(room)) if self.rooms_called(&room.title).count() > 1 => None,
            Some(Record::Room(_)) => self.lessons_in(before, &[at], asking),
            _ => asking.ask(Question::Uses { record: at }),
        };
        if count > 0 || found.is_some_and(|found| !found.is_empty()) {
            return Err(Refusal::InUse {
                records: self.referring_to(at).take(SAMPLES).collect(),
                count,
                found: found.cloned().unwrap_or_default(),
            });
        }
        self.judge_last(at, asking)
    }

    /// That something is left in the place of a record that is removed.
    fn judge_last(&self, at: RecordRef, asking: &mut Asking<'_>) -> Result<(), Refusal> {
        let found = match self.get(at) {
            Some(Record::WorkKind(_)) if self.of(at.kind).count() == 1 => Found::default(),
            Some(Record::Period(period)) => {
                let mut others = self.periods().filter(|(other, _)| *other != at);
                if others.any(|(_, other)| other.year == period.year) {
                    return Ok(());
                }
                let days = period.days();
                match asking.ask(Question::Lessons { days }) {
                    Some(found) if !found.is_empty() => found.clone(),
                    _ => return Ok(()),
                }
            }
            _ => return Ok(()),
        };
        Err(Refusal::Last { found })
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

/// Whether a ground says something that can be kept: a line, and a day that can be meant.
fn is_fit(ground: &AmendmentGround) -> bool {
    let line = |text: &str, limit: usize| {
        !is_blank(text) && !text.contains(is_unprintable) && text.chars().count() <= limit
    };
    match ground {
        AmendmentGround::Order { number, date } => {
            line(number, GROUND_LIMITS.0) && can_be_meant(*date)
        }
        AmendmentGround::Note { text } => line(text, GROUND_LIMITS.1),
        AmendmentGround::Settles { .. } => true,
    }
}
