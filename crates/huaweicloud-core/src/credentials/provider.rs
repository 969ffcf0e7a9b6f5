//! What gives credentials: the trait that other sources of keys implement.

use std::{future::Future, pin::Pin, sync::Arc};

use careful_http::Error;

use crate::credentials::keys::Credentials;

/// Gives the credentials of each request: implement it for keys that rotate or live elsewhere.
///
/// [`Credentials`] themselves are the simplest provider. A provider is asked before each attempt of
/// a call, so that a retry is signed with the key of its time: keep what you have until it
/// expires. Calls ask at the same time; each may be dropped while it waits. What takes longer than
/// the call may is given up.
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
    /// Whatever the error is, the call fails with
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) and the error's text; nothing is
    /// sent, nothing tried again. Make one with [`Error::no_credentials`], and keep secrets out.
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
