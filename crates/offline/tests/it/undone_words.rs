//! What an undo leaves of what two have said, and what is said once more.

use crate::desk::{Desk, in_paused_time};
use crate::hands::{ABSENT, attendance, mark, said, seconds, two_at_work};
use crate::pages::{FIRST, PUPILS};
use crate::server::Server;
use journal::{Cell, Content, ReasonKind};
use offline::{Event, Resolution, TroubleKind};
use std::rc::Rc;

/// Types of the first pupil at a desk, or takes back, and waits until both have heard of it.
async fn typed(desk: &Rc<Desk>, letters: &[&[(Cell, Content)]]) {
    for cells in letters {
        desk.key(FIRST, cells);
        desk.settle().await;
        seconds(5).await;
    }
}

fn stands(server: &Server, cell: Cell) -> Content {
    server.state.borrow().sheets[&FIRST].content(cell)
}

/// With the word its repetition was taken back too; what stands there is the other's alone.
#[test]
fn who_took_back_a_repeated_word_says_it_anew() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, five) = mark(PUPILS[0], 5);
        let word = [(cell, five)];
        one.key(FIRST, &word);
        assert!(other.say_again(FIRST, &word));
        assert!(one.say_again(FIRST, &word));
        seconds(1).await;
        one.undo();
        one.write(FIRST, &[mark(PUPILS[0], 4)]);
        one.settle().await;
        seconds(5).await;
        assert_eq!(one.key(FIRST, &word), [], "all of it is sent");
    });
}

/// Keys that come together are written together.
#[test]
fn what_goes_to_the_server_by_the_same_keys_is_not_said_twice() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, _other) = two_at_work(&server).await;
        let (cell, five) = mark(PUPILS[0], 5);
        let typed = one.changed(FIRST, &[(cell, five.clone())]);
        let again = typed.iter().map(|change| {
            let edit = journal::Edit::between(cell, five.clone(), five.clone()).unwrap();
            let id = journal::ChangeId(uuid::Uuid::from_u128(7));
            let gesture = journal::GestureId(uuid::Uuid::from_u128(8));
            let change = change.clone();
            journal::Change {
                id,
                gesture,
                edit,
                ..change
            }
        });
        let both: Vec<_> = typed.iter().cloned().chain(again).collect();
        let store = one.store();
        store
            .record(&both, &std::collections::BTreeSet::new(), false, None)
            .unwrap();
        assert_eq!(store.pending_count().unwrap(), 1);
    });
}

/// They have made an absence without the reason and given the reason again.
#[test]
fn an_undo_leaves_the_absence_of_a_reason_that_another_gave_since() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let ill = [(fact, ABSENT), (reason, said(ReasonKind::Illness))];
        typed(&one, &[&ill]).await;
        // A client that says nothing of the absence.
        for content in [Content::Reason(None), said(ReasonKind::Illness)] {
            other.write(FIRST, &[(reason, content)]);
            other.settle().await;
            seconds(5).await;
        }
        one.undo();
        one.settle().await;
        assert_eq!(stands(&server, fact), ABSENT);
        assert_eq!(stands(&server, reason), said(ReasonKind::Illness));
    });
}

/// Both know of it, and the one who undoes has said the own word twice.
#[test]
fn an_undo_of_what_another_has_written_over_is_no_conflict() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, five) = mark(PUPILS[0], 5);
        let four = mark(PUPILS[0], 4).1;
        typed(&one, &[&[(cell, five.clone())]]).await;
        assert!(one.say_again(FIRST, &[(cell, five.clone())]));
        typed(&other, &[&[(cell, four.clone())]]).await;
        one.forget_heard();
        one.undo();
        one.settle().await;
        seconds(5).await;
        assert_eq!(one.store().trouble_count().unwrap(), 0);
        assert_eq!(stands(&server, cell), four);
        assert_eq!(one.content(cell), four);
        let heard = one.heard().into_iter().find_map(|event| match event {
            Event::Kept(kept) => Some(kept),
            _ => None,
        });
        let [kept] = &heard.unwrap()[..] else {
            panic!("one word was left");
        };
        assert_eq!((&kept.stands, kept.is_written_over()), (&four, true));
        assert_eq!(one.undo(), None, "nothing older is undone beneath it");
    });
}

