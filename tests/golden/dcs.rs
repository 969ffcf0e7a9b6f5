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
        ///On the wire: `aof`.
        #[serde(rename = "aof")]
        Aof,
        ///On the wire: `rdb`.
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
    ///The options of a new backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct BackupInstanceBody {
        ///What the files are: a snapshot or the log of commands, which needs Redis 4.0 or later. The service's own choice is `rdb`. Optional. One of `aof`, `rdb`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_format: ::std::option::Option<BackupFormat>,
        ///What is to be known about a backup. Optional. At most 128 characters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub remark: ::std::option::Option<crate::generated::dcs::newtypes::Remark>,
    }
    impl BackupInstanceBody {
        ///A builder without any value.
        pub fn builder() -> builder::BackupInstanceBody {
            Default::default()
        }
    }
    ///The times of automatic backups.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
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
    ///How backups are made and kept.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct BackupPolicy {
        ///`auto`, or `manual` if none are made by themselves.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_type: ::std::option::Option<::std::string::String>,
        ///The times of automatic backups.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub periodical_backup_plan: ::std::option::Option<BackupPlan>,
        ///For how many days an automatic backup is kept, from 1 to 7.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub save_days: ::std::option::Option<i64>,
    }
    ///A backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
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
    ///The new backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct CopyInstanceResponse {
        ///The id of the backup.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_id: ::std::option::Option<::std::string::String>,
    }
    ///Where the files of a backup are.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
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
    ///The options of the links of a backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct DownloadBackupFilesReq {
        ///How long a link works, counted from the answer: 5 minutes to 24 hours, in seconds. Required. From 300 to 86400 s.
        pub expiration: crate::generated::dcs::newtypes::Expiration,
    }
    impl DownloadBackupFilesReq {
        ///A builder without any value.
        pub fn builder() -> builder::DownloadBackupFilesReq {
            Default::default()
        }
    }
    ///The error body of the service.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
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
    ///What an instance can do.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
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
    ///When the instance is backed up by itself.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct InstanceBackupPolicy {
        ///The id of the policy.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub backup_policy_id: ::std::option::Option<::std::string::String>,
        ///When it was made, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::std::string::String>,
        ///How backups are made and kept.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub policy: ::std::option::Option<BackupPolicy>,
        ///When it was changed last, as RFC 3339 in UTC.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub updated_at: ::std::option::Option<::std::string::String>,
    }
    ///An instance, as the list shows it.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
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
        ///What an instance can do.
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
    ///One file of a backup.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct LinksItem {
        ///The name of the file; that of a cluster's shard carries its address and its slots.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_name: ::std::option::Option<::std::string::String>,
        ///A URL that is signed for GET and works until the time in its Expires. Whoever has it can download the file.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub link: ::std::option::Option<::huaweicloud_core::support::SecretText>,
    }
    ///Backups of an instance.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
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
    ///Instances of a project.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct ListInstancesResponse {
        ///How many instances fit the filters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instance_num: ::std::option::Option<i64>,
        ///Those of them that were asked for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub instances: ::std::option::Option<::std::vec::Vec<InstanceListInfo>>,
    }
    ///A tag of an instance.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
    pub struct ResourceTag {
        ///What it says something about.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub key: ::std::option::Option<::std::string::String>,
        ///What it says.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub value: ::std::option::Option<::std::string::String>,
    }
    ///One instance.
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(remote = "Self")]
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
        ///What an instance can do.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub features: ::std::option::Option<Features>,
        ///When the instance is backed up by itself.
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
    /// Types for composing complex structures.
    pub mod builder {
        ///Makes a [`BackupInstanceBody`](super::BackupInstanceBody).
        #[derive(Clone, Debug)]
        pub struct BackupInstanceBody {
            backup_format: ::std::result::Result<
                ::std::option::Option<super::BackupFormat>,
                ::std::string::String,
            >,
            remark: ::std::result::Result<
                ::std::option::Option<crate::generated::dcs::newtypes::Remark>,
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
            ///What the files are: a snapshot or the log of commands, which needs Redis 4.0 or later. The service's own choice is `rdb`. Optional. One of `aof`, `rdb`.
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
            ///What is to be known about a backup. Optional. At most 128 characters.
            pub fn remark<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::generated::dcs::newtypes::Remark>,
                >,
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
        ///Makes a [`DownloadBackupFilesReq`](super::DownloadBackupFilesReq).
        #[derive(Clone, Debug)]
        pub struct DownloadBackupFilesReq {
            expiration: ::std::result::Result<
                crate::generated::dcs::newtypes::Expiration,
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
            ///How long a link works, counted from the answer: 5 minutes to 24 hours, in seconds. Required. From 300 to 86400 s.
            pub fn expiration<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::generated::dcs::newtypes::Expiration>,
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
        "2.0"
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
    /**Querying All DCS Instances

Lists the instances of the project, those that fit each filter given.

Permission: `dcs:instance:list`.

Idempotent: sending it twice does no more than sending it once.

Sends a `GET` request to `/v2/{project_id}/instances`

Arguments:
- `project_id`: The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `include_delete`: Whether instances that were deleted are listed too. Optional.
- `include_failure`: Whether instances that could not be created are listed too. Optional.
- `instance_id`: Only this instance. Optional. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `ip`: Only the instance with this address. Optional. 1 to 45 ASCII characters, as in `^[0-9A-Fa-f.:]{1,45}$`.
- `limit`: How many records are listed at most; 10 unless given. Optional. From 1 to 1000.
- `name`: Only instances with this in their name. Optional. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `name_equal`: Whether `name` is the whole name. Optional.
- `offset`: How many records are left out from the first on; none unless given. Optional. From 0 to 2147483647.
- `status`: Only instances in this state. Optional. 1 to 32 ASCII characters, as in `^[A-Z]{1,32}$`.
- `tags`: Only instances with each of these tags, as `key=value`, comma-separated. Optional. 1 to 1024 ASCII characters, as in `^[ -~]{1,1024}$`.
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

Permission: `dcs:instance:get`.

Idempotent: sending it twice does no more than sending it once.

Sends a `GET` request to `/v2/{project_id}/instances/{instance_id}`

Arguments:
- `project_id`: The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `instance_id`: The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
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

Permission: `dcs:instance:getDataBackupLog`.

Idempotent: sending it twice does no more than sending it once.

Sends a `GET` request to `/v2/{project_id}/instances/{instance_id}/backups`

Arguments:
- `project_id`: The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `instance_id`: The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `begin_time`: Only backups from this time on. Optional. 14 ASCII characters, as in `^[0-9]{14}$`.
- `end_time`: Only backups up to this time. Optional. 14 ASCII characters, as in `^[0-9]{14}$`.
- `limit`: How many records are listed at most; 10 unless given. Optional. From 1 to 1000.
- `offset`: How many records are left out from the first on; none unless given. Optional. From 0 to 2147483647.
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

Permission: `dcs:instance:backupData`.

Not idempotent: sending it twice may do the work twice.

Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/backups`

Arguments:
- `project_id`: The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `instance_id`: The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `body`: What the backup shall be. Required.
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

Permission: `dcs:instance:deleteDataBackupFile`.

Idempotent: sending it twice does no more than sending it once.

Sends a `DELETE` request to `/v2/{project_id}/instances/{instance_id}/backups/{backup_id}`

Arguments:
- `project_id`: The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `instance_id`: The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `backup_id`: The backup of the instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
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

Permission: `dcs:instance:downloadBackupData`.

Idempotent: sending it twice does no more than sending it once.

Sends a `POST` request to `/v2/{project_id}/instances/{instance_id}/backups/{backup_id}/links`

Arguments:
- `project_id`: The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `instance_id`: The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `backup_id`: The backup of the instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
- `body`: How long the links shall work. Required.
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
        project_id: Result<crate::generated::dcs::newtypes::ProjectId, String>,
        include_delete: Result<Option<bool>, String>,
        include_failure: Result<Option<bool>, String>,
        instance_id: Result<Option<crate::generated::dcs::newtypes::InstanceId>, String>,
        ip: Result<Option<crate::generated::dcs::newtypes::InstanceAddress>, String>,
        limit: Result<Option<crate::generated::dcs::newtypes::Limit>, String>,
        name: Result<Option<crate::generated::dcs::newtypes::InstanceName>, String>,
        name_equal: Result<Option<bool>, String>,
        offset: Result<Option<crate::generated::dcs::newtypes::Offset>, String>,
        status: Result<Option<crate::generated::dcs::newtypes::InstanceStatus>, String>,
        tags: Result<Option<crate::generated::dcs::newtypes::InstanceTags>, String>,
    }
    impl<'a> ListInstances<'a> {
        ///A call by this client, without any argument.
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
        ///The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///Whether instances that were deleted are listed too. Optional.
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
        ///Whether instances that could not be created are listed too. Optional.
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
        ///Only this instance. Optional. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///Only the instance with this address. Optional. 1 to 45 ASCII characters, as in `^[0-9A-Fa-f.:]{1,45}$`.
        pub fn ip<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceAddress>,
        {
            self.ip = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceAddress` for ip failed"
                        .to_string()
                });
            self
        }
        ///How many records are listed at most; 10 unless given. Optional. From 1 to 1000.
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::Limit>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: Limit` for limit failed"
                        .to_string()
                });
            self
        }
        ///Only instances with this in their name. Optional. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceName>,
        {
            self.name = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceName` for name failed"
                        .to_string()
                });
            self
        }
        ///Whether `name` is the whole name. Optional.
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
        ///How many records are left out from the first on; none unless given. Optional. From 0 to 2147483647.
        pub fn offset<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::Offset>,
        {
            self.offset = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: Offset` for offset failed"
                        .to_string()
                });
            self
        }
        ///Only instances in this state. Optional. 1 to 32 ASCII characters, as in `^[A-Z]{1,32}$`.
        pub fn status<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceStatus>,
        {
            self.status = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceStatus` for status failed"
                        .to_string()
                });
            self
        }
        ///Only instances with each of these tags, as `key=value`, comma-separated. Optional. 1 to 1024 ASCII characters, as in `^[ -~]{1,1024}$`.
        pub fn tags<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceTags>,
        {
            self.tags = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceTags` for tags failed"
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
        project_id: Result<crate::generated::dcs::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::dcs::newtypes::InstanceId, String>,
    }
    impl<'a> ShowInstance<'a> {
        ///A call by this client, without any argument.
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
            }
        }
        ///The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceId` for instance_id failed"
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
        project_id: Result<crate::generated::dcs::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::dcs::newtypes::InstanceId, String>,
        begin_time: Result<Option<crate::generated::dcs::newtypes::RecordTime>, String>,
        end_time: Result<Option<crate::generated::dcs::newtypes::RecordTime>, String>,
        limit: Result<Option<crate::generated::dcs::newtypes::Limit>, String>,
        offset: Result<Option<crate::generated::dcs::newtypes::Offset>, String>,
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
            }
        }
        ///The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///Only backups from this time on. Optional. 14 ASCII characters, as in `^[0-9]{14}$`.
        pub fn begin_time<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::RecordTime>,
        {
            self.begin_time = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: RecordTime` for begin_time failed"
                        .to_string()
                });
            self
        }
        ///Only backups up to this time. Optional. 14 ASCII characters, as in `^[0-9]{14}$`.
        pub fn end_time<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::RecordTime>,
        {
            self.end_time = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: RecordTime` for end_time failed"
                        .to_string()
                });
            self
        }
        ///How many records are listed at most; 10 unless given. Optional. From 1 to 1000.
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::Limit>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: Limit` for limit failed"
                        .to_string()
                });
            self
        }
        ///How many records are left out from the first on; none unless given. Optional. From 0 to 2147483647.
        pub fn offset<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::Offset>,
        {
            self.offset = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: Offset` for offset failed"
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
        project_id: Result<crate::generated::dcs::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::dcs::newtypes::InstanceId, String>,
        body: Result<types::builder::BackupInstanceBody, String>,
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
        ///The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///What the backup shall be. Required.
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
        ///Changes the body that is built so far.
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
        project_id: Result<crate::generated::dcs::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::dcs::newtypes::InstanceId, String>,
        backup_id: Result<crate::generated::dcs::newtypes::BackupId, String>,
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
        ///The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///The backup of the instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn backup_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::BackupId>,
        {
            self.backup_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: BackupId` for backup_id failed"
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
        project_id: Result<crate::generated::dcs::newtypes::ProjectId, String>,
        instance_id: Result<crate::generated::dcs::newtypes::InstanceId, String>,
        backup_id: Result<crate::generated::dcs::newtypes::BackupId, String>,
        body: Result<types::builder::DownloadBackupFilesReq, String>,
    }
    impl<'a> ListBackupFileLinks<'a> {
        ///A call by this client, without any argument.
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                project_id: Err("project_id was not initialized".to_string()),
                instance_id: Err("instance_id was not initialized".to_string()),
                backup_id: Err("backup_id was not initialized".to_string()),
                body: Ok(::std::default::Default::default()),
            }
        }
        ///The project that the instance belongs to. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::ProjectId>,
        {
            self.project_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: ProjectId` for project_id failed"
                        .to_string()
                });
            self
        }
        ///The Redis instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn instance_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::InstanceId>,
        {
            self.instance_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: InstanceId` for instance_id failed"
                        .to_string()
                });
            self
        }
        ///The backup of the instance. Required. 1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`.
        pub fn backup_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::generated::dcs::newtypes::BackupId>,
        {
            self.backup_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: generated :: dcs :: newtypes :: BackupId` for backup_id failed"
                        .to_string()
                });
            self
        }
        ///How long the links shall work. Required.
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
        ///Changes the body that is built so far.
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

::huaweicloud_core::support::lenient! {
    types::BackupPlan {
        "backup_at": List(&Integer),
        "begin_at": Text,
        "period_type": Text,
        "timezone_offset": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::BackupPolicy {
        "backup_type": Text,
        "periodical_backup_plan": Object,
        "save_days": Integer,
    }
}
::huaweicloud_core::support::lenient! {
    types::BackupRecordResponse {
        "backup_format": Text,
        "backup_id": Text,
        "backup_name": Text,
        "backup_type": Text,
        "created_at": Text,
        "error_code": Text,
        "execution_at": Text,
        "instance_id": Text,
        "is_support_restore": Text,
        "period": Text,
        "progress": Text,
        "remark": Text,
        "size": Integer,
        "status": Text,
        "updated_at": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::CopyInstanceResponse {
        "backup_id": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::DownloadBackupFiles {
        "bucket_name": Text,
        "file_path": Text,
        "links": Records(&Object),
    }
}
::huaweicloud_core::support::lenient! {
    types::ErrorResponse {
        "error_code": Text,
        "error_ext_msg": Text,
        "error_msg": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::Features {
        "support_acl": Flag,
        "support_audit_log": Flag,
        "support_ssl": Flag,
        "support_transparent_client_ip": Flag,
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
    types::InstanceBackupPolicy {
        "backup_policy_id": Text,
        "created_at": Text,
        "policy": Object,
        "updated_at": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::InstanceListInfo {
        "az_codes": List(&Text),
        "capacity": Integer,
        "capacity_minor": Text,
        "charging_mode": Integer,
        "cpu_type": Text,
        "created_at": Text,
        "description": Text,
        "domain_name": Text,
        "engine": Text,
        "engine_version": Text,
        "enterprise_project_id": Text,
        "features": Object,
        "instance_id": Text,
        "ip": Text,
        "max_memory": Integer,
        "name": Text,
        "port": Integer,
        "readonly_domain_name": Text,
        "spec_code": Text,
        "status": Text,
        "sub_status": Text,
        "tags": List(&Object),
        "updated_at": Text,
        "used_memory": Integer,
        "vpc_id": Text,
        "vpc_name": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::LinksItem {
        "file_name": Text,
        "link": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::ListBackupRecordsResponse {
        "backup_record_response": Records(&Object),
        "total_num": Integer,
    }
}
::huaweicloud_core::support::lenient! {
    types::ListInstancesResponse {
        "instance_num": Integer,
        "instances": Records(&Object),
    }
}
::huaweicloud_core::support::lenient! {
    types::ResourceTag {
        "key": Text,
        "value": Text,
    }
}
::huaweicloud_core::support::lenient! {
    types::ShowInstanceResponse {
        "az_codes": List(&Text),
        "cache_mode": Text,
        "capacity": Integer,
        "capacity_minor": Text,
        "charging_mode": Integer,
        "cpu_type": Text,
        "created_at": Text,
        "db_number": Integer,
        "description": Text,
        "domain_name": Text,
        "engine": Text,
        "engine_version": Text,
        "enterprise_project_id": Text,
        "features": Object,
        "instance_backup_policy": Object,
        "instance_id": Text,
        "ip": Text,
        "max_memory": Integer,
        "name": Text,
        "port": Integer,
        "product_type": Text,
        "readonly_domain_name": Text,
        "replica_count": Integer,
        "sharding_count": Integer,
        "spec_code": Text,
        "status": Text,
        "sub_status": Text,
        "tags": List(&Object),
        "update_at": Text,
        "used_memory": Integer,
        "vpc_id": Text,
        "vpc_name": Text,
    }
}

/// The types with limits that the document states.
pub mod newtypes {
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "The id of a backup. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        BackupId, "backup_id", "The id of a backup. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it.", 1..=64, "^[0-9A-Za-z_-]{1,64}$", b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    ::huaweicloud_core::support::bounded_integer! {
        #[doc = "How long a link works, counted from the answer: 5 minutes to 24 hours, in seconds."]
        #[doc = ""]
        #[doc = "From 300 to 86400 s."]
        Expiration, "expiration", "How long a link works, counted from the answer: 5 minutes to 24 hours, in seconds.", " s", 300..=86400
    }
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "The IP address of an instance."]
        #[doc = ""]
        #[doc = "1 to 45 ASCII characters, as in `^[0-9A-Fa-f.:]{1,45}$`."]
        InstanceAddress, "instance_address", "The IP address of an instance.", 1..=45, "^[0-9A-Fa-f.:]{1,45}$", b'0'..=b'9' | b'A'..=b'F' | b'a'..=b'f' | b'.' | b':'
    }
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "The id of an instance. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        InstanceId, "instance_id", "The id of an instance. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it.", 1..=64, "^[0-9A-Za-z_-]{1,64}$", b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "The name of an instance, or a part of it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        InstanceName, "instance_name", "The name of an instance, or a part of it.", 1..=64, "^[0-9A-Za-z_-]{1,64}$", b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "The state of an instance, `RUNNING` for instance."]
        #[doc = ""]
        #[doc = "1 to 32 ASCII characters, as in `^[A-Z]{1,32}$`."]
        InstanceStatus, "instance_status", "The state of an instance, `RUNNING` for instance.", 1..=32, "^[A-Z]{1,32}$", b'A'..=b'Z'
    }
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "Keys and values of tags, as `key=value`, comma-separated."]
        #[doc = ""]
        #[doc = "1 to 1024 ASCII characters, as in `^[ -~]{1,1024}$`."]
        InstanceTags, "instance_tags", "Keys and values of tags, as `key=value`, comma-separated.", 1..=1024, "^[ -~]{1,1024}$", b' '..=b'~'
    }
    ::huaweicloud_core::support::bounded_integer! {
        #[doc = "The number of records in an answer."]
        #[doc = ""]
        #[doc = "From 1 to 1000."]
        Limit, "limit", "The number of records in an answer.", "", 1..=1000
    }
    ::huaweicloud_core::support::bounded_integer! {
        #[doc = "The number of records before those that are listed."]
        #[doc = ""]
        #[doc = "From 0 to 2147483647."]
        Offset, "offset", "The number of records before those that are listed.", "", 0..=2147483647
    }
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "The id of a project. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it."]
        #[doc = ""]
        #[doc = "1 to 64 ASCII characters, as in `^[0-9A-Za-z_-]{1,64}$`."]
        ProjectId, "project_id", "The id of a project. The vendor promises no more than \"String\"; this pattern lets nothing into the path that would change it.", 1..=64, "^[0-9A-Za-z_-]{1,64}$", b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-'
    }
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "A time in UTC as `yyyyMMddHHmmss`, 20240410073529 for instance."]
        #[doc = ""]
        #[doc = "14 ASCII characters, as in `^[0-9]{14}$`."]
        RecordTime, "record_time", "A time in UTC as `yyyyMMddHHmmss`, 20240410073529 for instance.", 14..=14, "^[0-9]{14}$", b'0'..=b'9'
    }
    ::huaweicloud_core::support::bounded_string! {
        #[doc = "What is to be known about a backup."]
        #[doc = ""]
        #[doc = "At most 128 characters."]
        Remark, "remark", "What is to be known about a backup.", 0..=128
    }
}

/// What the document says of each operation beyond its method.
pub const OPERATIONS: &[::huaweicloud_core::support::Operation] = &[
    ::huaweicloud_core::support::Operation {
        name: "ListInstances",
        method: "list_instances",
        http_method: "GET",
        path: "/v2/{project_id}/instances",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: true,
        action: Some("dcs:instance:list"),
    },
    ::huaweicloud_core::support::Operation {
        name: "ShowInstance",
        method: "show_instance",
        http_method: "GET",
        path: "/v2/{project_id}/instances/{instance_id}",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: true,
        action: Some("dcs:instance:get"),
    },
    ::huaweicloud_core::support::Operation {
        name: "ListBackupRecords",
        method: "list_backup_records",
        http_method: "GET",
        path: "/v2/{project_id}/instances/{instance_id}/backups",
        idempotent: true,
        empty_success: Some(204),
        empty_object_is_null: true,
        action: Some("dcs:instance:getDataBackupLog"),
    },
    ::huaweicloud_core::support::Operation {
        name: "CopyInstance",
        method: "copy_instance",
        http_method: "POST",
        path: "/v2/{project_id}/instances/{instance_id}/backups",
        idempotent: false,
        empty_success: None,
        empty_object_is_null: false,
        action: Some("dcs:instance:backupData"),
    },
    ::huaweicloud_core::support::Operation {
        name: "DeleteBackupFile",
        method: "delete_backup_file",
        http_method: "DELETE",
        path: "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}",
        idempotent: true,
        empty_success: None,
        empty_object_is_null: false,
        action: Some("dcs:instance:deleteDataBackupFile"),
    },
    ::huaweicloud_core::support::Operation {
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
::huaweicloud_core::support::hooks!(Client, OPERATIONS);
