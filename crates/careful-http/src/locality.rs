//! Whether a host is this machine itself. Pure.

use std::net::IpAddr;

/// Whether a host is this machine itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a host is one or the other")]
pub enum Locality {
    /// This machine.
    Loopback,
    /// Any other host.
    Public,
}

impl Locality {
    /// Judges the host of a URL; an IPv6 address is in brackets there.
    pub fn of_host(host: &str) -> Self {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let is_loopback = bare.eq_ignore_ascii_case("localhost")
            || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if is_loopback { Self::Loopback } else { Self::Public }
    }
}
