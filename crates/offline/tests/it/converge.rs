//! Whatever devices, network, machines and server do: everything made arrives once, and all
//! screens show what the server has.

use crate::decision::State;
use crate::desk::{Desk, in_paused_time};
use crate::pages::{LESSONS, PUPILS};
use crate::server::Server;
use journal::{
    Attendance, Cell, Change, Content, Grade, Mark, MarkValue, MarkWord, Topic, WorkKindId, WorkRef,
};
use offline::{PageKey, Resolution};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::sleep;

#[derive(Debug, Clone)]
enum Act {
    Write {
        desk: usize,
        lesson: usize,
        cells: Vec<(usize, u8)>,
    },
    Undo(usize),
    Resolve(usize, bool),
    Kill(usize),
    Cut(usize, bool),
    Open(usize, usize),
    OpenJournal(usize),
    Pass(u64),
    Backup,
    Restore,
    EndSessions,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let desk = 0..3_usize;
    let cells = prop::collection::vec((0..6_usize, 0..4_u8), 1..4);
    let act = prop_oneof![
        10 => (desk.clone(), 0..2_usize, cells)
            .prop_map(|(desk, lesson, cells)| Act::Write { desk, lesson, cells }),
        2 => desk.clone().prop_map(Act::Undo),
        2 => (desk.clone(), any::<bool>()).prop_map(|(desk, mine)| Act::Resolve(desk, mine)),
        2 => desk.clone().prop_map(Act::Kill),
        3 => (desk.clone(), any::<bool>()).prop_map(|(desk, up)| Act::Cut(desk, up)),
        2 => (desk.clone(), 0..2_usize).prop_map(|(desk, lesson)| Act::Open(desk, lesson)),
        1 => desk.prop_map(Act::OpenJournal),
        8 => (1..40_000_u64).prop_map(Act::Pass),
        1 => Just(Act::Backup),
        1 => Just(Act::Restore),
        1 => Just(Act::EndSessions),
    ];
    prop::collection::vec(act, 1..60)
}

fn cell(kind: usize, value: u8) -> (Cell, Content) {
    let pupil = PUPILS[kind % 4];
    let grade = Grade::new(value + 2).unwrap();
    match kind {
        0 | 1 => {
            let work = WorkRef::first(WorkKindId(1));
            let mark = (value > 0).then(|| Mark::new(MarkValue::Grade(grade), 1));
            (Cell::Mark { pupil, work }, Content::Mark(mark))
        }
        2 => {
            let attendance = match value {
                0 => Attendance::Present,
                1 => Attendance::Absent,
                minutes => Attendance::Late {
                    minutes: u16::from(minutes),
                },
            };
            (Cell::Attendance { pupil }, Content::Attendance(attendance))
        }
        3 => {
            let work = WorkRef::first(WorkKindId(1));
            (
                Cell::Mark { pupil, work },
                Content::Mark(Some(Mark::new(MarkValue::Word(MarkWord::Pass), 1))),
            )
        }
        4 => (Cell::RollCall, Content::RollCall(value > 1)),
        _ => {
            let topic = Topic {
                text: format!("Тема {value}"),
                item: None,
            };
            (Cell::Topic, Content::Topic((value > 0).then_some(topic)))
        }
    }
}

async fn run(acts: Vec<Act>, seed: u64, trouble: u32) {
    let server = Rc::new(Server::start());
    let desks: Vec<Rc<Desk>> = ["orlova", "orlova", "petrov"]
        .into_iter()
        .zip(seed..)
        .map(|(login, seed)| Desk::new(login, &server, seed))
        .collect();
    for desk in &desks {
        desk.begin().await;
        for lesson in LESSONS {
            desk.fetch(PageKey::Lesson(lesson));
        }
    }
    sleep(Duration::from_secs(5)).await;
    desks.iter().for_each(|desk| desk.link.trouble.set(trouble));
    let mut backup: Option<State> = None;
    for act in acts {
        match act {
            Act::Write {
                desk,
                lesson,
                cells,
            } => {
                let cells: Vec<_> = cells
                    .iter()
                    .map(|(kind, value)| cell(*kind, *value))
                    .collect();
                assert!(desks[desk].write(LESSONS[lesson], &cells));
            }
            Act::Undo(desk) => {
                desks[desk].undo();
            }
            Act::Resolve(desk, mine) => {
                let resolution = if mine {
                    Resolution::Mine
                } else {
                    Resolution::Theirs
                };
                desks[desk].resolve_first(resolution);
            }
            Act::Kill(desk) => desks[desk].kill().await,
            Act::Cut(desk, up) => desks[desk].link.set_up(up),
            Act::Open(desk, lesson) => desks[desk].fetch(PageKey::Lesson(LESSONS[lesson])),
            Act::OpenJournal(desk) => {
                desks[desk].fetch(PageKey::Journal(crate::pages::JOURNAL, None));
            }
            Act::Pass(millis) => sleep(Duration::from_millis(millis)).await,
            Act::Backup => backup = Some(server.backup()),
            Act::Restore => {
                if let Some(state) = backup.clone() {
                    server.restore(state);
                }
            }
            Act::EndSessions => server.end_sessions(),
        }
        desks.iter().for_each(|desk| desk.check_screen());
    }
    for desk in &desks {
        desk.link.trouble.set(0);
        desk.link.set_up(true);
    }
    // What a restored server has forgotten comes back from one desk after another.
    for _ in 0..2 {
        for desk in &desks {
            desk.settle().await;
        }
        sleep(Duration::from_mins(5)).await;
    }
    // A grid that nobody looks at is fetched when it is opened again.
    for desk in &desks {
        let journal = desk.store().journal(crate::pages::JOURNAL, None).unwrap();
        if journal.is_some_and(|cached| cached.stale) {
            desk.fetch(PageKey::Journal(crate::pages::JOURNAL, None));
        }
    }
    sleep(Duration::from_secs(5)).await;
    check(&server, &desks);
}

fn check(server: &Server, desks: &[Rc<Desk>]) {
    let state = server.state.borrow();
    let mut applied: BTreeMap<_, usize> = BTreeMap::new();
    for logged in &state.log {
        *applied.entry(logged.change.id).or_default() += 1;
    }
    assert!(applied.values().all(|times| *times == 1), "applied twice");
    for desk in desks {
        for change in desk.made.borrow().iter() {
            let (known, _) = state.ids.get(&change.id).unwrap_or_else(|| {
                panic!("{} has lost {change:?}", desk.login);
            });
            // From what it goes on its memory has added.
            let made = Change {
                after: None,
                ..change.clone()
            };
            let after = None;
            assert_eq!(
                Change {
                    after,
                    ..known.clone()
                },
                made
            );
        }
        let store = desk.store();
        for lesson in LESSONS {
            let cached = store.lesson(lesson).unwrap().unwrap();
            assert_eq!(
                Some(&cached.page.sheet),
                state.sheets.get(&lesson),
                "{}",
                desk.login
            );
        }
        if let Some(journal) = store.journal(crate::pages::JOURNAL, None).unwrap() {
            let sheets: Vec<_> = state.sheets.values().cloned().collect();
            assert_eq!(
                journal.page.grid.sheets, sheets,
                "the grid of {}",
                desk.login
            );
        }
    }
}

/// 96 runs, or `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(96),
        max_shrink_iters: 300,
        ..Default::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn everything_made_arrives_once_and_all_screens_agree(
        acts in acts(), seed in 0..1_000_000_u64, trouble in 0..50_u32,
    ) {
        in_paused_time(run(acts, seed, trouble));
    }
}
