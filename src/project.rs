//! The project that a client works in, once it is known.

use http::HeaderValue;
use tokio::sync::OnceCell;

use crate::types::ProjectId;

/// The project, once it is known. What looks it up and what signs with it share the cell.
pub(crate) type ProjectCell = OnceCell<Project>;

/// A project's id, also as a header carries it.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) id: ProjectId,
    pub(crate) header: HeaderValue,
}

impl From<ProjectId> for Project {
    fn from(id: ProjectId) -> Self {
        // The pattern of a project id allows nothing that a header could not carry.
        let header =
            HeaderValue::from_str(id.as_str()).unwrap_or_else(|_| HeaderValue::from_static(""));
        Self { id, header }
    }
}
