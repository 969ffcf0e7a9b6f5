//! A client of one service in one project: how it is described, and what it looks up.

pub(crate) mod builder;
mod http_clients;
mod lookup;
pub(crate) mod regions;
pub(crate) mod service_client;
mod services;
