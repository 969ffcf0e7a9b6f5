//! The tables: costs side by side, with what was aimed at.

use crate::{
    child::{Cost, Program},
    files::MIB,
};

/// What one program cost in each round.
#[derive(Debug)]
pub(crate) struct Costs {
    pub(crate) program: Program,
    pub(crate) rounds: Vec<Cost>,
}

impl Costs {
    fn sorted(&self, of: fn(&Cost) -> f64) -> Vec<f64> {
        let mut values: Vec<_> = self.rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    }

    fn least(&self, of: fn(&Cost) -> f64) -> f64 {
        self.sorted(of).first().copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn median(&self, of: fn(&Cost) -> f64) -> f64 {
        median(&self.sorted(of))
    }

    /// The highest peak of all rounds, in MiB.
    pub(crate) fn peak(&self) -> f64 {
        self.sorted(|cost| cost.peak as f64 / MIB as f64).last().copied().unwrap_or(f64::NAN)
    }
}

/// The value in the middle of sorted ones.
pub(crate) fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

pub(crate) fn header() {
    println!(
        "| work | program | wall s: least, median | × bare (limit) | CPU s | × bare | peak MiB (limit) |"
    );
    println!("|---|---|---|---|---|---|---|");
}

/// A line for each program; the first of them is the bare one.
pub(crate) fn row(work: &str, costs: &[Costs], limits: &[Option<f64>], peak: f64) {
    let Some(bare) = costs.first() else { return };
    for (costs, limit) in costs.iter().zip(limits) {
        let wall = costs.median(|cost| cost.wall) / bare.median(|cost| cost.wall);
        let cpu = costs.median(|cost| cost.cpu) / bare.median(|cost| cost.cpu);
        println!(
            "| {work} | {} | {:.2}, {:.2} | {} | {:.2} | {cpu:.2} | {} |",
            name(costs.program),
            costs.least(|cost| cost.wall),
            costs.median(|cost| cost.wall),
            limit.map_or_else(|| format!("{wall:.2}"), |limit| at_most(wall, limit, 2)),
            costs.median(|cost| cost.cpu),
            limit
                .map_or_else(|| format!("{:.0}", costs.peak()), |_| at_most(costs.peak(), peak, 0)),
        );
    }
}

pub(crate) fn name(program: Program) -> &'static str {
    match program {
        Program::Bare => "bare",
        Program::Verified => "verified",
        Program::Unverified => "unverified",
    }
}

/// A value and what is made of it.
pub(crate) fn at_most(value: f64, limit: f64, digits: usize) -> String {
    let verdict = if value <= limit { "held" } else { "**MISSED**" };
    format!("{value:.digits$} ({limit:.digits$}: {verdict})")
}
