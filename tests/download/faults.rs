//! A store that breaks off, lies, throttles or falls silent.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use dcs_backup::{Clock, ErrorKind, download::Verify};
use proptest::prelude::*;

use crate::support::{Act, MIB, SIGNATURE, Store, answer, aof, rdb, xml};

/// One small file, from a store that behaves so; its bytes, or the error.
async fn fetch(
    behaviour: impl FnMut(&crate::support::Asked) -> Act + Send + 'static,
) -> Result<Store, dcs_backup::Error> {
    let store = Store::start([("a.rdb", rdb(100_000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.behave(behaviour);
    store.download(folder.path()).await?;
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(100_000));
    Ok(store)
}

#[tokio::test]
async fn a_broken_connection_goes_on_at_the_byte_reached() {
    let store =
        fetch(|asked| if asked.turn < 9 { Act::Cut(7001) } else { Act::Serve }).await.unwrap();
    assert_eq!(store.asked().len(), 10);
    assert_eq!(store.sent(), 100_000, "no byte twice");
    assert_eq!(store.asked()[2].range, Some((14_002, Some(99_999))));
    assert!(store.asked()[2].head.contains("if-match: \"first-1\""));
    // Each byte renews the budget: always the first wait.
    assert_eq!(store.waits(), [Duration::from_millis(500); 9]);
}

#[tokio::test]
async fn a_store_that_sends_nothing_is_given_up() {
    let error = fetch(|_| Act::Cut(0)).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert_eq!(error.attempts(), Some(5));
    let error = fetch(|_| Act::Raw(Vec::new())).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Network);
}

#[tokio::test]
async fn a_stall_ends_by_the_read_timeout() {
    let store = Store::start([("a.rdb", rdb(100_000))]).await;
    store.behave(|asked| if asked.turn < 2 { Act::Stall(40_000) } else { Act::Serve });
    let folder = tempfile::tempdir().unwrap();
    let quick = || store.downloader().read_timeout(Duration::from_millis(100));
    quick().into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(100_000));
    store.behave(|_| Act::Stall(0));
    let folder = tempfile::tempdir().unwrap();
    let error = quick().into_folder(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_store_without_ranges_is_read_whole_and_mended() {
    let store = fetch(|asked| match asked.turn {
        0 => Act::IgnoreRange,
        _ => Act::Serve,
    })
    .await
    .unwrap();
    assert_eq!(store.asked().len(), 1);
    // The whole file comes again, and what is there already is passed over.
    let turns = Arc::new(AtomicUsize::new(0));
    let mut body = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 100000\r\n\
          etag: \"first-1\"\r\n\r\n"
        .to_vec();
    body.extend_from_slice(&rdb(100_000)[..60_000]);
    let counted = Arc::clone(&turns);
    fetch(move |_| match counted.fetch_add(1, Ordering::Relaxed) {
        0 => Act::Raw(body.clone()),
        _ => Act::IgnoreRange,
    })
    .await
    .unwrap();
    assert_eq!(turns.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn answers_that_are_not_what_was_asked_for_are_errors() {
    for (act, problem) in [
        (Act::ContentRange("bytes 1-100000/100001"), "Content-Range that was not asked for"),
        (
            Act::ContentRange("bytes 0-99998/100000"),
            "Content-Length that is not its Content-Range's",
        ),
        (Act::ContentRange("bytes 0-99999/1e5"), "no readable Content-Range"),
        (Act::ContentRange(""), "no readable Content-Range"),
        (Act::Raw(answer("200 OK", "content-type: text/html\r\n", "<html>")), "an HTML page"),
        (Act::Raw(answer("200 OK", "content-type: Text/HTML; x\r\n", "<html>")), "an HTML page"),
        (
            Act::Raw(b"HTTP/1.1 200 OK\r\n\r\nno length".to_vec()),
            "does not say how long the file is",
        ),
    ] {
        let mut act = Some(act);
        let error = fetch(move |_| act.take().unwrap_or(Act::Serve)).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test]
async fn refusals_have_the_stores_code_and_no_link() {
    for (status, code, kind) in [
        ("403 Forbidden", "SignatureDoesNotMatch", ErrorKind::PermissionDenied),
        ("404 Not Found", "NoSuchKey", ErrorKind::NotFound),
        ("400 Bad Request", "TooManyWrongSignature", ErrorKind::Rejected),
        ("307 Temporary Redirect", "TemporaryRedirect", ErrorKind::Rejected),
        ("500 Internal Server Error", "InternalError", ErrorKind::Service),
    ] {
        let location = "location: http://127.0.0.1:1/?Signature=LINKSIGNATURE\r\n";
        let error = fetch(move |_| Act::Raw(xml(status, code, location))).await.err().unwrap();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.code(), Some(code));
        assert_eq!(error.request_id(), Some("0000018F"));
        assert!(error.to_string().contains(code), "{error}");
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains(SIGNATURE) && !shown.contains("http://"), "{shown}");
    }
}

#[tokio::test]
async fn a_signature_that_the_store_repeats_is_masked() {
    let xml = "<Error><Code>SignatureDoesNotMatch</Code>\
               <Message>Not right: LINKSIGNATURE, in /a.rdb</Message></Error>";
    let id = "x-obs-request-id: of-LINKSIGNATURE\r\n";
    let error = fetch(move |_| Act::Raw(answer("403 Forbidden", id, xml))).await.err().unwrap();
    assert!(
        error.to_string().contains("SignatureDoesNotMatch: Not right: ***, in /a.rdb"),
        "{error}"
    );
    assert_eq!(error.request_id(), Some("of-***"));
    assert!(!format!("{error:?}").contains(SIGNATURE), "{error:?}");
}

#[tokio::test]
async fn an_answer_without_end_is_left_at_the_last_byte_of_the_range() {
    let store = fetch(|_| Act::Chunked(64 * MIB)).await.unwrap();
    assert!(store.sent() < 32 * MIB, "{}", store.sent());
}

/// A part gives way, and waits for longer than all its attempts together may take.
#[tokio::test]
async fn the_wait_for_a_connection_is_no_failed_attempt() {
    let store = Store::start([("a.rdb", rdb(20 * MIB))]).await;
    let clock = store.clock();
    store.behave(move |asked| match asked.turn {
        0 => Act::Stall(4 * MIB),
        1 => Act::Raw(xml("503 Service Unavailable", "SlowDown", "")),
        2 => {
            drop(clock.sleep(Duration::from_secs(200)));
            Act::Serve
        }
        3 => Act::Cut(0),
        _ => Act::Serve,
    });
    let folder = tempfile::tempdir().unwrap();
    let download = store.downloader().connections(2).read_timeout(Duration::from_millis(500));
    download.into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(20 * MIB));
}

/// A part of the file as it was would fail, would it go on.
#[tokio::test]
async fn parts_of_a_file_that_is_begun_anew_fail_nothing() {
    let store = Store::start([("a.rdb", rdb(20 * MIB))]).await;
    store.behave(|asked| match (asked.turn, asked.range) {
        (1, _) => Act::Stall(MIB),
        (2, _) => Act::Header("etag", "\"second-1\""),
        (_, Some((first, _))) if first == 9 * MIB => Act::Raw(xml("400 Bad Request", "X", "")),
        _ => Act::Serve,
    });
    let folder = tempfile::tempdir().unwrap();
    let download = store.downloader().connections(2).read_timeout(Duration::from_secs(2));
    download.into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(20 * MIB));
}

#[tokio::test]
async fn a_store_without_ranges_is_not_asked_for_the_whole_file_once_a_range() {
    let bytes = rdb(40 * MIB);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    store.behave(|asked| match asked.turn {
        0 => Act::Serve,
        _ => Act::Raw(xml("400 Bad Request", "X", "")),
    });
    store.download(folder.path()).await.unwrap_err();
    store.forget();
    let mut broken = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\netag: \"first-1\"\r\n\r\n",
        bytes.len()
    )
    .into_bytes();
    broken.extend_from_slice(&bytes[..1000]);
    store.behave(move |asked| match asked.turn {
        0..4 => Act::Raw(broken.clone()),
        _ => Act::IgnoreRange,
    });
    store.downloader().connections(4).into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
    assert!(store.asked().len() <= 5, "{}", store.asked().len());
}

#[tokio::test]
async fn no_failure_shows_a_link() {
    for act in [|| Act::Cut(0), || Act::Raw(b"garbage\r\n\r\n".to_vec()), || Act::ContentRange("x")]
    {
        let error = fetch(move |_| act()).await.err().unwrap();
        let mut shown = format!("{error} {error:?} {error:#?}");
        let mut cause = std::error::Error::source(&error);
        while let Some(source) = cause {
            shown.push_str(&format!("{source} {source:?}"));
            cause = source.source();
        }
        assert!(shown.contains("a.rdb"), "{shown}");
        assert!(!shown.contains(SIGNATURE) && !shown.contains("http://"), "{shown}");
    }
}

#[tokio::test]
async fn a_throttling_store_gets_fewer_connections_and_the_wait_it_asks_for() {
    const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let store = Store::start(NAMES.map(|name| (name, aof(10_000)))).await;
    store.behave(|asked| match asked.turn {
        0 => Act::Raw(xml("503 Service Unavailable", "SlowDown", "retry-after: 7\r\n")),
        1 if asked.file.as_str() < "e" => {
            Act::Raw(xml("429 Too Many Requests", "TooManyRequests", ""))
        }
        _ => Act::Serve,
    });
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    assert!(store.waits().contains(&Duration::from_secs(7)), "{:?}", store.waits());
    for name in NAMES {
        assert!(std::fs::read(folder.path().join(name)).unwrap() == aof(10_000));
    }
}

#[tokio::test]
async fn a_store_that_only_throttles_is_given_up() {
    let error =
        fetch(|_| Act::Raw(xml("503 Service Unavailable", "SlowDown", ""))).await.err().unwrap();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("SlowDown")));
    let error = fetch(|_| Act::Raw(xml("429 Too Many Requests", "T", ""))).await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Throttled);
}

