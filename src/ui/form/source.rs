//! What a form is a form of.

use super::{FieldId, Form, FormField};
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::ui::layer::{Answered, Cx, Outcome};
use crate::ui::route::Route;
use offline::{DraftKey, PageKey};

/// The fields of a form and all that is particular to it.
pub trait FormSource {
    /// What the form is called.
    fn title(&self, desk: &Desk, texts: &Texts) -> String;

    /// The fields with what stands in them; none while that is not known.
    fn fields(&self, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>>;

    /// Saves what is entered and sound; [`Outcome::Close`] or [`Outcome::CloseWhenKept`] if it is
    /// done.
    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome;

    /// What is wrong beyond the fields themselves: a field's id and a sentence.
    fn check(&self, _form: &Form, _desk: &Desk, _texts: &Texts) -> Vec<(FieldId, String)> {
        Vec::new()
    }

    /// An empty row of a table, of this number; none: the form has no such table.
    fn row(&self, _table: u8, _row: u16, _desk: &Desk, _texts: &Texts) -> Option<Vec<FormField>> {
        None
    }

    /// Something was entered: restates what follows from it in fields that nobody enters.
    fn follow(&self, _form: &mut Form, _desk: &Desk, _texts: &Texts) {}

    /// Hears what became, or would become, of the amendment that it sent.
    fn amended(&mut self, _form: &mut Form, _answer: &Answered, _cx: &mut Cx<'_>) -> Outcome {
        Outcome::Ignored
    }

    /// The page that the fields are on, while it is not here.
    fn missing(&self, _desk: &Desk) -> Option<PageKey> {
        None
    }

    /// The place that this form is.
    fn here(&self) -> Option<Route> {
        None
    }

    /// What is said under the title.
    fn intro(&self, _desk: &Desk, _texts: &Texts) -> Option<String> {
        None
    }

    /// Where what is typed and not saved is kept; a form of secrets keeps nothing.
    fn draft(&self) -> Option<DraftKey> {
        None
    }

    /// Whether another record can be begun right after this one.
    fn begins_next(&self) -> bool {
        false
    }

    /// What else is done from it, for the foot of the screen.
    fn leads_to(&self) -> &'static [Action] {
        &[]
    }

    /// Whether it is a form of signing in.
    fn is_sign_in(&self) -> bool {
        false
    }

    /// Whether Esc leaves it.
    fn can_be_left(&self) -> bool {
        true
    }

    /// The server has refused what was saved.
    fn refused(&mut self) {}
}
