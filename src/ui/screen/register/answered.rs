//! What becomes of the gesture of a form once the server has answered, of one record or of several.

use super::composed::{HEAD, Slot};
use super::head::{Asked, Head};
use super::preview::Preview;
use super::{fields, requests, send, words};
use crate::desk::notice::{Notice, Tone};
use crate::record_words::steps;
use crate::tr;
use crate::ui::form::{FieldId, Form};
use crate::ui::layer::{Answered, Cx, Outcome, PopupResult};
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use journal::register::{
    Amended, Amendment, AmendmentOutcome, FieldFault, Record, RecordKind, Refusal,
};

/// What a form does once it has heard the server.
pub enum Heard {
    /// Others took the ids of its new records: it asks with the next ones.
    AsksAgain,
    /// That.
    Does(Outcome),
}

impl Head {
    /// Hears what became, or would become, of what was sent.
    pub fn hear(&mut self, form: &mut Form, answer: &Answered, cx: &mut Cx<'_>) -> Heard {
        let asked = std::mem::take(&mut self.asked);
        if asked.sent.is_empty() {
            return Heard::Does(Outcome::Ignored);
        }
        self.waiting = false;
        let Some((amended, _)) = send::answered(answer, cx) else {
            return Heard::Does(Outcome::Consumed);
        };
        let outcomes = amended.outcomes.iter().enumerate();
        let untaken: Vec<_> = outcomes.filter(|(_, it)| it.is_untaken()).collect();
        let passes = |(place, outcome): &(usize, &AmendmentOutcome)| {
            let one = asked.sent.get(*place);
            one.is_some_and(|one| self.new_ids.pass_by(one, outcome))
        };
        if untaken.iter().any(passes) {
            return Heard::AsksAgain;
        }
        let waits = |outcome: &AmendmentOutcome| {
            matches!(
                outcome,
                AmendmentOutcome::Applied { seq: None } | AmendmentOutcome::NotAgreed
            )
        };
        Heard::Does(if !untaken.is_empty() {
            self.refused(&asked, &untaken, form, cx)
        } else if amended.outcomes.iter().any(waits) {
            self.seen(asked, amended, cx)
        } else {
            self.done(&asked, amended, form, cx)
        })
    }

    /// It can be taken: it is shown before it is written, unless it only makes what the form shows
    /// already.
    fn seen(&mut self, asked: Asked, amended: &Amended, cx: &mut Cx<'_>) -> Outcome {
        let consequences = &amended.consequences;
        let is_told = consequences.effects.is_empty() && consequences.moves.only_join();
        let is_new = asked.sent.iter().all(|one| one.expected.is_none());
        if is_new && is_told && send::write(&asked.sent, Vec::new(), cx) {
            self.waiting = true;
            self.asked = asked;
            return Outcome::Consumed;
        }
        let preview = Preview::of(asked.sent.clone(), amended.clone(), cx);
        self.asked = asked;
        Outcome::Open(Box::new(preview))
    }

    /// Some of it cannot be taken. Where somebody was first, what they wrote is merged into the form.
    fn refused(
        &mut self,
        asked: &Asked,
        untaken: &[(usize, &AmendmentOutcome)],
        form: &mut Form,
        cx: &mut Cx<'_>,
    ) -> Outcome {
        let of = |place: usize| asked.sent.get(place).zip(asked.slots.get(place).copied());
        let conflicts = untaken.iter().filter_map(|(place, outcome)| {
            let (one, slot) = of(*place)?;
            let is_conflict = matches!(outcome, AmendmentOutcome::Conflict { .. });
            // Of a new record that is no conflict: the ids stay taken.
            (is_conflict && one.expected.is_some()).then_some((one, slot, *outcome))
        });
        let conflicts: Vec<_> = conflicts.collect();
        if !conflicts.is_empty() {
            return self.merge(&conflicts, form, cx);
        }
        let first = untaken
            .first()
            .map(|(place, outcome)| (of(*place), *outcome));
        let Some((Some((one, slot)), outcome)) = first else {
            return Outcome::Consumed;
        };
        let kind = one.record.kind;
        if let AmendmentOutcome::Refused {
            refusal: Refusal::Invalid { faults },
        } = outcome
        {
            for fault in faults.iter().rev() {
                if let Some(why) = words::field_fault(kind, fault, cx.desk, cx.texts) {
                    form.refuse(self.told_at(slot, fault), why);
                }
            }
            return Outcome::Consumed;
        }
        let why = words::outcome(outcome, kind, cx.desk, cx.texts);
        self.reload(cx);
        Outcome::Open(Box::new(Ask::tell("title-record-refused", why)))
    }

    /// The field at which a fault of a record of the form is told.
    pub fn told_at(&self, slot: Slot, fault: &FieldFault) -> FieldId {
        match self.of {
            Some(of) => of.told_at(slot, &fault.field),
            None => {
                let field = self.kind.described().field(&fault.field);
                slot.id(field.map_or("", |field| field.name))
            }
        }
    }

