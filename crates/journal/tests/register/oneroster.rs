//! A school year as a OneRoster package, out and in again.

use crate::support::*;
use journal::reading::SerialBase;
use journal::register::oneroster::{
    Exported, Imported, SourcedIds, ToExport, Unfit, exported, sheets,
};
use journal::register::table::{
    Finding, HeadedSheet, TableCell, TablePlan, TableRow, Terms, Verdict, plan,
};
use journal::register::*;
use journal::{ClassId, GroupId, JournalId, PersonId, PupilId};
use std::collections::BTreeMap;

type Files = BTreeMap<String, Vec<TableRow>>;

const TODAY: &str = "10.12.2026";

/// Pupils who came, moved and left, an English group, somebody without a given name.
fn year_under_way() -> Register {
    let mut register = school();
    let mut put = |record: Record| {
        let at = record.kind().at(register.free_id(record.kind()));
        register.put(at, Some(record));
        at.id.0
    };
    let pupils = ["Волков", "Гусев", "Дроздов", "Ершова"];
    let pupils = pupils.map(|last| put(person(last, "Женя", "")));
    for pupil in pupils {
        put(Record::Movement(line(
            pupil,
            MovementSort::Enrol,
            "01.09.2026",
            Some(1),
        )));
    }
    let [moved, left, back, _] = pupils;
    put(Record::Movement(line(
        moved,
        MovementSort::Move,
        "11.11.2026",
        Some(2),
    )));
    put(Record::Movement(line(
        left,
        MovementSort::Leave,
        "20.11.2026",
        None,
    )));
    put(Record::Movement(line(
        back,
        MovementSort::Leave,
        "01.10.2026",
        None,
    )));
    put(Record::Movement(line(
        back,
        MovementSort::Enrol,
        "02.11.2026",
        Some(2),
    )));
    let english = put(subject("Английский язык", "Англ."));
    for (group, members) in [(2, vec![]), (0, vec![moved, back])] {
        let group = match group {
            0 => put(group_of("Сборная", GroupSort::Mixed, None)),
            group => group,
        };
        for member in members {
            put(membership(member, group, Some("05.11.2026"), None));
        }
        let journal = put(Record::Journal(JournalRecord {
            subject: SubjectId(english),
            group: GroupId(group),
            marking: Marking::Without,
        }));
        put(Record::Teaching(TeachingRecord {
            journal: JournalId(journal),
            teacher: PersonId(1),
            part: TeachingPart::Temporary,
            from: Some(day("01.11.2026")),
            until: Some(day("30.11.2026")),
        }));
    }
    let deputy = put(person("Зорина", "Вера", "Ильинична"));
    put(Record::Office(OfficeRecord {
        person: PersonId(deputy),
        role: OfficeRole::Deputy,
        from: Some(day("01.09.2026")),
        until: Some(day("30.06.2027")),
        ..OfficeRecord::default()
    }));
    for (teacher, from, until) in [(1, None, Some("25.10.2026")), (1, Some("02.11.2026"), None)] {
        put(Record::ClassTeacher(ClassTeacherRecord {
            class: ClassId(1),
            teacher: PersonId(teacher),
            from: from.map(day),
            until: until.map(day),
        }));
    }
    let unnamed = put(person("Администратор", "", ""));
    put(Record::Office(OfficeRecord {
        person: PersonId(unnamed),
        role: OfficeRole::Admin,
        ..OfficeRecord::default()
    }));
    let guardian = put(person("Волкова", "Ольга", ""));
    put(Record::Guardianship(GuardianshipRecord {
        parent: PersonId(guardian),
        pupil: PupilId(moved),
        kinship: Kinship::Guardian,
        ..GuardianshipRecord::default()
    }));
    register
}

fn exported_of(register: &Register) -> Exported {
    let what = ToExport {
        register,
        day: day(TODAY),
        school: "Школа № 7",
        homeroom: "Класс",
        login: &|person| (person == PersonId(1)).then(|| "orlova".to_owned()),
    };
    exported(&what).unwrap()
}

fn files(exported: &Exported) -> Files {
    let row = |cells: &Vec<String>, number: u32| TableRow {
        number,
        cells: cells
            .iter()
            .map(|text| match text.as_str() {
                "" => TableCell::Empty,
                text => TableCell::Text(text.to_owned()),
            })
            .collect(),
    };
    let files = exported.files.iter().map(|(name, rows)| {
        let rows = rows
            .iter()
            .zip(1..)
            .map(|(cells, number)| row(cells, number));
        ((*name).to_owned(), rows.collect())
    });
    files.collect()
}

