//! What of a table is not taken, and how it is told.

use super::*;

/// SGO154-3.7a: class lists; errors by row and column, the right rows stored, in one go.
#[test]
fn a_spoilt_list_is_told_by_row_and_column_and_the_rest_is_written() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let lines = [
        "№ п/п;ФИО;Д.р.;Кл.;Телефон;Примечание;СНИЛС",
        "1;Гусев Пётр Ильич;05.03.2013;7А;;;",
        "2;Котова Анна Львовна;2013-04-07;7 \"а\";;;",
        "3;Лосев Яков Ильич;41334;7-А;;;",
        "4;Гусев Пётр Ильич;5 марта 2013 г.;7А;;;",
        "5;Зайцев Марк Олегович;1.2.2013;9Я;;;",
        "6;Вoлков Олег Олегович;31.09.2013;7А;;;",
        "7;Рысев И. И.;1.2.2013;7А;;;",
        "8;Барсов Иван Иванович;1.2.2013;7А;;;112-233-445 96",
    ];
    let file = office.put("Список.csv", &cp1251(&lines.join("\r\n")));
    let refused = office.path("не вошли.csv");
    let said = office.import(
        &file,
        &[
            "--into",
            "pupils",
            "--apply",
            "--refused",
            refused.to_str().unwrap(),
        ],
    );
    assert_eq!(said.code(), Some(3), "{}{}", said.out(), said.err());
    said.says("столбец F «Примечание» не прочитан");
    said.says("строка 5, Гусев Пётр Ильич — не войдёт: повтор: о том же — строка 2");
    said.says(
        "строка 6, Зайцев Марк Олегович — не войдёт: столбец D «Класс»: в списке «Классы» нет «9Я»",
    );
    said.says("столбец C «Дата рождения»: такого дня в календаре нет");
    said.says("столбец B «ФИО»: инициалы: впишите имя полностью");
    said.says("столбец G «СНИЛС»: последние две цифры СНИЛС не сходятся");
    said.says("новых 3 · изменятся 0 · без изменений 0 · спорных 0 · не войдут 5");
    said.says("Записано одним действием: новых 3");
    let left = std::fs::read_to_string(&refused).unwrap();
    assert_eq!(left.lines().count(), 6, "{left}");
    assert!(
        left.contains("Причина отказа") && left.contains("повтор"),
        "{left}"
    );
    // The same list again: nothing new, and nobody twice.
    let again = office.import(&file, &["--into", "pupils"]);
    again.says("новых 0 · изменятся 0 · без изменений 3 ·");
    let mended = office.import(&refused, &["--into", "pupils"]);
    assert_eq!(mended.code(), Some(3), "{}", mended.out());
}

/// Whoever reads «нет такого слова» wants to know which there are.
#[test]
fn a_word_that_a_column_does_not_take_is_told_with_those_that_it_does() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let text = "Фамилия;Имя;Роль\nГусев;Пётр;министр\n";
    let file = office.put("staff.csv", text.as_bytes());
    let said = office.import(&file, &["--into", "staff"]);
    said.says("такого слова для этого столбца нет, а есть: администратор, директор, ");
}

/// Bad input of the issue of tables: a sentence with row and column, and that row alone.
#[test]
fn a_control_character_refuses_its_row_and_no_other() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let lines = [
        "Фамилия;Имя;Дата рождения;Класс;Примечание",
        "Гусев;Пётр;05.03.2013;7А;",
        "Ко\u{7}тов;Лев;06.03.2013;7А;",
        "Лосев;Яков;07.03.2013;7А;\u{1}",
    ];
    let file = office.put("pupils.csv", lines.join("\n").as_bytes());
    let said = office.import(&file, &["--apply"]);
    said.says("строка 3, ");
    said.says("столбец A «Фамилия»: невидимые знаки: наберите заново");
    said.says("новых 2 ·");
    assert_eq!(said.code(), Some(3), "{}{}", said.out(), said.err());
}

