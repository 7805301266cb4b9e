//! An entry in conflict, with the real client and the real server: what ends it.

use crate::seat::Seat;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Content, Edit, FromTo, Mark, MarkValue, WorkRef};
use offline::TroubleKind;
use rstest::rstest;
use testkit::fixture::{ANSWER, RUNNING, RUNNING_A};
use zhurnal::desk::notice::Tone;

fn mark(value: &str) -> Mark {
    Mark::new(value.parse::<MarkValue>().unwrap(), 1)
}

/// A 5 was typed over a 3 that the server has from another computer.
async fn in_conflict(seed: u64) -> Seat {
    in_conflicts(1, seed).await
}

/// The same for the first pupils.
async fn in_conflicts(count: usize, seed: u64) -> Seat {
    let mut seat = Box::pin(Seat::sign_in(seed)).await;
    let pen = seat.server.pen();
    let members = &seat.app.desk.pages.lessons[&RUNNING].members[..count];
    let theirs = members.iter().map(|member| {
        let edit = Edit::Mark {
            pupil: member.pupil,
            work: WorkRef::first(ANSWER),
            step: FromTo::new(None, Some(mark("3"))),
        };
        pen.change(RUNNING, edit)
    });
    let theirs = theirs.collect();
    let mut api = seat.server.signed_in("orlova").await;
    api.push(theirs).await.unwrap();
    seat.press(KeyCode::Right, KeyModifiers::NONE);
    for _ in 0..count {
        seat.press(KeyCode::Char('5'), KeyModifiers::NONE);
    }
    seat.press(KeyCode::Home, KeyModifiers::CONTROL);
    let in_conflict = |seat: &Seat| seat.app.desk.queue.troubles.len() == count;
    seat.until("the conflicts", in_conflict).await;
    seat
}

/// Runs a story with the real client and the real server.
fn run(story: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, story);
}

/// Ours is written over what was seen, and not over what has come there under the hand.
#[test]
fn ours_is_not_written_over_what_was_not_shown() {
    run(async {
        let mut seat = in_conflict(52).await;
        let press = |seat: &mut Seat, code| seat.press(code, KeyModifiers::NONE);
        press(&mut seat, KeyCode::F(8));
        let shown = &mut seat.app.desk.queue.troubles[0].kind;
        *shown = TroubleKind::Conflict {
            now: Content::Mark(Some(mark("4"))),
            by: None,
            at: None,
        };
        press(&mut seat, KeyCode::F(4));
        let said = seat.app.desk.notice.clone().unwrap().text;
        assert!(
            said.starts_with("Пока вы решали, там записали другое"),
            "{said}"
        );
        assert_eq!(seat.disk.trouble_count().unwrap(), 1);
        // Now it is shown.
        press(&mut seat, KeyCode::F(4));
        assert_eq!(seat.disk.trouble_count().unwrap(), 0);
    });
}

/// As after a start of the program: the lesson of the conflict was not opened yet.
#[test]
fn the_queue_names_the_pupil_of_a_lesson_that_was_not_opened() {
    run(async {
        let mut seat = in_conflict(57).await;
        let name = seat.app.desk.pages.lessons[&RUNNING].members[0]
            .name
            .listed();
        seat.app.desk.pages.lessons.clear();
        seat.press(KeyCode::F(8), KeyModifiers::NONE);
        seat.paint();
        let screen: Vec<String> = (0..24).map(|y| seat.line(y)).collect();
        assert!(
            screen.iter().any(|line| line.contains(&name)),
            "{screen:#?}"
        );
    });
}

/// The mark of the first pupil on the screen.
fn shown(seat: &Seat) -> Option<Mark> {
    let page = &seat.app.desk.pages.lessons[&RUNNING];
    let entry = page.sheet.entry(page.members[0].pupil)?;
    entry.mark(WorkRef::first(ANSWER)).cloned()
}

#[test]
fn an_undo_ends_the_conflict_and_theirs_stands() {
    run(async {
        let mut seat = in_conflict(53).await;
        let stands = |seat: &Seat| shown(seat) == Some(mark("3"));
        seat.until("theirs", stands).await;
        seat.press(KeyCode::Char('u'), KeyModifiers::NONE);
        let said = seat.app.desk.notice.clone().unwrap().text;
        assert!(said.starts_with("Конфликт закрыт, стоит как на"), "{said}");
        assert_eq!(seat.app.desk.link.troubles, 0);
        assert_eq!(seat.app.desk.link.pending, 0);
        assert_eq!(shown(&seat), Some(mark("3")));
        seat.press(KeyCode::Char('u'), KeyModifiers::NONE);
        assert_eq!(seat.app.desk.link.pending, 0, "nothing is left to undo");
    });
}

