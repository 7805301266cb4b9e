//! «Сегодня»: the lessons of the day and what is missing in each.

mod terms;

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::availability::NO_LIST;
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::messages;
use crate::ui::route::Route;
use ::journal::regulation::Permission;
use ::journal::view::{Me, TodayLesson};
use ::journal::{LessonId, Missing, SheetKind};
use offline::{ListKey, ListPage, PageKey};
use std::borrow::Cow;

/// The list of the day.
pub type TodayScreen = ListScreen<Today>;

/// The lessons of the day, and those of earlier days that lack something.
#[derive(Debug, Default)]
pub struct Today;

impl ListSource for Today {
    type Row = TodayLesson;
    type Id = LessonId;

    fn columns(&self) -> Vec<Column<TodayLesson>> {
        vec![
            // An arrow at the lesson of this moment.
            Column::new(
                "column-number",
                Width::Fixed(4),
                |row: &TodayLesson, seen| {
                    let number = row.lesson.number;
                    if is_running(row, seen.desk) {
                        format!("{} {number}", seen.glyphs.right).into()
                    } else {
                        number.to_string().into()
                    }
                },
            )
            .right()
            .look(|row, seen| {
                if is_running(row, seen.desk) {
                    Role::HeadCurrent
                } else {
                    plain(row, seen)
                }
            }),
            Column::new(
                "column-time",
                Width::Fixed(11),
                |row: &TodayLesson, seen| {
                    let (lesson, starts) = (&row.lesson, dates::time(row.lesson.starts));
                    if is_past(row, seen.desk) {
                        format!("{} {starts}", dates::short_date(lesson.date)).into()
                    } else {
                        format!("{starts}–{}", dates::time(lesson.ends)).into()
                    }
                },
            )
            .look(plain),
            Column::new("column-group", Width::Fit(13), |row: &TodayLesson, _| {
                Cow::Borrowed(row.group.as_str())
            })
            .searched()
            .look(plain),
            Column::new("column-subject", Width::Flex(12), |row: &TodayLesson, _| {
                Cow::Borrowed(row.subject.as_str())
            })
            .searched()
            .look(plain),
            Column::new("column-room", Width::Fit(8), |row: &TodayLesson, _| {
                Cow::Borrowed(row.lesson.room.as_deref().unwrap_or_default())
            })
            .look(plain),
            tick("column-roll", |row| row.roll_called, |it| it.roll_call),
            tick("column-topic", |row| row.topic.is_some(), |it| it.topic),
            tick("column-homework", |row| row.homework, |it| it.homework),
            Column::new("column-marks", Width::Fit(6), |row: &TodayLesson, seen| {
                if row.marks == 0 && is_to_come(row, seen.desk) {
                    Cow::Borrowed(seen.glyphs.dot)
                } else {
                    row.marks.to_string().into()
                }
            })
            .look(|row, seen| {
                if row.marks == 0 && is_to_come(row, seen.desk) {
                    Role::Muted
                } else {
                    plain(row, seen)
                }
            }),
            Column::new(
                "column-topic-text",
                Width::Rest(16),
                |row: &TodayLesson, _| Cow::Borrowed(row.topic.as_deref().unwrap_or_default()),
            )
            .searched()
            .priority(9)
            .look(|_, _| Role::Muted),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a TodayLesson> {
        let page = desk.pages.today.as_ref();
        let still = |row: &&TodayLesson| !is_closed(row, desk);
        page.map(|page| {
            let unfilled = page.unfilled.iter().filter(still);
            page.lessons.iter().chain(unfilled).collect()
        })
        .unwrap_or_default()
    }

    fn id(&self, row: &TodayLesson) -> LessonId {
        row.lesson.id
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let title = texts.get("title-today").into_owned();
        match &desk.pages.today {
            Some(page) => format!(
                "{title} · {}",
                dates::full_date(texts.language(), page.date)
            ),
            None => title,
        }
    }

    fn corner(&self, desk: &Desk) -> Option<String> {
        Some(
            desk.me
                .as_ref()
                .map(|me| me.name.initialed())
                .unwrap_or_default(),
        )
    }

    /// How many lessons are not filled in; when all are, whose day it is.
    fn subtitle(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let school = || desk.me.as_ref().map(|me| me.school.clone());
        let lacking = terms::count(self, desk, texts);
        Some(lacking.or_else(school).unwrap_or_default())
    }

    fn has_detail(&self, row: &TodayLesson, desk: &Desk) -> bool {
        terms::first_due(row, desk).is_some()
    }

    fn detail(&self, row: &TodayLesson, seen: Seen<'_>) -> (String, Role) {
        terms::detail(row, seen)
    }

    fn is_counted(&self) -> bool {
        false
    }

    fn here(&self) -> Option<Route> {
        Some(Route::Today)
    }

    fn route(&self, row: &TodayLesson, _desk: &Desk) -> Option<Route> {
        Some(Route::Lesson(row.lesson.id))
    }

    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let today = PageKey::Today(desk.local(desk.now()).date());
        desk.pages.today.is_none().then_some(today)
    }

    /// A free day, or a role whose screens are still to come.
    fn empty(&self, desk: &Desk, texts: &Texts) -> String {
        match &desk.me {
            Some(me) if !keeps(me) && desk.may_read() => texts.get("no-own-lessons").into_owned(),
            Some(me) if !keeps(me) && desk.may_look_up() => {
                let is_of_a_family = me.roles.only(FAMILIES);
                let key = if is_of_a_family {
                    "only-own-cards"
                } else {
                    "only-register"
                };
                texts.get(key).into_owned()
            }
            Some(me) if !keeps(me) => {
                let roles: Vec<String> = me
                    .roles
                    .0
                    .iter()
                    .map(|role| texts.get(&format!("role-{}", role.word())).into_owned())
                    .collect();
                tr!(texts, "role-to-come", role = roles.join(", ")).into_owned()
            }
            _ if has_no_journals(desk) => texts.get("no-own-journals").into_owned(),
            _ if desk.pages.lists.contains_key(&ListKey::Journals(None)) => {
                texts.get("no-lessons-today").into_owned()
            }
            _ => texts.get("no-lessons-today-yet").into_owned(),
        }
    }

    fn why_no_row(&self, desk: &Desk) -> Reason {
        Reason(match &desk.me {
            Some(me) if !keeps(me) && !desk.may_read() => return NO_LIST,
            _ if desk.pages.today.is_none() => "why-not-loaded",
            _ => "why-no-lesson",
        })
    }

    /// The lesson that matters now: the running one, else the first whose roll is not called.
    fn start(&self, rows: &[&TodayLesson], desk: &Desk) -> Option<usize> {
        let now = desk.lesson_now();
        rows.iter()
            .position(|row| Some(row.lesson.id) == now)
            .or_else(|| rows.iter().position(|row| !row.roll_called))
    }

    fn actions(&self) -> &'static [Action] {
        &[
            Action::OpenLesson,
            Action::OpenJournal,
            Action::EditTopic,
            Action::EditHomework,
        ]
    }

