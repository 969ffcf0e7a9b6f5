//! The whole of a build script: a folder of documents to generated code in `OUT_DIR`.

use std::{env, fs, io, path::PathBuf, process::ExitCode};

use crate::{document::generate, runtime::Runtime};

/// Generates a client of each document in a folder. It is a build script's one statement:
///
/// ```no_run
/// use openapi_strict::{BuildScript, Runtime};
///
/// fn main() -> std::process::ExitCode {
///     BuildScript::new("spec", Runtime::new("::my_runtime::support", "crate::generated")).run()
/// }
/// ```
///
/// It writes two files to `OUT_DIR`. `documents.rs` has a module for each `NAME.yaml`, a module `services` that
/// re-exports them all, and a constant `DOCUMENTS` of their tables of operations. `documents_mock.rs` has the
/// httpmock helpers in the same modules.
#[derive(Debug)]
pub struct BuildScript {
    folder: String,
    runtime: Runtime,
}

impl BuildScript {
    /// A build script for the `*.yaml` files of `folder`, which is relative to the package's manifest.
    pub fn new(folder: impl Into<String>, runtime: Runtime) -> Self {
        Self { folder: folder.into(), runtime }
    }

    /// Generates everything, or prints each problem as an error of the build.
    #[expect(clippy::print_stdout, reason = "it is how a build script talks to Cargo")]
    pub fn run(self) -> ExitCode {
        println!("cargo::rerun-if-changed={}", self.folder);
        println!("cargo::rerun-if-changed=build.rs");
        // Generated code asks for this feature, which the crate need not have.
        println!("cargo::rustc-check-cfg=cfg(feature, values(\"schemars\"))");
        match self.generate() {
            Ok(errors) if errors.is_empty() => return ExitCode::SUCCESS,
            Ok(errors) => errors.iter().for_each(|line| println!("cargo::error={line}")),
            Err(error) => println!("cargo::error=cannot generate the client: {error}"),
        }
        ExitCode::FAILURE
    }

    /// Returns a line for each problem of the documents.
    fn generate(&self) -> io::Result<Vec<String>> {
        let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join(&self.folder);
        let out = PathBuf::from(variable("OUT_DIR")?);
        let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
        paths.sort();
        let (mut errors, mut stems) = (Vec::new(), Vec::new());
        for path in paths {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            match generate(&stem, &fs::read_to_string(&path)?, &self.runtime) {
                Ok(generated) => {
                    fs::write(out.join(format!("{stem}.rs")), generated.client)?;
                    fs::write(out.join(format!("{stem}_mock.rs")), generated.mock)?;
                    stems.push(stem);
                }
                Err(problems) => {
                    let file = format!("{}/{stem}.yaml", self.folder);
                    errors.extend(problems.iter().map(|problem| problem.line(&file)));
                }
            }
        }
        let tables = tables(&stems, self.runtime.support());
        fs::write(out.join("documents.rs"), modules(&stems, "") + &tables)?;
        fs::write(out.join("documents_mock.rs"), modules(&stems, "_mock"))?;
        Ok(errors)
    }
}

/// What generated code can't keep to, since it knows neither its crate's lints nor what that crate re-exports: the
/// generator's prelude, its `Client::new`, and enums that are exactly what a request may say.
const EXEMPTIONS: &str =
    "#[allow(unreachable_pub, unused_imports, clippy::exhaustive_enums, clippy::unwrap_used)]";

/// A module for each document, which holds the file that was generated from it.
fn modules(stems: &[String], suffix: &str) -> String {
    let module = |stem: &String| {
        format!(
            "/// The service of `{stem}.yaml`.\n{EXEMPTIONS}\npub mod {stem} {{\n    \
             include!(concat!(env!(\"OUT_DIR\"), \"/{stem}{suffix}.rs\"));\n}}\n"
        )
    };
    stems.iter().map(module).collect()
}

fn tables(stems: &[String], support: &str) -> String {
    let each = |line: fn(&String) -> String| stems.iter().map(line).collect::<String>();
    let (services, tables) = (
        each(|stem| format!("    pub use super::{stem};\n")),
        each(|stem| format!("    {stem}::OPERATIONS,\n")),
    );
    format!(
        "/// The module of every document.\n{EXEMPTIONS}\npub mod services {{\n{services}}}\n\
         /// The operations of every document.\n#[allow(dead_code, unreachable_pub)]\n\
         pub const DOCUMENTS: &[&[{support}::Operation]] = &[\n{tables}];\n"
    )
}

fn variable(name: &str) -> io::Result<std::ffi::OsString> {
    env::var_os(name).ok_or_else(|| io::Error::other(format!("Cargo did not set {name}")))
}
