//! The register as the person at the desk meets it: what is kept of it, who may amend it, a new
//! amendment.

use super::Desk;
use super::pages::Pages;
use journal::register::{Amendment, Record, RecordKind, RecordRef, Register, Veil};
use journal::regulation::{Act, Clause, Who};
use journal::view::{RecordLine, RecordsPage};
use journal::{GestureId, Timestamp};
use offline::{ListKey, ListPage};
use protocol::UndoGesture;

/// Which record, what is expected and what is wanted there.
pub type Step = (RecordRef, Option<Record>, Option<Record>);

impl Desk {
    /// The records of a kind, and the register as far as they show it.
    pub fn records(&self, kind: RecordKind) -> Option<(&RecordsPage, &Register)> {
        match self.pages.lists.get(&ListKey::Records(kind))? {
            ListPage::Records(page, register) => Some((page, register)),
            _ => None,
        }
    }

    /// The register as far as a form needs it: with all records that one can choose among.
    ///
    /// # Errors
    /// The list that is not here yet.
    pub fn choices(&self, kind: RecordKind) -> Result<&Register, ListKey> {
        let missing = |kind: &RecordKind| self.records(*kind).is_none();
        let mut asked = std::iter::once(kind).chain(thousands_named(kind));
        match asked.find(missing) {
            Some(missing) => Err(ListKey::Records(missing)),
            None => self
                .records(kind)
                .map(|(_, register)| register)
                .ok_or(ListKey::Records(kind)),
        }
    }

    /// The clause by which whoever sits here waits for an order to keep records of the kind, as the list
    /// of them tells.
    pub fn awaits_order(&self, kind: RecordKind) -> Option<&Clause> {
        self.records(kind)?.0.awaits_order.as_ref()
    }

    /// Up to which fields whoever sits here may do it with some records of the kind; none: with no
    /// record. With which, the server says of each.
    pub fn may_somewhere(&self, act: Act, kind: RecordKind) -> Option<Veil> {
        let (rules, me) = (self.rules.as_ref()?, self.me.as_ref()?);
        if act != Act::Read && self.awaits_order(kind).is_some() {
            return None;
        }
        rules.regulation.widest(&me.roles, act, kind)
    }

    /// The clause by which a record, or a field of it, is another's to keep.
    pub fn clause_of(&self, act: Act, kind: RecordKind) -> Option<Clause> {
        let (rules, me) = (self.rules.as_ref()?, self.me.as_ref()?);
        rules.regulation.clause_of(&me.roles, act, kind)
    }

    /// Who may do it with records of the kind.
    pub fn keepers(&self, act: Act, kind: RecordKind) -> Vec<Who> {
        let rules = self.rules.as_ref();
        let keepers = rules.map(|rules| rules.regulation.keepers(act, kind));
        keepers.unwrap_or_default()
    }

    /// Whether whoever sits here may read what became of some records of the kind.
    pub fn reads_some_log(&self, kind: RecordKind) -> bool {
        let both = self.rules.as_ref().zip(self.me.as_ref());
        both.is_some_and(|(rules, me)| rules.regulation.reads_some_log(&me.roles, kind))
    }

    /// The line of a record in the list of its kind.
    pub fn record_line(&self, at: RecordRef) -> Option<&RecordLine> {
        let (page, _) = self.records(at.kind)?;
        page.records.iter().find(|line| line.id == at.id)
    }

    /// An amendment of a record, a gesture of its own.
    pub fn amendment(
        &mut self,
        record: RecordRef,
        expected: Option<Record>,
        wanted: Option<Record>,
    ) -> Amendment {
        let made_at = self.now();
        let gesture = self.ids.gesture(made_at);
        self.amended((gesture, made_at), (record, expected, wanted))
    }

    /// Amendments of several records, one gesture: which record, what is expected and what is wanted
    /// there.
    pub fn amendments(&mut self, steps: Vec<Step>) -> Vec<Amendment> {
        let made_at = self.now();
        let gesture = self.ids.gesture(made_at);
        let steps = steps.into_iter();
        steps
            .map(|step| self.amended((gesture, made_at), step))
            .collect()
    }

    /// What it takes to take a gesture back.
    pub fn undo_gesture(&mut self) -> UndoGesture {
        let made_at = self.now();
        UndoGesture {
            gesture: self.ids.gesture(made_at),
            made_at,
            agreed: Vec::new(),
        }
    }

    fn amended(
        &mut self,
        (gesture, made_at): (GestureId, Timestamp),
        (record, expected, wanted): Step,
    ) -> Amendment {
        Amendment {
            id: self.ids.change(made_at),
            gesture,
            made_at,
            record,
            expected,
            wanted,
            ground: None,
        }
    }
}

/// The kinds of thousands that a kind refers to: its page has only those that are named.
pub fn thousands_named(kind: RecordKind) -> impl Iterator<Item = RecordKind> {
    let named = kind.named().into_iter();
    named.filter(move |named| named.is_of_thousands() && *named != kind)
}

impl Pages {
    /// Shows a list. Pages of records have in common what is of thousands.
    pub fn show_list(&mut self, key: ListKey, mut list: ListPage) {
        if let ListPage::Records(page, register) = &mut list {
            for named in thousands_named(page.kind) {
                if let Some(ListPage::Records(_, other)) = self.lists.get(&ListKey::Records(named))
                {
                    register.share(other, named);
                }
            }
            for other in self.lists.values_mut() {
                if let ListPage::Records(of, naming) = other
                    && thousands_named(of.kind).any(|named| named == page.kind)
                {
                    naming.share(register, page.kind);
                }
            }
        }
        self.lists.insert(key, list);
    }
}
