//! Which rows of a solution can be lessons, and why the others cannot.

use super::without_row;
use crate::fet::file::{Activity, FetFile};
use crate::fet::plan::{Finding, Reason};
use crate::fet::solution::{Row, Solution};
use crate::fet::students::Students;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A row that becomes lessons.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// Its place in the solution.
    pub(super) row: usize,
    /// Its activity's place in the file.
    pub(super) activity: usize,
    /// The file's day.
    pub(super) day: usize,
    /// The file's hour.
    pub(super) hour: usize,
    /// Where.
    pub(super) room: String,
}

/// Judges rows by the file.
pub(super) struct Judge<'a> {
    file: &'a FetFile,
    students: &'a Students,
    activities: HashMap<&'a str, usize>,
    days: HashMap<&'a str, usize>,
    hours: HashMap<&'a str, usize>,
    teachers: HashSet<&'a str>,
    subjects: HashSet<&'a str>,
}

/// Who is busy when, and with which activity.
#[derive(Default)]
struct Busy<'a> {
    teachers: HashMap<(&'a str, usize, usize), &'a str>,
    atoms: HashMap<(usize, usize, usize), &'a str>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(file: &'a FetFile, students: &'a Students) -> Self {
        Self {
            file,
            students,
            activities: places(file.activities.iter().map(|activity| activity.id.as_str())),
            days: places(file.days.iter().map(String::as_str)),
            hours: places(file.hours.iter().map(String::as_str)),
            teachers: file.teachers.iter().map(String::as_str).collect(),
            subjects: file.subjects.iter().map(String::as_str).collect(),
        }
    }

    /// Whether a row is of an activity of this file.
    pub(super) fn agrees(&self, row: &Row) -> bool {
        self.activity(row)
            .is_some_and(|(_, activity)| self.difference(row, activity).is_none())
    }

    /// The rows that can be taken, and findings for all others with the rows' places.
    pub(super) fn rows(
        &self,
        solution: &Solution,
        held: &HashSet<usize>,
    ) -> (Vec<Taken>, Vec<(usize, Finding)>) {
        let mut busy = Busy::default();
        let mut taken = Vec::new();
        let mut refused = Vec::new();
        for (index, row) in solution.rows.iter().enumerate() {
            match self
                .judge(index, row, held)
                .and_then(|row| busy.seat(self, row))
            {
                Ok(row) => taken.push(row),
                Err(reason) => {
                    let activity = row.activity.clone();
                    refused.push((
                        index,
                        Finding {
                            row: Some(row.line),
                            activity,
                            reason,
                        },
                    ));
                }
            }
        }
        (taken, refused)
    }

    /// Activities of which the solution has no row.
    pub(super) fn without_row(&self, solution: &Solution) -> Vec<Finding> {
        let placed: HashSet<&str> = solution
            .rows
            .iter()
            .map(|row| row.activity.as_str())
            .collect();
        let missing = self
            .file
            .activities
            .iter()
            .filter(|a| !placed.contains(a.id.as_str()));
        missing
            .map(|activity| {
                let reason = if activity.active {
                    Reason::NoRow
                } else {
                    Reason::Inactive
                };
                without_row(&activity.id, reason)
            })
            .collect()
    }

    fn activity(&self, row: &Row) -> Option<(usize, &'a Activity)> {
        let place = self.activities.get(row.activity.as_str()).copied()?;
        self.file
            .activities
            .get(place)
            .map(|activity| (place, activity))
    }

    fn judge(&self, index: usize, row: &Row, held: &HashSet<usize>) -> Result<Taken, Reason> {
        let (place, activity) = self.activity(row).ok_or(Reason::UnknownActivity)?;
        if !activity.active {
            return Err(Reason::Inactive);
        }
        if let Some(difference) = self.difference(row, activity) {
            return Err(difference);
        }
        if activity.students.is_empty() {
            return Err(Reason::NoStudents);
        }
        if activity.teachers.is_empty() {
            return Err(Reason::NoTeacher);
        }
        self.known(activity)?;
        if row.day.is_empty() && row.hour.is_empty() {
            return Err(Reason::NotPlaced);
        }
        let day = self.days.get(row.day.as_str()).copied();
        let day = day.ok_or_else(|| Reason::UnknownDay {
            day: row.day.clone(),
        })?;
        let hour = self.hours.get(row.hour.as_str()).copied();
        let hour = hour.ok_or_else(|| Reason::UnknownHour {
            hour: row.hour.clone(),
        })?;
        if !held.contains(&day) {
            return Err(Reason::NoDate {
                day: row.day.clone(),
            });
        }
        Ok(Taken {
            row: index,
            activity: place,
            day,
            hour,
            room: row.room.clone(),
        })
    }

    /// Whether the file itself knows whom the activity names.
    fn known(&self, activity: &Activity) -> Result<(), Reason> {
        if !self.subjects.contains(activity.subject.as_str()) {
            return Err(Reason::UnknownSubject {
                subject: activity.subject.clone(),
            });
        }
        let stranger = activity
            .teachers
            .iter()
            .find(|t| !self.teachers.contains(t.as_str()));
        if let Some(teacher) = stranger {
            return Err(Reason::UnknownTeacher {
                teacher: teacher.clone(),
            });
        }
        let unknown = activity
            .students
            .iter()
            .find(|set| !self.students.sets.contains_key(*set));
        unknown.map_or(Ok(()), |set| {
            Err(Reason::UnknownStudents {
                students: set.clone(),
            })
        })
    }

    /// Where a row says something else than its activity.
    fn difference(&self, row: &Row, activity: &Activity) -> Option<Reason> {
        if row.subject != activity.subject {
            return Some(if self.subjects.contains(row.subject.as_str()) {
                differs("subject", &row.subject, &activity.subject)
            } else {
                Reason::UnknownSubject {
                    subject: row.subject.clone(),
                }
            });
        }
        if !same_names(&row.teachers, &activity.teachers) {
            let unknown = row
                .teachers
                .split('+')
                .find(|t| !t.is_empty() && !self.teachers.contains(t));
            return Some(unknown.map_or_else(
                || differs("teachers", &row.teachers, &activity.teachers.join("+")),
                |teacher| Reason::UnknownTeacher {
                    teacher: teacher.to_owned(),
                },
            ));
        }
        if !same_names(&row.students, &activity.students) {
            let known = |set: &str| set.is_empty() || self.students.sets.contains_key(set);
            let unknown = row.students.split('+').find(|set| !known(set));
            return Some(unknown.map_or_else(
                || differs("students", &row.students, &activity.students.join("+")),
                |students| Reason::UnknownStudents {
                    students: students.to_owned(),
                },
            ));
        }
        None
    }
}

