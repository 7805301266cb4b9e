//! Opening a screen: what stands at a route, and its page asked for.

use crate::desk::Desk;
use crate::desk::left_at::LeftAt;
use crate::desk::notice::{Notice, Tone};
use crate::desk::register::thousands_named;
use crate::effect::Effect;
use crate::ui::layer::{Cx, Layer};
use crate::ui::popup::reading::Reading;
use crate::ui::route::{Named, Route};
use crate::ui::screen::absences::Absences;
use crate::ui::screen::absent::Absent;
use crate::ui::screen::access_log::AccessLogScreen;
use crate::ui::screen::accounts::AccountsScreen;
use crate::ui::screen::breach_report::ReportForm;
use crate::ui::screen::breach_writes::BreachWrites;
use crate::ui::screen::breaches::BreachesScreen;
use crate::ui::screen::cards::{CardsOfSome, ClassCardsScreen};
use crate::ui::screen::class::ClassScreen;
use crate::ui::screen::class::reasons::Reasons;
use crate::ui::screen::gaps::GapsScreen;
use crate::ui::screen::history::History;
use crate::ui::screen::homework::HomeworkScreen;
use crate::ui::screen::journal::JournalScreen;
use crate::ui::screen::journals::Journals;
use crate::ui::screen::lesson::LessonScreen;
use crate::ui::screen::movement_book::MovementBookScreen;
use crate::ui::screen::password::Password;
use crate::ui::screen::population::Population;
use crate::ui::screen::queue::QueueScreen;
use crate::ui::screen::register::DirectoriesScreen;
use crate::ui::screen::register::composed::{ComposedForm, Composition};
use crate::ui::screen::register::export::Export;
use crate::ui::screen::register::form::{RecordForm, asked_by_offers};
use crate::ui::screen::register::history::RecordHistory;
use crate::ui::screen::register::import::Import;
use crate::ui::screen::register::records::Records;
use crate::ui::screen::restored::Restored;
use crate::ui::screen::rights::Rights;
use crate::ui::screen::sessions::SessionsScreen;
use crate::ui::screen::setup::SetupScreen;
use crate::ui::screen::today::TodayScreen;
use crate::ui::screen::topic::TopicScreen;
use crate::ui::screen::ungrouped::UngroupedScreen;
use chrono::{NaiveDate, TimeDelta};
use journal::register::{RecordId, RecordKind};
use journal::regulation::{Act, Permission};
use journal::view::week_of;
use journal::{Cell, ClassId, LessonId, PupilId, SheetId};
use offline::{ListKey, PageKey};

/// The places that are gone to by their names.
pub const NAMED: &[Named] = &[
    Named {
        name: "open-accounts",
        route: Route::List(ListKey::Accounts),
        whose: Permission::ReadAccounts,
    },
    Named {
        name: "open-access-log",
        route: Route::List(ListKey::AccessLog),
        whose: Permission::ReadAccessLog,
    },
    Named {
        name: "open-sessions",
        route: Route::List(ListKey::Sessions),
        whose: Permission::OwnAccount,
    },
    Named {
        name: "open-breaches",
        route: Route::List(ListKey::Breaches),
        whose: Permission::ReadBreaches,
    },
    Named {
        name: "open-setup",
        route: Route::List(ListKey::Setup),
        whose: Permission::ReadSetup,
    },
    Named {
        name: "open-movement",
        route: Route::List(ListKey::Movement),
        whose: Permission::ReadMovement,
    },
    Named {
        name: "open-population",
        route: Route::List(ListKey::Population(None)),
        whose: Permission::ReadMovement,
    },
    Named {
        name: "open-absent",
        route: Route::List(ListKey::Absent(None)),
        whose: Permission::ReadAbsences,
    },
    Named {
        name: "open-cards",
        route: Route::List(ListKey::Cards(None)),
        whose: Permission::ReadRegister,
    },
    Named {
        name: "open-ungrouped",
        route: Route::List(ListKey::Ungrouped),
        whose: Permission::ReadRegister,
    },
    Named {
        name: "open-gaps",
        route: Route::List(ListKey::Gaps),
        whose: Permission::ReadRegister,
    },
];

