//! Backups of many files: what a download takes grows with their number, and no faster.
//!
//!     cargo test --release --all-features --test download -- --ignored --nocapture scale
//!
//! prints how long 1,000, 10,000 and 60,000 files take. `TMPDIR` says on which disk.

use std::time::{Duration, Instant};

use dcs_backup::{Client, Credentials};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::common::{BACKUP, INSTANCE, PROJECT, json};

/// Serves a backup of so many files of 60 bytes each; keeps its connections.
async fn serve(listener: TcpListener, files: usize) {
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let links: Vec<_> = (0..files)
        .map(|n| serde_json::json!({ "file_name": format!("{n}.aof"), "link": format!("{endpoint}/{n}") }))
        .collect();
    let links = json("200 OK", "", &serde_json::json!({ "links": links }).to_string());
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, links.clone()));
    }
}

async fn answer(mut stream: TcpStream, links: Vec<u8>) {
    let (mut head, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let Ok(read @ 1..) = stream.read(&mut chunk).await else { return };
        head.extend_from_slice(&chunk[..read]);
        if head.starts_with(b"POST ") && head.ends_with(b"}") {
            let _ = stream.write_all(&links).await;
            return;
        }
        if !head.ends_with(b"\r\n\r\n") || head.starts_with(b"POST ") {
            continue;
        }
        head.clear();
        let body = "*1\r\n$4\r\nPING\r\n".repeat(4);
        let answer = format!(
            "HTTP/1.1 206 Partial Content\r\ncontent-length: {length}\r\n\
             content-range: bytes 0-{last}/{length}\r\netag: \"1\"\r\n\r\n{body}",
            length = body.len(),
            last = body.len() - 1,
        );
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// How long a download takes.
async fn download(files: usize) -> Duration {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(serve(listener, files));
    let client = Client::builder().endpoint(endpoint).project_id(PROJECT);
    let client = client.credentials(Credentials::token("token").unwrap()).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let downloader = client.backup(INSTANCE, BACKUP).download();
    let report = downloader.into_folder(folder.path()).await.unwrap();
    let took = began.elapsed();
    assert_eq!(report.files.len(), files);
    // One that is there already is not fetched again.
    let again =
        client.backup(INSTANCE, BACKUP).download().into_folder(folder.path()).await.unwrap();
    assert!(again.files.iter().all(|file| file.resumed == file.size));
    server.abort();
    took
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_files_than_may_be_open_are_downloaded() {
    download(1500).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes a minute, and prints how long each number of files takes"]
#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
async fn scale() {
    for files in [1_000, 10_000, 60_000] {
        let took = download(files).await;
        let each = took.as_secs_f64() * 1000.0 / files as f64;
        println!("{files:>6} files: {:>6.1} s, {each:.2} ms per file", took.as_secs_f64());
    }
}
