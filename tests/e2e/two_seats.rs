//! One teacher at two PCs: in the class, over a line that can be cut, and in the staff room.

use crate::seat::{LIMIT, Seat};
use testkit::{Proxy, Pty, TestServer};

/// Both PCs, signed in, with the running lesson open.
pub struct TwoSeats {
    /// In the class.
    pub there: Pty,
    /// In the staff room.
    pub here: Pty,
    /// The line of the class.
    pub line: Proxy,
    pub server: TestServer,
    _seats: [Seat; 2],
}

impl TwoSeats {
    /// With the line in order.
    pub fn connected() -> Self {
        Self::open(|_, _| ())
    }

    /// The line of the class was cut before this was typed there, which makes so many entries.
    pub fn cut_before(typed: &str, entries: usize) -> Self {
        Self::open(|there, line| {
            line.cut();
            there.wait_for("нет сети", LIMIT);
            there.send(typed);
            there.wait_for(&format!("нет сети, {entries} в очереди"), LIMIT);
        })
    }

    /// What is done in the class before anybody signs in in the staff room.
    fn open(first: impl FnOnce(&mut Pty, &Proxy)) -> Self {
        let server = TestServer::start();
        let line = Proxy::start(server.address());
        let seats = [Seat::at(&line.url()), Seat::at(&server.url())];
        let mut there = seats[0].sign_in("orlova");
        first(&mut there, &line);
        let here = seats[1].sign_in("orlova");
        Self {
            there,
            here,
            line,
            server,
            _seats: seats,
        }
    }
}
