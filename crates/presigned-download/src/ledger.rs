//! The manifest while files are being finished: entries that come together are written together.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};

use careful_http::Error;

use crate::{
    blocking::blocking,
    folder::Folder,
    former,
    manifest::{Entry, Manifest},
    strays::strays,
};

/// From so many files on, writing the manifest takes so long that entries are gathered for it.
const MANY: usize = 1000;
/// How much longer than the last writing took it is quiet before the next one: all of them together then
/// take a fifth of the time, however many files there are.
const REST: u32 = 4;

/// Writes the folder's manifest, one writer at a time.
#[derive(Debug)]
pub(crate) struct Ledger {
    folder: Arc<Folder>,
    current: Mutex<Current>,
    saved: Arc<tokio::sync::Mutex<Saved>>,
    /// An entry has come.
    entered: Notify,
    /// After so many entries nobody waits for more: there may be none before these are on the disk.
    enough: u64,
}

/// The manifest as it should be.
#[derive(Debug)]
struct Current {
    manifest: Manifest,
    /// How often it was changed.
    change: u64,
}

/// The manifest as it is on the disk.
#[derive(Debug, Default)]
struct Saved {
    /// The last change that is there.
    change: u64,
    /// Since when, and how long the writing took.
    written: Option<(Instant, Duration)>,
}

impl Ledger {
    /// `open_files` is how many files may be open at a time: each is, until its entry is on the disk.
    pub(crate) fn new(folder: Arc<Folder>, manifest: Manifest, open_files: usize) -> Self {
        Self {
            folder,
            current: Mutex::new(Current { manifest, change: 0 }),
            saved: Arc::default(),
            entered: Notify::new(),
            enough: (open_files / 2).max(1) as u64,
        }
    }

    /// Adds an entry, or replaces it; it is on the disk afterwards.
    pub(crate) async fn enter(&self, entry: Entry) -> Result<(), Error> {
        let change = {
            let mut current = self.current();
            current.change += 1;
            current.manifest.unfinished.remove(&entry.name);
            current.manifest.files.insert(entry.name.clone(), entry);
            current.change
        };
        self.entered.notify_one();
        let mut saved = Arc::clone(&self.saved).lock_owned().await;
        if saved.change >= change {
            return Ok(());
        }
        self.gather(&saved).await;
        let (change, manifest) = {
            let current = self.current();
            (current.change, current.manifest.clone())
        };
        let folder = Arc::clone(&self.folder);
        // The lock goes with the work, which goes on if nobody waits for it any more.
        blocking(move || {
            let begun = Instant::now();
            manifest.save(&folder)?;
            *saved = Saved { change, written: Some((Instant::now(), begun.elapsed())) };
            Ok(())
        })
        .await
    }

    /// The backup is whole: what a former one left goes, and what else is in the folder is listed.
    pub(crate) async fn close(&self) -> Result<Vec<String>, Error> {
        let saving = Arc::clone(&self.saved).lock_owned().await;
        let mut manifest = self.current().manifest.clone();
        let folder = Arc::clone(&self.folder);
        blocking(move || {
            let _saving = saving;
            if !(manifest.former.is_empty() && manifest.former_unfinished.is_empty()) {
                former::remove(&folder, &manifest)?;
                manifest.former.clear();
                manifest.former_unfinished.clear();
                manifest.save(&folder)?;
                folder.dir().sync()?;
            }
            Ok(strays(folder.dir(), &manifest))
        })
        .await
    }

    /// Waits until there is enough to write, or it was quiet for long enough.
    async fn gather(&self, saved: &Saved) {
        let Some((written_at, took)) = saved.written else {
            return;
        };
        let until = written_at + took * REST;
        loop {
            let (new, files) = {
                let current = self.current();
                let files = current.manifest.files.len() + current.manifest.unfinished.len();
                (current.change - saved.change, files)
            };
            if files < MANY || new >= self.enough {
                return;
            }
            if timeout_at(until, self.entered.notified()).await.is_err() {
                return;
            }
        }
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use tokio::task::JoinSet;

    use super::*;
    use crate::{ids::Ids, verdict::Finding};

    #[tokio::test]
    async fn an_entry_is_on_the_disk_when_it_was_entered() {
        let path = tempfile::tempdir().unwrap();
        let (folder, _) = Folder::open(path.path().to_owned(), Ids::default()).await.unwrap();
        for (files, open_files) in [(10, 4), (2 * MANY, 4), (2 * MANY, usize::MAX)] {
            let mut manifest = Manifest::new(Ids::default());
            manifest.unfinished.extend((0..files).map(|n| format!("{n}.rdb").parse().unwrap()));
            let ledger = Arc::new(Ledger::new(Arc::clone(&folder), manifest, open_files));
            let mut tasks = JoinSet::new();
            for n in 0..10 {
                let (ledger, folder) = (Arc::clone(&ledger), Arc::clone(&folder));
                tasks.spawn(async move {
                    let name: crate::FileName = format!("{n}.rdb").parse().unwrap();
                    let (finding, now) = (Finding::UNCHECKED, SystemTime::now());
                    ledger
                        .enter(Entry::new(name.clone(), 1, None, finding, now, now))
                        .await
                        .unwrap();
                    let manifest = Manifest::load(folder.dir()).unwrap().unwrap();
                    assert!(manifest.files.contains_key(&name));
                    assert!(!manifest.unfinished.contains(&name));
                });
            }
            while let Some(done) = tasks.join_next().await {
                done.unwrap();
            }
            let manifest = Manifest::load(folder.dir()).unwrap().unwrap();
            assert_eq!((manifest.files.len(), manifest.unfinished.len()), (10, files - 10));
        }
    }
}
