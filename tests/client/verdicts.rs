//! The desk says to each change what the server says to it: random schools, people, moments and edits,
//! judged by the desk on the pages that the server has given it, and by the server in its transaction.
//!
//! `ZHURNAL_VERDICTS` says how many verdicts are compared, `ZHURNAL_SEED` from which school on; what is
//! printed with `--nocapture` is how long the desk needed for one.

#[path = "verdicts/chance.rs"]
mod chance;
#[path = "verdicts/edits.rs"]
mod edits;
#[path = "verdicts/world.rs"]
mod world;

use chance::Chance;
use journal::view::Me;
use journal::{
    Change, ChangeId, ChangeOutcome, ChangeRefusal, Clock, DeviceId, Edit, GestureId, JournalId,
    Lesson, LessonId, PeriodId, PersonId, PersonName, Role, Roles, SheetId, Timestamp, Verdict,
};
use offline::{Cached, IdSource, ServerClock};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use storage::{Batch, BatchOutcome, Journals, Reader, Submitted, Versioned};
use uuid::Uuid;
use world::{PEOPLE, SCHOOL, TIME, World};
use zhurnal::desk::Desk;

/// Enough to meet each kind of verdict of each regulation.
const DEFAULT: usize = 4_000;
const SITTINGS_OF_A_SCHOOL: usize = 60;
const EDITS_OF_A_SITTING: usize = 30;

#[derive(Debug)]
struct Standing(Timestamp);

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

/// What the desk says of a change: nothing of what cannot be.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Judged(Verdict),
    Impossible,
    /// The page is not the person's to see.
    Unseen,
}

/// Somebody at a desk at a moment, with changes of a lesson or a term one after the other.
struct Sitting {
    person: (PersonId, Role),
    at: Timestamp,
    journal: JournalId,
    sheet: SheetId,
    in_grid: bool,
    changes: Vec<(Change, Said)>,
}

#[derive(Default)]
struct Tally {
    compared: usize,
    kinds: BTreeMap<&'static str, usize>,
    judging: Duration,
    judged: u32,
    differ: Vec<String>,
}

fn number(of: &str, default: usize) -> usize {
    let said = std::env::var(of).ok();
    said.map_or(default, |text| text.replace('_', "").parse().unwrap())
}

fn desk(at: Timestamp, (person, role): (PersonId, Role)) -> Desk {
    let time = Rc::new(ServerClock::new(Arc::new(Standing(at))));
    let mut desk = Desk::new(time, IdSource::new([1; 32]));
    desk.me = Some(Me {
        person,
        name: PersonName::default(),
        roles: Roles(vec![role]),
        school: String::new(),
        class_teacher_of: Vec::new(),
        leads: Vec::new(),
        must_change_password: false,
    });
    desk
}

fn cached<T>(page: T, at: Timestamp) -> Cached<T> {
    Cached {
        page,
        fetched_at: at,
        stale: false,
        writers: BTreeMap::default(),
    }
}

fn read<T: Serialize + DeserializeOwned>(page: Versioned<T>) -> Option<T> {
    match page {
        Versioned::Page { page, .. } => Some(page.read().unwrap()),
        Versioned::Unchanged => None,
    }
}

impl World {
    async fn show_lesson(&self, desk: &mut Desk, reader: &Reader, lesson: LessonId) {
        let page = self.store.open_lesson(reader, lesson, None).await.unwrap();
        if let Some(page) = page.and_then(read) {
            let page = cached(page, reader.at);
            desk.pages.show_lesson(lesson, page);
        }
    }

    async fn show_journal(&self, desk: &mut Desk, reader: &Reader, of: (JournalId, PeriodId)) {
        let ((journal, period), on) = (of, TIME.local(reader.at).date());
        let page = self
            .store
            .open_journal(reader, journal, Some(period), on, None);
        if let Some(page) = page.await.unwrap().and_then(read) {
            let page = cached(page, reader.at);
            desk.pages.show_journal(journal, page);
        }
    }

