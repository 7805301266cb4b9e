//! The files of a package and their headers, in the order in which the binding tells them.

/// A file of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Its name without `.csv`.
    pub name: &'static str,
    /// Its headers; of a file that is never written, none.
    pub headers: &'static [&'static str],
}

/// The file that names the others.
pub const MANIFEST: Form = Form {
    name: "manifest",
    headers: &["propertyName", "value"],
};

/// Every other file; the manifest says of each whether it is there.
pub const FORMS: &[Form] = &[
    form(
        "academicSessions",
        &[
            "sourcedId",
            "status",
            "dateLastModified",
            "title",
            "type",
            "startDate",
            "endDate",
            "parentSourcedId",
            "schoolYear",
        ],
    ),
    form("categories", &[]),
    form(
        "classes",
        &[
            "sourcedId",
            "status",
            "dateLastModified",
            "title",
            "grades",
            "courseSourcedId",
            "classCode",
            "classType",
            "location",
            "schoolSourcedId",
            "termSourcedIds",
            "subjects",
            "subjectCodes",
            "periods",
        ],
    ),
    form("classResources", &[]),
    form(
        "courses",
        &[
            "sourcedId",
            "status",
            "dateLastModified",
            "schoolYearSourcedId",
            "title",
            "courseCode",
            "grades",
            "orgSourcedId",
            "subjects",
            "subjectCodes",
        ],
    ),
    form("courseResources", &[]),
    form(
        "demographics",
        &[
            "sourcedId",
            "status",
            "dateLastModified",
            "birthDate",
            "sex",
            "americanIndianOrAlaskaNative",
            "asian",
            "blackOrAfricanAmerican",
            "nativeHawaiianOrOtherPacificIslander",
            "white",
            "demographicRaceTwoOrMoreRaces",
            "hispanicOrLatinoEthnicity",
            "countryOfBirthCode",
            "stateOfBirthAbbreviation",
            "cityOfBirth",
            "publicSchoolResidenceStatus",
        ],
    ),
    form(
        "enrollments",
        &[
            "sourcedId",
            "status",
            "dateLastModified",
            "classSourcedId",
            "schoolSourcedId",
            "userSourcedId",
            "role",
            "primary",
            "beginDate",
            "endDate",
        ],
    ),
    form("lineItemLearningObjectiveIds", &[]),
    form("lineItems", &[]),
    form("lineItemScoreScales", &[]),
    form(
        "orgs",
        &[
            "sourcedId",
            "status",
            "dateLastModified",
            "name",
            "type",
            "identifier",
            "parentSourcedId",
        ],
    ),
    form("resources", &[]),
    form("resultLearningObjectiveIds", &[]),
    form("results", &[]),
    form("resultScoreScales", &[]),
    form(
        "roles",
        &[
            "sourcedId",
            "status",
            "dateLastModified",
            "userSourcedId",
            "roleType",
            "role",
            "beginDate",
            "endDate",
            "orgSourcedId",
            "userProfileSourcedId",
        ],
    ),
    form("scoreScales", &[]),
    form("userProfiles", &[]),
    form("userResources", &[]),
    form(
        "users",
        &[
            "sourcedId",
            "status",
            "dateLastModified",
            "enabledUser",
            "username",
            "userIds",
            "givenName",
            "familyName",
            "middleName",
            "identifier",
            "email",
            "sms",
            "phone",
            "agentSourcedIds",
            "grades",
            "password",
            "userMasterIdentifier",
            "preferredGivenName",
            "preferredMiddleName",
            "preferredFamilyName",
            "primaryOrgSourcedId",
            "pronouns",
        ],
    ),
];

/// Whether a package has a file of that name, without `.csv`.
pub fn is_file(name: &str) -> bool {
    name == MANIFEST.name || FORMS.iter().any(|form| form.name == name)
}

const fn form(name: &'static str, headers: &'static [&'static str]) -> Form {
    Form { name, headers }
}

/// The headers of a file.
pub(super) fn headers(name: &str) -> &'static [&'static str] {
    let form = FORMS.iter().find(|form| form.name == name);
    form.map_or(&[], |form| form.headers)
}
