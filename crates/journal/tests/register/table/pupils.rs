//! Rows of people: who is meant, who is new, what waits for a person (`school-admin`, «Sixty edge
//! cases»).

use super::*;
use journal::reading::{Ask, Note, Unread};
use journal::{PersonId, PupilId};

const HEADS: &str = "Фамилия|Имя|Отчество|Дата рождения|Класс|СНИЛС|Телефон";

fn pupils(register: &Register, lines: &[&str]) -> Asked {
    let mut all = vec![HEADS];
    all.extend(lines);
    asked(register, &TableShape::pupils(), &all)
}

fn class_on(register: &Register, name: &str) -> Option<String> {
    let mut people = register.of(RecordKind::Person);
    let (at, _) = people.find(|(at, _)| register.title(*at).as_deref() == Some(name))?;
    let stints = register.stints(PupilId(at.id.0));
    let stint = stints.iter().find(|it| it.days().has(day("10.11.2026")))?;
    register.title(stint.class.into())
}

#[test]
fn a_pupil_comes_with_class_details_and_a_parent() {
    let register = school();
    let asked = asked(
        &register,
        &TableShape::pupils(),
        &[
            "ФИО|Д.р.|Кл.|Тел.|Родитель 1|Родитель 1: Телефон",
            "Гусев Пётр Ильич|5.3.13|7 \"а\"|8 916 123-45-67|Гусева Ольга|89161112233",
        ],
    );
    assert_eq!(asked.verdicts(), [Verdict::New]);
    let from = Finding::FromDay(day("01.09.2026"));
    assert!(asked.said(2).contains(&(None, from)));
    let after = asked.applied(&register);
    assert_eq!(class_on(&after, "Гусев Пётр Ильич").as_deref(), Some("7А"));
    let kinds: Vec<_> = asked.plan.changes.iter().map(|it| it.at.kind).collect();
    assert_eq!(
        kinds,
        [
            RecordKind::Person,
            RecordKind::PersonDetails,
            RecordKind::Movement,
            RecordKind::Person,
            RecordKind::Guardianship,
            RecordKind::PersonDetails,
        ]
    );
    // E19: the same file again.
    let again = super::asked(
        &after,
        &TableShape::pupils(),
        &[
            "ФИО|Д.р.|Кл.|Тел.|Родитель 1|Родитель 1: Телефон",
            "Гусев Пётр Ильич|5.3.13|7 \"а\"|8 916 123-45-67|Гусева Ольга|89161112233",
        ],
    );
    assert_eq!(again.verdicts(), [Verdict::Same]);
    assert!(again.plan.changes.is_empty());
}

/// E1, E2, E3.
#[test]
fn names_are_kept_as_people_have_them() {
    let asked = pupils(
        &school(),
        &[
            "Сукарно|||1.1.2013|7А||",
            "Ким|Анна|-|2.1.2013|7А||",
            "Мамедов|Али|Гасан оглы|3.1.2013|7А||",
        ],
    );
    assert_eq!(asked.verdicts(), [Verdict::New; 3]);
    let after = asked.applied(&school());
    for name in ["Сукарно", "Ким Анна", "Мамедов Али Гасан оглы"] {
        assert_eq!(class_on(&after, name).as_deref(), Some("7А"), "{name}");
    }
}

/// E4, E5, E6: the base has Белова Анна Олеговна, born on 14.03.2013, in 7Б.
#[test]
fn spellings_of_one_name_are_one_person_and_the_base_keeps_its_own() {
    let lines = [
        "Белова|Анна|Олеговна|14.03.2013|7Б||",
        "Бeлова|Анна|Олеговна|14.03.2013|7Б||",
        "БЕЛОВА|Анна|Олеговна|14.03.2013|7Б||",
    ];
    let register = school();
    let one = pupils(&register, &lines[..1]);
    assert_eq!(one.verdicts(), [Verdict::Same]);
    let latin = pupils(&register, &lines[1..2]);
    assert_eq!(latin.verdicts(), [Verdict::Same]);
    assert_eq!(
        latin.said(2),
        [(Some(1), Finding::Read(Note::LatinLetters))]
    );
    let capitals = pupils(&register, &lines[2..]);
    assert_eq!(capitals.verdicts(), [Verdict::Disputed]);
    assert_eq!(capitals.said(2), [(Some(1), Finding::Asks(Ask::Capitals))]);
    let with_io = pupils(&register, &["Семёнов|Пётр||01.02.2013|7А||"]).applied(&register);
    let without = pupils(&with_io, &["Семенов|Петр||01.02.2013|7А||"]);
    assert_eq!(without.verdicts(), [Verdict::Same]);
    let doubtful = pupils(&register, &["Салтыков Щедрин|Михаил||01.02.2013|7А||"]);
    assert_eq!(
        doubtful.said(2)[0],
        (Some(1), Finding::Asks(Ask::ManyWords))
    );
}

