//! Days on which a pupil is not in the list of the journal.

use crate::input::{lesson_stage, pupil};
use crate::journal_keys::journal_stage;
use crate::seat::Seat;
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::register::{DaySpan, MovementRecord, MovementSort, PersonRecord, Record, RecordKind};
use journal::view::{Carried, RecordsPage};
use journal::{
    Attendance, Cell, ClassId, Content, Entry, Mark, PersonName, PlacedMark, PupilId, Sheet,
    WorkRef,
};
use ratatui::style::Modifier;
use testkit::fixture::RUNNING;

/// The lesson before the running one.
fn before() -> &'static Sheet {
    let running = PAGES.lesson.sheet.lesson.id;
    let at = PAGES.journal.grid.column(running).unwrap();
    &PAGES.journal.grid.sheets[at - 1]
}

/// The journal with the cursor in that lesson, at the first pupil, who was not there that day and of
/// whom this stands.
fn stage(entry: Entry) -> Stage {
    let mut stage = journal_stage();
    let (date, lesson) = (before().lesson.date, before().lesson.id);
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    let grid = &mut page.unwrap().grid;
    grid.members[0].away = vec![DaySpan::new(date, date)];
    let pupil = grid.members[0].pupil;
    grid.sheet_mut(lesson).unwrap().entries.insert(pupil, entry);
    stage.settle();
    stage.key(KeyCode::Left);
    stage
}

fn words(stage: &Stage) -> String {
    stage.rows().0[usize::from(stage.area.height) - 3]
        .trim()
        .to_owned()
}

fn marked() -> Entry {
    let work = WorkRef::first(PAGES.rules.work_kinds[0].id);
    let mark = Mark::new("5".parse().unwrap(), 1);
    Entry {
        marks: vec![PlacedMark { work, mark }],
        ..Entry::default()
    }
}

/// The line of the first pupil.
fn line(stage: &Stage) -> String {
    let name = &PAGES.journal.grid.members[0].name.last;
    let rows = stage.rows().0;
    let mut rows = rows.into_iter();
    rows.find(|row| row.contains(name.as_str())).unwrap()
}

#[test]
fn a_cell_outside_the_stay_is_closed_and_says_so() {
    let mut stage = stage(Entry::default());
    assert!(words(&stage).contains("не в списке"), "{}", words(&stage));
    assert!(line(&stage).contains(" · "), "{}", line(&stage));
    stage.letters("5");
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    let said = stage.notice();
    assert!(said.contains("нет в списке"), "{said}");
    stage.key(KeyCode::Delete);
    assert!(stage.entered.is_empty());
    // The others of that lesson are written as ever.
    stage.key(KeyCode::Down).letters("5");
    assert_eq!(stage.entered.len(), 1);
}

#[test]
fn what_stands_outside_the_stay_is_taken_away_and_not_replaced() {
    let mut stage = stage(marked());
    let said = words(&stage);
    assert!(said.contains("вне срока: отметка 5"), "{said}");
    assert!(line(&stage).contains("· 5"), "{}", line(&stage));
    stage.letters("4");
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    assert!(stage.notice().contains("не числится"), "{}", stage.notice());
    stage.key(KeyCode::Up).key(KeyCode::Delete);
    let [taken] = &*stage.entered else {
        panic!("{:?}", stage.entered)
    };
    assert_eq!(taken.edit.wanted(), Content::Mark(None));
    stage.letters("4");
    assert_eq!(stage.entered.len(), 1, "it is closed by now");
}

#[test]
fn an_absence_outside_the_stay_is_taken_away() {
    let absent = Entry {
        attendance: Attendance::Absent,
        ..Entry::default()
    };
    let mut stage = stage(absent);
    stage.key(KeyCode::Delete);
    let [taken] = &*stage.entered else {
        panic!("{:?}", stage.entered)
    };
    let there = Content::Attendance(Attendance::Present);
    assert_eq!(taken.edit.wanted(), there);
}

#[test]
fn what_goes_to_several_goes_past_who_is_not_in_the_list() {
    for entry in [Entry::default(), marked()] {
        let mut stage = stage(entry);
        stage.press(KeyCode::Down, KeyModifiers::SHIFT).letters("3");
        let pupils: Vec<_> = stage.entered.iter().map(|it| it.edit.pupil()).collect();
        let second = PAGES.journal.grid.members[1].pupil;
        assert_eq!(pupils, [Some(second)]);
    }
}

