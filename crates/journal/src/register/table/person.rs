//! Which person a row means: by our number, the source's, that of the insurance, the name with the
//! day of birth; by the name alone only as a proposal (`school-admin`, «Match order»).

use super::findings::Finding;
use super::known::Known;
use super::row::{Given, GivenRow};
use super::shape::{TableShape, Tie, stint_of};
use crate::ids::PupilId;
use crate::person::PersonName;
use crate::reading::match_key;
use crate::register::{Record, RecordId, RecordKind, RecordRef, Value};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a row says of a person that tells them from others.
#[derive(Debug, Default)]
pub(super) struct Sought {
    pub(super) name: PersonName,
    id: Option<RecordId>,
    foreign_ids: bool,
    born: Option<NaiveDate>,
    snils: String,
    source: String,
    phone: String,
    email: String,
    class: Option<RecordRef>,
}

/// Who was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FoundPerson {
    One(RecordRef),
    /// By a number, and the name is another.
    Renamed(RecordRef),
    /// By what does not prove it.
    Proposed(RecordRef),
    None,
    Unclear(Finding),
}

impl Sought {
    /// The head of a row.
    pub(super) fn of(
        shape: &TableShape,
        given: &GivenRow,
        head: &Given,
        foreign_ids: bool,
    ) -> Self {
        let beside = shape.numbered().find_map(|(place, part)| match part.tie {
            Tie::Names(_, 0) if part.kind == RecordKind::PersonDetails => given.of(place, 0),
            _ => None,
        });
        let class = shape.numbered().find_map(|(place, part)| {
            let entry = (part.tie == Tie::Enrolment).then(|| given.of(place, 0))??;
            match entry.value(RecordKind::Movement, "class") {
                Some(Value::Reference(class)) => Some(*class),
                _ => None,
            }
        });
        Self {
            class,
            ..Self::beside(head, beside, foreign_ids)
        }
    }

    /// By what is said of the person, and beside.
    pub(super) fn beside(said: &Given, beside: Option<&Given>, foreign_ids: bool) -> Self {
        let name = |field| said.text(RecordKind::Person, field);
        let empty = Given::default();
        let beside = beside.unwrap_or(&empty);
        let text = |field| beside.text(RecordKind::PersonDetails, field);
        Self {
            name: PersonName {
                last: name("last"),
                first: name("first"),
                middle: name("middle"),
            },
            id: said.id,
            foreign_ids,
            born: match beside.value(RecordKind::PersonDetails, "born") {
                Some(Value::Day(day)) => Some(*day),
                _ => None,
            },
            snils: text("snils"),
            source: text("source"),
            phone: text("phone"),
            email: text("email"),
            class: None,
        }
    }

    /// By a number: ours, the source's, that of the insurance.
    fn by_number(&self, known: &mut Known) -> Option<FoundPerson> {
        let of_file = self.id.map(|id| RecordKind::Person.at(id));
        let ours = of_file.filter(|at| !self.foreign_ids && known.register.get(*at).is_some());
        let by_id = of_file.and_then(|at| known.by_file(at)).or(ours);
        // A number of another school, one among many that agree: somebody else has the name.
        let name = self.name.to_string();
        let called = |known: &mut Known| {
            let called = known
                .titles
                .called(&known.register, RecordKind::Person, &name);
            !called.is_empty()
        };
        let by_id = by_id.filter(|at| self.is_called_as(known, *at) || !called(known));
        let said = [("source", &self.source), ("snils", &self.snils)];
        let said = said.into_iter().filter(|(_, text)| !text.is_empty());
        let told = said.filter_map(|(field, text)| known.person_saying(field, text));
        let all: BTreeSet<_> = by_id.into_iter().chain(told).collect();
        let mut all = all.into_iter();
        match (all.next(), all.next()) {
            (None, _) => None,
            (Some(_), Some(_)) => Some(FoundPerson::Unclear(Finding::TwoPersons)),
            (Some(at), None) if self.is_called_as(known, at) => Some(FoundPerson::One(at)),
            (Some(at), None) => Some(FoundPerson::Renamed(at)),
        }
    }

    /// Whether the surname, or the given name, is the person's; a row that says none does not
    /// speak against it.
    fn is_called_as(&self, known: &Known, at: RecordRef) -> bool {
        let Some(Record::Person(person)) = known.register.get(at) else {
            return true;
        };
        let same = |one: &str, other: &str| match_key(one) == match_key(other);
        let (said, stands) = (&self.name, &person.name);
        let unsaid = said.middle.is_empty() || stands.middle.is_empty();
        if said.last.is_empty() {
            return said.first.is_empty() || same(&said.first, &stands.first);
        }
        same(&said.last, &stands.last)
            || same(&said.first, &stands.first) && (unsaid || same(&said.middle, &stands.middle))
    }

    /// People of the name: of all of it, or, where one side says no patronymic, of the rest.
    fn namesakes(&self, known: &mut Known) -> BTreeSet<RecordRef> {
        let kind = RecordKind::Person;
        let name = self.name.to_string();
        let mut whole = known.titles.called(&known.register, kind, &name);
        // Somebody of another birth hides nobody.
        whole.retain(|at| {
            let born = known.details(*at).and_then(|details| details.born);
            self.born.is_none() || born.is_none() || born == self.born
        });
        let short = known.of_short_name(&self.name.last, &self.name.first);
        let partly = |at: &RecordRef| match known.register.get(*at) {
            Some(Record::Person(person)) => {
                self.name.middle.is_empty() || person.name.middle.is_empty()
            }
            _ => false,
        };
        let others = short.into_iter().filter(partly);
        if whole.is_empty() {
            others.collect()
        } else {
            whole
        }
    }

