//! From a generated method to the service and back: sign, send, try again, and say what an answer means.

pub(crate) mod answer;
mod authentication;
pub(crate) mod call;
pub(crate) mod diagnosis;
mod failure;
mod observed;
mod received;
pub(crate) mod service;
mod service_error;
pub mod sign;
pub(crate) mod transport;
