//! Calls of the tests, and the one check of what was sent.

use dcs_backup::{
    BackupLinks, Client, Error, RetryPolicy,
    sign::{Parts, sign},
};
use httpmock::MockServer;

use crate::{
    common::{ACCESS_KEY, BACKUP, INSTANCE, PROJECT, SECRET_KEY, Script, TestClock, builder, json},
    spec,
};

pub(crate) const PATH: &str = "/v2/0123456789abcdef0123456789abcdef/instances/5560df16-cebf-4473-95c4-d1b573c16e79/backups/4631832a-14c6-45b0-a0b3-3abd8f591ad1/links";

pub(crate) async fn links(client: &Client) -> Result<BackupLinks, Error> {
    client.backup(INSTANCE, BACKUP).links().send().await
}

pub(crate) fn client(endpoint: &str, clock: &TestClock) -> Client {
    builder(endpoint, clock).build().unwrap()
}

/// The links that a 200 with this body gives.
pub(crate) async fn links_of(body: serde_json::Value) -> Result<BackupLinks, Error> {
    let script = Script::serve(vec![json("200 OK", "", &body.to_string())]).await;
    links(&client(&script.endpoint, &TestClock::default())).await
}

/// What a call makes of these answers: its error, the waits asked for, and the requests sent.
pub(crate) async fn failure(
    answers: Vec<Vec<u8>>,
    retry: RetryPolicy,
) -> (Error, Vec<u64>, Vec<String>) {
    let script = Script::serve(answers).await;
    let clock = TestClock::default();
    let client = builder(&script.endpoint, &clock).retry(retry).build().unwrap();
    let error = links(&client).await.unwrap_err();
    let waits = clock.waits().iter().map(|wait| wait.as_millis().try_into().unwrap()).collect();
    (error, waits, script.requests())
}

/// Kind, code and advice of an answer that is no success.
pub(crate) async fn refused(status: u16, body: &str) -> Error {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.path(PATH);
            then.status(status).header("x-request-id", "req-1").body(body);
        })
        .await;
    let clock = TestClock::default();
    let client = builder(&server.base_url(), &clock).retry(RetryPolicy::never()).build().unwrap();
    links(&client).await.unwrap_err()
}

/// Checks the one request that an operation sent: method and path as in the YAML, this query and
/// body, and exactly the headers that there must be.
#[track_caller]
pub(crate) fn assert_sent(operation: &str, script: &Script, query: &str, body: &str) {
    let operation = spec::operation(operation);
    let ids = [("project_id", PROJECT), ("instance_id", INSTANCE), ("backup_id", BACKUP)];
    let path = ids
        .iter()
        .fold(operation.path, |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
    let host = script.endpoint.strip_prefix("http://").unwrap();
    let mut headers =
        vec![("host", host), ("x-project-id", PROJECT), ("x-sdk-date", "20260704T112233Z")];
    // Of an answer without a body no form is asked for; reqwest says so, after signing.
    let any_form = operation.method == "DELETE";
    if !any_form {
        headers.push(("accept", "application/json"));
    }
    if !body.is_empty() {
        headers.push(("content-type", "application/json"));
    }
    let parts = Parts {
        method: &operation.method,
        path: &path,
        query,
        headers: &headers,
        body: body.as_bytes(),
    };
    let authorization = sign(&parts, ACCESS_KEY, SECRET_KEY).unwrap().authorization;
    let mut expected: Vec<_> =
        headers.iter().map(|(name, text)| format!("{name}: {text}")).collect();
    expected.push(format!("authorization: {authorization}"));
    expected.push(format!("user-agent: dcs-backup/{}", env!("CARGO_PKG_VERSION")));
    if any_form {
        expected.push("accept: */*".to_owned());
    }
    if !body.is_empty() {
        expected.push(format!("content-length: {}", body.len()));
    }
    expected.sort();

    let requests = script.requests();
    let (head, sent_body) = requests[0].split_once("\r\n\r\n").unwrap();
    let (line, head) = head.split_once("\r\n").unwrap();
    let mut sent: Vec<_> = head.lines().map(str::to_owned).collect();
    sent.sort();
    let mark = if query.is_empty() { "" } else { "?" };
    assert_eq!(line, format!("{} {path}{mark}{query} HTTP/1.1", operation.method));
    assert_eq!(sent, expected);
    assert_eq!(sent_body, body);
    assert_eq!(requests.len(), 1);
}
