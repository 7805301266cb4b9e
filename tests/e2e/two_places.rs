//! One teacher at two PCs: an absence and its reason are two cells of the sheet and one letter of
//! the journal, so what is said of one is not taken for said of both.

use crate::grid::column;
use crate::house::{edits, log};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell};
use crate::two_seats::TwoSeats;
use journal::{Attendance, Edit};
use testkit::pty::key;
use testkit::{Pty, TestServer, fixture};

/// The pupil in question, by the number of the row.
const ROW: usize = 2;

fn until_shown(pty: &Pty, letter: &str) -> String {
    let what = format!("«{letter}» on the server");
    pty.wait_until(&what, LIMIT, |screen| {
        column(screen, "Явка").get(ROW - 1).map(String::as_str) == Some(letter)
            && screen.contains(SETTLED)
    })
}

/// The attendance and the reason by the server's log.
fn stands(server: &TestServer) -> (Attendance, bool) {
    let mut stands = (Attendance::Present, false);
    for edit in edits(&log(server, "orlova", fixture::RUNNING)) {
        match edit {
            Edit::Attendance { step, .. } => stands.0 = step.new,
            Edit::Reason { step, .. } => stands.1 = step.new.is_some(),
            _ => {}
        }
    }
    stands
}

#[test]
fn undo_leaves_the_absence_for_which_another_place_gave_a_reason() {
    let mut two = TwoSeats::connected();
    two.there.send(to_cell(ROW, 0) + "н");
    until_shown(&two.here, "н");
    two.here.send(to_cell(ROW, 0) + "б");
    until_shown(&two.here, "б");
    until_shown(&two.there, "б");
    two.there.send("u");
    two.there.wait_for("Так записано и в другом окне", LIMIT);
    assert_eq!(stands(&two.server), (Attendance::Absent, true));
    until_shown(&two.here, "б");
    until_shown(&two.there, "б");
}

/// The reason beside it was the other's, and is taken back there.
#[test]
fn what_an_undo_left_is_undone_when_the_reason_beside_it_is_gone() {
    let mut two = TwoSeats::connected();
    two.there.send(to_cell(ROW, 0) + "н");
    until_shown(&two.here, "н");
    two.here.send(to_cell(ROW, 0) + "б");
    until_shown(&two.there, "б");
    two.there.send("u");
    two.there.wait_for("Так записано и в другом окне", LIMIT);
    two.here.send("u");
    two.there.wait_for("Снова стоит ваше", LIMIT);
    two.there.send("u");
    two.there.wait_for("Отменено: ", LIMIT);
    until_shown(&two.here, "");
    assert_eq!(stands(&two.server), (Attendance::Present, false));
}

/// «б» there, «н» and «б» here: the last changed the reason alone.
#[test]
fn undo_leaves_the_letter_whose_reason_another_place_changed_twice() {
    let mut two = TwoSeats::connected();
    two.there.send(to_cell(ROW, 0) + "б");
    until_shown(&two.here, "б");
    for typed in ["н", "б"] {
        two.here.send(to_cell(ROW, 0) + typed);
        until_shown(&two.here, typed);
        until_shown(&two.there, typed);
    }
    two.there.send("u");
    two.there
        .wait_for("причина: болезнь, со слов учителя. Так записано", LIMIT);
    assert_eq!(stands(&two.server), (Attendance::Absent, true));
    until_shown(&two.there, "б");
}

/// Without a network there: ill here, and there absent and then late.
#[test]
fn late_is_not_written_over_a_reason_that_nobody_saw() {
    let mut two = TwoSeats::cut_before(&(to_cell(ROW, 0) + "н" + key::UP + "о12"), 2);
    two.here.send(to_cell(ROW, 0) + "б");
    until_shown(&two.here, "б");
    two.line.mend();
    two.there.wait_for("1 конфликт", LIMIT);
    assert_eq!(stands(&two.server), (Attendance::Absent, true));
    until_shown(&two.there, "б!");
    // Ours, once we have seen what stands there: late, and no reason.
    two.there.send(key::F8);
    two.there
        .wait_for("На сервере другое: отсутствует (болезнь", LIMIT);
    keep_mine(&mut two, (Attendance::Late { minutes: 12 }, false));
}

#[test]
fn undo_leaves_the_absence_that_another_place_marked_without_the_reason() {
    let mut two = TwoSeats::connected();
    two.there.send(to_cell(ROW, 0) + "б");
    until_shown(&two.here, "б");
    two.here.send(to_cell(ROW, 0) + "н");
    until_shown(&two.here, "н");
    until_shown(&two.there, "н");
    two.there.send("u");
    two.there.wait_for("Так записано и в другом окне", LIMIT);
    assert_eq!(stands(&two.server), (Attendance::Absent, false));
    until_shown(&two.here, "н");
}

