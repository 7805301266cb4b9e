//! The pages that are open, as the screen shows them.

use super::revised::Revised;
use chrono::{NaiveDate, NaiveTime};
use journal::view::{Appointed, Appointment, ClassWeekPage, JournalPage, LessonPage, TodayPage};
use journal::{
    Cell, Change, ClassId, Content, Invalid, JournalId, LessonId, Member, Occasion, PeriodId,
    PersonId, PersonName, PupilId, Relation, Sheet, SheetId,
};
use offline::overlay::Overlaid;
use offline::{Cached, ListKey, ListPage, PageKey, Writers};
use std::collections::{BTreeMap, BTreeSet};

/// Pages by what they show; each with the changes of this desk over it.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Pages {
    /// The list of the day.
    pub today: Option<TodayPage>,
    pub lessons: BTreeMap<LessonId, LessonPage>,
    /// Open journals, each over one period.
    pub journals: Revised<BTreeMap<JournalId, JournalPage>>,
    /// Classes through weeks, by their Mondays.
    pub classes: BTreeMap<(ClassId, NaiveDate), ClassWeekPage>,
    /// Open pages that only the server composes.
    pub lists: BTreeMap<ListKey, ListPage>,
    /// Pages that were asked for and that the server has refused.
    pub failed: BTreeSet<PageKey>,
    /// Who else has written on the pages of lessons.
    lesson_writers: BTreeMap<LessonId, Writers>,
    /// The same of the classes.
    class_writers: BTreeMap<(ClassId, NaiveDate), Writers>,
    /// The same of the open journals.
    journal_writers: BTreeMap<JournalId, Writers>,
}

/// A sheet of any kind, as a page shows it.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "its variants say what they are")]
pub enum SheetRef<'a> {
    Lesson(&'a Sheet),
    /// Of a term: on the page of the journal over that period.
    Term(&'a JournalPage),
}

impl<'a> SheetRef<'a> {
    /// The sheet of a lesson, if it is one.
    pub fn lesson(self) -> Option<&'a Sheet> {
        match self {
            Self::Lesson(sheet) => Some(sheet),
            Self::Term(_) => None,
        }
    }

    /// What it is kept of.
    pub fn occasion(self) -> Occasion<'a> {
        match self {
            Self::Lesson(sheet) => Occasion::Lesson(&sheet.lesson),
            Self::Term(page) => Occasion::Term(&page.period),
        }
    }

    /// Of which journal it is.
    pub fn journal(self) -> JournalId {
        match self {
            Self::Lesson(sheet) => sheet.lesson.journal,
            Self::Term(page) => page.journal,
        }
    }

    /// What stands in a cell now.
    pub fn content(self, cell: Cell) -> Content {
        match self {
            Self::Lesson(sheet) => sheet.content(cell),
            Self::Term(page) => page.term.content(cell),
        }
    }
}

/// A sheet found on one of the pages.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Spot<'a> {
    pub sheet: SheetRef<'a>,
    /// The pupils of its journal, or of the class that the page is of.
    pub members: &'a [Member],
    /// Those of them who are taught in the lesson; none: whoever is in the list on its day.
    taught: Option<&'a BTreeSet<PupilId>>,
    /// Who gives the lesson, where the page tells.
    giver: Option<&'a PersonName>,
    /// Whose journal it is.
    teachers: &'a [PersonName],
    /// Who teaches it on which days, if the page tells.
    pub teachings: &'a [Appointment],
    /// How the person at the desk stands to the page that it is on; to the sheet,
    /// [`Self::relation_of`] says.
    relation: Relation,
    /// When the class's last lesson of that day ends, if known.
    pub last_bell: Option<NaiveTime>,
}

