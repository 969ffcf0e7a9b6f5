#![doc = include_str!("../README.md")]

mod attempts;
mod authentication;
mod builder;
mod call;
mod checked;
mod client;
mod credentials;
mod diagnosis;
mod endpoint;
mod environment;
mod failure;
mod generated;
mod http_clients;
mod lenient;
mod lookup;
#[cfg(feature = "mock")]
pub mod mock;
mod observed;
mod operation;
pub mod paging;
mod project;
mod received;
mod regions;
mod service;
mod service_error;
mod services;
pub mod sign;
pub mod support;
mod transport;

pub use builder::ClientBuilder;
pub use call::{Answered, Call};
pub use careful_http::{
    Clock, ClockOffset, Error, ErrorKind, Hint, InvalidValue, Locality, RetryPolicy, SystemClock,
};
pub use checked::SecretText;
pub use client::Client;
pub use credentials::{
    Credentials, CredentialsChain, CredentialsFuture, ENV_ACCESS_KEY, ENV_AUTH_TOKEN,
    ENV_CREDENTIALS_FILE, ENV_METADATA_DISABLED, ENV_PROJECT_ID, ENV_SECRET_KEY,
    ENV_SECURITY_TOKEN, EcsAgency, ProvideCredentials,
};
pub use diagnosis::{Answer, Diagnosis};
pub use generated::iam;
pub use operation::Operation;
pub use project::ProjectId;
pub use regions::ENV_IAM_ENDPOINT;
pub use service::{Service, ServiceInfo};