/// E7, E8, E9.
#[test]
fn namesakes_are_told_apart_by_birth_and_never_by_the_name_alone() {
    let asked = pupils(
        &school(),
        &[
            "Иванов|Иван|Иванович|01.03.2013|7А||",
            "Иванов|Иван|Иванович|05.06.2013|7А||",
            "Иванов|Иван|Иванович||7А||",
            "Иванов|Иван|Иванович|01.03.2013|7Б||",
            "Иванов|Илья|Иванович|01.03.2013|7А||",
        ],
    );
    assert_eq!(
        asked.verdicts(),
        [
            Verdict::New,
            Verdict::New,
            Verdict::Disputed,
            Verdict::Refused,
            Verdict::New,
        ]
    );
    assert_eq!(asked.said(4), [(Some(1), Finding::Namesakes(2))]);
    assert_eq!(asked.said(5), [(None, Finding::Twin(2))]);
}

/// Of two rows about one pupil, under two numbers that the base does not know, the first names no
/// class. It makes nobody, but the second time it finds whom the other has made.
#[test]
fn one_pupil_under_two_numbers_is_made_once() {
    let heads = "id|Фамилия|Имя|Дата рождения|Класс";
    for (one, other) in [("14.03.2013", "14.03.2013"), ("", "14.03.2013"), ("", "")] {
        let one = format!("77|Белова|Илья|{one}|");
        let other = format!("99999999999999|Белова|Илья|{other}|7А");
        let lines = [heads, &one, &other];
        let register = school();
        let first = asked(&register, &TableShape::pupils(), &lines);
        assert_eq!(first.verdicts(), [Verdict::Refused, Verdict::New]);
        let again = asked(&first.applied(&register), &TableShape::pupils(), &lines);
        assert_eq!(again.verdicts(), [Verdict::Same, Verdict::Refused]);
        assert_eq!(again.said(3), [(None, Finding::Twin(2))]);
    }
}

/// The base says the patronymic of one, and the table of neither.
#[test]
fn a_namesake_of_another_birth_hides_nobody() {
    let heads = "Фамилия|Имя|Дата рождения|Класс";
    let one = "Белова|Анна|14.03.2013|7А";
    let lines = [heads, one, "Белова|Анна|05.03.2013|7А"];
    let register = school();
    let first = asked(&register, &TableShape::pupils(), &lines);
    assert_eq!(first.verdicts(), [Verdict::Disputed, Verdict::New]);
    let again = asked(&first.applied(&register), &TableShape::pupils(), &lines);
    assert_eq!(again.verdicts(), [Verdict::Disputed, Verdict::Same]);
}

/// Whoever reads that somebody is not in the file must not be shown those of a row that is wrong.
#[test]
fn whom_a_refused_row_names_is_not_absent() {
    let register = school();
    let other = "Гусев|Пётр||05.03.2013|7Б||";
    let without = pupils(&register, &[other]);
    assert!(without.absent().contains(&"Белова Анна Олеговна"));
    let unread = pupils(&register, &[other, "Белова|Анна|Олеговна|31.02.2013|7Б||"]);
    assert_eq!(unread.verdicts(), [Verdict::New, Verdict::Refused]);
    assert!(!unread.absent().contains(&"Белова Анна Олеговна"));
}

