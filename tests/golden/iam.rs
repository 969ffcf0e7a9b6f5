#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///What went wrong.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct ErrorBody {
        ///The status of the answer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub code: ::std::option::Option<i64>,
        ///What went wrong, in words.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        ///The name of the status.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub title: ::std::option::Option<::std::string::String>,
    }
    ///The error body of the service.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct ErrorResponse {
        ///What went wrong.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<ErrorBody>,
    }
    ///The error body of the gateway in front of the service.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct GatewayErrorResponse {
        ///The code of the error, APIGW.0301 for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_code: ::std::option::Option<::std::string::String>,
        ///What went wrong.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_msg: ::std::option::Option<::std::string::String>,
        ///The gateway's id of the request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub request_id: ::std::option::Option<::std::string::String>,
    }
    ///Projects of an account.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct KeystoneListProjectsResponse {
        ///Where this answer, the one before it and the one after it are.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub links: ::std::option::Option<Links>,
        ///The projects.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub projects: ::std::option::Option<::std::vec::Vec<ProjectResult>>,
    }
    ///Where this answer, the one before it and the one after it are.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct Links {
        ///The URL of the page after it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
        ///The URL of the page before it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub previous: ::std::option::Option<::std::string::String>,
        ///The URL of this answer.
        #[serde(rename = "self", skip_serializing_if = "::std::option::Option::is_none")]
        pub self_: ::std::option::Option<::std::string::String>,
    }
    ///A project.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct ProjectResult {
        ///What its owner wrote about it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///The account that the project belongs to.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub domain_id: ::std::option::Option<::std::string::String>,
        ///Whether the project can be used.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub enabled: ::std::option::Option<bool>,
        ///The id of the project.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Always false.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_domain: ::std::option::Option<bool>,
        ///The name of the project, which is its region's id unless it is a subproject.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///The account, or the project of the region that a subproject belongs to.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parent_id: ::std::option::Option<::std::string::String>,
    }
    /// Types for composing complex structures.
    pub mod builder {}
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for Huawei Cloud Identity and Access Management (IAM)

The projects of an account.

Version: 3.0*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: ::huaweicloud_core::support::Transport,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: ::huaweicloud_core::support::Transport) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new().connect_timeout(dur).timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap(), inner)
    }
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: ::huaweicloud_core::support::Transport,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<::huaweicloud_core::support::Transport> for Client {
    fn api_version() -> &'static str {
        "3.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &::huaweicloud_core::support::Transport {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<::huaweicloud_core::support::Transport>,
    {}
};
impl Client {
    /**Querying Project Information

Lists projects of the account. The project that a region has from the start bears the region's name.

Permission: `iam:projects:listProjects`.

Idempotent: sending it twice does no more than sending it once.

Sends a `GET` request to `/v3/projects`

Arguments:
- `name`: Only the project of this name. Optional. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
```ignore
let response = client.keystone_list_projects()
    .name(name)
    .send()
    .await;
```*/
    pub fn keystone_list_projects(&self) -> builder::KeystoneListProjects<'_> {
        builder::KeystoneListProjects::new(self)
    }
}
/// Types for composing operation parameters.
#[allow(clippy::all)]
pub mod builder {
    use super::types;
    #[allow(unused_imports)]
    use super::{
        encode_path, ByteStream, ClientInfo, ClientHooks, Error, OperationInfo,
        RequestBuilderExt, ResponseValue,
    };
    /**Builder for [`Client::keystone_list_projects`]

[`Client::keystone_list_projects`]: super::Client::keystone_list_projects*/
    #[derive(Debug, Clone)]
    pub struct KeystoneListProjects<'a> {
        client: &'a super::Client,
        name: Result<Option<crate::generated::iam::newtypes::ProjectName>, String>,
    }
    impl<'a> KeystoneListProjects<'a> {
        ///A call by this client, without any argument.
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                name: Ok(None),
            }
        }
        ///Only the project of this name. Optional. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::iam::newtypes::ProjectName>,
        {
            self.name = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: iam :: newtypes :: ProjectName` for name failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/v3/projects`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::KeystoneListProjectsResponse>, Error<()>> {
            let Self { client, name } = self;
            let name = name.map_err(Error::InvalidRequest)?;
            let url = format!("{}/v3/projects", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("name", &name))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "keystone_list_projects",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    pub use self::super::Client;
}

::huaweicloud_core::support::lenient! {
    types::ErrorBody {
        "code": Integer,
        "message": Text,
        "title": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::ErrorResponse {
        "error": Object,
    }
}
::huaweicloud_core::support::lenient! {
    types::GatewayErrorResponse {
        "error_code": Text,
        "error_msg": Text,
        "request_id": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::KeystoneListProjectsResponse {
        "links": Object,
        "projects": Records(&Object),
    }
}
::huaweicloud_core::support::lenient! {
    types::Links {
        "next": Text,
        "previous": Text,
        "self": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::ProjectResult {
        "description": Text,
        "domain_id": Text,
        "enabled": Flag,
        "id": Text,
        "is_domain": Flag,
        "name": Text,
        "parent_id": Text,
    }
}

/// The types with limits that the document states.
pub mod newtypes {
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "The name of a project: a region's id, followed by `_` and a name of one's own for a subproject."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        ProjectName, "project_name", "The name of a project: a region's id, followed by `_` and a name of one's own for a subproject.", 1..=64, "^[0-9A-Za-z_-]{1,64}$", b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
}

/// What the document says of each operation beyond its method.
pub const OPERATIONS: &[::huaweicloud_core::support::Operation] = &[
    ::huaweicloud_core::support::Operation {
        name: "KeystoneListProjects",
        method: "keystone_list_projects",
        http_method: "GET",
        path: "/v3/projects",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: false,
        action: Some("iam:projects:listProjects"),
    },
];
::huaweicloud_core::support::hooks!(Client, OPERATIONS);
