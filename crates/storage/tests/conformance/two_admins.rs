//! Two administrators amend one school, each by what their own client has last seen: gestures of the
//! two come in any order and at once, answers are lost, and gestures are sent again and taken back.

use crate::agree::school::{
    NOW, SCHOOL, all_roles, amendment, beside, furnished, gesture, standing,
};
use crate::agree::wishes::{Wish, hot_wishes};
use crate::fixture::*;
use crate::random::{cases, run};
use crate::stage::{self, Stage};
use journal::register::*;
use journal::view::LoggedAmendment;
use journal::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use storage::{Gesture, Store, Taking, Undoing};

#[derive(Debug, Clone)]
enum Turn {
    /// One looks anew.
    Looks(usize),
    /// One sends a gesture; the answer may be lost.
    Sends {
        who: usize,
        made: Made,
        is_lost: bool,
    },
    /// Both send at once.
    Both([Made; 2]),
    /// One sends again what got no answer, or any other gesture of the own.
    Again { who: usize, nth: usize },
    /// One takes back a gesture of the own.
    Undoes { who: usize, nth: usize },
}

#[derive(Debug, Clone)]
struct Made {
    wishes: Vec<Wish>,
    whole: bool,
}

fn turns(length: usize) -> impl Strategy<Value = Vec<Turn>> {
    let made = || {
        let wishes = prop::collection::vec(hot_wishes(), 1..3);
        (wishes, any::<bool>()).prop_map(|(wishes, whole)| Made { wishes, whole })
    };
    let sends = (0..2_usize, made(), prop::bool::weighted(0.3));
    let turn = prop_oneof![
        2 => (0..2_usize).prop_map(Turn::Looks),
        5 => sends.prop_map(|(who, made, is_lost)| Turn::Sends { who, made, is_lost }),
        2 => (made(), made()).prop_map(|(one, other)| Turn::Both([one, other])),
        2 => (0..2_usize, 0..5_usize).prop_map(|(who, nth)| Turn::Again { who, nth }),
        2 => (0..2_usize, 0..5_usize).prop_map(|(who, nth)| Turn::Undoes { who, nth }),
    ];
    prop::collection::vec(turn, 1..length)
}

const WHO: [PersonId; 2] = [ADMIN, DEPUTY];

/// What one client knows: the school as it was seen last, and its gestures with the answers.
struct Client {
    seen: Register,
    sent: Vec<Sent>,
}

#[derive(Clone)]
struct Sent {
    gesture: Gesture,
    /// The gesture that it takes back.
    undoes: Option<GestureId>,
    answer: Option<Answer>,
}

#[derive(Clone)]
struct Answer {
    outcomes: Vec<AmendmentOutcome>,
    /// Of one that is taken as one: the place of its last amendment in the log.
    seq: Option<i64>,
    effects: Vec<Effect>,
}

struct Two {
    store: Arc<dyn Store>,
    began: Register,
    clients: [Client; 2],
    gestures: u64,
}

/// Sends it as one who has seen what it does.
async fn send(store: &Arc<dyn Store>, sent: &Sent) -> Answer {
    let seen = tell(store, sent, Vec::new(), true).await;
    tell(store, sent, seen.effects, false).await
}

