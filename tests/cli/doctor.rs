//! `zhurnal doctor`.

use crate::program::Home;
use serde_json::Value;

fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    checks
        .iter()
        .find(|check| check["check"] == name)
        .unwrap_or_else(|| panic!("{report:#}"))
}

#[test]
fn a_machine_without_a_server() {
    let home = Home::new();
    // Nobody listens on the discard port.
    home.write(
        "state/config.toml",
        "[server]\nurl = \"http://127.0.0.1:9\"\n",
    );
    let ended = home.run(["doctor", "--json", "--dir", "state"]).with(1);
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(report["ok"], false);
    assert_eq!(check(&report, "server")["state"], "fail");
    assert_eq!(
        check(&report, "server")["text"],
        "Сервер http://127.0.0.1:9 не отвечает: никто не отвечает на этом порту."
    );
    assert!(
        check(&report, "server")["advice"]
            .as_str()
            .unwrap()
            .contains("Проверьте сеть")
    );
    assert_eq!(check(&report, "store")["state"], "ok");
    assert_eq!(check(&report, "config")["state"], "ok");
    assert_eq!(check(&report, "terminal")["state"], "warn");
    let left: Vec<_> = std::fs::read_dir(home.path("state")).unwrap().collect();
    assert_eq!(left.len(), 1, "looking leaves nothing behind: {left:?}");
}

#[test]
fn a_server_is_asked_whether_it_writes_and_its_database_is_looked_at() {
    let home = Home::new();
    let database = home.path("school.db");
    let server = home.serve([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--database",
        database.to_str().unwrap(),
    ]);
    let config = |url: &str| {
        let database = database.display();
        let text = format!("[server]\nurl = \"{url}\"\n[serve]\ndatabase = \"{database}\"\n");
        home.write("state/config.toml", &text);
    };
    config(&server.url);
    let looked = || home.run(["doctor", "--json", "--dir", "state"]);
    let report: Value = serde_json::from_str(&looked().out).unwrap();
    assert_eq!(check(&report, "server")["state"], "ok");
    assert_eq!(check(&report, "database")["state"], "ok");
    assert_eq!(check(&report, "database-disk")["state"], "ok");
    std::fs::rename(&database, home.path("aside.db")).unwrap();
    // What the server has answered counts for five seconds.
    let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
    let report = loop {
        assert!(std::time::Instant::now() < deadline, "it never says so");
        let report: Value = serde_json::from_str(&looked().with(1).out).unwrap();
        let checks = report["checks"].as_array().unwrap();
        if checks.iter().any(|check| check["check"] == "server-writes") {
            break report;
        }
    };
    let unready = check(&report, "server-writes");
    assert_eq!(unready["state"], "fail");
    let said = unready["text"].as_str().unwrap();
    assert!(said.contains("записывать не может"), "{said}");
    assert_eq!(check(&report, "database")["state"], "fail");
    std::fs::write(&database, vec![0x5a; 8192]).unwrap();
    let report: Value = serde_json::from_str(&looked().with(1).out).unwrap();
    let said = check(&report, "database")["text"].as_str().unwrap();
    assert!(said.contains("не файл базы SQLite"), "{said}");
}

#[test]
fn a_malformed_configuration_is_shown_with_its_line() {
    let home = Home::new();
    let file = home.write("c.toml", "[client]\ntheme = \"день\n");
    let args = [
        "doctor",
        "--config",
        file.to_str().unwrap(),
        "--dir",
        "state",
    ];
    // Whether a server answers at the usual address is this machine's affair.
    let shown = home.run(args).out;
    assert!(shown.contains("c.toml, строка 2"), "{shown}");
    assert!(shown.contains("theme = \"день"), "{shown}");
    assert!(shown.contains("Действуют значения по умолчанию"), "{shown}");
}

#[test]
fn a_named_configuration_must_be_there_and_an_address_must_be_one() {
    let home = Home::new();
    let shown = home
        .run(["doctor", "--config", "none.toml", "--dir", "state"])
        .out;
    assert!(shown.contains("none.toml: такого файла нет"), "{shown}");
    assert!(!shown.contains("Исправьте эту строку"), "{shown}");
    assert!(shown.contains("Проверьте имя этого файла"), "{shown}");
    home.write("c.toml", "[server]\nurl = \"школа 5\"\n");
    let shown = home
        .run(["doctor", "--config", "c.toml", "--dir", "state"])
        .with(1)
        .out;
    assert!(
        shown.contains("Адрес сервера «школа 5» не понят."),
        "{shown}"
    );
}

