//! A value that knows whether it may have changed.

use std::ops::{Deref, DerefMut};

/// A value with a number that grows with every access that could change it: what was computed
/// from the value holds as long as the number does.
#[derive(Debug, Clone, Default)]
pub struct Revised<T> {
    value: T,
    revision: u64,
}

impl<T> Revised<T> {
    /// The number.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Something that the value is seen through has changed.
    pub fn touch(&mut self) {
        self.revision += 1;
    }
}

impl<T> Deref for Revised<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Revised<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.touch();
        &mut self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_changes_nothing() {
        let mut list: Revised<Vec<u8>> = Revised::default();
        let before = list.revision();
        assert!(list.is_empty());
        assert_eq!(list.revision(), before);
        list.push(1);
        assert_ne!(list.revision(), before);
    }
}
