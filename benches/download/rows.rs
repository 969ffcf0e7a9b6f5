//! The rows: what is downloaded, by which programs, and what is aimed at.

use std::{fs, hint::black_box, num::NonZero, thread, time::Instant};

use crc_fast::{CrcAlgorithm, checksum};

use crate::{
    Result,
    child::Program::{self, Bare, Unverified, Verified},
    files::{Content, GIB, MIB, Set},
    nginx::Speed,
    resume,
    stage::{Job, Stage},
    table::{self, Costs, at_most},
};

const MANY: Set = Set { files: 64, size: 16 * MIB };
const ONE: Set = Set { files: 1, size: 4 * GIB };
const ROUNDS: usize = 9;
/// So much is fetched of files that are larger than the memory.
const ENOUGH: u64 = 4 * GIB;

/// A row of the first table: the programs, and the limits of what they take against the bare one.
struct Row {
    name: &'static str,
    set: Set,
    speed: Speed,
    programs: &'static [(Program, Option<f64>)],
    /// In MiB, of all programs but the bare one.
    peak: f64,
}

/// The peak memory aimed at, in MiB, with 16 and with 64 connections.
const WITH_16: f64 = 24.0;
const WITH_64: f64 = 64.0;
const CHECKED: &[(Program, Option<f64>)] = &[(Bare, None), (Verified, Some(1.10))];
const ROWS: [Row; 4] = [
    Row { name: "many", set: MANY, speed: Speed::Free, programs: CHECKED, peak: WITH_64 },
    Row {
        name: "one",
        set: ONE,
        speed: Speed::Free,
        programs: &[(Bare, None), (Verified, Some(1.25)), (Unverified, Some(1.10))],
        peak: WITH_16,
    },
    Row { name: "many-held", set: MANY, speed: Speed::Held25, programs: CHECKED, peak: WITH_64 },
    Row { name: "one-held", set: ONE, speed: Speed::Held100, programs: CHECKED, peak: WITH_16 },
];
const OTHERS: [&str; 3] = ["memory", "resume", "crc"];

/// What was asked for.
struct Wanted {
    rounds: usize,
    rows: Vec<String>,
}

impl Wanted {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut wanted = Self { rounds: ROUNDS, rows: Vec::new() };
        let known: Vec<&str> = ROWS.iter().map(|row| row.name).chain(OTHERS).collect();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                // Cargo's own.
                "--bench" => {}
                "--rounds" => {
                    let rounds = arguments.next().ok_or("--rounds needs a number")?;
                    wanted.rounds = rounds.parse::<NonZero<usize>>()?.get();
                }
                row if known.contains(&row) => wanted.rows.push(argument),
                other => {
                    let known = known.join(", ");
                    return Err(format!("there is no row {other}; there are {known}").into());
                }
            }
        }
        Ok(wanted)
    }

    fn has(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|wanted| wanted == row)
    }
}

/// Measures the rows that are asked for.
pub(crate) fn run(arguments: impl Iterator<Item = String>) -> Result<()> {
    let wanted = Wanted::read(arguments)?;
    let mut stage = Stage::new()?;
    print_surroundings(wanted.rounds)?;
    if ROWS.iter().any(|row| wanted.has(row.name)) {
        println!();
        table::header();
    }
    for row in ROWS.iter().filter(|row| wanted.has(row.name)) {
        speed(&mut stage, row, wanted.rounds)?;
    }
    if wanted.has("memory") {
        memory(&mut stage)?;
    }
    if wanted.has("resume") {
        println!();
        resume::header();
        for set in [MANY, ONE] {
            match stage.lacks_room(set)? {
                Some(skipped) => println!("| {} | {skipped} |", set.title()),
                None => resume::rows(&mut stage, set)?,
            }
        }
    }
    if wanted.has("crc") {
        crc(wanted.rounds);
    }
    Ok(())
}

/// Other processes of the machine spoil figures: whoever reads them should know.
fn print_surroundings(rounds: usize) -> Result<()> {
    let load = fs::read_to_string("/proc/loadavg")?;
    let load = load.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let processors = thread::available_parallelism()?;
    println!("{processors} processors, load {load} before the start; {rounds} rounds");
    Ok(())
}

