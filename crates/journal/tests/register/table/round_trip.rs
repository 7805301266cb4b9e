//! What an export writes, an import into an empty base makes anew.

use super::*;
use journal::{ClassId, PersonId, PupilId};

/// Two namesakes in two classes, and a class of another year with a title of this.
fn crowded() -> Register {
    let mut register = school();
    let mut put = |record: Record| {
        let at = record.kind().at(register.free_id(record.kind()));
        register.put(at, Some(record));
        at
    };
    put(year(
        "2025/26",
        "01.09.2025",
        "31.05.2026",
        YearState::Closed,
    ));
    let namesake = put(person("Белова", "Анна", "Олеговна"));
    let pupil = PupilId(namesake.id.0);
    put(Record::Movement(line(
        pupil.0,
        MovementSort::Enrol,
        "01.09.2026",
        Some(1),
    )));
    put(Record::Membership(MembershipRecord {
        pupil,
        group: journal::GroupId(2),
        ..MembershipRecord::default()
    }));
    put(Record::Guardianship(GuardianshipRecord {
        parent: PersonId(1),
        pupil,
        ..GuardianshipRecord::default()
    }));
    put(Record::Class(ClassRecord {
        year: YearId(2),
        grade: 7,
        title: "7А".to_owned(),
    }));
    assert_eq!(pupil.0, namesake.id.0);
    let _ = ClassId(1);
    register
}

fn exported_rows(shape: &TableShape, register: &Register) -> Vec<TableRow> {
    let (columns, cells) = exported(shape, register, day("10.11.2026"));
    let heads = columns.iter().map(|column| shape.column_name(column));
    let heads = heads.map(TableCell::Text).collect();
    let cells = cells.into_iter().map(|row| {
        let cells = row.into_iter().map(|cell| match cell {
            ExportCell::Empty => TableCell::Empty,
            ExportCell::Text(text) => TableCell::Text(text),
            ExportCell::Number(number) => TableCell::Text(number.to_string()),
            ExportCell::Day(day) => TableCell::Text(day.format("%d.%m.%Y").to_string()),
        });
        cells.collect()
    });
    let rows = std::iter::once(heads).chain(cells).zip(1..);
    rows.map(|(cells, number)| TableRow { number, cells })
        .collect()
}

fn imported(shapes: &[TableShape], tables: &[Vec<TableRow>], into: &Register) -> TablePlan {
    let headings: Vec<_> = shapes
        .iter()
        .zip(tables)
        .map(|(shape, rows)| heading(shape, rows, &|_| Vec::new(), &BTreeMap::new()).unwrap())
        .collect();
    let sheets = shapes.iter().zip(tables).zip(&headings);
    let sheets: Vec<_> = sheets
        .map(|((shape, rows), heading)| SheetToPlan {
            shape,
            heading,
            rows,
            name: "",
        })
        .collect();
    let terms = Terms {
        today: day("10.11.2026"),
        base: SerialBase::Y1900,
        take_disputed: false,
        by_hand: &|_, _| false,
    };
    plan(into, &sheets, &terms)
}

fn put_all(register: &mut Register, plan: &TablePlan) {
    for change in &plan.changes {
        assert_eq!(register.faults(change.at, &change.is), [], "{change:?}");
        register.put(change.at, Some(change.is.clone()));
    }
}

#[test]
fn every_kind_comes_back_whole_into_an_empty_base() {
    let register = crowded();
    let shapes: Vec<_> = RecordKind::ALL
        .iter()
        .map(|kind| TableShape::of(*kind))
        .collect();
    let tables: Vec<_> = shapes
        .iter()
        .map(|shape| exported_rows(shape, &register))
        .collect();
    let mut empty = Register::default();
    let planned = imported(&shapes, &tables, &empty);
    for (shape, sheet) in shapes.iter().zip(&planned.sheets) {
        let all = sheet.rows.iter().all(|row| row.verdict == Verdict::New);
        assert!(all, "{}: {:?}", shape.word, sheet.rows);
    }
    put_all(&mut empty, &planned);
    for (at, record) in register.all() {
        assert_eq!(empty.get(at), Some(record));
    }
    for (shape, table) in shapes.iter().zip(&tables) {
        assert_eq!(exported_rows(shape, &empty), *table);
    }
}

#[test]
fn an_import_of_ones_own_export_changes_nothing() {
    let register = crowded();
    let mut shapes: Vec<_> = RecordKind::ALL
        .iter()
        .map(|kind| TableShape::of(*kind))
        .collect();
    shapes.extend([TableShape::pupils(), TableShape::staff()]);
    let tables: Vec<_> = shapes
        .iter()
        .map(|shape| exported_rows(shape, &register))
        .collect();
    let planned = imported(&shapes, &tables, &register);
    assert_eq!(planned.changes, []);
    assert!(planned.foreign_ids.is_empty());
    for (shape, sheet) in shapes.iter().zip(&planned.sheets) {
        let same = sheet.rows.iter().all(|row| row.verdict == Verdict::Same);
        assert!(same, "{}: {:?}", shape.word, sheet.rows);
        assert_eq!(sheet.absent, [], "{}", shape.word);
    }
}

#[test]
fn pupils_with_parents_and_the_staff_come_back_as_the_same_rows() {
    let register = crowded();
    let mut base = Register::default();
    let directories = [RecordKind::SchoolYear, RecordKind::Class];
    for (at, record) in register.all() {
        let order = at.kind == RecordKind::Order;
        if directories.contains(&at.kind) || order {
            base.put(at, Some(record.clone()));
        }
    }
    let shapes = [TableShape::pupils(), TableShape::staff()];
    let tables: Vec<_> = shapes
        .iter()
        .map(|shape| exported_rows(shape, &register))
        .collect();
    assert_eq!(tables[0].len(), 4, "three pupils under the heads");
    let planned = imported(&shapes, &tables, &base);
    put_all(&mut base, &planned);
    for (shape, table) in shapes.iter().zip(&tables) {
        assert_eq!(exported_rows(shape, &base), *table, "{}", shape.word);
    }
}
