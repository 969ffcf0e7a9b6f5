//! What a download is to do.

use crate::content::Format;

/// What happens to files that are already in the folder and not from this backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Overwrite {
    /// They stay, also unfinished ones, and the download fails before it fetches anything.
    #[default]
    Refuse,
    /// They are replaced, each one when the new file is complete and checked. Unfinished ones are removed when the
    /// new file is begun. Folders stay, and are an error. If the manifest is another backup's, its files are removed
    /// once this backup is complete. Files that no manifest lists stay, and [`Report::strays`](crate::Report::strays)
    /// names them. A `manifest.json` of another program or of a later version is still an error.
    Replace,
}

/// What happens to files of this backup that an earlier run finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Finished {
    /// They are read again, several at a time. A damaged file is fetched again, and stays until the new one is
    /// verified. Another intact file in its place is an error.
    #[default]
    Read,
    /// If their size is right, the manifest is trusted, and they are reported as
    /// [`FileState::Recorded`](crate::FileState::Recorded). A file that no run has judged is still read. With
    /// [`Verify::Required`], all are read.
    TrustManifest,
}

/// How the bytes of a file are checked, beyond their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Verify {
    /// With what is in the file, as the [`Content`](crate::Content) knows it. Other files are
    /// [`FileState::LengthOnly`](crate::FileState::LengthOnly), unless their name or format says that they have to
    /// prove themselves: then they are damaged.
    #[default]
    WherePossible,
    /// The same, and a file without a checksum is an error. Files of an earlier run are read again, also with
    /// [`Finished::TrustManifest`].
    Required,
    /// Not at all. A file that an earlier run finished is not read again if it has the size in the manifest. Some
    /// files in the folder are still read, to find out whether they are this backup's and complete:
    ///
    /// - complete ones that the manifest does not name,
    /// - files that [prove themselves](crate::Content::proves_itself) and have another size than the manifest says,
    /// - files that an earlier run found damaged,
    /// - unfinished ones: what an earlier run recorded is compared with its checksums, by a sample if that run
    ///   did not check the bytes either. All of the file is read if some of it has no checksum.
    Skip,
}

/// What happens if the names of the files show that some are missing.
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
