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

/// Keeps to whom slips were given, when and by whom (SGO154P-1.2.1, SGO154P-1.2.2).
pub async fn keep(
    person: &mut SignedInPerson,
    register: &Register,
    given: &[Given],
    texts: &Texts,
) -> anyhow::Result<()> {
    let (now, first) = (person.now(), register.free_id(RecordKind::Slip));
    let gesture = person.ids.gesture(now);
    let mut amendments = Vec::new();
    for (id, one) in (first.0..).zip(given) {
        let slip = SlipRecord {
            person: one.person,
            given: person.today,
            by: Some(person.me.person),
            signed: None,
        };
        amendments.push(Amendment {
            id: person.ids.change(now),
            gesture,
            made_at: now,
            record: RecordKind::Slip.at(RecordId(id)),
            expected: None,
            wanted: Some(Record::Slip(slip)),
            ground: None,
        });
    }
    let wish = WholeGesture {
        amendments,
        agreed: Vec::new(),
    };
    let kept = person.at_server().amend(&wish, false).await;
    let kept = kept.map_err(|failure| person.told(&failure, texts))?;
    if !is_written(&kept.fate) {
        anyhow::bail!(texts.get("slips-not-kept").into_owned());
    }
    Ok(())
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
