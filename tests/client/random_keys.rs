//! Random keys with random pauses over the real client and the real server.
//!
//! A key changes the entry that is open or the one under the cursor, and no other; what is said, what
//! is on the disk and, at the end, what the server has are the same.

use crate::seat::Seat;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Clock, Entry, PupilId};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use testkit::fixture::RUNNING;
use zhurnal::ui::layer::Layer;

/// Keys of an episode: after so many the lesson and the clock begin anew.
const EPISODE: u64 = 500;

/// How many keys are typed: `ZHURNAL_KEYS`, else so many.
const KEYS: u64 = 1_000;

/// An entry may grow for so long after its last key.
const OPEN: Duration = Duration::from_millis(1500);

const LETTERS: &str = "нобпосвзчна/.-1234512345012345670рщуyjgcdpx,фНО+ ";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Letter(char),
    Code(KeyCode),
    Undo,
}

fn random_key(dice: &mut ChaCha12Rng) -> Key {
    let letters: Vec<char> = LETTERS.chars().collect();
    match dice.random_range(0..100) {
        0..75 => Key::Letter(letters[dice.random_range(0..letters.len())]),
        75..78 => Key::Code(KeyCode::Backspace),
        78..81 => Key::Undo,
        81..83 => Key::Code(KeyCode::Delete),
        83..86 => Key::Code(KeyCode::Enter),
        86..88 => Key::Code(KeyCode::Esc),
        88..89 => Key::Code(KeyCode::F(9)),
        89..90 => Key::Code(KeyCode::F(4)),
        90..93 => Key::Code(KeyCode::Right),
        93..96 => Key::Code(KeyCode::Left),
        96..98 => Key::Code(KeyCode::Up),
        _ => Key::Code(KeyCode::Down),
    }
}

fn random_pause(dice: &mut ChaCha12Rng) -> chrono::TimeDelta {
    chrono::TimeDelta::milliseconds(match dice.random_range(0..100) {
        0..50 => dice.random_range(0..200),
        50..75 => dice.random_range(200..1500),
        75..97 => dice.random_range(1500..5000),
        _ => dice.random_range(5000..60_000),
    })
}

fn changed(
    before: &BTreeMap<PupilId, Entry>,
    after: &BTreeMap<PupilId, Entry>,
) -> BTreeSet<PupilId> {
    let pupils = before.keys().chain(after.keys());
    pupils
        .filter(|pupil| before.get(pupil) != after.get(pupil))
        .copied()
        .collect()
}

type Entries = BTreeMap<PupilId, Entry>;

/// What one key did.
struct Deed {
    key: Key,
    /// Whose cell the cursor was in.
    cursor: Option<PupilId>,
    /// In whose cell a beginning was shown.
    begun: Option<PupilId>,
    /// Whose entry was open.
    open: Option<PupilId>,
    before: Entries,
    after: Entries,
    changed: BTreeSet<PupilId>,
    /// The line above the status.
    said: String,
    /// The keys up to here, for whoever reads a failure.
    told: String,
}

/// One lesson of random keys.
struct Episode {
    seed: u64,
    dice: ChaCha12Rng,
    seat: Seat,
    typed: Vec<String>,
    /// Whoever was written last by a letter, and the moment of its last key.
    written: Option<(PupilId, Duration)>,
    /// What has stood in the cells.
    stood: BTreeMap<PupilId, Vec<Entry>>,
}

impl Episode {
    async fn begin(seed: u64) -> Self {
        Self {
            seed,
            dice: ChaCha12Rng::seed_from_u64(seed),
            seat: Seat::sign_in(seed).await,
            typed: Vec::new(),
            written: None,
            stood: BTreeMap::new(),
        }
    }

    fn take(&mut self, key: Key) {
        let seat = &mut self.seat;
        match key {
            Key::Letter(letter) => seat.press(KeyCode::Char(letter), KeyModifiers::NONE),
            Key::Code(code) => seat.press(code, KeyModifiers::NONE),
            Key::Undo => seat.press(KeyCode::Char('z'), KeyModifiers::CONTROL),
        }
    }

