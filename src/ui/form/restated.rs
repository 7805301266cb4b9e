//! What comes to stand in the fields of a form, or is found wrong with them, from beyond the keyboard.

use super::input::{Form, Input};
use super::{Entered, FieldId};
use std::collections::BTreeMap;

impl Form {
    /// What is typed and does not stand there, by field, as a draft keeps it.
    pub fn typed(&self) -> BTreeMap<String, String> {
        let typed = self.inputs.iter().filter(|input| input.is_changed());
        let typed = typed.map(|input| (input.field.id.to_string(), input.written()));
        typed.collect()
    }

    /// Nothing stands in a field any more: what is in it is as good as typed.
    pub fn forget(&mut self, id: impl Into<FieldId>) {
        if let Some(input) = self.input_mut(id.into()) {
            input.field.value = Entered::Nothing;
        }
    }

    /// Something else stands in a field by now; it takes the place of what was not changed.
    pub fn restate(&mut self, id: impl Into<FieldId>, value: Entered) {
        if let Some(input) = self.input_mut(id.into()) {
            let changed = input.is_changed();
            input.field.value = value;
            if !changed {
                input.restore();
            }
        }
    }

    /// Puts the cursor on a field and says what is wrong there.
    pub fn refuse(&mut self, id: impl Into<FieldId>, why: impl Into<String>) {
        let id = id.into();
        if let Some(at) = self.inputs.iter().position(|input| input.field.id == id) {
            self.at = at;
            if let Some(input) = self.inputs.get_mut(at) {
                input.fault = Some(why.into());
                input.is_told = true;
            }
        }
    }

    fn input_mut(&mut self, id: FieldId) -> Option<&mut Input> {
        let mut inputs = self.inputs.iter_mut();
        inputs.find(|input| input.field.id == id)
    }
}
