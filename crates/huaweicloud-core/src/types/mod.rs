//! Values and tables without a connection: checked and lenient types, operations, endpoints, the project.

pub(crate) mod checked;
pub(crate) mod endpoint;
pub(crate) mod lenient;
pub(crate) mod operation;
mod presence;
pub(crate) mod project;
