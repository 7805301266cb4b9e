//! What follows from amendments of the register: lessons to come.

use super::*;
use crate::stage::on_both_databases;
use journal::school::Bell;

on_both_databases!(
    lessons_to_come_follow_their_bells,
    who_is_not_meant_any_more_does_not_move_with_the_bell,
    a_class_with_its_own_bells_does_not_move_with_those_of_all,
    a_bell_that_comes_back_takes_the_lessons_that_have_none,
    lessons_to_come_follow_their_rooms,
    a_room_that_lessons_name_is_not_called_as_another,
    the_year_of_a_day_has_the_days_of_its_record,
);

async fn lessons_to_come_follow_their_bells(store: Case) {
    let bell = |starts: &str, ends: &str| Bell {
        number: 2,
        starts: time(starts),
        ends: time(ends),
    };
    let with = |second: Bell| {
        move |record: &mut Record| {
            let Record::BellSchedule(bells) = record else {
                panic!("{record:?}")
            };
            bells.schedule.bells.truncate(1);
            bells.schedule.bells.push(second);
        }
    };
    let at = of(RecordKind::BellSchedule, 1);
    let new = changed(&store, 1, at, with(bell("09:25", "10:10"))).await;
    let done = amended(&store, ADMIN, vec![new]).await;
    assert_eq!(done.consequences.effects, []);
    let moved = changed(&store, 2, at, with(bell("09:30", "10:15"))).await;
    let done = amended(&store, ADMIN, vec![moved]).await;
    let found = done.consequences.effects[0].found.clone().unwrap();
    assert_eq!(found.lessons, 2);
    let samples: Vec<_> = found.samples.iter().map(|sample| sample.lesson).collect();
    assert_eq!(samples, [SUBSTITUTED, LessonId(1007)]);
    for (id, starts) in [
        (LessonId(1004), "09:25"),
        (MONDAY, "09:25"),
        (SUBSTITUTED, "09:30"),
        (LessonId(1007), "09:30"),
    ] {
        assert_eq!(lesson(&store, id).await.starts, time(starts), "{id}");
    }
}

fn bell(number: u8, starts: &str, ends: &str) -> Bell {
    Bell {
        number,
        starts: time(starts),
        ends: time(ends),
    }
}

/// Makes a schedule one of these bells, for a class or for all.
fn ringing(class: Option<i64>, bells: &[Bell]) -> impl Fn(&mut Record) {
    move |record| {
        let Record::BellSchedule(schedule) = record else {
            panic!("{record:?}")
        };
        schedule.class = class.map(ClassId);
        schedule.schedule.bells = bells.to_vec();
    }
}

/// Makes amendments the day before [`MONDAY`], with consent to all that they bring.
async fn on_sunday(store: &Case, amendments: Vec<Amendment>) -> Amended {
    let mut gesture = gesture(ADMIN, amendments);
    gesture.received_at = crate::fixture::at("2026-11-15T10:00");
    let seen = store.amend(gesture.clone(), true).await.unwrap();
    gesture.agreed = seen.consequences.effects;
    let done = store.amend(gesture, false).await.unwrap();
    assert_eq!(done.totals.refused, 0, "{done:?}");
    done
}

fn undone(n: u64, amendment: &Amendment) -> Amendment {
    Amendment {
        id: ChangeId(uuid(8, n)),
        gesture: GestureId(uuid(9, n)),
        expected: amendment.wanted.clone(),
        wanted: amendment.expected.clone(),
        ..amendment.clone()
    }
}

async fn starts(store: &Case, lessons: [LessonId; 2]) -> [chrono::NaiveTime; 2] {
    let [one, two] = lessons;
    [
        lesson(store, one).await.starts,
        lesson(store, two).await.starts,
    ]
}

async fn who_is_not_meant_any_more_does_not_move_with_the_bell(store: Case) {
    let at = of(RecordKind::BellSchedule, 1);
    let usual = [bell(2, "09:25", "10:10"), bell(4, "11:25", "12:10")];
    let set = changed(&store, 1, at, ringing(None, &usual)).await;
    assert_eq!(on_sunday(&store, vec![set]).await.consequences.effects, []);
    let earlier = [bell(2, "09:20", "10:05"), bell(4, "11:20", "12:05")];
    let narrowed = changed(&store, 2, at, ringing(Some(1), &earlier)).await;
    let told = on_sunday(&store, vec![narrowed.clone()]).await;
    let loses = EffectKind::LosesBell {
        schedule: at,
        was: usual[1],
    };
    let effects = told.consequences.effects;
    let lost = effects.iter().find(|effect| effect.kind == loses).unwrap();
    assert_eq!(lost.found.as_ref().unwrap().lessons, 1, "that of 7А");
    let both = [MONDAY, MONDAY_7A];
    assert_eq!(starts(&store, both).await, ["09:20", "11:25"].map(time));
    on_sunday(&store, vec![undone(3, &narrowed)]).await;
    assert_eq!(starts(&store, both).await, ["09:25", "11:25"].map(time));
}

