//! What is downloaded, and how the arguments want it.

use dcs_backup::{
    Client, Downloader,
    download::{Coverage, Finished, Overwrite, Verify},
    raw::types::BackupFormat,
    types::{BackupId, InstanceId},
};

use crate::args::DownloadArgs;

/// What is downloaded, and by whom.
pub(crate) struct Origin {
    pub(crate) client: Client,
    pub(crate) instance_id: InstanceId,
    pub(crate) backup_id: BackupId,
    /// What its files are, where its record was read.
    pub(crate) format: Option<BackupFormat>,
}

impl Origin {
    /// The download that the arguments ask for.
    pub(crate) fn downloader(self, args: &DownloadArgs) -> Downloader {
        let Origin { client, instance_id, backup_id, format } = self;
        let downloader = client
            .backup(instance_id, backup_id)
            .expires_in(args.backup.expires_in)
            .download()
            .private_addresses(args.backup.private_addresses())
            .verify(match (args.no_verify, args.require_checksum) {
                (true, _) => Verify::Skip,
                (false, true) => Verify::Required,
                (false, false) => Verify::WherePossible,
            });
        let downloader = downloader
            .overwrite(if args.overwrite { Overwrite::Replace } else { Overwrite::Refuse })
            .coverage(if args.allow_partial {
                Coverage::AcceptPartial
            } else {
                Coverage::RequireAll
            })
            .finished(if args.trust_manifest { Finished::TrustManifest } else { Finished::Read });
        let downloader = match format {
            Some(format) => downloader.format(format),
            None => downloader,
        };
        match args.connections {
            Some(connections) => downloader.connections(connections.into()),
            None => downloader,
        }
    }
}
