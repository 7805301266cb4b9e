//! A table from the screen: read, checked by the server, and, once it is agreed to, written as one
//! gesture; and that gesture taken back.

mod lines;

use self::lines::Lines;
use super::App;
use super::account::Account;
use super::exporting::own;
use super::message::Message;
use crate::desk::notice::Tone;
use crate::desk::table_check::{CheckSort, TableCheck, TableFile, TableWish, WrittenTable};
use crate::i18n::{Language, Texts};
use crate::table_files::import::{self, Checked, Consented, Halt};
use crate::table_files::sheets::Unheaded;
use crate::table_files::{AtServer, Heads, Mapping, Sheets, heads};
use crate::tr;
use crate::ui::messages;
use crate::ui::route::Route;
use crate::ui::screen::register::table_check::TableCheckScreen;
use chrono::NaiveDate;
use journal::Timestamp;
use journal::register::table::{Consents, TablePlan, TableShape, Verdict};
use journal::register::{Effect, GestureFate, GestureOutcome, RecordKind, RecordRef, Register};
use journal::regulation::{Act, ConsentClause};
use offline::{Failure, IdSource, ListKey, PageKey};
use protocol::UndoGesture;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a table is not shown, or not written.
#[derive(Debug)]
pub enum NotDone {
    /// A sentence.
    Words(String),
    /// A sentence, by its key.
    Reason(&'static str),
    /// The server did not do it.
    Server(Failure),
}

impl From<Halt> for NotDone {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Words(words) => Self::Words(words),
            Halt::Server(failure) => Self::Server(failure),
        }
    }
}

impl From<Failure> for NotDone {
    fn from(failure: Failure) -> Self {
        Self::Server(failure)
    }
}

/// What became of what was agreed to.
#[derive(Debug)]
pub struct TableDone {
    wish: TableWish,
    outcome: GestureOutcome,
}

/// What a table is checked with.
struct Asked {
    kind: RecordKind,
    server: AtServer,
    path: PathBuf,
    shape: TableShape,
    may_be: Vec<String>,
    take_disputed: bool,
    consents: Option<Consents>,
    /// What is not taken without one.
    consent_rule: Option<ConsentClause>,
    today: NaiveDate,
    now: Timestamp,
    ids: IdSource,
    /// The kinds that may be read, and those of which some records may be written.
    reads: Vec<RecordKind>,
    writes: BTreeSet<RecordKind>,
    language: Language,
}

impl App {
    fn at_server(&self) -> Result<AtServer, NotDone> {
        let account = self.account.as_ref();
        let token = account.and_then(|account| account.store().token().ok().flatten());
        let (account, token) = account
            .zip(token)
            .ok_or(NotDone::Reason("import-not-signed-in"))?;
        let transport = Account::transport(account);
        Ok(AtServer { transport, token })
    }

