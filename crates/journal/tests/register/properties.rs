//! What holds for whatever is amended.

use crate::support::*;
use chrono::{Days, NaiveDate, NaiveTime};
use journal::ClassId;
use journal::register::*;
use journal::school::{Bell, BellSchedule, Holiday};
use proptest::prelude::*;

fn a_day() -> impl Strategy<Value = NaiveDate> {
    let near = (0u64..500).prop_map(|n| day("15.08.2026") + Days::new(n));
    let any = any::<i32>()
        .prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap_or(NaiveDate::MAX));
    prop_oneof![9 => near, 1 => any, 1 => Just(NaiveDate::MAX), 1 => Just(NaiveDate::MIN)]
}

fn a_text() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[1-4] четверть", 3 => "[а-е]{1,3}", 1 => ".{0,130}"]
}

fn an_id() -> impl Strategy<Value = i64> {
    prop_oneof![9 => 0i64..5, 1 => any::<i64>()]
}

fn some_bells() -> impl Strategy<Value = Vec<Bell>> {
    let time = || {
        (0u32..86_400)
            .prop_map(|s| NaiveTime::from_num_seconds_from_midnight_opt(s - s % 60, 0).unwrap())
    };
    let wild = (any::<u8>(), time(), time());
    let wild = prop::collection::vec(wild, 0..4).prop_map(|bells| {
        let bells = bells.into_iter();
        bells
            .map(|(number, starts, ends)| Bell {
                number,
                starts,
                ends,
            })
            .collect()
    });
    let sane = (0u8..3).prop_map(|hour| {
        vec![
            bell(
                1,
                &format!("0{}:30", 7 + hour.min(2)),
                &format!("{}:10", 10 + hour),
            ),
            bell(2, "14:00", "14:45"),
        ]
    });
    prop_oneof![wild, sane]
}

fn a_record() -> impl Strategy<Value = Record> {
    let year = (
        a_text(),
        a_day(),
        a_day(),
        prop::sample::select(YearState::ALL),
    )
        .prop_map(|(title, starts, ends, state)| {
            Record::SchoolYear(SchoolYear {
                title,
                starts,
                ends,
                state,
            })
        });
    let lengths = prop::sample::select(PeriodLength::ALL);
    let period = (an_id(), a_text(), lengths, a_day(), a_day()).prop_map(
        |(year, title, length, starts, ends)| {
            let year = YearId(year);
            Record::Period(PeriodRecord {
                year,
                title,
                length,
                starts,
                ends,
            })
        },
    );
    let holiday = (an_id(), a_text(), a_day(), a_day()).prop_map(|(year, title, starts, ends)| {
        let holiday = Holiday {
            title,
            sort: HolidaySort::Rest,
            starts,
            ends,
        };
        Record::Holiday(HolidayRecord {
            year: YearId(year),
            holiday,
        })
    });
    let grades = prop::collection::btree_set(any::<u8>(), 0..2).prop_map(Grades);
    let class = prop::option::of(an_id().prop_map(ClassId));
    let bells = (an_id(), 0u8..5, grades, class, a_text(), some_bells()).prop_map(
        |(year, shift, grades, class, title, bells)| {
            let schedule = BellSchedule { title, bells };
            let year = YearId(year);
            Record::BellSchedule(BellScheduleRecord {
                year,
                shift,
                grades,
                class,
                schedule,
            })
        },
    );
    let building = (a_text(), a_text())
        .prop_map(|(title, address)| Record::Building(Building { title, address }));
    let room = (an_id(), a_text(), any::<Option<u16>>(), any::<Option<i8>>()).prop_map(
        |(building, title, seats, floor)| {
            let building = BuildingId(building);
            Record::Room(Room {
                building,
                title,
                seats,
                floor,
            })
        },
    );
    let subject = (a_text(), a_text())
        .prop_map(|(title, short)| Record::Subject(SubjectRecord { title, short }));
    let work = (a_text(), a_text(), 0u8..12, any::<Option<u16>>()).prop_map(
        |(title, short, weight, marking_days)| {
            Record::WorkKind(WorkKindRecord {
                title,
                short,
                weight,
                marking_days,
            })
        },
    );
    prop_oneof![3 => year, 4 => period, 3 => holiday, 3 => bells, 1 => building, 2 => room, 1 => subject, 1 => work]
}

