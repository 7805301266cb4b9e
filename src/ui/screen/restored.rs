//! A form that is opened with what was written there some other time.

/// What was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// The draft, over what it was written over.
    Again,
    /// The draft, but the journal holds something else by now.
    Over,
}

impl Restored {
    /// The Fluent key of the sentence that says so.
    pub fn words(self) -> &'static str {
        match self {
            Self::Again => "draft-restored",
            Self::Over => "draft-restored-over",
        }
    }
}