/// One's own word is back where the undo found another's: it can be taken back after all, after what
/// was entered later.
#[test]
fn what_an_undo_left_is_undone_when_the_other_has_taken_back_theirs() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, three) = mark(PUPILS[0], 3);
        let (five, four) = (mark(PUPILS[0], 5).1, mark(PUPILS[0], 4).1);
        typed(&one, &[&[(cell, three.clone())], &[(cell, five.clone())]]).await;
        let later = mark(PUPILS[1], 2);
        typed(&other, &[&[(cell, four.clone())]]).await;
        one.undo();
        one.settle().await;
        typed(&one, &[std::slice::from_ref(&later)]).await;
        seconds(5).await;
        other.undo();
        other.settle().await;
        seconds(5).await;
        assert_eq!(one.content(cell), five);
        let left = one.store().undoable_again().unwrap();
        assert_eq!(left.len(), 1, "it is told once");
        assert_eq!(one.store().undoable_again().unwrap(), []);
        let undone = one.undo().unwrap();
        assert_eq!(undone.changes[0].edit.cell(), later.0, "the newest first");
        for before in [three, Content::Mark(None)] {
            one.undo().unwrap();
            one.settle().await;
            seconds(5).await;
            assert_eq!(stands(&server, cell), before);
        }
        assert_eq!(one.store().trouble_count().unwrap(), 0);
        assert_eq!(one.undo(), None);
    });
}

/// It is the other's word, and nothing to be undone here.
#[test]
fn what_another_types_again_after_an_undo_left_it_is_not_ones_own() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (cell, five) = mark(PUPILS[0], 5);
        let four = mark(PUPILS[0], 4).1;
        typed(&one, &[&[(cell, five.clone())]]).await;
        typed(&other, &[&[(cell, four)]]).await;
        one.undo();
        one.settle().await;
        typed(&other, &[&[(cell, five.clone())]]).await;
        assert_eq!(one.content(cell), five);
        assert_eq!(one.store().undoable_again().unwrap(), []);
    });
}

/// «б», «н», «б» of one who said the absence each time.
#[test]
fn an_undo_leaves_the_letter_of_which_another_changed_the_reason() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let ill = [(fact, ABSENT), (reason, said(ReasonKind::Illness))];
        let absent = [(fact, ABSENT), (reason, Content::Reason(None))];
        typed(&one, &[&absent]).await;
        typed(&other, &[&ill, &absent]).await;
        one.undo();
        one.settle().await;
        assert_eq!(stands(&server, fact), ABSENT);
        assert_eq!(one.store().trouble_count().unwrap(), 0);
    });
}

#[test]
fn what_another_wrote_over_meanwhile_is_said_again() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (four, five) = ([mark(PUPILS[0], 4)], [mark(PUPILS[0], 5)]);
        typed(&other, &[&five]).await;
        typed(&one, &[&four, &five]).await;
        typed(&other, &[&five]).await;
        one.undo();
        one.settle().await;
        assert_eq!(stands(&server, five[0].0), five[0].1);
    });
}

/// Nothing of one's own stands there any more: no older entry is left to be undone.
#[test]
fn beneath_an_undo_that_left_anothers_word_nothing_is_undone() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (four, five) = ([mark(PUPILS[0], 4)], [mark(PUPILS[0], 5)]);
        typed(&one, &[&[mark(PUPILS[1], 3)], &four, &five]).await;
        typed(&other, &[&five]).await;
        one.undo();
        one.settle().await;
        let next = one.store().newest_gesture(|_| true).unwrap().unwrap();
        let cells = next.changes.iter().map(|change| change.edit.cell());
        assert_eq!(cells.collect::<Vec<_>>(), [mark(PUPILS[1], 3).0]);
        one.undo();
        one.settle().await;
        assert_eq!(stands(&server, five[0].0), five[0].1);
        assert_eq!(one.store().trouble_count().unwrap(), 0);
    });
}

/// The undo that was kept has let the own word go: what is typed after it is a new one.
#[test]
fn what_was_taken_back_is_said_again() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let five = [mark(PUPILS[0], 5)];
        typed(&one, &[&five]).await;
        typed(&other, &[&five]).await;
        one.undo();
        one.settle().await;
        typed(&one, &[&five]).await;
        other.undo_where(|_| true);
        other.settle().await;
        assert_eq!(stands(&server, five[0].0), five[0].1);
    });
}

