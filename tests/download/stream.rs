//! One file as a stream of bytes.

use dcs_backup::{Downloader, Error, ErrorKind, download::Verify};
use futures_util::StreamExt;

use crate::support::{Act, MIB, Store, aof, rdb};

/// All bytes, and the error at the end if there is one.
async fn drain(downloader: &Downloader, store: &Store) -> (Vec<u8>, Option<Error>) {
    let links = store.links().await;
    let mut stream = Box::pin(downloader.stream(links.iter().next().unwrap()));
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => bytes.extend_from_slice(&chunk),
            Err(error) => {
                assert!(stream.next().await.is_none());
                return (bytes, Some(error));
            }
        }
    }
    (bytes, None)
}

#[tokio::test]
async fn the_bytes_come_in_order_over_breaks_and_expired_links() {
    let bytes = rdb(40 * MIB);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    store.behave(|asked| match asked.turn {
        1 => Act::Raw(crate::support::answer(
            "403 Forbidden",
            "",
            "<Error><Message>Request has expired</Message></Error>",
        )),
        turn if turn < 6 => Act::Cut(5 * MIB + 1),
        _ => Act::Serve,
    });
    let (streamed, error) = drain(&store.downloader(), &store).await;
    assert!(error.is_none(), "{error:?}");
    assert!(streamed == bytes);
    assert_eq!(store.sent(), 40 * MIB);
}

#[tokio::test]
async fn small_files_stream_too() {
    for size in [0, 1, 2, 7, 9] {
        let store = Store::start([("a", aof(size))]).await;
        let (streamed, error) = drain(&store.downloader(), &store).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(streamed, aof(size));
    }
}

#[tokio::test]
async fn damage_and_a_missing_check_sum_are_told_at_the_end() {
    let mut bad = rdb(5000);
    bad[77] ^= 1;
    let store = Store::start([("a.rdb", bad.clone())]).await;
    let (streamed, error) = drain(&store.downloader(), &store).await;
    assert_eq!(streamed, bad);
    assert_eq!(error.unwrap().kind(), ErrorKind::Integrity);
    let (_, error) = drain(&store.downloader().verify(Verify::Skip), &store).await;
    assert!(error.is_none());
    let store = Store::start([("a.aof", aof(5000))]).await;
    let (_, error) = drain(&store.downloader().verify(Verify::Required), &store).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Integrity);
    let (_, error) = drain(&store.downloader(), &store).await;
    assert!(error.is_none());
}

#[tokio::test]
async fn a_file_that_changes_half_way_is_an_error() {
    let store = Store::start([("a.aof", aof(5000))]).await;
    store.behave(|asked| match asked.turn {
        0 => Act::Cut(1000),
        _ => Act::Header("etag", "\"second-1\""),
    });
    let (streamed, error) = drain(&store.downloader(), &store).await;
    assert_eq!(streamed, aof(5000)[..1000]);
    assert!(error.unwrap().to_string().contains("changed at the store"));
}
