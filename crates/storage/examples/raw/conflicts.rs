//! One teacher with a long log behind one lesson sends batches of conflicts, and eight others write
//! meanwhile: how long do they wait?

use crate::school::{self, Client};
use crate::{Failure, report};
use journal::{
    Attendance, Change, ChangeId, ChangeOutcome, DeviceId, Edit, FromTo, GestureId, Homework,
    LessonId, SchoolTime, Timestamp,
};
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use storage::{Batch, BatchOutcome, Store, Submitted};
use uuid::Uuid;

/// Rows in the log of the one lesson.
const ROWS: usize = 140_000;
/// Changes of a batch.
const BATCH: usize = 200;
/// How often the server takes such a batch of one person: 3000 changes a minute.
const PACE: Duration = Duration::from_secs(4);

/// The one teacher, at a lesson of a class nobody else of this run writes to.
struct Teacher {
    lesson: LessonId,
    at: Timestamp,
    n: u64,
}

impl Teacher {
    const CLIENT: i64 = 200;

    fn new() -> Self {
        Self {
            lesson: school::lesson_of(Self::CLIENT),
            at: school::lesson(Self::CLIENT, school::LESSONS - 1)
                .bells(SchoolTime::MOSCOW)
                .1,
            n: 0,
        }
    }

    fn batch(&mut self, edit: impl Fn(u64) -> Edit) -> Batch {
        let changes = (0..BATCH).map(|_| {
            self.n += 1;
            let change = Change {
                id: ChangeId(Uuid::from_u64_pair(0x0192_0000_0000_7000, self.n)),
                gesture: GestureId(Uuid::from_u64_pair(5, self.n)),
                made_at: self.at,
                sheet: self.lesson.into(),
                edit: edit(self.n),
                ground: None,
                beside: None,
                after: None,
            };
            Submitted {
                n: self.n,
                change,
                clock_suspect: false,
            }
        });
        let changes = changes.collect();
        let reader = school::reader(1, Self::CLIENT);
        Batch {
            school: reader.school,
            person: reader.person,
            roles: reader.roles,
            device: DeviceId(Uuid::from_u64_pair(6, 1)),
            received_at: self.at,
            may_set_aside: true,
            changes,
        }
    }

    /// A homework set and set again.
    fn rows(&mut self) -> Batch {
        self.batch(|n| Edit::Homework {
            slot: 0,
            step: FromTo::new((n > 1).then(|| homework(n - 1)), Some(homework(n))),
        })
    }

    /// Conflicts in cells nobody wrote, of the kind of the long log and of another.
    fn conflicts(&mut self) -> Batch {
        self.batch(|n| {
            if n.is_multiple_of(2) {
                let slot = u8::try_from(1 + n % 250).unwrap_or(1);
                let step = FromTo::new(Some(homework(n)), Some(homework(n + 1)));
                Edit::Homework { slot, step }
            } else {
                let late = |minutes| Attendance::Late { minutes };
                Edit::Attendance {
                    pupil: school::pupil(
                        Self::CLIENT / school::JOURNALS,
                        i64::try_from(n % 30).unwrap_or(0),
                    ),
                    step: FromTo::new(late(1), late(2)),
                }
            }
        })
    }
}

fn homework(n: u64) -> Homework {
    Homework {
        text: format!("№ {n}"),
        ..Homework::default()
    }
}

async fn all(
    store: &Arc<dyn Store>,
    batch: Batch,
    expected: fn(&ChangeOutcome) -> bool,
) -> Result<(), Failure> {
    match store.apply_changes(batch).await? {
        BatchOutcome::Stored { outcomes, .. } if outcomes.iter().all(expected) => Ok(()),
        other => Err(format!("otherwise than expected: {other:?}").into()),
    }
}

/// Fills the lesson's log, then measures the others without and with the conflicts.
pub async fn measure(
    store: &Arc<dyn Store>,
    clients: Vec<Client>,
    time: Duration,
) -> Result<(), Failure> {
    let mut teacher = Teacher::new();
    let began = Instant::now();
    for _ in 0..ROWS / BATCH {
        let rows = teacher.rows();
        all(store, rows, |one| {
            matches!(one, ChangeOutcome::Applied { .. })
        })
        .await?;
    }
    writeln!(
        std::io::stdout(),
        "{ROWS} rows in the log of one lesson: {:?}",
        began.elapsed()
    )?;
    let count = clients.len();
    let began = Instant::now();
    let (micros, clients) = crate::through_store(store, clients, time).await?;
    report("others, no conflicts", count, micros, began.elapsed())?;

    let paces = [
        ("at the server's pace", PACE),
        ("without end", Duration::ZERO),
    ];
    let mut clients = clients;
    for (name, pace) in paces {
        let stop = Arc::new(AtomicBool::new(false));
        let (theirs, until) = (Arc::clone(store), Arc::clone(&stop));
        let conflicts = tokio::spawn(async move {
            let mut micros = Vec::new();
            while !until.load(Ordering::Relaxed) {
                let batch = teacher.conflicts();
                let began = Instant::now();
                all(&theirs, batch, |one| {
                    matches!(one, ChangeOutcome::Conflict { .. })
                })
                .await?;
                micros.push(began.elapsed().as_micros());
                tokio::time::sleep(pace).await;
            }
            Ok::<_, Failure>((micros, teacher))
        });
        let began = Instant::now();
        let (micros, back) = crate::through_store(store, clients, time).await?;
        report(&format!("others, {name}"), count, micros, began.elapsed())?;
        clients = back;
        stop.store(true, Ordering::Relaxed);
        let (micros, back) = conflicts.await??;
        report(
            &format!("200 conflicts, {name}"),
            1,
            micros,
            began.elapsed(),
        )?;
        teacher = back;
    }
    Ok(())
}