/// The screen at a route. Its page is asked for, and what was begun in it some other time is said.
pub fn open(route: &Route, cx: &mut Cx<'_>) -> Box<dyn Layer> {
    match *route {
        Route::Today => Box::new(TodayScreen::default()),
        Route::Queue => Box::new(QueueScreen::default()),
        Route::Lesson(lesson) => {
            cx.effects.push(Effect::Open(PageKey::Lesson(lesson)));
            let left_at = cx.desk.left_at.get(&lesson).copied();
            Box::new(LessonScreen::new(lesson).returned_to(left_at))
        }
        Route::Journal {
            journal,
            at,
            period,
        } => {
            let page = PageKey::Journal(journal, period);
            cx.effects.push(Effect::Open(page));
            Box::new(JournalScreen::new(journal, at).over(period))
        }
        Route::Cell { sheet, cell } => match sheet {
            SheetId::Lesson(lesson) => {
                cx.effects.push(Effect::Open(PageKey::Lesson(lesson)));
                Box::new(LessonScreen::new(lesson).returned_to(LeftAt::of(cell)))
            }
            SheetId::Term { journal, period } => {
                let period = Some(period);
                cx.effects
                    .push(Effect::Open(PageKey::Journal(journal, period)));
                let screen = JournalScreen::new(journal, None).over(period);
                Box::new(screen.at_mark_of(cell.pupil()))
            }
        },
        Route::Class { class, day, pupil } => class_on(class, day, pupil, cx),
        Route::OwnClass => match cx.desk.led_class() {
            Some(class) => class_on(class, None, None, cx),
            None => open(&Route::List(ListKey::Absent(None)), cx),
        },
        Route::Reasons { class, pupil, day } => reasons(class, pupil, day, cx),
        Route::List(key) => list(key, cx),
        Route::Record(kind, id) => match Composition::of(kind) {
            Some(of) => composed(of, id, cx),
            None => {
                ask_for_records(kind, cx);
                let asked: Vec<_> = asked_by_offers(kind, cx.desk).collect();
                let asked = asked.into_iter().map(ListKey::Records).map(PageKey::List);
                cx.effects.extend(asked.map(Effect::Open));
                Box::new(RecordForm::of(kind, id, cx.desk, cx.texts))
            }
        },
        Route::NewPupil => composed(Composition::new_pupil(), None, cx),
        Route::History { sheet, pupil } => {
            let page = PageKey::List(ListKey::SheetLog(sheet));
            cx.effects.push(Effect::Open(page));
            Box::new(History::of(sheet, pupil))
        }
        Route::Topic { lesson, .. } if cx.desk.only_looks(lesson).is_some() => {
            Box::new(Reading::topic(lesson))
        }
        Route::Homework(lesson) if cx.desk.only_looks(lesson).is_some() => {
            Box::new(Reading::homework(lesson))
        }
        Route::Topic { lesson, at_plan } => {
            let form = TopicScreen::new(lesson, cx.desk);
            for_form(lesson, Cell::Topic, form.restored(), cx);
            Box::new(if at_plan { form.at_plan() } else { form })
        }
        Route::Homework(lesson) => {
            let form = HomeworkScreen::new(lesson, cx.desk);
            for_form(lesson, Cell::Homework { slot: 0 }, form.restored(), cx);
            Box::new(form)
        }
        Route::Export(kind) => Box::new(Export::of(kind)),
        Route::Import(kind) => Box::new(Import::of(kind)),
        Route::Rights => Box::new(Rights::screen(cx.texts)),
        Route::Password => Box::new(Password::wished()),
        Route::ReportBreach(person) => Box::new(ReportForm::of(person)),
    }
}

/// A list, whose page is asked for.
fn list(key: ListKey, cx: &mut Cx<'_>) -> Box<dyn Layer> {
    match key {
        ListKey::Records(kind) => ask_for_records(kind, cx),
        _ => cx.effects.push(Effect::Open(PageKey::List(key))),
    }
    match key {
        ListKey::Journals(period) => Box::new(Journals::over(period)),
        ListKey::SheetLog(sheet) => Box::new(History::of(sheet, None)),
        ListKey::Accounts => Box::new(AccountsScreen::default()),
        ListKey::AccessLog => Box::new(AccessLogScreen::default()),
        ListKey::Sessions => Box::new(SessionsScreen::default()),
        ListKey::Breaches => Box::new(BreachesScreen::default()),
        ListKey::Breach(id) => Box::new(BreachWrites::of(id)),
        ListKey::Register => Box::new(DirectoriesScreen::default()),
        ListKey::Records(kind) => Box::new(Records::of(kind, cx.desk, cx.texts)),
        ListKey::RecordLog(at) => Box::new(RecordHistory::of(at)),
        ListKey::Setup => Box::new(SetupScreen::default()),
        ListKey::Movement => Box::new(MovementBookScreen::default()),
        ListKey::Cards(None) => Box::new(ClassCardsScreen::default()),
        ListKey::Cards(Some(of)) => Box::new(CardsOfSome::of(of)),
        ListKey::Ungrouped => Box::new(UngroupedScreen::default()),
        ListKey::Gaps => Box::new(GapsScreen::default()),
        ListKey::Absent(on) => Box::new(Absent::on(on)),
        ListKey::Absences(pupil, period) => Box::new(Absences::of(pupil, period)),
        ListKey::Population(on) => Box::new(Population::on(on)),
    }
}

