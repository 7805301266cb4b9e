//! Whether an action is to be had now, with some layer on top.

use crate::action::{Action, ActionPlace};
use crate::desk::Desk;
use crate::desk::link::Line;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::layer::Layer;
use journal::register::RecordKind;
use journal::regulation::{Act, Permission};
use journal::{ChangeId, GestureId, Role, Roles, Verdict};
use offline::{ListKey, PageKey, Trouble};
use uuid::Uuid;

/// Why an action is not to be had now with this layer on top: its own reason, or the place where
/// the action works.
pub fn availability(top: &dyn Layer, action: Action, desk: &Desk) -> Result<(), Reason> {
    if top.knows(action, desk) || works_anywhere(action, top.is_popup()) {
        offered(top, action, desk)
    } else {
        Err(Reason::elsewhere(action))
    }
}

/// Why the layer, or any screen, does not offer an action that it knows.
pub fn offered(top: &dyn Layer, action: Action, desk: &Desk) -> Result<(), Reason> {
    if action == Action::SignIn && desk.link.line != Line::SignedOut {
        return Err(Reason("why-signed-in"));
    }
    if action == Action::OpenJournals {
        may_list(desk)?;
    }
    if action == Action::OpenClass {
        may_see_absences(desk)?;
    }
    if action == Action::OpenRegister {
        may_look_up(desk)?;
    }
    top.availability(action, desk)
}

/// Whether whoever sits here may read any directory.
pub fn may_look_up(desk: &Desk) -> Result<(), Reason> {
    if desk.may_look_up() {
        Ok(())
    } else {
        Err(Reason(NO_REGISTER))
    }
}

/// Whether whoever sits here is told who is absent.
pub fn may_see_absences(desk: &Desk) -> Result<(), Reason> {
    if desk.has(Permission::ReadAbsences) {
        Ok(())
    } else {
        Err(Reason(NO_ABSENCES))
    }
}

/// Whether there is a list of journals for whoever sits here.
pub fn may_list(desk: &Desk) -> Result<(), Reason> {
    if desk.may_read() {
        Ok(())
    } else {
        Err(NO_LIST)
    }
}

/// The journals are not to be read by whoever sits here.
pub const NO_LIST: Reason = Reason("withheld-open-lessons");
const NO_ABSENCES: &str = "withheld-read-absences";
const NO_REGISTER: &str = "withheld-read-register";

/// A reason in words: of what a role is not given, who has it and by which clause; else as the
/// layer says it.
pub fn why(top: &dyn Layer, reason: Reason, desk: &Desk, texts: &Texts) -> String {
    let mut actions = Action::ALL.iter().copied();
    if let Some(action) = actions.find(|action| Reason::elsewhere(*action) == reason) {
        return places(action, texts);
    }
    let permissions = [
        Permission::OpenLessons,
        Permission::ReadRegister,
        Permission::ReadAbsences,
    ];
    let mut permissions = permissions.into_iter();
    let withheld = permissions.find(|permission| withheld_key(*permission) == reason.0);
    withheld.map_or_else(
        || top.why(reason, desk, texts),
        |permission| withheld_words(permission, desk, texts),
    )
}

/// Where an action works: «в уроке, в журнале и в справочниках».
pub fn places(action: Action, texts: &Texts) -> String {
    let places = action.spec().places.iter();
    let mut places: Vec<_> = places.map(|place| texts.get(place.words())).collect();
    let last = places.pop().unwrap_or_default();
    if places.is_empty() {
        return last.into_owned();
    }
    format!("{} {} {last}", places.join(", "), texts.get("where-and"))
}

/// Why a page is not for whoever sits here: who reads it, and by which clause; none: it is, or that is
/// not known yet.
pub fn withheld_page(page: PageKey, desk: &Desk, texts: &Texts) -> Option<String> {
    desk.me.as_ref().zip(desk.rules.as_ref())?;
    let permission = match page {
        PageKey::Today(_) => return None,
        PageKey::Lesson(_) | PageKey::Journal(..) => Permission::OpenLessons,
        PageKey::Class(..) => Permission::ReadAbsences,
        PageKey::List(list) => match list {
            ListKey::Sessions => return None,
            ListKey::Journals(_) | ListKey::SheetLog(_) => Permission::OpenLessons,
            ListKey::Accounts => Permission::ReadAccounts,
            ListKey::AccessLog => Permission::ReadAccessLog,
            ListKey::Breaches | ListKey::Breach(_) => Permission::ReadBreaches,
            ListKey::Absent(_) | ListKey::Absences(..) => Permission::ReadAbsences,
            ListKey::Setup => Permission::ReadSetup,
            ListKey::Movement | ListKey::Population(_) => Permission::ReadMovement,
            ListKey::Records(kind) => return withheld_kind(kind, desk, texts),
            ListKey::RecordLog(at) => return withheld_kind(at.kind, desk, texts),
            ListKey::Register | ListKey::Cards(_) | ListKey::Ungrouped | ListKey::Gaps => {
                Permission::ReadRegister
            }
        },
    };
    (!desk.has(permission)).then(|| withheld_words(permission, desk, texts))
}

fn withheld_kind(kind: RecordKind, desk: &Desk, texts: &Texts) -> Option<String> {
    if desk.may_somewhere(Act::Read, kind).is_some() {
        return None;
    }
    let list = texts.get(&kind.described().list_key());
    let who = desk.keepers(Act::Read, kind).into_iter();
    let who: Vec<_> = who.map(|who| texts.get(&format!("role-{who}"))).collect();
    let clause = desk.clause_of(Act::Read, kind);
    let clause = clause.as_ref().map_or("none", |clause| &*clause.cite);
    Some(
        tr!(
            texts,
            "withheld-records",
            list,
            who = who.join(", "),
            clause
        )
        .into_owned(),
    )
}

fn withheld_key(permission: Permission) -> String {
    format!("withheld-{}", permission.word())
}

/// Who has what whoever sits here lacks, and by which clause.
pub fn withheld_words(permission: Permission, desk: &Desk, texts: &Texts) -> String {
    let have = Role::ALL.iter().copied();
    let have = have.filter(|role| permission.granted_to(&Roles(vec![*role])));
    let who = have.map(|role| texts.get(&format!("role-{}", role.word())));
    let who = who.collect::<Vec<_>>().join(", ");
    let (rules, me) = (desk.rules.as_ref(), desk.me.as_ref());
    let clause = rules
        .zip(me)
        .and_then(|(rules, me)| rules.regulation.withholds(permission, &me.roles));
    let clause = clause.as_ref().map_or("none", |clause| &*clause.cite);
    tr!(texts, &withheld_key(permission), who, clause).into_owned()
}

/// The refusal that whoever sits here would meet with what was not taken, written once more now: of
/// a letter they may write one half, and not be let write the other.
pub fn refusal_of_mine(trouble: &Trouble, desk: &Desk) -> Option<Verdict> {
    let (gesture, nil) = (GestureId(Uuid::nil()), ChangeId(Uuid::nil()));
    let again = trouble.mine(gesture, desk.now(), || nil);
    let mut verdicts = again.iter().filter_map(|change| desk.judge_change(change));
    verdicts.find(|verdict| !verdict.accepts())
}

/// Whether an action works on any screen, whatever it knows.
pub fn works_anywhere(action: Action, over_popup: bool) -> bool {
    match action.spec().places {
        [ActionPlace::Everywhere] => true,
        [ActionPlace::Screens] => !over_popup,
        _ => false,
    }
}
