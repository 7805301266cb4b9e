//! Random keys with random pauses over the real client and the real server: in a lesson, in one with
//! several works open, and in a journal with its marks for the period.
//!
//! A key changes the entry that is open or the one under the cursor, and no other; what is finished
//! changes only after a move; what is said, what is on the disk and, at the end, what the server has
//! are the same.

#[path = "random_keys/deed.rs"]
mod deed;
#[path = "random_keys/keys.rs"]
mod keys;
#[path = "random_keys/play.rs"]
mod play;

use crate::seat::Seat;
use crossterm::event::{KeyCode, KeyModifiers};
use deed::{At, Deed, Entries, UNSAID, changed, of_term};
use journal::{Attendance, Clock, Entry, PupilId, SheetId};
use keys::{Key, random_key, random_pause};
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use testkit::fixture::{ALGEBRA, RUNNING};
use zhurnal::ui::layer::Layer;

/// Keys of an episode: after so many the lesson and the clock begin anew.
const EPISODE: u64 = 500;

/// An entry may grow for so long after its last key.
const OPEN: Duration = Duration::from_millis(1500);

/// One lesson of random keys.
struct Episode {
    seed: u64,
    dice: ChaCha12Rng,
    seat: Seat,
    typed: Vec<String>,
    /// Whoever was written last by a letter, and the moment of its last key.
    written: Option<(At, Duration)>,
    /// Whoever was written last by a letter, with nothing but refused letters since.
    spoken: Option<At>,
    /// Whoever was written by a letter since the cursor was moved, and is finished.
    finished: BTreeSet<At>,
    /// What has stood in the cells.
    stood: BTreeMap<At, Vec<Entry>>,
    in_journal: bool,
}

impl Episode {
    /// Every third is in the lesson as it opens, in one with three works, in the journal.
    async fn begin(seed: u64) -> Self {
        let mut episode = Self {
            seed,
            dice: ChaCha12Rng::seed_from_u64(seed),
            seat: Seat::sign_in(seed).await,
            typed: Vec::new(),
            written: None,
            spoken: None,
            finished: BTreeSet::new(),
            stood: BTreeMap::new(),
            in_journal: seed.is_multiple_of(3),
        };
        if seed % 3 == 2 {
            for _ in 0..2 {
                episode.take(Key::Code(KeyCode::F(7)));
                episode.take(Key::Code(KeyCode::Down));
                episode.take(Key::Code(KeyCode::Enter));
            }
            episode.take(Key::Code(KeyCode::Home));
        }
        if episode.in_journal {
            episode.take(Key::Code(KeyCode::F(5)));
            let loaded = |seat: &Seat| seat.app.desk.pages.journals.contains_key(&ALGEBRA);
            episode.seat.until("the journal", loaded).await;
            episode.seat.paint();
        }
        for (at, entry) in episode.entries() {
            episode.stood.insert(at, vec![entry]);
        }
        episode
    }

    fn take(&mut self, key: Key) {
        let seat = &mut self.seat;
        match key {
            Key::Letter(letter) => seat.press(KeyCode::Char(letter), KeyModifiers::NONE),
            Key::Code(code) => seat.press(code, KeyModifiers::NONE),
            Key::Edge(code) => seat.press(code, KeyModifiers::CONTROL),
            Key::Undo => seat.press(KeyCode::Char('z'), KeyModifiers::CONTROL),
            Key::Fill => seat.press(KeyCode::Char('='), KeyModifiers::NONE),
            Key::Form(open, typed, leave) => {
                seat.press(open, KeyModifiers::NONE);
                for letter in typed.chars() {
                    // Where there is no mark a window says so, and letters go nowhere.
                    seat.press(KeyCode::Char(letter), KeyModifiers::NONE);
                }
                seat.press(leave, KeyModifiers::NONE);
            }
        }
    }

    /// A pause and a key. Panics with the keys typed last at the first that breaks a rule.
    async fn step(&mut self) {
        let pause = random_pause(&mut self.dice);
        self.seat.clock.advance(pause);
        self.seat.hear().await;
        self.seat.paint();
        let key = random_key(&mut self.dice);
        let (waited, line) = (pause.num_milliseconds(), self.seat.line(21));
        self.typed
            .push(format!("«{}» {waited}ms {key:?}", line.trim()));
        let last = self.typed.iter().rev().take(12).rev().cloned();
        let told = format!(
            "seed {}: {}",
            self.seed,
            last.collect::<Vec<_>>().join(", ")
        );
        let (before, cursor) = (self.entries(), self.seat.under_cursor());
        let begun = self.seat.typed_into();
        let from = (cursor, self.seat.column());
        let said_before = self.seat.line(21);
        let now = self.seat.clock.monotonic();
        let open = self
            .written
            .filter(|(_, since)| now.saturating_sub(*since) <= OPEN);
        let open = open.map(|(at, _)| at);
        self.take(key);
        let after = self.entries();
        let deed = Deed {
            key,
            cursor,
            from,
            to: (self.seat.under_cursor(), self.seat.column()),
            begun,
            open,
            changed: changed(&before, &after),
            before,
            after,
            said_before,
            said: self.said(),
            told,
        };
        self.changes_no_other_cell(&deed);
        self.changes_nothing_finished(&deed);
        self.enter_after_an_entry_stays(&deed);
        self.takes_back_what_stood_there(&deed);
        self.says_what_it_did(&deed);
        self.is_on_the_disk(&deed);
        for at in &deed.changed {
            let now = Deed::entry(&deed.after, at);
            self.stood.entry(*at).or_default().push(now);
        }
        self.follow(&deed, now);
        self.back_to_the_cells();
    }

