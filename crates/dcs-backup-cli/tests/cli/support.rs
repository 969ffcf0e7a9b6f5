//! The program in an environment of its own, and those it talks to.

use std::{
    fs,
    io::{BufRead as _, BufReader, ErrorKind, Read},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use dcs_backup_sandbox::{Backup, Fault, Sandbox};
use http::Response;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_dcs-backup");
pub(crate) const INSTANCE: &str = "5560df16-cebf-4473-95c4-d1b573c16e79";
pub(crate) const BACKUP: &str = "4631832a-14c6-45b0-a0b3-3abd8f591ad1";

pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Ended with this code, said all of these on stderr, and nothing on stdout.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32, messages: &[&str]) {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        assert_eq!(self.stdout, "");
        for message in messages {
            let stderr = &self.stderr;
            assert!(stderr.contains(message), "no {message:?} in:\n{stderr}");
        }
    }

    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self
    }
}

/// What follows a name, up to the next `&`.
pub(crate) fn field<'a>(text: &'a str, name: &str) -> &'a str {
    let (_, rest) = text.split_once(name).unwrap();
    rest.split('&').next().unwrap()
}

/// The program in an environment that has nothing of the machine's but what it needs to start.
pub(crate) fn cli(arguments: &[&str]) -> Command {
    bare(PROGRAM, arguments)
}

pub(crate) fn bare(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env_clear().stdin(Stdio::null());
    // Asking this machine's own metadata address would call out.
    command.env("HUAWEICLOUD_SDK_METADATA_DISABLED", "true");
    for kept in ["PATH", "SystemRoot", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command
}

/// The program with a sandbox's variables.
pub(crate) fn cli_at(sandbox: &Sandbox, arguments: &[&str]) -> Command {
    let mut command = cli(arguments);
    command.envs([
        ("DCS_ENDPOINT", sandbox.endpoint()),
        ("HUAWEICLOUD_SDK_AK", sandbox.access_key()),
        ("HUAWEICLOUD_SDK_SK", sandbox.secret_key()),
        ("HUAWEICLOUD_SDK_PROJECT_ID", sandbox.project_id()),
        ("DCS_INSTANCE_ID", sandbox.instance_id()),
        ("DCS_BACKUP_ID", sandbox.backup_id()),
    ]);
    command
}

/// The program with complete variables for whatever listens there.
pub(crate) fn cli_toward(listener: &TcpListener, arguments: &[&str]) -> Command {
    let mut command = cli(arguments);
    command.envs([
        ("DCS_ENDPOINT", endpoint(listener).as_str()),
        ("HUAWEICLOUD_SDK_AK", "AKEXAMPLE0000000000X"),
        ("HUAWEICLOUD_SDK_SK", "SKexample0000000000000000000000000000000"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "0123456789abcdef0123456789abcdef"),
        ("DCS_INSTANCE_ID", INSTANCE),
        ("DCS_BACKUP_ID", BACKUP),
    ]);
    command
}

pub(crate) fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

pub(crate) fn endpoint(listener: &TcpListener) -> String {
    format!("http://{}", listener.local_addr().unwrap())
}

#[track_caller]
pub(crate) fn assert_nobody_called(listener: &TcpListener) {
    listener.set_nonblocking(true).unwrap();
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

/// A test that would wait for ever ends with what it waited for.
#[track_caller]
pub(crate) fn watched<T: Send + 'static>(
    what: &str,
    wait: impl FnOnce() -> T + Send + 'static,
) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(wait()));
    match receiver.recv_timeout(Duration::from_secs(60)) {
        Ok(result) => result,
        Err(_) => panic!("waited in vain for {what}"),
    }
}

/// The program while it runs; it does not outlive a test that fails.
pub(crate) struct Running(Option<Child>);

