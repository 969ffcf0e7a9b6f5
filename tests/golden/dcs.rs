#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///What the files are: a snapshot or the log of commands, which needs Redis 4.0 or later. The service's own choice is `rdb`.
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
    pub enum BackupFormat {
        #[serde(rename = "aof")]
        Aof,
        #[serde(rename = "rdb")]
        Rdb,
    }
    impl ::std::fmt::Display for BackupFormat {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Aof => f.write_str("aof"),
                Self::Rdb => f.write_str("rdb"),
            }
        }
    }
    impl ::std::str::FromStr for BackupFormat {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "aof" => Ok(Self::Aof),
                "rdb" => Ok(Self::Rdb),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for BackupFormat {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for BackupFormat {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What is asked of a new backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct BackupInstanceBody {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_format: ::std::option::Option<BackupFormat>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub remark: ::std::option::Option<Remark>,
    }
    impl BackupInstanceBody {
        pub fn builder() -> builder::BackupInstanceBody {
            Default::default()
        }
    }
    ///The times of automatic backups.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct BackupPlan {
        ///The days of the week, 1 for Monday up to 7.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_at: ::std::option::Option<::std::vec::Vec<i64>>,
        ///The hour in which a backup begins, `00:00-01:00` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub begin_at: ::std::option::Option<::std::string::String>,
        ///Always `weekly`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub period_type: ::std::option::Option<::std::string::String>,
        ///The zone of the times, `+0800` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timezone_offset: ::std::option::Option<::std::string::String>,
    }
    impl BackupPlan {
        pub fn builder() -> builder::BackupPlan {
            Default::default()
        }
    }
    ///How backups are made and kept.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct BackupPolicy {
        ///`auto`, or `manual` if none are made by themselves.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_type: ::std::option::Option<::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub periodical_backup_plan: ::std::option::Option<BackupPlan>,
        ///For how many days an automatic backup is kept, from 1 to 7.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub save_days: ::std::option::Option<i64>,
    }
    impl BackupPolicy {
        pub fn builder() -> builder::BackupPolicy {
            Default::default()
        }
    }
    ///A backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct BackupRecordResponse {
        ///`rdb` or `aof`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_format: ::std::option::Option<::std::string::String>,
        ///The id of the backup.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_id: ::std::option::Option<::std::string::String>,
        ///Its name, which the service chose.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_name: ::std::option::Option<::std::string::String>,
        ///`manual`, or `auto` if the policy of the instance made it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_type: ::std::option::Option<::std::string::String>,
        ///When it was asked for, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::std::string::String>,
        ///Why it failed, `dcs.08.0002` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_code: ::std::option::Option<::std::string::String>,
        ///When it began, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub execution_at: ::std::option::Option<::std::string::String>,
        ///The instance that was backed up.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instance_id: ::std::option::Option<::std::string::String>,
        ///`TRUE` if an instance can be restored from it, else `FALSE`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_support_restore: ::std::option::Option<::std::string::String>,
        ///The hours in which the policy lets it run.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub period: ::std::option::Option<::std::string::String>,
        ///How much is done, in percent, `100.00` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub progress: ::std::option::Option<::std::string::String>,
        ///What was written about it when it was asked for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub remark: ::std::option::Option<::std::string::String>,
        ///The size of all its files, in bytes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<i64>,
        ///`waiting`, `backuping`, `succeed`, `failed`, `expired` or `deleted`; only one that succeeded has files.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        ///When it ended, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub updated_at: ::std::option::Option<::std::string::String>,
    }
    impl BackupRecordResponse {
        pub fn builder() -> builder::BackupRecordResponse {
            Default::default()
        }
    }
    ///The new backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct CopyInstanceResponse {
        ///The id of the backup.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_id: ::std::option::Option<::std::string::String>,
    }
    impl CopyInstanceResponse {
        pub fn builder() -> builder::CopyInstanceResponse {
            Default::default()
        }
    }
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
    ///What an instance can do.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct Features {
        ///Whether it has accounts with rights of their own.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub support_acl: ::std::option::Option<bool>,
        ///Whether it can keep an audit log.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub support_audit_log: ::std::option::Option<bool>,
        ///Whether it can speak TLS.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub support_ssl: ::std::option::Option<bool>,
        ///Whether it can see its clients' addresses through a proxy.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub support_transparent_client_ip: ::std::option::Option<bool>,
    }
    impl Features {
        pub fn builder() -> builder::Features {
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
    ///When the instance is backed up by itself.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct InstanceBackupPolicy {
        ///The id of the policy.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_policy_id: ::std::option::Option<::std::string::String>,
        ///When it was made, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub policy: ::std::option::Option<BackupPolicy>,
        ///When it was changed last, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub updated_at: ::std::option::Option<::std::string::String>,
    }
    impl InstanceBackupPolicy {
        pub fn builder() -> builder::InstanceBackupPolicy {
            Default::default()
        }
    }
    ///An instance, as the list shows it.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct InstanceListInfo {
        ///The availability zones that it is in.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub az_codes: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        ///Its size in GB; 0 below 1 GB.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub capacity: ::std::option::Option<i64>,
        ///Its size in GB, for sizes below 1 GB, `.125` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub capacity_minor: ::std::option::Option<::std::string::String>,
        ///0 if paid by use, 1 if by the month or year.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub charging_mode: ::std::option::Option<i64>,
        ///`x86_64` or `aarch64`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cpu_type: ::std::option::Option<::std::string::String>,
        ///When it was made, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::std::string::String>,
        ///What its owner wrote about it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Its domain name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub domain_name: ::std::option::Option<::std::string::String>,
        ///`Redis`, mostly.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub engine: ::std::option::Option<::std::string::String>,
        ///The version of the engine, `6.0` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub engine_version: ::std::option::Option<::std::string::String>,
        ///The enterprise project that it belongs to.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub enterprise_project_id: ::std::option::Option<::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub features: ::std::option::Option<Features>,
        ///The id of the instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instance_id: ::std::option::Option<::std::string::String>,
        ///Its address; those of a cluster, comma-separated.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ip: ::std::option::Option<::std::string::String>,
        ///The memory that it has, in MB.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_memory: ::std::option::Option<i64>,
        ///Its name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Its port.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub port: ::std::option::Option<i64>,
        ///The domain name for reading alone, which master/standby instances have.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub readonly_domain_name: ::std::option::Option<::std::string::String>,
        ///The product that it is, `redis.cluster.xu1.large.r2.8` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub spec_code: ::std::option::Option<::std::string::String>,
        ///Its state, `RUNNING` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        ///The state in more detail.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sub_status: ::std::option::Option<::std::string::String>,
        ///Its tags.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<ResourceTag>>,
        ///When it was changed last, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub updated_at: ::std::option::Option<::std::string::String>,
        ///The memory that is in use, in MB.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub used_memory: ::std::option::Option<i64>,
        ///The network that it is in.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub vpc_id: ::std::option::Option<::std::string::String>,
        ///The name of the network.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub vpc_name: ::std::option::Option<::std::string::String>,
    }
    impl InstanceListInfo {
        pub fn builder() -> builder::InstanceListInfo {
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
    ///Backups of an instance.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct ListBackupRecordsResponse {
        ///Those of them that were asked for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_record_response: ::std::option::Option<
            ::std::vec::Vec<BackupRecordResponse>,
        >,
        ///How many backups fit the filters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_num: ::std::option::Option<i64>,
    }
    impl ListBackupRecordsResponse {
        pub fn builder() -> builder::ListBackupRecordsResponse {
            Default::default()
        }
    }
    ///Instances of a project.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct ListInstancesResponse {
        ///How many instances fit the filters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instance_num: ::std::option::Option<i64>,
        ///Those of them that were asked for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instances: ::std::option::Option<::std::vec::Vec<InstanceListInfo>>,
    }
    impl ListInstancesResponse {
        pub fn builder() -> builder::ListInstancesResponse {
            Default::default()
        }
    }
    ///What is to be known about a backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct Remark(::std::string::String);
    impl ::std::ops::Deref for Remark {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Remark> for ::std::string::String {
        fn from(value: Remark) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for Remark {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 128usize {
                return Err("longer than 128 characters".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for Remark {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Remark {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Remark {
        fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
        where
            D: ::serde::Deserializer<'de>,
        {
            ::std::string::String::deserialize(deserializer)?
                .parse()
                .map_err(|e: self::error::ConversionError| {
                    <D::Error as ::serde::de::Error>::custom(e.to_string())
                })
        }
    }
    ///A tag of an instance.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct ResourceTag {
        ///What it says something about.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub key: ::std::option::Option<::std::string::String>,
        ///What it says.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub value: ::std::option::Option<::std::string::String>,
    }
    impl ResourceTag {
        pub fn builder() -> builder::ResourceTag {
            Default::default()
        }
    }
    ///One instance.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct ShowInstanceResponse {
        ///The availability zones that it is in.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub az_codes: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        ///What it is made of, `single`, `ha`, `cluster`, `proxy` or `ha_rw_split` for instance; a single node has no backups.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cache_mode: ::std::option::Option<::std::string::String>,
        ///Its size in GB; 0 below 1 GB.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub capacity: ::std::option::Option<i64>,
        ///Its size in GB, for sizes below 1 GB, `.125` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub capacity_minor: ::std::option::Option<::std::string::String>,
        ///0 if paid by use, 1 if by the month or year.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub charging_mode: ::std::option::Option<i64>,
        ///`x86_64` or `aarch64`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cpu_type: ::std::option::Option<::std::string::String>,
        ///When it was made, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::std::string::String>,
        ///The number of its databases.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub db_number: ::std::option::Option<i64>,
        ///What its owner wrote about it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Its domain name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub domain_name: ::std::option::Option<::std::string::String>,
        ///`Redis`, mostly.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub engine: ::std::option::Option<::std::string::String>,
        ///The version of the engine, `6.0` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub engine_version: ::std::option::Option<::std::string::String>,
        ///The enterprise project that it belongs to.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub enterprise_project_id: ::std::option::Option<::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub features: ::std::option::Option<Features>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instance_backup_policy: ::std::option::Option<InstanceBackupPolicy>,
        ///The id of the instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instance_id: ::std::option::Option<::std::string::String>,
        ///Its address; those of a cluster, comma-separated.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ip: ::std::option::Option<::std::string::String>,
        ///The memory that it has, in MB.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_memory: ::std::option::Option<i64>,
        ///Its name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Its port.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub port: ::std::option::Option<i64>,
        ///Its edition.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub product_type: ::std::option::Option<::std::string::String>,
        ///The domain name for reading alone, which master/standby instances have.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub readonly_domain_name: ::std::option::Option<::std::string::String>,
        ///The number of copies of each shard.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub replica_count: ::std::option::Option<i64>,
        ///The number of its shards, which is that of a backup's files.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sharding_count: ::std::option::Option<i64>,
        ///The product that it is, `redis.cluster.xu1.large.r2.8` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub spec_code: ::std::option::Option<::std::string::String>,
        ///Its state, `RUNNING` for instance.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        ///The state in more detail.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sub_status: ::std::option::Option<::std::string::String>,
        ///Its tags.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<ResourceTag>>,
        ///When it was changed last, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub update_at: ::std::option::Option<::std::string::String>,
        ///The memory that is in use, in MB.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub used_memory: ::std::option::Option<i64>,
        ///The network that it is in.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub vpc_id: ::std::option::Option<::std::string::String>,
        ///The name of the network.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub vpc_name: ::std::option::Option<::std::string::String>,
    }
    impl ShowInstanceResponse {
        pub fn builder() -> builder::ShowInstanceResponse {
            Default::default()
        }
    }
    /// Types for composing complex structures.
    pub mod builder {
        #[derive(Clone, Debug)]
        pub struct BackupInstanceBody {
            backup_format: ::std::result::Result<
                ::std::option::Option<super::BackupFormat>,
                ::std::string::String,
            >,
            remark: ::std::result::Result<
                ::std::option::Option<super::Remark>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for BackupInstanceBody {
            fn default() -> Self {
                Self {
                    backup_format: Ok(Default::default()),
                    remark: Ok(Default::default()),
                }
            }
        }
        impl BackupInstanceBody {
            pub fn backup_format<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BackupFormat>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_format = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_format: {e}")
                    });
                self
            }
            pub fn remark<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Remark>>,
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
        impl ::std::convert::TryFrom<BackupInstanceBody> for super::BackupInstanceBody {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BackupInstanceBody,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    backup_format: value.backup_format?,
                    remark: value.remark?,
                })
            }
        }
        impl ::std::convert::From<super::BackupInstanceBody> for BackupInstanceBody {
            fn from(value: super::BackupInstanceBody) -> Self {
                Self {
                    backup_format: Ok(value.backup_format),
                    remark: Ok(value.remark),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct BackupPlan {
            backup_at: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<i64>>,
                ::std::string::String,
            >,
            begin_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            period_type: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            timezone_offset: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for BackupPlan {
            fn default() -> Self {
                Self {
                    backup_at: Ok(Default::default()),
                    begin_at: Ok(Default::default()),
                    period_type: Ok(Default::default()),
                    timezone_offset: Ok(Default::default()),
                }
            }
        }
        impl BackupPlan {
            pub fn backup_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::vec::Vec<i64>>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_at: {e}")
                    });
                self
            }
            pub fn begin_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.begin_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for begin_at: {e}")
                    });
                self
            }
            pub fn period_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.period_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for period_type: {e}")
                    });
                self
            }
            pub fn timezone_offset<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.timezone_offset = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for timezone_offset: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BackupPlan> for super::BackupPlan {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BackupPlan,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    backup_at: value.backup_at?,
                    begin_at: value.begin_at?,
                    period_type: value.period_type?,
                    timezone_offset: value.timezone_offset?,
                })
            }
        }
        impl ::std::convert::From<super::BackupPlan> for BackupPlan {
            fn from(value: super::BackupPlan) -> Self {
                Self {
                    backup_at: Ok(value.backup_at),
                    begin_at: Ok(value.begin_at),
                    period_type: Ok(value.period_type),
                    timezone_offset: Ok(value.timezone_offset),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct BackupPolicy {
            backup_type: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            periodical_backup_plan: ::std::result::Result<
                ::std::option::Option<super::BackupPlan>,
                ::std::string::String,
            >,
            save_days: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for BackupPolicy {
            fn default() -> Self {
                Self {
                    backup_type: Ok(Default::default()),
                    periodical_backup_plan: Ok(Default::default()),
                    save_days: Ok(Default::default()),
                }
            }
        }
        impl BackupPolicy {
            pub fn backup_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_type: {e}")
                    });
                self
            }
            pub fn periodical_backup_plan<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BackupPlan>>,
                T::Error: ::std::fmt::Display,
            {
                self.periodical_backup_plan = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for periodical_backup_plan: {e}"
                        )
                    });
                self
            }
            pub fn save_days<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.save_days = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for save_days: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BackupPolicy> for super::BackupPolicy {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BackupPolicy,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    backup_type: value.backup_type?,
                    periodical_backup_plan: value.periodical_backup_plan?,
                    save_days: value.save_days?,
                })
            }
        }
        impl ::std::convert::From<super::BackupPolicy> for BackupPolicy {
            fn from(value: super::BackupPolicy) -> Self {
                Self {
                    backup_type: Ok(value.backup_type),
                    periodical_backup_plan: Ok(value.periodical_backup_plan),
                    save_days: Ok(value.save_days),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct BackupRecordResponse {
            backup_format: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            backup_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            backup_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            backup_type: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            error_code: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            execution_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            instance_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            is_support_restore: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            period: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            progress: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            remark: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            size: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            status: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            updated_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for BackupRecordResponse {
            fn default() -> Self {
                Self {
                    backup_format: Ok(Default::default()),
                    backup_id: Ok(Default::default()),
                    backup_name: Ok(Default::default()),
                    backup_type: Ok(Default::default()),
                    created_at: Ok(Default::default()),
                    error_code: Ok(Default::default()),
                    execution_at: Ok(Default::default()),
                    instance_id: Ok(Default::default()),
                    is_support_restore: Ok(Default::default()),
                    period: Ok(Default::default()),
                    progress: Ok(Default::default()),
                    remark: Ok(Default::default()),
                    size: Ok(Default::default()),
                    status: Ok(Default::default()),
                    updated_at: Ok(Default::default()),
                }
            }
        }
        impl BackupRecordResponse {
            pub fn backup_format<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_format = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_format: {e}")
                    });
                self
            }
            pub fn backup_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_id: {e}")
                    });
                self
            }
            pub fn backup_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_name: {e}")
                    });
                self
            }
            pub fn backup_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_type: {e}")
                    });
                self
            }
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
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
            pub fn execution_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.execution_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for execution_at: {e}")
                    });
                self
            }
            pub fn instance_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.instance_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for instance_id: {e}")
                    });
                self
            }
            pub fn is_support_restore<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.is_support_restore = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for is_support_restore: {e}"
                        )
                    });
                self
            }
            pub fn period<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.period = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for period: {e}")
                    });
                self
            }
            pub fn progress<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.progress = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for progress: {e}")
                    });
                self
            }
            pub fn remark<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.remark = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for remark: {e}")
                    });
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for size: {e}")
                    });
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            pub fn updated_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.updated_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for updated_at: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BackupRecordResponse>
        for super::BackupRecordResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BackupRecordResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    backup_format: value.backup_format?,
                    backup_id: value.backup_id?,
                    backup_name: value.backup_name?,
                    backup_type: value.backup_type?,
                    created_at: value.created_at?,
                    error_code: value.error_code?,
                    execution_at: value.execution_at?,
                    instance_id: value.instance_id?,
                    is_support_restore: value.is_support_restore?,
                    period: value.period?,
                    progress: value.progress?,
                    remark: value.remark?,
                    size: value.size?,
                    status: value.status?,
                    updated_at: value.updated_at?,
                })
            }
        }
        impl ::std::convert::From<super::BackupRecordResponse> for BackupRecordResponse {
            fn from(value: super::BackupRecordResponse) -> Self {
                Self {
                    backup_format: Ok(value.backup_format),
                    backup_id: Ok(value.backup_id),
                    backup_name: Ok(value.backup_name),
                    backup_type: Ok(value.backup_type),
                    created_at: Ok(value.created_at),
                    error_code: Ok(value.error_code),
                    execution_at: Ok(value.execution_at),
                    instance_id: Ok(value.instance_id),
                    is_support_restore: Ok(value.is_support_restore),
                    period: Ok(value.period),
                    progress: Ok(value.progress),
                    remark: Ok(value.remark),
                    size: Ok(value.size),
                    status: Ok(value.status),
                    updated_at: Ok(value.updated_at),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CopyInstanceResponse {
            backup_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CopyInstanceResponse {
            fn default() -> Self {
                Self {
                    backup_id: Ok(Default::default()),
                }
            }
        }
        impl CopyInstanceResponse {
            pub fn backup_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_id: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CopyInstanceResponse>
        for super::CopyInstanceResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CopyInstanceResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    backup_id: value.backup_id?,
                })
            }
        }
        impl ::std::convert::From<super::CopyInstanceResponse> for CopyInstanceResponse {
            fn from(value: super::CopyInstanceResponse) -> Self {
                Self {
                    backup_id: Ok(value.backup_id),
                }
            }
        }
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
        pub struct Features {
            support_acl: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            support_audit_log: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            support_ssl: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            support_transparent_client_ip: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Features {
            fn default() -> Self {
                Self {
                    support_acl: Ok(Default::default()),
                    support_audit_log: Ok(Default::default()),
                    support_ssl: Ok(Default::default()),
                    support_transparent_client_ip: Ok(Default::default()),
                }
            }
        }
        impl Features {
            pub fn support_acl<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.support_acl = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for support_acl: {e}")
                    });
                self
            }
            pub fn support_audit_log<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.support_audit_log = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for support_audit_log: {e}"
                        )
                    });
                self
            }
            pub fn support_ssl<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.support_ssl = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for support_ssl: {e}")
                    });
                self
            }
            pub fn support_transparent_client_ip<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.support_transparent_client_ip = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for support_transparent_client_ip: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Features> for super::Features {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Features,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    support_acl: value.support_acl?,
                    support_audit_log: value.support_audit_log?,
                    support_ssl: value.support_ssl?,
                    support_transparent_client_ip: value.support_transparent_client_ip?,
                })
            }
        }
        impl ::std::convert::From<super::Features> for Features {
            fn from(value: super::Features) -> Self {
                Self {
                    support_acl: Ok(value.support_acl),
                    support_audit_log: Ok(value.support_audit_log),
                    support_ssl: Ok(value.support_ssl),
                    support_transparent_client_ip: Ok(
                        value.support_transparent_client_ip,
                    ),
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
        pub struct InstanceBackupPolicy {
            backup_policy_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            policy: ::std::result::Result<
                ::std::option::Option<super::BackupPolicy>,
                ::std::string::String,
            >,
            updated_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for InstanceBackupPolicy {
            fn default() -> Self {
                Self {
                    backup_policy_id: Ok(Default::default()),
                    created_at: Ok(Default::default()),
                    policy: Ok(Default::default()),
                    updated_at: Ok(Default::default()),
                }
            }
        }
        impl InstanceBackupPolicy {
            pub fn backup_policy_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_policy_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for backup_policy_id: {e}"
                        )
                    });
                self
            }
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            pub fn policy<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BackupPolicy>>,
                T::Error: ::std::fmt::Display,
            {
                self.policy = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for policy: {e}")
                    });
                self
            }
            pub fn updated_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.updated_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for updated_at: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<InstanceBackupPolicy>
        for super::InstanceBackupPolicy {
            type Error = super::error::ConversionError;
            fn try_from(
                value: InstanceBackupPolicy,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    backup_policy_id: value.backup_policy_id?,
                    created_at: value.created_at?,
                    policy: value.policy?,
                    updated_at: value.updated_at?,
                })
            }
        }
        impl ::std::convert::From<super::InstanceBackupPolicy> for InstanceBackupPolicy {
            fn from(value: super::InstanceBackupPolicy) -> Self {
                Self {
                    backup_policy_id: Ok(value.backup_policy_id),
                    created_at: Ok(value.created_at),
                    policy: Ok(value.policy),
                    updated_at: Ok(value.updated_at),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct InstanceListInfo {
            az_codes: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<::std::string::String>>,
                ::std::string::String,
            >,
            capacity: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            capacity_minor: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            charging_mode: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            cpu_type: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            description: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            domain_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            engine: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            engine_version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            enterprise_project_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            features: ::std::result::Result<
                ::std::option::Option<super::Features>,
                ::std::string::String,
            >,
            instance_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            ip: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            max_memory: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            port: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            readonly_domain_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            spec_code: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            status: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            sub_status: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            tags: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<super::ResourceTag>>,
                ::std::string::String,
            >,
            updated_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            used_memory: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            vpc_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            vpc_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for InstanceListInfo {
            fn default() -> Self {
                Self {
                    az_codes: Ok(Default::default()),
                    capacity: Ok(Default::default()),
                    capacity_minor: Ok(Default::default()),
                    charging_mode: Ok(Default::default()),
                    cpu_type: Ok(Default::default()),
                    created_at: Ok(Default::default()),
                    description: Ok(Default::default()),
                    domain_name: Ok(Default::default()),
                    engine: Ok(Default::default()),
                    engine_version: Ok(Default::default()),
                    enterprise_project_id: Ok(Default::default()),
                    features: Ok(Default::default()),
                    instance_id: Ok(Default::default()),
                    ip: Ok(Default::default()),
                    max_memory: Ok(Default::default()),
                    name: Ok(Default::default()),
                    port: Ok(Default::default()),
                    readonly_domain_name: Ok(Default::default()),
                    spec_code: Ok(Default::default()),
                    status: Ok(Default::default()),
                    sub_status: Ok(Default::default()),
                    tags: Ok(Default::default()),
                    updated_at: Ok(Default::default()),
                    used_memory: Ok(Default::default()),
                    vpc_id: Ok(Default::default()),
                    vpc_name: Ok(Default::default()),
                }
            }
        }
        impl InstanceListInfo {
            pub fn az_codes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<::std::string::String>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.az_codes = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for az_codes: {e}")
                    });
                self
            }
            pub fn capacity<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.capacity = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for capacity: {e}")
                    });
                self
            }
            pub fn capacity_minor<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.capacity_minor = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for capacity_minor: {e}"
                        )
                    });
                self
            }
            pub fn charging_mode<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.charging_mode = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for charging_mode: {e}")
                    });
                self
            }
            pub fn cpu_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.cpu_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cpu_type: {e}")
                    });
                self
            }
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            pub fn description<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.description = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for description: {e}")
                    });
                self
            }
            pub fn domain_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.domain_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for domain_name: {e}")
                    });
                self
            }
            pub fn engine<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.engine = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for engine: {e}")
                    });
                self
            }
            pub fn engine_version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.engine_version = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for engine_version: {e}"
                        )
                    });
                self
            }
            pub fn enterprise_project_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.enterprise_project_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for enterprise_project_id: {e}"
                        )
                    });
                self
            }
            pub fn features<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Features>>,
                T::Error: ::std::fmt::Display,
            {
                self.features = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for features: {e}")
                    });
                self
            }
            pub fn instance_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.instance_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for instance_id: {e}")
                    });
                self
            }
            pub fn ip<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.ip = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for ip: {e}"));
                self
            }
            pub fn max_memory<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_memory = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for max_memory: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn port<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.port = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for port: {e}")
                    });
                self
            }
            pub fn readonly_domain_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.readonly_domain_name = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for readonly_domain_name: {e}"
                        )
                    });
                self
            }
            pub fn spec_code<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.spec_code = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for spec_code: {e}")
                    });
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            pub fn sub_status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.sub_status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sub_status: {e}")
                    });
                self
            }
            pub fn tags<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<super::ResourceTag>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.tags = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for tags: {e}")
                    });
                self
            }
            pub fn updated_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.updated_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for updated_at: {e}")
                    });
                self
            }
            pub fn used_memory<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.used_memory = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for used_memory: {e}")
                    });
                self
            }
            pub fn vpc_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.vpc_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for vpc_id: {e}")
                    });
                self
            }
            pub fn vpc_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.vpc_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for vpc_name: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<InstanceListInfo> for super::InstanceListInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: InstanceListInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    az_codes: value.az_codes?,
                    capacity: value.capacity?,
                    capacity_minor: value.capacity_minor?,
                    charging_mode: value.charging_mode?,
                    cpu_type: value.cpu_type?,
                    created_at: value.created_at?,
                    description: value.description?,
                    domain_name: value.domain_name?,
                    engine: value.engine?,
                    engine_version: value.engine_version?,
                    enterprise_project_id: value.enterprise_project_id?,
                    features: value.features?,
                    instance_id: value.instance_id?,
                    ip: value.ip?,
                    max_memory: value.max_memory?,
                    name: value.name?,
                    port: value.port?,
                    readonly_domain_name: value.readonly_domain_name?,
                    spec_code: value.spec_code?,
                    status: value.status?,
                    sub_status: value.sub_status?,
                    tags: value.tags?,
                    updated_at: value.updated_at?,
                    used_memory: value.used_memory?,
                    vpc_id: value.vpc_id?,
                    vpc_name: value.vpc_name?,
                })
            }
        }
        impl ::std::convert::From<super::InstanceListInfo> for InstanceListInfo {
            fn from(value: super::InstanceListInfo) -> Self {
                Self {
                    az_codes: Ok(value.az_codes),
                    capacity: Ok(value.capacity),
                    capacity_minor: Ok(value.capacity_minor),
                    charging_mode: Ok(value.charging_mode),
                    cpu_type: Ok(value.cpu_type),
                    created_at: Ok(value.created_at),
                    description: Ok(value.description),
                    domain_name: Ok(value.domain_name),
                    engine: Ok(value.engine),
                    engine_version: Ok(value.engine_version),
                    enterprise_project_id: Ok(value.enterprise_project_id),
                    features: Ok(value.features),
                    instance_id: Ok(value.instance_id),
                    ip: Ok(value.ip),
                    max_memory: Ok(value.max_memory),
                    name: Ok(value.name),
                    port: Ok(value.port),
                    readonly_domain_name: Ok(value.readonly_domain_name),
                    spec_code: Ok(value.spec_code),
                    status: Ok(value.status),
                    sub_status: Ok(value.sub_status),
                    tags: Ok(value.tags),
                    updated_at: Ok(value.updated_at),
                    used_memory: Ok(value.used_memory),
                    vpc_id: Ok(value.vpc_id),
                    vpc_name: Ok(value.vpc_name),
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
        #[derive(Clone, Debug)]
        pub struct ListBackupRecordsResponse {
            backup_record_response: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<super::BackupRecordResponse>>,
                ::std::string::String,
            >,
            total_num: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ListBackupRecordsResponse {
            fn default() -> Self {
                Self {
                    backup_record_response: Ok(Default::default()),
                    total_num: Ok(Default::default()),
                }
            }
        }
        impl ListBackupRecordsResponse {
            pub fn backup_record_response<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<super::BackupRecordResponse>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.backup_record_response = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for backup_record_response: {e}"
                        )
                    });
                self
            }
            pub fn total_num<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.total_num = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for total_num: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ListBackupRecordsResponse>
        for super::ListBackupRecordsResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ListBackupRecordsResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    backup_record_response: value.backup_record_response?,
                    total_num: value.total_num?,
                })
            }
        }
        impl ::std::convert::From<super::ListBackupRecordsResponse>
        for ListBackupRecordsResponse {
            fn from(value: super::ListBackupRecordsResponse) -> Self {
                Self {
                    backup_record_response: Ok(value.backup_record_response),
                    total_num: Ok(value.total_num),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ListInstancesResponse {
            instance_num: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            instances: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<super::InstanceListInfo>>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ListInstancesResponse {
            fn default() -> Self {
                Self {
                    instance_num: Ok(Default::default()),
                    instances: Ok(Default::default()),
                }
            }
        }
        impl ListInstancesResponse {
            pub fn instance_num<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.instance_num = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for instance_num: {e}")
                    });
                self
            }
            pub fn instances<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<super::InstanceListInfo>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.instances = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for instances: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ListInstancesResponse>
        for super::ListInstancesResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ListInstancesResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    instance_num: value.instance_num?,
                    instances: value.instances?,
                })
            }
        }
        impl ::std::convert::From<super::ListInstancesResponse>
        for ListInstancesResponse {
            fn from(value: super::ListInstancesResponse) -> Self {
                Self {
                    instance_num: Ok(value.instance_num),
                    instances: Ok(value.instances),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ResourceTag {
            key: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            value: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ResourceTag {
            fn default() -> Self {
                Self {
                    key: Ok(Default::default()),
                    value: Ok(Default::default()),
                }
            }
        }
        impl ResourceTag {
            pub fn key<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.key = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for key: {e}")
                    });
                self
            }
            pub fn value<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.value = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for value: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ResourceTag> for super::ResourceTag {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ResourceTag,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    key: value.key?,
                    value: value.value?,
                })
            }
        }
        impl ::std::convert::From<super::ResourceTag> for ResourceTag {
            fn from(value: super::ResourceTag) -> Self {
                Self {
                    key: Ok(value.key),
                    value: Ok(value.value),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ShowInstanceResponse {
            az_codes: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<::std::string::String>>,
                ::std::string::String,
            >,
            cache_mode: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            capacity: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            capacity_minor: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            charging_mode: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            cpu_type: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            db_number: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            description: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            domain_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            engine: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            engine_version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            enterprise_project_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            features: ::std::result::Result<
                ::std::option::Option<super::Features>,
                ::std::string::String,
            >,
            instance_backup_policy: ::std::result::Result<
                ::std::option::Option<super::InstanceBackupPolicy>,
                ::std::string::String,
            >,
            instance_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            ip: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            max_memory: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            port: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            product_type: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            readonly_domain_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            replica_count: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            sharding_count: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            spec_code: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            status: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            sub_status: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            tags: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<super::ResourceTag>>,
                ::std::string::String,
            >,
            update_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            used_memory: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            vpc_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            vpc_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ShowInstanceResponse {
            fn default() -> Self {
                Self {
                    az_codes: Ok(Default::default()),
                    cache_mode: Ok(Default::default()),
                    capacity: Ok(Default::default()),
                    capacity_minor: Ok(Default::default()),
                    charging_mode: Ok(Default::default()),
                    cpu_type: Ok(Default::default()),
                    created_at: Ok(Default::default()),
                    db_number: Ok(Default::default()),
                    description: Ok(Default::default()),
                    domain_name: Ok(Default::default()),
                    engine: Ok(Default::default()),
                    engine_version: Ok(Default::default()),
                    enterprise_project_id: Ok(Default::default()),
                    features: Ok(Default::default()),
                    instance_backup_policy: Ok(Default::default()),
                    instance_id: Ok(Default::default()),
                    ip: Ok(Default::default()),
                    max_memory: Ok(Default::default()),
                    name: Ok(Default::default()),
                    port: Ok(Default::default()),
                    product_type: Ok(Default::default()),
                    readonly_domain_name: Ok(Default::default()),
                    replica_count: Ok(Default::default()),
                    sharding_count: Ok(Default::default()),
                    spec_code: Ok(Default::default()),
                    status: Ok(Default::default()),
                    sub_status: Ok(Default::default()),
                    tags: Ok(Default::default()),
                    update_at: Ok(Default::default()),
                    used_memory: Ok(Default::default()),
                    vpc_id: Ok(Default::default()),
                    vpc_name: Ok(Default::default()),
                }
            }
        }
        impl ShowInstanceResponse {
            pub fn az_codes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<::std::string::String>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.az_codes = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for az_codes: {e}")
                    });
                self
            }
            pub fn cache_mode<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.cache_mode = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cache_mode: {e}")
                    });
                self
            }
            pub fn capacity<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.capacity = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for capacity: {e}")
                    });
                self
            }
            pub fn capacity_minor<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.capacity_minor = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for capacity_minor: {e}"
                        )
                    });
                self
            }
            pub fn charging_mode<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.charging_mode = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for charging_mode: {e}")
                    });
                self
            }
            pub fn cpu_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.cpu_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cpu_type: {e}")
                    });
                self
            }
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            pub fn db_number<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.db_number = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for db_number: {e}")
                    });
                self
            }
            pub fn description<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.description = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for description: {e}")
                    });
                self
            }
            pub fn domain_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.domain_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for domain_name: {e}")
                    });
                self
            }
            pub fn engine<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.engine = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for engine: {e}")
                    });
                self
            }
            pub fn engine_version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.engine_version = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for engine_version: {e}"
                        )
                    });
                self
            }
            pub fn enterprise_project_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.enterprise_project_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for enterprise_project_id: {e}"
                        )
                    });
                self
            }
            pub fn features<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Features>>,
                T::Error: ::std::fmt::Display,
            {
                self.features = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for features: {e}")
                    });
                self
            }
            pub fn instance_backup_policy<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::InstanceBackupPolicy>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.instance_backup_policy = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for instance_backup_policy: {e}"
                        )
                    });
                self
            }
            pub fn instance_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.instance_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for instance_id: {e}")
                    });
                self
            }
            pub fn ip<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.ip = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for ip: {e}"));
                self
            }
            pub fn max_memory<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_memory = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for max_memory: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn port<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.port = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for port: {e}")
                    });
                self
            }
            pub fn product_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.product_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for product_type: {e}")
                    });
                self
            }
            pub fn readonly_domain_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.readonly_domain_name = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for readonly_domain_name: {e}"
                        )
                    });
                self
            }
            pub fn replica_count<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.replica_count = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for replica_count: {e}")
                    });
                self
            }
            pub fn sharding_count<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.sharding_count = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for sharding_count: {e}"
                        )
                    });
                self
            }
            pub fn spec_code<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.spec_code = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for spec_code: {e}")
                    });
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            pub fn sub_status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.sub_status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sub_status: {e}")
                    });
                self
            }
            pub fn tags<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<super::ResourceTag>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.tags = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for tags: {e}")
                    });
                self
            }
            pub fn update_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.update_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for update_at: {e}")
                    });
                self
            }
            pub fn used_memory<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.used_memory = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for used_memory: {e}")
                    });
                self
            }
            pub fn vpc_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.vpc_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for vpc_id: {e}")
                    });
                self
            }
            pub fn vpc_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.vpc_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for vpc_name: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ShowInstanceResponse>
        for super::ShowInstanceResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ShowInstanceResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    az_codes: value.az_codes?,
                    cache_mode: value.cache_mode?,
                    capacity: value.capacity?,
                    capacity_minor: value.capacity_minor?,
                    charging_mode: value.charging_mode?,
                    cpu_type: value.cpu_type?,
                    created_at: value.created_at?,
                    db_number: value.db_number?,
                    description: value.description?,
                    domain_name: value.domain_name?,
                    engine: value.engine?,
                    engine_version: value.engine_version?,
                    enterprise_project_id: value.enterprise_project_id?,
                    features: value.features?,
                    instance_backup_policy: value.instance_backup_policy?,
                    instance_id: value.instance_id?,
                    ip: value.ip?,
                    max_memory: value.max_memory?,
                    name: value.name?,
                    port: value.port?,
                    product_type: value.product_type?,
                    readonly_domain_name: value.readonly_domain_name?,
                    replica_count: value.replica_count?,
                    sharding_count: value.sharding_count?,
                    spec_code: value.spec_code?,
                    status: value.status?,
                    sub_status: value.sub_status?,
                    tags: value.tags?,
                    update_at: value.update_at?,
                    used_memory: value.used_memory?,
                    vpc_id: value.vpc_id?,
                    vpc_name: value.vpc_name?,
                })
            }
        }
        impl ::std::convert::From<super::ShowInstanceResponse> for ShowInstanceResponse {
            fn from(value: super::ShowInstanceResponse) -> Self {
                Self {
                    az_codes: Ok(value.az_codes),
                    cache_mode: Ok(value.cache_mode),
                    capacity: Ok(value.capacity),
                    capacity_minor: Ok(value.capacity_minor),
                    charging_mode: Ok(value.charging_mode),
                    cpu_type: Ok(value.cpu_type),
                    created_at: Ok(value.created_at),
                    db_number: Ok(value.db_number),
                    description: Ok(value.description),
                    domain_name: Ok(value.domain_name),
                    engine: Ok(value.engine),
                    engine_version: Ok(value.engine_version),
                    enterprise_project_id: Ok(value.enterprise_project_id),
                    features: Ok(value.features),
                    instance_backup_policy: Ok(value.instance_backup_policy),
                    instance_id: Ok(value.instance_id),
                    ip: Ok(value.ip),
                    max_memory: Ok(value.max_memory),
                    name: Ok(value.name),
                    port: Ok(value.port),
                    product_type: Ok(value.product_type),
                    readonly_domain_name: Ok(value.readonly_domain_name),
                    replica_count: Ok(value.replica_count),
                    sharding_count: Ok(value.sharding_count),
                    spec_code: Ok(value.spec_code),
                    status: Ok(value.status),
                    sub_status: Ok(value.sub_status),
                    tags: Ok(value.tags),
                    update_at: Ok(value.update_at),
                    used_memory: Ok(value.used_memory),
                    vpc_id: Ok(value.vpc_id),
                    vpc_name: Ok(value.vpc_name),
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

Redis instances, their backups and the links to the files of these.

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
    /**Querying All DCS Instances

Lists the instances of the project, those that fit each filter given.

Sends a `GET` request to `/v2/{project_id}/instances`

Arguments:
- `project_id`: The project that the instance belongs to.
- `include_delete`: Whether instances that were deleted are listed too.
- `include_failure`: Whether instances that could not be created are listed too.
- `instance_id`: Only this instance.
- `ip`: Only the instance with this address.
- `limit`: How many records are listed at most; 10 unless given.
- `name`: Only instances whose name has this in it.
- `name_equal`: Whether `name` is the whole name.
- `offset`: How many records are left out from the first on; none unless given.
- `status`: Only instances in this state.
- `tags`: Only instances with each of these tags, as `key=value`, comma-separated.
```ignore
let response = client.list_instances()
    .project_id(project_id)
    .include_delete(include_delete)
    .include_failure(include_failure)
    .instance_id(instance_id)
    .ip(ip)
    .limit(limit)
    .name(name)
    .name_equal(name_equal)
    .offset(offset)
    .status(status)
    .tags(tags)
    .send()
    .await;
```*/
    pub fn list_instances(&self) -> builder::ListInstances<'_> {
        builder::ListInstances::new(self)
    }
    /**Querying a DCS Instance

Shows one instance.

Sends a `GET` request to `/v2/{project_id}/instances/{instance_id}`

Arguments:
- `project_id`: The project that the instance belongs to.
- `instance_id`: The Redis instance.
```ignore
let response = client.show_instance()
    .project_id(project_id)
    .instance_id(instance_id)
    .send()
    .await;
```*/
    pub fn show_instance(&self) -> builder::ShowInstance<'_> {
        builder::ShowInstance::new(self)
    }
    /**Querying Backup Records

Lists the backups of an instance, those that failed or are gone among them.

Sends a `GET` request to `/v2/{project_id}/instances/{instance_id}/backups`

Arguments:
- `project_id`: The project that the instance belongs to.
- `instance_id`: The Redis instance.
- `begin_time`: Only backups from this time on.
- `end_time`: Only backups up to this time.
- `limit`: How many records are listed at most; 10 unless given.
- `offset`: How many records are left out from the first on; none unless given.
```ignore
let response = client.list_backup_records()
    .project_id(project_id)
    .instance_id(instance_id)
    .begin_time(begin_time)
    .end_time(end_time)
    .limit(limit)
    .offset(offset)
    .send()
    .await;
```*/
    pub fn list_backup_records(&self) -> builder::ListBackupRecords<'_> {
        builder::ListBackupRecords::new(self)
    }
    /**Backing Up a DCS Instance

Starts a backup of the instance. Asking twice makes two, and of more than 24 the oldest goes.

Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/backups`

Arguments:
- `project_id`: The project that the instance belongs to.
- `instance_id`: The Redis instance.
- `body`: What the backup shall be.
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
    /**Deleting a Backup File

Deletes a backup for good; links to its files stop working.

Sends a `DELETE` request to `/v2/{project_id}/instances/{instance_id}/backups/{backup_id}`

Arguments:
- `project_id`: The project that the instance belongs to.
- `instance_id`: The Redis instance.
- `backup_id`: The backup of the instance.
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
    /**Builder for [`Client::list_instances`]

[`Client::list_instances`]: super::Client::list_instances*/
    #[derive(Debug, Clone)]
    pub struct ListInstances<'a> {
        client: &'a super::Client,
        project_id: Result<crate::types::ProjectId, String>,
        include_delete: Result<Option<bool>, String>,
        include_failure: Result<Option<bool>, String>,
        instance_id: Result<Option<crate::types::InstanceId>, String>,
        ip: Result<Option<crate::types::InstanceAddress>, String>,
        limit: Result<Option<crate::types::Limit>, String>,
        name: Result<Option<crate::types::InstanceName>, String>,
        name_equal: Result<Option<bool>, String>,
        offset: Result<Option<crate::types::Offset>, String>,
        status: Result<Option<crate::types::InstanceStatus>, String>,
        tags: Result<Option<crate::types::InstanceTags>, String>,
    }
    impl<'a> ListInstances<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                include_delete: Ok(None),
                include_failure: Ok(None),
                instance_id: Ok(None),
                ip: Ok(None),
                limit: Ok(None),
                name: Ok(None),
                name_equal: Ok(None),
                offset: Ok(None),
                status: Ok(None),
                tags: Ok(None),
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
        pub fn include_delete<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.include_delete = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `bool` for include_delete failed".to_string()
                });
            self
        }
        pub fn include_failure<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.include_failure = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `bool` for include_failure failed".to_string()
                });
            self
        }
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        pub fn ip<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::InstanceAddress>,
        {
            self.ip = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: InstanceAddress` for ip failed"
                        .to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::Limit>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: Limit` for limit failed"
                        .to_string()
                });
            self
        }
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::InstanceName>,
        {
            self.name = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: InstanceName` for name failed"
                        .to_string()
                });
            self
        }
        pub fn name_equal<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.name_equal = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for name_equal failed".to_string());
            self
        }
        pub fn offset<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::Offset>,
        {
            self.offset = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: Offset` for offset failed"
                        .to_string()
                });
            self
        }
        pub fn status<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::InstanceStatus>,
        {
            self.status = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: InstanceStatus` for status failed"
                        .to_string()
                });
            self
        }
        pub fn tags<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::InstanceTags>,
        {
            self.tags = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: InstanceTags` for tags failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/v2/{project_id}/instances`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ListInstancesResponse>, Error<()>> {
            let Self {
                client,
                project_id,
                include_delete,
                include_failure,
                instance_id,
                ip,
                limit,
                name,
                name_equal,
                offset,
                status,
                tags,
            } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let include_delete = include_delete.map_err(Error::InvalidRequest)?;
            let include_failure = include_failure.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let ip = ip.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let name = name.map_err(Error::InvalidRequest)?;
            let name_equal = name_equal.map_err(Error::InvalidRequest)?;
            let offset = offset.map_err(Error::InvalidRequest)?;
            let status = status.map_err(Error::InvalidRequest)?;
            let tags = tags.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/v2/{}/instances", client.baseurl, encode_path(& project_id
                .to_string()),
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
                .query(
                    &progenitor_client::QueryParam::new(
                        "include_delete",
                        &include_delete,
                    ),
                )
                .query(
                    &progenitor_client::QueryParam::new(
                        "include_failure",
                        &include_failure,
                    ),
                )
                .query(&progenitor_client::QueryParam::new("instance_id", &instance_id))
                .query(&progenitor_client::QueryParam::new("ip", &ip))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("name", &name))
                .query(&progenitor_client::QueryParam::new("name_equal", &name_equal))
                .query(&progenitor_client::QueryParam::new("offset", &offset))
                .query(&progenitor_client::QueryParam::new("status", &status))
                .query(&progenitor_client::QueryParam::new("tags", &tags))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_instances",
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
    /**Builder for [`Client::show_instance`]

[`Client::show_instance`]: super::Client::show_instance*/
    #[derive(Debug, Clone)]
    pub struct ShowInstance<'a> {
        client: &'a super::Client,
        project_id: Result<crate::types::ProjectId, String>,
        instance_id: Result<crate::types::InstanceId, String>,
    }
    impl<'a> ShowInstance<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
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
        ///Sends a `GET` request to `/v2/{project_id}/instances/{instance_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ShowInstanceResponse>, Error<()>> {
            let Self { client, project_id, instance_id } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/v2/{}/instances/{}", client.baseurl, encode_path(& project_id
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
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "show_instance",
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
    /**Builder for [`Client::list_backup_records`]

[`Client::list_backup_records`]: super::Client::list_backup_records*/
    #[derive(Debug, Clone)]
    pub struct ListBackupRecords<'a> {
        client: &'a super::Client,
        project_id: Result<crate::types::ProjectId, String>,
        instance_id: Result<crate::types::InstanceId, String>,
        begin_time: Result<Option<crate::types::RecordTime>, String>,
        end_time: Result<Option<crate::types::RecordTime>, String>,
        limit: Result<Option<crate::types::Limit>, String>,
        offset: Result<Option<crate::types::Offset>, String>,
    }
    impl<'a> ListBackupRecords<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
                begin_time: Ok(None),
                end_time: Ok(None),
                limit: Ok(None),
                offset: Ok(None),
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
        pub fn begin_time<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::RecordTime>,
        {
            self.begin_time = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: RecordTime` for begin_time failed"
                        .to_string()
                });
            self
        }
        pub fn end_time<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::RecordTime>,
        {
            self.end_time = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: RecordTime` for end_time failed"
                        .to_string()
                });
            self
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::Limit>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: Limit` for limit failed"
                        .to_string()
                });
            self
        }
        pub fn offset<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::types::Offset>,
        {
            self.offset = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: types :: Offset` for offset failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/v2/{project_id}/instances/{instance_id}/backups`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ListBackupRecordsResponse>, Error<()>> {
            let Self {
                client,
                project_id,
                instance_id,
                begin_time,
                end_time,
                limit,
                offset,
            } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let begin_time = begin_time.map_err(Error::InvalidRequest)?;
            let end_time = end_time.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let offset = offset.map_err(Error::InvalidRequest)?;
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
        project_id: Result<crate::types::ProjectId, String>,
        instance_id: Result<crate::types::InstanceId, String>,
        body: Result<types::builder::BackupInstanceBody, String>,
    }
    impl<'a> CopyInstance<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
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
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::BackupInstanceBody>,
            <V as std::convert::TryInto<
                types::BackupInstanceBody,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `BackupInstanceBody` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::BackupInstanceBody,
            ) -> types::builder::BackupInstanceBody,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/backups`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::CopyInstanceResponse>, Error<()>> {
            let Self { client, project_id, instance_id, body } = self;
            let project_id = project_id.map_err(Error::InvalidRequest)?;
            let instance_id = instance_id.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::BackupInstanceBody::try_from(v).map_err(|e| e.to_string())
                })
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
        project_id: Result<crate::types::ProjectId, String>,
        instance_id: Result<crate::types::InstanceId, String>,
        backup_id: Result<crate::types::BackupId, String>,
    }
    impl<'a> DeleteBackupFile<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
                backup_id: Err("backup_id was not initialized".to_string()),
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
        #[doc = "The IP address of an instance."]
        #[doc = ""]
        #[doc = "1 to 45 ASCII characters, as in `^[0-9A-Fa-f.:]{1,45}$`."]
        InstanceAddress, "instance_address", "^[0-9A-Fa-f.:]{1,45}$", 1..=45, b'0'..=b'9' | b'A'..=b'F' | b'a'..=b'f' | b'.' | b':'
    }
    patterned_string! {
        #[doc = "The id of an instance. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        InstanceId, "instance_id", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    patterned_string! {
        #[doc = "The name of an instance, or a part of it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        InstanceName, "instance_name", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    patterned_string! {
        #[doc = "The state of an instance, `RUNNING` for instance."]
        #[doc = ""]
        #[doc = "1 to 32 ASCII characters, as in `^[A-Z]{1,32}$`."]
        InstanceStatus, "instance_status", "^[A-Z]{1,32}$", 1..=32, b'A'..=b'Z'
    }
    patterned_string! {
        #[doc = "Keys and values of tags, as `key=value`, comma-separated."]
        #[doc = ""]
        #[doc = "1 to 1024 ASCII characters, as in `^[ -~]{1,1024}$`."]
        InstanceTags, "instance_tags", "^[ -~]{1,1024}$", 1..=1024, b' '..=b'~'
    }
    bounded_integer! {
        #[doc = "The number of records in an answer."]
        #[doc = ""]
        #[doc = "From 1 to 1000."]
        Limit, "limit", "", 1..=1000
    }
    bounded_integer! {
        #[doc = "The number of records before those that are listed."]
        #[doc = ""]
        #[doc = "From 0 to 2147483647."]
        Offset, "offset", "", 0..=2147483647
    }
    patterned_string! {
        #[doc = "The id of a project. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        ProjectId, "project_id", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    patterned_string! {
        #[doc = "A time in UTC as `yyyyMMddHHmmss`, 20240410073529 for instance."]
        #[doc = ""]
        #[doc = "14 ASCII characters, as in `^[0-9]{14}$`."]
        RecordTime, "record_time", "^[0-9]{14}$", 14..=14, b'0'..=b'9'
    }
}

