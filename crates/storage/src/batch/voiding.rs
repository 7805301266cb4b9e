//! What stands in a cell without what is void (SGO154-5.4), and bringing that back: a batch of the
//! server's own, which no window, term or right stops, and which uses up no number of a device.

use super::goes_on::brings_back;
use super::log_rows::LogRow;
use super::settle::{Answer, Settling, in_conflict};
use super::{Item, Payload, Prepared, TermKey, Writers};
use crate::store::StoreError;
use chrono::NaiveTime;
use journal::claim::{Origin, Standing};
use journal::{
    Actor, BreachId, Cell, Change, ChangeId, ChangeOutcome, ChangeRefusal, Claim, Claims, Content,
    DeviceId, Edit, GestureId, GoesOn, Ground, LessonId, PersonId, RollCall, SchoolId, SheetId,
    TakesChanges, Timestamp, Verdict,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use uuid::Builder;

/// A row of the log of a cell, as far as it says what stands there and by whose word.
#[derive(Debug, Clone)]
pub struct Said {
    pub seq: i64,
    pub id: ChangeId,
    pub person: PersonId,
    /// None: imported.
    pub device: Option<DeviceId>,
    pub edit: Edit,
    pub ground: Option<Ground>,
    pub made_at: Timestamp,
    pub received_at: Timestamp,
    pub is_void: bool,
}

/// What stands in a cell, and by whose word.
#[derive(Debug, Clone)]
pub struct Stands {
    pub content: Content,
    pub claims: Claims,
    /// Of a roll call: who confirmed it, and when.
    signature: RollCall,
    /// The place of the newest of the words by which it stands; none: of those before the first row.
    pub said_at: Option<i64>,
}

/// A cell to be brought back.
#[derive(Debug, Clone)]
pub struct Back {
    pub sheet: SheetId,
    pub cell: Cell,
    /// What the log says that stands there now.
    pub now: Content,
    pub stands: Stands,
}

/// What a batch of the server's own brings back.
#[derive(Debug)]
pub struct Voiding {
    /// The newest place in the log when it was planned: who has written since stops it.
    at: i64,
    cells: HashMap<(SheetId, Cell), Stands>,
}

impl Said {
    fn origin(&self) -> Origin {
        Origin {
            device: self.device,
            seq: self.seq,
        }
    }

    fn claim(&self) -> Claim {
        Claim {
            person: self.person,
            at: self.received_at,
            device: self.device,
            seq: self.seq,
            first: self.seq,
            standing: Standing::Wrote,
        }
    }

    fn takes_back(&self) -> bool {
        matches!(self.ground, Some(Ground::Breach { .. }))
    }
}

/// What would stand in a cell, and by whose word, if what is void had never come. `rows`: the whole
/// log of the cell, in order; none: nobody has written there. An undo brings back what stood before
/// what it undoes, also where that was written over something void.
pub fn without(rows: &[Said]) -> Option<Stands> {
    let first = rows.first()?;
    let mut content = first.edit.expected();
    let mut claims = Claims::default();
    let mut signature = RollCall {
        by: first.person,
        at: first.made_at,
    };
    let mut earlier: HashMap<ChangeId, (&Said, Content)> = HashMap::new();
    for row in rows {
        // What an earlier voiding brought back stands by the words that are told again here.
        if row.is_void || row.takes_back() {
            continue;
        }
        let undone = match &row.ground {
            Some(Ground::Settles { change }) => earlier.get(change),
            _ => None,
        };
        let undone =
            undone.filter(|(of, _)| of.person == row.person && brings_back(&row.edit, &of.edit));
        let (goes_on, wanted) = match undone {
            Some((of, before)) => (GoesOn::Undoes(of.origin()), before.clone()),
            None => (GoesOn::Seen, row.edit.wanted()),
        };
        let moved = wanted != content;
        claims.accepted(row.claim(), goes_on, moved);
        earlier.insert(row.id, (row, content));
        content = wanted;
        if moved {
            signature = RollCall {
                by: row.person,
                at: row.made_at,
            };
        }
    }
    let said_at = newest(&claims);
    Some(Stands {
        content,
        claims,
        signature,
        said_at,
    })
}

/// The place of the newest of the words by which a value stands.
fn newest(claims: &Claims) -> Option<i64> {
    let holds = |one: &&Claim| matches!(one.standing, Standing::Wrote | Standing::Agrees);
    claims.iter().filter(holds).map(|one| one.seq).max()
}

/// Who voids, for which report, on which device, when; planned when the log ended at `at`.
#[derive(Debug, Clone)]
pub struct VoidingBy {
    pub school: SchoolId,
    pub actor: Actor,
    pub device: DeviceId,
    pub breach: BreachId,
    pub gesture: GestureId,
    pub received_at: Timestamp,
    pub at: i64,
}

impl Prepared {
    /// The batch that brings cells back.
    pub fn voiding(by: VoidingBy, backs: Vec<Back>) -> Result<Self, StoreError> {
        let (mut lessons, mut terms): (BTreeSet<LessonId>, BTreeSet<TermKey>) = Default::default();
        let (mut items, mut cells) = (Vec::with_capacity(backs.len()), HashMap::new());
        for back in backs {
            match back.sheet {
                SheetId::Lesson(lesson) => lessons.insert(lesson),
                SheetId::Term { journal, period } => terms.insert((journal, period)),
            };
            let wanted = back.stands.content.clone();
            let Some(edit) = Edit::between(back.cell, back.now, wanted) else {
                return Err(StoreError::Damaged("a cell of another kind".to_owned()));
            };
            let change = Change {
                id: by.id(back.sheet, back.cell),
                gesture: by.gesture,
                made_at: by.received_at,
                sheet: back.sheet,
                edit,
                ground: Some(Ground::Breach { breach: by.breach }),
                beside: None,
                after: None,
            };
            let payload = Payload::of(&change)?;
            items.push(Item {
                n: 0,
                change,
                clock_suspect: false,
                payload,
            });
            cells.insert((back.sheet, back.cell), back.stands);
        }
        Ok(Self {
            school: by.school,
            actor: by.actor,
            device: by.device,
            received_at: by.received_at,
            may_set_aside: true,
            items,
            lessons,
            terms,
            plan_items: BTreeSet::new(),
            voiding: Some(Voiding { at: by.at, cells }),
        })
    }
}

impl VoidingBy {
    /// The id of a change that brings a cell back: another for each time it is planned.
    fn id(&self, sheet: SheetId, cell: Cell) -> ChangeId {
        let mut hash = Sha256::new();
        hash.update(b"zhurnal void change 1\0");
        for number in [self.school.0, self.breach.0, self.at] {
            hash.update(number.to_be_bytes());
        }
        hash.update(format!("{sheet} {cell}"));
        let hash: [u8; 32] = hash.finalize().into();
        let id = hash.first_chunk().copied().unwrap_or_default();
        ChangeId(Builder::from_random_bytes(id).into_uuid())
    }
}

impl Settling<'_> {
    /// Settles a change by the rules, or brings a cell back.
    pub(super) fn settle_on(
        &mut self,
        item: &Item,
        sheet: &mut dyn TakesChanges,
        writers: &mut Writers,
        last_bell: Option<NaiveTime>,
    ) -> Answer {
        let batch = self.batch;
        match &batch.voiding {
            Some(voiding) => self.take_back(voiding, item, sheet, writers),
            None => self.settle_in(item, sheet, writers, last_bell),
        }
    }

    /// There is no such sheet.
    pub(super) fn no_sheet(&mut self, item: &Item) -> Answer {
        let outcome = ChangeRefusal::NoSuchSheet.into();
        match self.batch.voiding {
            Some(_) => Answer::Is(outcome),
            None => self.set_aside(item, outcome),
        }
    }

    /// Brings a cell back, unless somebody has written there since that was planned.
    fn take_back(
        &mut self,
        voiding: &Voiding,
        item: &Item,
        sheet: &mut dyn TakesChanges,
        writers: &mut Writers,
    ) -> Answer {
        let (change, journal) = (&item.change, sheet.journal());
        let cell = change.edit.cell();
        let planned = voiding.cells.get(&(change.sheet, cell));
        let card = self.directory.journal(journal);
        let (Some(stands), Some(card)) = (planned, card) else {
            return Answer::Is(ChangeRefusal::NoSuchSheet.into());
        };
        let now = sheet.content(cell);
        let is_new = |one: &Claim| one.seq > voiding.at;
        let claims = writers.claims_mut(cell);
        if now != change.edit.expected() || claims.iter().any(is_new) {
            return Answer::Is(in_conflict(now, None, self.directory));
        }
        *claims = stands.claims.clone();
        self.settled.claimed(change.sheet, cell);
        if now == stands.content {
            return Answer::Is(ChangeOutcome::applied(self.settled.seq, None));
        }
        self.settled.seq += 1;
        let seq = self.settled.seq;
        let row = LogRow::of(seq, item, self.batch, journal, &Verdict::OnTime);
        claims.push(Claim {
            standing: Standing::TookBack,
            ..row.claim()
        });
        sheet.put(&change.edit, stands.signature);
        self.settled.log.push(row);
        self.settled.moved(change.sheet, cell);
        self.settled.streams.insert(card.stream);
        Answer::Is(ChangeOutcome::applied(seq, None))
    }
}
