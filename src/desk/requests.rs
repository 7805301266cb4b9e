//! What follows from requests that were granted.

use super::Desk;
use journal::register::{Decided, Record, RecordKind, RequestId};
use journal::{Change, Ground};

impl Desk {
    /// What was decided of a request, as far as the list of decisions is here; none: nothing yet.
    pub fn decided(&self, request: RequestId) -> Option<(Decided, &str)> {
        let (_, register) = self.records(RecordKind::Decision)?;
        match register.get(register.decision(request)?)? {
            Record::Decision(it) => Some((it.decided, it.note.as_str())),
            _ => None,
        }
    }

    /// Enters the marks that a granted request asks for, as one gesture; answers how many. Those that
    /// stand already are said once more, which moves nothing.
    pub fn enter_granted(&mut self, request: RequestId) -> usize {
        let Some((_, register)) = self.records(RecordKind::RequestLine) else {
            return 0;
        };
        let asked = register.asked_of(request);
        let (gesture, made_at) = (self.gesture(), self.now());
        let by = self.person();
        for (sheet, edit) in &asked {
            let change = Change {
                id: self.ids.change(made_at),
                gesture,
                made_at,
                sheet: *sheet,
                edit: edit.clone(),
                ground: Some(Ground::Request { request }),
                beside: None,
                after: None,
            };
            if self.pages.spot(*sheet).is_some() {
                self.pages.put(&change, by);
            }
            self.unsaved.push(change);
        }
        asked.len()
    }
}
