//! What the CSV binding of OneRoster 1.2 (1EdTech, document version 5) says of the files that a
//! roster is made of: headers in their order, which must be filled (`!`), what is in them. Written
//! from the binding and from nothing of this program.

use std::collections::{BTreeMap, BTreeSet};

/// A file: its headers with what is in them.
const FILES: &[(&str, &str)] = &[
    (
        "academicSessions",
        "sourcedId! status dateLastModified title! type!=session startDate!=date endDate!=date \
         parentSourcedId=>academicSessions schoolYear!=year",
    ),
    (
        "orgs",
        "sourcedId! status dateLastModified name! type!=org identifier parentSourcedId=>orgs",
    ),
    (
        "courses",
        "sourcedId! status dateLastModified schoolYearSourcedId=>academicSessions title! courseCode \
         grades=grades orgSourcedId!=>orgs subjects subjectCodes",
    ),
    (
        "classes",
        "sourcedId! status dateLastModified title! grades=grades courseSourcedId!=>courses classCode \
         classType!=class location schoolSourcedId!=>orgs termSourcedIds!=>academicSessions subjects \
         subjectCodes periods",
    ),
    (
        "users",
        "sourcedId! status dateLastModified enabledUser!=flag username! userIds givenName! familyName! \
         middleName identifier email sms phone agentSourcedIds=>users grades=grades password \
         userMasterIdentifier preferredGivenName preferredMiddleName preferredFamilyName \
         primaryOrgSourcedId=>orgs pronouns",
    ),
    (
        "roles",
        "sourcedId! status dateLastModified userSourcedId!=>users roleType!=roleType role!=role \
         beginDate=date endDate=date orgSourcedId!=>orgs userProfileSourcedId=>userProfiles",
    ),
    (
        "enrollments",
        "sourcedId! status dateLastModified classSourcedId!=>classes schoolSourcedId!=>orgs \
         userSourcedId!=>users role!=enrolment primary=flag beginDate=date endDate=date",
    ),
    (
        "demographics",
        "sourcedId!=>users status dateLastModified birthDate=date sex=sex \
         americanIndianOrAlaskaNative=flag asian=flag blackOrAfricanAmerican=flag \
         nativeHawaiianOrOtherPacificIslander=flag white=flag demographicRaceTwoOrMoreRaces=flag \
         hispanicOrLatinoEthnicity=flag countryOfBirthCode stateOfBirthAbbreviation cityOfBirth \
         publicSchoolResidenceStatus",
    ),
];

/// Words of the vocabularies; those with `+` may be extended by `ext:`.
const VOCABULARIES: &[(&str, &str)] = &[
    ("session", "+ gradingPeriod semester schoolYear term"),
    ("org", "+ department school district local state national"),
    ("class", "+ homeroom scheduled"),
    ("roleType", "primary secondary"),
    (
        "role",
        "+ aide counselor districtAdministrator guardian parent principal proctor relative \
         siteAdministrator student systemAdministrator teacher",
    ),
    ("enrolment", "+ administrator proctor student teacher"),
    ("sex", "+ male female unspecified other"),
    ("flag", "true false"),
];

/// The files that a manifest speaks of.
const NAMED: &str = "academicSessions categories classes classResources courses courseResources \
    demographics enrollments lineItemLearningObjectiveIds lineItems lineItemScoreScales orgs resources \
    resultLearningObjectiveIds results resultScoreScales roles scoreScales userProfiles userResources \
    users";

/// The rows of the files by their names, headers first.
pub type Package = BTreeMap<String, Vec<Vec<String>>>;

/// Everything in which a package differs from the binding.
pub fn faults(package: &Package) -> Vec<String> {
    let mut faults = manifest(package);
    for (name, rows) in package {
        let Some((_, form)) = FILES.iter().find(|(file, _)| file == name) else {
            if name != "manifest" {
                faults.push(format!("{name}: not a file of a roster"));
            }
            continue;
        };
        faults.extend(file(name, form, rows, package));
    }
    faults.extend(primary_roles(package));
    faults.extend(places_within_sessions(package));
    faults
}

fn manifest(package: &Package) -> Vec<String> {
    let rows = &package["manifest"];
    let mut faults = Vec::new();
    if rows[0] != ["propertyName", "value"] {
        faults.push(format!("manifest: {:?}", rows[0]));
    }
    let said: BTreeMap<_, _> = rows[1..].iter().map(|row| (&*row[0], &*row[1])).collect();
    for (name, value) in [("manifest.version", "1.0"), ("oneroster.version", "1.2")] {
        if said.get(name) != Some(&value) {
            faults.push(format!("manifest: {name}"));
        }
    }
    for name in NAMED.split_whitespace() {
        let mode = if package.contains_key(name) {
            "bulk"
        } else {
            "absent"
        };
        if said.get(format!("file.{name}").as_str()) != Some(&mode) {
            faults.push(format!("manifest: file.{name}"));
        }
    }
    faults
}

fn ids<'a>(package: &'a Package, name: &str) -> BTreeSet<&'a str> {
    let rows = package.get(name).into_iter().flat_map(|rows| &rows[1..]);
    rows.map(|row| row[0].as_str()).collect()
}

