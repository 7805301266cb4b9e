//! What to do next: a pure function of what is known.

use super::event::StopReason;
use crate::page::PageKey;
use protocol::MAX_BATCH;
use std::time::Duration;

/// What is known at one moment. Times are since the engine began.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not exclude each other"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// Now.
    pub now: Duration,
    /// A reason to do nothing.
    pub stop: Option<StopReason>,
    /// There is a session that the server has not refused.
    pub signed_in: bool,
    /// After a failure: nothing is asked before.
    pub retry_at: Option<Duration>,
    /// The server at the address has said who it is since the last loss of contact.
    pub identified: bool,
    /// The server may remember less than it has acknowledged.
    pub in_doubt: bool,
    /// Changes the server has not answered for and may be sent.
    pub pending: usize,
    /// Most changes of the next batch.
    pub batch_limit: usize,
    /// The school's rules are to be asked for.
    pub rules_wanted: bool,
    /// The roles of the account may allow following the feed.
    pub follows: bool,
    /// There may be more in the feed than was read.
    pub feed_behind: bool,
    /// The next page to be fetched.
    pub wanted: Option<PageKey>,
    /// The line of events is open.
    pub listening: bool,
    /// The line could not be opened: it is tried again then.
    pub listen_at: Option<Duration>,
    /// Something that the server failed at is put off until then; it is not among the above.
    pub again_at: Option<Duration>,
    /// The next page to be fetched ahead, and when.
    pub ahead: Option<(PageKey, Duration)>,
}

/// The next thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing until the screen says otherwise.
    Stop(StopReason),
    /// Nothing until somebody signs in.
    SignInNeeded,
    /// Ask the server who it is.
    Identify,
    /// Ask the server how far it remembers this device.
    Reconcile,
    /// Send so many changes.
    Push(usize),
    /// Ask for the school's rules.
    FetchRules,
    /// Read on in the feed.
    PullFeed,
    /// Fetch a page.
    Fetch(PageKey),
    /// Open the line of events.
    Listen,
    /// Nothing until the server or the screen says something.
    WaitForPoke,
    /// Nothing until then, unless the screen says something.
    WaitUntil(Duration),
}

