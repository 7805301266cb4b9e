//! Where randomness comes from: the system, once, at the edge.

use crate::i18n::Texts;
use rand::TryRng;
use rand::rngs::SysRng;

/// Bytes that nobody can guess.
pub fn bytes<const N: usize>(texts: &Texts) -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    SysRng
        .try_fill_bytes(&mut bytes)
        .map_err(|_| anyhow::anyhow!(texts.get("cli-no-randomness").into_owned()))?;
    Ok(bytes)
}
