//! How far the rights of a role go: what the functions say that judge, with the scope that they say.

use super::Thing;
use crate::i18n::Texts;
use crate::tr;
use journal::register::{RecordKind, Scope};
use journal::regulation::{
    AccountToOpen, Act, Permission, Regulation, Relation, Who, controls_sessions, reads_all, sees,
    sees_account,
};
use journal::{Role, Roles};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Of what somebody has a right, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Of records that stand so to one.
    Of(Scope),
    /// Of what one keeps.
    Kept,
}

impl Part {
    const ALL: Self = Self::Of(Scope::School);

    fn word(self) -> &'static str {
        match self {
            Self::Of(scope) => scope.word(),
            Self::Kept => "kept",
        }
    }
}

/// What is done at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Nothing.
    Nothing,
    /// It is read.
    Reads,
    /// It is kept.
    Keeps,
}

/// What somebody keeps and reads of a thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    keeps: BTreeSet<Part>,
    reads: BTreeSet<Part>,
}

impl Reach {
    fn keeps(part: Part) -> Self {
        Self {
            keeps: [part].into(),
            reads: [part].into(),
        }
    }

    fn reads(part: Part) -> Self {
        Self {
            keeps: BTreeSet::new(),
            reads: [part].into(),
        }
    }

    /// What is done at most.
    pub fn how(&self) -> How {
        if !self.keeps.is_empty() {
            How::Keeps
        } else if !self.reads.is_empty() {
            How::Reads
        } else {
            How::Nothing
        }
    }

    /// The farther, the greater.
    pub fn rank(&self) -> (How, Option<Reverse<Part>>, bool) {
        let widest = self.most().iter().next().copied();
        (self.how(), widest.map(Reverse), self.reads_more())
    }

    fn most(&self) -> &BTreeSet<Part> {
        match self.how() {
            How::Keeps => &self.keeps,
            How::Reads | How::Nothing => &self.reads,
        }
    }

    /// Whether more is read than is kept.
    fn reads_more(&self) -> bool {
        let keeps = !self.keeps.is_empty() && !self.keeps.contains(&Part::ALL);
        keeps && !self.reads.is_subset(&self.keeps)
    }

    /// The sign of a cell: what is done, with what, and whether more is read.
    pub fn sign(&self, texts: &Texts) -> String {
        let how = word(self.how());
        let parts = self.most();
        let (all, mut sign) = if parts.contains(&Part::ALL) {
            ("yes", String::new())
        } else {
            let signs = parts
                .iter()
                .map(|part| tr!(texts, "rights-part-sign", part = part.word()));
            ("no", signs.collect())
        };
        if self.reads_more() {
            sign.push('+');
        }
        format!("{}{sign}", tr!(texts, "rights-how-sign", how, all))
    }

    /// The same in words.
    pub fn words(&self, texts: &Texts) -> String {
        let of = |how: How, parts: &BTreeSet<Part>| {
            let all = parts.contains(&Part::ALL);
            let parts = parts.iter().filter(|part| !all || **part == Part::ALL);
            let parts = parts.map(|part| tr!(texts, "rights-part", part = part.word()));
            let parts = parts.collect::<Vec<_>>().join(", ");
            tr!(texts, "rights-reach", how = word(how), parts).into_owned()
        };
        match self.how() {
            How::Nothing => of(How::Nothing, &self.reads),
            How::Reads => of(How::Reads, &self.reads),
            How::Keeps if self.reads_more() => {
                let keeps = of(How::Keeps, &self.keeps);
                format!("{keeps}; {}", of(How::Reads, &self.reads))
            }
            How::Keeps => of(How::Keeps, &self.keeps),
        }
    }
}

fn word(how: How) -> &'static str {
    match how {
        How::Nothing => "nothing",
        How::Reads => "reads",
        How::Keeps => "keeps",
    }
}

/// How far somebody may go with a thing. Whoever leads a class teaches.
pub fn of(who: Who, thing: Thing, rules: &Regulation) -> Reach {
    let role = match who {
        Who::Role(role) => role,
        Who::ClassTeacher => Role::Teacher,
    };
    let roles = Roles(vec![role]);
    match thing {
        Thing::Records(kind) => of_kind(who, kind, rules),
        Thing::Lessons => of_lessons(who, &roles),
        Thing::RecordLogs => of_logs(who, &roles, rules),
        Thing::AccessLog if Permission::ReadAccessLog.granted_to(&roles) => Reach::reads(Part::ALL),
        Thing::AccessLog => Reach::default(),
        Thing::Accounts => of_accounts(who, &roles, rules),
        Thing::Sessions if controls_sessions(&roles, false) => Reach::keeps(Part::ALL),
        Thing::Sessions => Reach::keeps(Part::Of(Scope::Own)),
    }
}

fn of_lessons(who: Who, roles: &Roles) -> Reach {
    let taught = Part::Of(Scope::OwnGroups);
    let mut reach = if Permission::WriteLessons.granted_to(roles) {
        Reach::keeps(taught)
    } else if Permission::OpenLessons.granted_to(roles) && !reads_all(roles) {
        Reach::reads(taught)
    } else {
        Reach::default()
    };
    if reads_all(roles) {
        reach.reads.insert(Part::ALL);
    }
    let leads = Relation {
        class_teacher: true,
        ..Relation::default()
    };
    if who == Who::ClassTeacher && sees(roles, leads) {
        reach.reads.insert(Part::Of(Scope::OwnClass));
    }
    reach
}

/// The logs are of many kinds: all of those that one reads, or of those that one keeps.
fn of_logs(who: Who, roles: &Roles, rules: &Regulation) -> Reach {
    let how = |kind| of_kind(who, kind, rules).how();
    // Of a teacher the permission is asked for as of one who leads a class.
    let reads = |kind| {
        let leads = who != Who::Role(Role::Teacher) || how(kind) == How::Keeps;
        leads && rules.reads_some_log(roles, kind)
    };
    let mut seen = RecordKind::ALL.iter().copied();
    let all = seen.all(|kind| reads(kind) || how(kind) == How::Nothing);
    match RecordKind::ALL.iter().copied().any(reads) {
        true if all => Reach::reads(Part::ALL),
        true => Reach::reads(Part::Kept),
        false => Reach::default(),
    }
}

fn of_accounts(who: Who, roles: &Roles, rules: &Regulation) -> Reach {
    let pupil = Roles(vec![Role::Pupil]);
    let own = who == Who::ClassTeacher;
    let class = Part::Of(Scope::OwnClass);
    let gives = |own_class| {
        let account = AccountToOpen {
            roles: &pupil,
            own_class,
            administrators_own: false,
        };
        rules.judge_issuer(roles, account).is_ok()
    };
    if gives(false) {
        Reach::keeps(Part::ALL)
    } else if gives(own) {
        Reach::keeps(class)
    } else if sees_account(roles, false) {
        Reach::reads(Part::ALL)
    } else if sees_account(roles, own) {
        Reach::reads(class)
    } else {
        Reach::default()
    }
}

fn of_kind(who: Who, kind: RecordKind, rules: &Regulation) -> Reach {
    let is_theirs =
        |of: Who| of == who || (who == Who::ClassTeacher && of == Who::Role(Role::Teacher));
    let mut reach = Reach::default();
    for act in Act::ALL {
        let theirs = rules
            .grants(kind, *act)
            .filter(|grant| is_theirs(grant.who));
        let parts = theirs.map(|grant| Part::Of(grant.scope));
        match act {
            Act::Read => reach.reads.extend(parts),
            Act::Create | Act::Change | Act::Remove => reach.keeps.extend(parts),
        }
    }
    reach
}
