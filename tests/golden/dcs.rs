#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///Where the files of a backup are.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct DownloadBackupFiles {
        ///The service's own bucket that holds the files.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bucket_name: ::std::option::Option<::std::string::String>,
        ///The folder of the files in the bucket, ending in a slash; older answers give the full key of the one file instead.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_path: ::std::option::Option<::std::string::String>,
        ///A link for each file. The vendor promises at most 64.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub links: ::std::option::Option<::std::vec::Vec<LinksItem>>,
    }
    impl DownloadBackupFiles {
        pub fn builder() -> builder::DownloadBackupFiles {
            Default::default()
        }
    }
    ///What is asked of the links of a backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct DownloadBackupFilesReq {
        pub expiration: crate::types::Expiration,
    }
    impl DownloadBackupFilesReq {
        pub fn builder() -> builder::DownloadBackupFilesReq {
            Default::default()
        }
    }
    ///The error body of the service.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct ErrorResponse {
        ///The code of the error, DCS.4062 or 111400062 for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_code: ::std::option::Option<::std::string::String>,
        ///Not used by the service; null.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_ext_msg: ::std::option::Option<::std::string::String>,
        ///What went wrong.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_msg: ::std::option::Option<::std::string::String>,
    }
    impl ErrorResponse {
        pub fn builder() -> builder::ErrorResponse {
            Default::default()
        }
    }
    ///The error body of the gateway in front of the service.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
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
    impl GatewayErrorResponse {
        pub fn builder() -> builder::GatewayErrorResponse {
            Default::default()
        }
    }
    ///One file of a backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct LinksItem {
        ///The name of the file; that of a cluster's shard carries its address and its slots.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_name: ::std::option::Option<::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub link: ::std::option::Option<crate::types::SecretText>,
    }
    impl LinksItem {
        pub fn builder() -> builder::LinksItem {
            Default::default()
        }
    }
    /// Types for composing complex structures.
    pub mod builder {
        #[derive(Clone, Debug)]
        pub struct DownloadBackupFiles {
            bucket_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            file_path: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            links: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<super::LinksItem>>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for DownloadBackupFiles {
            fn default() -> Self {
                Self {
                    bucket_name: Ok(Default::default()),
                    file_path: Ok(Default::default()),
                    links: Ok(Default::default()),
                }
            }
        }
        impl DownloadBackupFiles {
            pub fn bucket_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.bucket_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for bucket_name: {e}")
                    });
                self
            }
            pub fn file_path<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.file_path = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for file_path: {e}")
                    });
                self
            }
            pub fn links<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<super::LinksItem>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.links = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for links: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<DownloadBackupFiles>
        for super::DownloadBackupFiles {
            type Error = super::error::ConversionError;
            fn try_from(
                value: DownloadBackupFiles,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    bucket_name: value.bucket_name?,
                    file_path: value.file_path?,
                    links: value.links?,
                })
            }
        }
        impl ::std::convert::From<super::DownloadBackupFiles> for DownloadBackupFiles {
            fn from(value: super::DownloadBackupFiles) -> Self {
                Self {
                    bucket_name: Ok(value.bucket_name),
                    file_path: Ok(value.file_path),
                    links: Ok(value.links),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct DownloadBackupFilesReq {
            expiration: ::std::result::Result<
                crate::types::Expiration,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for DownloadBackupFilesReq {
            fn default() -> Self {
                Self {
                    expiration: Err("no value supplied for expiration".to_string()),
                }
            }
        }
        impl DownloadBackupFilesReq {
            pub fn expiration<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::types::Expiration>,
                T::Error: ::std::fmt::Display,
            {
                self.expiration = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for expiration: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<DownloadBackupFilesReq>
        for super::DownloadBackupFilesReq {
            type Error = super::error::ConversionError;
            fn try_from(
                value: DownloadBackupFilesReq,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    expiration: value.expiration?,
                })
            }
        }
        impl ::std::convert::From<super::DownloadBackupFilesReq>
        for DownloadBackupFilesReq {
            fn from(value: super::DownloadBackupFilesReq) -> Self {
                Self {
                    expiration: Ok(value.expiration),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ErrorResponse {
            error_code: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            error_ext_msg: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            error_msg: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ErrorResponse {
            fn default() -> Self {
                Self {
                    error_code: Ok(Default::default()),
                    error_ext_msg: Ok(Default::default()),
                    error_msg: Ok(Default::default()),
                }
            }
        }
        impl ErrorResponse {
            pub fn error_code<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.error_code = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_code: {e}")
                    });
                self
            }
            pub fn error_ext_msg<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.error_ext_msg = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_ext_msg: {e}")
                    });
                self
            }
            pub fn error_msg<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.error_msg = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_msg: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ErrorResponse> for super::ErrorResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ErrorResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    error_code: value.error_code?,
                    error_ext_msg: value.error_ext_msg?,
                    error_msg: value.error_msg?,
                })
            }
        }
        impl ::std::convert::From<super::ErrorResponse> for ErrorResponse {
            fn from(value: super::ErrorResponse) -> Self {
                Self {
                    error_code: Ok(value.error_code),
                    error_ext_msg: Ok(value.error_ext_msg),
                    error_msg: Ok(value.error_msg),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct GatewayErrorResponse {
            error_code: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            error_msg: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            request_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for GatewayErrorResponse {
            fn default() -> Self {
                Self {
                    error_code: Ok(Default::default()),
                    error_msg: Ok(Default::default()),
                    request_id: Ok(Default::default()),
                }
            }
        }
        impl GatewayErrorResponse {
            pub fn error_code<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.error_code = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_code: {e}")
                    });
                self
            }
            pub fn error_msg<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.error_msg = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_msg: {e}")
                    });
                self
            }
            pub fn request_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.request_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for request_id: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<GatewayErrorResponse>
        for super::GatewayErrorResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: GatewayErrorResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    error_code: value.error_code?,
                    error_msg: value.error_msg?,
                    request_id: value.request_id?,
                })
            }
        }
        impl ::std::convert::From<super::GatewayErrorResponse> for GatewayErrorResponse {
            fn from(value: super::GatewayErrorResponse) -> Self {
                Self {
                    error_code: Ok(value.error_code),
                    error_msg: Ok(value.error_msg),
                    request_id: Ok(value.request_id),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct LinksItem {
            file_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            link: ::std::result::Result<
                ::std::option::Option<crate::types::SecretText>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for LinksItem {
            fn default() -> Self {
                Self {
                    file_name: Ok(Default::default()),
                    link: Ok(Default::default()),
                }
            }
        }
        impl LinksItem {
            pub fn file_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.file_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for file_name: {e}")
                    });
                self
            }
            pub fn link<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::types::SecretText>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.link = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for link: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<LinksItem> for super::LinksItem {
            type Error = super::error::ConversionError;
            fn try_from(
                value: LinksItem,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    file_name: value.file_name?,
                    link: value.link?,
                })
            }
        }
        impl ::std::convert::From<super::LinksItem> for LinksItem {
            fn from(value: super::LinksItem) -> Self {
                Self {
                    file_name: Ok(value.file_name),
                    link: Ok(value.link),
                }
            }
        }
    }
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
/**Client for Huawei Cloud Distributed Cache Service (DCS)

Backups of Redis instances and the links to their files.

Version: 2.0*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::transport::Transport,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: crate::transport::Transport) -> Self {
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
        inner: crate::transport::Transport,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::transport::Transport> for Client {
    fn api_version() -> &'static str {
        "2.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::transport::Transport {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::transport::Transport>,
    {}
};
impl Client {
    /**Obtaining the Backup File URL

Turns a backup into links that download its files without further credentials. Asking again only makes further links, so the request may be repeated.

Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/backups/{backup_id}/links`

Arguments:
- `project_id`: The project that the instance belongs to.
- `instance_id`: The Redis instance.
- `backup_id`: The backup of the instance.
- `body`: How long the links shall work.
```ignore
let response = client.list_backup_file_links()
    .project_id(project_id)
    .instance_id(instance_id)
    .backup_id(backup_id)
    .body(body)
    .send()
    .await;
```*/
    pub fn list_backup_file_links(&self) -> builder::ListBackupFileLinks<'_> {
        builder::ListBackupFileLinks::new(self)
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
    /**Builder for [`Client::list_backup_file_links`]

[`Client::list_backup_file_links`]: super::Client::list_backup_file_links*/
    #[derive(Debug, Clone)]
    pub struct ListBackupFileLinks<'a> {
        client: &'a super::Client,
        project_id: Result<crate::types::ProjectId, String>,
        instance_id: Result<crate::types::InstanceId, String>,
        backup_id: Result<crate::types::BackupId, String>,
        body: Result<types::builder::DownloadBackupFilesReq, String>,
    }
    impl<'a> ListBackupFileLinks<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
                backup_id: Err("backup_id was not initialized".to_string()),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: types :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: types :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        pub fn backup_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::BackupId>,
        {
            self.backup_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: types :: BackupId` for backup_id failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::DownloadBackupFilesReq>,
            <V as std::convert::TryInto<
                types::DownloadBackupFilesReq,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `DownloadBackupFilesReq` for body failed: {}", s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::DownloadBackupFilesReq,
            ) -> types::builder::DownloadBackupFilesReq,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/backups/{backup_id}/links`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::DownloadBackupFiles>, Error<()>> {
            let Self { client, project_id, instance_id, backup_id, body } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let backup_id = backup_id.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::DownloadBackupFilesReq::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/v2/{}/instances/{}/backups/{}/links", client.baseurl, encode_path(&
                project_id.to_string()), encode_path(& instance_id.to_string()),
                encode_path(& backup_id.to_string()),
            );
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
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_backup_file_links",
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

/// The types whose limits the document states.
pub mod newtypes {
    #[allow(unused_imports)]
    use crate::types::{bounded_integer, patterned_string};
    patterned_string! {
        #[doc = "The id of a backup. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        BackupId, "backup_id", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    bounded_integer! {
        #[doc = "How long a link works, counted from the answer: 5 minutes to 24 hours, in seconds."]
        #[doc = ""]
        #[doc = "From 300 to 86400 s."]
        Expiration, "expiration", " s", 300..=86400
    }
    patterned_string! {
        #[doc = "The id of an instance. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        InstanceId, "instance_id", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    patterned_string! {
        #[doc = "The id of a project. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        ProjectId, "project_id", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
}

/// What the document says of each operation beyond its method.
pub(crate) const OPERATIONS: &[crate::operation::Operation] = &[
    crate::operation::Operation {
        name: "ListBackupFileLinks",
        method: "list_backup_file_links",
        idempotent: true,
        empty_success: None,
        action: Some("dcs:instance:downloadBackupData"),
    },
];
