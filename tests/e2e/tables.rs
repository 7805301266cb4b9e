//! Tables out of the server and into it, by the command line.

#[path = "tables/refused.rs"]
mod refused;

use crate::seat::PROGRAM;
use journal::{PersonName, Role};
use school::blank::{self, BlankSpec};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;
use testkit::{TestServer, fixture};

/// A folder with the settings of a client of a server, and the password.
pub struct Office {
    dir: TempDir,
    login: String,
}

impl Office {
    /// The administrator's.
    pub fn of(server: &TestServer, login: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let settings = format!("[server]\nurl = \"{}\"\n", server.url());
        std::fs::write(dir.path().join("config.toml"), settings).unwrap();
        std::fs::write(dir.path().join("password"), fixture::PASSWORD).unwrap();
        Self {
            dir,
            login: login.to_owned(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn run(&self, args: &[&str]) -> Said {
        let mut command = Command::new(PROGRAM);
        command
            .args(args)
            .args(["--as", &self.login, "--password-file"])
            .arg(self.path("password"))
            .arg("--dir")
            .arg(self.dir.path())
            .env_clear()
            .env("LANG", "ru_RU.UTF-8")
            .stdin(Stdio::null());
        Said(command.output().expect("the program starts"))
    }

    pub fn export(&self, what: &str, to: &str) -> PathBuf {
        let path = self.path(to);
        let said = self.run(&["export", what, "--to", path.to_str().unwrap()]);
        assert!(said.0.status.success(), "{}", said.err());
        path
    }

    /// `zhurnal import oneroster`.
    pub fn import_package(&self, file: &Path, more: &[&str]) -> Said {
        let mut args = vec!["import", "oneroster", file.to_str().unwrap()];
        args.extend(more);
        self.run(&args)
    }

    /// With the consents of all of whom the file brings data.
    pub fn import(&self, file: &Path, more: &[&str]) -> Said {
        let with = ["--consents", "01.09.2026:папка"];
        self.import_alone(file, &[more, &with].concat())
    }

    fn import_alone(&self, file: &Path, more: &[&str]) -> Said {
        let mut args = vec!["import", "table", file.to_str().unwrap()];
        args.extend(more);
        self.run(&args)
    }
}

pub struct Said(pub Output);

impl Said {
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    pub fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    /// The number of the action that was written.
    pub fn action_number(&self) -> String {
        let number = self.out();
        let number = number.split("Номер действия: ").nth(1).unwrap();
        number.split('.').next().unwrap().to_owned()
    }

    #[track_caller]
    pub fn says(&self, words: &str) {
        let all = self.out() + &self.err();
        assert!(all.contains(words), "«{words}» is not in:\n{all}");
    }
}

/// A school with nobody in it but its administrator `admin`.
pub fn blank_server() -> TestServer {
    let people = fixture::bundle().people;
    let hash = people
        .iter()
        .find_map(|person| person.password_hash.clone());
    let mut bundle = blank::build(BlankSpec {
        title: "Новая школа".to_owned(),
        regulation: "sgo-154".to_owned(),
        today: fixture::date(2026, 11, 16),
        admin: PersonName::whole("Администратор"),
        login: "admin".to_owned(),
        password_hash: hash.unwrap(),
    });
    for person in &mut bundle.people {
        person.must_change_password = false;
    }
    TestServer::builder().bundle(bundle).start()
}

/// SGO154P-1.3.2a, SGO154P-1.3.2b, SP14-2b: what a school exports, an empty one imports, and exports
/// the same bytes again, every kind of record.
#[test]
fn a_school_goes_through_tables_into_an_empty_base_and_out_again_byte_by_byte() {
    let first = TestServer::start();
    let first = Office::of(&first, fixture::login_of(Role::Admin));
    let people = first.export("people", "people.xlsx");
    // What it says of its own, it knows already.
    let own = first.import(&people, &[]);
    own.says("Записывать нечего.");
    assert_eq!(own.code(), Some(0));

    let (second, third) = (blank_server(), blank_server());
    let second = Office::of(&second, "admin");
    let dry = second.import(&people, &[]);
    dry.says("Это проверка: ничего не записано.");
    // An administrator more is asked about.
    let asked = second.import(&people, &["--apply"]);
    asked.says("Администратором станет");
    assert_eq!(asked.code(), Some(1));
    let done = second.import(&people, &["--apply", "--agree"]);
    done.says("Записано одним действием");
    assert_eq!(done.code(), Some(0));
    second
        .import(&people, &["--apply"])
        .says("Записывать нечего.");

    let all = second.export("all", "all.xlsx");
    let third = Office::of(&third, "admin");
    let taken = third.import(&all, &["--apply", "--agree"]);
    assert_eq!(taken.code(), Some(0), "{}", taken.err());
    let again = third.export("all", "all.xlsx");
    let read = |path: &Path| std::fs::read(path).unwrap();
    assert!(read(&all) == read(&again), "other bytes");
    let (csv, other) = (second.export("all", "csv"), third.export("all", "csv"));
    for file in std::fs::read_dir(&csv).unwrap() {
        let file = file.unwrap().file_name();
        let (one, two) = (read(&csv.join(&file)), read(&other.join(&file)));
        assert!(one == two, "{}", file.display());
    }
}

/// A row that changes something is told with what stood there: by it one sees the wrong file.
#[test]
fn a_check_says_what_each_row_changes_from_what_to_what() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let heads = "№ в Журнале;Кабинет;Здание;Мест;Этаж";
    let text = format!("{heads}\n1;21;Основное здание;30;2\n;99;Основное здание;;\n");
    let file = office.put("rooms.csv", text.as_bytes());
    let said = office.import(&file, &["--into", "room"]);
    said.says("строка 2, 21 · Основное здание — изменится: Мест: 30; Этаж: 2\n");
    assert!(!said.out().contains("99"), "{}", said.out());
    let all = office.import(&file, &["--into", "room", "--all"]);
    all.says("строка 3, 99 · Основное здание — новое: Кабинет: 99; Здание: Основное здание\n");
    assert_eq!(
        office.import(&file, &["--into", "room", "--apply"]).code(),
        Some(0)
    );
    let other = text.replace(";30;", ";25;");
    let file = office.put("rooms.csv", other.as_bytes());
    let said = office.import(&file, &["--into", "room"]);
    said.says("строка 2, 21 · Основное здание — изменится: Мест: было «30», станет «25»\n");
}

/// SP14-T1.4a, SP14-T1.4b, SP14-T1.4d: before the personal data of pupils and parents are entered;
/// once for a whole file.
#[test]
fn a_file_is_asked_for_its_consents_once_and_brings_them_with_the_rows() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let bare = office.put("bare.csv", "Фамилия;Имя;Класс\nИльин;Олег;7А\n".as_bytes());
    let named = office.import_alone(&bare, &["--into", "pupils", "--apply"]);
    assert_eq!(named.code(), Some(0), "a name and a class need none");
    let text = "Фамилия;Имя;Класс;Телефон;Родитель 1: Фамилия;Родитель 1: Имя\n\
                Гусев;Пётр;7А;89160000001;Гусева;Анна\n";
    let file = office.put("pupils.csv", text.as_bytes());
    let said = office.import_alone(&file, &["--into", "pupils", "--apply"]);
    said.says("У 2 человек из файла нет согласия на обработку данных (табл. 1, п. 1.4 Порядка)");
    said.says("--consents");
    said.says("новых 1");
    assert_eq!(said.code(), Some(1));
    for bad in ["когда-то", "17.11.2026:папка", "31.02.2026"] {
        let said = office.import_alone(&file, &["--into", "pupils", "--consents", bad]);
        said.says("не день и место согласий");
        assert_eq!(said.code(), Some(2), "{bad}");
    }
    let with = [
        "--into",
        "pupils",
        "--apply",
        "--consents",
        "01.09.2026:папка 7",
    ];
    let said = office.import_alone(&file, &with);
    said.says("Вместе с ними вносятся согласия от 01.09.2026: 2.");
    assert_eq!(said.code(), Some(0), "{}", said.err());
    let consents = office.export("consent", "consents.csv");
    let consents = std::fs::read_to_string(consents).unwrap();
    assert_eq!(consents.matches("папка 7").count(), 2, "{consents}");
    office.import_alone(&file, &with).says("Записывать нечего.");
}

#[test]
fn what_a_person_has_changed_by_hand_is_not_overwritten_unasked() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let heads = "Фамилия;Имя;Отчество;Дата рождения;Класс;Телефон\n";
    let row = |phone: &str| format!("{heads}Гусев;Пётр;Ильич;05.03.2013;7А;{phone}\n");
    let first = office.put("pupils.csv", row("89160000001").as_bytes());
    assert_eq!(office.import(&first, &["--apply"]).code(), Some(0));
    // What a table has set, a table sets anew.
    let second = office.put("pupils.csv", row("89160000002").as_bytes());
    let said = office.import(&second, &["--apply"]);
    said.says("новых 0 · изменятся 1");
    assert_eq!(said.code(), Some(0));
    by_hand(&server, "+79165555555");
    let third = office.put("pupils.csv", row("89160000003").as_bytes());
    let said = office.import(&third, &["--apply"]);
    said.says("столбец F «Телефон»: изменено в программе вручную: +79165555555");
    said.says("Спорные строки не вошли.");
    assert_eq!(said.code(), Some(3));
    let said = office.import(&third, &["--apply", "--take-disputed"]);
    said.says("новых 0 · изменятся 1");
    assert_eq!(said.code(), Some(0), "{}", said.out());
}

