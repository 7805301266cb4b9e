//! A school's table of people, some 9,000 amendments, taken as one and taken back: how long it is
//! beside plain inserts of the same rows, what memory it takes, and how long eight teachers wait
//! for their marks meanwhile.

use crate::school::{self, Client, NOW};
use crate::{Failure, Score, report};
use journal::register::{
    Amendment, GestureFate, GestureOutcome, GroupRecord, GroupSort, GuardianshipRecord, Kinship,
    MembershipRecord, MovementRecord, MovementSort, PersonRecord, Record, RecordId, RecordKind,
    RecordRef, YearId,
};
use journal::{
    ChangeId, ClassId, GestureId, GroupId, PersonId, PersonName, PupilId, Role, Roles, SchoolId,
};
use rusqlite::{Connection, params};
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};
use storage::{BatchOutcome, Gesture, Reader, Store, Taking, Undoing};
use uuid::Uuid;

const SCHOOL: SchoolId = SchoolId(1);
const PUPILS: i64 = 865;
/// Groups of a class, and of a pupil.
const GROUPS: i64 = 4;

/// Takes it, and takes it back.
pub async fn measure(store: &Arc<dyn Store>, url: &str) -> Result<(), Failure> {
    let amendments = table(store).await?;
    let count = amendments.len();
    let seen = Instant::now();
    store.amend_whole(gesture(&amendments), true).await?;
    let seen = seen.elapsed();
    let plain = match url.strip_prefix("sqlite:") {
        Some(path) => Some(inserted(path, &amendments)?),
        None => None,
    };
    peak_from_now();
    let at_rest = peak()?;
    let written = store.amend_whole(gesture(&amendments), false);
    let (took, done) = beside_marks(store, "marks while it is taken", written).await?;
    expect(Some(&done), count)?;
    let peak = peak()?;
    writeln!(
        std::io::stdout(),
        "{count} amendments as one: seen in {seen:?}, written in {took:?}; the rows alone {plain:?}; \
         memory {at_rest} -> {peak} KiB",
    )?;
    let undoing = Undoing {
        school: SCHOOL,
        person: PersonId(1),
        roles: Roles(vec![Role::Admin]),
        device: school::device(1),
        received_at: NOW,
        made_at: NOW,
        of: GestureId(Uuid::from_u64_pair(9, 1)),
        gesture: GestureId(Uuid::from_u64_pair(9, 2)),
        agreed: Vec::new(),
    };
    let back = async { store.undo(undoing, false).await };
    let (took, done) = beside_marks(store, "marks while it is taken back", back).await?;
    expect(done.as_ref(), count)?;
    writeln!(std::io::stdout(), "taken back in {took:?}")?;
    Ok(())
}

fn gesture(amendments: &[Amendment]) -> Gesture {
    Gesture {
        school: SCHOOL,
        person: PersonId(1),
        roles: Roles(vec![Role::Admin]),
        device: school::device(1),
        received_at: NOW,
        amendments: amendments.to_vec(),
        agreed: Vec::new(),
        taking: Taking::Whole,
    }
}

fn expect(done: Option<&GestureOutcome>, count: usize) -> Result<(), Failure> {
    let written = done.is_some_and(|done| {
        let totals = done.totals;
        matches!(done.fate, GestureFate::Written { .. }) && totals.created + totals.removed == count
    });
    written.then_some(()).ok_or_else(|| {
        let first = done.map(|done| (done.fate, done.totals, done.untaken.first().cloned()));
        format!("not written: {first:?}").into()
    })
}

/// How long something takes, and the wait of each batch of eight teachers meanwhile.
async fn beside_marks<T>(
    store: &Arc<dyn Store>,
    name: &str,
    work: impl Future<Output = Result<T, storage::StoreError>>,
) -> Result<(Duration, T), Failure> {
    let over = Arc::new(AtomicBool::new(false));
    let teachers = (0..8).map(|_| {
        let (store, over) = (Arc::clone(store), Arc::clone(&over));
        let mut client = Client::new(NEXT.fetch_add(1, Ordering::Relaxed), 1);
        tokio::spawn(async move {
            let mut score = Score::default();
            while !over.load(Ordering::Relaxed) {
                let began = Instant::now();
                match store.apply_changes(client.batch()).await? {
                    BatchOutcome::Stored { .. } => score.note(began),
                    other => return Err(format!("refused: {other:?}").into()),
                }
            }
            Ok::<_, Failure>(score.micros)
        })
    });
    let teachers: Vec<_> = teachers.collect();
    let began = Instant::now();
    let done = work.await;
    let took = began.elapsed();
    over.store(true, Ordering::Relaxed);
    let mut all = Vec::new();
    for teacher in teachers {
        all.extend(teacher.await??);
    }
    let longest = all.iter().max().copied().unwrap_or_default();
    report(name, 8, all, took)?;
    writeln!(
        std::io::stdout(),
        "the longest wait for marks: {longest} us"
    )?;
    Ok((took, done?))
}

/// Clients that have not written yet.
static NEXT: AtomicI64 = AtomicI64::new(100);

