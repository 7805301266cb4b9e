//! «Права»: what each role may, as the regulation of the school has it. Nothing is decided here:
//! every cell asks what judges.

mod reach;
mod words;

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::route::Route;
use crate::ui::screen::whole_row;
use journal::Regulation;
use journal::register::RecordKind;
use journal::regulation::Who;
use reach::{How, Reach};

/// What somebody has a right to, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Lessons and marks.
    Lessons,
    /// Records of a kind.
    Records(RecordKind),
    /// What became of records.
    RecordLogs,
    /// Who came in, who read and was refused what.
    AccessLog,
    /// Accounts and their start passwords.
    Accounts,
    /// Who is signed in where.
    Sessions,
}

impl Thing {
    fn all() -> impl Iterator<Item = Self> {
        let kinds = RecordKind::ALL.iter().copied().map(Self::Records);
        let logs = [
            Self::RecordLogs,
            Self::AccessLog,
            Self::Accounts,
            Self::Sessions,
        ];
        [Self::Lessons].into_iter().chain(kinds).chain(logs)
    }

    fn title(self, texts: &Texts) -> String {
        let key = match self {
            Self::Lessons => "rights-lessons",
            Self::Records(kind) => return texts.get(&kind.described().list_key()).into_owned(),
            Self::RecordLogs => "rights-record-logs",
            Self::AccessLog => "title-access-log",
            Self::Accounts => "title-accounts",
            Self::Sessions => "title-sessions",
        };
        texts.get(key).into_owned()
    }
}

/// The table of rights.
#[derive(Debug)]
pub struct Rights {
    things: Vec<Thing>,
    legend: String,
}

impl Rights {
    /// The screen.
    pub fn screen(texts: &Texts) -> ListScreen<Self> {
        ListScreen::new(Self {
            things: Thing::all().collect(),
            legend: texts.get("rights-legend").into_owned(),
        })
    }
}

fn regulation(desk: &Desk) -> Option<&Regulation> {
    desk.rules.as_ref().map(|rules| &rules.regulation)
}

fn reach_of(who: Who, thing: Thing, desk: &Desk) -> Reach {
    let reach = regulation(desk).map(|rules| reach::of(who, thing, rules));
    reach.unwrap_or_default()
}

impl ListSource for Rights {
    type Row = Thing;
    type Id = Thing;

    fn columns(&self) -> Vec<Column<Thing>> {
        let thing = Column::new("column-thing", Width::Flex(14), |row: &Thing, seen| {
            row.title(seen.texts).into()
        });
        let of_roles = Who::all().zip(1..).map(|(who, nth)| {
            let head = format!("rights-head-{who}");
            Column::new(head, Width::Fixed(4), move |row: &Thing, seen| {
                reach_of(who, *row, seen.desk).sign(seen.texts).into()
            })
            .look(
                move |row, seen| match reach_of(who, *row, seen.desk).how() {
                    How::Nothing => Role::Muted,
                    How::Reads | How::Keeps => Role::Text,
                },
            )
            .ordered_by(move |row, seen| reach_of(who, *row, seen.desk).rank())
            .most_first()
            .priority(nth)
        });
        std::iter::once(thing.searched()).chain(of_roles).collect()
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a Thing> {
        match regulation(desk) {
            Some(_) => self.things.iter().collect(),
            None => Vec::new(),
        }
    }

    fn id(&self, row: &Thing) -> Thing {
        *row
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-rights").into_owned()
    }

    fn subtitle(&self, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(self.legend.clone())
    }

    fn here(&self) -> Option<Route> {
        Some(Route::Rights)
    }

    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("rights-unknown").into_owned()
    }

    fn act(&mut self, action: Action, at: Option<&Thing>, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm => whole_row::read(self, at, cx),
            _ => Outcome::Ignored,
        }
    }

    fn hint(&self, action: Action, _row: &Thing, _desk: &Desk) -> Option<&'static str> {
        (action == Action::Confirm).then_some("hint-whole")
    }

    /// Who may what, a line each, and by which clause.
    fn whole(&self, row: &Thing, desk: &Desk, texts: &Texts) -> String {
        let lines = regulation(desk).map(|rules| words::whole(*row, rules, texts));
        lines.unwrap_or_default().join("\n")
    }

    fn words(&self, row: &Thing, desk: &Desk, texts: &Texts) -> Option<String> {
        Some(words::in_short(*row, regulation(desk)?, texts))
    }

    fn summary(&self, desk: &Desk, _texts: &Texts) -> String {
        regulation(desk).map_or_else(String::new, |rules| rules.title.clone())
    }
}
