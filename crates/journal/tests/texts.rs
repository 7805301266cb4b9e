//! Cases that were written from the five regulations' texts alone, before anybody looked at a profile
//! (`texts/cases.tsv`): what the profiles say to them. Where they differ the text is open, and the
//! choice is named here; or what the case asks for is still to come, and is named too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic; its helpers too"
)]

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use journal::register::{DaySpan, SchoolYear, YearState};
use journal::regulation::{Deadline, Span, Term, TermEvent, WindowChoice, WorkDays};
use journal::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const CASES: &str = include_str!("texts/cases.tsv");
const TIME: SchoolTime = SchoolTime::MOSCOW;

/// Where the text can be read in another way, and the profile does: the case, what is said, why.
const CHOSEN: &[(&str, &str, &str)] = &[
    ("krasnozavodsk-1 4", "on-time", MENDED),
    ("sergiev-posad-14 29", "on-time", MADE),
    ("sgo-154 2", "on-time", "«до 16.00» with the minute itself"),
    ("sgo-154 8", "on-time", EXCUSED),
    ("sgo-154 9", "on-time", EXCUSED),
    (
        "sgo-154 10",
        "locked",
        "after seven days nothing of it is taken",
    ),
    (
        "sgo-154 12",
        "locked",
        "its term is over, and the seven days are",
    ),
    ("sgo-154 17", "on-time", MADE),
    ("sgo-154 28", "on-time", TWO_DAYS),
    ("sgo-154 30", "on-time", TWO_DAYS),
    ("epos-ohansk-1 4", "on-time", MADE),
    ("solo-kommunar-2 3", "on-time", EXCUSED),
    ("solo-kommunar-2 4", "on-time", EXCUSED),
    ("solo-kommunar-2 6", "on-time", EXCUSED),
    ("solo-kommunar-2 11", "on-time", MADE),
];
const MENDED: &str = "after the roll call it is a mistake that is mended";
const MADE: &str = "what was made without a network counts from when it was made";
const EXCUSED: &str = "«допускается» with a reason: it is in time then";
const TWO_DAYS: &str = "3.3 gives two days after the last one of 2.8";

/// Where a text says neither way, and the profile says something to who keeps the sheet.
const SILENT: &[(&str, &str, &str)] = &[
    (
        "krasnozavodsk-1 9",
        "late",
        "written work has no term of its own there",
    ),
    (
        "sgo-154 25",
        "locked",
        "«в течение последней недели» is taken for when it opens",
    ),
];

/// Where the profile comes to the same by another clause than the case names: one of the same document,
/// whose words are of the role and not of the deed, or none where the text has none of it.
const CITES_ANOTHER: &[&str] = &[
    "krasnozavodsk-1 15",
    "krasnozavodsk-1 18",
    "sgo-154 7",
    "sgo-154 33",
    "sgo-154 34",
    "sgo-154 39",
    "epos-ohansk-1 14",
    "solo-kommunar-2 21",
    "solo-kommunar-2 23",
    "solo-kommunar-2 28",
];

/// What a case asks for, which is not there yet.
const TO_COME: &[(&str, &str)] = &[
    (
        "sgo-154 22",
        "a class teacher stands in for an ill colleague without a substitution",
    ),
    (
        "sgo-154 31",
        "a mark for a period is corrected by the deputy on a request",
    ),
    (
        "sgo-154 32",
        "a mark for a period is corrected by the deputy on a request",
    ),
    ("sgo-154 36", "the day on which a mistake was found"),
    ("sgo-154 37", "the reason of a correction"),
    ("epos-ohansk-1 6", "a parent announces an absence"),
    ("epos-ohansk-1 17", "a mark for the year has its own term"),
    ("epos-ohansk-1 20", "no unsatisfactory mark for the year"),
];

/// A line of the table.
struct Case<'t> {
    name: String,
    profile: &'t str,
    role: &'t str,
    action: &'t str,
    of: &'t str,
    at: Timestamp,
    expected: &'t str,
    clauses: &'t str,
}

fn cases() -> Vec<Case<'static>> {
    let lines = CASES.lines().skip(1);
    let read = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        // What counts is when it was made.
        Case {
            name: format!("{} {}", cells[0], cells[1]),
            profile: cells[0],
            role: cells[2],
            action: cells[3],
            of: cells[4],
            at: moment(cells[5]),
            expected: cells[7],
            clauses: cells[8],
        }
    };
    lines.map(read).collect()
}

