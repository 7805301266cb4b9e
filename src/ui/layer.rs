//! Screens and popups: layers that consume a key or pass it on.

use crate::action::Action;
use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::ui::hint::Reason;
use crate::ui::route::Route;
use crate::ui::widget::Look;
use crate::ui::widget::grid::GridState;
use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};
use journal::register::{Amended, RecordRef};
use journal::regulation::Access;
use journal::view::SessionRow;
use journal::{BreachId, LessonId, PersonId, PupilId, WorkRef};
use offline::{DraftKey, Failure, PageKey, Resolution, Trouble};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeSet;

/// What the server says of a gesture of amendments.
pub type Answered = Result<Amended, Failure>;

/// What a layer works with while it handles a key.
#[derive(Debug)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Cx<'a> {
    pub desk: &'a mut Desk,
    pub texts: &'a Texts,
    /// What is to be done outside, in order.
    pub effects: &'a mut Vec<Effect>,
}

/// What a layer made of a key.
pub enum Outcome {
    /// Dealt with: nobody else hears of the key.
    Consumed,
    /// Not for this layer: the next one down may want it.
    Ignored,
    /// Dealt with, and the layer is done.
    Close,
    /// Dealt with; the layer is done as soon as what it entered is durable.
    CloseWhenKept,
    /// Dealt with; a popup goes on top.
    Open(Box<dyn Layer>),
    /// Dealt with; the person goes to a place, and comes back to this layer from there.
    Go(Route),
    /// Dealt with; the person goes to a place that takes this layer's place.
    GoInstead(Route),
    /// Dealt with; the layer beneath is told something.
    Tell(PopupResult),
    /// Dealt with, the layer is done, and the one beneath is told something.
    TellAndClose(PopupResult),
}

/// What a popup tells the screen beneath it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its variants say what they are")]
pub enum PopupResult {
    /// Put the cursor on the pupil whose name has this part; `again`: the next such.
    Find {
        /// Part of the name.
        part: String,
        /// Not the one under the cursor.
        again: bool,
    },
    /// Put cursor, selection and window back to where they were.
    Return(GridState),
    /// Open a column for a work.
    OpenWork(WorkRef),
    /// Put the rows in the order of this column, or turn it round if they are in it.
    Order(usize),
    /// Show it as it is, or was, on this day.
    Day(NaiveDate),
    /// Give the account of this person a new start password.
    IssuePassword(PersonId),
    /// End this session.
    EndSession(Box<SessionRow>),
    /// Void what was written, up to this place in the log, under sign-in data that got known.
    VoidBreach(BreachId, i64),
    /// The cards of these pupils were held against the facts.
    CheckCards(Vec<PersonId>),
    /// The homework is for these pupils.
    Pupils(BTreeSet<PupilId>),
    /// Confirm the roll call of a lesson; of those asked for some came.
    RollCall {
        lesson: LessonId,
        /// Who was asked for.
        asked: Vec<PupilId>,
        /// Who of them came.
        came: BTreeSet<PupilId>,
    },
    /// Take back what was done last, though it was not done here.
    UndoElsewhere,
    /// Settle these conflicts, as they were shown.
    ResolveAll(Resolution, Vec<Trouble>),
    /// This record has been written.
    Record(RecordRef),
    /// What became of an amendment that waited for consent.
    Amended(Answered),
    /// Do this action.
    Do(Action),
    /// Go to this place.
    Go(Route),
    /// Leave without keeping what was typed.
    Discard,
}

/// A screen or a popup.
pub trait Layer {
    /// Which bindings apply.
    fn context(&self) -> Context;

    /// Whether it lies over the screen beneath and leaves it visible.
    fn is_popup(&self) -> bool {
        false
    }

    /// Whether it is the form of signing in.
    fn is_sign_in(&self) -> bool {
        false
    }

    /// The draft that what is written here is kept as.
    fn draft_key(&self) -> Option<DraftKey> {
        None
    }

    /// The sign-in it asked for was refused: it may be asked again.
    fn refused(&mut self) {}

    /// Whether a key is data here although a binding names it: `/` in a column of marks.
    fn wants(&self, _key: KeyEvent, _desk: &Desk) -> bool {
        false
    }

    /// The lesson that it shows, if it shows one.
    fn lesson(&self) -> Option<LessonId> {
        None
    }

