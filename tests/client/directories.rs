//! «Справочники»: lists and forms made from the descriptions, and what saving would do seen first.

#[path = "directories/begun.rs"]
mod begun;
#[path = "directories/class_teachers.rs"]
mod class_teachers;
#[path = "directories/meanwhile.rs"]
mod meanwhile;
#[path = "directories/new_pupil.rs"]
mod new_pupil;
#[path = "directories/orders.rs"]
mod orders;
#[path = "directories/refused.rs"]
mod refused;
#[path = "directories/rights.rs"]
mod rights;
#[path = "directories/school.rs"]
pub mod school;
#[path = "directories/undone.rs"]
mod undone;

use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::register::*;
use journal::regulation::Regulation;
use journal::view::RecordsPage;
use journal::{PersonName, Role};
use offline::{DraftKey, ListKey, ListPage, PageKey};
use rstest::rstest;
use school::*;
use zhurnal::effect::Effect as Done;
use zhurnal::i18n::Language;
use zhurnal::ui::route::Route;
use zhurnal::ui::screen::register::{DirectoriesScreen, form::RecordForm, records::Records};
use zhurnal::ui::screen::today::TodayScreen;
use zhurnal::ui::testing::render_with_styles;

#[rstest]
fn directories(
    #[values(
        "kinds",
        "rooms",
        "looked-at",
        "room",
        "preview",
        "conflict",
        "history"
    )]
    shown: &str,
    #[values(Language::Ru, Language::En)] language: Language,
) {
    let rooms = |roles: &[Role]| {
        stage_of(language, roles, |stage| {
            Box::new(Records::of(RecordKind::Room, &stage.desk, &stage.texts))
        })
    };
    let stage = match shown {
        "kinds" => stage_of(language, &[Role::Admin], |_| {
            Box::new(DirectoriesScreen::default())
        }),
        "rooms" => rooms(&[Role::Admin]),
        "looked-at" => rooms(&[Role::Teacher]),
        "room" => {
            let mut stage = form_of(language, &[Role::Admin], RecordKind::Room, Some(2));
            stage.letters("а").key(KeyCode::Tab).key(KeyCode::Tab);
            stage.letters("3000").key(KeyCode::Tab);
            stage
        }
        "preview" => previewed(language),
        "conflict" => in_conflict(language),
        "history" => with_history(language),
        other => panic!("no screen {other}"),
    };
    let (buffer, cursor) = stage.paint();
    let cursor = cursor.map_or("none".to_owned(), |at| format!("{},{}", at.x, at.y));
    let name = format!("directories_{shown}_{language:?}").to_lowercase();
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, format!("cursor {cursor}\n{}", render_with_styles(&buffer)));
    });
}

/// What was and what is are read where they are listed, in the smallest terminal too.
#[rstest]
#[case::wide(80, 24)]
#[case::small(60, 15)]
#[case::too_small_for_a_list(40, 12)]
fn the_history_of_a_record_says_what_was_and_what_is(#[case] cols: u16, #[case] rows: u16) {
    let mut stage = with_history(Language::Ru);
    stage.resize(cols, rows);
    // Above the status it is said too, in one line.
    let last = stage.area.height as usize - if cols < 60 { 0 } else { 3 };
    let shown = stage.rows().0[..last].join(" ");
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = "Кабинет: было «19», стало «9»; Мест: было «12», стало «15»";
    assert!(shown.contains(whole), "{shown}");
}

#[test]
fn the_history_of_a_record_is_shown_to_whom_it_is_given() {
    let room = Route::List(ListKey::RecordLog(at(RecordKind::Room, 2)));
    for (role, leads) in [
        (Role::Admin, true),
        (Role::Director, true),
        (Role::Teacher, false),
    ] {
        let mut stage = stage_of(Language::Ru, &[role], |stage| {
            Box::new(Records::of(RecordKind::Room, &stage.desk, &stage.texts))
        });
        stage.letters("9 осн");
        stage.press(KeyCode::Char('h'), KeyModifiers::ALT);
        assert_eq!(stage.ui.is_seen(&room), leads, "{role:?}");
        let says = stage.notice().starts_with("Историю записи читают");
        assert_eq!(says, !leads, "{role:?}");
    }
}