/// One entry is one conflict, and what is chosen is the whole letter.
#[test]
fn ours_is_written_without_the_reason_of_theirs() {
    let mut two = TwoSeats::cut_before(&(to_cell(ROW, 0) + "о12"), 1);
    two.here.send(to_cell(ROW, 0) + "б");
    until_shown(&two.here, "б");
    two.line.mend();
    two.there.wait_for("1 конфликт", LIMIT);
    until_shown(&two.there, "б!");
    two.there.send(key::F8);
    two.there.wait_for("конфликтов 1", LIMIT);
    keep_mine(&mut two, (Attendance::Late { minutes: 12 }, false));
}

/// The other place goes on writing where ours was not taken, and is seen to while the queue is open.
#[test]
fn ours_is_written_over_what_stands_there_now() {
    let mut two = TwoSeats::cut_before(&(to_cell(ROW, 0) + "о12"), 1);
    two.here.send(to_cell(ROW, 0) + "б");
    until_shown(&two.here, "б");
    two.line.mend();
    two.there.wait_for("1 конфликт", LIMIT);
    two.there.send(key::F8);
    // With the reason, as soon as the feed has told it.
    two.there.wait_for("На сервере другое: отсутствует", LIMIT);
    two.here.send(to_cell(ROW, 0) + "о7");
    two.there
        .wait_for("На сервере другое: опоздание 7 минут — вы сами", LIMIT);
    keep_mine(&mut two, (Attendance::Late { minutes: 12 }, false));
}

/// Both see an illness; the line is cut, and one entry is made at each place.
fn apart(there: &str, here: &str, letter: &str) -> TwoSeats {
    let mut two = TwoSeats::connected();
    two.here.send(to_cell(ROW, 0) + "б");
    until_shown(&two.here, "б");
    until_shown(&two.there, "б");
    two.line.cut();
    two.there.wait_for("нет сети", LIMIT);
    two.here.send(to_cell(ROW, 0) + here);
    until_shown(&two.here, letter);
    two.there.send(to_cell(ROW, 0) + there);
    two.there.wait_for("нет сети, 1 в очереди", LIMIT);
    two
}

/// There only the reason was taken out, which is out already: but it was of an absence.
#[test]
fn an_absence_that_was_ended_elsewhere_is_no_absence_without_a_word() {
    let mut two = apart("н", key::DELETE, "");
    two.line.mend();
    two.there.wait_for("1 конфликт", LIMIT);
    assert_eq!(stands(&two.server), (Attendance::Present, false));
    two.there.send(key::F8);
    two.there.wait_for("На сервере другое: не отмечена", LIMIT);
    keep_mine(&mut two, (Attendance::Absent, false));
}

#[test]
fn ours_invents_no_reason_that_was_only_seen() {
    let mut two = apart(key::DELETE, "н", "н");
    two.line.mend();
    two.there.wait_for("1 конфликт", LIMIT);
    two.there.send(key::F8);
    two.there
        .wait_for("На сервере другое: отсутствует — ", LIMIT);
    keep_mine(&mut two, (Attendance::Present, false));
}

/// «Моё» is chosen without a network over an absence, which is an illness by then.
#[test]
fn ours_is_not_written_over_a_reason_that_came_after_the_choice() {
    let mut two = TwoSeats::cut_before(&(to_cell(ROW, 0) + "о12"), 1);
    two.here.send(to_cell(ROW, 0) + "н");
    until_shown(&two.here, "н");
    two.line.mend();
    two.there.wait_for("1 конфликт", LIMIT);
    two.there.send(key::F8);
    two.there.wait_for("На сервере другое: отсутствует", LIMIT);
    two.line.cut();
    two.there.wait_for("нет сети", LIMIT);
    two.here.send(to_cell(ROW, 0) + "б");
    until_shown(&two.here, "б");
    two.there.send(key::F4);
    two.there.wait_for("в очереди 1, конфликтов 0", LIMIT);
    two.line.mend();
    two.there
        .wait_for("На сервере другое: отсутствует (болезнь", LIMIT);
    assert_eq!(stands(&two.server), (Attendance::Absent, true));
}

