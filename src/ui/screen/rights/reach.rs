//! How far the rights of a role go: one word of what the functions say that judge.

use super::Thing;
use journal::register::{RecordKind, Scope};
use journal::regulation::{
    Act, Permission, Regulation, Who, controls_sessions, reads_all, sees_account,
};
use journal::{Role, Roles};

/// How far, the farther the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Nothing of it.
    Nothing,
    /// Reads some of it: the own.
    ReadsOwn,
    /// Reads all of it.
    ReadsAll,
    /// Keeps some of it.
    KeepsOwn,
    /// Keeps all of it.
    KeepsAll,
}

impl Reach {
    /// Its word, of which the Fluent files say the sign.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::ReadsOwn => "reads-own",
            Self::ReadsAll => "reads-all",
            Self::KeepsOwn => "keeps-own",
            Self::KeepsAll => "keeps-all",
        }
    }

    fn reading(all: bool, some: bool) -> Self {
        match (all, some) {
            (true, _) => Self::ReadsAll,
            (false, true) => Self::ReadsOwn,
            (false, false) => Self::Nothing,
        }
    }
}

/// How far somebody may go with a thing. Whoever leads a class teaches.
pub fn of(who: Who, thing: Thing, rules: &Regulation) -> Reach {
    let role = match who {
        Who::Role(role) => role,
        Who::ClassTeacher => Role::Teacher,
    };
    let roles = Roles(vec![role]);
    let has = |permission: Permission| permission.granted_to(&roles);
    match thing {
        Thing::Records(kind) => of_kind(who, kind, rules),
        Thing::Lessons if has(Permission::WriteLessons) => Reach::KeepsOwn,
        Thing::Lessons => Reach::reading(reads_all(&roles), has(Permission::OpenLessons)),
        Thing::RecordLogs => {
            let mut read = RecordKind::ALL.iter().copied();
            let mut logs = RecordKind::ALL.iter().copied();
            // Of a teacher the permission is asked for as of one who leads a class.
            let keeps = |kind| of_kind(who, kind, rules) >= Reach::KeepsOwn;
            let reads = |kind| {
                let leads = who != Who::Role(Role::Teacher) || keeps(kind);
                leads && rules.reads_some_log(&roles, kind)
            };
            let all = read.all(|kind| reads(kind) || of_kind(who, kind, rules) == Reach::Nothing);
            let some = logs.any(reads);
            Reach::reading(all && some, some)
        }
        Thing::AccessLog => Reach::reading(has(Permission::ReadAccessLog), false),
        Thing::Accounts => {
            let own = who == Who::ClassTeacher;
            let pupil = Roles(vec![Role::Pupil]);
            match rules.judge_issuer(&roles, own, &pupil) {
                Ok(()) => Reach::KeepsOwn,
                Err(_) => Reach::reading(sees_account(&roles, false), sees_account(&roles, own)),
            }
        }
        Thing::Sessions if controls_sessions(&roles, false) => Reach::KeepsAll,
        Thing::Sessions => Reach::KeepsOwn,
    }
}

fn of_kind(who: Who, kind: RecordKind, rules: &Regulation) -> Reach {
    let is_theirs =
        |of: Who| of == who || (who == Who::ClassTeacher && of == Who::Role(Role::Teacher));
    let reach = |act: Act| {
        let theirs = rules.grants(kind, act).filter(|it| is_theirs(it.who));
        let reach = theirs.map(|it| match (act, it.scope) {
            (Act::Read, Scope::School) => Reach::ReadsAll,
            (Act::Read, _) => Reach::ReadsOwn,
            (_, Scope::School) => Reach::KeepsAll,
            (..) => Reach::KeepsOwn,
        });
        reach.max().unwrap_or(Reach::Nothing)
    };
    let acts = Act::ALL.iter().copied();
    acts.map(reach).max().unwrap_or(Reach::Nothing)
}
