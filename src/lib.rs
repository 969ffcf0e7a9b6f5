#![doc = include_str!("../README.md")]

mod backup;
mod backups;
mod client;
mod codes;
pub mod download;
mod generated;
mod handle;
mod instances;
mod links;
mod lists;
#[cfg(feature = "mock")]
pub mod mock;
mod newest;
pub mod rdb;
mod regions;
mod slots;
pub mod types;
mod wait;

pub use backup::{Backup, BackupKind, BackupStatus};
pub use backups::{BackupRecordsQuery, BackupRecordsRequest, CreateBackupRequest};
pub use careful_http::is_misleading;
pub use client::{Client, ClientBuilder};
#[doc(no_inline)]
pub use download::Downloader;
pub use handle::BackupHandle;
pub use huaweicloud_core::{
    Clock, ClockOffset, Credentials, CredentialsChain, CredentialsFuture, ENV_ACCESS_KEY,
    ENV_AUTH_TOKEN, ENV_CREDENTIALS_FILE, ENV_IAM_ENDPOINT, ENV_METADATA_DISABLED, ENV_PROJECT_ID,
    ENV_SECRET_KEY, ENV_SECURITY_TOKEN, EcsAgency, Error, ErrorKind, Hint, ProvideCredentials,
    RetryPolicy, Service, SystemClock, paging, sign,
};
pub use instances::{InstancesQuery, InstancesRequest};
pub use links::{BackupLink, BackupLinks, BackupLinksRequest};
pub use newest::{NewestUnclear, newest_first, newest_usable};
pub use presigned_download::{FileName, PresignedUrl, PrivateAddresses};
pub use regions::REGIONS;
pub use slots::{SlotCoverage, SlotRange, Slots, slots_of};
pub use wait::{WaitEvent, WaitRequest, Waited};

/// The generated clients: methods, request and answer types, errors. That of DCS is what
/// [`Client::raw`] returns; each other service has a module, for [`Client::service`].
pub mod raw {
    pub use crate::generated::{
        ByteStream, Client, DOCUMENTS, Error, OPERATIONS, ResponseValue, builder, newtypes, types,
    };
    pub use huaweicloud_core::{Operation, iam};
}
