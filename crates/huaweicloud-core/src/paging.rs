//! Lists that come in pages: one page, or a stream of all records that asks for a page at a time.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use careful_http::{Error, ErrorKind, InvalidValue};

use crate::wire::call::Answered;

crate::bounded_integer! {
    /// How many records a page has at most: 1 to 1000.
    Limit, "limit", "How many records a page has at most.", "", 1..=1000
}

crate::bounded_integer! {
    /// How many records to skip at the beginning of a list: 0 to 2,147,483,647.
    Offset, "offset", "How many records of a list are left out from the first on.", "", 0..=2147483647
}

/// After this many pages in a row without anything new, the list is not merely changing while it is read.
const MOST_STALE_PAGES: usize = 100;

/// Asks for a list: one page with [`send`](Self::send), all of it with [`stream`](Self::stream).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent before `send` or `stream`"]
pub struct ListRequest<Q: Query> {
    client: Q::Client,
    query: Result<Q, InvalidValue>,
    span: Span,
}

/// Which records a list has, and how a page of it is fetched.
pub trait Query: Send + Sync + 'static {
    /// What fetches a page.
    type Client: Clone + Send + Sync + 'static;

    /// One entry of the list.
    type Record: Send + 'static;

    /// Fetches a part of the list.
    fn page(
        &self,
        client: &Self::Client,
        span: Span,
    ) -> impl Future<Output = Result<Page<Self::Record>, Error>> + Send;

    /// What tells a record from the others.
    fn id(record: &Self::Record) -> Option<&str>;
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Span {
    /// How many records are left out from the first on.
    pub offset: Offset,
    /// How many records are asked for.
    pub limit: Limit,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// How many records the list has in all, if the service says so.
    pub total: Option<u64>,
    /// The records of this page.
    pub records: Vec<T>,
}

impl<T> Page<T> {
    /// What an answer to a request for `span` says. A list is empty if the service says so: by an empty list, a
    /// total of 0, or an answer without a body. Past the end of a list, any answer may lack one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidResponse`] if the answer to a request for the first page holds neither list nor total.
    pub fn read(
        span: Span,
        total: Option<i64>,
        records: Option<Vec<T>>,
        call: &Answered,
    ) -> Result<Self, Error> {
        let total = total.and_then(|total| total.try_into().ok());
        let from_start = span.offset == Offset::MIN;
        let total = match (&records, total) {
            (None, None) if from_start && call.is_bodiless() => Some(0),
            (None, None) if from_start => {
                let problem = "the answer holds no list";
                return Err(call.failed(Error::new(ErrorKind::InvalidResponse, problem)));
            }
            (_, total) => total,
        };
        Ok(Self { total, records: records.unwrap_or_default() })
    }
}

impl<Q: Query> ListRequest<Q> {
    /// Asks this of a list.
    pub fn new(client: Q::Client, query: Result<Q, InvalidValue>) -> Self {
        let span = Span { offset: Offset::MIN, limit: Limit::literal(100) };
        Self { client, query, span }
    }

    /// Sets something of the query; the first value that is refused is told when the request is sent.
    pub fn with<T>(
        mut self,
        value: impl TryInto<T, Error: Into<InvalidValue>>,
        set: impl FnOnce(&mut Q, T),
    ) -> Self {
        match (&mut self.query, value.try_into()) {
            (Ok(query), Ok(value)) => set(query, value),
            (Ok(_), Err(refused)) => self.query = Err(refused.into()),
            (Err(_), _) => {}
        }
        self
    }

    /// How many records are asked for at a time: 1 to 1000. Default: 100.
    pub fn page_size(mut self, records: impl TryInto<Limit, Error: Into<InvalidValue>>) -> Self {
        let mut limit = self.span.limit;
        self = self.with(records, |_, records| limit = records);
        self.span.limit = limit;
        self
    }

    /// How many records are left out from the first on: 0 to 2,147,483,647. Default: none.
    pub fn offset(mut self, records: impl TryInto<Offset, Error: Into<InvalidValue>>) -> Self {
        let mut offset = self.span.offset;
        self = self.with(records, |_, records| offset = records);
        self.span.offset = offset;
        self
    }

    /// Fetches one page.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] before anything is sent if a value was refused; else what the
    /// service or the network made of the call.
    pub async fn send(self) -> Result<Page<Q::Record>, Error> {
        self.query?.page(&self.client, self.span).await
    }