#[test]
fn what_another_place_has_written_over_is_not_called_entered() {
    let mut two = TwoSeats::connected();
    two.there.send(to_cell(ROW, 0) + "н");
    two.there.wait_for("Записано: ", LIMIT);
    until_shown(&two.here, "н");
    two.here.send(to_cell(ROW, 0) + "о12");
    two.there
        .wait_for(": теперь о12. Вашу запись (н) заменили", LIMIT);
}

#[test]
fn a_reason_that_another_place_gives_changes_what_is_said_of_the_absence() {
    let mut two = TwoSeats::connected();
    two.there.send(to_cell(ROW, 0) + "н");
    two.there.wait_for("Записано: ", LIMIT);
    until_shown(&two.here, "н");
    two.here.send(to_cell(ROW, 0) + "б");
    two.there
        .wait_for(": теперь б. Вашу запись (н) заменили", LIMIT);
}

/// In the class a topic and a mark are entered and taken back without a network;
/// in the staff room the same is entered: it stands, and nothing was sent from the class.
#[test]
fn what_was_taken_back_before_it_was_sent_takes_nothing_from_another_place() {
    let topic = format!("{}Дроби\r", key::F2);
    let mark = format!("{}5", to_cell(ROW, 1));
    let mut two = TwoSeats::cut_before(&topic, 1);
    two.there.send("u");
    two.there.wait_for("тема: Дроби, снова пусто", LIMIT);
    two.there.send(&mark);
    two.there.wait_for("нет сети, 1 в очереди", LIMIT);
    two.there.send("u");
    two.there.wait_for("отметка: 5, снова пусто", LIMIT);
    two.here.send(topic + &mark);
    two.line.mend();
    two.there
        .wait_until("what was entered here", LIMIT, |screen| {
            let marks = column(screen, "Ответ");
            marks.get(ROW - 1).map(String::as_str) == Some("5")
                && screen.contains("Дроби")
                && screen.contains(SETTLED)
        });
    let log = log(&two.server, "orlova", fixture::RUNNING);
    assert_eq!(log.len(), 2, "{log:?}");
}

/// Both have entered the same, the staff room as what stood there: the class takes back its own word,
/// and hears that the other stands.
#[test]
fn an_undo_leaves_what_another_place_has_entered_too() {
    let mut two = TwoSeats::connected();
    for typed in ["н", "б"] {
        two.there.send(to_cell(ROW, 0) + typed);
        until_shown(&two.there, typed);
        until_shown(&two.here, typed);
        two.here.send(to_cell(ROW, 0) + typed);
        two.here.wait_for("Уже стоит", LIMIT);
        until_shown(&two.here, typed);
        two.there.send("u");
        two.there.wait_for("Так записано и в другом окне", LIMIT);
        until_shown(&two.there, typed);
        let reason = typed == "б";
        assert_eq!(stands(&two.server), (Attendance::Absent, reason));
    }
}

/// The staff room has typed the same topic over it.
#[test]
fn an_undo_leaves_the_topic_that_another_place_has_typed_too() {
    let mut two = TwoSeats::connected();
    two.there.send(format!("{}\x15Дроби\r", key::F2));
    let is_sent = |screen: &str| screen.contains("Тема  Дроби") && screen.contains(SETTLED);
    two.there
        .wait_until("the topic on the server", LIMIT, is_sent);
    two.here.wait_until("the topic", LIMIT, is_sent);
    two.here.send(format!("{}\x15Дроби\r", key::F2));
    let is_said = || log(&two.server, "orlova", fixture::RUNNING).len() == 2;
    two.here
        .wait_until("the same topic on the server", LIMIT, |_| is_said());
    two.there.send("u");
    two.there.wait_for("Так записано и в другом окне", LIMIT);
    two.there.wait_until("the topic", LIMIT, is_sent);
}

/// «о» takes the absence's reason away, and is still open when it becomes «о12».
#[test]
fn late_over_ill_is_no_conflict_with_oneself() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(to_cell(ROW, 0) + "б");
    until_shown(&pty, "б");
    pty.send(to_cell(ROW, 0) + "о12");
    until_shown(&pty, "о12");
    assert_eq!(stands(&server), (Attendance::Late { minutes: 12 }, false));
}

/// «Моё» is chosen in the queue, and is what stands on the server then.
fn keep_mine(two: &mut TwoSeats, ours: (Attendance, bool)) {
    two.there.send(key::F4);
    two.there
        .wait_until("nothing left to decide", LIMIT, |screen| {
            screen.contains("в очереди 0, конфликтов 0") && screen.contains(SETTLED)
        });
    assert_eq!(stands(&two.server), ours);
}
