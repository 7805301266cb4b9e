//! The record kinds, a file each: the type, the description, the check.
//!
//! A new kind is a file here, its three lines below, and its words for people.

pub mod bells;
pub mod building;
pub mod card_check;
pub mod class;
pub mod class_teacher;
pub mod consent;
pub mod debt;
pub mod decision;
pub mod employment;
pub mod group;
pub mod guardianship;
pub mod holiday;
mod journal;
pub mod membership;
mod movement;
pub mod office;
pub mod order;
pub mod period;
pub mod person;
pub mod person_details;
pub mod post;
pub mod request;
pub mod request_line;
pub mod room;
pub mod rule_value;
pub mod school_card;
pub mod slip;
mod stay;
pub mod subject;
pub mod subject_room;
pub mod subject_teacher;
pub mod teaching;
pub mod unlock;
pub mod work_kind;
pub mod year;

pub use bells::BellScheduleRecord;
pub use building::Building;
pub use card_check::CardCheckRecord;
pub use class::ClassRecord;
pub use class_teacher::ClassTeacherRecord;
pub use consent::{ConsentRecord, ConsentScope};
pub use debt::DebtRecord;
pub use decision::{Decided, DecisionRecord};
pub use employment::EmploymentRecord;
pub use group::{GroupRecord, GroupSort};
pub use guardianship::{GuardianshipRecord, Kinship};
pub use holiday::{HolidayRecord, HolidaySort};
pub use journal::{JournalRecord, Marking};
pub use membership::MembershipRecord;
pub use movement::{MovementRecord, MovementSort};
pub use office::{OfficeRecord, OfficeRole};
pub use order::{OrderRecord, OrderSort, OrderState};
pub use period::{PeriodLength, PeriodRecord};
pub use person::PersonRecord;
pub use person_details::PersonDetails;
pub use post::{Post, PostGroup};
pub use request::{Asks, RequestRecord};
pub use request_line::{AskedMark, RequestLineRecord};
pub use room::Room;
pub use rule_value::{Rule, RuleValueRecord, TermForm};
pub use school_card::SchoolCard;
pub use slip::SlipRecord;
pub use subject::SubjectRecord;
pub use subject_room::SubjectRoom;
pub use subject_teacher::SubjectTeacher;
pub use teaching::{TeachingPart, TeachingRecord};
pub use unlock::UnlockRecord;
pub use work_kind::WorkKindRecord;
pub use year::{SchoolYear, YearState};

use super::fault::{Fault, FieldFault};
use super::record::{RecordRef, records};
use super::{DaySpan, Register, Value, YearId};
use serde::{Deserialize, Serialize};
use stay::stay_faults;

records! {
    SchoolYear(SchoolYear) = "school-year": year::KIND;
    RuleValue(RuleValueRecord) = "rule-value": rule_value::KIND;
    Period(PeriodRecord) = "period": period::KIND;
    Holiday(HolidayRecord) = "holiday": holiday::KIND;
    Building(Building) = "building": building::KIND;
    Room(Room) = "room": room::KIND;
    Subject(SubjectRecord) = "subject": subject::KIND;
    WorkKind(WorkKindRecord) = "work-kind": work_kind::KIND;
    Post(Post) = "post": post::KIND;
    Person(PersonRecord) = "person": person::KIND;
    SchoolCard(SchoolCard) = "school-card": school_card::KIND;
    PersonDetails(PersonDetails) = "person-details": person_details::KIND;
    Consent(ConsentRecord) = "consent": consent::KIND;
    CardCheck(CardCheckRecord) = "card-check": card_check::KIND;
    Slip(SlipRecord) = "slip": slip::KIND;
    Employment(EmploymentRecord) = "employment": employment::KIND;
    Office(OfficeRecord) = "office": office::KIND;
    Guardianship(GuardianshipRecord) = "guardianship": guardianship::KIND;
    SubjectTeacher(SubjectTeacher) = "subject-teacher": subject_teacher::KIND;
    SubjectRoom(SubjectRoom) = "subject-room": subject_room::KIND;
    Class(ClassRecord) = "class": class::KIND;
    ClassTeacher(ClassTeacherRecord) = "class-teacher": class_teacher::KIND;
    BellSchedule(BellScheduleRecord) = "bell-schedule": bells::KIND;
    Order(OrderRecord) = "order": order::KIND;
    Movement(MovementRecord) = "movement": movement::KIND;
    Debt(DebtRecord) = "debt": debt::KIND;
    Group(GroupRecord) = "group": group::KIND;
    Membership(MembershipRecord) = "membership": membership::KIND;
    Journal(JournalRecord) = "journal": journal::KIND;
    Teaching(TeachingRecord) = "teaching": teaching::KIND;
    Unlock(UnlockRecord) = "unlock": unlock::KIND;
    Request(RequestRecord) = "request": request::KIND;
    RequestLine(RequestLineRecord) = "request-line": request_line::KIND;
    Decision(DecisionRecord) = "decision": decision::KIND;
}

/// For a kind whose records agree with each other whatever they say.
fn agrees(_: &Register, _: RecordRef, _: &Record) -> Vec<FieldFault> {
    Vec::new()
}

/// That another record says the same in all of these fields; the first of them names a record, at
/// which the fault is told.
fn twin(
    register: &Register,
    at: RecordRef,
    record: &Record,
    places: &[usize],
) -> Option<FieldFault> {
    let described = at.kind.described();
    let field = described.fields.get(*places.first()?)?;
    let Value::Reference(named) = (field.get)(record) else {
        return None;
    };
    let says = |other: &Record| {
        let mut places = places.iter();
        places.all(|place| described.value(*place, other) == described.value(*place, record))
    };
    let mut others = register.referrers.of_kind(named, at.kind);
    let with = others.find(|by| *by != at && register.get(*by).is_some_and(says))?;
    Some(FieldFault::new(field.name, Fault::NotUnique { with }))
}

/// That the last day, the field `ends`, is not before the first.
fn in_order(days: DaySpan) -> Option<FieldFault> {
    (days.last < days.first).then(|| FieldFault::new("ends", Fault::EndsBeforeStart))
}

/// That days lie within their school year; the fault is at the field that oversteps.
fn within_year(register: &Register, year: YearId, days: DaySpan) -> Option<FieldFault> {
    let Some(Record::SchoolYear(year)) = register.get(year.into()) else {
        return None;
    };
    let field = if days.first < year.starts {
        "starts"
    } else if days.last > year.ends {
        "ends"
    } else {
        return None;
    };
    Some(FieldFault::new(field, Fault::OutsideYear))
}
