#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///A record.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct BackupRecord {
        ///The id of a backup.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_id: ::std::option::Option<::std::string::String>,
        ///The records of its shards.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub children: ::std::option::Option<::std::vec::Vec<BackupRecord>>,
        ///How large it is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<f64>,
        ///How it was made.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
    }
    ///A page of records.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct BackupRecords {
        ///The records.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_record_response: ::std::option::Option<::std::vec::Vec<BackupRecord>>,
        ///How many records a page has.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub page: ::std::option::Option<i64>,
        ///How many there are.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_num: ::std::option::Option<i64>,
    }
    ///What to back up.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct BackupReq {
        ///The databases.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub databases: ::std::vec::Vec<i32>,
        ///What a backup is for. Required. At most 128 characters.
        pub remark: crate::generated::rich::newtypes::Remark,
    }
    impl BackupReq {
        ///A builder without any value.
        pub fn builder() -> builder::BackupReq {
            Default::default()
        }
    }
    ///A link to a log.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct LogLink {
        ///A signed URL.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub link: ::std::option::Option<::runtime::support::SecretText>,
    }
    ///What was not found.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct NotFoundBody {
        ///What went wrong.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_msg: ::std::option::Option<::std::string::String>,
    }
    ///An order.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum Order {
        ///On the wire: `asc`.
        #[serde(rename = "asc")]
        Asc,
        ///On the wire: `desc`.
        #[serde(rename = "desc")]
        Desc,
    }
    impl ::std::fmt::Display for Order {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Asc => f.write_str("asc"),
                Self::Desc => f.write_str("desc"),
            }
        }
    }
    impl ::std::str::FromStr for Order {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "asc" => Ok(Self::Asc),
                "desc" => Ok(Self::Desc),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for Order {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Order {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// Types for composing complex structures.
    pub mod builder {
        ///Makes a [`BackupReq`](super::BackupReq).
        #[derive(Clone, Debug)]
        pub struct BackupReq {
            databases: ::std::result::Result<
                ::std::vec::Vec<i32>,
                ::std::string::String,
            >,
            remark: ::std::result::Result<
                crate::generated::rich::newtypes::Remark,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for BackupReq {
            fn default() -> Self {
                Self {
                    databases: Ok(Default::default()),
                    remark: Err("no value supplied for remark".to_string()),
                }
            }
        }
        impl BackupReq {
            ///The databases. Optional.
            pub fn databases<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<i32>>,
                T::Error: ::std::fmt::Display,
            {
                self.databases = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for databases: {e}")
                    });
                self
            }
            ///What a backup is for. Required. At most 128 characters.
            pub fn remark<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::generated::rich::newtypes::Remark>,
                T::Error: ::std::fmt::Display,
            {
                self.remark = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for remark: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BackupReq> for super::BackupReq {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BackupReq,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    databases: value.databases?,
                    remark: value.remark?,
                })
            }
        }
        impl ::std::convert::From<super::BackupReq> for BackupReq {
            fn from(value: super::BackupReq) -> Self {
                Self {
                    databases: Ok(value.databases),
                    remark: Ok(value.remark),
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
/**Client for Rich

Operations of every kind, for the golden copy of their code.

Version: 2.0*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: ::runtime::support::Transport,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: ::runtime::support::Transport) -> Self {
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
        inner: ::runtime::support::Transport,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<::runtime::support::Transport> for Client {
    fn api_version() -> &'static str {
        "2.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &::runtime::support::Transport {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<::runtime::support::Transport>,
    {}
};
impl Client {
    /**Lists the backups of an instance.

Idempotent: sending it twice does no more than sending it once.

Sends a `GET` request to `/v2/{project_id}/instances/{instance_id}/backups`

Arguments:
- `project_id`: The project. Required. 32 ASCII characters, as in `^[0-9a-f]{32}$`.
- `instance_id`: The instance. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
- `begin_time`: The earliest time of a record. Optional. 14 ASCII characters, as in `^[0-9]{14}$`.
- `end_time`: The latest time of a record. Optional. 14 ASCII characters, as in `^[0-9]{14}$`.
- `limit`: The number of records to list. Optional. From 1 to 1000 records.
- `offset`: The record to start from. Optional. From 0 to 2147483647.
- `order`: The order of the records. Required. One of `asc`, `desc`.
```ignore
let response = client.list_backup_records()
    .project_id(project_id)
    .instance_id(instance_id)
    .begin_time(begin_time)
    .end_time(end_time)
    .limit(limit)
    .offset(offset)
    .order(order)
    .send()
    .await;
```*/
    pub fn list_backup_records(&self) -> builder::ListBackupRecords<'_> {
        builder::ListBackupRecords::new(self)
    }
    /**Makes a backup.

Not idempotent: sending it twice may do the work twice.

Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/backups`

Arguments:
- `project_id`: The project. Required. 32 ASCII characters, as in `^[0-9a-f]{32}$`.
- `instance_id`: The instance. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
- `body`: What the backup is for. Required.
```ignore
let response = client.copy_instance()
    .project_id(project_id)
    .instance_id(instance_id)
    .body(body)
    .send()
    .await;
```*/
    pub fn copy_instance(&self) -> builder::CopyInstance<'_> {
        builder::CopyInstance::new(self)
    }
    /**Deletes a backup.

Idempotent: sending it twice does no more than sending it once.

Sends a `DELETE` request to `/v2/{project_id}/instances/{instance_id}/backups/{backup_id}`

Arguments:
- `project_id`: The project. Required. 32 ASCII characters, as in `^[0-9a-f]{32}$`.
- `instance_id`: The instance. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
- `backup_id`: The backup. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
```ignore
let response = client.delete_backup_file()
    .project_id(project_id)
    .instance_id(instance_id)
    .backup_id(backup_id)
    .send()
    .await;
```*/
    pub fn delete_backup_file(&self) -> builder::DeleteBackupFile<'_> {
        builder::DeleteBackupFile::new(self)
    }
    /**Turns a log into a link.

Idempotent: sending it twice does no more than sending it once.

Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/logs/{log_id}/links`

Arguments:
- `project_id`: The project. Required. 32 ASCII characters, as in `^[0-9a-f]{32}$`.
- `instance_id`: The instance. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
- `log_id`: The log. Required. 1 to 64 ASCII characters, as in `^[A-Za-z_'-]{1,64}$`.
```ignore
let response = client.create_log_link()
    .project_id(project_id)
    .instance_id(instance_id)
    .log_id(log_id)
    .send()
    .await;
```*/
    pub fn create_log_link(&self) -> builder::CreateLogLink<'_> {
        builder::CreateLogLink::new(self)
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
    /**Builder for [`Client::list_backup_records`]

[`Client::list_backup_records`]: super::Client::list_backup_records*/
    #[derive(Debug, Clone)]
    pub struct ListBackupRecords<'a> {
        client: &'a super::Client,
        project_id: Result<crate::generated::rich::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::rich::newtypes::InstanceId, String>,
        begin_time: Result<Option<crate::generated::rich::newtypes::RecordTime>, String>,
        end_time: Result<Option<crate::generated::rich::newtypes::RecordTime>, String>,
        limit: Result<Option<crate::generated::rich::newtypes::PageSize>, String>,
        offset: Result<Option<crate::generated::rich::newtypes::PageOffset>, String>,
        order: Result<types::Order, String>,
    }
    impl<'a> ListBackupRecords<'a> {
        ///A call by this client, without any argument.
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
                begin_time: Ok(None),
                end_time: Ok(None),
                limit: Ok(None),
                offset: Ok(None),
                order: Err("order was not initialized".to_string()),
            }
        }
        ///The project. Required. 32 ASCII characters, as in `^[0-9a-f]{32}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The instance. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///The earliest time of a record. Optional. 14 ASCII characters, as in `^[0-9]{14}$`.
        pub fn begin_time<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::RecordTime>,
        {
            self.begin_time = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: RecordTime` for begin_time failed"
                        .to_string()
                });
            self
        }
        ///The latest time of a record. Optional. 14 ASCII characters, as in `^[0-9]{14}$`.
        pub fn end_time<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::RecordTime>,
        {
            self.end_time = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: RecordTime` for end_time failed"
                        .to_string()
                });
            self
        }
        ///The number of records to list. Optional. From 1 to 1000 records.
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::PageSize>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: PageSize` for limit failed"
                        .to_string()
                });
            self
        }
        ///The record to start from. Optional. From 0 to 2147483647.
        pub fn offset<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::PageOffset>,
        {
            self.offset = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: PageOffset` for offset failed"
                        .to_string()
                });
            self
        }
        ///The order of the records. Required. One of `asc`, `desc`.
        pub fn order<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Order>,
        {
            self.order = value
                .try_into()
                .map_err(|_| "conversion to `Order` for order failed".to_string());
            self
        }
        ///Sends a `GET` request to `/v2/{project_id}/instances/{instance_id}/backups`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::BackupRecords>, Error<()>> {
            let Self {
                client,
                project_id,
                instance_id,
                begin_time,
                end_time,
                limit,
                offset,
                order,
            } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let begin_time = begin_time.map_err(Error::InvalidRequest)?;
            let end_time = end_time.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let offset = offset.map_err(Error::InvalidRequest)?;
            let order = order.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/v2/{}/instances/{}/backups", client.baseurl, encode_path(& project_id
                .to_string()), encode_path(& instance_id.to_string()),
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
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("begin_time", &begin_time))
                .query(&progenitor_client::QueryParam::new("end_time", &end_time))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("offset", &offset))
                .query(&progenitor_client::QueryParam::new("order", &order))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_backup_records",
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
    /**Builder for [`Client::copy_instance`]

[`Client::copy_instance`]: super::Client::copy_instance*/
    #[derive(Debug, Clone)]
    pub struct CopyInstance<'a> {
        client: &'a super::Client,
        project_id: Result<crate::generated::rich::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::rich::newtypes::InstanceId, String>,
        body: Result<types::builder::BackupReq, String>,
    }
    impl<'a> CopyInstance<'a> {
        ///A call by this client, without any argument.
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
                body: Ok(::std::default::Default::default()),
            }
        }
        ///The project. Required. 32 ASCII characters, as in `^[0-9a-f]{32}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The instance. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///What the backup is for. Required.
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::BackupReq>,
            <V as std::convert::TryInto<types::BackupReq>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `BackupReq` for body failed: {}", s)
                });
            self
        }
        ///Changes the body that is built so far.
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(types::builder::BackupReq) -> types::builder::BackupReq,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/backups`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<::std::string::String>, Error<()>> {
            let Self { client, project_id, instance_id, body } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::BackupReq::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/v2/{}/instances/{}/backups", client.baseurl, encode_path(& project_id
                .to_string()), encode_path(& instance_id.to_string()),
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
                operation_id: "copy_instance",
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
    /**Builder for [`Client::delete_backup_file`]

[`Client::delete_backup_file`]: super::Client::delete_backup_file*/
    #[derive(Debug, Clone)]
    pub struct DeleteBackupFile<'a> {
        client: &'a super::Client,
        project_id: Result<crate::generated::rich::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::rich::newtypes::InstanceId, String>,
        backup_id: Result<crate::generated::rich::newtypes::BackupId, String>,
    }
    impl<'a> DeleteBackupFile<'a> {
        ///A call by this client, without any argument.
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
                backup_id: Err("backup_id was not initialized".to_string()),
            }
        }
        ///The project. Required. 32 ASCII characters, as in `^[0-9a-f]{32}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The instance. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///The backup. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
        pub fn backup_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::BackupId>,
        {
            self.backup_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: BackupId` for backup_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/v2/{project_id}/instances/{instance_id}/backups/{backup_id}`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<()>> {
            let Self { client, project_id, instance_id, backup_id } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let backup_id = backup_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/v2/{}/instances/{}/backups/{}", client.baseurl, encode_path(&
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
            let mut request = client.client.delete(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "delete_backup_file",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::create_log_link`]

[`Client::create_log_link`]: super::Client::create_log_link*/
    #[derive(Debug, Clone)]
    pub struct CreateLogLink<'a> {
        client: &'a super::Client,
        project_id: Result<crate::generated::rich::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::rich::newtypes::InstanceId, String>,
        log_id: Result<crate::generated::rich::newtypes::LogId, String>,
    }
    impl<'a> CreateLogLink<'a> {
        ///A call by this client, without any argument.
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
                log_id: Err("log_id was not initialized".to_string()),
            }
        }
        ///The project. Required. 32 ASCII characters, as in `^[0-9a-f]{32}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The instance. Required. 36 ASCII characters, as in `^[0-9a-f-]{36}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///The log. Required. 1 to 64 ASCII characters, as in `^[A-Za-z_'-]{1,64}$`.
        pub fn log_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::rich::newtypes::LogId>,
        {
            self.log_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: rich :: newtypes :: LogId` for log_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/logs/{log_id}/links`
        pub async fn send(self) -> Result<ResponseValue<types::LogLink>, Error<()>> {
            let Self { client, project_id, instance_id, log_id } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let log_id = log_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/v2/{}/instances/{}/logs/{}/links", client.baseurl, encode_path(&
                project_id.to_string()), encode_path(& instance_id.to_string()),
                encode_path(& log_id.to_string()),
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
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_log_link",
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

::runtime::support::lenient! {
    types::BackupRecord {
        "backup_id": Text,
        "children": List(&Object),
        "size": Number,
        "type": Text,
    }
}
::runtime::support::lenient! {
    types::BackupRecords {
        "backup_record_response": List(&Object),
        "page": Integer,
        "total_num": Integer,
    }
}
::runtime::support::lenient! {
    types::LogLink {
        "link": Text,
    }
}
::runtime::support::lenient! {
    types::NotFoundBody {
        "error_msg": Text,
    }
}

/// The types with limits that the document states.
pub mod newtypes {
    ::runtime::support::bounded_string! {
        #[doc = "The id of a backup."]
        #[doc = ""]
        #[doc = "36 ASCII characters, as in `^[0-9a-f-]{36}$`."]
        BackupId, "backup_id", "The id of a backup.", 36..=36, "^[0-9a-f-]{36}$", b'0'..=b'9' | b'a'..=b'f' | b'-'
    }
    ::runtime::support::bounded_string! {
        #[doc = "The id of an instance."]
        #[doc = ""]
        #[doc = "36 ASCII characters, as in `^[0-9a-f-]{36}$`."]
        InstanceId, "instance_id", "The id of an instance.", 36..=36, "^[0-9a-f-]{36}$", b'0'..=b'9' | b'a'..=b'f' | b'-'
    }
    ::runtime::support::bounded_string! {
        #[doc = "The id of a log."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[A-Za-z_'-]{1,64}$`."]
        LogId, "log_id", "The id of a log.", 1..=64, "^[A-Za-z_'-]{1,64}$", b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'\'' | b'-'
    }
    ::runtime::support::bounded_integer! {
        #[doc = "Where a page starts."]
        #[doc = ""]
        #[doc = "From 0 to 2147483647."]
        PageOffset, "page_offset", "Where a page starts.", "", 0..=2147483647
    }
    ::runtime::support::bounded_integer! {
        #[doc = "How many records a page has."]
        #[doc = ""]
        #[doc = "From 1 to 1000 records."]
        PageSize, "page_size", "How many records a page has.", " records", 1..=1000
    }
    ::runtime::support::bounded_string! {
        #[doc = "The id of a project."]
        #[doc = ""]
        #[doc = "32 ASCII characters, as in `^[0-9a-f]{32}$`."]
        ProjectId, "project_id", "The id of a project.", 32..=32, "^[0-9a-f]{32}$", b'0'..=b'9' | b'a'..=b'f'
    }
    ::runtime::support::bounded_string! {
        #[doc = "A time in UTC."]
        #[doc = ""]
        #[doc = "Written as yyyyMMddHHmmss."]
        #[doc = ""]
        #[doc = "14 ASCII characters, as in `^[0-9]{14}$`."]
        RecordTime, "record_time", "A time in UTC.\n\nWritten as yyyyMMddHHmmss.", 14..=14, "^[0-9]{14}$", b'0'..=b'9'
    }
    ::runtime::support::bounded_string! {
        #[doc = "What a backup is for."]
        #[doc = ""]
        #[doc = "At most 128 characters."]
        Remark, "remark", "What a backup is for.", 0..=128
    }
}

/// What the document says of each operation beyond its method.
pub const OPERATIONS: &[::runtime::support::Operation] = &[
    ::runtime::support::Operation {
        name: "ListBackupRecords",
        method: "list_backup_records",
        http_method: "GET",
        path: "/v2/{project_id}/instances/{instance_id}/backups",
        idempotent: true,
        empty_success: Some(204),
        empty_object_is_null: false,
        action: None,
    },
    ::runtime::support::Operation {
        name: "CopyInstance",
        method: "copy_instance",
        http_method: "POST",
        path: "/v2/{project_id}/instances/{instance_id}/backups",
        idempotent: false,
        empty_success: None,
        empty_object_is_null: false,
        action: None,
    },
    ::runtime::support::Operation {
        name: "DeleteBackupFile",
        method: "delete_backup_file",
        http_method: "DELETE",
        path: "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: false,
        action: None,
    },
    ::runtime::support::Operation {
        name: "CreateLogLink",
        method: "create_log_link",
        http_method: "POST",
        path: "/v2/{project_id}/instances/{instance_id}/logs/{log_id}/links",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: false,
        action: None,
    },
];
::runtime::support::hooks!(Client, OPERATIONS);
