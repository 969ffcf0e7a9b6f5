//! What a download is to do.

use crate::content::Format;

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
    /// [`Report::strays`](crate::Report::strays) names it. A `manifest.json` that is not this program's, or of a later version,
    /// is an error all the same.
    Replace,
}

/// What becomes of files of this backup that an earlier run finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Finished {
    /// They are read again, several at a time. A damaged one is fetched again, and stays until the new
    /// one is right; another intact file in its place is an error.
    #[default]
    Read,
    /// They are taken for what the manifest says, if their size is right; they are reported as
    /// [`FileState::Recorded`](crate::FileState::Recorded). One that no run has judged is read all the same, and so are all with
    /// [`Verify::Required`].
    TrustManifest,
}

/// How the bytes of a file are checked, beyond their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Verify {
    /// By what proves them, as the [`Content`](crate::Content) knows it. Other files are
    /// [`FileState::LengthOnly`](crate::FileState::LengthOnly), unless their name or format says that they have to
    /// prove themselves: then they are damaged.
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
    /// - files that [prove themselves](crate::Content::proves_itself) and have another size than the manifest says,
    /// - files that an earlier run found damaged,
    /// - unfinished ones: what an earlier run recorded is compared with its checksums, by a sample if that run
    ///   did not check the bytes either. All of the file is read if some of it has no checksum.
    Skip,
}

/// What becomes of a set that lacks files, as far as the files' names tell.
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
pub(crate) struct Options {
    pub(crate) connections: usize,
    pub(crate) overwrite: Overwrite,
    pub(crate) verify: Verify,
    pub(crate) coverage: Coverage,
    pub(crate) finished: Finished,
    pub(crate) format: Option<Format>,
}