/// One that can only be read with the month first says how its column is written.
#[test]
fn days_of_a_column_with_the_month_first_are_asked_about() {
    let days = |column: [&str; 3]| {
        let lines: Vec<_> = column
            .iter()
            .zip(["Гусев", "Котов", "Лосев"])
            .map(|(day, last)| format!("{last}|Пётр||{day}|7А||"))
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        pupils(&school(), &lines).verdicts()
    };
    let (taken, asked, refused) = (Verdict::New, Verdict::Disputed, Verdict::Refused);
    let american = ["10/14/2013", "05/06/2013", "06/06/2013"];
    assert_eq!(days(american), [refused, asked, taken]);
    let ours = ["14/10/2013", "05/06/2013", "06.05.2013"];
    assert_eq!(days(ours), [taken; 3]);
}

#[test]
fn who_is_yet_to_be_born_is_refused_whoever_agrees() {
    let lines = [HEADS, "Гусев|Пётр||13.09.2031|7А||"];
    let agreed = with(&school(), &TableShape::pupils(), &lines, true, &|_, _| {
        false
    });
    assert_eq!(agreed.verdicts(), [Verdict::Refused]);
    assert_eq!(
        agreed.said(2),
        [(Some(4), Finding::Unread(Unread::NotYetBorn))]
    );
}

/// Of a row without a number, whose day of birth is mistyped, nobody is doubled.
#[test]
fn a_namesake_of_the_class_with_another_birth_is_asked_about() {
    let register = school();
    let born = day("14.03.2013");
    let lines = [HEADS, "Белова|Анна|Олеговна|15.03.2013|7Б||"];
    let mistyped = asked(&register, &TableShape::pupils(), &lines);
    assert_eq!(mistyped.verdicts(), [Verdict::Disputed]);
    let other = (Some(1), Finding::BornOtherwise(born));
    assert!(mistyped.said(2).contains(&other));
    let taken = with(&register, &TableShape::pupils(), &lines, true, &|_, _| {
        false
    });
    assert_eq!(taken.verdicts(), [Verdict::New]);
    let elsewhere = [HEADS, "Белова|Анна|Олеговна|15.03.2013|7А||"];
    let elsewhere = asked(&register, &TableShape::pupils(), &elsewhere);
    assert_eq!(elsewhere.verdicts(), [Verdict::New]);
}

#[test]
fn a_name_with_nothing_beside_it_is_a_proposal() {
    let register = school();
    let same = pupils(&register, &["Белова|Анна|Олеговна||7Б||"]);
    assert_eq!(same.verdicts(), [Verdict::Same]);
    let lines = [HEADS, "Белова|Анна|Олеговна||7Б||89035556677"];
    let more = asked(&register, &TableShape::pupils(), &lines);
    assert_eq!(more.verdicts(), [Verdict::Disputed]);
    let by_name = Finding::ByName(at(RecordKind::Person, 3));
    assert_eq!(more.said(2), [(Some(1), by_name)]);
    let meant = with(&register, &TableShape::pupils(), &lines, true, &|_, _| {
        false
    });
    assert_eq!(meant.verdicts(), [Verdict::Changed]);
    let elsewhere = pupils(&register, &["Белова|Анна|Олеговна||7А||"]);
    assert_eq!(elsewhere.verdicts(), [Verdict::Disputed]);
    let other = Finding::InOtherClass("7Б".to_owned());
    assert_eq!(elsewhere.said(2), [(Some(1), other)]);
}

