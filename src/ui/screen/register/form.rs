//! The form of a record, made from the description of its kind. Saving asks the server first what
//! would change; a new record that changes nothing else is written at once.

use super::head::Head;
use super::{fields, send, words};
use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::Tone;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::form::{FieldId, Form, FormField, FormScreen, FormSource};
use crate::ui::layer::{Answered, Cx, Outcome, PopupResult};
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use crate::ui::route::Route;
use journal::register::{AmendmentOutcome, FieldFault, Record, RecordId, RecordKind, Refusal};
use journal::regulation::Act;
use journal::view::LastAmended;
use offline::{DraftKey, PageKey};
use std::cell::RefCell;

/// The form of a record.
#[derive(Debug)]
pub struct RecordForm {
    head: Head,
    /// What stood there when the form was begun, or when its writer was last told of another.
    stood: RefCell<Option<Record>>,
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
            head: Head::of(kind, id, desk, texts),
            stood: RefCell::default(),
        })
    }

    fn entered(&self, form: &Form, cx: &Cx<'_>) -> Result<Record, Vec<FieldFault>> {
        match cx.desk.records(self.head.kind) {
            Some(_) => fields::record(self.head.kind, form, cx.texts),
            None => Err(Vec::new()),
        }
    }

    fn ask(&mut self, wanted: Record, cx: &mut Cx<'_>) -> Outcome {
        let at = self.head.at(cx.desk);
        let stood = self.stood.borrow().clone();
        let amendment = cx.desk.amendment(at, stood, Some(wanted));
        self.head.ask(vec![amendment], cx)
    }

    /// Somebody was first. Their values stand in the fields that were not touched here; in the
    /// others both are told, and saving again means one's own.
    fn conflict(
        &mut self,
        now: Option<&Record>,
        last: Option<&LastAmended>,
        form: &mut Form,
        cx: &mut Cx<'_>,
    ) -> Outcome {
        let stood = self.stood.replace(now.cloned());
        let by = messages::writer(last.map(|last| &last.by), cx.desk, cx.texts);
        let at = last.map(|last| messages::moment(last.at, cx.desk));
        let at = at.unwrap_or_default();
        let Some(now) = now else {
            let words = tr!(cx.texts, "record-is-gone", by, at).into_owned();
            send::say(words, cx);
            return Outcome::Consumed;
        };
        let described = self.head.kind.described();
        let mut both = Vec::new();
        for field in described.fields {
            let theirs = (field.get)(now);
            if stood.as_ref().map(|stood| (field.get)(stood)).as_ref() == Some(&theirs) {
                continue;
            }
            let touched = form.is_changed(field.name);
            form.restate(field.name, fields::entered(&theirs));
            if touched && form.is_changed(field.name) {
                let register = cx
                    .desk
                    .records(self.head.kind)
                    .map(|(_, register)| register);
                let theirs = register
                    .map(|it| words::value(it, described, field, &theirs, cx.texts))
                    .unwrap_or_default();
                let (by, at) = (by.as_str(), at.as_str());
                let words = tr!(cx.texts, "record-both", by, at, theirs).into_owned();
                both.push((field.name, words));
            }
        }
        if both.is_empty() {
            let words = tr!(cx.texts, "record-was-amended", by, at).into_owned();
            send::say(words, cx);
        }
        for (name, words) in both.into_iter().rev() {
            form.refuse(name, words);
        }
        send::reload(self.head.kind, cx);
        Outcome::Consumed
    }

    fn tell(&self, outcome: &AmendmentOutcome, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        if let AmendmentOutcome::Refused {
            refusal: Refusal::Invalid { faults },
        } = outcome
        {
            for (name, why) in self.words_of(faults, cx.desk, cx.texts).into_iter().rev() {
                form.refuse(name, why);
            }
            return Outcome::Consumed;
        }
        let why = words::outcome(outcome, self.head.kind, cx.desk, cx.texts);
        Outcome::Open(Box::new(Ask::tell("title-record-refused", why)))
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
        let described = self.head.kind.described();
        let words = faults.iter().filter_map(|fault| {
            let field = described.field(&fault.field)?;
            let why = words::fault(&fault.fault, described, field, desk, texts);
            Some((field.name.into(), why))
        });
        words.collect()
    }
}

impl FormSource for RecordForm {
    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        self.head.title(desk, texts)
    }

    fn intro(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let stands = self.stood.borrow().is_some();
        let only_looks = self.only_looks(desk, texts);
        self.head.intro(only_looks, stands, desk, texts)
    }

    fn fields(&self, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        let register = desk.choices(self.head.kind).ok()?;
        let stands = self
            .head
            .id
            .and_then(|id| register.get(self.head.kind.at(id)));
        self.stood.replace(stands.cloned());
        if self.head.id.is_some() && stands.is_none() {
            return Some(Vec::new());
        }
        let today = desk.local(desk.now()).date();
        let mut fields = fields::of(self.head.kind, stands, register, today, texts);
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
        match self.entered(form, cx) {
            Ok(wanted) => self.ask(wanted, cx),
            Err(_) => Outcome::Consumed,
        }
    }

    fn amended(&mut self, form: &mut Form, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        let sent = self.head.take_sent();
        let Some(sent) = sent.and_then(|mut sent| sent.pop()) else {
            return Outcome::Ignored;
        };
        let Some((amended, outcome)) = send::answered(answer, cx) else {
            return Outcome::Consumed;
        };
        match outcome {
            AmendmentOutcome::Applied { seq: None } | AmendmentOutcome::NotAgreed => {
                self.head.seen(vec![sent], amended, cx)
            }
            AmendmentOutcome::Applied { .. }
            | AmendmentOutcome::AlreadyApplied { .. }
            | AmendmentOutcome::Unchanged => {
                let is_all = self.entered(form, cx).ok() == sent.wanted;
                // What is typed on is kept as a draft of the record that stands now.
                let draft = self.draft().filter(|_| is_all || self.head.id.is_none());
                if let Some(draft) = draft {
                    cx.desk.drafts.set(draft, None);
                }
                send::done(&sent, outcome, cx);
                // Whoever left the preview while it was being written has typed on.
                if !is_all {
                    self.head.id = Some(sent.record.id);
                    self.stood.replace(sent.wanted);
                    let words = cx.texts.get("record-saved-without");
                    messages::also(Tone::Warning, &words, cx.desk);
                    return Outcome::Consumed;
                }
                Outcome::TellAndClose(PopupResult::Record(sent.record))
            }
            outcome if self.head.new_ids.pass_by(&sent, outcome) => match sent.wanted {
                Some(wanted) => self.ask(wanted, cx),
                None => Outcome::Consumed,
            },
            // Of a new record that is no conflict: the ids stay taken.
            AmendmentOutcome::Conflict { now, by, at } if sent.expected.is_some() => {
                let last = by.clone().zip(*at).map(|(by, at)| LastAmended { by, at });
                self.conflict(now.as_deref(), last.as_ref(), form, cx)
            }
            outcome => self.tell(outcome, form, cx),
        }
    }

    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let missing = desk.choices(self.head.kind).err();
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
