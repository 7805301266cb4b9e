//! Invented Russian names with their forms by sex: `data/surnames.txt`, `men.txt`, `women.txt`.

use crate::dice::Dice;
use journal::PersonName;
use std::collections::HashSet;

/// Which forms a name takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sex {
    /// «Абрамов Илья Петрович».
    Male,
    /// «Абрамова Анна Петровна».
    Female,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Age {
    Child,
    Adult,
}

struct Man {
    first: &'static str,
    son: &'static str,
    daughter: &'static str,
    bearers: &'static str,
}

struct Woman {
    first: &'static str,
    bearers: &'static str,
}

/// The lists of names, and which full names are taken.
pub(crate) struct Names {
    surnames: Vec<&'static str>,
    men: Vec<Man>,
    women: Vec<Woman>,
    taken: HashSet<String>,
}

/// A name with what is needed to name the bearer's family.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) name: PersonName,
    /// Its forms.
    pub(crate) sex: Sex,
    /// The surname in its masculine form.
    surname: &'static str,
    /// The father's first name.
    father: &'static str,
}

impl Names {
    /// Reads the lists.
    pub(crate) fn read() -> Self {
        let fields = |line: &'static str| {
            let mut fields = line.split(' ');
            move || fields.next().unwrap_or_default()
        };
        let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#'));
        Self {
            surnames: include_str!("../data/surnames.txt")
                .split_whitespace()
                .collect(),
            men: lines(include_str!("../data/men.txt"))
                .map(|line| {
                    let mut next = fields(line);
                    Man {
                        first: next(),
                        son: next(),
                        daughter: next(),
                        bearers: next(),
                    }
                })
                .collect(),
            women: lines(include_str!("../data/women.txt"))
                .map(|line| {
                    let mut next = fields(line);
                    Woman {
                        first: next(),
                        bearers: next(),
                    }
                })
                .collect(),
            taken: HashSet::new(),
        }
    }

    /// Takes `name` out of the lists: nobody invented later bears surname and first name of it.
    pub(crate) fn reserve(&mut self, name: &PersonName) {
        self.taken.insert(name.listed());
    }

    /// A grown-up.
    pub(crate) fn adult(&mut self, dice: &mut Dice, sex: Sex) -> Named {
        self.invent(dice, sex, Age::Adult)
    }

    /// A pupil.
    pub(crate) fn child(&mut self, dice: &mut Dice, sex: Sex) -> Named {
        self.invent(dice, sex, Age::Child)
    }

    /// A parent of `child`: the surname in the right form, the father under the name the
    /// child's patronymic comes from.
    pub(crate) fn parent(&self, dice: &mut Dice, child: &Named, sex: Sex) -> Named {
        let mut named = self.draw(dice, sex, Age::Adult);
        named.surname = child.surname;
        named.name.last = surname_of(child.surname, sex);
        if sex == Sex::Male {
            child.father.clone_into(&mut named.name.first);
        }
        named
    }

    fn invent(&mut self, dice: &mut Dice, sex: Sex, age: Age) -> Named {
        // The lists hold ten thousand pairs of each sex; a school needs a tenth of them.
        let mut named = self.draw(dice, sex, age);
        for _ in 0..64 {
            if self.taken.insert(named.name.listed()) {
                break;
            }
            named = self.draw(dice, sex, age);
        }
        named
    }

    fn draw(&self, dice: &mut Dice, sex: Sex, age: Age) -> Named {
        let surname = dice.pick(&self.surnames).copied().unwrap_or("Безымянный");
        let father = self.man(dice, Age::Adult);
        let patronymic = father.map_or("", |man| match sex {
            Sex::Male => man.son,
            Sex::Female => man.daughter,
        });
        let first = match sex {
            Sex::Male => self.man(dice, age).map_or("", |man| man.first),
            Sex::Female => self.woman(dice, age),
        };
        Named {
            name: PersonName {
                last: surname_of(surname, sex),
                first: first.to_owned(),
                middle: patronymic.to_owned(),
            },
            sex,
            surname,
            father: father.map_or("", |man| man.first),
        }
    }

    fn man(&self, dice: &mut Dice, age: Age) -> Option<&Man> {
        draw_of(dice, &self.men, age, |man| man.bearers)
    }

    fn woman(&self, dice: &mut Dice, age: Age) -> &'static str {
        draw_of(dice, &self.women, age, |woman| woman.bearers).map_or("", |woman| woman.first)
    }
}

