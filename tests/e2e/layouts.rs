//! The same physical keys with the Russian and with the English layout on.

use crate::grid::{cells, column};
use crate::house::{ask, edits, log};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell};
use journal::Edit;
use testkit::pty::key;
use testkit::{TestServer, fixture};

/// What a row of physical keys sends.
const RUSSIAN: [&str; 10] = ["н", "о", "б", "п", "5", "4", "/", "5", ".", key::F4];
const ENGLISH: [&str; 10] = ["y", "j", ",", "g", "5", "4", "|", "5", "/", key::F4];

/// Types on a server of its own, in the journal's column of the running lesson; answers what the
/// screen shows and what the server was told.
fn typed(
    keys: &[&str],
) -> (
    Vec<String>,
    Vec<Edit>,
    Vec<(journal::PupilId, journal::Entry)>,
) {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(key::F5);
    pty.wait_for("2 четверть", LIMIT);
    // The cursor is in the column of the lesson that runs.
    pty.send("\x1b[1;5H");
    for key in keys {
        pty.send(key);
    }
    pty.wait_until("seven cells", LIMIT, |screen| {
        cells(screen, &["16"]).len() == 7
    });
    let shown = column(&pty.wait_for(SETTLED, LIMIT), "16");
    let edits = edits(&log(&server, "orlova", fixture::RUNNING));
    let page = ask(async {
        let api = server.signed_in("orlova").await;
        api.lesson(fixture::RUNNING).await.unwrap()
    });
    (shown, edits, page.sheet.entries.into_iter().collect())
}

#[test]
fn one_column_of_the_journal() {
    let russian = typed(&RUSSIAN[..9]);
    let english = typed(&ENGLISH[..9]);
    let shown = |cells: &[String]| {
        // Minutes late are the clock's.
        let late = |cell: &String| {
            if cell.starts_with('о') {
                "о".to_owned()
            } else {
                cell.clone()
            }
        };
        cells.iter().map(late).collect::<Vec<_>>()
    };
    assert_eq!(
        shown(&russian.0)[..8],
        ["н", "о", "б", "п", "5", "4/5", ".", ""]
    );
    assert_eq!(shown(&russian.0), shown(&english.0));
    assert_eq!(kinds(&russian.1), kinds(&english.1));
    let pupils = |entries: &[(journal::PupilId, journal::Entry)]| {
        entries
            .iter()
            .map(|(pupil, entry)| (*pupil, entry.marks.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(pupils(&russian.2), pupils(&english.2));
}

fn kinds(edits: &[Edit]) -> Vec<journal::Cell> {
    edits.iter().map(Edit::cell).collect()
}

#[test]
fn the_columns_of_the_lesson_and_the_roll_call() {
    for keys in [RUSSIAN, ENGLISH] {
        let server = TestServer::start();
        let seat = Seat::at(&server.url());
        let mut pty = seat.sign_in("orlova");
        pty.send(to_cell(1, 0));
        keys[..4].iter().for_each(|key| pty.send(key));
        pty.send(to_cell(11, 1));
        keys[4..].iter().for_each(|key| pty.send(key));
        pty.wait_for("перекличка подтверждена", LIMIT);
        let screen = pty.wait_for(SETTLED, LIMIT);
        let attendance = column(&screen, "Явка");
        assert!(attendance[1].starts_with('о'), "{attendance:?}");
        assert_eq!(
            [
                &attendance[0],
                &attendance[2],
                &attendance[3],
                &attendance[4]
            ],
            ["н", "б", "п", ""]
        );
        assert_eq!(column(&screen, "Ответ")[10..14], ["5", "4/5", ".", ""]);
    }
}
