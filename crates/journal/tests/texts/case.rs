//! A case of the table, and what the domain is asked of it: a lesson or a period, a person, an edit.

#![allow(
    clippy::string_slice,
    reason = "the table is written so; a test may panic"
)]

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use journal::register::{DaySpan, Rule, RuleValueRecord, SchoolYear, TermForm, YearState};
use journal::regulation::WorkDays;
use journal::*;
use uuid::Uuid;

const CASES: &str = include_str!("cases.tsv");
const TIME: SchoolTime = SchoolTime::MOSCOW;

/// The quarters of the year that all cases are of, with their numbers.
pub const QUARTERS: [(i64, &str, &str); 4] = [
    (1, "2026-09-01", "2026-10-25"),
    (2, "2026-11-03", "2026-12-30"),
    (3, "2027-01-11", "2027-03-26"),
    (4, "2027-04-05", "2027-05-26"),
];
/// The only day off.
pub const HOLIDAY: &str = "2026-11-04";

/// Under which numbers a case stands in its school.
#[derive(Clone, Copy)]
pub struct Ids {
    pub lesson: i64,
    pub journal: i64,
    pub actor: i64,
    pub pupil: i64,
    pub work: i64,
}

impl Ids {
    pub const ALONE: Self = Self {
        lesson: 1,
        journal: 1,
        actor: 7,
        pupil: 3,
        work: 1,
    };
}

/// A line of the table.
pub struct Case<'t> {
    pub name: String,
    pub profile: &'t str,
    pub role: &'t str,
    pub action: &'t str,
    pub of: &'t str,
    /// When it was made: what counts, if it is believed.
    pub at: Timestamp,
    /// When it came, which is later only of what was made without a network.
    pub received: Timestamp,
    pub expected: &'t str,
    pub clauses: &'t str,
    pub ids: Ids,
}

pub fn cases() -> Vec<Case<'static>> {
    let lines = CASES.lines().skip(1);
    let read = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        Case {
            name: format!("{} {}", cells[0], cells[1]),
            profile: cells[0],
            role: cells[2],
            action: cells[3],
            of: cells[4],
            at: moment(cells[5]),
            received: moment(cells[6]),
            expected: cells[7],
            clauses: cells[8],
            ids: Ids::ALONE,
        }
    };
    lines.map(read).collect()
}

