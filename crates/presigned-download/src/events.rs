//! Progress as plain events. Events that nobody reads take little memory: at most one of each kind is kept per
//! file.

use std::{
    collections::{HashMap, VecDeque},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_core::Stream;

use crate::file_name::FileName;

use crate::{content::Reason, report::FileState};

/// Something that happened to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The file.
    pub file: FileName,
    /// What happened to it.
    pub what: Happening,
}

/// What can happen to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Happening {
    /// It belongs to the backup. This event comes for each file before any is fetched.
    Expected,
    /// Its size is known, and what is missing is being fetched. This event does not come if the store sends the file
    /// in chunks, without a length.
    Started {
        /// Its size in bytes.
        size: u64,
        /// How many of them an earlier run fetched.
        resumed: u64,
    },
    /// It has grown. This event comes for each part after a MiB or a quarter of a second, whichever is first.
    Progress {
        /// How many of its bytes are there in all.
        bytes: u64,
    },
    /// It is fetched again from its beginning. It changed at the store (another ETag, `Last-Modified` or
    /// size); its transfer broke off, and the store sends nothing to recognise the rest by; or what an earlier
    /// run left of it turned out damaged.
    Restarted,
    /// A request failed and is repeated after a wait.
    Retrying {
        /// What failed, without advice.
        problem: String,
        /// How long it waits.
        wait: Duration,
    },
    /// Its link had expired, or was about to, and there is a new one. This event comes once for each new link.
    LinkRenewed,
    /// It is whole, checked, and has its name.
    Finished {
        /// What is known of it.
        state: FileState,
        /// Its size in bytes.
        size: u64,
    },
    /// It was there already, and is read again. This event comes about every 64 MiB.
    Rereading {
        /// How many of its bytes have been read.
        bytes: u64,
        /// Its size in bytes.
        size: u64,
    },
    /// It was there already, and is damaged. It is fetched again, and stays until the new one is verified.
    Damaged {
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing in it proves its bytes. This event comes just before [`Finished`](Self::Finished) or
    /// [`Present`](Self::Present), and at the end of a
    /// [stream](crate::Downloader::stream).
    Unproven {
        /// Why.
        reason: Reason,
    },
    /// It was there already, whole, from an earlier run: nothing was fetched.
    Present {
        /// What is known of it.
        state: FileState,
        /// Its size in bytes.
        size: u64,
    },
}

/// The kinds of events where only the last one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Passing {
    Progress,
    Rereading,
    Retrying,
    LinkRenewed,
}

impl Happening {
    /// The kind, if the later of two such events says all that the earlier one said.
    fn passing(&self) -> Option<Passing> {
        match self {
            Self::Progress { .. } => Some(Passing::Progress),
            Self::Rereading { .. } => Some(Passing::Rereading),
            Self::Retrying { .. } => Some(Passing::Retrying),
            Self::LinkRenewed => Some(Passing::LinkRenewed),
            _ => None,
        }
    }
}

/// The events of one download, in order, made by [`Downloader::events`](crate::Downloader::events). They end when the
/// downloader and its streams are dropped. `into_folder` consumes the downloader, so they end when it ends.
///
/// If the reader is slow, only the last waiting event of each kind is kept for each file.
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct Events(Arc<Mutex<Queue>>);

/// The end that writes. The stream ends with the last clone of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sender(Option<Arc<Writer>>);

#[derive(Debug)]
struct Writer(Arc<Mutex<Queue>>);

#[derive(Debug, Default)]
struct Queue {
    waiting: Waiting,
    reader: Option<Waker>,
    ended: bool,
}

/// Events that wait for their reader. With tens of thousands of files, a look at all of them for each event
/// would take too long.
#[derive(Debug, Default)]
struct Waiting {
    /// In order; nothing where a later event took an earlier one's place.
    slots: VecDeque<Option<Event>>,
    /// How many slots came before the first one that is left.
    gone: u64,
    /// How many slots hold nothing.
    empty: usize,
    /// Where the one event of such a kind stands, counted from the very first.
    latest: HashMap<(FileName, Passing), u64>,
}

impl Waiting {
    fn push(&mut self, event: Event) {
        if let Some(kind) = event.what.passing() {
            let at = self.gone + self.slots.len() as u64;
            let earlier = self.latest.insert((event.file.clone(), kind), at);
            let index = earlier.and_then(|earlier| usize::try_from(earlier - self.gone).ok());
            if let Some(slot) = index.and_then(|index| self.slots.get_mut(index)) {
                *slot = None;
                self.empty += 1;
            }
        }
        self.slots.push_back(Some(event));
        // As many empty slots as others cost no more than twice the memory, and are rarely swept.
        if self.empty > 64 && self.empty > self.slots.len() / 2 {
            self.sweep();
        }
    }

