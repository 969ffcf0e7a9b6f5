//! The project that a client works in, once it is known.

use http::HeaderValue;
use tokio::sync::OnceCell;

crate::bounded_string! {
    /// The id of a project, in which a region's resources are.
    ///
    /// 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
    ProjectId, "project_id", "The id of a project, in which a region's resources are.", 1..=64, "^[0-9A-Za-z_-]{1,64}$", b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
}

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
