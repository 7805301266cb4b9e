//! The rows of the table, as the regulations agree upon them.

use super::{Act, Who};
use crate::person::Role;
use crate::person::Role::{
    Admin, Deputy, Director, Hr, Parent, Psychologist, Pupil, Registrar, Scheduler, Teacher,
};
use crate::register::RecordKind::{
    self, BellSchedule, Building, CardCheck, Class, ClassTeacher, Consent, Debt, Decision,
    Employment, Group, Guardianship, Holiday, Journal, Membership, Movement, Office, Order, Period,
    Person, PersonDetails, Post, Request, RequestLine, Room, RuleValue, SchoolCard, SchoolYear,
    Slip, Subject, SubjectRoom, SubjectTeacher, Teaching, Unlock, WorkKind,
};
use crate::register::{Scope, Veil};

/// A row of the table.
pub(super) struct Row {
    pub(super) of: &'static [RecordKind],
    pub(super) who: &'static [Who],
    pub(super) acts: &'static [Act],
    pub(super) scope: Scope,
    pub(super) upto: Veil,
}

const fn row(
    of: &'static [RecordKind],
    who: &'static [Who],
    acts: &'static [Act],
    scope: Scope,
) -> Row {
    Row {
        of,
        who,
        acts,
        scope,
        upto: Veil::Private,
    }
}

impl Row {
    const fn upto(mut self, upto: Veil) -> Self {
        self.upto = upto;
        self
    }
}

const R: &[Act] = &[Act::Read];
const RC: &[Act] = &[Act::Read, Act::Create];
const RU: &[Act] = &[Act::Read, Act::Change];
const W: &[Act] = &[Act::Read, Act::Create, Act::Change, Act::Remove];

const fn of(role: Role) -> Who {
    Who::Role(role)
}

/// Buildings, bells, subjects …: «directories, bells, rooms».
const DIRECTORIES: &[RecordKind] = &[
    Period,
    Holiday,
    Building,
    Room,
    Subject,
    WorkKind,
    Post,
    SubjectTeacher,
    SubjectRoom,
    BellSchedule,
];
const CLASSES: &[RecordKind] = &[Class, Group];
const JOURNALS: &[RecordKind] = &[Journal, Teaching];
/// What is known of a person beside the name, that it may be, and that it was checked.
const CARDS: &[RecordKind] = &[PersonDetails, Consent, CardCheck];
/// And the debts on which conditional promotion rests.
const MOVEMENTS: &[RecordKind] = &[Order, Movement, Debt];
/// What is asked for, with its lines.
const REQUESTS: &[RecordKind] = &[Request, RequestLine];

