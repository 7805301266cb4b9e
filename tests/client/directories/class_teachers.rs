//! The list of classes says who is class teacher, by the records that say it from when until when.

use super::*;
use journal::{ClassId, PersonId};

/// 7Б is Orlova's since 9 November, and was Volkova's; 8Б of the next year will be Volkova's.
fn classes() -> Stage {
    let mut register = register();
    let mut put = |id: i64, record: Record| register.put(at(record.kind(), id), Some(record));
    let year = |title: &str, starts: &str, ends: &str| {
        Record::SchoolYear(SchoolYear {
            title: title.to_owned(),
            starts: day(starts),
            ends: day(ends),
            state: YearState::Open,
        })
    };
    put(1, year("2026/27", "2026-09-01", "2027-05-31"));
    put(2, year("2027/28", "2027-09-01", "2028-05-31"));
    for (id, grade, title) in [(1, 7, "7Б"), (2, 8, "8Б"), (3, 7, "7А")] {
        put(
            id,
            Record::Class(ClassRecord {
                year: YearId(if id == 2 { 2 } else { 1 }),
                grade,
                title: title.to_owned(),
            }),
        );
    }
    for (id, last) in [(1, "Орлова"), (2, "Волкова")] {
        let name = PersonName {
            last: last.to_owned(),
            ..PersonName::default()
        };
        put(id, Record::Person(PersonRecord { name }));
    }
    for (id, class, teacher, from, until) in [
        (1, 1, 2, None, Some("2026-11-08")),
        (2, 1, 1, Some("2026-11-09"), None),
        (3, 2, 2, Some("2027-09-01"), None),
    ] {
        put(
            id,
            Record::ClassTeacher(ClassTeacherRecord {
                class: ClassId(class),
                teacher: PersonId(teacher),
                from: from.map(day),
                until: until.map(day),
            }),
        );
    }
    let mut stage = stage_of(Language::Ru, &[Role::Admin], |stage| {
        Box::new(Records::of(RecordKind::Class, &stage.desk, &stage.texts))
    });
    for kind in [
        RecordKind::Person,
        RecordKind::Class,
        RecordKind::ClassTeacher,
    ] {
        show(&mut stage, &register, kind);
    }
    stage.settle();
    stage
}

fn row<'a>(shown: &'a str, title: &str) -> &'a str {
    let mut rows = shown.lines();
    rows.find(|row| row.contains(title)).unwrap_or_default()
}

#[test]
fn a_class_is_listed_with_its_class_teacher_of_today() {
    let mut stage = classes();
    let shown = screen(&stage);
    assert!(shown.contains("Классный руководитель"), "{shown}");
    let seventh = row(&shown, "7Б");
    assert!(seventh.contains("Орлова"), "{shown}");
    assert!(!seventh.contains("Волкова"), "{shown}");
    assert!(row(&shown, "8Б").contains("Волкова"), "{shown}");
    let nobodys = row(&shown, "7А");
    assert!(!nobodys.contains("Орлова") && !nobodys.contains("Волкова"));
    // A class is found by who leads it.
    stage.letters("орл");
    let shown = screen(&stage);
    assert!(shown.contains("7Б") && !shown.contains("7А"), "{shown}");
}

/// Who has left the school is given no work (SOLO2-4.3b).
#[test]
fn who_has_left_is_not_offered_and_stays_where_named() {
    let mut register = register();
    let mut put = |id: i64, record: Record| register.put(at(record.kind(), id), Some(record));
    for (id, last) in [(1, "Орлова"), (2, "Волкова")] {
        let name = PersonName {
            last: last.to_owned(),
            ..PersonName::default()
        };
        put(id, Record::Person(PersonRecord { name }));
        put(
            id,
            Record::Office(OfficeRecord {
                person: PersonId(id),
                role: OfficeRole::Teacher,
                until: (id == 2).then(|| day("2026-11-13")),
                ..OfficeRecord::default()
            }),
        );
    }
    let link = SubjectTeacher {
        subject: SubjectId(1),
        teacher: PersonId(2),
    };
    put(1, Record::SubjectTeacher(link));
    for (id, offered) in [(None, false), (Some(1), true)] {
        let mut stage = stage_of(Language::Ru, &[Role::Admin], |stage| {
            let id = id.map(RecordId);
            let kind = RecordKind::SubjectTeacher;
            Box::new(RecordForm::of(kind, id, &stage.desk, &stage.texts))
        });
        for kind in [
            RecordKind::Person,
            RecordKind::Subject,
            RecordKind::SubjectTeacher,
            RecordKind::Employment,
        ] {
            show(&mut stage, &register, kind);
        }
        stage.settle();
        assert!(
            !screen(&stage).contains("Педагог  "),
            "it waits for the roles"
        );
        show(&mut stage, &register, RecordKind::Office);
        stage.settle();
        stage.key(KeyCode::Tab).letters("волк");
        assert_eq!(
            screen(&stage).contains("Волкова"),
            offered,
            "{}",
            screen(&stage)
        );
    }
}
