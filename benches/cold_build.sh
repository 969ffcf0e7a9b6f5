#!/usr/bin/env bash
# What depending on this crate costs: a cold `cargo build` (dev profile) of a new crate that depends
# on it with default features, and of the same crate on reqwest with default features, serde,
# serde_json and tokio. They alternate; versions are those of Cargo.lock; nothing is downloaded
# while the clock runs. Crates, not compilation units, are counted, the new crate aside.
#
# Usage: benches/cold_build.sh [ROUNDS]   (default 2)
set -euo pipefail

rounds=${1:-2}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/cold-build.XXXXXX")
trap 'rm -rf "$work"' EXIT
host=$(rustc -vV | sed -n 's/^host: //p')

new_crate() { # NAME DEPENDENCIES USE
    mkdir -p "$work/$1/src"
    printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\n%s\n%s\n' \
        "$1" "$2" 'tokio = { version = "1", features = ["macros", "rt-multi-thread"] }' \
        >"$work/$1/Cargo.toml"
    printf '#[tokio::main]\nasync fn main() {\n    let _ = %s;\n}\n' "$3" >"$work/$1/src/main.rs"
    cp "$root/Cargo.lock" "$work/$1/Cargo.lock"
    (cd "$work/$1" && cargo fetch --quiet --target "$host")
}

cold_build() { # NAME; appends "WALL CPU CRATES" to NAME.txt
    local TIMEFORMAT='%R %U %S' times crates
    times=$({ time (cd "$work/$1" && CARGO_TARGET_DIR="$work/target" cargo build --offline --quiet \
        --message-format=json >"$work/messages" 2>"$work/errors"); } 2>&1) ||
        { cat "$work/errors" >&2; return 1; }
    crates=$(grep '"reason":"compiler-artifact"' "$work/messages" |
        grep -o '"package_id":"[^"]*"' | sort -u | grep -vc "/$1#")
    awk '{ printf "%.1f %.1f %d\n", $1, $2 + $3, $4 }' <<<"$times $crates" >>"$work/$1.txt"
    tail -n 1 "$work/$1.txt" |
        awk -v name="$1" '{ printf "%-12s %6.1f s wall  %6.1f s CPU  %4d crates\n", name, $1, $2, $3 }'
    rm -rf "$work/target"
}

new_crate on-wrapper "dcs-backup = { path = \"$root\" }" 'dcs_backup::Client::builder()'
new_crate on-reqwest 'reqwest = { version = "0.13", features = ["json"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"' 'reqwest::Client::new()'

uptime
for ((round = 0; round < rounds; round++)); do
    cold_build on-wrapper
    cold_build on-reqwest
done
uptime

paste -d ' ' "$work/on-wrapper.txt" "$work/on-reqwest.txt" | awk '
    function least(a, b) { return a == "" || b < a ? b : a }
    { wall = least(wall, $1); cpu = least(cpu, $2); crates = $3
      base_wall = least(base_wall, $4); base_cpu = least(base_cpu, $5); base_crates = $6 }
    function verdict(held) { return held ? "held" : "MISSED" }
    END {
        printf "least wall time: %.1f s / %.1f s = %.2f (target 1.4: %s)\n",
            wall, base_wall, wall / base_wall, verdict(wall / base_wall <= 1.4)
        printf "least CPU time:  %.1f s / %.1f s = %.2f\n", cpu, base_cpu, cpu / base_cpu
        printf "crates: %d - %d = %d more (target 50: %s)\n",
            crates, base_crates, crates - base_crates, verdict(crates - base_crates <= 50)
    }'