async fn a_class_with_its_own_bells_does_not_move_with_those_of_all(store: Case) {
    let at = of(RecordKind::BellSchedule, 1);
    let usual = [bell(2, "09:25", "10:10"), bell(4, "11:25", "12:10")];
    let set = changed(&store, 1, at, ringing(None, &usual)).await;
    let Some(mut own) = set.wanted.clone() else {
        panic!("{set:?}")
    };
    ringing(Some(2), &usual)(&mut own);
    if let Record::BellSchedule(own) = &mut own {
        own.schedule.title = "7А".into();
    }
    let own = amendment(2, of(RecordKind::BellSchedule, 2), None, Some(own));
    on_sunday(&store, vec![set, own]).await;
    let earlier = [bell(2, "09:20", "10:05"), bell(4, "11:20", "12:05")];
    let moved = changed(&store, 3, at, ringing(None, &earlier)).await;
    let both = [MONDAY, MONDAY_7A];
    on_sunday(&store, vec![moved.clone()]).await;
    assert_eq!(starts(&store, both).await, ["09:20", "11:25"].map(time));
    on_sunday(&store, vec![undone(4, &moved)]).await;
    assert_eq!(starts(&store, both).await, ["09:25", "11:25"].map(time));
}

async fn a_bell_that_comes_back_takes_the_lessons_that_have_none(store: Case) {
    let at = of(RecordKind::BellSchedule, 1);
    let ring = async |n, second: &str, ends: &str| {
        let bells = [bell(1, "08:30", "09:15"), bell(2, second, ends)];
        let change = changed(&store, n, at, ringing(None, &bells)).await;
        on_sunday(&store, vec![change]).await.consequences.effects
    };
    let both = [MONDAY, LessonId(1007)];
    // Until now the schedule has no second bell, and the lessons are at 09:25.
    let [effect] = &*ring(1, "09:30", "10:15").await else {
        panic!("one effect")
    };
    assert!(matches!(effect.kind, EffectKind::GainsBell { .. }));
    assert_eq!(effect.found.as_ref().unwrap().lessons, 3);
    assert_eq!(starts(&store, both).await, ["09:30", "09:30"].map(time));
    ring(2, "09:26", "10:11").await;
    assert_eq!(starts(&store, both).await, ["09:26", "09:26"].map(time));
    assert_eq!(
        lesson(&store, LessonId(1004)).await.starts,
        time("09:25"),
        "what is over stays"
    );
}

async fn lessons_to_come_follow_their_rooms(store: Case) {
    let change = changed(&store, 1, of(RecordKind::Room, 2), titled("21а")).await;
    applied(&store, change).await;
    for (id, room) in [
        (LessonId(1004), "21"),
        (MONDAY, "21а"),
        (SUBSTITUTED, "21а"),
        (MONDAY_7A, "41"),
    ] {
        assert_eq!(lesson(&store, id).await.room.as_deref(), Some(room), "{id}");
    }
}

async fn a_room_that_lessons_name_is_not_called_as_another(store: Case) {
    let annex = of(RecordKind::Building, 2);
    let building = Building {
        title: "Мастерские".into(),
        ..Building::default()
    };
    let other = |title: &str| {
        Record::Room(Room {
            building: BuildingId(2),
            title: title.into(),
            ..Room::default()
        })
    };
    let free = of(RecordKind::Room, 5);
    let gesture = vec![
        amendment(1, annex, None, Some(Record::Building(building))),
        amendment(2, free, None, Some(other("Х-777"))),
    ];
    assert_eq!(amended(&store, ADMIN, gesture).await.totals.created, 2);
    let renamed = changed(&store, 3, of(RecordKind::Room, 2), titled("Х-777")).await;
    let done = amended(&store, ADMIN, vec![renamed]).await;
    let Some(AmendmentOutcome::Refused {
        refusal: Refusal::Invalid { faults },
    }) = done.outcomes.first()
    else {
        panic!("{done:?}")
    };
    let with = Fault::NotUnique { with: free };
    assert_eq!(*faults, [FieldFault::new("title", with)]);
    let named = lesson(&store, SUBSTITUTED).await.room;
    assert_eq!(named.as_deref(), Some("21"));
    let same = amendment(4, of(RecordKind::Room, 6), None, Some(other("21")));
    let done = amended(&store, ADMIN, vec![same]).await;
    assert_eq!(done.totals.refused, 1, "the lessons of room 21 name it");
}

async fn the_year_of_a_day_has_the_days_of_its_record(store: Case) {
    let change = changed(&store, 1, of(RecordKind::SchoolYear, 1), |record| {
        if let Record::SchoolYear(year) = record {
            year.ends = day("2027-05-26");
        }
    });
    applied(&store, change.await).await;
    let years = rules(&store).await.years;
    let year = years.of(day("2026-11-16")).unwrap();
    assert_eq!(year.ends, day("2027-05-26"));
}