    /// All records, page by page, the next page when the last record of one was taken.
    ///
    /// A list that changes meanwhile is followed by its total: where it shrinks, as much is read once
    /// more, and no record comes twice. It ends after an error, and where the list does: at the total,
    /// or at an empty page. A total that counts the page alone is passed over.
    pub fn stream(self) -> Records<Q> {
        let Self { client, query, span } = self;
        let state = match query {
            Ok(query) => State::Idle(Box::new((client, query))),
            Err(refused) => State::Failed(Box::new(refused.into())),
        };
        Records { state, ready: VecDeque::new(), cursor: Cursor::new(span) }
    }
}

/// The records of a list, as [`ListRequest::stream`] gives them: a [`Stream`], or by
/// [`next`](Self::next) without any further crate.
#[must_use = "nothing is sent before the first record is asked for"]
pub struct Records<Q: Query> {
    state: State<Q>,
    ready: VecDeque<Q::Record>,
    cursor: Cursor,
}

type Asked<Q> = Box<(<Q as Query>::Client, Q)>;
type Fetched<Q> = (Asked<Q>, Result<Page<<Q as Query>::Record>, Error>);

enum State<Q: Query> {
    Idle(Asked<Q>),
    Fetching(Pin<Box<dyn Future<Output = Fetched<Q>> + Send>>),
    Failed(Box<Error>),
    Done,
}

impl<Q: Query> Records<Q> {
    /// How many records the list has in all, by the latest page; nothing before the first came, or
    /// where the service does not say so.
    pub fn total(&self) -> Option<u64> {
        self.cursor.total
    }

    /// The next record; nothing at the end of the list.
    pub async fn next(&mut self) -> Option<Result<Q::Record, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<Q: Query> fmt::Debug for Records<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ready = self.ready.len();
        f.debug_struct("Records").field("total", &self.total()).field("ready", &ready).finish()
    }
}

impl<Q: Query> Unpin for Records<Q> {}

