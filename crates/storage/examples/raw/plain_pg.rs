//! The same rows by plain SQL: one round trip a batch, arrays, the school's counter first.

use crate::school::cells_of;
use crate::{Failure, Score};
use futures_util::future::try_join5;
use std::time::{Duration, Instant};
use tokio_postgres::{NoTls, Statement};
use uuid::Uuid;

/// Runs so many clients, at most 16 connections, for some time; answers the time of each batch.
pub async fn run(
    url: &str,
    clients: usize,
    schools: i64,
    time: Duration,
) -> Result<Vec<u128>, Failure> {
    let end = Instant::now() + time;
    let cores = std::thread::available_parallelism()?.get();
    let limit = std::sync::Arc::new(tokio::sync::Semaphore::new(cores * 2 + 2));
    let mut tasks = Vec::new();
    for n in 0..clients {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        let limit = std::sync::Arc::clone(&limit);
        let number = i64::try_from(n)?;
        let base = u64::try_from(clients)? << 32;
        tasks.push(tokio::spawn(async move {
            let statements = Statements::prepare(&client).await?;
            let mut score = Score::default();
            let mut round = base;
            while Instant::now() < end {
                let began = Instant::now();
                let _permit = limit.acquire().await?;
                round += 1;
                one(&client, &statements, number, 1 + number % schools, round).await?;
                score.note(began);
            }
            Ok::<_, Failure>(score.micros)
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await??);
    }
    Ok(all)
}

struct Statements {
    seq: Statement,
    log: Statement,
    cells: Statement,
}

impl Statements {
    async fn prepare(client: &tokio_postgres::Client) -> Result<Self, Failure> {
        Ok(Self {
            seq: client
                .prepare("UPDATE school_seq SET seq = seq + $2 WHERE school_id = $1 RETURNING seq")
                .await?,
            log: client
                .prepare(
                    "INSERT INTO change_log (school_id, seq, change_id, gesture_id, device_id, n, \
                     person_id, lesson_id, journal_id, kind, pupil_id, edit, hash, made_at, \
                     received_at) SELECT $1, q.seq - u.n + 1, u.id, u.id, u.id, u.n, 1, $2, 1, \
                     'attendance', u.pupil, u.edit, u.hash, 1, 1 \
                     FROM school_seq q, \
                     unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::bytea[]) \
                     AS u (id, n, pupil, edit, hash) WHERE q.school_id = $1",
                )
                .await?,
            cells: client
                .prepare(
                    "INSERT INTO attendance (school_id, lesson_id, pupil_id, state) \
                     SELECT $1, $2, u.pupil, $4 FROM unnest($3::bigint[]) AS u (pupil) \
                     ON CONFLICT (school_id, lesson_id, pupil_id) \
                     DO UPDATE SET state = excluded.state",
                )
                .await?,
        })
    }
}

async fn one(
    client: &tokio_postgres::Client,
    statements: &Statements,
    number: i64,
    school: i64,
    round: u64,
) -> Result<(), Failure> {
    let (lesson, pupils) = cells_of(number);
    let count = i64::try_from(pupils.len())?;
    let n: Vec<i64> = (1..=count).collect();
    let ids: Vec<Uuid> = n
        .iter()
        .map(|n| {
            Uuid::from_u64_pair(
                0x0191_0000_0000_7000 + round,
                number.unsigned_abs() << 32 | n.unsigned_abs(),
            )
        })
        .collect();
    let edits: Vec<String> = pupils
        .iter()
        .map(|pupil| {
            format!(r#"{{"kind":"attendance","pupil":{pupil},"old":"late:5","new":"absent"}}"#)
        })
        .collect();
    let hashes: Vec<&[u8]> = pupils.iter().map(|_| [0_u8; 32].as_slice()).collect();
    let state = if round.is_multiple_of(2) {
        "absent"
    } else {
        "late:5"
    };
    let seq: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&school, &count];
    try_join5(
        client.batch_execute("BEGIN"),
        client.execute(&statements.seq, &seq),
        client.execute(
            &statements.log,
            &[&school, &lesson, &ids, &n, &pupils, &edits, &hashes],
        ),
        client.execute(&statements.cells, &[&school, &lesson, &pupils, &state]),
        client.batch_execute("COMMIT"),
    )
    .await?;
    Ok(())
}
