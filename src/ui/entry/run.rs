//! Letters typed one right after the other.
//!
//! «н» and «о» are entered at once, so a word that is no code («молодец», «болен») would leave
//! absences and marks in the cells it ran through. A run of letters of which one is no code enters
//! nothing: what its first letters have entered is taken back, the rest is not taken, and one
//! sentence says so. A digit, any other key or a pause ends a run.

use chrono::TimeDelta;
use journal::{Edit, GestureId, LessonId, Timestamp};

/// Letters further apart are entries of their own: only what was typed as a word is taken back.
/// Who goes down a class letter by letter looks up in between and is slower than that.
const WORD: TimeDelta = TimeDelta::milliseconds(300);

/// A code of several letters that is complete is a word with what follows only when it is plainly
/// typed as one: «нз» and a slip for the next pupil is no word.
const AFTER_CODE: TimeDelta = TimeDelta::milliseconds(150);

/// The rest of a word that was not understood is not taken for entries while it is typed; short,
/// so that an entry after a slip is not lost with it.
const REST: TimeDelta = TimeDelta::milliseconds(600);

/// What one letter of the run has entered.
#[derive(Debug, Clone)]
pub struct Done {
    /// The gesture, so that taking it back belongs to it.
    pub gesture: GestureId,
    /// What was recorded, in order.
    pub edits: Vec<(LessonId, Edit)>,
}

/// The letters of the run and what they have entered.
#[derive(Debug, Clone, Default)]
pub struct Run {
    text: String,
    done: Vec<Done>,
    /// Row and column where the run began.
    start: Option<(usize, usize)>,
    last: Option<Timestamp>,
    broken: bool,
    /// The last letter has completed a code of several letters.
    complete: bool,
}

impl Run {
    /// Takes a key that types `letter`, at this moment, with the cursor here. Answers whether it
    /// belongs to a word that is no code, and so is not to be entered.
    pub fn swallows(
        &mut self,
        letter: char,
        at: Timestamp,
        cursor: Option<(usize, usize)>,
    ) -> bool {
        let limit = match (self.broken, self.complete) {
            (true, _) => REST,
            (false, true) => AFTER_CODE,
            (false, false) => WORD,
        };
        let goes_on = self.last.is_some_and(|last| at.since(last) <= limit);
        if !goes_on || letter.is_ascii_digit() || !(letter.is_alphabetic() || self.broken) {
            *self = Self::default();
        }
        if !letter.is_alphabetic() && !self.broken {
            return false;
        }
        self.start = self.start.or(cursor);
        self.text.push(letter);
        self.complete = false;
        self.last = Some(at);
        self.broken
    }

    /// Remembers what the letter has entered; `complete` if that completes a code of several
    /// letters.
    pub fn entered(&mut self, gesture: GestureId, edits: Vec<(LessonId, Edit)>, complete: bool) {
        self.complete = complete;
        // What a digit or a sign has entered belongs to no word.
        if !self.text.is_empty() {
            self.done.push(Done { gesture, edits });
        }
    }

    /// The run is no code: answers what is to be taken back, the newest first, and where the run
    /// began.
    pub fn breaks(&mut self) -> (Vec<Done>, Option<(usize, usize)>) {
        self.broken = !self.text.is_empty();
        let mut done = std::mem::take(&mut self.done);
        done.reverse();
        (done, self.start)
    }

    /// The letters, for the sentence.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Ends the run: another key was pressed.
    pub fn stop(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Types letters so many milliseconds apart, the first of them no code; answers which of them
    /// are kept from the cells.
    fn swallowed(letters: &str, apart: i64) -> String {
        let mut run = Run::default();
        let mut at = Timestamp(0);
        let mut kept_away = String::new();
        for (letter, first) in letters
            .chars()
            .zip([true].into_iter().chain(std::iter::repeat(false)))
        {
            if run.swallows(letter, at, None) {
                kept_away.push(letter);
            } else if first {
                run.breaks();
            }
            at = at.plus(TimeDelta::milliseconds(apart));
        }
        kept_away
    }

    /// «нз» or «не», and so many milliseconds later a letter that is no code.
    #[rstest]
    #[case::a_word(false, 250, 1)]
    #[case::a_slip_after_a_code(true, 250, 0)]
    #[case::a_word_that_begins_with_a_code(true, 100, 1)]
    #[case::much_later(false, 350, 0)]
    fn what_is_taken_back(#[case] complete: bool, #[case] later: i64, #[case] count: usize) {
        let mut run = Run::default();
        let begin = Timestamp(0);
        let gesture = GestureId(uuid::Uuid::nil());
        assert!(!run.swallows('н', begin, Some((4, 1))));
        run.entered(gesture, Vec::new(), complete);
        let slip = begin.plus(TimeDelta::milliseconds(later));
        assert!(!run.swallows('щ', slip, Some((5, 1))));
        let (done, start) = run.breaks();
        let row = if count > 0 { 4 } else { 5 };
        assert_eq!((done.len(), start), (count, Some((row, 1))));
        // What comes later is no rest of it.
        let later = slip.plus(TimeDelta::seconds(1));
        assert!(!run.swallows('н', later, Some((5, 1))));
    }

    #[rstest]
    #[case::a_word("молодец", 150, "олодец")]
    #[case::slowly("молодец", 550, "олодец")]
    #[case::a_pause("мн", 650, "")]
    #[case::punctuation_too("мо.", 150, "о.")]
    #[case::a_digit_is_an_entry("м5", 150, "")]
    #[case::a_digit_ends_it("м5н", 150, "")]
    fn the_rest_of_a_word(#[case] letters: &str, #[case] apart: i64, #[case] expected: &str) {
        assert_eq!(swallowed(letters, apart), expected);
    }
}