    fn leads(&self, action: Action, at: Option<&LessonId>, desk: &Desk) -> Option<LessonId> {
        let next = action == Action::NextUnfilled;
        next.then(|| terms::next(self, at, desk)).flatten()
    }

    fn possible(&self, action: Action, desk: &Desk) -> Result<(), Reason> {
        let is_nothing = || terms::next(self, None, desk).is_none();
        if action == Action::NextUnfilled && is_nothing() {
            return Err(Reason("why-all-filled"));
        }
        let leads = desk.led_class().is_some();
        if action == Action::OpenClass && !leads {
            return Err(Reason("why-no-class"));
        }
        Ok(())
    }

    fn always(&self) -> &'static [Action] {
        &[
            Action::OpenClass,
            Action::OpenQueue,
            Action::Refresh,
            Action::SignOut,
            Action::Help,
            Action::Quit,
            // The head names its key.
            Action::NextUnfilled,
        ]
    }

    fn act(&mut self, action: Action, at: Option<&LessonId>, cx: &mut Cx<'_>) -> Outcome {
        let Some(lesson) = at.copied() else {
            return Outcome::Ignored;
        };
        Outcome::Go(match action {
            Action::OpenLesson => Route::Lesson(lesson),
            Action::OpenJournal => {
                let row = self
                    .rows(cx.desk)
                    .into_iter()
                    .find(|row| row.lesson.id == lesson);
                let Some(journal) = row.map(|row| row.lesson.journal) else {
                    return Outcome::Consumed;
                };
                Route::Journal {
                    journal,
                    at: Some(lesson),
                    period: None,
                }
            }
            Action::EditTopic => Route::Topic {
                lesson,
                at_plan: false,
            },
            Action::EditHomework => Route::Homework(lesson),
            _ => return Outcome::Ignored,
        })
    }

    fn group<'a>(&self, row: &'a TodayLesson, seen: Seen<'a>) -> Option<Cow<'a, str>> {
        is_past(row, seen.desk).then(|| seen.texts.get("today-unfilled"))
    }

    fn words(&self, row: &TodayLesson, desk: &Desk, texts: &Texts) -> Option<String> {
        let state = state(row, desk, texts);
        Some(format!("{} · {}: {state}", row.group, row.subject))
    }

    fn short_words(&self, row: &TodayLesson, desk: &Desk, texts: &Texts) -> Option<String> {
        Some(format!("{}: {}", row.group, state(row, desk, texts)))
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = desk.pages.today.as_ref() else {
            return String::new();
        };
        if page.lessons.is_empty() && desk.me.as_ref().is_some_and(|me| !keeps(me)) {
            return String::new();
        }
        tr!(texts, "lessons-today", count = page.lessons.len()).into_owned()
    }
}

