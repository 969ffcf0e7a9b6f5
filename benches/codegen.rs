//! How long a build script spends between reading `spec/dcs.yaml` and writing Rust.

#[path = "../build/codegen.rs"]
mod codegen;

use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

const RUNS: usize = 50;

#[expect(clippy::print_stdout, reason = "the result of a benchmark")]
fn main() {
    let text = include_str!("../spec/dcs.yaml");
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            match codegen::generate("dcs", black_box(text), &mut BTreeMap::new()) {
                Ok(generated) => drop(black_box((generated.client, generated.mock))),
                Err(problems) => panic!("{}", problems[0].line("spec/dcs.yaml")),
            }
            start.elapsed()
        })
        .collect();
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "lint + lower + generate + print spec/dcs.yaml, {RUNS} runs: min {:.1} ms, median {:.1} ms",
        ms(times[0]),
        ms(times[RUNS / 2])
    );
}
