//! «История» of a record: who made, changed or removed it, when, and what it said, newest first.

use super::words;
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::record_words::steps;
use crate::theme::Role;
use crate::tr;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::messages;
use crate::ui::screen::whole_row;
use journal::register::{AmendmentGround, FieldStep, RecordRef, Register};
use journal::view::{LoggedAmendment, RecordLog};
use offline::{ListKey, ListPage};

/// The amendments of a record.
#[derive(Debug)]
pub struct RecordHistory {
    record: RecordRef,
}

impl RecordHistory {
    /// The list of a record's amendments.
    pub fn of(record: RecordRef) -> ListScreen<Self> {
        ListScreen::new(Self { record })
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a RecordLog> {
        match desk.pages.lists.get(&ListKey::RecordLog(self.record)) {
            Some(ListPage::RecordLog(log)) => Some(log),
            _ => None,
        }
    }

    /// What the record is called: as it is listed, or as it was last.
    fn called(&self, desk: &Desk, texts: &Texts) -> String {
        let last = self.page(desk).and_then(|log| log.amendments.last());
        let record = last.and_then(|last| last.is.as_ref().or(last.was.as_ref()));
        let empty = Register::default();
        let register = desk.records(self.record.kind).map_or(&empty, |it| it.1);
        record.map_or_else(
            || words::title(self.record, register, desk, texts),
            |record| register.title_of(record),
        )
    }
}

/// What it changed: that it was made or removed, or the fields that differ.
fn done(row: &LoggedAmendment, desk: &Desk, texts: &Texts) -> String {
    let steps = FieldStep::between(row.record.kind, row.was.as_ref(), row.is.as_ref());
    let described = row.record.kind.described();
    let empty = Register::default();
    let register = desk.records(row.record.kind).map_or(&empty, |it| it.1);
    let steps = steps
        .iter()
        .map(|step| steps::past_step(step, described, register, texts));
    let happened = match (&row.was, &row.is) {
        (None, _) => Some("record-history-made"),
        (_, None) => Some("record-history-removed"),
        _ => None,
    };
    let happened = happened.map(|key| texts.get(key).into_owned());
    let veiled = (!row.veiled.is_empty()).then(|| texts.get("record-history-veiled").into_owned());
    let parts: Vec<String> = happened.into_iter().chain(steps).chain(veiled).collect();
    parts.join("; ")
}

/// The order, or the writer's own words.
fn ground(row: &LoggedAmendment, texts: &Texts) -> Option<String> {
    Some(match row.ground.as_ref()? {
        AmendmentGround::Order { number, date } => {
            let date = date.format("%d.%m.%Y").to_string();
            tr!(
                texts,
                "record-history-order",
                number = number.as_str(),
                date
            )
            .into_owned()
        }
        AmendmentGround::Import { file, row: line } => {
            let (file, line) = (file.as_str(), i64::from(*line));
            let of = tr!(texts, "record-history-import", file, row = line);
            let number = row.gesture.0.to_string();
            let undo = tr!(texts, "record-history-import-undo", number);
            format!("{of}. {undo}")
        }
        AmendmentGround::Note { text } => text.clone(),
        AmendmentGround::Breach { .. } => texts.get("history-back").into_owned(),
        AmendmentGround::Undo { .. } => texts.get("record-history-undo").into_owned(),
    })
}

impl ListSource for RecordHistory {
    type Row = LoggedAmendment;
    type Id = i64;

    fn columns(&self) -> Vec<Column<LoggedAmendment>> {
        vec![
            Column::new(
                "column-received",
                Width::Fixed(11),
                |row: &LoggedAmendment, seen| messages::moment(row.received_at, seen.desk).into(),
            )
            .ordered(|row| row.received_at)
            .most_first(),
            Column::new("column-by", Width::Fit(18), |row: &LoggedAmendment, _| {
                row.name.initialed().into()
            })
            .found_by(|row| row.name.to_string())
            .ordered(|row| row.name.sort_key()),
            Column::new(
                "column-change",
                Width::Rest(20),
                |row: &LoggedAmendment, seen| done(row, seen.desk, seen.texts).into(),
            )
            .searched()
            .goes_on(),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a LoggedAmendment> {
        let page = self.page(desk);
        page.map(|log| log.amendments.iter().rev().collect())
            .unwrap_or_default()
    }

    fn id(&self, row: &LoggedAmendment) -> i64 {
        row.seq
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let list = texts.get(&self.record.kind.described().list_key());
        let title = texts.get("title-history");
        format!("{title} · {list} · {}", self.called(desk, texts))
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::RecordLog(self.record))
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("no-history-of-record").into_owned()
    }

    fn act(&mut self, action: Action, at: Option<&i64>, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm => whole_row::read(self, at, cx),
            _ => Outcome::Ignored,
        }
    }

    fn hint(&self, action: Action, _row: &LoggedAmendment, _desk: &Desk) -> Option<&'static str> {
        (action == Action::Confirm).then_some("hint-whole")
    }

    fn has_detail(&self, row: &LoggedAmendment, _desk: &Desk) -> bool {
        row.ground.is_some()
    }

    fn detail(&self, row: &LoggedAmendment, seen: Seen<'_>) -> (String, Role) {
        (ground(row, seen.texts).unwrap_or_default(), Role::Muted)
    }

    fn words(&self, row: &LoggedAmendment, desk: &Desk, texts: &Texts) -> Option<String> {
        let what = done(row, desk, texts);
        Some(format!("{}: {what}", row.name.initialed()))
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let cut = self.page(desk).is_some_and(|log| log.more);
        if cut {
            texts.get("history-cut").into_owned()
        } else {
            String::new()
        }
    }
}
