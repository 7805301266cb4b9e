//! Servers and folders that come back from a backup.

use crate::desk::in_paused_time;
use crate::hands::{ABSENT, at_work, attendance, mark, seconds};
use crate::pages::{FIRST, NOW, PUPILS, SECOND};
use crate::server::Server;
use chrono::TimeDelta;
use journal::{Cell, Content};
use offline::{Continuation, Event};
use secrecy::ExposeSecret;
use std::rc::Rc;

#[test]
fn a_server_restored_from_a_backup_gets_back_what_it_lost() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let (absent, roll) = (attendance(PUPILS[0]), Cell::RollCall);
        desk.write(FIRST, &[(absent, ABSENT)]);
        seconds(5).await;
        let backup = server.backup();
        desk.write(FIRST, &[mark(PUPILS[1], 5)]);
        desk.write(FIRST, &[(roll, Content::RollCall(true))]);
        seconds(5).await;
        server.restore(backup);
        // Nobody writes anything: the feed tells that the server is not what it was.
        seconds(120).await;
        assert_eq!(server.state.borrow().log.len(), 3);
        assert_eq!(desk.content(roll), Content::RollCall(true));
        assert!(
            !desk
                .heard()
                .iter()
                .any(|e| matches!(e, Event::LostByServer { .. }))
        );
    });
}

#[test]
fn what_is_no_longer_kept_is_named_when_the_server_loses_it() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let backup = server.backup();
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        desk.store().prune(NOW.plus(TimeDelta::days(8))).unwrap();
        desk.write(SECOND, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        server.restore(backup);
        seconds(120).await;
        assert!(desk.heard().contains(&Event::LostByServer {
            sheets: vec![FIRST.into()]
        }));
        let state = server.state.borrow();
        assert_eq!(
            state.log.len(),
            1,
            "what is kept comes back under a new device id"
        );
        assert_eq!(state.log[0].change.sheet, SECOND.into());
        assert_eq!(desk.store().pending_count().unwrap(), 0);
    });
}

/// The first session is of the device that the folder no longer is.
#[test]
fn signing_in_from_an_old_copy_leaves_one_session() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let old = tempfile::tempdir().unwrap();
        let files = ["journal.sqlite", "journal.sqlite-wal"];
        desk.kill_only().await;
        for file in files {
            std::fs::copy(desk.folder().join(file), old.path().join(file)).unwrap();
        }
        desk.open();
        desk.write(FIRST, &[(attendance(PUPILS[1]), ABSENT)]);
        seconds(5).await;
        desk.close().await;
        for file in files {
            std::fs::copy(old.path().join(file), desk.folder().join(file)).unwrap();
        }
        server.end_sessions();
        desk.open();
        let signed_in = desk.access().sign_in("orlova", "secret".into()).await;
        assert_eq!(signed_in.unwrap().1, Continuation::NewDevice);
        let own = desk.store().token().unwrap().unwrap();
        let state = server.state.borrow();
        let alive: Vec<_> = state.sessions.keys().collect();
        assert_eq!(alive, [own.expose_secret()]);
    });
}

#[test]
fn a_folder_restored_from_an_old_copy_goes_on_as_a_new_device() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        let device = desk.store().device().unwrap();
        // The old copy: closed before the next changes were made.
        let old = tempfile::tempdir().unwrap();
        desk.kill_only().await;
        std::fs::copy(desk.folder().join("journal.sqlite"), old.path().join("db")).unwrap();
        let wal = desk.folder().join("journal.sqlite-wal");
        std::fs::copy(&wal, old.path().join("wal")).unwrap();
        desk.open();
        desk.write(FIRST, &[(attendance(PUPILS[1]), ABSENT)]);
        desk.write(FIRST, &[(attendance(PUPILS[2]), ABSENT)]);
        seconds(5).await;
        desk.close().await;
        std::fs::copy(old.path().join("db"), desk.folder().join("journal.sqlite")).unwrap();
        std::fs::copy(old.path().join("wal"), &wal).unwrap();
        desk.open();
        desk.write(FIRST, &[mark(PUPILS[0], 5)]);
        seconds(60).await;
        assert_ne!(desk.store().device().unwrap(), device);
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log.len(), 4);
        let state = server.state.borrow();
        assert_eq!(
            Some(&desk.store().lesson(FIRST).unwrap().unwrap().page.sheet),
            state.sheets.get(&FIRST)
        );
    });
}
