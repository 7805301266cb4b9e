//! What becomes of each amendment of a gesture, by the rights, the ids and the register.

use super::answers::answer;
use super::known;
use super::lessons::Lessons;
use super::rights::{self, Who};
use super::traces::Traces;
use crate::directory::Directory;
use crate::sql::{Snapshot, values};
use crate::store::{Gesture, StoreError, Taking};
use chrono::NaiveDate;
use journal::register::{
    Amended, Amendment, AmendmentOutcome, Consequences, Follow, Material, Plan, Record, RecordKind,
    RecordRef, Refusal, Register, Taken, Totals,
};
use journal::regulation::Forbidden;
use journal::{PersonId, PersonName, Timestamp};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

const LAST: &str = "SELECT record_id, person_id, received_at FROM amendment_log \
     WHERE school_id = $1 AND kind = $2 AND record_id = ANY($3) ORDER BY seq";

/// A gesture as it can be taken.
pub struct Planned {
    pub amended: Amended,
    /// What moves a record, in the order in which it can be taken.
    pub steps: Vec<Step>,
    /// The register after all of it.
    pub after: Register,
    /// The lessons that were read for it.
    pub lessons: Lessons,
    /// What was asked of the journals; none: more than holds until something new is written.
    pub asked: Option<Vec<Traces>>,
    /// How many amendments say of people what they have not consented to.
    unconsented: usize,
}

/// An amendment that moves a record.
pub struct Step {
    /// Its place in the gesture.
    pub place: usize,
    /// The amendment with what its writer did not see; none: it is taken as it came.
    pub filled: Option<Amendment>,
    pub before: Option<Record>,
    pub follows: Option<Follow>,
}

/// Plans a gesture, and counts what it would change in the lessons.
pub async fn plan(
    s: &dyn Snapshot,
    directory: &Directory,
    gesture: &Gesture,
) -> Result<Planned, StoreError> {
    let mut planned = Planned::none(directory);
    planned.amended.outcomes = vec![AmendmentOutcome::Unchanged; gesture.amendments.len()];
    let (mut refused, mut stand) = (0, 0);
    let mut places = Vec::with_capacity(gesture.amendments.len());
    let who = Who::writes(gesture, directory);
    let rights = who.rights(directory);
    let known = known::outcomes(s, &rights, gesture).await?;
    let mut judged = Vec::with_capacity(gesture.amendments.len());
    let outcomes = known.into_iter().zip(rights::judge(&rights, gesture));
    for (place, (known, one)) in outcomes.enumerate() {
        let forbidden = |it: Forbidden| AmendmentOutcome::Forbidden { clause: it.clause };
        let one = one.map_err(forbidden);
        let one = one.and_then(|one| grounded(one, gesture.taking));
        // Before anything is counted: a count tells as much as an outcome.
        let one = one.and_then(|one| {
            let is_hidden = rights.hides_what_stands(&one);
            (!is_hidden).then_some(one).ok_or_else(rights::taken)
        });
        match known.map_or(one, Err) {
            Err(outcome) => {
                let stands = matches!(outcome, AmendmentOutcome::AlreadyApplied { .. });
                *(if stands { &mut stand } else { &mut refused }) += 1;
                planned.answer(place, outcome);
            }
            Ok(amendment) => {
                places.push(place);
                judged.push(amendment);
            }
        }
    }
    let mut fresh = fresh(&gesture.amendments, judged);
    let today = directory.school.time.local(gesture.received_at).date();
    let mut material = Material::default();
    let mut plan = planned.consented(directory, today, (&mut fresh, &mut places), &material);
    while !plan.consequences.unanswered.is_empty() {
        let questions = std::mem::take(&mut plan.consequences.unanswered);
        let (mut traces, all) = Traces::among(directory, &questions);
        traces.answer(s, directory, &mut material).await?;
        planned.asked = planned.asked.filter(|_| all);
        if let Some(asked) = &mut planned.asked {
            asked.push(traces);
        }
        let with = (&mut planned.lessons, &mut material);
        answer(s, directory, gesture.received_at, &questions, with).await?;
        if !plan.count(&material) {
            plan = planned.consented(directory, today, (&mut fresh, &mut places), &material);
        }
    }
    let refusals = plan.outcomes.into_iter().zip(&places);
    let refusals = refusals.filter_map(|(outcome, place)| Some((*place, outcome.err()?)));
    planned.refuse(s, directory, gesture, refusals).await?;
    for taken in plan.taken {
        if let (Some(place), Some(amendment)) = (places.get(taken.place), fresh.get(taken.place)) {
            let came = gesture.amendments.get(*place);
            planned.take(*place, (came, amendment), taken);
        }
    }
    rights::hide(&rights, &gesture.amendments, &mut planned.amended.outcomes);
    planned.amended.totals = plan.totals;
    planned.amended.totals.refused += refused + planned.unconsented;
    planned.amended.totals.same += stand;
    planned.amended.consequences = plan.consequences;
    planned.after = plan.after;
    Ok(planned)
}

