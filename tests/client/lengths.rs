//! No file of the workspace is longer than one reads: it is parted by topic.

use std::fs;
use std::path::Path;

/// Lines of a file of Rust at most.
const LINES: usize = 500;

#[test]
fn no_source_file_has_over_500_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rooms = ["benches", "crates", "examples", "src", "tests"];
    let mut folders: Vec<_> = rooms.iter().map(|room| root.join(room)).collect();
    let (mut seen, mut long) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let lines = fs::read_to_string(&path).unwrap().lines().count();
                seen += 1;
                if lines > LINES {
                    long.push(format!("{}: {lines}", path.display()));
                }
            }
        }
    }
    assert!(seen > rooms.len());
    assert!(long.is_empty(), "{}", long.join("\n"));
}
