//! Letters typed into a grid, one at a time.
//!
//! Every letter that makes sense is entered at once, so nothing on the screen waits to be saved,
//! and the cursor goes down at once. What was just entered may still grow: `4` becomes `4/5`,
//! `о` becomes `о12`. Growing goes on in the cell that was entered, until a letter does not fit
//! there or the cursor is moved.

use journal::notation::{NotUnderstood, Notation, Typed};

/// What a typed letter asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Enter this in the cell under the cursor.
    Enter(Typed),
    /// Replace what was just entered, in the cell where it was.
    Amend(Typed),
    /// Nothing yet: `ос` is on its way to `осв`. Shown, not entered.
    Wait,
    /// Nothing in the vocabulary begins so.
    Unknown,
}

/// The letters typed so far into one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typing {
    text: String,
    /// What stands in the cell already comes from `text`.
    entered: bool,
}

impl Typing {
    /// The letters to be shown in the cell as not entered yet; empty if there are none.
    pub fn waiting(&self) -> &str {
        &self.text
    }

    /// Whether the letters belong to the cell that was entered last, not to the cursor's.
    pub fn continues(&self) -> bool {
        self.entered
    }

    /// Forgets the letters: the cursor was moved, or something else was done.
    pub fn stop(&mut self) {
        *self = Self::default();
    }

    /// Takes the last letter back; false if there is none.
    pub fn backspace(&mut self) -> bool {
        let taken = !self.entered && self.text.pop().is_some();
        if !taken {
            self.stop();
        }
        taken
    }

    /// Takes a letter.
    pub fn feed(&mut self, letter: char, notation: &Notation) -> Step {
        if !self.text.is_empty() {
            let longer = format!("{}{letter}", self.text);
            let amends = self.entered;
            match notation.read(&longer) {
                Ok(typed) => {
                    self.keep(longer, notation);
                    return if amends {
                        Step::Amend(typed)
                    } else {
                        Step::Enter(typed)
                    };
                }
                Err(NotUnderstood::Incomplete) => {
                    self.text = longer;
                    return Step::Wait;
                }
                Err(NotUnderstood::Unknown) => {}
            }
        }
        self.stop();
        match notation.read(letter.encode_utf8(&mut [0; 4])) {
            Ok(typed) => {
                self.keep(letter.to_string(), notation);
                Step::Enter(typed)
            }
            Err(NotUnderstood::Incomplete) => {
                self.text = letter.to_string();
                Step::Wait
            }
            Err(NotUnderstood::Unknown) => Step::Unknown,
        }
    }

    fn keep(&mut self, text: String, notation: &Notation) {
        if notation.may_grow(&text) {
            *self = Self {
                text,
                entered: true,
            };
        } else {
            self.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::CodeTable;
    use rstest::rstest;

    fn type_all(letters: &str) -> Vec<Step> {
        let notation = Notation::new(&CodeTable::shipped("dnevnik").unwrap());
        let mut typing = Typing::default();
        letters
            .chars()
            .map(|letter| typing.feed(letter, &notation))
            .collect()
    }

    fn grade(text: &str) -> Typed {
        Typed::Mark(text.parse().unwrap())
    }

    #[rstest]
    #[case::a_column_of_marks("554", &[Step::Enter(grade("5")), Step::Enter(grade("5")), Step::Enter(grade("4"))])]
    #[case::double("4/5", &[Step::Enter(grade("4")), Step::Wait, Step::Amend(grade("4/5"))])]
    #[case::double_after_a_grade("54/5", &[Step::Enter(grade("5")), Step::Enter(grade("4")), Step::Wait, Step::Amend(grade("4/5"))])]
    #[case::absent_twice("нн", &[Step::Enter(Typed::Absent), Step::Enter(Typed::Absent)])]
    #[case::late("о12", &[Step::Enter(Typed::Late(None)), Step::Amend(Typed::Late(Some(1))), Step::Amend(Typed::Late(Some(12)))])]
    #[case::late_then_ill("об", &[Step::Enter(Typed::Late(None)), Step::Enter(Typed::AbsentFor(journal::ReasonKind::Illness))])]
    #[case::not_passed("нз", &[Step::Enter(Typed::Absent), Step::Amend(grade("fail"))])]
    #[case::excused("осв", &[Step::Enter(Typed::Late(None)), Step::Wait, Step::Amend(grade("exempt"))])]
    #[case::passed("зч", &[Step::Wait, Step::Enter(grade("pass"))])]
    #[case::broken_off("з5", &[Step::Wait, Step::Enter(grade("5"))])]
    #[case::nonsense("щ5", &[Step::Unknown, Step::Enter(grade("5"))])]
    #[case::six("6", &[Step::Unknown])]
    #[case::slash_alone("5//", &[Step::Enter(grade("5")), Step::Wait, Step::Unknown])]
    fn a_letter_at_a_time(#[case] letters: &str, #[case] expected: &[Step]) {
        assert_eq!(type_all(letters), expected);
    }
}