fn planned(files: &Files, into: &Register) -> (Imported, TablePlan) {
    let imported = sheets(files, into, day(TODAY)).unwrap();
    let to_plan: Vec<_> = imported.sheets.iter().map(HeadedSheet::to_plan).collect();
    let terms = Terms {
        today: day(TODAY),
        base: SerialBase::Y1900,
        take_disputed: false,
        by_hand: &|_, _| false,
    };
    let planned = plan(into, &to_plan, &terms);
    (imported, planned)
}

/// Rows that are not as they should be, with what is said of them.
fn others(planned: &(Imported, TablePlan), verdict: Verdict) -> Vec<String> {
    let sheets = planned.0.sheets.iter().zip(&planned.1.sheets);
    let rows = sheets.flat_map(|(of, sheet)| {
        let rows = sheet.rows.iter().filter(|row| row.verdict != verdict);
        rows.map(move |row| format!("{} {} {:?}", of.name, of.shape.word, row))
    });
    rows.collect()
}

fn taken(into: &Register, planned: &TablePlan) -> Register {
    let mut register = into.clone();
    for change in &planned.changes {
        assert_eq!(register.faults(change.at, &change.is), [], "{change:?}");
        register.put(change.at, Some(change.is.clone()));
    }
    register
}

fn stints(register: &Register) -> Vec<(PupilId, Vec<(i64, DaySpan)>)> {
    let pupils = register.moved_pupils().into_iter();
    let days = |pupil| {
        let stints = register.stints(pupil).into_iter();
        stints
            .map(|it| (RecordRef::from(it.class).id.0, it.days()))
            .collect()
    };
    pupils.map(|pupil| (pupil, days(pupil))).collect()
}

#[test]
fn a_package_goes_into_an_empty_base_and_comes_back_whole() {
    let register = year_under_way();
    let package = exported_of(&register);
    let unnamed: Vec<_> = package
        .unnamed
        .iter()
        .map(|at| register.title(*at))
        .collect();
    assert_eq!(unnamed, [Some("Администратор".to_owned())]);
    let empty = Register::default();
    let planned = planned(&files(&package), &empty);
    assert_eq!(others(&planned, Verdict::New), [""; 0]);
    let after = taken(&empty, &planned.1);
    assert_eq!(stints(&after), stints(&register));
    let again = exported_of(&after);
    for (one, other) in package.files.iter().zip(&again.files) {
        assert_eq!(one, other);
    }
    assert_eq!(package.files.len(), again.files.len());
}

/// What a package has no place for stays as it is.
#[test]
fn a_package_of_ones_own_changes_nothing() {
    let register = year_under_way();
    let planned = planned(&files(&exported_of(&register)), &register);
    assert_eq!(others(&planned, Verdict::Same), [""; 0]);
    assert_eq!(planned.1.changes, []);
    // Tables of one kind that a file is parted into are one table.
    let absent = planned.0.sheets.iter().zip(&planned.1.sheets);
    let absent = absent.filter(|(sheet, _)| sheet.name == "enrollments.csv");
    let absent: Vec<_> = absent.flat_map(|(_, it)| &it.absent).collect();
    assert!(absent.is_empty(), "{absent:?}");
}

/// E39: in the base a pupil changes classes by an order, and leaves by one.
#[test]
fn a_package_moves_nobody_who_is_in_a_class_already() {
    let register = year_under_way();
    let mut before = register.clone();
    for id in [7, 8] {
        before.put(at(RecordKind::Movement, id), None);
    }
    let Some(Record::Movement(line)) = register.get(at(RecordKind::Movement, 7)) else {
        panic!("the move is there");
    };
    assert_eq!(line.sort, MovementSort::Move);
    let planned = planned(&files(&exported_of(&register)), &before);
    let disputed = planned.1.sheets.iter().flat_map(|sheet| &sheet.rows);
    let disputed: Vec<_> = disputed
        .filter(|row| row.verdict == Verdict::Disputed)
        .collect();
    assert_eq!(disputed.len(), 2, "{disputed:?}");
    for row in disputed {
        let finding = &row.findings.first().unwrap().finding;
        assert_eq!(finding, &Finding::OtherClass("7А".to_owned()));
    }
    assert!(planned.1.changes.is_empty());
}

/// Lines parted by «|», the first with the headers.
fn foreign(files: &[(&str, &[&str])]) -> Files {
    let of_file = |lines: &[&str]| {
        let rows = lines.iter().zip(1..).map(|(line, number)| TableRow {
            number,
            cells: line
                .split('|')
                .map(|text| match text.trim() {
                    "" => TableCell::Empty,
                    text => TableCell::Text(text.to_owned()),
                })
                .collect(),
        });
        rows.collect()
    };
    let files = files
        .iter()
        .map(|(name, lines)| ((*name).to_owned(), of_file(lines)));
    files.collect()
}

