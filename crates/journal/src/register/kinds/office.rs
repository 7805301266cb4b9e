//! What a member of the staff may do in the journal.

use super::stay_faults;
use crate::ids::{PersonId, PupilId};
use crate::person::Role;
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::value::choices;
use crate::register::{DaySpan, EffectKind, Title};
use crate::register::{
    Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef, Register,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

choices! {
    /// The roles that somebody is given; pupil and parent follow from classes and children.
    pub enum OfficeRole {
        /// Администратор.
        Admin = "admin" ["администратор"],
        /// Директор.
        Director = "director" ["директор"],
        /// Заместитель директора.
        Deputy = "deputy" ["заместитель директора", "завуч"],
        /// Учитель.
        #[default]
        Teacher = "teacher" ["учитель"],
        /// Психолог, социальный педагог.
        Psychologist = "psychologist" ["психолог"],
        /// Делопроизводитель.
        Registrar = "registrar" ["делопроизводитель", "секретарь"],
        /// Специалист по кадрам.
        Hr = "hr" ["специалист по кадрам", "кадры"],
        /// Диспетчер расписания.
        Scheduler = "scheduler" ["диспетчер расписания", "диспетчер"],
        /// Муниципальный орган управления.
        District = "district" ["муниципалитет"],
    }
}

impl OfficeRole {
    /// The role of the account.
    pub fn role(self) -> Role {
        match self {
            Self::Admin => Role::Admin,
            Self::Director => Role::Director,
            Self::Deputy => Role::Deputy,
            Self::Teacher => Role::Teacher,
            Self::Psychologist => Role::Psychologist,
            Self::Registrar => Role::Registrar,
            Self::Hr => Role::Hr,
            Self::Scheduler => Role::Scheduler,
            Self::District => Role::District,
        }
    }

    /// The one of a role; none for pupil and parent, which nobody is given.
    pub fn of(role: Role) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|office| office.role() == role)
    }
}

/// From when until when somebody has a role (KZ1-1.2a, SOLO2-3.2.1a).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficeRecord {
    /// Who.
    pub person: PersonId,
    /// Which.
    pub role: OfficeRole,
    /// First day; none: from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day; none: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Number of the order by which it was given (SGO154P-2.3a).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub order: String,
    /// The day of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<NaiveDate>,
}

impl OfficeRecord {
    /// Whether somebody has the role by an order on the day, which is not dated after it (SOLO2-10.1c).
    pub fn is_ordered(&self, day: NaiveDate) -> bool {
        let is_given = self.ordered.is_none_or(|ordered| ordered <= day);
        !self.order.is_empty() && is_given && self.holds(day)
    }

    fn is_lasting_admin(&self) -> bool {
        self.role == OfficeRole::Admin && self.until.is_none()
    }
}

fields! {
    Office;
    person: FieldKind::Reference(RecordKind::Person),
        .required().column(1, 32);
    role: FieldKind::Choice(OfficeRole::CHOICES),
        .required().chosen().column(1, 22);
    from: FieldKind::Day,
        .column(1, 10);
    until: FieldKind::Day,
        .column(1, 10);
    order: FieldKind::Text { max: 30 },
        .column(2, 10);
    ordered: FieldKind::Day,
        .column(3, 10);
}

/// Roles.
pub static KIND: Kind = Kind {
    kind: RecordKind::Office,
    fields: FIELDS,
    title: Title::Parts(&[at::person, at::role]),
    search: &[at::person, at::role, at::order],
    order: &[at::role, at::person, at::from],
    check,
    journals: InJournals {
        confused,
        last,
        tells,
        ..InJournals::UNSEEN
    },
};

/// The same role once on a day; a school is not left without an administrator. Whether another one
/// can sign in is not in the register: that is [`confused`].
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Office(office) = record else {
        return Vec::new();
    };
    let was_for_good = lasting_admin(register, at).is_some();
    if was_for_good && !office.is_lasting_admin() && other_admins(register, at).next().is_none() {
        return vec![FieldFault::new(given_up(office), Fault::LastAdministrator)];
    }
    stay_faults(register, at, record)
}

/// An administrator goes, or comes later, and no other one can sign in.
fn confused(
    gesture: &Gesture<'_>,
    at: RecordRef,
    wanted: &Record,
    asking: &mut Asking<'_>,
) -> Option<FieldFault> {
    let Record::Office(office) = wanted else {
        return None;
    };
    let was = lasting_admin(gesture.now, at)?;
    let field = if office.person != was.person {
        "person"
    } else if !office.is_lasting_admin() {
        given_up(office)
    } else if office.from > was.from {
        "from"
    } else {
        return None;
    };
    (!is_other_at_work(gesture, at, asking))
        .then(|| FieldFault::new(field, Fault::LastAdministrator))
}

/// The field by which somebody is an administrator for good no more.
fn given_up(office: &OfficeRecord) -> &'static str {
    match office.role {
        OfficeRole::Admin => "until",
        _ => "role",
    }
}

