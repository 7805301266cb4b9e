//! What must hold of the fictional school, whatever the seed.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use chrono::{Datelike, NaiveDate, Weekday};
use journal::{
    Attendance, Edit, JournalId, Lesson, LessonId, MarkValue, PersonId, PupilId, Role, Sheet,
    Timestamp,
};
use rstest::rstest;
use school::calendar::SchoolYear;
use school::{DemoSpec, Size, demo, demo_logins};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use storage::Bundle;

fn spec(size: Size, seed: u64) -> DemoSpec {
    DemoSpec {
        size,
        seed,
        ..DemoSpec::new("solo-kommunar-2", "$argon2id$v=19$demo")
    }
}

fn hash(bundle: &Bundle) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{bundle:?}").hash(&mut hasher);
    hasher.finish()
}

/// A pupil with the first and the last day in a group.
type Stay = (PupilId, Option<NaiveDate>, Option<NaiveDate>);

struct Index<'a> {
    bundle: &'a Bundle,
    /// Members of a group with their days.
    members: HashMap<i64, Vec<Stay>>,
}

impl<'a> Index<'a> {
    fn new(bundle: &'a Bundle) -> Self {
        let mut members: HashMap<_, Vec<_>> = HashMap::new();
        for row in &bundle.memberships {
            members
                .entry(row.group.0)
                .or_default()
                .push((row.pupil, row.from, row.until));
        }
        Self { bundle, members }
    }

    fn group(&self, journal: JournalId) -> i64 {
        self.bundle.journals[usize::try_from(journal.0 - 1).unwrap()]
            .group
            .0
    }

    fn members_on(&self, lesson: &Lesson) -> HashSet<PupilId> {
        self.members[&self.group(lesson.journal)]
            .iter()
            .filter(|(_, from, until)| {
                from.is_none_or(|d| d <= lesson.date) && until.is_none_or(|d| lesson.date <= d)
            })
            .map(|(pupil, ..)| *pupil)
            .collect()
    }
}

#[rstest]
#[case(Size::Small, 2026)]
#[case(Size::Small, 1)]
#[case(Size::School, 2026)]
fn nobody_and_no_room_is_booked_twice(#[case] size: Size, #[case] seed: u64) {
    let bundle = demo::build(&spec(size, seed));
    let index = Index::new(&bundle);
    let week: Vec<&Lesson> = bundle
        .lessons
        .iter()
        .filter(|l| l.date >= day("2026-09-07") && l.date <= day("2026-09-11"))
        .collect();
    let mut by_day: BTreeMap<NaiveDate, Vec<&Lesson>> = BTreeMap::new();
    for lesson in week {
        by_day.entry(lesson.date).or_default().push(lesson);
    }
    assert_eq!(by_day.len(), 5);
    for lessons in by_day.values() {
        let mut pupils: HashMap<PupilId, Vec<u8>> = HashMap::new();
        let sets: Vec<_> = lessons
            .iter()
            .map(|lesson| index.members_on(lesson))
            .collect();
        for (at, one) in lessons.iter().enumerate() {
            for pupil in &sets[at] {
                pupils.entry(*pupil).or_default().push(one.number);
            }
            for (other, two) in lessons.iter().enumerate().skip(at + 1) {
                if one.starts < two.ends && two.starts < one.ends {
                    assert_ne!(one.teacher, two.teacher, "{one:?} {two:?}");
                    assert_ne!(one.room, two.room, "{one:?} {two:?}");
                    assert!(sets[at].is_disjoint(&sets[other]), "{one:?} {two:?}");
                }
            }
        }
        for numbers in pupils.values_mut() {
            numbers.sort_unstable();
            let full: Vec<u8> = (1..).take(numbers.len()).collect();
            assert_eq!(*numbers, full, "a gap in a pupil's day");
            assert!(numbers.len() <= 7);
        }
    }
}

