//! Consents, the details of people's cards, and that the cards were checked.

use super::{Desk, Step, new_records};
use crate::dice::Dice;
use crate::row_id;
use chrono::{Datelike, Days, NaiveDate};
use journal::register::{
    CardCheckRecord, ConsentRecord, PersonDetails, Record, RecordId, RecordKind,
};
use journal::school::Person;
use journal::{PersonId, PupilId, Role, Sex};
use std::collections::{BTreeMap, BTreeSet};

/// So many of a thousand families have signed.
const SIGNED: u32 = 985;
/// Days after the year's start on which the cards of most classes were checked.
const CHECKED_AFTER: u64 = 20;
/// Every so manieth class is not checked yet.
const UNCHECKED: usize = 11;
/// Days ago on which one consent was withdrawn.
const WITHDRAWN_AGO: u64 = 7;

/// Whose data the registrar keeps: pupils and their parents.
fn is_family(person: &Person) -> bool {
    person.roles.has(Role::Pupil) || person.roles.has(Role::Parent)
}

/// Writes them: what a person has not agreed to is not entered.
pub(super) fn write(desk: &mut Desk<'_>) {
    let office = desk.office;
    let papers = office.papers();
    let parents: BTreeMap<PupilId, PersonId> = office
        .guardians
        .iter()
        .rev()
        .map(|one| (one.pupil, one.parent))
        .collect();
    let mut consents = Vec::new();
    let mut details = Vec::new();
    for person in &office.people {
        let signs = desk.dice.chance(SIGNED);
        let class = office.class_of(person.id, desk.places);
        let grade = class.map(|class| class.grade);
        let card = card(person, grade, papers, &mut desk.dice);
        if !signs {
            continue;
        }
        let signed_by = parents.get(&PupilId(person.id.0)).copied();
        consents.push((
            is_family(person),
            ConsentRecord {
                person: person.id,
                signed_by: signed_by.filter(|_| person.roles.has(Role::Pupil)),
                given: papers,
                paper: "Личное дело".to_owned(),
                ..ConsentRecord::default()
            },
        ));
        details.push((is_family(person), card));
    }
    let numbered = new_records(consents.iter().map(|(_, it)| Record::Consent(it.clone())));
    split(desk, papers, numbered, consents.iter().map(|(of, _)| *of));
    let numbered = new_records(
        details
            .iter()
            .map(|(_, it)| Record::PersonDetails(it.clone())),
    );
    split(desk, papers, numbered, details.iter().map(|(of, _)| *of));
    withdraw(desk, &consents);
    check(desk);
}

/// Two gestures of one day: of the families by the registrar, of the staff by the personnel officer.
fn split(
    desk: &mut Desk<'_>,
    day: NaiveDate,
    steps: Vec<Step>,
    of_family: impl Iterator<Item = bool>,
) {
    let (families, staff): (Vec<_>, Vec<_>) = steps.into_iter().zip(of_family).partition(|it| it.1);
    for (by, steps) in [(Role::Registrar, families), (Role::Hr, staff)] {
        let steps = steps.into_iter().map(|(step, _)| step);
        desk.write(by, day, steps.collect());
    }
}

/// A card with what every school knows: births of all, telephones of the grown-up.
fn card(person: &Person, grade: Option<u8>, papers: NaiveDate, dice: &mut Dice) -> PersonDetails {
    let age = match grade {
        Some(grade) => u32::from(grade) + 6,
        None => dice.within(28, 58),
    };
    let year = papers.year() - i32::try_from(age).unwrap_or_default();
    let born = NaiveDate::from_yo_opt(year, dice.within(1, 365));
    // Numbers that no network gives out, with a code that is read as one.
    let phone = format!("+7600{:07}", dice.below(10_000_000));
    let is_daughter = person.name.middle.ends_with("на");
    PersonDetails {
        person: person.id,
        born,
        sex: Some(if is_daughter { Sex::Female } else { Sex::Male }),
        phone: if grade.is_none() {
            phone
        } else {
            String::new()
        },
        ..PersonDetails::default()
    }
}

/// One family has taken its word back a week ago: the school's list of what it lacks says so.
fn withdraw(desk: &mut Desk<'_>, consents: &[(bool, ConsentRecord)]) {
    let day = super::workday_before(desk.office.today() - Days::new(WITHDRAWN_AGO));
    if day <= desk.office.papers() {
        return;
    }
    let mut of_pupils = consents.iter().enumerate();
    let found = of_pupils.rfind(|(_, (_, consent))| consent.signed_by.is_some());
    let Some((index, (_, consent))) = found else {
        return;
    };
    let withdrawn = ConsentRecord {
        withdrawn: Some(day),
        ..consent.clone()
    };
    let step = (
        RecordKind::Consent,
        RecordId(row_id(index)),
        Some(Record::Consent(consent.clone())),
        Some(Record::Consent(withdrawn)),
    );
    desk.write(Role::Registrar, day, vec![step]);
}

/// The cards of most classes were held against the facts in September.
fn check(desk: &mut Desk<'_>) {
    let office = desk.office;
    let day = super::workday_before(office.year.first + Days::new(CHECKED_AFTER));
    if day > office.today() {
        return;
    }
    let unchecked: BTreeSet<_> = office
        .classes
        .iter()
        .step_by(UNCHECKED)
        .map(|it| it.id)
        .collect();
    let in_checked = |person: &&Person| {
        let class = office.class_of(person.id, desk.places);
        class.is_some_and(|class| !unchecked.contains(&class.id))
    };
    let checked = office.people.iter().filter(in_checked);
    let checked = checked.map(|person| {
        Record::CardCheck(CardCheckRecord {
            person: person.id,
            on: day,
        })
    });
    let steps = new_records(checked);
    desk.write(Role::Registrar, day, steps);
}
