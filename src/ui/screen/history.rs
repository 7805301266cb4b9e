//! «История»: what went into a sheet, or into one pupil's cells of it, newest first.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::describe;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::messages;
use crate::ui::route::Route;
use crate::ui::screen::whole_row;
use journal::view::{Late, Logged};
use journal::{Ground, PupilId, SheetId};
use offline::{ListKey, ListPage};
use protocol::SheetLog;
use std::borrow::Cow;

/// The list of changes.
pub type HistoryScreen = ListScreen<History>;

/// The changes of a sheet.
#[derive(Debug)]
pub struct History {
    sheet: SheetId,
    /// Those of this pupil only.
    pupil: Option<PupilId>,
}

impl History {
    /// The list of a sheet's changes, or of a pupil's in it.
    pub fn of(sheet: SheetId, pupil: Option<PupilId>) -> HistoryScreen {
        ListScreen::new(Self { sheet, pupil })
    }

    fn page<'a>(&self, desk: &'a Desk) -> Option<&'a SheetLog> {
        match desk.pages.lists.get(&ListKey::SheetLog(self.sheet)) {
            Some(ListPage::SheetLog(log)) => Some(log),
            _ => None,
        }
    }
}

impl ListSource for History {
    type Row = Logged;
    type Id = i64;

    fn columns(&self) -> Vec<Column<Logged>> {
        vec![
            Column::new("column-received", Width::Fixed(11), |row: &Logged, seen| {
                messages::moment(row.received_at, seen.desk).into()
            })
            // As the rows come.
            .ordered(|row| row.received_at)
            .most_first(),
            Column::new("column-by", Width::Fit(18), |row: &Logged, _| {
                row.by_name.initialed().into()
            })
            .found_by(|row| row.by_name.to_string())
            .ordered(|row| row.by_name.sort_key()),
            Column::new("column-change", Width::Rest(20), |row: &Logged, seen| {
                describe::step(&row.change, seen.desk, seen.texts).into()
            })
            .searched()
            .goes_on(),
        ]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a Logged> {
        let of = |row: &&Logged| self.pupil.is_none() || row.change.edit.pupil() == self.pupil;
        let page = self.page(desk);
        page.map(|log| log.changes.iter().rev().filter(of).collect())
            .unwrap_or_default()
    }

    fn id(&self, row: &Logged) -> i64 {
        row.seq
    }

    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let pupil = self.pupil.and_then(|pupil| desk.pupil_name(pupil));
        let sheet = desk.sheet_title(self.sheet);
        let parts = [Some(texts.get("title-history").into_owned()), sheet, pupil];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn key(&self) -> Option<ListKey> {
        Some(ListKey::SheetLog(self.sheet))
    }

    fn here(&self) -> Option<Route> {
        Some(Route::History {
            sheet: self.sheet,
            pupil: self.pupil,
        })
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        let words = match (self.sheet, self.pupil) {
            (SheetId::Lesson(_), Some(_)) => "no-history-of-pupil",
            (SheetId::Lesson(_), None) => "no-history",
            (SheetId::Term { .. }, Some(_)) => "no-history-of-pupil-in-period",
            (SheetId::Term { .. }, None) => "no-history-of-period",
        };
        texts.get(words).into_owned()
    }

    fn always(&self) -> &'static [Action] {
        const WHOLE: &[Action] = &[Action::Refresh, Action::Cancel, Action::Help];
        const OF_PUPIL: &[Action] = &[
            Action::OpenHistory,
            Action::Refresh,
            Action::Cancel,
            Action::Help,
        ];
        match self.pupil {
            Some(_) => OF_PUPIL,
            None => WHOLE,
        }
    }

    /// From one pupil to the whole sheet.
    fn act(&mut self, action: Action, at: Option<&i64>, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::OpenHistory => self.pupil = None,
            Action::Confirm => return whole_row::read(self, at, cx),
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn hint(&self, action: Action, _row: &Logged, _desk: &Desk) -> Option<&'static str> {
        match action {
            Action::Confirm => Some("hint-whole"),
            Action::OpenHistory => Some(match self.sheet {
                SheetId::Lesson(_) => "hint-whole-lesson",
                SheetId::Term { .. } => "hint-whole-period",
            }),
            _ => None,
        }
    }

    fn has_detail(&self, row: &Logged, desk: &Desk) -> bool {
        row.void.is_some()
            || is_back(row)
            || row.late.is_some()
            || row.in_time_by_device
            || made(row, desk).is_some()
    }

    /// When it was made, and what is said of the time.
    fn detail(&self, row: &Logged, seen: Seen<'_>) -> (String, Role) {
        let made = made(row, seen.desk);
        let made = made.map(|at| tr!(seen.texts, "history-made", at).into_owned());
        let late = row.late.as_ref().map(|late| words_of_late(late, seen));
        let doubt = row.in_time_by_device;
        let doubt = doubt.then(|| seen.texts.get("history-by-device").into_owned());
        let void = row.void.map(|at| {
            let at = messages::moment(at, seen.desk);
            tr!(seen.texts, "history-void", at).into_owned()
        });
        let back = is_back(row).then(|| seen.texts.get("history-back").into_owned());
        let role = if late.is_some() || void.is_some() {
            Role::Warning
        } else {
            Role::Muted
        };
        let parts = [void, back, made, late, doubt];
        (
            parts.into_iter().flatten().collect::<Vec<_>>().join("; "),
            role,
        )
    }

    fn words(&self, row: &Logged, desk: &Desk, texts: &Texts) -> Option<String> {
        let what = describe::step(&row.change, desk, texts);
        Some(format!("{}: {what}", row.by_name.initialed()))
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

/// Whether it brought back what stood before changes that are void.
fn is_back(row: &Logged) -> bool {
    matches!(row.change.ground, Some(Ground::Breach { .. }))
}

/// When it was made, if that is not when it was received.
fn made(row: &Logged, desk: &Desk) -> Option<String> {
    let made = messages::moment(row.change.made_at, desk);
    (made != messages::moment(row.received_at, desk)).then_some(made)
}

fn words_of_late(late: &Late, seen: Seen<'_>) -> String {
    let due = messages::moment(late.due, seen.desk);
    let cite: Cow<'_, str> = Cow::Borrowed(late.clause.cite.as_str());
    tr!(seen.texts, "history-late", due = due, cite = cite).into_owned()
}