const MANIFEST_1_1: &[&str] = &[
    "propertyName|value",
    "manifest.version|1.0",
    "oneroster.version|1.1",
    "file.academicSessions|bulk",
    "file.orgs|bulk",
    "file.courses|bulk",
    "file.classes|bulk",
    "file.users|bulk",
    "file.enrollments|bulk",
    "file.results|absent",
];

/// Another program's package of version 1.1, which calls the year otherwise, and the classes with
/// codes of its own.
fn of_another() -> Files {
    foreign(&[
        ("manifest", MANIFEST_1_1),
        (
            "academicSessions",
            &[
                "sourcedId|title|type|startDate|endDate|parentSourcedId|schoolYear",
                "y|School year 26|schoolYear|2026-08-20|2027-06-01||2027",
                "t|Term|term|2026-09-01|2026-12-31|y|2027",
            ],
        ),
        ("orgs", &["sourcedId|name|type", "o|A school|school"]),
        (
            "courses",
            &[
                "sourcedId|title|courseCode",
                "hr|Homeroom|HR",
                "m|Алгебра|M-7",
            ],
        ),
        (
            "classes",
            &[
                "sourcedId|title|grades|courseSourcedId|classCode|classType|schoolSourcedId|termSourcedIds",
                "h7|7В|07|hr||homeroom|o|t",
                "a7|Алгебра 7В|07|m|M-7-1|scheduled|o|t",
                "x7|Алгебра, кружок|07|m|M-7-9|scheduled|o|t",
            ],
        ),
        (
            "users",
            &[
                "sourcedId|enabledUser|orgSourcedIds|role|username|givenName|familyName|agentSourcedIds",
                "s1|true|o|student|p1|Пётр|Лосев|g1,g2",
                "s2|true|o|student|p2|Яна|Рысева|",
                "t1|true|o|teacher|t1|Нина|Боброва|",
                "g1|true|o|parent|g1|Олег|Лосев|",
                "g2|true|o|relative|g2|Инна|Лосева|s1",
                "a1|true|o|administrator|a1|Иван|Барсов|",
            ],
        ),
        (
            "enrollments",
            &[
                "sourcedId|classSourcedId|schoolSourcedId|userSourcedId|role|primary|beginDate|endDate",
                "e1|h7|o|s1|student|||",
                "e2|h7|o|s2|student||2026-09-01|2026-10-05",
                "e3|h7|o|t1|teacher|true||",
                "e4|a7|o|s1|student|||",
                "e5|a7|o|s2|student||2026-09-01|2026-10-05",
                "e6|a7|o|t1|teacher|true||",
                "e7|x7|o|s1|student|||",
                "e8|a7|o|nobody|teacher|false||",
            ],
        ),
    ])
}