/// The list of a dry run is the command's own: the import itself writes it anew. Anything else is
/// left alone, and before a school is written rather than after.
#[test]
fn what_is_not_taken_goes_into_the_file_of_the_dry_run_again() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let heads = "Фамилия;Имя;Дата рождения;Класс\n";
    let rows = format!("{heads}Гусев;Пётр;05.03.2013;7А\nКотов;Лев;06.03.2013;9Я\n");
    let file = office.put("pupils.csv", rows.as_bytes());
    let left = office.path("left.csv");
    let [into, refused] = ["--into", "--refused"];
    let named = [into, "pupils", refused, left.to_str().unwrap()];
    office.import(&file, &named).says("новых 1 ·");
    let dry = std::fs::read(&left).unwrap();
    let others = office.put("others.csv", heads.as_bytes());
    for other in [&others, &file] {
        let before = std::fs::read(other).unwrap();
        let named = [into, "pupils", "--apply", refused, other.to_str().unwrap()];
        let said = office.import(&file, &named);
        said.says("уже есть и не перезаписан");
        assert_eq!(said.code(), Some(1));
        assert!(std::fs::read(other).unwrap() == before);
    }
    office.import(&file, &named).says("новых 1 ·");
    let said = office.import(&file, &[&named[..], &["--apply"]].concat());
    said.says("Записано одним действием: новых 1");
    assert_eq!(said.code(), Some(3), "{}{}", said.out(), said.err());
    assert!(std::fs::read(&left).unwrap() == dry);
    let number = said.out();
    let number = number.split("Номер действия: ").nth(1).unwrap();
    let number = number.split('.').next().unwrap();
    // Also before it is sent: an answer may be lost.
    assert!(said.err().contains(number), "{}", said.err());
}

/// Russian letters of Windows.
fn cp1251(text: &str) -> Vec<u8> {
    let byte = |c: char| match u32::from(c) {
        code @ 0..=0x7F => code,
        code @ 0x410..=0x44F => code - 0x410 + 0xC0,
        0x401 => 0xA8,
        0x451 => 0xB8,
        0x2116 => 0xB9,
        _ => u32::from('?'),
    };
    text.chars()
        .map(|c| u8::try_from(byte(c)).unwrap())
        .collect()
}

/// A sentence each, before anybody is asked for a password, and nothing written.
#[test]
fn a_file_that_is_no_table_is_told_in_a_sentence() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let large = office.path("large.csv");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(200 * 1024 * 1024)
        .unwrap();
    let unclosed = "Фамилия;Имя\nГусев;\"Пётр\n".to_owned() + &"Котов;Лев\n".repeat(60);
    let cases = [
        (large, "больше 10 МБ"),
        (office.put("a.pdf", b"%PDF-1.7\n"), "не таблица"),
        (office.put("a.csv", b""), "нет ни одной заполненной ячейки"),
        (
            office.put("a.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
            "сохраните как .xlsx",
        ),
        (
            office.put("b.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
            "сохраните как .xlsx",
        ),
        (office.put("c.csv", unclosed.as_bytes()), "не закрыта"),
        (
            office.put("d.csv", b"alpha;beta\n1;2\n"),
            "не нашлось ни одного заголовка",
        ),
        (office.path("none.csv"), "нет"),
        (office.dir.path().to_owned(), "не обычный файл"),
    ];
    for (file, words) in cases {
        let said = office.import(&file, &["--into", "pupils", "--apply"]);
        assert_ne!(said.code(), Some(0), "{}: {}", file.display(), said.out());
        said.says(words);
        assert!(!said.err().contains("panicked"), "{}", said.err());
        assert!(!said.out().contains("Записано"), "{}", said.out());
    }
    let said = office.import(&office.put("e.csv", b"a;b\n1;2\n"), &["--into", "ученички"]);
    said.says("Таблицы «ученички» нет. Есть:");
    let said = office.import(&office.put("e.csv", b"a;b\n1;2\n"), &[]);
    said.says("Не видно, что за таблица в файле");
}

/// SP14-T2.1a–c: who may not keep people imports none; whoever may not read them exports none.
#[test]
fn a_teacher_neither_imports_people_nor_exports_what_is_private() {
    let server = TestServer::start();
    let office = Office::of(&server, "orlova");
    let file = office.put(
        "pupils.csv",
        "Фамилия;Имя;Класс\nГусев;Пётр;7А\n".as_bytes(),
    );
    let said = office.import(&file, &["--apply"]);
    said.says("Ваша роль не меняет списки:");
    assert_eq!(said.code(), Some(1));
    let to = office.path("pupils.xlsx");
    let said = office.run(&["export", "pupils", "--to", to.to_str().unwrap()]);
    said.says("вашей роли не виден");
    assert!(!to.exists());
}
