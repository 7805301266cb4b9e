//! The cases that were written from the regulations' texts alone, each sent by whoever it is about to
//! the real server at its moment: the answer is the verdict of the regulation, with clause, term and
//! way out. What the texts say to the cases is compared with that verdict in the domain's own tests
//! (`crates/journal/tests/texts.rs`).

#[path = "../../../journal/tests/texts/case.rs"]
mod case;
mod school;

use case::{Case, cases};
use chrono::TimeDelta;
use journal::register::{AmendmentOutcome, Record, RecordId, RecordKind};
use journal::regulation::Permission;
use journal::view::AccessLogPage;
use journal::{Change, Clause, Clock, PersonId, Timestamp, Verdict};
use protocol::problem::Facts;
use protocol::{Code, Outcome};
use rstest::rstest;
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::{Api, ApiError, TestClock, TestServer};

/// What the server answered.
#[derive(Debug)]
enum Answer {
    Judged(Verdict),
    /// Not this one's to write, by which clause the log of accesses says.
    Denied(Option<Clause>),
}

/// A moment of a case: it is signed in to the server a minute before it was made, and sent.
enum Step {
    SignIn,
    Send,
}

struct Stage {
    server: TestServer,
    /// What it has chosen, and under which number.
    chosen: (i64, Option<Record>),
    devices: BTreeMap<usize, Api>,
}

impl Stage {
    fn set_clock(&self, at: Timestamp) {
        let passed = at.since(self.server.clock().now());
        assert!(passed >= TimeDelta::zero());
        self.server.clock().advance(passed);
    }

    /// The value of its own that the school has to have for a case.
    async fn choose(&mut self, case: &Case<'_>) {
        let wanted = case.chosen().map(Record::RuleValue);
        let (id, chosen) = self.chosen.clone();
        if wanted == chosen {
            return;
        }
        let admin = self.server.signed_in(school::ADMIN).await;
        let pen = self.server.pen();
        let value = |id| RecordKind::RuleValue.at(RecordId(id));
        let given_up = chosen
            .is_some()
            .then(|| pen.amendment(value(id), chosen, None));
        let id = id + 1;
        let taken = wanted
            .is_some()
            .then(|| pen.amendment(value(id), None, wanted.clone()));
        let amendments = given_up.into_iter().chain(taken);
        let done = admin.amend_agreed(amendments.collect()).await.unwrap();
        let applied = |one: &AmendmentOutcome| matches!(one, AmendmentOutcome::Applied { .. });
        assert!(done.outcomes.iter().all(applied), "{}: {done:?}", case.name);
        self.chosen = (id, wanted);
    }

    /// By which clause each was told, or not told, whose it is to write.
    async fn refused(&self) -> BTreeMap<PersonId, Option<Clause>> {
        let admin = self.server.signed_in(school::ADMIN).await;
        let mut refused = BTreeMap::new();
        let mut older = Some(String::new());
        while let Some(place) = older {
            let page: AccessLogPage = admin.get(&format!("/access-log{place}")).await.unwrap();
            let entries = page.entries.into_iter();
            let denied = entries.filter_map(|one| Some((one.person, one.refused?.clause)));
            refused.extend(denied);
            older = page.older.map(|place| format!("?before={place}"));
        }
        refused
    }

    async fn send(&mut self, nth: usize, case: &Case<'_>) -> Result<Answer, String> {
        self.choose(case).await;
        let change = Change {
            made_at: case.at,
            ..self.server.pen().change(case.sheet(), case.edit())
        };
        let mut api = self.devices.remove(&nth).unwrap();
        match api.push(vec![change]).await {
            Ok(pushed) => answer(case, &pushed.outcomes[0]),
            // Whose role writes nothing is told so whatever is sent.
            Err(ApiError::Problem(problem)) if problem.code == Code::Forbidden => {
                let (regulation, (actor, _)) = (case.regulation(), case.actor());
                let clause = regulation.withholds(Permission::WriteLessons, &actor.roles);
                Ok(Answer::Denied(clause))
            }
            Err(other) => Err(other.to_string()),
        }
    }
}

fn answer(case: &Case<'_>, outcome: &Outcome) -> Result<Answer, String> {
    let problem = match outcome {
        Outcome::Applied { verdict, .. } => return Ok(Answer::Judged(verdict.clone())),
        Outcome::Refused { problem } => problem,
        other => return Err(format!("{other:?}")),
    };
    match &problem.facts {
        Some(Facts::Verdict { verdict }) => Ok(Answer::Judged(verdict.clone())),
        // Nor does anybody hear of a sheet that they do not see.
        None if problem.code == Code::NotFound => {
            let clause = case.verdict().clause().cloned();
            Ok(Answer::Denied(clause))
        }
        _ => Err(format!("{problem:?}")),
    }
}

/// Each case is sent: there is none that requests cannot say.
#[rstest]
#[case("krasnozavodsk-1", 18)]
#[case("sergiev-posad-14", 29)]
#[case("sgo-154", 40)]
#[case("epos-ohansk-1", 25)]
#[case("solo-kommunar-2", 28)]
#[tokio::test]
async fn the_server_answers_each_case_of_the_texts_as_its_regulation_does(
    #[case] profile: &str,
    #[case] count: usize,
) {
    let of_profile = cases().into_iter().filter(|case| case.profile == profile);
    let cases: Vec<_> = of_profile.map(school::placed).collect();
    assert_eq!(cases.len(), count, "{profile}");
    let mut steps = Vec::new();
    for (nth, case) in cases.iter().enumerate() {
        steps.push((case.at.plus(-TimeDelta::minutes(1)), nth, Step::SignIn));
        steps.push((case.received, nth, Step::Send));
    }
    steps.sort_by_key(|(at, nth, _)| (*at, *nth));
    let clock = Arc::new(TestClock::standing(steps[0].0));
    let server = TestServer::builder().bundle(school::bundle(profile, &cases));
    let mut stage = Stage {
        server: server.clock(clock).start(),
        chosen: (0, None),
        devices: BTreeMap::new(),
    };
    let (mut differ, mut denied) = (Vec::new(), Vec::new());
    for (at, nth, step) in steps {
        stage.set_clock(at);
        let case = &cases[nth];
        match step {
            Step::SignIn => {
                let api = stage.server.signed_in(&school::login(case)).await;
                stage.devices.insert(nth, api);
            }
            Step::Send => {
                let expected = case.verdict().in_short();
                let answer = stage.send(nth, case).await;
                let is_same = match &answer {
                    Ok(Answer::Judged(verdict)) => *verdict == expected,
                    Ok(Answer::Denied(clause)) => {
                        let person = case.actor().0.person;
                        denied.push((person, case.name.clone(), clause.clone()));
                        matches!(expected, Verdict::Forbidden { .. })
                    }
                    Err(_) => false,
                };
                if !is_same {
                    let Case {
                        name,
                        action,
                        expected: said,
                        clauses,
                        ..
                    } = case;
                    differ.push(format!(
                        "{name} {action}: {said} by {clauses}\n    {expected:?}\n    {answer:?}"
                    ));
                }
            }
        }
    }
    let noted = stage.refused().await;
    for (person, name, expected) in denied {
        let id = |clause: &Option<Clause>| clause.as_ref().map(|clause| clause.id.clone());
        let noted = noted.get(&person);
        if noted.map(id) != Some(id(&expected)) {
            differ.push(format!(
                "{name}: {expected:?}, and the access log has {noted:?}"
            ));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