#[test]
fn options_of_every_command_may_stand_before_it() {
    let home = Home::new();
    home.write("c.toml", "[server]\nurl = \"школа 5\"\n");
    for args in [
        ["--config", "c.toml", "--dir", "state", "doctor"],
        ["doctor", "--config", "c.toml", "--dir", "state"],
        ["--dir", "state", "doctor", "--config", "c.toml"],
    ] {
        let shown = home.run(args).with(1).out;
        assert!(shown.contains("Адрес сервера «школа 5»"), "{shown}");
        assert!(shown.contains("Папка программы: state."), "{shown}");
    }
}

#[test]
fn what_the_network_and_the_disk_refuse_is_told_in_russian() {
    let home = Home::new();
    let shown = |config: &str| {
        home.write("c.toml", config);
        home.run(["doctor", "--config", "c.toml", "--dir", "state"])
            .out
    };
    let said = shown("[server]\nurl = \"http://school.invalid\"\n");
    assert!(said.contains("имя сервера не найдено."), "{said}");
    let said = shown("[server]\nurl = \"https://127.0.0.1:9\"\nca_file = \"none.pem\"\n");
    let says = "Сертификат удостоверяющего центра none.pem не читается: такого файла";
    assert!(said.contains(says), "{said}");
    let page = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = page.local_addr().unwrap();
    std::thread::spawn(move || {
        for line in page.incoming() {
            let answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
            let mut line = line.unwrap();
            let mut asked = [0; 4096];
            assert!(std::io::Read::read(&mut line, &mut asked).unwrap() > 0);
            // Whoever asks may be gone by now.
            let _ = std::io::Write::write_all(&mut line, answer);
        }
    });
    let said = shown(&format!("[server]\nurl = \"https://{address}\"\n"));
    assert!(said.contains("сервер не понимает https"), "{said}");
    let said = shown(&format!("[server]\nurl = \"http://{address}\"\n"));
    assert!(said.contains("отвечает не журнал. (status 400"), "{said}");
}

#[test]
#[cfg(feature = "server")]
fn with_a_server_the_clocks_are_compared() {
    let home = Home::new();
    let server = home.serve(["demo", "--no-tui", "--size", "small", "--dir", "demo"]);
    home.write(
        "state/config.toml",
        &format!("[server]\nurl = \"{}\"\n", server.url),
    );
    let ended = home.run(["doctor", "--json", "--dir", "state"]).with(0);
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(report["ok"], true, "{report:#}");
    let text = check(&report, "server")["text"].as_str().unwrap();
    assert!(text.contains("Зареченская средняя школа"), "{text}");
    // The demonstration lives in November 2026, whenever this test is run.
    assert_eq!(check(&report, "clock")["state"], "warn", "{report:#}");
    server.stop().with(0);
}

#[test]
#[cfg(feature = "server")]
fn an_address_that_is_nearly_right_is_put_right() {
    let home = Home::new();
    let server = home.serve(["serve", "--listen", "127.0.0.1:0", "--database", "s.db"]);
    let secure = server.url.replace("http://", "https://");
    for (url, said) in [
        (
            format!("{}/api/v1", server.url),
            "записан с лишним «/api/v1»",
        ),
        (format!("{}/foo", server.url), "записан с лишним «/foo»"),
        (secure, "журнала нет, а по похожему — есть"),
    ] {
        home.write("c.toml", &format!("[server]\nurl = \"{url}\"\n"));
        let shown = home
            .run(["doctor", "--config", "c.toml", "--dir", "new"])
            .with(1)
            .out;
        assert!(shown.contains(said), "{shown}");
        assert!(
            shown.contains(&format!("url = \"{}\"", server.url)),
            "{shown}"
        );
    }
    assert!(!home.path("new").exists(), "looking makes nothing");
    server.stop().with(0);
}