/// An amendment that mostly expects what stands there.
#[derive(Debug, Clone)]
struct Wish {
    id: i64,
    record: Record,
    removes: bool,
    expects: Option<Record>,
}

fn a_wish() -> impl Strategy<Value = Wish> {
    let expects = prop::option::weighted(0.1, a_record());
    (an_id(), a_record(), prop::bool::weighted(0.2), expects).prop_map(
        |(id, record, removes, expects)| Wish {
            id,
            record,
            removes,
            expects,
        },
    )
}

impl Wish {
    fn amendment(self, register: &Register) -> Amendment {
        let at = self.record.kind().at(RecordId(self.id));
        let expected = self.expects.or_else(|| register.get(at).cloned());
        amendment(at, expected, (!self.removes).then_some(self.record))
    }
}

fn records(register: &Register) -> Vec<(RecordRef, Record)> {
    register
        .all()
        .map(|(at, record)| (at, record.clone()))
        .collect()
}

proptest! {
    #[test]
    fn what_is_taken_stands_and_its_inverse_takes_it_back(
        wishes in prop::collection::vec(a_wish(), 1..12),
    ) {
        let mut register = school();
        for wish in wishes {
            let amendment = wish.amendment(&register);
            let before = records(&register);
            let stood = register.get(amendment.record).cloned();
            if apply(&mut register, &amendment).is_err() {
                prop_assert_eq!(records(&register), before);
                continue;
            }
            prop_assert_eq!(register.get(amendment.record), amendment.wanted.as_ref());
            if stood == amendment.expected {
                let undo = Amendment {
                    expected: amendment.wanted.clone(),
                    wanted: amendment.expected.clone(),
                    ..amendment
                };
                let mut undone = register.clone();
                let taken = apply(&mut undone, &undo);
                prop_assert!(taken.is_ok(), "{:?}", taken);
                prop_assert_eq!(records(&undone), before);
            }
        }
    }

    #[test]
    fn no_rule_is_broken_by_what_is_taken(wishes in prop::collection::vec(a_wish(), 1..12)) {
        let mut register = school();
        for wish in wishes {
            let amendment = wish.amendment(&register);
            let _ = apply(&mut register, &amendment);
        }
        for (at, record) in register.all() {
            prop_assert_eq!(register.faults(at, record), vec![]);
        }
    }

    #[test]
    fn a_plan_does_what_it_says_and_totals_agree(
        wishes in prop::collection::vec(a_wish(), 1..10),
    ) {
        let register = school();
        let wishes = wishes.into_iter();
        let gesture: Vec<_> = wishes.map(|wish| wish.amendment(&register)).collect();
        let plan = register.plan(&gesture, &Material::default());
        let mut after = register.clone();
        for place in &order(&plan) {
            prop_assert!(apply(&mut after, &gesture[*place]).is_ok());
        }
        let Totals { created, changed, removed, same, refused } = plan.totals;
        prop_assert_eq!(created + changed + removed + same + refused, gesture.len());
        prop_assert_eq!(plan.taken.len() + refused, gesture.len());
        for effect in plan.consequences.effects {
            prop_assert!(effect.days.first <= effect.days.last);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,30}", record in a_record()) {
        let _ = (reading::grades(&text), reading::bells(&text));
        let register = school();
        for field in record.kind().described().fields {
            let _ = register.exported(&(field.get)(&record));
            let _ = register.sort_key(&(field.get)(&record));
        }
    }

    #[test]
    fn a_record_reads_back_from_its_json(record in a_record()) {
        let json = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    }
}