    /// Somebody sits down to a sheet, and enters one thing after the other.
    async fn sitting(&self, chance: &mut Chance, tally: &mut Tally) -> Sitting {
        let lesson: Lesson = chance.one(&self.lessons);
        let (person, role) = chance.one(&PEOPLE);
        let person = (PersonId(person), role);
        let at = edits::moment(chance, &lesson);
        let sheet = edits::sheet(chance, &lesson);
        let in_grid = chance.often(40) || sheet.lesson().is_none();
        let mut desk = desk(at, person);
        desk.take_rules(self.store.rules(SCHOOL).await.unwrap().unwrap());
        let reader = Reader {
            school: SCHOOL,
            person: person.0,
            roles: Roles(vec![role]),
            at,
        };
        match sheet {
            SheetId::Lesson(lesson) if !in_grid => {
                self.show_lesson(&mut desk, &reader, lesson).await;
            }
            SheetId::Lesson(_) => {
                let holds = |(_, first, last): &&(i64, &str, &str)| {
                    world::date(first) <= lesson.date && lesson.date <= world::date(last)
                };
                let period = world::QUARTERS.iter().find(holds).unwrap().0;
                let of = (lesson.journal, PeriodId(period));
                self.show_journal(&mut desk, &reader, of).await;
                // Who stands in for another opens the lesson, not the journal.
                if desk.pages.spot(sheet).is_none() {
                    self.show_lesson(&mut desk, &reader, lesson.id).await;
                }
            }
            SheetId::Term { journal, period } => {
                self.show_journal(&mut desk, &reader, (journal, period))
                    .await;
            }
        }
        let mut sitting = Sitting {
            person,
            at,
            journal: lesson.journal,
            sheet,
            in_grid,
            changes: Vec::new(),
        };
        for nth in 0..EDITS_OF_A_SITTING {
            let Some(change) = sitting.change(chance, (&desk, &lesson), nth) else {
                continue;
            };
            let said = said(&desk, &change, tally);
            if let Said::Judged(verdict) = &said
                && verdict.accepts()
            {
                desk.put(std::slice::from_ref(&change));
            }
            sitting.changes.push((change, said));
        }
        sitting
    }

    async fn send(&self, sitting: &Sitting) -> Vec<ChangeOutcome> {
        let changes = (1..).zip(&sitting.changes);
        let changes = changes.map(|(n, (change, _))| Submitted {
            n,
            change: change.clone(),
            clock_suspect: false,
        });
        let batch = Batch {
            school: SCHOOL,
            person: sitting.person.0,
            roles: Roles(vec![sitting.person.1]),
            device: DeviceId(sitting.changes[0].0.id.0),
            received_at: sitting.at,
            may_set_aside: true,
            changes: changes.collect(),
        };
        match self.store.apply_changes(batch).await.unwrap() {
            BatchOutcome::Stored { outcomes, .. } => outcomes,
            other => panic!("{other:?}"),
        }
    }
}

impl Sitting {
    fn change(
        &self,
        chance: &mut Chance,
        (desk, lesson): (&Desk, &Lesson),
        nth: usize,
    ) -> Option<Change> {
        let edit = match desk.pages.spot(self.sheet) {
            Some(spot) => edits::edit(chance, lesson.journal, &spot, self.in_grid)?,
            // Whoever does not see a sheet may send something of it all the same.
            None if nth == 0 => unseen(lesson, self.sheet),
            None => return None,
        };
        let id = Uuid::from_u64_pair(u64::try_from(chance.below(i64::MAX)).unwrap(), 7);
        Some(Change {
            id: ChangeId(id),
            gesture: GestureId(id),
            made_at: self.at,
            sheet: self.sheet,
            edit,
            ground: None,
            beside: None,
            after: None,
        })
    }
}

fn unseen(lesson: &Lesson, sheet: SheetId) -> Edit {
    let pupil = world::pupils(world::group_of(lesson.journal))[0];
    let (none, five) = ("none".parse().unwrap(), "5".parse().unwrap());
    match sheet {
        SheetId::Lesson(_) => Edit::Topic {
            step: journal::FromTo::new(
                None,
                Some(journal::Topic {
                    text: "Дроби".to_owned(),
                    item: None,
                }),
            ),
        },
        SheetId::Term { .. } => Edit::PeriodMark {
            pupil,
            step: journal::FromTo::new(none, five),
        },
    }
}

