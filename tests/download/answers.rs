//! What the store's answers are worth: which version they are from, how they are framed and coded, which
//! range they hold, and how fast they come.

use std::time::Duration;

use bytes::Bytes;
use dcs_backup::{Error, ErrorKind, Hint, download::Happening};
use futures_util::StreamExt;

use crate::support::{Act, Asked, MIB, Store, aof, rdb, xml};

const OLD: &str = "last-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
const STRONG_AND_OLD: &str = "etag: \"v1\"\r\nlast-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
const WEAK_AND_OLD: &str = "etag: W/\"v1\"\r\nlast-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
const NEW: &str = "last-modified: Sun, 06 Nov 1994 08:49:38 GMT\r\n";

/// The answer to a range of `bytes`, or to the whole of them, with no header that was not given.
fn serve(asked: &Asked, bytes: &[u8], headers: &str) -> Vec<u8> {
    let (first, last) = asked.range.unwrap_or((0, None));
    serve_part(asked, bytes, first, last.unwrap_or(u64::MAX), headers)
}

/// The same, from `first` to `last`, whatever was asked for.
fn serve_part(asked: &Asked, bytes: &[u8], first: u64, last: u64, headers: &str) -> Vec<u8> {
    let length = bytes.len() as u64;
    let last = last.min(length - 1);
    let (status, range) = match asked.range {
        Some(_) => {
            ("206 Partial Content", format!("content-range: bytes {first}-{last}/{length}\r\n"))
        }
        None => ("200 OK", String::new()),
    };
    let body = &bytes[usize::try_from(first).unwrap()..=usize::try_from(last).unwrap()];
    let head = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{range}{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// `answer`, cut after so many bytes of its body.
fn cut(answer: Vec<u8>, after: usize) -> Vec<u8> {
    let body = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
    answer[..answer.len().min(body + after)].to_vec()
}

/// Downloads a file that the store serves so, and says what is on the disk then.
async fn fetch_from(
    store: &Store,
    behaviour: impl FnMut(&Asked) -> Act + Send + 'static,
) -> Result<Vec<u8>, Error> {
    let folder = tempfile::tempdir().unwrap();
    store.behave(behaviour);
    let report = store.download(folder.path()).await?;
    Ok(std::fs::read(folder.path().join(report.files[0].name.as_str())).unwrap())
}

async fn fetch(
    bytes: impl Into<Bytes>,
    behaviour: impl FnMut(&Asked) -> Act + Send + 'static,
) -> Result<Vec<u8>, Error> {
    let store = Store::start([("a", bytes)]).await;
    fetch_from(&store, behaviour).await
}

/// Two versions of the same length.
fn versions(length: u64) -> (Vec<u8>, Vec<u8>) {
    let old = aof(length);
    let mut new = old.clone();
    new.iter_mut().skip(4).for_each(|byte| *byte ^= 1);
    (old, new)
}

#[tokio::test]
async fn another_last_modified_is_another_file() {
    let (old, new) = versions(10 * MIB);
    let right = new.clone();
    let got = fetch(old.clone(), move |asked| match asked.turn {
        0 => Act::Raw(serve(asked, &old, OLD)),
        _ => Act::Raw(serve(asked, &new, NEW)),
    });
    assert!(got.await.unwrap() == right);
}

/// The validators of the first answer, and those of the later ones, that are of another version.
const CHANGED: [(&str, &str); 9] = [
    // One vanished.
    (STRONG_AND_OLD, OLD),
    (WEAK_AND_OLD, OLD),
    (WEAK_AND_OLD, "etag: W/\"v1\"\r\n"),
    // One appeared.
    (OLD, STRONG_AND_OLD),
    (OLD, WEAK_AND_OLD),
    // One is no date any more: the day of the week is wrong.
    (WEAK_AND_OLD, "etag: W/\"v1\"\r\nlast-modified: Mon, 06 Nov 1994 08:49:37 GMT\r\n"),
    (OLD, "last-modified: Mon, 06 Nov 1994 08:49:37 GMT\r\n"),
    // The ETag stayed, and the date did not.
    (STRONG_AND_OLD, "etag: \"v1\"\r\nlast-modified: Mon, 06 Nov 1995 08:49:37 GMT\r\n"),
    // Neither date is old enough to prove anything, and they differ.
    (
        "etag: \"v1\"\r\nlast-modified: Sat, 04 Jul 2026 11:22:33 GMT\r\n",
        "etag: \"v1\"\r\nlast-modified: Sat, 04 Jul 2026 11:22:34 GMT\r\n",
    ),
];

#[tokio::test]
async fn a_validator_that_vanishes_appears_or_differs_is_another_file() {
    for (before, after) in CHANGED {
        let (old, new) = versions(10 * MIB);
        let right = new.clone();
        let got = fetch(old.clone(), move |asked| match asked.turn {
            0 => Act::Raw(serve(asked, &old, before)),
            _ => Act::Raw(serve(asked, &new, after)),
        });
        assert!(got.await.unwrap() == right, "{before:?} {after:?}");
    }
}

#[tokio::test]
async fn a_later_run_knows_another_version_by_its_validators_too() {
    for (before, after) in CHANGED {
        let (old, new) = versions(10 * MIB);
        let store = Store::start([("a", old.clone())]).await;
        let folder = tempfile::tempdir().unwrap();
        store.behave(move |asked| match asked.turn {
            0 => Act::Raw(cut(serve(asked, &old, before), 7 << 20)),
            _ => Act::Raw(xml("400 Bad Request", "X", "")),
        });
        store.downloader().connections(1).into_folder(folder.path()).await.unwrap_err();
        let served = new.clone();
        store.behave(move |asked| Act::Raw(serve(asked, &served, after)));
        store.download(folder.path()).await.unwrap();
        assert!(std::fs::read(folder.path().join("a")).unwrap() == new, "{before:?} {after:?}");
    }
}

/// Some stores send the date with whole files only.
#[tokio::test]
async fn a_date_may_be_left_out_beside_the_same_strong_etag() {
    let bytes = aof(10 * MIB);
    for dated_turn in [0, 1] {
        let store = Store::start([("a", bytes.clone())]).await;
        let served = bytes.clone();
        let got = fetch_from(&store, move |asked| {
            let headers =
                if asked.turn == dated_turn { STRONG_AND_OLD } else { "etag: \"v1\"\r\n" };
            Act::Raw(serve(asked, &served, headers))
        });
        assert!(got.await.unwrap() == bytes);
        let from_the_start = store
            .asked()
            .into_iter()
            .filter(|asked| asked.range.is_none_or(|(first, _)| first == 0));
        assert_eq!(from_the_start.count(), 1, "begun anew");
    }
}

#[tokio::test]
async fn the_same_last_modified_joins_ranges_and_is_asked_for() {
    let bytes = aof(10 * MIB);
    let store = Store::start([("a", bytes.clone())]).await;
    let served = bytes.clone();
    let got = fetch_from(&store, move |asked| match asked.turn {
        1 => Act::Raw(cut(serve(asked, &served, OLD), 1000)),
        _ => Act::Raw(serve(asked, &served, OLD)),
    });
    assert!(got.await.unwrap() == bytes);
    let asked = store.asked();
    assert!(asked.iter().all(|asked| asked.range.is_some()));
    let condition = "if-unmodified-since: Sun, 06 Nov 1994 08:49:37 GMT";
    assert!(asked[1..].iter().all(|asked| asked.head.contains(condition)));
}

/// Each answer is of another version: only one that came in one piece is a file that there ever was.
#[tokio::test]
async fn without_a_validator_a_file_comes_in_one_answer() {
    let (first, second) = versions(10 * MIB);
    // One that says nothing, one that is weak, and one of the second in which it may have changed.
    let young = "last-modified: Sat, 04 Jul 2026 11:22:33 GMT\r\n";
    for headers in ["", "etag: W/\"v1\"\r\n", "etag: \"\"\r\n", young] {
        let (even, odd) = (first.clone(), second.clone());
        let store = Store::start([("a", first.clone())]).await;
        let got = fetch_from(&store, move |asked| {
            let version = if asked.turn % 2 == 0 { &even } else { &odd };
            match asked.turn {
                1 => Act::Raw(cut(serve(asked, version, headers), 9 << 20)),
                _ => Act::Raw(serve(asked, version, headers)),
            }
        });
        assert!(got.await.unwrap() == second, "{headers}");
        // Asked for a range, for the file, broken off; and the same again.
        let ranges: Vec<_> = store.asked().iter().map(|asked| asked.range.is_some()).collect();
        assert_eq!(ranges, [true, false, true, false], "{headers}");
    }
}

#[tokio::test]
async fn a_file_without_a_validator_that_always_breaks_off_is_given_up() {
    let bytes = aof(MIB);
    let error = fetch(bytes.clone(), move |asked| Act::Raw(cut(serve(asked, &bytes, ""), 1000)));
    let error = error.await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Network, Some(5)));
    assert!(error.to_string().contains("neither a strong ETag nor a Last-Modified"), "{error}");
}

