//! One measurement: a download in a process of its own, by the crate or by a bare program, that says
//! what it took.

use std::{
    collections::HashMap,
    fs::{self, File},
    ops::Range,
    os::unix::fs::FileExt,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use dcs_backup::{
    BackupLinks, Client, Credentials,
    download::{Event, FileState, Happening, Verify},
};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use crate::Result;

/// What this program is called with to be a child.
pub(crate) const ARGUMENT: &str = "child";

/// What a child is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) program: Program,
    /// Scheme, host and port of DCS.
    pub(crate) origin: String,
    pub(crate) instance: String,
    pub(crate) backup: String,
    /// Where the files are, less their names: for the bare program, which asks no DCS.
    pub(crate) address: String,
    pub(crate) names: Vec<String>,
    pub(crate) folder: PathBuf,
    /// The crate's default, unless given; the bare program needs it.
    pub(crate) connections: Option<usize>,
    /// Ends after so many bytes, the download being dropped.
    pub(crate) stop_after: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Program {
    /// No resume, no checks, no progress.
    Bare,
    Verified,
    Unverified,
}

/// What it took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// Seconds.
    pub(crate) wall: f64,
    /// Seconds of user and system, all threads.
    pub(crate) cpu: f64,
    /// Bytes of the whole process at its peak.
    pub(crate) peak: u64,
}

/// Does a task and prints its cost.
pub(crate) fn run(task: &str) -> Result<()> {
    let task: Task = serde_json::from_str(task)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (wall, cpu) = runtime.block_on(async {
        let links = match task.program {
            Program::Bare => None,
            Program::Verified | Program::Unverified => Some(links(&task).await?),
        };
        let (wall, cpu) = (Instant::now(), cpu_time()?);
        match links {
            None => bare(task).await?,
            Some(links) => ours(links, task).await?,
        }
        Result::Ok((wall.elapsed(), cpu_time()? - cpu))
    })?;
    let cost = Cost { wall: wall.as_secs_f64(), cpu: cpu.as_secs_f64(), peak: peak()? };
    println!("{}", serde_json::to_string(&cost)?);
    Ok(())
}

fn cpu_time() -> Result<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Ok(Duration::try_from(time)?)
}

fn peak() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")).ok_or("no VmHWM")?;
    Ok(kib.parse::<u64>()? << 10)
}

async fn links(task: &Task) -> Result<BackupLinks> {
    let credentials = Credentials::access_key("EXAMPLEACCESSKEY0000", "ExampleSecretKey")?;
    let client = Client::builder()
        .endpoint(&task.origin)
        .project_id("bench")
        .credentials(credentials)
        .build()?;
    Ok(client.backup(task.instance.as_str(), task.backup.as_str()).links().send().await?)
}

async fn ours(links: BackupLinks, task: Task) -> Result<()> {
    let (verify, state) = match task.program {
        Program::Unverified => (Verify::Skip, FileState::Unchecked),
        Program::Bare | Program::Verified => (Verify::default(), FileState::Verified),
    };
    let mut download = dcs_backup::download::of_links(links).verify(verify);
    if let Some(connections) = task.connections {
        download = download.connections(connections);
    }
    let events = task.stop_after.map(|bytes| (download.events(), bytes));
    let download = download.into_folder(task.folder);
    let report = match events {
        None => download.await?,
        Some((events, bytes)) => tokio::select! {
            report = download => report?,
            () = until(events, bytes) => return Ok(()),
        },
    };
    if report.files.iter().any(|file| file.state != state) {
        return Err(format!("not all files are {state:?}").into());
    }
    Ok(())
}

/// Waits until the files have so many bytes in all.
async fn until(mut events: impl futures_util::Stream<Item = Event> + Unpin, bytes: u64) {
    let mut there = HashMap::new();
    while let Some(Event { file, what, .. }) = events.next().await {
        if let Happening::Progress { bytes } = what {
            there.insert(file, bytes);
        }
        if there.values().sum::<u64>() >= bytes {
            return;
        }
    }
    std::future::pending().await
}

/// A request of the bare program: all of a file, or a range of it.
struct Piece {
    url: String,
    file: Arc<File>,
    range: Option<Range<u64>>,
}

async fn bare(task: Task) -> Result<()> {
    let http = reqwest::Client::builder().http1_only().no_proxy().build()?;
    let connections = task.connections.ok_or("the bare program needs a number of connections")?;
    let pieces = Arc::new(Mutex::new(pieces(&http, &task, connections).await?));
    let received = Arc::new(AtomicU64::new(0));
    let enough = task.stop_after.unwrap_or(u64::MAX);
    let mut workers = JoinSet::new();
    for _ in 0..connections {
        let (http, pieces) = (http.clone(), Arc::clone(&pieces));
        let received = Arc::clone(&received);
        workers.spawn(async move {
            loop {
                let piece = pieces.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let Some(piece) = piece else { return Result::Ok(()) };
                fetch(&http, &piece, &received, enough).await?;
            }
        });
    }
    while let Some(worker) = workers.join_next().await {
        worker??;
    }
    Ok(())
}

/// One for each file; one for each connection if there is but one file.
async fn pieces(http: &reqwest::Client, task: &Task, connections: usize) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    for name in &task.names {
        let url = format!("{}/{name}", task.address);
        let file = Arc::new(File::create(task.folder.join(name))?);
        if task.names.len() > 1 {
            pieces.push(Piece { url, file, range: None });
            continue;
        }
        let head = http.head(&url).send().await?.error_for_status()?;
        let length = head.headers().get("content-length").ok_or("no length")?.to_str()?;
        let length: u64 = length.parse()?;
        let each = length.div_ceil(connections as u64);
        pieces.extend((0..connections as u64).map(|n| Piece {
            url: url.clone(),
            file: Arc::clone(&file),
            range: Some(n * each..length.min((n + 1) * each)),
        }));
    }
    Ok(pieces)
}

async fn fetch(
    http: &reqwest::Client,
    piece: &Piece,
    received: &AtomicU64,
    enough: u64,
) -> Result<()> {
    let mut request = http.get(&piece.url);
    if let Some(range) = &piece.range {
        request = request.header("Range", format!("bytes={}-{}", range.start, range.end - 1));
    }
    let mut at = piece.range.as_ref().map_or(0, |range| range.start);
    let mut response = request.send().await?.error_for_status()?;
    while let Some(chunk) = response.chunk().await? {
        piece.file.write_all_at(&chunk, at)?;
        let length = chunk.len() as u64;
        at += length;
        if received.fetch_add(length, Ordering::Relaxed) + length >= enough {
            return Ok(());
        }
    }
    Ok(())
}