#[test]
fn the_order_of_keys_is_our_number_the_sources_the_insurance_the_name_with_birth() {
    let mut register = school();
    let details = PersonDetails {
        person: PersonId(2),
        snils: "112-233-445 95".to_owned(),
        source: "A-17".to_owned(),
        ..PersonDetails::default()
    };
    let free = RecordKind::PersonDetails.at(register.free_id(RecordKind::PersonDetails));
    register.put(free, Some(Record::PersonDetails(details)));
    let heads = "id|Фамилия|Имя|Дата рождения|СНИЛС|details.source|Телефон";
    let ask = |line: &str| asked(&register, &TableShape::pupils(), &[heads, line]);
    // The surname has changed; the number is hers.
    let by_id = ask("3|Чернова|Анна|14.03.2013|||89030000001");
    assert_eq!(by_id.verdicts(), [Verdict::Changed]);
    assert_eq!(by_id.plan.changes[0].at, at(RecordKind::Person, 3));
    let by_source = ask("|Абрамов|Илья|||A-17|89030000001");
    assert_eq!(by_source.verdicts(), [Verdict::Changed]);
    let by_snils = ask("|Абрамов|Илья||11223344595||89030000001");
    assert_eq!(by_snils.verdicts(), [Verdict::Changed]);
    assert_eq!(by_snils.plan.changes[0].at, free);
    let by_birth = ask("|Белова|Анна|14.03.2013|||89030000001");
    assert_eq!(by_birth.verdicts(), [Verdict::Changed]);
    let two = ask("3|Белова|Анна||11223344595||");
    assert_eq!(two.said(2), [(Some(2), Finding::TwoPersons)]);
    let strange = ask("|Гусев|Пётр||11223344595||89030000001");
    assert_eq!(strange.verdicts(), [Verdict::Disputed]);
    let other = Finding::OtherName("Абрамов Илья".to_owned());
    assert_eq!(strange.said(2)[0], (Some(2), other));
}

/// E17.
#[test]
fn each_number_of_the_insurance_has_a_verdict_of_its_own() {
    let asked = pupils(
        &school(),
        &[
            "Гусев|Пётр||1.1.2013|7А|8765430300|",
            "Котов|Лев||1.1.2013|7А|112-233-445 96|",
            "Лосев|Яков||1.1.2013|7А|112-233-445 95|",
            "Зайцев|Марк||1.1.2013|7А|112-233-445 95|",
        ],
    );
    assert_eq!(
        asked.verdicts(),
        [
            Verdict::New,
            Verdict::Refused,
            Verdict::New,
            Verdict::Refused
        ]
    );
    assert!(
        asked
            .said(2)
            .contains(&(Some(6), Finding::Read(Note::ZerosPutBack)))
    );
    assert_eq!(
        asked.said(3),
        [(Some(6), Finding::Unread(Unread::CheckDigits))]
    );
    assert!(!asked.said(5).is_empty());
}

/// E18.
#[test]
fn a_day_that_is_none_is_refused_and_a_doubtful_one_asks() {
    let asked = pupils(
        &school(),
        &[
            "Гусев|Пётр||29.02.2016|7А||",
            "Котов|Лев||31.09.2014|7А||",
            "Лосев|Яков||01.02.03|7А||",
            "Зайцев|Марк||41334|7А||",
            "Волков|Олег||1 марта 2013 г.|7А||",
        ],
    );
    assert_eq!(
        asked.verdicts(),
        [
            Verdict::New,
            Verdict::Refused,
            Verdict::Disputed,
            Verdict::New,
            Verdict::New
        ]
    );
    assert_eq!(
        asked.said(3),
        [(Some(4), Finding::Unread(Unread::NoSuchDay))]
    );
}

/// E20: the class has others, and they stay.
#[test]
fn who_is_not_in_the_table_has_not_left() {
    let register = pupils(&school(), &["Гусев|Пётр||1.1.2013|7А||"]).applied(&school());
    let asked = pupils(&register, &["Гусев|Пётр||1.1.2013|7А||"]);
    assert_eq!(asked.verdicts(), [Verdict::Same]);
    assert_eq!(asked.absent(), ["Абрамов Илья"]);
    assert!(asked.plan.changes.is_empty());
}

/// E21.
#[test]
fn an_empty_phone_column_leaves_the_phones() {
    let register = school();
    let asked = pupils(&register, &["Белова|Анна|Олеговна|14.03.2013|7Б||"]);
    assert_eq!(asked.verdicts(), [Verdict::Same]);
}

#[test]
fn a_class_that_is_not_there_is_named_and_another_class_waits_for_an_order() {
    let asked = pupils(
        &school(),
        &[
            "Гусев|Пётр||1.1.2013|9Я||",
            "Белова|Анна|Олеговна|14.03.2013|7А||",
            "Котов|Лев||1.1.2013|||",
        ],
    );
    let nowhere = Finding::NoSuch(RecordKind::Class, "9Я".to_owned());
    assert_eq!(asked.said(2), [(Some(5), nowhere)]);
    assert_eq!(asked.row(3).verdict, Verdict::Disputed);
    assert_eq!(
        asked.said(3),
        [(Some(5), Finding::OtherClass("7Б".to_owned()))]
    );
    assert_eq!(asked.said(4), [(None, Finding::NoClass)]);
    assert!(asked.plan.changes.is_empty());
}

