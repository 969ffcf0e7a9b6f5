//! Starting, stopping, faults on command, and what the handle shows.

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use dcs_backup_sandbox::{Backup, Fault, Sandbox, SandboxBuilder};
use tokio::net::TcpStream;

use crate::support::{Ask, frozen, http_client, links};

fn address(sandbox: &Sandbox) -> SocketAddr {
    let address = sandbox.endpoint().trim_start_matches("http://");
    address.parse().unwrap()
}

#[tokio::test]
async fn it_listens_on_loopback_only() {
    for refused in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
        let error = Sandbox::builder().listen(refused.parse().unwrap()).start().await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("loopback"), "{error}");
    }
}

#[test]
fn outside_of_a_runtime_it_does_not_start() {
    let mut future = Box::pin(Sandbox::start());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(result) = future.as_mut().poll(&mut context) else {
        panic!("it waits for nothing");
    };
    assert_eq!(result.unwrap_err().kind(), std::io::ErrorKind::Other);
}

#[tokio::test]
async fn shutdown_frees_the_port_and_ends_connections() {
    let sandbox = Sandbox::start().await.unwrap();
    let address = address(&sandbox);
    let stream = TcpStream::connect(address).await.unwrap();
    sandbox.shutdown().await;
    let mut byte = [0];
    stream.readable().await.unwrap();
    assert!(matches!(stream.try_read(&mut byte), Ok(0) | Err(_)));
    assert!(TcpStream::connect(address).await.is_err());
    let again = Sandbox::builder().listen(address).start().await.unwrap();
    assert_eq!(Ask::new(&again).send().await.status, 200);
}

#[tokio::test]
async fn a_dropped_handle_refuses_new_connections() {
    let sandbox = Sandbox::start().await.unwrap();
    let address = address(&sandbox);
    drop(sandbox);
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn each_start_has_its_own_ids_and_keys() {
    let (one, other) = (frozen().start().await.unwrap(), frozen().start().await.unwrap());
    for (one, other) in [
        (one.access_key(), other.access_key()),
        (one.secret_key(), other.secret_key()),
        (one.token(), other.token()),
        (one.project_id(), other.project_id()),
        (one.instance_id(), other.instance_id()),
        (one.backup_id(), other.backup_id()),
    ] {
        assert_ne!(one, other);
    }
}

#[tokio::test]
async fn faults_hit_the_next_api_requests_in_order() {
    let sandbox = frozen().start().await.unwrap();
    let links = links(&sandbox).await;
    sandbox.fail_next(Fault::Respond(
        http::Response::builder()
            .status(503)
            .header("retry-after", "7")
            .header("content-length", "99")
            .body(Bytes::from_static(b"<html>"))
            .unwrap(),
    ));
    sandbox.fail_next(Fault::CutBody);
    sandbox.fail_next(Fault::CloseConnection);

    let download = http_client().get(&links[0]).send().await.unwrap();
    assert_eq!(download.status(), 200, "downloads don't count");

    let request = || {
        let ask = Ask::new(&sandbox);
        ask.request(Some(&ask.authorization())).send()
    };
    let answer = request().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "7");
    assert_eq!(answer.text().await.unwrap(), "<html>");
    let cut = request().await.unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.bytes().await.is_err());
    assert!(request().await.unwrap_err().is_request());
    assert_eq!(request().await.unwrap().status(), 200);
}

#[tokio::test]
async fn debug_shows_no_key_and_no_token() {
    let sandbox = frozen().temporary_keys().start().await.unwrap();
    let shown = format!("{sandbox:?} {sandbox:#?} {:?}", frozen());
    assert!(shown.contains(sandbox.endpoint()));
    for secret in [sandbox.secret_key(), sandbox.token(), sandbox.security_token().unwrap()] {
        assert!(!shown.contains(secret));
    }
}

#[tokio::test]
async fn a_clock_out_of_all_bounds_is_held_in() {
    let sandbox = Sandbox::start().await.unwrap();
    for _ in 0..2 {
        sandbox.advance(Duration::MAX);
        let links = links(&sandbox).await;
        let answer = http_client().get(&links[0]).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
}

#[test]
fn the_default_files_are_rdb_with_their_check_sums() {
    let backup = Backup::three_shards();
    assert_eq!(backup.files().len(), 3);
    for (name, bytes) in backup.files() {
        assert!(bytes.starts_with(b"REDIS0010"), "{name}");
        assert!(bytes.len() < 8192, "{name}");
        let (content, trailer) = bytes.split_at(bytes.len() - 8);
        assert_eq!(crc64(content).to_le_bytes(), trailer, "{name}");
    }
}

/// CRC-64 with the Jones polynomial, reflected, from 0.
fn crc64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8)
            .fold(crc ^ u64::from(*byte), |crc, _| (crc >> 1) ^ (0x95ac_9329_ac4b_c9b5 * (crc & 1)))
    })
}

#[test]
fn everything_public_is_send_and_sync() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Sandbox>();
    check::<SandboxBuilder>();
    check::<Backup>();
    check::<Fault>();
}

#[tokio::test]
async fn its_own_client_has_its_keys_and_its_time() {
    for builder in [Sandbox::builder(), Sandbox::builder().temporary_keys()] {
        let sandbox = builder.start().await.unwrap();
        sandbox.advance(Duration::from_secs(3600));
        let client = sandbox.client().unwrap();
        let request = client.backup(sandbox.instance_id(), sandbox.backup_id()).links();
        let links = request.send().await.unwrap();
        let left = links.iter().next().unwrap().remaining(sandbox.now()).unwrap();
        assert!(left > Duration::from_secs(1700), "{left:?}");
    }
}
