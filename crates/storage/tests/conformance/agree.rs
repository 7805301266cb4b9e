//! The check and the database agree on random amendments of every kind of record: what the check lets
//! through is committed with the very outcome that it foretold, what it refuses is refused and moves
//! nothing, and would have broken a rule that is said here once more ([`rules`], [`turns`]).

#[path = "agree/held.rs"]
mod held;
#[path = "agree/lessons.rs"]
mod lessons;
#[path = "agree/rules.rs"]
mod rules;
#[path = "agree/school.rs"]
pub mod school;
#[path = "agree/turns.rs"]
mod turns;
#[path = "agree/ways.rs"]
mod ways;
#[path = "agree/wishes.rs"]
pub mod wishes;

use crate::fixture::*;
use crate::random::{cases, run};
use crate::stage::{self, Stage};
use held::{Held, TODAY};
use journal::register::*;
use journal::regulation::{GestureOf, RegisterRights};
use journal::*;
use proptest::prelude::*;
use rules::state;
use school::{SCHOOL, amendment, beside, furnished, gesture, standing};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use storage::{Gesture, Store, Taking, Undoing, Versioned};
use turns::{Turn, forced};
use wishes::{Step, steps};

/// The school as the check alone has brought it, beside the one in a database.
struct Pair {
    store: Arc<dyn Store>,
    register: Register,
    held: Held,
    regulation: Regulation,
    /// The place of the last amendment in the order of commits.
    seq: i64,
    amended: BTreeSet<RecordRef>,
    /// What was written as one and can be taken back.
    written: Vec<(GestureId, Vec<Moved>)>,
    gestures: u64,
}

/// What the check foretells of a gesture.
struct Foretold {
    outcomes: Vec<AmendmentOutcome>,
    plan: Plan,
    /// What the plan was asked about, and where each stands in the gesture.
    asked: Vec<(usize, Amendment)>,
    /// The places of those that move a record, in the order in which they do.
    steps: Vec<usize>,
}

impl Pair {
    async fn of(store: Arc<dyn Store>) -> Self {
        let register = standing(&store).await;
        Self {
            regulation: school::rules(&store).await.regulation,
            seq: store.end_of_log(SCHOOL).await.unwrap().seq,
            held: Held::of_the_fixture(&register),
            register,
            store,
            amended: school::furniture().into_iter().map(|(at, _)| at).collect(),
            written: Vec::new(),
            gestures: 1,
        }
    }

    async fn take(&mut self, step: &Step) {
        self.gestures += 1;
        let Some((gesture, undoes)) = self.gesture(step) else {
            return;
        };
        let foretold = self.foretell(&gesture);
        self.breaks_nothing_and_refuses_with_reason(&foretold);
        let seen = self.ask(&gesture, undoes, true).await;
        let dangers = seen.consequences.dangers().count() > 0;
        self.is_as_foretold(&gesture, &foretold, &seen, "seen");
        let mut outcomes = foretold.outcomes.iter();
        let refused = gesture.taking == Taking::Whole && outcomes.any(AmendmentOutcome::is_untaken);
        if dangers && !refused {
            let unseen = self.ask(&gesture, undoes, false).await;
            for place in &foretold.steps {
                assert_eq!(unseen.outcomes[*place], AmendmentOutcome::NotAgreed);
            }
            assert_eq!(self.store.end_of_log(SCHOOL).await.unwrap().seq, self.seq);
        }
        let agreed = Gesture {
            agreed: seen.consequences.effects.clone(),
            ..gesture.clone()
        };
        let done = self.ask(&agreed, undoes, false).await;
        self.is_as_foretold(&gesture, &foretold, &done, "done");
        assert_eq!(done.consequences, seen.consequences);
        if !refused && !foretold.steps.is_empty() {
            self.written(&gesture, foretold);
        }
        let newest = self.store.end_of_log(SCHOOL).await.unwrap().seq;
        assert_eq!(newest, self.seq, "{gesture:?}");
        let stands = standing(&self.store).await;
        assert_eq!(state(&stands), state(&self.register), "{gesture:?}");
    }