impl<Q: Query> Stream for Records<Q> {
    type Item = Result<Q::Record, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { state, ready, cursor } = self.get_mut();
        loop {
            if let Some(record) = ready.pop_front() {
                return Poll::Ready(Some(Ok(record)));
            }
            let (asked, page) = match std::mem::replace(state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(*error))),
                State::Idle(asked) => {
                    let span = cursor.span;
                    *state = State::Fetching(Box::pin(async move {
                        let page = asked.1.page(&asked.0, span).await;
                        (asked, page)
                    }));
                    continue;
                }
                State::Fetching(mut fetching) => match fetching.as_mut().poll(context) {
                    Poll::Ready(fetched) => fetched,
                    Poll::Pending => {
                        *state = State::Fetching(fetching);
                        return Poll::Pending;
                    }
                },
            };
            match page.and_then(|page| cursor.take(page, Q::id)) {
                Ok(Taken { fresh, ended }) => {
                    ready.extend(fresh);
                    if !ended {
                        *state = State::Idle(asked);
                    }
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

/// Where in the list the next page begins, and what came before it. Pure.
#[derive(Debug)]
struct Cursor {
    span: Span,
    total: Option<u64>,
    seen: HashSet<String>,
    stale_pages: usize,
}

/// What a page brought.
struct Taken<T> {
    fresh: Vec<T>,
    ended: bool,
}

impl Cursor {
    fn new(span: Span) -> Self {
        Self { span, total: None, seen: HashSet::new(), stale_pages: 0 }
    }

    /// Keeps what is new of a page, and moves on behind it.
    fn take<T>(
        &mut self,
        page: Page<T>,
        id: impl Fn(&T) -> Option<&str>,
    ) -> Result<Taken<T>, Error> {
        let Page { total, mut records } = page;
        let received = u64::try_from(records.len()).unwrap_or(u64::MAX);
        let before = self.seen.len();
        records.retain(|record| id(record).is_none_or(|id| self.seen.insert(id.to_owned())));
        // Without ids, nothing tells that a page is another one.
        self.stale_pages = if self.seen.len() == before { self.stale_pages + 1 } else { 0 };
        if self.stale_pages > MOST_STALE_PAGES {
            let problem = format!("{MOST_STALE_PAGES} pages in a row repeat others");
            return Err(Error::new(ErrorKind::InvalidResponse, problem));
        }
        let begun = self.span.offset.get().unsigned_abs();
        let total = self.counted(total, received);
        let shrunk = self.total.zip(total).map_or(0, |(was, is)| was.saturating_sub(is));
        self.total = total;
        // What went away moved the others ahead, perhaps past the place where this page began.
        let moved = shrunk.min(begun);
        let next = if moved > 0 { begun - moved } else { begun.saturating_add(received) };
        // A total that counts a full page alone says nothing of what follows.
        let full = received >= self.span.limit.get().unsigned_abs();
        let reached = self.total.is_some_and(|total| next >= total && (total > received || !full));
        let ended = moved == 0 && (received == 0 || reached);
        self.span.offset = Offset::try_from(next)?;
        Ok(Taken { fresh: records, ended })
    }

    /// How many records the list has by what is known after a page.
    fn counted(&self, told: Option<u64>, received: u64) -> Option<u64> {
        let begun = self.span.offset.get().unsigned_abs();
        match (told, received) {
            // Past its end a list may be told to have none: it has no more than came before.
            (None | Some(0), 0) if begun > 0 => self.total.map(|total| total.min(begun)),
            // What does not count the records up to here counts those of the page.
            (Some(told), 1..) if told < begun.saturating_add(received) => None,
            _ => told.or(self.total),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How a service counts the records of a list: on a page with records, and past the end.
    type Counts = (fn(&Page<String>, usize) -> Option<u64>, fn(usize) -> Option<u64>);

    const TRUE_TOTAL: fn(&Page<String>, usize) -> Option<u64> = |_, length| Some(length as u64);
    const PAGE_COUNT: fn(&Page<String>, usize) -> Option<u64> =
        |page, _| Some(page.records.len() as u64);
    const NO_TOTAL: fn(&Page<String>, usize) -> Option<u64> = |_, _| None;
    const PAST_END: [fn(usize) -> Option<u64>; 3] =
        [|length| Some(length as u64), |_| Some(0), |_| None];

    /// Reads a list by pages that may be shorter than asked, and counts them; between two pages,
    /// `change` happens to it.
    fn read(
        mut list: Vec<u32>,
        limit: i64,
        (total, past_end): Counts,
        mut change: impl FnMut(&mut Vec<u32>) -> usize,
    ) -> (Vec<String>, usize) {
        let span = Span { offset: Offset::MIN, limit: Limit::try_from(limit).unwrap() };
        let (mut cursor, mut read) = (Cursor::new(span), Vec::new());
        for pages in 1.. {
            let offset = usize::try_from(cursor.span.offset.get()).unwrap();
            let most = usize::try_from(limit).unwrap() - change(&mut list).min(1);
            let records = list.iter().skip(offset).take(most.max(1));
            let mut page =
                Page { total: None, records: records.map(ToString::to_string).collect() };
            page.total = match page.records.is_empty() {
                true => past_end(list.len()),
                false => total(&page, list.len()),
            };
            let taken = cursor.take(page, |id: &String| Some(id)).unwrap();
            read.extend(taken.fresh);
            if taken.ended {
                return (read, pages);
            }
        }
        unreachable!()
    }

    proptest! {
        #[test]
        fn a_list_that_stays_is_read_with_one_page_more_at_most(
            length in 0_u32..60,
            limit in 1_i64..30,
            total in prop::sample::select(vec![TRUE_TOTAL, PAGE_COUNT, NO_TOTAL]),
            past_end in prop::sample::select(PAST_END.to_vec()),
        ) {
            let list: Vec<u32> = (0..length).collect();
            let (read, pages) = read(list.clone(), limit, (total, past_end), |_| 0);
            prop_assert_eq!(read, list.iter().map(ToString::to_string).collect::<Vec<_>>());
            prop_assert!(pages <= list.len().div_ceil(limit as usize) + 1, "{} pages", pages);
        }

        #[test]
        fn every_record_that_stays_is_read_once(
            length in 0_u32..40,
            limit in 1_i64..8,
            past_end in prop::sample::select(PAST_END.to_vec()),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0..3), 0..30),
        ) {
            let list: Vec<u32> = (100..100 + length).collect();
            let mut changes = changes.into_iter().enumerate();
            let mut gone = HashSet::new();
            let (mut read, _) = read(list.clone(), limit, (TRUE_TOTAL, past_end), |list| {
                match changes.next() {
                    Some((_, (at, 0))) if !list.is_empty() => {
                        gone.insert(list.remove(at.index(list.len())));
                        0
                    }
                    Some((new, (_, 1))) => {
                        list.insert(0, new as u32);
                        0
                    }
                    other => other.map_or(0, |_| 1),
                }
            });
            let stayed = list.iter().filter(|id| !gone.contains(id)).map(ToString::to_string);
            let unread: Vec<_> = stayed.filter(|id| !read.contains(id)).collect();
            prop_assert_eq!(unread, Vec::<String>::new());
            let count = read.len();
            read.sort();
            read.dedup();
            prop_assert_eq!(read.len(), count, "a record came twice");
        }
    }
}
