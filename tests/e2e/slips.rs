//! Start passwords on slips: given for a class in one go, good for a first sign-in.

use crate::tables::Office;
use journal::register::{
    Amendment, EmploymentRecord, OfficeRecord, OfficeRole, Post, PostGroup, PostId, Record,
    RecordId, RecordKind, SchoolCard,
};
use journal::view::{AccountsPage, RecordLine, RecordsPage};
use journal::{ChangeId, GestureId, Role, Roles};
use testkit::{TestServer, fixture};
use uuid::Uuid;

/// SP14-T2.2a, SGO154-3.1.5a, SGO154P-1.4.4: everybody of the class who has no password yet gets a
/// slip and a line to sign; no password is on the sheet that stays.
#[tokio::test]
async fn a_class_gets_its_slips_and_its_sheet() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let path = office.path("slips.txt");
    let to = path.to_str().unwrap();
    let said = office.run(&["slips", "--class", "7 \"б\"", "--to", to]);
    assert!(said.0.status.success(), "{}", said.err());
    let text = std::fs::read_to_string(&path).unwrap();
    let (slips, sheet) = text.rsplit_once('\u{c}').unwrap();
    let passwords: Vec<&str> = slips
        .lines()
        .filter_map(|line| line.split_once("Первый пароль: "))
        .map(|(_, password)| password.trim())
        .collect();
    assert!(passwords.len() > 20, "{slips}");
    for password in &passwords {
        assert!(!sheet.contains(password), "no password stays");
    }
    assert!(
        sheet.contains("Ведомость выдачи") && sheet.contains("____"),
        "{sheet}"
    );
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let login = slips.lines().find_map(|line| line.split_once("Логин: "));
    let login = login.unwrap().1.split_whitespace().next().unwrap();
    let mut api = server.api();
    let signed_in = api.sign_in(login, passwords[0]).await.unwrap();
    assert!(signed_in.me.must_change_password);
    // SGO154P-1.2.1, SGO154P-1.2.2: who was given one, when and by whom outlives the access log.
    let admin = server.signed_in(fixture::login_of(Role::Admin)).await;
    let kept: RecordsPage = admin.get("/register/slip").await.unwrap();
    let kept = kept.records.into_iter().map(|line| match line.record {
        Record::Slip(slip) => (slip.given, slip.by.is_some(), slip.signed),
        other => panic!("{other:?}"),
    });
    let today = fixture::date(2026, 11, 16);
    assert_eq!(
        kept.collect::<Vec<_>>(),
        vec![(today, true, None); passwords.len()]
    );
    // Slips that were given out hold, whoever prints the class again.
    let second = office.path("second.txt");
    let to = second.to_str().unwrap();
    let again = office.run(&["slips", "--class", "7Б", "--to", to]);
    assert_eq!(again.code(), Some(1));
    assert!(again.err().contains("на прежнем листке"), "{}", again.err());
    assert!(server.api().sign_in(login, passwords[0]).await.is_ok());
}

/// Nobody's own password is taken away in passing, nor a file that is there.
#[tokio::test]
async fn who_has_an_own_password_keeps_it() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let path = office.path("staff.txt");
    let to = path.to_str().unwrap();
    let said = office.run(&["slips", "--staff", "--to", to]);
    assert!(said.0.status.success(), "{}", said.err());
    assert!(
        server
            .api()
            .sign_in("orlova", fixture::PASSWORD)
            .await
            .is_ok()
    );
    let again = office.run(&["slips", "--staff", "--to", to]);
    assert_eq!(again.code(), Some(1));
    assert!(again.err().contains("уже есть"), "{}", again.err());
}

/// SP14-T2.2e, SGO154P-1.4.4: the own class is the class teacher's to give, and no other.
#[tokio::test]
async fn a_class_teacher_gives_slips_to_the_own_class_alone() {
    let server = TestServer::start();
    let office = Office::of(&server, "sokolova");
    let (own, other) = (office.path("own.txt"), office.path("other.txt"));
    let said = office.run(&["slips", "--class", "7Б", "--to", own.to_str().unwrap()]);
    assert!(said.0.status.success(), "{}", said.err());
    let said = office.run(&["slips", "--class", "7А", "--to", other.to_str().unwrap()]);
    assert_eq!(said.code(), Some(1));
    assert!(
        said.err().contains("никого нет, или он не ваш"),
        "{}",
        said.err()
    );
    assert!(!other.exists());
}

