//! The records of a row: found or begun, filled, checked, put.

use super::TableRow;
use super::findings::Finding;
use super::matching::HeadFound;
use super::plan::{Draft, Planner, SheetToPlan};
use super::row::{Given, GivenRow};
use super::shape::{MOST_REPEATED, Part, TableShape, Tie, stint_of};
use crate::ids::ClassId;
use crate::reading::{class_title, match_key};
use crate::register::{Fault, Field, FieldKind, Record, RecordKind, RecordRef, Value, YearId};
use std::collections::BTreeMap;

impl Planner<'_> {
    /// Finds and makes the records of a row.
    pub(super) fn records(
        &mut self,
        number: usize,
        sheet: &SheetToPlan<'_>,
        row: &TableRow,
        given: &GivenRow,
        draft: &mut Draft,
    ) {
        let empty = Given::default();
        let head = given.head().unwrap_or(&empty);
        let (found, proposed) = match self.head(number, sheet.shape, given, draft) {
            HeadFound::One(at) => (Some(at), false),
            HeadFound::Proposed(at) => (Some(at), true),
            HeadFound::None => (None, false),
            HeadFound::Nobody => return,
        };
        draft.head = found;
        if let Some(twin) = found.and_then(|at| self.taken.get(&(number, at)))
            && *twin != row.number
        {
            return draft.find(None, Finding::Twin(*twin));
        }
        draft.is_new = found.is_none();
        // What stands in the base is by an order, and a row overwrites none.
        let stay = sheet.shape.is_of_stays().then(|| match found {
            Some(_) => Given::default(),
            None => self.with_sort(head),
        });
        let head = stay.as_ref().unwrap_or(head);
        let Some(at) = self.write(draft, found, sheet.shape.head(), head, &[]) else {
            return;
        };
        draft.head = Some(at);
        let mut refs = BTreeMap::from([((0, 0), at)]);
        for (place, part) in sheet.shape.numbered() {
            match part.tie {
                Tie::Head | Tie::NamedBy(..) => {}
                Tie::Enrolment => self.enrol(number, draft, at, place, given),
                Tie::ClassTeacher => {
                    if let Some(said) = given.of(place, 0) {
                        self.lead(draft, at, said);
                    }
                }
                Tie::Names(field, on) => {
                    let times = if part.repeats {
                        1..=MOST_REPEATED
                    } else {
                        0..=0
                    };
                    for nth in times {
                        let on = refs.get(&(on, nth)).or_else(|| refs.get(&(on, 0)));
                        if let Some(on) = on.copied() {
                            self.child(
                                draft,
                                sheet.shape,
                                (place, nth),
                                part,
                                (field, on),
                                given,
                                &mut refs,
                            );
                        }
                    }
                }
            }
        }
        if proposed && !draft.staged.is_empty() {
            draft.find(given.name_column(), Finding::ByName(at));
        }
    }

    /// A record that names one of the row, with the one that it names in its turn.
    #[expect(
        clippy::too_many_arguments,
        reason = "what a part hangs on, and what is known of it"
    )]
    fn child(
        &mut self,
        draft: &mut Draft,
        shape: &TableShape,
        (place, nth): (usize, usize),
        part: &Part,
        (field, on): (&'static str, RecordRef),
        given: &GivenRow,
        refs: &mut BTreeMap<(usize, usize), RecordRef>,
    ) {
        let mut ties = vec![(field, on)];
        let own = given.of(place, nth);
        let named = shape.numbered().find_map(|(other, it)| match it.tie {
            Tie::NamedBy(by, field) if by == place => Some((other, it.kind, field)),
            _ => None,
        });
        if let Some((other, kind, by)) = named {
            let beside = shape.numbered().find_map(|(place, it)| match it.tie {
                Tie::Names(_, on) if on == other => given.of(place, nth),
                _ => None,
            });
            let Some(said) = given.of(other, nth) else {
                if let Some(said) = own.or(beside) {
                    draft.find(said.first_column(), Finding::NoName);
                }
                return;
            };
            let found = self.named(draft, on, part, field, by, said, beside);
            let Ok(found) = found else {
                return;
            };
            let Some(at) = self.write(draft, found, kind, said, &[]) else {
                return;
            };
            if let Some(id) = said.id {
                self.known.name_by_file(kind.at(id), at);
            }
            refs.insert((other, nth), at);
            ties.push((by, at));
        } else if own.is_none() {
            return;
        }
        let empty = Given::default();
        let own = own.unwrap_or(&empty);
        let found = self.existing(part, &ties, own, refs, place);
        if let Some(at) = self.write(draft, found, part.kind, own, &ties) {
            refs.insert((place, nth), at);
        }
    }

    /// Into the class that the row names, if the pupil is in none.
    fn enrol(
        &mut self,
        number: usize,
        draft: &mut Draft,
        pupil: RecordRef,
        place: usize,
        given: &GivenRow,
    ) {
        let fields = RecordKind::Movement.described().fields.iter();
        let places: BTreeMap<&str, usize> = fields
            .enumerate()
            .map(|(place, field)| (field.name, place))
            .collect();
        let mut own = given.of(place, 0).cloned().unwrap_or_default();
        let value = |own: &Given, name| {
            let place = places.get(name)?;
            own.values
                .get(place)
                .map(|(value, column)| (value.clone(), *column))
        };
        let Some((Value::Reference(class), column)) = value(&own, "class") else {
            if draft.is_new {
                draft.find(None, Finding::NoClass);
            }
            return;
        };
        self.classes.insert((number, class));
        if let Some(stint) = stint_of(&self.known.register, pupil, self.terms.today) {
            if RecordRef::from(stint.class) != class {
                let title = self.known.register.title(stint.class.into());
                return draft.find(column, Finding::OtherClass(title.unwrap_or_default()));
            }
            if let Some((Value::Day(day), column)) = value(&own, "day")
                && day != stint.from
            {
                let stands = stint.from.format("%d.%m.%Y").to_string();
                draft.find(column, Finding::ByOrder(stands));
            }
            return;
        }
        if value(&own, "day").is_none()
            && let Some(place) = places.get("day")
        {
            let register = &self.known.register;
            let year = register
                .get(class)
                .and_then(|class| register.year_of_record(class));
            let day = year.map_or(self.terms.today, |(_, year)| year.starts);
            own.values.insert(*place, (Value::Day(day), None));
            draft.find(None, Finding::FromDay(day));
        }
        self.write(draft, None, RecordKind::Movement, &own, &[("pupil", pupil)]);
    }

    /// Makes the class teacher whom a row names one, if the class has none today: from the start, or
    /// from today if it had one before.
    fn lead(&mut self, draft: &mut Draft, class: RecordRef, said: &Given) {
        let kind = RecordKind::ClassTeacher;
        let Some(Value::Reference(teacher)) = said.value(kind, "teacher") else {
            return;
        };
        let (register, today) = (&self.known.register, self.terms.today);
        let class_id = ClassId(class.id.0);
        if let Some((_, stands)) = register.class_teacher_on(class_id, today) {
            if RecordRef::from(stands.teacher) != *teacher {
                let who = register.title(stands.teacher.into()).unwrap_or_default();
                draft.find(said.first_column(), Finding::OtherTeacher(who));
            }
            return;
        }
        let mut said = said.clone();
        let mut fields = kind.described().fields.iter();
        let from = fields.position(|field| field.name == "from");
        if let Some(from) = from
            && register.class_teachers(class_id).next().is_some()
        {
            said.values.insert(from, (Value::Day(today), None));
            draft.find(said.first_column(), Finding::FromDay(today));
        }
        self.write(draft, None, kind, &said, &[("class", class)]);
    }

    /// Makes a record of what stands, or of nothing, and what a row says; checks it and puts it.
    fn write(
        &mut self,
        draft: &mut Draft,
        at: Option<RecordRef>,
        kind: RecordKind,
        given: &Given,
        ties: &[(&'static str, RecordRef)],
    ) -> Option<RecordRef> {
        let described = kind.described();
        let stands = at.and_then(|at| self.known.register.get(at)).cloned();
        let mut record = match &stands {
            Some(record) => record.clone(),
            None => self.begun(kind, given),
        };
        for (field, to) in ties {
            if let Some(field) = described.field(field) {
                // A field that names the kind takes it.
                let _ = (field.set)(&mut record, Value::Reference(*to));
            }
        }
        for (place, (value, column)) in &given.values {
            let Some(field) = described.fields.get(*place) else {
                continue;
            };
            let was = (field.get)(&record);
            if was == *value || kind == RecordKind::Person && is_spelling(&was, value) {
                continue;
            }
            let fills = column.is_some_and(|column| draft.fills.contains(&column));
            if fills && stands.is_some() && was != Value::Empty {
                continue;
            }
            let by_hand = |at| (self.terms.by_hand)(at, field.name);
            if stands.is_some() && was != Value::Empty && at.is_some_and(by_hand) {
                let stands = self.known.register.exported(&was);
                draft.find(*column, Finding::SetByHand(stands));
                if !self.terms.take_disputed {
                    continue;
                }
            }
            if let Err(fault) = (field.set)(&mut record, value.clone()) {
                draft.find(*column, Finding::Fault(fault));
            }
        }
        if stands.as_ref() == Some(&record) {
            return at;
        }
        let at = at.unwrap_or_else(|| self.known.new_id(kind, given.id));
        let mut faulty = false;
        if stands.is_none() {
            for (place, field) in described.fields.iter().enumerate() {
                if lacks(field, place, given, ties) && is_unsaid(field, &record) {
                    let column = given.columns.get(&place).copied();
                    let lacks = match column {
                        Some(_) => Finding::Fault(Fault::Required),
                        None => Finding::NoColumn(kind, field.name),
                    };
                    draft.find(column, lacks);
                    faulty = true;
                }
            }
        }
        if !faulty {
            for fault in self.known.register.faults(at, &record) {
                let mut fields = described.fields.iter();
                let place = fields.position(|field| field.name == fault.field);
                let column = place.and_then(|place| given.columns.get(&place).copied());
                draft.find(column, Finding::Fault(fault.fault));
                faulty = true;
            }
        }
        if faulty {
            return None;
        }
        self.known.put(at, Some(record.clone()));
        draft.staged.push((at, stands, record));
        Some(at)
    }

    /// A new record before a row says anything: of the running year, a class of the grade that its
    /// title begins with.
    pub(super) fn begun(&self, kind: RecordKind, given: &Given) -> Record {
        let mut record = Record::blank(kind);
        let running = self.known.register.running_year(self.terms.today);
        if let (Some(field), Some((year, _))) = (kind.described().year_field(), running) {
            let _ = (field.set)(&mut record, Value::Reference(year));
        }
        if let Record::Class(class) = &mut record {
            let mut texts = given.values.values().filter_map(|(value, _)| match value {
                Value::Text(text) => class_title(text).ok(),
                _ => None,
            });
            class.grade = texts.next().map_or(0, |read| read.value.grade);
            class.year = running.map_or(YearId(0), |(at, _)| YearId(at.id.0));
        }
        record
    }
}

/// Whether a field that must say something has only what a blank record has.
fn is_unsaid(field: &Field, record: &Record) -> bool {
    let value = (field.get)(record);
    let blank = (field.get)(&Record::blank(record.kind()));
    match field.kind {
        FieldKind::Choice(_) => false,
        _ => value == Value::Empty || value == blank,
    }
}

/// Whether two texts are spellings of one: the base keeps its own.
fn is_spelling(was: &Value, is: &Value) -> bool {
    match (was, is) {
        (Value::Text(was), Value::Text(is)) => match_key(was) == match_key(is),
        _ => false,
    }
}

/// Whether a row says nothing of a field that must be said.
fn lacks(field: &Field, place: usize, given: &Given, ties: &[(&'static str, RecordRef)]) -> bool {
    let tied = ties.iter().any(|(name, _)| *name == field.name);
    field.required && !tied && !given.values.contains_key(&place)
}
