//! The decision on a batch.

use super::clock::{Contact, believed};
use super::goes_on::{goes_on, goes_on_from, takes_back};
use super::log_rows::{AsideRow, Known, LogRow};
use super::moment::{Judged, judge};
use super::{
    Device, Item, Material, Named, Prepared, TermKey, Touched, TouchedTerm, Writers, is_of_plan,
};
use crate::directory::{Directory, GroupCard};
use crate::store::{BatchOutcome, Denied};
use chrono::NaiveTime;
use journal::regulation::{Actor, sees};
use journal::{
    Cell, Change, ChangeId, ChangeOutcome, ChangeRefusal, Claim, Clause, Content, Context, Edit,
    GoesOn, Ground, Invalid, JournalId, LessonId, PlanItemId, Refused, Relation, SheetId,
    TakesChanges, Verdict,
};
use std::collections::{BTreeSet, HashMap};

/// What is to be done with a batch.
#[derive(Debug)]
pub enum Decision {
    /// Nothing is stored.
    Refused(BatchOutcome),
    /// This is stored.
    Settled(Box<Settled>),
}

/// What a batch stores.
#[derive(Debug)]
pub struct Settled {
    /// The device as it is now.
    pub device: Device,
    /// The newest `seq` now.
    pub seq: i64,
    /// New rows of the log.
    pub log: Vec<LogRow>,
    /// What was set aside.
    pub aside: Vec<AsideRow>,
    /// What of it was not the sender's to write.
    pub denied: Vec<Denied>,
    /// Cells that moved.
    pub cells: BTreeSet<(LessonId, Cell)>,
    /// Lessons of whose cells somebody has said something, or let go.
    pub claimed: BTreeSet<LessonId>,
    /// Cells of terms' sheets of which somebody has, whether they moved or not.
    pub term_cells: BTreeSet<(TermKey, Cell)>,
    /// Streams that moved.
    pub streams: BTreeSet<i64>,
    /// The touched lessons as they are now, with the last writers of their cells.
    pub lessons: HashMap<LessonId, Touched>,
    /// The touched sheets of terms, likewise.
    pub terms: HashMap<TermKey, TouchedTerm>,
    answers: Vec<Answer>,
}

#[derive(Debug)]
pub(super) enum Answer {
    SetAside(usize),
    Replayed(ChangeId),
    Is(ChangeOutcome),
}

impl Settled {
    /// The lessons about which something was said, with the claims on their cells.
    pub fn writers(&self) -> impl Iterator<Item = (LessonId, &Writers)> {
        let lessons = self.claimed.iter();
        lessons.filter_map(|lesson| Some((*lesson, &self.lessons.get(lesson)?.writers)))
    }

    /// The newest change that was applied.
    pub fn newest(&self) -> Option<(i64, ChangeId)> {
        self.log.last().map(|row| (row.seq, row.id))
    }

    pub(super) fn moved(&mut self, sheet: SheetId, cell: Cell) {
        if let SheetId::Lesson(id) = sheet {
            self.cells.insert((id, cell));
        }
    }

    pub(super) fn claimed(&mut self, sheet: SheetId, cell: Cell) {
        match sheet {
            SheetId::Lesson(id) => self.claimed.insert(id),
            SheetId::Term { journal, period } => self.term_cells.insert(((journal, period), cell)),
        };
    }

    /// The answer.
    pub fn outcome(&self, known: &HashMap<ChangeId, Known>) -> BatchOutcome {
        let aside = |at: usize| self.aside.get(at).map(|row| row.outcome.clone());
        let outcomes = self.answers.iter().map(|answer| match answer {
            Answer::SetAside(at) => aside(*at).unwrap_or(ChangeOutcome::Held),
            Answer::Replayed(id) => ChangeOutcome::AlreadyApplied {
                first: Box::new(self.first(*id, known)),
            },
            Answer::Is(outcome) => outcome.clone(),
        });
        BatchOutcome::Stored {
            outcomes: outcomes.collect(),
            last_n: self.device.last_n,
            denied: self.denied.clone(),
        }
    }

    /// What became of a change when it came first: before this batch, or earlier in it.
    fn first(&self, id: ChangeId, known: &HashMap<ChangeId, Known>) -> ChangeOutcome {
        let before = known.get(&id).map(|known| known.outcome.clone());
        before
            .or_else(|| {
                self.newly_known()
                    .find(|(one, _)| *one == id)
                    .map(|(_, first)| first.outcome)
            })
            .unwrap_or(ChangeOutcome::Held)
    }