fn said(desk: &Desk, change: &Change, tally: &mut Tally) -> Said {
    let Some(spot) = desk.pages.spot(change.sheet) else {
        return Said::Unseen;
    };
    if spot.check(change).is_err() {
        return Said::Impossible;
    }
    let started = Instant::now();
    let verdict = desk.judge_change(change);
    tally.judging += started.elapsed();
    tally.judged += 1;
    Said::Judged(verdict.unwrap().in_short())
}

/// Whether the server has come to the same.
fn agrees(said: &Said, outcome: &ChangeOutcome) -> bool {
    match (said, outcome) {
        (Said::Judged(said), ChangeOutcome::Applied { verdict, .. }) => said == verdict,
        (Said::Judged(said), ChangeOutcome::Refused { problem }) => {
            matches!(problem, ChangeRefusal::Judged { verdict } if said == verdict)
        }
        (Said::Impossible, ChangeOutcome::Refused { problem }) => {
            matches!(problem, ChangeRefusal::Invalid { .. })
        }
        (Said::Unseen, ChangeOutcome::Refused { problem }) => {
            matches!(problem, ChangeRefusal::NoSuchSheet)
        }
        _ => false,
    }
}

/// In a group of several classes whose class teacher somebody is of one pupil's class alone, the page
/// does not say of which: the desk refuses what the server would take.
fn is_stricter(sitting: &Sitting, said: &Said) -> bool {
    let refuses = matches!(said, Said::Unseen | Said::Judged(Verdict::Forbidden { .. }));
    let leads = world::CLASS_TEACHERS.contains(&sitting.person.0.0);
    refuses && leads && world::group_of(sitting.journal) == world::MIXED
}

fn kind(said: &Said) -> &'static str {
    match said {
        Said::Judged(Verdict::OnTime) => "in time",
        Said::Judged(Verdict::Late { .. }) => "late",
        Said::Judged(Verdict::Locked { .. }) => "locked",
        Said::Judged(Verdict::Forbidden { .. }) => "forbidden",
        Said::Impossible => "impossible",
        Said::Unseen => "unseen",
    }
}

async fn compare(tally: &mut Tally, seed: u64, wanted: usize) {
    let mut chance = Chance::of(seed);
    let world = World::new(&mut chance).await;
    for nth in 0..SITTINGS_OF_A_SCHOOL {
        if tally.compared >= wanted {
            break;
        }
        let sitting = world.sitting(&mut chance, tally).await;
        if sitting.changes.is_empty() {
            continue;
        }
        let outcomes = world.send(&sitting).await;
        assert_eq!(outcomes.len(), sitting.changes.len());
        for ((change, said), outcome) in sitting.changes.iter().zip(outcomes) {
            tally.compared += 1;
            *tally.kinds.entry(kind(said)).or_default() += 1;
            if agrees(said, &outcome) {
                continue;
            }
            if !is_stricter(&sitting, said) {
                let Sitting {
                    person, in_grid, ..
                } = &sitting;
                tally.differ.push(format!(
                    "seed {seed} ({}), sitting {nth}: {person:?} at {}, in the grid: {in_grid}\n  \
                     {change:?}\n  desk: {said:?}\n  server: {outcome:?}",
                    world.profile,
                    TIME.local(sitting.at),
                ));
            }
            // What follows stands on other pages.
            break;
        }
    }
    world.close().await;
}

#[test]
fn desk_and_server_say_the_same_to_random_changes() {
    let wanted = number("ZHURNAL_VERDICTS", DEFAULT);
    let first = u64::try_from(number("ZHURNAL_SEED", 1)).unwrap();
    let mut tally = Tally::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut seed = first;
    while tally.compared < wanted && tally.differ.len() < 20 {
        runtime.block_on(compare(&mut tally, seed, wanted));
        seed += 1;
    }
    let mut told = String::new();
    for (kind, count) in &tally.kinds {
        write!(told, " {kind} {count}").unwrap();
    }
    let each = tally.judging / tally.judged.max(1);
    println!(
        "{} verdicts:{told}; the desk needs {each:?} for one",
        tally.compared
    );
    assert!(tally.differ.is_empty(), "{}", tally.differ.join("\n"));
    let met = [
        "in time",
        "late",
        "locked",
        "forbidden",
        "impossible",
        "unseen",
    ];
    for kind in met {
        assert!(
            tally.kinds.contains_key(kind),
            "{kind} was never met:{told}"
        );
    }
}
