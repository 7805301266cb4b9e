//! What lies on the desk: the pages a person has open, the rules, the state of the line.
//!
//! The pages here are what is on the screen: what the server has said with our own unsent changes
//! on top. [`Desk::record`] judges and applies a gesture in memory; the loop makes it durable
//! before the next frame is painted, so that nothing painted can be lost.

pub mod access;
pub mod day;
pub mod disk;
pub mod drafts;
pub mod gesture;
pub mod left_at;
pub mod link;
pub mod notice;
pub mod pages;
pub mod queue;
pub mod refused;
pub mod register;
pub mod requests;
pub mod revised;
pub mod table_check;
mod terms;
pub mod unsaved;

use crate::desk::disk::Disk;
use crate::desk::drafts::Drafts;
use crate::desk::left_at::LeftAt;
use crate::desk::link::Link;
use crate::desk::notice::Notice;
use crate::desk::pages::{Pages, Spot};
use crate::desk::queue::Queue;
use crate::desk::refused::RefusedEdits;
use crate::desk::table_check::WrittenTable;
use crate::desk::unsaved::OpenEntry;
use crate::i18n::dates;
use chrono::NaiveDateTime;
use journal::notation::Notation;
use journal::register::Amendment;
use journal::regulation::Permission;
use journal::view::{Me, Rules};
use journal::{
    Actor, Cell, Change, ClassId, Clause, CodeTable, Context, Edit, GestureId, Ground, Invalid,
    LessonId, Period, PersonId, PupilId, SchoolTime, SheetId, Timestamp, Verdict, WorkKind,
    WorkKindId,
};
use offline::{IdSource, ListOrders, ServerClock};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

/// What became of a gesture on the desk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Recorded {
    /// On the desk, and durable before it is painted. Late by these clauses, if it is late.
    Done {
        /// Of the latest part, if any part of it is late.
        late: Option<Late>,
    },
    /// It changes nothing.
    #[default]
    Nothing,
    /// The regulation refuses it; nothing was done.
    Refused {
        /// Why, with the clause.
        verdict: Verdict,
        /// The sheet that it was for.
        sheet: SheetId,
    },
    /// It could never be applied; nothing was done.
    Impossible(Invalid),
    /// The sheet is not on the desk, or nobody is signed in.
    NotHere,
}

/// That something was entered late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The verdict.
    pub verdict: Verdict,
    /// Until when a reason would make such an entry in time, and by which clause.
    pub excuse: Option<(Timestamp, Clause)>,
}

/// What lies on the desk.
pub struct Desk {
    /// Who is signed in.
    pub me: Option<Me>,
    /// Regulation, years and kinds of work of the school; none until they are known.
    pub rules: Option<Rules>,
    /// The school's letters, as they are typed.
    pub notation: Notation,
    /// The pages that screens are open on, with what was entered over them.
    pub pages: Pages,
    /// What the status line says of the server and the queue.
    pub link: Link,
    /// What is not settled, as it was read last.
    pub queue: Queue,
    /// What the disk has made of what was entered.
    pub disk: Disk,
    /// What is being written into forms.
    pub drafts: Drafts,
    /// In which order lists were put on this machine.
    pub orders: ListOrders,
    /// Where the cursor was in the lessons that were left.
    pub left_at: BTreeMap<LessonId, LeftAt>,
    /// The gesture of records that was written last in this sitting, which can be taken back.
    pub written: Option<Vec<Amendment>>,
    /// The sentence above the status line.
    pub notice: Option<Notice>,
    /// The table that was written last, which can be taken back.
    pub last_table: Option<Box<WrittenTable>>,
    time: Rc<ServerClock>,
    ids: IdSource,
    unsaved: Vec<Change>,
    /// What this key was refused, and the one before.
    refused: (Option<RefusedEdits>, Option<RefusedEdits>),
    /// What a form entered, if that was the last entry.
    pub from_form: Vec<Change>,
    open: Option<OpenEntry>,
    /// The moment of the key that is being handled, by the monotonic clock.
    pressed_at: Duration,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("link", &self.link)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk on which nobody sits.
    pub fn new(time: Rc<ServerClock>, ids: IdSource) -> Self {
        Self {
            me: None,
            rules: None,
            notation: Notation::common(),
            pages: Pages::default(),
            link: Link::default(),
            queue: Queue::default(),
            disk: Disk::default(),
            drafts: Drafts::default(),
            orders: ListOrders::default(),
            left_at: BTreeMap::new(),
            written: None,
            notice: None,
            last_table: None,
            time,
            ids,
            unsaved: Vec::new(),
            refused: (None, None),
            from_form: Vec::new(),
            open: None,
            pressed_at: Duration::ZERO,
        }
    }

