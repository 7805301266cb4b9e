//! Averages (`domain.md` 2.3): the arithmetic and the weighted mean of the grades.
//!
//! ОСВ, ЗЧ, НЗ, н/а and points are in no average; a double mark counts as two marks.

use crate::mark::Mark;
use serde::{Deserialize, Serialize};

/// Sums of grades, from which both averages follow. Tallies add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// How many grades.
    pub count: u32,
    /// Their sum.
    pub sum: u32,
    /// The sum of their weights.
    pub weight: u32,
    /// The sum of grade × weight.
    pub weighted: u32,
}

impl Tally {
    /// Counts a mark.
    pub fn add(&mut self, mark: &Mark) {
        let weight = u32::from(mark.weight);
        for grade in mark.value.grades() {
            let grade = u32::from(grade.value());
            self.count += 1;
            self.sum += grade;
            self.weight += weight;
            self.weighted += grade * weight;
        }
    }

    /// The tally of some marks.
    pub fn of<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Self {
        let mut tally = Self::default();
        marks.into_iter().for_each(|mark| tally.add(mark));
        tally
    }

    /// Both tallies together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            weight: self.weight + other.weight,
            weighted: self.weighted + other.weighted,
        }
    }

    /// Σ grade / Σ 1; none without grades.
    pub fn mean(self) -> Option<Average> {
        Average::ratio(self.sum, self.count)
    }

    /// Σ(grade × weight) / Σ weight; none without grades.
    pub fn weighted_mean(self) -> Option<Average> {
        Average::ratio(self.weighted, self.weight)
    }
}

/// An average in hundredths, rounded half up: 433 is 4.33.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Average(pub u16);

impl Average {
    fn ratio(sum: u32, over: u32) -> Option<Self> {
        if over == 0 {
            return None;
        }
        let hundredths = (u64::from(sum) * 200 + u64::from(over)) / (u64::from(over) * 2);
        u16::try_from(hundredths).ok().map(Self)
    }

    /// Whole part and hundredths.
    pub fn parts(self) -> (u16, u16) {
        (self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::MarkValue;
    use rstest::rstest;

    fn tally(marks: &str) -> Tally {
        let marks: Vec<Mark> = marks
            .split_whitespace()
            .map(|word| {
                let (value, weight) = word.split_once('*').unwrap_or((word, "1"));
                Mark::new(value.parse().unwrap(), weight.parse().unwrap())
            })
            .collect();
        Tally::of(&marks)
    }

    #[rstest]
    // The worked example of the weighted mean: 5·2, 4·1, 5·1 → 19/4.
    #[case::weighted("5*2 4 5", Some(467), Some(475))]
    #[case::double_counts_twice("4/5 3", Some(400), Some(400))]
    #[case::double_with_weight("4/5*3 2", Some(367), Some(414))]
    #[case::no_grade("exempt pass fail not-attested point:2026-11-20", None, None)]
    #[case::words_do_not_count("exempt 5 pass", Some(500), Some(500))]
    #[case::half_goes_up("4 4 4 4 4 4 4 5", Some(413), Some(413))]
    #[case::third("4 4 5", Some(433), Some(433))]
    #[case::nothing("", None, None)]
    fn averages(#[case] marks: &str, #[case] mean: Option<u16>, #[case] weighted: Option<u16>) {
        let tally = tally(marks);
        assert_eq!(tally.mean().map(|average| average.0), mean);
        assert_eq!(tally.weighted_mean().map(|average| average.0), weighted);
    }

    #[test]
    fn tallies_add_up() {
        assert_eq!(
            tally("5*2 4").plus(tally("3 4/5*3")),
            tally("5*2 4 3 4/5*3")
        );
        let double: MarkValue = "4/5".parse().unwrap();
        assert_eq!(double.grades().count(), 2);
    }
}
