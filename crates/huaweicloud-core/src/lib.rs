#![doc = include_str!("../README.md")]

// Imports point one way: environment, attempts → types → credentials → wire → support, generated → client, paging.

mod attempts;
mod client;
mod credentials;
mod environment;
mod generated;
#[cfg(feature = "mock")]
pub mod mock;
pub mod paging;
pub mod support;
mod types;
mod wire;

pub use careful_http::{
    Clock, ClockOffset, Error, ErrorKind, Hint, InvalidValue, Locality, RetryPolicy, SystemClock,
};
pub use client::{builder::ClientBuilder, regions::ENV_IAM_ENDPOINT, service_client::Client};
pub use credentials::{
    agency::EcsAgency,
    chain::{CredentialsChain, ENV_METADATA_DISABLED},
    environment::{
        ENV_ACCESS_KEY, ENV_AUTH_TOKEN, ENV_PROJECT_ID, ENV_SECRET_KEY, ENV_SECURITY_TOKEN,
    },
    keys::Credentials,
    profile::ENV_CREDENTIALS_FILE,
    provider::{CredentialsFuture, ProvideCredentials},
};
pub use generated::iam;
pub use types::{checked::SecretText, operation::Operation, project::ProjectId};
pub use wire::{
    answer::Answer,
    call::{Answered, Call},
    diagnosis::Diagnosis,
    service::{Service, ServiceInfo},
    sign,
};
