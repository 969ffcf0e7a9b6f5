#![doc = include_str!("../README.md")]

mod attempts;
mod backups;
mod call;
mod checked;
mod client;
mod clock;
mod credentials;
mod date;
#[cfg(feature = "download")]
pub mod download;
mod endpoint;
mod environment;
mod error;
mod file_name;
mod generated;
mod hint;
mod http_client;
mod instances;
mod lenient;
mod links;
mod lookup;
#[cfg(feature = "mock")]
pub mod mock;
mod newest;
mod no_connection;
mod operation;
pub mod paging;
mod presigned_url;
mod project;
mod proxy;
mod public_address;
#[cfg(feature = "download")]
pub mod rdb;
mod redact;
mod regions;
mod retry;
mod service_error;
pub mod sign;
mod slots;
pub mod support;
mod transport;
pub mod types;

pub use backups::{BackupRecordsQuery, CreateBackupRequest};
pub use client::{Client, ClientBuilder, Service};
pub use clock::{Clock, SystemClock};
pub use credentials::{
    Credentials, CredentialsChain, CredentialsFuture, ENV_ACCESS_KEY, ENV_AUTH_TOKEN,
    ENV_CREDENTIALS_FILE, ENV_METADATA_DISABLED, ENV_PROJECT_ID, ENV_SECRET_KEY,
    ENV_SECURITY_TOKEN, EcsAgency, ProvideCredentials,
};
#[cfg(feature = "download")]
pub use download::Downloader;
pub use error::{Error, ErrorKind};
pub use file_name::FileName;
pub use hint::Hint;
pub use instances::InstancesQuery;
pub use links::{BackupLink, BackupLinks, BackupLinksRequest};
pub use newest::{NewestUnclear, newest_first, newest_usable};
pub use presigned_url::PresignedUrl;
pub use public_address::PrivateAddresses;
pub use redact::is_misleading;
pub use regions::{ENV_IAM_ENDPOINT, REGIONS};
pub use retry::RetryPolicy;
pub use service_error::ClockOffset;
pub use slots::{SlotCoverage, SlotRange, Slots};

/// The generated clients: methods, request and answer types, errors. That of DCS is what
/// [`Client::raw`] returns; each other service has a module, for [`Client::service`].
pub mod raw {
    pub use crate::{
        generated::{
            ByteStream, Client, DOCUMENTS, Error, OPERATIONS, ResponseValue, builder, services::*,
            types,
        },
        operation::Operation,
    };
}
