//! «Журналы»: every journal that the person may read, with how far it is filled in.

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::messages;
use crate::ui::route::Route;
use journal::regulation::Permission;
use journal::view::{JournalRow, JournalsPage};
use journal::{JournalId, Period, PeriodId, PersonName};
use offline::{ListKey, ListPage, PageKey};
use std::borrow::Cow;

/// The list of journals.
pub type JournalsScreen = ListScreen<Journals>;

/// The journals over a period; none: the period of now.
#[derive(Debug, Default)]
pub struct Journals {
    period: Option<PeriodId>,
}

impl Journals {
    /// The list over a period; none: the period of now.
    pub fn over(period: Option<PeriodId>) -> JournalsScreen {
        ListScreen::new(Self { period })
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a JournalsPage> {
        match desk.pages.lists.get(&ListKey::Journals(self.period)) {
            Some(ListPage::Journals(page)) => Some(page),
            _ => None,
        }
    }

    /// The period before or after the one that is shown.
    fn beside(&self, back: bool, desk: &Desk) -> Option<PeriodId> {
        let (page, rules) = (self.page(desk)?, desk.rules.as_ref()?);
        let periods: &[Period] = &rules.periods;
        let at = periods.iter().position(|one| one.id == page.period.id)?;
        let beside = if back { at.checked_sub(1)? } else { at + 1 };
        periods.get(beside).map(|period| period.id)
    }
}

impl ListSource for Journals {
    type Row = JournalRow;
    type Id = JournalId;

    fn columns(&self) -> Vec<Column<JournalRow>> {
        let number = |head, width, of: fn(&JournalRow) -> u32| {
            Column::new(head, Width::Fixed(width), move |row: &JournalRow, _| {
                of(row).to_string().into()
            })
            .right()
            // It is what one looks for.
            .ordered(of)
            .most_first()
        };
        vec![
            Column::new("column-group", Width::Fit(13), |row: &JournalRow, _| {
                Cow::Borrowed(row.group.as_str())
            })
            .searched()
            .ordered(|row| (row.grade, row.group.clone()))
            .grouped(),
            Column::new("column-subject", Width::Flex(14), |row: &JournalRow, _| {
                Cow::Borrowed(row.subject.as_str())
            })
            .searched()
            .ordered(|row| row.subject.clone()),
            Column::new("column-teacher", Width::Fit(16), |row: &JournalRow, _| {
                teachers(row).into()
            })
            .found_by(|row| {
                let names = row.teachers.iter().map(PersonName::to_string);
                names.collect::<Vec<_>>().join(" ")
            })
            .priority(2)
            .ordered(teachers)
            .grouped(),
            // It only measures the others, and stands in words below.
            number("column-held", 6, |row| row.held).priority(4),
            number("column-unfilled", 9, unfilled).look(|row, _| match unfilled(row) {
                0 => Role::Muted,
                _ => Role::Text,
            }),
            number("column-overdue", 8, |row| row.overdue).look(|row, _| worry(row.overdue)),
            number("column-late", 6, |row| row.late)
                .look(|row, _| worry(row.late))
                .priority(1),
            Column::new(
                "column-last-entry",
                Width::Fixed(11),
                |row: &JournalRow, seen| {
                    row.last_entry
                        .map(|at| messages::moment(at, seen.desk))
                        .unwrap_or_default()
                        .into()
                },
            )
            .priority(3)
            .ordered(|row| row.last_entry)
            .most_first(),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a JournalRow> {
        self.page(desk)
            .map(|page| page.journals.iter().collect())
            .unwrap_or_default()
    }

    fn id(&self, row: &JournalRow) -> JournalId {
        row.journal
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let title = texts.get("title-journals");
        match self.page(desk) {
            Some(page) => format!("{title} · {}", desk.period_title(&page.period)),
            None => title.into_owned(),
        }
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::Journals(self.period))
    }

    /// Over whichever period.
    fn here(&self) -> Option<Route> {
        Some(Route::List(ListKey::Journals(None)))
    }

    fn route(&self, row: &JournalRow, _desk: &Desk) -> Option<Route> {
        Some(Route::Journal {
            journal: row.journal,
            at: None,
            period: self.period,
        })
    }

    fn empty(&self, desk: &Desk, texts: &Texts) -> String {
        let years = desk.rules.as_ref().map(|rules| &rules.years);
        let year_of = |day| years.and_then(|years| years.of(day));
        let shown = self.page(desk).and_then(|page| year_of(page.period.starts));
        if let Some(year) = shown.filter(|_| shown != year_of(desk.local(desk.now()).date())) {
            let year = year.title.as_str();
            return tr!(texts, "no-journals-of-year", year).into_owned();
        }
        let key = if desk.has(Permission::WriteLessons) {
            "no-journals-of-yours"
        } else {
            "no-journals"
        };
        texts.get(key).into_owned()
    }

    /// One's own come first to hand.
    fn start(&self, rows: &[&JournalRow], _desk: &Desk) -> Option<usize> {
        rows.iter().position(|row| row.relation.own_journal)
    }

    fn always(&self) -> &'static [Action] {
        &[
            Action::OpenRegister,
            Action::PreviousPeriod,
            Action::NextPeriod,
            Action::Refresh,
            Action::Cancel,
            Action::Help,
        ]
    }

