//! Interim.
use progenitor_client::{ClientHooks, OperationInfo};
#[derive(Debug, Clone)]
pub struct Transport;
impl ClientHooks<Transport> for crate::generated::Client {}