#[test]
fn the_whole_school_is_of_a_real_schools_size() {
    let bundle = demo::build(&spec(Size::School, 2026));
    assert_eq!(bundle.classes.len(), 33);
    let teaching: HashSet<PersonId> = bundle.lessons.iter().map(|l| l.teacher).collect();
    assert_eq!(teaching.len(), 60);
    let pupils = bundle.enrolments.len();
    assert!((800..=960).contains(&pupils), "{pupils}");
    assert_eq!(bundle.bells.len(), 2);
    assert_eq!(bundle.periods.len(), 4);
    let logins: HashSet<_> = bundle
        .people
        .iter()
        .filter_map(|p| p.login.as_deref())
        .collect();
    assert_eq!(logins.len(), bundle.people.len());
    for role in Role::ALL {
        assert!(bundle.people.iter().any(|p| p.roles.has(role)), "{role:?}");
    }
    let second = bundle.lessons.iter().filter(|l| l.minutes() == 40).count();
    assert!(second > 1_000 && second < bundle.lessons.len() / 3);
    assert!(
        (80_000..160_000).contains(&bundle.history.len()),
        "{}",
        bundle.history.len()
    );
}

#[rstest]
#[case(Size::Small)]
#[case(Size::School)]
fn subgroups_part_their_class(#[case] size: Size) {
    let bundle = demo::build(&spec(size, 2026));
    let index = Index::new(&bundle);
    let mut by_kind: BTreeMap<(i64, String), Vec<PupilId>> = BTreeMap::new();
    let mut whole: HashMap<i64, Vec<PupilId>> = HashMap::new();
    for group in &bundle.groups {
        let class = group.class.unwrap().0;
        let members = index.members[&group.id.0].iter().map(|m| m.0);
        match group.title.split_once(" · ") {
            None => whole.entry(class).or_default().extend(members),
            Some((_, kind)) => {
                let kind = match kind {
                    "мальчики" | "девочки" => "труд",
                    kind => kind.split_once(',').unwrap().0,
                };
                by_kind
                    .entry((class, kind.to_owned()))
                    .or_default()
                    .extend(members);
            }
        }
    }
    assert!(by_kind.len() >= 7);
    for ((class, kind), mut members) in by_kind {
        members.sort();
        let mut all = whole[&class].clone();
        all.sort();
        assert_eq!(members, all, "class {class}: {kind}");
    }
    for (class, members) in &whole {
        assert!(
            (22..=30).contains(&members.len()),
            "class {class}: {}",
            members.len()
        );
        let keys: Vec<_> = members
            .iter()
            .map(|pupil| {
                bundle.people[usize::try_from(pupil.0 - 1).unwrap()]
                    .name
                    .sort_key()
            })
            .collect();
        assert!(keys.is_sorted(), "class {class}");
    }
}

#[test]
fn ids_are_dense_and_a_pupil_is_a_person() {
    let bundle = demo::build(&spec(Size::Small, 2026));
    let dense = |ids: Vec<i64>| assert_eq!(ids, (1..).take(ids.len()).collect::<Vec<i64>>());
    dense(bundle.people.iter().map(|row| row.id.0).collect());
    dense(bundle.classes.iter().map(|row| row.id.0).collect());
    dense(bundle.groups.iter().map(|row| row.id.0).collect());
    dense(bundle.journals.iter().map(|row| row.id.0).collect());
    dense(bundle.plans.iter().map(|row| row.id.0).collect());
    dense(bundle.lessons.iter().map(|row| row.id.0).collect());
    dense(bundle.subjects.iter().map(|row| row.id).collect());
    dense(bundle.work_kinds.iter().map(|row| row.id.0).collect());
    for row in &bundle.enrolments {
        let person = &bundle.people[usize::try_from(row.pupil.0 - 1).unwrap()];
        assert!(person.roles.has(Role::Pupil));
    }
}

