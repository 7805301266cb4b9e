//! The table of what the regulations ask for (docs/requirements.tsv): it says what holds of this
//! tree, and the tests that it names are there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const TABLE: &str = include_str!("../../../docs/requirements.tsv");
/// What is asked for, with its regulation, clause, group and words.
const ASKED: &str = include_str!("../data/requirements.tsv");

/// A row: a requirement, how it stands, the tests that show it, what is missing.
struct Row<'t> {
    id: &'t str,
    state: &'t str,
    tests: &'t str,
    why: &'t str,
}

impl Row<'_> {
    /// What is wrong with the row itself.
    fn faults(&self) -> Vec<&'static str> {
        let known = ["works", "part", "open", "not-software"].contains(&self.state);
        let works = self.state == "works";
        let faults = [
            (self.id.is_empty(), "names no requirement"),
            (!known, "has a state that is none of the four"),
            (works && self.tests.is_empty(), "works and names no test"),
            (
                !works && self.why.is_empty(),
                "does not say what is missing",
            ),
        ];
        let faults = faults.into_iter().filter(|(is_so, _)| *is_so);
        faults.map(|(_, fault)| fault).collect()
    }

    /// The tests: the path of a file and the name of a function.
    fn tests(&self) -> impl Iterator<Item = (&str, &str)> {
        let tests = self.tests.split_whitespace();
        tests.map(|test| test.split_once("::").unwrap_or((test, "")))
    }
}

#[test]
fn every_requirement_stands_once_with_tests_that_are_there_or_with_what_is_missing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    let (head, lines) = TABLE.split_once('\n').unwrap_or_default();
    assert_eq!(head, "id\tstate\ttest\twhy");
    let rows: Vec<Row<'static>> = lines.lines().filter_map(row).collect();
    assert_eq!(rows.len(), lines.lines().count(), "four columns a row");
    for row in &rows {
        let id = row.id;
        faults.extend(row.faults().iter().map(|fault| format!("{id} {fault}")));
        if !seen.insert(id) {
            faults.push(format!("{id} stands twice"));
        }
        for (file, name) in row.tests() {
            let source = files.entry(file).or_insert_with(|| {
                let read = std::fs::read_to_string(root.join(file));
                read.unwrap_or_default()
            });
            if !is_test(source, name) {
                faults.push(format!(
                    "{id} names a test that is not there: {file}::{name}"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_table_has_a_row_of_each_requirement_in_the_order_of_the_documents() {
    let mut lines = ASKED.lines();
    let head = "id\tregulation\tclause\tgroup\tactor\trequirement\twords";
    assert_eq!(lines.next(), Some(head));
    let shipped: BTreeSet<_> = journal::Regulation::shipped_ids().collect();
    let mut asked = Vec::new();
    for line in lines {
        let [id, regulation, clause, group, actor, requirement, words] =
            line.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("seven columns a row: {line}")
        };
        let says = [clause, group, actor, requirement, words];
        assert!(says.iter().all(|cell| !cell.is_empty()), "{line}");
        assert!(shipped.contains(regulation), "{line}");
        asked.push(id);
    }
    let judged = TABLE.lines().skip(1).filter_map(row).map(|row| row.id);
    assert_eq!(judged.collect::<Vec<_>>(), asked);
}

/// Whether a source has a test of that name: a function that is marked as one, or that a macro runs
/// on each of the databases.
fn is_test(source: &str, name: &str) -> bool {
    const MARKS: [&str; 4] = ["#[test]", "#[tokio::test", "#[rstest", "#[case"];
    const LISTS: [&str; 2] = ["on_both_databases!(", "on_every_backend!("];
    let Some((before, _)) = source.split_once(&format!("fn {name}(")) else {
        return false;
    };
    // Its attributes stand between it and the end of what comes before.
    let above = before.trim_end().lines().rev().map(str::trim);
    let mut own = above.take_while(|line| !line.is_empty() && *line != "}" && !line.ends_with(';'));
    let is_marked = own.any(|line| MARKS.iter().any(|mark| line.starts_with(mark)));
    let of_lists = LISTS.iter().flat_map(|list| source.split(list).skip(1));
    let mut named = of_lists.filter_map(|rest| rest.split_once(')'));
    is_marked || named.any(|(names, _)| names.split(',').any(|one| one.trim() == name))
}

#[test]
fn a_function_is_a_test_by_its_mark_or_by_a_list_of_databases() {
    let source = "on_both_databases!(\n    listed,\n);\n\nasync fn listed(store: Case) {\n}\n\n\
                  #[test]\nfn marked() {\n}\nfn helper() {\n}\n";
    let is = ["listed", "marked", "helper", "", "lis"].map(|name| is_test(source, name));
    assert_eq!(is, [true, true, false, false, false]);
}

fn row(line: &'static str) -> Option<Row<'static>> {
    match line.split('\t').collect::<Vec<_>>()[..] {
        [id, state, tests, why] => Some(Row {
            id,
            state,
            tests,
            why,
        }),
        _ => None,
    }
}
