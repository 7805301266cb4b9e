//! A small register on the stage, and the server's answers.

use crate::stage::Stage;
use ::school::DemoSpec;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::register::*;
use journal::view::{KindLine, LastAmended, LoggedAmendment, RecordLog, RecordsPage, RegisterPage};
use journal::{ChangeId, GestureId, LessonId, PersonId, PersonName, Role, Roles};
use offline::{ListKey, ListPage};
use uuid::Uuid;
use zhurnal::effect::Effect as Done;
use zhurnal::i18n::Language;
use zhurnal::ui::layer::Layer;
use zhurnal::ui::screen::register::DirectoriesScreen;
use zhurnal::ui::screen::register::form::RecordForm;
use zhurnal::ui::screen::register::history::RecordHistory;
use zhurnal::ui::screen::register::records::Records;

pub const SIZE: (u16, u16) = (80, 24);

pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

pub fn at(kind: RecordKind, id: i64) -> RecordRef {
    kind.at(RecordId(id))
}

pub fn quarter(title: &str, starts: &str, ends: &str) -> Record {
    Record::Period(PeriodRecord {
        year: YearId(1),
        title: title.to_owned(),
        length: PeriodLength::Quarter,
        starts: day(starts),
        ends: day(ends),
    })
}

pub fn room(building: i64, title: &str, seats: u16) -> Record {
    Record::Room(Room {
        building: BuildingId(building),
        title: title.to_owned(),
        seats: Some(seats),
        floor: Some(2),
    })
}

pub fn building(title: &str) -> Record {
    Record::Building(Building {
        title: title.to_owned(),
        address: String::new(),
    })
}

pub fn register() -> Register {
    let mut register = Register::default();
    let year = Record::SchoolYear(SchoolYear {
        title: "2026/27".to_owned(),
        starts: day("2026-09-01"),
        ends: day("2027-05-31"),
        state: YearState::Open,
    });
    for (kind, id, record) in [
        (RecordKind::SchoolYear, 1, year),
        (
            RecordKind::Period,
            1,
            quarter("1 четверть", "2026-09-01", "2026-10-25"),
        ),
        (
            RecordKind::Period,
            2,
            quarter("2 четверть", "2026-11-02", "2026-12-30"),
        ),
        (RecordKind::Building, 1, building("Основное здание")),
        (RecordKind::Building, 2, building("Мастерские")),
        (RecordKind::Room, 1, room(1, "21", 30)),
        (RecordKind::Room, 2, room(1, "9", 12)),
        (RecordKind::Room, 3, room(2, "9", 15)),
    ] {
        register.put(at(kind, id), Some(record));
    }
    register
}

pub fn name() -> PersonName {
    PersonName {
        last: "Шилова".to_owned(),
        first: "Лидия".to_owned(),
        middle: "Антоновна".to_owned(),
    }
}

/// A stage with a screen of the directories, for somebody with these roles.
pub fn stage_of(
    language: Language,
    roles: &[Role],
    screen: impl FnOnce(&Stage) -> Box<dyn Layer>,
) -> Stage {
    let mut stage = Stage::new(language, SIZE, Box::new(DirectoriesScreen::default()));
    stage.desk.me.as_mut().unwrap().roles = Roles(roles.to_vec());
    let register = register();
    let kinds = [
        RecordKind::SchoolYear,
        RecordKind::Period,
        RecordKind::Room,
        RecordKind::Subject,
    ];
    let kinds = kinds.iter().map(|kind| KindLine {
        kind: *kind,
        count: u32::try_from(register.of(*kind).count()).unwrap(),
        amended: (*kind == RecordKind::Room).then(|| LastAmended {
            by: name(),
            at: DemoSpec::NOW,
        }),
    });
    let kinds = RegisterPage {
        kinds: kinds.collect(),
    };
    let lists = &mut stage.desk.pages.lists;
    lists.insert(ListKey::Register, ListPage::Register(kinds));
    for kind in RecordKind::ALL {
        show(&mut stage, &register, *kind);
    }
    let screen = screen(&stage);
    stage.ui.open(screen);
    stage.settle();
    stage
}

/// The list of a kind comes.
pub fn show(stage: &mut Stage, register: &Register, kind: RecordKind) {
    let page = RecordsPage::of(register, kind);
    let shown = page.register();
    let list = ListPage::Records(page, shown);
    stage.desk.pages.show_list(ListKey::Records(kind), list);
}

pub fn list(kind: RecordKind) -> Stage {
    stage_of(Language::Ru, &[Role::Admin], |stage| {
        Box::new(Records::of(kind, &stage.desk, &stage.texts))
    })
}