async fn tell(store: &Arc<dyn Store>, sent: &Sent, agreed: Vec<Effect>, dry_run: bool) -> Answer {
    let gesture = Gesture {
        agreed,
        ..sent.gesture.clone()
    };
    let count = gesture.amendments.len();
    let done = match (gesture.taking, sent.undoes) {
        (Taking::Each, _) => {
            let done = store.amend(gesture, dry_run).await.unwrap();
            return Answer {
                outcomes: done.outcomes,
                seq: None,
                effects: done.consequences.effects,
            };
        }
        (_, None) => Some(store.amend_whole(gesture, dry_run).await.unwrap()),
        (_, Some(of)) => {
            let asked = Undoing {
                school: SCHOOL,
                person: gesture.person,
                roles: all_roles(),
                device: gesture.device,
                received_at: gesture.received_at,
                made_at: gesture.received_at,
                of,
                gesture: id(sent),
                agreed: gesture.agreed,
            };
            store.undo(asked, dry_run).await.unwrap()
        }
    };
    let seq = done.as_ref().and_then(|done| match done.fate {
        GestureFate::Written { seq } | GestureFate::WrittenBefore { seq } => Some(seq),
        _ => None,
    });
    let told = done.map(|done| done.told(count));
    let (outcomes, effects) = told
        .map(|it| (it.outcomes, it.consequences.effects))
        .unzip();
    Answer {
        outcomes: outcomes.unwrap_or_default(),
        seq,
        effects: effects.unwrap_or_default(),
    }
}

fn id(sent: &Sent) -> GestureId {
    sent.gesture.amendments[0].gesture
}

impl Two {
    async fn of(store: Arc<dyn Store>) -> Self {
        let seen = standing(&store).await;
        let client = || Client {
            seen: seen.clone(),
            sent: Vec::new(),
        };
        Self {
            clients: [client(), client()],
            began: seen.clone(),
            store,
            gestures: 100,
        }
    }

    /// A gesture as a client makes it by what it has seen.
    fn made(&mut self, who: usize, made: &Made) -> Sent {
        self.gestures += 1;
        let mut seen = self.clients[who].seen.clone();
        let mut amendments = Vec::new();
        for (n, wish) in (0..).zip(&made.wishes) {
            let (at, was, is) = wish.made_of(&seen);
            seen.put(at, is.clone());
            amendments.push(amendment((self.gestures, n), (at, was, is)));
        }
        let taking = if made.whole {
            Taking::Whole
        } else {
            Taking::Each
        };
        Sent {
            gesture: gesture(WHO[who], taking, amendments),
            undoes: None,
            answer: None,
        }
    }

    async fn take(&mut self, turn: &Turn) {
        match turn {
            Turn::Looks(who) => self.clients[*who].seen = standing(&self.store).await,
            Turn::Sends { who, made, is_lost } => {
                let mut sent = self.made(*who, made);
                let stood = standing(&self.store).await;
                let answer = send(&self.store, &sent).await;
                names_the_other((&self.began, &stood), &sent, &answer);
                sent.answer = (!is_lost).then_some(answer);
                self.clients[*who].sent.push(sent);
            }
            Turn::Both([one, other]) => {
                let (mut one, mut other) = (self.made(0, one), self.made(1, other));
                let both = tokio::join!(send(&self.store, &one), send(&self.store, &other));
                (one.answer, other.answer) = (Some(both.0), Some(both.1));
                self.clients[0].sent.push(one);
                self.clients[1].sent.push(other);
            }
            Turn::Again { who, nth } => {
                let count = self.clients[*who].sent.len();
                if count > 0 {
                    self.again(*who, nth % count).await;
                }
            }
            Turn::Undoes { who, nth } => self.undo(*who, *nth).await,
        }
    }

    /// Sends a gesture again: what was taken of it stands and is not taken twice.
    async fn again(&mut self, who: usize, nth: usize) {
        let sent = self.clients[who].sent[nth].clone();
        let end = self.store.end_of_log(SCHOOL).await.unwrap().seq;
        let answer = send(&self.store, &sent).await;
        let Some(before) = &sent.answer else {
            self.clients[who].sent[nth].answer = Some(answer);
            return;
        };
        let is_kept = |it: &AmendmentOutcome| {
            matches!(
                it,
                AmendmentOutcome::Applied { seq: Some(_) }
                    | AmendmentOutcome::AlreadyApplied { .. }
            )
        };
        for (was, is) in before.outcomes.iter().zip(&answer.outcomes) {
            if let (None, AmendmentOutcome::Applied { seq: Some(seq) }) = (sent.undoes, was) {
                let seq = *seq;
                assert_eq!(
                    *is,
                    AmendmentOutcome::AlreadyApplied { seq },
                    "{:?}",
                    sent.gesture
                );
            }
        }
        if before.seq.is_some() || before.outcomes.iter().all(is_kept) {
            assert_eq!(answer.seq, before.seq);
            assert_eq!(self.store.end_of_log(SCHOOL).await.unwrap().seq, end);
            return;
        }
        // What was refused is not kept, and may be taken by now.
        let known = before.outcomes.iter().zip(answer.outcomes.clone());
        let outcomes = known.map(|(was, is)| if is_kept(was) { was.clone() } else { is });
        let outcomes = outcomes.collect();
        self.clients[who].sent[nth].answer = Some(Answer { outcomes, ..answer });
    }

