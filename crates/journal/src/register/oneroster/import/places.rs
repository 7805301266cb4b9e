//! Classes, who is in them, what is taught to whom.

use super::super::words;
use super::package::Package;
use super::sessions::last_day;
use super::sheet::Growing;
use crate::register::table::{HeadedSheet, TableRow, TableShape, numbered};
use crate::register::{GroupSort, RecordId, RecordKind, TeachingPart};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The numbers of groups, which a package does not name: beyond all that a base has.
const GROUPS: i64 = 1 << 41;

/// A place of somebody in a class, as a row says it.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    row: u32,
    user: &'a str,
    from: &'a str,
    /// The first day on which it is so no more.
    end: &'a str,
    primary: bool,
}

/// A class of the package.
struct Class<'a> {
    id: &'a str,
    row: &'a TableRow,
    year: Option<&'a str>,
    title: &'a str,
    code: &'a str,
    course: &'a str,
    pupils: Vec<Place<'a>>,
    teachers: Vec<Place<'a>>,
}

impl Class<'_> {
    /// Who is in it from when until when.
    fn list(&self) -> BTreeSet<(&str, &str, &str)> {
        let pupils = self.pupils.iter();
        pupils.map(|it| (it.user, it.from, it.end)).collect()
    }
}

impl<'a> Package<'a> {
    /// The classes of a type, or those of any other.
    fn of_type(&self, is_home: bool) -> Vec<Class<'a>> {
        let mut pupils: BTreeMap<&str, Vec<Place<'a>>> = BTreeMap::new();
        let mut teachers: BTreeMap<&str, Vec<Place<'a>>> = BTreeMap::new();
        for (file, row) in self.rows("enrollments") {
            let of = match file.text(row, "role") {
                "student" => &mut pupils,
                "teacher" => &mut teachers,
                _ => continue,
            };
            let places = of.entry(file.text(row, "classSourcedId")).or_default();
            places.push(Place {
                row: row.number,
                user: file.text(row, "userSourcedId"),
                from: file.text(row, "beginDate"),
                end: file.text(row, "endDate"),
                primary: file.text(row, "primary") == "true",
            });
        }
        let rows = self.rows("classes");
        let rows =
            rows.filter(|(file, row)| (file.text(row, "classType") == "homeroom") == is_home);
        let classes = rows.map(|(file, row)| {
            let id = file.text(row, "sourcedId");
            Class {
                id,
                row,
                year: self.year_of_class(file, row),
                title: file.text(row, "title"),
                code: file.text(row, "classCode"),
                course: file.text(row, "courseSourcedId"),
                pupils: pupils.remove(id).unwrap_or_default(),
                teachers: teachers.remove(id).unwrap_or_default(),
            }
        });
        classes.collect()
    }

    fn year(&self, class: &Class<'_>) -> String {
        self.reference(RecordKind::SchoolYear, class.year.unwrap_or_default())
    }

    /// The courses, but for those of classes themselves.
    pub(super) fn subjects(&self) -> Vec<HeadedSheet> {
        let mut of: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
        for (file, row) in self.rows("classes") {
            let uses = of.entry(file.text(row, "courseSourcedId")).or_default();
            let is_home = file.text(row, "classType") == "homeroom";
            *uses = (uses.0 || is_home, uses.1 || !is_home);
        }
        let name = "courses";
        let mut sheet = Growing::of(name, RecordKind::Subject);
        let id = sheet.id(self.column(name, "sourcedId"));
        let title = sheet.field(self.column(name, "title"), "title");
        let short = sheet.field(self.column(name, "courseCode"), "short");
        for (file, row) in self.rows(name) {
            let course = file.text(row, "sourcedId");
            if of.get(course) == Some(&(true, false)) {
                continue;
            }
            // Of other programs it is a code, and no shorter name.
            let code = if self.is_own() {
                file.text(row, "courseCode")
            } else {
                ""
            };
            sheet.row(
                row.number,
                [
                    (id, self.number_of(RecordKind::Subject, course)),
                    (title, file.text(row, "title").to_owned()),
                    (short, code.to_owned()),
                ],
            );
        }
        vec![sheet.done()]
    }

    pub(super) fn classes(&self) -> Vec<HeadedSheet> {
        let name = "classes";
        let mut sheet = Growing::of(name, RecordKind::Class);
        let id = sheet.id(self.column(name, "sourcedId"));
        let title = sheet.field(self.column(name, "title"), "title");
        let grade = sheet.field(self.column(name, "grades"), "grade");
        let year = sheet.field(self.column(name, "termSourcedIds"), "year");
        for class in self.of_type(true) {
            let grades = self
                .column(name, "grades")
                .map_or("", |it| class.row.text(it));
            let of = words::grade(grades).map(|grade| grade.to_string());
            sheet.row(
                class.row.number,
                [
                    (id, self.number_of(RecordKind::Class, class.id)),
                    (title, class.title.to_owned()),
                    (grade, of.unwrap_or_default()),
                    (year, self.year(&class)),
                ],
            );
        }
        vec![sheet.done()]
    }

    /// Who is class teacher from when until when: of several at a time those that the package says
    /// are the main ones, or else the first.
    pub(super) fn class_teachers(&self) -> HeadedSheet {
        let name = "enrollments";
        let mut sheet = Growing::of(name, RecordKind::ClassTeacher);
        let of = sheet.field(self.column(name, "classSourcedId"), "class");
        let teacher = sheet.field(self.column(name, "userSourcedId"), "teacher");
        let from = sheet.field(self.column(name, "beginDate"), "from");
        let until = sheet.field(self.column(name, "endDate"), "until");
        for class in self.of_type(true) {
            let has_main = class.teachers.iter().any(|it| it.primary);
            let most = if has_main { class.teachers.len() } else { 1 };
            let led = class.teachers.iter().filter(|it| it.primary == has_main);
            for place in led.take(most) {
                let who = self.reference(RecordKind::Person, place.user);
                sheet.row(
                    place.row,
                    [
                        (of, self.reference(RecordKind::Class, class.id)),
                        (teacher, who),
                        (from, place.from.to_owned()),
                        (until, last_day(place.end)),
                    ],
                );
            }
        }
        sheet.done()
    }

    /// In which class pupils are. Who leaves, and who comes back after that, stands in tables of
    /// its own behind the first: lines are taken in the order of their days.
    pub(super) fn stays(&self) -> Vec<HeadedSheet> {
        let mut stays: BTreeMap<&str, Vec<(NaiveDate, Place<'a>, String, Option<NaiveDate>)>> =
            BTreeMap::new();
        let mut undated = Vec::new();
        for class in self.of_type(true) {
            let year = class.year.and_then(|year| self.days_of_year(year));
            let title = self.reference(RecordKind::Class, class.id);
            for place in &class.pupils {
                let from = match place.from {
                    "" => year.map(|year| year.first),
                    text => text.parse().ok(),
                };
                let Some(from) = from else {
                    undated.push((*place, title.clone()));
                    continue;
                };
                let end: Option<NaiveDate> = place.end.parse().ok();
                let end = end.filter(|end| year.is_none_or(|year| *end <= year.last));
                let of = stays.entry(place.user).or_default();
                of.push((from, *place, title.clone(), end));
            }
        }
        let mut levels: Vec<Vec<(NaiveDate, u32, &str, String, String)>> = Vec::new();
        let mut put = |level: usize, row| {
            if levels.len() <= level {
                levels.resize(level + 1, Vec::new());
            }
            if let Some(rows) = levels.get_mut(level) {
                rows.push(row);
            }
        };
        for (user, mut stays) in stays {
            stays.sort_by_key(|(from, ..)| *from);
            let mut level = 0;
            let mut coming = stays.iter().skip(1).map(|(from, ..)| *from);
            for (from, place, class, end) in &stays {
                let next = coming.next();
                put(level, (*from, place.row, user, iso(*from), class.clone()));
                let left = end.filter(|end| next.is_none_or(|next| *end < next));
                if let Some(end) = left {
                    put(level + 1, (end, place.row, user, iso(end), String::new()));
                    level += 2;
                }
            }
        }
        for (place, class) in undated {
            let day = NaiveDate::MIN;
            put(
                0,
                (day, place.row, place.user, place.from.to_owned(), class),
            );
        }
        let sheets = levels.into_iter().map(|mut rows| {
            rows.sort_by_key(|(day, row, ..)| (*day, *row));
            self.stays_of(rows)
        });
        sheets.collect()
    }

    fn stays_of(&self, rows: Vec<(NaiveDate, u32, &str, String, String)>) -> HeadedSheet {
        let name = "enrollments";
        let mut sheet = Growing::new(name, TableShape::stays());
        let pupil = sheet.field(self.column(name, "userSourcedId"), "pupil");
        let class = sheet.field(self.column(name, "classSourcedId"), "class");
        let day = sheet.field(self.column(name, "beginDate"), "day");
        for (_, number, user, from, into) in rows {
            let who = self.reference(RecordKind::Person, user);
            sheet.row(number, [(pupil, who), (day, from), (class, into)]);
        }
        sheet.done()
    }

    /// Groups, journals, who is in the groups, who teaches. A class of the package is the journal
    /// of a subject in a group; classes with one code and one list are journals of one group.
    pub(super) fn taught(&self) -> Vec<HeadedSheet> {
        let homes = self.of_type(true);
        let classes = self.of_type(false);
        let mut of_code: BTreeMap<(Option<&str>, &str), Vec<&Class<'_>>> = BTreeMap::new();
        for class in &classes {
            of_code
                .entry((class.year, class.code))
                .or_default()
                .push(class);
        }
        // The places of the classes by the titles of their groups.
        let mut groups: BTreeMap<(Option<&str>, String), Vec<&Class<'_>>> = BTreeMap::new();
        for class in &classes {
            let code = of_code.get(&(class.year, class.code));
            let list = class.list();
            let mut same = code.into_iter().flatten();
            let is_code = !class.code.is_empty() && same.all(|other| other.list() == list);
            let title = if is_code { class.code } else { class.title };
            let of = groups.entry((class.year, title.to_owned())).or_default();
            of.push(class);
        }
        let mut sheets = TaughtSheets::new(self);
        for (((_, title), classes), number) in groups.iter().zip(GROUPS..) {
            self.group(title, RecordId(number), classes, &homes, &mut sheets);
        }
        sheets.done()
    }

    fn group(
        &self,
        title: &str,
        number: RecordId,
        classes: &[&Class<'_>],
        homes: &[Class<'_>],
        sheets: &mut TaughtSheets,
    ) {
        let Some(first) = classes.first() else { return };
        let of_year = homes.iter().filter(|home| home.year == first.year);
        let list = first.list();
        let mut whole = of_year.clone().filter(|home| home.list() == list);
        let whole = whole.find(|home| home.title == title || !self.is_own() && !list.is_empty());
        let sort = match whole {
            Some(_) => GroupSort::Class,
            None if common(first, of_year.clone()).is_some() => GroupSort::Part,
            None => GroupSort::Mixed,
        };
        let class = whole.or_else(|| common(first, of_year));
        let class = class.map(|home| self.reference(RecordKind::Class, home.id));
        let year = self.year(first);
        let called = numbered(title, number);
        // Of whom a group is that the base has, the base says.
        let is_known = self.has_group(title, first.year);
        let said = (!is_known).then(|| (sort.word().to_owned(), class.unwrap_or_default()));
        let (said_sort, class) = said.unwrap_or_default();
        sheets.group(first.row.number, (title, number), year, said_sort, class);
        let mut seen = BTreeSet::new();
        for class in classes {
            let subject = self.reference(RecordKind::Subject, class.course);
            let number = self.number_of(RecordKind::Journal, class.id);
            sheets.journal(class.row.number, number, &called, subject);
            let journal = self.reference(RecordKind::Journal, class.id);
            for place in &class.teachers {
                let who = self.reference(RecordKind::Person, place.user);
                sheets.teaching(place, &journal, who);
            }
            for place in &class.pupils {
                let key = (place.user, place.from, place.end);
                if sort != GroupSort::Class && seen.insert(key) {
                    let who = self.reference(RecordKind::Person, place.user);
                    sheets.membership(place, &called, who);
                }
            }
        }
    }
}

/// The class in which everybody of a group is, or was.
fn common<'h, 'a: 'h>(
    class: &Class<'_>,
    mut homes: impl Iterator<Item = &'h Class<'a>>,
) -> Option<&'h Class<'a>> {
    let users: BTreeSet<_> = class.pupils.iter().map(|it| it.user).collect();
    homes.find(|home| {
        let of_home: BTreeSet<_> = home.pupils.iter().map(|it| it.user).collect();
        !users.is_empty() && users.is_subset(&of_home)
    })
}

/// The tables of what is taught to whom.
struct TaughtSheets {
    groups: (Growing, [u32; 5]),
    journals: (Growing, [u32; 3]),
    memberships: (Growing, [u32; 4]),
    teachings: (Growing, [u32; 5]),
}

impl TaughtSheets {
    fn new(package: &Package<'_>) -> Self {
        let at = |file: &str, head: &str| package.column(file, head);
        let (classes, places) = ("classes", "enrollments");
        let mut groups = Growing::of(classes, RecordKind::Group);
        let id = groups.id(None);
        let title = groups.field(at(classes, "classCode"), "title");
        let sort = groups.field(None, "sort");
        let class = groups.field(None, "class");
        let year = groups.field(at(classes, "termSourcedIds"), "year");
        let of_groups = [id, title, sort, year, class];
        let mut journals = Growing::of(classes, RecordKind::Journal);
        let of_journals = [
            journals.id(at(classes, "sourcedId")),
            journals.field(at(classes, "classCode"), "group"),
            journals.field(at(classes, "courseSourcedId"), "subject"),
        ];
        let mut memberships = Growing::of(places, RecordKind::Membership);
        let of_memberships = [
            memberships.field(at(places, "classSourcedId"), "group"),
            memberships.field(at(places, "userSourcedId"), "pupil"),
            memberships.field(at(places, "beginDate"), "from"),
            memberships.field(at(places, "endDate"), "until"),
        ];
        let mut teachings = Growing::of(places, RecordKind::Teaching);
        let part = teachings.field(at(places, "primary"), "part");
        let of_teachings = [
            teachings.field(at(places, "classSourcedId"), "journal"),
            teachings.field(at(places, "userSourcedId"), "teacher"),
            teachings.only_fills(part),
            teachings.field(at(places, "beginDate"), "from"),
            teachings.field(at(places, "endDate"), "until"),
        ];
        Self {
            groups: (groups, of_groups),
            journals: (journals, of_journals),
            memberships: (memberships, of_memberships),
            teachings: (teachings, of_teachings),
        }
    }

    fn group(
        &mut self,
        row: u32,
        (called, number): (&str, RecordId),
        in_year: String,
        of: String,
        of_class: String,
    ) {
        let (sheet, [id, title, sort, year, class]) = &mut self.groups;
        sheet.row(
            row,
            [
                (*id, number.to_string()),
                (*title, called.to_owned()),
                (*sort, of),
                (*year, in_year),
                (*class, of_class),
            ],
        );
    }

    fn journal(&mut self, row: u32, number: String, called: &str, of: String) {
        let (sheet, [id, group, subject]) = &mut self.journals;
        sheet.row(
            row,
            [(*id, number), (*group, called.to_owned()), (*subject, of)],
        );
    }

    fn membership(&mut self, place: &Place<'_>, called: &str, who: String) {
        let (sheet, [group, pupil, from, until]) = &mut self.memberships;
        sheet.row(
            place.row,
            [
                (*group, called.to_owned()),
                (*pupil, who),
                (*from, place.from.to_owned()),
                (*until, last_day(place.end)),
            ],
        );
    }

    fn teaching(&mut self, place: &Place<'_>, of: &str, who: String) {
        let (sheet, [journal, teacher, part, from, until]) = &mut self.teachings;
        let is = if place.primary {
            TeachingPart::Main
        } else {
            TeachingPart::Second
        };
        sheet.row(
            place.row,
            [
                (*journal, of.to_owned()),
                (*teacher, who),
                (*part, is.word().to_owned()),
                (*from, place.from.to_owned()),
                (*until, last_day(place.end)),
            ],
        );
    }

    fn done(self) -> Vec<HeadedSheet> {
        vec![
            self.groups.0.done(),
            self.journals.0.done(),
            self.memberships.0.done(),
            self.teachings.0.done(),
        ]
    }
}

fn iso(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}
