//! The variables that settings come from: those of the process, or ones that a caller gives.

use std::{env, ffi::OsString, sync::Arc};

use careful_http::InvalidValue;

type Variable = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// Looks variables up by name. An empty one counts as unset.
#[derive(Clone)]
pub(crate) struct Environment(Arc<Variable>);

impl Environment {
    pub(crate) fn new(variable: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self(Arc::new(variable))
    }

    pub(crate) fn os(&self, name: &str) -> Option<OsString> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// The value as text; one that is not UTF-8 is refused.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, InvalidValue> {
        self.os(name)
            .map(OsString::into_string)
            .transpose()
            .map_err(|_| InvalidValue::new(name.to_owned(), "its value is not UTF-8"))
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::new(|name| env::var_os(name))
    }
}