pub(super) const TABLE: &[Row] = &[
    // What the school says of itself: to everybody (SOLO2-2.2-1a).
    row(&[SchoolCard], &[of(Admin)], W, Scope::School),
    row(
        &[SchoolCard],
        &[
            of(Director),
            of(Deputy),
            of(Teacher),
            of(Psychologist),
            of(Registrar),
            of(Hr),
            of(Scheduler),
            of(Parent),
            of(Pupil),
        ],
        R,
        Scope::School,
    ),
    // The settings, with which a year begins and ends.
    row(&[SchoolYear, RuleValue], &[of(Admin)], W, Scope::School),
    row(
        &[SchoolYear, RuleValue],
        &[
            of(Director),
            of(Deputy),
            of(Teacher),
            of(Psychologist),
            of(Registrar),
            of(Hr),
            of(Scheduler),
        ],
        R,
        Scope::School,
    ),
    row(DIRECTORIES, &[of(Admin), of(Deputy)], W, Scope::School),
    row(
        DIRECTORIES,
        &[
            of(Director),
            of(Teacher),
            of(Psychologist),
            of(Registrar),
            of(Hr),
            of(Scheduler),
        ],
        R,
        Scope::School,
    ),
    // Names: of pupils and parents, of the staff.
    row(
        &[Person],
        &[of(Admin), of(Director), of(Deputy), of(Psychologist)],
        R,
        Scope::School,
    ),
    row(&[Person], &[of(Registrar)], W, Scope::Families),
    row(&[Person], &[of(Hr)], W, Scope::Staff),
    row(&[Person], &[Who::ClassTeacher], W, Scope::OwnClass),
    row(&[Person], &[of(Teacher)], R, Scope::OwnGroups),
    row(
        &[Person],
        &[of(Teacher), of(Registrar), of(Scheduler)],
        R,
        Scope::Staff,
    ),
    row(&[Person], &[of(Parent), of(Pupil)], R, Scope::Own),
    row(&[Person], &[of(Parent)], R, Scope::OwnChildren),
    // The cards themselves.
    row(
        CARDS,
        &[of(Admin), of(Director), of(Deputy)],
        R,
        Scope::School,
    ),
    row(&[Consent], &[of(Admin)], W, Scope::School),
    row(&[Consent], &[Who::ClassTeacher], W, Scope::OwnClass),
    row(&[CardCheck], &[Who::ClassTeacher], W, Scope::OwnClass),
    row(CARDS, &[of(Registrar)], W, Scope::Families),
    row(CARDS, &[of(Hr)], W, Scope::Staff),
    row(&[PersonDetails], &[Who::ClassTeacher], W, Scope::OwnClass).upto(Veil::Personal),
    row(&[PersonDetails], &[of(Psychologist)], R, Scope::OwnGroups).upto(Veil::Personal),
    row(
        CARDS,
        &[of(Teacher), of(Psychologist), of(Parent), of(Pupil)],
        R,
        Scope::Own,
    ),
    row(CARDS, &[of(Parent)], R, Scope::OwnChildren),
    // Windows are opened again by the administrator (SP14-13f); whoever keeps journals sees it.
    row(&[Unlock], &[of(Admin)], W, Scope::School),
    row(
        &[Unlock],
        &[of(Director), of(Deputy), of(Teacher)],
        R,
        Scope::School,
    ),
    // Who asks, who decides and who is told of it (SGO154P-1.5.12). A decision stays; whose it is, the
    // regulation says.
    row(REQUESTS, &[of(Teacher)], W, Scope::Own),
    row(
        REQUESTS,
        &[of(Admin), of(Director), of(Deputy)],
        R,
        Scope::School,
    ),
    row(&[Decision], &[of(Admin), of(Deputy)], RC, Scope::School),
    row(&[Decision], &[of(Director)], R, Scope::School),
    row(&[Decision], &[of(Teacher)], R, Scope::Own),
    // What was given out and signed for, by who gives it (SGO154P-1.2.1, SGO154P-1.4.4).
    row(&[Slip], &[of(Admin)], W, Scope::School),
    row(&[Slip], &[of(Director), of(Deputy)], R, Scope::School),
    row(&[Slip], &[Who::ClassTeacher], W, Scope::OwnClass),
    // Who represents whom.
    row(
        &[Guardianship],
        &[of(Admin), of(Director), of(Deputy)],
        R,
        Scope::School,
    ),
    row(&[Guardianship], &[of(Registrar)], W, Scope::Families),
    row(&[Guardianship], &[Who::ClassTeacher], W, Scope::OwnClass),
    row(&[Guardianship], &[of(Psychologist)], R, Scope::OwnGroups),
    row(&[Guardianship], &[of(Parent), of(Pupil)], R, Scope::Own),
    // Posts, which give no right (SOLO2-2.2-3c).
    row(
        &[Employment],
        &[of(Admin), of(Director), of(Deputy)],
        R,
        Scope::School,
    ),
    row(&[Employment], &[of(Hr)], W, Scope::Staff),
    row(
        &[Employment],
        &[of(Teacher), of(Psychologist)],
        R,
        Scope::Own,
    ),
    // Only an administrator gives roles (SOLO2-3.2.1a).
    row(&[Office], &[of(Admin)], W, Scope::School),
    row(&[Office], &[of(Director), of(Deputy)], R, Scope::School),
    row(
        CLASSES,
        &[of(Admin), of(Deputy), of(Registrar)],
        W,
        Scope::School,
    ),
    row(
        CLASSES,
        &[of(Director), of(Psychologist), of(Scheduler)],
        R,
        Scope::School,
    ),
    row(CLASSES, &[of(Teacher)], R, Scope::OwnGroups),
    row(&[Class], &[Who::ClassTeacher], RU, Scope::OwnClass),
    row(&[Group], &[Who::ClassTeacher], W, Scope::OwnClass),
    // Who appoints class teachers (SGO154-3.1.11b, SOLO2-4.6d).
    row(&[ClassTeacher], &[of(Admin), of(Deputy)], W, Scope::School),
    row(
        &[ClassTeacher],
        &[of(Director), of(Psychologist), of(Registrar), of(Scheduler)],
        R,
        Scope::School,
    ),
    row(&[ClassTeacher], &[of(Teacher)], R, Scope::OwnGroups),
    row(&[ClassTeacher], &[Who::ClassTeacher], R, Scope::OwnClass),
    row(
        &[Membership],
        &[of(Admin), of(Deputy), of(Registrar)],
        W,
        Scope::School,
    ),
    row(
        &[Membership],
        &[of(Director), of(Psychologist), of(Scheduler)],
        R,
        Scope::School,
    ),
    row(&[Membership], &[of(Teacher)], R, Scope::OwnGroups),
    row(&[Membership], &[Who::ClassTeacher], W, Scope::OwnClass),
    // Who teaches whom what (SOLO2-4.6e).
    row(JOURNALS, &[of(Admin), of(Deputy)], W, Scope::School),
    row(
        JOURNALS,
        &[
            of(Director),
            of(Teacher),
            of(Psychologist),
            of(Registrar),
            of(Hr),
            of(Scheduler),
        ],
        R,
        Scope::School,
    ),
    // The book of movement (SOLO2-10.1b).
    row(
        MOVEMENTS,
        &[of(Admin), of(Deputy), of(Registrar)],
        W,
        Scope::School,
    ),
    row(MOVEMENTS, &[of(Director)], R, Scope::School),
    row(&[Debt], &[of(Teacher)], R, Scope::OwnGroups),
    row(&[Debt], &[Who::ClassTeacher], R, Scope::OwnClass),
];
