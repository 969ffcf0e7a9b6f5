//! The arguments that say which API, which instance and which backup.

use std::{
    env,
    ffi::OsString,
    sync::{Arc, OnceLock},
};

use clap::{ArgGroup, ValueHint};
use dcs_backup::{
    Client, ENV_PROJECT_ID, Error, PrivateAddresses,
    types::{BackupId, Expiration, InstanceId, ProjectId},
};

use super::{
    parse::{parse_expiration, parse_id},
    variable::{
        ENV_BACKUP_ID, ENV_ENDPOINT, ENV_INSTANCE_ID, ENV_REGION, id_or_variable, is_unset,
        missing, variable,
    },
};
use crate::{exit::Failure, shell_words};

/// Which API to talk to.
#[derive(Debug, Clone, clap::Args)]
#[command(group = ArgGroup::new("api").args(["endpoint", "region"]).multiple(true).required(is_unset(ENV_ENDPOINT) && is_unset(ENV_REGION)))]
pub(crate) struct ApiArgs {
    /// The API's root URL, instead of the region's; --region takes precedence over the variable [env: DCS_ENDPOINT]
    #[arg(long, value_name = "URL", value_hint = ValueHint::Other)]
    endpoint: Option<String>,
    /// The region of the instance, for example cn-north-4 [env: DCS_REGION]
    #[arg(long, value_name = "ID", value_hint = ValueHint::Other)]
    region: Option<String>,
    /// The project of the instance; by default, the one with the region's name [env: HUAWEICLOUD_SDK_PROJECT_ID]
    #[arg(long, value_name = "ID", value_hint = ValueHint::Other, value_parser = parse_id::<ProjectId>)]
    project_id: Option<ProjectId>,
}

/// Which instance.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct InstanceArgs {
    #[command(flatten)]
    api: ApiArgs,
    /// The Redis instance; `instances` lists them [env: DCS_INSTANCE_ID]
    #[arg(long, value_name = "ID", value_hint = ValueHint::Other, value_parser = parse_id::<InstanceId>, required = is_unset(ENV_INSTANCE_ID))]
    instance_id: Option<InstanceId>,
}

/// Which backup, and how long its links work.
#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("which").args(["backup_id", "latest"]).required(is_unset(ENV_BACKUP_ID)))]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(crate) instance: InstanceArgs,
    /// The backup of the instance; `list` lists them [env: DCS_BACKUP_ID]
    #[arg(long, value_name = "ID", value_hint = ValueHint::Other, value_parser = parse_id::<BackupId>)]
    backup_id: Option<BackupId>,
    /// The newest backup that succeeded; takes precedence over the environment
    #[arg(long)]
    latest: bool,
    /// How long the links work: 5m to 24h; a plain number is seconds
    #[arg(long, value_name = "DURATION", value_hint = ValueHint::Other, default_value = "30m", value_parser = parse_expiration, allow_negative_numbers = true)]
    pub(crate) expires_in: Expiration,
    /// Follow links to addresses that are not public, for example those of a VPC endpoint
    #[arg(long)]
    allow_private: bool,
    /// The backup that `--latest` turned out to be.
    #[arg(skip)]
    pub(crate) chosen: Chosen,
}

/// A backup that becomes known while the program runs, for whoever tells how to go on.
pub(crate) type Chosen = Arc<OnceLock<BackupId>>;

/// Set once the service is asked for a backup, and in it the backup once it is started, for whoever tells
/// how that stands.
pub(crate) type Asked = Arc<OnceLock<OnceLock<BackupId>>>;

/// How a backup is named.
pub(crate) enum Which {
    Given(BackupId),
    Latest,
}

impl ApiArgs {
    /// A client of this API, with credentials from where the official SDKs find them.
    pub(crate) fn client(self) -> Result<Client, Failure> {
        let builder = Client::builder();
        let builder = match id_or_variable(self.project_id, ENV_PROJECT_ID)? {
            Some(project_id) => builder.project_id(project_id),
            None => builder,
        };
        let (endpoint_from, endpoint) = match (self.endpoint, &self.region) {
            (Some(url), _) => ("--endpoint", Some(url)),
            (None, Some(_)) => ("--endpoint", None),
            (None, None) => (ENV_ENDPOINT, variable(ENV_ENDPOINT)),
        };
        let (region_from, region) = match self.region {
            Some(id) => ("--region", Some(id)),
            None => (ENV_REGION, variable(ENV_REGION)),
        };
        let builder = match (endpoint, region) {
            // The region still says where the project is looked up.
            (Some(url), Some(id)) => builder.endpoint(url).region(id),
            (Some(url), None) => builder.endpoint(url),
            (None, Some(id)) => builder.region(id),
            (None, None) => return Err(missing(ENV_ENDPOINT)),
        };
        builder.build().map_err(|error| from_origin(endpoint_from, region_from, error))
    }

    /// The flags that were given, as words of a command.
    fn words(&self) -> Vec<String> {
        let project_id = self.project_id.as_ref().map(ToString::to_string);
        let flags = [
            ("--endpoint", self.endpoint.clone()),
            ("--region", self.region.clone()),
            ("--project-id", project_id),
        ];
        let given = flags.into_iter().filter_map(|(flag, value)| Some([flag.to_owned(), value?]));
        given.flatten().collect()
    }
}

impl InstanceArgs {
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        self.api.clone().client()
    }

    pub(crate) fn id(&self) -> Result<InstanceId, Failure> {
        id_or_variable(self.instance_id.clone(), ENV_INSTANCE_ID)?
            .ok_or_else(|| missing(ENV_INSTANCE_ID))
    }

    /// Another command on the same instance, for a shell.
    pub(crate) fn command(&self, name: &str) -> String {
        let program = env::args_os().next().unwrap_or_else(|| "dcs-backup".into());
        let mut words = vec![program, name.into()];
        words.extend(self.api.words().into_iter().map(OsString::from));
        if let Some(id) = &self.instance_id {
            words.extend(["--instance-id".into(), id.to_string().into()]);
        }
        shell_words::joined(words)
    }
}

impl BackupArgs {
    /// The backup, from the flags or their variable.
    pub(crate) fn which(&self) -> Result<Which, Failure> {
        if self.latest {
            return Ok(Which::Latest);
        }
        let id = id_or_variable(self.backup_id.clone(), ENV_BACKUP_ID)?;
        id.map(Which::Given).ok_or_else(|| missing(ENV_BACKUP_ID))
    }
}

impl BackupArgs {
    /// Whether links may lead to addresses that are not public.
    pub(crate) fn private_addresses(&self) -> PrivateAddresses {
        match self.allow_private {
            true => PrivateAddresses::Allow,
            false => PrivateAddresses::Refuse,
        }
    }
}

/// Names the flag or the variable that what was refused came from.
fn from_origin(endpoint_from: &str, region_from: &str, error: Error) -> Failure {
    let origin = match error.field() {
        Some("region") => region_from,
        Some("endpoint") => endpoint_from,
        _ => return Failure::Call(error),
    };
    Failure::Usage(format!("{origin}: {}", error.problem()))
}