    /// The changes that this batch adds to those that are known.
    pub fn newly_known(&self) -> impl Iterator<Item = (ChangeId, Known)> {
        let known = |id, person, hash, outcome| {
            let known = Known {
                person,
                hash: Some(hash),
                outcome,
            };
            (id, known)
        };
        let logged = self.log.iter().map(move |row| {
            let outcome = ChangeOutcome::applied(row.seq, row.late.clone());
            known(row.id, row.person, row.payload.hash, outcome)
        });
        let aside = self
            .aside
            .iter()
            .map(move |row| known(row.id, row.person, row.payload.hash, row.outcome.clone()));
        logged.chain(aside)
    }
}

/// Decides on a batch. `material` comes back with what is known of changes and plans only.
pub fn settle(directory: &Directory, batch: &Prepared, material: &mut Material) -> Decision {
    let contact = material
        .device
        .map_or(Contact::first(batch.received_at), |d| d.contact);
    let device = Device {
        person: material
            .device
            .map_or(batch.actor.person, |device| device.person),
        last_n: material.device.map_or(0, |device| device.last_n),
        contact: contact.heard(batch.received_at),
    };
    if device.person != batch.actor.person {
        return Decision::Refused(BatchOutcome::DeviceTaken);
    }
    if leaves_gap(device.last_n, &batch.items) {
        return Decision::Refused(BatchOutcome::Gap {
            expected: device.last_n + 1,
        });
    }
    let (person, received_at) = (batch.actor.person, batch.received_at);
    let actor = Actor {
        person,
        roles: directory.still_held(person, &batch.actor.roles, received_at),
    };
    let before = (!batch.may_set_aside).then(|| (material.lessons.clone(), material.terms.clone()));
    let settled = Settled {
        device,
        seq: material.seq,
        log: Vec::with_capacity(batch.items.len()),
        aside: Vec::new(),
        denied: Vec::new(),
        cells: BTreeSet::new(),
        claimed: BTreeSet::new(),
        term_cells: BTreeSet::new(),
        streams: BTreeSet::new(),
        lessons: std::mem::take(&mut material.lessons),
        terms: std::mem::take(&mut material.terms),
        answers: Vec::with_capacity(batch.items.len()),
    };
    let mut settling = Settling {
        directory,
        batch,
        actor: &actor,
        contact,
        plan: &material.plan,
        named: &material.named,
        settled,
        met: HashMap::new(),
    };
    for item in &batch.items {
        let answer = settling.answer(item, &material.known);
        settling.settled.answers.push(answer);
        settling.settled.device.last_n = settling.settled.device.last_n.max(item.n);
    }
    if let Some(before) = before
        && !settling.settled.aside.is_empty()
    {
        (material.lessons, material.terms) = before;
        return Decision::Refused(BatchOutcome::NoRoomAside);
    }
    for touched in settling.settled.lessons.values_mut() {
        touched.writers.bound(&touched.sheet);
    }
    Decision::Settled(Box::new(settling.settled))
}

/// Whether the school has the work, and gave the ground, that a change names.
fn known_here(
    directory: &Directory,
    change: &Change,
    (relation, granted): (Relation, bool),
) -> Result<(), Invalid> {
    if let Edit::Mark { work, .. } = change.edit
        && !directory.work_kinds.iter().any(|kind| kind.id == work.kind)
    {
        return Err(Invalid::NoSuchWork);
    }
    match change.ground {
        Some(Ground::Substitution) if !relation.substitute => Err(Invalid::GroundNotGiven),
        Some(Ground::Request { .. }) if !granted => Err(Invalid::GroundNotGiven),
        Some(Ground::Breach { .. }) => Err(Invalid::GroundNotGiven),
        _ => Ok(()),
    }
}

fn leaves_gap(last_n: u64, items: &[Item]) -> bool {
    let mut last = last_n;
    for item in items {
        if item.n > last.saturating_add(1) {
            return true;
        }
        last = last.max(item.n);
    }
    false
}

pub(super) fn in_conflict(
    now: Content,
    writer: Option<Claim>,
    directory: &Directory,
) -> ChangeOutcome {
    ChangeOutcome::Conflict {
        now,
        by: writer.map(|claim| directory.name(claim.person)),
        at: writer.map(|claim| claim.at),
    }
}