#[test]
fn what_an_undo_has_put_back_is_as_it_was_set_before() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let import = |phone: &str| {
        let heads = "Фамилия;Имя;Отчество;Дата рождения;Класс;Телефон\n";
        let row = format!("{heads}Гусев;Пётр;Ильич;05.03.2013;7А;{phone}\n");
        let file = office.put("pupils.csv", row.as_bytes());
        office.import(&file, &["--apply"])
    };
    let undo = |said: &Said| {
        let number = said.out();
        let number = number.split("Номер действия: ").nth(1).unwrap();
        let number = number.split('.').next().unwrap();
        let done = office.run(&["import", "undo", number, "--apply"]);
        done.says("Загрузка отменена");
    };
    assert_eq!(import("89160000001").code(), Some(0));
    undo(&import("89160000002"));
    // A table has set what stands again.
    let said = import("89160000003");
    said.says("новых 0 · изменятся 1");
    assert_eq!(said.code(), Some(0), "{}", said.out());
    by_hand(&server, "+79165555555");
    let heads = "Фамилия;Имя;Отчество;Дата рождения;Класс;Телефон\n";
    let row = format!("{heads}Гусев;Пётр;Ильич;05.03.2013;7А;89160000004\n");
    let file = office.put("pupils.csv", row.as_bytes());
    undo(&office.import(&file, &["--apply", "--take-disputed"]));
    // And here a person has.
    import("89160000005").says("изменено в программе вручную: +79165555555");
}

