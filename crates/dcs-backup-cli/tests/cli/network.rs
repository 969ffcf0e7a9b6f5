//! Where the program may connect: addresses of links, proxies, and what it says of those that fail.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::json;
use tempfile::tempdir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::Notify,
    task::JoinHandle,
};

use crate::support::*;

/// A public host, which no test asks: a proxy or a rule is in between.
const STORE: &str =
    "https://b.example.com/f.aof?AWSAccessKeyId=K&Expires=4102444800&Signature=LINKSIGNATURE";
const API: &str = "https://dcs.example.com";

/// Answers each connection's first request with the same bytes, and keeps the heads of all.
struct Server {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    async fn start(answer: impl Into<Vec<u8>>) -> Self {
        Self::start_with(answer, None, Arc::default()).await
    }

    /// Answers when `hold` was notified, if there is one; notifies `answered` of each answer.
    async fn start_with(
        answer: impl Into<Vec<u8>>,
        hold: Option<Arc<Notify>>,
        answered: Arc<Notify>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (heads, answer) = (Arc::<Mutex<Vec<String>>>::default(), answer.into());
        let seen = Arc::clone(&heads);
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (seen, hold, answered) =
                    (Arc::clone(&seen), hold.clone(), Arc::clone(&answered));
                let answer = answer.clone();
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        match stream.read_u8().await {
                            Ok(byte) => head.push(byte),
                            Err(_) => break,
                        }
                    }
                    seen.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
                    if let Some(hold) = hold {
                        let _ =
                            tokio::time::timeout(Duration::from_secs(60), hold.notified()).await;
                    }
                    let _ = stream.write_all(&answer).await;
                    let _ = stream.shutdown().await;
                    answered.notify_one();
                });
            }
        });
        Self { address, heads, task }
    }

    /// A proxy that wants to know who asks.
    async fn closed_proxy() -> Self {
        Self::start(WHO_ARE_YOU).await
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

const WHO_ARE_YOU: &str = "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\
                           content-length: 0\r\n\r\n";

/// An API that gives these links.
async fn api(links: &[(&str, &str)]) -> Server {
    let links: Vec<_> =
        links.iter().map(|(name, link)| json!({"file_name": name, "link": link})).collect();
    let body = json!({ "links": links }).to_string();
    let length = body.len();
    Server::start(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    ))
    .await
}

