//! How long a build script spends between reading a document and writing Rust.
//!
//!     cargo bench -p openapi-strict [-- DOCUMENT]

use std::{
    env, fs,
    hint::black_box,
    io,
    time::{Duration, Instant},
};

const RUNS: usize = 50;

#[expect(clippy::print_stdout, reason = "the result of a benchmark")]
fn main() -> io::Result<()> {
    // Cargo adds a flag of its own.
    let document = env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let document = document.unwrap_or_else(|| "tests/fixtures/rich.yaml".to_owned());
    let text = fs::read_to_string(&document)?;
    let runtime = openapi_strict::Runtime::new("crate::support", "crate::generated");
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            match openapi_strict::generate("document", black_box(&text), &runtime) {
                Ok(generated) => drop(black_box((generated.client, generated.mock))),
                Err(problems) => panic!("{}", problems[0].line(&document)),
            }
            start.elapsed()
        })
        .collect();
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "lint + lower + generate + print {document}, {RUNS} runs: min {:.1} ms, median {:.1} ms",
        ms(times[0]),
        ms(times[RUNS / 2])
    );
    Ok(())
}
