//! The pages that are open, as the screen shows them.

use super::revised::Revised;
use chrono::NaiveTime;
use journal::view::{JournalPage, LessonPage, TodayPage};
use journal::{
    Change, Invalid, JournalId, LessonId, Member, PersonId, PersonName, PupilId, Relation,
    RollCall, Sheet, SheetId,
};
use offline::{ListKey, ListPage, PageKey};
use std::collections::{BTreeMap, BTreeSet};

/// The open pages.
#[derive(Debug, Default)]
pub struct Pages {
    /// The list of the day.
    pub today: Option<TodayPage>,
    /// Open lessons.
    pub lessons: BTreeMap<LessonId, LessonPage>,
    /// Open journals, each over one period.
    pub journals: Revised<BTreeMap<JournalId, JournalPage>>,
    /// Open pages that only the server composes.
    pub lists: BTreeMap<ListKey, ListPage>,
    /// Pages that were asked for and that the server has refused.
    pub failed: BTreeSet<PageKey>,
}

/// A lesson found on one of the pages.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'a> {
    /// Its page.
    pub sheet: &'a Sheet,
    /// The pupils of its journal.
    pub members: &'a [Member],
    /// Whose journal it is.
    pub teachers: &'a [PersonName],
    /// How the person at the desk stands to it.
    pub relation: Relation,
    /// When the class's last lesson of that day ends, if known.
    pub last_bell: Option<NaiveTime>,
}

impl Spot<'_> {
    /// Whether a pupil is in the group on the lesson's day.
    pub fn is_member(&self, pupil: PupilId) -> bool {
        let date = self.sheet.lesson.date;
        self.members
            .iter()
            .any(|member| member.pupil == pupil && member.belongs_on(date))
    }

    /// Whether a change is possible here, as far as can be told without the server.
    pub fn check(&self, change: &Change) -> Result<(), Invalid> {
        self.sheet.check(change, |pupil| self.is_member(pupil))?;
        let date = self.sheet.lesson.date;
        let present = self.members.iter().filter(|one| one.belongs_on(date));
        self.sheet.has_room(change, || present.clone().count())
    }
}

impl Pages {
    /// The sheet of a lesson, from its own page or from an open journal.
    pub fn spot(&self, sheet: impl Into<SheetId>) -> Option<Spot<'_>> {
        let lesson = sheet.into().lesson()?;
        let of_lesson = self.lessons.get(&lesson).map(|page| Spot {
            sheet: &page.sheet,
            members: &page.members,
            teachers: std::slice::from_ref(&page.teacher),
            relation: page.relation,
            last_bell: page.last_bell,
        });
        of_lesson.or_else(|| {
            self.journals.values().find_map(|page| {
                Some(Spot {
                    sheet: page.grid.sheet(lesson)?,
                    members: &page.grid.members,
                    teachers: &page.teachers,
                    relation: page.relation,
                    last_bell: None,
                })
            })
        })
    }

    /// Puts what an accepted change wants into every page that shows its sheet.
    pub fn put(&mut self, change: &Change, by: PersonId) {
        let Some(lesson) = change.sheet.lesson() else {
            let mut pages = self.journals.values_mut();
            if let Some(page) = pages.find(|page| page.term_id() == change.sheet) {
                page.term.put(change.edit.cell(), change.edit.wanted());
            }
            return;
        };
        let signature = RollCall {
            by,
            at: change.made_at,
        };
        for page in self.lessons.values_mut() {
            let own = std::iter::once(&mut page.sheet);
            own.chain(&mut page.recent)
                .filter(|sheet| sheet.lesson.id == lesson)
                .for_each(|sheet| sheet.put(&change.edit, signature));
        }
        for page in self.journals.values_mut() {
            if let Some(sheet) = page.grid.sheet_mut(lesson) {
                sheet.put(&change.edit, signature);
            }
        }
        self.count_today(lesson);
    }

    /// Brings the counts of «Сегодня» up to the lesson's page.
    fn count_today(&mut self, lesson: LessonId) {
        let Some(sheet) = self
            .lessons
            .get(&lesson)
            .map(|page| &page.sheet)
            .or_else(|| {
                self.journals
                    .values()
                    .find_map(|page| page.grid.sheet(lesson))
            })
        else {
            return;
        };
        let Some(today) = self.today.as_mut() else {
            return;
        };
        for row in today.lessons.iter_mut().chain(&mut today.unfilled) {
            if row.lesson.id == lesson {
                row.recount(sheet);
            }
        }
    }
}