    fn gesture(&self, step: &Step) -> Option<(Gesture, Option<GestureId>)> {
        match step {
            Step::Gesture {
                wishes,
                whole,
                backwards,
            } => {
                // Each is thought of as if those before it were taken.
                let mut after = self.register.clone();
                let mut amendments = Vec::new();
                for (n, wish) in (0..).zip(wishes) {
                    let (at, was, is) = wish.made_of(&after);
                    after.put(at, is.clone());
                    amendments.push(amendment((self.gestures, n), (at, was, is)));
                }
                if *backwards {
                    amendments.reverse();
                }
                let taking = if *whole { Taking::Whole } else { Taking::Each };
                Some((gesture(DEPUTY, taking, amendments), None))
            }
            Step::Undo(nth) => {
                let (of, moved) = self.written.get(nth % self.written.len().max(1))?;
                let back = inverse(moved.clone()).into_iter();
                let back = (0..).zip(back).map(|(n, one)| {
                    let made = (one.record, one.before, one.after);
                    Amendment {
                        ground: Some(AmendmentGround::Undo { of: *of }),
                        ..amendment((self.gestures, n), made)
                    }
                });
                Some((gesture(DEPUTY, Taking::Undo, back.collect()), Some(*of)))
            }
        }
    }

    /// Asks the pure functions that a client has too.
    fn foretell(&self, gesture: &Gesture) -> Foretold {
        let actor = Actor {
            person: gesture.person,
            roles: self.register.roles_on(gesture.person, day(TODAY)),
        };
        let rights = RegisterRights::new(&self.regulation, &actor, &self.register, day(TODAY));
        let judged = match gesture.taking {
            Taking::Undo => rights.judge_undo(&gesture.amendments, GestureOf::Actor),
            Taking::UndoAnothers => rights.judge_undo(&gesture.amendments, GestureOf::Another),
            Taking::Each | Taking::Whole => rights.judge(&gesture.amendments),
            Taking::Void => gesture
                .amendments
                .iter()
                .map(|one| Ok(std::borrow::Cow::Borrowed(one)))
                .collect(),
        };
        let mut outcomes = vec![AmendmentOutcome::Unchanged; judged.len()];
        let mut asked = Vec::new();
        for (place, one) in judged.into_iter().enumerate() {
            match one {
                Ok(one) => asked.push((place, one.into_owned())),
                Err(it) => outcomes[place] = AmendmentOutcome::Forbidden { clause: it.clause },
            }
        }
        let fresh: Vec<_> = asked.iter().map(|(_, one)| one.clone()).collect();
        let mut material = Material::default();
        let mut plan = self.register.plan(&fresh, &material);
        while !plan.consequences.unanswered.is_empty() {
            for question in plan.consequences.unanswered.clone() {
                let found = self.held.answer(&self.register, &question);
                material.answer(question, found);
            }
            if !plan.count(&material) {
                plan = self.register.plan(&fresh, &material);
            }
        }
        for (outcome, (place, one)) in plan.outcomes.iter().zip(&asked) {
            outcomes[*place] = match outcome {
                Ok(()) => continue,
                Err(Refusal::Conflict { now }) => {
                    let known = self.amended.contains(&one.record);
                    AmendmentOutcome::Conflict {
                        now: now.clone(),
                        by: known.then(|| deputy(&self.register)),
                        at: known.then(|| at(school::NOW)),
                    }
                }
                Err(refusal) => AmendmentOutcome::Refused {
                    refusal: refusal.clone(),
                },
            };
        }
        let mut steps = Vec::new();
        for taken in &plan.taken {
            let (place, one) = &asked[taken.place];
            if taken.before != one.wanted {
                outcomes[*place] = AmendmentOutcome::Applied { seq: None };
                steps.push(*place);
            }
        }
        Foretold {
            outcomes,
            plan,
            asked,
            steps,
        }
    }

