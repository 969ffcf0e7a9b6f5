//! The environment variables that stand in for flags.

use std::{env, str::FromStr};

use dcs_backup::types::InvalidValue;

use super::parse::parse_id;
use crate::exit::Failure;

/// The environment variable that stands in for `--endpoint`.
pub(crate) const ENV_ENDPOINT: &str = "DCS_ENDPOINT";
/// The environment variable that stands in for `--region`.
pub(crate) const ENV_REGION: &str = "DCS_REGION";
/// The environment variable that stands in for `--instance-id`.
pub(crate) const ENV_INSTANCE_ID: &str = "DCS_INSTANCE_ID";
/// The environment variable that stands in for `--backup-id`.
pub(crate) const ENV_BACKUP_ID: &str = "DCS_BACKUP_ID";

/// What a variable says; an empty one counts as unset, and what is not UTF-8 is refused later, as
/// the replacement character that it becomes.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(|value| value.to_string_lossy().into_owned())
}

pub(super) fn is_unset(name: &str) -> bool {
    variable(name).is_none()
}

/// The id that a flag gives, or else its variable.
pub(super) fn id_or_variable<T>(flag: Option<T>, name: &str) -> Result<Option<T>, Failure>
where
    T: FromStr<Err = InvalidValue>,
{
    if flag.is_some() {
        return Ok(flag);
    }
    let id = variable(name).map(|text| parse_id(&text)).transpose();
    id.map_err(|problem| Failure::Usage(format!("{name}: {problem}")))
}

pub(super) fn missing(name: &str) -> Failure {
    Failure::Usage(format!("{name} is not set, nor is its flag given"))
}