    async fn undo(&mut self, who: usize, nth: usize) {
        let own = self.clients[who].sent.iter();
        let own: Vec<_> = own
            .filter(|sent| sent.gesture.taking == Taking::Whole && sent.answer.is_some())
            .map(id)
            .collect();
        let Some(of) = own.get(nth % own.len().max(1)).copied() else {
            return;
        };
        self.gestures += 1;
        let subject = RecordKind::Subject.at(RecordId(1));
        // Only the id of the gesture is sent: what it takes back, the log says.
        let stub = amendment((self.gestures, 0), (subject, None, None));
        let mut sent = Sent {
            gesture: gesture(WHO[who], Taking::Undo, vec![stub]),
            undoes: Some(of),
            answer: None,
        };
        sent.answer = Some(send(&self.store, &sent).await);
        self.clients[who].sent.push(sent);
    }
}

/// Of what another has written since, the answer tells the value and who wrote it.
fn names_the_other((began, stood): (&Register, &Register), sent: &Sent, answer: &Answer) {
    let touched: BTreeSet<_> = sent
        .gesture
        .amendments
        .iter()
        .map(|one| one.record)
        .collect();
    let is_alone = touched.len() == sent.gesture.amendments.len();
    for (one, outcome) in sent.gesture.amendments.iter().zip(&answer.outcomes) {
        let stands = stood.get(one.record);
        let is_stale = stands != one.expected.as_ref() && stands != one.wanted.as_ref();
        if is_alone && is_stale && !matches!(outcome, AmendmentOutcome::Refused { .. }) {
            let AmendmentOutcome::Conflict { now, by, .. } = outcome else {
                panic!("{outcome:?} for {one:?} over {stands:?}")
            };
            assert_eq!(now.as_deref(), stands);
            // What stands otherwise than at the beginning, somebody has made so.
            let is_moved = began.get(one.record) != stands;
            assert!(by.is_some() || !is_moved, "{one:?}");
        }
    }
}

/// Everything that moved of these records since the two began, in order.
async fn log(
    store: &Arc<dyn Store>,
    records: BTreeSet<RecordRef>,
    since: i64,
) -> Vec<LoggedAmendment> {
    let admin = storage::Reader {
        roles: all_roles(),
        ..reader(ADMIN)
    };
    let now = crate::fixture::at(NOW);
    let mut log = BTreeMap::new();
    for at in records {
        let told = store.record_log(&admin, at, (since, 100), now).await;
        // Of what never was there is none.
        let Some(told) = told.unwrap().page() else {
            continue;
        };
        assert!(!told.more);
        for one in told.amendments {
            let place = one.seq;
            assert!(log.insert(place, one).is_none(), "{place} is taken twice");
        }
    }
    log.into_values().collect()
}

