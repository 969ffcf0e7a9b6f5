//! Killed after random numbers of bytes, many times: what was recorded is not fetched again, and in
//! the end the bytes are right.

use std::{collections::BTreeMap, fs, ops::Range, path::Path};

use bytes::Bytes;
use dcs_backup_sandbox::{Backup, Sandbox, ServedRequest, StoreFault};
use tempfile::tempdir;

use crate::support::*;

const KILLS: usize = 25;
const CONNECTIONS: u64 = 2;
/// The most of a file that a download may have to fetch again.
const LOST: u64 = 16 << 20;
/// What the system may hold of a connection: sent, and not received.
const BUFFERED: u64 = 8 << 20;

/// How a round ends.
enum End {
    /// By a kill while bytes flow, when so many were sent.
    Flowing(u64),
    /// By a kill when a body of the large file has fallen silent, after so many bytes.
    Silent(u64),
}

fn files() -> BTreeMap<String, Bytes> {
    let large = ("large.aof".to_owned(), aof(96 * MIB));
    shards().into_iter().chain([large, ("small.aof".to_owned(), aof(3 * MIB))]).collect()
}

fn random_end(random: &mut fastrand::Rng) -> End {
    let bytes = random.u64(0..64 << 20);
    if random.bool() { End::Flowing(bytes) } else { End::Silent(bytes / 2) }
}

fn download(sandbox: &Sandbox, folder: &Path) -> Running {
    let connections = CONNECTIONS.to_string();
    let arguments = ["download", "--progress=never", "-j", &connections, "-o", text(folder)];
    spawn(cli_at(sandbox, &arguments))
}

/// The bytes of a file that were sent in answer to these requests.
fn sent_of(sandbox: &Sandbox, name: &str, requests: Range<usize>) -> u64 {
    let of_file = |request: &&ServedRequest| request.file_name.as_deref() == Some(name);
    sandbox.requests()[requests].iter().filter(of_file).map(|request| request.bytes_sent).sum()
}

/// Ends the program as the round has it; tells whether it was still at work.
async fn killed(sandbox: &Sandbox, mut running: Running, end: End, earlier: usize) -> bool {
    let reached = || match end {
        End::Flowing(bytes) => sent_since(sandbox, earlier) >= bytes,
        End::Silent(_) => false,
    };
    let mut silent = std::pin::pin!(sandbox.until_stalled(1..));
    loop {
        if let Some(status) = running.child().try_wait().unwrap() {
            assert!(status.success(), "{}", ended(running).stderr);
            return false;
        }
        let now_silent = tokio::select! {
            biased;
            () = &mut silent => true,
            () = tokio::task::yield_now() => false,
        };
        if now_silent || reached() {
            running.child().kill().unwrap();
            running.child().wait().unwrap();
            sandbox.until_stalled(..1).await;
            return true;
        }
    }
}

#[allow(clippy::print_stdout, reason = "a failure shows it, whatever failed")]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn killed_again_and_again_it_loses_little_and_ends_right() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let files = files();
    // From the disk, it counts what it sends in small pieces.
    let source = tempdir().unwrap();
    for (name, bytes) in &files {
        fs::write(source.path().join(name), bytes).unwrap();
    }
    let backup = Backup::from_folder(source.path()).unwrap();
    let mut kills = 0;
    while kills < KILLS {
        let folder = tempdir().unwrap();
        let sandbox = Sandbox::builder().backup(backup.clone()).start().await.unwrap();
        let mut killed_rounds = Vec::new();
        loop {
            let earlier = sandbox.requests().len();
            let end = if kills < KILLS { random_end(&mut random) } else { End::Flowing(u64::MAX) };
            if let End::Silent(after) = end {
                sandbox.fail_file("large.aof", StoreFault::StallBody { after });
            }
            let running = download(&sandbox, folder.path());
            if !killed(&sandbox, running, end, earlier).await {
                break;
            }
            kills += 1;
            killed_rounds.push(earlier..sandbox.requests().len());
        }
        for (name, bytes) in &files {
            assert!(fs::read(folder.path().join(name)).unwrap() == *bytes, "{name}");
            let sent = |round| sent_of(&sandbox, name, round);
            let allowed = |round: &Range<usize>| {
                // A single byte is asked for with its neighbour.
                sent(round.clone()).min(LOST + CONNECTIONS * BUFFERED) + round.len() as u64
            };
            let allowed = killed_rounds.iter().map(allowed).sum::<u64>();
            let again = sent(0..sandbox.requests().len()) - bytes.len() as u64;
            assert!(again <= allowed, "{name}: {again} of {allowed} bytes again");
        }
        run(cli(&["verify", text(folder.path())])).succeeded();
    }
}
