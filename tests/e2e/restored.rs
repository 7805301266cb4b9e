//! A server whose database is put back from a copy.

use crate::grid::column;
use crate::house::ask;
use crate::seat::{LIMIT, SETTLED, Seat};
use testkit::{Api, TestServer, fixture};

fn write(server: &TestServer, api: &mut Api, nth: i64) {
    let absent = server.pen().absent(fixture::RUNNING, fixture::pupil(nth));
    ask(async { api.push(vec![absent]).await }).unwrap();
}

/// What another wrote is lost with what came after the copy, and others write under its numbers.
#[test]
fn a_client_shows_what_a_restored_server_holds() {
    let mut server = TestServer::start();
    let seat = Seat::at(&server.url());
    let [mut one, mut two] = ask(async {
        let api = async || server.signed_in("orlova").await;
        [api().await, api().await]
    });
    let pty = seat.sign_in("orlova");
    let dir = server.dir().to_owned();
    let (database, copy) = (dir.join("server.db"), dir.join("copy.db"));
    server.stop();
    std::fs::copy(&database, &copy).unwrap();
    server.restart();
    write(&server, &mut one, 3);
    pty.wait_until("what another wrote", LIMIT, |screen| {
        column(screen, "Явка")
            .get(2)
            .is_some_and(|cell| cell == "н")
    });
    server.stop();
    for rest in ["server.db-wal", "server.db-shm"] {
        // There is none after an orderly stop.
        let _ = std::fs::remove_file(dir.join(rest));
    }
    std::fs::copy(&copy, &database).unwrap();
    server.restart();
    write(&server, &mut two, 4);
    pty.wait_until("what the server holds", LIMIT, |screen| {
        column(screen, "Явка")
            .get(2..4)
            .is_some_and(|cells| cells == ["", "н"])
    });
    pty.wait_for(SETTLED, LIMIT);
}