#[test]
fn only_who_is_gone_by_now_is_muted() {
    let muted = |from: Option<&str>, until: Option<&str>| {
        let mut stage = journal_stage();
        let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
        let member = &mut page.unwrap().grid.members[1];
        member.from = from.map(|day| day.parse().unwrap());
        member.until = until.map(|day| day.parse().unwrap());
        stage.settle();
        let name = PAGES.journal.grid.members[1].name.last.clone();
        let other = PAGES.journal.grid.members[2].name.last.clone();
        let style = |name: &str| {
            let (buffer, _) = stage.paint();
            let rows = stage.rows().0;
            let y = rows.iter().position(|row| row.contains(name)).unwrap();
            let x = rows[y]
                .chars()
                .position(|c| c == name.chars().next().unwrap());
            let at = (
                u16::try_from(x.unwrap()).unwrap(),
                u16::try_from(y).unwrap(),
            );
            let cell = &buffer[at];
            (cell.fg, cell.modifier & Modifier::DIM)
        };
        style(&name) != style(&other)
    };
    assert!(muted(None, Some("2026-11-13")), "gone");
    assert!(!muted(None, Some("2026-11-20")), "will go");
    assert!(!muted(Some("2026-11-18"), None), "will come");
}

/// «Итог» of the first pupil, who is in another class when the quarter ends.
fn moved(given: Option<&str>) -> Stage {
    let mut stage = journal_stage();
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    let page = page.unwrap();
    let pupil = page.grid.members[0].pupil;
    page.moved.insert(pupil, "7Г".into());
    if let Some(given) = given {
        let content = Content::PeriodMark(given.parse().unwrap());
        page.term.put(Cell::PeriodMark { pupil }, content);
    }
    stage.settle();
    stage.key(KeyCode::End);
    stage
}

#[test]
fn who_goes_on_elsewhere_gets_the_mark_for_the_period_there() {
    let mut stage = moved(None);
    let said = words(&stage);
    assert!(said.contains("итог ставят в журнале 7Г"), "{said}");
    stage.letters("5");
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    let said = stage.notice();
    assert!(said.contains("в другом журнале"), "{said}");
    stage.key(KeyCode::Down).letters("5");
    assert_eq!(stage.entered.len(), 1);
}

#[test]
fn a_mark_for_the_period_given_before_the_move_is_taken_away() {
    let mut stage = moved(Some("4"));
    let said = words(&stage);
    assert!(said.contains("здесь стоит: итог 4"), "{said}");
    assert!(line(&stage).contains("· 4"), "{}", line(&stage));
    stage.letters("5");
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
    stage.key(KeyCode::Up).key(KeyCode::Delete);
    let [taken] = &*stage.entered else {
        panic!("{:?}", stage.entered)
    };
    assert!(taken.edit.wanted().is_empty());
}

#[test]
fn what_was_brought_along_counts_and_is_named() {
    let mut stage = journal_stage();
    let page = stage.desk.pages.journals.get_mut(&PAGES.journal.journal);
    let page = page.unwrap();
    let member = page.grid.members[0].clone();
    let without = page.tally(&member);
    let mark = Mark::new("3".parse().unwrap(), 1);
    let date = page.period.starts;
    let group = "7Г".to_owned();
    let carried = vec![Carried { group, date, mark }];
    page.carried.insert(member.pupil, carried);
    assert_eq!(page.tally(&member).count, without.count + 1);
    stage.settle();
    stage.resize(120, 36).key(KeyCode::End);
    let said = words(&stage);
    assert!(said.contains("с отметками из 7Г: 3"), "{said}");
}

/// Somebody new in the list of the lesson, before the pupil of a row.
fn enters(stage: &mut Stage, row: usize) {
    let page = stage
        .desk
        .pages
        .lessons
        .get_mut(&PAGES.lesson.sheet.lesson.id);
    let members = &mut page.unwrap().members;
    let mut new = members[row].clone();
    new.pupil = PupilId(900_000);
    members.insert(row, new);
    // As the server numbers them.
    for (number, member) in (1..).zip(members) {
        member.number = Some(number);
    }
}

fn whose(stage: &Stage) -> Vec<PupilId> {
    let entered = stage.entered.iter();
    entered.filter_map(|change| change.edit.pupil()).collect()
}

#[test]
fn the_cursor_stays_with_its_pupil_when_the_list_changes() {
    // The page comes between two keys, whether it was painted in between or not.
    for painted in [true, false] {
        let mut stage = lesson_stage();
        stage.key(KeyCode::Down).key(KeyCode::Down);
        enters(&mut stage, 1);
        if painted {
            stage.settle();
        }
        stage.letters("н");
        assert_eq!(whose(&stage), [pupil(2)]);
        stage.letters("н");
        assert_eq!(whose(&stage), [pupil(2), pupil(3)]);
    }
}