/// A form changes the only phone that there is.
fn by_hand(server: &TestServer, phone: &str) {
    use journal::register::{Amendment, Record, RecordKind};
    crate::house::ask(async {
        let api = server.signed_in(fixture::login_of(Role::Admin)).await;
        let kind = RecordKind::PersonDetails;
        let page = api.records(kind).await.unwrap();
        let line = page.records.into_iter().next_back().unwrap();
        let Record::PersonDetails(mut details) = line.record.clone() else {
            panic!("another kind");
        };
        phone.clone_into(&mut details.phone);
        let id = |n: u128| uuid::Uuid::from_u128((7 << 76) | (2 << 62) | n);
        let amendment = Amendment {
            id: journal::ChangeId(id(1)),
            gesture: journal::GestureId(id(2)),
            made_at: fixture::now(),
            record: kind.at(line.id),
            expected: Some(line.record),
            wanted: Some(Record::PersonDetails(details)),
            ground: None,
        };
        api.amend_agreed(vec![amendment]).await.unwrap();
    });
}

/// E24, E22: what was built upon stays and is named; two at once lose nothing.
#[test]
fn an_import_is_taken_back_as_one_but_for_what_was_built_upon() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let rows =
        "Фамилия;Имя;Дата рождения;Класс\nГусев;Пётр;05.03.2013;7А\nКотов;Лев;06.03.2013;7А\n";
    let file = office.put("pupils.csv", rows.as_bytes());
    let other = office.put("other.csv", rows.replace("Котов", "Лосев").as_bytes());
    let said = std::thread::scope(|scope| {
        let both = [&file, &other]
            .map(|file| scope.spawn(|| office.import(file, &["--into", "pupils", "--apply"])));
        both.map(|one| one.join().unwrap())
    });
    for said in &said {
        assert_eq!(said.code(), Some(0), "{}{}", said.out(), said.err());
    }
    let again = office.import(&file, &["--into", "pupils"]);
    again.says("без изменений 2 ·");
    assert!(
        said.iter().any(|said| said.out().contains("новых 1 ·")),
        "one after the other"
    );
    let made = said
        .iter()
        .find(|said| said.out().contains("новых 2 ·"))
        .unwrap()
        .out();
    let number = made.split("Номер действия: ").nth(1).unwrap();
    let number = number.split('.').next().unwrap();
    let dry = office.run(&["import", "undo", number]);
    dry.says("Это проверка: ничего не отменено. Чтобы отменить — то же с --apply.");
    let done = office.run(&["import", "undo", number, "--apply"]);
    done.says("Загрузка отменена, записей затронуто:");
    let left = office.import(&file, &["--into", "pupils"]);
    assert!(!left.out().contains("без изменений 2 ·"), "{}", left.out());
    let strange = office.run(&["import", "undo", "00000000-0000-7000-8000-000000000000"]);
    strange.says("Действия с этим номером нет");
}