#[tokio::test]
async fn a_stream_is_never_joined_from_answers_without_a_validator() {
    let (first, second) = versions(33 * MIB);
    let store = Store::start([("a", first.clone())]).await;
    let drain = async || {
        let links = store.links().await;
        let downloader = store.downloader();
        let mut stream = Box::pin(downloader.stream(links.iter().next().unwrap()));
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            match chunk {
                Ok(chunk) => bytes.extend_from_slice(&chunk),
                Err(error) => return (bytes, Some(error)),
            }
        }
        (bytes, None)
    };
    let (even, odd) = (first.clone(), second.clone());
    store.behave(move |asked| {
        Act::Raw(serve(asked, if asked.turn % 2 == 0 { &even } else { &odd }, ""))
    });
    let (bytes, error) = drain().await;
    assert!(error.is_none() && bytes == second, "{error:?}");
    // Before the first byte, nothing is lost; behind it, all is.
    store.forget();
    let odd = second.clone();
    store.behave(move |asked| match asked.turn {
        1 => Act::Raw(cut(serve(asked, &odd, ""), 0)),
        3 => Act::Raw(cut(serve(asked, &odd, ""), 1 << 20)),
        _ => Act::Raw(serve(asked, &odd, "")),
    });
    let (bytes, error) = drain().await;
    assert_eq!(bytes.len(), 1 << 20);
    assert_eq!(error.unwrap().kind(), ErrorKind::Network);
    assert_eq!(store.asked().len(), 4);
}