    pub(super) fn import_table(&mut self, file: &TableFile) {
        let server = match self.at_server() {
            Ok(server) => server,
            Err(why) => return self.table_failed(&why),
        };
        let shape = TableShape::named(&file.into).unwrap_or_else(|| TableShape::of(file.kind));
        let kinds = RecordKind::ALL.iter().copied();
        let may = |act, kind| self.desk.may_somewhere(act, kind).is_some();
        let writes = |kind: &RecordKind| may(Act::Create, *kind) || may(Act::Change, *kind);
        let asked = Asked {
            kind: file.kind,
            server,
            path: own(&file.path),
            shape,
            may_be: file.may_be.clone(),
            take_disputed: file.take_disputed,
            consents: file.consents.clone(),
            consent_rule: self
                .desk
                .rules
                .as_ref()
                .and_then(|rules| rules.regulation.consents.clone()),
            today: self.desk.local(self.desk.now()).date(),
            now: self.desk.now(),
            ids: self.accounts.ids(),
            reads: kinds.clone().filter(|kind| may(Act::Read, *kind)).collect(),
            writes: kinds.filter(writes).collect(),
            language: self.appearance.texts.language(),
        };
        let words = self.appearance.texts.get("import-checks").into_owned();
        self.say(Tone::Hint, &words);
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            let checked = checked(asked).await.map(Box::new);
            let _ = messages.send(Message::TableChecked(checked));
        });
    }

    pub(super) fn table_checked(&mut self, checked: Result<Box<TableCheck>, NotDone>) {
        if self.desk.me.is_none() {
            return;
        }
        match checked {
            Ok(check) => {
                self.desk.notice = None;
                // The form has done its work; whoever has gone on finds it over where they are.
                if let Some(kind) = check.asked_in {
                    self.with_ui(|ui, cx| ui.close_at(&Route::Import(kind), cx));
                }
                self.ui.open(Box::new(TableCheckScreen::of(*check)));
            }
            Err(why) => self.table_failed(&why),
        }
    }

    fn table_failed(&mut self, why: &NotDone) {
        let words = match why {
            NotDone::Words(words) => words.clone(),
            NotDone::Reason(key) => self.appearance.texts.get(key).into_owned(),
            NotDone::Server(Failure::Problem(problem)) => {
                messages::problem(problem, &self.desk, &self.appearance.texts)
            }
            NotDone::Server(Failure::Unreachable(_)) => {
                self.unreached();
                self.appearance
                    .texts
                    .get("register-no-network")
                    .into_owned()
            }
            NotDone::Server(Failure::Store(error)) => return self.store_failed(error),
            NotDone::Server(Failure::NotUnderstood(_)) => {
                self.appearance.texts.get("server-not-ours").into_owned()
            }
        };
        self.say(Tone::Error, &words);
    }

    pub(super) fn write_table(&mut self, wish: TableWish, agreed: Vec<Effect>) {
        let server = match self.at_server() {
            Ok(server) => server,
            Err(why) => return self.table_failed(&why),
        };
        let words = self.appearance.texts.get("register-writes").into_owned();
        self.say(Tone::Hint, &words);
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            let done = written(&server, wish, agreed).await;
            let _ = messages.send(Message::TableWritten(done));
        });
    }

    pub(super) fn table_written(&mut self, done: Result<Box<TableDone>, NotDone>) {
        let texts = &self.appearance.texts;
        let TableDone { wish, outcome } = match done {
            Ok(done) => *done,
            Err(why) => return self.table_failed(&why),
        };
        let totals = &outcome.totals;
        let (new, changed) = (totals.created, totals.changed);
        let is_written = import::is_written(&outcome.fate);
        let (tone, words) = match wish {
            TableWish::Write { .. } if outcome.fate == GestureFate::Unchanged => {
                (Tone::Done, texts.get("why-table-nothing"))
            }
            TableWish::Write { id, file, .. } if is_written => {
                let words = tr!(texts, "import-written", file = file.as_str(), new, changed);
                self.desk.last_table = Some(Box::new(WrittenTable { gesture: id, file }));
                self.desk.written = None;
                (Tone::Done, words)
            }
            TableWish::Undo { .. } if is_written => {
                self.desk.last_table = None;
                let count = totals.moved();
                (Tone::Done, tr!(texts, "import-undo-done", count))
            }
            _ => (Tone::Warning, texts.get("import-moved")),
        };
        let words = words.into_owned();
        self.say(tone, &words);
        let lists: Vec<ListKey> = self.desk.pages.lists.keys().copied().collect();
        for key in lists {
            self.ask_for(PageKey::List(key));
        }
    }

    /// Shows what it would take back; nothing is done before it is agreed to.
    pub(super) fn undo_table(&mut self) {
        let table = self.desk.last_table.clone();
        let table = table.ok_or(NotDone::Reason("nothing-to-undo"));
        let (table, server) = match table.and_then(|table| Ok((table, self.at_server()?))) {
            Ok(both) => both,
            Err(why) => return self.table_failed(&why),
        };
        let undo = import::undo_wish(&mut self.accounts.ids(), self.desk.now());
        let mut register = Register::default();
        for kind in RecordKind::ALL {
            if let Some((_, of)) = self.desk.records(*kind) {
                register.share(of, *kind);
            }
        }
        let language = self.appearance.texts.language();
        let words = self.appearance.texts.get("register-asks").into_owned();
        self.say(Tone::Hint, &words);
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            let texts = Texts::new(language);
            let seen = server.undo(table.gesture, &undo, true).await;
            let checked =
                seen.map(|seen| Box::new(undo_check(&seen, &table, undo, &register, &texts)));
            let _ = messages.send(Message::TableChecked(checked.map_err(NotDone::Server)));
        });
    }
}

