//! Why no connection came about: what no other attempt can mend, and what to check. Judged by the types in
//! the error's chain where they have names.

use std::{error::Error as StdError, io, iter};

use crate::{
    error::{Error, ErrorKind, Prospect},
    proxy::Proxy,
    redact,
};

/// What is said of an authority of one's own. Elsewhere, the system's store of certificates decides alone.
#[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
const TRUST: &str = "if an authority of your own vouches for it, name a file with all authorities to trust in \
                     SSL_CERT_FILE";
#[cfg(not(all(unix, not(target_vendor = "apple"), not(target_os = "android"))))]
const TRUST: &str = "if an authority of your own vouches for it, add it to the system's trusted ones (where \
                     SSL_CERT_FILE has no effect)";

/// Whom a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// As a message calls it: "the store".
    pub name: &'static str,
    /// What to do where it can't be reached now.
    pub advice: &'static str,
}

/// A connection that did not come about; all texts are cleaned.
#[derive(Debug, Clone)]
pub struct NoConnection {
    prospect: Prospect,
    timed_out: bool,
    error: Error,
}

impl NoConnection {
    /// Judges an exchange that failed; `None` if it was connected. `proxy` is the one on the way.
    pub fn of<'a>(
        error: &reqwest::Error,
        peer: Peer,
        proxy: Option<&Proxy>,
        secrets: impl Iterator<Item = &'a str>,
    ) -> Option<Self> {
        let timed_out = error.is_timeout();
        let obstacle = chain(error).find_map(Obstacle::of);
        if obstacle.is_none() && !error.is_connect() {
            return None;
        }
        // The proxy's own connection, or what it says of the one through it.
        let at_proxy = chain(error).any(|error| error.to_string().starts_with(TUNNEL));
        let whom = match (at_proxy, proxy) {
            (true, Some(proxy)) => proxy.to_string(),
            (true, None) => "the proxy".to_owned(),
            (false, _) => peer.name.to_owned(),
        };
        let cause = chain(error).last().map(ToString::to_string).unwrap_or_default();
        let said = match obstacle {
            Some(obstacle) => obstacle.say(&whom, proxy),
            None => passing(&whom, peer, proxy),
        };
        let Self { prospect, error, .. } = said;
        let error = error.not_connected(prospect).with_cause(redact::clean(&cause, secrets));
        Some(Self { prospect, timed_out, error })
    }

    /// Whether another attempt may do better.
    pub fn prospect(&self) -> Prospect {
        self.prospect
    }

    /// Whether the time for it was up.
    pub fn timed_out(&self) -> bool {
        self.timed_out
    }

    /// The error that says so.
    pub fn into_error(self) -> Error {
        self.error
    }
}

/// What begins hyper's messages about a tunnel through a proxy; the type has no public name.
const TUNNEL: &str = "tunnel error: ";
const PROXY_CREDENTIALS: &str = "tunnel error: proxy authorization required";