#[tokio::test]
async fn an_unfinished_file_goes_on_by_its_last_modified_and_not_without() {
    for (headers, from_the_start) in [(OLD, false), ("", true)] {
        let bytes = aof(10 * MIB);
        let store = Store::start([("a", bytes.clone())]).await;
        let folder = tempfile::tempdir().unwrap();
        let served = bytes.clone();
        store.behave(move |asked| match (asked.turn, asked.range) {
            (0, _) | (1, None) => Act::Raw(cut(serve(asked, &served, headers), 7 << 20)),
            _ => Act::Raw(xml("400 Bad Request", "X", "")),
        });
        store.downloader().connections(1).into_folder(folder.path()).await.unwrap_err();
        store.forget();
        let served = bytes.clone();
        store.behave(move |asked| Act::Raw(serve(asked, &served, headers)));
        store.download(folder.path()).await.unwrap();
        assert!(std::fs::read(folder.path().join("a")).unwrap() == bytes);
        let began = store.asked()[0].range.is_some_and(|(first, _)| first == 0);
        assert_eq!(began, from_the_start, "{headers}");
    }
}

#[tokio::test]
async fn a_weak_etag_that_matches_is_no_change() {
    for tags in [["\"v1\"", "W/\"v1\""], ["W/\"v1\"", "\"v1\""]] {
        let bytes = rdb(10 * MIB);
        let store = Store::start([("a", bytes.clone())]).await;
        store.replace("a", bytes.clone(), "\"v1\"");
        let got = fetch_from(&store, move |asked| Act::Header("etag", tags[asked.turn % 2]));
        assert!(got.await.unwrap() == bytes);
    }
}

