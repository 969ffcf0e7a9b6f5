//! Credentials from environment variables, named as the official SDKs name them.

use crate::credentials::{
    absence::Absence,
    keys::{ACCESS_KEY, Credentials, SECRET_KEY, SECURITY_TOKEN},
};
use careful_http::{Error, InvalidValue};

use crate::{environment::Environment, types::project::ProjectId};

/// Environment variable of the access key id (AK), as the official SDKs name it.
pub const ENV_ACCESS_KEY: &str = "HUAWEICLOUD_SDK_AK";
/// Environment variable of the secret access key (SK), as the official SDKs name it.
pub const ENV_SECRET_KEY: &str = "HUAWEICLOUD_SDK_SK";
/// Environment variable of the security token of a temporary key, as the official SDKs name it.
pub const ENV_SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
/// Environment variable of the project, as the official SDKs name it.
pub const ENV_PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
/// Environment variable of an IAM token. The official SDKs have no such mode; the name is ours.
pub const ENV_AUTH_TOKEN: &str = "HUAWEICLOUD_SDK_AUTH_TOKEN";

impl Credentials {
    /// Credentials from the environment alone: [`ENV_AUTH_TOKEN`], or else [`ENV_ACCESS_KEY`] and
    /// [`ENV_SECRET_KEY`] with [`ENV_SECURITY_TOKEN`] if it is set; and [`ENV_PROJECT_ID`], as
    /// [`with_project_id`](Self::with_project_id). An empty variable counts as unset.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if neither is complete, naming the
    /// variables; or a text that can't be sent.
    pub fn from_env() -> Result<Self, Error> {
        find(&Environment::default())
            .map_err(|absence| Error::no_credentials(absence.into_reason()))
    }
}

/// What the variables give, with their project.
pub(super) fn find(environment: &Environment) -> Result<Credentials, Absence> {
    let project_id = project_id(environment)?;
    let credentials = keys(environment)?;
    Ok(match project_id {
        Some(id) => credentials.with_project_id(id),
        None => credentials,
    })
}

/// The project that [`ENV_PROJECT_ID`] names.
pub(super) fn project_id(environment: &Environment) -> Result<Option<ProjectId>, Absence> {
    let Some(id) = environment.text(ENV_PROJECT_ID)? else {
        return Ok(None);
    };
    let refused = |error| Absence::Broken(format!("{ENV_PROJECT_ID}: {error}"));
    ProjectId::try_from(id).map(Some).map_err(refused)
}

fn keys(environment: &Environment) -> Result<Credentials, Absence> {
    if let Some(token) = environment.text(ENV_AUTH_TOKEN)? {
        return Ok(Credentials::token(token).map_err(in_variable)?);
    }
    let half = |set, unset| Err(Absence::Broken(format!("{set} is set, but {unset} is not")));
    let [access_key, secret_key, security_token] =
        [ENV_ACCESS_KEY, ENV_SECRET_KEY, ENV_SECURITY_TOKEN].map(|name| environment.text(name));
    match (access_key?, secret_key?, security_token?) {
        (None, None, None) => Err(Absence::Unset(format!(
            "neither {ENV_ACCESS_KEY} and {ENV_SECRET_KEY} nor {ENV_AUTH_TOKEN} is set"
        ))),
        (None, None, Some(_)) => half(ENV_SECURITY_TOKEN, ENV_ACCESS_KEY),
        (None, Some(_), _) => half(ENV_SECRET_KEY, ENV_ACCESS_KEY),
        (Some(_), None, _) => half(ENV_ACCESS_KEY, ENV_SECRET_KEY),
        (Some(ak), Some(sk), None) => Ok(Credentials::access_key(ak, sk).map_err(in_variable)?),
        (Some(ak), Some(sk), Some(token)) => {
            Ok(Credentials::temporary(ak, sk, token).map_err(in_variable)?)
        }
    }
}

/// The refusal, named by the variable that gave the value.
fn in_variable(refused: InvalidValue) -> InvalidValue {
    let variable = match refused.field() {
        ACCESS_KEY => ENV_ACCESS_KEY,
        SECRET_KEY => ENV_SECRET_KEY,
        SECURITY_TOKEN => ENV_SECURITY_TOKEN,
        _ => ENV_AUTH_TOKEN,
    };
    refused.in_field(variable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&'static str, &'static str)]) -> Result<Credentials, String> {
        let variables = variables.to_vec();
        let environment = Environment::new(move |name| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).into())
        });
        find(&environment).map_err(Absence::into_reason)
    }

    #[test]
    fn the_environment_gives_keys_temporary_keys_or_a_token() {
        let keys = [(ENV_ACCESS_KEY, "ak"), (ENV_SECRET_KEY, "sk")];
        assert_eq!(format!("{:?}", from(&keys).unwrap()), "Credentials::AccessKey(***)");
        let temporary = [keys[0], keys[1], (ENV_SECURITY_TOKEN, "st")];
        assert_eq!(format!("{:?}", from(&temporary).unwrap()), "Credentials::Temporary(***)");
        let token = [keys[0], keys[1], (ENV_AUTH_TOKEN, "t")];
        assert_eq!(format!("{:?}", from(&token).unwrap()), "Credentials::Token(***)");
        let empty_token = [keys[0], keys[1], (ENV_AUTH_TOKEN, ""), (ENV_SECURITY_TOKEN, "")];
        assert_eq!(format!("{:?}", from(&empty_token).unwrap()), "Credentials::AccessKey(***)");
    }

    #[test]
    fn what_is_missing_is_named() {
        let nothing = from(&[]).unwrap_err();
        for name in [ENV_ACCESS_KEY, ENV_SECRET_KEY, ENV_AUTH_TOKEN] {
            assert!(nothing.contains(name), "{nothing}");
        }
        let half = from(&[(ENV_ACCESS_KEY, "MARKER")]).unwrap_err();
        assert!(
            half.contains("HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not"),
            "{half}"
        );
        assert!(!half.contains("MARKER"), "{half}");
    }
    #[test]
    fn a_value_that_no_header_should_carry_is_refused_by_its_variables_name() {
        let good = [(ENV_ACCESS_KEY, "ak"), (ENV_SECRET_KEY, "sk"), (ENV_SECURITY_TOKEN, "st")];
        for name in [ENV_ACCESS_KEY, ENV_SECRET_KEY, ENV_SECURITY_TOKEN, ENV_AUTH_TOKEN] {
            for value in ["\"MARKER\"", "'MARKER'", "MAR KER", "MARKER\t", "MÄRKER", "MARKER\u{7}"]
            {
                let mut variables = good.to_vec();
                variables.retain(|(other, _)| *other != name);
                variables.push((name, value));
                let refused = from(&variables).unwrap_err();
                assert!(refused.starts_with(&format!("{name}: byte ")), "{refused}");
                assert!(!refused.contains("KER"), "{refused}");
            }
        }
        let project = from(&[good[0], good[1], (ENV_PROJECT_ID, "'MARKER'")]).unwrap_err();
        assert!(project.starts_with("HUAWEICLOUD_SDK_PROJECT_ID: "), "{project}");
        assert!(!project.contains("MARKER"), "{project}");
    }
}
