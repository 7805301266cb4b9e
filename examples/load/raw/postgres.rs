//! PostgreSQL: a batch is one round trip, from BEGIN to COMMIT, with arrays for its rows.

use super::{Batch, SCHOOL};
use crate::seat::turn;
use anyhow::Context;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};
use uuid::Uuid;

const RAISE: &str = "UPDATE school_seq SET seq = seq + $2 WHERE school_id = $1";
const LOG: &str = "INSERT INTO change_log (school_id, seq, change_id, gesture_id, device_id, n, \
     person_id, lesson_id, journal_id, kind, pupil_id, edit, ground, hash, due, clause_id, \
     clause_cite, made_at, received_at) \
     SELECT $1, q.seq - $2 + u.nth, u.id, $5, $6, $7 + u.nth - 1, $8, $9, $10, 'mark', u.pupil, \
     u.edit, NULL, u.hash, NULL, NULL, NULL, $11, $11 \
     FROM school_seq q, unnest($3::uuid[], $4::bigint[], $12::text[], $13::bytea[]) \
     WITH ORDINALITY AS u (id, pupil, edit, hash, nth) WHERE q.school_id = $1";
const MARK: &str = "INSERT INTO mark \
     (school_id, lesson_id, pupil_id, work_kind_id, nth, value, weight, comment) \
     SELECT $1, $2, *, $6, 1, NULL FROM unnest($3::bigint[], $4::bigint[], $5::bigint[]) \
     ON CONFLICT (school_id, lesson_id, pupil_id, work_kind_id, nth) DO UPDATE SET \
     value = excluded.value, weight = excluded.weight, comment = excluded.comment";
const STREAM: &str = "INSERT INTO stream (school_id, stream_id, seq, change_id) \
     SELECT school_id, $2, seq, $3 FROM school_seq WHERE school_id = $1 \
     ON CONFLICT (school_id, stream_id) DO UPDATE SET \
     seq = excluded.seq, change_id = excluded.change_id";
const DEVICE: &str = "INSERT INTO device \
     (school_id, device_id, person_id, last_n, seen_at, since_at, before_at) \
     VALUES ($1, $2, $3, $4, $5, $5, $5) \
     ON CONFLICT (school_id, device_id) DO UPDATE SET last_n = excluded.last_n, \
     seen_at = excluded.seen_at, since_at = excluded.since_at, before_at = excluded.before_at";

struct Link {
    client: Client,
    raise: Statement,
    log: Statement,
    mark: Statement,
    stream: Statement,
    device: Statement,
}

/// Some connections, as many as the server has.
#[derive(Clone)]
pub struct Pool {
    links: Arc<Mutex<Vec<Link>>>,
    places: Arc<Semaphore>,
}

impl Pool {
    /// Connects to a database that has the schema and the school.
    pub async fn connect(url: &str, connections: usize) -> anyhow::Result<Self> {
        let mut links = Vec::with_capacity(connections);
        for _ in 0..connections {
            links.push(Link::open(url).await?);
        }
        let places = Arc::new(Semaphore::new(links.len()));
        Ok(Self {
            links: Arc::new(Mutex::new(links)),
            places,
        })
    }

    /// Answers after COMMIT.
    pub async fn write(&self, batch: &Batch) -> anyhow::Result<()> {
        let _place = self.places.acquire().await?;
        let link = self
            .links
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let link = link.context("no connection")?;
        let written = link.write(batch).await;
        self.links
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(link);
        Ok(written?)
    }
}

impl Link {
    async fn open(url: &str) -> anyhow::Result<Self> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        Ok(Self {
            raise: client.prepare(RAISE).await?,
            log: client.prepare(LOG).await?,
            mark: client.prepare(MARK).await?,
            stream: client.prepare(STREAM).await?,
            device: client.prepare(DEVICE).await?,
            client,
        })
    }

    async fn write(&self, batch: &Batch) -> Result<(), tokio_postgres::Error> {
        let place = &*batch.place;
        let pupils: Vec<i64> = place.cells.iter().map(|cell| cell.pupil.0).collect();
        let kinds: Vec<i64> = place.cells.iter().map(|cell| cell.work.kind.0).collect();
        let nths: Vec<i64> = place
            .cells
            .iter()
            .map(|cell| cell.work.nth.into())
            .collect();
        let edits: Vec<&str> = place
            .cells
            .iter()
            .map(|cell| cell.edit(batch.round))
            .collect();
        let hashes: Vec<[u8; 32]> = batch.ids.iter().map(|id| Batch::hash(*id)).collect();
        let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
        let value = turn(batch.round, 1).value.to_string();
        let (ids, count, last_n): (&[Uuid], i64, i64) = (&batch.ids, batch.len(), batch.last_n());
        let log: [&(dyn ToSql + Sync); 13] = [
            &SCHOOL,
            &count,
            &ids,
            &pupils,
            &batch.gesture,
            &place.device,
            &batch.first_n,
            &place.person,
            &place.lesson,
            &place.journal,
            &batch.at,
            &edits,
            &hashes,
        ];
        let mark: [&(dyn ToSql + Sync); 6] =
            [&SCHOOL, &place.lesson, &pupils, &kinds, &nths, &value];
        let device: [&(dyn ToSql + Sync); 5] =
            [&SCHOOL, &place.device, &place.person, &last_n, &batch.at];
        let raise: [&(dyn ToSql + Sync); 2] = [&SCHOOL, &count];
        let newest = batch.ids.last().copied().unwrap_or_default();
        let stream: [&(dyn ToSql + Sync); 3] = [&SCHOOL, &place.journal, &newest];
        let c = &self.client;
        let (begun, raised, logged, marked, versioned, noted, committed) = futures_util::join!(
            c.batch_execute("BEGIN"),
            c.execute(&self.raise, &raise),
            c.execute(&self.log, &log),
            c.execute(&self.mark, &mark),
            c.execute(&self.stream, &stream),
            c.execute(&self.device, &device),
            c.batch_execute("COMMIT"),
        );
        begun?;
        for done in [raised, logged, marked, versioned, noted] {
            done?;
        }
        committed
    }
}
