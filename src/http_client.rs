//! HTTP clients as this crate makes them, or why there is none.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use crate::{
    endpoint::{Endpoint, Locality},
    error::{Error, ErrorKind},
};

pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
pub(crate) const USER_AGENT: &str = concat!("dcs-backup/", env!("CARGO_PKG_VERSION"));

/// A client for this endpoint. It follows no redirect, which would carry tokens along, and meets no
/// proxy on the way to loopback.
pub(crate) fn toward(
    endpoint: &Endpoint,
    connect_timeout: Duration,
) -> Result<reqwest::Client, Error> {
    tls_available(endpoint.as_str())?;
    let builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none());
    let builder = match endpoint.locality() {
        // A resolver could say that localhost is elsewhere.
        Locality::Loopback => {
            builder.no_proxy().resolve("localhost", SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        }
        Locality::Public => builder,
    };
    builder.build().map_err(|_| unavailable())
}

#[cfg(feature = "rustls")]
pub(crate) fn tls_available(_: &str) -> Result<(), Error> {
    Ok(())
}

/// reqwest would panic without a provider.
#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
pub(crate) fn tls_available(_: &str) -> Result<(), Error> {
    if rustls::crypto::CryptoProvider::get_default().is_some() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidInput, "no crypto provider of rustls is installed")
        .with_advice("call install_default() of one, or enable the feature `rustls`"))
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
pub(crate) fn tls_available(url: &str) -> Result<(), Error> {
    if !url.starts_with("https:") {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidInput, "this build has no TLS for an https URL")
        .with_advice("enable the feature `rustls`, or give an http_client of your own"))
}

/// The error of a client that can't be built.
pub(crate) fn unavailable() -> Error {
    Error::new(ErrorKind::InvalidInput, "no HTTP client can be set up on this system")
        .with_advice("check the system's certificates and proxy variables")
}
