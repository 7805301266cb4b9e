//! An order that is filled for a whole class.

use super::*;

/// SOLO2-4.5a, SOLO2-4.5b, SOLO2-4.5c: at the end of a year the lines come from the class: all go on to
/// the class of the next grade from the first day of the next year, on a condition who has a debt; each
/// is a line like one that is typed.
#[rstest]
#[case::known_when_the_form_opens(true)]
#[case::made_by_others_since(false)]
fn an_order_is_filled_for_a_whole_class_and_edited_then(#[case] is_known: bool) {
    let mut register = Register::default();
    let next = SchoolYear {
        title: "2027/28".to_owned(),
        starts: day("2027-09-01"),
        ends: day("2028-05-31"),
        state: YearState::Forming,
    };
    register.put(
        at(RecordKind::SchoolYear, 2),
        Some(Record::SchoolYear(next)),
    );
    let eighth = Record::Class(ClassRecord {
        year: YearId(2),
        grade: 8,
        title: "8А".to_owned(),
    });
    let before = register.clone();
    register.put(at(RecordKind::Class, 3), Some(eighth));
    let debt = Record::Debt(DebtRecord {
        pupil: ::journal::PupilId(2),
        subject: SubjectId(1),
        since: day("2027-05-31"),
        ..DebtRecord::default()
    });
    register.put(at(RecordKind::Debt, 1), Some(debt));
    let mut stage = with_pupils_and(if is_known { &register } else { &before });
    opened(&mut stage, None);
    let all = pupils_and(&register);
    for kind in RecordKind::ALL {
        show(&mut stage, &all, *kind);
    }
    stage
        .letters("9-п")
        .key(KeyCode::Enter)
        .letters("25.05.2027");
    stage
        .key(KeyCode::Enter)
        .letters("перевод на след")
        .key(KeyCode::Enter);
    for _ in 0..3 {
        stage.key(KeyCode::Enter);
    }
    stage.letters("7а").key(KeyCode::Enter);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("directories_order_of_a_class", stage.rows().0.join("\n"));
    });
    save(&mut stage);
    let (sent, _) = gesture(&stage);
    let line = |pupil, sort| {
        Some(Record::Movement(MovementRecord {
            pupil: ::journal::PupilId(pupil),
            sort,
            day: day("2027-09-01"),
            class: Some(::journal::ClassId(3)),
            order: Some(OrderId(5)),
            ..MovementRecord::default()
        }))
    };
    let wanted: Vec<_> = sent[1..].iter().map(|one| one.wanted.clone()).collect();
    let (goes, owes) = (MovementSort::Promote, MovementSort::Conditional);
    assert_eq!(wanted, [line(1, goes), line(2, owes)]);
    let mut seen = answer(SEEN, Vec::new());
    let of = |last, conditional| {
        let mut moves = moved(last, (Some("7А"), Some("8А")));
        moves.classes[0].conditional = conditional;
        moves
    };
    seen.consequences.moves = Moves {
        pupils: 2,
        named: vec![of("Абрамов", false), of("Белова", true)],
        ..Moves::default()
    };
    stage.amended(seen);
    let rows = stage.rows().0;
    let told = |name: &str| {
        let mut rows = rows.iter().filter(|row| row.contains("7А → 8А"));
        rows.find(|row| row.contains(name)).cloned().expect(name)
    };
    assert!(told("Белова").contains(", условно"), "{}", told("Белова"));
    assert!(!told("Абрамов").contains("условно"));
}
