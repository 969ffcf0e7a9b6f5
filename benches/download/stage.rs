//! Where measurements take place: the server and its files, and a fresh destination for each child.

use std::{
    collections::HashSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    Result,
    child::{self, Cost, Program, Task},
    files::{Content, Set},
    nginx::{Nginx, Speed},
};

/// A file system in memory.
const MEMORY: &str = "/dev/shm";
/// Where the destination is larger than the memory: a file system that counts no blocks, so that
/// nothing says how little room there is. It is the child's alone and ends with it.
const BOUNDLESS: &str = r#"mount -t tmpfs -o size=0 none "$0" && exec "$@""#;

pub(crate) struct Stage {
    pub(crate) nginx: Nginx,
    served: HashSet<String>,
}

/// What a measurement fetches, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Job {
    pub(crate) set: Set,
    pub(crate) speed: Speed,
    /// The crate's default, and as many in the bare program as the crate opens, unless given.
    pub(crate) connections: Option<usize>,
    pub(crate) stop_after: Option<u64>,
}

impl Stage {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { nginx: Nginx::start(Path::new(MEMORY))?, served: HashSet::new() })
    }

    /// Makes the files of a set, once.
    pub(crate) fn serve(&mut self, set: Set, content: Content) -> Result<()> {
        if self.served.insert(set.name()) {
            set.serve(&self.nginx, content)?;
        }
        Ok(())
    }

    /// Why a set that is yet to be made has no room beside its copy. `None` if it has room.
    pub(crate) fn lacks_room(&self, set: Set) -> Result<Option<String>> {
        let memory = rustix::fs::statvfs(MEMORY)?;
        let available = fs::read_to_string("/proc/meminfo")?
            .lines()
            .find_map(|line| line.strip_prefix("MemAvailable:")?.trim().strip_suffix(" kB"))
            .ok_or("no MemAvailable")?
            .parse::<u64>()?
            << 10;
        let free = available.min(memory.f_bavail * memory.f_frsize);
        let copies = if self.served.contains(&set.name()) { 1 } else { 2 };
        let needed = set.total() * copies + (512 << 20);
        Ok((free < needed)
            .then(|| format!("skipped: {MEMORY} has {free} bytes free, {needed} are needed")))
    }

    pub(crate) fn destination(&self) -> PathBuf {
        self.nginx.folder().join("destination")
    }

    /// An empty destination.
    pub(crate) fn clear(&self) -> Result<PathBuf> {
        let folder = self.destination();
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// What a download into an empty destination costs.
    pub(crate) fn measure(&self, program: Program, job: Job) -> Result<Cost> {
        self.clear()?;
        let cost = finish(self.child(program, job)?);
        fs::remove_dir_all(self.destination())?;
        cost
    }

    /// The same where the destination is larger than all memory. `None` if the system has no such
    /// place for us.
    pub(crate) fn measure_boundless(&self, program: Program, job: Job) -> Result<Option<Cost>> {
        let unshare = ["--user", "--map-root-user", "--mount"];
        let tried =
            Command::new("unshare").args(unshare).arg("true").stderr(Stdio::null()).status();
        if !tried.is_ok_and(|status| status.success()) {
            return Ok(None);
        }
        let mut inside = Command::new("unshare");
        inside.args(unshare).args(["sh", "-c", BOUNDLESS]).arg(self.clear()?);
        let child = self.child(program, job)?;
        inside.arg(child.get_program()).args(child.get_args());
        finish(inside).map(Some)
    }

    /// A process that downloads into the destination.
    pub(crate) fn child(&self, program: Program, job: Job) -> Result<Command> {
        let Job { set, speed, connections, stop_after } = job;
        let bare = Some(if set.files == 1 { 16 } else { 64 }).filter(|_| program == Program::Bare);
        let task = Task {
            program,
            origin: self.nginx.origin().to_owned(),
            instance: speed.path().to_owned(),
            backup: set.name(),
            address: set.address(self.nginx.origin(), speed),
            names: set.names().collect(),
            folder: self.destination(),
            connections: connections.or(bare),
            stop_after,
        };
        let mut command = Command::new(env::current_exe()?);
        command.arg(child::ARGUMENT).arg(serde_json::to_string(&task)?);
        Ok(command)
    }
}

/// Waits for a child and reads what it says.
pub(crate) fn finish(mut child: Command) -> Result<Cost> {
    let output = child.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("a measurement failed: {}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
