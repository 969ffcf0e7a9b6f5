//! What the wrapper costs: a call of `ListBackupFileLinks` through it, and the same call by hand.
//!
//! The peer is what one would write without this crate: reqwest with the same TLS features, limits
//! and pool, serde_json into plain structs, and the signature straight from its description. It
//! neither tries again, nor checks a link, nor caps the answer. Its signature is compared with the
//! crate's once.
//!
//! Both call the same server, which is this program again in a process of its own, so that its time
//! does not count. Rounds alternate, and so does who begins. CPU is user and system time of this
//! process, all threads.
//!
//! On Linux, server and caller share the first processor, but for the workers of `multi_thread`. A call
//! to another processor takes twice the time, whoever makes it, and a connection keeps its server's
//! thread: where the system puts that would decide for one side or the other.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

use std::{
    env,
    error::Error,
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant, SystemTime},
};

use dcs_backup::{Client, Credentials, sign};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::{runtime, task::JoinSet};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ACCESS_KEY: &str = "EXAMPLEACCESSKEY0000";
const SECRET_KEY: &str = "ExampleSecretKey00000000000000000000000000";
const PROJECT: &str = "0123456789abcdef0123456789abcdef";
const INSTANCE: &str = "5560df16-cebf-4473-95c4-d1b573c16e79";
const BACKUP: &str = "4631832a-14c6-45b0-a0b3-3abd8f591ad1";
const LINKS: u32 = 64;
const TARGET: f64 = 1.15;
/// Rounds of each mode, and calls of each round.
const ROUNDS: usize = 200;
const CALLS: usize = 192;

fn main() -> Result<()> {
    if env::args().nth(1).as_deref() == Some("serve") {
        return serve();
    }
    let (_server, origin) = start_server()?;
    println!(
        "{LINKS} links, {} bytes; {ROUNDS} rounds of {CALLS} calls; µs per call, min / median",
        answer().len()
    );
    println!(
        "{:<15} {:>9}  {:<4}  {:>15}  {:>15}  ratio of medians",
        "runtime", "in flight", "", "wrapper", "by hand"
    );
    let current = runtime::Builder::new_current_thread().enable_all().build()?;
    let multi = runtime::Builder::new_multi_thread().enable_all().build()?;
    stay_on_first_processor()?;
    for (name, runtime) in [("current_thread", &current), ("multi_thread", &multi)] {
        for in_flight in [1, 64] {
            let sides = [Side::wrapper(&origin)?, Side::by_hand(&origin)?];
            let samples = runtime.block_on(compare(&sides, in_flight))?;
            report(name, in_flight, samples);
        }
    }
    Ok(())
}

/// CPU and wall time of a call.
type Sample = (Duration, Duration);

async fn compare(sides: &[Side; 2], in_flight: usize) -> Result<[Vec<Sample>; 2]> {
    let mut samples = [Vec::new(), Vec::new()];
    for side in sides {
        round(side, in_flight).await?;
    }
    for n in 0..ROUNDS {
        for i in [n % 2, 1 - n % 2] {
            samples[i].push(round(&sides[i], in_flight).await?);
        }
    }
    Ok(samples)
}

async fn round(side: &Side, in_flight: usize) -> Result<Sample> {
    let (wall, cpu) = (Instant::now(), cpu_time()?);
    let mut tasks = JoinSet::new();
    for _ in 0..in_flight {
        let side = side.clone();
        tasks.spawn(async move {
            for _ in 0..CALLS / in_flight {
                side.call().await?;
            }
            Result::Ok(())
        });
    }
    while let Some(result) = tasks.join_next().await {
        result??;
    }
    let calls = u32::try_from(CALLS)?;
    Ok(((cpu_time()? - cpu) / calls, wall.elapsed() / calls))
}

/// For this thread and those it will start.
#[cfg(target_os = "linux")]
fn stay_on_first_processor() -> Result<()> {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let allowed = sched_getaffinity(None)?;
    let mut first = CpuSet::new();
    first.set((0..CpuSet::MAX_CPU).find(|cpu| allowed.is_set(*cpu)).unwrap_or_default());
    Ok(sched_setaffinity(None, &first)?)
}

#[cfg(not(target_os = "linux"))]
fn stay_on_first_processor() -> Result<()> {
    Ok(())
}

#[cfg(unix)]
fn cpu_time() -> Result<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Ok(Duration::try_from(time)?)
}

#[cfg(not(unix))]
fn cpu_time() -> Result<Duration> {
    Err("CPU time is measured on Unix only".into())
}

fn report(runtime: &str, in_flight: usize, samples: [Vec<Sample>; 2]) {
    let column = |of: fn(&Sample) -> Duration| {
        samples.each_ref().map(|side| {
            let mut times: Vec<_> = side.iter().map(of).collect();
            times.sort_unstable();
            [times[0], times[times.len() / 2]].map(|time| time.as_secs_f64() * 1e6)
        })
    };
    for (what, [wrapper, by_hand]) in [("CPU", column(|s| s.0)), ("wall", column(|s| s.1))] {
        let verdict = match (what, wrapper[1] / by_hand[1]) {
            ("CPU", ratio) if ratio <= TARGET => format!("{ratio:.3} (target {TARGET}: held)"),
            ("CPU", ratio) => format!("{ratio:.3} (target {TARGET}: MISSED)"),
            (_, ratio) => format!("{ratio:.3}"),
        };
        let show = |[min, median]: [f64; 2]| format!("{min:.1} / {median:.1}");
        let (wrapper, by_hand) = (show(wrapper), show(by_hand));
        println!(
            "{runtime:<15} {in_flight:>9}  {what:<4}  {wrapper:>15}  {by_hand:>15}  {verdict}"
        );
    }
}

