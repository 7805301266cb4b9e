//! The people of an imported school: teachers as the file names them, invented pupils.

use super::ImportSpec;
use crate::accounts::Logins;
use crate::dice::Dice;
use crate::fet::file::FetFile;
use crate::fet::students::Students;
use crate::names::{Named, Names, Sex};
use crate::row_id;
use journal::school::{Guardian, Person};
use journal::{PersonId, PersonName, PupilId, Role, Roles};

/// An invented pupil.
pub(super) struct Pupil {
    pub(super) id: PupilId,
    /// The class's place.
    pub(super) class: usize,
    /// The atom of the timetable the pupil belongs to.
    pub(super) atom: usize,
}

/// Everybody with an account.
pub(super) struct Census {
    /// Teachers first, in the order of the file.
    pub(super) people: Vec<Person>,
    /// Pupils class by class, in the order of the class list.
    pub(super) pupils: Vec<Pupil>,
    /// A parent for each pupil of the first class.
    pub(super) guardians: Vec<Guardian>,
}

/// Accounts that every school needs. No timetable says who they are, so they are named after
/// what they are for.
const OFFICE: [(&str, Role, &str); 3] = [
    ("admin", Role::Admin, "Администратор"),
    ("director", Role::Director, "Директор"),
    ("zavuch", Role::Deputy, "Завуч"),
];

impl Census {
    pub(super) fn take(file: &FetFile, students: &Students, spec: &ImportSpec) -> Self {
        let mut desk = Desk {
            spec,
            people: Vec::new(),
            logins: Logins::default(),
        };
        let (mut names, mut dice) = (Names::read(), Dice::new(spec.seed, 0xFE7));
        for (login, _, _) in OFFICE {
            desk.logins.reserve(login);
        }
        for teacher in &file.teachers {
            let name = person_name(teacher);
            let wish = name.last.replace(char::is_whitespace, ".");
            desk.open(name, Role::Teacher, &wish);
        }
        for (login, role, name) in OFFICE {
            desk.open_as(PersonName::whole(name), role, login.to_owned());
        }
        let (pupils, children) = enrol(&mut desk, students, &mut names, &mut dice);
        let mut guardians = Vec::new();
        for (pupil, child) in pupils
            .iter()
            .zip(&children)
            .filter(|(pupil, _)| pupil.class == 0)
        {
            let sex = if dice.chance(750) {
                Sex::Female
            } else {
                Sex::Male
            };
            let name = names.parent(&mut dice, child, sex).name;
            let parent = desk.open(name, Role::Parent, &format!("p.{}", child.name.last));
            guardians.push(Guardian {
                parent,
                pupil: pupil.id,
            });
        }
        Self {
            people: desk.people,
            pupils,
            guardians,
        }
    }
}

fn enrol(
    desk: &mut Desk<'_>,
    students: &Students,
    names: &mut Names,
    dice: &mut Dice,
) -> (Vec<Pupil>, Vec<Named>) {
    let (mut pupils, mut children) = (Vec::new(), Vec::new());
    for (class, found) in students.classes.iter().enumerate() {
        let mut list = Vec::new();
        for atom in &found.atoms {
            for _ in 0..students.atoms.get(*atom).map_or(0, |atom| atom.students) {
                let sex = if dice.chance(500) {
                    Sex::Female
                } else {
                    Sex::Male
                };
                list.push((*atom, names.child(dice, sex)));
            }
        }
        list.sort_by_cached_key(|(_, named)| named.name.sort_key());
        for (atom, named) in list {
            let wish = format!("{}{}", named.name.last, found.title);
            let id = desk.open(named.name.clone(), Role::Pupil, &wish);
            pupils.push(Pupil {
                id: PupilId(id.0),
                class,
                atom,
            });
            children.push(named);
        }
    }
    (pupils, children)
}

struct Desk<'a> {
    spec: &'a ImportSpec,
    people: Vec<Person>,
    logins: Logins,
}

