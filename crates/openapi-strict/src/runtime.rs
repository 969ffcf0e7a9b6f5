//! Where generated code is, and which module of a runtime it names.

/// What generated code may name outside of itself, as paths.
///
/// `support` is the one module of the runtime that generated code names. It must have:
///
/// - `Transport`: the inner value of each generated client;
/// - `Operation`: a row of the table of operations, with the fields that the table gives;
/// - `hooks!(Client, OPERATIONS)`: lets the client send through the transport;
/// - `bounded_integer!` and `bounded_string!`: declare the checked types of a document;
/// - `SecretText`: the type of a string that no log and no error may show;
/// - `lenient!`: reads a type of answers, which derives the strict code with `#[serde(remote = "Self")]`.
#[derive(Debug, Clone)]
pub struct Runtime {
    support: String,
    module: String,
}

/// The paths that the code of one document uses.
pub(crate) struct Paths {
    /// The runtime's module.
    pub(crate) support: String,
    /// The module that the document's own code is in.
    pub(crate) document: String,
}

impl Runtime {
    /// A runtime with the module `support` for generated code, given as a path: `::my_runtime::support` for
    /// instance. The generated code is included in the module `module` of the crate that is built,
    /// `crate::generated` for instance.
    pub fn new(support: impl Into<String>, module: impl Into<String>) -> Self {
        Self { support: support.into(), module: module.into() }
    }

    pub(crate) fn support(&self) -> &str {
        &self.support
    }

    pub(crate) fn paths(&self, stem: &str) -> Paths {
        Paths { support: self.support.clone(), document: format!("{}::{stem}", self.module) }
    }
}
