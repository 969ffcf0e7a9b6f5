//! https: the system's authorities decide whom the program talks to. The program is told of another one by
//! the variable that OpenSSL has for that.

use std::{
    error::Error as _,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use dcs_backup::{Client, Credentials, ErrorKind, RetryPolicy};
use dcs_backup_sandbox::Sandbox;
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use crate::support::{cli_at, cli_toward, fault, listener, run_with, text};

const CERTIFICATE: &[u8] = include_bytes!("../fixtures/tls/localhost.pem");
const KEY: &[u8] = include_bytes!("../fixtures/tls/localhost.key");
/// It vouches for no server of these tests: a certificate for `localhost` is no authority.
const OTHER_AUTHORITY: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/tls/localhost.pem");
const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/tls/ca.pem");

/// Answers one connection that there are no instances, and gives what was received.
fn serve(listener: TcpListener) -> JoinHandle<String> {
    let certificates = vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()];
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, PrivateKeyDer::from_pem_slice(KEY).unwrap())
        .unwrap();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut received = Vec::new();
        while !received.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            match stream.read(&mut byte) {
                Ok(1..) => received.extend(byte),
                _ => return String::from_utf8(received).unwrap(),
            }
        }
        let body = r#"{"instance_num":0,"instances":[]}"#;
        let length = body.len();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        stream.conn.send_close_notify();
        stream.flush().unwrap();
        String::from_utf8(received).unwrap()
    })
}

fn https(listener: &TcpListener) -> String {
    format!("https://localhost:{}", listener.local_addr().unwrap().port())
}

#[test]
fn a_certificate_of_a_trusted_authority_is_accepted() {
    let listener = listener();
    let command = cli_toward(&listener, &["instances"]);
    let variables = [("DCS_ENDPOINT", &*https(&listener)), ("SSL_CERT_FILE", AUTHORITY)];
    let server = serve(listener);
    let ran = run_with(command, &variables).succeeded();
    assert!(ran.stderr.contains("has no instances"), "{}", ran.stderr);
    let request = server.join().unwrap();
    assert!(request.contains("authorization: SDK-HMAC-SHA256 Access="), "{request}");
}

/// By the library, which tells how often it tried.
#[tokio::test]
async fn a_certificate_of_any_other_authority_is_refused_before_anything_is_sent() {
    let listener = listener();
    let client = client(&https(&listener));
    let server = serve(listener);
    let error = client.instances().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(error.source().unwrap().to_string().contains("UnknownIssuer"), "{error:?}");
    assert_eq!((error.attempts(), error.is_transient()), (Some(1), false));
    assert!(!error.may_have_been_carried_out());
    assert_eq!(server.join().unwrap(), "");
}

fn client(endpoint: &str) -> Client {
    let builder = Client::builder().endpoint(endpoint).project_id("project");
    let keys = Credentials::access_key("access-key", "secret-key").unwrap();
    builder.credentials(keys).build().unwrap()
}

/// Answers each connection by closing it; gives how many there were, once told to end.
fn slam(listener: TcpListener) -> impl FnOnce() -> usize {
    let address = listener.local_addr().unwrap();
    let ending = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&ending);
    let counting = thread::spawn(move || {
        (0..).find(|_| {
            drop(listener.accept());
            told.load(Ordering::Relaxed)
        })
    });
    move || {
        ending.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(address));
        counting.join().unwrap().unwrap()
    }
}

#[tokio::test]
async fn a_handshake_that_is_broken_off_is_tried_again() {
    let listener = listener();
    let endpoint = https(&listener);
    let count = slam(listener);
    let retry = RetryPolicy::default().with_max_attempts(3).with_base_delay(Duration::ZERO);
    let keys = Credentials::access_key("access-key", "secret-key").unwrap();
    let builder = Client::builder().endpoint(endpoint).project_id("project").credentials(keys);
    let error = builder.retry(retry).build().unwrap().instances().send().await.unwrap_err();
    assert_eq!((error.attempts(), error.is_transient()), (Some(3), true), "{error:?}");
    assert_eq!(count(), 3);
}

/// It speaks no TLS, and will speak none at the next attempt.
#[tokio::test]
async fn a_peer_without_tls_is_asked_once() {
    let listener = listener();
    let client = client(&https(&listener));
    let server = thread::spawn(move || {
        let (mut peer, _) = listener.accept().unwrap();
        let answer = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
        peer.write_all(answer.as_bytes()).unwrap();
        let _ = peer.read(&mut [0; 4096]);
    });
    let error = client.instances().send().await.unwrap_err();
    assert_eq!((error.attempts(), error.is_transient()), (Some(1), false), "{error:?}");
    server.join().unwrap();
}

#[test]
fn a_certificate_that_is_not_accepted_says_what_to_check() {
    let port = |listener: &TcpListener| listener.local_addr().unwrap().port();
    let table = [
        ("localhost", "/dev/null", "SSL_CERT_FILE"),
        ("localhost", OTHER_AUTHORITY, "the certificate of the endpoint is not trusted; "),
        (
            "localhost",
            OTHER_AUTHORITY,
            "name a file with all authorities to trust in SSL_CERT_FILE",
        ),
        (
            "127.0.0.1",
            AUTHORITY,
            "the certificate of the endpoint is not accepted; check the host's name",
        ),
        ("127.0.0.1", AUTHORITY, "SSL_CERT_FILE"),
    ];
    for (host, trusted, message) in table {
        let listener = listener();
        let endpoint = format!("https://{host}:{}", port(&listener));
        let command = cli_toward(&listener, &["instances"]);
        let server = serve(listener);
        let variables = [("DCS_ENDPOINT", &*endpoint), ("SSL_CERT_FILE", trusted)];
        run_with(command, &variables).failed(5, &[message]);
        assert_eq!(server.join().unwrap(), "");
    }
}

/// The store's certificate counts as the API's does. Its server takes one connection.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_store_with_such_a_certificate_is_asked_once() {
    let listener = listener();
    let link = format!("{}/f.aof?Signature=LINKSIGNATURE", https(&listener));
    let body = serde_json::json!({"links": [{"file_name": "f.aof", "link": link}]}).to_string();
    let headers = [("content-type", "application/json")];
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.fail_next(fault(200, &headers, body.leak()));
    let folder = tempfile::tempdir().unwrap();
    let command = cli_at(&sandbox, &["download", "-o", text(folder.path())]);
    let server = serve(listener);
    let ran = run_with(command, &[("SSL_CERT_FILE", OTHER_AUTHORITY)]);
    ran.failed(5, &["file f.aof: the certificate of the store is not trusted", "SSL_CERT_FILE"]);
    assert_eq!(server.join().unwrap(), "");
}
