//! What the server in memory keeps, and what it decides on a change.

use crate::pages::{ORLOVA, PUPILS, name};
use crate::server::LOCKED;
use journal::claim::{Origin, Standing};
use journal::view::Logged;
use journal::{
    Cell, Change, ChangeId, Claim, Claims, DeviceId, Edit, GoesOn, Ground, LessonId, PersonId,
    PersonName, Refused, Sheet, SheetId, Timestamp, Verdict,
};
use protocol::{Code, Numbered, Outcome, Problem};
use std::collections::BTreeMap;

#[derive(Clone)]
pub struct Device {
    pub person: PersonId,
    pub last_n: u64,
    /// Which change came under which number.
    pub numbers: BTreeMap<u64, ChangeId>,
}

#[derive(Clone)]
pub struct State {
    pub epoch: u32,
    pub sheets: BTreeMap<LessonId, Sheet>,
    pub log: Vec<Logged>,
    pub ids: BTreeMap<ChangeId, (Change, Outcome)>,
    pub devices: BTreeMap<DeviceId, Device>,
    pub sessions: BTreeMap<String, (PersonId, DeviceId)>,
    pub claims: BTreeMap<(SheetId, Cell), Claims>,
    /// Which device has sent the rows of the log.
    pub senders: BTreeMap<ChangeId, DeviceId>,
}

impl State {
    pub fn take(
        &mut self,
        numbered: &Numbered,
        (sender, person): (DeviceId, PersonId),
        now: Timestamp,
    ) -> Outcome {
        let Numbered {
            n,
            change,
            clock_suspect,
        } = numbered;
        let device = self.devices.get_mut(&sender).unwrap();
        if let Some((known, first)) = self.ids.get(&change.id) {
            device.last_n = device.last_n.max(*n);
            return if known == change {
                Outcome::AlreadyApplied {
                    first: Box::new(first.clone()),
                }
            } else {
                Outcome::Refused {
                    problem: Problem::new(Code::ChangeIdReused),
                }
            };
        }
        if *n <= device.last_n {
            return Outcome::Refused {
                problem: Problem::new(Code::DeviceNumberReused),
            };
        }
        device.last_n = *n;
        device.numbers.insert(*n, change.id);
        let outcome = if *clock_suspect {
            Outcome::Held
        } else {
            self.decide(change, (sender, person), now)
        };
        self.ids
            .insert(change.id, (change.clone(), outcome.clone()));
        outcome
    }

    fn decide(
        &mut self,
        change: &Change,
        (device, person): (DeviceId, PersonId),
        now: Timestamp,
    ) -> Outcome {
        let cell = change.edit.cell();
        let Some(sheet) = self.sheets.get_mut(&change.sheet.lesson().unwrap()) else {
            return Outcome::Refused {
                problem: Problem::new(Code::NotFound),
            };
        };
        if matches!(cell, Cell::Mark { pupil, .. } if pupil == LOCKED) {
            return Outcome::Refused {
                problem: Problem::new(Code::RefusedByRegulation),
            };
        }
        let before = sheet.content(cell);
        let named = self.log.iter().find(|logged| {
            change.after == Some(logged.change.id)
                && logged.by == person
                && logged.change.edit.cell() == cell
        });
        let origin = named.map(|logged| Origin {
            device: self.senders.get(&logged.change.id).copied(),
            seq: logged.seq,
        });
        let settles = change.after.map(|change| Ground::Settles { change });
        let goes_on = match origin {
            Some(origin) if change.ground == settles => GoesOn::Undoes(origin),
            Some(origin) => GoesOn::Corrects(origin),
            None if change.after.is_some() => GoesOn::FromNothing,
            None => GoesOn::Seen,
        };
        let is_member = |pupil| PUPILS.contains(&pupil);
        let of = change.sheet;
        let claims = |cell| self.claims.get(&(of, cell));
        let by = (person, device);
        let applied = journal::claim::apply(sheet, &claims, change, by, goes_on, &is_member);
        match applied {
            Ok(()) => {
                // The log tells what really stood there.
                let mut told = change.clone();
                told.edit = Edit::between(cell, before.clone(), told.edit.wanted()).unwrap();
                let seq = self.log.last().map_or(0, |logged| logged.seq) + 1;
                let claims = self.claims.entry((of, cell)).or_default();
                let claim = Claim {
                    person,
                    at: now,
                    device: Some(device),
                    seq,
                    first: seq,
                    standing: Standing::Wrote,
                };
                claims.accepted(claim, goes_on, before != change.edit.wanted());
                self.senders.insert(change.id, device);
                self.log.push(Logged {
                    seq,
                    change: told,
                    by: person,
                    by_name: writer(person),
                    journal: sheet.lesson.journal,
                    received_at: now,
                    in_time_by_device: false,
                    late: None,
                    void: None,
                });
                Outcome::Applied {
                    seq,
                    verdict: Verdict::OnTime,
                }
            }
            Err(Refused::Conflict { cell: about, now }) => {
                let claims = self.claims.entry((of, about)).or_default();
                let own = [Some(device), origin.and_then(|origin| origin.device)];
                let other = origin.and_then(|_| claims.others(person, own).next());
                let against = other.or_else(|| claims.writer());
                let by = against.map(|claim| writer(claim.person));
                let at = against.map(|claim| claim.at);
                if let GoesOn::Undoes(undone) = goes_on
                    && about == cell
                    && *now == change.edit.expected()
                {
                    claims.let_go((person, Some(device)), undone);
                }
                Outcome::Conflict { now: *now, by, at }
            }
            Err(Refused::Invalid(why)) => Outcome::Refused {
                problem: Problem::invalid_change(&why),
            },
        }
    }
}

pub fn writer(person: PersonId) -> PersonName {
    name(if person == ORLOVA {
        "Орлова"
    } else {
        "Петров"
    })
}
