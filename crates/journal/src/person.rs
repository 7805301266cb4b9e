//! Names and roles of people.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A person's name in its Russian parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonName {
    /// Фамилия.
    pub last: String,
    /// Имя.
    pub first: String,
    /// Отчество; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub middle: String,
}

impl PersonName {
    /// «Абрамов Илья», as in a class list.
    pub fn listed(&self) -> String {
        format!("{} {}", self.last, self.first).trim().to_owned()
    }

    /// «Орлова Т. А.», as in a head line.
    pub fn initialed(&self) -> String {
        let mut text = self.last.clone();
        for part in [&self.first, &self.middle] {
            if let Some(letter) = part.chars().next() {
                text.push(' ');
                text.push(letter);
                text.push('.');
            }
        }
        text
    }

    /// The key that sorts Russian names: lower case, «ё» as «е» (the databases cannot).
    pub fn sort_key(&self) -> String {
        format!("{} {} {}", self.last, self.first, self.middle)
            .to_lowercase()
            .replace('ё', "е")
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.last, self.first, self.middle)
    }
}

/// What an account is for. Class teacher and substitute are relations, not roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Администратор.
    Admin,
    /// Директор.
    Director,
    /// Заместитель директора по УВР, завуч.
    Deputy,
    /// Учитель.
    Teacher,
    /// Психолог, социальный педагог.
    Psychologist,
    /// Делопроизводитель, секретарь.
    Registrar,
    /// Специалист по кадрам.
    Hr,
    /// Диспетчер расписания.
    Scheduler,
    /// Родитель.
    Parent,
    /// Ученик.
    Pupil,
    /// Муниципальный орган управления.
    District,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 11] = [
        Self::Admin,
        Self::Director,
        Self::Deputy,
        Self::Teacher,
        Self::Psychologist,
        Self::Registrar,
        Self::Hr,
        Self::Scheduler,
        Self::Parent,
        Self::Pupil,
        Self::District,
    ];

    /// The stable name in data and configuration, as in JSON: `class-teacher` style.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Director => "director",
            Self::Deputy => "deputy",
            Self::Teacher => "teacher",
            Self::Psychologist => "psychologist",
            Self::Registrar => "registrar",
            Self::Hr => "hr",
            Self::Scheduler => "scheduler",
            Self::Parent => "parent",
            Self::Pupil => "pupil",
            Self::District => "district",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// The roles of one account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Roles(pub Vec<Role>);

impl Roles {
    /// Whether `role` is among them.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether any of `roles` is among them.
    pub fn any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }
}