/// The days after a last one; without one, all.
fn after(last: Option<NaiveDate>) -> DaySpan {
    let first = last.and_then(|last| last.succ_opt());
    DaySpan::new(first.unwrap_or(NaiveDate::MIN), NaiveDate::MAX)
}

/// Whoever is given a role by a slip of the hand: an administrator, who gives and takes all others; a
/// pupil; whoever had a password as a pupil or a parent, which opens the account no more. And who is
/// an administrator no more, who may be the one that writes it.
fn tells(
    register: &Register,
    was: Option<&Record>,
    is: Option<&Record>,
) -> Vec<(EffectKind, DaySpan)> {
    let office = |record: Option<&Record>| match record {
        Some(Record::Office(office)) => Some(office.clone()),
        _ => None,
    };
    let (was, is) = (office(was), office(is));
    let same = |one: &OfficeRecord, other: &OfficeRecord| one.person == other.person;
    let mut told = Vec::new();
    if let Some(was) = was.as_ref().filter(|was| was.is_lasting_admin()) {
        let stays = is.as_ref().filter(|is| same(was, is));
        if !stays.is_some_and(OfficeRecord::is_lasting_admin) {
            // Who gets another role in its place is an administrator no more at once.
            let stays = stays.filter(|is| is.role == OfficeRole::Admin);
            let days = after(stays.and_then(|is| is.until));
            let person = was.person.into();
            told.push((EffectKind::NoAdministrator { person }, days));
        }
    }
    if let Some(was) = was.as_ref().filter(|_| told.is_empty()) {
        let goes = !is.as_ref().is_some_and(|is| same(was, is));
        let others = register.naming(was.person, RecordKind::Office);
        let others = others.filter_map(|record| match record {
            Record::Office(other) => Some(other.days().last),
            _ => None,
        });
        let last = others.max();
        // Roles that have an end, or ended long ago, leave the person with none after the last of them.
        if goes && last < Some(was.days().last) {
            let mut days = after(last);
            days.first = days.first.max(was.days().first);
            let person = was.person.into();
            told.push((EffectKind::NoRole { person }, days));
        }
    }
    let Some(is) = is else { return told };
    let (days, person) = (is.days(), is.person.into());
    let was = was.filter(|was| same(was, &is));
    let had = |was: &OfficeRecord| was.role == is.role && was.days().holds(days);
    if is.role == OfficeRole::Admin && !was.as_ref().is_some_and(had) {
        told.push((EffectKind::BecomesAdministrator { person }, days));
    }
    if was.is_none() && is_pupil(register, &is) {
        told.push((EffectKind::PupilOfStaff { pupil: person }, days));
    } else if was.is_none() && is.role != OfficeRole::Admin && was_let_in(register, is.person) {
        told.push((EffectKind::FamilyOfStaff { person }, days));
    }
    told
}

/// Whether somebody is in a class on days of the role; of one without a first day, on days that no
/// order has ended.
fn is_pupil(register: &Register, office: &OfficeRecord) -> bool {
    let stints = register.stints(PupilId(office.person.0)).into_iter();
    let mut days = stints.map(|stint| stint.days());
    days.any(|days| match office.from {
        Some(_) => days.meets(office.days()),
        None => days.last == NaiveDate::MAX,
    })
}

/// Whether somebody may have a password as a pupil, now or once, or as a parent.
fn was_let_in(register: &Register, person: PersonId) -> bool {
    let mut ties = register.naming(person, RecordKind::Guardianship);
    register.is_pupil(PupilId(person.0))
        || ties.any(|record| matches!(record, Record::Guardianship(tie) if tie.parent == person))
}

fn last(gesture: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Option<Found> {
    lasting_admin(gesture.now, at)?;
    (!is_other_at_work(gesture, at, asking)).then(Found::default)
}

/// Whether another administrator can sign in today. Those whom this very gesture makes one, or one
/// without an end, do not count: a role of more trust may have ended their password.
fn is_other_at_work(gesture: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> bool {
    let stayed = other_admins(gesture.now, at).filter(|(other, is)| {
        let was = lasting_admin(gesture.before, *other);
        was.is_some_and(|was| was.person == is.person && was.from <= is.from)
    });
    let people: BTreeSet<_> = stayed.map(|(_, it)| (it.person, it.from)).collect();
    !people.is_empty() && asking.ask(Question::CanSignIn { people }).accounts > 0
}

fn lasting_admin(register: &Register, at: RecordRef) -> Option<&OfficeRecord> {
    match register.get(at) {
        Some(Record::Office(office)) => Some(office).filter(|it| it.is_lasting_admin()),
        _ => None,
    }
}

fn other_admins(
    register: &Register,
    at: RecordRef,
) -> impl Iterator<Item = (RecordRef, &OfficeRecord)> {
    let others = register.of(RecordKind::Office).map(|(other, _)| other);
    let others = others.filter(move |other| *other != at);
    others.filter_map(|other| Some((other, lasting_admin(register, other)?)))
}
