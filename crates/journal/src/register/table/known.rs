//! Who and what is meant by a number, a name, a title.

use crate::reading::match_key;
use crate::register::kinds::PersonDetails;
use crate::register::{IDS_AHEAD, Record, RecordId, RecordKind, RecordRef, Register};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

type ByText = BTreeMap<String, BTreeSet<RecordRef>>;

/// Before and after the number that tells records of one title apart.
const NUMBER: (&str, &str) = (" [№ ", "]");

/// A title with the number by which it is meant.
pub(in crate::register) fn numbered(title: &str, id: RecordId) -> String {
    format!("{title}{}{id}{}", NUMBER.0, NUMBER.1)
}

/// The records of a kind by what they are called.
#[derive(Debug)]
pub(super) struct Titles {
    day: NaiveDate,
    of: BTreeMap<RecordKind, ByText>,
}

impl Titles {
    /// Titles as they are meant on a day: «7Б» is that of the running year.
    pub(super) fn new(day: NaiveDate) -> Self {
        Self {
            day,
            of: BTreeMap::new(),
        }
    }

    fn by_text(&mut self, register: &Register, kind: RecordKind) -> &mut ByText {
        self.of.entry(kind).or_insert_with(|| {
            let mut by_text = ByText::new();
            for (at, record) in register.of(kind) {
                let key = match_key(&register.title_of(record));
                by_text.entry(key).or_default().insert(at);
            }
            by_text
        })
    }

    /// The records of a kind that are called so.
    pub(super) fn called(
        &mut self,
        register: &Register,
        kind: RecordKind,
        title: &str,
    ) -> BTreeSet<RecordRef> {
        let found = self.by_text(register, kind).get(&match_key(title));
        found.cloned().unwrap_or_default()
    }

    /// Those of them that are meant on the day: of several that of the running year.
    pub(super) fn meant(
        &mut self,
        register: &Register,
        kind: RecordKind,
        title: &str,
    ) -> BTreeSet<RecordRef> {
        let called = self.called(register, kind, title);
        let running = register.running_year(self.day).map(|(at, _)| at);
        let of_year = |at: &RecordRef| {
            let year = register.get(*at).and_then(|it| register.year_of_record(it));
            running.is_some() && year.map(|(at, _)| at) == running
        };
        let of_running: BTreeSet<_> = called.iter().copied().filter(of_year).collect();
        if called.len() > 1 && of_running.len() == 1 {
            of_running
        } else {
            called
        }
    }

    /// What a table calls a record so that it is found again: its title, with its number where
    /// that is another's too.
    pub(super) fn name(&mut self, register: &Register, at: RecordRef) -> String {
        let title = register.title(at).unwrap_or_default();
        let meant = self.meant(register, at.kind, &title);
        if meant.len() == 1 && meant.contains(&at) {
            return title;
        }
        numbered(&title, at.id)
    }

    /// A title and the number behind it.
    pub(super) fn parts(text: &str) -> (&str, Option<RecordId>) {
        let numbered = text.trim().strip_suffix(NUMBER.1);
        let parts = numbered.and_then(|text| text.rsplit_once(NUMBER.0));
        match parts.and_then(|(title, id)| Some((title, id.parse().ok()?))) {
            Some((title, id)) => (title, Some(RecordId(id))),
            None => (text, None),
        }
    }

    fn moved(&mut self, at: RecordRef, was: Option<&str>, is: Option<&str>) {
        let Some(by_text) = self.of.get_mut(&at.kind) else {
            return;
        };
        if let Some(was) = was.map(match_key)
            && let Some(records) = by_text.get_mut(&was)
        {
            records.remove(&at);
        }
        if let Some(is) = is {
            by_text.entry(match_key(is)).or_default().insert(at);
        }
    }
}

/// A register while a table is read against it, with what was found in the rows before.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) register: Register,
    pub(super) titles: Titles,
    /// People by surname and given name.
    short: ByText,
    /// What the numbers of the file mean.
    file_ids: BTreeMap<RecordRef, RecordRef>,
    /// Which number the file gives a record.
    named_by_file: BTreeMap<RecordRef, RecordRef>,
    /// The least id that no record of the base has had.
    first_free: BTreeMap<RecordKind, i64>,
    next: BTreeMap<RecordKind, i64>,
}

