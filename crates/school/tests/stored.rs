//! What this crate builds, the server's memory takes.

use school::fet::{ImportSpec, import};
use school::{DemoSpec, Size, demo};
use storage::{Journals, MemoryStore};

#[tokio::test]
async fn the_store_takes_the_demo_and_an_imported_school() {
    let demo = demo::build(&DemoSpec {
        size: Size::Small,
        ..DemoSpec::new("solo-kommunar-2", "$argon2id$")
    });
    let fet = include_str!("fixtures/tiny.fet");
    let csv = include_str!("fixtures/tiny_timetable.csv");
    let spec = ImportSpec::new(DemoSpec::NOW, "solo-kommunar-2", "$argon2id$");
    let (imported, _) = import(fet, csv, &spec).unwrap();
    for bundle in [demo, imported] {
        let store = MemoryStore::default();
        let outcome = store.import(bundle).await;
        assert!(outcome.is_ok(), "{:?}", outcome.err());
    }
}
