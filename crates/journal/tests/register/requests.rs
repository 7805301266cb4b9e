//! Requests, what is decided of them and what a granted one allows (SGO154P-1.5.12).

use crate::support::*;
use journal::register::*;
use journal::{Edit, FromTo, JournalId, PeriodId, PersonId, PupilId, SheetId};
use rstest::rstest;

const REQUEST: RequestId = RequestId(1);

fn undecided() -> Register {
    let mut register = school();
    register.put(at(RecordKind::Decision, 1), None);
    register
}

fn decision(decided: Decided) -> Record {
    Record::Decision(DecisionRecord {
        request: REQUEST,
        decided,
        note: String::new(),
    })
}

fn decided(how: Decided) -> Register {
    let mut register = undecided();
    register.put(at(RecordKind::Decision, 1), Some(decision(how)));
    register
}

fn asked(register: &Register) -> (SheetId, Edit) {
    register.asked_of(REQUEST).remove(0)
}

#[test]
fn a_request_asks_for_the_marks_of_its_lines() {
    let register = undecided();
    let (sheet, edit) = asked(&register);
    let (journal, period) = (JournalId(1), PeriodId(1));
    assert_eq!(sheet, SheetId::Term { journal, period });
    let step = FromTo::new("3".parse().unwrap(), "4".parse().unwrap());
    let pupil = PupilId(3);
    assert_eq!(edit, Edit::PeriodMark { pupil, step });
}

#[rstest]
#[case::undecided(None, false)]
#[case::granted(Some(Decided::Granted), true)]
#[case::declined(Some(Decided::Declined), false)]
fn only_a_request_that_was_granted_allows_what_it_asks_for(
    #[case] how: Option<Decided>,
    #[case] allows: bool,
) {
    let register = how.map_or_else(undecided, decided);
    let (sheet, edit) = asked(&register);
    assert_eq!(register.grants(REQUEST, sheet, &edit), allows);
    // Exactly that: not back, not in another place, not by another request.
    assert!(!register.grants(REQUEST, sheet, &edit.clone().inverse()));
    let elsewhere = SheetId::Term {
        journal: JournalId(1),
        period: PeriodId(2),
    };
    assert!(!register.grants(REQUEST, elsewhere, &edit));
    assert!(!register.grants(RequestId(2), sheet, &edit));
}

#[test]
fn what_was_decided_upon_stays() {
    let register = decided(Decided::Declined);
    for (kind, other) in [
        (
            RecordKind::Request,
            Record::Request(RequestRecord {
                teacher: PersonId(1),
                journal: JournalId(1),
                day: day("30.10.2026"),
                reason: "другая причина".to_owned(),
                ..RequestRecord::default()
            }),
        ),
        (
            RecordKind::RequestLine,
            Record::RequestLine(RequestLineRecord {
                request: REQUEST,
                pupil: PupilId(3),
                period: PeriodId(1),
                was: AskedMark::Three,
                becomes: AskedMark::Five,
            }),
        ),
    ] {
        let change = to(&register, at(kind, 1), Some(other.clone()));
        let Err(Refusal::Invalid { faults }) = checked(&register, &change) else {
            panic!("{kind} was changed");
        };
        assert!(matches!(
            faults[..],
            [FieldFault {
                fault: Fault::Decided { .. },
                ..
            }]
        ));
        assert!(checked(&undecided(), &change).is_ok(), "{kind}");
        let removal = to(&register, at(kind, 1), None);
        assert!(checked(&register, &removal).is_err(), "{kind}");
    }
    let line = Record::RequestLine(RequestLineRecord {
        request: REQUEST,
        pupil: PupilId(2),
        period: PeriodId(1),
        was: AskedMark::Three,
        becomes: AskedMark::Five,
    });
    let added = to(&register, at(RecordKind::RequestLine, 2), Some(line));
    assert!(checked(&register, &added).is_err(), "a line more");
    assert!(checked(&undecided(), &added).is_ok());
    let again = to(
        &register,
        at(RecordKind::Decision, 2),
        Some(decision(Decided::Granted)),
    );
    assert!(checked(&register, &again).is_err(), "it is decided once");
}

#[rstest]
#[case::the_same_mark("becomes", AskedMark::Three, AskedMark::Three, 1)]
#[case::before_its_period("period", AskedMark::Three, AskedMark::Four, 2)]
fn a_line_that_cannot_be_meant_is_refused(
    #[case] field: &str,
    #[case] was: AskedMark,
    #[case] becomes: AskedMark,
    #[case] period: i64,
) {
    let register = undecided();
    let line = Record::RequestLine(RequestLineRecord {
        request: REQUEST,
        pupil: PupilId(3),
        period: PeriodId(period),
        was,
        becomes,
    });
    let change = to(&register, at(RecordKind::RequestLine, 1), Some(line));
    let Err(Refusal::Invalid { faults }) = checked(&register, &change) else {
        panic!("it was taken");
    };
    assert_eq!(
        faults
            .iter()
            .map(|it| it.field.as_str())
            .collect::<Vec<_>>(),
        [field]
    );
}