    /// A pause and a key. Panics with the keys typed last at the first that breaks a rule.
    async fn step(&mut self) {
        let pause = random_pause(&mut self.dice);
        self.seat.clock.advance(pause);
        self.seat.hear().await;
        self.seat.paint();
        let key = random_key(&mut self.dice);
        self.typed
            .push(format!("{}ms {key:?}", pause.num_milliseconds()));
        let last = self.typed.iter().rev().take(8).rev().cloned();
        let told = format!(
            "seed {}: {}",
            self.seed,
            last.collect::<Vec<_>>().join(", ")
        );
        let (before, cursor) = (self.entries(), self.seat.under_cursor());
        let begun = self.seat.typed_into();
        let now = self.seat.clock.monotonic();
        let open = self
            .written
            .filter(|(_, since)| now.saturating_sub(*since) <= OPEN);
        let open = open.map(|(who, _)| who);
        self.take(key);
        let after = self.entries();
        let deed = Deed {
            key,
            cursor,
            begun,
            open,
            changed: changed(&before, &after),
            before,
            after,
            said: self.seat.line(21).trim().to_owned(),
            told,
        };
        self.changes_no_other_cell(&deed);
        self.takes_back_what_stood_there(&deed);
        self.says_what_it_did(&deed);
        self.is_on_the_disk(&deed);
        for who in &deed.changed {
            let now = deed.after.get(who).cloned().unwrap_or_default();
            self.stood.entry(*who).or_default().push(now);
        }
        let written = deed
            .changed
            .first()
            .copied()
            .or_else(|| self.stood_already(&deed));
        self.written = match (key, written) {
            (Key::Letter(_), Some(who)) => Some((who, now)),
            // A letter that waits keeps the entry open.
            (Key::Letter(_), None) => open.zip(Some(now)),
            // Backspace has taken back a letter that waited.
            (Key::Code(KeyCode::Backspace), None)
                if !["Backspace", "Здесь", "«("]
                    .iter()
                    .any(|no| deed.said.starts_with(no)) =>
            {
                self.written
            }
            _ => None,
        };
        self.back_to_the_cells();
    }

    fn entries(&self) -> Entries {
        self.seat.sheet().entries.clone()
    }

    /// Whoever was written with what stands there already.
    fn stood_already(&self, deed: &Deed) -> Option<PupilId> {
        let rest = deed.said.strip_prefix("Уже стоит: ")?;
        self.seat.named(rest.split_once(" — ")?.0)
    }

    fn changes_no_other_cell(&self, deed: &Deed) {
        let last = self.written.map(|(who, _)| who);
        let allowed: BTreeSet<PupilId> = match deed.key {
            Key::Letter(_) => [deed.cursor, deed.begun, deed.open]
                .into_iter()
                .flatten()
                .collect(),
            Key::Code(KeyCode::Backspace) => last.into_iter().collect(),
            Key::Code(KeyCode::Delete) => deed.cursor.into_iter().collect(),
            Key::Undo => deed.changed.clone(),
            Key::Code(_) => BTreeSet::new(),
        };
        let name = |who: &PupilId| self.seat.name(*who);
        assert!(
            deed.changed.is_subset(&allowed),
            "{}: changed {:?}, the cursor is on {:?}, open is {:?}; said «{}»",
            deed.told,
            deed.changed.iter().map(name).collect::<Vec<_>>(),
            deed.cursor.as_ref().map(name),
            deed.open.as_ref().map(name),
            deed.said
        );
    }

    fn takes_back_what_stood_there(&self, deed: &Deed) {
        if !matches!(deed.key, Key::Undo | Key::Code(KeyCode::Backspace)) {
            return;
        }
        for who in &deed.changed {
            let now = deed.after.get(who).cloned().unwrap_or_default();
            let stood = self
                .stood
                .get(who)
                .is_some_and(|stood| stood.contains(&now));
            assert!(stood || now == Entry::default(), "{}: {now:?}", deed.told);
            assert_ne!(deed.before.get(who), deed.after.get(who));
        }
    }

