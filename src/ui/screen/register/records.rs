//! The records of a kind: a list whose columns are the fields of the kind.

use super::preview::{Preview, Undoes};
use super::{class_teachers, requests, send, words};
use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::layer::{Answered, Cx, Outcome};
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use crate::ui::route::Route;
use journal::register::{
    Amended, Amendment, AmendmentOutcome, Field, FieldKind, RecordId, RecordKind, RecordRef,
    RequestId, Value,
};
use journal::regulation::Act;
use journal::view::RecordLine;
use offline::{ListKey, PageKey};
use protocol::Code;
use std::collections::BTreeSet;

/// The records of a kind.
#[derive(Debug)]
pub struct Records {
    kind: RecordKind,
    /// Why whoever sits here only looks.
    locked: Option<String>,
    /// Whether they decide on some of them.
    decides: bool,
    /// Why they make none.
    not_made: Option<String>,
    /// That their role waits for an order, in words, if that is how the list says it stands.
    awaits: Option<String>,
    /// Why no new pupil is made from here; none: one is.
    enrols_not: Option<String>,
    /// The removal that the server has been asked about.
    sent: Option<Amendment>,
    /// The gesture that it has been asked to take back.
    undoes: Option<Undoes>,
}

impl Records {
    /// The list of a kind.
    pub fn of(kind: RecordKind, desk: &Desk, texts: &Texts) -> ListScreen<Self> {
        ListScreen::new(Self {
            kind,
            locked: requests::locked(kind, desk, texts),
            decides: requests::decides(kind, desk),
            not_made: words::not_made(kind, desk, texts),
            awaits: words::may_await_order(kind, desk, texts),
            enrols_not: (kind == RecordKind::Person)
                .then(|| words::enrols_not(desk, texts))
                .flatten(),
            sent: None,
            undoes: None,
        })
    }

    /// Why whoever sits here only looks, as far as it is known by now: the list itself tells who waits
    /// for an order.
    fn only_looks(&self, desk: &Desk) -> Option<&String> {
        let awaits = self.awaits.as_ref();
        let awaits = awaits.filter(|_| desk.awaits_order(self.kind).is_some());
        self.locked.as_ref().or(awaits)
    }

    /// Whether new pupils are made from here.
    fn enrols(&self) -> bool {
        self.kind == RecordKind::Person && self.enrols_not.is_none()
    }

    /// What was written last in the directories, as far as it is shown here, is taken back; a table
    /// that was written after it first.
    fn undo(&mut self, cx: &mut Cx<'_>) -> Outcome {
        let of_kind = |one: &Amendment| one.record.kind == self.kind;
        let written = cx.desk.written.clone();
        let Some(written) = written.filter(|all| all.iter().any(of_kind)) else {
            if cx.desk.written.is_some() || cx.desk.last_table.is_some() {
                return Outcome::Ignored;
            }
            let words = cx.texts.get("records-nothing-to-undo").into_owned();
            send::say(words, cx);
            return Outcome::Consumed;
        };
        let undo = cx.desk.undo_gesture();
        if send::undo(&written, undo.clone(), true, cx) {
            self.undoes = Some(Undoes { written, undo });
        }
        Outcome::Consumed
    }

    /// What became, or would become, of what was to be taken back.
    fn undone(&mut self, undoes: Undoes, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        if let Err(failure) = answer
            && failure.code() == Some(Code::NotFound)
        {
            cx.desk.written = None;
            send::say(cx.texts.get("records-not-to-undo").into_owned(), cx);
            tell_of_table(cx);
            return Outcome::Consumed;
        }
        let Some((amended, _)) = send::answered(answer, cx) else {
            return Outcome::Consumed;
        };
        let kinds = undoes.written.iter().map(|one| one.record.kind);
        let kinds: BTreeSet<RecordKind> = kinds.collect();
        // Nothing of it is taken back: why is said, and it is not offered again.
        if let Some(why) = self.why_it_stays(&undoes, amended, cx) {
            cx.desk.written = None;
            send::say(why, cx);
            tell_of_table(cx);
            kinds.into_iter().for_each(|kind| send::reload(kind, cx));
            return Outcome::Consumed;
        }
        let is_done = amended.outcomes.iter().any(|outcome| {
            matches!(
                outcome,
                AmendmentOutcome::Applied { seq: Some(_) }
                    | AmendmentOutcome::AlreadyApplied { .. }
            )
        });
        if !is_done {
            let preview = Preview::undoing(undoes.clone(), amended.clone(), cx);
            self.undoes = Some(undoes);
            return Outcome::Open(Box::new(preview));
        }
        let left = amended.outcomes.iter().filter(|it| it.is_untaken()).count();
        let count = amended.outcomes.len().saturating_sub(left);
        let words = tr!(cx.texts, "records-undone", count, left).into_owned();
        cx.desk.say(Notice::new(Tone::Done, words));
        cx.desk.written = None;
        tell_of_table(cx);
        kinds.into_iter().for_each(|kind| send::reload(kind, cx));
        Outcome::Consumed
    }