#[derive(Clone)]
enum Side {
    Wrapper(Client),
    ByHand(ByHand),
}

impl Side {
    fn wrapper(origin: &str) -> Result<Self> {
        let client = Client::builder()
            .endpoint(origin)
            .project_id(PROJECT)
            .credentials(Credentials::access_key(ACCESS_KEY, SECRET_KEY)?)
            .build()?;
        Ok(Self::Wrapper(client))
    }

    fn by_hand(origin: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .user_agent("by-hand/1")
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        let host = origin.trim_start_matches("http://").to_owned();
        let side = ByHand { http, host, origin: origin.to_owned() };
        side.check_signature()?;
        Ok(Self::ByHand(side))
    }

    async fn call(&self) -> Result<()> {
        let links = match self {
            Self::Wrapper(client) => client.backup(INSTANCE, BACKUP).links().send().await?.len(),
            Self::ByHand(peer) => peer.call().await?.links.len(),
        };
        if links != LINKS as usize {
            return Err(format!("{links} links came instead of {LINKS}").into());
        }
        Ok(())
    }
}

#[derive(Clone)]
struct ByHand {
    http: reqwest::Client,
    origin: String,
    host: String,
}

#[derive(Serialize)]
struct LinksRequest {
    expiration: i32,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed to be paid for, as in the wrapper")]
struct LinksAnswer {
    file_path: Option<String>,
    bucket_name: Option<String>,
    links: Vec<LinksItem>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed to be paid for, as in the wrapper")]
struct LinksItem {
    file_name: Option<String>,
    link: Option<String>,
}

impl ByHand {
    async fn call(&self) -> Result<LinksAnswer> {
        let path = format!("/v2/{PROJECT}/instances/{INSTANCE}/backups/{BACKUP}/links");
        let body = serde_json::to_vec(&LinksRequest { expiration: 1800 })?;
        let date = humantime::format_rfc3339_seconds(SystemTime::now())
            .to_string()
            .replace(['-', ':'], "");
        let authorization = self.authorization(&path, &date, &body)?;
        let response = self
            .http
            .post(format!("{}{path}", self.origin))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .header("Host", &self.host)
            .header("X-Project-Id", PROJECT)
            .header("X-Sdk-Date", date)
            .header("Authorization", authorization)
            .body(body)
            .send()
            .await?
            .error_for_status()?;
        Ok(response.json().await?)
    }

    fn authorization(&self, path: &str, date: &str, body: &[u8]) -> Result<String> {
        let headers = format!(
            "accept:application/json\ncontent-type:application/json\nhost:{}\nx-project-id:{PROJECT}\nx-sdk-date:{date}\n",
            self.host
        );
        let names = "accept;content-type;host;x-project-id;x-sdk-date";
        let body_hash = hex(&Sha256::digest(body));
        let canonical = format!("POST\n{path}/\n\n{headers}\n{names}\n{body_hash}");
        let canonical_hash = hex(&Sha256::digest(canonical));
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET_KEY.as_bytes())?;
        mac.update(format!("SDK-HMAC-SHA256\n{date}\n{canonical_hash}").as_bytes());
        let signature = hex(&mac.finalize().into_bytes());
        Ok(format!(
            "SDK-HMAC-SHA256 Access={ACCESS_KEY}, SignedHeaders={names}, Signature={signature}"
        ))
    }

    fn check_signature(&self) -> Result<()> {
        let (path, date, body) = ("/v2/x/links", "20240410T073529Z", b"{}");
        let headers = [
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
            ("Host", &self.host),
            ("X-Project-Id", PROJECT),
            ("X-Sdk-Date", date),
        ];
        let parts = sign::Parts { method: "POST", path, query: "", headers: &headers, body };
        let ours = sign::sign(&parts, ACCESS_KEY, SECRET_KEY)?.authorization;
        if self.authorization(path, date, body)? != ours {
            return Err("the two sides sign differently".into());
        }
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The server stops when this process lets go of its standard input.
fn start_server() -> Result<(Child, String)> {
    let mut child = Command::new(env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut address = String::new();
    let output = child.stdout.take().ok_or("the server has no output")?;
    BufReader::new(output).read_line(&mut address)?;
    Ok((child, format!("http://{}", address.trim_end())))
}

fn serve() -> Result<()> {
    stay_on_first_processor()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            thread::spawn(move || serve_connection(connection));
        }
    });
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn serve_connection(mut connection: TcpStream) -> io::Result<()> {
    let body = answer();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nX-Request-Id: 7d4a5a0c2f1e4a3b9c8d7e6f5a4b3c2d\r\n\r\n",
        body.len()
    );
    let answer = [head.as_bytes(), body.as_bytes()].concat();
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut line = String::new();
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().unwrap_or_default();
                }
                _ if line == "\r\n" => break,
                _ => {}
            }
        }
        io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        connection.write_all(&answer)?;
    }
}

/// The example of the YAML, for a cluster of 64 shards.
fn answer() -> String {
    let bucket = "bucketb2d7";
    let folder = "3d6a2dc0/";
    let items: Vec<_> = (0..LINKS)
        .map(|i| {
            let (first, last) = (i * 256, i * 256 + 255);
            let name = format!("redis_{first}-{last}_24.rdb");
            let query = "AWSAccessKeyId=EXAMPLE&Expires=1712735430&Signature=EXAMPLE";
            format!(r#"{{"file_name":"{name}","link":"https://{bucket}.obs.cn-north-4.myhuaweicloud.com:443/{folder}{name}?{query}"}}"#)
        })
        .collect();
    format!(r#"{{"file_path":"{folder}","bucket_name":"{bucket}","links":[{}]}}"#, items.join(","))
}
