//! Generates the client of RDS from `spec/rds.yaml`.

use openapi_strict::{BuildScript, Runtime};

fn main() -> std::process::ExitCode {
    BuildScript::new("spec", Runtime::new("::huaweicloud_core::support", "crate::raw")).run()
}