    /// Why nothing of a gesture is taken back, said of the first record that stays; none: some of it
    /// is, or can be.
    fn why_it_stays(&self, undoes: &Undoes, amended: &Amended, cx: &Cx<'_>) -> Option<String> {
        let stays = |outcome: &AmendmentOutcome| {
            outcome.is_untaken() || *outcome == AmendmentOutcome::NotAlone
        };
        if !amended.outcomes.iter().all(stays) {
            return None;
        }
        let mut outcomes = amended.outcomes.iter().enumerate();
        let (place, outcome) = outcomes.find(|(_, outcome)| outcome.is_untaken())?;
        let of = amended.untaken.get(&place);
        let kind = of.map_or(self.kind, |at| at.kind);
        let why = words::outcome(outcome, kind, cx.desk, cx.texts);
        let mut written = undoes.written.iter();
        let one = written.find(|one| undoes.written.len() > 1 && Some(&one.record) == of);
        let title = one.and_then(|one| {
            let record = one.wanted.as_ref().or(one.expected.as_ref())?;
            Some(cx.desk.records(kind)?.1.title_of(record))
        });
        Some(match title {
            Some(title) => tr!(cx.texts, "records-stay-of", title, why).into_owned(),
            None => tr!(cx.texts, "records-stay", why).into_owned(),
        })
    }

    fn remove(&mut self, id: RecordId, cx: &mut Cx<'_>) -> Outcome {
        let at = self.kind.at(id);
        if cx.desk.record_line(at).is_some_and(|line| line.locked) {
            send::say(words::of_others(self.kind, cx.desk, cx.texts), cx);
            return Outcome::Consumed;
        }
        let stands = cx.desk.records(self.kind);
        let stands = stands.and_then(|(_, register)| register.get(at).cloned());
        if stands.is_some() {
            let removal = cx.desk.amendment(at, stands, None);
            if send::ask(std::slice::from_ref(&removal), cx) {
                self.sent = Some(removal);
            }
        }
        Outcome::Consumed
    }
}

impl ListSource for Records {
    type Row = RecordLine;
    type Id = RecordId;

    fn columns(&self) -> Vec<Column<RecordLine>> {
        let described = self.kind.described();
        let fields = described.fields.iter().enumerate();
        let columns = fields.filter_map(|(place, field)| {
            let column = column(self.kind, field)?;
            let searched = described.search.contains(&place);
            Some(if searched { column.searched() } else { column })
        });
        let of_others = match self.kind {
            RecordKind::Class => Some(class_teachers::column()),
            RecordKind::Request => Some(requests::column()),
            _ => None,
        };
        columns.chain(of_others).collect()
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a RecordLine> {
        let page = desk.records(self.kind);
        page.map(|(page, _)| page.records.iter().collect())
            .unwrap_or_default()
    }

    fn id(&self, row: &RecordLine) -> RecordId {
        row.id
    }

    fn id_of(&self, record: RecordRef) -> Option<RecordId> {
        (record.kind == self.kind).then_some(record.id)
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        let list = texts.get(&self.kind.described().list_key());
        format!("{} › {list}", texts.get("title-register"))
    }

    fn subtitle(&self, desk: &Desk, _texts: &Texts) -> Option<String> {
        self.only_looks(desk).cloned()
    }

    fn here(&self) -> Option<Route> {
        Some(Route::List(ListKey::Records(self.kind)))
    }

    fn route(&self, row: &RecordLine, _desk: &Desk) -> Option<Route> {
        Some(Route::Record(self.kind, Some(row.id)))
    }

    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let key = PageKey::List(ListKey::Records(self.kind));
        let missing = desk.records(self.kind).is_none().then_some(key);
        missing.or_else(|| requests::awaited(self.kind, desk))
    }

