use super::*;
use crate::cli::doctor::facts::DatabaseState;
use crate::cli::doctor::facts::{Facts, ServerAnswer};
use crate::cli::doctor::samples::{
    damaged, database, healthy, here, memory, note, note_of_serve, unready,
};

#[test]
fn a_healthy_machine_is_all_good() {
    let found = judge(&healthy());
    assert!(
        found.iter().all(|finding| finding.grade == Grade::Good),
        "{found:?}"
    );
    let checks: Vec<_> = found.iter().map(|finding| finding.check).collect();
    let expected = [
        "terminal",
        "terminal-size",
        "terminal-colours",
        "terminal-signs",
        "config",
        "server",
        "clock",
        "store",
        "disk",
        "account",
        "database",
        "database-disk",
    ];
    assert_eq!(checks, expected);
}

type Change = fn(&mut Facts);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn each_thing_is_judged_by_itself() {
    let cases: [(Change, &str, Grade); 29] = [
        (|f| f.terminal.present = false, "terminal", Grade::Doubtful),
        (
            |f| f.terminal.size = Some((59, 24)),
            "terminal-size",
            Grade::Broken,
        ),
        (
            |f| f.terminal.size = Some((80, 14)),
            "terminal-size",
            Grade::Broken,
        ),
        (
            |f| f.terminal.size = Some((60, 15)),
            "terminal-size",
            Grade::Good,
        ),
        (
            |f| f.terminal.glyphs = GlyphSet::Ascii,
            "terminal-signs",
            Grade::Doubtful,
        ),
        (
            |f| f.terminal.glyphs = GlyphSet::Linux,
            "terminal-signs",
            Grade::Good,
        ),
        (
            |f| f.config.notes = vec![note("строка 3")],
            "config",
            Grade::Doubtful,
        ),
        (
            |f| f.config.notes = vec![note_of_serve("строка 4")],
            "config",
            Grade::Broken,
        ),
        (
            |f| f.server.answer = ServerAnswer::BadAddress,
            "server",
            Grade::Broken,
        ),
        (
            |f| f.server.answer = ServerAnswer::Unreachable(Fault::told("x")),
            "server",
            Grade::Broken,
        ),
        (
            |f| f.server.answer = ServerAnswer::OtherVersion,
            "server",
            Grade::Broken,
        ),
        (
            |f| f.server.answer = ServerAnswer::NotOurs("x".into()),
            "server",
            Grade::Broken,
        ),
        (
            |f| f.server.answer = here(1500, 0),
            "server",
            Grade::Doubtful,
        ),
        (|f| f.server.answer = here(5, -120), "clock", Grade::Good),
        (
            |f| f.server.answer = here(5, 3600),
            "clock",
            Grade::Doubtful,
        ),
        (
            |f| f.server.answer = here(5, -3600),
            "clock",
            Grade::Doubtful,
        ),
        (
            |f| f.store.refused = Some(Fault::told("x")),
            "store",
            Grade::Broken,
        ),
        (
            |f| f.server.answer = unready(Unready::CannotWrite),
            "server-writes",
            Grade::Broken,
        ),
        (
            |f| f.server.answer = unready(Unready::Busy),
            "server-writes",
            Grade::Doubtful,
        ),
        (
            |f| f.database = Some(database(DatabaseState::NotOurs("x".into()), 1 << 30)),
            "database",
            Grade::Doubtful,
        ),
        (
            |f| f.database = Some(database(DatabaseState::Wrong("x".into()), 1 << 30)),
            "database",
            Grade::Broken,
        ),
        (
            |f| f.database = Some(database(DatabaseState::ToBeMade, 1 << 30)),
            "database",
            Grade::Good,
        ),
        (
            |f| f.database = Some(database(DatabaseState::Sound, 1 << 20)),
            "database-disk",
            Grade::Broken,
        ),
        (|f| f.store.free = Some(50 << 20), "disk", Grade::Doubtful),
        (|f| f.store.free = Some(1 << 20), "disk", Grade::Broken),
        (
            |f| f.store.accounts[0].memory = memory(3, 0),
            "account",
            Grade::Doubtful,
        ),
        (
            |f| f.store.accounts[0].memory = memory(0, 1),
            "account",
            Grade::Doubtful,
        ),
        (
            |f| f.store.accounts[0].memory = damaged(),
            "account-log",
            Grade::Doubtful,
        ),
        (
            |f| f.store.accounts[0].memory = Err(StoreFault::Damaged),
            "account",
            Grade::Broken,
        ),
    ];
    for (change, check, grade) in cases {
        let mut facts = healthy();
        change(&mut facts);
        for finding in judge(&facts) {
            let is_it = finding.check == check;
            let expected = if is_it { grade } else { Grade::Good };
            assert_eq!(finding.grade, expected, "{finding:?}");
            assert_eq!(
                finding.advice.is_none(),
                finding.grade == Grade::Good,
                "{finding:?}"
            );
        }
    }
}
