//! Two who write the same cells, one of whom takes back or corrects what was written: whatever
//! order the batches come in and wherever they end, the other's word stands.

use crate::desk::{Desk, in_paused_time};
use crate::hands::{ABSENT, PRESENT, at_work, attendance, mark, said, seconds};
use crate::pages::{FIRST, PUPILS};
use crate::server::Server;
use journal::view::Logged;
use journal::{Attendance, Cell, Change, ChangeId, Content, Ground, PersonId, ReasonKind};
use offline::Resolution;
use proptest::prelude::*;
use std::rc::Rc;

#[derive(Debug, Clone, Copy)]
enum Act {
    Write(usize),
    /// A code typed over what stands there, also over the same.
    Say(usize),
    /// The same as a screen records it.
    Key(usize),
    Undo,
    /// Theirs, of the first that was not taken.
    Leave,
    /// Of its own line.
    Cut(bool),
    /// Most changes of a batch.
    Carries(usize),
    Pass(u64),
}

/// What is entered as one gesture.
fn entries() -> Vec<Vec<(Cell, Content)>> {
    let (cell, five) = mark(PUPILS[0], 5);
    let (_, four) = mark(PUPILS[0], 4);
    let fact = attendance(PUPILS[0]);
    let reason = fact.beside().unwrap();
    let late = Content::Attendance(Attendance::Late { minutes: 5 });
    let letter = |attendance, content| vec![(fact, attendance), (reason, content)];
    vec![
        vec![(cell, five)],
        vec![(cell, four)],
        vec![(cell, Content::Mark(None))],
        letter(ABSENT, Content::Reason(None)),
        letter(ABSENT, said(ReasonKind::Illness)),
        letter(late, Content::Reason(None)),
        letter(PRESENT, Content::Reason(None)),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let entry = 0..7_usize;
    prop_oneof![
        4 => entry.clone().prop_map(Act::Write),
        2 => entry.clone().prop_map(Act::Say),
        6 => entry.prop_map(Act::Key),
        4 => Just(Act::Undo),
        2 => Just(Act::Leave),
        2 => any::<bool>().prop_map(Act::Cut),
        2 => prop_oneof![Just(1), Just(2), Just(3), Just(usize::MAX)].prop_map(Act::Carries),
        6 => prop_oneof![1..300_u64, 1_000..90_000_u64].prop_map(Act::Pass),
    ]
}

async fn act_at(server: &Server, desk: &Rc<Desk>, act: Act) {
    match act {
        Act::Key(entry) => {
            let knows_all = knows_all(server, desk);
            let unsaid = desk.key(FIRST, &entries()[entry]);
            for cell in unsaid.into_iter().filter(|_| knows_all) {
                assert!(stands_by(server, desk, cell), "{cell:?} is not said");
            }
        }
        Act::Write(entry) => drop(desk.write(FIRST, &entries()[entry])),
        Act::Say(entry) => drop(desk.say_again(FIRST, &entries()[entry])),
        Act::Undo => drop(desk.undo()),
        Act::Leave => leave(server, desk),
        Act::Cut(up) => desk.link.set_up(up),
        Act::Carries(changes) => desk.link.carries.set(changes),
        Act::Pass(millis) => tokio::time::sleep(std::time::Duration::from_millis(millis)).await,
    }
}

/// Leaves what stands on the server, which is this desk's word then.
fn leave(server: &Server, desk: &Rc<Desk>) {
    let knows_all = knows_all(server, desk);
    let said = desk.resolve_first(Resolution::Theirs);
    let state = server.state.borrow();
    let moved = |one: &Change| state.sheets[&FIRST].content(one.edit.cell()) != one.edit.wanted();
    let unseen: Vec<_> = said.iter().filter(|one| moved(one)).collect();
    assert!(
        !knows_all || unseen.is_empty(),
        "{unseen:?} does not stand there"
    );
}

/// Whether a desk owes nothing and has heard of all that was written.
fn knows_all(server: &Server, desk: &Desk) -> bool {
    let newest = server.state.borrow().log.last().map_or(0, |row| row.seq);
    desk.link.told.get() == newest && desk.store().pending_count().unwrap() == 0
}

/// Whether what a cell holds is this desk's word too.
fn stands_by(server: &Server, desk: &Desk, cell: Cell) -> bool {
    let device = desk.store().device().unwrap();
    let state = server.state.borrow();
    let claims = state.claims.get(&(FIRST.into(), cell));
    claims.is_some_and(|claims| {
        let mut words = claims.others(PersonId(0), [None, None]);
        words.any(|word| word.device == Some(device))
    })
}

async fn run(acts: Vec<(usize, Act)>, logins: [&'static str; 2]) {
    let server = Rc::new(Server::start());
    let desks = [
        at_work(&server, logins[0], 1).await,
        at_work(&server, logins[1], 2).await,
    ];
    for (desk, act) in acts {
        act_at(&server, &desks[desk], act).await;
    }
    for desk in &desks {
        desk.link.set_up(true);
        desk.settle().await;
    }
    seconds(60).await;
    check(&server, &desks);
}

/// The rows of the log of a cell since it moved to what stands there, the newest first.
fn since_it_moved(log: &[Logged], cell: Cell) -> Vec<&Logged> {
    let mut rows = log.iter().rev();
    let mut since = Vec::new();
    while let Some(row) = rows.find(|row| row.change.edit.cell() == cell) {
        since.push(row);
        if row.change.edit.expected() != row.change.edit.wanted() {
            break;
        }
    }
    since
}

fn settles(row: &Logged) -> Option<ChangeId> {
    match row.change.ground {
        Some(Ground::Settles { change }) => Some(change),
        _ => None,
    }
}

/// No undo, and no correction by who had not heard of it, moves what another says, nor brings a
/// reason back beside an absence about which another has spoken since, nor takes an absence away from
/// a reason that another has given since.
fn check(server: &Server, desks: &[Rc<Desk>; 2]) {
    let state = server.state.borrow();
    let maker = |row: &Logged| {
        let is_by = |desk: &&Rc<Desk>| {
            let made = desk.made.borrow();
            made.iter().any(|one| one.id == row.change.id)
        };
        desks.iter().find(is_by).unwrap()
    };
    for (at, row) in state.log.iter().enumerate() {
        let edit = &row.change.edit;
        if edit.expected() == edit.wanted() {
            continue;
        }
        let own = maker(row);
        // The newest word of the other, unless it was taken back.
        let other = |rows: &[&Logged]| {
            let word = rows.iter().find(|one| !Rc::ptr_eq(maker(one), own))?;
            let other = maker(word).made.borrow();
            let is_back = |one: &Change| {
                let settles = Some(Ground::Settles {
                    change: word.change.id,
                });
                one.ground == settles && one.made_at <= row.received_at
            };
            let holds = settles(word).is_none() && !other.iter().any(is_back);
            holds.then(|| (*word).clone())
        };
        let before = &state.log[..at];
        let rows = since_it_moved(before, edit.cell());
        // What was only said once more was seen to stand there.
        let wrote = |one: &Logged| {
            let made = own.made.borrow();
            let mut made = made.iter().filter(|made| made.id == one.change.id);
            made.any(|made| made.edit.expected() != made.edit.wanted())
        };
        let ours = rows
            .iter()
            .find(|one| Rc::ptr_eq(maker(one), own) && wrote(one));
        let is_unseen = ours.is_some_and(|ours| ours.received_at > row.change.made_at);
        if settles(row).is_some() || is_unseen {
            let theirs = other(&rows);
            assert!(theirs.is_none(), "{row:#?}\nmoves {theirs:#?}");
        }
        let fact = edit.cell().letter();
        if let Some(undone) = settles(row)
            && fact != edit.cell()
            && edit.wanted() != Content::Reason(None)
        {
            let mut log = before.iter();
            let undone = log.find(|one| one.change.id == undone);
            let theirs = other(&since_it_moved(before, fact));
            let theirs = theirs.filter(|theirs| undone.is_some_and(|one| one.seq < theirs.seq));
            assert!(theirs.is_none(), "{row:#?}\nis beside {theirs:#?}");
        }
        // The converse: no absence goes beside which the other has given a reason since.
        if let Some(undone) = settles(row)
            && let Cell::Attendance { pupil } = edit.cell()
        {
            let mut log = before.iter();
            let undone = log.find(|one| one.change.id == undone);
            let theirs = other(&since_it_moved(before, Cell::Reason { pupil }));
            let theirs = theirs.filter(|theirs| undone.is_some_and(|one| one.seq < theirs.seq));
            assert!(theirs.is_none(), "{row:#?}\nleaves alone {theirs:#?}");
        }
    }
    for desk in desks {
        let sheet = desk.store().lesson(FIRST).unwrap().unwrap().page.sheet;
        assert_eq!(Some(&sheet), state.sheets.get(&FIRST));
    }
}

/// 96 runs, or `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: cases.and_then(|cases| cases.parse().ok()).unwrap_or(96),
        max_shrink_iters: 3000,
        ..Default::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_undo_and_no_blind_correction_moves_what_another_says(
        acts in prop::collection::vec((0..2_usize, act()), 1..24), one_person: bool,
    ) {
        let other = if one_person { "orlova" } else { "petrov" };
        in_paused_time(run(acts, ["orlova", other]));
    }
}
