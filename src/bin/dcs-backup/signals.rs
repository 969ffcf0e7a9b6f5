//! The signals that ask the program to end: Ctrl-C, and on Unix SIGTERM.
//!
//! On Linux, what was ignored when the program was started stays ignored, as `nohup` and `trap '' INT` mean
//! it. Elsewhere nothing tells a program without `unsafe` code, and Ctrl-C ends it all the same.

use std::io;

#[cfg(unix)]
pub(crate) use unix::Signals;
#[cfg(windows)]
pub(crate) use windows::Signals;

#[cfg(unix)]
mod unix {
    use std::{fs, future::poll_fn, task::Poll};

    use rustix::process::Signal as Number;
    use tokio::signal::unix::{Signal, SignalKind, signal};

    use super::io;

    /// The signals that ask the program to end.
    pub(crate) struct Signals(Vec<Signal>);

    impl Signals {
        /// Takes the signals over, but for those that are ignored.
        pub(crate) fn listen() -> io::Result<Self> {
            let ignored = ignored();
            let heard = |number: &Number| ignored >> (number.as_raw() - 1) & 1 == 0;
            let listen = |number: Number| signal(SignalKind::from_raw(number.as_raw()));
            // Else a write beyond `ulimit -f` would end the program without a word: now it fails.
            if heard(&Number::XFSZ) {
                drop(listen(Number::XFSZ)?);
            }
            let asking = [Number::INT, Number::TERM].into_iter().filter(heard);
            asking.map(listen).collect::<io::Result<_>>().map(Self)
        }

        pub(crate) async fn next(&mut self) {
            poll_fn(|context| {
                let came = self.0.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
                if came { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        }
    }

    /// A bit for each signal that is ignored, the lowest for signal 1; none where that can't be known.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
    }
}

#[cfg(windows)]
mod windows {
    use super::io;

    /// The signals that ask the program to end.
    pub(crate) struct Signals(tokio::signal::windows::CtrlC);

    impl Signals {
        pub(crate) fn listen() -> io::Result<Self> {
            tokio::signal::windows::ctrl_c().map(Self)
        }

        pub(crate) async fn next(&mut self) {
            let _ = self.0.recv().await;
        }
    }
}