    /// Now, by this machine's clock corrected to the server's.
    pub fn now(&self) -> Timestamp {
        self.time.corrected_now()
    }

    /// The moment of the key that is being handled, by the monotonic clock.
    pub fn pressed_at(&self) -> Duration {
        self.pressed_at
    }

    /// A key is handled now, and was pressed at this moment: a moment ago if its page had to come
    /// first.
    pub fn set_pressed_at(&mut self, pressed: Duration) {
        self.pressed_at = pressed;
        self.pass_refused();
    }

    /// Now by the monotonic clock.
    pub fn monotonic(&self) -> Duration {
        self.time.monotonic()
    }

    /// Another account's or run's knowledge of the server's clock.
    pub fn take_time(&mut self, time: Rc<ServerClock>) {
        self.time = time;
    }

    /// The school's local time; Moscow's until the rules are known.
    pub fn time(&self) -> SchoolTime {
        let rules = self.rules.as_ref();
        rules.map_or(SchoolTime::MOSCOW, |rules| rules.time)
    }

    /// The school's local time of a moment.
    pub fn local(&self, at: Timestamp) -> NaiveDateTime {
        self.time().local(at)
    }

    /// A kind of work by its id.
    pub fn work_kind(&self, id: WorkKindId) -> Option<&WorkKind> {
        self.rules.as_ref()?.work_kind(id)
    }

    /// Takes over the rules and their letters.
    pub fn take_rules(&mut self, rules: Rules) {
        self.notation = Notation::new(&rules.codes);
        self.rules = Some(rules);
        // Their letters make the columns as wide as they are.
        self.pages.journals.touch();
    }

    /// The school's letters for drawing.
    pub fn codes(&self) -> Option<&CodeTable> {
        self.rules.as_ref().map(|rules| &rules.codes)
    }

    /// Whether whoever sits here may open journals.
    pub fn may_read(&self) -> bool {
        self.has(Permission::OpenLessons)
    }

    /// Whether whoever sits here may open journals and keeps none.
    pub fn only_reads(&self) -> bool {
        self.may_read() && !self.has(Permission::WriteLessons)
    }

    /// The class whose class teacher sits here, the first of several.
    pub fn led_class(&self) -> Option<ClassId> {
        let led = self.me.as_ref()?.leads.first()?;
        Some(led.class)
    }

    /// Whether whoever sits here may read any directory.
    pub fn may_look_up(&self) -> bool {
        self.has(Permission::ReadRegister)
    }

    /// Whether whoever sits here has a right.
    pub fn has(&self, permission: Permission) -> bool {
        let me = self.me.as_ref();
        me.is_some_and(|me| permission.granted_to(&me.roles))
    }

    /// The person at the desk.
    pub fn person(&self) -> PersonId {
        self.me.as_ref().map_or(PersonId(0), |me| me.person)
    }

    /// A new gesture, which several records may share: they are undone together.
    pub fn gesture(&mut self) -> GestureId {
        let now = self.now();
        self.ids.gesture(now)
    }

    fn actor(&self) -> Option<Actor> {
        let me = self.me.as_ref()?;
        Some(Actor {
            person: me.person,
            roles: me.roles.clone(),
        })
    }

    /// The verdict on a change, also where a ground allows it.
    pub fn judge_change(&self, change: &Change) -> Option<Verdict> {
        let rules = self.rules.as_ref()?;
        let spot = self.pages.spot(change.sheet)?;
        let context = self.context(rules, &spot, change.made_at);
        Some(rules.regulation.judge(&self.actor()?, change, &context))
    }