/// A column that says whether something is done; before its bell and in a closed year a lesson
/// lacks nothing.
fn tick(
    head: &'static str,
    done: fn(&TodayLesson) -> bool,
    lacks: fn(Missing) -> bool,
) -> Column<TodayLesson> {
    let lacks = move |row: &TodayLesson, seen: Seen<'_>| {
        lacks(row.missing()) && !is_to_come(row, seen.desk) && !is_closed(row, seen.desk)
    };
    Column::new(head, Width::Fit(8), move |row: &TodayLesson, seen| {
        Cow::Borrowed(match (done(row), lacks(row, seen)) {
            (true, _) => seen.glyphs.check,
            (false, true) => "-",
            (false, false) => seen.glyphs.dot,
        })
    })
    .look(move |row, seen| match (done(row), lacks(row, seen)) {
        (true, _) => Role::Ok,
        (false, true) => Role::Warning,
        (false, false) => Role::Muted,
    })
}

fn plain(row: &TodayLesson, seen: Seen<'_>) -> Role {
    if is_past(row, seen.desk) {
        Role::Muted
    } else {
        Role::Text
    }
}

fn is_past(row: &TodayLesson, desk: &Desk) -> bool {
    let page = desk.pages.today.as_ref();
    page.is_some_and(|page| row.lesson.date < page.date)
}

fn is_running(row: &TodayLesson, desk: &Desk) -> bool {
    desk.lesson_now() == Some(row.lesson.id)
}

fn is_to_come(row: &TodayLesson, desk: &Desk) -> bool {
    !desk.has_begun(&row.lesson)
}

/// Whether nothing is written into its year any more.
fn is_closed(row: &TodayLesson, desk: &Desk) -> bool {
    desk.closed_year(SheetKind::Lesson, row.lesson.date)
        .is_some()
}

/// What a lesson lacks, as far as it can lack anything yet.
fn state(row: &TodayLesson, desk: &Desk, texts: &Texts) -> String {
    let missing = row.missing();
    let marks = terms::marks_lacking(row, desk, texts);
    if !missing.any() && marks.is_empty() {
        texts.get("nothing-missing").into_owned()
    } else if is_closed(row, desk) {
        texts.get("lesson-year-closed").into_owned()
    } else if is_to_come(row, desk) {
        texts.get("lesson-to-come").into_owned()
    } else {
        let parts = missing.any().then(|| messages::missing(missing, texts));
        let what = parts
            .into_iter()
            .chain(marks)
            .collect::<Vec<_>>()
            .join(", ");
        tr!(texts, "missing", what).into_owned()
    }
}

/// Whether it is known that there is no journal to be opened.
fn has_no_journals(desk: &Desk) -> bool {
    let list = desk.pages.lists.get(&ListKey::Journals(None));
    matches!(list, Some(ListPage::Journals(page)) if page.journals.is_empty())
}

/// Who is taught here, and who represents them.
const FAMILIES: &[::journal::Role] = &[::journal::Role::Parent, ::journal::Role::Pupil];

/// Whether somebody keeps journals, and so has a list of lessons.
fn keeps(me: &Me) -> bool {
    Permission::WriteLessons.granted_to(&me.roles)
}
