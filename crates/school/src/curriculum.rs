//! Hours a week, departments and rooms, kinds of work: `data/curriculum.txt`, `data/staff.txt`,
//! `data/works.txt`.

use crate::row_id;
use journal::{WorkKind, WorkKindId};

/// How a class is split for a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// Not at all.
    Whole,
    /// Two groups of a foreign language.
    Language,
    /// Two groups at the computers.
    Computers,
    /// Boys and girls in technology, from grade 5.
    Craft,
}

/// A subject with its hours.
pub(crate) struct Subject {
    /// Short name in the data files.
    pub(crate) code: &'static str,
    /// As the journal calls it.
    pub(crate) title: &'static str,
    /// Whose teachers give it.
    pub(crate) department: &'static str,
    /// How classes are split for it.
    pub(crate) split: Split,
    /// How its plans are made (`data/styles.txt`).
    pub(crate) style: &'static str,
    hours: Vec<u8>,
}

impl Subject {
    /// Hours a week in `grade`.
    pub(crate) fn hours(&self, grade: u8) -> u8 {
        self.hours
            .get(usize::from(grade).wrapping_sub(1))
            .copied()
            .unwrap_or(0)
    }
}

/// A department of the staff.
pub(crate) struct Department {
    /// Short name in the data files.
    pub(crate) code: &'static str,
    /// A room for each teacher.
    pub(crate) rooms: Vec<String>,
}

/// The subjects, in the order of the ids they get.
pub(crate) fn subjects() -> Vec<Subject> {
    rows(include_str!("../data/curriculum.txt"))
        .filter_map(|mut fields| {
            Some(Subject {
                code: fields.next()?,
                title: fields.next()?,
                department: fields.next()?,
                split: match fields.next()? {
                    "language" | "second" => Split::Language,
                    "computers" => Split::Computers,
                    "craft" => Split::Craft,
                    _ => Split::Whole,
                },
                style: fields.next()?,
                hours: fields
                    .next()?
                    .split(' ')
                    .filter_map(|hours| hours.parse().ok())
                    .collect(),
            })
        })
        .collect()
}

/// The departments of the staff.
pub(crate) fn departments() -> Vec<Department> {
    rows(include_str!("../data/staff.txt"))
        .filter_map(|mut fields| {
            let code = fields.next()?;
            let count: usize = fields.next()?.parse().ok()?;
            let rooms = fields
                .next()?
                .split(' ')
                .map(|room| room.replace('_', " "))
                .take(count);
            Some(Department {
                code,
                rooms: rooms.collect(),
            })
        })
        .collect()
}

/// Kinds of work with their short names in the data files; the first is the answer in class.
pub(crate) fn works() -> Vec<(&'static str, WorkKind)> {
    rows(include_str!("../data/works.txt"))
        .enumerate()
        .filter_map(|(index, mut fields)| {
            let code = fields.next()?;
            let kind = WorkKind {
                id: WorkKindId(row_id(index)),
                title: fields.next()?.to_owned(),
                short: fields.next()?.to_owned(),
                weight: fields.next()?.parse().ok()?,
                marking_days: fields.next().and_then(|days| days.parse().ok()),
            };
            Some((code, kind))
        })
        .collect()
}

/// The lines of a data file that say something, split at `|` and trimmed.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = impl Iterator<Item = &'static str>> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('|').map(str::trim))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_keep_within_the_limits_of_a_five_day_week() {
        // SP 2.4.3648-20, table 6.6: the most hours a week in grades 1 to 11.
        let limits = [21, 23, 23, 23, 29, 30, 32, 33, 33, 34, 34];
        let subjects = subjects();
        for (grade, limit) in (1..).zip(limits) {
            let sum: u8 = subjects.iter().map(|subject| subject.hours(grade)).sum();
            assert!(
                sum <= limit && sum + 5 >= limit,
                "grade {grade}: {sum} of {limit}"
            );
        }
        assert_eq!(
            departments().iter().map(|d| d.rooms.len()).sum::<usize>(),
            60
        );
        assert_eq!(works().len(), 16);
        assert_eq!(works()[0].1.short, "Ответ");
    }

    #[test]
    fn every_teacher_has_an_own_room() {
        let mut rooms: Vec<_> = departments().into_iter().flat_map(|d| d.rooms).collect();
        rooms.sort();
        let all = rooms.len();
        rooms.dedup();
        assert_eq!(rooms.len(), all);
    }
}
