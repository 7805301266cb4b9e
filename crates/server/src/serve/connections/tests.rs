//! What the places promise.

use super::*;
use std::net::{IpAddr, Ipv4Addr};

const HEAD: Duration = Duration::from_secs(10);

fn peer(nth: u8) -> Peer {
    IpAddr::from(Ipv4Addr::new(192, 0, 2, nth)).into()
}

fn connections(places: usize, per_peer: usize) -> Arc<Connections> {
    Connections::new(&ServerConfig {
        connections: places,
        connections_per_peer: per_peer,
        head_timeout: HEAD,
        ..ServerConfig::default()
    })
}

fn admitted(connections: &Arc<Connections>, nth: u8) -> Open {
    match connections.try_admit(peer(nth), false) {
        Some(Admission::Admitted(open)) => open,
        _ => panic!("there is a place"),
    }
}

fn works(open: &Open, nth: u8) {
    assert_eq!(open.request_begins(peer(nth), false), Some(true));
}

fn is_gone(open: &Open) -> bool {
    !open.connections.registry().entries.contains_key(&open.id)
}

#[tokio::test]
async fn who_waits_longest_makes_room() {
    let all = connections(3, 3);
    let (one, two, three) = (admitted(&all, 1), admitted(&all, 2), admitted(&all, 3));
    works(&one, 1);
    works(&two, 2);
    two.request_ends(None);
    one.request_ends(None);
    let _four = admitted(&all, 4);
    assert!(is_gone(&three), "it has not asked for anything yet");
    let _five = admitted(&all, 5);
    assert!(
        is_gone(&two) && !is_gone(&one),
        "it was done before the other"
    );
    assert_eq!(two.let_go().await, "others need its place");
    assert_eq!(two.request_begins(peer(2), false), None, "too late");
}

#[tokio::test]
async fn whoever_has_the_most_makes_room_first() {
    let all = connections(4, 4);
    let early = admitted(&all, 1);
    let greedy = [admitted(&all, 2), admitted(&all, 2), admitted(&all, 2)];
    let _new = admitted(&all, 3);
    assert!(!is_gone(&early));
    assert_eq!(greedy.each_ref().map(is_gone), [true, false, false]);
}

#[tokio::test]
async fn a_connection_that_is_worked_for_keeps_its_place() {
    let all = connections(2, 2);
    let (one, two) = (admitted(&all, 1), admitted(&all, 2));
    works(&one, 1);
    works(&two, 2);
    assert!(
        all.try_admit(peer(3), false).is_none(),
        "it waits in the listener's queue"
    );
    two.body_waits();
    let three = admitted(&all, 3);
    assert!(is_gone(&two) && !is_gone(&one), "the peer did not go on");
    works(&three, 3);
    one.blocked();
    let _four = admitted(&all, 4);
    assert!(is_gone(&one), "the peer took nothing");
}

/// It takes a little now and then; another one sends its requests at once and takes its answers.
#[tokio::test]
async fn who_takes_an_answer_in_small_bits_keeps_its_place_among_the_waiting() {
    let all = connections(2, 2);
    let (slow, other) = (admitted(&all, 1), admitted(&all, 2));
    works(&slow, 1);
    slow.blocked();
    works(&other, 2);
    other.request_ends(None);
    for _ in 0..3 {
        slow.unblocked();
        slow.blocked();
    }
    slow.request_ends(None);
    let _new = admitted(&all, 3);
    assert!(is_gone(&slow) && !is_gone(&other));
}

#[tokio::test]
async fn a_place_that_comes_free_is_taken_by_who_waits_at_the_door() {
    let all = connections(1, 1);
    let one = admitted(&all, 1);
    works(&one, 1);
    let (admission, ()) = tokio::join!(all.admit(peer(2), false), async { drop(one) });
    assert!(matches!(admission, Admission::Admitted(_)));
}

#[tokio::test]
async fn a_peer_has_its_share_and_no_more() {
    let all = connections(8, 2);
    let (one, two) = (admitted(&all, 1), admitted(&all, 1));
    let three = admitted(&all, 1);
    assert!(is_gone(&one), "its own makes room");
    works(&two, 1);
    works(&three, 1);
    let refused = all.try_admit(peer(1), false);
    assert!(matches!(refused, Some(Admission::ShareIsTaken)));
    let _another = admitted(&all, 2);
}

