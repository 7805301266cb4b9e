//! What the person at the desk may write into a sheet, whenever it is.

use super::Desk;
use super::pages::Spot;
use chrono::NaiveDate;
use journal::regulation::{Access, EnteredBy, Forbidden};
use journal::{
    Change, ChangeId, Clause, Edit, GestureId, Relation, SheetId, SheetKind, Timestamp, Verdict,
};

impl Desk {
    /// The verdict on an edit of a sheet on the desk, made now.
    pub fn judge(&self, sheet: impl Into<SheetId>, edit: &Edit) -> Option<Verdict> {
        self.judge_change(&self.asked(sheet.into(), edit))
    }

    /// Whether an edit of a sheet on the desk, made now, is possible and allowed.
    pub fn takes(&self, sheet: SheetId, edit: &Edit) -> bool {
        let change = self.asked(sheet, edit);
        let spot = self.pages.spot(sheet);
        let is_possible = spot.is_some_and(|spot| spot.check(&change).is_ok());
        let verdict = self.judge_change(&change);
        is_possible && verdict.is_some_and(|verdict| verdict.accepts())
    }

    /// An edit as a change that is asked about and not made.
    fn asked(&self, sheet: SheetId, edit: &Edit) -> Change {
        Change {
            id: ChangeId(uuid::Uuid::nil()),
            gesture: GestureId(uuid::Uuid::nil()),
            made_at: self.now(),
            sheet,
            edit: edit.clone(),
            ground: None,
            beside: None,
            after: None,
        }
    }

    /// What of a sheet on the desk is to be written by whoever sits here; none: it is not here. Of
    /// a closed year nothing is.
    pub fn access(&self, sheet: impl Into<SheetId>) -> Option<Access> {
        let sheet = sheet.into();
        let access = self.access_in_time(sheet)?;
        let is_closed = self.closed_year_of(sheet).is_some();
        Some(if is_closed { Access::Reads } else { access })
    }

    /// Who writes into a sheet, as far as reasons are concerned.
    pub fn entered_by(&self, sheet: impl Into<SheetId>) -> EnteredBy {
        let sheet = sheet.into();
        let relation = self.relation(sheet);
        EnteredBy {
            class_teacher: relation.is_some_and(|relation| relation.class_teacher),
            access: self.access(sheet).unwrap_or(Access::Reads),
            announces: false,
        }
    }

    /// How whoever sits here stands to a sheet on the desk.
    pub fn relation(&self, sheet: SheetId) -> Option<Relation> {
        Some(self.relation_to(&self.pages.spot(sheet)?))
    }

    pub(super) fn relation_to(&self, spot: &Spot<'_>) -> Relation {
        spot.relation_of(self.person(), self.local(self.now()).date())
    }

    fn access_in_time(&self, sheet: SheetId) -> Option<Access> {
        let relation = self.relation(sheet)?;
        let regulation = &self.rules.as_ref()?.regulation;
        Some(regulation.access(&self.actor()?, sheet.kind(), relation))
    }

    /// Whether whoever sits here marks the periods of a journal of whose lessons this is one; what is
    /// closed of it its own refusal says.
    pub fn marks_periods_of(&self, lesson: impl Into<SheetId>) -> bool {
        let relation = self.relation(lesson.into());
        let rules = self.rules.as_ref().map(|rules| &rules.regulation);
        let asked = rules.zip(self.actor()).zip(relation);
        let access = asked.map(|((rules, actor), of)| rules.access(&actor, SheetKind::Term, of));
        access == Some(Access::Keeps)
    }

    /// The refusal that whoever does not keep a sheet meets, and everybody in a closed year; class
    /// teachers may still write why somebody is not there.
    pub fn only_looks(&self, sheet: impl Into<SheetId>) -> Option<Verdict> {
        let sheet = sheet.into();
        let reads = self.access_in_time(sheet) == Some(Access::Reads);
        let closed = self.closed_year_of(sheet).filter(|_| !reads);
        closed.or_else(|| self.anothers(sheet))
    }

    fn anothers(&self, sheet: SheetId) -> Option<Verdict> {
        let relation = self.relation(sheet)?;
        let regulation = &self.rules.as_ref()?.regulation;
        let Forbidden { clause } =
            regulation.is_anothers(&self.actor()?, sheet.kind(), relation)?;
        Some(Verdict::Forbidden { clause })
    }

    /// Until when an edit of this kind is in time, or was, and by which clause.
    pub fn due(&self, sheet: impl Into<SheetId>, edit: &Edit) -> Option<(Timestamp, &str)> {
        let sheet = sheet.into();
        let rules = self.rules.as_ref()?;
        let spot = self.pages.spot(sheet)?;
        let context = self.context(rules, &spot, self.now());
        let (due, clause) = rules.regulation.due(edit, &context)?;
        // Nothing is still to come in a closed year.
        let (_, day) = context.of.days();
        (due < self.now() || self.closed_year(sheet.kind(), day).is_none())
            .then_some((due, &clause.cite))
    }

    /// Until when a reason would make a change in time, and by which clause.
    pub(super) fn excuse_of(&self, change: &Change) -> Option<(Timestamp, Clause)> {
        let rules = self.rules.as_ref()?;
        let spot = self.pages.spot(change.sheet)?;
        let context = self.context(rules, &spot, change.made_at);
        let (until, clause) = rules.regulation.excuses(&change.edit, &context)?;
        Some((until, clause.clone()))
    }

    /// The refusal of everything on a day of a closed year.
    pub fn closed_year(&self, sheet: SheetKind, day: NaiveDate) -> Option<Verdict> {
        let rules = self.rules.as_ref()?;
        let all = (&rules.years, rules.work_kinds.as_slice());
        let regulation = &rules.regulation;
        regulation.closes((sheet, day), self.now(), rules.time, all)
    }

    /// The same of a sheet; of a lesson of the day also before its page is here.
    fn closed_year_of(&self, sheet: SheetId) -> Option<Verdict> {
        let of_sheet = self
            .pages
            .spot(sheet)
            .map(|spot| spot.sheet.occasion().days().1);
        let of_row = || {
            let page = self.pages.today.as_ref()?;
            let mut rows = page.lessons.iter().chain(&page.unfilled);
            let row = rows.find(|row| Some(row.lesson.id) == sheet.lesson())?;
            Some(row.lesson.date)
        };
        self.closed_year(sheet.kind(), of_sheet.or_else(of_row)?)
    }
}