fn new(kind: RecordKind, record: Record) -> Amendment {
    let id = |n: u128| Uuid::from_u128((7 << 76) | (2 << 62) | n);
    Amendment {
        id: ChangeId(id(1)),
        gesture: GestureId(id(2)),
        made_at: fixture::now(),
        record: kind.at(RecordId(1)),
        expected: None,
        wanted: Some(record),
        ground: None,
    }
}

/// A parent who works in the school too is the administrator's: named, and nobody else waits for it.
#[tokio::test]
async fn a_parent_with_an_office_keeps_nobody_from_a_slip() {
    let server = TestServer::start();
    let admin = server.signed_in(fixture::login_of(Role::Admin)).await;
    let accounts: AccountsPage = admin.get("/accounts").await.unwrap();
    let parent = accounts.accounts.iter().find(|row| {
        let of_class = row.classes.iter().any(|class| class == "7Б");
        of_class && row.roles == Roles(vec![Role::Parent])
    });
    let parent = parent.unwrap();
    let office = Record::Office(OfficeRecord {
        person: parent.person,
        role: OfficeRole::Psychologist,
        ..OfficeRecord::default()
    });
    let mut office = new(RecordKind::Office, office);
    office.record.id = RecordId(9_000);
    admin.amend_agreed(vec![office]).await.unwrap();
    let office = Office::of(&server, "sokolova");
    let path = office.path("own.txt");
    let to = path.to_str().unwrap();
    let said = office.run(&["slips", "--class", "7Б", "--again", "--to", to]);
    assert!(said.0.status.success(), "{}", said.err());
    let name = parent.name.to_string();
    assert!(said.out().contains(&name), "{}", said.out());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains(&name));
    assert!(text.matches("Первый пароль").count() > 20, "{text}");
}

/// Whoever works here without a role signs in as a parent alone, and is given a slip as one.
#[tokio::test]
async fn the_slip_of_a_parent_who_works_here_is_kept() {
    let server = TestServer::start();
    let admin = server.signed_in(fixture::login_of(Role::Admin)).await;
    let accounts: AccountsPage = admin.get("/accounts").await.unwrap();
    let mut rows = accounts.accounts.iter();
    let cook = rows.find(|row| row.roles == Roles(vec![Role::Parent]));
    let cook = cook.unwrap();
    let post = Post {
        title: "Повар".to_owned(),
        group: PostGroup::Support,
    };
    let mut post = new(RecordKind::Post, Record::Post(post));
    post.record.id = RecordId(9_000);
    admin.amend_agreed(vec![post]).await.unwrap();
    let works = Record::Employment(EmploymentRecord {
        person: cook.person,
        post: PostId(9_000),
        ..EmploymentRecord::default()
    });
    let mut works = new(RecordKind::Employment, works);
    works.record.id = RecordId(9_000);
    admin.amend_agreed(vec![works]).await.unwrap();
    let office = Office::of(&server, "sokolova");
    let path = office.path("own.txt");
    let to = path.to_str().unwrap();
    let said = office.run(&["slips", "--class", "7Б", "--again", "--to", to]);
    assert!(said.0.status.success(), "{}", said.err());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(&cook.name.to_string()));
    let kept = admin.records(RecordKind::Slip).await.unwrap();
    let of_cook = |line: &RecordLine| match &line.record {
        Record::Slip(slip) => slip.person == cook.person,
        _ => false,
    };
    assert!(kept.records.iter().any(of_cook), "and it is kept");
}

/// SP14-T2.3a: slips and the sheet say the school as its card does.
#[tokio::test]
async fn slips_and_the_sheet_say_the_school_as_its_card_does() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let api = server.signed_in(fixture::login_of(Role::Admin)).await;
    let card = SchoolCard {
        title: "Муниципальное бюджетное общеобразовательное учреждение «Школа № 5»".to_owned(),
        address: "ул. Садовая, 5".to_owned(),
        phone: "+76000000005".to_owned(),
        ..SchoolCard::default()
    };
    let amendment = new(RecordKind::SchoolCard, Record::SchoolCard(card));
    api.amend_agreed(vec![amendment]).await.unwrap();
    let path = office.path("slips.txt");
    let to = path.to_str().unwrap();
    let said = office.run(&["slips", "--class", "7Б", "--to", to]);
    assert!(said.0.status.success(), "{}", said.err());
    let text = std::fs::read_to_string(&path).unwrap();
    let (slips, sheet) = text.rsplit_once('\u{c}').unwrap();
    assert!(
        slips.contains("Муниципальное бюджетное") && slips.contains("… · 7Б "),
        "{slips}"
    );
    assert!(sheet.contains("ул. Садовая, 5 · +76000000005"), "{sheet}");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}