impl Desk<'_> {
    fn open(&mut self, name: PersonName, role: Role, wish: &str) -> PersonId {
        let login = self.logins.give(wish);
        self.open_as(name, role, login)
    }

    fn open_as(&mut self, name: PersonName, role: Role, login: String) -> PersonId {
        let id = PersonId(row_id(self.people.len()));
        self.people.push(Person {
            id,
            name,
            roles: Roles(vec![role]),
            login: Some(login),
            password_hash: Some(self.spec.password_hash.clone()),
            must_change_password: self.spec.must_change_password,
        });
        id
    }
}

/// A teacher's name with the parts that its writing shows: «Иванов И. И.», «Ст.Караиванова»,
/// «Иванова Мария Петровна». Of any other name nobody knows which word is the surname, and it
/// stays whole: «aba», «Prof 46», «John Smith».
fn person_name(text: &str) -> PersonName {
    let spaced = text.replace('.', ". ");
    let (initials, words): (Vec<&str>, Vec<&str>) = spaced
        .split_whitespace()
        .partition(|token| is_initial(token));
    let parts = |last: &str, first: &str, middle: &str| PersonName {
        last: last.to_owned(),
        first: first.to_owned(),
        middle: middle.to_owned(),
    };
    match (words.as_slice(), initials.as_slice()) {
        ([last], [first]) if is_word(last) => parts(last, first, ""),
        ([last], [first, middle]) if is_word(last) => parts(last, first, middle),
        ([last, first, middle], []) if is_patronymic(middle) => parts(last, first, middle),
        _ => PersonName::whole(text),
    }
}

/// «И.», «Ст.», «J.» — and not «Mr.» or «46.».
fn is_initial(token: &str) -> bool {
    let Some(letters) = token.strip_suffix('.') else {
        return false;
    };
    let most = if letters.is_ascii() { 1 } else { 2 };
    (1..=most).contains(&letters.chars().count()) && letters.chars().all(char::is_alphabetic)
}

fn is_word(text: &str) -> bool {
    text.chars().count() > 1
        && text
            .chars()
            .all(|letter| letter.is_alphabetic() || "-'’".contains(letter))
}

fn is_patronymic(word: &str) -> bool {
    ["вич", "ьич", "мич", "тич", "вна", "чна", "шна"]
        .iter()
        .any(|ending| word.to_lowercase().ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Ст.Караиванова", "Караиванова", "Ст.", "")]
    #[case("Иванов И.И.", "Иванов", "И.", "И.")]
    #[case("И. И. Иванов", "Иванов", "И.", "И.")]
    #[case("Иванова Мария Петровна", "Иванова", "Мария", "Петровна")]
    #[case("Петров-Водкин Кузьма Ильич", "Петров-Водкин", "Кузьма", "Ильич")]
    #[case("J. Smith", "Smith", "J.", "")]
    #[case("John Smith", "John Smith", "", "")]
    #[case("Mr. Smith", "Mr. Smith", "", "")]
    #[case("Prof 46", "Prof 46", "", "")]
    #[case("P. 46", "P. 46", "", "")]
    #[case("ΠΕ02 ΑΝΔΡΙΑΝΟΠΟΥΛΟΥ", "ΠΕ02 ΑΝΔΡΙΑΝΟΠΟΥΛΟΥ", "", "")]
    #[case("Nguyễn Văn An", "Nguyễn Văn An", "", "")]
    #[case("aba", "aba", "", "")]
    #[case("T1", "T1", "", "")]
    #[case("李", "李", "", "")]
    #[case("...", "...", "", "")]
    fn names_of_teachers(
        #[case] text: &str,
        #[case] last: &str,
        #[case] first: &str,
        #[case] middle: &str,
    ) {
        let name = person_name(text);
        assert_eq!(
            (
                name.last.as_str(),
                name.first.as_str(),
                name.middle.as_str()
            ),
            (last, first, middle)
        );
    }
}
