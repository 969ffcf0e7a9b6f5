//! System calls that fail: what the file system does not offer is not needed, and the rest is told with
//! advice.

use std::{io, path::Path};

use careful_http::{Error, ErrorKind, Hint};

/// What a file system may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Facility {
    /// Making a file's bytes last.
    SyncFile,
    /// Making a folder's names last.
    SyncFolder,
    /// Holding room for bytes that come later.
    Reserve,
    /// Giving a file its length before its bytes come.
    Resize,
    /// Keeping other processes out.
    Lock,
    /// Renaming a file unless something has the new name.
    RenameToNew,
}

/// What to tell the user of a failed system call.
pub(crate) fn failed(doing: &str, path: &Path, error: &io::Error) -> Error {
    use io::ErrorKind as Io;
    let advice = match error.kind() {
        _ if is_out_of_handles(error) => {
            "raise the limit of open files (ulimit -n), or use fewer connections, and run the download \
             again; it continues where it stopped"
        }
        Io::StorageFull | Io::QuotaExceeded => {
            "free some space and run the download again; it continues where it stopped"
        }
        Io::FileTooLarge => {
            "choose a folder on a disk that takes files of this size, or raise the limit of a file's \
             size (ulimit -f)"
        }
        Io::PermissionDenied => "choose a folder that you may read and write",
        Io::AlreadyExists | Io::NotADirectory => {
            "a file is where a folder should be; choose another folder"
        }
        Io::IsADirectory => "a folder has the name of a file; move it away",
        Io::ReadOnlyFilesystem => "choose a folder on a disk that is not read-only",
        _ => "check the folder and its disk, and run the download again",
    };
    let failed = Error::new(ErrorKind::Disk, format!("{doing} {} failed: {error}", path.display()))
        .with_advice(advice);
    if is_out_of_handles(error) { failed.with_hint(Hint::FewerConnections) } else { failed }
}

/// The process, or the system, has as many files open as it may.
#[cfg(unix)]
fn is_out_of_handles(error: &io::Error) -> bool {
    use rustix::io::Errno;
    matches!(Errno::from_io_error(error), Some(Errno::MFILE | Errno::NFILE))
}

#[cfg(not(unix))]
fn is_out_of_handles(_: &io::Error) -> bool {
    false
}

/// Takes a facility that the file system does not offer for one that is not needed.
pub(crate) fn offered(facility: Facility, outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if is_not_offered(facility, &error) => {
            tracing::debug!(?facility, %error, "the file system does not offer it");
            Ok(())
        }
        outcome => outcome,
    }
}

/// Whether an error says that the file system does not offer something, and not that it failed.
#[cfg(unix)]
pub(crate) fn is_not_offered(facility: Facility, error: &io::Error) -> bool {
    use rustix::io::Errno;
    let Some(errno) = Errno::from_io_error(error) else {
        return false;
    };
    // Two of them are one on some systems.
    if [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].contains(&errno) {
        return true;
    }
    match facility {
        Facility::SyncFile => false,
        // The handle is for names alone, or may not be had.
        Facility::SyncFolder => {
            matches!(errno, Errno::ACCESS | Errno::BADF | Errno::ISDIR | Errno::PERM)
        }
        // Some systems lock only what is open for writing.
        Facility::Lock => matches!(errno, Errno::NOLCK | Errno::BADF),
        // Some sandboxes forbid the calls that they do not know.
        Facility::RenameToNew => errno == Errno::PERM,
        Facility::Reserve | Facility::Resize => matches!(errno, Errno::NODEV | Errno::PERM),
    }
}

#[cfg(not(unix))]
pub(crate) fn is_not_offered(_: Facility, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::io::Errno;

    use super::*;

    #[test]
    fn too_many_open_files_are_told_as_such() {
        for errno in [Errno::MFILE, Errno::NFILE] {
            let error = failed("creating", Path::new("out/a.rdb.part"), &errno.into());
            assert_eq!(error.hint(), Some(Hint::FewerConnections));
            let text = error.to_string();
            assert!(text.contains("ulimit -n") && text.contains("fewer connections"), "{text}");
        }
    }

    #[test]
    fn a_failure_is_no_lack() {
        for facility in [
            Facility::SyncFile,
            Facility::SyncFolder,
            Facility::Reserve,
            Facility::Resize,
            Facility::Lock,
            Facility::RenameToNew,
        ] {
            for errno in [Errno::IO, Errno::NOSPC, Errno::DQUOT, Errno::FBIG, Errno::ROFS] {
                assert!(!is_not_offered(facility, &errno.into()), "{facility:?} {errno:?}");
            }
        }
    }
}