fn moment(text: &str) -> Timestamp {
    let local = NaiveDateTime::parse_from_str(&text[..19], "%Y-%m-%d %H:%M:%S");
    TIME.instant(local.unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The date that stands somewhere after some words.
fn day_after(text: &str, words: &str) -> Option<NaiveDate> {
    let (_, rest) = text.split_once(words)?;
    let mut words = rest.split([' ', ')', ';']);
    words.find_map(|word| word.parse().ok())
}

impl Case<'_> {
    fn has(&self, words: &str) -> bool {
        self.action.contains(words)
    }

    fn lesson(&self) -> (Lesson, Option<NaiveTime>) {
        let hour = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let (before, after) = self.of.split_once('–').unwrap();
        let lesson = Lesson {
            id: LessonId(1),
            journal: JournalId(1),
            date: day(&self.of[..10]),
            number: 1,
            starts: hour(&before[before.len() - 5..]),
            ends: hour(&after[..5]),
            room: None,
            teacher: PersonId(7),
        };
        (lesson, Some(hour(&self.of[self.of.len() - 5..])))
    }

    /// The quarter that the case is about.
    fn period(&self) -> Period {
        let ends = day_after(self.of, "period ends").unwrap();
        let starts = match ends.to_string().as_str() {
            "2026-10-25" => "2026-09-01",
            "2026-12-30" => "2026-11-03",
            "2027-03-26" => "2027-01-11",
            _ => "2027-04-05",
        };
        Period {
            id: PeriodId(1),
            title: String::new(),
            starts: day(starts),
            ends,
        }
    }

    /// The regulation, with the values that the school of the case has chosen.
    fn regulation(&self) -> Regulation {
        let mut regulation = Regulation::shipped(self.profile).unwrap();
        if let Some((_, days)) = self.action.split_once("system maximum set: ") {
            let days = days.split(' ').next().unwrap().parse().unwrap();
            let marks: &mut Deadline = regulation.deadlines.marks.as_mut().unwrap();
            marks.due = Term::After(Span::Days(days), TermEvent::Lesson);
        }
        for window in &mut regulation.windows {
            let mut choices = window.choices.iter();
            let chosen = choices.find(|choice| {
                let called = choice.clause.words.split_once('»');
                called.is_some_and(|(called, _)| self.has(&format!("window {called}»")))
            });
            if let Some(WindowChoice { closes, clause }) = chosen.cloned() {
                (window.closes, window.clause) = (closes.unwrap_or(Term::Setting), clause);
            }
        }
        regulation
    }

    fn actor(&self) -> (Actor, Relation) {
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
            person: PersonId(7),
            roles: Roles(vec![role]),
        };
        (actor, relation)
    }

    fn edit(&self) -> Edit {
        let pupil = PupilId(3);
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
            let work = WorkRef::first(WorkKindId(1));
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
            pupil: PupilId(3),
            step: FromTo::new(old, Some(new)),
        }
    }

    /// Work that is checked for weeks, where the school has set so.
    fn work_kinds(&self) -> Vec<WorkKind> {
        let finished = day_after(self.action, "checking finished");
        let days = finished.map(|day| (day - self.lesson().0.date).num_days());
        let days = days.or(self.has("checking term of 3 weeks is set").then_some(21));
        let kind = |days: i64| WorkKind {
            id: WorkKindId(1),
            title: "Сочинение".into(),
            short: "Соч.".into(),
            weight: 1,
            marking_days: Some(u16::try_from(days).unwrap()),
        };
        days.map(kind).into_iter().collect()
    }

    fn verdict(&self) -> Verdict {
        let is_of_period = self.of.starts_with("period");
        let lesson = (!is_of_period).then(|| self.lesson());
        let period = is_of_period.then(|| self.period());
        let of = match (&lesson, &period) {
            (Some((lesson, _)), _) => Occasion::Lesson(lesson),
            (None, period) => Occasion::Term(period.as_ref().unwrap()),
        };
        let year = SchoolYear {
            title: "2026/27".into(),
            starts: day("2026-09-01"),
            ends: day("2027-05-26"),
            state: YearState::Open,
        };
        let holiday = day("2026-11-04");
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
            roll_called: self.has("one more absent"),
            excused: self.has("reason recorded")
                || self.has("cause recorded")
                || self.has("«checking»"),
            takes_back: None,
            granted: false,
        };
        let change = Change {
            id: ChangeId(Uuid::nil()),
            gesture: GestureId(Uuid::nil()),
            made_at: self.at,
            sheet: LessonId(1).into(),
            edit: self.edit(),
            ground: None,
            beside: None,
            after: None,
        };
        self.regulation().judge(&actor, &change, &context)
    }
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::OnTime => "on-time",
        Verdict::Late { .. } => "late",
        Verdict::Locked { .. } => "locked",
        Verdict::Forbidden { .. } => "forbidden",
    }
}

#[test]
fn the_profiles_say_to_each_case_what_its_text_says() {
    let chosen: BTreeMap<_, _> = CHOSEN.iter().map(|(case, is, _)| (*case, *is)).collect();
    let to_come: BTreeMap<_, _> = TO_COME.iter().copied().collect();
    let mut differ = Vec::new();
    let mut decided = 0;
    for case in cases() {
        let wanted = match case.expected {
            // The text decides neither way: nobody is refused for that whose sheet it is, and nobody else
            // gets a right.
            "silent" => {
                let verdict = case.verdict();
                let keeps = case.role.contains("teacher");
                let is_as_said = match SILENT.iter().find(|(case_is, _, _)| *case_is == case.name) {
                    Some((_, is, _)) => name(&verdict) == *is,
                    None if keeps => verdict == Verdict::OnTime,
                    None => matches!(verdict, Verdict::Forbidden { .. }),
                };
                if !is_as_said {
                    differ.push(format!("{}: silent, and {verdict:?}", case.name));
                }
                continue;
            }
            "on time" => "on-time",
            "late without a written reason" => "late",
            other => other,
        };
        decided += 1;
        let verdict = case.verdict();
        let is = name(&verdict);
        let name = case.name.as_str();
        let as_said = match (chosen.get(name), to_come.get(name)) {
            (Some(chosen), _) => is == *chosen && is != wanted,
            (None, Some(_)) => is != wanted,
            (None, None) => is == wanted,
        };
        let cites = |clause: &Clause| case.clauses.split("; ").any(|id| id == clause.id);
        let is_cited = is == "on-time" || verdict.clause().is_some_and(cites);
        if is == wanted && is_cited == CITES_ANOTHER.contains(&name) {
            differ.push(format!("{name}: {} — cites {verdict:?}", case.clauses));
        }
        if !as_said {
            differ.push(format!(
                "{name}: {} — {wanted}, and {verdict:?}",
                case.action
            ));
        }
    }
    assert!(decided > 100, "{decided}");
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
