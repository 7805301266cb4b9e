//! «Класс», «Отсутствующие», and what one pupil has missed: attendance across journals.

use super::{directory, sheets};
use crate::directory::{Directories, Directory, Given, giver};
use crate::sql::Snapshot;
use crate::store::{Reader, Shown, StoreError};
use chrono::{Days, NaiveDate};
use journal::register::DaySpan;
use journal::regulation::{reads_absences, reads_all};
use journal::view::{
    AbsenceLine, AbsencesPage, AbsentClass, AbsentPage, AbsentPupil, ClassLesson, ClassWeekPage,
    week_of,
};
use journal::{ClassId, Member, Missed, PeriodId, Presence, PupilId, Sheet, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// The days of a week after its Monday.
const REST_OF_WEEK: Days = Days::new(6);

/// A class through the week of a day: its class teacher's to see, and theirs who read every journal.
pub async fn class_week(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    class: ClassId,
    day: NaiveDate,
) -> Result<Shown<ClassWeekPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(Shown::Missing);
    };
    let Some(record) = directory.class(class) else {
        return Ok(Shown::Missing);
    };
    let is_own = leads(&directory, reader, class);
    if !is_own && !reads_all(&reader.roles) {
        return Ok(Shown::Hidden);
    }
    let monday = week_of(day);
    let days = DaySpan::new(
        monday,
        monday.checked_add_days(REST_OF_WEEK).unwrap_or(monday),
    );
    let members = directory.in_class(class, days, directory.period_of(monday));
    let taught = of_class(s, &directory, (class, &members), days).await?;
    let lessons = taught.into_iter().filter_map(|(mut sheet, pupils)| {
        if !is_own {
            only_attendance(&mut sheet);
        }
        let card = directory.journal(sheet.lesson.journal)?;
        let mut relation = directory.relation(reader, card, Some(Given::of(&sheet.lesson)));
        // In a group of several classes it is the pupil's that counts.
        relation.class_teacher = is_own;
        Some(ClassLesson {
            subject: directory.subject(card.subject),
            group: directory.group_of(card)?.title.clone(),
            teacher: directory.name(giver(card, &sheet.lesson, None)),
            pupils,
            relation,
            sheet,
        })
    });
    Ok(Shown::Page {
        page: ClassWeekPage {
            class,
            title: record.title.clone(),
            monday,
            lessons: lessons.collect(),
            members,
        },
        cards: BTreeSet::new(),
    })
}

/// Who is absent on a day (none: today), in the classes that are the reader's to see; none if there
/// is no such school.
pub async fn absent(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    on: Option<NaiveDate>,
    now: Timestamp,
) -> Result<Option<AbsentPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(None);
    };
    let on = on.unwrap_or_else(|| directory.school.time.local(now).date());
    let all = reads_absences(&reader.roles);
    let mut classes = directory.classes_on(on);
    classes.retain(|(class, _)| all || leads(&directory, reader, *class));
    let day = DaySpan::new(on, on);
    let mut told = Vec::with_capacity(classes.len());
    for (class, record) in classes {
        let members = directory.in_class(class, day, directory.period_of(on));
        let taught = of_class(s, &directory, (class, &members), day).await?;
        let absent = members.iter().filter_map(|member| {
            let missed = missed_on(member, &taught);
            (!missed.is_nothing()).then(|| AbsentPupil {
                pupil: member.pupil,
                name: member.name.clone(),
                missed,
            })
        });
        let called = taught.iter().filter(|(sheet, _)| sheet.roll_call.is_some());
        told.push(AbsentClass {
            class,
            grade: record.grade,
            title: record.title.clone(),
            pupils: count(members.len()),
            lessons: count(taught.len()),
            called: count(called.count()),
            absent: absent.collect(),
        });
    }
    Ok(Some(AbsentPage { on, classes: told }))
}

