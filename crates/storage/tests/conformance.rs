//! One suite for every backend: what the store promises, not how it keeps it.

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/pg.rs"]
mod pg;
#[path = "support/stage.rs"]
mod stage;

#[path = "conformance/batches.rs"]
mod batches;
#[path = "conformance/feed.rs"]
mod feed;
#[path = "conformance/pages.rs"]
mod pages;
#[path = "conformance/random.rs"]
mod random;
#[path = "conformance/schema.rs"]
mod schema;
#[path = "conformance/shared.rs"]
mod shared;
#[path = "conformance/sign_in.rs"]
mod sign_in;
