//! Between the rooms of the client arrows point one way: what is used does not know who uses it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Files of the stack of layers, which lie beside the rooms that it uses.
const STACK: [&str; 4] = ["ahead", "anywhere", "chrome", "places"];

/// The room that a module is in: `desk`, `ui/list`; the stack of layers is `ui`.
fn room<'a>(mut path: impl Iterator<Item = &'a str>) -> String {
    let first = path.next().unwrap_or_default();
    let inner = path.next().filter(|inner| {
        first == "ui" && inner.starts_with(char::is_lowercase) && !STACK.contains(inner)
    });
    inner.map_or_else(|| first.to_owned(), |inner| format!("ui/{inner}"))
}

/// The rooms that each room uses, and in which file.
fn arrows() -> BTreeMap<String, BTreeMap<String, String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut arrows: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let file = path.strip_prefix(&root).unwrap().to_str().unwrap();
            let Some(module) = file.strip_suffix(".rs") else {
                continue;
            };
            if module.ends_with("tests") {
                continue;
            }
            let here = room(module.split('/'));
            let source = fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap();
            let lines = code.lines().map(str::trim_start);
            for line in lines.filter(|line| !line.starts_with("//")) {
                for used in line.split("crate::").skip(1) {
                    let readable = !used.starts_with('{') && !used.starts_with("ui::{");
                    assert!(readable, "{file}: a path a line, please: {line}");
                    let used = used.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                    let used = used.take(1).flat_map(|path| path.split("::"));
                    let used = room(used.filter(|part| !part.is_empty()));
                    if used != here && used != "tr" {
                        let uses = arrows.entry(here.clone()).or_default();
                        uses.entry(used).or_insert_with(|| file.to_owned());
                    }
                }
            }
        }
    }
    arrows
}

#[test]
fn no_room_is_used_by_what_it_uses() {
    let arrows = arrows();
    for room in arrows.keys() {
        let (mut seen, mut ahead) = (BTreeSet::new(), vec![room]);
        while let Some(next) = ahead.pop() {
            for (used, file) in arrows.get(next).into_iter().flatten() {
                assert_ne!(used, room, "a circle, closed in {file}");
                if seen.insert(used) {
                    ahead.push(used);
                }
            }
        }
    }
}

#[test]
fn widgets_know_neither_screens_nor_windows_nor_layers() {
    let arrows = arrows();
    let used = arrows["ui/widget"].keys();
    let of_screens: Vec<_> = used.filter(|room| room.starts_with("ui")).collect();
    assert!(of_screens.is_empty(), "{of_screens:?}");
}
