//! The structure of a `.fet` file (FET 5 and 6): days, hours, people, sets of students,
//! activities, rooms. Constraints are skipped: the solver has already kept them.

mod tree;

use super::{FetError, clean, note_cleaned};
use tree::Node;

/// The elements whose texts are names.
const NAMES: [&str; 5] = ["Institution_Name", "Name", "Teacher", "Subject", "Students"];

/// A timetable file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FetFile {
    /// The version of FET that wrote it.
    pub version: String,
    /// «Official», «`Mornings_Afternoons`» …; empty in FET 5.
    pub mode: String,
    /// The institution.
    pub institution: String,
    /// Remarks to the whole file.
    pub comments: String,
    /// Days in order.
    pub days: Vec<String>,
    /// Hours in order.
    pub hours: Vec<String>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Teachers.
    pub teachers: Vec<String>,
    /// Sets of students.
    pub years: Vec<Year>,
    /// What is to be held.
    pub activities: Vec<Activity>,
    /// Rooms.
    pub rooms: Vec<Room>,
    /// Names that held control characters, as they are without them.
    pub cleaned: Vec<String>,
}

/// A year of students: a class, or all classes of a grade.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Year {
    /// Its name.
    pub name: String,
    /// How many; 0 where the file does not say.
    pub students: u32,
    /// Its groups.
    pub groups: Vec<Group>,
}

/// A group of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many; 0 where the file does not say.
    pub students: u32,
    /// Its subgroups; the same one may stand in several groups.
    pub subgroups: Vec<Subgroup>,
}

/// A subgroup: students who are never apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subgroup {
    /// Its name.
    pub name: String,
    /// How many; 0 where the file does not say.
    pub students: u32,
}

/// Something held every week for some students.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Activity {
    /// Its number.
    pub id: String,
    /// Who gives it.
    pub teachers: Vec<String>,
    /// What.
    pub subject: String,
    /// Sets of students.
    pub students: Vec<String>,
    /// Hours in a row.
    pub duration: u32,
    /// Whether it is to be placed at all.
    pub active: bool,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Room {
    /// Its name.
    pub name: String,
    /// Seats; 0 where the file does not say.
    pub capacity: u32,
}

impl FetFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`FetError`] when it is not a FET file.
    pub fn parse(text: &str) -> Result<Self, FetError> {
        let root = tree::read(text)?;
        if !root.name.eq_ignore_ascii_case("fet") {
            return Err(FetError::NotFet { root: root.name });
        }
        let mut cleaned = Vec::new();
        root.each_named(&NAMES, &mut |text| note_cleaned(text, &mut cleaned));
        Ok(Self {
            cleaned,
            version: root.version.clone(),
            mode: root.text_of("Mode").to_owned(),
            institution: clean(root.text_of("Institution_Name")),
            comments: root.text_of("Comments").to_owned(),
            days: named(&root, "Days_List", "Day"),
            hours: named(&root, "Hours_List", "Hour"),
            subjects: named(&root, "Subjects_List", "Subject"),
            teachers: named(&root, "Teachers_List", "Teacher"),
            years: list(&root, "Students_List", "Year").map(year).collect(),
            activities: list(&root, "Activities_List", "Activity")
                .map(activity)
                .collect(),
            rooms: list(&root, "Rooms_List", "Room")
                .map(|node| Room {
                    name: name(node),
                    capacity: number(node, "Capacity"),
                })
                .collect(),
        })
    }

    /// The kind of timetable: the mode, or in files of FET 5 the branch named in the version.
    pub(super) fn kind(&self) -> &str {
        let branch = self
            .version
            .split_once('-')
            .map_or("", |(_, branch)| branch);
        if !self.mode.is_empty() {
            &self.mode
        } else if ["morocco", "algeria", "ma"]
            .iter()
            .any(|word| branch.starts_with(word))
        {
            "Mornings_Afternoons"
        } else {
            "Official"
        }
    }
}

fn list<'a>(root: &'a Node, list: &str, item: &'a str) -> impl Iterator<Item = &'a Node> {
    root.child(list)
        .into_iter()
        .flat_map(move |list| list.all(item))
}

/// The names in a list. Old files put `<Name>` into the list itself.
fn named(root: &Node, list_name: &str, item: &str) -> Vec<String> {
    let names: Vec<String> = list(root, list_name, item).map(name).collect();
    if !names.is_empty() {
        return names;
    }
    list(root, list_name, "Name")
        .map(|node| clean(node.text()))
        .collect()
}

fn name(node: &Node) -> String {
    clean(node.text_of("Name"))
}

fn number(node: &Node, child: &str) -> u32 {
    node.text_of(child).parse().unwrap_or(0)
}

fn year(node: &Node) -> Year {
    Year {
        name: name(node),
        students: number(node, "Number_of_Students"),
        groups: node.all("Group").map(group).collect(),
    }
}

fn group(node: &Node) -> Group {
    let subgroup = |node: &Node| Subgroup {
        name: name(node),
        students: number(node, "Number_of_Students"),
    };
    Group {
        name: name(node),
        students: number(node, "Number_of_Students"),
        subgroups: node.all("Subgroup").map(subgroup).collect(),
    }
}

fn activity(node: &Node) -> Activity {
    let texts = |child| {
        let texts = node.all(child).map(|node| clean(node.text()));
        texts.filter(|text| !text.is_empty()).collect()
    };
    Activity {
        id: clean(node.text_of("Id")),
        teachers: texts("Teacher"),
        subject: clean(node.text_of("Subject")),
        students: texts("Students"),
        duration: number(node, "Duration").max(1),
        active: !matches!(node.text_of("Active"), "false" | "no" | "0"),
    }
}
