//! Generates a client of each `spec/*.yaml`, or says what is wrong with it, all at once.

#[path = "build/codegen.rs"]
mod codegen;

use std::{collections::BTreeMap, env, fs, io, path::PathBuf, process::ExitCode};

use codegen::lint::Problem;

fn main() -> ExitCode {
    for input in ["spec", "build.rs", "build"] {
        println!("cargo::rerun-if-changed={input}");
    }
    match run() {
        Ok(errors) if errors.is_empty() => return ExitCode::SUCCESS,
        Ok(errors) => errors.iter().for_each(|line| println!("cargo::error={line}")),
        Err(error) => println!("cargo::error=cannot generate the client: {error}"),
    }
    ExitCode::FAILURE
}

/// Generates everything; returns a line for each problem of the documents.
fn run() -> io::Result<Vec<String>> {
    let manifest = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    let entries = fs::read_dir(manifest.join("spec"))?.collect::<io::Result<Vec<_>>>()?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    let mut errors = Vec::new();
    let mut declared = BTreeMap::new();
    let mut stems = Vec::new();
    for path in paths {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)?;
        match codegen::generate(&stem, &text, &mut declared) {
            Ok(generated) => {
                fs::write(out.join(format!("{stem}.rs")), generated.client)?;
                fs::write(out.join(format!("{stem}_mock.rs")), generated.mock)?;
                stems.push(stem);
            }
            Err(problems) => {
                let file = format!("spec/{stem}.yaml");
                errors.extend(problems.iter().map(|problem: &Problem| problem.line(&file)));
            }
        }
    }
    fs::write(out.join("documents.rs"), modules(&stems, "") + &shared(&stems))?;
    fs::write(out.join("documents_mock.rs"), modules(&stems, "_mock"))?;
    Ok(errors)
}

/// A module for each document, which holds the file that was generated of it.
fn modules(stems: &[String], suffix: &str) -> String {
    let module = |stem: &String| {
        format!(
            "/// The service of `spec/{stem}.yaml`.\npub mod {stem} {{\n    \
             include!(concat!(env!(\"OUT_DIR\"), \"/{stem}{suffix}.rs\"));\n}}\n"
        )
    };
    stems.iter().map(module).collect()
}

/// What all documents bring to a place that they share.
fn shared(stems: &[String]) -> String {
    let each = |line: fn(&String) -> String| stems.iter().map(line).collect::<String>();
    format!(
        "/// The module of every document.\npub mod services {{\n{}}}\n\
         /// The checked types of every document.\npub(crate) mod checked {{\n{}}}\n\
         /// The operations of every document.\n#[cfg(feature = \"sandbox\")]\n\
         pub(crate) const DOCUMENTS: &[&[crate::operation::Operation]] = &[\n{}];\n",
        each(|stem| format!("    pub use super::{stem};\n")),
        each(|stem| format!("    pub use super::{stem}::newtypes::*;\n")),
        each(|stem| format!("    {stem}::OPERATIONS,\n")),
    )
}

fn variable(name: &str) -> io::Result<std::ffi::OsString> {
    env::var_os(name).ok_or_else(|| io::Error::other(format!("Cargo did not set {name}")))
}
