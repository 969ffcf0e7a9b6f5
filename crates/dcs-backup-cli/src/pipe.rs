//! `dcs-backup download --to-stdout`: the one file of a backup, for another program.

use std::io::{self, IsTerminal as _, Write as _};

use dcs_backup::{
    BackupLink, BackupLinks, SlotCoverage,
    download::{Event, Happening, Reason, Warning},
};
use futures_util::StreamExt as _;

use crate::{
    args::DownloadArgs,
    exit::Failure,
    origin::Origin,
    output, printable,
    progress::{Progress, TICK},
    report, screen,
};

/// After so many bytes, progress is told.
const TELL_AFTER: u64 = 1 << 20;

/// A terminal would take the bytes for commands, and from a closed stdout they would be lost.
pub(crate) fn refuse_unfit_stdout() -> Result<(), Failure> {
    if io::stdout().is_terminal() {
        let problem =
            "--to-stdout: stdout is a terminal; send it to a file or a program, or use -o";
        return Err(Failure::Usage(problem.to_owned()));
    }
    match may_be_closed() {
        true => Err(Failure::System {
            what: "stdout can't be written".to_owned(),
            cause: "it is closed, or nothing reads it; send it to a file or a program, or use -o"
                .to_owned(),
        }),
        false => Ok(()),
    }
}

/// Whether stdout is `/dev/null`, open for reading too: so Rust's runtime opens it where it was closed at the
/// start. A shell opens it for writing alone.
#[cfg(unix)]
fn may_be_closed() -> bool {
    use rustix::fs::{FileType, OFlags, fcntl_getfl, fstat, stat};
    let stdout = io::stdout();
    let (Ok(ours), Ok(null), Ok(flags)) = (fstat(&stdout), stat("/dev/null"), fcntl_getfl(&stdout))
    else {
        return false;
    };
    FileType::from_raw_mode(ours.st_mode) == FileType::CharacterDevice
        && ours.st_rdev == null.st_rdev
        && flags.contains(OFlags::RDWR)
}

#[cfg(not(unix))]
fn may_be_closed() -> bool {
    false
}

/// A reader that leaves has only a part of the file, and no verdict on it.
fn unwritten(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::System {
            what: "stdout was closed before all of the file was written".to_owned(),
            cause: "what its reader has is not the backup".to_owned(),
        },
        _ => Failure::system("stdout can't be written", error),
    }
}

/// Asks for the links, and writes the file to stdout. What fails before is told with nothing written.
pub(crate) async fn run(origin: Origin, args: &DownloadArgs) -> Result<(), Failure> {
    let Origin { client, instance_id, backup_id, .. } = &origin;
    let expires_in = args.backup.expires_in;
    let links = client
        .backup(instance_id, backup_id)
        .links()
        .expires_in(expires_in)
        .private_addresses(args.backup.private_addresses())
        .send()
        .await?;
    if links.is_empty() {
        let (instance_id, backup_id) = (instance_id.clone(), backup_id.clone());
        return Err(Failure::NoFiles { instance_id, backup_id });
    }
    let link = only(&links)?;
    let mut downloader = origin.downloader(args);
    let mut events = downloader.events();
    let mut progress = Progress::new(args.progress);
    let mut bytes = downloader.stream(link);
    let (mut passed, mut told) = (0, 0);
    let mut unproven = None;
    let mut tick = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            _ = tick.tick() => {
                if passed > told {
                    told = passed;
                    progress.note(&link.file_name, &Happening::Progress { bytes: passed });
                }
                progress.tick();
            }
            Some(event) = events.next() => {
                unproven = unproven.or(reason(&event));
                progress.note(&event.file, &event.what);
            }
            chunk = bytes.next() => {
                let Some(chunk) = chunk else { break };
                let chunk = chunk?;
                io::stdout().lock().write_all(&chunk).map_err(|error| unwritten(&error))?;
                passed += chunk.len() as u64;
                if passed - told >= TELL_AFTER {
                    told = passed;
                    progress.note(&link.file_name, &Happening::Progress { bytes: passed });
                }
            }
        }
    }
    io::stdout().lock().flush().map_err(|error| unwritten(&error))?;
    // The events end with these two.
    drop((bytes, downloader));
    while let Some(event) = events.next().await {
        unproven = unproven.or(reason(&event));
    }
    screen::end();
    if let Some(reason) = unproven {
        report::warn_of_unproven(reason, &[&link.file_name]);
    }
    Ok(())
}

fn reason(event: &Event) -> Option<Reason> {
    match event.what {
        Happening::Unproven { reason } => Some(reason),
        _ => None,
    }
}

/// The file, if there is no other, and no other is missing.
fn only(links: &BackupLinks) -> Result<&BackupLink, Failure> {
    let mut all = links.iter();
    let (Some(link), None) = (all.next(), all.next()) else {
        return Err(Failure::Usage(format!(
            "--to-stdout is for a backup of one file, and this one has {}; use -o DIR",
            links.len()
        )));
    };
    match SlotCoverage::of([&link.file_name]) {
        SlotCoverage::Missing(slots) => Err(Failure::Integrity(format!(
            "the backup is not whole: its one file lacks the slots {}; \
             use -o DIR with --allow-partial",
            printable::list(slots)
        ))),
        SlotCoverage::Doubtful(slots) => {
            let slots = slots.into_iter().map(String::from).collect();
            output::complain(&format!("warning: {}", Warning::SlotsInDoubt { slots }));
            Ok(link)
        }
        _ => Ok(link),
    }
}