    /// Judges and applies the edits of one gesture; all of them or none. What was open before is
    /// closed.
    pub fn record<S: Into<SheetId>>(
        &mut self,
        gesture: GestureId,
        mut edits: Vec<(S, Edit)>,
        ground: Option<&Ground>,
    ) -> Recorded {
        edits.retain(|(_, edit)| edit.expected() != edit.wanted());
        if edits.is_empty() {
            return Recorded::Nothing;
        }
        self.open = None;
        let made_at = self.now();
        let mut late = None;
        let mut changes = Vec::with_capacity(edits.len());
        let mut edits = edits.into_iter();
        while let Some((sheet, edit)) = edits.next() {
            let sheet = sheet.into();
            let id = self.ids.change(made_at);
            let Some(spot) = self.pages.spot(sheet) else {
                return Recorded::NotHere;
            };
            let beside = edit.cell().beside().map(|cell| {
                let mut before = changes.iter().rev();
                let before = before.find(|c: &&Change| c.sheet == sheet && c.edit.cell() == cell);
                before.map_or_else(|| spot.sheet.content(cell), |change| change.edit.wanted())
            });
            let change = Change {
                id,
                gesture,
                made_at,
                sheet,
                edit,
                ground: ground.cloned(),
                beside,
                after: None,
            };
            if let Err(invalid) = spot.check(&change) {
                return Recorded::Impossible(invalid);
            }
            match self.judge_change(&change) {
                None => return Recorded::NotHere,
                Some(Verdict::OnTime) => {}
                Some(verdict @ Verdict::Late { .. }) => {
                    let excuse = self.excuse_of(&change);
                    late = Some(Late { verdict, excuse });
                }
                Some(verdict) => {
                    let all = changes.into_iter().chain([change]);
                    let all = all.map(|change: Change| (change.sheet, change.edit));
                    let edits = all.chain(edits.map(|(sheet, edit)| (sheet.into(), edit)));
                    let edits = edits.collect();
                    self.keep_refused(edits, verdict.clone());
                    return Recorded::Refused { verdict, sheet };
                }
            }
            changes.push(change);
        }
        let by = self.person();
        for change in &changes {
            self.pages.put(change, by);
        }
        self.unsaved.append(&mut changes);
        self.from_form.clear();
        Recorded::Done { late }
    }

    /// Says once more what stands in a cell, by whoever's hand, as part of a gesture: whoever else
    /// said so before takes back but the own word. What would be late or is not allowed is not said.
    pub fn say_again(&mut self, gesture: GestureId, sheet: SheetId, cell: Cell) {
        let made_at = self.now();
        let id = self.ids.change(made_at);
        let Some(spot) = self.pages.spot(sheet) else {
            return;
        };
        let stands = spot.sheet.content(cell);
        let Some(edit) = Edit::between(cell, stands.clone(), stands) else {
            return;
        };
        let change = Change {
            id,
            gesture,
            made_at,
            sheet,
            edit,
            ground: None,
            beside: cell.beside().map(|cell| spot.sheet.content(cell)),
            after: None,
        };
        if self.may_say_again(&change) {
            self.unsaved.push(change);
        }
    }

    /// Whether a change that moves nothing may be said: one that is possible, allowed and in time.
    pub fn may_say_again(&self, change: &Change) -> bool {
        let spot = self.pages.spot(change.sheet);
        let is_possible = spot.is_some_and(|spot| spot.check(change).is_ok());
        is_possible && self.judge_change(change) == Some(Verdict::OnTime)
    }

    /// A pupil's name, from the pages on the desk.
    pub fn pupil_name(&self, pupil: PupilId) -> Option<String> {
        let of_lessons = self.pages.lessons.values().flat_map(|page| &page.members);
        let of_journals = self
            .pages
            .journals
            .values()
            .flat_map(|page| &page.grid.members);
        let of_classes = self.pages.classes.values().flat_map(|page| &page.members);
        let mut members = of_lessons.chain(of_journals).chain(of_classes);
        members
            .find(|member| member.pupil == pupil)
            .map(|member| member.name.listed())
    }

