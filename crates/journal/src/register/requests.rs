//! What became of requests, and what a request that was granted allows.

use super::kinds::{Asks, Decided, RequestLineRecord};
use super::{DaySpan, Fault, Record, RecordKind, RecordRef, Register, RequestId};
use crate::change::{Edit, FromTo};
use crate::ids::{JournalId, PersonId};
use crate::place::SheetId;
use chrono::NaiveDate;

impl Register {
    /// The decision of a request; none: there is none yet.
    pub fn decision(&self, request: RequestId) -> Option<RecordRef> {
        let naming = self.referrers.of_kind(request.into(), RecordKind::Decision);
        naming.take(1).next()
    }

    /// Whether a request was granted.
    pub fn is_granted(&self, request: RequestId) -> bool {
        let decision = self.decision(request).and_then(|at| self.get(at));
        matches!(decision, Some(Record::Decision(it)) if it.decided == Decided::Granted)
    }

    /// That a record, the request itself or one of its lines, would become another after the request was
    /// decided upon.
    pub(super) fn kept_by_decision(
        &self,
        at: RecordRef,
        wanted: &Record,
        request: RecordRef,
    ) -> Option<Fault> {
        let mut decisions = self.referrers.of_kind(request, RecordKind::Decision);
        let with = decisions.next()?;
        (self.get(at) != Some(wanted)).then_some(Fault::Decided { with })
    }

    /// The lines of a request, as they lie.
    pub fn lines_of(&self, request: RequestId) -> impl Iterator<Item = &RequestLineRecord> {
        let naming = self
            .referrers
            .of_kind(request.into(), RecordKind::RequestLine);
        naming.filter_map(|at| match self.get(at)? {
            Record::RequestLine(line) => Some(line),
            _ => None,
        })
    }

    /// The changes of a request's lines: where, and from what to what (SGO154P-1.5.12g).
    pub fn asked_of(&self, request: RequestId) -> Vec<(SheetId, Edit)> {
        let journal = match self.get(request.into()) {
            Some(Record::Request(it)) if it.asks == Asks::Correction => it.journal,
            _ => return Vec::new(),
        };
        let edits = self.lines_of(request).map(|line| {
            let period = line.period;
            let step = FromTo::new(line.was.mark(), line.becomes.mark());
            let edit = Edit::PeriodMark {
                pupil: line.pupil,
                step,
            };
            (SheetId::Term { journal, period }, edit)
        });
        edits.collect()
    }

    /// Whether a request that was granted asks for exactly this.
    pub fn grants(&self, request: RequestId, sheet: SheetId, edit: &Edit) -> bool {
        let mut asked = self.asked_of(request).into_iter();
        self.is_granted(request) && asked.any(|(at, asked)| at == sheet && asked == *edit)
    }

    /// The days, of those not over by a day, on which a journal is open to somebody although its windows
    /// have closed: the next of them.
    pub fn opened(&self, journal: JournalId, teacher: PersonId, on: NaiveDate) -> Option<DaySpan> {
        let of = |kind| self.referrers.of_kind(journal.into(), kind);
        let unlocks = of(RecordKind::Unlock).filter_map(|at| match self.get(at)? {
            Record::Unlock(it) if it.teacher == teacher => Some(it.days()),
            _ => None,
        });
        let granted = of(RecordKind::Request).filter_map(|at| match self.get(at)? {
            Record::Request(it) if it.teacher == teacher && it.asks == Asks::Unlock => {
                self.is_granted(RequestId(at.id.0)).then(|| it.days())
            }
            _ => None,
        });
        let days = unlocks.chain(granted);
        days.filter(|days| days.last >= on).min()
    }
}
