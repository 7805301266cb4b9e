//! Signing in: hashing, soft locks and queues, the rule for new passwords, sessions.

mod hashing;
mod kept;
mod limiter;
mod password_rule;
mod sessions;
mod softlock;
mod start_password;
mod token;

pub(crate) use hashing::Hashing;
pub use hashing::{HashCost, HashError, hash_password};
pub(crate) use kept::to_the_end;
#[cfg(test)]
pub(crate) use limiter::Queue;
pub use limiter::lock_of_name;
pub(crate) use limiter::{Lock, SignInLimiter, Ticket};
pub use password_rule::{SHORTEST as SHORTEST_PASSWORD, is_weak_password};
pub(crate) use password_rule::{is_like_start, is_weak};
pub(crate) use sessions::{AccountKey, DeviceKey, Live, Sessions, TRUST};
pub(crate) use softlock::{admit, after_wrong_password};
pub use start_password::start_password;
pub(crate) use token::{TokenKey, new_token};