/// What no other attempt can mend.
#[cfg_attr(
    not(any(feature = "rustls", feature = "rustls-ring", feature = "rustls-no-provider")),
    allow(dead_code, reason = "without TLS of our own, no type tells its failures")
)]
enum Obstacle {
    /// The certificate is not accepted; what to do about it.
    Certificate(&'static str),
    /// The two sides have no TLS in common.
    Tls,
    /// The proxy wants a user name and a password, or others than it got.
    ProxyCredentials,
    /// What a resolver or connector of the caller's own says.
    Refused(Error),
}

impl Obstacle {
    fn of(error: &(dyn StdError + 'static)) -> Option<Self> {
        if let Some(refused) = error.downcast_ref::<Error>() {
            return Some(Self::Refused(refused.clone()));
        }
        if error.to_string() == PROXY_CREDENTIALS {
            return Some(Self::ProxyCredentials);
        }
        Self::of_tls(error)
    }

    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "rustls-no-provider"))]
    fn of_tls(error: &(dyn StdError + 'static)) -> Option<Self> {
        use rustls::{
            AlertDescription as Alert, CertificateError as Bad, Error as Tls, Error::AlertReceived,
        };

        match error.downcast_ref()? {
            Tls::InvalidCertificate(bad) => Some(Self::Certificate(match bad {
                Bad::UnknownIssuer => TRUST,
                Bad::Expired
                | Bad::ExpiredContext { .. }
                | Bad::NotValidYet
                | Bad::NotValidYetContext { .. } => "check this machine's clock",
                Bad::NotValidForName | Bad::NotValidForNameContext { .. } => {
                    "check the host's name, and that nothing else answers in its place"
                }
                _ => "check that nothing else answers in its place",
            })),
            Tls::NoCertificatesPresented
            | Tls::PeerIncompatible(_)
            | Tls::PeerMisbehaved(_)
            | Tls::InvalidMessage(_)
            | Tls::InappropriateMessage { .. }
            | Tls::InappropriateHandshakeMessage { .. } => Some(Self::Tls),
            AlertReceived(
                Alert::HandshakeFailure
                | Alert::NoCertificate
                | Alert::BadCertificate
                | Alert::UnsupportedCertificate
                | Alert::CertificateRevoked
                | Alert::CertificateExpired
                | Alert::CertificateUnknown
                | Alert::UnknownCA
                | Alert::AccessDenied
                | Alert::ProtocolVersion
                | Alert::InsufficientSecurity
                | Alert::UnrecognisedName
                | Alert::CertificateRequired
                | Alert::NoApplicationProtocol,
            ) => Some(Self::Tls),
            _ => None,
        }
    }

    #[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "rustls-no-provider")))]
    fn of_tls(_: &(dyn StdError + 'static)) -> Option<Self> {
        None
    }

    fn say(self, whom: &str, proxy: Option<&Proxy>) -> NoConnection {
        let network = |problem: String, advice: String| {
            Error::new(ErrorKind::Network, problem).with_advice(advice)
        };
        let error = match self {
            Self::Certificate(TRUST) => {
                network(format!("the certificate of {whom} is not trusted"), TRUST.to_owned())
            }
            Self::Certificate(check) => network(
                format!("the certificate of {whom} is not accepted"),
                format!("{check}; {TRUST}"),
            ),
            Self::Tls => network(
                format!("no TLS comes about with {whom}"),
                "check host and port, and that nothing else answers in its place".to_owned(),
            ),
            Self::ProxyCredentials => network(
                format!("{whom} wants a user name and a password (407)"),
                match proxy {
                    Some(Proxy { variable, .. }) => {
                        format!("give the right ones in {variable}: http://USER:PASSWORD@HOST:PORT")
                    }
                    None => "give the right ones to the HTTP client".to_owned(),
                },
            ),
            Self::Refused(error) => {
                let prospect =
                    if error.is_transient() { Prospect::Passing } else { Prospect::Final };
                return NoConnection { prospect, timed_out: false, error };
            }
        };
        NoConnection { prospect: Prospect::Final, timed_out: false, error }
    }
}

fn passing(whom: &str, peer: Peer, proxy: Option<&Proxy>) -> NoConnection {
    let (problem, advice) = match proxy {
        Some(proxy) => (
            format!("no connection to {} through {proxy}", peer.name),
            format!("check {}, the proxy itself and the network", proxy.variable),
        ),
        None => (format!("no connection to {whom}"), peer.advice.to_owned()),
    };
    let error = Error::new(ErrorKind::Network, problem).with_advice(advice);
    NoConnection { prospect: Prospect::Passing, timed_out: false, error }
}

/// An error and what it comes from. What an I/O error holds is not its source: that is passed over.
fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    iter::successors(Some(error), |error| {
        let error: &'a (dyn StdError + 'static) = *error;
        let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match held {
            Some(held) => Some(held),
            None => error.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDPOINT: Peer = Peer { name: "the endpoint", advice: "check the network" };

    /// Nobody listens there: the port was given back.
    async fn refusing() -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().to_string()
    }

    async fn failed(url: &str, through: Option<&str>) -> reqwest::Error {
        let builder = reqwest::Client::builder().no_proxy();
        let builder = match through {
            Some(proxy) => builder.proxy(reqwest::Proxy::all(proxy).unwrap()),
            None => builder,
        };
        builder.build().unwrap().get(url).send().await.unwrap_err()
    }

    #[tokio::test]
    async fn a_proxy_that_refuses_connections_is_named_without_its_credentials() {
        let address = refusing().await;
        let url = format!("http://user:SECRET@{address}");
        let proxy = Proxy::parse("HTTPS_PROXY", &url).unwrap();
        let error = failed("https://b.example.com/f?Signature=SECRET", Some(&url)).await;
        let found = NoConnection::of(&error, ENDPOINT, Some(&proxy), iter::empty()).unwrap();
        assert_eq!(found.prospect(), Prospect::Passing);
        let error = found.into_error();
        let through =
            format!("no connection to the endpoint through the proxy {address} of HTTPS_PROXY");
        assert_eq!(error.problem(), through);
        assert_eq!(error.advice(), Some("check HTTPS_PROXY, the proxy itself and the network"));
        assert!(error.is_transient() && !format!("{error:?}").contains("SECRET"), "{error:?}");
    }

    #[tokio::test]
    async fn a_connection_that_is_refused_may_come_about_later() {
        let error = failed(&format!("http://{}/", refusing().await), None).await;
        let found = NoConnection::of(&error, ENDPOINT, None, iter::empty()).unwrap();
        assert_eq!(found.prospect(), Prospect::Passing);
        assert_eq!(found.into_error().problem(), "no connection to the endpoint");
    }
}
