//! How many connections are open at a time.

use std::time::Duration;

use dcs_backup::Client;
use dcs_backup_sandbox::{Backup, Sandbox, StoreFault};
use http::StatusCode;

use crate::{
    sandbox::{downloader, serve},
    support::{MIB, aof},
};

const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

fn small() -> Backup {
    Backup::new(NAMES.map(|name| (name, aof(10_000))))
}

/// Lets so many bodies stall at their beginning.
fn stall(sandbox: &Sandbox, bodies: usize) {
    (0..bodies).for_each(|_| sandbox.fail_store_next(StoreFault::StallBody { after: 0 }));
}

/// How many connections are open at a time: at least `expected`, after `before` requests.
async fn open(
    sandbox: &Sandbox,
    client: &Client,
    most: usize,
    expected: usize,
    before: usize,
) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let downloader = downloader(sandbox, client).connections(most);
    let download = downloader.read_timeout(Duration::from_secs(10)).into_folder(folder.path());
    let stalled = async {
        sandbox.until_stalled(expected..).await;
        // Whoever else would come has time to.
        for _ in 0..10_000 {
            tokio::task::yield_now().await;
        }
        let links = 1;
        sandbox.requests().len() - before - links
    };
    tokio::select! {
        result = download => panic!("it was not to end: {result:?}"),
        open = stalled => open,
    }
}

#[tokio::test]
async fn files_come_at_the_same_time_and_no_more_than_was_asked_for() {
    for (connections, expected) in [(64, 8), (3, 3), (1, 1), (0, 1)] {
        let (sandbox, client) = serve(small()).await;
        stall(&sandbox, expected);
        assert_eq!(open(&sandbox, &client, connections, expected, 0).await, expected);
    }
}

#[tokio::test]
async fn ranges_of_one_file_come_at_the_same_time_and_at_most_16() {
    for (size, connections, expected) in [(40, 64, 5), (40, 4, 4), (136, 64, 16)] {
        // Sparse: it takes no time to make.
        let served = tempfile::tempdir().unwrap();
        let file = std::fs::File::create(served.path().join("a")).unwrap();
        file.set_len(size * MIB).unwrap();
        let (sandbox, client) = serve(Backup::from_folder(served.path()).unwrap()).await;
        stall(&sandbox, expected);
        assert_eq!(open(&sandbox, &client, connections, expected, 0).await, expected);
    }
}

#[tokio::test]
async fn a_throttling_store_gets_half_as_many() {
    let (sandbox, client) = serve(small()).await;
    for _ in NAMES {
        let wait = Duration::from_secs(1);
        sandbox.fail_store_next(StoreFault::busy(StatusCode::SERVICE_UNAVAILABLE, wait));
    }
    stall(&sandbox, 4);
    assert_eq!(open(&sandbox, &client, 64, 4, NAMES.len()).await, 4);
}
