//! How many files the process may hold open: every connection is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that are no connections: the database, the log, connections on their way in and out.
const RESERVED: u64 = 192;

/// Raises the limit as far as the system lets us and answers how many of the `wanted` connections
/// it leaves room for.
pub(super) fn connections(wanted: usize) -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    let limit = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => maximum,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files cannot be raised");
            current
        }
    };
    let room = limit.map_or(usize::MAX, |limit| {
        usize::try_from(limit.saturating_sub(RESERVED)).unwrap_or(usize::MAX)
    });
    if room < wanted {
        tracing::warn!(wanted, room, "the limit of open files is lower than wished");
    }
    wanted.min(room).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_is_raised_to_the_hard_one() {
        let before = getrlimit(Resource::Nofile);
        let low = Rlimit {
            current: before.maximum.map(|hard| hard.min(1024)),
            ..before
        };
        setrlimit(Resource::Nofile, low).unwrap();
        assert_eq!(connections(10), 10);
        assert_eq!(getrlimit(Resource::Nofile).current, before.maximum);
        if let Some(hard) = before.maximum {
            let room = usize::try_from(hard - RESERVED).unwrap();
            assert_eq!(connections(usize::MAX), room);
        }
    }
}
