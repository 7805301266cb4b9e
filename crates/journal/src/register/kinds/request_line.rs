//! One mark that a request asks to replace.

use crate::ids::{PeriodId, PupilId};
use crate::mark::PeriodMark;
use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{
    Asks, Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef, Register, RequestId,
    Title,
};
use serde::{Deserialize, Serialize};

choices! {
    /// A mark for a period, by its text form, or that there is none.
    pub enum AskedMark {
        /// No mark.
        #[default]
        None = "none" ["нет"],
        /// 5.
        Five = "5" ["5"],
        /// 4.
        Four = "4" ["4"],
        /// 3.
        Three = "3" ["3"],
        /// 2.
        Two = "2" ["2"],
        /// 1.
        One = "1" ["1"],
        /// Passed.
        Pass = "pass" ["зч", "зачёт", "зачет"],
        /// Not passed.
        Fail = "fail" ["нз", "незачёт", "незачет"],
        /// Excused.
        Exempt = "exempt" ["осв"],
        /// Not attested.
        NotAttested = "not-attested" ["н/а"],
    }
}

impl AskedMark {
    /// As it stands in the cell.
    pub fn mark(self) -> PeriodMark {
        self.word().parse().unwrap_or_default()
    }

    /// What a cell holds.
    pub fn of(mark: PeriodMark) -> Self {
        let word = mark.to_string();
        let all = Self::ALL.iter().copied();
        let mut same = all.filter(|one| one.word() == word);
        same.next().unwrap_or_default()
    }
}

/// A line of a request: the pupil, the mark that stands, the mark that is asked for (SGO154P-1.5.12g).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestLineRecord {
    /// Of which request.
    pub request: RequestId,
    /// Whose mark.
    pub pupil: PupilId,
    /// For which period.
    pub period: PeriodId,
    /// What stands.
    pub was: AskedMark,
    /// What is asked for.
    pub becomes: AskedMark,
}

fields! {
    RequestLine;
    request: FieldKind::Reference(RecordKind::Request),
        .required().column(1, 26);
    pupil: FieldKind::Reference(RecordKind::Person),
        .required().learns().column(1, 22);
    period: FieldKind::Reference(RecordKind::Period),
        .required().column(1, 12);
    was: FieldKind::Choice(AskedMark::CHOICES),
        .required().chosen().column(1, 6);
    becomes: FieldKind::Choice(AskedMark::CHOICES),
        .required().chosen().column(1, 6);
}

/// Lines of requests.
pub static KIND: Kind = Kind {
    kind: RecordKind::RequestLine,
    fields: FIELDS,
    title: Title::Parts(&[at::pupil, at::period, at::was, at::becomes]),
    search: &[at::request, at::pupil],
    order: &[at::request, at::pupil],
    check,
    journals: InJournals {
        rests: |now, at| match now.get(at) {
            Some(Record::RequestLine(line)) => now.decision(line.request).into_iter().collect(),
            _ => Vec::new(),
        },
        confused: |gesture, at, record, _| confused(gesture.now, at, record),
        ..InJournals::UNSEEN
    },
};

/// It asks for another mark than stands, one a pupil and period.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::RequestLine(line) = record else {
        return Vec::new();
    };
    let same = line.was == line.becomes;
    let same = same.then(|| FieldFault::new("becomes", Fault::SameMark));
    let twin = super::twin(register, at, record, &[at::request, at::pupil, at::period]);
    let faults = [same, twin];
    faults.into_iter().flatten().collect()
}

/// It stays as it was decided upon, is of a request for marks, and of no period after the day of that
/// (SGO154P-1.5.12e).
fn confused(now: &Register, at: RecordRef, record: &Record) -> Option<FieldFault> {
    let of = |it: &Record| match it {
        Record::RequestLine(line) => Some(line.request),
        _ => None,
    };
    let both = [Some(record), now.get(at)].into_iter().flatten();
    let mut requests = both.filter_map(of);
    if let Some(fault) = requests.find_map(|it| now.kept_by_decision(at, record, it.into())) {
        return Some(FieldFault::new("request", fault));
    }
    let Record::RequestLine(line) = record else {
        return None;
    };
    let Some(Record::Request(request)) = now.get(line.request.into()) else {
        return None;
    };
    if request.asks != Asks::Correction {
        return Some(FieldFault::new("request", Fault::NotForThat));
    }
    match now.get(line.period.into()) {
        Some(Record::Period(period)) if request.day < period.starts => {
            Some(FieldFault::new("period", Fault::BeforePeriod))
        }
        _ => None,
    }
}
