//! Generates a client of each `spec/*.yaml`, or says what is wrong with it, all at once.

use openapi_strict::{BuildScript, Runtime};

fn main() -> std::process::ExitCode {
    BuildScript::new("spec", Runtime::new("::huaweicloud_core::support", "crate::generated")).run()
}