fn cli_toward_url(endpoint: &str, arguments: &[&str]) -> std::process::Command {
    let mut command = cli(arguments);
    command.envs([
        ("DCS_ENDPOINT", endpoint),
        ("HUAWEICLOUD_SDK_AK", "AKEXAMPLE0000000000X"),
        ("HUAWEICLOUD_SDK_SK", "SKexample0000000000000000000000000000000"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "0123456789abcdef0123456789abcdef"),
        ("DCS_INSTANCE_ID", INSTANCE),
        ("DCS_BACKUP_ID", BACKUP),
    ]);
    command
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn links_to_hosts_that_are_not_public_are_refused() {
    for host in [
        "169.254.169.254",
        "10.0.0.1",
        "100.125.1.250",
        "0.0.0.0",
        "[fe80::1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
        "localhost.",
        "metadata.google.internal",
        "printer.local",
        "metadata",
    ] {
        let link = format!("https://{host}/f.aof?Signature=LINKSIGNATURE");
        let api = api(&[("f.aof", &link)]).await;
        let folder = tempdir().unwrap();
        let target = folder.path().join("backup");
        for arguments in
            [&["links"][..], &["download", "-o", text(&target)], &["download", "--to-stdout"]]
        {
            let ran = run(cli_toward_url(&api.url(), arguments));
            let problem = "file f.aof: link: its host is not a public one; check who gave the link";
            ran.failed(6, &[problem, "the flag is --allow-private"]);
            assert!(!ran.stderr.contains("LINKSIGNATURE"), "{}", ran.stderr);
        }
        assert!(!target.exists());
        let allowed = ["links", "--allow-private", "--format", "urls"];
        let ran = run(cli_toward_url(&api.url(), &allowed)).succeeded();
        assert_eq!(ran.stdout, format!("{link}\n"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn each_link_goes_its_own_way_past_or_through_a_proxy() {
    let arrived = Arc::<Notify>::default();
    let file = "HTTP/1.1 206 Partial Content\r\ncontent-length: 5\r\ncontent-range: bytes 0-4/5\r\n\
                etag: \"e\"\r\n\r\nhello";
    let store = Server::start_with(file, None, Arc::clone(&arrived)).await;
    // It holds the first file's connection until the second file has arrived, wherever that is.
    let proxy = Server::start_with(WHO_ARE_YOU, Some(arrived), Arc::default()).await;
    let near = format!("{}/g.aof?Signature=LINKSIGNATURE", store.url());
    for links in [[("f.aof", STORE), ("g.aof", &near)], [("g.aof", &*near), ("f.aof", STORE)]] {
        let api = api(&links).await;
        let folder = tempdir().unwrap();
        let command = cli_toward_url(&api.url(), &["download", "-o", text(folder.path())]);
        let url = proxy.url();
        let variables = [("HTTP_PROXY", &*url), ("HTTPS_PROXY", &url), ("ALL_PROXY", &url)];
        run_with(command, &variables).failed(5, &["file f.aof: the proxy "]);
    }
    let heads = proxy.heads();
    assert_eq!(heads.len(), 2, "{heads:?}");
    assert!(heads.iter().all(|head| head.starts_with("CONNECT b.example.com:443 ")), "{heads:?}");
    assert!(store.heads().iter().all(|head| head.starts_with("GET /g.aof?")));
    assert_eq!(store.heads().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_proxy_that_wants_credentials_is_asked_once() {
    let proxy = Server::closed_proxy().await;
    let problem = format!("the proxy {} of ", proxy.address);
    let with_credentials = format!("http://user:PROXYSECRET@{}", proxy.address);
    for (turn, name) in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"].into_iter().enumerate() {
        let ran = run_with(
            cli_toward_url(API, &["links"]),
            &[(name, &with_credentials), ("RUST_LOG", "trace")],
        );
        ran.failed(
            5,
            &[
                &problem,
                "wants a user name and a password (407)",
                &format!("give the right ones in {name}"),
            ],
        );
        assert!(!ran.stderr.contains("PROXYSECRET"), "{}", ran.stderr);
        assert_eq!(proxy.heads().len(), turn + 1, "no other attempt");
    }
    let api = api(&[("f.aof", STORE)]).await;
    let folder = tempdir().unwrap();
    let command = cli_toward_url(&api.url(), &["download", "-o", text(folder.path())]);
    let ran = run_with(command, &[("HTTPS_PROXY", &with_credentials)]);
    ran.failed(5, &["file f.aof: the proxy ", "give the right ones in HTTPS_PROXY"]);
    assert!(!ran.stderr.contains("PROXYSECRET"), "{}", ran.stderr);
    assert_eq!(proxy.heads().len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_proxy_that_cant_be_used_is_refused_before_anything_is_sent() {
    let good = Server::closed_proxy().await;
    for value in
        ["foo://PROXYSECRET@127.0.0.1:3128", "http://", "http://:3128", "no proxy", "'http://a'"]
    {
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            let ran = run_with(cli_toward_url(API, &["links"]), &[(name, value)]);
            ran.failed(2, &[&format!("error: {name}: "), "http://HOST:PORT"]);
            assert!(!ran.stderr.contains("PROXYSECRET"), "{}", ran.stderr);
        }
        // reqwest would take the other one.
        let variables = [("HTTPS_PROXY", value), ("ALL_PROXY", &good.url())];
        run_with(cli_toward_url(API, &["links"]), &variables).failed(2, &["error: HTTPS_PROXY: "]);

        let api = api(&[("f.aof", STORE)]).await;
        let folder = tempdir().unwrap();
        let command = cli_toward_url(&api.url(), &["download", "-o", text(folder.path())]);
        run_with(command, &[("HTTPS_PROXY", value)]).failed(2, &["error: HTTPS_PROXY: "]);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
    assert_eq!(good.heads(), Vec::<String>::new());
}