/// A store that compares ETags in a way of its own refuses the right one.
#[tokio::test]
async fn a_condition_that_the_store_misjudges_is_left_out() {
    let bytes = rdb(10 * MIB);
    let store = Store::start([("a", bytes.clone())]).await;
    let got = fetch_from(&store, |asked| match asked.head.contains("if-match") {
        true => Act::Raw(xml("412 Precondition Failed", "PreconditionFailed", "")),
        false => Act::Serve,
    });
    assert!(got.await.unwrap() == bytes);
}

#[tokio::test]
async fn encoded_bytes_are_never_kept() {
    for header in [
        "content-encoding: gzip\r\n",
        "Content-Encoding: br\r\n",
        "content-encoding: identity\r\ncontent-encoding: zstd\r\n",
        "content-encoding: identity, aws-chunked\r\n",
        "transfer-encoding: gzip, chunked\r\n",
        "transfer-encoding: gzip\r\n",
    ] {
        let bytes = aof(1000);
        let answer = fetch(bytes.clone(), move |asked| {
            let mut answer = serve(asked, &bytes, &format!("etag: \"v\"\r\n{header}"));
            if header.contains("chunked\r\n") && header.starts_with("transfer") {
                let body = answer.len() - 1000;
                answer.splice(body..body, b"3e8\r\n".iter().copied());
                answer.extend_from_slice(b"\r\n0\r\n\r\n");
            }
            Act::Raw(answer)
        });
        let error = answer.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{header}: {error}");
        assert!(error.to_string().contains("encoded"), "{error}");
    }
    let bytes = aof(1000);
    let served = bytes.clone();
    let identity = "content-encoding: identity\r\netag: \"v\"\r\n";
    let got = fetch(bytes.clone(), move |asked| Act::Raw(serve(asked, &served, identity)));
    assert!(got.await.unwrap() == bytes);
}

/// A 200 in chunks of 1,000 bytes; `end` is the mark of its end, or nothing if that is lost.
fn chunked(bytes: &[u8], headers: &str, end: &str) -> Vec<u8> {
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n{headers}\r\n"
    )
    .into_bytes();
    for chunk in bytes.chunks(1000) {
        answer.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        answer.extend_from_slice(chunk);
        answer.extend_from_slice(b"\r\n");
    }
    answer.extend_from_slice(end.as_bytes());
    answer
}

const END: &str = "0\r\n\r\n";

#[tokio::test]
async fn the_framing_that_http_used_decides_how_long_a_file_is() {
    for (length, headers) in [
        (3700, "content-length: 1000\r\n"),
        (3700, "content-length: 1000\r\netag: \"v\"\r\n"),
        (3700, "content-length: 100000\r\n"),
        (3700, ""),
        (0, ""),
        (10 * MIB, "etag: \"v\"\r\n"),
    ] {
        let bytes = aof(length);
        let store = Store::start([("a", bytes.clone())]).await;
        let served = bytes.clone();
        let got = fetch_from(&store, move |_| Act::Raw(chunked(&served, headers, END)));
        assert!(got.await.unwrap() == bytes, "{length} {headers}");
        assert_eq!(store.asked().len(), 1);
    }
}

#[tokio::test]
async fn chunks_without_their_end_are_not_the_file() {
    let (first, second) = versions(3700);
    let (even, odd) = (first.clone(), second.clone());
    let got = fetch(first.clone(), move |asked| match asked.turn {
        0 => Act::Raw(chunked(&even, "content-length: 3700\r\n", "")),
        1 => Act::Raw(serve(&Asked { range: None, ..asked.clone() }, &odd[..1000], "")),
        _ => panic!("it has come"),
    });
    assert!(got.await.unwrap() == second[..1000]);
    let error = fetch(first.clone(), move |_| Act::Raw(chunked(&first, "", ""))).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Network, Some(5)));
}