#[test]
fn an_entry_that_grows_stays_with_its_pupil_when_the_list_changes() {
    let mut stage = lesson_stage();
    stage.letters("о");
    enters(&mut stage, 0);
    stage.letters("12");
    let pupils = whose(&stage);
    assert!(pupils.iter().all(|one| *one == pupil(0)), "{pupils:?}");
    let sheet = &stage.lesson().sheet;
    let late = sheet.attendance(PAGES.lesson.members[0].pupil);
    assert_eq!(late, Attendance::Late { minutes: 12 });
}

#[test]
fn behind_the_last_pupil_one_stays_when_somebody_comes() {
    let mut stage = lesson_stage();
    stage
        .key(KeyCode::End)
        .press(KeyCode::End, KeyModifiers::CONTROL);
    stage.letters("н");
    let entered = whose(&stage);
    enters(&mut stage, 0);
    stage.letters("н");
    assert_eq!(whose(&stage), entered, "nobody is written over");
}

#[test]
fn a_number_of_the_former_list_leads_to_nobody() {
    for (before, after) in [("2", "0н"), ("20", "н"), ("2", "0о12")] {
        let mut stage = lesson_stage();
        stage.letters(before);
        enters(&mut stage, 0);
        stage.letters(after);
        assert!(stage.entered.is_empty(), "{before} {after}");
        let said = stage.notice();
        assert!(said.contains("номер заново"), "{said}");
        stage.pause(2.0).letters("20н");
        assert_eq!(whose(&stage), [pupil(18)], "by the new numbers");
    }
}

#[test]
fn who_goes_takes_the_cursor_to_nobody_else_than_the_next() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Down);
    let page = stage
        .desk
        .pages
        .lessons
        .get_mut(&PAGES.lesson.sheet.lesson.id);
    page.unwrap().members.remove(1);
    stage.settle();
    stage.letters("н");
    assert_eq!(whose(&stage), [pupil(2)]);
}

/// The registrar enters a pupil while the roll is called.
#[test]
fn who_comes_into_the_list_on_the_screen_is_told() {
    run(async {
        let mut seat = Seat::sign_in(71).await;
        seat.press(KeyCode::Down, KeyModifiers::NONE);
        let here = seat.under_cursor();
        let (pen, api) = (seat.server.pen(), seat.server.signed_in("admin").await);
        let free = async |kind: RecordKind| {
            let page: RecordsPage = api.get(&format!("/register/{kind}")).await.unwrap();
            kind.at(page.free_id)
        };
        let (person, line) = (
            free(RecordKind::Person).await,
            free(RecordKind::Movement).await,
        );
        let name = PersonName {
            last: "Аалто".into(),
            first: "Ольга".into(),
            middle: String::new(),
        };
        let new = PupilId(person.id.0);
        let enrolled = MovementRecord {
            pupil: new,
            sort: MovementSort::Enrol,
            day: testkit::fixture::today(),
            class: Some(ClassId(1)),
            ..MovementRecord::default()
        };
        let gesture = vec![
            pen.amendment(person, None, Some(Record::Person(PersonRecord { name }))),
            pen.amendment(line, None, Some(Record::Movement(enrolled))),
        ];
        let done = api.amend_agreed(gesture).await.unwrap();
        assert_eq!(done.totals.created, 2, "{done:?}");
        let listed = |seat: &Seat| seat.app.desk.pages.lessons[&RUNNING].members[0].pupil == new;
        seat.until("the new list", listed).await;
        seat.paint();
        let said = seat.app.desk.notice.as_ref().map(|notice| &*notice.text);
        assert_eq!(said, Some("Список изменился: + Аалто Ольга (№ 1)."));
        assert_eq!(seat.under_cursor(), here, "the cursor is where it was");
        seat.press(KeyCode::Char('н'), KeyModifiers::NONE);
        let absent = seat.sheet().attendance(here.unwrap());
        assert_eq!(absent, Attendance::Absent);
        // Of the journal another period has another list, and nobody has come or gone.
        seat.press(KeyCode::F(5), KeyModifiers::NONE);
        let is_shown = |seat: &Seat, first: bool| {
            let mut pages = seat.app.desk.pages.journals.values();
            pages.any(|page| page.grid.members.iter().any(|it| it.pupil == new) == first)
        };
        seat.until("the journal", |seat| is_shown(seat, true)).await;
        seat.press(KeyCode::PageUp, KeyModifiers::CONTROL);
        seat.until("October", |seat| is_shown(seat, false)).await;
        seat.paint();
        let said = seat.app.desk.notice.as_ref().map(|notice| &*notice.text);
        let is_told = said.is_some_and(|said| said.contains("- Аалто"));
        assert!(!is_told, "{said:?}");
    });
}

/// Runs a story with the real client and the real server.
fn run(story: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, story);
}