/// What a pupil has missed over a period (none: the period of now): the class teacher's to see, and
/// theirs who read every journal.
pub async fn of_pupil(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    (pupil, period): (PupilId, Option<PeriodId>),
    now: Timestamp,
) -> Result<Shown<AbsencesPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(Shown::Missing);
    };
    let today = directory.school.time.local(now).date();
    let (Some(name), Some(period)) = (
        directory.known_name(pupil.into()),
        directory.period(period, today),
    ) else {
        return Ok(Shown::Missing);
    };
    let days = DaySpan::new(period.starts, period.ends);
    let classes = directory.classes_on(period.starts).into_iter();
    let classes = classes.filter_map(|(class, record)| {
        let mut members = directory.in_class(class, days, Some(period));
        members.retain(|member| member.pupil == pupil);
        (!members.is_empty()).then_some((class, record, members))
    });
    let mut classes: Vec<_> = classes.collect();
    if !reads_all(&reader.roles) {
        classes.retain(|(class, ..)| leads(&directory, reader, *class));
    }
    if classes.is_empty() {
        return Ok(Shown::Hidden);
    }
    let (mut lines, mut total) = (Vec::new(), Missed::default());
    for (class, _, members) in &classes {
        let taught = of_class(s, &directory, (*class, members), days).await?;
        let mut by_day: BTreeMap<NaiveDate, Vec<&Sheet>> = BTreeMap::new();
        for (sheet, pupils) in &taught {
            let date = sheet.lesson.date;
            let mut here = members.iter();
            if here.any(|member| teaches((sheet, pupils.as_ref()), member)) {
                by_day.entry(date).or_default().push(sheet);
            }
        }
        for sheets in by_day.values() {
            let presences = sheets.iter().map(|sheet| Presence::of(sheet, pupil));
            let missed = Missed::on_day(presences);
            total += missed;
            let of_day = sheets.iter().filter_map(|sheet| {
                let entry = sheet.entry(pupil)?;
                let presence = Presence::of(sheet, pupil);
                let is_told = !matches!(presence, Presence::There | Presence::Unknown(None));
                let card = directory.journal(sheet.lesson.journal)?;
                is_told.then(|| AbsenceLine {
                    lesson: sheet.lesson.clone(),
                    subject: directory.subject(card.subject),
                    attendance: entry.attendance,
                    reason: entry.reason.clone(),
                    whole_day: missed.is_whole_day(),
                })
            });
            lines.extend(of_day);
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse((line.lesson.date, line.lesson.number)));
    let titles = classes.iter().map(|(_, record, _)| record.title.clone());
    Ok(Shown::Page {
        page: AbsencesPage {
            pupil,
            name,
            classes: titles.collect(),
            period: period.clone(),
            lines,
            total,
        },
        cards: BTreeSet::new(),
    })
}

/// A lesson, and who of the class is taught in it; none: whoever is in the class that day.
type Taught = (Sheet, Option<BTreeSet<PupilId>>);

/// The lessons of these days in which some of these pupils of a class are taught, in order of time, with
/// what was entered of them.
async fn of_class(
    s: &dyn Snapshot,
    directory: &Directory,
    (class, members): (ClassId, &[Member]),
    days: DaySpan,
) -> Result<Vec<Taught>, StoreError> {
    let school = directory.school.id;
    let journals = directory.journals_of_class(class);
    let ids: Vec<_> = journals.iter().map(|card| card.id).collect();
    let heads = sheets::of_journals(s, school, &ids, (days.first, days.last)).await?;
    let taught = heads.into_iter().filter_map(|sheet| {
        let card = directory.journal(sheet.lesson.journal)?;
        let pupils = directory
            .group_of(card)?
            .of_class(members, sheet.lesson.date);
        let is_anybodys = pupils.as_ref().is_none_or(|pupils| !pupils.is_empty());
        is_anybodys.then_some((sheet, pupils))
    });
    let mut taught: Vec<Taught> = taught.collect();
    taught.sort_by_key(|(sheet, _)| {
        let lesson = &sheet.lesson;
        (lesson.date, lesson.number, lesson.starts, lesson.id)
    });
    sheets::fill(s, school, taught.iter_mut().map(|(sheet, _)| sheet)).await?;
    let own: BTreeSet<PupilId> = members.iter().map(|member| member.pupil).collect();
    for (sheet, _) in &mut taught {
        sheet.entries.retain(|pupil, _| own.contains(pupil));
        // It may be for named pupils of another class, and is no part of an absence.
        sheet.homework.clear();
    }
    Ok(taught)
}

/// Who only looks at absences is not told what else stands in the lesson: marks are read in the journal,
/// which the access log tells of.
fn only_attendance(sheet: &mut Sheet) {
    sheet.topic = None;
    sheet.excuse = None;
    for entry in sheet.entries.values_mut() {
        entry.marks.clear();
    }
    sheet.entries.retain(|_, entry| !entry.is_empty());
}

fn teaches((sheet, pupils): (&Sheet, Option<&BTreeSet<PupilId>>), member: &Member) -> bool {
    pupils.map_or_else(
        || member.belongs_on(sheet.lesson.date),
        |pupils| pupils.contains(&member.pupil),
    )
}

fn missed_on(member: &Member, taught: &[Taught]) -> Missed {
    let lessons = taught.iter();
    let lessons = lessons.filter(|(sheet, pupils)| teaches((sheet, pupils.as_ref()), member));
    Missed::on_day(lessons.map(|(sheet, _)| Presence::of(sheet, member.pupil)))
}

fn leads(directory: &Directory, reader: &Reader, class: ClassId) -> bool {
    let on = directory.school.time.local(reader.at).date();
    directory.is_class_teacher(reader.person, class, on)
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
