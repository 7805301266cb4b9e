//! «Сколько учеников»: the classes of a year with their pupils on a day.

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::{Texts, dates};
use crate::theme::Role;
use crate::tr;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::popup::day::AskDay;
use chrono::NaiveDate;
use journal::ClassId;
use journal::register::ClassCount;
use journal::view::PopulationPage;
use offline::{ListKey, ListPage, PageKey};
use std::borrow::Cow;

/// The list of classes.
pub type PopulationScreen = ListScreen<Population>;

/// The classes, on a day.
#[derive(Debug, Default)]
pub struct Population {
    /// None: today.
    on: Option<NaiveDate>,
}

impl Population {
    /// On a day; none: today.
    pub fn on(on: Option<NaiveDate>) -> PopulationScreen {
        ListScreen::new(Self { on })
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a PopulationPage> {
        match desk.pages.lists.get(&ListKey::Population(self.on)) {
            Some(ListPage::Population(page)) => Some(page),
            _ => None,
        }
    }

    /// All together, or those of a grade.
    fn sum(&self, desk: &Desk, grade: Option<u8>) -> (u32, u32) {
        let classes = self.page(desk).map_or(&[][..], |page| &page.classes);
        let of = classes.iter();
        let of = of.filter(|it| grade.is_none_or(|grade| it.grade == grade));
        of.fold((0, 0), |(present, attached), it| {
            (present + it.present, attached + it.attached)
        })
    }
}

impl ListSource for Population {
    type Row = ClassCount;
    type Id = ClassId;

    fn columns(&self) -> Vec<Column<ClassCount>> {
        let count = |head, of: fn(&ClassCount) -> u32| {
            Column::new(head, Width::Fixed(9), move |row: &ClassCount, _| {
                of(row).to_string().into()
            })
            .right()
            .look(move |row, _| {
                if of(row) == 0 {
                    Role::Muted
                } else {
                    Role::Text
                }
            })
            .ordered(of)
            .most_first()
        };
        vec![
            Column::new("column-class", Width::Fit(12), |row: &ClassCount, _| {
                row.title.as_str().into()
            })
            .searched()
            .ordered(|row| (row.grade, row.title.clone())),
            count("column-first", |row| row.first).priority(1),
            count("column-came", |row| row.came),
            count("column-left", |row| row.left),
            count("column-pupils", |row| row.present),
            count("column-attached", |row| row.attached),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a ClassCount> {
        let page = self.page(desk);
        page.map_or_else(Vec::new, |page| page.classes.iter().collect())
    }

    fn id(&self, row: &ClassCount) -> ClassId {
        row.class
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let today = desk.local(desk.now()).date();
        let on = self.page(desk).map_or(today, |page| page.on);
        let day = dates::full_date(texts.language(), on);
        tr!(texts, "title-population", day).into_owned()
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Population(self.on))
    }

    /// The parallel, with its sum.
    fn group<'a>(&self, row: &'a ClassCount, seen: Seen<'a>) -> Option<Cow<'a, str>> {
        let (present, attached) = self.sum(seen.desk, Some(row.grade));
        let grade = row.grade;
        Some(tr!(
            seen.texts,
            "population-grade",
            grade,
            present,
            attached
        ))
    }

    fn always(&self) -> &'static [Action] {
        &[
            Action::ChooseDay,
            Action::Refresh,
            Action::Cancel,
            Action::Help,
        ]
    }

    fn act(&mut self, action: Action, _at: Option<&ClassId>, _cx: &mut Cx<'_>) -> Outcome {
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
        let page = PageKey::List(ListKey::Population(self.on));
        cx.effects.push(Effect::Open(page));
        Outcome::Consumed
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-population").into_owned()
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let (present, attached) = self.sum(desk, None);
        tr!(texts, "population-summary", present, attached).into_owned()
    }
}
