//! The same rows by plain SQL: one thread, commits in groups, savepoints, `synchronous=FULL`.

use crate::school::cells_of;
use crate::{Failure, Score};
use rusqlite::{Connection, params};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

struct Job {
    client: i64,
    school: i64,
    round: u64,
    reply: Sender<()>,
}

/// Runs so many clients for some time; answers the time of each batch.
pub fn run(url: &str, clients: usize, schools: i64, time: Duration) -> Result<Vec<u128>, Failure> {
    let connection = Connection::open(url.strip_prefix("sqlite:").unwrap_or(url))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.set_prepared_statement_cache_capacity(64);
    let (queue, jobs) = channel();
    let end = Instant::now() + time;
    let base = u64::try_from(clients)?;
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || write(&connection, &jobs));
        let asking: Vec<_> = (0..clients)
            .map(|n| {
                let queue = queue.clone();
                scope.spawn(move || {
                    let client = i64::try_from(n)?;
                    let mut score = Score::default();
                    let mut round = base << 32;
                    while Instant::now() < end {
                        let (reply, answer) = channel();
                        let began = Instant::now();
                        round += 1;
                        queue.send(Job {
                            client,
                            school: 1 + client % schools,
                            round,
                            reply,
                        })?;
                        answer.recv()?;
                        score.note(began);
                    }
                    Ok::<_, Failure>(score.micros)
                })
            })
            .collect();
        drop(queue);
        let mut all = Vec::new();
        for one in asking {
            all.extend(one.join().map_err(|_| "a client broke")??);
        }
        writer.join().map_err(|_| "the writer broke")??;
        Ok(all)
    })
}

fn write(c: &Connection, jobs: &Receiver<Job>) -> Result<(), Failure> {
    while let Ok(first) = jobs.recv() {
        c.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut done = vec![first];
        while done.len() < 64 {
            match jobs.try_recv() {
                Ok(job) => done.push(job),
                Err(_) => break,
            }
        }
        for job in &done {
            c.prepare_cached("SAVEPOINT job")?.execute([])?;
            one(c, job)?;
            c.prepare_cached("RELEASE job")?.execute([])?;
        }
        c.prepare_cached("COMMIT")?.execute([])?;
        for job in done {
            job.reply.send(())?;
        }
    }
    Ok(())
}

fn one(c: &Connection, job: &Job) -> Result<(), Failure> {
    let (lesson, pupils) = cells_of(job.client);
    let count = i64::try_from(pupils.len())?;
    let seq: i64 = c
        .prepare_cached(
            "UPDATE school_seq SET seq = seq + ?2 WHERE school_id = ?1 RETURNING seq - ?2",
        )?
        .query_row(params![job.school, count], |row| row.get(0))?;
    let mut log = c.prepare_cached(
        "INSERT INTO change_log (school_id, seq, change_id, gesture_id, device_id, n, person_id, \
         lesson_id, journal_id, kind, pupil_id, edit, ground, hash, due, clause_id, clause_cite, \
         made_at, received_at) VALUES (?1, ?2, ?3, ?3, ?3, ?4, 1, ?5, 1, 'attendance', ?6, ?7, \
         NULL, ?8, NULL, NULL, NULL, 1, 1)",
    )?;
    let mut cell = c.prepare_cached(
        "INSERT INTO attendance (school_id, lesson_id, pupil_id, state) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (school_id, lesson_id, pupil_id) DO UPDATE SET state = excluded.state",
    )?;
    let state = if job.round.is_multiple_of(2) {
        "absent"
    } else {
        "late:5"
    };
    for (n, pupil) in (1..).zip(&pupils) {
        let edit =
            format!(r#"{{"kind":"attendance","pupil":{pupil},"old":"late:5","new":"absent"}}"#);
        let id = uuid::Uuid::from_u64_pair(
            0x0191_0000_0000_7000 + job.round,
            job.client.unsigned_abs() << 32 | n,
        );
        let n = i64::try_from(n)?;
        log.execute(params![
            job.school,
            seq + n,
            id.as_bytes(),
            n,
            lesson,
            pupil,
            edit,
            [0_u8; 32]
        ])?;
        cell.execute(params![job.school, lesson, pupil, state])?;
    }
    c.prepare_cached(
        "UPDATE device SET last_n = last_n + ?2 WHERE school_id = ?1 AND device_id = ?3",
    )?
    .execute(params![
        job.school,
        count,
        uuid::Uuid::from_u64_pair(4, job.client.unsigned_abs()).as_bytes()
    ])?;
    Ok(())
}