    fn says_what_it_did(&self, deed: &Deed) {
        let Deed { said, told, .. } = deed;
        if said.contains("ничего не записано") {
            let changed = &deed.changed;
            assert!(changed.is_empty(), "{told}: «{said}», and yet {changed:?}");
        }
        if let (Key::Letter(_), Some(who)) = (deed.key, deed.changed.first()) {
            assert!(said.contains(&self.seat.name(*who)), "{told}: «{said}»");
        }
        let written = said.strip_prefix("Записано: ");
        if let Some((name, rest)) = written.and_then(|written| written.split_once(" — ")) {
            let code = rest.split(". ").next().unwrap_or_default();
            let code = code.split(" (было").next().unwrap_or_default();
            let who = self.seat.named(name).unwrap();
            let entry = |entries: &Entries| entries.get(&who).cloned().unwrap_or_default();
            let (before, after) = (entry(&deed.before), entry(&deed.after));
            let (marks, attendance) = self.seat.codes(who);
            let (of_marks, of_attendance) =
                (marks.iter().any(|mark| mark == code), attendance == code);
            let is_said = match (deed.changed.contains(&who), before.marks == after.marks) {
                // A letter that waited went: what is said was written by an earlier key.
                (false, _) => of_marks || of_attendance,
                (true, true) => of_attendance,
                (true, false) => of_marks,
            };
            assert!(is_said, "{told}: «{said}»");
        }
    }

    fn is_on_the_disk(&self, deed: &Deed) {
        let kept = self.seat.disk.lesson(RUNNING).unwrap().unwrap().page.sheet;
        let shown = self.seat.sheet();
        assert_eq!(kept.entries, shown.entries, "{}", deed.told);
        let roll_calls = [&kept, shown].map(|sheet| sheet.roll_call.is_some());
        assert_eq!(roll_calls[0], roll_calls[1], "{}", deed.told);
    }

    fn back_to_the_cells(&mut self) {
        while self.seat.app.ui.top().is_some_and(Layer::is_popup) {
            self.take(Key::Code(KeyCode::Esc));
        }
        if !self.seat.line(0).contains("Урок") {
            self.take(Key::Code(KeyCode::F(6)));
            self.take(Key::Code(KeyCode::Enter));
            self.written = None;
        }
    }

    /// Everything has arrived: the server's page and log are what was on the screen.
    async fn end(mut self) {
        let seed = self.seed;
        self.seat.clock.advance(chrono::TimeDelta::seconds(5));
        self.seat.app.close_entry();
        let sent = |seat: &Seat| seat.app.desk.link.pending == 0;
        self.seat.until("end of the queue", sent).await;
        let api = self.seat.server.signed_in("orlova").await;
        let theirs = api.lesson(RUNNING).await.unwrap().sheet;
        assert_eq!(
            theirs.entries,
            self.entries(),
            "seed {seed}: the server's page"
        );
        let mut cells = BTreeMap::new();
        for logged in api.log(RUNNING).await.unwrap().changes {
            let (old, new) = logged.change.edit.clone().into_contents();
            let before = cells.insert(logged.change.edit.cell(), new);
            assert!(
                before.is_none_or(|before| before == old),
                "seed {seed}: {logged:?}"
            );
        }
        let troubles = self.seat.app.desk.link.troubles;
        assert_eq!(troubles, 0, "seed {seed}: nothing is in conflict");
    }
}

#[test]
fn a_key_changes_the_open_entry_or_the_one_under_the_cursor_and_no_other() {
    let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let keys: u64 = asked("ZHURNAL_KEYS").unwrap_or(KEYS);
    let first: u64 = asked("ZHURNAL_KEYS_SEED").unwrap_or(1);
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    for seed in first..first + keys.div_ceil(EPISODE) {
        tokio::task::LocalSet::new().block_on(&runtime, async {
            let mut episode = Episode::begin(seed).await;
            for _ in 0..EPISODE {
                episode.step().await;
            }
            episode.end().await;
        });
    }
}
