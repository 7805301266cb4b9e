//! What somebody may do with the records of a register on a day, by the table of rights, with the
//! clause that a refusal quotes.

use super::judge::Actor;
use super::matrix::{Act, Who};
use super::profile::Regulation;
use super::role_sets::LOG_READERS;
use super::verdict::Clause;
use crate::person::{Role, Roles};
use crate::register::{
    Amendment, Field, FieldStep, Record, RecordKind, RecordRef, Register, Relations, Scope, Value,
    Veil,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A clause that says who keeps records of some kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeeperClause {
    /// Of which kinds; none named: of all that no other clause names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<RecordKind>,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

/// Not allowed to this person; deny is the rule where no clause allows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not allowed to this account")]
pub struct Forbidden {
    /// The clause that says who may; none: the regulation is silent.
    pub clause: Option<Clause>,
}

impl Forbidden {
    /// By a clause, if there is one.
    pub fn by(clause: Option<&Clause>) -> Self {
        Self {
            clause: clause.cloned(),
        }
    }
}

/// An amendment that is its writer's to make, filled with what the writer does not see.
pub type Judged<'g> = Result<Cow<'g, Amendment>, Forbidden>;

/// A clause by which a role is not enough to keep records of some kinds: an order must have given it,
/// and be named by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ByOrderClause {
    /// Which role.
    pub who: Role,
    /// Records of which kinds.
    pub of: Vec<RecordKind>,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

/// How often what a gesture makes of the register is looked at anew without what was refused. A
/// gesture of whoever may make it needs one look.
const LOOKS: usize = 4;

/// Whose gesture is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GestureOf {
    /// The actor's own.
    Actor,
    /// Another person's.
    Another,
}

/// The rights of a person in a register on a day.
#[derive(Debug)]
pub struct RegisterRights<'a> {
    regulation: &'a Regulation,
    actor: &'a Actor,
    day: NaiveDate,
    now: Relations<'a>,
}

impl Regulation {
    /// The clause by which an order must have given somebody the role to keep records of a kind.
    pub fn by_order(&self, who: Who, kind: RecordKind) -> Option<&ByOrderClause> {
        let mut by_order = self.rights.by_order.iter();
        by_order.find(|one| Who::Role(one.who) == who && one.of.contains(&kind))
    }

    /// Whether an account with these roles may read what became of some records of the kind:
    /// whoever amends them, and who reads the logs of the school.
    pub fn reads_some_log(&self, roles: &Roles, kind: RecordKind) -> bool {
        let reads = self.may_somewhere(roles, Act::Read, kind);
        reads && (self.keeps_some(roles, kind) || roles.any(LOG_READERS))
    }
}

impl<'a> RegisterRights<'a> {
    /// What the actor may do with a register on a day.
    pub fn new(
        regulation: &'a Regulation,
        actor: &'a Actor,
        register: &'a Register,
        day: NaiveDate,
    ) -> Self {
        Self {
            regulation,
            actor,
            day,
            now: Relations::new(register, actor.person, day),
        }
    }

