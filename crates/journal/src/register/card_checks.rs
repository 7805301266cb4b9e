//! Cards of the pupils of classes and of the staff: what each lacks and until when that is to be
//! entered, when it was held against the facts last, and whether that has to be done again.

use super::card_holders::Holder;
use super::record::{Record, RecordKind, RecordRef};
use super::{OfficeRole, Register, Veil};
use crate::ids::{ClassId, PersonId};
use crate::person::PersonName;
use crate::regulation::{CardClause, CardOf, Obligation, Regulation};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The card of a pupil with those of the parents, or of a member of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardLine {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// The class of the day; none: of the staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
    /// What it lacks by the regulation, nothing twice: of the pupil first.
    pub lacks: Vec<Lack>,
    /// When it was checked last, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<NaiveDate>,
    /// Who checked it; none also if it came with the school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonName>,
    /// Whether something in it was changed since.
    pub changed: bool,
    /// The last day for the next check, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// By how many working days it is late.
    pub late: usize,
    /// The last day for what is to be entered of who has come, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_due: Option<NaiveDate>,
    /// By how many days, working ones where the term is in them, something still lacks or came late.
    pub entry_late: usize,
}

/// What a card lacks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lack {
    /// Whose card.
    pub of: CardOf,
    /// `consent`, `parent`: there is none; else the field of the details that is empty.
    pub what: String,
}

/// The cards of a class or of the staff, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassCards {
    /// Which class; none: the staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
    /// What the class is called; empty: the staff.
    pub title: String,
    /// Who is responsible (SGO154-6.2.2, SOLO2-12.3-3): the class teacher, the personnel officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<PersonName>,
    /// People.
    pub people: usize,
    /// Those whose cards lack something.
    pub incomplete: usize,
    /// The day of the oldest of the last checks; none: some card was never checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<NaiveDate>,
    /// Cards that are to be checked: never yet, changed since, or the term is over.
    pub unchecked: usize,
    /// By how many days the latest is late: to be checked, or to be completed.
    pub late: usize,
}

impl CardLine {
    /// Whether it is to be checked.
    pub fn asks(&self) -> bool {
        self.checked.is_none() || self.changed || self.late > 0
    }

    /// What is to be entered of who comes into a class, or to the staff.
    pub fn entry(class: Option<ClassId>) -> Obligation {
        match class {
            Some(_) => Obligation::PupilCards,
            None => Obligation::StaffCards,
        }
    }
}

/// When records were written: what the register does not say of itself.
#[derive(Debug, Clone, Default)]
pub struct AmendedAt {
    /// The place of each record's last amendment in the order of commits; a record that came with
    /// the school has none.
    pub at: BTreeMap<RecordRef, i64>,
    /// When a check came, and from whom.
    pub checks: BTreeMap<RecordRef, (NaiveDate, Option<PersonName>)>,
    /// When it was entered what somebody of the staff is.
    pub entered: BTreeMap<RecordRef, NaiveDate>,
    /// The place of the last removal of a record from somebody's card.
    pub removed: BTreeMap<PersonId, i64>,
}

impl Register {
    /// The cards of everybody who is in a class on the day, by class and name; then of the staff.
    pub fn cards(
        &self,
        regulation: &Regulation,
        day: NaiveDate,
        written: &AmendedAt,
    ) -> Vec<CardLine> {
        let days = self.work_days();
        let pupils = self.moved_pupils().into_iter();
        let pupils = pupils.filter_map(|pupil| self.pupil_holder(pupil, day));
        let holders = pupils.chain(self.staff_holders(day, written));
        let check = regulation.term(Obligation::CardCheck);
        let lines = holders.map(|holder| {
            let person = holder.person;
            let (checked, by, seq) = match self.last_check(person, written) {
                Some((day, by, seq)) => (Some(day), by, Some(seq)),
                None => (None, None, None),
            };
            // Whoever came in the middle of the year is checked first then.
            let from = checked.or(holder.from);
            let due = check.zip(from);
            let due = due.and_then(|(set, from)| set.term.last_day(from, &days));
            let lacks = self.lacks(&holder, regulation, day);
            let entry = regulation.term(CardLine::entry(holder.class));
            let entry = entry.zip(holder.ordered);
            let done = if lacks.is_empty() {
                holder.entered
            } else {
                Some(day)
            };
            let late = entry.zip(done);
            let late = late.map(|((set, from), done)| set.term.late_by(from, done, &days));
            let entry_late = late.unwrap_or(0);
            let asks = !lacks.is_empty() || entry_late > 0;
            let entry_due = entry.filter(|_| asks);
            CardLine {
                person,
                name: self.name_of(person),
                class: holder.class,
                lacks,
                checked,
                by,
                changed: seq.is_some_and(|seq| self.card_changed_after(person, seq, written)),
                due,
                late: due.map_or(0, |due| days.since(due, day)),
                entry_due: entry_due.and_then(|(set, from)| set.term.last_day(from, &days)),
                entry_late,
            }
        });
        let mut lines: Vec<_> = lines.collect();
        lines.sort_by_cached_key(|line| {
            let title = line.class.and_then(|class| self.title(class.into()));
            let class = title.as_deref().map(super::faces::chunks);
            (class.is_none(), class, line.name.sort_key())
        });
        lines
    }