impl Known {
    pub(super) fn new(register: &Register, day: NaiveDate) -> Self {
        let mut short = ByText::new();
        for (at, record) in register.of(RecordKind::Person) {
            short.entry(short_key(record)).or_default().insert(at);
        }
        Self {
            register: register.clone(),
            titles: Titles::new(day),
            short,
            file_ids: BTreeMap::new(),
            named_by_file: BTreeMap::new(),
            first_free: RecordKind::ALL
                .iter()
                .map(|kind| (*kind, register.free_id(*kind).0))
                .collect(),
            next: BTreeMap::new(),
        }
    }

    /// Puts a record, or takes back one that was put.
    pub(super) fn put(&mut self, at: RecordRef, record: Option<Record>) {
        let was = self.register.title(at);
        let is = record.as_ref().map(|record| self.register.title_of(record));
        self.titles.moved(at, was.as_deref(), is.as_deref());
        if at.kind == RecordKind::Person {
            if let Some(was) = self.register.get(at).map(short_key)
                && let Some(people) = self.short.get_mut(&was)
            {
                people.remove(&at);
            }
            if let Some(is) = record.as_ref().map(short_key) {
                self.short.entry(is).or_default().insert(at);
            }
        }
        self.register.put(at, record);
    }

    /// An id for a new record: that of the file where no record can have had it.
    pub(super) fn new_id(&mut self, kind: RecordKind, of_file: Option<RecordId>) -> RecordRef {
        let first = self.first_free.get(&kind).copied().unwrap_or(1);
        let next = self.next.get(&kind).copied().unwrap_or(first).max(first);
        let kept = of_file.filter(|id| (first..first.saturating_add(IDS_AHEAD)).contains(&id.0));
        let kept = kept.filter(|id| self.register.get(kind.at(*id)).is_none());
        let id = kept.unwrap_or(RecordId(next));
        self.next.insert(kind, next.max(id.0.saturating_add(1)));
        kind.at(id)
    }

    /// Keeps the ids of the file free for the rows that say them.
    pub(super) fn reserve(&mut self, kind: RecordKind, of_file: RecordId) {
        let first = self.first_free.get(&kind).copied().unwrap_or(1);
        if of_file.0 >= first.saturating_add(IDS_AHEAD) {
            return;
        }
        let next = self.next.entry(kind).or_insert(first);
        *next = (*next).max(of_file.0.saturating_add(1));
    }

    /// The number that the file gives a record.
    pub(super) fn name_by_file(&mut self, of_file: RecordRef, at: RecordRef) {
        self.file_ids.insert(of_file, at);
        self.named_by_file.insert(at, of_file);
    }

    /// Whether the file has given a record a number.
    pub(super) fn is_named_by_file(&self, at: RecordRef) -> bool {
        self.named_by_file.contains_key(&at)
    }

    /// Whether a record was in the base before the file.
    pub(super) fn is_of_base(&self, at: RecordRef) -> bool {
        let first_free = self.first_free.get(&at.kind).copied().unwrap_or(1);
        at.id.0 < first_free
    }

    /// Whether a record of the base was found by what a row says of it, under a number that is not
    /// its own: another row may say the same under another number.
    pub(super) fn is_found_by_name(&self, at: RecordRef) -> bool {
        let number = self.named_by_file.get(&at);
        self.is_of_base(at) && number.is_some_and(|of_file| *of_file != at)
    }

    /// The record that the file has given this number.
    pub(super) fn by_file(&self, of_file: RecordRef) -> Option<RecordRef> {
        self.file_ids.get(&of_file).copied()
    }

    /// People of that surname and given name.
    pub(super) fn of_short_name(&self, last: &str, first: &str) -> BTreeSet<RecordRef> {
        let key = match_key(&format!("{last} {first}"));
        self.short.get(&key).cloned().unwrap_or_default()
    }

    /// What is known of a person beside the name.
    pub(super) fn details(&self, person: RecordRef) -> Option<&PersonDetails> {
        let mut naming = self.register.referring_to(person);
        naming.find_map(|at| match self.register.get(at)? {
            Record::PersonDetails(details) => Some(details),
            _ => None,
        })
    }

    /// The person whose details say this text in the field of that name.
    pub(super) fn person_saying(&self, field: &str, text: &str) -> Option<RecordRef> {
        let kind = RecordKind::PersonDetails;
        let mut fields = kind.described().fields.iter();
        let place = fields.position(|it| it.name == field)?;
        let mut saying = self.register.unique.saying(kind, place, text);
        saying.find_map(|at| match self.register.get(at)? {
            Record::PersonDetails(details) => Some(details.person.into()),
            _ => None,
        })
    }
}

fn short_key(record: &Record) -> String {
    match record {
        Record::Person(person) => match_key(&person.name.listed()),
        _ => String::new(),
    }
}
