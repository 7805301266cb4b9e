//! What follows from amendments of the register: lessons to come, the days of the school year.

use super::*;
use crate::stage::on_both_databases;
use journal::school::Bell;

on_both_databases!(
    lessons_to_come_follow_their_bells,
    lessons_to_come_follow_their_rooms,
    the_school_follows_its_open_year,
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

async fn the_school_follows_its_open_year(store: Case) {
    let change = changed(&store, 1, of(RecordKind::SchoolYear, 1), |record| {
        if let Record::SchoolYear(year) = record {
            year.ends = day("2027-05-26");
        }
    });
    applied(&store, change.await).await;
    assert_eq!(rules(&store).await.year_ends, day("2027-05-26"));
    let school = store.schools().await.unwrap().remove(0);
    assert_eq!(school.year_starts, day("2026-09-01"));
    assert_eq!(school.year_ends, day("2027-05-26"));
}