    /// What the next key is judged by.
    fn follow(&mut self, deed: &Deed, now: Duration) {
        let changed = deed.changed.first().copied();
        let written = changed.or_else(|| self.stood_already(deed));
        // Backspace has taken back a letter that waited.
        let took_a_letter = deed.waited() && deed.changed.is_empty();
        self.written = match (deed.key, written) {
            (Key::Letter(_), Some(at)) => Some((at, now)),
            // A letter that waits keeps the entry open.
            (Key::Letter(_), None) => deed.open.zip(Some(now)),
            // What is said again then is no new entry.
            (Key::Code(KeyCode::Backspace), _) if took_a_letter => self.written,
            _ => None,
        };
        self.spoken = match (deed.key, written) {
            (Key::Letter(_), Some(at)) => Some(at),
            // The window of a mark is left, and opens again at the same one.
            (Key::Letter(' ') | Key::Form(KeyCode::F(9), ..), _) => self.spoken,
            (Key::Letter(_), None) if deed.is_refused() => self.spoken,
            // What was entered stands while a longer code of it waits, and after that was refused.
            (Key::Letter(_), None) if deed.said.ends_with("записанное стоит") => {
                self.spoken
            }
            (Key::Code(KeyCode::Backspace), None) if deed.said.contains("осталось") => {
                self.spoken
            }
            _ => None,
        };
        match deed.key {
            Key::Letter(_) => self.finished.extend(written),
            // These leave the cursor where it was.
            Key::Form(_, _, KeyCode::Esc)
            | Key::Form(_, "", _)
            | Key::Form(KeyCode::F(_), ..)
            | Key::Code(KeyCode::F(_) | KeyCode::Esc)
            | Key::Fill => {}
            Key::Code(KeyCode::Enter) if deed.from == deed.to => {}
            _ => self.finished.clear(),
        }
        if deed.said.starts_with("№ ") {
            self.finished.clear();
        }
    }

    /// The sentence above the status, whole.
    fn said(&self) -> String {
        let notice = self.seat.app.desk.notice.as_ref();
        let line = || self.seat.line(21).trim().to_owned();
        notice.map_or_else(line, |notice| notice.text.clone())
    }

    fn entries(&self) -> Entries {
        let of_sheet = |sheet: &journal::Sheet| {
            let lesson = sheet.lesson.id.into();
            let entries = sheet.entries.clone().into_iter();
            entries.map(move |(pupil, entry)| ((lesson, pupil), entry))
        };
        let journals = self.seat.app.desk.pages.journals.values();
        let of_terms = journals.flat_map(of_term);
        self.seat
            .sheets()
            .flat_map(of_sheet)
            .chain(of_terms)
            .collect()
    }

    /// Whoever was written with what stands there already; in the journal it is not said in which
    /// lesson.
    fn stood_already(&self, deed: &Deed) -> Option<At> {
        let stood = deed.said.strip_prefix("Уже стоит: ");
        // Also by a longer code: «о» at the fourth minute, then «04».
        let rest = stood.or_else(|| deed.said.strip_prefix("Записано: "))?;
        let named = self.seat.named(rest.split_once(" — ")?.0)?;
        let sheet = if self.in_journal {
            UNSAID
        } else {
            RUNNING.into()
        };
        Some((sheet, named))
    }