/// The next step. What a person made goes first, then what makes the screen true, then what
/// may be wanted later, and when there is nothing else what may be wanted without a network.
pub fn plan(known: &Snapshot) -> Step {
    if let Some(reason) = known.stop {
        return Step::Stop(reason);
    }
    if !known.signed_in {
        return Step::SignInNeeded;
    }
    if let Some(at) = known.retry_at.filter(|at| *at > known.now) {
        return Step::WaitUntil(at);
    }
    if !known.identified {
        return Step::Identify;
    }
    if known.in_doubt {
        return Step::Reconcile;
    }
    if known.pending > 0 {
        return Step::Push(known.pending.min(known.batch_limit).clamp(1, MAX_BATCH));
    }
    if known.rules_wanted {
        return Step::FetchRules;
    }
    if known.follows && known.feed_behind {
        return Step::PullFeed;
    }
    if let Some(page) = known.wanted {
        return Step::Fetch(page);
    }
    let listen_at = match known.listen_at {
        _ if known.listening || !known.follows => None,
        Some(at) if at > known.now => Some(at),
        _ => return Step::Listen,
    };
    let ahead_at = match known.ahead {
        Some((page, at)) if at <= known.now => return Step::Fetch(page),
        ahead => ahead.map(|(_, at)| at),
    };
    let times = [listen_at, known.again_at, ahead_at];
    times
        .into_iter()
        .flatten()
        .min()
        .map_or(Step::WaitForPoke, Step::WaitUntil)
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::LessonId;
    use rstest::rstest;

    const PAGE: PageKey = PageKey::Lesson(LessonId(7));
    const NEXT: PageKey = PageKey::Lesson(LessonId(8));

    /// Everything done, the line open.
    fn calm() -> Snapshot {
        Snapshot {
            now: Duration::from_secs(10),
            stop: None,
            signed_in: true,
            retry_at: None,
            identified: true,
            in_doubt: false,
            pending: 0,
            batch_limit: MAX_BATCH,
            rules_wanted: false,
            follows: true,
            feed_behind: false,
            wanted: None,
            listening: true,
            listen_at: None,
            again_at: None,
            ahead: None,
        }
    }

    /// Everything to be done at once.
    fn busy() -> Snapshot {
        Snapshot {
            identified: false,
            in_doubt: true,
            pending: 3,
            rules_wanted: true,
            feed_behind: true,
            wanted: Some(PAGE),
            listening: false,
            ahead: Some((NEXT, Duration::ZERO)),
            ..calm()
        }
    }

    #[rstest]
    #[case::idle(calm(), Step::WaitForPoke)]
    #[case::who_is_there(busy(), Step::Identify)]
    #[case::how_far(Snapshot { identified: true, ..busy() }, Step::Reconcile)]
    #[case::what_was_made(Snapshot { identified: true, in_doubt: false, ..busy() }, Step::Push(3))]
    #[case::then_rules(
        Snapshot { identified: true, in_doubt: false, pending: 0, ..busy() },
        Step::FetchRules
    )]
    #[case::then_feed(Snapshot { feed_behind: true, wanted: Some(PAGE), ..calm() }, Step::PullFeed)]
    #[case::then_pages(Snapshot { wanted: Some(PAGE), listening: false, ..calm() }, Step::Fetch(PAGE))]
    #[case::a_feed_that_is_not_ours_holds_nothing_up(
        Snapshot { follows: false, feed_behind: true, wanted: Some(PAGE), listening: false, ..calm() },
        Step::Fetch(PAGE)
    )]
    #[case::nor_is_its_line(
        Snapshot { follows: false, feed_behind: true, listening: false, ..calm() },
        Step::WaitForPoke
    )]
    #[case::then_the_line(Snapshot { listening: false, ..calm() }, Step::Listen)]
    #[case::the_line_later(
        Snapshot { listening: false, listen_at: Some(Duration::from_secs(11)), ..calm() },
        Step::WaitUntil(Duration::from_secs(11))
    )]
    #[case::what_is_put_off(
        Snapshot { again_at: Some(Duration::from_secs(12)), ..calm() },
        Step::WaitUntil(Duration::from_secs(12))
    )]
    #[case::the_first_of_both(
        Snapshot {
            listening: false,
            listen_at: Some(Duration::from_secs(11)),
            again_at: Some(Duration::from_secs(12)),
            ..calm()
        },
        Step::WaitUntil(Duration::from_secs(11))
    )]
    #[case::what_is_put_off_holds_up_no_line(
        Snapshot { listening: false, again_at: Some(Duration::from_secs(12)), ..calm() },
        Step::Listen
    )]
    #[case::the_line_now(
        Snapshot { listening: false, listen_at: Some(Duration::from_secs(10)), ..calm() },
        Step::Listen
    )]
    #[case::ahead_comes_last(
        Snapshot { listening: false, ahead: Some((NEXT, Duration::ZERO)), ..calm() },
        Step::Listen
    )]
    #[case::ahead_when_nothing_else_is_to_be_done(
        Snapshot { ahead: Some((NEXT, Duration::from_secs(10))), ..calm() },
        Step::Fetch(NEXT)
    )]
    #[case::ahead_after_a_rest(
        Snapshot { ahead: Some((NEXT, Duration::from_secs(11))), ..calm() },
        Step::WaitUntil(Duration::from_secs(11))
    )]
    #[case::batches_are_cut(Snapshot { pending: 1_000, ..calm() }, Step::Push(MAX_BATCH))]
    #[case::and_may_be_smaller(Snapshot { pending: 9, batch_limit: 4, ..calm() }, Step::Push(4))]
    #[case::but_never_empty(Snapshot { pending: 9, batch_limit: 0, ..calm() }, Step::Push(1))]
    #[case::nobody(Snapshot { signed_in: false, ..busy() }, Step::SignInNeeded)]
    #[case::waits(
        Snapshot { retry_at: Some(Duration::from_secs(12)), ..busy() },
        Step::WaitUntil(Duration::from_secs(12))
    )]
    #[case::the_wait_is_over(
        Snapshot { retry_at: Some(Duration::from_secs(10)), ..busy() },
        Step::Identify
    )]
    #[case::other_server(
        Snapshot { stop: Some(StopReason::OtherServer), ..busy() },
        Step::Stop(StopReason::OtherServer)
    )]
    #[case::stop_before_sign_in(
        Snapshot { stop: Some(StopReason::Asked), signed_in: false, ..busy() },
        Step::Stop(StopReason::Asked)
    )]
    fn the_next_step(#[case] known: Snapshot, #[case] expected: Step) {
        assert_eq!(plan(&known), expected);
    }
}
