//! Lists of several pages.

use dcs_backup::ErrorKind;
use serde_json::json;

use crate::{
    common::{INSTANCE, Script, TestClock, json},
    support::client,
};

/// A page of backups with these ids, of so many in all.
fn page(total: usize, ids: &[&str]) -> Vec<u8> {
    let records: Vec<_> = ids.iter().map(|id| json!({ "backup_id": id })).collect();
    let body = json!({ "total_num": total, "backup_record_response": records });
    json("200 OK", "", &body.to_string())
}

/// What the stream gives of these pages, asked for by twos, and the offsets it asked for.
async fn read(pages: Vec<Vec<u8>>) -> (Vec<String>, Vec<u64>) {
    read_all(Script::serve(pages).await, 2).await
}

async fn read_all(script: Script, limit: i64) -> (Vec<String>, Vec<u64>) {
    let client = client(&script.endpoint, &TestClock::default());
    let mut stream = client.backup_records(INSTANCE).page_size(limit).stream();
    let mut ids = Vec::new();
    while let Some(record) = stream.next().await {
        ids.push(match record {
            Ok(record) => record.backup_id.unwrap_or_default(),
            Err(error) => format!("{:?}", error.kind()),
        });
    }
    (ids, offsets(&script))
}

fn offset(request: &str) -> u64 {
    let (_, rest) = request.split_once("offset=").unwrap();
    rest.split([' ', '&']).next().unwrap().parse().unwrap()
}

fn offsets(script: &Script) -> Vec<u64> {
    script.requests().iter().map(|request| offset(request)).collect()
}

#[tokio::test]
async fn a_page_is_asked_for_when_its_first_record_is() {
    let pages = vec![page(3, &["a", "b"]), page(3, &["c"])];
    let script = Script::serve(pages).await;
    let client = client(&script.endpoint, &TestClock::default());
    let mut stream = client.backup_records(INSTANCE).page_size(2).stream();
    assert_eq!((script.requests().len(), stream.total()), (0, None));
    for (sent, id) in [(1, "a"), (1, "b"), (2, "c")] {
        let record = stream.next().await.unwrap().unwrap();
        assert_eq!(record.backup_id.as_deref(), Some(id));
        assert_eq!((script.requests().len(), stream.total()), (sent, Some(3)));
    }
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
    assert_eq!(offsets(&script), [0, 2]);
}

const NO_TOTAL: &str = r#"{"backup_record_response":[{"backup_id":"a"},{"backup_id":"b"}]}"#;

/// Pages, the ids read, the offsets asked for.
type Case = (Vec<Vec<u8>>, &'static [&'static str], &'static [u64]);

#[tokio::test]
async fn no_record_is_lost_or_comes_twice() {
    let cases: [Case; 7] = [
        // A page may be shorter than asked.
        (vec![page(3, &["a"]), page(3, &["b", "c"])], &["a", "b", "c"], &[0, 1]),
        // One more came at the head.
        (vec![page(3, &["b", "c"]), page(4, &["c", "d"])], &["b", "c", "d"], &[0, 2]),
        // One went that had been read: the list moved by one.
        (
            vec![page(4, &["a", "b"]), page(3, &["d"]), page(3, &["c", "d"])],
            &["a", "b", "d", "c"],
            &[0, 2, 1],
        ),
        // All went.
        (vec![page(4, &["a", "b"]), page(0, &[])], &["a", "b"], &[0, 2, 0]),
        // The total may be that of a full page.
        (
            vec![page(2, &["a", "b"]), page(2, &["c", "d"]), page(0, &[])],
            &["a", "b", "c", "d"],
            &[0, 2, 4],
        ),
        // Without a total, an empty page is the end.
        (vec![json("200 OK", "", NO_TOTAL), json("200 OK", "", "{}")], &["a", "b"], &[0, 2]),
        (vec![page(1, &["a"])], &["a"], &[0]),
    ];
    for (pages, ids, offsets) in cases {
        let (read, asked) = read(pages).await;
        assert_eq!(
            (read, asked),
            (ids.iter().map(ToString::to_string).collect(), offsets.to_vec())
        );
    }
}

const PAST_THE_END: &[u8] = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";

/// How many records a server says there are, given how many are on the page.
type Total = fn(usize) -> usize;

/// What the stream gives of a list of five that a server cuts into pages by offset and limit, answering
/// 204 past its end; and the offsets asked for.
async fn listed(limit: i64, total: Total) -> (Vec<String>, Vec<u64>) {
    let list = ["a", "b", "c", "d", "e"];
    let server = Script::answer(move |request| {
        let offset = usize::try_from(offset(request)).unwrap();
        let on_page = list.get(offset..).unwrap_or_default().iter().copied();
        let on_page: Vec<_> = on_page.take(usize::try_from(limit).unwrap()).collect();
        match on_page.len() {
            0 => PAST_THE_END.to_vec(),
            length => page(total(length), &on_page),
        }
    });
    read_all(server.await, limit).await
}

