//! What becomes of each amendment of a gesture, by the rights, the ids and the register.

use super::answers::answer;
use super::lessons::Lessons;
use crate::directory::Directory;
use crate::records;
use crate::sql::{Snapshot, Value, values};
use crate::store::{Gesture, StoreError};
use journal::register::{
    Amended, Amendment, AmendmentOutcome, Consequences, Follow, Material, Record, RecordRef,
    Refusal, Register, Taken, Totals,
};
use journal::{PersonId, Timestamp};
use std::collections::BTreeSet;

// Changes and amendments share one space of ids.
const KNOWN: &str = "SELECT seq, person_id, kind, record_id, before, after FROM amendment_log \
     WHERE school_id = $1 AND amendment_id = $2 \
     UNION ALL SELECT 0, 0, '', 0, '', '' FROM change_log WHERE school_id = $1 AND change_id = $2 \
     UNION ALL SELECT 0, 0, '', 0, '', '' FROM set_aside WHERE school_id = $1 AND change_id = $2";
const LAST: &str = "SELECT person_id, received_at FROM amendment_log \
     WHERE school_id = $1 AND kind = $2 AND record_id = $3 ORDER BY seq DESC LIMIT 1";

/// A gesture as it can be taken.
pub struct Planned {
    pub amended: Amended,
    /// What moves a record, in the order in which it can be taken.
    pub steps: Vec<Step>,
    /// The register after all of it.
    pub after: Register,
    /// The lessons that were read for it.
    pub lessons: Lessons,
}

/// An amendment that moves a record.
pub struct Step {
    /// Its place in the gesture.
    pub place: usize,
    pub amendment: Amendment,
    pub before: Option<Record>,
    pub follows: Option<Follow>,
}

/// Plans a gesture, and counts what it would change in the lessons.
pub async fn plan(
    s: &dyn Snapshot,
    directory: &Directory,
    gesture: &Gesture,
) -> Result<Planned, StoreError> {
    let mut planned = Planned {
        amended: Amended {
            totals: Totals::default(),
            consequences: Consequences::default(),
            outcomes: vec![AmendmentOutcome::Unchanged; gesture.amendments.len()],
        },
        steps: Vec::new(),
        after: Register::default(),
        lessons: Lessons::of(directory),
    };
    let (mut places, mut fresh) = (Vec::new(), Vec::new());
    let mut ids = BTreeSet::new();
    let mut refused = 0;
    let mut stand = 0;
    for (place, amendment) in gesture.amendments.iter().enumerate() {
        let early = if ids.insert(amendment.id) {
            early(s, directory, gesture, amendment).await?
        } else {
            Some(AmendmentOutcome::IdReused)
        };
        match early {
            Some(outcome) => {
                let stands = matches!(outcome, AmendmentOutcome::AlreadyApplied { .. });
                *(if stands { &mut stand } else { &mut refused }) += 1;
                planned.answer(place, outcome);
            }
            None => {
                places.push(place);
                fresh.push(amendment.clone());
            }
        }
    }
    let register = &directory.records;
    let today = directory.school.time.local(gesture.received_at).date();
    let mut material = Material::default();
    let mut plan = register.plan(&fresh, &material);
    while !plan.consequences.unanswered.is_empty() {
        let questions = std::mem::take(&mut plan.consequences.unanswered);
        let with = (&mut planned.lessons, &mut material);
        answer(s, directory, today, &questions, with).await?;
        if !plan.count(&material) {
            plan = register.plan(&fresh, &material);
        }
    }
    for (outcome, (place, amendment)) in plan.outcomes.into_iter().zip(places.iter().zip(&fresh)) {
        if let Err(refusal) = outcome {
            let outcome = refused_by(s, directory, amendment.record, refusal).await?;
            planned.answer(*place, outcome);
        }
    }
    for taken in plan.taken {
        if let (Some(place), Some(amendment)) = (places.get(taken.place), fresh.get(taken.place)) {
            planned.take(*place, amendment, taken);
        }
    }
    planned.amended.totals = plan.totals;
    planned.amended.totals.refused += refused;
    planned.amended.totals.same += stand;
    planned.amended.consequences = plan.consequences;
    planned.after = plan.after;
    Ok(planned)
}

impl Planned {
    /// Says what became of the amendment at a place.
    pub fn answer(&mut self, place: usize, outcome: AmendmentOutcome) {
        if let Some(slot) = self.amended.outcomes.get_mut(place) {
            *slot = outcome;
        }
    }

    /// Nothing of it is written: there is no consent to what it would do.
    pub fn withhold(&mut self) {
        for step in std::mem::take(&mut self.steps) {
            self.answer(step.place, AmendmentOutcome::NotAgreed);
        }
    }

    fn take(&mut self, place: usize, amendment: &Amendment, taken: Taken) {
        if taken.before == amendment.wanted {
            return;
        }
        self.answer(place, AmendmentOutcome::Applied { seq: None });
        self.steps.push(Step {
            place,
            amendment: amendment.clone(),
            before: taken.before,
            follows: taken.follows,
        });
    }
}

/// What becomes of an amendment before anybody looks at the register.
async fn early(
    s: &dyn Snapshot,
    directory: &Directory,
    gesture: &Gesture,
    amendment: &Amendment,
) -> Result<Option<AmendmentOutcome>, StoreError> {
    let values = values![gesture.school, Value::Uuid(amendment.id.0)];
    let text = |record: &Option<Record>| record.as_ref().map(records::to_text).transpose();
    let (expected, wanted) = (text(&amendment.expected)?, text(&amendment.wanted)?);
    let at = amendment.record;
    let known = s.rows(KNOWN, values, |row| {
        let (before, after): (Option<&str>, Option<&str>) = (row.get(4)?, row.get(5)?);
        let same = row.get::<PersonId>(1)? == gesture.person
            && row.get::<&str>(2)? == at.kind.word()
            && row.get::<i64>(3)? == at.id.0
            && (before, after) == (expected.as_deref(), wanted.as_deref());
        Ok(if same {
            AmendmentOutcome::AlreadyApplied { seq: row.get(0)? }
        } else {
            AmendmentOutcome::IdReused
        })
    });
    let mut known = known.await?;
    // What was taken stands, whatever else came with its id.
    known.sort_by_key(|outcome| *outcome == AmendmentOutcome::IdReused);
    if let Some(outcome) = known.into_iter().next() {
        return Ok(Some(outcome));
    }
    let judged = directory
        .regulation
        .judge_amendment(&gesture.roles, amendment);
    let forbidden = judged.err();
    Ok(forbidden.map(|it| AmendmentOutcome::Forbidden { clause: it.clause }))
}

/// The answer to a refusal; a conflict says who the other writer is.
async fn refused_by(
    s: &dyn Snapshot,
    directory: &Directory,
    at: RecordRef,
    refusal: Refusal,
) -> Result<AmendmentOutcome, StoreError> {
    let Refusal::Conflict { now } = refusal else {
        return Ok(AmendmentOutcome::Refused { refusal });
    };
    let values = values![directory.school.id, at.kind.word(), at.id.0];
    let last = s.row(LAST, values, |row| {
        let (by, at): (PersonId, Timestamp) = (row.get(0)?, row.get(1)?);
        Ok((directory.name(by), at))
    });
    let (by, at) = last.await?.unzip();
    Ok(AmendmentOutcome::Conflict { now, by, at })
}
