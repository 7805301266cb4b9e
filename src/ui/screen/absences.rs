//! What one pupil has missed over a period, lesson by lesson.

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::messages;
use crate::ui::route::Route;
use crate::ui::screen::class_words::missed_words;
use journal::view::{AbsenceLine, AbsencesPage};
use journal::{Attendance, LessonId, PeriodId, PupilId};
use offline::{ListKey, ListPage, PageKey};
use std::borrow::Cow;

/// The list of a pupil.
pub type AbsencesScreen = ListScreen<Absences>;

/// A pupil over a period.
#[derive(Debug)]
pub struct Absences {
    pupil: PupilId,
    /// None: the period of now.
    period: Option<PeriodId>,
}

impl Absences {
    /// Of a pupil over a period; none: the one of now.
    pub fn of(pupil: PupilId, period: Option<PeriodId>) -> AbsencesScreen {
        ListScreen::new(Self { pupil, period })
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a AbsencesPage> {
        let key = ListKey::Absences(self.pupil, self.period);
        match desk.pages.lists.get(&key) {
            Some(ListPage::Absences(page)) => Some(page),
            _ => None,
        }
    }

    /// The period before or after the one shown.
    fn turn(&mut self, back: bool, cx: &mut Cx<'_>) {
        let Some(shown) = self.page(cx.desk).map(|page| page.period.id) else {
            return;
        };
        let periods = cx.desk.rules.as_ref().map_or_else(Vec::new, |rules| {
            rules.periods_beside(shown).map(|it| it.id).collect()
        });
        let here = periods.iter().position(|id| *id == shown);
        let step = if back { -1 } else { 1 };
        let next = here.and_then(|at| at.checked_add_signed(step));
        match next.and_then(|at| periods.get(at)) {
            Some(period) => {
                self.period = Some(*period);
                let page = ListKey::Absences(self.pupil, self.period);
                cx.effects.push(Effect::Open(PageKey::List(page)));
            }
            None => messages::no_more_periods(back, cx),
        }
    }
}

impl ListSource for Absences {
    type Row = AbsenceLine;
    type Id = LessonId;

    fn columns(&self) -> Vec<Column<AbsenceLine>> {
        vec![
            Column::new("column-day", Width::Fixed(8), |row: &AbsenceLine, seen| {
                let date = row.lesson.date;
                let weekday = dates::weekday_short(seen.texts.language(), date);
                format!("{weekday} {}", dates::short_date(date)).into()
            })
            .searched(),
            Column::new("column-lesson", Width::Fixed(2), |row: &AbsenceLine, _| {
                row.lesson.number.to_string().into()
            })
            .right(),
            Column::new("column-subject", Width::Fit(18), |row: &AbsenceLine, _| {
                row.subject.as_str().into()
            })
            .searched(),
            Column::new(
                "column-attendance",
                Width::Fixed(6),
                |row: &AbsenceLine, seen| {
                    let Some(codes) = seen.desk.codes() else {
                        return Cow::Borrowed("");
                    };
                    let reason = row.reason.as_ref();
                    match row.attendance {
                        Attendance::Present => {
                            format!("({})", codes.attendance(Attendance::Absent, reason)).into()
                        }
                        seen => codes.attendance(seen, reason).into(),
                    }
                },
            ),
            Column::new("column-why", Width::Rest(16), |row: &AbsenceLine, seen| {
                let Some(reason) = &row.reason else {
                    let is_absent = row.attendance == Attendance::Absent;
                    let key = if is_absent {
                        "absence-unexplained"
                    } else {
                        "absence-none"
                    };
                    return seen.texts.get(key).into_owned().into();
                };
                let said = messages::reason(reason, seen.texts);
                match &reason.document {
                    Some(paper) => {
                        let received = dates::short_date(paper.received);
                        let paper = paper.title.as_str();
                        tr!(seen.texts, "class-with-paper", said, paper, received)
                            .into_owned()
                            .into()
                    }
                    None => said.into(),
                }
            })
            .look(|row: &AbsenceLine, _| {
                if row.reason.is_none() && row.attendance == Attendance::Absent {
                    Role::Absent
                } else {
                    Role::Text
                }
            }),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a AbsenceLine> {
        let page = self.page(desk);
        page.map_or_else(Vec::new, |page| page.lines.iter().collect())
    }

    fn id(&self, row: &AbsenceLine) -> LessonId {
        row.lesson.id
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(page) = self.page(desk) else {
            return texts.get("title-absences").into_owned();
        };
        let (name, class) = (page.name.listed(), page.classes.join(", "));
        let period = desk.period_title(&page.period);
        tr!(texts, "title-absences-of", name, class, period).into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Absences(self.pupil, self.period))
    }

    fn route(&self, row: &AbsenceLine, _desk: &Desk) -> Option<Route> {
        Some(Route::Lesson(row.lesson.id))
    }

    /// All of them together, over the first.
    fn group<'a>(&self, _row: &'a AbsenceLine, seen: Seen<'a>) -> Option<Cow<'a, str>> {
        let missed = missed_words(self.page(seen.desk)?.total, seen.texts);
        Some(
            tr!(seen.texts, "absences-total", missed)
                .into_owned()
                .into(),
        )
    }

    fn always(&self) -> &'static [Action] {
        &[
            Action::PreviousPeriod,
            Action::NextPeriod,
            Action::Refresh,
            Action::Cancel,
            Action::Help,
        ]
    }

    fn act(&mut self, action: Action, _at: Option<&LessonId>, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::PreviousPeriod => self.turn(true, cx),
            Action::NextPeriod => self.turn(false, cx),
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn leaves_page(&self, action: Action) -> bool {
        matches!(action, Action::PreviousPeriod | Action::NextPeriod)
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("missed-nothing").into_owned()
    }
}