/// An amendment, if the log believes its ground.
fn grounded(
    one: Cow<'_, Amendment>,
    taking: Taking,
) -> Result<Cow<'_, Amendment>, AmendmentOutcome> {
    if taking.admits(one.ground.as_ref()) {
        return Ok(one);
    }
    let refusal = Refusal::Ground;
    Err(AmendmentOutcome::Refused { refusal })
}

/// The amendments that are looked at; as they came, if they are all.
fn fresh<'a>(all: &'a [Amendment], judged: Vec<Cow<'a, Amendment>>) -> Cow<'a, [Amendment]> {
    let as_it_came = |one: &Cow<'_, Amendment>| matches!(one, Cow::Borrowed(_));
    if all.len() == judged.len() && judged.iter().all(as_it_came) {
        return Cow::Borrowed(all);
    }
    Cow::Owned(judged.into_iter().map(Cow::into_owned).collect())
}

/// How often a gesture is planned anew because of what is refused for want of consents. What one
/// amendment stood in the way of is taken in its place: of thousands that want the same, one would be
/// refused each time. After these whatever lacks a consent is refused, taken or not.
const ROUNDS: u32 = 3;

impl Planned {
    /// Nothing of a gesture.
    pub fn none(directory: &Directory) -> Self {
        Self {
            amended: Amended {
                totals: Totals::default(),
                consequences: Consequences::default(),
                outcomes: Vec::new(),
                untaken: BTreeMap::new(),
            },
            steps: Vec::new(),
            after: Register::default(),
            lessons: Lessons::of(directory),
            asked: Some(Vec::new()),
            unconsented: 0,
        }
    }

