//! The manifest while files are being finished: entries that come together are written together.

use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Error;

use super::{
    blocking::blocking,
    folder::Folder,
    former,
    manifest::{Entry, Manifest},
    strays::strays,
};

/// Writes the folder's manifest, one writer at a time.
#[derive(Debug)]
pub(super) struct Ledger {
    folder: Arc<Folder>,
    current: Mutex<(u64, Manifest)>,
    /// The number of the last change that is on the disk.
    saved: Arc<tokio::sync::Mutex<u64>>,
}

impl Ledger {
    pub(super) fn new(folder: Arc<Folder>, manifest: Manifest) -> Self {
        Self { folder, current: Mutex::new((0, manifest)), saved: Arc::default() }
    }

    /// Adds an entry, or replaces it; it is on the disk afterwards.
    pub(super) async fn enter(&self, entry: Entry) -> Result<(), Error> {
        let change = {
            let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            current.0 += 1;
            current.1.unfinished.remove(&entry.name);
            current.1.files.insert(entry.name.clone(), entry);
            current.0
        };
        let mut saved = Arc::clone(&self.saved).lock_owned().await;
        if *saved >= change {
            return Ok(());
        }
        let (last, manifest) = {
            let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            (current.0, current.1.clone())
        };
        let folder = Arc::clone(&self.folder);
        // The lock goes with the work, which goes on if nobody waits for it any more.
        blocking(move || {
            manifest.save(folder.dir())?;
            *saved = last;
            Ok(())
        })
        .await
    }

    /// The backup is whole: what a former one left goes, and what else is in the folder is listed.
    pub(super) async fn close(&self) -> Result<Vec<String>, Error> {
        let saving = Arc::clone(&self.saved).lock_owned().await;
        let mut manifest = {
            let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            current.1.clone()
        };
        let folder = Arc::clone(&self.folder);
        blocking(move || {
            let _saving = saving;
            if !manifest.former.is_empty() {
                former::remove(folder.dir(), &manifest)?;
                manifest.former.clear();
                manifest.save(folder.dir())?;
                folder.dir().sync()?;
            }
            Ok(strays(folder.dir(), &manifest))
        })
        .await
    }
}