    /// In a word: the line is short.
    fn hint(&self, action: Action, _row: &JournalRow, _desk: &Desk) -> Option<&'static str> {
        match action {
            Action::PreviousPeriod => Some("hint-earlier"),
            Action::NextPeriod => Some("hint-later"),
            _ => None,
        }
    }

    fn leaves_page(&self, action: Action) -> bool {
        self.period.is_some() && matches!(action, Action::PreviousPeriod | Action::NextPeriod)
    }

    fn act(&mut self, action: Action, _at: Option<&JournalId>, cx: &mut Cx<'_>) -> Outcome {
        let back = match action {
            Action::PreviousPeriod => true,
            Action::NextPeriod => false,
            _ => return Outcome::Ignored,
        };
        let Some(period) = self.beside(back, cx.desk) else {
            messages::no_more_periods(back, cx);
            return Outcome::Consumed;
        };
        self.period = Some(period);
        let page = PageKey::List(ListKey::Journals(self.period));
        cx.effects.push(Effect::Open(page));
        Outcome::Consumed
    }

    fn words(&self, row: &JournalRow, _desk: &Desk, texts: &Texts) -> Option<String> {
        Some(
            tr!(
                texts,
                "journal-row",
                group = row.group.clone(),
                subject = row.subject.clone(),
                teacher = teachers(row),
                held = row.held,
                unfilled = unfilled(row),
                overdue = row.overdue,
                late = row.late
            )
            .into_owned(),
        )
    }

    /// The figures, and when something was written: its column is the first to have no room.
    fn short_words(&self, row: &JournalRow, desk: &Desk, texts: &Texts) -> Option<String> {
        let last = row.last_entry.map(|at| messages::moment(at, desk));
        let words = tr!(
            texts,
            "journal-row-short",
            group = row.group.clone(),
            subject = row.subject.clone(),
            held = row.held,
            unfilled = unfilled(row),
            overdue = row.overdue,
            late = row.late,
            at = last.unwrap_or_else(|| "none".to_owned())
        );
        Some(words.into_owned())
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let rows = self.rows(desk);
        if self.page(desk).is_none() {
            return String::new();
        }
        if rows.iter().all(|row| row.held == 0) {
            let none = if rows.is_empty() {
                "journals-none"
            } else {
                "journals-none-held"
            };
            return texts.get(none).into_owned();
        }
        let lacking = rows.iter().filter(|row| unfilled(row) > 0).count();
        let overdue = rows.iter().filter(|row| row.overdue > 0).count();
        tr!(texts, "journals-summary", lacking, overdue).into_owned()
    }
}

fn unfilled(row: &JournalRow) -> u32 {
    row.held.saturating_sub(row.filled)
}

fn worry(count: u32) -> Role {
    if count == 0 {
        Role::Muted
    } else {
        Role::Warning
    }
}

fn teachers(row: &JournalRow) -> String {
    let names: Vec<String> = row.teachers.iter().map(PersonName::initialed).collect();
    names.join(", ")
}
