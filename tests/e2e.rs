//! The whole: the real binary in a terminal, the real server, and what can go wrong between them.
//!
//! | room | what is shown there |
//! | --- | --- |
//! | `first_run` | the first command: the roll in at most 12 keystrokes, once in the log |
//! | `kill_client`, `kill_server` | `kill -9` of either side: nothing painted is lost, nothing comes twice |
//! | `away` | a whole lesson without the server |
//! | `back_dating` | a clock set by hand dates nothing back |
//! | `restored` | a server put back from a copy: the screen shows what it holds |
//! | `real_school` | a real timetable from file to lesson; a second client sees it |
//! | `layouts` | the same physical keys in both layouts |
//! | `class` | a reason for several days in one gesture: the teacher sees it, undo takes it back, terms |
//! | `directories` | a room added, a subject renamed, a quarter moved with its dangers seen first |
//! | `orders` | an order with its lines: typed, seen, written, taken back |
//! | `drafts` | what is being written survives a kill and leaving the form |
//! | `lists` | a list follows what others enter |
//! | `type_ahead` | keys typed before the page has come |
//! | `breaches` | a password got known: reported, looked through, voided |
//! | `signing_in`, `passwords`, `wrong_server`, `bad_input` | bad input and faults: a sentence, and nothing lost |
//! | `small_terminal`, `terminals`, `leaving` | the manners of a terminal program |
//! | `tables` | tables out of the server and into it, by the command line |
//! | `trial` | a term of the school's own, tried before it is in force |
//! | `load` | the load of a FET file into a school that came from tables |
//! | `imports` | a table from the screen: seen, written, taken back |
//! | `oneroster` | a OneRoster package out, against the published binding, and in |
//! | `week` | pupils come, move, leave and change groups: every date, and all of it taken back |
//! | `two_places` | one teacher at two PCs: what is written over, in conflict and chosen |
//! | `seat`, `two_seats`, `house`, `fet`, `grid`, `manners` | what the others are built of |

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[path = "e2e/away.rs"]
mod away;
#[path = "e2e/back_dating.rs"]
mod back_dating;
#[path = "e2e/bad_input.rs"]
mod bad_input;
#[path = "e2e/breaches.rs"]
mod breaches;
#[path = "e2e/class.rs"]
mod class;
#[path = "e2e/directories.rs"]
mod directories;
#[path = "e2e/drafts.rs"]
mod drafts;
#[path = "e2e/fet.rs"]
mod fet;
#[path = "e2e/first_run.rs"]
mod first_run;
#[path = "e2e/grid.rs"]
mod grid;
#[path = "e2e/grow.rs"]
mod grow;
#[path = "e2e/house.rs"]
mod house;
#[path = "e2e/imports.rs"]
mod imports;
#[path = "e2e/kill_client.rs"]
mod kill_client;
#[path = "e2e/kill_server.rs"]
mod kill_server;
#[path = "e2e/layouts.rs"]
mod layouts;
#[path = "e2e/leaving.rs"]
mod leaving;
#[path = "e2e/lists.rs"]
mod lists;
#[path = "e2e/load.rs"]
mod load;
#[path = "e2e/manners.rs"]
mod manners;
#[path = "e2e/new_pupil.rs"]
mod new_pupil;
#[path = "e2e/oneroster.rs"]
mod oneroster;
#[path = "e2e/orders.rs"]
mod orders;
#[path = "e2e/passwords.rs"]
mod passwords;
#[path = "e2e/real_school.rs"]
mod real_school;
#[path = "e2e/requests.rs"]
mod requests;
#[path = "e2e/restored.rs"]
mod restored;
#[path = "e2e/seat.rs"]
mod seat;
#[path = "e2e/signing_in.rs"]
mod signing_in;
#[path = "e2e/slips.rs"]
mod slips;
#[path = "e2e/small_terminal.rs"]
mod small_terminal;
#[path = "e2e/tables.rs"]
mod tables;
#[path = "e2e/terminals.rs"]
mod terminals;
#[path = "e2e/trial.rs"]
mod trial;
#[path = "e2e/two_places.rs"]
mod two_places;
#[path = "e2e/two_seats.rs"]
mod two_seats;
#[path = "e2e/type_ahead.rs"]
mod type_ahead;
#[path = "e2e/week.rs"]
mod week;
#[path = "e2e/wrong_server.rs"]
mod wrong_server;