/// Reads a file and asks the server what its rows would do.
async fn checked(mut asked: Asked) -> Result<TableCheck, NotDone> {
    let texts = Texts::new(asked.language);
    let sheets = import::read_aside(asked.path.clone(), asked.language).await;
    let sheets = sheets.map_err(|why| NotDone::Words(why.to_string()))?;
    let name = sheets.first().map(|sheet| sheet.name.as_str());
    let called = name.and_then(|name| Heads::default().shape(name));
    let may_be = |shape: &TableShape| asked.may_be.iter().any(|word| word == shape.word);
    if let Some(called) = called.filter(may_be) {
        asked.shape = called;
    }
    let sheets = Sheets::of_table(sheets, Some(&asked.shape), &Mapping::default(), &texts);
    let sheets = sheets.map_err(|why| NotDone::Words(unheaded(&why, &asked, &texts)))?;
    import::may_be_amended(&sheets, |kind| asked.writes.contains(&kind), &texts)?;
    let register = asked.server.register(asked.reads.iter().copied()).await?;
    let (sheets, register) = (Arc::new(sheets), Arc::new(register));
    let plan = asked
        .server
        .plan(&sheets, &register, asked.today, asked.take_disputed);
    let mut plan = plan.await?;
    let (said, rule) = (asked.consents.as_ref(), asked.consent_rule.as_ref());
    let consents = match import::bring_consents(&mut plan, said, rule, asked.today, &texts) {
        Consented::Brought(told) => told,
        Consented::Lacking(count, clause) => {
            let words = tr!(texts, "import-no-consents", count, clause);
            return Err(NotDone::Words(words.into_owned()));
        }
    };
    let file = asked.path.file_name().unwrap_or_default();
    let file = file.to_string_lossy().into_owned();
    let title = tr!(texts, "title-table-check", file = file.as_str()).into_owned();
    let mut lines = Lines::default();
    of_plan(&mut lines, &sheets, &plan, &texts);
    if let Some(told) = consents {
        lines.put(CheckSort::Note, told);
    }
    let stamp = (&mut asked.ids, asked.now);
    let rows = (&*sheets, &plan);
    let checked = import::check(&asked.server, rows, &asked.path, stamp, &texts).await?;
    let kind = Some(asked.kind);
    let seen = match checked {
        Checked::Nothing => return Ok(lines.check(kind, title, Vec::new(), TableWish::Nothing)),
        Checked::Moved => return Err(NotDone::Words(texts.get("import-moved").into_owned())),
        Checked::Seen(seen) => *seen,
    };
    let title_of = |at: &RecordRef| plan.after.title(*at).unwrap_or_default();
    let dangers = lines.follow(&seen.outcome.consequences, &title_of, &texts);
    let is_taken = seen.is_taken();
    for why in seen.refusals {
        lines.put(CheckSort::Untaken, why);
    }
    let (id, gesture) = (seen.id, seen.gesture);
    let wish = if is_taken {
        TableWish::Write { id, gesture, file }
    } else {
        TableWish::Refused
    };
    Ok(lines.check(kind, title, dangers, wish))
}

fn unheaded(why: &Unheaded, asked: &Asked, texts: &Texts) -> String {
    let file = asked.path.display().to_string();
    let shape = match why {
        Unheaded::NoHeads(shape) => shape,
        Unheaded::OfWhat => &asked.shape,
    };
    let table = heads::name(shape, texts);
    tr!(texts, "import-no-heads", file, table).into_owned()
}

