//! Names and roles of people.

use crate::text_form::vocabulary;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A person's name: its Russian parts where they are known, else the whole of it as the
/// surname. Nobody guesses which word of a foreign or one-word name is the surname.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonName {
    /// Фамилия; the whole name where its parts are not known.
    pub last: String,
    /// Имя, or its initial with a full stop; empty where the parts are not known.
    pub first: String,
    /// Отчество; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub middle: String,
}

impl PersonName {
    /// A name whose parts are not known.
    pub fn whole(name: impl Into<String>) -> Self {
        Self {
            last: name.into(),
            ..Self::default()
        }
    }

    /// «Абрамов Илья», as in a class list.
    pub fn listed(&self) -> String {
        joined([&self.last, &self.first])
    }

    /// «Орлова Т. А.», as in a head line; a name without parts is not shortened.
    pub fn initialed(&self) -> String {
        if self.last.is_empty() {
            return self.to_string();
        }
        let mut text = self.last.clone();
        for part in [&self.first, &self.middle] {
            if let Some(letter) = part.chars().find(|letter| letter.is_alphabetic()) {
                text.push(' ');
                text.push(letter);
                text.push('.');
            }
        }
        text
    }

    /// «Татьяна Андреевна», as one is spoken to; where only initials or the whole name are known,
    /// the name as in a head line.
    pub fn spoken(&self) -> String {
        if self.first.is_empty() || self.first.ends_with('.') {
            return self.initialed();
        }
        if self.middle.ends_with('.') {
            return joined([&self.first, &self.last]);
        }
        joined([&self.first, &self.middle])
    }

    /// The key that sorts Russian names: lower case, «ё» as «е» (the databases cannot).
    pub fn sort_key(&self) -> String {
        self.to_string().to_lowercase().replace('ё', "е")
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&joined([&self.last, &self.first, &self.middle]))
    }
}

/// The parts that are there, with a blank between them.
fn joined<const N: usize>(parts: [&String; N]) -> String {
    let there = parts.iter().filter(|part| !part.is_empty());
    there
        .map(|part| part.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

vocabulary! {
    /// What an account is for. Class teacher and substitute are relations, not roles.
    #[derive(PartialOrd, Ord)]
    pub enum Role of "roles" {
        /// Администратор.
        Admin = "admin",
        /// Директор.
        Director = "director",
        /// Заместитель директора по УВР, завуч.
        Deputy = "deputy",
        /// Учитель.
        Teacher = "teacher",
        /// Психолог, социальный педагог.
        Psychologist = "psychologist",
        /// Делопроизводитель, секретарь.
        Registrar = "registrar",
        /// Специалист по кадрам.
        Hr = "hr",
        /// Диспетчер расписания.
        Scheduler = "scheduler",
        /// Родитель.
        Parent = "parent",
        /// Ученик.
        Pupil = "pupil",
        /// Муниципальный орган управления.
        District = "district",
    }
}

vocabulary! {
    /// Мужской, женский: as documents say it.
    pub enum Sex of "sexes" {
        /// Мужской.
        Male = "male",
        /// Женский.
        Female = "female",
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

    /// Whether none but `roles` are among them; so it is of an account without roles.
    pub fn only(&self, roles: &[Role]) -> bool {
        self.0.iter().all(|role| roles.contains(role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::three(["Орлова", "Татьяна", "Андреевна"], "Орлова Татьяна", "Орлова Т. А.", "Татьяна Андреевна")]
    #[case::two(["Абрамов", "Илья", ""], "Абрамов Илья", "Абрамов И.", "Илья")]
    #[case::one(["aba", "", ""], "aba", "aba", "aba")]
    #[case::one_greek(["ΖΩΓΟΠΟΥΛΟΣ", "", ""], "ΖΩΓΟΠΟΥΛΟΣ", "ΖΩΓΟΠΟΥΛΟΣ", "ΖΩΓΟΠΟΥΛΟΣ")]
    #[case::two_words_unknown(["Prof 46", "", ""], "Prof 46", "Prof 46", "Prof 46")]
    #[case::three_words_unknown(["Nguyễn Văn An", "", ""], "Nguyễn Văn An", "Nguyễn Văn An", "Nguyễn Văn An")]
    #[case::hieroglyphs(["李小龙", "", ""], "李小龙", "李小龙", "李小龙")]
    #[case::initials(["Иванов", "И.", "И."], "Иванов И.", "Иванов И. И.", "Иванов И. И.")]
    #[case::name_and_initial(["Smith", "John", "R."], "Smith John", "Smith J. R.", "John Smith")]
    #[case::first_alone(["", "Мадонна", ""], "Мадонна", "Мадонна", "Мадонна")]
    fn a_name_of_any_number_of_words_reads_well(
        #[case] parts: [&str; 3],
        #[case] listed: &str,
        #[case] initialed: &str,
        #[case] spoken: &str,
    ) {
        let [last, first, middle] = parts.map(str::to_owned);
        let name = PersonName {
            last,
            first,
            middle,
        };
        assert_eq!(name.listed(), listed);
        assert_eq!(name.initialed(), initialed);
        assert_eq!(name.spoken(), spoken);
        assert_eq!(name.to_string(), name.to_string().trim());
        assert!(!name.to_string().contains("  "));
    }
}
