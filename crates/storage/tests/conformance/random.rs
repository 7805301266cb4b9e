//! Random batches by several devices, replays and gaps among them: every backend ends in the
//! same state with the same answers as the model.

use crate::fixture::*;
use crate::pages::assert_as_in_the_model;
use crate::stage::{self, Stage};
use journal::*;
use proptest::prelude::*;
use std::sync::Arc;
use storage::{Batch, Journals, Submitted, Versioned};

/// A batch before it is known what the device's last number is.
#[derive(Debug, Clone)]
struct Try {
    device: usize,
    /// Where it begins, counted from the number that is due: below 0 it replays.
    from: i64,
    minutes: i64,
    changes: Vec<Move>,
}

#[derive(Debug, Clone)]
struct Move {
    /// Which of the lessons that the writer knows of.
    lesson: usize,
    pupil: i64,
    kind: u8,
    value: usize,
    /// Expects what stands there, or else what nobody knows.
    honest: bool,
    /// Minutes by which the device's clock runs ahead.
    ahead: i64,
    suspect: bool,
    /// Takes the id of an earlier change.
    reuses: Option<u64>,
}

fn moves() -> impl Strategy<Value = Move> {
    (
        0..8_usize,
        prop::sample::select(vec![101, 101, 101, 102, 102, 103, 104, 105, 201, 201]),
        0..9_u8,
        0..4_usize,
        prop::bool::weighted(0.7),
        prop::sample::select(vec![0, 0, 0, 0, -600, 1, 3, 9]),
        prop::bool::weighted(0.05),
        prop::option::weighted(0.05, 0..40_u64),
    )
        .prop_map(
            |(lesson, pupil, kind, value, honest, ahead, suspect, reuses)| Move {
                lesson,
                pupil,
                kind,
                value,
                honest,
                ahead,
                suspect,
                reuses,
            },
        )
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (
        0..4_usize,
        prop::sample::select(vec![0, 0, 0, 0, -1, -2, -3, 1]),
        0..4000_i64,
    );
    let one = (one, prop::collection::vec(moves(), 1..6)).prop_map(
        |((device, from, minutes), changes)| Try {
            device,
            from,
            minutes,
            changes,
        },
    );
    prop::collection::vec(one, 1..14)
}

const WRITERS: [PersonId; 4] = [ORLOVA, ORLOVA, ZIMIN, LEBEDEVA];

/// Own lessons, lessons of the own class, lessons of nobody's.
const LESSONS: [[i64; 8]; 4] = [
    [1005, 1005, 1005, 1003, 1003, 2001, 5001, 4002],
    [1005, 1005, 1003, 1006, 3001, 5001, 1007, 77],
    [1006, 1006, 2001, 2001, 5001, 5001, 4002, 1005],
    [4002, 4002, 4002, 4001, 3001, 3001, 5001, 2001],
];

fn homework(value: usize) -> Option<Homework> {
    let named = Audience::Pupils([ABRAMOV, BELOVA].into());
    let some = |text: &str, audience| Homework {
        text: text.into(),
        audience,
        ..Homework::default()
    };
    [
        None,
        Some(some("§ 1", Audience::All)),
        Some(some("", Audience::All)),
        Some(Homework {
            nature: Some(Nature::Oral),
            ..some("§ 2", named)
        }),
    ][value % 4]
        .clone()
}

/// What a move wants in its cell.
fn wanted(one: &Move) -> (Cell, Content) {
    let (pupil, value) = (PupilId(one.pupil), one.value);
    let states = [
        Attendance::Present,
        Attendance::Absent,
        Attendance::Late { minutes: 7 },
        Attendance::Late { minutes: 70 },
    ];
    let mark = |value: usize| {
        let texts = ["", "5", "4/5", "point:2026-11-20"];
        (value > 0).then(|| Mark::new(texts[value % 4].parse().unwrap(), 2))
    };
    let reason = |standing| {
        let kind = [ReasonKind::Illness, ReasonKind::Valid, ReasonKind::Invalid][value % 3];
        (value > 0).then_some(AbsenceReason {
            kind,
            standing,
            document: None,
        })
    };
    let topic = Topic {
        text: format!("Тема {value}"),
        item: Some(PlanItemId(903)),
    };
    let forms = [
        LessonForm::InPerson,
        LessonForm::Distance,
        LessonForm::Electronic,
    ];
    match one.kind {
        0 | 1 => (
            Cell::Attendance { pupil },
            Content::Attendance(states[value % 4]),
        ),
        2 => (
            Cell::Mark {
                pupil,
                work: WorkRef::first(ORAL),
            },
            Content::Mark(mark(value)),
        ),
        3 => (
            Cell::Mark {
                pupil,
                work: WorkRef { kind: TEST, nth: 1 },
            },
            Content::Mark(mark(value)),
        ),
        4 => (
            Cell::Reason { pupil },
            Content::Reason(reason(Standing::Stated)),
        ),
        5 => (
            Cell::Reason { pupil },
            Content::Reason(reason(Standing::Confirmed)),
        ),
        6 => (Cell::RollCall, Content::RollCall(value % 2 == 0)),
        7 if value % 2 == 0 => (Cell::Topic, Content::Topic((value > 0).then_some(topic))),
        7 => (Cell::Form, Content::Form(forms[value % 3])),
        _ => {
            let slot = u8::try_from(value % 2).unwrap();
            (Cell::Homework { slot }, Content::Homework(homework(value)))
        }
    }
}

