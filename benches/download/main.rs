//! What a checked, resumable download costs: the [`Downloader`](dcs_backup::Downloader) and a bare
//! reqwest program, side by side, both fetching from an nginx on loopback.
//!
//!     cargo bench --bench download [-- [--rounds N] [ROW]...]
//!
//! Rows are `many`, `one`, `many-held`, `one-held`, `memory`, `resume` and `crc`; all of them without
//! argument. Source and destination are in `/dev/shm`, so that no disk counts: rows with a file of
//! 4 GiB need 8 GiB of memory there, and say `skipped` if there is less. nginx has to be installed;
//! this program starts it with a configuration of its own, and ends it.
//!
//! Each measurement is a process of its own, this program again (`child.rs`): wall and CPU seconds
//! (user and system, all threads) of the download alone, and the process's peak memory. The server
//! works on the same cores. Rounds alternate between the programs, and so does who begins.
#![cfg_attr(
    target_os = "linux",
    expect(clippy::print_stdout, reason = "the tables are what this program is for")
)]

#[cfg(target_os = "linux")]
mod child;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod nginx;
#[cfg(target_os = "linux")]
mod resume;
#[cfg(target_os = "linux")]
mod rows;
#[cfg(target_os = "linux")]
mod stage;
#[cfg(target_os = "linux")]
mod table;

#[cfg(target_os = "linux")]
type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[cfg(target_os = "linux")]
fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some(child::ARGUMENT) => child::run(&arguments.next().ok_or("no task was given")?),
        _ => rows::run(std::env::args().skip(1)),
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> Result<(), &'static str> {
    Err("this measures on Linux only: it needs /dev/shm and /proc")
}