#[test]
fn a_plan_has_a_row_for_every_hour_of_its_year() {
    let bundle = demo::build(&spec(Size::School, 2026));
    let mut rows: HashMap<JournalId, u32> = HashMap::new();
    for row in &bundle.plans {
        *rows.entry(row.journal).or_default() += 1;
        assert_eq!(u32::from(row.number), rows[&row.journal]);
        assert!(row.title.chars().count() < 200, "{}", row.title);
    }
    let mut weekly: HashMap<JournalId, u32> = HashMap::new();
    let week = day("2026-09-07")..=day("2026-09-11");
    for lesson in bundle.lessons.iter().filter(|l| week.contains(&l.date)) {
        *weekly.entry(lesson.journal).or_default() += 1;
    }
    for journal in &bundle.journals {
        let group = &bundle.groups[usize::try_from(journal.group.0 - 1).unwrap()];
        let class = &bundle.classes[usize::try_from(group.class.unwrap().0 - 1).unwrap()];
        let weeks = if class.grade == 1 { 33 } else { 34 };
        assert_eq!(
            rows[&journal.id],
            weekly[&journal.id] * weeks,
            "{}",
            group.title
        );
    }
}

#[rstest]
#[case(Size::Small, 2026, DemoSpec::NOW)]
#[case(Size::Small, 9, at("2026-11-18T13:30"))]
#[case(Size::Small, 9, at("2027-02-24T16:00"))]
#[case(Size::Small, 9, at("2026-09-01T08:35"))]
#[case(Size::School, 2026, DemoSpec::NOW)]
fn the_history_is_a_valid_log(#[case] size: Size, #[case] seed: u64, #[case] now: Timestamp) {
    let bundle = demo::build(&DemoSpec {
        now,
        ..spec(size, seed)
    });
    let index = Index::new(&bundle);
    let lessons: HashMap<LessonId, &Lesson> = bundle.lessons.iter().map(|l| (l.id, l)).collect();
    let year = SchoolYear::beginning(2026);
    for lesson in &bundle.lessons {
        assert!(year.is_school_day(lesson.date), "{lesson:?}");
    }
    let mut ids = HashSet::new();
    let mut seen = HashSet::new();
    for page in bundle
        .history
        .chunk_by(|a, b| a.change.lesson == b.change.lesson)
    {
        let lesson = lessons[&page[0].change.lesson];
        assert!(
            seen.insert(lesson.id),
            "the lesson's changes do not stand together"
        );
        let members = index.members_on(lesson);
        let mut sheet = Sheet::new(lesson.clone());
        let mut last = Timestamp(0);
        for past in page {
            let change = &past.change;
            assert!(last <= change.made_at);
            last = change.made_at;
            assert!(change.made_at <= past.received_at && past.received_at <= now);
            assert!(ids.insert(change.id), "an id twice");
            assert_eq!(change.id.0.get_version_num(), 7);
            assert_eq!(
                sheet.content(change.edit.cell()),
                change.edit.clone().into_contents().0,
                "{change:?}"
            );
            sheet
                .apply(change, past.by, |pupil| members.contains(&pupil))
                .unwrap();
            let reason = matches!(change.edit, Edit::Reason { .. });
            assert!(reason || past.by == lesson.teacher);
            assert!(reason || change.made_at >= lesson.bells(bundle.school.time).0);
        }
        for (pupil, entry) in &sheet.entries {
            if matches!(entry.attendance, Attendance::Absent | Attendance::Exempt) {
                assert!(entry.marks.is_empty(), "{pupil} was away: {entry:?}");
            }
        }
    }
}