    /// The page that it shows, to be kept fresh.
    fn page(&self) -> Option<PageKey> {
        None
    }

    /// The page without which keys have nothing to be entered in, while it is not there.
    fn awaits(&self, _desk: &Desk) -> Option<PageKey> {
        None
    }

    /// Whether an action leaves the page that is on its way for another of this screen.
    fn leaves_page(&self, _action: Action) -> bool {
        false
    }

    /// Whether a place is on this screen.
    fn is_at(&self, _route: &Route) -> bool {
        false
    }

    /// Takes the person to a place that is on this screen.
    fn arrive(&mut self, _route: &Route) {}

    /// Does an action.
    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome;

    /// Takes a key that no binding names: a letter of a text or of a cell.
    fn key(&mut self, _key: KeyEvent, _cx: &mut Cx<'_>) -> Outcome {
        Outcome::Ignored
    }

    /// Takes a pasted text.
    fn paste(&mut self, _text: &str, _cx: &mut Cx<'_>) -> Outcome {
        Outcome::Ignored
    }

    /// Hears from the popup above it.
    fn told(&mut self, _told: PopupResult, _cx: &mut Cx<'_>) -> Outcome {
        Outcome::Ignored
    }

    /// Hears what became, or would become, of an amendment; ignored by whoever has sent none.
    fn amended(&mut self, _answer: &Answered, _cx: &mut Cx<'_>) -> Outcome {
        Outcome::Ignored
    }

    /// Another key came that it hears nothing else of: what was begun is finished.
    fn interrupted(&mut self) {}

    /// The person goes on to another screen, and may come back.
    fn left(&mut self) {}

    /// Why an action that this layer knows is not to be had now.
    fn availability(&self, _action: Action, _desk: &Desk) -> Result<(), Reason> {
        Ok(())
    }

    /// A reason of [`Layer::availability`] in words: who may, by which clause.
    fn why(&self, reason: Reason, _desk: &Desk, texts: &Texts) -> String {
        texts.get(reason.0).into_owned()
    }

    /// How much of the cells here is to be written by whoever sits here; none: there are no cells.
    fn access(&self, _desk: &Desk) -> Option<Access> {
        None
    }

    /// The actions worth a hint, most useful first.
    fn hints(&self, desk: &Desk) -> Vec<Action>;

    /// The word for an action at the foot of the screen, as a Fluent key: what it does here.
    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        action.spec().hint
    }

    /// The same with a value that it is about, where its word alone says too little.
    fn hint_words(&self, _action: Action, _desk: &Desk, _texts: &Texts) -> Option<String> {
        None
    }

    /// Keys of this layer that are no actions and that nobody can bind, with the Fluent keys of
    /// their words.
    fn own_keys(&self, _desk: &Desk) -> Vec<(KeyCode, &'static str)> {
        Vec::new()
    }

    /// Whether an action has a meaning here, possible now or not; what works anywhere aside. A
    /// popup knows what it hints at.
    fn knows(&self, action: Action, desk: &Desk) -> bool {
        self.hints(desk).contains(&action)
    }

    /// Takes over what has changed on the desk and the size of its room. Called before every
    /// frame; painting itself changes nothing.
    fn settle(&mut self, _area: Rect, _desk: &Desk, _texts: &Texts) {}

    /// Paints itself; answers where the real cursor belongs.
    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position>;

    /// What is under the cursor, in words, for the line above the status: screen readers read it.
    fn words(&self, _desk: &Desk, _texts: &Texts) -> String {
        String::new()
    }

    /// The same without what is said beside it; none: nothing is.
    fn plain_words(&self, _desk: &Desk, _texts: &Texts) -> Option<String> {
        None
    }

    /// The same in fewer words, for a line that the words do not fit into.
    fn short_words(&self, desk: &Desk, texts: &Texts) -> String {
        self.words(desk, texts)
    }

    /// What the status line says of this screen.
    fn summary(&self, _desk: &Desk, _texts: &Texts) -> String {
        String::new()
    }

    /// The same in fewer words, for a narrow terminal.
    fn short_summary(&self, desk: &Desk, texts: &Texts) -> String {
        self.summary(desk, texts)
    }

    /// What stays in the status line of the narrowest terminal: whether it is done, and the
    /// Fluent key of its name.
    fn essential(&self, _desk: &Desk) -> Option<(bool, &'static str)> {
        None
    }
}
