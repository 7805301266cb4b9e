//! A school in which there is nothing yet but its administrator: what a new server begins with,
//! and the only one that another may take the place of.

use crate::migrate::MIGRATIONS;

/// The tables of a school, those that refer before those that are referred to: a table is made
/// after those that it refers to.
pub fn tables() -> Vec<&'static str> {
    let steps = MIGRATIONS.iter().rev();
    steps
        .flat_map(|step| step.text.rsplit("CREATE TABLE "))
        .filter(|table| table.contains(" school_id "))
        .filter_map(|table| Some(table.split_once(" (")?.0))
        .collect()
}

/// Removes what a school has in a table: the school's id is the first value.
pub fn removal(table: &str, first: &str) -> String {
    format!("DELETE FROM {table} WHERE school_id = {first}")
}
