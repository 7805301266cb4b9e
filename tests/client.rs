//! The client without a terminal and without a server: screens, keys, what they enter.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic; its helpers too"
)]

#[path = "client/account_lists.rs"]
mod account_lists;
#[path = "client/agreed.rs"]
mod agreed;
#[path = "client/announced.rs"]
mod announced;
#[path = "client/appointments.rs"]
mod appointments;
#[path = "client/arrows.rs"]
mod arrows;
#[path = "client/bare_journals.rs"]
mod bare_journals;
#[path = "client/bell.rs"]
mod bell;
#[path = "client/cards.rs"]
mod cards;
#[path = "client/class.rs"]
mod class;
#[path = "client/closed_year.rs"]
mod closed_year;
#[path = "client/conflicts.rs"]
mod conflicts;
#[path = "client/directories.rs"]
mod directories;
#[path = "client/engine.rs"]
mod engine;
#[path = "client/excuse.rs"]
mod excuse;
#[path = "client/foot.rs"]
mod foot;
#[path = "client/forms.rs"]
mod forms;
#[path = "client/gaps.rs"]
mod gaps;
#[path = "client/help.rs"]
mod help;
#[path = "client/history.rs"]
mod history;
#[path = "client/input.rs"]
mod input;
#[path = "client/journal_keys.rs"]
mod journal_keys;
#[path = "client/journals.rs"]
mod journals;
#[path = "client/leaving.rs"]
mod leaving;
#[path = "client/lengths.rs"]
mod lengths;
#[path = "client/lists.rs"]
mod lists;
#[path = "client/marks.rs"]
mod marks;
#[path = "client/movement.rs"]
mod movement;
#[path = "client/not_kept.rs"]
mod not_kept;
#[path = "client/notices.rs"]
mod notices;
#[path = "client/other_windows.rs"]
mod other_windows;
#[path = "client/palette.rs"]
mod palette;
#[path = "client/pauses.rs"]
mod pauses;
#[path = "client/period_marks.rs"]
mod period_marks;
#[path = "client/queue.rs"]
mod queue;
#[path = "client/random_keys.rs"]
mod random_keys;
#[path = "client/reading.rs"]
mod reading;
#[path = "client/records.rs"]
mod records;
#[path = "client/refreshed.rs"]
mod refreshed;
#[path = "client/replaced.rs"]
mod replaced;
#[path = "client/rights.rs"]
mod rights;
#[path = "client/roll.rs"]
mod roll;
#[path = "client/screens.rs"]
mod screens;
#[path = "client/seat.rs"]
mod seat;
#[path = "client/sentences.rs"]
mod sentences;
#[path = "client/setup.rs"]
mod setup;
#[path = "client/shown_keys.rs"]
mod shown_keys;
#[path = "client/slips.rs"]
mod slips;
#[path = "client/stage.rs"]
mod stage;
#[path = "client/starting.rs"]
mod starting;
#[path = "client/stays.rs"]
mod stays;
#[path = "client/terms.rs"]
mod terms;
#[path = "client/today.rs"]
mod today;
#[path = "client/undone.rs"]
mod undone;
#[path = "client/unfilled.rs"]
mod unfilled;
#[path = "client/ungrouped.rs"]
mod ungrouped;
#[path = "client/verdicts.rs"]
mod verdicts;
#[path = "client/ways.rs"]
mod ways;
#[path = "client/what_stays.rs"]
mod what_stays;
#[path = "client/works_of_marks.rs"]
mod works_of_marks;
