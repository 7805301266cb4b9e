//! Why an action is not to be had now.

/// A reason, as the Fluent key that words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason(pub &'static str);
