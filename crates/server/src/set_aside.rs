//! How much of what does not go into a journal the server writes down in a day. A conflict is kept
//! whole, with what stood in the cell, which may be a hundred times as long as what was sent. So
//! a person has an allowance of bytes, of which a device has a quarter: none can use up that of the
//! others. What goes into a journal is bounded far higher, by a number of changes that nobody makes
//! in a day. Who has written more than it is told to come again, before anything of the request is
//! stored. What a batch takes is known when it is stored: so a person's batches come one after the
//! other, and only one may take more than was left.

use crate::failure::Failure;
use crate::rate::{RateLimit, cost};
use crate::signin::{AccountKey, DeviceKey};
use crate::turns::Semaphores;
use journal::ChangeOutcome;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

const DAY: Duration = Duration::from_hours(24);
/// What a change that was set aside takes besides what was sent and what a conflict tells.
const ROW: usize = 1024;

/// What is left to everybody.
#[derive(Debug)]
pub(crate) struct SetAsideAllowance {
    turns: Semaphores<AccountKey>,
    of_person: RateLimit<AccountKey>,
    of_device: RateLimit<DeviceKey>,
    /// Of changes that went into a journal.
    applied: RateLimit<AccountKey>,
    /// The log is told once a day of each.
    told: RateLimit<AccountKey>,
}

impl SetAsideAllowance {
    /// So many bytes a day for a person, and so many changes that are applied, of which all may come
    /// at once.
    pub(crate) fn new(bytes_per_day: u32, changes_per_day: u32) -> Self {
        Self {
            turns: Semaphores::of(1),
            of_person: RateLimit::new(bytes_per_day, DAY),
            of_device: RateLimit::new(bytes_per_day / 4, DAY),
            applied: RateLimit::new(changes_per_day, DAY),
            told: RateLimit::new(1, DAY),
        }
    }

    /// Waits until no other batch of the person is being stored; to be held until this one is
    /// counted.
    pub(crate) async fn turn(&self, device: DeviceKey) -> Result<OwnedSemaphorePermit, Failure> {
        self.turns.take(device.account).await
    }

    /// How long a person has to wait until anything more goes into a journal; `now` is monotonic.
    pub(crate) fn wait_of_all(&self, account: AccountKey, now: Duration) -> Option<Duration> {
        self.applied.wait(&account, now)
    }

    /// How long a device has to wait until it may send what is set aside; `now` is monotonic.
    pub(crate) fn wait(&self, device: DeviceKey, now: Duration) -> Option<Duration> {
        let of_device = self.of_device.wait(&device, now);
        of_device.max(self.of_person.wait(&device.account, now))
    }

    /// Counts what was applied and set aside of a batch of so many bytes; whether its device has to
    /// wait with what is set aside from now on, for the first time in a day of the person.
    pub(crate) fn count(
        &self,
        device: DeviceKey,
        outcomes: &[ChangeOutcome],
        sent: usize,
        now: Duration,
    ) -> bool {
        let is_applied =
            |outcome: &&ChangeOutcome| matches!(outcome, ChangeOutcome::Applied { .. });
        let applied = outcomes.iter().filter(is_applied).count();
        if applied > 0 {
            self.applied.count(device.account, cost(applied, sent), now);
        }
        let bytes: usize = outcomes.iter().map(bytes).sum();
        if bytes == 0 {
            return false;
        }
        self.of_device.count(device, bytes + sent, now);
        self.of_person.count(device.account, bytes + sent, now);
        self.wait(device, now).is_some() && self.told.take(device.account, 1, now).is_ok()
    }
}

/// What an outcome took on the disk, if its change was set aside.
fn bytes(outcome: &ChangeOutcome) -> usize {
    match outcome {
        ChangeOutcome::Applied { .. } | ChangeOutcome::AlreadyApplied { .. } => 0,
        ChangeOutcome::Held | ChangeOutcome::Refused { .. } => ROW,
        ChangeOutcome::Conflict { now, .. } => {
            ROW + serde_json::to_string(now).map_or(0, |text| text.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{Content, DeviceId, Homework, PersonId, SchoolId};
    use uuid::Uuid;

    fn device(nth: u128) -> DeviceKey {
        DeviceKey {
            account: AccountKey {
                school: SchoolId(1),
                person: PersonId(1),
            },
            device: DeviceId(Uuid::from_u128(nth)),
        }
    }

    fn held(count: usize) -> Vec<ChangeOutcome> {
        vec![ChangeOutcome::Held; count]
    }

    #[test]
    fn a_days_allowance_goes_at_once_and_comes_back_evenly() {
        let now = Duration::from_hours(100);
        // A device has ten rows.
        let allowance = SetAsideAllowance::new(40 * 1024, 100);
        assert!(!allowance.count(device(1), &held(10), 0, now));
        assert!(
            allowance.count(device(1), &held(5), 0, now),
            "what came is kept"
        );
        let wait = allowance.wait(device(1), now).unwrap();
        let half = DAY / 2;
        assert!(wait > half.mul_f32(0.99) && wait <= half, "{wait:?}");
        assert_eq!(allowance.wait(device(1), now + half), None);
        assert_eq!(allowance.wait(device(2), now), None, "another device");
        for nth in 2..5 {
            allowance.count(device(nth), &held(10), 0, now);
        }
        assert!(
            allowance.wait(device(9), now).is_some(),
            "the person has all"
        );
    }

    #[test]
    fn what_was_sent_counts_with_what_was_set_aside_of_it() {
        let now = Duration::from_hours(100);
        let allowance = SetAsideAllowance::new(40 * 1024, 100);
        assert!(!allowance.count(device(1), &held(1), 9 * ROW, now));
        assert!(allowance.count(device(1), &held(1), 0, now));
    }

    #[test]
    fn a_days_changes_go_at_once_from_all_devices_and_come_back_evenly() {
        let now = Duration::from_hours(100);
        let allowance = SetAsideAllowance::new(40 * 1024, 100);
        let applied = vec![ChangeOutcome::applied(1, None); 60];
        let who = device(1).account;
        allowance.count(device(1), &applied, 0, now);
        assert_eq!(allowance.wait_of_all(who, now), None);
        allowance.count(device(2), &applied, 0, now);
        let wait = allowance.wait_of_all(who, now).unwrap();
        assert_eq!(wait, DAY / 5, "twenty of a hundred more than there were");
        assert_eq!(allowance.wait_of_all(who, now + wait), None);
        assert_eq!(
            allowance.wait(device(1), now),
            None,
            "nothing was set aside"
        );
    }

    #[test]
    fn what_comes_once_more_costs_nothing_however_long_it_is() {
        let now = Duration::from_hours(100);
        let allowance = SetAsideAllowance::new(40 * 1024, 100);
        let first = Box::new(ChangeOutcome::Held);
        let again = [ChangeOutcome::AlreadyApplied { first }];
        assert!(!allowance.count(device(1), &again, 1_000_000, now));
        assert!(!allowance.count(device(1), &held(10), 0, now), "it has all");
    }

    #[test]
    fn what_is_in_the_journal_costs_nothing_and_a_conflict_what_stood_there() {
        let applied = ChangeOutcome::applied(1, None);
        assert_eq!(bytes(&applied), 0);
        let homework = Homework {
            text: "я".repeat(500),
            ..Homework::default()
        };
        let conflict = ChangeOutcome::Conflict {
            now: Content::Homework(Some(homework)),
            by: None,
            at: None,
        };
        assert!(bytes(&conflict) > ROW + 1000);
    }
}