async fn amend_as_two(stage: Stage, on_postgres: bool, turns: Vec<Turn>) {
    let stage = furnished(stage).await;
    let mut two = Two::of(Arc::clone(&stage.store)).await;
    let mut fold = two.clients[0].seen.clone();
    let since = two.store.end_of_log(SCHOOL).await.unwrap().seq;
    for turn in &turns {
        two.take(turn).await;
    }
    for who in 0..2 {
        for nth in 0..two.clients[who].sent.len() {
            if two.clients[who].sent[nth].answer.is_none() {
                two.again(who, nth).await;
            }
        }
    }
    // By another process, which knows only what rests.
    let beside = beside(&stage, on_postgres).await;
    let rests = standing(&beside).await;
    let sent = two.clients.iter().flat_map(|client| &client.sent);
    let named = sent.flat_map(|sent| &sent.gesture.amendments);
    let log = log(&beside, named.map(|one| one.record).collect(), since).await;
    let end = beside.end_of_log(SCHOOL).await.unwrap().seq;
    let places: Vec<_> = log.iter().map(|one| one.seq).collect();
    assert_eq!(
        places,
        (since + 1..=end).collect::<Vec<_>>(),
        "each place once"
    );
    let all: BTreeMap<GestureId, (&Sent, PersonId)> = (0..2)
        .flat_map(|who| {
            two.clients[who]
                .sent
                .iter()
                .map(move |sent| (id(sent), (sent, WHO[who])))
        })
        .collect();
    let mut ids = BTreeSet::new();
    let mut left: BTreeMap<(GestureId, RecordRef), Option<Record>> = BTreeMap::new();
    for one in &log {
        let stood = fold.get(one.record);
        assert_eq!(stood, one.was.as_ref(), "overwritten unseen: {one:?}");
        fold.put(one.record, one.is.clone());
        assert!(ids.insert(one.id), "twice in the log: {one:?}");
        let (sent, by) = all[&one.gesture];
        assert_eq!(one.by, by, "{one:?}");
        match sent.undoes {
            // It takes back what its gesture left, as that left it.
            Some(of) => assert_eq!(left[&(of, one.record)], one.was, "{one:?}"),
            None => {
                let mut said = sent.gesture.amendments.iter();
                let said = said.find(|it| it.id == one.id).unwrap();
                assert_eq!((&said.record, &said.wanted), (&one.record, &one.is));
                assert_eq!(said.expected, one.was, "written over what was not seen");
            }
        }
        left.insert((one.gesture, one.record), one.is.clone());
    }
    for (gesture, (sent, _)) in &all {
        let logged = log.iter().filter(|one| one.gesture == *gesture);
        let logged: Vec<_> = logged.map(|one| (one.seq, one.id)).collect();
        is_in_the_log(sent, &logged);
    }
    assert!(fold.all().eq(rests.all()), "the log makes what stands");
    beside.close().await;
    stage.store.close().await;
}

/// What was acknowledged is in the log, and nothing else of the gesture.
fn is_in_the_log(sent: &Sent, logged: &[(i64, ChangeId)]) {
    let answer = sent.answer.as_ref().unwrap();
    if sent.gesture.taking == Taking::Each {
        let outcomes = sent.gesture.amendments.iter().zip(&answer.outcomes);
        let acknowledged: BTreeSet<_> = outcomes
            .filter_map(|(one, outcome)| match outcome {
                AmendmentOutcome::Applied { seq: Some(seq) }
                | AmendmentOutcome::AlreadyApplied { seq } => Some((*seq, one.id)),
                _ => None,
            })
            .collect();
        assert_eq!(
            acknowledged,
            logged.iter().copied().collect(),
            "{:?}",
            sent.gesture
        );
        return;
    }
    assert_eq!(
        answer.seq,
        logged.last().map(|(seq, _)| *seq),
        "{:?}",
        sent.gesture
    );
}

proptest! {
    #![proptest_config(cases(16))]
    #[test]
    fn sqlite_loses_nothing_of_two_administrators(turns in turns(14)) {
        run(async { amend_as_two(stage::sqlite(), false, turns).await });
    }
}

proptest! {
    #![proptest_config(cases(5))]
    #[test]
    fn postgres_loses_nothing_of_two_administrators(turns in turns(14)) {
        run(async {
            if let Some(stage) = stage::postgres().await {
                amend_as_two(stage, true, turns).await;
            }
        });
    }
}
