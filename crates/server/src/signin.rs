//! Signing in: hashing, the soft lock, the rule for new passwords, sessions.

mod hashing;
mod kept;
mod lockbook;
mod password_rule;
mod sessions;
mod softlock;
mod token;

pub(crate) use hashing::Hashing;
pub use hashing::{HashCost, HashError, hash_password};
pub(crate) use kept::to_the_end;
pub(crate) use lockbook::Lockbook;
pub(crate) use password_rule::is_weak;
pub use password_rule::{SHORTEST as SHORTEST_PASSWORD, is_weak_password};
pub(crate) use sessions::{Live, Sessions, TRUST};
pub(crate) use softlock::{Standing, admit, after_wrong_password};
pub(crate) use token::{TokenKey, new_token};
