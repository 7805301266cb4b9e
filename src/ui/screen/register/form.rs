//! The form of a record, made from the description of its kind. Saving asks the server first what
//! would change; a new record that changes nothing else is written at once.

use super::answered::Heard;
use super::composed::HEAD;
use super::head::Head;
use super::{fields, send, words};
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::ui::form::{FieldId, Form, FormField, FormScreen, FormSource, InputKind};
use crate::ui::layer::{Answered, Cx, Outcome};
use crate::ui::route::Route;
use journal::register::{FieldFault, Offers, Record, RecordId, RecordKind, Register};
use journal::regulation::Act;
use journal::{PersonId, PupilId};
use offline::{DraftKey, ListKey, PageKey};

/// The form of a record.
#[derive(Debug)]
pub struct RecordForm {
    head: Head,
}

impl RecordForm {
    /// The form of a record, or of a new one.
    pub fn of(
        kind: RecordKind,
        id: Option<RecordId>,
        desk: &Desk,
        texts: &Texts,
    ) -> FormScreen<Self> {
        FormScreen::new(Self {
            head: Head::alone(kind, id, desk, texts),
        })
    }

    fn entered(&self, form: &Form, cx: &Cx<'_>) -> Result<Record, Vec<FieldFault>> {
        match cx.desk.records(self.head.kind) {
            Some(_) => fields::record(self.head.kind, form, cx.texts),
            None => Err(Vec::new()),
        }
    }

    fn ask(&mut self, form: &Form, cx: &mut Cx<'_>) -> Option<Outcome> {
        let wanted = self.entered(form, cx).ok()?;
        let step = (
            self.head.at(cx.desk),
            self.head.stood_in(HEAD),
            Some(wanted),
        );
        Some(self.head.ask(vec![(HEAD, step)], form, cx))
    }

    /// Why whoever sits here only looks at this record.
    fn only_looks(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let line = self
            .head
            .id
            .and_then(|id| desk.record_line(self.head.kind.at(id)));
        let of_others = line.is_some_and(|line| line.locked);
        let of_others = of_others.then(|| words::of_others(self.head.kind, desk, texts));
        let awaits = || words::awaits_order(self.head.kind, desk, texts);
        let locked = self.head.locked.clone();
        locked.or_else(awaits).or(of_others)
    }

    /// A list by which it is known whom this offers, if it is not here yet.
    fn awaited(&self, desk: &Desk) -> Option<ListKey> {
        let mut asked = asked_by_offers(self.head.kind, desk);
        asked
            .find(|kind| desk.records(*kind).is_none())
            .map(ListKey::Records)
    }

    /// Locks the fields that whoever sits here may not see.
    fn veil(&self, fields: &mut [FormField], desk: &Desk, texts: &Texts) {
        let act = self.head.id.map_or(Act::Create, |_| Act::Change);
        let upto = desk.may_somewhere(act, self.head.kind);
        let line = self
            .head
            .id
            .and_then(|id| desk.record_line(self.head.kind.at(id)));
        let veiled = line.map_or(&[][..], |line| &line.veiled);
        for field in fields {
            let described = self.head.kind.described().field(field.id.name);
            let beyond = described.is_some_and(|field| upto < Some(field.veil));
            let beyond = beyond && self.head.locked.is_none();
            if beyond || veiled.iter().any(|name| name == field.id.name) {
                field.locked = Some(words::veiled(self.head.kind, desk, texts));
            }
        }
    }

    fn words_of(
        &self,
        faults: &[FieldFault],
        desk: &Desk,
        texts: &Texts,
    ) -> Vec<(FieldId, String)> {
        let words = faults.iter().filter_map(|fault| {
            let why = words::field_fault(self.head.kind, fault, desk, texts)?;
            Some((self.head.told_at(HEAD, fault), why))
        });
        words.collect()
    }
}

/// The lists by which it is known whom a form of the kind offers and what follows from it, as far as whoever sits here reads
/// them.
pub fn asked_by_offers(kind: RecordKind, desk: &Desk) -> impl Iterator<Item = RecordKind> {
    let fields = kind.described().fields.iter();
    let kinds = fields.flat_map(|field| field.offers.asked().iter().copied());
    let follows = (kind == RecordKind::Decision).then_some(RecordKind::RequestLine);
    let kinds = kinds.chain(follows);
    kinds.filter(|kind| desk.may_somewhere(Act::Read, *kind).is_some())
}

