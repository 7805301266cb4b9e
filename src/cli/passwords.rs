//! Start passwords and their hashes.

use crate::i18n::Texts;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use server::HashCost;

/// A source of start passwords.
#[derive(Debug)]
pub struct Passwords(ChaCha20Rng);

impl Passwords {
    /// A source that nobody can follow.
    pub fn new(texts: &Texts) -> anyhow::Result<Self> {
        Ok(Self(ChaCha20Rng::from_seed(super::chance::bytes(texts)?)))
    }

    /// The next start password.
    pub fn next(&mut self) -> String {
        server::start_password(self.0.random())
    }

    /// The hash of a password, with a salt of its own.
    pub fn hash(&mut self, password: &str, cost: HashCost) -> anyhow::Result<String> {
        Ok(server::hash_password(password, self.0.random(), cost)?)
    }

    /// The hashes of many passwords, on all cores: a school has a thousand accounts, and a hash is
    /// made to be slow.
    pub fn hash_all(
        &mut self,
        passwords: &[String],
        cost: HashCost,
    ) -> anyhow::Result<Vec<String>> {
        let salted: Vec<(&String, [u8; 16])> = passwords
            .iter()
            .map(|password| (password, self.0.random()))
            .collect();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let share = salted.len().div_ceil(cores).max(1);
        std::thread::scope(|scope| {
            let hash = |(password, salt): &(&String, [u8; 16])| {
                server::hash_password(password, *salt, cost)
            };
            let shares: Vec<_> = salted
                .chunks(share)
                .map(|share| {
                    scope.spawn(move || share.iter().map(hash).collect::<Result<Vec<_>, _>>())
                })
                .collect();
            let mut hashes = Vec::with_capacity(salted.len());
            for share in shares {
                match share.join() {
                    Ok(done) => hashes.extend(done?),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            Ok(hashes)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn each_start_password_is_another() {
        let mut passwords = Passwords::new(&Texts::new(Language::Ru)).unwrap();
        assert_ne!(passwords.next(), passwords.next());
    }

    #[test]
    fn many_hashes_come_in_order_and_each_has_its_salt() {
        let mut passwords = Passwords::new(&Texts::new(Language::Ru)).unwrap();
        let same = vec!["one".to_owned(); 7];
        let hashes = passwords.hash_all(&same, HashCost::CHEAPEST).unwrap();
        let different: std::collections::HashSet<_> = hashes.iter().collect();
        assert_eq!((hashes.len(), different.len()), (7, 7));
        assert!(
            passwords
                .hash_all(&[], HashCost::CHEAPEST)
                .unwrap()
                .is_empty()
        );
    }
}
