//! What a caller can do about an error, as a value: no caller needs the text of a message.

/// A remedy that fits an [`Error`](crate::Error): a program shows it in its own terms, as the flag or the
/// command that does it.
///
/// ```
/// use careful_http::{Error, Hint};
///
/// fn advice(error: &Error) -> Option<&'static str> {
///     match error.hint()? {
///         Hint::AllowOverwrite => Some("tick the box \"overwrite\""),
///         Hint::Check("backup_id") => Some("choose a backup from the list"),
///         _ => None,
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hint {
    /// Check the value with this name: what it names does not exist.
    Check(&'static str),
    /// Give the value with this name: it could not be determined.
    Give(&'static str),
    /// Another job is running. Wait until it is done.
    WaitUntilDone,
    /// The requested thing can't be used. Choose another one.
    ChooseAnother,
    /// Choose another folder, move the file away, or allow files to be overwritten.
    AllowOverwrite,
    /// Accept a set of files that is not whole.
    AcceptPartial,
    /// Don't require a checksum, to keep the file.
    WaiveChecksum,
    /// Use fewer connections, or raise the limit of open files.
    FewerConnections,
    /// Fetch the files one by one: their names clash in one folder.
    FetchOneByOne,
    /// If the store is reached over a private network, allow links to private addresses.
    AllowPrivateAddresses,
}
