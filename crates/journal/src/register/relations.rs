//! How somebody stands to a record on a day: found in the register alone, so that the server, which
//! judges, and a test say the same.

use super::kinds::{DecisionRecord, GroupSort, MembershipRecord, RequestLineRecord};
use super::record::{Record, RecordId, RecordKind, RecordRef};
use super::{Register, YearId};
use crate::ids::{ClassId, GroupId, JournalId, PersonId, PupilId};
use crate::person::Role;
use crate::text_form::vocabulary;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::OnceLock;

vocabulary! {
    /// Of which records somebody has a right: of those that stand so to them.
    #[derive(PartialOrd, Ord)]
    pub enum Scope of "scopes" {
        /// All of the school.
        School = "school",
        /// People who learn, have learned or are to learn here, and who represents them.
        Families = "families",
        /// People who work or have worked here.
        Staff = "staff",
        /// A class whose class teacher one is, its pupils of the day, and who represents them.
        OwnClass = "own-class",
        /// Groups whose journals one teaches on the day, and who is in them.
        OwnGroups = "own-groups",
        /// The pupils whom one represents on the day.
        OwnChildren = "own-children",
        /// Oneself.
        Own = "own",
    }
}

/// Whom or what a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Person(PersonId),
    /// What is known of a person beside the name.
    Details(PersonId),
    Guardianship {
        pupil: PupilId,
        parent: PersonId,
    },
    Class(ClassId),
    Group {
        at: GroupId,
        class: Option<ClassId>,
    },
    Place {
        pupil: PupilId,
        group: GroupId,
    },
    /// What somebody asks for, or was answered.
    Asked(PersonId),
    Other,
}

impl About {
    fn of(register: &Register, at: RecordRef, record: &Record) -> Self {
        match record {
            Record::Request(it) => Self::Asked(it.teacher),
            Record::RequestLine(RequestLineRecord { request, .. })
            | Record::Decision(DecisionRecord { request, .. }) => {
                match register.get((*request).into()) {
                    Some(Record::Request(it)) => Self::Asked(it.teacher),
                    _ => Self::Other,
                }
            }
            Record::Person(_) => Self::Person(PersonId(at.id.0)),
            Record::Guardianship(it) => Self::Guardianship {
                pupil: it.pupil,
                parent: it.parent,
            },
            Record::Class(_) => Self::Class(ClassId(at.id.0)),
            Record::ClassTeacher(it) => Self::Class(it.class),
            Record::Group(it) => Self::Group {
                at: GroupId(at.id.0),
                class: it.class,
            },
            Record::Membership(it) => Self::Place {
                pupil: it.pupil,
                group: it.group,
            },
            other => other.whose().next().map_or(Self::Other, Self::Details),
        }
    }

    /// The person whose name or details it says.
    fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(who) | Self::Details(who) => Some(who),
            _ => None,
        }
    }
}

/// How a person stands to records of a register on a day. What it takes is found when first asked.
#[derive(Debug)]
pub struct Relations<'r> {
    register: &'r Register,
    person: PersonId,
    day: NaiveDate,
    classes: OnceLock<BTreeSet<ClassId>>,
    pupils: OnceLock<BTreeSet<PupilId>>,
    groups: OnceLock<BTreeSet<GroupId>>,
    taught: OnceLock<BTreeSet<PupilId>>,
    children: OnceLock<BTreeSet<PupilId>>,
}

impl<'r> Relations<'r> {
    /// How the person stands to what a register says on a day.
    pub fn new(register: &'r Register, person: PersonId, day: NaiveDate) -> Self {
        Self {
            register,
            person,
            day,
            classes: OnceLock::new(),
            pupils: OnceLock::new(),
            groups: OnceLock::new(),
            taught: OnceLock::new(),
            children: OnceLock::new(),
        }
    }

