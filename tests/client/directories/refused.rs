//! What is not taken, not removed, not given to amend, and what is said of it.

use super::*;

#[test]
fn what_is_in_use_says_by_what_and_stays() {
    let mut stage = list(RecordKind::Building);
    stage.key(KeyCode::Down).key(KeyCode::Delete);
    let (asked, _, dry_run) = sent(&stage);
    assert_eq!((asked.wanted, dry_run), (None, true));
    let refusal = Refusal::InUse {
        records: vec![at(RecordKind::Room, 3)],
        count: 1,
        found: Found::default(),
    };
    stage.amended(answer(AmendmentOutcome::Refused { refusal }, Vec::new()));
    let shown = screen(&stage);
    assert!(shown.contains("1 запись (9 · Мастерские)"), "{shown}");
}

#[test]
fn a_removal_is_seen_before_it_is_done() {
    let mut stage = list(RecordKind::Room);
    stage.key(KeyCode::Delete);
    let mut seen = answer(SEEN, Vec::new());
    seen.totals = Totals {
        removed: 1,
        ..Totals::default()
    };
    stage.amended(seen);
    assert!(
        screen(&stage).contains("исчезнет записей: 1"),
        "{}",
        screen(&stage)
    );
    stage.key(KeyCode::Enter);
    assert!(!sent(&stage).2);
    stage.amended(answer(WRITTEN, Vec::new()));
    assert!(
        stage.notice().starts_with("Убрано: «"),
        "{}",
        stage.notice()
    );
}

#[test]
fn one_who_keeps_a_directory_is_spoken_of_as_one() {
    let stage = stage_of(Language::Ru, &[Role::Teacher], |stage| {
        Box::new(Records::of(
            RecordKind::SchoolYear,
            &stage.desk,
            &stage.texts,
        ))
    });
    let says = "Вам — только смотреть. Ведёт: администратор (";
    assert!(screen(&stage).contains(says), "{}", screen(&stage));
}

#[test]
fn who_only_looks_is_told_the_clause_and_changes_nothing() {
    let mut stage = stage_of(Language::Ru, &[Role::Teacher], |stage| {
        Box::new(Records::of(RecordKind::Room, &stage.desk, &stage.texts))
    });
    let clause = "Вам — только смотреть. Ведут: администратор, завуч (";
    assert!(screen(&stage).contains(clause), "{}", screen(&stage));
    for code in [KeyCode::Insert, KeyCode::Delete] {
        stage.key(code);
        assert!(stage.notice().contains(clause), "{}", stage.notice());
    }
    stage.key(KeyCode::Enter);
    for code in [KeyCode::Char('а'), KeyCode::Char('5'), KeyCode::Delete] {
        stage.key(code);
        assert!(stage.notice().contains(clause), "{}", stage.notice());
    }
    save(&mut stage);
    assert!(screen(&stage).contains(clause), "{}", screen(&stage));
    assert_eq!(count_sent(&stage), 0);
}

/// Whoever refuses says who can and by which clause, also where the regulation is silent.
#[test]
fn who_only_looks_is_told_who_can_and_by_which_clause() {
    for (profile, clause) in [
        ("sergiev-posad-14", "(табл. 1, п. 2.6 Порядка)"),
        ("epos-ohansk-1", "(пункта в регламенте нет)"),
    ] {
        for role in [Role::Director, Role::Teacher] {
            let stage = stage_of(Language::Ru, &[role], |stage| {
                let mut rules = PAGES.rules.clone();
                rules.regulation = Regulation::shipped(profile).unwrap();
                let mut desk = Stage::new(Language::Ru, SIZE, Box::new(TodayScreen::default()));
                desk.desk.me.clone_from(&stage.desk.me);
                desk.desk.take_rules(rules);
                Box::new(Records::of(RecordKind::Room, &desk.desk, &stage.texts))
            });
            let line = stage.rows().0.remove(1);
            assert!(line.contains("администратор, завуч"), "{line}");
            assert!(line.contains(clause), "{line}");
        }
    }
}

#[test]
fn a_room_in_use_says_from_which_day_it_is() {
    let mut stage = list(RecordKind::Room);
    stage.key(KeyCode::Delete);
    let refusal = Refusal::InUse {
        records: Vec::new(),
        count: 0,
        found: Found {
            lessons: 12,
            ..Found::default()
        },
    };
    stage.amended(answer(AmendmentOutcome::Refused { refusal }, Vec::new()));
    let shown = screen(&stage);
    assert!(shown.contains("12 уроков с 16.11.2026"), "{shown}");
}

/// Nothing takes the place of a quarter in the marks that were given for it.
#[test]
fn a_period_in_use_is_not_to_be_replaced_elsewhere() {
    let mut stage = list(RecordKind::Period);
    stage.key(KeyCode::Delete);
    let refusal = Refusal::InUse {
        records: Vec::new(),
        count: 0,
        found: Found {
            lessons: 12,
            ..Found::default()
        },
    };
    stage.amended(answer(AmendmentOutcome::Refused { refusal }, Vec::new()));
    let shown = screen(&stage);
    assert!(shown.contains("в этом периоде 12 уроков"), "{shown}");
    assert!(!shown.contains("замените её там"), "{shown}");
}