    /// The register that they are found in.
    pub fn register(&self) -> &'a Register {
        self.now.register()
    }

    /// Whether the actor may see some records of a kind.
    pub fn reads_some(&self, kind: RecordKind) -> bool {
        let roles = &self.actor.roles;
        self.regulation.may_somewhere(roles, Act::Read, kind)
    }

    /// Whether the actor may see all records of a kind.
    pub fn reads_all(&self, kind: RecordKind) -> bool {
        let mut grants = self.grants(Act::Read, kind);
        grants.any(|(scope, _)| scope == Scope::School)
    }

    /// Whether the actor may make, change or remove some records of a kind.
    pub fn keeps_some(&self, kind: RecordKind) -> bool {
        self.regulation.keeps_some(&self.actor.roles, kind)
    }

    /// The clause by which whoever keeps records of a kind by role alone waits for an order; none: they
    /// keep some, or none by any role.
    pub fn awaits_order(&self, kind: RecordKind) -> Option<&'a Clause> {
        let acts = [Act::Create, Act::Change, Act::Remove];
        if acts
            .iter()
            .any(|act| self.grants(*act, kind).next().is_some())
        {
            return None;
        }
        acts.iter().find_map(|act| {
            let grants = self.regulation.grants(kind, *act);
            let mut own = grants.filter(|grant| grant.who.is_among(&self.actor.roles));
            own.find_map(|grant| self.lacks_order(grant.who, *act, kind))
        })
    }

    /// Whether the actor may read what became of some records of a kind.
    pub fn reads_some_log(&self, kind: RecordKind) -> bool {
        self.regulation.reads_some_log(&self.actor.roles, kind)
    }

    /// Up to which fields the actor sees a record; none: not at all.
    pub fn reads(&self, at: RecordRef, record: &Record) -> Option<Veil> {
        self.upto(Act::Read, at, record, &self.now)
    }

    /// Whether a record is to be made under the id of one that the actor does not see: it is compared
    /// with nothing, and the answer is that the id is taken.
    pub fn hides_what_stands(&self, amendment: &Amendment) -> bool {
        let taken = self.taken(amendment);
        taken.is_some_and(|taken| self.reads(amendment.record, taken).is_none())
    }

    /// Whether the actor sees a record for one's own sake: what one teaches, leads, represents, is.
    pub fn is_own(&self, at: RecordRef, record: &Record) -> bool {
        let own = [
            Scope::OwnClass,
            Scope::OwnGroups,
            Scope::OwnChildren,
            Scope::Own,
        ];
        let mut own = own.into_iter();
        own.any(|scope| self.now.holds(scope, at, record))
    }

    /// Whether the actor may change a record as it stands.
    ///
    /// # Errors
    /// With the clause that says who may, where the regulation has one.
    pub fn judge_change(&self, at: RecordRef, record: &Record) -> Result<Veil, Forbidden> {
        let upto = self.upto(Act::Change, at, record, &self.now);
        upto.ok_or_else(|| self.forbidden(Act::Change, at.kind))
    }

    /// Whether the actor may read what became of a record: who may change it, and who reads the
    /// logs of the school.
    pub fn reads_log(&self, at: RecordRef, record: &Record) -> bool {
        // Whose role waits for an order reads what has become of it all the same.
        let keeps = || {
            let mut grants = self.regulation.grants(at.kind, Act::Change);
            grants.any(|grant| {
                grant.who.is_among(&self.actor.roles) && self.now.holds(grant.scope, at, record)
            })
        };
        let reads = self.reads(at, record).is_some();
        reads
            && (self.actor.roles.any(LOG_READERS)
                || self.judge_change(at, record).is_ok()
                || (self.waits_for_order(at.kind) && keeps()))
    }

    /// Judges a gesture, each amendment by its record as it stands before and as it would stand
    /// after the whole: nobody moves a record into one's scope or out of it. Who may not see a
    /// field says nothing in it: it is filled with what stands. Nor does that one remove a record that
    /// says something there, or make it another person's. Under an id that is taken nothing is made;
    /// who does not see what stands there is only to be told that.
    ///
    /// # Errors
    /// Of each, with the clause that says who may, where the regulation has one.
    pub fn judge<'g>(&self, gesture: &'g [Amendment]) -> Vec<Judged<'g>> {
        self.judge_all(gesture, None)
    }

    /// Judges what takes a gesture back, which the log says and not the actor: fields that the actor
    /// does not see stay as they are and the same person's, or it is not the actor's to take back. Of an
    /// own gesture what stood before may stand again, also where it could not be made so anew.
    ///
    /// # Errors
    /// As [`Self::judge`].
    pub fn judge_undo<'g>(&self, gesture: &'g [Amendment], of: GestureOf) -> Vec<Judged<'g>> {
        self.judge_all(gesture, Some(of))
    }

    fn judge_all<'g>(
        &self,
        gesture: &'g [Amendment],
        undoes: Option<GestureOf>,
    ) -> Vec<Judged<'g>> {
        let before = |one| {
            if undoes.is_some() {
                self.before_undo(one)
            } else {
                self.before(one)
            }
        };
        let restores = undoes == Some(GestureOf::Actor);
        let mut judged: Vec<_> = gesture.iter().map(before).collect();
        let settled = |one: &Amendment| self.is_of_school(one);
        if gesture.iter().all(settled) {
            return judged;
        }
        for look in 1.. {
            let mut after = self.now.register().clone();
            for one in judged.iter().flatten().filter(|one| !self.is_taken(one)) {
                after.put(one.record, one.wanted.clone());
            }
            let after = Relations::new(&after, self.actor.person, self.day);
            let mut is_sound = true;
            for one in &mut judged {
                let refused = match one {
                    Ok(amendment) if look > LOOKS => !settled(amendment),
                    Ok(amendment) => !self.may_stand(amendment, &after, restores),
                    Err(_) => false,
                };
                if let (true, Ok(amendment)) = (refused, &*one) {
                    *one = Err(self.forbidden(act(amendment), amendment.record.kind));
                    is_sound = false;
                }
            }
            if is_sound || look > LOOKS {
                break;
            }
        }
        judged
    }

    /// Judges an amendment by what stands, and fills what its writer does not see.
    fn before<'g>(&self, amendment: &'g Amendment) -> Judged<'g> {
        let (at, act) = (amendment.record, act(amendment));
        let (stands, upto) = self.within(amendment)?;
        self.decides(amendment)?;
        let seen = stands.and_then(|stands| self.reads(at, stands));
        let taken = self.taken(amendment);
        let upto = match taken.and_then(|taken| self.reads(at, taken)) {
            Some(seen) => upto.min(seen),
            None => upto,
        };
        // What one does not see is not guessed at either: it is said by nobody, or as it is shown.
        let echoes = |said: &Record, field: &Field| {
            let shown = stands.filter(|_| seen >= Some(field.veil));
            shown.is_some_and(|shown| (field.get)(shown) == (field.get)(said))
        };
        let says = |it: &Record| it.beyond(upto).any(|field| !echoes(it, field));
        let said = [&amendment.expected, &amendment.wanted];
        if said.into_iter().flatten().any(says) || self.names_hidden(stands, amendment) {
            return Err(self.forbidden(act, at.kind));
        }
        let Some(stands) = stands.filter(|stands| stands.beyond(upto).next().is_some()) else {
            return Ok(Cow::Borrowed(amendment));
        };
        // What would be filled in would be another's, or nobody's.
        let wanted = amendment.wanted.as_ref();
        if wanted.is_none_or(|wanted| !wanted.whose().eq(stands.whose())) {
            return Err(self.forbidden(act, at.kind));
        }
        let filled = |record: &Option<Record>| {
            let record = record.as_ref()?;
            let is_same = record.kind() == stands.kind();
            Some(if is_same {
                record.with_hidden(upto, stands)
            } else {
                record.clone()
            })
        };
        Ok(Cow::Owned(Amendment {
            expected: filled(&amendment.expected),
            wanted: filled(&amendment.wanted),
            ..amendment.clone()
        }))
    }

    /// Whether it newly names a person whom the actor does not see, beside the one whose it is: the
    /// record would tell the name.
    fn names_hidden(&self, stands: Option<&Record>, amendment: &Amendment) -> bool {
        let register = self.now.register();
        let wanted = amendment.wanted.as_ref();
        let steps = FieldStep::between(amendment.record.kind, stands, wanted);
        steps.into_iter().any(|step| match step.now {
            Value::Reference(to) if to.kind == RecordKind::Person && !step.field.whose => {
                let person = register.get(to);
                person.is_some_and(|person| self.reads(to, person).is_none())
            }
            _ => false,
        })
    }

    fn before_undo<'g>(&self, amendment: &'g Amendment) -> Judged<'g> {
        let (_, upto) = self.within(amendment)?;
        let (was, is) = (&amendment.expected, &amendment.wanted);
        let mut both = [was, is].into_iter().flatten();
        let hides = both.any(|record| record.beyond(upto).next().is_some());
        let stays = was.as_ref().zip(is.as_ref()).is_some_and(|(was, is)| {
            was.with_hidden(upto, is) == *was && was.whose().eq(is.whose())
        });
        if hides && !stays {
            return Err(self.forbidden(act(amendment), amendment.record.kind));
        }
        Ok(Cow::Borrowed(amendment))
    }

    /// That a decision is not the actor's to make, though the table lets some be made: each is made by whom
    /// the regulation names.
    fn decides(&self, amendment: &Amendment) -> Result<(), Forbidden> {
        let Some(Record::Decision(decision)) = &amendment.wanted else {
            return Ok(());
        };
        // Nobody decides on what is only being asked for with it: whose that is, is not known yet.
        let request = self.now.register().get(decision.request.into());
        let Some(Record::Request(request)) = request else {
            return Err(self.forbidden(Act::Create, RecordKind::Decision));
        };
        let (who, clause) = self.regulation.decides(request.asks);
        let is_it = self.actor.roles.has(who.role());
        is_it.then_some(()).ok_or_else(|| Forbidden::by(clause))
    }

    /// What an amendment finds, and up to which fields it is the actor's to make.
    fn within(&self, amendment: &Amendment) -> Result<(Option<&'a Record>, Veil), Forbidden> {
        let (at, act) = (amendment.record, act(amendment));
        let stands = self.stands(amendment);
        let upto = match stands {
            Some(stands) => self.upto(act, at, stands, &self.now),
            None => self.widest(act, at.kind),
        };
        let upto = upto.ok_or_else(|| self.forbidden(act, at.kind))?;
        Ok((stands, upto))
    }

    /// What an amendment changes or removes. What is made under an id that is taken changes nothing.
    fn stands(&self, amendment: &Amendment) -> Option<&'a Record> {
        let stands = self.now.register().get(amendment.record);
        stands.filter(|_| act(amendment) != Act::Create)
    }

    /// What stands under the id that a record is to be made with.
    fn taken(&self, amendment: &Amendment) -> Option<&'a Record> {
        let stands = self.now.register().get(amendment.record);
        stands.filter(|_| act(amendment) == Act::Create)
    }

    fn is_taken(&self, amendment: &Amendment) -> bool {
        self.taken(amendment).is_some()
    }

    fn may_stand(&self, amendment: &Amendment, after: &Relations<'_>, restores: bool) -> bool {
        let at = amendment.record;
        let Some(wanted) = amendment
            .wanted
            .as_ref()
            .filter(|_| !self.is_taken(amendment))
        else {
            return true;
        };
        let act = act(amendment);
        let mut grants = self.grants(act, at.kind);
        grants.any(|(scope, _)| {
            after.holds(scope, at, wanted)
                && after.is_written_in(scope, at, wanted)
                && (restores || after.may_become(scope, wanted, &self.now))
        })
    }

    /// Whether it is the actor's to make with any record of the school.
    fn is_of_school(&self, amendment: &Amendment) -> bool {
        let mut grants = self.grants(act(amendment), amendment.record.kind);
        grants.any(|(scope, _)| scope == Scope::School)
    }

    fn grants(&self, act: Act, kind: RecordKind) -> impl Iterator<Item = (Scope, Veil)> {
        let grants = self.regulation.grants(kind, act);
        let own = grants.filter(|grant| grant.who.is_among(&self.actor.roles));
        let own = own.filter(move |grant| self.lacks_order(grant.who, act, kind).is_none());
        own.map(|grant| (grant.scope, grant.upto))
    }

    fn waits_for_order(&self, kind: RecordKind) -> bool {
        let roles = self.actor.roles.0.iter();
        let mut waiting = roles.map(|role| self.lacks_order(Who::Role(*role), Act::Change, kind));
        waiting.any(|clause| clause.is_some())
    }

    /// The clause by which an order would have to give the role, and none has that holds today.
    fn lacks_order(&self, who: Who, act: Act, kind: RecordKind) -> Option<&'a Clause> {
        let one = self.regulation.by_order(who, kind)?;
        let lacks = act != Act::Read && !self.now.is_ordered(one.who);
        lacks.then_some(&one.clause)
    }

    fn upto(
        &self,
        act: Act,
        at: RecordRef,
        record: &Record,
        stands: &Relations<'_>,
    ) -> Option<Veil> {
        let grants = self.grants(act, at.kind);
        let holds = grants.filter(|(scope, _)| {
            let writes = act == Act::Read || stands.is_written_in(*scope, at, record);
            writes && stands.holds(*scope, at, record)
        });
        holds.map(|(_, upto)| upto).max()
    }

    fn widest(&self, act: Act, kind: RecordKind) -> Option<Veil> {
        self.regulation.widest(&self.actor.roles, act, kind)
    }

    fn forbidden(&self, act: Act, kind: RecordKind) -> Forbidden {
        let grants = self.regulation.grants(kind, act);
        let mut own = grants.filter(|grant| grant.who.is_among(&self.actor.roles));
        if let Some(clause) = own.find_map(|grant| self.lacks_order(grant.who, act, kind)) {
            let clause = Some(clause.clone());
            return Forbidden { clause };
        }
        Forbidden {
            clause: self.regulation.clause_of(&self.actor.roles, act, kind),
        }
    }
}

/// What an amendment does, by what it says.
fn act(amendment: &Amendment) -> Act {
    match (&amendment.expected, &amendment.wanted) {
        (_, None) => Act::Remove,
        (None, Some(_)) => Act::Create,
        (Some(_), Some(_)) => Act::Change,
    }
}
