//! Which sets of students of a FET file become classes, and of how many pupils. The files are cut
//! down to what schools of several countries have in common.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use rstest::rstest;
use school::DemoSpec;
use school::fet::{ClassLevel, FetPlan, ImportSpec, Why, import};
use std::fmt::Write as _;

fn set(element: &str, text: &str, inner: &str) -> String {
    let (name, students) = text.split_once(':').unwrap_or((text, "0"));
    format!(
        "<{element}><Name>{name}</Name><Number_of_Students>{students}</Number_of_Students>{inner}\
         </{element}>"
    )
}

fn group(text: &str) -> String {
    let (name, subgroups) = text.split_once('(').unwrap_or((text, ""));
    let subgroups = subgroups.trim_end_matches(')').split_whitespace();
    let inner: String = subgroups.map(|one| set("Subgroup", one, "")).collect();
    set("Group", name, &inner)
}

/// The plan of a file with these years, «9:50 = IXA, IXB(x y); 5А:24 =», and these hours a week for
/// named sets, «31 IXA; 2 IXA+IXB».
fn plan(years: &str, lessons: &str, asked: Option<ClassLevel>) -> FetPlan {
    let mut students = String::new();
    for year in years.split("; ") {
        let (year, groups) = year.split_once(" =").unwrap();
        let groups = groups
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let groups: String = groups.map(group).collect();
        students += &set("Year", year, &groups);
    }
    let mut activities = String::new();
    let mut rows = String::new();
    for (id, lesson) in lessons.split("; ").enumerate() {
        let (hours, sets) = lesson.split_once(' ').unwrap();
        let named = sets
            .split('+')
            .map(|set| format!("<Students>{set}</Students>"));
        let named: String = named.collect();
        let _ = write!(
            activities,
            "<Activity><Teacher>T</Teacher><Subject>S</Subject>{named}<Duration>{hours}</Duration>\
             <Id>{id}</Id><Active>true</Active></Activity>"
        );
        let _ = writeln!(
            rows,
            "\"{id}\",\"\",\"\",\"{sets}\",\"S\",\"T\",\"\",\"\",\"\""
        );
    }
    let fet = format!(
        "<fet version=\"6.1.5\"><Institution_Name>И</Institution_Name>\
         <Days_List><Day><Name>Пн</Name></Day></Days_List>\
         <Hours_List><Hour><Name>1</Name></Hour></Hours_List>\
         <Subjects_List><Subject><Name>S</Name></Subject></Subjects_List>\
         <Teachers_List><Teacher><Name>T</Name></Teacher></Teachers_List>\
         <Students_List>{students}</Students_List>\
         <Activities_List>{activities}</Activities_List></fet>"
    );
    let csv = format!(
        "\"Activity Id\",\"Day\",\"Hour\",\"Students Sets\",\"Subject\",\"Teachers\",\
         \"Activity Tags\",\"Room\",\"Comments\"\n{rows}"
    );
    let spec = ImportSpec {
        classes: asked,
        ..ImportSpec::new(DemoSpec::NOW, "solo-kommunar-2", "$argon2id$")
    };
    import(&fet, &csv, &spec).unwrap().1
}

fn classes(plan: &FetPlan) -> String {
    let classes = plan.will_come.classes.iter();
    classes
        .map(|class| format!("{}:{}", class.title, class.pupils))
        .collect::<Vec<_>>()
        .join(" ")
}

