//! Whatever is sent, there is an answer: a handler that panics ends the connection without one.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::LazyLock,
    time::Duration,
};

use dcs_backup_sandbox::Sandbox;
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::support::{Ask, links, stamp};

/// A sandbox for all cases, with a path of the API and one of the store, both to be mangled.
struct Target {
    _runtime: Runtime,
    sandbox: Sandbox,
    link: String,
}

static TARGET: LazyLock<Target> = LazyLock::new(Target::new);

impl Target {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let (sandbox, link) = runtime.block_on(async {
            let sandbox = Sandbox::start().await.unwrap();
            let link = links(&sandbox).await.remove(0);
            (sandbox, link)
        });
        let link = link[sandbox.endpoint().len()..].to_owned();
        Self { _runtime: runtime, sandbox, link }
    }

    /// The status of the answer to a request that is sent as it stands.
    fn status(&self, request_line: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<u16> {
        let address = self.sandbox.endpoint().trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).ok()?;
        let mut request =
            format!("{request_line} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
        for (name, value) in headers {
            request.extend([*name, ": ", value, "\r\n"]);
        }
        request.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        stream.write_all(&[request.as_bytes(), body].concat()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
    }
}

/// Text of what can stand in a header or a request line.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[!-~]{0,40}",
        "[é€\u{10ffff}%=,;:&/a0-]{0,20}",
        "(bytes=)?[0-9]{0,25}-?[0-9]{0,25}(,[0-9]-)?",
        "(SDK-HMAC-SHA256 Access=[A-Z]{0,3})?(, SignedHeaders=[a-z;_-]{0,20})?(, Signature=[0-9a-f]{0,64})?",
        "[0-9]{0,8}T[0-9]{0,6}Z",
    ]
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::CONTROLS).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_headers_are_answered(
        authorization in text(),
        date in text(),
        range in text(),
        condition in text(),
        body in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let headers = [
            ("authorization", authorization.as_str()),
            ("x-sdk-date", &date),
        ];
        let post = format!("POST {}", Ask::new(&TARGET.sandbox).path);
        prop_assert_eq!(TARGET.status(&post, &headers, &body), Some(401));
        let headers = [
            ("range", range.as_str()),
            ("if-match", &condition),
            ("if-none-match", &condition),
            ("if-modified-since", &date),
        ];
        let get = format!("GET {}", TARGET.link);
        prop_assert!(TARGET.status(&get, &headers, &[]).is_some());
    }

    #[test]
    fn headers_that_are_signed_over_any_text_are_answered(
        signed in "[a-z;_-]{0,20}",
        date in proptest::option::of(text()),
        value in text(),
    ) {
        static TARGET: LazyLock<Target> = LazyLock::new(Target::new);
        // Failures lock the key for five minutes.
        TARGET.sandbox.advance(Duration::from_secs(300));
        let date = date.unwrap_or_else(|| stamp(TARGET.sandbox.now()));
        let key = TARGET.sandbox.access_key();
        let signature = "0".repeat(64);
        let authorization = format!(
            "SDK-HMAC-SHA256 Access={key}, SignedHeaders=x-sdk-date;a;{signed}, Signature={signature}"
        );
        let headers = [
            ("authorization", authorization.as_str()),
            ("x-sdk-date", &date),
            ("a", &value),
        ];
        let post = format!("POST {}", Ask::new(&TARGET.sandbox).path);
        prop_assert_eq!(TARGET.status(&post, &headers, b"{}"), Some(401));
    }

    #[test]
    fn hostile_bodies_past_the_gateway_are_answered(
        body in proptest::collection::vec(any::<u8>(), 0..80),
        id in text(),
    ) {
        let headers = [
            ("x-auth-token", TARGET.sandbox.token()),
            ("content-type", "application/json"),
        ];
        let path = Ask::new(&TARGET.sandbox).path;
        prop_assert_eq!(TARGET.status(&format!("POST {path}"), &headers, &body), Some(400));
        let path = path.replace(TARGET.sandbox.instance_id(), &encoded(&id));
        let post = format!("POST {path}");
        prop_assert!(TARGET.status(&post, &headers, &body).is_some());
    }

    #[test]
    fn hostile_paths_and_queries_are_answered(
        path in text(),
        query in text(),
        at in any::<prop::sample::Index>(),
    ) {
        let (path, query) = (encoded(&path), encoded(&query));
        let link = &TARGET.link;
        let at = at.index(link.len());
        for target in [
            format!("/{path}?{query}"),
            format!("/bucket{path}?{query}"),
            format!("{link}&{query}"),
            format!("{}{query}{}", &link[..at], &link[at..]),
        ] {
            if target.starts_with('/') {
                let get = format!("GET {target}");
                prop_assert!(TARGET.status(&get, &[], &[]).is_some(), "{}", target);
            }
        }
    }
}
