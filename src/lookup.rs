//! Finds the project of a client that was given none: that of the credentials, or one that IAM knows.

use std::fmt;

use crate::{
    credentials::ENV_PROJECT_ID,
    error::{Error, ErrorKind},
    project::Project,
    raw::iam::{self, types::ProjectResult},
    redact,
    regions::{ENV_IAM_ENDPOINT, Region},
    transport::Transport,
    types::{InvalidValue, ProjectId},
};

/// Whom to ask, and for what.
pub(crate) struct Lookup {
    pub(crate) transport: Transport,
    pub(crate) region: Option<Region>,
    /// IAM, if it is known where that is.
    pub(crate) iam: Option<iam::Client>,
}

impl Lookup {
    /// That of the credentials, or else the region's.
    pub(crate) async fn find(&self) -> Result<Project, Error> {
        let credentials = self.transport.credentials().await?;
        match credentials.project_id() {
            Some(id) => Ok(id.clone().into()),
            None => self.ask_iam().await,
        }
    }

    async fn ask_iam(&self) -> Result<Project, Error> {
        let Some(region) = &self.region else {
            return Err(not_given("without a region it can't be looked up"));
        };
        let region = region.as_str();
        let Some(iam) = &self.iam else {
            return Err(not_given(format_args!(
                "where to look it up for the region {region} is not known ({ENV_IAM_ENDPOINT} is not set)"
            )));
        };
        let answer = iam.keystone_list_projects().name(region).send().await?.into_inner();
        let project = the_only(&answer.projects.unwrap_or_default(), region)?;
        tracing::debug!(project_id = %project.id, region, "found the project");
        Ok(project)
    }
}

fn the_only(projects: &[ProjectResult], region: &str) -> Result<Project, Error> {
    match projects {
        [] => {
            let problem = format!("the account has no project named {region}");
            let advice = "check the region, or give the project id";
            Err(Error::new(ErrorKind::NotFound, problem).with_advice(advice))
        }
        [only] => ProjectId::try_from(only.id.as_deref().unwrap_or_default())
            .map(Project::from)
            .map_err(|refused| {
                let problem = format!("IAM gives a project that can't be used: {refused}");
                Error::new(ErrorKind::InvalidResponse, problem)
            }),
        several => {
            let list: Vec<_> = several.iter().map(describe).collect();
            let list = list.join(", ");
            Err(not_given(format_args!("the account has several projects named {region}: {list}")))
        }
    }
}

fn not_given(problem: impl fmt::Display) -> Error {
    let problem = format!("it is not given, and {problem}");
    let advice = format!("give it: --project-id, {ENV_PROJECT_ID}, or the client's builder");
    Error::from(InvalidValue::new("project_id", problem)).with_advice(advice)
}

/// A project as an error lists it.
fn describe(project: &ProjectResult) -> String {
    let text =
        |text: &Option<String>| redact::clean(text.as_deref().unwrap_or("?"), std::iter::empty());
    format!("{} ({})", text(&project.id), text(&project.name))
}
