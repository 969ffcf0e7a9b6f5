//! From links to verified files: [`Downloader`].
//!
//! ```no_run
//! # async fn example(client: dcs_backup::Client) -> Result<(), dcs_backup::Error> {
//! use dcs_backup::Downloader;
//!
//! let instance = "5560df16-cebf-4473-95c4-d1b573c16e79";
//! let backup = "4631832a-14c6-45b0-a0b3-3abd8f591ad1";
//! let report = Downloader::new(client, instance, backup)
//!     .into_folder("backup")
//!     .await?;
//! for file in &report.files {
//!     println!("{}: {} bytes, {:?}", file.name, file.size, file.state);
//! }
//! # Ok(()) }
//! ```
//!
//! **What is in the folder.** A file under its own name is complete, and checked as far as its bytes
//! allow; one that is damaged since stays until its successor is. An unfinished one is called `<name>.part`, beside `<name>.part.json`, which says what it is
//! a copy of, of which backup, which bytes are on the disk, and what checksums they have; names of more than
//! 240 bytes are shortened there.
//! `manifest.json` names the unfinished files, and lists the others with size, state, its reason, slots,
//! times and CRC-64 (16 hexadecimal digits; see [`FileReport::crc64`]). The state is what was found when the
//! file was last read. While a backup takes the place of another one, it names that one's files too. `.dcs-backup.lock` is empty, and locked
//! while a download works in the folder; the lock ends with the process. None of them holds a link.
//!
//! **Whose they are**, the ids of the backup tell. A download [by links](Downloader::of_links) has
//! none: what is complete in its folder is then compared with the store, by length and last bytes.
//!
//! **Interrupted?** Dropping the future, an error, a kill, a power failure: run the same download
//! again. It asks for what is missing and no more; after a kill, for at most 16 MiB of a file again,
//! after a power failure for as much more as the file system had not yet made last.
//!
//! **What an earlier run left is proven before it counts**: its bytes are read and compared with their
//! checksums when all others are there. What is not as it was recorded is fetched again.
//!
//! **Memory** depends on the number of connections, not on the size or number of the files: bytes are
//! written as they come. Writing goes to the page cache and is done where it is received; syncing,
//! reading back and renaming run on Tokio's threads for blocking work. The runtime must have its I/O
//! driver and its timer enabled.

mod answer;
mod blocking;
mod crc64;
mod dir;
mod disk_error;
mod events;
mod folder;
mod former;
mod identity;
mod ids;
mod inspect;
mod job;
mod judge;
mod ledger;
mod leftover;
mod link_clients;
mod link_source;
mod lock;
mod manifest;
mod names;
mod open_files;
mod pace;
mod phases;
mod plan;
mod positioned;
mod ranges;
mod reader;
mod recheck;
mod refusal;
mod report;
mod request;
mod resolver;
mod room;
mod run;
mod state;
mod store_error;
mod strays;
mod stream;
mod summing;
mod sums;
mod task;
mod throttle;
mod verdict;
mod verify;

use std::{path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_core::Stream;

use huaweicloud_core::{Clock, Error, InvalidValue, RetryPolicy, SystemClock};

use crate::{
    client::Client,
    generated::types::BackupFormat,
    links::BackupLink,
    public_address::PrivateAddresses,
    types::{BackupId, Expiration, InstanceId},
};

use ids::Ids;
use link_clients::{LinkClients, Settings};
use link_source::{LinkSource, Renewal};
use open_files::Budget;
use reader::Source;
use resolver::Names;
use throttle::Throttle;

pub use events::{Event, Events, Happening};
pub use report::{FileReport, FileState, Reason, Report, Warning};
pub use verify::verify_folder;

/// How many connections are open at a time, unless
/// [`Downloader::connections`] says otherwise.
const CONNECTIONS: usize = 64;
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// What becomes of files that are in the folder already and not from this backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Overwrite {
    /// They stay, unfinished ones too, and the download fails before it fetches anything.
    #[default]
    Refuse,
    /// They are replaced, each when the new file is complete and checked. Unfinished ones go when the
    /// new file is begun; folders stay, and are an error. Where the manifest is another backup's, its
    /// files go too, once all of this backup is there. What no manifest lists stays, and
    /// [`Report::strays`] names it. A `manifest.json` that is not this program's, or of a later version,
    /// is an error all the same.
    Replace,
}

