//! Entries that take more than one key are one change for the server, however they are typed.

use crate::house::{edits, log};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell};
use journal::{Attendance, Content, Edit, MarkValue};
use std::time::{Duration, Instant};
use testkit::Pty;
use testkit::{TestServer, fixture};

/// Between two keys of one entry: long enough for the server to hear of the first.
const THINKING: Duration = Duration::from_millis(450);

/// Types as somebody does who looks for the keys.
fn hesitantly(pty: &mut Pty, keys: &str) {
    for (key, at) in keys.chars().zip(0..) {
        if at > 0 {
            // No wait for anything: the pause is what is typed.
            std::thread::sleep(THINKING);
        }
        pty.send(key.to_string());
    }
}

#[test]
fn an_entry_of_several_keys_is_one_change_and_time_lets_it_go() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    for (pupil, right, keys) in [(1, 0, "о12"), (2, 1, "4/5"), (3, 1, "осв"), (4, 1, "н/а")] {
        pty.send(to_cell(pupil, right));
        hesitantly(&mut pty, keys);
        // Another key closes it; the last one is closed by time alone.
    }
    let entered = Instant::now();
    pty.wait_for("1 в очереди", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    let took = entered.elapsed();
    assert!(took < Duration::from_secs(8), "a second and some: {took:?}");
    let edits = edits(&log(&server, "orlova", fixture::RUNNING));
    let said: Vec<_> = edits
        .iter()
        .map(|edit| (edit.pupil(), edit.expected(), edit.wanted()))
        .collect();
    let late = Content::Attendance(Attendance::Late { minutes: 12 });
    let present = Content::Attendance(Attendance::Present);
    assert_eq!(said[0], (Some(fixture::pupil(1)), present, late));
    let marks = edits.iter().skip(1).map(|edit| match edit {
        Edit::Mark { pupil, step, .. } => {
            assert_eq!(step.old, None);
            (*pupil, step.new.as_ref().unwrap().value)
        }
        other => panic!("{other:?}"),
    });
    let mark = |nth, value: &str| (fixture::pupil(nth), value.parse::<MarkValue>().unwrap());
    assert_eq!(
        marks.collect::<Vec<_>>(),
        [mark(2, "4/5"), mark(3, "exempt"), mark(4, "not-attested")]
    );
}

#[test]
fn leaving_closes_it_and_undo_takes_it_back_in_one_step() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    hesitantly(&mut pty, "о12");
    pty.send("u");
    pty.wait_for("Отменено", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    hesitantly(&mut pty, "о1");
    // The program is left with the entry open: it goes with the next start.
    pty.send("\x11");
    pty.wait_exit(LIMIT);
    let pty = seat.return_to_lesson();
    pty.wait_for(SETTLED, LIMIT);
    let wanted: Vec<_> = edits(&log(&server, "orlova", fixture::RUNNING))
        .iter()
        .map(Edit::wanted)
        .collect();
    let late = |minutes| Content::Attendance(Attendance::Late { minutes });
    assert_eq!(wanted, [late(1)], "what was taken back was never sent");
}