fn moment(text: &str) -> Timestamp {
    let local = NaiveDateTime::parse_from_str(&text[..19], "%Y-%m-%d %H:%M:%S");
    TIME.instant(local.unwrap())
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The date that stands somewhere after some words.
fn day_after(text: &str, words: &str) -> Option<NaiveDate> {
    let (_, rest) = text.split_once(words)?;
    let mut words = rest.split([' ', ')', ';']);
    words.find_map(|word| word.parse().ok())
}

impl Case<'_> {
    pub fn has(&self, words: &str) -> bool {
        self.action.contains(words)
    }

    pub fn lesson(&self) -> (Lesson, Option<NaiveTime>) {
        let hour = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let (before, after) = self.of.split_once('–').unwrap();
        let lesson = Lesson {
            id: LessonId(self.ids.lesson),
            journal: JournalId(self.ids.journal),
            date: day(&self.of[..10]),
            number: 1,
            starts: hour(&before[before.len() - 5..]),
            ends: hour(&after[..5]),
            room: None,
            teacher: PersonId(self.ids.actor),
        };
        (lesson, Some(hour(&self.of[self.of.len() - 5..])))
    }

    pub fn is_of_period(&self) -> bool {
        self.of.starts_with("period")
    }

    /// The quarter that the case is about.
    pub fn period(&self) -> Period {
        let ends = day_after(self.of, "period ends").unwrap();
        let mut quarters = QUARTERS.into_iter();
        let (id, starts, ends) = quarters.find(|(_, _, last)| day(last) == ends).unwrap();
        Period {
            id: PeriodId(id),
            title: format!("{id} четверть"),
            starts: day(starts),
            ends: day(ends),
        }
    }

    pub fn sheet(&self) -> SheetId {
        if self.is_of_period() {
            let (journal, period) = (JournalId(self.ids.journal), self.period().id);
            return SheetId::Term { journal, period };
        }
        LessonId(self.ids.lesson).into()
    }

    /// The values that the school of the case has chosen.
    pub fn chosen(&self) -> Option<RuleValueRecord> {
        let value = |rule, form, count| RuleValueRecord {
            rule,
            form,
            count,
            hour: String::new(),
            ground: "приказ № 1".into(),
        };
        if let Some((_, days)) = self.action.split_once("system maximum set: ") {
            let days = days.split(' ').next().unwrap().parse().unwrap();
            return Some(value(Rule::Marks, TermForm::Days, Some(days)));
        }
        let (_, window) = self.action.split_once("window «")?;
        let (form, count) = match window.split('»').next().unwrap() {
            "Через неделю" => (TermForm::Days, Some(7)),
            "Через 2 недели" => (TermForm::Days, Some(14)),
            "Через месяц" => (TermForm::Months, Some(1)),
            "Никогда" => (TermForm::WithoutEnd, None),
            other => panic!("{other}"),
        };
        Some(value(Rule::CorrectionWindow, form, count))
    }

    pub fn regulation(&self) -> Regulation {
        let regulation = Regulation::shipped(self.profile).unwrap();
        regulation.with_values(&self.chosen())
    }

    pub fn actor(&self) -> (Actor, Relation) {
        let own = Relation {
            own_journal: true,
            ..Relation::default()
        };
        let of_class = Relation {
            class_teacher: true,
            primary: self.role.ends_with("grade 3"),
            ..Relation::default()
        };
        let substitute = Relation {
            substitute: true,
            ..Relation::default()
        };
        let (role, relation) = match self.role {
            "teacher" => (Role::Teacher, own),
            "substitute" => (Role::Teacher, substitute),
            "social pedagogue" => (Role::Psychologist, own),
            "deputy" => (Role::Deputy, Relation::default()),
            "administrator" => (Role::Admin, Relation::default()),
            "parent" => (Role::Parent, Relation::default()),
            pupil if pupil.starts_with("pupil") => (Role::Pupil, Relation::default()),
            class if class.starts_with("class teacher") => (Role::Teacher, of_class),
            other => panic!("{other}"),
        };
        let actor = Actor {
            person: PersonId(self.ids.actor),
            roles: Roles(vec![role]),
        };
        (actor, relation)
    }

    pub fn edit(&self) -> Edit {
        let pupil = PupilId(self.ids.pupil);
        let mark = |value: &str| Mark::new(value.parse().unwrap(), 1);
        let (first, second) = (Some(mark("4")), Some(mark("5")));
        let corrects = self.action.starts_with("correction");
        let removes = self.action.starts_with("deletion");
        let homework = || {
            Some(Homework {
                text: "№ 5".into(),
                ..Homework::default()
            })
        };
        if self.has("period mark") {
            let old = if corrects { "4" } else { "none" };
            let step = FromTo::new(old.parse().unwrap(), "5".parse().unwrap());
            Edit::PeriodMark { pupil, step }
        } else if self.has(" mark ") {
            let step = match () {
                () if corrects => FromTo::new(first, second),
                () if removes => FromTo::new(first, None),
                () => FromTo::new(None, first),
            };
            let work = WorkRef::first(WorkKindId(self.ids.work));
            Edit::Mark { pupil, work, step }
        } else if self.has(" of reason") || self.has("notice of absence") {
            self.reason(corrects)
        } else if self.has("by parent’s notice") || self.has("own notice") {
            let announced = AbsenceReason {
                standing: Standing::Announced,
                ..AbsenceReason::stated(ReasonKind::Valid)
            };
            let step = FromTo::new(Some(announced), None);
            Edit::Reason { pupil, step }
        } else if self.has("roll call") {
            let step = FromTo::new(false, true);
            Edit::RollCall { step }
        } else if self.has("attendance") {
            let (present, absent) = (Attendance::Present, Attendance::Absent);
            let step = if removes {
                FromTo::new(absent, present)
            } else {
                FromTo::new(present, absent)
            };
            Edit::Attendance { pupil, step }
        } else if self.has("topic") {
            let text = "Дроби".into();
            let step = FromTo::new(None, Some(Topic { text, item: None }));
            Edit::Topic { step }
        } else if removes {
            let step = FromTo::new(homework(), None);
            Edit::Homework { slot: 0, step }
        } else {
            let slot = u8::from(self.action.starts_with("growth"));
            let step = FromTo::new(None, homework());
            Edit::Homework { slot, step }
        }
    }

    fn reason(&self, corrects: bool) -> Edit {
        let is_notice = self.has("notice") || self.role == "parent";
        let document = day_after(self.action, "document given").map(|received| Document {
            title: "справка".into(),
            received,
        });
        let standing = match () {
            () if is_notice => Standing::Announced,
            () if self.role == "teacher" => Standing::Stated,
            () => Standing::Confirmed,
        };
        let new = AbsenceReason {
            kind: ReasonKind::Illness,
            standing,
            document,
        };
        let old = corrects.then(|| AbsenceReason::stated(ReasonKind::Invalid));
        Edit::Reason {
            pupil: PupilId(self.ids.pupil),
            step: FromTo::new(old, Some(new)),
        }
    }

    /// Work that is checked for weeks, where the school has set so.
    pub fn work_kinds(&self) -> Vec<WorkKind> {
        let finished = day_after(self.action, "checking finished");
        let days = finished.map(|day| (day - self.lesson().0.date).num_days());
        let days = days.or(self.has("checking term of 3 weeks is set").then_some(21));
        let kind = |days: i64| WorkKind {
            id: WorkKindId(self.ids.work),
            title: "Сочинение".into(),
            short: "Соч.".into(),
            weight: 1,
            marking_days: Some(u16::try_from(days).unwrap()),
        };
        days.map(kind).into_iter().collect()
    }

    pub fn is_roll_called(&self) -> bool {
        self.has("one more absent")
    }

    pub fn is_excused(&self) -> bool {
        self.has("reason recorded") || self.has("cause recorded") || self.has("«checking»")
    }

    pub fn verdict(&self) -> Verdict {
        let lesson = (!self.is_of_period()).then(|| self.lesson());
        let period = self.is_of_period().then(|| self.period());
        let of = match (&lesson, &period) {
            (Some((lesson, _)), _) => Occasion::Lesson(lesson),
            (None, period) => Occasion::Term(period.as_ref().unwrap()),
        };
        let year = SchoolYear {
            title: "2026/27".into(),
            starts: day(QUARTERS[0].1),
            ends: day(QUARTERS[3].2),
            state: YearState::Open,
        };
        let holiday = day(HOLIDAY);
        let (actor, relation) = self.actor();
        let context = Context {
            of,
            time: TIME,
            at: self.at,
            relation,
            last_bell: lesson.as_ref().and_then(|(_, bell)| *bell),
            years: &SchoolYears::new([year]),
            work_days: &WorkDays::new([DaySpan::new(holiday, holiday)], []),
            work_kinds: &self.work_kinds(),
            roll_called: self.is_roll_called(),
            excused: self.is_excused(),
            takes_back: None,
            granted: false,
        };
        let change = Change {
            id: ChangeId(Uuid::nil()),
            gesture: GestureId(Uuid::nil()),
            made_at: self.at,
            sheet: self.sheet(),
            edit: self.edit(),
            ground: None,
            beside: None,
            after: None,
        };
        self.regulation().judge(&actor, &change, &context)
    }
}
