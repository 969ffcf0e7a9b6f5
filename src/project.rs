//! Which project a client works in: the given one, that of the credentials, or one looked up in IAM.

use std::sync::Arc;

use http::HeaderValue;
use tokio::sync::OnceCell;

use crate::{
    credentials::{ENV_PROJECT_ID, ProvideCredentials},
    error::{Error, ErrorKind},
    raw::iam,
    redact,
    regions::{ENV_IAM_ENDPOINT, Region},
    types::{InvalidValue, ProjectId},
};

/// The project, once it is known. What looks it up and what signs with it share the cell.
pub(crate) type ProjectCell = OnceCell<Project>;

/// A project's id, also as a header carries it.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) id: ProjectId,
    pub(crate) header: HeaderValue,
}

impl From<ProjectId> for Project {
    fn from(id: ProjectId) -> Self {
        // The pattern of a project id allows nothing that a header could not carry.
        let header =
            HeaderValue::from_str(id.as_str()).unwrap_or_else(|_| HeaderValue::from_static(""));
        Self { id, header }
    }
}

/// Finds the project of a client that was given none.
pub(crate) struct Lookup {
    pub(crate) provider: Arc<dyn ProvideCredentials>,
    pub(crate) region: Option<Region>,
    /// IAM, if it is known where that is.
    pub(crate) iam: Option<iam::Client>,
}

impl Lookup {
    /// That of the credentials, or else the region's.
    pub(crate) async fn find(&self) -> Result<Project, Error> {
        let credentials = self.provider.provide().await.map_err(Error::no_credentials)?;
        match credentials.project_id() {
            Some(id) => Ok(id.clone().into()),
            None => self.ask_iam().await,
        }
    }

    async fn ask_iam(&self) -> Result<Project, Error> {
        let cannot = |problem: String| {
            let problem = format!("it is not given, and {problem}");
            let advice =
                format!("give it: --project-id, {ENV_PROJECT_ID}, or the client's builder");
            Error::from(InvalidValue::new("project_id", problem)).with_advice(advice)
        };
        let Some(region) = &self.region else {
            return Err(cannot("without a region it can't be looked up".to_owned()));
        };
        let region = region.as_str();
        let Some(iam) = &self.iam else {
            return Err(cannot(format!(
                "where to look it up for the region {region} is not known ({ENV_IAM_ENDPOINT} is not set)"
            )));
        };
        let answer = iam.keystone_list_projects().name(region).send().await?.into_inner();
        let mut projects = answer.projects.unwrap_or_default();
        match (projects.pop(), projects.is_empty()) {
            (None, _) => Err(Error::new(
                ErrorKind::NotFound,
                format!("the account has no project named {region}"),
            )
            .with_advice("check the region, or give the project id")),
            (Some(only), true) => {
                let id = only.id.unwrap_or_default();
                let id = ProjectId::try_from(id).map_err(|refused| {
                    let problem = format!("IAM gives a project that can't be used: {refused}");
                    Error::new(ErrorKind::InvalidResponse, problem)
                })?;
                tracing::debug!(project_id = %id, region, "found the project");
                Ok(id.into())
            }
            (Some(last), false) => {
                projects.push(last);
                let list: Vec<_> = projects.iter().map(describe).collect();
                let list = list.join(", ");
                Err(cannot(format!("the account has several projects named {region}: {list}")))
            }
        }
    }
}

/// A project as an error lists it.
fn describe(project: &iam::types::ProjectResult) -> String {
    let text =
        |text: &Option<String>| redact::clean(text.as_deref().unwrap_or("?"), std::iter::empty());
    format!("{} ({})", text(&project.id), text(&project.name))
}