/// A class on a day; none: today.
fn class_on(
    class: ClassId,
    day: Option<NaiveDate>,
    pupil: Option<PupilId>,
    cx: &mut Cx<'_>,
) -> Box<dyn Layer> {
    let today = cx.desk.local(cx.desk.now()).date();
    let day = day.unwrap_or(today);
    let page = PageKey::Class(class, week_of(day));
    cx.effects.push(Effect::Open(page));
    Box::new(ClassScreen::new(class, day, pupil))
}

/// The form of a reason for several days, with the weeks around the first: a range is seldom longer.
fn reasons(
    class: ClassId,
    pupil: Option<PupilId>,
    day: NaiveDate,
    cx: &mut Cx<'_>,
) -> Box<dyn Layer> {
    for days in [-7, 0, 7] {
        let near = day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day);
        let page = PageKey::Class(class, week_of(near));
        cx.effects.push(Effect::Open(page));
    }
    Box::new(Reasons::of(class, pupil, day))
}

/// The form of a record with others, whose lists are asked for.
fn composed(of: &'static Composition, id: Option<RecordId>, cx: &mut Cx<'_>) -> Box<dyn Layer> {
    for kind in of.kinds() {
        ask_for_records(kind, cx);
    }
    if of.asks_debts() {
        ask_for_records(RecordKind::Debt, cx);
    }
    Box::new(ComposedForm::of(of, id, cx.desk, cx.texts))
}

/// The place that lies under all others: where whoever sits here begins.
pub fn home(desk: &Desk) -> Route {
    if desk.only_reads() {
        Route::List(ListKey::Journals(None))
    } else if !desk.may_read() && desk.has(Permission::ReadSetup) {
        Route::List(ListKey::Setup)
    } else if !desk.may_read() && desk.has(Permission::ReadAccounts) {
        Route::List(ListKey::Accounts)
    } else {
        Route::Today
    }
}

/// The records of a kind, those among which a form of one chooses, and those that refer to them, if
/// they are not thousands: a refusal calls them by their names. What one may not read is not asked
/// for.
fn ask_for_records(kind: RecordKind, cx: &mut Cx<'_>) {
    let refers = |other: &&RecordKind| !other.is_of_thousands() && other.named().contains(&kind);
    let referring = RecordKind::ALL.iter().filter(refers).copied();
    let asked = std::iter::once(kind).chain(thousands_named(kind));
    // An order moves pupils from class to class, though it names none.
    let told_of = (kind == RecordKind::Order).then_some(RecordKind::Class);
    let asked = asked.chain(referring).chain(told_of);
    for kind in asked {
        let is_read = cx.desk.may_somewhere(Act::Read, kind).is_some();
        if !is_read && cx.desk.rules.is_some() {
            continue;
        }
        let page = PageKey::List(ListKey::Records(kind));
        cx.effects.push(Effect::Open(page));
    }
}

/// A form needs what the page of its lesson holds: the plan, the coming dates, the homeworks
/// before it.
fn for_form(lesson: LessonId, cell: Cell, restored: Option<Restored>, cx: &mut Cx<'_>) {
    if !cx.desk.pages.lessons.contains_key(&lesson) {
        cx.effects.push(Effect::Open(PageKey::Lesson(lesson)));
    }
    let words = match restored {
        Some(restored) => restored.words(),
        // The form holds what stands there, and what is saved closes the conflict.
        None if cx.desk.queue.is_troubled(lesson, cell) => "form-over-conflict",
        None => return,
    };
    let words = cx.texts.get(words);
    cx.desk.say(Notice::new(Tone::Warning, words));
}