    fn empty(&self, desk: &Desk, texts: &Texts) -> String {
        let makes = self.not_made.is_none() && self.only_looks(desk).is_none();
        let key = if makes {
            "no-records-yet"
        } else {
            "no-records"
        };
        texts.get(key).into_owned()
    }

    fn why_no_row(&self, desk: &Desk) -> Reason {
        Reason(match desk.records(self.kind) {
            None => "why-not-loaded",
            Some(_) => "why-no-record",
        })
    }

    fn actions(&self) -> &'static [Action] {
        match self.locked {
            _ if self.decides => &[Action::Decide, Action::OpenHistory],
            Some(_) => &[Action::OpenHistory],
            None => &[Action::RemoveRecord, Action::OpenHistory],
        }
    }

    fn availability(&self, action: Action, row: &RecordLine, desk: &Desk) -> Result<(), Reason> {
        let reads_log = desk.reads_some_log(self.kind);
        match action {
            Action::OpenHistory if !reads_log => Err(Reason("why-no-record-log")),
            Action::RemoveRecord if self.only_looks(desk).is_some() => Err(ONLY_LOOKS),
            Action::RemoveRecord if row.locked => Err(Reason("why-record-of-others")),
            Action::RemoveRecord if desk.may_somewhere(Act::Remove, self.kind).is_none() => {
                Err(NOT_REMOVED)
            }
            _ => Ok(()),
        }
    }

    fn possible(&self, action: Action, desk: &Desk) -> Result<(), Reason> {
        let amends = matches!(action, Action::NewRecord | Action::ImportTable);
        match self.only_looks(desk) {
            Some(_) if amends => Err(ONLY_LOOKS),
            _ => Ok(()),
        }
    }

    fn why_here(&self, reason: Reason, desk: &Desk) -> Option<String> {
        let why = self.only_looks(desk).filter(|_| reason == ONLY_LOOKS);
        why.cloned()
    }

    fn why(&self, reason: Reason, _row: &RecordLine, desk: &Desk, texts: &Texts) -> Option<String> {
        (reason == NOT_REMOVED).then(|| words::not_removed(self.kind, desk, texts))
    }

    fn always(&self) -> &'static [Action] {
        /// Between what makes a record and what takes one back: what everybody does who reads.
        macro_rules! always {
            ($($makes:ident)*; $($also:ident)*) => {
                &[
                    $(Action::$makes,)*
                    Action::Refresh,
                    Action::Cancel,
                    Action::Help,
                    Action::ExportTable,
                    $(Action::$also,)*
                ]
            };
        }
        const READS: &[Action] = always![;];
        const KEEPS: &[Action] = always![NewRecord; Undo ImportTable];
        const ENROLS: &[Action] = always![NewRecord NewPupil; Undo ImportTable];
        match self.not_made {
            Some(_) => READS,
            None if self.enrols() => ENROLS,
            None => KEEPS,
        }
    }

    fn act(&mut self, action: Action, at: Option<&RecordId>, cx: &mut Cx<'_>) -> Outcome {
        let locked = self.only_looks(cx.desk).cloned();
        let why = match action {
            Action::NewRecord if locked.is_none() => self.not_made.clone(),
            _ => locked,
        };
        if let (Action::NewPupil, Some(why)) = (action, &self.enrols_not) {
            send::say(why.clone(), cx);
            return Outcome::Consumed;
        }
        match (action, why, at) {
            (Action::OpenHistory, _, Some(id)) => {
                let record = self.kind.at(*id);
                Outcome::Go(Route::List(ListKey::RecordLog(record)))
            }
            (Action::ExportTable, ..) if cfg!(feature = "server") => {
                Outcome::Go(Route::Export(self.kind))
            }
            (Action::ImportTable, None, _) if cfg!(feature = "server") => {
                Outcome::Go(Route::Import(self.kind))
            }
            (Action::ExportTable, ..) | (Action::ImportTable, None, _) => {
                send::say(cx.texts.get("export-not-here").into_owned(), cx);
                Outcome::Consumed
            }
            (Action::Decide, _, Some(id)) => requests::decide(RequestId(id.0), cx),
            (Action::Undo, ..) => self.undo(cx),
            (Action::NewRecord | Action::RemoveRecord, Some(why), _) => {
                send::say(why, cx);
                Outcome::Consumed
            }
            (Action::NewPupil, ..) if self.enrols() => Outcome::Go(Route::NewPupil),
            (Action::NewRecord, None, _) => Outcome::Go(Route::Record(self.kind, None)),
            (Action::RemoveRecord, None, Some(id)) => self.remove(*id, cx),
            _ => Outcome::Ignored,
        }
    }

    fn amended(&mut self, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        if let Some(undoes) = self.undoes.take() {
            return self.undone(undoes, answer, cx);
        }
        let Some(removal) = self.sent.take() else {
            return Outcome::Ignored;
        };
        let Some((amended, outcome)) = send::answered(answer, cx) else {
            return Outcome::Consumed;
        };
        match outcome {
            AmendmentOutcome::Applied { seq: None } | AmendmentOutcome::NotAgreed => {
                let preview = Preview::of(vec![removal.clone()], amended.clone(), cx);
                self.sent = Some(removal);
                return Outcome::Open(Box::new(preview));
            }
            AmendmentOutcome::Applied { .. }
            | AmendmentOutcome::AlreadyApplied { .. }
            | AmendmentOutcome::Unchanged => send::done(&removal, outcome, cx),
            outcome => {
                let why = words::outcome(outcome, self.kind, cx.desk, cx.texts);
                send::reload(self.kind, cx);
                return Outcome::Open(Box::new(Ask::tell("action-remove-record", why)));
            }
        }
        Outcome::Consumed
    }

    /// The whole of what a row cuts short.
    fn words(&self, row: &RecordLine, desk: &Desk, texts: &Texts) -> Option<String> {
        let (_, register) = desk.records(self.kind)?;
        let described = self.kind.described();
        let says = described.fields.iter().map(|field| {
            if is_veiled(row, field) {
                return VEILED.to_owned();
            }
            words::cell(register, self.kind.at(row.id), &row.record, field, texts)
        });
        let of_others = match self.kind {
            RecordKind::Class => class_teachers::of(row.id, desk),
            RecordKind::Request => Some(requests::words(RequestId(row.id.0), desk, texts)),
            _ => None,
        };
        let says = says.chain(of_others);
        let says: Vec<String> = says.filter(|words| !words.is_empty()).collect();
        Some(says.join(" · "))
    }

    fn short_words(&self, row: &RecordLine, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(row.title.clone())
    }
}

