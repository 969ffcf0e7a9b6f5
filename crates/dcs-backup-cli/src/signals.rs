//! The signals that ask the program to end: Ctrl-C, on Unix SIGTERM, and on Linux SIGHUP.
//!
//! On Linux, what was ignored when the program was started stays ignored, as `nohup` and `trap '' INT` mean
//! it. Elsewhere nothing tells a program without `unsafe` code: Ctrl-C ends it all the same, and SIGHUP is left alone, since `nohup` is more common.

use std::io;

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Request {
    /// By Ctrl-C, as a rule.
    Interrupt,
    /// By a program, as a rule.
    #[cfg_attr(windows, allow(dead_code, reason = "there is no such signal"))]
    Terminate,
    /// By the end of the terminal, as a rule.
    #[cfg_attr(windows, allow(dead_code, reason = "there is no such signal"))]
    HangUp,
}

#[cfg(unix)]
pub(crate) use unix::Signals;
#[cfg(windows)]
pub(crate) use windows::Signals;

#[cfg(unix)]
mod unix {
    use std::{fs, future::poll_fn, task::Poll};

    use rustix::process::Signal as Number;
    use tokio::signal::unix::{Signal, SignalKind, signal};

    use super::{Request, io};

    /// The signals that ask the program to end.
    pub(crate) struct Signals(Vec<(Request, Signal)>);

    impl Signals {
        /// Takes the signals over, but for those that are ignored.
        pub(crate) fn listen() -> io::Result<Self> {
            let ignored = ignored();
            let mask = ignored.unwrap_or_default();
            let heard = |number: &Number| mask >> (number.as_raw() - 1) & 1 == 0;
            let listen = |number: Number| signal(SignalKind::from_raw(number.as_raw()));
            // Else a write beyond `ulimit -f` would end the program without a word: now it fails.
            if heard(&Number::XFSZ) {
                drop(listen(Number::XFSZ)?);
            }
            let asking = [(Request::Interrupt, Number::INT), (Request::Terminate, Number::TERM)];
            let hang_up = ignored.map(|_| (Request::HangUp, Number::HUP));
            let asking = asking.into_iter().chain(hang_up).filter(|(_, number)| heard(number));
            let asking = asking.map(|(request, number)| Ok((request, listen(number)?)));
            asking.collect::<io::Result<_>>().map(Self)
        }

        pub(crate) async fn next(&mut self) -> Request {
            poll_fn(|context| {
                let mut signals = self.0.iter_mut();
                let came = signals.find_map(|(request, signal)| {
                    signal.poll_recv(context).is_ready().then_some(*request)
                });
                came.map_or(Poll::Pending, Poll::Ready)
            })
            .await
        }
    }

    /// A bit for each signal that is ignored, the lowest for signal 1; `None` where that can't be known.
    fn ignored() -> Option<u64> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
        u64::from_str_radix(mask.trim(), 16).ok()
    }
}

#[cfg(windows)]
mod windows {
    use super::{Request, io};

    /// The signals that ask the program to end.
    pub(crate) struct Signals(tokio::signal::windows::CtrlC);

    impl Signals {
        pub(crate) fn listen() -> io::Result<Self> {
            tokio::signal::windows::ctrl_c().map(Self)
        }

        pub(crate) async fn next(&mut self) -> Request {
            let _ = self.0.recv().await;
            Request::Interrupt
        }
    }
}
