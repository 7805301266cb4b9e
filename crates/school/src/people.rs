//! The staff of the fictional school, and its classes.

use crate::curriculum::Department;
use crate::dice::Dice;
use crate::names::{Names, Sex};
use journal::PersonName;

/// A teacher with an own room.
#[derive(Debug, Clone)]
pub(crate) struct Teacher {
    pub(crate) name: PersonName,
    /// Where the lessons are.
    pub(crate) room: String,
}

/// Indices of a department's teachers in the staff.
pub(crate) struct Team {
    /// The department, as the subjects name it.
    pub(crate) code: &'static str,
    /// Its teachers.
    pub(crate) teachers: Vec<usize>,
}

/// The department of the demonstration's teacher; she is its first.
pub(crate) const LEAD_DEPARTMENT: &str = "math";

/// The teacher through whom the demonstration is seen.
pub(crate) fn lead_name() -> PersonName {
    PersonName {
        last: "Орлова".into(),
        first: "Татьяна".into(),
        middle: "Андреевна".into(),
    }
}

/// All teachers, department by department.
pub(crate) fn staff(
    departments: &[Department],
    names: &mut Names,
    dice: &mut Dice,
) -> (Vec<Teacher>, Vec<Team>) {
    names.reserve(&lead_name());
    let mut staff = Vec::new();
    let mut teams = Vec::new();
    for department in departments {
        let first = staff.len();
        for (nth, room) in department.rooms.iter().enumerate() {
            let name = if department.code == LEAD_DEPARTMENT && nth == 0 {
                lead_name()
            } else {
                let sex = sex_of(department.code, nth, dice);
                names.adult(dice, sex).name
            };
            staff.push(Teacher {
                name,
                room: room.clone(),
            });
        }
        teams.push(Team {
            code: department.code,
            teachers: (first..staff.len()).collect(),
        });
    }
    (staff, teams)
}

fn sex_of(department: &str, nth: usize, dice: &mut Dice) -> Sex {
    let men = match department {
        "boys" => 1000,
        "pe" if nth.is_multiple_of(2) => 1000,
        "girls" | "primary" | "pe" => 0,
        "physics" | "informatics" | "safety" => 600,
        _ => 120,
    };
    if dice.chance(men) {
        Sex::Male
    } else {
        Sex::Female
    }
}

/// A class before it has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    /// 1 to 11.
    pub(crate) grade: u8,
    /// «А», «Б», «В».
    pub(crate) letter: char,
}

impl Form {
    /// «7Б».
    pub(crate) fn title(self) -> String {
        format!("{}{}", self.grade, self.letter)
    }

    /// 0 for the first shift, 1 for the second (SP 2.4.3648-20 bars grades 1, 5, 9–11 from it).
    pub(crate) fn shift(self) -> usize {
        usize::from(self.grade == 6 || (self.grade == 7 && self.letter != 'Б'))
    }

    /// Whether its first-grade pupils are taught without marks.
    pub(crate) fn without_marks(self) -> bool {
        self.grade == 1
    }
}

/// The classes of a whole school.
pub(crate) fn forms() -> Vec<Form> {
    (1..=11)
        .flat_map(|grade| ['А', 'Б', 'В'].map(|letter| Form { grade, letter }))
        .collect()
}

/// The class whose class teacher and mathematician is the demonstration's teacher.
pub(crate) const SCENE: Form = Form {
    grade: 7,
    letter: 'Б',
};

/// The class the demonstration's teacher has in the first lesson of Monday.
pub(crate) const BEFORE_SCENE: Form = Form {
    grade: 9,
    letter: 'А',
};

/// The classes of a small school: two shifts, subgroups of every kind, and the scene.
pub(crate) const SMALL: [Form; 4] = [
    Form {
        grade: 7,
        letter: 'А',
    },
    SCENE,
    BEFORE_SCENE,
    Form {
        grade: 11,
        letter: 'А',
    },
];
