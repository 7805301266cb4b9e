//! Why an action is not to be had now.

use crate::action::Action;

/// A reason, as the Fluent key that words it; that an action works elsewhere has no key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason(pub &'static str);

impl Reason {
    /// Where an action works, for the places where it does not.
    pub fn elsewhere(action: Action) -> Self {
        Self(action.spec().elsewhere)
    }
}
