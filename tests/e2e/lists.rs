//! Lists that follow what others do.

use crate::seat::{LIMIT, SETTLED, Seat, to_cell, type_in};
use testkit::{TestServer, fixture};

#[test]
fn a_deputy_sees_in_the_list_what_a_teacher_enters_without_asking() {
    let server = TestServer::start();
    let office = Seat::at(&server.url());
    let mut deputy = office.start();
    deputy.wait_for("Логин", LIMIT);
    type_in(&mut deputy, "deputy", fixture::PASSWORD);
    deputy.wait_for("Журналы ·", LIMIT);
    deputy.send("7б алг");
    let screen = deputy.wait_for("«7б алг»", LIMIT);
    let entered = "16.11 09:2";
    assert!(!screen.contains(entered), "{screen}");

    let school_room = Seat::at(&server.url());
    let mut teacher = school_room.sign_in("orlova");
    teacher.send(to_cell(4, 0) + "н");
    teacher.wait_for(SETTLED, LIMIT);
    deputy.wait_for(entered, LIMIT);
}
