//! A file that was looked into.

use std::error::Error as _;

use dcs_backup::rdb::{self, Inspection, State};
use serde::Serialize;

use super::files::Found;

/// A file, and what is in it if it is whole.
#[derive(Debug, Serialize)]
pub(super) struct Inspected {
    pub(super) file: String,
    pub(super) size: u64,
    /// Nothing of an unfinished file, which is not looked into.
    #[serde(flatten)]
    pub(super) inspection: Option<Inspection>,
    pub(super) unfinished: bool,
    /// Why it can't be read, if that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unreadable: Option<String>,
}

/// One that can't be read doesn't keep the others from being shown.
pub(super) async fn inspect(file: Found) -> Inspected {
    let (file_name, Found { path, size, unfinished, mut unreadable }) = (file.name(), file);
    let mut inspection = None;
    if !unfinished && unreadable.is_none() {
        match rdb::inspect(&path).await {
            Ok(read) => inspection = Some(read),
            Err(error) => {
                let cause = error.source().map(ToString::to_string);
                unreadable = Some(cause.unwrap_or_else(|| error.problem().to_owned()));
            }
        }
    }
    Inspected { file: file_name, size, inspection, unfinished, unreadable }
}

impl Inspected {
    pub(super) fn state(&self) -> Option<&State> {
        self.inspection.as_ref().map(|inspection| &inspection.state)
    }
}