    /// By the rules that are said anew.
    fn breaks_nothing_and_refuses_with_reason(&self, foretold: &Foretold) {
        let before = state(&self.register);
        let after = state(&foretold.plan.after);
        let broken = rules::broken(&after);
        let asked: Vec<_> = foretold.asked.iter().map(|(_, one)| one).collect();
        assert_eq!(broken, [""; 0], "let through: {asked:?}");
        let mut register = self.register.clone();
        for taken in &foretold.plan.taken {
            let (_, one) = &foretold.asked[taken.place];
            let now = state(&register);
            let turn = Turn {
                before: &before,
                now: &now,
                register: &register,
                held: &self.held,
            };
            assert_eq!(turn.broken(one), [""; 0], "let through: {one:?}");
            register.put(one.record, one.wanted.clone());
        }
        for (outcome, (_, one)) in foretold.plan.outcomes.iter().zip(&foretold.asked) {
            let Err(refusal) = outcome else {
                continue;
            };
            let turn = Turn {
                before: &before,
                now: &after,
                register: &foretold.plan.after,
                held: &self.held,
            };
            let breaks =
                !turn.broken(one).is_empty() || !rules::broken(&forced(&after, one)).is_empty();
            assert!(breaks, "{refusal:?} without need: {one:?}");
        }
    }

    async fn ask(&self, gesture: &Gesture, undoes: Option<GestureId>, dry_run: bool) -> Amended {
        let count = gesture.amendments.len();
        match (gesture.taking, undoes) {
            (Taking::Undo, Some(of)) => {
                let asked = Undoing {
                    school: SCHOOL,
                    person: gesture.person,
                    roles: gesture.roles.clone(),
                    device: gesture.device,
                    received_at: gesture.received_at,
                    made_at: gesture.received_at,
                    of,
                    gesture: gesture.amendments.first().map_or(of, |one| one.gesture),
                    agreed: gesture.agreed.clone(),
                };
                let done = self.store.undo(asked, dry_run).await.unwrap();
                done.unwrap().told(count)
            }
            (Taking::Whole, _) => {
                let done = self.store.amend_whole(gesture.clone(), dry_run).await;
                done.unwrap().told(count)
            }
            _ => self.store.amend(gesture.clone(), dry_run).await.unwrap(),
        }
    }

    fn is_as_foretold(&self, gesture: &Gesture, foretold: &Foretold, told: &Amended, when: &str) {
        let kind = |outcome: &AmendmentOutcome| match outcome {
            // Of a gesture that is taken as one no single amendment is told to be as it was.
            AmendmentOutcome::Applied { .. }
            | AmendmentOutcome::Unchanged
            | AmendmentOutcome::NotAlone
                if gesture.taking != Taking::Each =>
            {
                AmendmentOutcome::Unchanged
            }
            AmendmentOutcome::Applied { .. } => AmendmentOutcome::Applied { seq: None },
            other => other.clone(),
        };
        let told_kinds: Vec<_> = told.outcomes.iter().map(kind).collect();
        let foretold_kinds: Vec<_> = foretold.outcomes.iter().map(kind).collect();
        assert_eq!(told_kinds, foretold_kinds, "{when}: {gesture:?}");
        if (gesture.taking, when) == (Taking::Each, "done") {
            for (seq, place) in (self.seq + 1..).zip(&foretold.steps) {
                let applied = AmendmentOutcome::Applied { seq: Some(seq) };
                assert_eq!(told.outcomes[*place], applied, "{gesture:?}");
            }
        }
        let forbidden = foretold.outcomes.len() - foretold.asked.len();
        let totals = Totals {
            refused: foretold.plan.totals.refused + forbidden,
            ..foretold.plan.totals
        };
        assert_eq!(told.totals, totals, "{when}: {gesture:?}");
        assert_eq!(
            beside_bells(&told.consequences),
            beside_bells(&foretold.plan.consequences),
            "{when}: {gesture:?}"
        );
        assert_eq!(told.consequences.moves, foretold.plan.consequences.moves);
    }