#[test]
fn a_name_is_kept_as_it_is_read_and_not_as_it_is_typed() {
    let mut stage = form(RecordKind::Person, None);
    // The last «о» is Latin; nobody is called by a dash.
    for text in ["Салтыков - Щедрин", "Михаилo", "-"] {
        stage.letters(text).key(KeyCode::Enter);
    }
    save(&mut stage);
    let Some(Record::Person(wanted)) = sent(&stage).0.wanted else {
        panic!("no person")
    };
    let name = PersonName {
        last: "Салтыков-Щедрин".to_owned(),
        first: "Михаило".to_owned(),
        middle: String::new(),
    };
    assert_eq!(wanted.name, name);
}

/// A list of places in groups brings the people in it, and a form one who is in none yet.
#[test]
fn a_form_waits_for_the_list_of_people_and_offers_whoever_is_in_it() {
    let person = |last: &str| {
        let name = PersonName {
            last: last.to_owned(),
            ..PersonName::default()
        };
        Some(Record::Person(PersonRecord { name }))
    };
    let mut register = register();
    register.put(at(RecordKind::Person, 1), person("Абрамов"));
    register.put(at(RecordKind::Person, 2), person("Белова"));
    let key = ListKey::Records(RecordKind::Person);
    let mut stage = list(RecordKind::Room);
    stage.desk.pages.lists.remove(&key);
    let form = RecordForm::of(RecordKind::Membership, None, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(form));
    stage.settle();
    let before = screen(&stage);
    assert!(!before.contains("Группа"), "{before}");
    show(&mut stage, &register, RecordKind::Person);
    stage.settle();
    stage.letters("бело");
    let offered = screen(&stage);
    assert!(offered.contains("Белова"), "{offered}");
}

#[test]
fn a_record_is_found_as_one_types_and_opened_in_its_form() {
    let mut stage = list(RecordKind::Room);
    stage.letters("9 vfcn");
    assert!(screen(&stage).contains("1/3"), "{}", screen(&stage));
    stage.key(KeyCode::Enter);
    assert!(screen(&stage).contains("Кабинеты и места › 9 · Мастерские"));
}

#[test]
fn a_new_record_that_moves_nothing_is_written_without_a_question() {
    let mut stage = list(RecordKind::Room);
    stage.key(KeyCode::Insert).letters("22").key(KeyCode::Enter);
    stage.letters("маст").key(KeyCode::Enter).letters("24");
    save(&mut stage);
    let (asked, _, dry_run) = sent(&stage);
    assert!(dry_run, "the server is asked first");
    assert_eq!(
        (asked.record, asked.expected),
        (at(RecordKind::Room, 4), None)
    );
    let Some(Record::Room(wanted)) = asked.wanted else {
        panic!("no room")
    };
    assert_eq!((wanted.building, wanted.seats), (BuildingId(2), Some(24)));
    stage.amended(answer(SEEN, Vec::new()));
    assert!(!sent(&stage).2, "and then it is written");
    stage.amended(answer(WRITTEN, Vec::new()));
    assert!(screen(&stage).contains("Справочники › Кабинеты и места"));
    assert!(
        stage.notice().contains("«22 · Мастерские»"),
        "{}",
        stage.notice()
    );
    assert_eq!(stage.desk.drafts.get(&DraftKey::form("room/new")), None);
    // The cursor goes to it as soon as it comes.
    let mut register = register();
    register.put(at(RecordKind::Room, 4), Some(room(2, "22", 24)));
    let page = RecordsPage::of(&register, RecordKind::Room);
    let key = ListKey::Records(RecordKind::Room);
    let page = ListPage::Records(page, register);
    stage.desk.pages.lists.insert(key, page);
    stage.settle();
    let rows = stage.rows().0;
    let row = rows.iter().find(|row| row.contains('▸')).unwrap();
    assert!(row.contains("22"), "{row}");
}

