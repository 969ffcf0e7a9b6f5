//! What a terminal shows of a download, on a pseudo-terminal and read by a parser of its escapes.

use std::{
    fs::File,
    io::Read as _,
    os::fd::OwnedFd,
    process::Stdio,
    sync::{
        LazyLock,
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

use bytes::Bytes;
use dcs_backup_sandbox::{Sandbox, StoreFault};
use rustix::{
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};
use tempfile::tempdir;

use crate::support::*;

const ROWS: u16 = 24;
const NAMES: [&str; 3] = [
    "redis_192.168.0.87_6379_0-5460_20240410073529.aof",
    "redis_192.168.0.88_6379_5461-10922_20240410073529.aof",
    "redis_192.168.0.89_6379_10923-16383_20240410073529.aof",
];

/// A terminal, and what is on its screen.
pub(crate) struct Terminal {
    master: OwnedFd,
    written: Receiver<Vec<u8>>,
    parser: vt100::Parser,
}

impl Terminal {
    /// A terminal of so many columns, and the end that a program gets.
    pub(crate) fn new(columns: u16) -> (Self, File) {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let path = ptsname(&master, Vec::new()).unwrap();
        let slave = File::options().read(true).write(true).open(path.to_str().unwrap()).unwrap();
        let (sender, written) = channel();
        let mut output = File::from(master.try_clone().unwrap());
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            // It fails when the program is gone.
            while let Ok(read @ 1..) = output.read(&mut chunk) {
                if sender.send(chunk[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut terminal = Self { master, written, parser: vt100::Parser::new(ROWS, columns, 0) };
        terminal.resize(columns);
        (terminal, slave)
    }

    fn resize(&mut self, columns: u16) {
        let size = Winsize { ws_row: ROWS, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.master, size).unwrap();
        self.parser.screen_mut().set_size(ROWS, columns);
    }

    /// The rows from the top to the last that has something in it.
    fn rows(&self) -> Vec<String> {
        let (_, columns) = self.parser.screen().size();
        let rows = self.parser.screen().rows(0, columns);
        let mut rows: Vec<_> = rows.map(|row| row.trim_end().to_owned()).collect();
        while rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        rows
    }

    /// Waits for such a screen; says what was there last if it doesn't come.
    #[track_caller]
    fn wait_for(&mut self, what: &str, is_it: impl Fn(&[String]) -> bool) -> Vec<String> {
        while !is_it(&self.rows()) {
            match self.written.recv_timeout(Duration::from_secs(60)) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(_) => panic!("waited in vain for {what}:\n{}", self.rows().join("\n")),
            }
        }
        self.rows()
    }

    /// What is on the screen when the program has ended.
    fn rest(mut self) -> Vec<String> {
        while let Ok(bytes) = self.written.recv_timeout(Duration::from_secs(60)) {
            self.parser.process(&bytes);
        }
        self.rows()
    }
}

/// Three shards. Each falls silent after 5 of its 20 MiB.
async fn halting() -> Sandbox {
    static BYTES: LazyLock<Bytes> = LazyLock::new(|| aof(20 * MIB));
    let sandbox = serving(NAMES.map(|name| (name, BYTES.clone()))).await;
    for name in NAMES {
        sandbox.fail_file(name, StoreFault::StallBody { after: 5 << 20 });
    }
    sandbox
}

fn started_on(slave: File, sandbox: &Sandbox, arguments: &[&str]) -> Running {
    let mut command = cli_at(sandbox, arguments);
    command.env("TERM", "xterm-256color").stdout(Stdio::null()).stderr(slave);
    Running::new(command.spawn().unwrap())
}

/// About what all have together when they fall silent; the last bytes of each may not have been told.
fn is_quarter(row: &str) -> bool {
    let number = |text: &str| text.rsplit(' ').next().unwrap().parse::<f64>().ok();
    let percent = row.split_once(" %").and_then(|(percent, _)| number(percent));
    let share = row.split_once(" MiB/60.00 MiB").and_then(|(there, _)| number(there));
    percent.or(share.map(|there| there / 0.6)).is_some_and(|percent| percent >= 20.0)
}

/// Three files and their sum, each in a row of its own, and nothing else.
fn is_whole(rows: &[String]) -> bool {
    let has_rate = |row: &String| row.contains("B/s");
    rows.len() == 4
        && rows[..3].iter().all(|row| row.starts_with("redis_19") && !has_rate(row))
        && is_quarter(&rows[3])
        && has_rate(&rows[3])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn bars_fit_the_terminal_and_leave_nothing_behind() {
    for columns in [40, 60, 80, 200] {
        let sandbox = halting().await;
        let folder = tempdir().unwrap();
        let (mut terminal, slave) = Terminal::new(columns);
        let arguments = ["download", "-j3", "-o", text(folder.path())];
        let mut running = started_on(slave, &sandbox, &arguments);
        let rows = terminal.wait_for("the bars", is_whole);
        let wrapped = |row: u16| terminal.parser.screen().row_wrapped(row);
        assert!(!(0..ROWS).any(wrapped), "{columns} columns:\n{}", rows.join("\n"));
        assert_eq!(columns >= 60, rows[0].contains(" MiB/20.00 MiB"), "{rows:?}");
        assert_eq!(columns >= 200, rows.iter().any(|row| row.contains(NAMES[2])), "{rows:?}");
        for other in [50, 120, columns] {
            terminal.resize(other);
            let other = usize::from(other);
            let fills = |row: &String| row.len() < other && row.len() + 10 > other.min(137);
            let is_drawn = |rows: &[String]| is_whole(rows) && rows[..3].iter().all(fills);
            terminal.wait_for("the bars in another width", is_drawn);
        }
        interrupt(&mut running);
        assert_eq!(running.child().wait().unwrap().code(), Some(130));
        let rows = terminal.rest();
        assert!(rows[0].starts_with("interrupted; to go on: "), "{rows:?}");
        assert!(!rows.iter().any(|row| row.contains("total")), "{rows:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_download_that_goes_on_tells_the_rate_of_this_run() {
    let sandbox = halting().await;
    let folder = tempdir().unwrap();
    let arguments = ["download", "-j3", "-o", text(folder.path())];
    let (mut terminal, slave) = Terminal::new(80);
    let mut running = started_on(slave, &sandbox, &arguments);
    terminal.wait_for("the first run", is_whole);
    interrupt(&mut running);
    running.child().wait().unwrap();

    // From now on, nothing comes at all.
    for name in NAMES {
        for _ in 0..3 {
            sandbox.fail_file(name, StoreFault::StallBody { after: 0 });
        }
    }
    let (mut terminal, slave) = Terminal::new(80);
    let mut running = started_on(slave, &sandbox, &arguments);
    let rows = terminal.wait_for("the second run", is_whole);
    assert!(rows[3].ends_with(" MiB/60.00 MiB, 0 B/s"), "{}", rows[3]);
    running.child().kill().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_terminal_without_escapes_gets_lines() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempdir().unwrap();
    let (terminal, slave) = Terminal::new(80);
    let mut command = cli_at(&sandbox, &["download", "-o", text(folder.path())]);
    command.env("TERM", "dumb").stdout(Stdio::null()).stderr(slave);
    let mut running = Running::new(command.spawn().unwrap());
    drop(command);
    assert!(running.child().wait().unwrap().success());
    let rows = terminal.rest();
    assert_eq!(rows.iter().filter(|row| row.ends_with(" KiB, verified")).count(), 3, "{rows:?}");
}