    /// «2 четверть», with its school year where the school has kept several.
    pub fn period_title(&self, period: &Period) -> String {
        let years = self.rules.as_ref().map(|rules| &rules.years);
        let several = years.filter(|years| years.iter().count() > 1);
        match several.and_then(|years| years.of(period.starts)) {
            Some(year) => format!("{} {}", period.title, year.title),
            None => period.title.clone(),
        }
    }

    /// «7Б Алгебра 16.11» of a lesson, «7Б Алгебра, 1 четверть» of a term, from the pages on the
    /// desk.
    pub fn sheet_title(&self, sheet: SheetId) -> Option<String> {
        match sheet {
            SheetId::Lesson(lesson) => self.lesson_title(lesson),
            SheetId::Term { journal, period } => {
                let page = self.pages.journals.get(&journal)?;
                let mut periods = self.rules.iter().flat_map(|rules| &rules.periods);
                let title = self.period_title(periods.find(|known| known.id == period)?);
                Some(format!("{} {}, {title}", page.group, page.subject))
            }
        }
    }

    /// «7Б Алгебра 16.11», from the pages on the desk.
    pub fn lesson_title(&self, lesson: LessonId) -> Option<String> {
        if let Some(page) = self.pages.lessons.get(&lesson) {
            let date = dates::short_date(page.sheet.lesson.date);
            return Some(format!("{} {} {date}", page.group, page.subject));
        }
        let of_day = self.pages.today.as_ref().and_then(|page| {
            page.lessons
                .iter()
                .chain(&page.unfilled)
                .find(|row| row.lesson.id == lesson)
        });
        if let Some(row) = of_day {
            let date = dates::short_date(row.lesson.date);
            return Some(format!("{} {} {date}", row.group, row.subject));
        }
        let of_journal = self.pages.journals.values().find_map(|page| {
            let date = dates::short_date(page.grid.sheet(lesson)?.lesson.date);
            Some(format!("{} {} {date}", page.group, page.subject))
        });
        of_journal.or_else(|| {
            let mut of_classes = self.pages.classes.values().flat_map(|page| &page.lessons);
            let of_class = of_classes.find(|one| one.sheet.lesson.id == lesson)?;
            let date = dates::short_date(of_class.sheet.lesson.date);
            Some(format!("{} {} {date}", of_class.group, of_class.subject))
        })
    }

    /// Puts changes that were made elsewhere (an undo out of the store) on the pages.
    pub fn put(&mut self, changes: &[Change]) {
        let by = self.person();
        self.from_form.clear();
        changes.iter().for_each(|change| self.pages.put(change, by));
        self.drop_outlived_notice();
    }

    /// Takes back a sentence about a cell in which something else stands by now.
    pub fn drop_outlived_notice(&mut self) {
        let pages = &self.pages;
        self.notice.take_if(|notice| notice.is_outlived(pages));
    }

    /// Leaves an empty desk for the next person.
    pub fn clear(&mut self) {
        self.me = None;
        self.rules = None;
        self.pages = Pages::default();
        self.link = Link::default();
        self.queue = Queue::default();
        self.disk = Disk::default();
        self.drafts = Drafts::default();
        self.orders = ListOrders::default();
        self.left_at.clear();
        self.notice = None;
        self.unsaved.clear();
        self.refused = (None, None);
        self.from_form.clear();
        self.open = None;
    }

    /// Says a sentence in the place of the one before; it is gone with the next key.
    pub fn say(&mut self, notice: Notice) {
        self.notice = Some(notice);
    }

    fn context<'a>(&self, rules: &'a Rules, spot: &Spot<'a>, at: Timestamp) -> Context<'a> {
        let lesson = spot.sheet.lesson();
        Context {
            of: spot.sheet.occasion(),
            time: rules.time,
            at,
            relation: self.relation_to(spot),
            last_bell: spot.last_bell,
            years: &rules.years,
            work_days: &rules.work_days,
            work_kinds: &rules.work_kinds,
            roll_called: lesson.is_some_and(|sheet| sheet.roll_call.is_some()),
            excused: lesson.is_some_and(|sheet| sheet.excuse.is_some()),
            takes_back: None,
            granted: false,
        }
    }
}
