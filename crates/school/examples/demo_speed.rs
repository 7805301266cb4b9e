//! How long the fictional school takes to build, and how big it is.
//! `cargo run --release -p school --example demo_speed`

use school::{DemoSpec, Size, demo};
use std::time::Instant;

fn main() {
    for size in [Size::Small, Size::School] {
        for _ in 0..3 {
            let spec = DemoSpec {
                size,
                ..DemoSpec::new("solo-kommunar-2", "$argon2id$")
            };
            let start = Instant::now();
            let bundle = demo::build(&spec);
            println!(
                "{size:?}: {:.1} ms, {} people, {} lessons, {} plan rows, {} changes",
                start.elapsed().as_secs_f64() * 1e3,
                bundle.people.len(),
                bundle.lessons.len(),
                bundle.plans.len(),
                bundle.history.len()
            );
        }
    }
}