impl Spot<'_> {
    /// The pupils of whom something may be entered there.
    fn belonging(&self) -> impl Iterator<Item = &Member> {
        let days = self.sheet.occasion().days();
        let members = self.members.iter();
        members.filter(move |member| match self.sheet {
            SheetRef::Lesson(_) => self.taught.map_or_else(
                || member.belongs_within(days),
                |taught| taught.contains(&member.pupil),
            ),
            SheetRef::Term(page) => page.gives_term_mark(member),
        })
    }

    /// Those whose sheet it is: of a journal that went from one to another, by its day.
    pub fn keepers(&self) -> Vec<&PersonName> {
        if let Some(giver) = self.giver {
            return vec![giver];
        }
        let (_, day) = self.sheet.occasion().days();
        let on_day = self.teachings.iter().filter(|one| one.days().has(day));
        let mut seen = BTreeSet::new();
        let on_day = on_day.filter(|one| seen.insert(one.teacher));
        let names: Vec<_> = on_day.map(|one| &one.name).collect();
        if names.is_empty() {
            return self.teachers.iter().collect();
        }
        names
    }

    /// How a person stands to the sheet, on a day: what the page says of all of it, by the sheet's
    /// day.
    pub fn relation_of(&self, person: PersonId, on: NaiveDate) -> Relation {
        let own = self.teachings.iter().filter(|one| one.teacher == person);
        let mut own = own.map(Appointment::days).peekable();
        // Without any the page is one that was kept before it told them; and it may know more of how its
        // reader stands to it than they tell.
        let teaches = self.relation.own_journal || self.relation.taught;
        if self.teachings.is_empty() || (own.peek().is_some() && !teaches) {
            return self.relation;
        }
        let occasion = self.sheet.occasion();
        let day = occasion.days().1;
        let stands = occasion.lesson().is_some_and(|it| it.teacher == person);
        // For nobody nobody stands in; for who has left, somebody may.
        let mut others = self.teachings.iter();
        let gives = stands && others.any(|one| one.teacher != person && one.days().begun_by(day));
        Appointed::of(own, Some(day), on).told_in(self.relation, gives)
    }

    /// Whether a pupil is.
    pub fn has(&self, pupil: PupilId) -> bool {
        self.belonging().any(|member| member.pupil == pupil)
    }

    /// Whether a change is possible here, as far as can be told without the server.
    pub fn check(&self, change: &Change) -> Result<(), Invalid> {
        let is_member = |pupil: PupilId| self.has(pupil);
        match self.sheet {
            SheetRef::Lesson(sheet) => {
                sheet.check(change, is_member)?;
                sheet.has_room(change, || self.belonging().count())
            }
            SheetRef::Term(page) => page.term_sheet().check(change, is_member),
        }
    }
}

/// What stood in a cell when it was spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct CellContent {
    pub sheet: SheetId,
    pub cell: Cell,
    pub content: Content,
}

impl Pages {
    /// Shows the page of a lesson as it lies in the store.
    pub fn show_lesson(&mut self, lesson: LessonId, read: Cached<LessonPage>) {
        self.lessons.insert(lesson, read.page);
        self.lesson_writers.insert(lesson, read.writers);
    }

    /// Shows a journal as it lies in the store, over one period.
    pub fn show_journal(&mut self, journal: JournalId, read: Cached<JournalPage>) {
        self.journals.insert(journal, read.page);
        self.journal_writers.insert(journal, read.writers);
    }

    /// Shows a class through a week as it lies in the store.
    pub fn show_class(&mut self, of: (ClassId, NaiveDate), read: Cached<ClassWeekPage>) {
        self.classes.insert(of, read.page);
        self.class_writers.insert(of, read.writers);
    }

    /// The pupils in the list of a page, as it is shown now, and of a journal the period.
    pub fn listed(&self, page: PageKey) -> (Option<PeriodId>, Vec<Member>) {
        let listed = match page {
            PageKey::Lesson(lesson) => self.lessons.get(&lesson).map(|page| (None, &page.members)),
            PageKey::Journal(journal, _) => self
                .journals
                .get(&journal)
                .map(|page| (Some(page.period.id), &page.grid.members)),
            PageKey::Class(class, monday) => self
                .classes
                .get(&(class, monday))
                .map(|page| (None, &page.members)),
            PageKey::Today(_) | PageKey::List(_) => None,
        };
        listed.map_or_else(Default::default, |(period, members)| {
            (period, members.clone())
        })
    }