    fn changes_no_other_cell(&self, deed: &Deed) {
        let pupil = |at: At| at.1;
        let allowed: BTreeSet<PupilId> = match deed.key {
            Key::Letter(_) => [deed.cursor, deed.begun, deed.open.map(pupil)]
                .into_iter()
                .flatten()
                .collect(),
            Key::Code(KeyCode::Backspace) => self.written.iter().map(|(at, _)| at.1).collect(),
            Key::Code(KeyCode::Delete) => deed.cursor.into_iter().collect(),
            Key::Form(KeyCode::F(9), ..) => {
                // A letter that waits says whose cell is meant.
                let begun = deed.begun.filter(|_| deed.waited());
                let spoken = self.spoken.map(pupil).or(begun);
                spoken.or(deed.cursor).into_iter().collect()
            }
            Key::Undo | Key::Fill => deed.changed.iter().map(|at| at.1).collect(),
            _ => BTreeSet::new(),
        };
        let name = |who: &PupilId| self.seat.name(*who);
        let sheets: BTreeSet<SheetId> = deed.changed.iter().map(|at| at.0).collect();
        assert!(sheets.len() < 2, "{}: {sheets:?}", deed.told);
        assert!(
            deed.changed.iter().all(|at| allowed.contains(&at.1)),
            "{}: changed {:?}, the cursor is on {:?}, open is {:?}, spoken of is {:?}; said «{}»",
            deed.told,
            deed.changed
                .iter()
                .map(|at| name(&at.1))
                .collect::<Vec<_>>(),
            deed.cursor.as_ref().map(name),
            deed.open.map(|at| name(&at.1)),
            self.spoken.map(|at| name(&at.1)),
            deed.said
        );
    }

    /// What is finished changes only after a move, and is never filled over.
    fn changes_nothing_finished(&self, deed: &Deed) {
        for at in &deed.changed {
            let (before, after) = (Deed::entry(&deed.before, at), Deed::entry(&deed.after, at));
            match deed.key {
                Key::Letter(_) => assert!(
                    !self.finished.contains(at)
                        || deed.open.is_some_and(|open| open.1 == at.1)
                        || deed.waited(),
                    "{}: {} was finished: {before:?}, now {after:?}; said «{}»",
                    deed.told,
                    self.seat.name(at.1),
                    deed.said
                ),
                Key::Fill => {
                    let mut marks = before.marks.iter();
                    let attendance = before.attendance == Attendance::Present
                        && before.reason.is_none()
                        || before.attendance == after.attendance && before.reason == after.reason;
                    assert!(
                        attendance && marks.all(|mark| after.marks.contains(mark)),
                        "{}: filled over {before:?}: {after:?}",
                        deed.told
                    );
                }
                Key::Form(..) => {
                    let values = |entry: &Entry| {
                        let marks = entry.marks.iter();
                        let marks = marks.map(|placed| (placed.work, placed.mark.value));
                        (entry.attendance, marks.collect::<Vec<_>>())
                    };
                    assert_eq!(values(&before), values(&after), "{}", deed.told);
                }
                _ => {}
            }
        }
    }

    /// Enter after an entry only closes it.
    fn enter_after_an_entry_stays(&self, deed: &Deed) {
        let is_entered = self.spoken.is_some() && !deed.waited();
        if is_entered && deed.key == Key::Code(KeyCode::Enter) {
            let Deed { from, to, told, .. } = deed;
            assert_eq!(from, to, "{told}: Enter has moved the cursor");
        }
    }

    fn takes_back_what_stood_there(&self, deed: &Deed) {
        if deed.key == Key::Code(KeyCode::Backspace) && !deed.waited() {
            let is_of_another = ["Backspace стирает", "Здесь удалять", "«("]
                .iter()
                .any(|words| deed.said.starts_with(words));
            assert!(
                self.spoken.is_none() || !is_of_another,
                "{}: speaks of another cell: «{}»",
                deed.told,
                deed.said
            );
        }
        if !matches!(deed.key, Key::Undo | Key::Code(KeyCode::Backspace)) {
            return;
        }
        for at in &deed.changed {
            let now = Deed::entry(&deed.after, at);
            let stood = self.stood.get(at).is_some_and(|stood| stood.contains(&now));
            assert!(stood || now == Entry::default(), "{}: {now:?}", deed.told);
            assert_ne!(deed.before.get(at), deed.after.get(at));
        }
    }

    fn says_what_it_did(&self, deed: &Deed) {
        let Deed { said, told, .. } = deed;
        let says_none = ["ничего не записано", "ничего не меняет"];
        if says_none.iter().any(|words| said.contains(words)) {
            let changed = &deed.changed;
            assert!(changed.is_empty(), "{told}: «{said}», and yet {changed:?}");
        }
        if let (Key::Letter(_), Some(at)) = (deed.key, deed.changed.first()) {
            assert!(said.contains(&self.seat.name(at.1)), "{told}: «{said}»");
        }
        let written = said.strip_prefix("Записано: ");
        if let Some((name, rest)) = written.and_then(|written| written.split_once(" — ")) {
            let code = rest.split(". ").next().unwrap_or_default();
            let code = code.split(" (было").next().unwrap_or_default();
            let of_period = code.strip_suffix(" (2 четверть)");
            let code = of_period.unwrap_or(code);
            let who = self.seat.named(name).unwrap();
            let of = deed
                .changed
                .first()
                .or(self.written.as_ref().map(|(at, _)| at));
            let unsaid = if self.in_journal {
                UNSAID
            } else {
                RUNNING.into()
            };
            let at = (of.map_or(unsaid, |at| at.0), who);
            let (before, after) = (
                Deed::entry(&deed.before, &at),
                Deed::entry(&deed.after, &at),
            );
            if deed.changed.contains(&at) {
                let is_term = at.0.period().is_some();
                assert_eq!(of_period.is_some(), is_term, "{told}: «{said}»");
            }
            let (marks, attendance) = self.seat.codes(&after);
            let (of_marks, of_attendance) =
                (marks.iter().any(|mark| mark == code), attendance == code);
            let is_said = match (deed.changed.contains(&at), before.marks == after.marks) {
                // A letter that waited went: what is said was written by an earlier key.
                (false, _) => of_marks || of_attendance,
                (true, true) => of_attendance,
                (true, false) => of_marks,
            };
            assert!(is_said || at.0 == UNSAID, "{told}: «{said}»");
        }
    }