#[tokio::test]
async fn requests_carry_nothing_that_a_link_forbids() {
    let store =
        fetch(|asked| if asked.turn == 0 { Act::Cut(10) } else { Act::Serve }).await.unwrap();
    for asked in store.asked() {
        let mut names: Vec<_> = asked
            .head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .map(|(name, _)| name)
            .collect();
        names.sort_unstable();
        let allowed: &[&str] = if asked.turn == 0 {
            &["accept", "accept-encoding", "host", "range", "user-agent"]
        } else {
            &["accept", "accept-encoding", "host", "if-match", "range", "user-agent"]
        };
        assert_eq!(names, allowed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_is_cut_the_bytes_are_right(
        sizes in proptest::collection::vec(0_u64..300_000, 1..5),
        cuts in proptest::collection::vec((0_usize..5, 0_usize..4, 0_u64..200_000), 0..12),
        ignored in proptest::collection::vec(0_usize..5, 0..3),
        connections in 1_usize..5,
    ) {
        const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let files: Vec<_> = NAMES.into_iter().zip(sizes.iter().map(|size| aof(*size))).collect();
            let store = Store::start(files.clone()).await;
            store.behave(move |asked| {
                let file = NAMES.iter().position(|name| *name == asked.file).unwrap();
                if let Some((_, _, at)) = cuts.iter().find(|cut| (cut.0, cut.1) == (file, asked.turn)) {
                    Act::Cut(*at)
                } else if ignored.contains(&asked.turn) {
                    Act::IgnoreRange
                } else {
                    Act::Serve
                }
            });
            let folder = tempfile::tempdir().unwrap();
            store.downloader().connections(connections).verify(Verify::WherePossible).into_folder(folder.path()).await.unwrap();
            for (name, bytes) in files {
                assert!(std::fs::read(folder.path().join(name)).unwrap() == bytes, "{name}");
            }
        });
    }
}

#[tokio::test]
async fn many_ranges_of_one_file_survive_many_cuts() {
    let bytes = rdb(60 * MIB);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    store.behave(|asked| match asked.turn % 3 {
        0 => Act::Serve,
        _ => Act::Cut(3 * MIB + 17),
    });
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
}
