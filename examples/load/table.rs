//! What was measured, in lines for people.

use crate::drive::Run;

/// A run in one line.
pub fn line(what: &str, run: &Run) -> String {
    let (p50, p99) = (run.percentile(50), run.percentile(99));
    let (count, rate) = (run.count(), run.rate());
    format!("{what}: {count}, {rate:.0} /s, p50 {p50:.2} ms, p99 {p99:.2} ms")
}

/// Rounds of one thing beside rounds of another, measured in turn.
#[derive(Default)]
pub struct Rounds {
    ours: Side,
    theirs: Side,
    ratios: Vec<f64>,
    busy: Vec<f64>,
}

#[derive(Default)]
struct Side {
    rates: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
}

impl Side {
    fn add(&mut self, run: &Run) {
        self.rates.push(run.rate());
        self.p50.push(run.percentile(50));
        self.p99.push(run.percentile(99));
    }
}

impl Rounds {
    /// Adds a round; `busy` is how long the server's cores worked on one of ours, in microseconds.
    pub fn add(&mut self, ours: &Run, theirs: &Run, busy: f64) {
        self.ours.add(ours);
        self.theirs.add(theirs);
        self.ratios.push(ours.rate() / theirs.rate());
        self.busy.push(busy);
    }

    /// The heads of the columns.
    pub fn heads(what: &str, ours: &str, theirs: &str) -> String {
        format!(
            "{what:<24} {ours:>9} {theirs:>9}   ratio (lowest–highest)    aim        {:>15} {:>15} {:>8}",
            "p50/p99 ms", "beside", "CPU µs"
        )
    }

    /// The medians of all rounds.
    pub fn row(&self, what: &str, aim: f64) -> String {
        let ratio = median(&self.ratios);
        let verdict = if ratio >= aim { "met" } else { "MISSED" };
        let lowest = self.ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = self.ratios.iter().copied().fold(0.0, f64::max);
        let times = |side: &Side| format!("{:.2}/{:.2}", median(&side.p50), median(&side.p99));
        format!(
            "{what:<24} {:>9.0} {:>9.0}   {ratio:>5.2} ({lowest:.2}–{highest:.2})    ≥ {aim:.2} {verdict:<7} {:>15} {:>15} {:>8.0}",
            median(&self.ours.rates),
            median(&self.theirs.rates),
            times(&self.ours),
            times(&self.theirs),
            median(&self.busy),
        )
    }
}

/// The one in the middle.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}
