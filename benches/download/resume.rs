//! What is fetched again after an interruption, by the server's own count: of a download that was
//! dropped, and of one that was killed.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    os::unix::fs::MetadataExt,
    path::Path,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use crate::{
    Result,
    child::Program::Verified,
    files::{Content, MIB, Set},
    nginx::{Nginx, Speed},
    stage::{self, Job, Stage},
    table::at_most,
};

/// In MiB, for each file.
const LIMIT: f64 = 16.0;
const PATIENCE: Duration = Duration::from_secs(60);
/// A request is logged after its last byte was sent.
const UNTIL_LOGGED: Duration = Duration::from_millis(300);

#[derive(Debug, Clone, Copy)]
enum Interruption {
    Dropped,
    Killed,
}

pub(crate) fn header() {
    println!(
        "| work | interrupted at 50 %: the download is | there then, MiB | fetched again, MiB | of one file at most, MiB (limit) |"
    );
    println!("|---|---|---|---|---|");
}

pub(crate) fn rows(stage: &mut Stage, set: Set) -> Result<()> {
    stage.serve(set, Content::Rdb)?;
    for interruption in [Interruption::Dropped, Interruption::Killed] {
        row(stage, set, interruption)?;
    }
    Ok(())
}

fn row(stage: &Stage, set: Set, interruption: Interruption) -> Result<()> {
    let half = set.total() / 2;
    let job = Job { set, speed: Speed::Counted, connections: None, stop_after: None };
    let folder = stage.clear()?;
    let how = match interruption {
        Interruption::Dropped => {
            let job = Job { stop_after: Some(half), ..job };
            stage::finish(stage.child(Verified, job)?)?;
            "dropped"
        }
        Interruption::Killed => {
            kill_at(stage, job, half)?;
            "killed"
        }
    };
    let there = there(&folder)?;
    thread::sleep(UNTIL_LOGGED);
    let logged = fs::metadata(stage.nginx.log())?.len();
    stage::finish(stage.child(Verified, job)?)?;
    thread::sleep(UNTIL_LOGGED);
    let fetched = fetched(&stage.nginx, logged)?;
    fs::remove_dir_all(&folder)?;

    let of = |files: &HashMap<String, u64>, name: &str| files.get(name).copied().unwrap_or(0);
    let again: Vec<u64> = set
        .names()
        .map(|name| (of(&there, &name) + of(&fetched, &name)).saturating_sub(set.size))
        .collect();
    let mib = |bytes: u64| bytes as f64 / MIB as f64;
    println!(
        "| {} | {how} | {:.0} | {:.1} | {} |",
        set.title(),
        mib(there.values().sum()),
        mib(again.iter().sum()),
        at_most(mib(again.iter().copied().max().unwrap_or(0)), LIMIT, 1),
    );
    Ok(())
}

fn kill_at(stage: &Stage, job: Job, bytes: u64) -> Result<()> {
    let mut child = stage.child(Verified, job)?.stdout(Stdio::null()).spawn()?;
    let start = Instant::now();
    while there(&stage.destination())?.values().sum::<u64>() < bytes {
        if child.try_wait()?.is_some() || start.elapsed() > PATIENCE {
            child.kill()?;
            return Err("the download was not to be interrupted at 50 %".into());
        }
        thread::sleep(Duration::from_millis(1));
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// How much of each file the file system holds, in whole pages.
fn there(folder: &Path) -> Result<HashMap<String, u64>> {
    let mut there = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = name.trim_end_matches(".part").to_owned();
        // Renamed meanwhile: it is seen by its other name the next time.
        if let Ok(metadata) = entry.metadata() {
            there.insert(name, metadata.blocks() * 512);
        }
    }
    Ok(there)
}

/// How much of each file was sent since the log had that length.
fn fetched(nginx: &Nginx, since: u64) -> Result<HashMap<String, u64>> {
    let mut log = File::open(nginx.log())?;
    log.seek(SeekFrom::Start(since))?;
    let mut lines = String::new();
    log.read_to_string(&mut lines)?;
    let mut fetched = HashMap::new();
    for line in lines.lines() {
        let (path, bytes) = line.rsplit_once(' ').ok_or("a line of the log without bytes")?;
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        *fetched.entry(name).or_default() += bytes.parse::<u64>()?;
    }
    Ok(fetched)
}