/// What becomes of files of this backup that an earlier run finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Finished {
    /// They are read again, several at a time. A damaged one is fetched again, and stays until the new
    /// one is right; another intact RDB in its place is an error.
    #[default]
    Read,
    /// They are taken for what the manifest says, if their size is right; they are reported as
    /// [`FileState::Recorded`]. One that no run has judged is read all the same, and so are all with
    /// [`Verify::Required`].
    TrustManifest,
}

/// How the bytes of a file are checked, beyond their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Verify {
    /// RDB files by their beginning, their end, and the CRC-64 that Redis writes there. Other files are
    /// [`FileState::LengthOnly`], unless their name or [`Downloader::format`] says that they are RDB
    /// files: then they are damaged.
    #[default]
    WherePossible,
    /// The same, and a file without a checksum is an error. Files of an earlier run are read again, also with
    /// [`Finished::TrustManifest`].
    Required,
    /// Not at all. A file that an earlier run finished is not read again, if it has the size that the manifest
    /// says. Some files in the folder are read all the same, since nobody could tell otherwise whether they are
    /// this backup's, and whole:
    ///
    /// - complete ones that the manifest does not name,
    /// - RDB files that have another size than the manifest says,
    /// - files that an earlier run found damaged,
    /// - unfinished ones: what an earlier run recorded is compared with its checksums, by a sample if that run
    ///   did not check the bytes either. All of the file is read if some of it has no checksum.
    Skip,
}

/// What becomes of a cluster's backup that lacks files. The slots in the files' names tell whether it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Coverage {
    /// The download fails before anything is written.
    #[default]
    RequireAll,
    /// It is downloaded; the report and the manifest name the missing slots.
    AcceptPartial,
}

/// What a download is to do; the same for all of its files.
#[derive(Debug, Clone, Copy)]
struct Options {
    connections: usize,
    overwrite: Overwrite,
    verify: Verify,
    coverage: Coverage,
    finished: Finished,
    format: Option<BackupFormat>,
}

/// Downloads the files of a backup; see the [module](self).
#[derive(Debug)]
#[must_use = "nothing is fetched before `into_folder` or `stream`"]
pub struct Downloader {
    origin: Origin,
    expiration: Result<Expiration, InvalidValue>,
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
    Ids {
        client: Client,
        instance_id: Result<InstanceId, InvalidValue>,
        backup_id: Result<BackupId, InvalidValue>,
    },
    Links(Vec<BackupLink>),
}

impl Downloader {
    /// A download of a backup by its id: it asks for links, and for new ones when they expire. Time
    /// and sleep are the client's.
    ///
    /// Both ids must match `^[0-9A-Za-z_-]{1,64}$`; the download fails otherwise, before anything
    /// is sent.
    pub fn new<I, B>(client: Client, instance_id: I, backup_id: B) -> Self
    where
        I: TryInto<InstanceId>,
        I::Error: Into<InvalidValue>,
        B: TryInto<BackupId>,
        B::Error: Into<InvalidValue>,
    {
        let clock = client.clock();
        let origin = Origin::Ids {
            client,
            instance_id: instance_id.try_into().map_err(Into::into),
            backup_id: backup_id.try_into().map_err(Into::into),
        };
        Self::of(origin, clock)
    }

    /// A download by links: all those of a backup
    /// ([`BackupLinks`](crate::BackupLinks)), or some of them. It fails when they expire.
    pub fn of_links(links: impl IntoIterator<Item = BackupLink>) -> Self {
        let links = Origin::Links(links.into_iter().collect());
        Self::of(links, Arc::new(SystemClock))
    }

