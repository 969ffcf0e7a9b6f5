//! Describes a download and starts it: [`Downloader`].

use std::{path::PathBuf, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use careful_http::{Clock, Error, RetryPolicy, SystemClock};
use futures_core::Stream;

use crate::{
    content::{AnyContent, Content, Format},
    current_links::CurrentLinks,
    events::{self, Events},
    ids::Ids,
    link::{Link, LinkSource},
    link_clients::{LinkClients, Settings},
    open_files::Budget,
    options::{Coverage, Finished, Options, Overwrite, Verify},
    pace,
    public_address::PrivateAddresses,
    reader::Source,
    report::Report,
    resolver::Names,
    run, stream,
    throttle::Throttle,
};

/// How many connections are open at a time, unless
/// [`Downloader::connections`] says otherwise.
const CONNECTIONS: usize = 64;
const READ_TIMEOUT: Duration = Duration::from_secs(30);
const USER_AGENT: &str = concat!("presigned-download/", env!("CARGO_PKG_VERSION"));

/// The bytes of one file, in order.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>;

/// Downloads the files of a set by their links; see the [crate](crate).
#[derive(Debug)]
#[must_use = "nothing is fetched before `into_folder` or `stream`"]
pub struct Downloader {
    origin: Origin,
    content: Arc<dyn Content>,
    user_agent: &'static str,
    options: Options,
    retry: RetryPolicy,
    read_timeout: Duration,
    least_rate: u64,
    private_addresses: PrivateAddresses,
    names: Names,
    clock: Arc<dyn Clock>,
    events: events::Sender,
}

/// Where links come from.
#[derive(Debug)]
enum Origin {
    Source(Arc<dyn LinkSource>),
    Links(Vec<Link>),
}

impl Downloader {
    /// A download of all files that a source has links to: it asks for links, and for new ones when they expire.
    pub fn new(source: impl LinkSource) -> Self {
        Self::of(Origin::Source(Arc::new(source)))
    }

    /// A download by links. It fails when they expire.
    pub fn of_links(links: impl IntoIterator<Item = impl Into<Link>>) -> Self {
        Self::of(Origin::Links(links.into_iter().map(Into::into).collect()))
    }

    fn of(origin: Origin) -> Self {
        Self {
            origin,
            content: Arc::new(AnyContent),
            user_agent: USER_AGENT,
            options: Options {
                connections: CONNECTIONS,
                overwrite: Overwrite::default(),
                verify: Verify::default(),
                coverage: Coverage::default(),
                finished: Finished::default(),
                format: None,
            },
            retry: RetryPolicy::default(),
            read_timeout: READ_TIMEOUT,
            least_rate: pace::LEAST_RATE,
            private_addresses: PrivateAddresses::default(),
            names: Names::default(),
            clock: Arc::new(SystemClock),
            events: events::Sender::default(),
        }
    }

    /// What the files are, and how their bytes prove themselves. Default: [`AnyContent`].
    pub fn content(self, content: impl Content) -> Self {
        Self { content: Arc::new(content), ..self }
    }

    /// `User-Agent` of the requests. Default: the name and version of this crate.
    pub fn user_agent(self, user_agent: &'static str) -> Self {
        Self { user_agent, ..self }
    }

    /// The maximum number of connections, at least 1. One file uses at most 16 of them. Fewer are opened while the
    /// store throttles. On Unix, fewer are opened if the limit of open files is low (`ulimit -n`): each connection
    /// takes four. Default: 64.
    pub fn connections(mut self, connections: usize) -> Self {
        self.options.connections = connections.max(1);
        self
    }

    /// What happens to files that are already in the folder.
    pub fn overwrite(mut self, overwrite: Overwrite) -> Self {
        self.options.overwrite = overwrite;
        self
    }

    /// How the bytes are checked.
    pub fn verify(mut self, verify: Verify) -> Self {
        self.options.verify = verify;
        self
    }

    /// The format of the files, if you know it. It decides how to judge files if their names don't say it.
    ///
    /// If it is not given, the source of the links is asked when a judgement depends on it.
    pub fn format(mut self, format: impl Into<Format>) -> Self {
        self.options.format = Some(format.into());
        self
    }

    /// What happens to files that an earlier run finished.
    pub fn finished(mut self, finished: Finished) -> Self {
        self.options.finished = finished;
        self
    }

    /// What happens if the set is incomplete.
    pub fn coverage(mut self, coverage: Coverage) -> Self {
        self.options.coverage = coverage;
        self
    }

    /// How often, and for how long, a failed request to the store is retried. Attempts and deadline count
    /// from the first failure after the last byte received; `attempt_timeout` is not used, see
    /// [`read_timeout`](Self::read_timeout).
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { retry: policy, ..self }
    }

    /// How long to wait for data before a request is retried. Default: 30 s.
    pub fn read_timeout(self, timeout: Duration) -> Self {
        Self { read_timeout: timeout, ..self }
    }

    /// The minimum rate of data on one connection, in bytes per second, measured over a minute. A slower request is
    /// stopped and resumed, with fewer connections from then on. Five slow minutes in a row are an error, or the
    /// number that [`RetryPolicy::max_attempts`] allows. 0 accepts any rate. Default: 1,024.
    pub fn least_rate(self, bytes_per_second: u64) -> Self {
        Self { least_rate: bytes_per_second, ..self }
    }

    /// Whether links may lead to addresses that are not public. Default: [`PrivateAddresses::Refuse`].
    ///
    /// The downloader checks the host of each link, and the addresses that the name resolves to. It connects only to
    /// public ones, and fails if there are none. Links to this machine are followed: the check of the list accepts
    /// them only from an API on this machine.
    ///
    /// With a proxy, the proxy resolves the name, so only the host in the link is checked.
    pub fn private_addresses(self, private_addresses: PrivateAddresses) -> Self {
        Self { private_addresses, ..self }
    }

    /// Your own time, sleep and jitter, for tests.
    pub fn clock(self, clock: impl Clock) -> Self {
        self.shared_clock(Arc::new(clock))
    }

    /// The same, for a clock that others have too.
    pub fn shared_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// How hosts' names become addresses, for tests.
    #[cfg(test)]
    pub(crate) fn names(self, names: Names) -> Self {
        Self { names, ..self }
    }

    /// The progress as a stream, until the download ends. A later call replaces an earlier one.
    pub fn events(&mut self) -> Events {
        let (sender, events) = events::channel();
        self.events = sender;
        events
    }

    /// Fetches the files that are missing in `folder`, and checks them. Creates the folder if it does not exist.
    ///
    /// After it returns, with a report or an error, it changes nothing in the folder any more.
    ///
    /// Dropping the future ends the download. What was written stays, and the next download continues there. Work
    /// that a blocking thread has begun is finished: a record is written, or a complete file gets its name. Until
    /// then the folder is locked, and the next download waits for it, up to 2 s.
    ///
    /// # Errors
    /// [`ErrorKind::Integrity`] for damaged files (the others are still fetched), slots that no file holds, and files
    /// without a required checksum;
    /// [`ErrorKind::Disk`] for problems with the folder;
    /// [`ErrorKind::InvalidLink`] for two files of the same name, also if only on some systems;
    /// [`ErrorKind::LinkExpired`], [`ErrorKind::NotFound`] if links or files are gone. Otherwise the failure of the
    /// service, the store or the network.
    ///
    /// [`ErrorKind::Integrity`]: careful_http::ErrorKind::Integrity
    /// [`ErrorKind::Disk`]: careful_http::ErrorKind::Disk
    /// [`ErrorKind::InvalidLink`]: careful_http::ErrorKind::InvalidLink
    /// [`ErrorKind::LinkExpired`]: careful_http::ErrorKind::LinkExpired
    /// [`ErrorKind::NotFound`]: careful_http::ErrorKind::NotFound
    pub async fn into_folder(self, folder: impl Into<PathBuf>) -> Result<Report, Error> {
        let folder = folder.into();
        let (links, ids) = match &self.origin {
            Origin::Source(source) => {
                let links = source.links(self.private_addresses).await?;
                (links, source.ids())
            }
            Origin::Links(links) => (links.clone(), Ids::default()),
        };
        let names = links.iter().map(|link| link.file_name.clone()).collect();
        let source = self.source(links)?;
        source.budget.warn_of_fewer_than(self.options.connections);
        run::run(source, names, ids, folder, self.options).await
    }

    /// The bytes of one file, in order. They are checked as they pass: an error after the last byte
    /// says that the file is damaged, or that it lacks a required checksum. If nothing proves the bytes,
    /// [`Happening::Unproven`](crate::Happening::Unproven) among the [events](Self::events) says why. Broken
    /// connections are resumed. Links are renewed if the download can renew them.
    ///
    /// # Errors
    /// As [`into_folder`](Self::into_folder), as the last item.
    pub fn stream(&self, link: impl Into<Link>) -> ByteStream {
        let link = link.into();
        let name = link.file_name.clone();
        Box::pin(stream::stream(self.source(vec![link]), name, self.options))
    }

    fn source(&self, links: Vec<Link>) -> Result<Arc<Source>, Error> {
        let budget = Budget::of_process(self.options.connections);
        let clients = LinkClients::new(Settings {
            user_agent: self.user_agent,
            read_timeout: self.read_timeout,
            connections: budget.connections,
            private: self.private_addresses,
            names: self.names.clone(),
        });
        // What is wrong with the first is told before the folder is touched.
        if let Some(link) = links.first() {
            clients.way_to(&link.file_name, &link.url)?;
        }
        let renewal = match &self.origin {
            Origin::Source(source) => Some((Arc::clone(source), self.private_addresses)),
            Origin::Links(_) => None,
        };
        Ok(Arc::new(Source {
            clients,
            content: Arc::clone(&self.content),
            links: CurrentLinks::new(links, renewal, Arc::clone(&self.clock)),
            clock: Arc::clone(&self.clock),
            retry: self.retry.clone(),
            throttle: Throttle::new(budget.connections),
            budget,
            events: self.events.clone(),
            least_rate: self.least_rate,
            received: std::sync::atomic::AtomicU64::new(0),
        }))
    }
}