#[test]
fn theirs_typed_in_a_cell_in_conflict_ends_it() {
    run(async {
        let mut seat = in_conflict(54).await;
        let stands = |seat: &Seat| shown(seat) == Some(mark("3"));
        seat.until("theirs", stands).await;
        seat.press(KeyCode::Char('3'), KeyModifiers::NONE);
        seat.paint();
        assert_eq!(seat.disk.trouble_count().unwrap(), 0);
        assert_eq!(seat.app.desk.link.troubles, 0);
    });
}

#[test]
fn a_conflict_with_oneself_is_said_to_be_one() {
    run(async {
        let mut seat = in_conflict(55).await;
        let is_said = |seat: &Seat| seat.app.desk.notice.is_some();
        seat.until("the sentence", is_said).await;
        let said = seat.app.desk.notice.clone().unwrap().text;
        assert!(said.contains(": вы сами записали иное"), "{said}");
        // Whose it is that stands there is not known of what a page alone told.
        let mut trouble = seat.app.desk.queue.troubles[0].clone();
        let now = Content::Mark(Some(mark("3")));
        let (by, at) = (None, None);
        trouble.kind = TroubleKind::Conflict { now, by, at };
        let texts = zhurnal::i18n::Texts::new(zhurnal::i18n::Language::Ru);
        let said = zhurnal::ui::messages::trouble(&trouble, &seat.app.desk, &texts);
        let name = seat.app.desk.pages.lessons[&RUNNING].members[0]
            .name
            .listed();
        let whole = format!("Конфликт, {name}: там уже записано иное. Решить — F8.");
        assert_eq!(said, whole);
    });
}

#[rstest]
#[case::mine(KeyCode::Char('m'), "5")]
#[case::theirs(KeyCode::Char('s'), "3")]
fn all_conflicts_are_settled_at_once(#[case] key: KeyCode, #[case] stands: &str) {
    run(async {
        let mut seat = in_conflicts(2, 56).await;
        seat.press(KeyCode::F(8), KeyModifiers::NONE);
        seat.press(key, KeyModifiers::ALT);
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        assert_eq!(seat.disk.trouble_count().unwrap(), 0);
        // Theirs is said too, that they do not take it back alone.
        assert_eq!(seat.disk.pending_count().unwrap(), 2);
        let is_settled = |seat: &Seat| seat.app.desk.link.pending == 0;
        seat.until("everything on the server", is_settled).await;
        let stands = Some(mark(stands));
        seat.until("what was chosen", |seat| shown(seat) == stands)
            .await;
    });
}

/// What may not be written there is not said either: the server would refuse it.
#[test]
fn whoever_may_not_write_there_leaves_theirs_and_says_nothing() {
    run(async {
        let mut seat = in_conflict(60).await;
        seat.press(KeyCode::F(8), KeyModifiers::NONE);
        let page = seat.app.desk.pages.lessons.get_mut(&RUNNING).unwrap();
        page.relation = journal::Relation::default();
        seat.press(KeyCode::F(7), KeyModifiers::NONE);
        assert_eq!(seat.disk.trouble_count().unwrap(), 0);
        assert_eq!(seat.disk.pending_count().unwrap(), 0);
    });
}

#[test]
fn all_of_mine_is_not_written_over_what_was_not_shown() {
    run(async {
        let mut seat = in_conflicts(2, 57).await;
        seat.press(KeyCode::F(8), KeyModifiers::NONE);
        // Of one of the two.
        seat.app.desk.queue.troubles[0].kind = TroubleKind::Conflict {
            now: Content::Mark(Some(mark("4"))),
            by: None,
            at: None,
        };
        seat.press(KeyCode::Char('m'), KeyModifiers::ALT);
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        assert_eq!(seat.disk.trouble_count().unwrap(), 1);
        let said = seat.app.desk.notice.clone().unwrap().text;
        assert!(said.contains("там записали другое"), "{said}");
    });
}

/// All of it is one transaction, and what is on the screen is what the disk has.
#[rstest]
#[case::mine(KeyCode::Char('m'))]
#[case::theirs(KeyCode::Char('s'))]
fn where_the_disk_refuses_the_second_of_two_both_stay(#[case] key: KeyCode) {
    run(async {
        let mut seat = in_conflicts(2, 57).await;
        seat.refuse_to_close(Some(1));
        seat.press(KeyCode::F(8), KeyModifiers::NONE);
        seat.press(key, KeyModifiers::ALT);
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        let said = seat.app.desk.notice.clone().unwrap();
        assert_eq!(said.tone, Tone::Error, "{said:?}");
        assert_eq!(seat.disk.trouble_count().unwrap(), 2);
        assert_eq!(seat.disk.pending_count().unwrap(), 0);
        assert_eq!(seat.app.desk.queue.troubles.len(), 2);
        seat.refuse_to_close(None);
        seat.press(key, KeyModifiers::ALT);
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        assert_eq!(seat.app.desk.queue.troubles.len(), 0);
    });
}

