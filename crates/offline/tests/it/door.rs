//! Who signs in where, and when nothing may be sent.

use crate::desk::{Desk, in_paused_time};
use crate::hands::{ABSENT, at_work, attendance, seconds, stands};
use crate::pages::{FIRST, NOW, ORLOVA, PETROV, PUPILS};
use crate::server::{Server, sign_out_key};
use journal::{Content, ServerId};
use offline::seal::{Plain, SealError, Sealer};
use offline::{
    Access, AccountFolder, Command, Connectivity, Event, Failure, IdSource, PasswordError,
    ServerClock, SignInError, SignOuts, Store, StoreFault,
};
use protocol::Code;
use secrecy::ExposeSecret;
use std::cell::Cell;
use std::rc::Rc;
use uuid::Uuid;

#[test]
fn a_session_that_ends_loses_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        server.end_sessions();
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(10).await;
        let expired = desk
            .heard()
            .iter()
            .filter(|e| **e == Event::SessionExpired)
            .count();
        assert_eq!(expired, 1);
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log.len(), 1);
    });
}

/// Plain as long as it is told to be; then nothing of the disk can be read.
struct Breaking(Rc<Cell<bool>>);

impl Sealer for Breaking {
    fn seal(&self, about: &str, plain: Vec<u8>) -> Result<Vec<u8>, SealError> {
        Plain.seal(about, plain)
    }

    fn open(&self, about: &str, sealed: Vec<u8>) -> Result<Vec<u8>, SealError> {
        if self.0.get() {
            let about = about.to_owned();
            return Err(SealError { about });
        }
        Plain.open(about, sealed)
    }
}

#[test]
fn a_fault_of_the_memory_is_told_as_one_and_not_as_a_session_that_ended() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let broken = Rc::new(Cell::new(false));
        let mut ids = IdSource::new([3; 32]);
        let folder = tempfile::tempdir().unwrap();
        let at = AccountFolder::at(folder.path());
        let sealer = Box::new(Breaking(broken.clone()));
        let store = Rc::new(Store::open(&at, sealer, &mut ids, NOW).unwrap());
        let clock = Rc::new(ServerClock::resume(&store, desk.clock()).unwrap());
        let outs = SignOuts::at(folder.path());
        let access = Access::new(store, desk.link.clone(), clock, ids, outs);
        access.sign_in("orlova", "secret".into()).await.unwrap();
        access.sheet_log(FIRST).await.unwrap();
        broken.set(true);
        let failure = access.sheet_log(FIRST).await.unwrap_err();
        let Failure::Store(error) = failure else {
            panic!("{failure:?}")
        };
        assert_eq!(error.fault, StoreFault::Sealed);
    });
}

#[test]
fn signed_out_nothing_is_sent() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        desk.link.set_up(false);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        desk.access().sign_out().unwrap();
        desk.say(Command::SignOut);
        desk.link.set_up(true);
        desk.access().deliver_sign_outs().await.unwrap();
        seconds(600).await;
        assert_eq!(desk.store().pending_count().unwrap(), 1);
        assert_eq!(stands(&desk), Some(Connectivity::Unauthorised));
        desk.access()
            .sign_in("orlova", "secret".into())
            .await
            .unwrap();
        desk.say(Command::SignedIn);
        seconds(5).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
    });
}

#[test]
fn another_server_at_the_same_address_gets_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let ours = server.id.replace(ServerId(Uuid::from_u128(2)));
        desk.link.set_up(false);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        desk.link.set_up(true);
        let pushed = desk.link.count("push");
        seconds(3600).await;
        assert_eq!(stands(&desk), Some(Connectivity::OtherServer));
        assert_eq!(desk.link.count("push"), pushed);
        let refused = desk.access().sign_in("orlova", "secret".into()).await;
        assert_eq!(
            refused.unwrap_err(),
            SignInError::OtherServer { unsettled: 1 }
        );
        let mut ids = offline::IdSource::new([9; 32]);
        let fault = desk.store().forget_server(&mut ids, NOW).unwrap_err().fault;
        assert_eq!(fault, offline::StoreFault::Unsettled);

        server.id.set(ours);
        desk.say(Command::TryNow);
        seconds(5).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
    });
}

