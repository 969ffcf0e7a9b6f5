//! The instances of a project: all of them, page by page, or one.

use std::future::Future;

use huaweicloud_core::{
    Call, Error, InvalidValue,
    paging::{ListRequest, Page, Query, Span},
};

use crate::{
    client::Client,
    generated::types::{InstanceListInfo, ShowInstanceResponse},
    lists::list_request,
    types::{InstanceId, InstanceName, InstanceStatus},
};

impl Client {
    /// Lists the project's instances (`ListInstances`). Nothing is sent before
    /// [`send`](InstancesRequest::send) or the first record of [`stream`](InstancesRequest::stream).
    pub fn instances(&self) -> InstancesRequest {
        InstancesRequest(ListRequest::new(self.clone(), Ok(InstancesQuery::default())))
    }

    /// Shows one instance (`ShowInstance`).
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) before anything is sent if the id
    /// is refused. Otherwise the failure of the service or the network.
    pub fn instance(
        &self,
        instance_id: impl TryInto<InstanceId, Error: Into<InvalidValue>>,
    ) -> impl Future<Output = Result<ShowInstanceResponse, Error>> + Send {
        let instance_id = instance_id.try_into().map_err(Into::into);
        async move {
            let instance_id = instance_id?;
            let request = self.raw().show_instance().project_id(self.project_id().await?.as_str());
            let request = request.instance_id(&instance_id);
            let call = Call::about(format!("instance {instance_id}"));
            call.send(request.send()).await.map(|(instance, _)| instance)
        }
    }
}

/// Which instances are listed.
#[derive(Debug, Clone, Default)]
pub struct InstancesQuery {
    name: Option<InstanceName>,
    status: Option<InstanceStatus>,
}

list_request! {
    /// Asks for the instances of a project, made by [`Client::instances`].
    InstancesRequest, InstancesQuery
}

impl InstancesRequest {
    /// Only instances that have this in their name: 1 to 64 of A-Z, a-z, 0-9, `_` and `-`.
    pub fn name(self, part: impl TryInto<InstanceName, Error: Into<InvalidValue>>) -> Self {
        Self(self.0.with(part, |query, part| query.name = Some(part)))
    }

    /// Only instances in this state, for example `RUNNING`.
    pub fn status(self, state: impl TryInto<InstanceStatus, Error: Into<InvalidValue>>) -> Self {
        Self(self.0.with(state, |query, state| query.status = Some(state)))
    }
}

impl Query for InstancesQuery {
    type Client = Client;
    type Record = InstanceListInfo;

    async fn page(&self, client: &Client, span: Span) -> Result<Page<InstanceListInfo>, Error> {
        let project_id = client.project_id().await?;
        let mut request = client.raw().list_instances().project_id(project_id.as_str());
        if let Some(name) = &self.name {
            request = request.name(name);
        }
        if let Some(status) = &self.status {
            request = request.status(status);
        }
        let request = request.offset(span.offset.get()).limit(span.limit.get());
        let call = Call::about(format!("project {project_id}"));
        let (answer, call) = call.send(request.send()).await?;
        Page::read(span, answer.instance_num, answer.instances, &call)
    }

    fn id(record: &InstanceListInfo) -> Option<&str> {
        record.instance_id.as_deref()
    }
}
