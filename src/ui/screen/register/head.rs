//! What the form of a record and the form of several have in common: the record that it is of, the
//! first of several, what stands there, and the gesture that is sent for it.

use super::composed::{Composition, HEAD, Slot};
use super::new_ids::NewIds;
use super::{send, words};
use crate::desk::Desk;
use crate::desk::register::Step;
use crate::i18n::Texts;
use crate::ui::form::Form;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::route::Route;
use journal::register::{Amendment, Record, RecordId, RecordKind, RecordRef};
use offline::{DraftKey, ListKey};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A record of the form as it stands in the register.
pub type Stands = (RecordRef, Record);

/// The record that a form is of.
#[derive(Debug)]
pub struct Head {
    pub(super) kind: RecordKind,
    /// None of a new record.
    pub(super) id: Option<RecordId>,
    /// Why whoever sits here only looks.
    pub(super) locked: Option<String>,
    pub(super) new_ids: NewIds,
    /// What it is written together with; none: it is written alone.
    pub(super) of: Option<&'static Composition>,
    /// What stands there as far as the form knows: when it was begun, when its writer was last told of
    /// another, when it was written from here.
    pub(super) stood: RefCell<BTreeMap<Slot, Stands>>,
    pub(super) asked: Asked,
    /// The server has not answered yet: what is typed meanwhile is for what comes after.
    pub(super) waiting: bool,
}

/// What the server has been asked about.
#[derive(Debug, Default)]
pub struct Asked {
    /// Which record of the form each amendment is of.
    pub(super) slots: Vec<Slot>,
    pub(super) sent: Vec<Amendment>,
    /// What had been typed by then.
    pub(super) typed: BTreeMap<String, String>,
}

impl Head {
    /// A record that is written alone, or a new one.
    pub fn alone(kind: RecordKind, id: Option<RecordId>, desk: &Desk, texts: &Texts) -> Self {
        let locked = words::locked(kind, desk, texts);
        let not_made = || words::not_made(kind, desk, texts).filter(|_| id.is_none());
        Self {
            kind,
            id,
            locked: locked.or_else(not_made),
            new_ids: NewIds::default(),
            of: None,
            stood: RefCell::default(),
            asked: Asked::default(),
            waiting: false,
        }
    }

    /// A record that is written with others, or a new one.
    pub fn of(of: &'static Composition, id: Option<RecordId>, desk: &Desk, texts: &Texts) -> Self {
        let mut head = Self::alone(of.head.kind, id, desk, texts);
        if id.is_none() && head.locked.is_none() {
            let mut kinds = of.kinds().into_iter();
            head.locked = kinds.find_map(|kind| words::not_made(kind, desk, texts));
        }
        head.of = Some(of);
        head
    }

    /// The kinds of the records of the form.
    pub fn kinds(&self) -> Vec<RecordKind> {
        self.of.map_or_else(|| vec![self.kind], Composition::kinds)
    }

    /// Whether the record that the form is of stands there.
    pub fn stands(&self) -> bool {
        self.stood.borrow().contains_key(&HEAD)
    }

    /// What stands in the place of a record of the form.
    pub fn stood_in(&self, slot: Slot) -> Option<Record> {
        let stood = self.stood.borrow();
        stood.get(&slot).map(|(_, record)| record.clone())
    }

    /// Which it is, or will be.
    pub fn at(&self, desk: &Desk) -> RecordRef {
        let new = || self.new_ids.of(self.kind, 0, desk);
        self.kind.at(self.id.unwrap_or_else(new))
    }

    /// Asks the server about a gesture: what is wanted of which record of the form.
    pub fn ask(&mut self, steps: Vec<(Slot, Step)>, form: &Form, cx: &mut Cx<'_>) -> Outcome {
        let (slots, steps) = steps.into_iter().unzip();
        let sent = cx.desk.amendments(steps);
        self.waiting = !sent.is_empty() && send::ask(&sent, cx);
        self.asked = Asked::default();
        if self.waiting {
            let typed = form.typed();
            self.asked = Asked { slots, sent, typed };
        }
        Outcome::Consumed
    }

    /// The list of which the server has not told yet what has become of the gesture.
    pub fn awaited(&self) -> Option<ListKey> {
        self.waiting.then_some(ListKey::Records(self.kind))
    }

    /// The list and the record.
    pub fn title(&self, desk: &Desk, texts: &Texts) -> String {
        let list = texts.get(&self.kind.described().list_key());
        let title = match self.id {
            None => Some(texts.get("record-new").into_owned()),
            Some(id) => desk
                .records(self.kind)
                .and_then(|(_, register)| register.title(self.kind.at(id))),
        };
        format!("{list} › {}", title.unwrap_or_default())
    }

    /// What is to be known before the first key: why it is only looked at, that it is not there,
    /// that there is no network, that it is cancelled.
    pub fn intro(&self, only_looks: Option<String>, desk: &Desk, texts: &Texts) -> Option<String> {
        let register = desk.records(self.kind).map(|(_, register)| register);
        let known = register.zip(self.id.map(|id| self.kind.at(id)));
        match only_looks {
            Some(why) => Some(why),
            None if known.is_some() && !self.stands() => {
                Some(texts.get("record-not-there").into_owned())
            }
            None if !desk.link.line.may_answer() => {
                Some(texts.get(desk.link.line.no_writing_key()).into_owned())
            }
            None => known.and_then(|(register, at)| words::cancelled(register, at, texts)),
        }
    }

    /// The place that the form is.
    pub fn here(&self) -> Route {
        let own = self.of.and_then(|of| of.own.as_ref());
        own.map_or(Route::Record(self.kind, self.id), |own| own.route.clone())
    }

    /// Under which what is typed is kept.
    pub fn draft(&self) -> Option<DraftKey> {
        if self.locked.is_some() {
            return None;
        }
        Some(match (self.of.and_then(|of| of.own.as_ref()), self.id) {
            (Some(own), None) => DraftKey::form(own.draft),
            // Only new records are made there.
            (Some(_), Some(_)) => return None,
            (None, None) => DraftKey::form(format!("{}/new", self.kind)),
            (None, Some(id)) => DraftKey::form(format!("{}/{id}", self.kind)),
        })
    }
}
