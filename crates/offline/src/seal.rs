//! The place of encryption: every page and every change passes through a [`Sealer`].

/// What was sealed cannot be opened: another key, or the bytes were altered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the record {about:?} cannot be opened")]
pub struct SealError {
    /// The record it is about.
    pub about: String,
}

/// Seals records before they touch the disk and opens them again.
pub trait Sealer {
    /// Seals `plain`, the record `about`, so that only that record opens with it.
    fn seal(&self, about: &str, plain: Vec<u8>) -> Result<Vec<u8>, SealError>;

    /// Opens what [`Sealer::seal`] made for the same `about`.
    fn open(&self, about: &str, sealed: Vec<u8>) -> Result<Vec<u8>, SealError>;
}

/// Leaves everything as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Plain;

impl Sealer for Plain {
    fn seal(&self, _about: &str, plain: Vec<u8>) -> Result<Vec<u8>, SealError> {
        Ok(plain)
    }

    fn open(&self, _about: &str, sealed: Vec<u8>) -> Result<Vec<u8>, SealError> {
        Ok(sealed)
    }
}
