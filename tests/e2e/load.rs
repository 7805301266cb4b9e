//! The load of a FET file into a school that came from tables: what it has is matched, not doubled.

use crate::tables::{Office, blank_server};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/school/tests/fixtures");
    folder.join(name)
}

fn load(office: &Office, more: &[&str]) -> crate::tables::Said {
    let (file, solution) = (fixture("tiny.fet"), fixture("tiny_timetable.csv"));
    let files = ["import", "fet", file.to_str().unwrap(), "--solution"];
    let mut args = files.to_vec();
    args.push(solution.to_str().unwrap());
    args.extend(more);
    office.run(&args)
}

/// SGO154-3.5.2: the load comes from a file after people and classes have come from tables, its
/// differences seen first.
#[test]
fn what_tables_have_brought_is_matched_and_the_load_is_added() {
    let server = blank_server();
    let office = Office::of(&server, "admin");
    for (name, into, rows) in [
        ("classes.csv", "class", "title\n5А\n"),
        ("subjects.csv", "subject", "title\nматематика\n"),
        (
            "staff.csv",
            "staff",
            "Фамилия;Имя;Отчество;Роль 1: Роль\nИванова;Анна;Андреевна;учитель\n",
        ),
    ] {
        let file = office.put(name, rows.as_bytes());
        let said = office.import(&file, &["--into", into, "--apply"]);
        assert_eq!(said.code(), Some(0), "{}", said.err());
    }
    let dry = load(&office, &[]);
    dry.says("«Люди», уже есть в базе: Иванова Анна Андреевна");
    dry.says("«Классы», уже есть в базе: 5А");
    dry.says("«Предметы», уже есть в базе: математика");
    dry.says("Петров Б. Б. — не войдёт: столбец C «Имя»: инициалы: впишите имя полностью");
    dry.says("строка 3, Петров Б. Б. — не войдёт: столбец A «Человек»");
    dry.says("Это проверка: ничего не записано.");
    let done = load(&office, &["--apply"]);
    done.says("Записано одним действием");
    assert_eq!(done.code(), Some(3), "{}", done.err());
    let again = load(&office, &["--apply"]);
    again.says("«Журналы», уже есть в базе: 5А · математика");
    again.says("Записывать нечего.");
    // The teacher by initials is known once the name is there.
    let rows = "Фамилия;Имя;Отчество;Роль 1: Роль\nПетров;Борис;Борисович;учитель\n";
    let file = office.put("more.csv", rows.as_bytes());
    assert_eq!(
        office.import(&file, &["--into", "staff", "--apply"]).code(),
        Some(0)
    );
    let whole = load(&office, &["--apply"]);
    whole.says("«Люди», уже есть в базе: Иванова Анна Андреевна, Петров Борис Борисович");
    assert_eq!(whole.code(), Some(0), "{}", whole.err());
    let teaching = office.export("teaching", "teaching.csv");
    let teaching = std::fs::read_to_string(teaching).unwrap();
    for row in [
        "математика;Иванова Анна Андреевна",
        "Английский;Петров Борис Борисович",
    ] {
        assert!(teaching.contains(row), "{teaching}");
    }
}
