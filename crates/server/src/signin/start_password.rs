//! Start passwords: made to be read aloud and typed once.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// Letters and digits that nobody takes for one another on paper.
const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS: usize = 3;
const IN_GROUP: usize = 4;

/// `k7mq-x2fd-9abc`, 59 bits, from a seed that nobody can guess.
pub fn start_password(seed: [u8; 32]) -> String {
    let mut rng = ChaCha20Rng::from_seed(seed);
    let mut sign = || {
        let at = rng.random_range(0..SIGNS.len());
        SIGNS.get(at).copied().map_or('x', char::from)
    };
    let mut group = || (0..IN_GROUP).map(|_| sign()).collect::<String>();
    let groups: Vec<String> = (0..GROUPS).map(|_| group()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_password_can_be_read_aloud() {
        let (one, two) = (start_password([1; 32]), start_password([2; 32]));
        assert_ne!(one, two);
        assert_eq!(one.len(), 14);
        let known = |sign| sign == b'-' || SIGNS.contains(&sign);
        assert!(one.bytes().all(known), "{one}");
        assert!(SIGNS.iter().all(|sign| !b"ilo01".contains(sign)));
    }
}
