//! Progress on stderr: bars on a terminal, lines elsewhere.

mod bars;
mod lines;
mod rate;
mod rows;
mod tally;
mod waits;

use std::time::{Duration, Instant};

use dcs_backup::{
    FileName,
    download::{Events, Happening},
};
use futures_util::StreamExt as _;
use tokio::{runtime::Handle, task::JoinHandle};

use crate::{args::ProgressMode, output, screen};
use bars::Bars;
use lines::Lines;

/// How often rate and rest are drawn anew while nothing comes.
pub(crate) const TICK: Duration = Duration::from_millis(500);

/// Where the events of a download go.
pub(crate) struct Progress {
    display: Display,
    began: Instant,
    arrived: Vec<FileName>,
}

enum Display {
    Bars(Bars),
    Lines(Lines),
    Nothing,
}

impl Progress {
    pub(crate) fn new(mode: ProgressMode) -> Self {
        let display = match mode {
            ProgressMode::Never => Display::Nothing,
            ProgressMode::Always => Display::Bars(Bars::default()),
            ProgressMode::Auto if screen::is_drawable() => Display::Bars(Bars::default()),
            ProgressMode::Auto => Display::Lines(Lines::default()),
        };
        Self { display, began: Instant::now(), arrived: Vec::new() }
    }

    /// Shows what happened to a file.
    pub(crate) fn note(&mut self, file: &FileName, what: &Happening) {
        if matches!(what, Happening::Finished { .. } | Happening::Present { .. }) {
            self.arrived.push(file.clone());
        }
        match &mut self.display {
            Display::Nothing => {}
            Display::Bars(bars) => bars.note(file, what, self.began.elapsed()),
            Display::Lines(lines) => {
                if let Some(line) = lines.note(file, what, self.began.elapsed()) {
                    output::complain(&line);
                }
            }
        }
    }

    /// Shows how rate and rest change while nothing comes. To be called about every [`TICK`].
    pub(crate) fn tick(&mut self) {
        if let Display::Bars(bars) = &mut self.display {
            bars.tick(self.began.elapsed());
        }
    }

    /// Shows events to their end, which is that of their download, and gives the files that are there
    /// then. Has a thread of its own, since writing to a terminal can block.
    pub(crate) fn watch(mut self, mut events: Events) -> JoinHandle<Vec<FileName>> {
        tokio::task::spawn_blocking(move || {
            Handle::current().block_on(async {
                loop {
                    match tokio::time::timeout(TICK, events.next()).await {
                        Ok(Some(event)) => self.note(&event.file, &event.what),
                        Ok(None) => break,
                        Err(_) => self.tick(),
                    }
                }
            });
            screen::end();
            self.arrived
        })
    }
}