#[test]
fn the_first_grade_has_no_marks_and_the_others_have_all_kinds() {
    let bundle = demo::build(&spec(Size::School, 2026));
    let first: HashSet<i64> = bundle
        .classes
        .iter()
        .filter(|class| class.grade == 1)
        .map(|class| class.id.0)
        .collect();
    let grade_one = |lesson: LessonId| {
        let lesson = &bundle.lessons[usize::try_from(lesson.0 - 1).unwrap()];
        let journal = &bundle.journals[usize::try_from(lesson.journal.0 - 1).unwrap()];
        let group = &bundle.groups[usize::try_from(journal.group.0 - 1).unwrap()];
        first.contains(&group.class.unwrap().0)
    };
    let (mut points, mut doubles, mut exempt, mut comments) = (0, 0, 0, 0);
    let mut grades = [0u32; 6];
    let (mut late, mut away, mut confirmed) = (0, 0, 0);
    for past in &bundle.history {
        match &past.change.edit {
            Edit::Mark { step, .. } => {
                assert!(!grade_one(past.change.lesson));
                let Some(mark) = &step.new else { continue };
                comments += u32::from(mark.comment.is_some());
                match mark.value {
                    MarkValue::Grade(grade) => grades[usize::from(grade.value())] += 1,
                    MarkValue::Double(..) => doubles += 1,
                    MarkValue::Exempt => exempt += 1,
                    MarkValue::Point { .. } => points += 1,
                    _ => {}
                }
            }
            Edit::Attendance { step, .. } => match step.new {
                Attendance::Late { .. } => late += 1,
                Attendance::Absent => away += 1,
                _ => {}
            },
            Edit::Reason { step, .. } => {
                let reason = step.new.as_ref().unwrap();
                confirmed += u32::from(reason.document.is_some());
            }
            _ => {}
        }
    }
    assert!(points > 20 && doubles > 500 && exempt > 20 && comments > 200);
    assert!(late > 500 && away > 5_000 && confirmed > 2_000);
    assert!(
        grades[5] > 5_000 && grades[4] > grades[3] && grades[2] > 300,
        "{grades:?}"
    );
    assert_eq!(grades[1], 0);
}

#[test]
fn the_same_seed_gives_the_same_school_and_another_seed_another() {
    let one = hash(&demo::build(&spec(Size::Small, 2026)));
    assert_eq!(one, hash(&demo::build(&spec(Size::Small, 2026))));
    assert_ne!(one, hash(&demo::build(&spec(Size::Small, 2027))));
}

#[rstest]
#[case(Size::Small, 2026)]
#[case(Size::Small, 5)]
#[case(Size::School, 2026)]
#[case(Size::School, 5)]
fn at_the_bell_orlova_has_algebra_in_7b(#[case] size: Size, #[case] seed: u64) {
    let bundle = demo::build(&spec(size, seed));
    let orlova = bundle
        .people
        .iter()
        .find(|p| p.login.as_deref() == Some("orlova"))
        .unwrap();
    assert_eq!(orlova.name.initialed(), "Орлова Т. А.");
    let today = day("2026-11-16");
    let hers = |date| {
        bundle
            .lessons
            .iter()
            .filter(move |l| l.teacher == orlova.id && l.date == date)
    };
    let running = hers(today).find(|lesson| lesson.number == 2).unwrap();
    assert_eq!(
        (running.starts.to_string(), running.ends.to_string()),
        ("09:25:00".into(), "10:10:00".into())
    );
    assert_eq!(running.room.as_deref(), Some("21"));
    let journal = &bundle.journals[usize::try_from(running.journal.0 - 1).unwrap()];
    let group = &bundle.groups[usize::try_from(journal.group.0 - 1).unwrap()];
    assert_eq!(group.title, "7Б");
    assert_eq!(
        bundle.subjects[usize::try_from(journal.subject - 1).unwrap()].title,
        "Алгебра"
    );
    let class = bundle
        .classes
        .iter()
        .find(|class| class.title == "7Б")
        .unwrap();
    assert_eq!(class.class_teacher, Some(orlova.id));
    assert_eq!(Index::new(&bundle).members_on(running).len(), 27);

    let sheets = sheets(&bundle);
    let sheet = |lesson: &Lesson| {
        sheets
            .get(&lesson.id)
            .cloned()
            .unwrap_or_else(|| Sheet::new(lesson.clone()))
    };
    let now = sheet(running);
    assert!(now.roll_call.is_none() && now.topic.is_none() && now.homework.is_empty());
    let announced = now
        .entries
        .values()
        .filter(|entry| entry.reason.is_some())
        .count();
    assert!(announced >= 1 && now.entries.values().all(|entry| entry.marks.is_empty()));

    let first = sheet(hers(today).find(|lesson| lesson.number == 1).unwrap());
    assert!(first.roll_call.is_some() && first.topic.is_some() && first.homework.is_empty());
    let earlier: Vec<Sheet> = bundle
        .lessons
        .iter()
        .filter(|lesson| lesson.teacher == orlova.id && lesson.date < today)
        .map(sheet)
        .collect();
    let (last, earlier) = earlier.split_last().unwrap();
    assert!(last.roll_call.is_some() && last.topic.is_some() && last.homework.is_empty());
    assert!(last.lesson.date >= day("2026-11-12"));
    let left_out = earlier
        .iter()
        .filter(|s| s.roll_call.is_none() || s.homework.is_empty())
        .count();
    assert_eq!(left_out, 0);
}

