//! What a caller can do about an error, as a value: no caller needs the text of a message.

/// A remedy that fits an [`Error`](crate::Error): a program shows it in its own terms, as the flag or the
/// command that does it.
///
/// ```
/// use dcs_backup::{Error, Hint};
///
/// fn advice(error: &Error) -> Option<&'static str> {
///     match error.hint()? {
///         Hint::AllowOverwrite => Some("tick the box \"overwrite\""),
///         Hint::CheckBackupId => Some("choose a backup from the list"),
///         _ => None,
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hint {
    /// Check the instance id, the project and the region.
    /// [`Client::instances`](crate::Client::instances) lists the instances.
    CheckInstanceId,
    /// Check the backup id. [`Client::backup_records`](crate::Client::backup_records) lists the backups of
    /// an instance.
    CheckBackupId,
    /// Which backup is the newest can't be told. Give the id of the one that is meant.
    GiveBackupId,
    /// Another backup is being made. Wait until it is done.
    BackupInProgress,
    /// This backup can't be used. Choose another one, for instance
    /// [`Client::newest_backup`](crate::Client::newest_backup).
    ChooseAnotherBackup,
    /// Give the project id. It could not be looked up.
    GiveProjectId,
    /// Choose another folder, move the file away, or download with
    /// [`Overwrite::Replace`](crate::download::Overwrite::Replace).
    AllowOverwrite,
    /// Download what there is with [`Coverage::AcceptPartial`](crate::download::Coverage::AcceptPartial).
    AcceptPartial,
    /// Download without [`Verify::Required`](crate::download::Verify::Required) to keep the file.
    WaiveChecksum,
    /// Use fewer [`connections`](crate::Downloader::connections), or raise the limit of open files.
    FewerConnections,
    /// Fetch the files one by one: their names clash in one folder.
    FetchOneByOne,
    /// If the store is reached over a private network, list or download with
    /// [`PrivateAddresses::Allow`](crate::PrivateAddresses::Allow).
    AllowPrivateAddresses,
}
