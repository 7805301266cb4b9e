//! The load of a FET file into a school that is there already, as tables: subjects, teachers,
//! classes and groups are matched by what they are called, and none is made twice; journals and who
//! teaches them follow. Lessons, bells and rooms are not taken into a school that works.

use journal::reading::{class_title, match_key};
use journal::register::table::{HeadedSheet, TableCell, TableRow, TableShape, heading};
use journal::register::{
    GroupSort, Marking, OfficeRole, Record, RecordId, RecordKind, RecordRef, Register, TeachingPart,
};
use journal::{PersonId, PersonName};
use std::collections::{BTreeMap, BTreeSet};
use storage::Bundle;

/// The numbers of the file: beyond all that a base has.
const STRANGE: i64 = 1 << 40;

/// The load of a file as tables, its names being those of the base where they are the same.
pub fn load_tables(bundle: &Bundle, register: &Register) -> Vec<HeadedSheet> {
    Load::of(bundle, register).sheets()
}

struct Load<'a> {
    bundle: &'a Bundle,
    /// Who teaches, as the base knows them or else as the file does.
    teachers: BTreeMap<PersonId, (RecordId, PersonName)>,
    classes: BTreeMap<i64, String>,
    groups: BTreeMap<i64, (String, GroupSort, Option<i64>)>,
}

impl<'a> Load<'a> {
    fn of(bundle: &'a Bundle, register: &Register) -> Self {
        let teaching: BTreeSet<_> = bundle.journals.iter().flat_map(|it| &it.teachers).collect();
        let people = bundle
            .people
            .iter()
            .filter(|one| teaching.contains(&one.id));
        let staff = staff(register);
        let teachers = people.map(|one| {
            let known = among(&staff, &one.name);
            let number = RecordRef::from(one.id).id.0.saturating_add(STRANGE);
            let named = known.unwrap_or((RecordId(number), one.name.clone()));
            (one.id, named)
        });
        let classes = bundle.classes.iter().map(|class| {
            let read = class_title(&class.title);
            let title = read.map_or_else(|_| class.title.clone(), |read| read.value.to_string());
            (RecordRef::from(class.id).id.0, title)
        });
        let classes: BTreeMap<i64, String> = classes.collect();
        let groups = bundle.groups.iter().map(|group| {
            let class = group.class.map(|class| RecordRef::from(class).id.0);
            let of = class.and_then(|class| {
                let mut all = bundle.classes.iter();
                let of = all.find(|it| RecordRef::from(it.id).id.0 == class)?;
                Some((of.title.as_str(), classes.get(&class)?))
            });
            let said = match of {
                // A whole class is called as the class, however the file spells it.
                Some((was, is)) if *was == group.title => (is.clone(), GroupSort::Class, class),
                Some(_) => (group.title.clone(), GroupSort::Part, class),
                None => (group.title.clone(), GroupSort::Mixed, None),
            };
            (RecordRef::from(group.id).id.0, said)
        });
        Self {
            bundle,
            teachers: teachers.collect(),
            classes: classes.clone(),
            groups: groups.collect(),
        }
    }

    fn sheets(&self) -> Vec<HeadedSheet> {
        let parts = self.people().into_iter();
        let parts = parts.chain(self.classes()).chain(self.taught());
        parts.flatten().collect()
    }

    fn person(&self, id: PersonId) -> Option<String> {
        let (number, name) = self.teachers.get(&id)?;
        Some(format!("{name} [№ {number}]"))
    }

    fn subject(&self, id: i64) -> &str {
        let mut subjects = self.bundle.subjects.iter();
        let found = subjects.find(|it| it.id == id);
        found.map_or("", |it| it.title.as_str())
    }

    fn people(&self) -> [Option<HeadedSheet>; 2] {
        let people = self.teachers.values().map(|(number, name)| {
            let parts = [&name.last, &name.first, &name.middle];
            let parts = parts.into_iter().cloned();
            std::iter::once(number.to_string()).chain(parts).collect()
        });
        let teacher = OfficeRole::Teacher.word().to_owned();
        let held_by = self.teachers.keys().filter_map(|id| self.person(*id));
        let offices = held_by.map(|who| vec![who, teacher.clone()]);
        let columns = ["id", "last", "first", "middle"];
        [
            sheet(RecordKind::Person, &columns, &[], people),
            sheet(RecordKind::Office, &["person", "role"], &[], offices),
        ]
    }

    fn classes(&self) -> [Option<HeadedSheet>; 2] {
        let classes = self.bundle.classes.iter().filter_map(|it| {
            let id = RecordRef::from(it.id).id.0;
            let title = self.classes.get(&id)?.clone();
            Some(vec![number(id), title, it.grade.to_string()])
        });
        let groups = self.groups.iter().map(|(id, (title, sort, class))| {
            let of = class.and_then(|class| Some(named(self.classes.get(&class)?, class)));
            let sort = sort.word().to_owned();
            vec![number(*id), title.clone(), sort, of.unwrap_or_default()]
        });
        let columns = ["id", "title", "sort", "class"];
        [
            sheet(
                RecordKind::Class,
                &["id", "title", "grade"],
                &["title", "grade"],
                classes,
            ),
            sheet(
                RecordKind::Group,
                &columns,
                &["title", "sort", "class"],
                groups,
            ),
        ]
    }

