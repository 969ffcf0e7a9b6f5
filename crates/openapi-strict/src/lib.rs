#![doc = include_str!("../README.md")]

mod annotate;
mod docs;
mod document;
mod emit;
mod keywords;
mod kinds;
mod lint;
mod lower;
mod names;
mod newtypes;
mod outline;
mod pattern;
mod problem;
mod prose;
mod reach;
mod report;
mod rules;
mod runtime;
mod script;
mod shape;
mod tree;
mod trim;

pub use document::{Generated, generate, parse};
pub use problem::Problem;
pub use runtime::Runtime;
pub use script::BuildScript;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]
mod tests;
