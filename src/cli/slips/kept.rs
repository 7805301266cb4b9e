//! To whom slips were given, kept as records: the access log says it for a time alone.

use super::Given;
use crate::cli::signed_in::SignedInPerson;
use crate::i18n::Texts;
use crate::table_files::import::is_written;
use journal::PersonId;
use journal::register::{Amendment, Record, RecordId, RecordKind, Register, SlipRecord};
use protocol::WholeGesture;
use std::collections::BTreeSet;

/// Who was given a slip, as long as that is kept: the access log, which says it too, is kept for a
/// time alone.
pub fn slipped(register: &Register) -> BTreeSet<PersonId> {
    let slips = register.of(RecordKind::Slip);
    let people = slips.filter_map(|(_, record)| match record {
        Record::Slip(slip) => Some(slip.person),
        _ => None,
    });
    people.collect()
}

/// How often it is tried: whoever prints slips at the same moment takes the same numbers.
const TRIES: usize = 5;

/// Keeps to whom slips were given, when and by whom (SGO154P-1.2.1, SGO154P-1.2.2).
pub async fn keep(
    person: &mut SignedInPerson,
    given: &[Given],
    texts: &Texts,
) -> anyhow::Result<()> {
    for _ in 0..TRIES {
        if given.is_empty() {
            return Ok(());
        }
        // Passwords take a while: others have kept slips since this began.
        let register = person.register_of(&[RecordKind::Slip], texts).await?;
        let wish = wish(person, register.free_id(RecordKind::Slip), given);
        let kept = person.at_server().amend(&wish, false).await;
        let kept = kept.map_err(|failure| person.told(&failure, texts))?;
        if is_written(&kept.fate) {
            return Ok(());
        }
    }
    anyhow::bail!(texts.get("slips-not-kept").into_owned());
}

fn wish(person: &mut SignedInPerson, first: RecordId, given: &[Given]) -> WholeGesture {
    let now = person.now();
    let gesture = person.ids.gesture(now);
    let amendments = (first.0..).zip(given).map(|(id, one)| {
        let slip = SlipRecord {
            person: one.person,
            given: person.today,
            by: Some(person.me.person),
            signed: None,
        };
        Amendment {
            id: person.ids.change(now),
            gesture,
            made_at: now,
            record: RecordKind::Slip.at(RecordId(id)),
            expected: None,
            wanted: Some(Record::Slip(slip)),
            ground: None,
        }
    });
    WholeGesture {
        amendments: amendments.collect(),
        agreed: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    /// SGO154P-1.4.4: though the access log does not know it any more.
    #[test]
    fn whoever_was_given_a_slip_keeps_it() {
        let mut register = Register::default();
        assert_eq!(slipped(&register), BTreeSet::new());
        let slip = SlipRecord {
            person: PersonId(3),
            given: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
            ..SlipRecord::default()
        };
        let at = RecordKind::Slip.at(RecordId(1));
        register.put(at, Some(Record::Slip(slip)));
        assert_eq!(slipped(&register), BTreeSet::from([PersonId(3)]));
    }
}