#[test]
fn a_package_of_another_program_is_taken_as_far_as_it_is_understood() {
    let register = school();
    let (imported, planned) = planned(&of_another(), &register);
    let not_taken: Vec<_> = imported
        .sheets
        .iter()
        .zip(&planned.sheets)
        .flat_map(|(of, sheet)| sheet.rows.iter().map(move |row| (of, row)))
        .filter(|(_, row)| row.verdict >= Verdict::Disputed)
        .map(|(of, row)| {
            (
                of.name.as_str(),
                row.row,
                row.findings.last().unwrap().finding.clone(),
            )
        })
        .collect();
    let no_such = Finding::NoSuch(RecordKind::Person, "nobody".to_owned());
    let no_word = Finding::Unread(journal::reading::Unread::NoSuchWord);
    assert_eq!(
        not_taken,
        [("users.csv", 7, no_word), ("enrollments.csv", 9, no_such)]
    );
    let after = taken(&register, &planned);
    let years = after.years().count();
    assert_eq!(years, 1, "the year of the base is the one of its days");
    let found = |kind: RecordKind, title: &str| {
        let mut records = after.of(kind);
        let found = records.find(|(at, _)| after.title(*at).as_deref() == Some(title));
        found.unwrap_or_else(|| panic!("{title}"))
    };
    let (_, Record::Group(whole)) = found(RecordKind::Group, "M-7-1") else {
        panic!()
    };
    assert_eq!(
        whole.sort,
        GroupSort::Class,
        "its list is that of the class"
    );
    let (_, Record::Group(part)) = found(RecordKind::Group, "M-7-9") else {
        panic!()
    };
    assert_eq!(part.sort, GroupSort::Part);
    let (pupil, _) = found(RecordKind::Person, "Рысева Яна");
    let stints = after.stints(PupilId(pupil.id.0));
    assert_eq!(stints.len(), 1);
    assert_eq!(
        stints[0].until,
        Some(day("04.10.2026")),
        "the end is the first day without"
    );
    let subjects = after.of(RecordKind::Subject).count();
    assert_eq!(
        subjects, 1,
        "the course of classes themselves is no subject"
    );
    let ties = after.of(RecordKind::Guardianship);
    let ties = ties.filter_map(|(_, record)| match record {
        Record::Guardianship(tie) => Some(tie.kinship),
        _ => None,
    });
    let ties: Vec<_> = ties.skip(1).collect();
    assert_eq!(ties, [Kinship::Parent, Kinship::Other], "each tie once");
    // The next package of that program finds the same people, whatever they are called by then.
    let mut renamed = of_another();
    for row in renamed.get_mut("users").unwrap() {
        for cell in &mut row.cells {
            if *cell == TableCell::Text("Рысева".to_owned()) {
                *cell = TableCell::Text("Рысева-Клён".to_owned());
            }
        }
    }
    let (_, again) = self::planned(&renamed, &after);
    let changed: Vec<_> = again.changes.iter().map(|change| change.at).collect();
    assert_eq!(changed, [pupil]);
    let rows: Vec<_> = again.sheets.iter().flat_map(|sheet| &sheet.rows).collect();
    assert!(
        rows.iter().all(|row| row.verdict != Verdict::New),
        "{rows:?}"
    );
}

#[test]
fn what_is_no_whole_package_is_not_read() {
    let with = |name: &str, lines: &[&str]| {
        let mut files = of_another();
        files.extend(foreign(&[(name, lines)]));
        sheets(&files, &school(), day(TODAY)).map(|_| ())
    };
    let manifest = |was: &str, is: &str| {
        let lines = MANIFEST_1_1.iter().map(|line| line.replace(was, is));
        let lines: Vec<_> = lines.collect();
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        with("manifest", &lines)
    };
    assert_eq!(with("manifest", &["a|b"]), Err(Unfit::NoManifest));
    let version = Unfit::Version("1.0".to_owned());
    assert_eq!(manifest("version|1.1", "version|1.0"), Err(version));
    let delta = Unfit::Delta("users".to_owned());
    assert_eq!(manifest("users|bulk", "users|delta"), Err(delta));
    let no_file = Unfit::NoFile("demographics".to_owned());
    assert_eq!(
        manifest("file.results|absent", "file.demographics|bulk"),
        Err(no_file)
    );
    let file = "classes".to_owned();
    let column = "courseSourcedId";
    let no_column = Err(Unfit::NoColumn { file, column });
    assert_eq!(
        with("classes", &["sourcedId|title|classType", "1|7А|homeroom"]),
        no_column
    );
    let orgs = [
        "sourcedId|name|type",
        "1|A|school",
        "2|B|school",
        "3|C|district",
    ];
    let several = Unfit::SeveralSchools(vec!["A".to_owned(), "B".to_owned()]);
    assert_eq!(with("orgs", &orgs), Err(several));
    // A package of 30 KB would become millions of rows.
    let agents: Vec<String> = (0..320).map(|n| n.to_string()).collect();
    let head =
        "sourcedId|enabledUser|orgSourcedIds|role|username|givenName|familyName|agentSourcedIds";
    let pupil = |n| format!("s{n}|true|o|student|p{n}|Яна|Рысева|{}", agents.join(","));
    let users: Vec<String> = (0..320).map(pupil).collect();
    let users: Vec<&str> = std::iter::once(head)
        .chain(users.iter().map(String::as_str))
        .collect();
    let many = Unfit::ManyAgents { most: 100_000 };
    assert_eq!(with("users", &users), Err(many));
}

/// Another school's ids are others; a record's is the same each time.
#[test]
fn ids_are_of_the_school_the_kind_and_the_number() {
    let (one, other) = (
        SourcedIds::of_school("Школа № 7"),
        SourcedIds::of_school("Школа № 8"),
    );
    let person = at(RecordKind::Person, 1);
    assert_eq!(
        one.of(person),
        SourcedIds::of_school(" Школа № 7").of(person)
    );
    assert_ne!(one.of(person), other.of(person));
    assert_ne!(one.of(person), one.of(at(RecordKind::Class, 1)));
    assert_eq!(SourcedIds::of_org(&one.org()), Some(one));
}