/// A store that forgets ranges half-way, and lengths too, still has the same file.
#[tokio::test]
async fn chunks_of_the_known_version_are_passed_over_up_to_the_byte_reached() {
    let bytes = rdb(100_000);
    let served = bytes.clone();
    let got = fetch(bytes.clone(), move |asked| match asked.turn {
        0 => Act::Raw(cut(serve(asked, &served, "etag: \"v\"\r\n"), 50_000)),
        _ => Act::Raw(chunked(&served, "etag: \"v\"\r\n", END)),
    });
    assert!(got.await.unwrap() == bytes);
}

/// A store that tells no length says what the file is by sending it.
#[tokio::test]
async fn a_file_that_comes_in_chunks_is_known_again_by_its_end() {
    for bytes in [rdb(3700), aof(200_000)] {
        let store = Store::start([("a", bytes.clone())]).await;
        let served = bytes.clone();
        store.behave(move |_| Act::Raw(chunked(&served, "", END)));
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let by_links = dcs_backup::download::of_links(store.links().await).clock(store.clock());
            by_links.into_folder(folder.path()).await.unwrap();
        }
        let mut other = bytes.to_vec();
        *other.last_mut().unwrap() ^= 1;
        store.behave(move |_| Act::Raw(chunked(&other, "", END)));
        let by_links = dcs_backup::download::of_links(store.links().await).clock(store.clock());
        let error = by_links.into_folder(folder.path()).await.unwrap_err();
        assert_eq!(error.hint(), Some(Hint::AllowOverwrite), "{error}");
    }
}

#[tokio::test]
async fn a_stream_in_chunks_ends_where_they_end() {
    let bytes = rdb(3700);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    let served = bytes.clone();
    store.behave(move |_| Act::Raw(chunked(&served, "content-length: 1000\r\n", END)));
    let links = store.links().await;
    let downloader = store.downloader();
    let stream = downloader.stream(links.iter().next().unwrap());
    let chunks: Vec<_> = stream.map(Result::unwrap).collect().await;
    assert!(chunks.concat() == bytes);
}

#[tokio::test]
async fn a_shorter_range_is_taken_and_what_is_beyond_is_cut() {
    let bytes = rdb(12 * MIB);
    let etag = "etag: \"v1\"\r\n";
    for (less, more) in [(4 * MIB, 0), (4 * MIB + 1, 0), (0, 1), (0, MIB)] {
        let served = bytes.clone();
        let store = Store::start([("a", bytes.clone())]).await;
        let got = fetch_from(&store, move |asked| {
            let (first, last) = asked.range.unwrap();
            let mut last = last.unwrap_or(served.len() as u64 - 1) + more;
            if less > 0 {
                last = last.min(first + less - 1);
            }
            Act::Raw(serve_part(asked, &served, first, last, etag))
        });
        assert!(got.await.unwrap() == bytes, "{less} {more}");
        assert!(store.waits().is_empty(), "no failure, no wait");
    }
}

/// The body goes on behind the range that it states, which ends before the one asked for.
#[tokio::test]
async fn bytes_behind_the_stated_range_belong_to_nothing() {
    let bytes = rdb(10 * MIB);
    let served = bytes.clone();
    let got = fetch(bytes.clone(), move |asked| {
        let (first, last) = asked.range.unwrap();
        let last = last.unwrap_or(u64::MAX).min(first + MIB - 1).min(served.len() as u64 - 1);
        let (from, to) = (usize::try_from(first).unwrap(), usize::try_from(last).unwrap());
        let head = format!(
            "HTTP/1.1 206 Partial Content\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
             etag: \"v1\"\r\ncontent-range: bytes {first}-{last}/{}\r\n\r\n{:x}\r\n",
            served.len(),
            to - from + 1 + 5,
        );
        Act::Raw([head.as_bytes(), &served[from..=to], b"extra\r\n0\r\n\r\n"].concat())
    });
    assert!(got.await.unwrap() == bytes);
}