#[test]
fn a_danger_is_written_by_its_own_key_with_what_was_seen() {
    let mut stage = previewed(Language::Ru);
    let shown = screen(&stage);
    let order = [
        "ОПАСНО: 266 уроков",
        "Вне всех периодов: 266",
        "7Б · Алгебра",
        "было «02.11.2026»",
    ];
    let places = order.map(|words| shown.find(words).expect(words));
    assert!(places.is_sorted(), "{shown}");
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert_eq!(count_sent(&stage), 1, "no consent yet");
    assert!(stage.notice().contains("F9"), "{}", stage.notice());
    stage.key(KeyCode::F(9));
    let (_, agreed, dry_run) = sent(&stage);
    assert_eq!((agreed, dry_run), (vec![danger()], false));
    // A lesson has come meanwhile: it is read again before anything is written.
    let mut more = danger();
    more.found.as_mut().unwrap().lessons = 267;
    stage.amended(answer(AmendmentOutcome::NotAgreed, vec![more.clone()]));
    assert!(screen(&stage).contains("267 уроков"), "{}", screen(&stage));
    stage.key(KeyCode::F(9));
    assert_eq!(sent(&stage).1, vec![more.clone()]);
    stage.amended(answer(WRITTEN, vec![more]));
    assert!(stage.notice().contains("Записано: «2 четверть»"));
    assert!(!screen(&stage).contains("Что изменится"));
}

#[test]
fn a_danger_is_read_whole_without_agreeing_to_it() {
    let mut stage = previewed(Language::Ru);
    let mut many = danger();
    let found = many.found.as_mut().unwrap();
    let sample = found.samples[0].clone();
    found.samples = (1..=9)
        .map(|number| {
            let mut sample = sample.clone();
            sample.number = number;
            sample
        })
        .collect();
    stage.key(KeyCode::F(9));
    stage.amended(answer(AmendmentOutcome::NotAgreed, vec![many]));
    let writes = count_sent(&stage);
    let last = "9-й урок";
    assert!(!screen(&stage).contains(last), "{}", screen(&stage));
    stage.key(KeyCode::Enter);
    let whole = screen(&stage);
    assert!(
        whole.contains(last) && whole.contains("Вне всех периодов"),
        "{whole}"
    );
    stage.key(KeyCode::Enter);
    assert!(screen(&stage).contains("Что изменится"), "closed again");
    assert_eq!(count_sent(&stage), writes, "nothing agreed to");
}

#[test]
fn leaving_the_preview_writes_nothing_and_leaves_what_was_typed() {
    let mut stage = previewed(Language::Ru);
    stage.key(KeyCode::Esc);
    assert!(screen(&stage).contains("09.11.2026"), "{}", screen(&stage));
    assert_eq!(count_sent(&stage), 1);
}

#[test]
fn what_is_typed_after_the_preview_was_left_outlives_the_answer() {
    let mut stage = previewed(Language::Ru);
    stage.key(KeyCode::F(9)).key(KeyCode::Esc);
    stage.key(KeyCode::Up).key(KeyCode::Up).key(KeyCode::End);
    stage.letters(" новая");
    assert!(screen(&stage).contains(" новая"), "{}", screen(&stage));
    stage.amended(answer(WRITTEN, vec![danger()]));
    let said = stage.notice();
    assert!(said.contains("ещё не записано: Ctrl+S"), "{said}");
    assert!(screen(&stage).contains(" новая"), "{}", screen(&stage));
}

#[test]
fn what_is_typed_on_is_of_the_record_that_was_written_past_a_taken_id() {
    let mut stage = list(RecordKind::Room);
    stage.key(KeyCode::Insert).letters("22").key(KeyCode::Enter);
    stage.letters("маст").key(KeyCode::Enter).letters("24");
    save(&mut stage);
    let refusal = Refusal::Id;
    stage.amended(answer(AmendmentOutcome::Refused { refusal }, Vec::new()));
    let new = at(RecordKind::Room, 5);
    assert_eq!(sent(&stage).0.record, new);
    stage.amended(answer(SEEN, vec![danger()]));
    stage.key(KeyCode::F(9)).key(KeyCode::Esc).letters("30");
    stage.amended(answer(WRITTEN, vec![danger()]));
    let said = stage.notice();
    assert!(said.contains("ещё не записано: Ctrl+S"), "{said}");
    assert_eq!(stage.desk.drafts.get(&DraftKey::form("room/new")), None);
    save(&mut stage);
    let seats = |record: Option<Record>| match record {
        Some(Record::Room(room)) => room.seats,
        other => panic!("{other:?}"),
    };
    let asked = sent(&stage).0;
    assert_eq!(asked.record, new);
    assert_eq!(seats(asked.expected), Some(24));
    assert_eq!(seats(asked.wanted), Some(30));
}

