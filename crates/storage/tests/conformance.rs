//! One suite for every backend: what the store promises, not how it keeps it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_imports,
    reason = "helpers of tests fail as tests do"
)]

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/pg.rs"]
mod pg;
#[path = "support/stage.rs"]
mod stage;

#[path = "conformance/absences.rs"]
mod absences;
#[path = "conformance/access_log.rs"]
mod access_log;
#[path = "conformance/accounts.rs"]
mod accounts;
#[path = "conformance/agree.rs"]
mod agree;
#[path = "conformance/announced.rs"]
mod announced;
#[path = "conformance/batches.rs"]
mod batches;
#[path = "conformance/beside.rs"]
mod beside;
#[path = "conformance/blank.rs"]
mod blank;
#[path = "conformance/breaches.rs"]
mod breaches;
#[path = "conformance/claims.rs"]
mod claims;
#[path = "conformance/conflicts.rs"]
mod conflicts;
#[path = "conformance/feed.rs"]
mod feed;
#[path = "conformance/journals.rs"]
mod journals;
#[path = "conformance/kill.rs"]
mod kill;
#[path = "conformance/limits.rs"]
mod limits;
#[path = "conformance/moments.rs"]
mod moments;
#[path = "conformance/pages.rs"]
mod pages;
#[path = "conformance/plans.rs"]
mod plans;
#[path = "conformance/random.rs"]
mod random;
#[path = "conformance/refusals.rs"]
mod refusals;
#[path = "conformance/register.rs"]
mod register;
#[path = "conformance/schema.rs"]
mod schema;
#[path = "conformance/schools.rs"]
mod schools;
#[path = "conformance/session_ends.rs"]
mod session_ends;
#[path = "conformance/shared.rs"]
mod shared;
#[path = "conformance/sign_in.rs"]
mod sign_in;
#[path = "conformance/terms.rs"]
mod terms;
#[path = "conformance/tls.rs"]
mod tls;
#[path = "conformance/two_admins.rs"]
mod two_admins;
