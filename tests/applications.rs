//! The TLS features beside an application that has rustls or reqwest itself: Cargo builds both once, with the
//! features of all, and the application's own code works as before.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

use std::{env, fs, path::Path, process::Command};

const CRATE: &str = env!("CARGO_MANIFEST_DIR");

#[test]
#[ignore = "builds an application three times"]
fn an_applications_own_rustls_and_reqwest_work_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Path::new(CRATE).join("tests/fixtures/application");
    let manifest = fs::read_to_string(fixture.join("Cargo.toml.in")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), manifest.replace("CRATE", CRATE)).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::copy(fixture.join("src/main.rs"), folder.path().join("src/main.rs")).unwrap();
    for application in ["defaults", "without-tls", "ring-alone"] {
        // That of the crate, from which the run before left what this application has.
        let lock = Path::new(CRATE).join("Cargo.lock");
        fs::copy(lock, folder.path().join("Cargo.lock")).unwrap();
        let ran = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .current_dir(folder.path())
            .args(["run", "--quiet", "--offline", "--features", application])
            // A folder that stays: of two builds, the second takes seconds.
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("application"))
            .output()
            .unwrap();
        let said = [&ran.stdout[..], &ran.stderr[..]].map(String::from_utf8_lossy).concat();
        assert!(ran.status.success() && said.contains("no panic"), "{application}:\n{said}");
    }
}
