//! What a lesson lacks, at the edges of its terms: the last microsecond in time, and the one after it.

use super::*;
use crate::Missing;
use crate::change::Cell;
use crate::register::DaySpan;

/// A lesson of a day; the class goes home at `last_bell`.
fn terms<'a>(date: &str, ends: &str, last_bell: &str, days: &'a WorkDays) -> TermContext<'a> {
    let hour = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    TermContext {
        first: day(date),
        last: day(date),
        lesson_end: Some(hour(ends)),
        last_bell: Some(hour(last_bell)),
        document: None,
        time: TIME,
        work_days: days,
    }
}

fn morning() -> TermContext<'static> {
    terms("2026-10-01", "10:10", "14:10", &NO_REST)
}

const WITHOUT_HOMEWORK: Missing = Missing::of(true, true, false, Some(7));
const WITHOUT_TOPIC: Missing = Missing::of(true, false, true, Some(7));

fn written() -> [WorkKind; 2] {
    [(1, None), (2, Some(7))].map(|(id, marking_days)| WorkKind {
        id: WorkKindId(id),
        title: "Сочинение".into(),
        short: "Соч.".into(),
        weight: 1,
        marking_days,
    })
}

/// The one part that a lesson lacks: its instants as they are read, and the clauses of both steps.
fn only<'a>(
    regulation: &'a Regulation,
    missing: Missing,
    of: &TermContext<'_>,
    excused: bool,
) -> PartDue<'a> {
    let none = MarksOwed::default();
    let parts = regulation.lacking(missing, none, (of, &[]), excused);
    assert_eq!(parts.len(), 1);
    parts[0]
}

fn cite(until: Option<Until<'_>>) -> (Timestamp, String) {
    let (at, clause) = until.expect("a term");
    (
        at,
        clause.map(|clause| clause.cite.clone()).unwrap_or_default(),
    )
}

/// Late only when the last instant is past.
fn turns_late(part: &PartDue<'_>, last: Timestamp) {
    for (by, is_late) in [(-1, false), (0, false), (1, true)] {
        assert_eq!(part.is_late(Timestamp(last.0 + by)), is_late, "{by}");
    }
}

#[test]
fn homework_is_due_after_the_last_bell_and_later_with_a_reason() {
    let regulation = Regulation::shipped("sgo-154").unwrap();
    let of = morning();
    let part = only(&regulation, WITHOUT_HOMEWORK, &of, false);
    assert_eq!(part.part, LessonPart::Of(Cell::Homework { slot: 0 }));
    let first = at("2026-10-01 15:40");
    assert_eq!(cite(part.due), (first, "п. 2.7 Регламента".to_owned()));
    turns_late(&part, first);
    let second = TIME.end_of_day(day("2026-10-08"));
    let excusable = cite(part.with_reason);
    assert_eq!(excusable, (second, "п. 1.5 Порядка".to_owned()));
    assert_eq!(part.step(at("2026-10-03 12:00")), part.due, "missed");
    // Somebody has written why: now the second step counts.
    let part = only(&regulation, WITHOUT_HOMEWORK, &of, true);
    assert_eq!(part.with_reason, None);
    turns_late(&part, second);
    assert_eq!(part.step(first), part.due);
    assert_eq!(part.step(Timestamp(first.0 + 1)), part.latest);
}

/// «До 16.00», but who ends later is not late before the bell.
#[test]
fn marks_of_a_written_work_have_its_own_days_and_in_the_second_shift_the_bell() {
    let regulation = Regulation::shipped("sgo-154").unwrap();
    let kinds = written();
    let works = [WorkKindId(1), WorkKindId(2)];
    let owed = MarksOwed {
        works: &works,
        point_due: None,
    };
    let of = terms("2026-10-01", "18:50", "18:50", &NO_REST);
    let nothing = Missing::of(true, true, true, Some(7));
    let parts = regulation.lacking(nothing, owed, (&of, &kinds), false);
    assert_eq!(parts.len(), 1, "an answer is not asked of everybody");
    assert_eq!(parts[0].part, LessonPart::Work(WorkKindId(2)));
    let own = TIME.end_of_day(day("2026-10-08"));
    assert_eq!(cite(parts[0].due), (own, "п. 2.5 Регламента".to_owned()));
    turns_late(&parts[0], own);
    let mut without = regulation.clone();
    without.deadlines.works = None;
    let part = without.lacking(nothing, owed, (&of, &kinds), false)[0];
    let bell = at("2026-10-01 18:50");
    assert_eq!(part.due.unwrap().0, bell, "after 16:00");
    turns_late(&part, bell);
}

#[rstest]
#[case::over_a_weekend("2026-10-02", "2026-10-06")]
#[case::from_a_saturday("2026-10-03", "2026-10-06")]
#[case::over_a_holiday("2026-11-03", "2026-11-06")]
fn working_days_leave_out_days_of_rest(#[case] lesson: &str, #[case] last: &str) {
    let mut regulation = Regulation::shipped("sergiev-posad-14").unwrap();
    let topic = regulation.deadlines.topic.as_mut().unwrap();
    topic.due = "2 working days after lesson".parse().unwrap();
    let holiday = DaySpan::new(day("2026-11-04"), day("2026-11-04"));
    let days = WorkDays::new([holiday], []);
    let of = terms(lesson, "10:10", "14:10", &days);
    let part = only(&regulation, WITHOUT_TOPIC, &of, false);
    turns_late(&part, TIME.end_of_day(day(last)));
}

/// Calendar days go on over a Sunday.
#[test]
fn days_of_the_calendar_end_on_a_day_of_rest() {
    let regulation = Regulation::shipped("sergiev-posad-14").unwrap();
    let of = terms("2026-10-02", "10:10", "14:10", &NO_REST);
    let part = only(&regulation, WITHOUT_TOPIC, &of, false);
    turns_late(&part, TIME.end_of_day(day("2026-10-04")));
}

#[test]
fn what_a_regulation_sets_no_term_for_is_never_late() {
    let regulation = Regulation::shipped("epos-ohansk-1").unwrap();
    let of = morning();
    let part = only(&regulation, WITHOUT_TOPIC, &of, false);
    assert_eq!(
        (part.due, part.latest, part.with_reason),
        (None, None, None)
    );
    assert!(!part.is_late(at("2027-05-01 12:00")));
    assert_eq!(part.step(at("2027-05-01 12:00")), None);
}

#[test]
fn a_point_is_due_on_its_own_day_by_nobodys_clause() {
    let regulation = Regulation::shipped("epos-ohansk-1").unwrap();
    let of = morning();
    let owed = MarksOwed {
        works: &[],
        point_due: Some(day("2026-10-05")),
    };
    let nothing = Missing::of(true, true, true, Some(7));
    let parts = regulation.lacking(nothing, owed, (&of, &[]), false);
    let last = TIME.end_of_day(day("2026-10-05"));
    assert_eq!(parts[0].due, Some((last, None)));
    turns_late(&parts[0], last);
    assert_eq!(parts.len(), 1);
}