#[rstest]
#[case::granted(Decided::Granted, Some(days("23.11.2026", "25.11.2026")))]
#[case::declined(Decided::Declined, None)]
fn a_journal_is_open_by_a_request_that_was_granted(
    #[case] how: Decided,
    #[case] open: Option<DaySpan>,
) {
    let mut register = decided(how);
    register.put(at(RecordKind::Unlock, 1), None);
    let request = Record::Request(RequestRecord {
        teacher: PersonId(1),
        journal: JournalId(1),
        asks: Asks::Unlock,
        day: day("23.11.2026"),
        until: Some(day("25.11.2026")),
        reason: "болел".to_owned(),
    });
    register.put(at(RecordKind::Request, 1), Some(request));
    let opened = |person, on| register.opened(JournalId(1), PersonId(person), day(on));
    assert_eq!(opened(1, "20.11.2026"), open, "it is to come");
    assert_eq!(opened(1, "25.11.2026"), open);
    assert_eq!(opened(1, "26.11.2026"), None);
    assert_eq!(opened(2, "25.11.2026"), None, "not to another");
}

#[test]
fn every_mark_of_a_period_can_be_asked_for() {
    for mark in AskedMark::ALL.iter().copied() {
        assert_eq!(AskedMark::of(mark.mark()), mark);
    }
}

mod rights {
    use super::*;
    use journal::regulation::{Actor, RegisterRights};
    use journal::{Regulation, Role, Roles};

    fn may(
        profile: &str,
        (role, person): (Role, i64),
        one: Amendment,
        register: &Register,
    ) -> bool {
        let regulation = Regulation::shipped(profile).unwrap();
        let actor = Actor {
            person: PersonId(person),
            roles: Roles(vec![role]),
        };
        let rights = RegisterRights::new(&regulation, &actor, register, day("16.11.2026"));
        rights.judge(&[one]).remove(0).is_ok()
    }

    /// SGO154P-1.5.12a: marks the deputy head decides; windows are opened by whom SP14-13f names.
    #[rstest]
    #[case::marks_by_the_deputy("sgo-154", Asks::Correction, Role::Deputy, true)]
    #[case::and_nobody_else("sgo-154", Asks::Correction, Role::Admin, false)]
    #[case::not_by_the_director("sgo-154", Asks::Correction, Role::Director, false)]
    #[case::nor_by_who_asks("sgo-154", Asks::Correction, Role::Teacher, false)]
    #[case::a_window_by_the_administrator("sergiev-posad-14", Asks::Unlock, Role::Admin, true)]
    #[case::not_by_the_deputy("sergiev-posad-14", Asks::Unlock, Role::Deputy, false)]
    fn a_request_is_decided_by_whom_the_regulation_names(
        #[case] profile: &str,
        #[case] asks: Asks,
        #[case] role: Role,
        #[case] may_decide: bool,
    ) {
        let mut register = undecided();
        let request = Record::Request(RequestRecord {
            teacher: PersonId(1),
            journal: JournalId(1),
            asks,
            day: day("30.10.2026"),
            until: None,
            reason: "ошибка".to_owned(),
        });
        register.put(at(RecordKind::Request, 1), Some(request));
        let new = to(
            &register,
            at(RecordKind::Decision, 2),
            Some(decision(Decided::Granted)),
        );
        assert_eq!(may(profile, (role, 1), new, &register), may_decide);
    }

    /// A deputy head who teaches the journal would open it to themselves.
    #[test]
    fn nobody_decides_on_what_is_asked_for_in_the_same_gesture() {
        let register = undecided();
        let regulation = Regulation::shipped("sergiev-posad-14").unwrap();
        let actor = Actor {
            person: PersonId(1),
            roles: Roles(vec![Role::Deputy, Role::Teacher]),
        };
        let rights = RegisterRights::new(&regulation, &actor, &register, day("16.11.2026"));
        let request = Record::Request(RequestRecord {
            teacher: PersonId(1),
            journal: JournalId(1),
            asks: Asks::Unlock,
            day: day("16.11.2026"),
            until: None,
            reason: "забыл".to_owned(),
        });
        let granted = Record::Decision(DecisionRecord {
            request: RequestId(7),
            decided: Decided::Granted,
            note: String::new(),
        });
        let gesture = [
            to(&register, at(RecordKind::Request, 7), Some(request)),
            to(&register, at(RecordKind::Decision, 7), Some(granted)),
        ];
        let judged = rights.judge(&gesture);
        let may: Vec<_> = judged.iter().map(Result::is_ok).collect();
        assert_eq!(may, [true, false]);
    }

    #[test]
    fn one_asks_for_oneself_in_journals_that_one_teaches() {
        let register = undecided();
        let wanted = |teacher, journal| {
            let request = Record::Request(RequestRecord {
                teacher: PersonId(teacher),
                journal: JournalId(journal),
                day: day("30.10.2026"),
                reason: "ошибка".to_owned(),
                ..RequestRecord::default()
            });
            to(&register, at(RecordKind::Request, 7), Some(request))
        };
        let may = |by, one| may("sgo-154", (Role::Teacher, by), one, &register);
        assert!(may(1, wanted(1, 1)));
        assert!(!may(1, wanted(1, 2)), "a journal of others");
        assert!(!may(1, wanted(2, 1)), "in another's name");
        assert!(!may(2, wanted(2, 1)), "who does not teach it");
        let removal = to(&register, at(RecordKind::Request, 1), None);
        assert!(may(1, removal.clone()));
        assert!(!may(2, removal), "another's");
    }
}