    /// Whether somebody has another number in the file: two numbers of one file are two people.
    fn is_another(&self, known: &Known, at: RecordRef) -> bool {
        self.id.is_some() && known.is_named_by_file(at)
    }

    /// The head of a row.
    pub(super) fn found(&self, known: &mut Known, today: NaiveDate) -> FoundPerson {
        if let Some(found) = self.by_number(known) {
            return found;
        }
        let namesakes = self.namesakes(known);
        let born = |at: &RecordRef| known.details(*at).and_then(|details| details.born);
        // Of another day of birth are other people; so is a grown-up, where a pupil is meant.
        let (others, people): (Vec<_>, Vec<_>) = namesakes
            .into_iter()
            .filter(|at| self.class.is_none() || !is_grown_up(known, *at))
            .filter(|at| self.born.is_none() || born(at).is_none_or(|day| Some(day) == self.born))
            .partition(|at| self.is_another(known, *at));
        let is_same = |at: &RecordRef| self.born.is_some() && born(at) == self.born;
        let (same, unsaid): (Vec<_>, Vec<_>) = people.into_iter().partition(is_same);
        match same.as_slice() {
            [at] => return FoundPerson::One(*at),
            [] => {}
            several => return FoundPerson::Unclear(Finding::Namesakes(several.len())),
        }
        let class = |at: &RecordRef| {
            let stint = stint_of(&known.register, *at, today);
            stint.map(|stint| RecordRef::from(stint.class))
        };
        let in_class: Vec<_> = match self.class {
            Some(wanted) => {
                let there = unsaid.iter().filter(|at| class(at) == Some(wanted));
                there.copied().collect()
            }
            None => unsaid.clone(),
        };
        match (in_class.as_slice(), unsaid.as_slice()) {
            ([at], _) => FoundPerson::Proposed(*at),
            // Of one of the base, whom a row has found by name, another row of the same birth or class
            // says the same: it makes nobody, whatever its number.
            ([], []) => {
                let in_class = |at: &RecordRef| self.class.is_some() && class(at) == self.class;
                let mut others = others.into_iter().filter(|at| known.is_found_by_name(*at));
                let twin = others.find(|at| is_same(at) || in_class(at));
                twin.map_or(FoundPerson::None, FoundPerson::One)
            }
            ([], [at]) => match class(at) {
                None => FoundPerson::Proposed(*at),
                Some(class) => {
                    let title = known.register.title(class).unwrap_or_default();
                    FoundPerson::Unclear(Finding::InOtherClass(title))
                }
            },
            (_, several) => FoundPerson::Unclear(Finding::Namesakes(several.len())),
        }
    }

    /// The birth of somebody of the base who has all of the name and is where the row puts a new
    /// person, in that class or in none. A number that the base does not know is somebody's own.
    pub(super) fn born_otherwise(&self, known: &mut Known, today: NaiveDate) -> Option<NaiveDate> {
        let said = self.born.filter(|_| self.id.is_none())?;
        let name = self.name.to_string();
        let register = &known.register;
        let called = known.titles.called(register, RecordKind::Person, &name);
        let here = called.into_iter().filter(|at| {
            let stint = stint_of(&known.register, *at, today);
            let class = stint.map(|stint| RecordRef::from(stint.class));
            known.is_of_base(*at) && class == self.class
        });
        let mut born = here.filter_map(|at| known.details(at)?.born);
        born.find(|day| *day != said)
    }

    /// A parent: one whom the child has already, or one of the same name and phone, address of
    /// letters or day of birth.
    pub(super) fn as_parent(&self, known: &mut Known, tied: &[RecordRef]) -> FoundPerson {
        if let Some(found) = self.by_number(known) {
            return found;
        }
        if let [at] = tied {
            return FoundPerson::One(*at);
        }
        let same = |one: &str, other: &str| !one.is_empty() && one == other;
        let namesakes = self.namesakes(known);
        let namesakes = namesakes.into_iter();
        let namesakes = namesakes.filter(|at| !self.is_another(known, *at));
        let proved = namesakes.filter(|at| {
            known.details(*at).is_some_and(|details| {
                same(&self.phone, &details.phone)
                    || same(&self.email, &details.email)
                    || self.born.is_some() && self.born == details.born
            })
        });
        let proved: Vec<_> = proved.collect();
        match proved.as_slice() {
            [] => FoundPerson::None,
            [at] => FoundPerson::Proposed(*at),
            several => FoundPerson::Unclear(Finding::Namesakes(several.len())),
        }
    }
}

/// Whether somebody is a parent or of the staff, and was in no class.
fn is_grown_up(known: &Known, at: RecordRef) -> bool {
    let register = &known.register;
    let mut naming = register.referring_to(at);
    let is_grown = naming.any(|by| match register.get(by) {
        Some(Record::Guardianship(tie)) => RecordRef::from(tie.parent) == at,
        Some(Record::Office(_)) => true,
        _ => false,
    });
    is_grown && register.stints(PupilId(at.id.0)).is_empty()
}
