//! Against a real object store: `start.sh` starts one and prints the environment that these tests need.
//!
//! A test makes a folder of its own, uploads what it needs (`store`), and lets the library ask for
//! links by way of `links_api`. `links` shows what the store does, `download` what the downloader makes of it.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

#[path = "../download/content.rs"]
mod content;
mod download;
mod links;
mod links_api;
mod relay;
mod store;
