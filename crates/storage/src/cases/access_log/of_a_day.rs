//! Who came in and went, of which a person has but so many entries in a day: whoever signs in two
//! thousand times buries nobody else's entry.

use super::{Entry, write_down};
use crate::sql::{Snapshot, Transaction, values};
use crate::store::{AccessEvent, StoreError};
use chrono::TimeDelta;
use journal::{DeviceId, SchoolId, Timestamp};
use std::net::{IpAddr, Ipv6Addr};

/// Entries of a person and an event in a day.
const ENTRIES: usize = 40;
/// More of them for devices that have none in the day yet: a stranger's is seen behind any number
/// of one's own.
const OF_NEW_DEVICES: usize = 20;
/// More of them for addresses that have none in the day yet: a device is what a client says, and
/// whoever makes up sixty of them at one place hides nobody at another.
const OF_NEW_ADDRESSES: usize = 20;
/// The same again from the same place is part of an entry, if it is in the same of these stretches
/// of the clock: the entry tells when it was last, and still has an end.
const ONE_ENTRY: TimeDelta = TimeDelta::minutes(10);
const DAY: TimeDelta = TimeDelta::days(1);
/// The bits of an IPv6 address that say the network.
const NETWORK: u128 = !0 << 64;

const KNOWN: &str = "SELECT n, at, device_id, address FROM access_log \
     WHERE school_id = $1 AND person_id = $2 AND event = $3 AND at > $4 \
     ORDER BY at DESC, n DESC LIMIT 96";
const ONCE_MORE: &str = "UPDATE access_log SET times = times + 1, at = $4 \
     WHERE school_id = $1 AND person_id = $2 AND n = $3";

/// An entry of the day. Without a device it counts those that have none of their own.
struct Known {
    n: i64,
    at: Timestamp,
    device: Option<DeviceId>,
    address: Option<String>,
}

/// Writes down an event of an account, or counts it to an entry: to that of the same place in the
/// same ten minutes, or, where the person has too many in a day, to one that counts the rest and says
/// no place. Each wrong password has its own, for it says how many there were in a row.
pub async fn write_event(
    t: &dyn Transaction,
    school: SchoolId,
    entry: Entry<'_>,
    event: AccessEvent,
) -> Result<(), StoreError> {
    let s: &dyn Snapshot = t;
    let key = values![school, entry.person, entry.event, entry.at.plus(-DAY)];
    let known = s.rows(KNOWN, key, |row| {
        Ok(Known {
            n: row.get(0)?,
            at: row.get(1)?,
            device: row.get(2)?,
            address: row.get(3)?,
        })
    });
    let known: Vec<Known> = known.await?;
    let device = entry.origin.map(|origin| origin.device);
    let address = entry.origin.and_then(|origin| origin.address);
    let address = address.map(|address| address.to_string());
    let is_wrong = matches!(event, AccessEvent::WrongPassword { .. });
    let is_part = |one: &&Known| {
        let is_recent = is_same_stretch(one.at, entry.at, ONE_ENTRY);
        let is_there = one.device == device && one.address == address;
        !is_wrong && is_recent && is_there && device.is_some()
    };
    let has_none = !known.iter().any(|one| one.device == device);
    let here = network(address.as_deref());
    let mut known_here = known.iter();
    let is_new_place =
        here.is_some() && !known_here.any(|one| network(one.address.as_deref()) == here);
    let most = if is_new_place {
        ENTRIES + OF_NEW_DEVICES + OF_NEW_ADDRESSES
    } else if has_none {
        ENTRIES + OF_NEW_DEVICES
    } else {
        ENTRIES
    };
    let is_full = known.iter().filter(|one| one.device.is_some()).count() >= most;
    let counts_rest =
        |one: &&Known| is_full && one.device.is_none() && is_same_stretch(one.at, entry.at, DAY);
    let found = known.iter().find(is_part);
    match found.or_else(|| known.iter().find(counts_rest)) {
        Some(one) => {
            // Events may be written out of their order.
            let at = entry.at.max(one.at);
            t.execute(ONCE_MORE, values![school, entry.person, one.n, at])
                .await
        }
        None if is_full => {
            let rest = Entry {
                failures: None,
                locked_until: None,
                origin: None,
                ..entry
            };
            write_down(t, school, rest).await
        }
        None => write_down(t, school, entry).await,
    }
}

fn is_same_stretch(one: Timestamp, other: Timestamp, stretch: TimeDelta) -> bool {
    let nth = |at: Timestamp| stretch.num_microseconds().map(|long| at.0.div_euclid(long));
    nth(one) == nth(other)
}

/// The address, of version 6 its network: who has one has more addresses than anybody can count.
fn network(address: Option<&str>) -> Option<IpAddr> {
    match address?.parse().ok()? {
        IpAddr::V6(it) => Some(Ipv6Addr::from_bits(it.to_bits() & NETWORK).into()),
        it @ IpAddr::V4(_) => Some(it),
    }
}