    fn written(&mut self, gesture: &Gesture, foretold: Foretold) {
        let mut moved = Vec::new();
        for taken in &foretold.plan.taken {
            let (place, one) = &foretold.asked[taken.place];
            if !foretold.steps.contains(place) {
                continue;
            }
            self.amended.insert(one.record);
            moved.push(Moved {
                record: one.record,
                before: taken.before.clone(),
                after: one.wanted.clone(),
            });
            if let Some(Follow::RoomRenamed { was, now }) = &taken.follows {
                self.held.rename_room(was, now);
            }
        }
        self.seq += i64::try_from(moved.len()).unwrap();
        if gesture.taking != Taking::Each {
            self.written.push((gesture.amendments[0].gesture, moved));
        }
        let given = foretold.plan.taken.iter().filter_map(|taken| {
            match &foretold.asked[taken.place].1.wanted {
                Some(Record::Office(office)) => Some(office.person),
                _ => None,
            }
        });
        for person in given {
            let trust = foretold.plan.after.trust_of(person, day(TODAY));
            if self
                .held
                .passwords
                .get(&person.0)
                .is_some_and(|it| *it < trust)
            {
                self.held.passwords.remove(&person.0);
            }
        }
        self.register = foretold.plan.after;
    }

    /// What rests in the database is what the check has made, lessons too.
    async fn rests_as_foretold(&self, beside: Arc<dyn Store>) {
        let rests = standing(&beside).await;
        assert_eq!(state(&rests), state(&self.register));
        let free = |register: &Register| -> BTreeMap<RecordKind, RecordId> {
            let kinds = RecordKind::ALL.iter();
            kinds.map(|kind| (*kind, register.free_id(*kind))).collect()
        };
        assert_eq!(free(&rests), free(&self.register));
        for lesson in &self.held.lessons {
            let opened = beside.open_lesson(&reader(DEPUTY), lesson.id, None).await;
            let Some(Versioned::Page { page, .. }) = opened.unwrap() else {
                panic!("{lesson:?}")
            };
            let page = page.read().unwrap();
            assert_eq!(page.sheet.lesson.room, lesson.room, "{lesson:?}");
        }
        lessons::are_whose_the_records_say(&beside, &state(&self.register), &self.held).await;
        beside.close().await;
    }
}

fn deputy(register: &Register) -> PersonName {
    match register.last(RecordKind::Person.at(RecordId(DEPUTY.0))) {
        Some(Record::Person(person)) => person.name.clone(),
        other => panic!("{other:?}"),
    }
}

/// Which lessons follow which bells only the database knows.
fn beside_bells(consequences: &Consequences) -> Vec<&Effect> {
    let effects = consequences.effects.iter();
    let effects = effects.filter(|effect| {
        !matches!(
            effect.kind,
            EffectKind::LosesBell { .. }
                | EffectKind::MovesBell { .. }
                | EffectKind::GainsBell { .. }
        )
    });
    effects.collect()
}

async fn agree(stage: Stage, on_postgres: bool, steps: Vec<Step>) {
    let stage = furnished(stage).await;
    let mut pair = Pair::of(Arc::clone(&stage.store)).await;
    assert_eq!(rules::broken(&state(&pair.register)), [""; 0]);
    for step in &steps {
        pair.take(step).await;
    }
    pair.rests_as_foretold(beside(&stage, on_postgres).await)
        .await;
    stage.store.close().await;
}

proptest! {
    #![proptest_config(cases(16))]
    #[test]
    fn sqlite_does_what_the_check_says(steps in steps(12)) {
        run(async { agree(stage::sqlite(), false, steps).await });
    }
}

proptest! {
    #![proptest_config(cases(5))]
    #[test]
    fn postgres_does_what_the_check_says(steps in steps(12)) {
        run(async {
            if let Some(stage) = stage::postgres().await {
                agree(stage, true, steps).await;
            }
        });
    }
}