#[test]
fn what_is_wrong_is_told_at_its_field_before_the_server_is_asked() {
    let mut stage = form(RecordKind::Period, Some(2));
    for _ in 0..3 {
        stage.key(KeyCode::Tab);
    }
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("5.10");
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0);
    let words = stage.rows().0.remove(21);
    assert!(
        words.contains("дни заняты, их держит «1 четверть»"),
        "{words}"
    );
}

#[test]
fn what_the_server_refuses_is_told_at_its_field() {
    let mut stage = form(RecordKind::Room, Some(1));
    stage.letters("а");
    save(&mut stage);
    let faults = vec![FieldFault::new(
        "title",
        Fault::NotUnique {
            with: at(RecordKind::Room, 2),
        },
    )];
    let refusal = Refusal::Invalid { faults };
    stage.amended(answer(AmendmentOutcome::Refused { refusal }, Vec::new()));
    let words = stage.rows().0.remove(21);
    assert!(words.contains("уже есть «9 · Основное здание»"), "{words}");
}

#[test]
fn of_two_writers_both_values_are_shown_and_one_may_go_on() {
    let mut stage = in_conflict(Language::Ru);
    let shown = screen(&stage);
    assert!(shown.contains("9а") && shown.contains("«9б»"), "{shown}");
    assert!(
        shown.contains("14"),
        "what only they have changed is taken over"
    );
    save(&mut stage);
    let (asked, _, _) = sent(&stage);
    assert_eq!(asked.expected, Some(room(1, "9б", 14)));
    assert_eq!(asked.wanted, Some(room(1, "9а", 14)));
}

#[test]
fn a_number_that_another_took_is_passed_by() {
    let mut stage = form(RecordKind::Building, None);
    stage.letters("Бассейн");
    save(&mut stage);
    assert_eq!(sent(&stage).0.record.id, RecordId(3));
    let taken = AmendmentOutcome::Conflict {
        now: Some(Box::new(building("Пристройка"))),
        by: None,
        at: None,
    };
    stage.amended(answer(taken, Vec::new()));
    assert_eq!(sent(&stage).0.record.id, RecordId(4));
    assert_eq!(sent(&stage).0.expected, None);
}

#[test]
fn a_bell_moves_lessons_from_tomorrow_on_and_the_preview_says_so() {
    let mut stage = form(RecordKind::BellSchedule, None);
    stage.key(KeyCode::Tab).letters("1 смена").key(KeyCode::Tab);
    stage.letters("1").key(KeyCode::Tab).letters("5-7");
    stage.key(KeyCode::Tab).key(KeyCode::Tab);
    stage.letters("1 8:35-9:15");
    save(&mut stage);
    let bell = |starts: &str| ::journal::school::Bell {
        number: 1,
        starts: starts.parse().unwrap(),
        ends: "09:15:00".parse().unwrap(),
    };
    let moves = Effect {
        kind: EffectKind::MovesBell {
            schedule: at(RecordKind::BellSchedule, 1),
            was: bell("08:30:00"),
            now: bell("08:35:00"),
        },
        days: DaySpan::new(day("2026-09-01"), day("2027-05-31")),
        found: danger().found,
    };
    stage.amended(answer(SEEN, vec![moves]));
    let shown = screen(&stage);
    assert!(shown.contains("17.11–31.05.2027"), "{shown}");
    assert!(!shown.contains("01.09"), "{shown}");
}

