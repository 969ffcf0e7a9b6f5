//! What an operation is about and what was seen of it, for the errors of its calls.

use std::future::Future;

use careful_http::Error;
use progenitor_client::ResponseValue;

use crate::wire::observed::Observed;

/// A call of an operation through a generated client. Its errors say what the call was about. They keep the request
/// id, also if the answer did not have the documented shape or something in it was refused.
///
/// ```no_run
/// # async fn example(client: huaweicloud_core::Client<huaweicloud_core::iam::Client>) -> Result<(), huaweicloud_core::Error> {
/// use huaweicloud_core::Call;
///
/// let call = Call::about("project cn-north-4");
/// let (answer, call) = call.send(client.raw().keystone_list_projects().send()).await?;
/// let projects = answer.projects.ok_or_else(|| {
///     call.failed(huaweicloud_core::Error::no_credentials("no project is visible"))
/// })?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Call {
    subject: String,
}

/// A call that was answered.
#[derive(Debug, Clone)]
pub struct Answered {
    subject: String,
    observed: Observed,
}

impl Call {
    /// A call that is about this, as in "backup B of instance I".
    pub fn about(subject: impl Into<String>) -> Self {
        Self { subject: subject.into() }
    }

    /// Sends it: the answer, and what its errors say.
    ///
    /// # Errors
    /// The failure of the service or the network.
    pub async fn send<T>(
        self,
        sent: impl Future<Output = Result<ResponseValue<T>, progenitor_client::Error<()>>> + Send,
    ) -> Result<(T, Answered), Error> {
        let (sent, observed) = Observed::during(sent).await;
        let answered = Answered { subject: self.subject, observed };
        match sent {
            Ok(answer) => Ok((answer.into_inner(), answered)),
            Err(error) => Err(answered.failed(error)),
        }
    }
}

impl Answered {
    /// Whether the service answered without a body, where it documents that beside an answer with one.
    pub(crate) fn is_bodiless(&self) -> bool {
        self.observed.is_bodiless
    }

    /// An error that names the operation, what it was about, and the request.
    pub fn failed(&self, error: impl Into<Error>) -> Error {
        let Observed { operation, request_id, attempts, .. } = &self.observed;
        let mut error = error.into().with_subject(self.subject.clone());
        error = error.with_request_id(request_id.clone());
        if let Some(operation) = operation {
            error = error.with_operation(operation.name);
        }
        match (error.attempts(), attempts) {
            (None, Some(attempts)) => error.with_attempts(*attempts),
            _ => error,
        }
    }
}