/// What the server has is typed over a conflict: a word of one's own.
#[test]
fn who_types_what_stands_over_a_conflict_says_it() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (four, five) = ([mark(PUPILS[0], 4)], [mark(PUPILS[0], 5)]);
        other.link.set_up(false);
        typed(&one, &[&five]).await;
        other.key(FIRST, &four);
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        typed(&other, &[&five]).await;
        assert_eq!(other.store().trouble_count().unwrap(), 0);
        one.undo();
        one.settle().await;
        assert_eq!(stands(&server, five[0].0), five[0].1);
    });
}

/// «Оставить как на сервере»: a word of one's own, of an absence the whole letter.
#[test]
fn who_leaves_what_stands_on_the_server_says_it() {
    in_paused_time(async {
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let letter = |kind| vec![(fact, ABSENT), (reason, said(kind))];
        let marks = [4, 5].map(|grade| vec![mark(PUPILS[0], grade)]);
        let letters = [ReasonKind::Valid, ReasonKind::Illness].map(letter);
        for [ours, theirs] in [marks, letters] {
            let server = Rc::new(Server::start());
            let (one, other) = two_at_work(&server).await;
            other.link.set_up(false);
            typed(&one, &[&theirs]).await;
            other.key(FIRST, &ours);
            other.link.set_up(true);
            other.settle().await;
            seconds(5).await;
            let said = other.resolve_first(Resolution::Theirs);
            assert_eq!(said.len(), theirs.len(), "{said:?}");
            other.settle().await;
            one.undo();
            one.settle().await;
            for (cell, content) in theirs {
                assert_eq!(stands(&server, cell), content);
            }
            assert_eq!(other.store().trouble_count().unwrap(), 0);
            assert_eq!(other.store().newest_gesture(|_| true).unwrap(), None);
        }
    });
}

/// What was shown stands there no more: about what came since nobody has said anything.
#[test]
fn who_leaves_what_has_moved_since_says_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let [two, four, five] = [2, 4, 5].map(|grade| [mark(PUPILS[0], grade)]);
        other.link.set_up(false);
        typed(&one, &[&five]).await;
        other.key(FIRST, &four);
        other.link.set_up(true);
        other.settle().await;
        let shown = other.store().troubles().unwrap();
        typed(&one, &[&two]).await;
        assert_eq!(other.resolve_as_shown(&shown, Resolution::Theirs), []);
        assert_eq!(other.store().trouble_count().unwrap(), 0);
    });
}

/// The teacher has typed what the page shows, and something else has come there meanwhile.
#[test]
fn what_was_said_again_and_does_not_stand_there_is_a_conflict() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (four, five) = ([mark(PUPILS[0], 4)], [mark(PUPILS[0], 5)]);
        typed(&one, &[&five]).await;
        other.link.set_up(false);
        typed(&one, &[&four]).await;
        other.key(FIRST, &five);
        other.forget_heard();
        other.link.set_up(true);
        other.settle().await;
        seconds(5).await;
        let troubles = other.store().troubles().unwrap();
        let [trouble] = troubles.as_slice() else {
            panic!("{troubles:?}")
        };
        assert_eq!(trouble.change.edit.wanted(), five[0].1);
        assert!(matches!(&trouble.kind, TroubleKind::Conflict { now, .. } if *now == four[0].1));
        assert!(other.heard().contains(&Event::Trouble { new: 1, open: 1 }));
        other.resolve_first(Resolution::Mine);
        other.settle().await;
        assert_eq!(stands(&server, five[0].0), five[0].1);
    });
}

/// Of a gesture for several pupils one mark is another's word too.
#[test]
fn an_undo_that_left_one_tells_in_how_many_it_took_back() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let marks = [0, 1, 2].map(|at| mark(PUPILS[at], 5));
        typed(&one, &[&marks]).await;
        typed(&other, &[&marks[..1]]).await;
        one.forget_heard();
        one.undo();
        one.settle().await;
        let kept = one.heard().into_iter().find_map(|event| match event {
            Event::Kept(kept) => Some(kept),
            _ => None,
        });
        let kept = kept.unwrap();
        let told: Vec<_> = kept
            .iter()
            .map(|one| (one.change.edit.cell(), one.others_taken))
            .collect();
        assert_eq!(told, [(marks[0].0, 2)]);
    });
}

