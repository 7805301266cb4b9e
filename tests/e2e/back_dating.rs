//! A clock set by hand dates nothing back at a server whose own clock nobody has set.

use crate::house::ask;
use crate::seat::{LIMIT, SETTLED, Seat};
use chrono::TimeDelta;
use std::sync::Arc;
use testkit::pty::key;
use testkit::{Proxy, TestClock, TestServer, fixture};

/// The moment that counts for a roll call that was taken under `--now` without a network, two days
/// before the server heard of it.
fn counted(clock: TestClock) -> TimeDelta {
    let clock = Arc::new(clock);
    let server = TestServer::builder().clock(Arc::clone(&clock)).start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    clock.advance(TimeDelta::days(2));
    pty.send(key::F4);
    pty.wait_for("перекличка подтверждена", LIMIT);
    proxy.mend();
    pty.wait_for(SETTLED, LIMIT);
    let page = ask(async {
        let api = server.signed_in("orlova").await;
        api.lesson(fixture::RUNNING).await
    });
    let called = page.unwrap().sheet.roll_call.expect("the roll call");
    called.at.since(fixture::now())
}

#[test]
fn what_is_made_under_now_counts_from_receipt_unless_the_server_is_a_demonstration() {
    let machine = counted(TestClock::running(fixture::now()).a_machines());
    assert!(machine > TimeDelta::days(2), "{machine}");
    let demo = counted(TestClock::running(fixture::now()));
    assert!(demo < TimeDelta::hours(1), "{demo}");
}