/// Offers work to those who have a role or a post: to no parent, no pupil and nobody who has left;
/// and what only pupils have, to those who are named in the book of movement. As far as that is known
/// here; who stands there already stays.
fn withhold(fields: &mut [FormField], kind: RecordKind, desk: &Desk) {
    let today = desk.local(desk.now()).date();
    let kinds = asked_by_offers(kind, desk);
    let known: Vec<_> = kinds.filter_map(|kind| desk.records(kind)).collect();
    let mut known_here = Register::default();
    for (page, register) in known {
        known_here.share(register, page.kind);
    }
    let knows = |kind| known_here.of(kind).next().is_some();
    let (knows_roles, knows_movement) = (knows(RecordKind::Office), knows(RecordKind::Movement));
    let is_offered = |person: PersonId, offers: Offers| match offers {
        Offers::Anybody => true,
        Offers::Staff if knows_roles => known_here.is_of_staff(person, today),
        Offers::Staff => !known_here.has_left(person, today),
        Offers::Pupils => !knows_movement || known_here.is_pupil(PupilId(person.0)),
    };
    let described = kind.described();
    for field in fields {
        let Some(described) = described.field(field.id.name) else {
            continue;
        };
        let stands = field.value.written();
        if let InputKind::Reference(choices) = &mut field.kind {
            choices.retain(|choice| {
                let person = choice.id.parse().map(PersonId);
                let is_offered = person.is_ok_and(|person| is_offered(person, described.offers));
                choice.id == stands || is_offered || described.offers == Offers::Anybody
            });
        }
    }
}

impl FormSource for RecordForm {
    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        self.head.title(desk, texts)
    }

    fn intro(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let only_looks = self.only_looks(desk, texts);
        self.head.intro(only_looks, desk, texts)
    }

    fn fields(&self, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        if self.awaited(desk).is_some() {
            return None;
        }
        let register = desk.choices(self.head.kind).ok()?;
        let at = self.head.id.map(|id| self.head.kind.at(id));
        let stands = at.and_then(|at| register.get(at));
        let stood = at.zip(stands.cloned()).map(|stands| (HEAD, stands));
        self.head.stood.replace(stood.into_iter().collect());
        if self.head.id.is_some() && stands.is_none() {
            return Some(Vec::new());
        }
        let today = desk.local(desk.now()).date();
        let mut fields = fields::of(self.head.kind, stands, register, today, texts);
        withhold(&mut fields, self.head.kind, desk);
        if self.only_looks(desk, texts).is_some() {
            // The form says why, once.
            let locks = fields.iter_mut();
            locks.for_each(|field| field.locked = Some(String::new()));
        }
        self.veil(&mut fields, desk, texts);
        Some(fields)
    }

    fn check(&self, form: &Form, desk: &Desk, texts: &Texts) -> Vec<(FieldId, String)> {
        let Some((_, register)) = desk.records(self.head.kind) else {
            return Vec::new();
        };
        let faults = match fields::record(self.head.kind, form, texts) {
            Ok(record) => register.faults(self.head.at(desk), &record),
            Err(faults) => faults,
        };
        self.words_of(&faults, desk, texts)
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        self.ask(form, cx).unwrap_or(Outcome::Consumed)
    }

    fn amended(&mut self, form: &mut Form, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        match self.head.hear(form, answer, cx) {
            Heard::Does(outcome) => outcome,
            Heard::AsksAgain => {
                let asks = self.ask(form, cx);
                asks.unwrap_or_else(|| send::not_taken(cx))
            }
        }
    }

    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let missing = desk.choices(self.head.kind).err();
        let missing = missing.or_else(|| self.awaited(desk));
        let missing = missing.or_else(|| self.head.awaited());
        missing.map(PageKey::List)
    }

    fn here(&self) -> Option<Route> {
        Some(self.head.here())
    }

    fn draft(&self) -> Option<DraftKey> {
        self.head.draft()
    }

    /// Whoever gives a role sees what it may.
    fn leads_to(&self) -> &'static [Action] {
        match self.head.kind {
            RecordKind::Office => &[Action::OpenRights],
            _ => &[],
        }
    }

    fn begins_next(&self) -> bool {
        self.head.id.is_none() && self.head.locked.is_none()
    }
}
