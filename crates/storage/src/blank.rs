//! A school in which there is nothing yet but its administrator: what a new server begins with,
//! and the only one that another may take the place of.

/// The tables of a school, those that refer before those that are referred to.
pub const TABLES: &[&str] = &[
    "set_aside",
    "change_log",
    "session",
    "sign_in_lock",
    "device",
    "homework_pupil",
    "homework",
    "mark",
    "absence_reason",
    "attendance",
    "lesson_writers",
    "lesson",
    "plan_item",
    "journal_teacher",
    "journal",
    "guardian",
    "membership",
    "study_group",
    "enrolment",
    "class",
    "access_log",
    "account",
    "person",
    "subject",
    "work_kind",
    "bell",
    "bell_schedule",
    "holiday",
    "period",
    "stream",
    "school_seq",
    "school",
];

/// Removes what a school has in a table: the school's id is the first value.
pub fn removal(table: &str, first: &str) -> String {
    format!("DELETE FROM {table} WHERE school_id = {first}")
}