/// A terminal that shows nothing of what is typed is of no use to whoever comes after.
#[test]
fn the_terminal_shows_what_is_typed_after_an_interrupted_password() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let mut pty = testkit::PtyBuilder::new(PROGRAM)
        .args(["export", "people", "--to", "out.xlsx", "--as", "admin"])
        .args(["--dir", "."])
        .cwd(office.dir.path())
        .spawn();
    let limit = std::time::Duration::from_secs(20);
    pty.wait_for("Пароль admin:", limit);
    pty.send("\u{3}");
    let ended = pty.wait_exit(limit);
    let (before, after) = pty.settings();
    assert_eq!(before, after, "the settings of the tty");
    assert_eq!((ended.code, ended.signal), (2, None));
    pty.wait_for("Нет пароля", limit);
}

/// What heads are is said once and kept by name.
#[test]
fn heads_that_were_named_are_known_the_next_time() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let text = "Ребёнок;Секция\nГусев Пётр Ильич;7А\n";
    let file = office.put("list.csv", text.as_bytes());
    let named = [
        "--into",
        "pupils",
        "--mapping",
        "Секретарь",
        "--map",
        "Ребёнок=name",
        "--map",
        "Секция=entry.class",
    ];
    office.import(&file, &named).says("новых 1 ·");
    let again = office.import(&file, &["--into", "pupils", "--mapping", "Секретарь"]);
    again.says("новых 1 ·");
    let wrong = office.import(&file, &["--into", "pupils", "--map", "Секция=klass"]);
    wrong.says("Столбца «klass» нет.");
}
