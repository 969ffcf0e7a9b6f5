//! A process that is killed half-way: little is fetched again.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    pin::pin,
    process::{Child, Stdio},
};

use bytes::Bytes;
use dcs_backup::download::Happening;
use futures_util::StreamExt;

use crate::{
    alone,
    common::{BACKUP, INSTANCE, TestClock, builder},
    support::{Act, MIB, Store, aof},
};

const NAMES: [&str; 3] = ["a", "b", "c"];
const SIZE: u64 = 64 * MIB;

/// The second process tells what it has written, until it is killed. At that moment, all ranges of all
/// files are under way.
#[tokio::test]
async fn after_a_kill_half_way_at_most_16_mib_of_a_file_are_fetched_again() {
    let test = "kill::after_a_kill_half_way_at_most_16_mib_of_a_file_are_fetched_again";
    if let Some(told) = alone::told() {
        return download_and_tell(&told).await;
    }
    let bytes = Bytes::from(aof(SIZE));
    let store = Store::start(NAMES.map(|name| (name, bytes.clone()))).await;
    // Eight parts, of 8 MiB each.
    store.behave(|_| Act::Stall(5 * MIB));
    let folder = tempfile::tempdir().unwrap();
    let told = format!("{} {}", store.endpoint(), folder.path().display());
    let child = alone::command(test, &told, &[]).stdout(Stdio::piped()).spawn().unwrap();
    let half_way = tokio::task::spawn_blocking(|| kill_half_way(child)).await.unwrap();
    assert!(half_way.values().all(|written| *written < SIZE), "{half_way:?}");

    store.forget();
    store.behave(|_| Act::Serve);
    let report = store.download(folder.path()).await.unwrap();
    for file in report.files {
        let name = file.name.as_str();
        let fetched: u64 = store
            .asked()
            .iter()
            .filter(|asked| asked.file == name)
            .map(|asked| asked.range.unwrap())
            .map(|(first, last)| last.map_or(SIZE, |last| last + 1) - first)
            .sum();
        let missing = SIZE - half_way[name];
        assert!(fetched <= missing + 16 * MIB, "{name}: {fetched} of {missing} missing");
        assert_eq!(fetched, SIZE - file.resumed, "{name}");
        assert!(std::fs::read(folder.path().join(name)).unwrap() == bytes, "{name}");
    }
}

#[allow(clippy::print_stdout, reason = "the first process reads it")]
async fn download_and_tell(told: &str) {
    let (endpoint, folder) = told.split_once(' ').unwrap();
    let client = builder(endpoint, &TestClock::default()).build().unwrap();
    let mut downloader = client.backup(INSTANCE, BACKUP).download();
    let mut events = downloader.events();
    let mut download = pin!(downloader.into_folder(folder));
    loop {
        tokio::select! {
            result = &mut download => panic!("it was not to end: {result:?}"),
            Some(event) = events.next() => if let Happening::Progress { bytes } = event.what {
                println!("written {} {bytes}", event.file);
            }
        }
    }
}

/// Kills the process when half of each file is written; how much it was.
fn kill_half_way(mut child: Child) -> BTreeMap<String, u64> {
    let mut written = BTreeMap::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some((name, bytes)) = line.strip_prefix("written ").and_then(|it| it.split_once(' '))
        else {
            continue;
        };
        written.insert(name.to_owned(), bytes.parse().unwrap());
        if written.len() == NAMES.len() && written.values().all(|written| *written >= SIZE / 2) {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    written
}
