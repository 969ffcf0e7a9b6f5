//! Against a real object store: `start.sh` starts one and prints the environment that these tests need.
//!
//! A test makes a folder of its own, uploads what it needs (`store`), and lets the library ask for
//! links by way of `links_api`. Tests of downloads from here go into a module beside `links`.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

mod links;
mod links_api;
mod store;
