//! What a member of the staff may do in the journal.

use super::stay_faults;
use crate::ids::PersonId;
use crate::person::Role;
use crate::register::field::{InJournals, fields};
use crate::register::material::{Asking, Found};
use crate::register::value::choices;
use crate::register::{DaySpan, EffectKind, Title};
use crate::register::{
    Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef, Register,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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

    fn is_for_good(&self) -> bool {
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
        last,
        tells,
        ..InJournals::UNSEEN
    },
};

/// The same role once on a day; a school is not left without an administrator.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Office(office) = record else {
        return Vec::new();
    };
    let was_for_good = matches!(register.get(at), Some(Record::Office(it)) if it.is_for_good());
    if was_for_good && !office.is_for_good() && !has_other_admin(register, at) {
        let field = if office.role == OfficeRole::Admin {
            "until"
        } else {
            "role"
        };
        return vec![FieldFault::new(field, Fault::LastAdministrator)];
    }
    stay_faults(register, at, record)
}

fn tells(_: &Register, was: Option<&Record>, is: &Record) -> Option<(EffectKind, DaySpan)> {
    let Record::Office(office) = is else {
        return None;
    };
    let had = |it: &OfficeRecord| {
        (it.person, it.role) == (office.person, office.role) && it.days().holds(office.days())
    };
    let is_new = !matches!(was, Some(Record::Office(it)) if had(it));
    let person = office.person.into();
    let given = office.role == OfficeRole::Admin && is_new;
    given.then(|| (EffectKind::BecomesAdministrator { person }, office.days()))
}

fn last(now: &Register, at: RecordRef, _: &mut Asking<'_>) -> Option<Found> {
    let is_for_good = matches!(now.get(at), Some(Record::Office(it)) if it.is_for_good());
    (is_for_good && !has_other_admin(now, at)).then(Found::default)
}

fn has_other_admin(register: &Register, at: RecordRef) -> bool {
    let mut offices = register
        .of(RecordKind::Office)
        .filter(|(other, _)| *other != at);
    offices.any(|(_, record)| matches!(record, Record::Office(it) if it.is_for_good()))
}
