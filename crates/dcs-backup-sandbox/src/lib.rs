//! A strict stand-in for Huawei Cloud DCS and its object store, on loopback.
//!
//! It runs in the process, on the current tokio runtime, and needs no account: it makes up its keys at
//! each start. It is as strict as the real services, or stricter: what works here does not fail there
//! for a reason that this crate could have checked. `README.md` has an example.
//!
//! **The API**: every operation of DCS and of IAM that `dcs_backup` knows, on one address. There is one
//! instance, which has one backup. A new backup waits, is being made, and is done. Each list of the
//! backups moves it on by one stage, and so do 10 seconds of the sandbox's time. Deleting a backup
//! deletes its files. A request carries an SDK-HMAC-SHA256 signature, which is verified over the bytes
//! received and within 15 minutes, or the [token](Sandbox::token) as `X-Auth-Token`. More than five
//! failed signatures in a row lock the access key for five minutes. Refusals have the statuses, codes
//! and texts of the gateway (`APIGW.…`) and of the service (`DCS.…`). Where the vendor documents none,
//! the sandbox answers as follows:
//!
//! | what is wrong | answer |
//! |---|---|
//! | an unknown backup | `400 DCS.4031`, as the vendor's Terraform provider expects elsewhere |
//! | a body that is not declared `application/json` | `400 DCS.4005` |
//! | a missing `expiration` | `400 DCS.4062` |
//! | an `expiration` that is not an integer in 300..=86400 | `400 DCS.4063` |
//! | a `limit`, an `offset` or a time of a list out of its range | `400 DCS.4063` |
//! | links to a backup that failed | `400 DCS.4087` |
//! | links to a backup that is being made, its deletion, or another new backup | `400 DCS.4096` |
//!
//! All files of a backup are listed, even more than 64.
//!
//! **The store**: a link works for GET until it expires, as often as it is used. The store verifies the
//! query over the request received. It answers `403` to HEAD, a changed URL, a re-encoded path, a
//! `Content-Type` header and any other `x-obs-*` header. It honours `Range`, `If-Match`,
//! `If-None-Match` and the two dates, but not `If-Range`. If a `Range` is malformed, names several
//! ranges, or does not end after its start (`bytes=0-0` too, as the store's manual has it), the whole
//! file comes with 200.
//!
//! **Files** are in memory ([`Backup::new`]) or in a folder ([`Backup::from_folder`]), of any size.
//! **Faults on command**: [`Sandbox::fail_next`] for the API ([`Fault`]), [`Sandbox::fail_store_next`]
//! and [`Sandbox::fail_file`] for the store ([`StoreFault`]), and links that expire sooner
//! ([`LinkLifetime`]). [`Sandbox::requests`] lists every request, and how much was sent.

mod api;
mod backup;
mod builder;
mod call;
mod chance;
mod clock;
mod connection;
mod content;
mod date;
mod dcs;
mod fault;
mod gateway;
mod iam;
mod link;
mod link_lifetime;
mod locked;
mod payload;
mod records;
mod response;
mod sandbox;
mod served;
mod server;
mod stall;
mod store;

pub use backup::Backup;
pub use builder::SandboxBuilder;
pub use fault::{Fault, StoreFault};
pub use link_lifetime::LinkLifetime;
pub use sandbox::Sandbox;
pub use served::ServedRequest;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
