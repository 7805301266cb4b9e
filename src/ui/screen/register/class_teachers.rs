//! Who is class teacher of a class today: a column of the list of classes, which says nothing of it
//! itself.

use crate::desk::Desk;
use crate::ui::list::{Column, Width};
use journal::ClassId;
use journal::register::{DaySpan, RecordId, RecordKind, Value};
use journal::view::RecordLine;

/// The column.
pub fn column() -> Column<RecordLine> {
    const WIDTH: u16 = 36;
    let key = "record-class-teacher-teacher".to_owned();
    let column = Column::new(key, Width::Fit(WIDTH), |row: &RecordLine, seen| {
        of(row.id, seen.desk).unwrap_or_default().into()
    });
    column.searched().ordered_by(|row, seen| {
        let (_, register) = seen.desk.records(RecordKind::ClassTeacher)?;
        let name = of(row.id, seen.desk).map_or(Value::Empty, Value::Text);
        Some(register.sort_key(&name))
    })
}

/// Who it is, of a class of another year on the day of that year that is nearest to today.
pub fn of(class: RecordId, desk: &Desk) -> Option<String> {
    let (_, register) = desk.records(RecordKind::ClassTeacher)?;
    let today = desk.local(desk.now()).date();
    let year = register
        .get(RecordKind::Class.at(class))
        .and_then(|class| register.year_of_record(class));
    let day = year.map_or(today, |(_, year)| {
        let DaySpan { first, last } = year.days();
        today.max(first).min(last)
    });
    let (_, one) = register.class_teacher_on(ClassId(class.0), day)?;
    register.title(one.teacher.into())
}