#[rstest]
#[case::a_year_with_language_groups_is_a_class(
    "5А:24 = 5А-1:10, 5А-2",
    "28 5А; 3 5А-1; 3 5А-2",
    "5А:24"
)]
#[case::groups_that_part_the_year_and_carry_its_hours_are_classes(
    "9:50 = IXA, IXB",
    "1 9; 31 IXA; 30 IXB",
    "IXA:25 IXB:25"
)]
#[case::the_hours_may_stand_in_their_only_subgroups(
    "9: = IXA(a), IXB(b)",
    "31 a; 30 b",
    "IXA:25 IXB:25"
)]
#[case::electives_across_classes_are_no_classes(
    "5 = 5MF(a1 b1), 5DF(a2 b2), 5a(a1 a2), 5b(b1 b2)",
    "28 5a; 28 5b; 2 5MF; 2 5DF",
    "5a:25 5b:25"
)]
#[case::a_school_as_one_year_has_its_classes_in_subgroups(
    "2011-2012:263 = Α(Α1 Α2 Α3), Β(Β1 Β2), ΤΥ(t)",
    "30 Α1; 30 Α2; 30 Α3; 4 Α1+Α2; 34 Β1; 34 Β2; 24 t",
    "Α1:44 Α2:44 Α3:44 Β1:44 Β2:44 ΤΥ:43"
)]
#[case::a_year_of_one_class_is_called_as_its_class("5. = 5.A(x y)", "18 5.A; 9 x; 9 y", "5.A:25")]
#[case::streams_that_meet_for_half_the_week_are_one_class(
    "1º Bach A:100 = GH(p q), HU(r s), Rel(p r), Est(q s); 1º ESO A:30 = Fr, Ref",
    "14 1º Bach A; 15 GH; 15 HU; 1 Rel; 1 Est; 28 1º ESO A; 2 Fr; 2 Ref",
    "1º Bach A:100 1º ESO A:30"
)]
#[case::a_doubtful_year_is_what_the_others_are(
    "10 = 10a, 10b; 11 = 11a, 11b",
    "30 10a; 30 10b; 2 10; 12 11a; 12 11b; 14 11",
    "10a:25 10b:25 11a:25 11b:25"
)]
#[case::no_limit_on_pupils("1º Comercio:1000 =", "30 1º Comercio", "1º Comercio:1000")]
#[case::a_year_of_one_pupil("Eric:1 =", "2 Eric", "Eric:1")]
#[case::the_year_counts_the_pupils_of_its_combinations(
    "2BAC:90 = 2BAC-A(a b c d), 2BAC-B(e f g h), AD(a c e g), PC(b d f h)",
    "20 2BAC-A; 20 2BAC-B; 4 AD; 4 PC",
    "2BAC-A:45 2BAC-B:45"
)]
fn classes_are_who_spends_the_week_together(
    #[case] years: &str,
    #[case] lessons: &str,
    #[case] expected: &str,
) {
    assert_eq!(classes(&plan(years, lessons, None)), expected);
}

#[test]
fn the_person_who_imports_says_otherwise() {
    let asked = |level| {
        let years = "9:50 = 9A(x y), 9B(z), Rel(x z); 5А:24 =";
        classes(&plan(years, "31 9A; 30 9B; 2 Rel; 30 5А", level))
    };
    assert_eq!(asked(None), "9A:25 9B:25 5А:24");
    assert_eq!(asked(Some(ClassLevel::Years)), "9:50 5А:24");
    assert_eq!(asked(Some(ClassLevel::Groups)), "9A:25 9B:25 5А:24");
    assert_eq!(asked(Some(ClassLevel::Subgroups)), "x:17 y:17 z:16 5А:24");
}

#[test]
fn the_plan_says_what_was_taken_and_why() {
    let years = "9 = 9A, 9B; 5А =; 11q = d(x y), e(y z)";
    let lessons = "31 9A; 29 9B; 1 9; 30 5А; 4 d; 4 e";
    let plan = plan(years, lessons, None);
    let told = plan.will_come.divisions.iter();
    let told: Vec<_> = told
        .map(|d| (d.set.as_str(), d.level, d.classes, d.why))
        .collect();
    let hours = Why::Hours {
        apart: 30,
        whole: 1,
    };
    let expected = [
        ("9", ClassLevel::Groups, 2, hours),
        ("5А", ClassLevel::Years, 1, Why::NoParts),
        ("11q", ClassLevel::Years, 1, Why::Overlap),
    ];
    assert_eq!(told, expected);
}