/// What the document says of each operation beyond its method.
pub(crate) const OPERATIONS: &[crate::operation::Operation] = &[
    crate::operation::Operation {
        name: "ListInstances",
        method: "list_instances",
        http_method: "GET",
        path: "/v2/{project_id}/instances",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: true,
        action: Some("dcs:instance:list"),
    },
    crate::operation::Operation {
        name: "ShowInstance",
        method: "show_instance",
        http_method: "GET",
        path: "/v2/{project_id}/instances/{instance_id}",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: true,
        action: Some("dcs:instance:get"),
    },
    crate::operation::Operation {
        name: "ListBackupRecords",
        method: "list_backup_records",
        http_method: "GET",
        path: "/v2/{project_id}/instances/{instance_id}/backups",
        idempotent: true,
        empty_success: Some(204),
        empty_object_is_null: true,
        action: Some("dcs:instance:getDataBackupLog"),
    },
    crate::operation::Operation {
        name: "CopyInstance",
        method: "copy_instance",
        http_method: "POST",
        path: "/v2/{project_id}/instances/{instance_id}/backups",
        idempotent: false,
        empty_success: None,
        empty_object_is_null: false,
        action: Some("dcs:instance:backupData"),
    },
    crate::operation::Operation {
        name: "DeleteBackupFile",
        method: "delete_backup_file",
        http_method: "DELETE",
        path: "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: false,
        action: Some("dcs:instance:deleteDataBackupFile"),
    },
    crate::operation::Operation {
        name: "ListBackupFileLinks",
        method: "list_backup_file_links",
        http_method: "POST",
        path: "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}/links",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: false,
        action: Some("dcs:instance:downloadBackupData"),
    },
];
crate::transport::hooks!(Client, OPERATIONS);