    /// Plans what people have consented to, by what stands after the whole of it, and refuses the
    /// rest.
    fn consented(
        &mut self,
        directory: &Directory,
        today: NaiveDate,
        (fresh, places): (&mut Cow<'_, [Amendment]>, &mut Vec<usize>),
        material: &Material,
    ) -> Plan {
        for round in 1_u32.. {
            let plan = directory.records.plan(fresh, material);
            let Some(rule) = &directory.regulation.consents else {
                return plan;
            };
            let judge = |place: usize, before: Option<&Record>| {
                let wanted = fresh.get(place)?.wanted.as_ref()?;
                Some((place, rule.judge(&plan.after, before, wanted, today)?))
            };
            let taken = plan.taken.iter();
            let taken = taken.filter_map(|one| judge(one.place, one.before.as_ref()));
            let mut refused: BTreeMap<usize, Refusal> = taken.collect();
            if round > ROUNDS && !refused.is_empty() {
                let stands = |one: &Amendment| directory.records.get(one.record);
                let all = fresh.iter().enumerate();
                refused.extend(all.filter_map(|(place, one)| judge(place, stands(one))));
            }
            if refused.is_empty() {
                return plan;
            }
            self.unconsented += refused.len();
            let all = std::mem::replace(fresh, Cow::Borrowed(&[])).into_owned();
            let all = std::mem::take(places).into_iter().zip(all);
            for (nth, (place, amendment)) in all.enumerate() {
                if let Some(refusal) = refused.remove(&nth) {
                    self.answer(place, AmendmentOutcome::Refused { refusal });
                } else {
                    places.push(place);
                    fresh.to_mut().push(amendment);
                }
            }
        }
        directory.records.plan(fresh, material)
    }

    /// Says what became of the amendment at a place.
    pub fn answer(&mut self, place: usize, outcome: AmendmentOutcome) {
        if let Some(slot) = self.amended.outcomes.get_mut(place) {
            *slot = outcome;
        }
    }

    /// Whether something moves that pages of journals show.
    pub fn shows_in_journals(&self, gesture: &Gesture) -> bool {
        let mut moved = self.steps.iter();
        moved.any(|step| {
            let amendment = gesture.amendments.get(step.place);
            amendment.is_some_and(|one| one.record.kind.shows_in_journals())
        })
    }

    /// Whether some of it is not its writer's to amend, or bears an id that the writer has used up.
    pub fn forbids_some(&self) -> bool {
        use AmendmentOutcome::{Forbidden, IdReused};
        let mut outcomes = self.amended.outcomes.iter();
        outcomes.any(|outcome| matches!(outcome, Forbidden { .. } | IdReused))
    }

    /// Nothing of it is written: there is no consent to what it would do.
    pub fn withhold(&mut self) {
        for step in std::mem::take(&mut self.steps) {
            self.answer(step.place, AmendmentOutcome::NotAgreed);
        }
    }

    fn take(
        &mut self,
        place: usize,
        (came, amendment): (Option<&Amendment>, &Amendment),
        taken: Taken,
    ) {
        if taken.before == amendment.wanted {
            return;
        }
        self.answer(place, AmendmentOutcome::Applied { seq: None });
        if taken.follows.is_some() {
            self.asked = None;
        }
        self.steps.push(Step {
            place,
            filled: (came != Some(amendment)).then(|| amendment.clone()),
            before: taken.before,
            follows: taken.follows,
        });
    }

    /// Answers refusals; a conflict says who the other writer is.
    async fn refuse(
        &mut self,
        s: &dyn Snapshot,
        directory: &Directory,
        gesture: &Gesture,
        refusals: impl Iterator<Item = (usize, Refusal)> + Send,
    ) -> Result<(), StoreError> {
        let mut conflicts: BTreeMap<RecordKind, Vec<(usize, RecordRef, _)>> = BTreeMap::new();
        for (place, refusal) in refusals {
            match (refusal, gesture.amendments.get(place)) {
                (Refusal::Conflict { now }, Some(amendment)) => {
                    let at = amendment.record;
                    conflicts.entry(at.kind).or_default().push((place, at, now));
                }
                (refusal, _) => self.answer(place, AmendmentOutcome::Refused { refusal }),
            }
        }
        for (kind, conflicts) in conflicts {
            let ids: Vec<i64> = conflicts.iter().map(|(_, at, _)| at.id.0).collect();
            let last = last_writers(s, directory, kind, &ids).await?;
            for (place, at, now) in conflicts {
                let (by, at) = last.get(&at.id.0).cloned().unzip();
                self.answer(place, AmendmentOutcome::Conflict { now, by, at });
            }
        }
        Ok(())
    }
}

/// Who amended records of a kind last, and when.
async fn last_writers(
    s: &dyn Snapshot,
    directory: &Directory,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, (PersonName, Timestamp)>, StoreError> {
    let key = values![directory.school.id, kind.word(), ids];
    let rows = s.rows(LAST, key, |row| {
        let by: PersonId = row.get(1)?;
        Ok((row.get(0)?, (directory.name(by), row.get(2)?)))
    });
    Ok(rows.await?.into_iter().collect())
}