/// What stands in a cell of the model.
async fn standing(model: &Arc<dyn Journals>, lesson: LessonId, cell: Cell) -> Option<Content> {
    let page = model
        .open_lesson(&reader(DEPUTY), lesson, None)
        .await
        .unwrap()?;
    let Versioned::Page { page, .. } = page else {
        return None;
    };
    let page = page.read().unwrap();
    Some(page.sheet.content(cell))
}

struct Devices {
    last: [u64; 4],
    made: Vec<Vec<Submitted>>,
    next_id: u64,
}

impl Devices {
    async fn batch(&mut self, model: &Arc<dyn Journals>, one: &Try) -> Batch {
        let received = Timestamp(at("2026-11-16T07:00").0 + one.minutes * 60_000_000);
        let due = self.last[one.device] + 1;
        let first = due.saturating_add_signed(one.from).max(1);
        let mut changes: Vec<Submitted> = self.made[one.device]
            .iter()
            .filter(|before| before.n >= first)
            .cloned()
            .collect();
        let next = if one.from > 0 { first } else { due };
        for (n, step) in (next..).zip(&one.changes) {
            let lesson = LessonId(LESSONS[one.device][step.lesson]);
            changes.push(self.submitted(model, step, lesson, (n, received)).await);
        }
        let person = WRITERS[one.device];
        Batch {
            school: SchoolId(1),
            person,
            roles: roles(person),
            device: device(50 + u64::try_from(one.device).unwrap()),
            received_at: received,
            may_set_aside: true,
            changes,
        }
    }

    async fn submitted(
        &mut self,
        model: &Arc<dyn Journals>,
        one: &Move,
        lesson: LessonId,
        (n, received): (u64, Timestamp),
    ) -> Submitted {
        let (cell, new) = wanted(one);
        let now = standing(model, lesson, cell).await;
        let old = now.filter(|_| one.honest).unwrap_or_else(|| new.clone());
        let edit = Edit::between(cell, old, new).unwrap();
        self.next_id += 1;
        let id = one.reuses.map_or(self.next_id, |id| id % self.next_id + 1);
        let made = Timestamp(received.0 + one.ahead * 60_000_000);
        Submitted {
            n,
            change: change(id, lesson, made, edit),
            clock_suspect: one.suspect,
        }
    }

    fn note(&mut self, device: usize, batch: &Batch, outcome: &storage::BatchOutcome) {
        if let storage::BatchOutcome::Stored { last_n, .. } = outcome {
            self.last[device] = *last_n;
            for change in &batch.changes {
                if self.made[device].iter().all(|before| before.n != change.n) {
                    self.made[device].push(change.clone());
                }
            }
        }
    }
}

async fn same_as_the_model(stage: Stage, tries: Vec<Try>) {
    let model = stage::model().await;
    let stage = stage.with_school().await;
    let mut devices = Devices {
        last: [0; 4],
        made: vec![Vec::new(); 4],
        next_id: 0,
    };
    for one in tries {
        let batch = devices.batch(&model, &one).await;
        let expected = model.apply_changes(batch.clone()).await.unwrap();
        let outcome = stage.store.apply_changes(batch.clone()).await.unwrap();
        assert_eq!(outcome, expected, "{batch:?}");
        devices.note(one.device, &batch, &expected);
    }
    let ours: Arc<dyn Journals> = stage.store.clone();
    assert_as_in_the_model(&ours, &model).await;
    stage.store.close().await;
}

pub fn run(future: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(future);
}

/// So many cases, or as many as `PROPTEST_CASES` says.
pub fn cases(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let is_said = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if is_said { default.cases } else { cases },
        max_shrink_iters: 200,
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(cases(48))]
    #[test]
    fn sqlite_does_what_the_model_does(tries in tries()) {
        run(async { same_as_the_model(stage::sqlite(), tries).await });
    }
}

proptest! {
    #![proptest_config(cases(12))]
    #[test]
    fn postgres_does_what_the_model_does(tries in tries()) {
        run(async {
            if let Some(stage) = stage::postgres().await {
                same_as_the_model(stage, tries).await;
            }
        });
    }
}