#[tokio::test]
async fn a_total_that_is_not_told_is_asked_for() {
    let bytes = rdb(10 * MIB);
    let store = Store::start([("a", bytes.clone())]).await;
    let got = fetch_from(&store, |asked| match asked.turn {
        0 => Act::ContentRange("bytes 0-8388607/*"),
        _ => Act::Serve,
    });
    assert!(got.await.unwrap() == bytes);
    assert_eq!(store.asked()[1].range, None);
}

#[tokio::test]
async fn answers_that_no_store_gives_are_refused() {
    let head = |status: &str, headers: &str| {
        format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n0123456789").into_bytes()
    };
    let ten = "content-length: 10\r\netag: \"v\"\r\n";
    for (answer, problem) in [
        (head("203 Non-Authoritative Information", ten), "203"),
        (head("204 No Content", "etag: \"v\"\r\n"), "204"),
        (head("226 IM Used", ten), "226"),
        (head("304 Not Modified", "etag: \"v\"\r\n"), "304"),
        (
            head(
                "206 Partial Content",
                &format!("{ten}content-type: multipart/byteranges; boundary=x\r\n"),
            ),
            "several parts",
        ),
        (
            head(
                "206 Partial Content",
                &format!("{ten}content-range: bytes 0-9/10\r\ncontent-range: bytes 0-9/11\r\n"),
            ),
            "no readable Content-Range",
        ),
        (head("200 OK", "etag: \"v\"\r\n"), "does not say how long the file is"),
    ] {
        let error = fetch(aof(10), move |_| Act::Raw(answer.clone())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
    // No framing that can be trusted: the connection is worth nothing.
    for lengths in [
        "content-length: 10\r\ncontent-length: 9\r\n",
        "content-length: -1\r\n",
        "content-length: +10\r\n",
        "content-length: 10x\r\n",
    ] {
        let answer = head("200 OK", &format!("{lengths}etag: \"v\"\r\n"));
        let error = fetch(aof(10), move |_| Act::Raw(answer.clone())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Network, "{lengths}: {error}");
    }
}

#[tokio::test]
async fn an_old_server_and_news_beforehand_are_understood() {
    let bytes = aof(1000);
    let served = bytes.clone();
    let got = fetch(bytes.clone(), move |asked| {
        let answer = serve(&Asked { range: None, ..asked.clone() }, &served, "etag: \"v\"\r\n");
        Act::Raw([&b"HTTP/1.0"[..], &answer[8..]].concat())
    });
    assert!(got.await.unwrap() == bytes);
    let served = bytes.clone();
    let got = fetch(bytes.clone(), move |asked| {
        let news = b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n".to_vec();
        Act::Raw([news, serve(asked, &served, "etag: \"v\"\r\n")].concat())
    });
    assert!(got.await.unwrap() == bytes);
}

#[tokio::test]
async fn an_error_that_trickles_is_judged_by_what_came() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let error = b"<Error><Code>".iter().chain(std::iter::repeat(&b'x')).copied();
    let error: Vec<u8> = error.take(65_536).collect();
    store.behave(move |asked| match asked.generation {
        0 => Act::Trickle(
            "HTTP/1.1 403 Forbidden\r\ncontent-length: 65536\r\n\r\n".to_owned(),
            error.clone(),
        ),
        _ => Act::Serve,
    });
    store.download(folder.path()).await.unwrap();
    assert!(store.sent() < 32_000, "{}", store.sent());
}

fn trickled(asked: &Asked, bytes: &[u8]) -> Act {
    let answer = serve(asked, bytes, "etag: \"v1\"\r\n");
    let body = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
    Act::Trickle(String::from_utf8(answer[..body].to_vec()).unwrap(), answer[body..].to_vec())
}

#[tokio::test]
async fn data_that_trickles_is_given_up_told_and_gone_on_with() {
    let bytes = rdb(100_000);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    let served = bytes.clone();
    store.behave(move |asked| match asked.turn {
        0..2 => trickled(asked, &served),
        _ => Act::Raw(serve(asked, &served, "etag: \"v1\"\r\n")),
    });
    let mut downloader = store.downloader();
    let events = downloader.events();
    downloader.into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
    let firsts: Vec<_> = store.asked().iter().map(|asked| asked.range.unwrap().0).collect();
    assert_eq!(firsts.len(), 3);
    assert!(firsts[0] < firsts[1] && firsts[1] < firsts[2], "on at the byte reached: {firsts:?}");
    let told = events.collect::<Vec<_>>().await.into_iter().any(|event| {
        matches!(event.what, Happening::Retrying { problem, .. }
            if problem.contains("less than 1024 bytes per second"))
    });
    assert!(told);
}

#[tokio::test]
async fn data_that_only_trickles_is_an_error_unless_any_rate_will_do() {
    let bytes = rdb(20_000);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    let served = bytes.clone();
    store.behave(move |asked| trickled(asked, &served));
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, Some(5)));
    assert!(error.to_string().contains("less than 1024 bytes per second"), "{error}");
    store.forget();
    store.downloader().least_rate(0).into_folder(folder.path()).await.unwrap();
    assert_eq!(store.asked().len(), 1);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
}