/// In 80 columns nothing in the list of directories is cut, and no head in any of them.
#[rstest]
fn at_80_columns_heads_are_whole(#[values(Language::Ru, Language::En)] language: Language) {
    let stage = stage_of(language, &[Role::Admin], |_| {
        Box::new(DirectoriesScreen::default())
    });
    let rows = stage.rows().0;
    assert!(!rows[..20].join("\n").contains('…'), "{}", screen(&stage));
    for kind in RecordKind::ALL {
        let stage = stage_of(language, &[Role::Admin], |stage| {
            Box::new(Records::of(*kind, &stage.desk, &stage.texts))
        });
        let heads = stage.rows().0.remove(1);
        assert!(!heads.contains('…'), "{kind}: {heads}");
    }
}

#[test]
fn what_refers_to_the_records_is_fetched_so_that_refusals_name_it() {
    let mut stage = stage_of(Language::Ru, &[Role::Admin], |_| {
        Box::new(DirectoriesScreen::default())
    });
    stage.key(KeyCode::Enter);
    let asked = |kind| {
        let page = PageKey::List(ListKey::Records(kind));
        let asks = |effect: &Done| matches!(effect, Done::Open(asked) if *asked == page);
        stage.effects.iter().any(asks)
    };
    assert!(asked(RecordKind::SchoolYear) && asked(RecordKind::Period));
    assert!(asked(RecordKind::Holiday) && !asked(RecordKind::Room));
}

/// What is another's to read is not asked for: a refusal would be told as a page that failed.
#[test]
fn nobody_asks_for_lists_that_are_not_theirs_to_read() {
    let mut stage = stage_of(Language::Ru, &[Role::Registrar], |_| {
        Box::new(DirectoriesScreen::default())
    });
    let regulation = stage.desk.rules.as_ref().unwrap().regulation.clone();
    let mut cx = zhurnal::ui::layer::Cx {
        desk: &mut stage.desk,
        texts: &stage.texts,
        effects: &mut stage.effects,
    };
    let people = Route::List(ListKey::Records(RecordKind::Person));
    zhurnal::ui::screen::open::open(&people, &mut cx);
    let asked = stage.effects.iter().filter_map(|effect| match effect {
        Done::Open(PageKey::List(ListKey::Records(kind))) => Some(*kind),
        _ => None,
    });
    let asked: Vec<_> = asked.collect();
    assert!(asked.contains(&RecordKind::Person));
    let registrar = ::journal::Roles(vec![Role::Registrar]);
    for kind in asked {
        let reads = regulation.widest(&registrar, ::journal::regulation::Act::Read, kind);
        assert!(reads.is_some(), "{kind}");
    }
}

#[test]
fn bells_are_typed_a_lesson_a_line() {
    let mut stage = form(RecordKind::BellSchedule, None);
    stage.key(KeyCode::Tab).letters("2 смена").key(KeyCode::Tab);
    stage.letters("2").key(KeyCode::Tab).letters("5-7, 9");
    stage.key(KeyCode::Tab).key(KeyCode::Tab);
    assert!(stage.rows().0[23].contains("Enter новая строка"));
    stage.letters("1 14:00-14:45").key(KeyCode::Enter);
    stage.letters("2 1455-1540");
    save(&mut stage);
    let (asked, _, _) = sent(&stage);
    let Some(Record::BellSchedule(bells)) = asked.wanted else {
        panic!("no bells")
    };
    assert_eq!(bells.grades.to_string(), "5–7, 9");
    assert_eq!(bells.schedule.bells.len(), 2);
    assert_eq!(bells.year, YearId(1), "the running one");
}

#[test]
fn the_whole_school_has_a_form_for_each_kind() {
    for kind in RecordKind::ALL {
        let mut stage = form_of(Language::Ru, &[Role::Admin, Role::Teacher], *kind, None);
        save(&mut stage);
        assert_eq!(count_sent(&stage), 0, "{kind}: something must be said");
        let at_least = kind.described().fields.len().min(5);
        let rows = stage.rows().0.into_iter().skip(2).take(at_least);
        assert!(rows.into_iter().all(|row| !row.trim().is_empty()), "{kind}");
    }
}