    /// Somebody was first. Their values stand in the fields that were not touched here; in the
    /// others both are told, and saving again means one's own. What they removed is made anew.
    fn merge(
        &mut self,
        conflicts: &[(&Amendment, Slot, &AmendmentOutcome)],
        form: &mut Form,
        cx: &mut Cx<'_>,
    ) -> Outcome {
        let mut both = Vec::new();
        let (mut said, mut is_gone) = (None, false);
        for (one, slot, outcome) in conflicts {
            let AmendmentOutcome::Conflict { now, by, at } = outcome else {
                continue;
            };
            let by = messages::writer(by.as_ref(), cx.desk, cx.texts);
            let at = at.map(|at| messages::moment(at, cx.desk));
            let at = at.unwrap_or_default();
            let key = match now {
                Some(_) => "record-was-amended",
                None => "record-is-gone",
            };
            let told = (by.as_str(), at.as_str());
            match now {
                Some(now) => both.extend(self.merge_one(one, (*slot, &**now), told, form, cx)),
                None => self.forget(one, *slot, form, cx),
            }
            is_gone |= now.is_none();
            if said.is_none() || now.is_none() {
                said = Some(tr!(cx.texts, key, by, at).into_owned());
            }
        }
        // What stands in the fields tells the rest, but not of what is there no more.
        if let Some(said) = said.filter(|_| both.is_empty() || is_gone) {
            send::say(said, cx);
        }
        for (id, words) in both.into_iter().rev() {
            form.refuse(id, words);
        }
        self.reload(cx);
        Outcome::Consumed
    }

    /// Takes over what somebody wrote; what both have changed, with the words about it.
    fn merge_one(
        &self,
        one: &Amendment,
        (slot, now): (Slot, &Record),
        (by, at): (&str, &str),
        form: &mut Form,
        cx: &Cx<'_>,
    ) -> Vec<(FieldId, String)> {
        let stands = (one.record, now.clone());
        let stood = self.stood.borrow_mut().insert(slot, stands);
        let described = one.record.kind.described();
        let mut both = Vec::new();
        for field in described.fields {
            let theirs = (field.get)(now);
            let was = stood.as_ref().map(|(_, stood)| (field.get)(stood));
            if was.as_ref() == Some(&theirs) {
                continue;
            }
            let id = slot.id(field.name);
            let touched = form.is_changed(id);
            form.restate(id, fields::entered(&theirs));
            if touched && form.is_changed(id) {
                let register = cx.desk.records(one.record.kind);
                let theirs = register
                    .map(|(_, it)| steps::value(it, described, field, &theirs, cx.texts))
                    .unwrap_or_default();
                both.push((
                    id,
                    tr!(cx.texts, "record-both", by, at, theirs).into_owned(),
                ));
            }
        }
        both
    }

    /// It stands no more: what is in its fields makes a new one, under an id of its own.
    fn forget(&mut self, one: &Amendment, slot: Slot, form: &mut Form, cx: &mut Cx<'_>) {
        self.stood.borrow_mut().remove(&slot);
        if slot == HEAD {
            if let Some(draft) = self.draft() {
                cx.desk.drafts.set(draft, None);
            }
            self.id = None;
        }
        for field in one.record.kind.described().fields {
            form.forget(slot.id(field.name));
        }
    }

    /// It is written, or stands already: says what, and asks for the lists anew.
    fn done(&mut self, asked: &Asked, amended: &Amended, form: &Form, cx: &mut Cx<'_>) -> Outcome {
        // Whoever left the preview while it was being written has typed on.
        let is_all = form.typed() == asked.typed;
        // What is typed on is kept as a draft of the record that stands now.
        let draft = self.draft().filter(|_| is_all || self.id.is_none());
        if let Some(draft) = draft {
            cx.desk.drafts.set(draft, None);
        }
        self.say_done(&asked.sent, cx);
        requests::follow(&asked.sent, cx);
        self.reload(cx);
        let is_kept = send::keep(&asked.sent, &amended.outcomes, cx);
        if is_kept && asked.sent.len() > 1 {
            let words = cx.texts.get("records-can-be-undone");
            messages::also(Tone::Hint, &words, cx.desk);
        }
        if !is_all {
            self.stand(asked);
            let words = cx.texts.get("record-saved-without");
            messages::also(Tone::Warning, &words, cx.desk);
            return Outcome::Consumed;
        }
        let first = asked.sent.first();
        match first.filter(|one| one.record.kind == self.kind) {
            Some(one) => Outcome::TellAndClose(PopupResult::Record(one.record)),
            None => Outcome::Close,
        }
    }

    /// What was sent stands there now.
    fn stand(&mut self, asked: &Asked) {
        let mut stood = self.stood.borrow_mut();
        for (slot, one) in asked.slots.iter().zip(&asked.sent) {
            if *slot == HEAD {
                self.id = Some(one.record.id);
            }
            if let Some(record) = &one.wanted {
                stood.insert(*slot, (one.record, record.clone()));
            }
        }
    }

    fn say_done(&self, sent: &[Amendment], cx: &mut Cx<'_>) {
        let title = sent.first().and_then(|one| {
            let (_, register) = cx.desk.records(one.record.kind)?;
            one.wanted.as_ref().map(|record| register.title_of(record))
        });
        let (count, title) = (sent.len().saturating_sub(1), title.unwrap_or_default());
        let own = self.of.and_then(|of| of.own.as_ref());
        let key = own.map_or("records-saved", |own| own.saved);
        let text = tr!(cx.texts, key, title, count).into_owned();
        cx.desk.say(Notice::new(Tone::Done, text));
    }

    /// Asks for the lists of all its kinds anew.
    fn reload(&self, cx: &mut Cx<'_>) {
        let kinds: Vec<RecordKind> = self.kinds();
        kinds.into_iter().for_each(|kind| send::reload(kind, cx));
    }
}