#[tokio::test]
async fn a_list_ends_where_nothing_follows_however_its_records_are_counted() {
    let (all, the_pages): (Total, Total) = (|_| 5, |page| page);
    let cases: [(i64, Total, &[u64]); 6] = [
        (5, all, &[0, 5]),
        (5, the_pages, &[0, 5]),
        (2, all, &[0, 2, 4]),
        (2, the_pages, &[0, 2, 4, 5]),
        (1, the_pages, &[0, 1, 2, 3, 4, 5]),
        (6, the_pages, &[0]),
    ];
    for (limit, total, offsets) in cases {
        let (ids, asked) = listed(limit, total).await;
        assert_eq!((ids.concat().as_str(), asked.as_slice()), ("abcde", offsets), "by {limit}");
    }
}

#[tokio::test]
async fn the_newest_backup_may_be_on_the_last_page() {
    let page = |ids: std::ops::Range<u32>| {
        let record = |id| {
            let created = format!("2024-04-10T07:35:29.{id:03}Z");
            json!({ "backup_id": format!("b{id}"), "status": "succeed", "created_at": created })
        };
        let records: Vec<_> = ids.map(record).collect();
        let body = json!({ "total_num": 101, "backup_record_response": records });
        json("200 OK", "", &body.to_string())
    };
    let script = Script::serve(vec![page(0..100), page(100..101)]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let newest = client.newest_backup(INSTANCE).await.unwrap().unwrap();
    assert_eq!(newest.id.as_str(), "b100");
    assert_eq!(offsets(&script), [0, 100]);
}

#[tokio::test]
async fn pages_that_repeat_without_end_are_an_error() {
    let (ids, asked) = read(vec![page(usize::MAX >> 1, &["a", "b"])]).await;
    assert_eq!(ids, ["a", "b", "InvalidResponse"]);
    assert_eq!(asked.len(), 102);
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let pages = vec![page(4, &["a", "b"]), json("404 Not Found", "", "{}")];
    let script = Script::serve(pages).await;
    let client = client(&script.endpoint, &TestClock::default());
    let mut stream = client.backup_records(INSTANCE).page_size(2).stream();
    assert!(stream.next().await.unwrap().is_ok());
    assert!(stream.next().await.unwrap().is_ok());
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let start = format!("ListBackupRecords for instance {INSTANCE}: 404 Not Found");
    assert!(error.to_string().starts_with(&start), "{error}");
    assert!(stream.next().await.is_none());
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn pages_without_any_id_come_to_an_end() {
    let body = json!({ "backup_record_response": [null, "x"] });
    let (ids, asked) = read(vec![json("200 OK", "", &body.to_string())]).await;
    assert_eq!((ids.len(), ids.last().map(String::as_str)), (201, Some("InvalidResponse")));
    assert_eq!(asked.len(), 101);
}

#[tokio::test]
async fn what_the_list_leaves_open_is_not_guessed() {
    let record =
        |id: &str, time: &str| json!({ "backup_id": id, "status": "succeed", "created_at": time });
    let (old, new) =
        (record("old", "2026-11-24T10:00:00+08:00"), record("new", "2026-11-24T11:00:00+08:00"));
    let unclear = record("odd", "yesterday");
    let newest = async |total: serde_json::Value, records: serde_json::Value| {
        let body = json!({ "total_num": total, "backup_record_response": records });
        let past_end = json!({ "total_num": total, "backup_record_response": [] });
        let past_end = json("200 OK", "", &past_end.to_string());
        let script = Script::serve(vec![json("200 OK", "", &body.to_string()), past_end]).await;
        client(&script.endpoint, &TestClock::default()).newest_backup(INSTANCE).await
    };
    let found = newest(json!(2), json!([old, new])).await.unwrap().unwrap();
    assert_eq!(found.id.as_str(), "new");
    for (total, records, problem) in [
        (json!(3), json!([old, new, unclear]), "the time of backup odd can't be read: yesterday"),
        (json!(3), json!([old, new, null]), "a backup without id has no time"),
        (json!("3"), json!([old, new]), "the service counts 3 backups and lists 2"),
        (json!(3), json!(null), "the service counts 3 backups and lists 0"),
    ] {
        let error = newest(total, records).await.unwrap_err();
        let text = format!(
            "ListBackupRecords for instance {INSTANCE}: which backup is the newest can't be told: \
             {problem}; give the id of the backup"
        );
        assert_eq!((error.to_string(), error.kind()), (text, ErrorKind::InvalidResponse));
        assert_eq!(error.hint(), Some(dcs_backup::Hint::Give("backup_id")));
    }
}