pub fn form_of(language: Language, roles: &[Role], kind: RecordKind, id: Option<i64>) -> Stage {
    stage_of(language, roles, |stage| {
        let id = id.map(RecordId);
        Box::new(RecordForm::of(kind, id, &stage.desk, &stage.texts))
    })
}

pub fn form(kind: RecordKind, id: Option<i64>) -> Stage {
    form_of(Language::Ru, &[Role::Admin], kind, id)
}

/// What was sent last.
pub fn sent(stage: &Stage) -> (Amendment, Vec<Effect>, bool) {
    let sent = stage.effects.iter().rev().find_map(|effect| match effect {
        Done::Amend { amend, dry_run } => {
            let amendment = amend.amendments.first().unwrap().clone();
            Some((amendment, amend.agreed.clone(), *dry_run))
        }
        _ => None,
    });
    sent.expect("an amendment")
}

pub fn count_sent(stage: &Stage) -> usize {
    let sends = |effect: &&Done| matches!(effect, Done::Amend { .. });
    stage.effects.iter().filter(sends).count()
}

pub fn answer(outcome: AmendmentOutcome, effects: Vec<Effect>) -> Amended {
    Amended {
        totals: Totals {
            changed: 1,
            ..Totals::default()
        },
        consequences: Consequences {
            effects,
            ..Consequences::default()
        },
        outcomes: vec![outcome],
        untaken: std::collections::BTreeMap::new(),
    }
}

/// 266 lessons leave every period.
pub fn danger() -> Effect {
    let samples = (1..=2).map(|number| LessonSample {
        lesson: LessonId(number.into()),
        day: day("2026-11-02"),
        number,
        title: "7Б · Алгебра".to_owned(),
    });
    Effect {
        kind: EffectKind::LeavesPeriods {
            period: at(RecordKind::Period, 2),
        },
        days: DaySpan::new(day("2026-11-02"), day("2026-11-08")),
        found: Some(Found {
            lessons: 266,
            marks: 1204,
            journals: 0,
            samples: samples.collect(),
            accounts: 0,
        }),
    }
}

pub const SEEN: AmendmentOutcome = AmendmentOutcome::Applied { seq: None };
pub const WRITTEN: AmendmentOutcome = AmendmentOutcome::Applied { seq: Some(9) };

pub fn save(stage: &mut Stage) {
    stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
}

pub fn screen(stage: &Stage) -> String {
    stage.rows().0.join("\n")
}

/// The second quarter, whose first day is moved to the 9th, as far as the preview.
pub fn previewed(language: Language) -> Stage {
    let mut stage = form_of(language, &[Role::Admin], RecordKind::Period, Some(2));
    for _ in 0..3 {
        stage.key(KeyCode::Tab);
    }
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("9.11");
    save(&mut stage);
    stage.amended(answer(SEEN, vec![danger()]));
    stage
}

/// Both have given room 9 another number, and the other one more seats too.
pub fn in_conflict(language: Language) -> Stage {
    let mut stage = form_of(language, &[Role::Admin], RecordKind::Room, Some(2));
    stage.letters("а");
    save(&mut stage);
    stage.amended(answer(
        AmendmentOutcome::Conflict {
            now: Some(Box::new(room(1, "9б", 14))),
            by: Some(name()),
            at: Some(DemoSpec::NOW),
        },
        Vec::new(),
    ));
    stage
}

/// A room that was made, then renamed by an order.
pub fn with_history(language: Language) -> Stage {
    let record = at(RecordKind::Room, 2);
    let logged = |seq: i64, was: Option<Record>, is: Record, ground| LoggedAmendment {
        seq,
        id: ChangeId(Uuid::from_u128(seq.unsigned_abs().into())),
        gesture: GestureId(Uuid::from_u128(7)),
        record,
        by: PersonId(1),
        name: name(),
        device: "ласточка".to_owned(),
        made_at: DemoSpec::NOW,
        received_at: DemoSpec::NOW,
        was,
        is: Some(is),
        veiled: Vec::new(),
        ground,
    };
    let order = AmendmentGround::Order {
        number: "12-а".to_owned(),
        date: day("2026-11-13"),
    };
    let amendments = vec![
        logged(4, None, room(1, "19", 12), None),
        logged(9, Some(room(1, "19", 12)), room(1, "9", 15), Some(order)),
    ];
    let log = RecordLog {
        amendments,
        more: false,
    };
    let mut stage = stage_of(language, &[Role::Admin], |_| {
        Box::new(RecordHistory::of(record))
    });
    let key = ListKey::RecordLog(record);
    stage.desk.pages.lists.insert(key, ListPage::RecordLog(log));
    stage.settle();
    stage
}