/// Every connection brings something, and all of them together next to nothing.
#[tokio::test]
async fn a_byte_for_each_connection_is_a_trickle_too() {
    let bytes = rdb(100_000);
    let served = bytes.clone();
    let error =
        fetch(bytes, move |asked| Act::Raw(cut(serve(asked, &served, "etag: \"v1\"\r\n"), 1)));
    assert_eq!(error.await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_byte_for_each_answer_is_an_error() {
    const TAG: &str = "etag: \"v1\"\r\n";
    for per_answer in [1, 1000] {
        let bytes = aof(10 * MIB);
        let store = Store::start([("a", bytes.clone())]).await;
        let got = fetch_from(&store, move |asked| {
            let (first, _) = asked.range.unwrap();
            Act::Raw(serve_part(asked, &bytes, first, first + per_answer - 1, TAG))
        });
        let error = got.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
        assert!(error.to_string().contains("less than 1024 bytes in answer"), "{error}");
        assert!(store.asked().len() < 1000, "{}", store.asked().len());
    }
    // One such answer now and then is none.
    let bytes = aof(MIB);
    let served = bytes.clone();
    let got = fetch(bytes.clone(), move |asked| {
        let (first, _) = asked.range.unwrap();
        let length = if asked.turn % 4 == 0 { 1 << 14 } else { 1 };
        Act::Raw(serve_part(asked, &served, first, first + length - 1, TAG))
    });
    assert!(got.await.unwrap() == bytes);
}

#[tokio::test]
async fn passing_trouble_is_tried_again_whatever_its_status() {
    for (status, code) in [
        ("408 Request Timeout", ""),
        ("421 Misdirected Request", ""),
        ("425 Too Early", ""),
        ("429 Too Many Requests", ""),
        ("400 Bad Request", "RequestTimeout"),
        ("400 Bad Request", "SlowDown"),
        ("403 Forbidden", "ServiceUnavailable"),
        ("409 Conflict", "OperationAborted"),
        ("404 Not Found", "InternalError"),
        ("500 Internal Server Error", "InternalError"),
        ("599 What", ""),
    ] {
        let bytes = rdb(1000);
        let got = fetch(bytes.clone(), move |asked| match asked.turn {
            0..2 => Act::Raw(xml(status, code, "")),
            _ => Act::Serve,
        });
        assert!(got.await.unwrap() == bytes, "{status} {code}");
    }
}

#[tokio::test]
async fn the_wait_that_a_store_asks_for_counts_from_the_stores_own_time() {
    let store = Store::start([("a", rdb(1000))]).await;
    let got = fetch_from(&store, |asked| match asked.turn {
        0 => Act::Raw(xml(
            "408 Request Timeout",
            "RequestTimeout",
            "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:49:44 GMT\r\n",
        )),
        _ => Act::Serve,
    });
    got.await.unwrap();
    assert_eq!(store.waits(), [Duration::from_secs(7)]);
}