/// Of a gesture for two pupils the one had the mark already, which has become another since.
#[test]
fn the_undo_of_what_was_only_said_again_is_no_conflict() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (four, five) = ([mark(PUPILS[0], 4)], [mark(PUPILS[0], 5)]);
        let both = [0, 1].map(|at| mark(PUPILS[at], 4));
        typed(&other, &[&four]).await;
        one.say_again(FIRST, &both);
        one.settle().await;
        seconds(5).await;
        typed(&other, &[&five]).await;
        one.forget_heard();
        one.undo();
        one.settle().await;
        assert_eq!(stands(&server, five[0].0), five[0].1);
        assert_eq!(stands(&server, both[1].0), Content::Mark(None));
        assert_eq!(one.store().troubles().unwrap(), []);
        let told = one.heard();
        let told = told
            .iter()
            .any(|event| matches!(event, Event::Trouble { .. }));
        assert!(!told, "{:?}", one.heard());
    });
}

/// «Уже стоит»: the last real entry is taken back, of whichever cell it is.
#[test]
fn what_was_only_said_again_is_no_entry_of_an_undo() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (four, three) = ([mark(PUPILS[0], 4)], [mark(PUPILS[1], 3)]);
        typed(&other, &[&four]).await;
        typed(&one, &[&four]).await;
        assert_eq!(one.store().newest_gesture(|_| true).unwrap(), None);
        typed(&one, &[&three, &four]).await;
        let next = one.store().newest_gesture(|_| true).unwrap().unwrap();
        let cells = next.changes.iter().map(|change| change.edit.cell());
        assert_eq!(cells.collect::<Vec<_>>(), [three[0].0]);
    });
}

/// Another has written over it, and that was said too.
#[test]
fn beneath_what_was_said_again_nothing_else_is_undone() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let (four, five) = ([mark(PUPILS[0], 4)], [mark(PUPILS[0], 5)]);
        typed(&one, &[&[mark(PUPILS[1], 3)], &five]).await;
        typed(&other, &[&four]).await;
        typed(&one, &[&four]).await;
        let next = one.store().newest_gesture(|_| true).unwrap().unwrap();
        let cells = next.changes.iter().map(|change| change.edit.cell());
        assert_eq!(cells.collect::<Vec<_>>(), [mark(PUPILS[1], 3).0]);
    });
}

/// Who gave the reason said nothing of the absence, which may not be this person's to say.
#[test]
fn an_undo_of_a_letter_whose_reason_another_said_again_stays_without_a_conflict() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let ill = [(fact, ABSENT), (reason, said(ReasonKind::Illness))];
        typed(&one, &[&ill]).await;
        other.say_again(FIRST, &ill[1..]);
        other.settle().await;
        seconds(5).await;
        one.forget_heard();
        one.undo();
        one.settle().await;
        for (cell, content) in ill {
            assert_eq!(stands(&server, cell), content);
        }
        assert_eq!(one.store().troubles().unwrap(), []);
        let kept = one.heard().into_iter().find_map(|event| match event {
            Event::Kept(kept) => Some(kept),
            _ => None,
        });
        let cells = kept.unwrap().into_iter().map(|one| one.change.edit.cell());
        assert_eq!(cells.collect::<Vec<_>>(), [fact, reason]);
    });
}

/// An absence, then its reason: what stays is one letter, told once.
#[test]
fn of_a_letter_that_was_left_once_nothing_is_undone() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let (one, other) = two_at_work(&server).await;
        let fact = attendance(PUPILS[0]);
        let reason = fact.beside().unwrap();
        let absent = [(fact, ABSENT), (reason, Content::Reason(None))];
        let ill = [(fact, ABSENT), (reason, said(ReasonKind::Illness))];
        typed(&one, &[&absent, &ill]).await;
        typed(&other, &[&ill]).await;
        one.undo();
        one.settle().await;
        assert_eq!(one.store().newest_gesture(|_| true).unwrap(), None);
        for (cell, content) in ill {
            assert_eq!(stands(&server, cell), content);
        }
    });
}
