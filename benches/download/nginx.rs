//! The server: an nginx that this program starts on a free port of loopback, and that ends with it.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
};

use crate::Result;

/// How often another port is tried: between looking for a free one and taking it, it may be gone.
const TRIES: u32 = 10;

/// Ends nginx and removes the folder once its standard input ends, however that comes about.
const GUARD: &str = r#"
    trap "" INT TERM HUP
    cat
    [ ! -s "$1/nginx.pid" ] || kill -TERM "$(cat "$1/nginx.pid")"
    rm -rf "$1"
"#;

/// A running nginx, and the folder where it serves from.
pub(crate) struct Nginx {
    folder: PathBuf,
    origin: String,
    guard: Child,
    /// Open as long as nginx shall run.
    lifeline: Option<ChildStdin>,
}

/// How fast a file is sent, and whether its bytes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speed {
    Free,
    /// Each connection has 25 MB/s.
    Held25,
    /// Each connection has 100 MB/s.
    Held100,
    /// As fast as it goes, each request being logged.
    Counted,
}

impl Speed {
    const ALL: [Self; 4] = [Self::Free, Self::Held25, Self::Held100, Self::Counted];

    /// The first component of the paths that are sent so.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Held25 => "held-25",
            Self::Held100 => "held-100",
            Self::Counted => "counted",
        }
    }

    fn settings(self) -> &'static str {
        match self {
            Self::Free => "",
            Self::Held25 => "limit_rate 25000000;",
            Self::Held100 => "limit_rate 100000000;",
            Self::Counted => "access_log served.log bytes;",
        }
    }
}

impl Nginx {
    /// Starts nginx in a new folder below `parent`.
    pub(crate) fn start(parent: &Path) -> Result<Self> {
        let program = find()?;
        let folder = tempfile::Builder::new().prefix("dcs-backup-bench-").tempdir_in(parent)?;
        let folder = folder.keep();
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        let lifeline = guard.stdin.take();
        let mut server = Self { folder, origin: String::new(), guard, lifeline };
        // The workers may run as another user.
        fs::set_permissions(&server.folder, fs::Permissions::from_mode(0o755))?;
        fs::create_dir(server.files())?;
        fs::create_dir(server.folder.join("temporary"))?;
        server.listen(&program)?;
        Ok(server)
    }

    fn listen(&mut self, program: &Path) -> Result<()> {
        let mut said = String::new();
        for _ in 0..TRIES {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            fs::write(self.folder.join("nginx.conf"), configuration(port))?;
            let output = Command::new(program)
                .arg("-p")
                .arg(&self.folder)
                .args(["-c", "nginx.conf", "-e", "error.log"])
                .output()?;
            if output.status.success() {
                self.origin = format!("http://127.0.0.1:{port}");
                return Ok(());
            }
            said = String::from_utf8_lossy(&output.stderr).into_owned();
        }
        Err(format!("nginx does not start: {said}").into())
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Where all is that this program writes; gone in the end.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is served, at each speed.
    pub(crate) fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// A line for each request that was counted: path, and bytes sent of the body.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("served.log")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.lifeline = None;
        // The guard does its work without being waited for, too.
        let _ = self.guard.wait();
    }
}

/// Debian has it where only the administrator's `PATH` leads to.
fn find() -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/local/sbin".into()])
        .map(|folder| folder.join("nginx"))
        .find(|program| program.is_file())
        .ok_or_else(|| {
            "nginx is missing, and nothing was measured: install it (Debian: nginx-light) or add it \
             to PATH"
                .into()
        })
}

/// A POST for links is answered with the file of that path.
fn configuration(port: u16) -> String {
    let locations: String = Speed::ALL
        .map(|speed| {
            let (path, settings) = (speed.path(), speed.settings());
            format!("location /{path}/ {{ alias files/; {settings} }}\n")
        })
        .concat();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|what| format!("{what}_temp_path temporary/{what};\n"))
        .concat();
    format!(
        "user root;
         worker_processes 2;
         pid nginx.pid;
         error_log error.log;
         events {{ worker_connections 1024; }}
         http {{
             {temporary}
             log_format bytes '$uri $body_bytes_sent';
             access_log off;
             sendfile on;
             tcp_nopush on;
             keepalive_requests 100000;
             default_type application/octet-stream;
             server {{
                 listen 127.0.0.1:{port} backlog=1024;
                 {locations}
                 location /v2/ {{
                     root links;
                     default_type application/json;
                     error_page 405 =200 $uri;
                 }}
             }}
         }}"
    )
}
