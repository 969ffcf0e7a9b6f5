//! https: the system's authorities decide whom the program talks to. The program is told of another one by
//! the variable that OpenSSL has for that.

use std::{
    error::Error as _,
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::Arc,
    thread::{self, JoinHandle},
};

use dcs_backup::{Client, Credentials, ErrorKind, RetryPolicy};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use crate::support::{cli_toward, listener, run_with};

const CERTIFICATE: &[u8] = include_bytes!("../fixtures/tls/localhost.pem");
const KEY: &[u8] = include_bytes!("../fixtures/tls/localhost.key");
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

/// By the library, which can be told not to try again.
#[tokio::test]
async fn a_certificate_of_any_other_authority_is_refused_before_anything_is_sent() {
    let listener = listener();
    let client = Client::builder()
        .endpoint(https(&listener))
        .project_id("project")
        .credentials(Credentials::access_key("access-key", "secret-key").unwrap())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let server = serve(listener);
    let error = client.instances().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(error.source().unwrap().to_string().contains("UnknownIssuer"), "{error:?}");
    assert_eq!(server.join().unwrap(), "");
}
