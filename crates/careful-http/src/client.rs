//! HTTP clients that follow no redirect and need no crypto provider to be installed, or why there is none.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use crate::{
    error::{Error, ErrorKind},
    locality::Locality,
};

/// The default time limit for making a connection, TLS included.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A client for hosts of this locality, as far as it is described. It follows no redirect, which would carry
/// tokens along, and uses no proxy on the way to this machine's own addresses.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] where TLS can't be set up: no certificate to trust can be read.
pub fn builder(locality: Locality) -> Result<reqwest::ClientBuilder, Error> {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let builder = match locality {
        // A resolver could say that localhost is elsewhere.
        Locality::Loopback => {
            builder.no_proxy().resolve("localhost", SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        }
        Locality::Public => builder,
    };
    with_tls(builder, locality)
}

#[cfg(feature = "rustls")]
use rustls::crypto::aws_lc_rs as default_crypto;
#[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
use rustls::crypto::ring as default_crypto;

/// As reqwest sets up rustls, certificates included, but once for all clients, and with the crypto provider of
/// this crate's feature. None is installed for the process: that is the application's to do.
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
fn with_tls(
    builder: reqwest::ClientBuilder,
    locality: Locality,
) -> Result<reqwest::ClientBuilder, Error> {
    use std::sync::{Arc, OnceLock};

    use rustls::{ClientConfig, RootCertStore, crypto::CryptoProvider};
    use rustls_platform_verifier::BuilderVerifierExt;

    static CONFIG: OnceLock<ClientConfig> = OnceLock::new();
    if let Some(made) = CONFIG.get() {
        return Ok(builder.tls_backend_preconfigured(made.clone()));
    }
    let installed = CryptoProvider::get_default().cloned();
    let provider = installed.unwrap_or_else(|| Arc::new(default_crypto::default_provider()));
    let begun = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| unavailable())?;
    match (begun.clone().with_platform_verifier(), locality) {
        (Ok(verifying), _) => {
            let made = CONFIG.get_or_init(|| verifying.with_no_client_auth()).clone();
            Ok(builder.tls_backend_preconfigured(made))
        }
        // Plain HTTP needs no certificates; https will tell that none is trusted.
        (Err(_), Locality::Loopback) => {
            let trusting_none = begun.with_root_certificates(RootCertStore::empty());
            Ok(builder.tls_backend_preconfigured(trusting_none.with_no_client_auth()))
        }
        (Err(_), Locality::Public) => Err(Error::new(
            ErrorKind::InvalidInput,
            "no certificate of an authority to trust can be read on this system",
        )
        .with_advice(
            "install the system's (often called ca-certificates), or correct SSL_CERT_FILE",
        )),
    }
}

#[cfg(not(any(feature = "rustls", feature = "rustls-ring")))]
fn with_tls(builder: reqwest::ClientBuilder, _: Locality) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder)
}

/// Whether this build can reach the URL.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] where the URL needs TLS and there is none; without the features `rustls` and
/// `rustls-ring`, also where no crypto provider is installed.
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
pub fn tls_available(_: &str) -> Result<(), Error> {
    Ok(())
}

/// Whether this build can reach the URL.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] where no crypto provider is installed: reqwest would panic.
#[cfg(all(feature = "rustls-no-provider", not(any(feature = "rustls", feature = "rustls-ring"))))]
pub fn tls_available(_: &str) -> Result<(), Error> {
    if rustls::crypto::CryptoProvider::get_default().is_some() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidInput, "no crypto provider of rustls is installed")
        .with_advice("call install_default() of one, or enable the feature `rustls`"))
}

/// Whether this build can reach the URL.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] where the URL needs TLS: this build has none.
#[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "rustls-no-provider")))]
pub fn tls_available(url: &str) -> Result<(), Error> {
    if !url.starts_with("https:") {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidInput, "this build has no TLS for an https URL")
        .with_advice("enable the feature `rustls`, or give an http_client of your own"))
}

/// The error of a client that can't be built.
pub fn unavailable() -> Error {
    Error::new(ErrorKind::InvalidInput, "no HTTP client can be set up on this system")
        .with_advice("check the system's certificates and proxy variables")
}
