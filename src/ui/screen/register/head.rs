//! What the form of a record and the form of several have in common: the record that it is of, the
//! first of several, and the gesture that is sent for it.

use super::new_ids::NewIds;
use super::preview::Preview;
use super::{send, words};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::route::Route;
use journal::register::{Amended, Amendment, RecordId, RecordKind, RecordRef};
use offline::{DraftKey, ListKey};

/// The record that a form is of.
#[derive(Debug)]
pub struct Head {
    pub(super) kind: RecordKind,
    /// None of a new record.
    pub(super) id: Option<RecordId>,
    /// Why whoever sits here only looks.
    pub(super) locked: Option<String>,
    pub(super) new_ids: NewIds,
    /// What the server has been asked about.
    sent: Vec<Amendment>,
    /// And has not answered yet: what is typed meanwhile is for what comes after.
    waiting: bool,
}

impl Head {
    /// A record, or a new one.
    pub fn of(kind: RecordKind, id: Option<RecordId>, desk: &Desk, texts: &Texts) -> Self {
        let locked = words::locked(kind, desk, texts);
        let not_made = || words::not_made(kind, desk, texts).filter(|_| id.is_none());
        Self {
            kind,
            id,
            locked: locked.or_else(not_made),
            new_ids: NewIds::default(),
            sent: Vec::new(),
            waiting: false,
        }
    }

    /// Which it is, or will be.
    pub fn at(&self, desk: &Desk) -> RecordRef {
        let new = || self.new_ids.of(self.kind, 0, desk);
        self.kind.at(self.id.unwrap_or_else(new))
    }

    /// Asks the server about a gesture.
    pub fn ask(&mut self, gesture: Vec<Amendment>, cx: &mut Cx<'_>) -> Outcome {
        self.waiting = !gesture.is_empty() && send::ask(&gesture, cx);
        self.sent = if self.waiting { gesture } else { Vec::new() };
        Outcome::Consumed
    }

    /// What the server has been asked about, once it has answered; none: nothing.
    pub fn take_sent(&mut self) -> Option<Vec<Amendment>> {
        let sent = std::mem::take(&mut self.sent);
        if sent.is_empty() {
            return None;
        }
        self.waiting = false;
        Some(sent)
    }

    /// It can be taken: it is shown before it is written, unless it only makes what the form shows
    /// already.
    pub fn seen(&mut self, sent: Vec<Amendment>, amended: &Amended, cx: &mut Cx<'_>) -> Outcome {
        let consequences = &amended.consequences;
        let is_told = consequences.effects.is_empty() && consequences.moves.only_join();
        let is_new = sent.iter().all(|one| one.expected.is_none());
        if is_new && is_told && send::write(&sent, Vec::new(), cx) {
            self.waiting = true;
            self.sent = sent;
            return Outcome::Consumed;
        }
        let preview = Preview::of(sent.clone(), amended.clone(), cx);
        self.sent = sent;
        Outcome::Open(Box::new(preview))
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
    pub fn intro(
        &self,
        only_looks: Option<String>,
        stands: bool,
        desk: &Desk,
        texts: &Texts,
    ) -> Option<String> {
        let register = desk.records(self.kind).map(|(_, register)| register);
        let known = register.zip(self.id.map(|id| self.kind.at(id)));
        match only_looks {
            Some(why) => Some(why),
            None if known.is_some() && !stands => Some(texts.get("record-not-there").into_owned()),
            None if !desk.link.line.may_answer() => {
                Some(texts.get("register-no-network").into_owned())
            }
            None => known.and_then(|(register, at)| words::cancelled(register, at, texts)),
        }
    }

    /// The place that the form is.
    pub fn here(&self) -> Route {
        Route::Record(self.kind, self.id)
    }

    /// Under which what is typed is kept.
    pub fn draft(&self) -> Option<DraftKey> {
        let id = self
            .id
            .map_or_else(|| "new".to_owned(), |id| id.to_string());
        let keeps = self.locked.is_none();
        keeps.then(|| DraftKey::form(format!("{}/{id}", self.kind)))
    }
}
