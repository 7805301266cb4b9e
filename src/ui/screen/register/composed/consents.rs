//! The consents that a form asks for before anything is sent, where the regulation takes nothing
//! without one.

use super::ComposedForm;
use super::composition::{Given, Slot};
use super::entry::Entry;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::form::FieldId;
use journal::register::{RecordKind, RecordRef, Value};
use journal::regulation::{ConsentClause, Unconsented};

/// The field of a consent that is asked for.
const GIVEN: &str = "given";

/// The rule of the regulation, if it takes nothing without a consent.
pub(super) fn rule(desk: &Desk) -> Option<&ConsentClause> {
    let rule = desk.rules.as_ref()?.regulation.consents.as_ref();
    rule.filter(|rule| rule.without == Unconsented::Refused)
}

impl ComposedForm {
    /// Whose consent is missing, told where it is entered.
    pub(super) fn unconsented(
        &self,
        entry: &Entry,
        desk: &Desk,
        texts: &Texts,
    ) -> Vec<(FieldId, String)> {
        let mut told: Vec<(FieldId, String)> = Vec::new();
        let Some((rule, mut register)) = rule(desk).zip(self.register(desk)) else {
            return told;
        };
        for said in &entry.said {
            register.put(said.at, Some(said.record.clone()));
        }
        let today = desk.local(desk.now()).date();
        for said in &entry.said {
            for person in register.unconsented(said.stands.as_ref(), &said.record, today) {
                let of = RecordRef::from(person);
                let Some(id) = self.consent_of(of, entry) else {
                    continue;
                };
                if told.iter().all(|(at, _)| *at != id) {
                    let who = register.title(of).unwrap_or_default();
                    let clause = rule.clause.cite.as_str();
                    let why = tr!(texts, "record-no-consent", who, clause);
                    told.push((id, why.into_owned()));
                }
            }
        }
        told
    }

    /// Where the consent of somebody is entered.
    fn consent_of(&self, person: RecordRef, entry: &Entry) -> Option<FieldId> {
        let mut rows: Vec<u16> = entry.said.iter().map(|one| one.slot.row).collect();
        rows.dedup();
        let slots = rows.into_iter().flat_map(|row| self.of.slots(row));
        let mut consents = slots.filter(|slot| self.of.part(*slot).kind == RecordKind::Consent);
        let is_theirs = |slot: &Slot| match self.of.part(*slot).given("person") {
            Some(Given::Of(part)) => {
                let of = self.of.beside(*slot, part);
                entry
                    .said
                    .iter()
                    .any(|one| one.slot == of && one.at == person)
            }
            Some(Given::As(part, name)) => {
                let said = entry.says(self.of.beside(*slot, part), name);
                said == Value::Reference(person)
            }
            _ => false,
        };
        let slot = consents.find(is_theirs)?;
        Some(slot.id(GIVEN))
    }
}