    fn pop(&mut self) -> Option<Event> {
        while let Some(slot) = self.slots.pop_front() {
            self.gone += 1;
            match slot {
                None => self.empty -= 1,
                Some(event) => {
                    if let Some(kind) = event.what.passing() {
                        self.latest.remove(&(event.file.clone(), kind));
                    }
                    return Some(event);
                }
            }
        }
        None
    }

    fn sweep(&mut self) {
        self.slots.retain(Option::is_some);
        self.empty = 0;
        for (at, event) in (self.gone..).zip(self.slots.iter().flatten()) {
            if let Some(kind) = event.what.passing() {
                self.latest.insert((event.file.clone(), kind), at);
            }
        }
    }
}

pub(crate) fn channel() -> (Sender, Events) {
    let queue = Arc::<Mutex<Queue>>::default();
    let sender = Sender(Some(Arc::new(Writer(Arc::clone(&queue)))));
    (sender, Events(queue))
}

impl Sender {
    pub(crate) fn send(&self, file: &FileName, what: Happening) {
        let Some(writer) = &self.0 else { return };
        if Arc::strong_count(&writer.0) == 1 {
            return;
        }
        let mut queue = locked(&writer.0);
        queue.waiting.push(Event { file: file.clone(), what });
        if let Some(reader) = queue.reader.take() {
            reader.wake();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let mut queue = locked(&self.0);
        queue.ended = true;
        if let Some(reader) = queue.reader.take() {
            reader.wake();
        }
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        let mut queue = locked(&self.0);
        match queue.waiting.pop() {
            Some(event) => Poll::Ready(Some(event)),
            None if queue.ended => Poll::Ready(None),
            None => {
                queue.reader = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

fn locked(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn poll(events: &mut Events) -> Poll<Option<Event>> {
        Pin::new(events).poll_next(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_slow_reader_gets_the_last_progress_and_all_that_matters() {
        let (sender, mut events) = channel();
        let (a, b): (FileName, FileName) = ("a".parse().unwrap(), "b".parse().unwrap());
        sender.send(&a, Happening::Started { size: 9, resumed: 0 });
        for bytes in 0..1000 {
            sender.send(&a, Happening::Progress { bytes });
            sender.send(&b, Happening::Progress { bytes });
        }
        sender.send(&a, Happening::Restarted);
        drop(sender);
        let mut seen = Vec::new();
        while let Poll::Ready(Some(event)) = poll(&mut events) {
            seen.push((event.file.to_string(), event.what));
        }
        let last = Happening::Progress { bytes: 999 };
        assert_eq!(
            seen,
            [
                ("a".to_owned(), Happening::Started { size: 9, resumed: 0 }),
                ("a".to_owned(), last.clone()),
                ("b".to_owned(), last),
                ("a".to_owned(), Happening::Restarted),
            ]
        );
        assert_eq!(poll(&mut events), Poll::Ready(None));
    }

    proptest! {
        /// Against the plain way: look through all that wait.
        #[test]
        fn the_order_is_that_of_a_look_at_all_events(
            steps in prop::collection::vec((0_usize..3, 0_u64..6), 0..400)
        ) {
            let names: [FileName; 3] = ["a", "b", "c"].map(|name| name.parse().unwrap());
            let (mut waiting, mut plain) = (Waiting::default(), Vec::<Event>::new());
            for (n, (file, what)) in steps.into_iter().enumerate() {
                let bytes = n as u64;
                let what = match what {
                    0..=2 => Happening::Progress { bytes },
                    3 => Happening::LinkRenewed,
                    4 => Happening::Restarted,
                    _ => {
                        let first = (!plain.is_empty()).then(|| plain.remove(0));
                        prop_assert_eq!(waiting.pop(), first);
                        continue;
                    }
                };
                let event = Event { file: names[file].clone(), what };
                let kind = event.what.passing();
                plain.retain(|other| {
                    kind.is_none() || other.file != event.file || other.what.passing() != kind
                });
                plain.push(event.clone());
                waiting.push(event);
                prop_assert!(waiting.slots.len() <= 2 * plain.len() + 130);
            }
            for event in plain {
                prop_assert_eq!(waiting.pop(), Some(event));
            }
            prop_assert_eq!(waiting.pop(), None);
            prop_assert!(waiting.latest.is_empty());
        }
    }
}