/// What rows come to, and which are not taken.
fn of_plan(lines: &mut Lines, sheets: &Sheets, plan: &TablePlan, texts: &Texts) {
    for shown in sheets.shown(plan) {
        for text in shown.short_counts(texts) {
            // Of a book of several sheets each has its name before it.
            let text = match sheets.of.len() {
                1 => text,
                _ => format!("{}: {text}", shown.name),
            };
            lines.put(CheckSort::Counts, text);
        }
        for (verdict, text) in shown.not_taken(&plan.after, texts) {
            let sort = match verdict {
                Verdict::Refused => CheckSort::Refused,
                _ => CheckSort::Disputed,
            };
            lines.put(sort, text);
        }
        for (verdict, text) in shown.taken(&plan.after, texts) {
            let sort = match verdict {
                Verdict::New => CheckSort::New,
                _ => CheckSort::Changed,
            };
            lines.put(sort, text);
        }
        for text in shown.unread_columns(texts) {
            lines.put(CheckSort::Note, text);
        }
        for (_, title) in &shown.plan.absent {
            lines.put(CheckSort::Stays, title.clone());
        }
    }
    for note in &sheets.notes {
        lines.put(CheckSort::Note, note.clone());
    }
    for note in import::foreign_ids(plan, texts) {
        lines.put(CheckSort::Note, note);
    }
}

fn undo_check(
    seen: &GestureOutcome,
    table: &WrittenTable,
    undo: UndoGesture,
    register: &Register,
    texts: &Texts,
) -> TableCheck {
    let mut lines = Lines::default();
    // What was new goes, and what was removed comes back.
    let totals = &seen.totals;
    let (removed, changed, back) = (totals.removed, totals.changed, totals.created);
    let counts = tr!(texts, "import-undo-would", removed, changed, back);
    lines.put(CheckSort::Counts, counts.into_owned());
    let title = |at: &RecordRef| import::undone(register, *at, texts);
    let dangers = lines.follow(&seen.consequences, &title, texts);
    for one in &seen.untaken {
        lines.put(CheckSort::Stays, title(&one.record));
    }
    let of = table.gesture;
    let title = tr!(texts, "title-undo-table", file = table.file.as_str()).into_owned();
    lines.check(None, title, dangers, TableWish::Undo { of, undo })
}

/// Does what was agreed to.
async fn written(
    server: &AtServer,
    wish: TableWish,
    agreed: Vec<Effect>,
) -> Result<Box<TableDone>, NotDone> {
    let (wish, outcome) = match wish {
        TableWish::Write {
            id,
            mut gesture,
            file,
        } => {
            let outcome = import::write(server, &mut gesture, agreed).await?;
            (TableWish::Write { id, gesture, file }, outcome)
        }
        TableWish::Undo { of, mut undo } => {
            let outcome = import::undo(server, of, &mut undo, agreed).await?;
            (TableWish::Undo { of, undo }, outcome)
        }
        TableWish::Nothing => return Err(NotDone::Reason("why-table-nothing")),
        TableWish::Refused => return Err(NotDone::Reason("why-table-refused")),
    };
    Ok(Box::new(TableDone { wish, outcome }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use offline::{HttpSettings, HttpTransport};
    use std::rc::Rc;

    #[tokio::test]
    async fn what_writes_nothing_says_why() {
        let settings = HttpSettings::new("http://127.0.0.1:9", "zhurnal/test");
        let server = AtServer {
            transport: Rc::new(HttpTransport::new(settings).unwrap()),
            token: String::new().into(),
        };
        let texts = Texts::new(Language::Ru);
        for wish in [TableWish::Nothing, TableWish::Refused] {
            let said = match written(&server, wish, Vec::new()).await {
                Err(NotDone::Reason(key)) => texts.get(key).into_owned(),
                other => panic!("{other:?}"),
            };
            assert!(said.ends_with('.'), "{said}");
        }
    }
}