fn file(name: &str, form: &str, rows: &[Vec<String>], package: &Package) -> Vec<String> {
    let mut faults = Vec::new();
    let columns: Vec<(&str, bool, &str)> = form
        .split_whitespace()
        .map(|column| {
            let (head, what) = column.split_once('=').unwrap_or((column, ""));
            (head.trim_end_matches('!'), head.ends_with('!'), what)
        })
        .collect();
    let heads: Vec<_> = columns.iter().map(|(head, ..)| *head).collect();
    if rows[0] != heads {
        faults.push(format!("{name}: headers {:?}", rows[0]));
        return faults;
    }
    if rows.len() < 2 {
        faults.push(format!("{name}: no rows, so it may not be there"));
    }
    if ids(package, name).len() != rows.len() - 1 {
        faults.push(format!("{name}: a sourcedId twice"));
    }
    for (row, number) in rows.iter().zip(1..).skip(1) {
        for (cell, (head, required, what)) in row.iter().zip(&columns) {
            let at = || format!("{name} {number} {head}: «{cell}»");
            if cell.is_empty() {
                if *required {
                    faults.push(at());
                }
                continue;
            }
            let fits = match *what {
                "" => true,
                "date" => is_date(cell),
                "year" => cell.len() == 4 && cell.parse::<u16>().is_ok(),
                "grades" => cell.split(',').all(is_grade),
                what => match what.strip_prefix('>') {
                    Some(target) => {
                        let target = ids(package, target);
                        cell.split(',').all(|id| target.contains(id))
                    }
                    None => is_word(what, cell),
                },
            };
            // Of an export of everything both stay empty.
            let is_delta = matches!(*head, "status" | "dateLastModified");
            if !fits || is_delta {
                faults.push(at());
            }
        }
    }
    faults
}

fn is_word(vocabulary: &str, cell: &str) -> bool {
    let (_, words) = VOCABULARIES
        .iter()
        .find(|(name, _)| *name == vocabulary)
        .unwrap();
    let mut words = words.split_whitespace().peekable();
    let extends = words.next_if(|word| *word == "+").is_some();
    words.any(|word| word == cell) || extends && cell.len() > 4 && cell.starts_with("ext:")
}

fn is_date(cell: &str) -> bool {
    cell.len() == 10 && chrono::NaiveDate::parse_from_str(cell, "%Y-%m-%d").is_ok()
}

/// Of the Common Education Data Standards, as far as schools here have them.
fn is_grade(cell: &str) -> bool {
    cell.len() == 2
        && cell
            .parse::<u8>()
            .is_ok_and(|grade| (1..=13).contains(&grade))
}

/// A user has one primary role in a school, and some role.
fn primary_roles(package: &Package) -> Vec<String> {
    let mut primary: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &package["roles"][1..] {
        *primary.entry(&row[3]).or_default() += usize::from(row[4] == "primary");
    }
    let users = ids(package, "users").into_iter();
    let wrong = users.filter(|user| primary.get(user) != Some(&1));
    wrong.map(|user| format!("roles: of {user}")).collect()
}

/// A place begins and ends within the sessions of its class; an end is the first day without.
fn places_within_sessions(package: &Package) -> Vec<String> {
    let of = |name: &str| -> BTreeMap<&str, &Vec<String>> {
        package[name][1..]
            .iter()
            .map(|row| (row[0].as_str(), row))
            .collect()
    };
    let (sessions, classes) = (of("academicSessions"), of("classes"));
    let mut faults = Vec::new();
    for row in &package["enrollments"][1..] {
        let session = sessions[classes[row[3].as_str()][10].split(',').next().unwrap()];
        let (starts, ends) = (&session[5], &session[6]);
        let (begin, end) = (&row[8], &row[9]);
        let fits = (begin.is_empty() || begin >= starts) && end <= ends;
        let is_order = begin.is_empty() || end.is_empty() || begin < end;
        if !fits || !is_order {
            faults.push(format!("enrollments: {row:?}"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Vec<String>> {
        let cells = |line: &&str| line.split('|').map(str::to_owned).collect();
        lines.iter().map(cells).collect()
    }

    /// A check that lets everything through shows nothing.
    #[test]
    fn the_check_itself_finds_what_is_wrong() {
        let orgs = "sourcedId|status|dateLastModified|name|type|identifier|parentSourcedId";
        let of = |lines: &[&str]| {
            let package: Package = [("orgs".to_owned(), rows(lines))].into();
            file("orgs", FILES[1].1, &package["orgs"], &package)
        };
        assert_eq!(of(&[orgs, "1|||Школа|school||"]), [""; 0]);
        for wrong in [
            &["sourcedId|name", "1|Школа"][..],
            &[orgs],
            &[orgs, "1||||school||"],
            &[orgs, "1|||Школа|schule||"],
            &[orgs, "1|||Школа|school||2"],
            &[orgs, "1|active||Школа|school||"],
            &[orgs, "1|||A|school||", "1|||B|school||"],
        ] {
            assert_eq!(of(wrong).len(), 1, "{wrong:?}");
        }
        assert!(!is_date("1.09.2026") && !is_grade("7") && is_word("role", "ext:deputy"));
    }
}