fn sheets(bundle: &Bundle) -> HashMap<LessonId, Sheet> {
    let mut sheets: HashMap<LessonId, Sheet> = HashMap::new();
    for past in &bundle.history {
        let at = usize::try_from(past.change.lesson.0 - 1).unwrap();
        let lesson = &bundle.lessons[at];
        let sheet = sheets
            .entry(lesson.id)
            .or_insert_with(|| Sheet::new(lesson.clone()));
        sheet.apply(&past.change, past.by, |_| true).unwrap();
    }
    sheets
}

#[rstest]
#[case(Size::Small)]
#[case(Size::School)]
fn every_role_can_sign_in_and_two_teachers_are_in_class(#[case] size: Size) {
    let bundle = demo::build(&spec(size, 2026));
    let logins = demo_logins(&bundle, DemoSpec::NOW);
    let of = |flag: &str| logins.iter().find(|login| login.role_flag == flag).unwrap();
    assert_eq!(of("teacher").login, "orlova");
    assert!(of("teacher").title.contains("Алгебра") && of("teacher").title.contains("7Б"));
    assert_ne!(of("class-teacher").person, of("teacher").person);
    let time = bundle.school.time.local(DemoSpec::NOW);
    assert!(bundle.lessons.iter().any(|l| {
        l.teacher == of("class-teacher").person
            && l.date == time.date()
            && (l.starts..l.ends).contains(&time.time())
    }));
    for flag in [
        "deputy",
        "director",
        "admin",
        "parent",
        "pupil",
        "psychologist",
        "registrar",
        "hr",
        "scheduler",
        "district",
        "first-sign-in",
    ] {
        let person = bundle
            .people
            .iter()
            .find(|p| p.id == of(flag).person)
            .unwrap();
        assert_eq!(person.must_change_password, flag == "first-sign-in");
        assert!(person.password_hash.is_some());
    }
    assert_eq!(
        bundle
            .people
            .iter()
            .filter(|p| p.must_change_password)
            .count(),
        1
    );
    assert!(of("parent").title.contains("7Б") && of("pupil").title.contains("7Б"));
    for row in &bundle.guardians {
        let parent = bundle.people.iter().find(|p| p.id == row.parent).unwrap();
        let child = &bundle.people[usize::try_from(row.pupil.0 - 1).unwrap()];
        assert!(parent.roles.has(Role::Parent) && child.roles.has(Role::Pupil));
        let stem = |last: &str| last.chars().take(4).collect::<String>();
        assert_eq!(stem(&parent.name.last), stem(&child.name.last));
    }
}

#[rstest]
#[case("2026-08-20T12:00", 0)]
#[case("2026-10-28T12:00", 1)]
#[case("2026-11-14T12:00", 1)]
#[case("2027-05-20T11:40", 1)]
#[case("2025-12-01T10:00", 1)]
fn other_moments_work_too(#[case] now: &str, #[case] past: usize) {
    let now = at(now);
    let bundle = demo::build(&DemoSpec {
        now,
        ..spec(Size::Small, 2026)
    });
    assert_eq!(usize::from(!bundle.history.is_empty()), past);
    let today = bundle.school.time.local(now).date();
    assert!(bundle.lessons.iter().any(|lesson| lesson.date > today));
    assert!(
        bundle
            .lessons
            .iter()
            .all(|lesson| !matches!(lesson.date.weekday(), Weekday::Sat | Weekday::Sun))
    );
    assert!(
        demo_logins(&bundle, now)
            .iter()
            .any(|login| login.role_flag == "teacher")
    );
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    journal::SchoolTime::MOSCOW.instant(local)
}