    /// The same, class by class, with who is class teacher on the day; and of the staff.
    pub fn class_cards(&self, lines: &[CardLine], day: NaiveDate) -> Vec<ClassCards> {
        let mut classes: Vec<ClassCards> = Vec::new();
        for line in lines {
            if classes.last().is_none_or(|last| last.class != line.class) {
                let title = line.class.and_then(|class| self.title(class.into()));
                classes.push(ClassCards {
                    class: line.class,
                    title: title.unwrap_or_default(),
                    responsible: self.responsible(line.class, day),
                    people: 0,
                    incomplete: 0,
                    checked: line.checked,
                    unchecked: 0,
                    late: 0,
                });
            }
            if let Some(class) = classes.last_mut() {
                class.people += 1;
                class.incomplete += usize::from(!line.lacks.is_empty());
                // None is older than any.
                class.checked = class.checked.min(line.checked);
                class.unchecked += usize::from(line.asks());
                class.late = class.late.max(line.late);
                if !line.lacks.is_empty() {
                    class.late = class.late.max(line.entry_late);
                }
            }
        }
        classes
    }

    fn responsible(&self, class: Option<ClassId>, day: NaiveDate) -> Option<PersonName> {
        let person = match class {
            Some(class) => self.class_teacher_on(class, day)?.1.teacher,
            None => self
                .of(RecordKind::Office)
                .find_map(|(_, record)| match record {
                    Record::Office(it) if it.role == OfficeRole::Hr && it.holds(day) => {
                        Some(it.person)
                    }
                    _ => None,
                })?,
        };
        Some(self.name_of(person))
    }

    fn last_check(
        &self,
        person: PersonId,
        written: &AmendedAt,
    ) -> Option<(NaiveDate, Option<PersonName>, i64)> {
        let checks = self
            .referring_to(person.into())
            .filter_map(|at| match self.get(at)? {
                Record::CardCheck(check) => {
                    let seq = written.at.get(&at).copied().unwrap_or_default();
                    let came = written.checks.get(&at);
                    // Nobody has checked anything before or after it is said.
                    let on = came.map_or(check.on, |(came, _)| check.on.min(*came));
                    Some((on, came.and_then(|(_, by)| by.clone()), seq))
                }
                _ => None,
            });
        checks.max_by_key(|(_, _, seq)| *seq)
    }

    fn card_changed_after(&self, person: PersonId, seq: i64, written: &AmendedAt) -> bool {
        let parents = self.represented(person).map(|it| it.parent);
        let people: Vec<_> = std::iter::once(person).chain(parents).collect();
        let is_later = |at: &RecordRef| written.at.get(at).is_some_and(|it| *it > seq);
        people.into_iter().any(|of| {
            let removed = written.removed.get(&of).is_some_and(|it| *it > seq);
            let naming = self.referring_to(of.into()).filter(|at| match at.kind {
                RecordKind::PersonDetails => true,
                // A parent's other children are on other cards.
                RecordKind::Guardianship
                | RecordKind::Movement
                | RecordKind::Employment
                | RecordKind::Office => of == person,
                _ => false,
            });
            removed || is_later(&of.into()) || naming.into_iter().any(|at| is_later(&at))
        })
    }

    fn represented(&self, pupil: PersonId) -> impl Iterator<Item = &super::GuardianshipRecord> {
        let naming = self.naming(pupil, RecordKind::Guardianship);
        naming.filter_map(move |record| match record {
            Record::Guardianship(it) if PersonId::from(it.pupil) == pupil => Some(it),
            _ => None,
        })
    }

    fn lacks(&self, holder: &Holder, regulation: &Regulation, day: NaiveDate) -> Vec<Lack> {
        let person = holder.person;
        let (whose, parents): (_, Vec<PersonId>) = match holder.class {
            None => (CardOf::Staff, Vec::new()),
            Some(_) => {
                let of = self.represented(person).filter(|it| it.holds(day));
                (CardOf::Pupil, of.map(|it| it.parent).collect())
            }
        };
        let lack = |of, what: &str| Lack {
            of,
            what: what.to_owned(),
        };
        let mut lacks = Vec::new();
        for clause in &regulation.cards {
            match clause.of {
                of if of == whose => {
                    let fields = self.empty_of(person, clause);
                    lacks.extend(fields.map(|field| lack(whose, field)));
                }
                CardOf::Staff | CardOf::Pupil => {}
                CardOf::Parent if whose == CardOf::Staff => {}
                CardOf::Parent if parents.is_empty() => {
                    lacks.push(lack(CardOf::Parent, "parent"));
                }
                // One of them is enough (SGO154P-1.4.1b).
                CardOf::Parent => {
                    let of_each = parents.iter().map(|parent| self.empty_of(*parent, clause));
                    let least = of_each
                        .map(Iterator::collect::<Vec<_>>)
                        .min_by_key(Vec::len);
                    let least = least.unwrap_or_default().into_iter();
                    lacks.extend(least.map(|field| lack(CardOf::Parent, field)));
                }
            }
        }
        if regulation.consents.is_some() {
            let bare = |who: &PersonId| !self.has_consent(*who, Veil::Personal, day);
            lacks.extend(bare(&person).then(|| lack(whose, "consent")));
            lacks.extend(
                parents
                    .iter()
                    .any(bare)
                    .then(|| lack(CardOf::Parent, "consent")),
            );
        }
        lacks.sort();
        lacks
    }

    /// The fields that a clause wants and the details of somebody do not say.
    fn empty_of<'c>(
        &self,
        person: PersonId,
        clause: &'c CardClause,
    ) -> impl Iterator<Item = &'c str> + use<'c, '_> {
        let kind = RecordKind::PersonDetails;
        let details = self.naming(person, kind).next();
        let needs = clause.needs.iter().map(String::as_str);
        needs.filter(move |name| {
            let field = kind.described().field(name);
            let said = field
                .zip(details)
                .map(|(field, details)| (field.get)(details));
            said.is_none_or(|said| said == super::Value::Empty)
        })
    }
}
