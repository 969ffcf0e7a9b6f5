//! Generates the client of IAM from `spec/iam.yaml`.

use openapi_strict::{BuildScript, Runtime};

fn main() -> std::process::ExitCode {
    BuildScript::new("spec", Runtime::new("crate::support", "crate::generated")).run()
}
