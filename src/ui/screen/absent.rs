//! «Отсутствующие»: who of each class is absent on a day.

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::popup::day::AskDay;
use crate::ui::route::Route;
use crate::ui::screen::class_words::missed_words;
use chrono::NaiveDate;
use journal::PupilId;
use journal::view::{AbsentClass, AbsentPage, AbsentPupil};
use offline::{ListKey, ListPage, PageKey};
use std::borrow::Cow;

/// The list of a day.
pub type AbsentScreen = ListScreen<Absent>;

/// Those who are absent on a day.
#[derive(Debug, Default)]
pub struct Absent {
    /// None: today.
    on: Option<NaiveDate>,
}

impl Absent {
    /// On a day; none: today.
    pub fn on(on: Option<NaiveDate>) -> AbsentScreen {
        ListScreen::new(Self { on })
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a AbsentPage> {
        match desk.pages.lists.get(&ListKey::Absent(self.on)) {
            Some(ListPage::Absent(page)) => Some(page),
            _ => None,
        }
    }

    fn class_of<'a>(&self, row: &AbsentPupil, desk: &'a Desk) -> Option<&'a AbsentClass> {
        let mut classes = self.page(desk)?.classes.iter();
        classes.find(|class| class.absent.iter().any(|one| one.pupil == row.pupil))
    }
}

impl ListSource for Absent {
    type Row = AbsentPupil;
    type Id = PupilId;

    fn columns(&self) -> Vec<Column<AbsentPupil>> {
        vec![
            Column::new("column-pupil", Width::Fit(26), |row: &AbsentPupil, _| {
                row.name.listed().into()
            })
            .searched(),
            Column::new(
                "column-missed",
                Width::Fixed(10),
                |row: &AbsentPupil, seen| {
                    let of = row.missed;
                    if of.is_whole_day() {
                        seen.texts.get("absent-whole-day").into_owned().into()
                    } else if of.lessons.total() > 0 {
                        let (missed, known) = (of.lessons.total(), of.known);
                        tr!(seen.texts, "absent-part", missed, known)
                            .into_owned()
                            .into()
                    } else {
                        Cow::Borrowed("")
                    }
                },
            ),
            Column::new("column-why", Width::Rest(20), |row: &AbsentPupil, seen| {
                missed_words(row.missed, seen.texts).into()
            })
            .look(|row: &AbsentPupil, _| {
                if row.missed.lessons.none > 0 {
                    Role::Absent
                } else {
                    Role::Text
                }
            }),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a AbsentPupil> {
        let classes = self.page(desk).map_or(&[][..], |page| &page.classes);
        classes.iter().flat_map(|class| &class.absent).collect()
    }

    fn id(&self, row: &AbsentPupil) -> PupilId {
        row.pupil
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let today = desk.local(desk.now()).date();
        let on = self.page(desk).map_or(today, |page| page.on);
        let day = dates::full_date(texts.language(), on);
        tr!(texts, "title-absent", day).into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Absent(self.on))
    }

    fn route(&self, row: &AbsentPupil, desk: &Desk) -> Option<Route> {
        let class = self.class_of(row, desk)?.class;
        // Who keeps the accounts reads no journal.
        desk.may_read().then_some(Route::Class {
            class,
            day: Some(self.page(desk)?.on),
            pupil: Some(row.pupil),
        })
    }

    /// The class, with its counts.
    fn group<'a>(&self, row: &'a AbsentPupil, seen: Seen<'a>) -> Option<Cow<'a, str>> {
        let class = self.class_of(row, seen.desk)?;
        let (whole, part) = (class.whole(), class.part());
        let (none, announced) = (class.unexplained(), class.announced());
        let (called, lessons) = (class.called, class.lessons);
        let title = class.title.as_str();
        Some(
            tr!(
                seen.texts,
                "absent-class",
                title,
                whole,
                part,
                none,
                announced,
                called,
                lessons
            )
            .into_owned()
            .into(),
        )
    }

    fn always(&self) -> &'static [Action] {
        &[
            Action::ChooseDay,
            Action::Refresh,
            Action::Cancel,
            Action::Help,
        ]
    }

    fn act(&mut self, action: Action, _at: Option<&PupilId>, _cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::ChooseDay => Outcome::Open(Box::new(AskDay::default())),
            _ => Outcome::Ignored,
        }
    }

    fn told(&mut self, told: PopupResult, cx: &mut Cx<'_>) -> Outcome {
        let PopupResult::Day(day) = told else {
            return Outcome::Ignored;
        };
        self.on = Some(day);
        let page = PageKey::List(ListKey::Absent(self.on));
        cx.effects.push(Effect::Open(page));
        Outcome::Consumed
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("absent-nobody").into_owned()
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let classes = self.page(desk).map_or(&[][..], |page| &page.classes);
        let sum = |of: fn(&AbsentClass) -> u32| classes.iter().map(of).sum::<u32>();
        let (whole, part) = (sum(AbsentClass::whole), sum(AbsentClass::part));
        let (none, announced) = (sum(AbsentClass::unexplained), sum(AbsentClass::announced));
        tr!(texts, "absent-summary", whole, part, none, announced).into_owned()
    }
}
