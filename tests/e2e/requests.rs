//! From a refused key to the deputy head and back: a mark for a period is replaced by request.

use crate::grid::column;
use crate::house::ask;
use crate::seat::{LIMIT, SETTLED, Seat, type_in};
use journal::{Cell, Content, Edit, FromTo, PeriodId, SheetId};
use testkit::pty::key;
use testkit::{Pty, TestServer, fixture};

const QUARTER: PeriodId = PeriodId(1);

/// The fixture's school under the regulation that knows requests, with 3 for the first quarter.
fn server() -> TestServer {
    let mut bundle = fixture::bundle();
    "sgo-154".clone_into(&mut bundle.school.regulation);
    let server = TestServer::builder().bundle(bundle).start();
    let sheet = SheetId::Term {
        journal: fixture::ALGEBRA,
        period: QUARTER,
    };
    let edit = Edit::PeriodMark {
        pupil: fixture::pupil(1),
        step: FromTo::new("none".parse().unwrap(), "3".parse().unwrap()),
    };
    let set = server.pen().change(sheet, edit);
    ask(async {
        let mut teacher = server.signed_in("orlova").await;
        teacher.push(vec![set]).await.unwrap();
    });
    server
}

fn stands(server: &TestServer) -> Content {
    let page = ask(async {
        let api = server.signed_in("orlova").await;
        api.journal(fixture::ALGEBRA, Some(QUARTER)).await
    });
    let pupil = fixture::pupil(1);
    page.unwrap().term.content(Cell::PeriodMark { pupil })
}

/// Opens the journal over the first quarter, with the cursor on its marks.
fn to_the_quarter(pty: &mut Pty) {
    pty.send(key::F5);
    pty.wait_for("Журнал · 7Б · Алгебра", LIMIT);
    pty.send("{");
    pty.wait_for("1 четверть", LIMIT);
    pty.send(key::END);
    pty.wait_for("1 четверть: итог", LIMIT);
}

#[test]
fn a_refused_key_leads_to_a_request_and_the_decision_replaces_the_mark() {
    let server = server();
    let seats = [Seat::at(&server.url()), Seat::at(&server.url())];
    let mut teacher = seats[0].sign_in("orlova");
    to_the_quarter(&mut teacher);
    teacher.wait_until("the mark", LIMIT, |screen| {
        column(screen, "Итог").first().map(String::as_str) == Some("3")
    });
    teacher.send("4");
    // With the clause's own words, and one key to the way out.
    teacher.wait_for("только заместителем директора", LIMIT);
    teacher.wait_for("Alt+W", LIMIT);
    teacher.send("\x1bw");
    teacher.wait_for("Заявки учителей › новая запись", LIMIT);
    let form = teacher.wait_for("1 четверть", LIMIT);
    for filled in [
        "Орлова Татьяна",
        "Алгебра",
        "исправить отметки",
        "Абрамов Илья",
    ] {
        assert!(form.contains(filled), "{filled}\n{form}");
    }
    teacher.wait_for("Заявка заполнена. Осталось написать причину", LIMIT);
    // Down to the reason, past day and last day.
    teacher.send(key::TAB.repeat(5));
    teacher.wait_for("из-за чего нужны изменения", LIMIT);
    teacher.send("отметка другого ученика");
    teacher.send("\x13");
    teacher.wait_for("Записано", LIMIT);
    assert_eq!(stands(&server), Content::PeriodMark("3".parse().unwrap()));

    let mut deputy = seats[1].start();
    deputy.wait_for("Логин", LIMIT);
    type_in(&mut deputy, "deputy", fixture::PASSWORD);
    deputy.wait_for(SETTLED, LIMIT);
    deputy.send("\x1bd");
    deputy.wait_for("Справочники", LIMIT);
    deputy.send("заявки уч");
    deputy.send(key::ENTER);
    let list = deputy.wait_for("Решения ещё нет", LIMIT);
    assert!(list.contains("Орлова"), "{list}");
    deputy.send("\x1bo");
    deputy.wait_for("Решения по заявкам › новая запись", LIMIT);
    deputy.send(key::TAB);
    deputy.send("удовл");
    deputy.send("\x13");
    deputy.wait_for("Внесена 1 отметка по заявке", LIMIT);
    deputy.wait_for(SETTLED, LIMIT);
    deputy.wait_until("the mark on the server", LIMIT, |_| {
        stands(&server) == Content::PeriodMark("4".parse().unwrap())
    });
    to_see(&mut teacher);
}

/// Whoever asked sees the new mark where it stands.
fn to_see(teacher: &mut Pty) {
    teacher.wait_until("the mark of the deputy head", LIMIT, |screen| {
        column(screen, "Итог").first().map(String::as_str) == Some("4")
    });
}
