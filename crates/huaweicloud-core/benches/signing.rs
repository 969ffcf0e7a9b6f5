//! What one signature costs: that of a call of `ListBackupFileLinks`, in nanoseconds.
#![expect(clippy::print_stdout, reason = "the figure is what this program is for")]

use std::{hint::black_box, time::Instant};

use huaweicloud_core::sign::{Parts, SignError, sign};

const ROUNDS: usize = 200;
const SIGNATURES: u32 = 1000;
const TARGET: u128 = 10_000;

fn main() -> Result<(), SignError> {
    let parts = Parts {
        method: "POST",
        path: "/v2/0123456789abcdef0123456789abcdef/instances/5560df16-cebf-4473-95c4-d1b573c16e79/backups/4631832a-14c6-45b0-a0b3-3abd8f591ad1/links",
        query: "",
        headers: &[
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("host", "dcs.cn-north-4.myhuaweicloud.com"),
            ("x-project-id", "0123456789abcdef0123456789abcdef"),
            ("x-sdk-date", "20240410T073529Z"),
        ],
        body: br#"{"expiration":1800}"#,
    };
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..SIGNATURES {
            black_box(sign(
                black_box(&parts),
                "EXAMPLEACCESSKEY0000",
                "ExampleSecretKey00000000000000000000000000",
            )?);
        }
        times.push((start.elapsed() / SIGNATURES).as_nanos());
    }
    times.sort_unstable();
    let (min, median) = (times[0], times[ROUNDS / 2]);
    let verdict = if median < TARGET { "held" } else { "MISSED" };
    println!("one signature: min {min} ns, median {median} ns (target {TARGET} ns: {verdict})");
    Ok(())
}