/// What was written after a table is taken back, or cannot be: the table is next.
fn tell_of_table(cx: &mut Cx<'_>) {
    let file = cx.desk.last_table.as_ref().map(|table| table.file.clone());
    if let Some(file) = file {
        let words = tr!(cx.texts, "undo-table-next", file).into_owned();
        messages::also(Tone::Hint, &words, cx.desk);
    }
}

/// Whoever keeps something of a record may still not remove it.
const NOT_REMOVED: Reason = Reason("record-not-removed");
/// Which records are only looked at; why, the list says.
const ONLY_LOOKS: Reason = Reason("why-only-looks-at-records");

/// Stands for what one may not see.
const VEILED: &str = "•••";

fn is_veiled(row: &RecordLine, field: &Field) -> bool {
    row.veiled.iter().any(|name| name == field.name)
}

/// The column of a field; none, if it stands in the form alone.
fn column(kind: RecordKind, field: &'static Field) -> Option<Column<RecordLine>> {
    /// Room for a head that is longer than what stands under it.
    const HEAD: u16 = 14;
    let described = kind.described();
    let list = field.list?;
    let width = match field.kind {
        FieldKind::Bells => Width::Rest(list.width.min(HEAD)),
        _ => Width::Fit(list.width.max(HEAD)),
    };
    let column = Column::new(
        described.field_key(field),
        width,
        move |row: &RecordLine, seen| {
            if is_veiled(row, field) {
                return VEILED.into();
            }
            let register = seen.desk.records(kind).map(|(_, register)| register);
            let at = kind.at(row.id);
            let words = register.map(|it| words::cell(it, at, &row.record, field, seen.texts));
            words.unwrap_or_default().into()
        },
    );
    let column = column
        .priority(list.priority.saturating_sub(1))
        .ordered_by(move |row, seen| {
            let value: Value = (field.get)(&row.record);
            let register = seen.desk.records(kind).map(|(_, register)| register);
            register.map(|register| register.sort_key(&value))
        });
    let is_number = matches!(field.kind, FieldKind::Number { .. });
    Some(if is_number { column.right() } else { column })
}
