//! The verdict at the moment that counts, and what it rests on.

use journal::{Timestamp, Verdict};

/// A change as it was judged.
#[derive(Debug, PartialEq, Eq)]
pub struct Judged {
    /// The moment that counts.
    pub at: Timestamp,
    /// The verdict at it.
    pub verdict: Verdict,
    /// A person has to decide: only the moment in doubt says whether it may be.
    pub held: bool,
    /// It is on time, or in time at all, only if the device's clock is believed: it was received
    /// later.
    pub in_time_by_device: bool,
}

/// Judges a change whose moment is `made` as far as the device is believed (none: it lies ahead).
///
/// A suspect clock is not believed: what came by it counts from when it was received. Every school
/// PC that was switched off without a network has such a clock in the morning, so most of this is
/// accepted, if late; held is only what would be refused now and was in time by the clock in doubt.
pub fn judge(
    made: Option<Timestamp>,
    received: Timestamp,
    suspect: bool,
    judge: impl Fn(Timestamp) -> Verdict,
) -> Judged {
    let on_receipt = judge(received);
    let judged = |at, verdict| Judged {
        at,
        verdict,
        held: false,
        in_time_by_device: false,
    };
    let forbids = |verdict: &Verdict| matches!(verdict, Verdict::Forbidden { .. });
    // Whose it neither is nor was when it was made is told so at once.
    if forbids(&on_receipt) && made.is_none_or(|at| at == received || forbids(&judge(at))) {
        return judged(received, on_receipt);
    }
    let held = |verdict| Judged {
        held: true,
        ..judged(received, verdict)
    };
    match made {
        _ if suspect && on_receipt.accepts() => judged(received, on_receipt),
        Some(at) if suspect && judge(at).accepts() => held(on_receipt),
        _ if suspect => judged(received, on_receipt),
        None => held(on_receipt),
        Some(at) if at == received => judged(at, on_receipt),
        Some(at) => {
            let verdict = judge(at);
            Judged {
                in_time_by_device: strictness(&verdict) < strictness(&on_receipt),
                ..judged(at, verdict)
            }
        }
    }
}

fn strictness(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::OnTime => 0,
        Verdict::Late { .. } => 1,
        Verdict::Locked { .. } | Verdict::Forbidden { .. } => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{Clause, WayOut};

    const DUE: Timestamp = Timestamp(100);
    const LOCKS: Timestamp = Timestamp(200);

    fn clause() -> Clause {
        Clause::cited("1".to_owned(), "п. 1".to_owned())
    }

    /// On time until 100, late until 200, locked from then on.
    fn verdict(at: Timestamp) -> Verdict {
        let clause = clause();
        if at <= DUE {
            Verdict::OnTime
        } else if at <= LOCKS {
            Verdict::Late { due: DUE, clause }
        } else {
            Verdict::Locked {
                since: LOCKS,
                clause: Some(clause),
                way_out: WayOut::AskAdmin,
            }
        }
    }

    fn judged(made: i64, received: i64, suspect: bool) -> (Timestamp, Verdict, bool, bool) {
        let made = Some(Timestamp(made));
        let Judged {
            at,
            verdict,
            held,
            in_time_by_device,
        } = judge(made, Timestamp(received), suspect, verdict);
        (at, verdict, held, in_time_by_device)
    }

    fn late() -> Verdict {
        verdict(LOCKS)
    }

    #[test]
    fn what_is_in_time_only_by_the_devices_word_is_marked() {
        let on_time = |at| (Timestamp(at), Verdict::OnTime, false, false);
        let by_word = |at, verdict| (Timestamp(at), verdict, false, true);
        assert_eq!(judged(90, 95, false), on_time(90));
        assert_eq!(judged(90, 150, false), by_word(90, Verdict::OnTime));
        assert_eq!(judged(90, 250, false), by_word(90, Verdict::OnTime));
        assert_eq!(judged(150, 250, false), by_word(150, late()));
        assert_eq!(
            judged(150, 160, false),
            (Timestamp(150), late(), false, false)
        );
        assert!(!judged(250, 260, false).3, "refused either way");
    }

    #[test]
    fn a_suspect_clock_counts_from_receipt_and_holds_only_what_that_would_refuse() {
        let received = |at: i64| (Timestamp(at), verdict(Timestamp(at)), false, false);
        assert_eq!(judged(90, 95, true), received(95));
        assert_eq!(judged(90, 150, true), received(150), "late");
        let (_, _, held, marked) = judged(90, 250, true);
        assert!(held && !marked, "a person decides");
        assert_eq!(judged(250, 260, true), received(260), "refused either way");
    }

    #[test]
    fn what_lies_ahead_is_held_and_what_is_forbidden_is_never() {
        assert!(judge(None, Timestamp(90), false, verdict).held);
        assert!(!judge(None, Timestamp(90), true, verdict).held);
        let forbidden = |_| Verdict::Forbidden {
            clause: Some(clause()),
        };
        assert!(!judge(None, Timestamp(90), false, forbidden).held);
    }
}