/// Another window has settled one of them while the question was on the screen.
#[test]
fn what_was_settled_elsewhere_does_not_stop_the_rest() {
    run(async {
        let mut seat = in_conflicts(3, 58).await;
        seat.press(KeyCode::F(8), KeyModifiers::NONE);
        seat.press(KeyCode::Char('m'), KeyModifiers::ALT);
        let first = seat.disk.troubles().unwrap().remove(0);
        let mut ids = offline::IdSource::new([9; 32]);
        let moment = offline::Moment {
            at: seat.app.desk.now(),
            suspect: false,
        };
        let settled = seat.disk.resolve(
            std::slice::from_ref(&first),
            offline::Resolution::Theirs,
            &mut ids,
            moment,
            |_| true,
        );
        assert_eq!(settled.unwrap().settled, 1);
        seat.press(KeyCode::Enter, KeyModifiers::NONE);
        let said = seat.app.desk.notice.clone().unwrap().text;
        assert!(said.starts_with("Записано ваше в 2 конфликтах"), "{said}");
        assert_eq!(seat.disk.trouble_count().unwrap(), 0);
    });
}

/// That theirs stands was typed, and the disk has not kept it: it is kept when it can be.
#[test]
fn theirs_that_could_not_be_kept_is_kept_with_the_next_key() {
    run(async {
        let mut seat = in_conflict(59).await;
        let stands = |seat: &Seat| shown(seat) == Some(mark("3"));
        seat.until("theirs", stands).await;
        seat.refuse_to_close(Some(0));
        seat.press(KeyCode::Char('3'), KeyModifiers::NONE);
        let said = seat.app.desk.notice.clone().unwrap();
        assert_eq!(said.tone, Tone::Error, "{said:?}");
        assert_eq!(seat.disk.trouble_count().unwrap(), 1);
        assert_eq!(seat.app.desk.link.troubles, 1);
        seat.refuse_to_close(None);
        seat.press(KeyCode::Down, KeyModifiers::NONE);
        assert_eq!(seat.disk.trouble_count().unwrap(), 0);
        assert_eq!(seat.app.desk.link.troubles, 0);
    });
}

/// A lesson that only the queue has read goes on as one that was opened: entry goes by it.
#[test]
fn a_lesson_that_the_queue_has_read_is_kept_fresh() {
    run(async {
        let mut seat = Box::pin(Seat::sign_in(61)).await;
        let is_cached = |seat: &Seat| seat.disk.lesson(RUNNING_A).unwrap().is_some();
        seat.until("the other lesson of the day", is_cached).await;
        assert!(!seat.app.desk.pages.lessons.contains_key(&RUNNING_A));
        let page = seat.disk.lesson(RUNNING_A).unwrap().unwrap().page;
        let [first, second] = [0, 1].map(|at| page.members[at].pupil);
        let pen = seat.server.pen();
        let marks = |pupil, value| {
            let edit = Edit::Mark {
                pupil,
                work: WorkRef::first(ANSWER),
                step: FromTo::new(None, Some(mark(value))),
            };
            pen.change(RUNNING_A, edit)
        };
        let mut api = seat.server.signed_in("orlova").await;
        api.push(vec![marks(first, "3")]).await.unwrap();
        // Another window of the same account has written there.
        seat.disk.append(&[marks(first, "5")], false).unwrap();
        let letter = |seat: &mut Seat| seat.press(KeyCode::Char('н'), KeyModifiers::NONE);
        letter(&mut seat);
        let has_read = |seat: &Seat| seat.app.desk.pages.lessons.contains_key(&RUNNING_A);
        seat.until("the conflict", has_read).await;
        api.push(vec![marks(second, "4")]).await.unwrap();
        let is_fresh = |seat: &Seat| {
            let page = &seat.app.desk.pages.lessons[&RUNNING_A];
            let entry = page.sheet.entry(second);
            entry.and_then(|entry| entry.mark(WorkRef::first(ANSWER)).cloned()) == Some(mark("4"))
        };
        seat.until("the mark of another", is_fresh).await;
    });
}
