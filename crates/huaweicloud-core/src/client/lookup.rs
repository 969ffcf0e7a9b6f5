//! Finds the project of a client that was given none: that of the credentials, or one that IAM knows.

use std::fmt;

use careful_http::{Error, ErrorKind, Hint, InvalidValue, clean};

use crate::{
    client::{
        regions::{ENV_IAM_ENDPOINT, Region},
        services::Services,
    },
    credentials::{environment::ENV_PROJECT_ID, keys::Credentials},
    generated::iam::{self, types::ProjectResult},
    types::{
        endpoint::Endpoint,
        project::{Project, ProjectId},
    },
};

/// Of several projects, so many are listed in an error.
const MOST_LISTED: usize = 10;

/// Where to ask, and for what.
pub(crate) struct Lookup {
    pub(crate) region: Option<Region>,
    /// IAM, if it is known where that is; what is wrong with its variable matters here alone.
    pub(crate) iam: Result<Option<Endpoint>, InvalidValue>,
}

impl Lookup {
    /// That of the credentials, or else the region's.
    pub(crate) async fn find(&self, services: &Services) -> Result<Project, Error> {
        let credentials = services.transport.credentials().await?;
        match credentials.project_id() {
            Some(id) => Ok(id.clone().into()),
            None => self.ask_iam(services, &credentials).await,
        }
    }

    async fn ask_iam(
        &self,
        services: &Services,
        credentials: &Credentials,
    ) -> Result<Project, Error> {
        let Some(region) = &self.region else {
            return Err(not_given("without a region it can't be looked up"));
        };
        let region = region.as_str();
        let Some(iam) = self.iam.as_ref().map_err(InvalidValue::clone)? else {
            return Err(not_given(format_args!(
                "where to look it up for the region {region} is not known ({ENV_IAM_ENDPOINT} is not set)"
            )));
        };
        let iam: iam::Client = services.client(iam)?;
        let answer = iam.keystone_list_projects().name(region).send().await?.into_inner();
        let mut projects = answer.projects.unwrap_or_default();
        projects.retain(|project| project.name.as_deref() == Some(region));
        let project = the_only(&projects, region, credentials)?;
        tracing::debug!(project_id = %project.id, region, "found the project");
        Ok(project)
    }
}

fn the_only(
    projects: &[ProjectResult],
    region: &str,
    credentials: &Credentials,
) -> Result<Project, Error> {
    match projects {
        [] => {
            let problem = format!("it is not given, and the account has no project named {region}");
            let advice = "check the region, or give the project id";
            Err(Error::from(InvalidValue::new("project_id", problem)).with_advice(advice))
        }
        [only] => ProjectId::try_from(only.id.as_deref().unwrap_or_default())
            .map(Project::from)
            .map_err(|refused| {
                let problem = format!("IAM gives a project that can't be used: {refused}");
                Error::new(ErrorKind::InvalidResponse, problem)
            }),
        several => {
            let list: Vec<_> = several
                .iter()
                .take(MOST_LISTED)
                .map(|project| id_of(project, credentials))
                .collect();
            let list = list.join(", ");
            let more = match several.len().saturating_sub(MOST_LISTED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            Err(not_given(format_args!(
                "the account has several projects named {region}: {list}{more}"
            )))
        }
    }
}

fn not_given(problem: impl fmt::Display) -> Error {
    let problem = format!("it is not given, and {problem}");
    let advice = format!("give it to the client's builder, or in {ENV_PROJECT_ID}");
    Error::from(InvalidValue::new("project_id", problem))
        .with_advice(advice)
        .with_hint(Hint::Give("project_id"))
}

/// A project's id as an error lists it.
fn id_of(project: &ProjectResult, credentials: &Credentials) -> String {
    clean(project.id.as_deref().unwrap_or("?"), credentials.secrets())
}