    fn is_on_the_disk(&self, deed: &Deed) {
        let kept = self.seat.disk.lesson(RUNNING).unwrap().unwrap().page.sheet;
        let shown = self.seat.sheet();
        assert_eq!(kept.entries, shown.entries, "{}", deed.told);
        let roll_calls = [&kept, shown].map(|sheet| sheet.roll_call.is_some());
        assert_eq!(roll_calls[0], roll_calls[1], "{}", deed.told);
        if self.in_journal {
            let kept = self.seat.disk.journal(ALGEBRA, None).unwrap().unwrap().page;
            let shown = &self.seat.app.desk.pages.journals[&ALGEBRA];
            for (kept, shown) in kept.grid.sheets.iter().zip(&shown.grid.sheets) {
                assert_eq!(kept.entries, shown.entries, "{}", deed.told);
            }
            assert_eq!(kept.term, shown.term, "{}", deed.told);
        }
    }

    fn back_to_the_cells(&mut self) {
        while self.seat.app.ui.top().is_some_and(Layer::is_popup) {
            self.take(Key::Code(KeyCode::Esc));
        }
        let title = if self.in_journal {
            "Журнал"
        } else {
            "Урок"
        };
        if self.seat.line(0).contains("Тема") {
            self.take(Key::Code(KeyCode::Esc));
        }
        if !self.seat.line(0).contains(title) {
            self.take(Key::Code(KeyCode::F(6)));
            self.take(Key::Code(KeyCode::Enter));
            if self.in_journal {
                self.take(Key::Code(KeyCode::F(5)));
            }
            self.written = None;
            self.spoken = None;
            self.finished.clear();
        }
        assert!(self.seat.line(0).contains(title), "{}", self.seat.line(0));
    }

    /// Everything has arrived: the server's pages and logs are what was on the screen.
    async fn end(mut self) {
        let seed = self.seed;
        self.seat.clock.advance(chrono::TimeDelta::seconds(5));
        self.seat.app.close_entry();
        let sent = |seat: &Seat| seat.app.desk.link.pending == 0;
        self.seat.until("end of the queue", sent).await;
        let api = self.seat.server.signed_in("orlova").await;
        let sheets: BTreeSet<SheetId> = self
            .seat
            .sheets()
            .map(|sheet| sheet.lesson.id.into())
            .collect();
        let journals = self.seat.app.desk.pages.journals.values();
        let terms = journals.map(journal::view::JournalPage::term_id);
        let sheets: Vec<SheetId> = sheets.into_iter().chain(terms).collect();
        let shown = self.entries();
        for sheet in sheets {
            let theirs: BTreeMap<_, _> = match sheet {
                SheetId::Lesson(lesson) => api.lesson(lesson).await.unwrap().sheet.entries,
                SheetId::Term { journal, period } => {
                    let page = api.journal(journal, Some(period)).await.unwrap();
                    of_term(&page)
                        .map(|((_, who), entry)| (who, entry))
                        .collect()
                }
            };
            let ours = shown.iter().filter(|((of, _), _)| *of == sheet);
            let ours: BTreeMap<_, _> = ours
                .map(|((_, who), entry)| (*who, entry.clone()))
                .collect();
            assert_eq!(theirs, ours, "seed {seed}: the server's page");
            let mut cells = BTreeMap::new();
            for logged in api.log(sheet).await.unwrap().changes {
                let (old, new) = logged.change.edit.clone().into_contents();
                let before = cells.insert(logged.change.edit.cell(), new);
                assert!(
                    before.is_none_or(|before| before == old),
                    "seed {seed}: {logged:?}"
                );
            }
        }
        let troubles = self.seat.app.desk.link.troubles;
        assert_eq!(troubles, 0, "seed {seed}: nothing is in conflict");
    }
}
