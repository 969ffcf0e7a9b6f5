//! The instances of a project: all of them, page by page, or one.

use std::future::Future;

use crate::{
    call::Call,
    client::Client,
    error::Error,
    generated::types::{InstanceListInfo, ShowInstanceResponse},
    paging::{ListRequest, Page, Query, Span},
    types::{InstanceId, InstanceName, InstanceStatus, InvalidValue},
};

impl Client {
    /// Lists the project's instances (`ListInstances`); nothing is sent before
    /// [`send`](ListRequest::send) or the first record of [`stream`](ListRequest::stream).
    pub fn instances(&self) -> ListRequest<InstancesQuery> {
        ListRequest::new(self.clone(), Ok(InstancesQuery::default()))
    }

    /// Shows one instance (`ShowInstance`).
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) before anything is sent if the id
    /// is refused; else what the service or the network made of the call.
    pub fn instance(
        &self,
        instance_id: impl TryInto<InstanceId, Error: Into<InvalidValue>>,
    ) -> impl Future<Output = Result<ShowInstanceResponse, Error>> + Send {
        let instance_id = instance_id.try_into().map_err(Into::into);
        async move {
            let instance_id = instance_id?;
            let call = self.raw().show_instance().project_id(self.project_id().await?);
            let sent = call.instance_id(&instance_id).send().await;
            Call::new("ShowInstance", format!("instance {instance_id}")).answer(sent)
        }
    }
}

/// Which instances are listed.
#[derive(Debug, Clone, Default)]
pub struct InstancesQuery {
    name: Option<InstanceName>,
    status: Option<InstanceStatus>,
}

impl ListRequest<InstancesQuery> {
    /// Only instances that have this in their name: 1 to 64 of A-Z, a-z, 0-9, `_` and `-`.
    pub fn name(self, part: impl TryInto<InstanceName, Error: Into<InvalidValue>>) -> Self {
        self.with(part, |query, part| query.name = Some(part))
    }

    /// Only instances in this state, `RUNNING` for instance.
    pub fn status(self, state: impl TryInto<InstanceStatus, Error: Into<InvalidValue>>) -> Self {
        self.with(state, |query, state| query.status = Some(state))
    }
}

impl Query for InstancesQuery {
    type Record = InstanceListInfo;

    async fn page(&self, client: &Client, span: Span) -> Result<Page<InstanceListInfo>, Error> {
        let project_id = client.project_id().await?;
        let mut call = client.raw().list_instances().project_id(project_id);
        if let Some(name) = &self.name {
            call = call.name(name);
        }
        if let Some(status) = &self.status {
            call = call.status(status);
        }
        let sent = call.offset(span.offset).limit(span.limit).send().await;
        let subject = format!("project {project_id}");
        let answer = Call::new("ListInstances", subject).answer(sent)?;
        Ok(Page::new(span, answer.instance_num, answer.instances))
    }

    fn id(record: &InstanceListInfo) -> Option<&str> {
        record.instance_id.as_deref()
    }
}