    fn taught(&self) -> [Option<HeadedSheet>; 3] {
        let journals = &self.bundle.journals;
        let used: BTreeSet<i64> = journals.iter().map(|it| it.subject).collect();
        let subjects = used
            .iter()
            .map(|id| vec![number(*id), self.subject(*id).to_owned()]);
        let rows = journals.iter().filter_map(|it| {
            let group = RecordRef::from(it.group).id.0;
            let marking = if it.without_marks {
                Marking::Without
            } else {
                Marking::Marks
            };
            Some(vec![
                number(RecordRef::from(it.id).id.0),
                named(&self.groups.get(&group)?.0, group),
                named(self.subject(it.subject), it.subject),
                marking.word().to_owned(),
            ])
        });
        let teachings = journals.iter().flat_map(|it| {
            let journal = named(self.subject(it.subject), RecordRef::from(it.id).id.0);
            let teachers = it.teachers.iter().enumerate();
            teachers.filter_map(move |(place, teacher)| {
                let part = match place {
                    0 => TeachingPart::Main,
                    _ => TeachingPart::Second,
                };
                Some(vec![
                    journal.clone(),
                    self.person(*teacher)?,
                    part.word().to_owned(),
                ])
            })
        });
        let columns = ["id", "group", "subject", "marking"];
        let fills = ["marking"];
        [
            sheet(RecordKind::Subject, &["id", "title"], &["title"], subjects),
            sheet(RecordKind::Journal, &columns, &fills, rows),
            sheet(
                RecordKind::Teaching,
                &["journal", "teacher", "part"],
                &["part"],
                teachings,
            ),
        ]
    }
}

/// The number of a record of the file.
fn number(id: i64) -> String {
    id.saturating_add(STRANGE).to_string()
}

/// What a cell calls one.
fn named(title: &str, id: i64) -> String {
    format!("{title} [№ {}]", number(id))
}

/// Rows under these columns; those of `fills` overwrite nothing: the base keeps its spelling.
fn sheet(
    kind: RecordKind,
    columns: &[&str],
    fills: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Option<HeadedSheet> {
    let shape = TableShape::of(kind);
    let heads: Vec<String> = columns.iter().map(|it| (*it).to_owned()).collect();
    let rows = std::iter::once(heads).chain(rows).zip(1..);
    let rows = rows.map(|(cells, number)| {
        let cells = cells.into_iter().map(|text| match text.as_str() {
            "" => TableCell::Empty,
            _ => TableCell::Text(text),
        });
        let cells = cells.collect();
        TableRow { number, cells }
    });
    let rows: Vec<_> = rows.collect();
    let mut heading = heading(&shape, &rows, &|_| Vec::new(), &BTreeMap::new())?;
    let places = columns.iter().zip(1..);
    let places = places.filter(|(name, _)| fills.contains(name));
    heading.fills = places.map(|(_, number)| number).collect();
    let name = kind.word().to_owned();
    Some(HeadedSheet {
        shape,
        name,
        heading,
        rows,
    })
}

/// Whoever has or had an office, with their names.
fn staff(register: &Register) -> Vec<(RecordId, PersonName)> {
    let offices = register.of(RecordKind::Office);
    let people: BTreeSet<_> = offices
        .filter_map(|(_, record)| match record {
            Record::Office(office) => Some(RecordRef::from(office.person)),
            _ => None,
        })
        .collect();
    let named = people.into_iter().filter_map(|at| match register.get(at)? {
        Record::Person(person) => Some((at.id, person.name.clone())),
        _ => None,
    });
    named.collect()
}

/// The only one of the staff who is called so, in full or by initials.
fn among(staff: &[(RecordId, PersonName)], name: &PersonName) -> Option<(RecordId, PersonName)> {
    let only = |is: &dyn Fn(&PersonName) -> bool| {
        let mut called = staff.iter().filter(|(_, it)| is(it));
        let found = called.next()?;
        called.next().is_none().then(|| found.clone())
    };
    let whole = match_key(&name.to_string());
    let by_name = only(&|it| match_key(&it.to_string()) == whole);
    by_name.or_else(|| {
        only(&|it| {
            match_key(&it.last) == match_key(&name.last)
                && begins(&it.first, &name.first)
                && begins(&it.middle, &name.middle)
        })
    })
}

/// Whether a name begins with an initial; where none is said, with anything.
fn begins(name: &str, initial: &str) -> bool {
    let initial = initial.trim_end_matches('.');
    let mut letters = initial.chars();
    match (letters.next(), letters.next()) {
        (None, _) => true,
        (Some(_), None) => match_key(name).starts_with(&match_key(initial)),
        _ => match_key(name) == match_key(initial),
    }
}
