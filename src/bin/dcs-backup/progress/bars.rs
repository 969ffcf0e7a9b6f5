//! Progress as bars: one for each file that is under way, as many as fit, and one for all.

use std::{collections::BTreeMap, time::Duration};

use console::Term;
use dcs_backup::{FileName, download::Happening};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output;

use super::{
    repeated,
    tally::{File, Tally},
};

/// The most bars of files at a time.
const MOST: usize = 10;
/// How often a second the bars are drawn at most.
const REFRESH: u8 = 10;
/// How often rate and rest are drawn anew while nothing comes.
const TICK: Duration = Duration::from_millis(500);

const FILE: &str = "{prefix} {wide_bar} {bytes}/{total_bytes}";
const TOTAL: &str = "{prefix} {wide_bar} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left{msg}";
const TOTAL_WITHOUT_SIZE: &str = "{prefix} {bytes}, {bytes_per_sec}{msg}";

/// The bars on the screen.
pub(super) struct Bars {
    tally: Tally,
    bars: MultiProgress,
    total: ProgressBar,
    files: BTreeMap<FileName, ProgressBar>,
    most: usize,
    /// The file whose trouble is told.
    troubled: Option<FileName>,
}

impl Bars {
    /// Nothing if stderr is no terminal that can draw them.
    pub(super) fn on_terminal() -> Option<Self> {
        let target = ProgressDrawTarget::stderr_with_hz(REFRESH);
        (!target.is_hidden()).then(|| Self::new(target))
    }

    pub(super) fn anywhere() -> Self {
        let terminal = Box::new(Term::buffered_stderr());
        Self::new(ProgressDrawTarget::term_like_with_hz(terminal, REFRESH))
    }

    fn new(target: ProgressDrawTarget) -> Self {
        let bars = MultiProgress::with_draw_target(target);
        output::show_bars(&bars);
        let total = bars.add(ProgressBar::no_length());
        total.set_style(style(TOTAL_WITHOUT_SIZE));
        total.set_prefix("total");
        total.enable_steady_tick(TICK);
        let rows = Term::stderr().size_checked().map_or(MOST, |(rows, _)| usize::from(rows));
        let most = rows.saturating_sub(2).clamp(1, MOST);
        let (tally, files) = (Tally::default(), BTreeMap::new());
        Self { tally, bars, total, files, most, troubled: None }
    }

    pub(super) fn note(&mut self, name: &FileName, what: &Happening) {
        let file = self.tally.note(name, what);
        self.draw_file(name, file);
        self.draw_total();
        match what {
            Happening::Started { resumed: 1.., .. } | Happening::Present { .. } => {
                // What was there before is no part of the rate.
                self.total.reset_eta();
            }
            Happening::Restarted => {
                let line =
                    format!("{name}: it changed at the store, and is fetched from its beginning");
                output::complain(&line);
            }
            Happening::Retrying { problem, wait } => {
                self.troubled = Some(name.clone());
                self.total.set_message(format!("; {}", repeated(problem, *wait)));
            }
            Happening::Progress { .. } if self.troubled.as_ref() == Some(name) => {
                self.troubled = None;
                self.total.set_message("");
            }
            _ => {}
        }
    }

    fn draw_file(&mut self, name: &FileName, file: File) {
        if file.done {
            if let Some(bar) = self.files.remove(name) {
                self.bars.remove(&bar);
            }
            return;
        }
        let Some(size) = file.size else { return };
        if !self.files.contains_key(name) && self.files.len() < self.most {
            let bar = self.bars.insert_before(&self.total, ProgressBar::new(size));
            bar.set_style(style(FILE));
            bar.set_prefix(name.to_string());
            self.files.insert(name.clone(), bar);
        }
        if let Some(bar) = self.files.get(name) {
            bar.set_length(size);
            bar.set_position(file.there);
        }
    }

    fn draw_total(&self) {
        let sum = self.tally.sum();
        if let Some(size) = sum.size {
            if self.total.length().is_none() {
                self.total.set_style(style(TOTAL));
            }
            self.total.set_length(size);
        }
        self.total.set_position(sum.there);
    }
}

/// The templates are constants; a wrong one would show as another bar.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
