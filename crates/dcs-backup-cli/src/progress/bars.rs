//! Progress as bars: one for each file that is under way, as many as fit, and one for all.

use std::time::Duration;

use dcs_backup::{FileName, download::Happening};

use crate::{output, printable, screen};

use super::{
    rate::Rate,
    rows::{self, FileRow, TotalRow},
    tally::{File, Sum, Tally},
    waits::repeated,
};

/// The most bars of files at a time.
const MOST: usize = 10;
/// The least time between two drawings.
const REFRESH: Duration = Duration::from_millis(100);

/// What the bars show, and when they last did.
#[derive(Debug, Default)]
pub(super) struct Bars {
    tally: Tally,
    rate: Rate,
    /// The files that have a bar, in the order in which they began.
    shown: Vec<FileName>,
    drawn: Option<Duration>,
    trouble: Option<Trouble>,
}

/// What is wrong with a file that is tried again.
#[derive(Debug)]
struct Trouble {
    file: FileName,
    text: String,
}

impl Bars {
    /// Takes an event into account that happened `now`, counted from the beginning.
    pub(super) fn note(&mut self, name: &FileName, what: &Happening, now: Duration) {
        let file = self.tally.note(name, what);
        self.keep(name, file);
        self.rate.note(now, self.tally.sum().fetched);
        match what {
            Happening::Restarted => {
                let line =
                    format!("{name}: it changed at the store, and is fetched from its beginning");
                output::complain(&line);
            }
            Happening::Damaged { problem } => output::complain(&format!(
                "{name}: damaged in the folder ({problem}); it is fetched again"
            )),
            Happening::Retrying { problem, wait } => {
                let text = repeated(problem, *wait);
                self.trouble = Some(Trouble { file: name.clone(), text });
            }
            Happening::Progress { .. } => {
                self.trouble.take_if(|trouble| trouble.file == *name);
            }
            _ => {}
        }
        if self.drawn.is_none_or(|drawn| now >= drawn + REFRESH) {
            self.draw(now);
        }
    }

    /// Draws rate and rest anew, though nothing came.
    pub(super) fn tick(&mut self, now: Duration) {
        self.rate.note(now, self.tally.sum().fetched);
        self.draw(now);
    }

    fn keep(&mut self, name: &FileName, file: File) {
        let at = self.shown.iter().position(|shown| shown == name);
        match at {
            Some(at) if file.done => drop(self.shown.remove(at)),
            None if !file.done && file.size.is_some() && self.shown.len() < MOST => {
                self.shown.push(name.clone());
            }
            _ => {}
        }
    }

    fn draw(&mut self, now: Duration) {
        self.drawn = Some(now);
        let size = screen::size();
        // The last column stays free: some terminals go on to the next row when it is written.
        let columns = size.columns.saturating_sub(1);
        let most = size.rows.saturating_sub(3).min(MOST);
        let files: Vec<_> =
            self.shown.iter().take(most).filter_map(|name| self.row(name)).collect();
        let mut all = rows::files(&files, columns);
        all.push(rows::total(&self.total(now), columns));
        if let Some(trouble) = &self.trouble {
            all.push(rows::shortened(&printable::printable(&trouble.text), columns));
        }
        screen::show(all);
    }

    fn row(&self, name: &FileName) -> Option<FileRow> {
        let File { there, size, .. } = self.tally.file(name)?;
        Some(FileRow { name: name.to_string(), there, size: size? })
    }

    fn total(&self, now: Duration) -> TotalRow {
        let Sum { done, files, size, there, fetched } = self.tally.sum();
        TotalRow { done, files, there, size, rate: self.rate.per_second(now, fetched) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use super::*;

    const MIB: u64 = 1 << 20;

    #[test]
    fn what_was_there_before_counts_for_neither_rate_nor_rest() {
        let mut bars = Bars::default();
        let name: FileName = "a.rdb".parse().unwrap();
        let present: FileName = "b.rdb".parse().unwrap();
        let time = Duration::from_millis;
        let state = dcs_backup::download::FileState::Verified;
        bars.note(&present, &Happening::Present { state, size: 300 * MIB }, time(0));
        let started = Happening::Started { size: 1200 * MIB, resumed: 300 * MIB };
        bars.note(&name, &started, time(100));
        for tenth in 1..=50 {
            let bytes = 300 * MIB + 2 * MIB * tenth;
            bars.note(&name, &Happening::Progress { bytes }, time(100 + 100 * tenth));
        }
        let total = bars.total(time(5100));
        let rate = total.rate.unwrap() / MIB as f64;
        assert!((19.0..=21.0).contains(&rate), "{rate}");
        let row = rows::total(&total, 79);
        assert!(row.contains("700.00 MiB/1.46 GiB, "), "{row}");
        assert!(row.ends_with("40s left") || row.ends_with("41s left"), "{row}");
    }
}