/// A desk that has signed out; then its sign-in name is given to another person.
async fn given_away(server: &Rc<Server>, writes: bool) -> Rc<Desk> {
    let desk = at_work(server, "orlova", 1).await;
    if writes {
        desk.link.set_up(false);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
    }
    desk.access().sign_out().unwrap();
    desk.say(Command::SignOut);
    desk.link.set_up(true);
    desk.access().deliver_sign_outs().await.unwrap();
    server.orlova.set(PETROV);
    desk
}

#[test]
fn a_queue_is_never_sent_in_the_name_of_another() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = given_away(&server, true).await;
        let access = desk.access();
        let refused = access.sign_in("orlova", "secret".into()).await;
        assert_eq!(
            refused.unwrap_err(),
            SignInError::OtherPerson { unsettled: 1 }
        );
        assert_eq!(desk.link.count("sign-out"), 2, "no session is left open");
        assert!(desk.store().token().unwrap().is_none());
        assert_eq!(desk.store().me().unwrap().unwrap().person, ORLOVA);
        desk.say(Command::SignedIn);
        seconds(60).await;
        assert_eq!(desk.store().pending_count().unwrap(), 1);
        assert!(server.state.borrow().log.is_empty());

        server.orlova.set(ORLOVA);
        access.sign_in("orlova", "secret".into()).await.unwrap();
        desk.say(Command::SignedIn);
        seconds(60).await;
        assert_eq!(desk.store().pending_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log[0].by, ORLOVA);
    });
}

#[test]
fn another_person_begins_with_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = given_away(&server, false).await;
        let (me, _) = desk
            .access()
            .sign_in("orlova", "secret".into())
            .await
            .unwrap();
        assert_eq!(me.person, PETROV);
        let store = desk.store();
        assert_eq!(store.me().unwrap().unwrap().person, PETROV);
        assert!(
            store.lesson(FIRST).unwrap().is_none(),
            "what she saw is gone"
        );
        assert!(store.newest_gesture(|_| true).unwrap().is_none());

        desk.say(Command::SignedIn);
        seconds(5).await;
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(5).await;
        assert_eq!(store.pending_count().unwrap(), 0);
        assert_eq!(server.state.borrow().log[0].by, PETROV);
        let content: Content = desk.content(attendance(PUPILS[0]));
        assert_eq!(content, ABSENT);
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
    });
}

#[test]
fn a_server_of_another_version_gets_nothing() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        server.api.set(0);
        desk.write(FIRST, &[(attendance(PUPILS[0]), ABSENT)]);
        seconds(600).await;
        assert_eq!(stands(&desk), Some(Connectivity::VersionMismatch));
        assert_eq!(desk.store().pending_count().unwrap(), 1);
        let refused = desk.access().sign_in("orlova", "secret".into()).await;
        assert_eq!(refused.unwrap_err(), SignInError::Version);
    });
}

#[test]
fn signing_in_says_what_is_wrong() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = Desk::new("orlova", &server, 1);
        desk.open();
        let access = desk.access();
        let wrong = access.sign_in("orlova", "guess".into()).await.unwrap_err();
        assert_eq!(wrong, SignInError::WrongPassword);
        let locked = access.sign_in("locked", "guess".into()).await.unwrap_err();
        assert_eq!(locked, SignInError::Locked { until: Some(NOW) });
        desk.link.set_up(false);
        let offline = access.sign_in("orlova", "secret".into()).await.unwrap_err();
        assert!(matches!(offline, SignInError::Offline(_)));
    });
}

#[test]
fn the_start_password_is_changed_first() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        server.must_change.set(true);
        let desk = Desk::new("orlova", &server, 1);
        desk.open();
        let (me, _) = desk
            .access()
            .sign_in("orlova", "secret".into())
            .await
            .unwrap();
        assert!(me.must_change_password);
        desk.say(Command::SignedIn);
        seconds(5).await;
        assert!(desk.heard().contains(&Event::MustChangePassword));
        let wrong = desk.access().change_password("x".into(), "y".into()).await;
        assert_eq!(wrong, Err(PasswordError::WrongPassword));
        desk.access()
            .change_password("secret".into(), "longer".into())
            .await
            .unwrap();
        assert!(!desk.store().me().unwrap().unwrap().must_change_password);
        desk.say(Command::SignedIn);
        seconds(5).await;
        assert!(matches!(stands(&desk), Some(Connectivity::Online { .. })));
    });
}

