//! What an operation is called and what it is about, for the errors of its calls.

use progenitor_client::ResponseValue;

use crate::error::Error;

/// A call of an operation through the generated client.
pub(crate) struct Call {
    operation: &'static str,
    subject: String,
}

impl Call {
    /// `operation` is the vendor's name; `subject` reads as in "backup B of instance I".
    pub(crate) fn new(operation: &'static str, subject: String) -> Self {
        Self { operation, subject }
    }

    /// The answer, or an error that names the call.
    pub(crate) fn answer<T>(
        &self,
        sent: Result<ResponseValue<T>, progenitor_client::Error<()>>,
    ) -> Result<T, Error> {
        sent.map(ResponseValue::into_inner).map_err(|error| self.failed(error))
    }

    /// An error that names the call.
    pub(crate) fn failed(&self, error: impl Into<Error>) -> Error {
        error.into().with_operation(self.operation).with_subject(self.subject.clone())
    }
}