#[tokio::test]
async fn behind_a_proxy_the_share_is_of_whom_it_forwards() {
    let all = connections(8, 2);
    let through: Vec<_> = (0..4)
        .map(|_| match all.try_admit(peer(1), true) {
            Some(Admission::Admitted(open)) => open,
            _ => panic!("a proxy's own share is unlimited"),
        })
        .collect();
    let begins = |nth: usize, of| through[nth].request_begins(peer(of), false);
    assert_eq!((begins(0, 7), begins(1, 7)), (Some(true), Some(true)));
    for again in [false, true] {
        let refused = begins(2, 7);
        assert_eq!(refused, Some(false), "it works for both others: {again}");
        through[2].request_ends(None);
    }
    assert_eq!(begins(3, 8), Some(true));
    assert_eq!(begins(2, 8), Some(true), "another one comes through it");
}

#[tokio::test]
async fn as_many_of_a_peer_make_room_as_its_share_asks() {
    let all = connections(16, 2);
    let proxy = peer(1);
    let through: Vec<_> = (0..6)
        .map(|_| match all.try_admit(proxy, true) {
            Some(Admission::Admitted(open)) => open,
            _ => panic!("a proxy's own share is unlimited"),
        })
        .collect();
    for (nth, open) in through.iter().enumerate() {
        let within = open.request_begins(peer(7), false);
        assert_eq!(within, Some(nth < 2));
    }
    for open in &through[1..] {
        open.request_ends(None);
    }
    assert_eq!(through[5].request_begins(peer(7), false), Some(true));
    let gone: Vec<_> = through.iter().map(is_gone).collect();
    assert_eq!(gone, [false, true, true, true, true, false]);
}

#[tokio::test]
async fn a_proxy_that_speaks_for_itself_has_no_share() {
    let all = connections(8, 2);
    let proxy = peer(1);
    let through: Vec<_> = (0..4)
        .map(|_| match all.try_admit(proxy, true) {
            Some(Admission::Admitted(open)) => open,
            _ => panic!("a proxy's own share is unlimited"),
        })
        .collect();
    for open in &through {
        assert_eq!(open.request_begins(proxy, true), Some(true));
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_nothing_is_let_go_in_time() {
    let all = connections(8, 8);
    let ServerConfig {
        idle_timeout,
        stall_timeout,
        ..
    } = ServerConfig::default();
    let after = async |open: &Open| {
        let began = Instant::now();
        assert_eq!(open.let_go().await, "it waited too long");
        began.elapsed()
    };
    let open = admitted(&all, 1);
    assert_eq!(after(&open).await, HEAD, "no head");
    works(&open, 1);
    open.request_ends(None);
    assert_eq!(after(&open).await, idle_timeout, "no request");
    open.request_ends(None);
    open.heard();
    assert_eq!(after(&open).await, HEAD, "half a head");
    works(&open, 1);
    open.body_waits();
    assert_eq!(after(&open).await, stall_timeout, "half a body");
    open.body_came();
    open.blocked();
    assert_eq!(
        after(&open).await,
        stall_timeout,
        "an answer that is not read"
    );
    open.unblocked();
    let patience = Duration::from_hours(1);
    let works = tokio::time::timeout(patience, open.let_go()).await;
    assert!(works.is_err(), "the server works, or it listens to events");
}

/// So that a few bytes now and then keep no answer in the server's memory.
#[tokio::test(start_paused = true)]
async fn who_takes_an_answer_too_slowly_is_let_go() {
    let takes = async |bytes: usize| {
        let all = connections(8, 8);
        let open = admitted(&all, 1);
        works(&open, 1);
        let hour = tokio::time::timeout(Duration::from_hours(1), async {
            loop {
                open.blocked();
                let second = Duration::from_secs(1);
                if tokio::time::timeout(second, open.let_go()).await.is_ok() {
                    return;
                }
                open.unblocked();
                open.takes(bytes);
            }
        });
        hour.await.is_ok()
    };
    assert!(takes(500).await, "it takes half of a kilobyte a second");
    assert!(!takes(8000).await, "an old telephone takes as much");
}