fn holds(all: &[u8], piece: &[u8]) -> bool {
    all.windows(piece.len()).any(|part| part == piece)
}

/// Both sessions of this device: the one that is signed out, and the one that was signed in over.
#[test]
fn signed_out_without_a_network_leaves_no_token_and_the_server_hears_later() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let access = desk.access();
        access.sign_in("orlova", "secret".into()).await.unwrap();
        let token = desk.store().token().unwrap().unwrap();
        assert!(holds(&desk.on_the_disk(), b"token-2-secret"));
        desk.link.set_up(false);
        access.sign_out().unwrap();
        desk.say(Command::SignOut);
        assert!(access.deliver_sign_outs().await.is_err());
        let all = desk.on_the_disk();
        assert!(!holds(&all, b"-secret"), "a token is left");
        assert!(server.session(token.expose_secret()).is_ok());

        // The machine was switched off; somebody else sits down at it.
        desk.close().await;
        desk.link.set_up(true);
        desk.open();
        desk.access().deliver_sign_outs().await.unwrap();
        let refused = server.session(token.expose_secret()).unwrap_err();
        assert_eq!(refused.code(), Some(Code::SessionExpired));
        let asked = desk.link.count("server");
        desk.access().deliver_sign_outs().await.unwrap();
        assert_eq!(desk.link.count("server"), asked, "nothing is owed any more");
    });
}

#[test]
fn another_server_at_the_same_address_hears_of_no_sign_out() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let token = desk.store().token().unwrap().unwrap();
        desk.access().sign_out().unwrap();
        let another = ServerId(Uuid::from_u128(2));
        let ours = server.id.replace(another);
        let knows = desk.access().deliver_sign_outs().await.unwrap();
        assert_eq!(knows, Some(another), "and not the one that is owed it");
        assert_eq!(desk.link.count("sign-out"), 0);
        server.id.set(ours);
        let knows = desk.access().deliver_sign_outs().await.unwrap();
        assert_eq!(knows, Some(ours));
        assert!(server.session(token.expose_secret()).is_err());
    });
}

#[test]
fn a_sign_out_that_is_refused_holds_up_no_other() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let owed = desk.sign_outs();
        let keys: Vec<_> = (90..98).map(sign_out_key).collect();
        for key in &keys {
            owed.owe(key, None).unwrap();
        }
        for refused in &keys {
            server.refused_sign_out.replace(Some(refused.clone()));
            let failure = owed.deliver(&*desk.link).await.unwrap_err();
            assert_eq!(failure.code(), Some(Code::Internal));
            let all = desk.on_the_disk();
            let left = keys.iter().filter(|key| holds(&all, key.as_bytes()));
            assert_eq!(left.collect::<Vec<_>>(), [refused]);
            for key in &keys {
                owed.owe(key, None).unwrap();
            }
        }
        server.refused_sign_out.replace(None);
        owed.deliver(&*desk.link).await.unwrap();
        assert!(owed.is_empty());
    });
}

#[test]
fn a_sign_out_that_the_disk_does_not_take_is_told_from_memory() {
    in_paused_time(async {
        let server = Rc::new(Server::start());
        let desk = at_work(&server, "orlova", 1).await;
        let token = desk.store().token().unwrap().unwrap();
        // No folder can be made in its place.
        std::fs::write(desk.folder().with_file_name(".sign-outs"), "").unwrap();
        desk.link.set_up(false);
        desk.access().sign_out().unwrap();
        assert!(desk.access().deliver_sign_outs().await.is_err());
        assert!(server.session(token.expose_secret()).is_ok());
        desk.link.set_up(true);
        desk.access().deliver_sign_outs().await.unwrap();
        assert!(server.session(token.expose_secret()).is_err());
        let asked = desk.link.count("server");
        desk.access().deliver_sign_outs().await.unwrap();
        assert_eq!(desk.link.count("server"), asked, "nothing is owed any more");
    });
}