fn speed(stage: &mut Stage, row: &Row, rounds: usize) -> Result<()> {
    let work = match row.speed {
        Speed::Free | Speed::Counted => row.set.title(),
        Speed::Held25 => format!("{}, 25 MB/s a connection", row.set.title()),
        Speed::Held100 => format!("{}, 100 MB/s a connection", row.set.title()),
    };
    if let Some(skipped) = stage.lacks_room(row.set)? {
        println!("| {work} | {skipped} |");
        return Ok(());
    }
    stage.serve(row.set, Content::Rdb)?;
    let job = Job { set: row.set, speed: row.speed, connections: None, stop_after: None };
    let programs = row.programs;
    let mut costs: Vec<Costs> =
        programs.iter().map(|(program, _)| Costs { program: *program, rounds: vec![] }).collect();
    for round in 0..rounds {
        for turn in 0..costs.len() {
            let costs = &mut costs[(round + turn) % programs.len()];
            costs.rounds.push(stage.measure(costs.program, job)?);
        }
    }
    let limits: Vec<_> = programs.iter().map(|(_, limit)| *limit).collect();
    table::row(&work, &costs, &limits, row.peak);
    Ok(())
}

/// Peak memory must not depend on the size or number of the files.
fn memory(stage: &mut Stage) -> Result<()> {
    println!(
        "\nOf files of 100 GiB, the first {} GiB that come are fetched; then it ends.\n",
        ENOUGH / GIB
    );
    println!("| files | connections | bare: peak MiB | verified: peak MiB (limit) |");
    println!("|---|---|---|---|");
    for (connections, limit) in [(16, WITH_16), (64, WITH_64)] {
        for size in [MIB, 100 * GIB] {
            for files in [1, 128] {
                let set = Set { files, size };
                let peaks = peaks(stage, set, connections)?;
                let [bare, ours] = peaks.map(|peak| peak.map(|bytes| bytes as f64 / MIB as f64));
                let skipped = || "skipped: it takes user namespaces (`unshare`)".to_owned();
                println!(
                    "| {} | {connections} | {} | {} |",
                    set.title(),
                    bare.map_or_else(skipped, |peak| format!("{peak:.0}")),
                    ours.map_or_else(skipped, |peak| at_most(peak, limit, 0)),
                );
            }
        }
    }
    Ok(())
}

/// The highest of a few rounds each.
fn peaks(stage: &mut Stage, set: Set, connections: usize) -> Result<[Option<u64>; 2]> {
    const ROUNDS: usize = 3;
    let exceeds_memory = set.size > GIB;
    let content = if exceeds_memory { Content::Sparse } else { Content::Rdb };
    stage.serve(set, content)?;
    let mut peaks = [None, None];
    for _ in 0..ROUNDS {
        for (program, peak) in [Bare, Verified].into_iter().zip(&mut peaks) {
            let stop_after = exceeds_memory.then_some(ENOUGH);
            // Neither opens more than 16 connections for one file.
            let used = if set.files == 1 && program == Bare { 16 } else { connections };
            let job = Job { set, speed: Speed::Free, connections: Some(used), stop_after };
            let cost = match exceeds_memory {
                true => stage.measure_boundless(program, job)?,
                false => Some(stage.measure(program, job)?),
            };
            *peak = cost.map(|cost| cost.peak).max(*peak);
        }
    }
    Ok(peaks)
}

/// The checksum alone, on one core: by the same function of crc-fast as the crate's.
fn crc(rounds: usize) {
    const LEAST: f64 = 5.0;
    println!();
    for (size, place) in [(256 * MIB, "256 MiB in memory"), (256 << 10, "256 KiB in the cache")] {
        let buffer = vec![0x5a; usize::try_from(size).unwrap_or_default()];
        let repeats = GIB / size;
        let mut rates: Vec<f64> = (0..rounds)
            .map(|_| {
                let start = Instant::now();
                for _ in 0..repeats {
                    black_box(checksum(CrcAlgorithm::Crc64Redis, black_box(&buffer)));
                }
                GIB as f64 / start.elapsed().as_secs_f64() / 1e9
            })
            .collect();
        rates.sort_by(f64::total_cmp);
        let rate = table::median(&rates);
        let verdict = if rate >= LEAST { "held" } else { "**MISSED**" };
        println!("CRC-64 of {place}: {rate:.1} GB/s on one core (at least {LEAST}: {verdict})");
    }
}