    /// The register that it is found in.
    pub fn register(&self) -> &'r Register {
        self.register
    }

    /// Whether somebody's role was given by an order that holds on the day.
    pub fn is_ordered(&self, role: Role) -> bool {
        let mut naming = self.register.referring_to(self.person.into());
        naming.any(|at| match self.register.get(at) {
            Some(Record::Office(it)) => it.role.role() == role && it.is_ordered(self.day),
            _ => false,
        })
    }

    /// Whether a record, as it says itself, is within a scope.
    pub fn holds(&self, scope: Scope, at: RecordRef, record: &Record) -> bool {
        let about = About::of(self.register, at, record);
        match scope {
            Scope::School => true,
            Scope::Families => self.is_of_families(about),
            Scope::Staff => {
                let of = about.person();
                of.is_some_and(|who| self.works(who) || self.is_nobody(who))
            }
            Scope::OwnClass => self.is_of_own_class(about),
            Scope::OwnGroups => self.is_of_own_groups(about),
            Scope::OwnChildren => {
                let of = about.person();
                of.is_some_and(|who| self.children().contains(&PupilId(who.0)))
            }
            Scope::Own => match about {
                About::Person(who) | About::Details(who) | About::Asked(who) => who == self.person,
                About::Guardianship { pupil, parent } => {
                    parent == self.person || PersonId::from(pupil) == self.person
                }
                _ => false,
            },
        }
    }

    /// Whether a record may be made so, or become so, by who has its scope: nobody brings a person
    /// into it who was another's. `before` is the register before the gesture.
    pub fn may_become(&self, scope: Scope, record: &Record, before: &Self) -> bool {
        match (scope, record) {
            (Scope::OwnClass, Record::Guardianship(it)) => {
                // Of whom more is known than the name is another's work.
                let is_new = before.is_nobody(it.parent) && !before.has_card(it.parent);
                before.register.get(it.parent.into()).is_none()
                    || is_new
                    || before.is_own_parent(it.parent)
            }
            // A post gives the card of who has it to the staff office: it is given to whom nobody else
            // keeps, or who works here already.
            (Scope::Staff, Record::Employment(it)) => {
                before.works(it.person) || before.is_nobody(it.person)
            }
            _ => true,
        }
    }

    /// Whether who has a scope may write a record of it: the card of who works here is kept by who
    /// keeps the staff, also where their child is in one's class; and one asks of the journals that one
    /// teaches or has taught (SGO154P-1.5.12d, f).
    pub fn is_written_in(&self, scope: Scope, at: RecordRef, record: &Record) -> bool {
        // A slip is no card: it is kept by whoever gives the password.
        let is_slip = matches!(record, Record::Slip(_));
        if let Record::Request(request) = record {
            return scope != Scope::Own || self.has_taught(request.journal);
        }
        match About::of(self.register, at, record) {
            About::Person(who) | About::Details(who) if scope == Scope::OwnClass && !is_slip => {
                // Whose card somebody keeps already is not named anew before one's own is made of them.
                !self.works(who) && (self.is_of_own_families(who) || !self.has_card(who))
            }
            _ => true,
        }
    }

    fn has_taught(&self, journal: JournalId) -> bool {
        let mut naming = self.register.naming(self.person, RecordKind::Teaching);
        naming.any(|one| matches!(one, Record::Teaching(it) if it.journal == journal))
    }

    fn is_of_families(&self, about: About) -> bool {
        match about {
            // The card of who works here is kept by who keeps the staff.
            About::Person(who) | About::Details(who) => {
                !self.works(who) && (self.is_of_a_family(who) || self.is_nobody(who))
            }
            About::Guardianship { .. } => true,
            _ => false,
        }
    }

    fn is_of_own_class(&self, about: About) -> bool {
        match about {
            About::Person(who) => {
                self.is_of_own_families(who) || (!self.classes().is_empty() && self.is_nobody(who))
            }
            // Before one's own is made of somebody, only the name is known.
            About::Details(who) => self.is_of_own_families(who),
            About::Guardianship { pupil, .. } => self.pupils().contains(&pupil),
            About::Class(class) => self.classes().contains(&class),
            About::Group { class, .. } => {
                class.is_some_and(|class| self.classes().contains(&class))
            }
            About::Place { pupil, group } => {
                self.pupils().contains(&pupil) && self.is_own_or_mixed(group)
            }
            About::Asked(_) | About::Other => false,
        }
    }

    fn is_of_own_groups(&self, about: About) -> bool {
        match about {
            About::Person(who) | About::Details(who) => self.taught().contains(&PupilId(who.0)),
            About::Guardianship { pupil, .. } => self.taught().contains(&pupil),
            About::Class(class) => {
                let mut groups = self.groups().iter();
                groups.any(|group| self.class_of(*group) == Some(class))
            }
            About::Group { at, .. } => self.groups().contains(&at),
            About::Place { group, .. } => self.groups().contains(&group),
            About::Asked(_) | About::Other => false,
        }
    }

    /// Nothing in the register says yet who somebody is.
    fn is_nobody(&self, who: PersonId) -> bool {
        let mut naming = self.register.referring_to(who.into());
        naming.all(|by| !says_who(by.kind))
    }

    fn has_card(&self, who: PersonId) -> bool {
        let mut naming = self.register.referring_to(who.into());
        naming.any(|by| by.kind == RecordKind::PersonDetails)
    }

    fn works(&self, who: PersonId) -> bool {
        let mut naming = self.register.referring_to(who.into());
        naming.any(|by| {
            matches!(
                by.kind,
                RecordKind::Office
                    | RecordKind::Employment
                    | RecordKind::Teaching
                    | RecordKind::ClassTeacher
            )
        })
    }

    fn is_of_a_family(&self, who: PersonId) -> bool {
        let mut naming = self.register.referring_to(who.into());
        naming.any(|by| {
            matches!(
                by.kind,
                RecordKind::Movement | RecordKind::Membership | RecordKind::Guardianship
            )
        })
    }

    /// The classes of this year, and of those to come, whose class teacher the person is on the day.
    fn classes(&self) -> &BTreeSet<ClassId> {
        self.classes.get_or_init(|| {
            let naming = self.register.referring_to(self.person.into());
            let classes = naming.filter_map(|at| match self.register.get(at)? {
                Record::ClassTeacher(it) if it.holds(self.day) => Some(it.class),
                _ => None,
            });
            let is_not_over = |class: &ClassId| match self.register.get((*class).into()) {
                Some(Record::Class(class)) => self.is_not_over(class.year),
                _ => false,
            };
            classes.filter(is_not_over).collect()
        })
    }

    /// A day of the summer is of the year before.
    fn is_not_over(&self, year: YearId) -> bool {
        let begun = self.register.years();
        let begun = begun.filter(|(_, it)| it.starts <= self.day);
        let begun = begun.map(|(_, it)| it.starts).max();
        let days = self.register.days_of_year(year);
        days.is_some_and(|days| begun.is_none_or(|begun| days.first >= begun))
    }

    fn pupils(&self) -> &BTreeSet<PupilId> {
        self.pupils.get_or_init(|| {
            let classes = self.classes().iter();
            classes.flat_map(|class| self.pupils_of(*class)).collect()
        })
    }

    /// Who is in a class on the day; in every stay in one begins a line that names it, or goes on
    /// from one that does.
    fn pupils_of(&self, class: ClassId) -> BTreeSet<PupilId> {
        let lines = self.register.referring_to(class.into());
        let pupils = lines.filter_map(|at| match self.register.get(at)? {
            Record::Movement(line) => Some(line.pupil),
            _ => None,
        });
        let pupils: BTreeSet<_> = pupils.collect();
        let is_in = |pupil: &PupilId| self.is_in_class(*pupil, class);
        pupils.into_iter().filter(is_in).collect()
    }

    fn is_in_class(&self, pupil: PupilId, class: ClassId) -> bool {
        let stints = self.register.stints(pupil);
        let mut stints = stints.iter().filter(|stint| stint.class == class);
        stints.any(|stint| stint.days().has(self.day))
    }

    fn is_of_own_families(&self, who: PersonId) -> bool {
        self.pupils().contains(&PupilId(who.0)) || self.is_own_parent(who)
    }

    fn is_own_parent(&self, who: PersonId) -> bool {
        self.represented_by(who)
            .any(|pupil| self.pupils().contains(&pupil))
    }

    fn represented_by(&self, who: PersonId) -> impl Iterator<Item = PupilId> {
        let naming = self.register.referring_to(who.into());
        naming.filter_map(move |at| match self.register.get(at)? {
            Record::Guardianship(it) if it.parent == who && it.holds(self.day) => Some(it.pupil),
            _ => None,
        })
    }

    fn children(&self) -> &BTreeSet<PupilId> {
        self.children
            .get_or_init(|| self.represented_by(self.person).collect())
    }

    /// The groups whose journals the person teaches.
    fn groups(&self) -> &BTreeSet<GroupId> {
        self.groups.get_or_init(|| {
            let naming = self.register.referring_to(self.person.into());
            let groups = naming.filter_map(|at| match self.register.get(at)? {
                Record::Teaching(it) if it.teacher == self.person && it.holds(self.day) => {
                    self.group_of(it.journal.into())
                }
                _ => None,
            });
            groups.collect()
        })
    }

    fn group_of(&self, journal: RecordRef) -> Option<GroupId> {
        match self.register.get(journal)? {
            Record::Journal(it) => {
                let group = self.register.get(it.group.into())?;
                let year = match group {
                    Record::Group(group) => group.year,
                    _ => return None,
                };
                self.is_not_over(year).then_some(it.group)
            }
            _ => None,
        }
    }

    fn taught(&self) -> &BTreeSet<PupilId> {
        self.taught.get_or_init(|| {
            let groups = self.groups().iter();
            groups.flat_map(|group| self.members(*group)).collect()
        })
    }

    /// Who is in a group on the day.
    fn members(&self, group: GroupId) -> BTreeSet<PupilId> {
        let (sort, class) = match self.register.get(group.into()) {
            Some(Record::Group(it)) => (it.sort, it.class),
            _ => return BTreeSet::new(),
        };
        if sort == GroupSort::Class {
            return class.map(|class| self.pupils_of(class)).unwrap_or_default();
        }
        let places = self.register.referring_to(group.into());
        let holds = |it: &MembershipRecord| {
            let in_class = class.is_none_or(|class| self.is_in_class(it.pupil, class));
            it.days().has(self.day) && in_class
        };
        let pupils = places.filter_map(|at| match self.register.get(at)? {
            Record::Membership(it) if it.group == group && holds(it) => Some(it.pupil),
            _ => None,
        });
        pupils.collect()
    }

    fn class_of(&self, group: GroupId) -> Option<ClassId> {
        match self.register.get(group.into())? {
            Record::Group(it) => it.class,
            _ => None,
        }
    }

    fn is_own_or_mixed(&self, group: GroupId) -> bool {
        match self.register.get(RecordKind::Group.at(RecordId(group.0))) {
            Some(Record::Group(it)) => it.class.is_none_or(|class| self.classes().contains(&class)),
            _ => false,
        }
    }
}

/// Whether a record of the kind says who somebody is in the school.
fn says_who(kind: RecordKind) -> bool {
    matches!(
        kind,
        RecordKind::Office
            | RecordKind::Employment
            | RecordKind::Teaching
            | RecordKind::ClassTeacher
            | RecordKind::Movement
            | RecordKind::Membership
            | RecordKind::Guardianship
    )
}
