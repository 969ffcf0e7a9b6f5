//! What gives credentials: the trait that other sources of keys implement.

use std::{future::Future, pin::Pin, sync::Arc};

use careful_http::Error;

use crate::credentials::keys::Credentials;

/// Gives the credentials of each request: implement it for keys that rotate or live elsewhere.
///
/// [`Credentials`] themselves are the simplest provider. The client asks before each attempt of a call, so that a
/// retry is signed with a valid key. Keep your keys until they expire. Several calls may ask at the same time, and
/// each may be dropped while it waits. If the answer takes longer than the call may take, the call fails.
///
/// `Debug` of a client shows nothing of its provider.
///
/// ```
/// use huaweicloud_core::{
///     Client, ClientBuilder, Credentials, CredentialsFuture, Error, ProvideCredentials, ServiceInfo, iam,
/// };
///
/// const IAM: ServiceInfo = ServiceInfo {
///     name: "iam",
///     regions: &["cn-north-4"],
///     codes: |_, _| None,
///     user_agent: "example/1",
/// };
///
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn provide(&self) -> CredentialsFuture<'_> {
///         Box::pin(async {
///             let (access_key, secret_key) = ask_the_vault().await?;
///             Credentials::access_key(access_key, secret_key).map_err(Error::no_credentials)
///         })
///     }
/// }
///
/// async fn ask_the_vault() -> Result<(String, String), Error> {
///     Err(Error::no_credentials("the vault is sealed; unseal it"))
/// }
///
/// let client: Client<iam::Client> = ClientBuilder::new(&IAM)
///     .region("cn-north-4")
///     .project_id("0123456789abcdef0123456789abcdef")
///     .credentials(Vault)
///     .build()?;
/// # Ok::<_, Error>(())
/// ```
pub trait ProvideCredentials: Send + Sync + 'static {
    /// The credentials to use now.
    ///
    /// # Errors
    /// Whatever the error is, the call fails with [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) and the
    /// error's text. Nothing is sent, and nothing is retried. Make the error with [`Error::no_credentials`], and keep
    /// secrets out of it.
    fn provide(&self) -> CredentialsFuture<'_>;
}

/// What [`ProvideCredentials::provide`] returns: `Box::pin(async { … })`.
pub type CredentialsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, Error>> + Send + 'a>>;

impl ProvideCredentials for Credentials {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// One provider for several clients.
impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn provide(&self) -> CredentialsFuture<'_> {
        (**self).provide()
    }
}
