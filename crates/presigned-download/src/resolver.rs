//! Resolves the host of a link, and gives none but the addresses that a link may lead to.

use std::{
    error::Error as StdError,
    fmt, io,
    net::{SocketAddr, ToSocketAddrs as _},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use careful_http::proxy::Proxy;

use crate::public_address::{NotPublic, PrivateAddresses, is_public};

type Lookup = dyn Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// How names become addresses: by the system, or as a test says. It may block.
#[derive(Clone)]
pub(crate) struct Names(Arc<Lookup>);

impl Names {
    pub(crate) fn new(
        lookup: impl Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(lookup))
    }
}

/// By the system, as everything else on it.
impl Default for Names {
    fn default() -> Self {
        Self::new(|name| Ok((name, 0).to_socket_addrs()?.collect()))
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Names")
    }
}

/// The resolver of a client for links.
#[derive(Debug, Clone)]
pub(crate) struct Resolver {
    names: Names,
    private: PrivateAddresses,
    /// That of the proxy, which may be anywhere: whoever set it chose it.
    proxy_host: Option<String>,
}

impl Resolver {
    /// A resolver for links that are fetched through this proxy, or past any.
    pub(crate) fn new(names: Names, private: PrivateAddresses, proxy: Option<Proxy>) -> Self {
        Self { names, private, proxy_host: proxy.map(|proxy| proxy.host().to_owned()) }
    }

    fn lookup(&self, host: &str) -> Result<Vec<SocketAddr>, Box<dyn StdError + Send + Sync>> {
        let found = (self.names.0)(host)?;
        if self.private == PrivateAddresses::Allow || self.proxy_host.as_deref() == Some(host) {
            return Ok(found);
        }
        Ok(public_of(host, found).map_err(|refused| refused.into_error(""))?)
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = tokio::task::spawn_blocking(move || resolver.lookup(name.as_str()));
            Ok(Box::new(found.await??.into_iter()) as Addrs)
        })
    }
}

/// The public ones of a host's addresses, or why there are none.
fn public_of(host: &str, mut found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, NotPublic> {
    let first = found.first().map(SocketAddr::ip);
    found.retain(|address| is_public(address.ip()));
    match first {
        Some(address) if found.is_empty() => {
            Err(NotPublic::Resolved { host: host.to_owned(), address })
        }
        _ => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use careful_http::{ErrorKind, Hint, Locality, RetryPolicy};

    use crate::{
        downloader::Downloader,
        file_name::FileName,
        link::Link,
        presigned_url::{LinkRule, PresignedUrl},
    };

    fn resolved(private: PrivateAddresses, found: &[&str]) -> Result<Vec<String>, String> {
        let found: Vec<SocketAddr> =
            found.iter().map(|address| SocketAddr::new(address.parse().unwrap(), 0)).collect();
        let names = Names::new(move |_| Ok(found.clone()));
        let resolver = Resolver { names, private, proxy_host: Some("proxy.corp".to_owned()) };
        let addresses = resolver.lookup("b.example.com").map_err(|error| error.to_string())?;
        assert!(resolver.lookup("proxy.corp").is_ok());
        Ok(addresses.iter().map(|address| address.ip().to_string()).collect())
    }

    /// `NO_PROXY` may except the proxy's own host: then it is a host as any other.
    #[test]
    fn past_the_proxy_its_host_is_judged_too() {
        let names = Names::new(|_| Ok(vec![SocketAddr::from(([10, 0, 0, 1], 0))]));
        let resolver = Resolver::new(names, PrivateAddresses::Refuse, None);
        assert!(resolver.lookup("proxy.corp").is_err());
    }

    #[test]
    fn only_public_addresses_are_given() {
        use PrivateAddresses::{Allow, Refuse};

        let owned = |text: &[&str]| Ok(text.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(resolved(Refuse, &["8.8.8.8"]), owned(&["8.8.8.8"]));
        assert_eq!(resolved(Refuse, &["10.0.0.1", "8.8.8.8", "fe80::1"]), owned(&["8.8.8.8"]));
        assert_eq!(resolved(Refuse, &[]), owned(&[]));
        assert_eq!(resolved(Allow, &["10.0.0.1", "::1"]), owned(&["10.0.0.1", "::1"]));
        for private in ["10.0.0.1", "127.0.0.1", "::1", "169.254.169.254", "::ffff:169.254.169.254"]
        {
            let refused = resolved(Refuse, &[private, "192.168.0.1"]).unwrap_err();
            let expected =
                format!("its host b.example.com is at {private}, which is not a public address");
            assert!(refused.starts_with(&expected), "{refused}");
        }
    }

    /// A download by a link with a host that resolves to these addresses, and how often it is resolved.
    fn to_addresses(port: u16, found: &[&str]) -> (Downloader, Arc<AtomicUsize>) {
        let rule = LinkRule { endpoint: Locality::Public, private: PrivateAddresses::Refuse };
        let url = format!("https://b.example.com:{port}/f.aof?Signature=S");
        let name = FileName::try_from("f.aof".to_owned()).unwrap();
        let link = Link::new(name, PresignedUrl::parse(url, rule).unwrap());
        let found: Vec<SocketAddr> =
            found.iter().map(|address| SocketAddr::new(address.parse().unwrap(), 0)).collect();
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        let names = Names::new(move |host| {
            assert_eq!(host, "b.example.com");
            counter.fetch_add(1, Ordering::Relaxed);
            Ok(found.clone())
        });
        (Downloader::of_links([link]).names(names), asked)
    }

    #[tokio::test]
    async fn a_name_that_leads_to_private_addresses_alone_is_refused_at_once() {
        for address in ["10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00::1", "::ffff:10.0.0.1"] {
            let (downloader, asked) = to_addresses(443, &[address]);
            let folder = tempfile::tempdir().unwrap();
            let error = downloader.into_folder(folder.path()).await.unwrap_err();
            let problem = format!(
                "file f.aof: its host b.example.com is at {address}, which is not a public address"
            );
            assert_eq!((error.kind(), error.problem()), (ErrorKind::InvalidLink, &*problem));
            assert_eq!(error.hint(), Some(Hint::AllowPrivateAddresses));
            assert_eq!(asked.load(Ordering::Relaxed), 1);
        }
    }

    #[tokio::test]
    async fn a_private_address_is_asked_where_that_is_allowed() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (downloader, _) = to_addresses(port, &["127.0.0.1"]);
        let downloader =
            downloader.private_addresses(PrivateAddresses::Allow).retry(RetryPolicy::never());
        let folder = tempfile::tempdir().unwrap();
        let download = tokio::spawn(downloader.into_folder(folder.path().to_owned()));
        drop(listener.accept().await.unwrap());
        let error = download.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Network, "{error}");
    }
}
