//! Where a link may lead: which hosts and addresses are public. Pure: it resolves no name.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use careful_http::{Error, ErrorKind, Hint};

/// What becomes of links that lead to an address that is not public: one of a private network, of this
/// machine, of its link, or of no network at all.
///
/// Links come from an answer of the API, and the download asks whatever host they name. Without this
/// rule, an answer could make it ask a metadata service or another machine of the private network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum PrivateAddresses {
    /// They are refused. A link to this machine is accepted where the API's endpoint is on this machine
    /// too.
    #[default]
    Refuse,
    /// They are followed, for instance because the store is reached by a VPC endpoint.
    Allow,
}

/// The networks of IPv4 that are not public, after IANA's registry of special-purpose addresses.
const SPECIAL_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast; then what is reserved, with the broadcast address.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// All of IPv6 that is assigned to the public.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// The networks in it that are not public. Teredo's is in the first and is judged before.
const SPECIAL_V6: [(Ipv6Addr, u32); 3] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];
const MAPPED: (Ipv6Addr, u32) = (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96);
const NAT64: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);
const SIX_TO_FOUR: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16);
const TEREDO: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 32);

/// Names that no public DNS has at its top: the special ones, and those that private networks use.
const PRIVATE_TOPS: [&str; 9] =
    ["corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost", "private"];
/// That of home networks, below a public top.
const HOME_ARPA: [&str; 2] = ["arpa", "home"];

/// Judges the host of a URL as it is written; an IPv6 address is in brackets there. A name that passes may
/// still lead to an address that is not public.
pub(crate) fn is_public_host(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    match bare.parse() {
        Ok(address) => is_public(address),
        Err(_) => is_public_name(host),
    }
}

/// Whether a name may be one of the public DNS: it has two labels at least and no private top.
fn is_public_name(name: &str) -> bool {
    let mut labels = name.strip_suffix('.').unwrap_or(name).rsplit('.');
    let (Some(top), Some(second)) = (labels.next(), labels.next()) else {
        return false;
    };
    let is_home = [top, second].iter().zip(HOME_ARPA).all(|(a, b)| a.eq_ignore_ascii_case(b));
    !is_home && !PRIVATE_TOPS.iter().any(|private| top.eq_ignore_ascii_case(private))
}

/// Whether an address is one of the public Internet. One that carries an IPv4 address leads there, and is
/// judged by it.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = u32::from(address);
    !SPECIAL_V4
        .iter()
        .any(|(network, length)| (bits ^ u32::from(*network)).leading_zeros() >= *length)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let bits = u128::from(address);
    let is_in =
        |(network, length): (Ipv6Addr, u32)| (bits ^ u128::from(network)).leading_zeros() >= length;
    // The 32 bits that begin this many bits before the end.
    let carried =
        |end: u32| Ipv4Addr::from(u32::try_from((bits >> end) & 0xffff_ffff).unwrap_or(0));
    if is_in(MAPPED) || is_in(NAT64) {
        return is_public_v4(carried(0));
    }
    if is_in(SIX_TO_FOUR) {
        return is_public_v4(carried(80));
    }
    if is_in(TEREDO) {
        let client = Ipv4Addr::from(!u32::from(carried(0)));
        return is_public_v4(carried(64)) && is_public_v4(client);
    }
    is_in(GLOBAL_V6) && !SPECIAL_V6.into_iter().any(is_in)
}

/// The host of a link is not allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotPublic {
    /// Its host says so.
    Host,
    /// Its host has no public address; one of those that it has.
    Resolved {
        /// The host's name.
        host: String,
        /// One of its addresses.
        address: IpAddr,
    },
}

impl NotPublic {
    /// `subject` comes before what is said.
    pub fn into_error(self, subject: impl fmt::Display) -> Error {
        Error::new(ErrorKind::InvalidLink, format!("{subject}{self}"))
            .with_advice(Self::ADVICE)
            .with_hint(Hint::AllowPrivateAddresses)
    }

    const ADVICE: &str = "check who gave the link; if the store is reached over a private network, by \
                                     a VPC endpoint for instance, allow private addresses";
}

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => f.write_str("its host is not a public one"),
            Self::Resolved { host, address } => {
                write!(f, "its host {host} is at {address}, which is not a public address")
            }
        }
    }
}

impl std::error::Error for NotPublic {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_hosts_are_told_from_others() {
        let public = [
            "b.obs.cn-north-4.myhuaweicloud.com",
            "b.obs.cn-north-4.myhuaweicloud.com.",
            "local.example.com",
            "localhost.example.com",
            "internal.example.com",
            "home.example.com",
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.0.3.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "[2400:cb00::1]",
            "[2606:4700::1111]",
            "[2001:200::1]",
            "[2001:db7:ffff::1]",
            "[2001:db9::1]",
            "[3ffe::1]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::8.8.8.8]",
            "[2002:808:808::1]",
            // Teredo: server 8.8.8.8, client 8.8.4.4 with its bits turned over.
            "[2001:0:808:808:0:0:f7f7:fbfb]",
        ];
        let others = [
            "localhost",
            "localhost.",
            "LOCALHOST",
            "a.localhost",
            "a.localhost.",
            "localhost.localdomain",
            "metadata.google.internal",
            "metadata.google.internal.",
            "metadata",
            "store",
            "printer.local",
            "nas.lan",
            "nas.home",
            "nas.home.arpa",
            "intra.corp",
            "wiki.intranet",
            "a.private",
            "",
            ".",
            "0.0.0.0",
            "0.255.255.255",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.0",
            "100.125.1.250",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.0",
            "192.168.255.255",
            "198.18.0.0",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "[::]",
            "[::1]",
            "[::8.8.8.8]",
            "[::10.0.0.1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:a9fe:a9fe]",
            "[::ffff:10.0.0.1]",
            "[::ffff:0:8.8.8.8]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b::169.254.169.254]",
            "[64:ff9b:1::8.8.8.8]",
            "[100::1]",
            "[fc00::1]",
            "[fdff:ffff::1]",
            "[fe80::1]",
            "[febf::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[2001:2::1]",
            "[2001:10::1]",
            "[2001:20::1]",
            "[3fff::1]",
            "[3fff:fff::1]",
            "[5f00::1]",
            "[2002:a00:1::1]",
            "[2002:7f00:1::1]",
            "[2002:a9fe:a9fe::]",
            // Teredo: server 10.0.0.1; then client 10.0.0.1 with its bits turned over.
            "[2001:0:a00:1:0:0:f7f7:fbfb]",
            "[2001:0:808:808:0:0:f5ff:fffe]",
        ];
        for host in public {
            assert!(is_public_host(host), "{host}");
        }
        for host in others {
            assert!(!is_public_host(host), "{host}");
        }
    }
}
