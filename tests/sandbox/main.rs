//! The sandbox refuses what the real gateway, service and store refuse, in their words.
#![cfg(feature = "sandbox")]

mod api;
mod hostile;
mod lifecycle;
mod store;
mod support;