    /// Who else has written what stands in a cell, if it is known, by the page that [`Self::spot`]
    /// finds.
    pub fn writer(&self, sheet: SheetId, cell: Cell) -> Option<&PersonName> {
        let lesson = sheet.lesson();
        let of_lesson = lesson.filter(|lesson| self.lessons.contains_key(lesson));
        match of_lesson {
            Some(lesson) => self.lesson_writers.get(&lesson)?.get(&(sheet, cell)),
            None => {
                let of_journals = self.journal_writers.values();
                let mut others = of_journals.chain(self.class_writers.values());
                others.find_map(|writers| writers.get(&(sheet, cell)))
            }
        }
    }

    /// Whether something else stands there by now; false if the sheet is not here.
    pub fn has_replaced(&self, spoken_of: &CellContent) -> bool {
        let spot = self.spot(spoken_of.sheet);
        spot.is_some_and(|spot| spot.sheet.content(spoken_of.cell) != spoken_of.content)
    }

    /// A sheet, from the page of its lesson or from an open journal.
    pub fn spot(&self, sheet: impl Into<SheetId>) -> Option<Spot<'_>> {
        let id = sheet.into();
        let of_lesson = id.lesson().and_then(|lesson| self.lessons.get(&lesson));
        let of_lesson = of_lesson.map(|page| Spot {
            sheet: SheetRef::Lesson(&page.sheet),
            members: &page.members,
            taught: None,
            giver: Some(&page.teacher),
            teachers: &[],
            teachings: &page.teachings,
            relation: page.relation,
            last_bell: page.last_bell,
        });
        let of_journal = || {
            self.journals.values().find_map(|page| {
                let of_term = (page.term_id() == id).then_some(SheetRef::Term(page));
                let of_lesson = || page.grid.sheet(id.lesson()?).map(SheetRef::Lesson);
                Some(Spot {
                    sheet: of_term.or_else(of_lesson)?,
                    members: &page.grid.members,
                    taught: None,
                    giver: None,
                    teachers: &page.teachers,
                    teachings: &page.teachings,
                    relation: page.relation,
                    last_bell: None,
                })
            })
        };
        of_lesson
            .or_else(of_journal)
            .or_else(|| self.spot_of_class(id.lesson()?))
    }

    /// A lesson, from the page of a class.
    fn spot_of_class(&self, id: LessonId) -> Option<Spot<'_>> {
        self.classes.values().find_map(|page| {
            let mut lessons = page.lessons.iter();
            let lesson = lessons.find(|lesson| lesson.sheet.lesson.id == id)?;
            Some(Spot {
                sheet: SheetRef::Lesson(&lesson.sheet),
                members: &page.members,
                taught: lesson.pupils.as_ref(),
                giver: Some(&lesson.teacher),
                teachers: &[],
                teachings: &[],
                relation: lesson.relation,
                last_bell: None,
            })
        })
    }

    /// The sheet of a lesson, from the same places.
    pub fn sheet_of(&self, lesson: LessonId) -> Option<&Sheet> {
        self.spot(lesson)?.sheet.lesson()
    }

    /// Puts what a change of this desk wants into every page that shows its sheet.
    pub fn put(&mut self, change: &Change, by: PersonId) {
        let cell = (change.sheet, change.edit.cell());
        let of_lessons = self.lesson_writers.values_mut();
        let of_journals = self.journal_writers.values_mut();
        for writers in of_lessons
            .chain(of_journals)
            .chain(self.class_writers.values_mut())
        {
            writers.remove(&cell);
        }
        for page in self.lessons.values_mut() {
            page.put(change, by);
        }
        for page in self.journals.values_mut() {
            page.put(change, by);
        }
        for page in self.classes.values_mut() {
            page.put(change, by);
        }
        if let Some(lesson) = change.sheet.lesson() {
            self.count_today(lesson);
        }
    }

    /// Brings the counts of «Сегодня» up to the lesson's page.
    fn count_today(&mut self, lesson: LessonId) {
        let Some(mut today) = self.today.take() else {
            return;
        };
        if let Some(spot) = self.spot(lesson)
            && let Some(sheet) = spot.sheet.lesson()
        {
            let rows = today.lessons.iter_mut().chain(&mut today.unfilled);
            rows.filter(|row| row.lesson.id == lesson)
                .for_each(|row| row.recount(sheet, |pupil| spot.has(pupil)));
        }
        self.today = Some(today);
    }
}