    fn of(origin: Origin, clock: Arc<dyn Clock>) -> Self {
        Self {
            origin,
            expiration: Ok(Expiration::DEFAULT),
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
            clock,
            events: events::Sender::default(),
        }
    }

    /// The most connections at a time, at least 1; 16 of them at most are for one file. Fewer are
    /// opened while the store throttles, and on Unix where the process may have too few files open
    /// (`ulimit -n`): four for each connection, and some. Default: 64.
    pub fn connections(mut self, connections: usize) -> Self {
        self.options.connections = connections.max(1);
        self
    }

    /// How long the links shall work that this download asks for: 5 minutes to 24 hours. Default:
    /// 30 minutes; a longer download asks again.
    pub fn expires_in<E>(self, lifetime: E) -> Self
    where
        E: TryInto<Expiration>,
        E::Error: Into<InvalidValue>,
    {
        Self { expiration: lifetime.try_into().map_err(Into::into), ..self }
    }

    /// What becomes of files that are there already.
    pub fn overwrite(mut self, overwrite: Overwrite) -> Self {
        self.options.overwrite = overwrite;
        self
    }

    /// How the bytes are checked.
    pub fn verify(mut self, verify: Verify) -> Self {
        self.options.verify = verify;
        self
    }

    /// What the backup's files are, where that is known: its record tells. It decides for files that have
    /// names without `.rdb` or `.aof` at their end.
    ///
    /// Where it is not given, a download by ids asks for the record itself if a file has such a name and does
    /// not begin as an RDB does. It goes on without it if the list of backups can't be had.
    pub fn format(mut self, format: BackupFormat) -> Self {
        self.options.format = Some(format);
        self
    }

    /// What becomes of files that an earlier run finished.
    pub fn finished(mut self, finished: Finished) -> Self {
        self.options.finished = finished;
        self
    }

    /// What becomes of a cluster's backup that is not whole.
    pub fn coverage(mut self, coverage: Coverage) -> Self {
        self.options.coverage = coverage;
        self
    }