impl Running {
    pub(crate) fn new(child: Child) -> Self {
        Self(Some(child))
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        self.0.as_mut().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

pub(crate) fn spawn(mut command: Command) -> Running {
    command.stdout(Stdio::piped());
    spawn_into(command)
}

/// Starts the program with the stdout that the command has.
pub(crate) fn spawn_into(mut command: Command) -> Running {
    Running(Some(command.stderr(Stdio::piped()).spawn().unwrap()))
}

#[track_caller]
pub(crate) fn ended(mut running: Running) -> Ran {
    let child = running.child();
    let streams = (child.stdout.take(), child.stderr.take());
    let (stdout, stderr) = watched("the program's end", move || {
        let stderr = thread::spawn(|| text_of(streams.1));
        (text_of(streams.0), stderr.join().unwrap())
    });
    Ran { code: running.child().wait().unwrap().code(), stdout, stderr }
}

fn text_of(stream: Option<impl Read>) -> String {
    let mut text = String::new();
    if let Some(mut stream) = stream {
        stream.read_to_string(&mut text).unwrap();
    }
    text
}

#[track_caller]
pub(crate) fn run(command: Command) -> Ran {
    ended(spawn(command))
}

#[track_caller]
pub(crate) fn run_with(mut command: Command, variables: &[(&str, &str)]) -> Ran {
    command.envs(variables.iter().copied());
    run(command)
}

/// The head of the first request, and the connection, which stays open.
#[track_caller]
pub(crate) fn first_request(listener: &TcpListener) -> (String, TcpStream) {
    let listener = listener.try_clone().unwrap();
    watched("a request", move || {
        let (stream, _) = listener.accept().unwrap();
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let head = lines.map(Result::unwrap).take_while(|line| !line.is_empty());
        (head.collect::<Vec<_>>().join("\n"), stream)
    })
}

#[cfg(unix)]
pub(crate) fn interrupt(running: &mut Running) {
    signal(running, "INT");
}

#[cfg(unix)]
pub(crate) fn signal(running: &mut Running, name: &str) {
    // What these tests were started with, the program is too: there, SIGINT may be ignored.
    let name = if name == "INT" && ignores_interrupt("self") { "TERM" } else { name };
    let script = format!("kill -{name} {}", running.child().id());
    let status = bare("sh", &["-c", &script]).status().unwrap();
    assert!(status.success());
}

/// Whether this process ignores SIGINT, as far as can be told.
#[cfg(unix)]
pub(crate) fn ignores_interrupt(process: &str) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:\t"));
    mask.is_some_and(|mask| u64::from_str_radix(mask, 16).unwrap() & 0b10 != 0)
}

/// A command that a shell begins after it has set something up.
#[cfg(unix)]
pub(crate) fn after(setup: &str, command: &Command) -> Command {
    let mut words = vec!["-c".into(), format!("{setup}\nexec \"$0\" \"$@\"").into()];
    words.push(command.get_program().to_owned());
    words.extend(command.get_args().map(ToOwned::to_owned));
    let mut shell = bare("sh", &[]);
    shell.args(words);
    with_variables_of(command, shell)
}

/// The next line with this in it, of what the program says while it runs; what was read beyond is lost.
#[track_caller]
pub(crate) fn line_of_stderr(running: &mut Running, containing: &'static str) -> String {
    let stderr = running.child().stderr.take().unwrap();
    let (line, stderr) = watched(containing, move || {
        let mut stderr = BufReader::new(stderr);
        let mut line = String::new();
        while !line.contains(containing) {
            line.clear();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "no {containing:?} on stderr");
        }
        (line, stderr.into_inner())
    });
    running.child().stderr = Some(stderr);
    line
}

/// The variables of a command, for another one.
pub(crate) fn with_variables_of(command: &Command, mut other: Command) -> Command {
    let variables = command.get_envs();
    other.envs(variables.filter_map(|(name, value)| Some((name, value?))));
    other
}

/// A sandbox with a time that stands still, within what signatures tolerate of the program's time; and
/// its time in seconds since 1970.
pub(crate) async fn frozen() -> (Sandbox, u64) {
    let now = SystemTime::now();
    let sandbox = Sandbox::builder().clock(move || now).start().await.unwrap();
    let since_epoch = now.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    (sandbox, since_epoch.as_secs())
}

pub(crate) fn rfc3339(seconds: u64) -> String {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    humantime::format_rfc3339_seconds(time).to_string()
}

pub(crate) fn fault(status: u16, headers: &[(&str, &str)], body: &'static str) -> Fault {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Fault::Respond(response.body(Bytes::from_static(body.as_bytes())).unwrap())
}

/// Compares with a reviewed text; `UPDATE_GOLDEN=1` writes it anew. Space at the end of a line
/// does not count.
#[track_caller]
pub(crate) fn assert_golden(name: &str, text: &str) {
    let path = format!("{}/tests/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert_eq!(text, golden, "{name}: UPDATE_GOLDEN=1 refreshes it");
}

pub(crate) const MIB: usize = 1 << 20;

/// A backup of these files in the sandbox's memory.
pub(crate) async fn serving(files: impl IntoIterator<Item = (&str, Bytes)>) -> Sandbox {
    Sandbox::builder().backup(Backup::new(files)).start().await.unwrap()
}

/// So many bytes of an AOF. No two MiB of it are the same.
pub(crate) fn aof(length: usize) -> Bytes {
    let mut bytes = vec![b'x'; length];
    for (n, block) in bytes.chunks_mut(1 << 10).enumerate() {
        let stamp = format!("*1\r\n$9\r\n{n}");
        let stamp = stamp.as_bytes().get(..block.len()).unwrap_or(stamp.as_bytes());
        block[..stamp.len()].copy_from_slice(stamp);
    }
    bytes.into()
}

/// The shards of the sandbox's own backup.
pub(crate) fn shards() -> Vec<(String, Bytes)> {
    let backup = Backup::three_shards();
    backup.files().map(|(name, bytes)| (name.to_owned(), bytes.clone())).collect()
}

/// The bytes of the store's answers since so many requests.
pub(crate) fn sent_since(sandbox: &Sandbox, earlier: usize) -> u64 {
    let requests = sandbox.requests();
    let of_store = requests[earlier..].iter().filter(|request| request.file_name.is_some());
    of_store.map(|request| request.bytes_sent).sum()
}

/// The names of all that is in a folder but the lock.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != ".download.lock").collect();
    names.sort();
    names
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