/// One of `list` that people of that age bear.
fn draw_of<'a, T>(
    dice: &mut Dice,
    list: &'a [T],
    age: Age,
    bearers: impl Fn(&T) -> &'static str,
) -> Option<&'a T> {
    let letter = if age == Age::Child { 'c' } else { 'a' };
    let start = dice.index(list.len());
    list.iter()
        .cycle()
        .skip(start)
        .take(list.len())
        .find(|name| bearers(name).contains(letter))
}

/// The form of a surname for that sex.
pub(crate) fn surname_of(masculine: &str, sex: Sex) -> String {
    if sex == Sex::Male {
        return masculine.to_owned();
    }
    for ending in ["ий", "ый", "ой"] {
        if let Some(stem) = masculine.strip_suffix(ending) {
            return format!("{stem}ая");
        }
    }
    if ["ов", "ев", "ёв", "ин", "ын"]
        .iter()
        .any(|ending| masculine.ends_with(ending))
    {
        return format!("{masculine}а");
    }
    masculine.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Абрамов", "Абрамова")]
    #[case("Королёв", "Королёва")]
    #[case("Птицын", "Птицына")]
    #[case("Бельский", "Бельская")]
    #[case("Луговой", "Луговая")]
    #[case("Нагорный", "Нагорная")]
    #[case("Петренко", "Петренко")]
    #[case("Ковальчук", "Ковальчук")]
    #[case("Черемных", "Черемных")]
    fn surnames_agree(#[case] man: &str, #[case] woman: &str) {
        assert_eq!(surname_of(man, Sex::Male), man);
        assert_eq!(surname_of(man, Sex::Female), woman);
    }

    #[test]
    fn names_agree_in_all_parts_and_are_not_repeated() {
        let (mut names, mut dice) = (Names::read(), Dice::new(7, 0));
        let mut seen = HashSet::new();
        for nth in 0..2_000 {
            let sex = if nth % 2 == 0 { Sex::Male } else { Sex::Female };
            let name = if nth % 3 == 0 {
                names.adult(&mut dice, sex)
            } else {
                names.child(&mut dice, sex)
            };
            let name = name.name;
            let middle = name.middle.as_str();
            match sex {
                Sex::Male => assert!(middle.ends_with('ч'), "{name}"),
                Sex::Female => assert!(middle.ends_with("на"), "{name}"),
            }
            assert!(!name.first.is_empty() && !name.last.is_empty());
            assert!(seen.insert(name.listed()), "{name} twice");
        }
    }

    #[test]
    fn a_father_gives_his_name_to_the_patronymic() {
        let (mut names, mut dice) = (Names::read(), Dice::new(3, 0));
        for _ in 0..100 {
            let child = names.child(&mut dice, Sex::Female);
            let father = names.parent(&mut dice, &child, Sex::Male);
            let man = names
                .men
                .iter()
                .find(|man| man.first == father.name.first)
                .unwrap();
            assert_eq!(man.daughter, child.name.middle);
            assert_eq!(surname_of(&father.name.last, Sex::Female), child.name.last);
            let mother = names.parent(&mut dice, &child, Sex::Female);
            assert_eq!(mother.name.last, child.name.last);
        }
    }

    #[test]
    fn the_lists_have_no_repeats() {
        let names = Names::read();
        let mut surnames = names.surnames.clone();
        surnames.sort_unstable();
        surnames.dedup();
        assert_eq!(surnames.len(), names.surnames.len());
        assert!(surnames.len() > 300);
        for man in &names.men {
            assert!(
                man.son.ends_with('ч') && man.daughter.ends_with("на"),
                "{}",
                man.first
            );
            assert!(!man.bearers.is_empty());
        }
    }
}