    /// How often and how long a failed request to the store is repeated. Attempts and deadline count
    /// from the first failure after the last byte received; `attempt_timeout` is not used, see
    /// [`read_timeout`](Self::read_timeout).
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { retry: policy, ..self }
    }

    /// After how long a silence a request is given up and repeated. Default: 30 s.
    pub fn read_timeout(self, timeout: Duration) -> Self {
        Self { read_timeout: timeout, ..self }
    }

    /// The least rate of data on one connection, in bytes per second, over a minute of waiting for it. A
    /// slower answer is given up: fewer connections are open from then on, and the request is repeated from
    /// the byte reached. Five slow minutes in a row are an error, or as many as
    /// [`RetryPolicy::max_attempts`] allows. 0 accepts any rate. Default: 1,024.
    pub fn least_rate(self, bytes_per_second: u64) -> Self {
        Self { least_rate: bytes_per_second, ..self }
    }

    /// Whether links may lead to addresses that are not public. Default: [`PrivateAddresses::Refuse`].
    ///
    /// Judged are the host of each link, and the addresses that its name leads to: only those that are
    /// public are asked, and the download fails if there are none. Links to this machine are followed: an
    /// API gives none unless it is on this machine itself, or they were allowed when they were listed.
    ///
    /// Through a proxy, the proxy looks the name up. There, only the host as the link has it is judged.
    pub fn private_addresses(self, private_addresses: PrivateAddresses) -> Self {
        Self { private_addresses, ..self }
    }

    /// Time, sleep and jitter of one's own, for tests.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Progress as it happens, until the download ends. A later call takes over from an earlier one.
    pub fn events(&mut self) -> Events {
        let (sender, events) = events::channel();
        self.events = sender;
        events
    }

    /// Fetches the files that are missing in `folder`, which is created if need be, and checks them.
    ///
    /// When it returns, with a report or an error, nothing happens in the folder any more.
    ///
    /// Dropping the future ends the download; what was written stays, and the next one goes on there.
    /// What had begun on a thread for blocking work goes on for as long as the disk takes: a record is
    /// written, a complete file may still get its name. Until then the folder is locked, and the next
    /// download waits up to 2 s for it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] for a refused id or lifetime;
    /// [`ErrorKind::Integrity`] for damaged files (the others are fetched all the same), slots that no
    /// file holds, and files without a checksum where one is required;
    /// [`ErrorKind::Disk`] for all that is wrong with the folder;
    /// [`ErrorKind::InvalidLink`] for two files of the same name, also if only on some systems;
    /// [`ErrorKind::LinkExpired`], [`ErrorKind::NotFound`] if links or files are gone; else what the
    /// service, the store or the network made of the requests.
    ///
    /// [`ErrorKind::InvalidInput`]: crate::ErrorKind::InvalidInput
    /// [`ErrorKind::Integrity`]: crate::ErrorKind::Integrity
    /// [`ErrorKind::Disk`]: crate::ErrorKind::Disk
    /// [`ErrorKind::InvalidLink`]: crate::ErrorKind::InvalidLink
    /// [`ErrorKind::LinkExpired`]: crate::ErrorKind::LinkExpired
    /// [`ErrorKind::NotFound`]: crate::ErrorKind::NotFound
    pub async fn into_folder(self, folder: impl Into<PathBuf>) -> Result<Report, Error> {
        let folder = folder.into();
        let renewal = self.renewal()?;
        let (links, ids) = match (&renewal, &self.origin) {
            (Some(renewal), _) => {
                let ids = Ids {
                    instance_id: Some(renewal.instance_id.clone()),
                    backup_id: Some(renewal.backup_id.clone()),
                };
                (renewal.ask().await?.into_iter().collect(), ids)
            }
            (None, Origin::Links(links)) => (links.clone(), Ids::default()),
            (None, Origin::Ids { .. }) => (Vec::new(), Ids::default()),
        };
        let names = links.iter().map(|link| link.file_name.clone()).collect();
        let source = self.source(links, renewal)?;
        source.budget.warn_of_fewer_than(self.options.connections);
        run::run(source, names, ids, folder, self.options).await
    }

    /// The bytes of one file, in order. They are checked as they pass: an error after the last byte
    /// says that the file is damaged, or that it has no checksum where one is required. Where nothing
    /// proves the bytes, [`Happening::Unproven`] among the [events](Self::events) says why. Broken
    /// connections are mended; links are renewed if this download can.
    ///
    /// # Errors
    /// As [`into_folder`](Self::into_folder), as the last item.
    pub fn stream(
        &self,
        link: &BackupLink,
    ) -> impl Stream<Item = Result<Bytes, Error>> + Send + use<> {
        let source = self.renewal().and_then(|renewal| self.source(vec![link.clone()], renewal));
        stream::stream(source, link.file_name.clone(), self.options)
    }

    fn renewal(&self) -> Result<Option<Renewal>, Error> {
        let Origin::Ids { client, instance_id, backup_id } = &self.origin else {
            return Ok(None);
        };
        Ok(Some(Renewal {
            client: client.clone(),
            instance_id: instance_id.clone()?,
            backup_id: backup_id.clone()?,
            expiration: self.expiration.clone()?,
            private_addresses: self.private_addresses,
        }))
    }

    fn source(
        &self,
        links: Vec<BackupLink>,
        renewal: Option<Renewal>,
    ) -> Result<Arc<Source>, Error> {
        let budget = Budget::of_process(self.options.connections);
        let clients = LinkClients::new(Settings {
            read_timeout: self.read_timeout,
            connections: budget.connections,
            private: self.private_addresses,
            names: self.names.clone(),
        });
        // What is wrong with the first is told before the folder is touched.
        if let Some(link) = links.first() {
            clients.toward(&link.file_name, &link.url)?;
        }
        Ok(Arc::new(Source {
            clients,
            links: LinkSource::new(links, renewal, Arc::clone(&self.clock)),
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