/// E11, E14.
#[test]
fn a_parent_of_two_children_is_one_and_two_parents_with_one_address_are_two() {
    let lines = [
        "Фамилия|Имя|Класс|Родитель 1: Фамилия|Родитель 1: Имя|Родитель 1: E-mail|Родитель 2: ФИО|parent-details-2.email",
        "Гусев|Пётр|7А|Гусева|Ольга|dom@mail.ru|Гусев Олег|dom@mail.ru",
        "Гусева|Инна|7Б|Гусева|Ольга|dom@mail.ru||",
    ];
    let register = school();
    let asked = asked(&register, &TableShape::pupils(), &lines);
    assert_eq!(asked.verdicts(), [Verdict::New; 2]);
    let after = asked.applied(&register);
    let before = register.of(RecordKind::Person).count();
    assert_eq!(after.of(RecordKind::Person).count(), before + 4);
    let ties = after.of(RecordKind::Guardianship).count();
    assert_eq!(ties, register.of(RecordKind::Guardianship).count() + 3);
    let again = super::asked(&after, &TableShape::pupils(), &lines);
    assert_eq!(again.verdicts(), [Verdict::Same; 2]);
}

#[test]
fn a_pupil_who_is_called_as_somebodys_parent_is_another() {
    // Орлова Татьяна Андреевна teaches, and is the mother of Белова.
    let asked = pupils(&school(), &["Орлова|Татьяна|Андреевна|01.02.2014|7А||"]);
    assert_eq!(asked.verdicts(), [Verdict::New]);
}

#[test]
fn initials_make_nobody_and_a_parent_without_a_name_is_told() {
    let asked = asked(
        &school(),
        &TableShape::pupils(),
        &[
            "ФИО|Класс|Родитель 1: Телефон",
            "Гусев П. И.|7А|",
            "Котов Лев|7А|89161112233",
        ],
    );
    assert_eq!(asked.said(2)[0], (Some(1), Finding::InitialsOnly));
    assert!(asked.said(3).contains(&(Some(3), Finding::NoName)));
    assert_eq!(asked.verdicts(), [Verdict::Refused; 2]);
}

#[test]
fn a_sheet_of_a_class_says_the_class_by_its_name() {
    let (register, shape) = (school(), TableShape::pupils());
    let rows = rows(&["№|ФИО", "1|Гусев Пётр Ильич"]);
    let titles = |column: &TableColumn| titles(&shape, column);
    let heading = heading(&shape, &rows, &titles, &BTreeMap::new()).unwrap();
    let sheet = SheetToPlan {
        shape: &shape,
        heading: &heading,
        rows: &rows,
        name: "7 «Б»",
    };
    let terms = Terms {
        today: day("10.11.2026"),
        base: SerialBase::Y1900,
        take_disputed: false,
        by_hand: &|_, _| false,
    };
    let asked = Asked {
        plan: plan(&register, &[sheet], &terms),
    };
    assert_eq!(asked.verdicts(), [Verdict::New]);
    let after = asked.applied(&register);
    assert_eq!(class_on(&after, "Гусев Пётр Ильич").as_deref(), Some("7Б"));
}

#[test]
fn the_staff_comes_with_roles() {
    let register = school();
    let lines = [
        "Сотрудник|Дата рождения|Роль|office-2.role",
        "Петрова Анна Ивановна|12.05.1979|завуч|учитель",
        "Орлова Татьяна Андреевна||администратор|",
    ];
    let asked = asked(&register, &TableShape::staff(), &lines);
    assert_eq!(asked.verdicts(), [Verdict::New, Verdict::Same]);
    let after = asked.applied(&register);
    let offices = register.of(RecordKind::Office).count();
    assert_eq!(after.of(RecordKind::Office).count(), offices + 2);
}