impl<'a> Busy<'a> {
    /// Takes the time of a row's people, if all of them are free.
    fn seat(&mut self, judge: &Judge<'a>, row: Taken) -> Result<Taken, Reason> {
        let Some(activity) = judge.file.activities.get(row.activity) else {
            return Ok(row);
        };
        for teacher in &activity.teachers {
            if let Some(other) = self.teachers.get(&(teacher.as_str(), row.day, row.hour)) {
                let (teacher, other) = (teacher.clone(), (*other).to_owned());
                return Err(Reason::TeacherBusy { teacher, other });
            }
        }
        let sets = activity
            .students
            .iter()
            .filter_map(|set| judge.students.sets.get(set));
        let atoms: BTreeSet<usize> = sets.flatten().copied().collect();
        let met = atoms
            .iter()
            .find_map(|atom| self.atoms.get(&(*atom, row.day, row.hour)));
        if let Some(other) = met {
            let (students, other) = (activity.students.join("+"), (*other).to_owned());
            return Err(Reason::StudentsBusy { students, other });
        }
        for teacher in &activity.teachers {
            self.teachers
                .insert((teacher, row.day, row.hour), &activity.id);
        }
        for atom in atoms {
            self.atoms.insert((atom, row.day, row.hour), &activity.id);
        }
        Ok(row)
    }
}

fn differs(what: &'static str, solution: &str, file: &str) -> Reason {
    Reason::Differs {
        what,
        solution: solution.to_owned(),
        file: file.to_owned(),
    }
}

/// Whether names joined by «+» are the same as a list, in any order.
fn same_names(joined: &str, names: &[String]) -> bool {
    if joined == names.join("+") {
        return true;
    }
    let mut joined: Vec<&str> = joined.split('+').filter(|name| !name.is_empty()).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    joined.sort_unstable();
    names.sort_unstable();
    joined == names
}

/// The place of each name; the first one where a name stands twice.
fn places<'a>(names: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut places = HashMap::new();
    for (place, name) in names.enumerate() {
        places.entry(name).or_insert(place);
    }
    places
}
