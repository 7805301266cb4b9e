//! What a list is a list of.

use super::{Column, Seen};
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::terminal::GlyphSet;
use crate::theme::Role;
use crate::ui::hint::Reason;
use crate::ui::layer::{Answered, Cx, Outcome, PopupResult};
use crate::ui::route::Route;
use crossterm::event::KeyCode;
use journal::register::RecordRef;
use offline::{ListKey, PageKey};
use std::borrow::Cow;

/// The rows of a list and all that is particular to it. What most lists have in common is the
/// default: a read-only list needs its columns, its rows, their ids, a title, and where Enter goes.
pub trait ListSource {
    /// What a row shows: a lesson, a record.
    type Row: 'static;
    /// What a row is, whatever moves around it.
    type Id: Clone + PartialEq + std::fmt::Debug;

    /// The columns, the key first.
    fn columns(&self) -> Vec<Column<Self::Row>>;

    /// The rows in their order.
    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a Self::Row>;

    /// What a row is.
    fn id(&self, row: &Self::Row) -> Self::Id;

    /// What the row of a record is; none, if the list is of something else.
    fn id_of(&self, _record: RecordRef) -> Option<Self::Id> {
        None
    }

    /// What the list is called.
    fn title(&self, desk: &Desk, texts: &Texts) -> String;

    /// Where Enter leads from a row.
    fn route(&self, _row: &Self::Row, _desk: &Desk) -> Option<Route> {
        None
    }

    /// The page that the rows are on, where only the server composes it.
    fn key(&self) -> Option<ListKey> {
        None
    }

    /// The place that this list is.
    fn here(&self) -> Option<Route> {
        self.key().map(Route::List)
    }

    /// The page that the rows are on, while it is not here.
    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let key = self.key()?;
        let missing = !desk.pages.lists.contains_key(&key);
        missing.then_some(PageKey::List(key))
    }

    /// Whether an action leaves the page of the rows for another, also while it is on its way.
    fn leaves_page(&self, _action: Action) -> bool {
        false
    }

    /// Why there is no row at all, and what can be done.
    fn empty(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("list-empty").into_owned()
    }

    /// Why nothing can be done with a row where there is none.
    fn why_no_row(&self, desk: &Desk) -> Reason {
        Reason(match self.missing(desk) {
            Some(_) => "why-not-loaded",
            None => "why-no-row",
        })
    }

    /// Where the cursor begins, in rows.
    fn start(&self, _rows: &[&Self::Row], _desk: &Desk) -> Option<usize> {
        None
    }

    /// Whether new rows come at the top, where the cursor stays until the person has gone to one.
    fn grows_at_its_top(&self) -> bool {
        false
    }

    /// What can be done with a row beside opening it, the most useful first.
    fn actions(&self) -> &'static [Action] {
        &[]
    }

    /// What can be done here without a row, for the foot of the screen.
    fn always(&self) -> &'static [Action] {
        &[Action::Refresh, Action::Cancel, Action::Help]
    }

    /// Why something cannot be done with a row.
    fn availability(&self, _action: Action, _row: &Self::Row, _desk: &Desk) -> Result<(), Reason> {
        Ok(())
    }

    /// Why something that needs no row cannot be done here.
    fn possible(&self, _action: Action, _desk: &Desk) -> Result<(), Reason> {
        Ok(())
    }

    /// A reason that is the same for all rows in words, where they take more than its key.
    fn why_here(&self, _reason: Reason, _desk: &Desk) -> Option<String> {
        None
    }

    /// A reason of [`ListSource::availability`] in words, where they take more than its key.
    fn why(
        &self,
        _reason: Reason,
        _row: &Self::Row,
        _desk: &Desk,
        _texts: &Texts,
    ) -> Option<String> {
        None
    }

    /// Hears the answer to what it asked in a window.
    fn told(&mut self, _told: PopupResult, _cx: &mut Cx<'_>) -> Outcome {
        Outcome::Ignored
    }

    /// The row to which an action brings the cursor; none: to none.
    fn leads(&self, _action: Action, _at: Option<&Self::Id>, _desk: &Desk) -> Option<Self::Id> {
        None
    }

    /// Does something with the row under the cursor; Enter comes here first.
    fn act(&mut self, _action: Action, _at: Option<&Self::Id>, _cx: &mut Cx<'_>) -> Outcome {
        Outcome::Ignored
    }

    /// Marks a row, or takes its mark away, by the space bar; false: rows have no marks here.
    fn mark(&mut self, _at: &Self::Id) -> bool {
        false
    }

    /// Keys that are no actions, with the Fluent keys of their words.
    fn own_keys(&self) -> &'static [(KeyCode, &'static str)] {
        &[]
    }

    /// Hears what became, or would become, of the amendment that it sent.
    fn amended(&mut self, _answer: &Answered, _cx: &mut Cx<'_>) -> Outcome {
        Outcome::Ignored
    }

    /// The word for an action at the foot of the screen, if it is not the usual one.
    fn hint(&self, _action: Action, _row: &Self::Row, _desk: &Desk) -> Option<&'static str> {
        None
    }

    /// The same with a value of the row, where its word alone says too little.
    fn hint_words(
        &self,
        _action: Action,
        _row: &Self::Row,
        _desk: &Desk,
        _texts: &Texts,
    ) -> Option<String> {
        None
    }

    /// The columns of a window over the screen; none: the list is a screen.
    fn window(&self) -> Option<u16> {
        None
    }

    /// What stands under the title, in as many lines as it takes; with an empty one a line stays
    /// free.
    fn subtitle(&self, _desk: &Desk, _texts: &Texts) -> Option<String> {
        None
    }

    /// What stands at the right of the title; none: how a row is found.
    fn corner(&self, _desk: &Desk) -> Option<String> {
        None
    }

    /// Whether the title says how many rows there are also while all are shown.
    fn is_counted(&self) -> bool {
        true
    }

    /// The head of the group that a row is in; it stands over the group's first row.
    fn group<'a>(&self, _row: &'a Self::Row, _seen: Seen<'a>) -> Option<Cow<'a, str>> {
        None
    }

    /// Whether a row has a second line.
    fn has_detail(&self, _row: &Self::Row, _desk: &Desk) -> bool {
        false
    }

    /// The second line of a row.
    fn detail(&self, _row: &Self::Row, _seen: Seen<'_>) -> (String, Role) {
        (String::new(), Role::Muted)
    }

    /// All that is said of a row, a line a column.
    fn whole(&self, row: &Self::Row, desk: &Desk, texts: &Texts) -> String {
        let seen = Seen {
            desk,
            texts,
            glyphs: GlyphSet::Ascii.glyphs(),
        };
        let columns = self.columns();
        let columns = columns.iter().map(|column| {
            let words = column.says(row, seen);
            match &*column.head {
                "" => words.into_owned(),
                _ if words.is_empty() => String::new(),
                head => format!("{}: {words}", texts.get(head)),
            }
        });
        let detail = self.has_detail(row, desk);
        let detail = detail.then(|| self.detail(row, seen).0);
        let lines = columns.chain(detail).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The row in words, for the line above the status; none: the columns that are searched.
    fn words(&self, _row: &Self::Row, _desk: &Desk, _texts: &Texts) -> Option<String> {
        None
    }

    /// The same in fewer words.
    fn short_words(&self, row: &Self::Row, desk: &Desk, texts: &Texts) -> Option<String> {
        self.words(row, desk, texts)
    }

    /// What the status line says of the list.
    fn summary(&self, _desk: &Desk, _texts: &Texts) -> String {
        String::new()
    }
}