pub(super) struct Settling<'a> {
    pub(super) directory: &'a Directory,
    pub(super) batch: &'a Prepared,
    /// Whose it is, with the roles that still stand.
    actor: &'a Actor,
    contact: Contact,
    plan: &'a HashMap<PlanItemId, JournalId>,
    named: &'a HashMap<ChangeId, Named>,
    pub(super) settled: Settled,
    /// Ids of this batch with their hashes.
    met: HashMap<ChangeId, [u8; 32]>,
}

impl Settling<'_> {
    fn answer(&mut self, item: &Item, known: &HashMap<ChangeId, Known>) -> Answer {
        let id = item.change.id;
        let sender = self.actor.person;
        let earlier = known
            .get(&id)
            .map(|known| (known.person, known.hash))
            .or_else(|| self.met.get(&id).map(|hash| (sender, Some(*hash))));
        if let Some(earlier) = earlier {
            // What another person made is not this one's to send, though the log shows it.
            if earlier == (sender, Some(item.payload.hash)) {
                return Answer::Replayed(id);
            }
            return Answer::Is(ChangeRefusal::IdReused.into());
        }
        if self.batch.voiding.is_none() && item.n <= self.settled.device.last_n {
            return Answer::Is(ChangeRefusal::NumberReused.into());
        }
        self.met.insert(id, item.payload.hash);
        self.settle(item)
    }

    fn settle(&mut self, item: &Item) -> Answer {
        match item.change.sheet {
            SheetId::Lesson(id) => {
                let Some(mut one) = self.settled.lessons.remove(&id) else {
                    return self.no_sheet(item);
                };
                let answer = self.settle_on(item, &mut one.sheet, &mut one.writers, one.last_bell);
                self.settled.lessons.insert(id, one);
                answer
            }
            SheetId::Term { journal, period } => {
                let key = (journal, period);
                let Some(mut one) = self.settled.terms.remove(&key) else {
                    return self.no_sheet(item);
                };
                let answer = self.settle_on(item, &mut one.sheet, &mut one.writers, None);
                self.settled.terms.insert(key, one);
                answer
            }
        }
    }

    pub(super) fn settle_in(
        &mut self,
        item: &Item,
        sheet: &mut dyn TakesChanges,
        writers: &mut Writers,
        last_bell: Option<NaiveTime>,
    ) -> Answer {
        let Self {
            directory,
            batch,
            actor,
            plan,
            ..
        } = *self;
        let change = &item.change;
        let (journal, days) = (sheet.journal(), sheet.occasion().days());
        let Some(card) = directory.journal(journal) else {
            return self.set_aside(item, ChangeRefusal::NoSuchSheet.into());
        };
        let (person, pupil) = (actor.person, change.edit.pupil());
        let stands = |at| directory.relation_to((person, at), card, sheet.occasion(), pupil);
        let relation = stands(batch.received_at);
        let made = believed(change.made_at, batch.received_at, self.contact);
        let sees = |relation| sees(&actor.roles, relation);
        if !sees(relation) && !made.is_some_and(|at| sees(stands(at))) {
            let regulation = &directory.regulation;
            let forbidden = regulation.forbids(actor, &change.edit, relation);
            self.deny(journal, change, forbidden.and_then(|it| it.clause));
            return self.set_aside(item, ChangeRefusal::NoSuchSheet.into());
        }
        let granted = directory.regulation.corrects(actor) && directory.grants(change);
        let is_member = |pupil| directory.takes(journal, card, days, pupil);
        let in_group = |group: &GroupCard| group.size(days.1);
        let possible = sheet
            .check(change, &is_member)
            .and_then(|()| known_here(directory, change, (relation, granted)))
            .and_then(|()| is_of_plan(plan, journal, change))
            .and_then(|()| {
                let members = || directory.group_of(card).map_or(0, in_group);
                sheet.has_room(change, &members)
            });
        if let Err(why) = possible {
            return self.set_aside(item, why.into());
        }
        let named = self.named(change);
        let goes_on = goes_on(change, named.as_ref());
        let holds = |cell| !sheet.content(cell).is_empty();
        let (roll_called, excused) = (holds(Cell::RollCall), holds(Cell::Excuse));
        let judge_as = |relation, at| {
            let context = Context {
                last_bell,
                roll_called,
                excused,
                takes_back: takes_back(change, goes_on, named.as_ref(), writers),
                granted,
                ..directory.context(sheet.occasion(), at, relation)
            };
            directory
                .regulation
                .judge(actor, change, &context)
                .in_short()
        };
        // An appointment that has ended since takes nothing from what was written while it went on.
        let judged = judge(
            made,
            batch.received_at,
            item.clock_suspect,
            |at| match judge_as(relation, at) {
                Verdict::Forbidden { .. } if at != batch.received_at => judge_as(stands(at), at),
                // A journal that was open when it was made may be open no more when it comes.
                Verdict::Locked { .. } if at != batch.received_at => {
                    judge_as(relation.opened_as(stands(at)), at)
                }
                verdict => verdict,
            },
        );
        let Judged { at, verdict, .. } = judged;
        if judged.held {
            return self.set_aside(item, ChangeOutcome::Held);
        }
        if let Verdict::Forbidden { clause } = &verdict {
            self.deny(journal, change, clause.clone());
        }
        if !verdict.accepts() {
            return self.set_aside(item, ChangeRefusal::Judged { verdict }.into());
        }
        // The sheet keeps the moment that counts; the log keeps what the device claimed.
        let redated = (at != change.made_at).then(|| Change {
            made_at: at,
            ..change.clone()
        });
        let applied = redated.as_ref().unwrap_or(change);
        let before = sheet.content(change.edit.cell());
        let claims = |cell| writers.claims(cell);
        let by = (person, batch.device);
        match journal::claim::apply(sheet, &claims, applied, by, goes_on, &is_member) {
            Ok(()) => {
                self.settled.seq += 1;
                let seq = self.settled.seq;
                let mut row = LogRow::of(seq, item, batch, journal, &verdict);
                row.in_time_by_device = judged.in_time_by_device;
                self.accept(row, change, before, (writers, goes_on), card.stream);
                Answer::Is(ChangeOutcome::Applied { seq, verdict })
            }
            Err(Refused::Invalid(why)) => self.set_aside(item, why.into()),
            Err(Refused::Conflict { cell, now }) => {
                let stands = self.contradict(change, (cell, &now), (writers, goes_on));
                self.set_aside(item, in_conflict(*now, stands, directory))
            }
        }
    }

    fn accept(
        &mut self,
        mut row: LogRow,
        change: &Change,
        before: Content,
        (writers, goes_on): (&mut Writers, GoesOn),
        stream: i64,
    ) {
        let cell = change.edit.cell();
        // Who says what stands there already is in the log, and has written nothing.
        let moved = before != change.edit.wanted();
        row.tell_what_was(&change.edit, before);
        let claims = writers.claims_mut(cell);
        claims.accepted(row.claim(), goes_on, moved);
        self.settled.log.push(row);
        self.settled.claimed(change.sheet, cell);
        if moved {
            self.settled.moved(change.sheet, cell);
            self.settled.streams.insert(stream);
        }
    }

    /// Answers who stands by what a change found in a cell. Whoever takes an own word back has let it
    /// go, although another's stands.
    fn contradict(
        &mut self,
        change: &Change,
        (cell, now): (Cell, &Content),
        (writers, goes_on): (&mut Writers, GoesOn),
    ) -> Option<Claim> {
        let (by, device) = (self.actor.person, Some(self.batch.device));
        let claims = writers.claims(cell);
        let other = claims.and_then(|claims| claims.against((by, self.batch.device), goes_on));
        let stands = other.or_else(|| writers.of(cell)).copied();
        if let GoesOn::Undoes(origin) = goes_on
            && cell == change.edit.cell()
            && *now == change.edit.expected()
        {
            writers.claims_mut(cell).let_go((by, device), origin);
            self.settled.claimed(change.sheet, cell);
        }
        stands
    }

    /// The accepted change of the same sender and cell from which a change says that it goes on.
    fn named(&self, change: &Change) -> Option<Named> {
        let id = goes_on_from(change)?;
        let mut log = self.settled.log.iter();
        let here = log.find(|row| row.id == id).and_then(LogRow::named);
        let here = here.map(|(_, named)| named);
        here.or_else(|| self.named.get(&id).cloned())
            .filter(|named| {
                named.person == self.actor.person
                    && named.sheet == change.sheet
                    && named.edit.cell() == change.edit.cell()
            })
    }

    fn deny(&mut self, journal: JournalId, change: &Change, clause: Option<Clause>) {
        self.settled.denied.push(Denied {
            journal,
            kind: change.edit.kind(),
            clause,
        });
    }

    pub(super) fn set_aside(&mut self, item: &Item, outcome: ChangeOutcome) -> Answer {
        self.settled
            .aside
            .push(AsideRow::of(item, self.batch, outcome));
        Answer::SetAside(self.settled.aside.len() - 1)
    }
}