/// People, parents, lines, groups and places in them.
async fn table(store: &Arc<dyn Store>) -> Result<Vec<Amendment>, Failure> {
    let mut free = [0; 5];
    let kinds = [
        RecordKind::Person,
        RecordKind::Movement,
        RecordKind::Guardianship,
        RecordKind::Group,
        RecordKind::Membership,
    ];
    for (kind, free) in kinds.into_iter().zip(&mut free) {
        let admin = Reader {
            school: SCHOOL,
            person: PersonId(1),
            roles: Roles(vec![Role::Admin]),
            at: NOW,
        };
        let page = store.records(&admin, kind, NOW).await?.page();
        *free = page.ok_or("no page")?.free_id.0;
    }
    let [person, movement, guardianship, group, membership] = free;
    let mut made: Vec<(RecordKind, i64, Record)> = Vec::new();
    for nth in 0..school::CLASSES * GROUPS {
        let record = GroupRecord {
            year: YearId(1),
            title: format!("Подгруппа {nth}"),
            sort: GroupSort::Part,
            class: Some(ClassId(1 + nth / GROUPS)),
        };
        made.push((RecordKind::Group, group + nth, Record::Group(record)));
    }
    for nth in 0..PUPILS {
        let (pupil, class) = (person + nth * 3, nth % school::CLASSES);
        for id in [pupil, pupil + 1, pupil + 2] {
            let name = PersonName {
                last: format!("Новиков{id}"),
                first: "Александра".to_owned(),
                middle: "Константиновна".to_owned(),
            };
            made.push((
                RecordKind::Person,
                id,
                Record::Person(PersonRecord { name }),
            ));
        }
        let line = MovementRecord {
            pupil: PupilId(pupil),
            sort: MovementSort::Enrol,
            day: school::day(30),
            class: Some(ClassId(1 + class)),
            ..MovementRecord::default()
        };
        made.push((RecordKind::Movement, movement + nth, Record::Movement(line)));
        for (at, kinship) in [(0, Kinship::Mother), (1, Kinship::Father)] {
            let record = GuardianshipRecord {
                parent: PersonId(pupil + 1 + at),
                pupil: PupilId(pupil),
                kinship,
                ..GuardianshipRecord::default()
            };
            let id = guardianship + nth * 2 + at;
            made.push((RecordKind::Guardianship, id, Record::Guardianship(record)));
        }
        for at in 0..GROUPS {
            let record = MembershipRecord {
                group: GroupId(group + class * GROUPS + at),
                pupil: PupilId(pupil),
                from: Some(school::day(30)),
                until: None,
            };
            let id = membership + nth * GROUPS + at;
            made.push((RecordKind::Membership, id, Record::Membership(record)));
        }
    }
    let numbered = (1..).zip(made);
    let amendments = numbered.map(|(n, (kind, id, record))| Amendment {
        id: ChangeId(Uuid::from_u64_pair(
            0x0193_0000_0000_7000 + n,
            0x8000 << 48 | n,
        )),
        gesture: GestureId(Uuid::from_u64_pair(9, 1)),
        made_at: NOW,
        record: kind.at(RecordId(id)),
        expected: None,
        wanted: Some(record),
        ground: None,
    });
    Ok(amendments.collect())
}

/// How long the same rows take by plain SQL in one transaction, which is rolled back.
fn inserted(path: &str, amendments: &[Amendment]) -> Result<Duration, Failure> {
    let c = Connection::open(path)?;
    c.pragma_update(None, "synchronous", "FULL")?;
    c.pragma_update(None, "foreign_keys", "ON")?;
    let bodies = amendments
        .iter()
        .map(|one| serde_json::to_string(&one.wanted));
    let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
    let began = Instant::now();
    c.execute_batch("BEGIN IMMEDIATE")?;
    {
        let mut log = c.prepare(
            "INSERT INTO amendment_log (school_id, seq, amendment_id, gesture_id, device_id, \
             person_id, kind, record_id, before, after, ground, made_at, received_at) \
             VALUES (1, ?1, ?2, ?3, ?3, 1, ?4, ?5, NULL, ?6, NULL, 1, 1)",
        )?;
        let mut put = c.prepare(
            "INSERT INTO record (school_id, kind, record_id, seq, body) \
             VALUES (1, ?1, ?2, ?3, ?4)",
        )?;
        let mut person = c.prepare("INSERT INTO person (school_id, person_id) VALUES (1, ?1)")?;
        for (n, (one, body)) in (1_i64 << 40..).zip(amendments.iter().zip(&bodies)) {
            let RecordRef { kind, id } = one.record;
            let (amendment, gesture) = (one.id.0.as_bytes(), one.gesture.0.as_bytes());
            log.execute(params![n, amendment, gesture, kind.word(), id.0, body])?;
            put.execute(params![kind.word(), id.0, n, body])?;
            if kind == RecordKind::Person {
                person.execute([id.0])?;
            }
        }
    }
    let written = began.elapsed();
    c.execute_batch("ROLLBACK")?;
    Ok(written)
}

/// Has the system count the peak of the memory anew.
fn peak_from_now() {
    // Where there is no such file, the peak is that of the whole run.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The peak of the memory, in KiB.
fn peak() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|text| text.split_whitespace().next());
    Ok(peak.ok_or("no VmHWM")?.parse()?)
}
