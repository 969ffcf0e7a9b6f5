//! The backups of an instance: list them, choose one, make one, delete one.

use std::{collections::HashMap, future::Future, iter};

use careful_http::clean;
use huaweicloud_core::{
    Call, Error, ErrorKind, InvalidValue,
    paging::{ListRequest, Page, Query, Span},
};

use crate::{
    backup::Backup,
    client::Client,
    generated::types::{BackupFormat, BackupInstanceBody, BackupRecordResponse},
    lists::list_request,
    newest::{NewestUnclear, newest_usable},
    types::{BackupId, InstanceId, RecordTime, Remark},
};

/// The operation that lists the backups to choose the newest one from.
const LIST_BACKUP_RECORDS: &str = "ListBackupRecords";

impl Client {
    /// Lists the backups of an instance (`ListBackupRecords`), including failed and deleted ones. Nothing is sent
    /// before [`send`](BackupRecordsRequest::send) or the first record of [`stream`](BackupRecordsRequest::stream).
    /// [`newest_usable`](crate::newest_usable) chooses among them, and
    /// [`newest_backup`](Self::newest_backup) among all.
    pub fn backup_records(
        &self,
        instance_id: impl TryInto<InstanceId, Error: Into<InvalidValue>>,
    ) -> BackupRecordsRequest {
        let query = |instance_id| BackupRecordsQuery { instance_id, begin: None, end: None };
        let query = instance_id.try_into().map(query).map_err(Into::into);
        BackupRecordsRequest(ListRequest::new(self.clone(), query))
    }

    /// The newest backup of an instance that has files, as [`newest_usable`] chooses it from the whole
    /// list. Returns `None` if there is none.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] before anything is sent if the id is refused;
    /// [`ErrorKind::InvalidResponse`] with [`Hint::Give`](crate::Hint::Give) where the
    /// list does not show which one is the newest. Otherwise the failure of the service or the network.
    pub fn newest_backup(
        &self,
        instance_id: impl TryInto<InstanceId, Error: Into<InvalidValue>>,
    ) -> impl Future<Output = Result<Option<Backup>, Error>> + Send {
        let instance_id = instance_id.try_into().map_err(Into::into);
        let client = self.clone();
        async move {
            let instance_id = instance_id?;
            let subject = format!("instance {instance_id}");
            let mut stream = client.backup_records(instance_id).stream();
            let mut records = Vec::new();
            while let Some(record) = stream.next().await {
                records.push(record?);
            }
            NewestUnclear::unless_complete(stream.total(), records.len())
                .and_then(|()| newest_usable(records))
                .map_err(Error::from)
                .and_then(|newest| Ok(newest.map(Backup::try_from).transpose()?))
                .map_err(|error| error.with_operation(LIST_BACKUP_RECORDS).with_subject(subject))
        }
    }

    /// Starts a backup of an instance (`CopyInstance`). Nothing is sent before
    /// [`send`](CreateBackupRequest::send).
    pub fn create_backup(
        &self,
        instance_id: impl TryInto<InstanceId, Error: Into<InvalidValue>>,
    ) -> CreateBackupRequest {
        CreateBackupRequest {
            client: self.clone(),
            instance_id: instance_id.try_into().map_err(Into::into),
            remark: Ok(None),
            format: None,
        }
    }

    /// Deletes a backup permanently (`DeleteBackupFile`). Links to its files stop working.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] before anything is sent if an id is refused;
    /// [`ErrorKind::NotFound`] if there is no such backup. This also happens if the connection breaks after the
    /// deletion, and the request is sent again.
    pub fn delete_backup(
        &self,
        instance_id: impl TryInto<InstanceId, Error: Into<InvalidValue>>,
        backup_id: impl TryInto<BackupId, Error: Into<InvalidValue>>,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        let instance_id = instance_id.try_into().map_err(Into::into);
        let backup_id = backup_id.try_into().map_err(Into::into);
        async move {
            let (instance_id, backup_id) = (instance_id?, backup_id?);
            let request = self.raw().delete_backup_file();
            let request = request.project_id(self.project_id().await?.as_str());
            let request = request.instance_id(&instance_id).backup_id(&backup_id);
            let call = Call::about(format!("backup {backup_id} of instance {instance_id}"));
            call.send(request.send()).await.map(|_| ())
        }
    }
}

/// Which backups are listed.
#[derive(Debug, Clone)]
pub struct BackupRecordsQuery {
    instance_id: InstanceId,
    begin: Option<RecordTime>,
    end: Option<RecordTime>,
}

list_request! {
    /// Asks for the backups of an instance, made by [`Client::backup_records`].
    BackupRecordsRequest, BackupRecordsQuery
}

impl BackupRecordsRequest {
    /// Only backups from this time on: in UTC, as `yyyyMMddHHmmss`.
    pub fn begin_time(self, time: impl TryInto<RecordTime, Error: Into<InvalidValue>>) -> Self {
        Self(self.0.with(time, |query, time| query.begin = Some(time)))
    }

    /// Only backups up to this time: in UTC, as `yyyyMMddHHmmss`.
    pub fn end_time(self, time: impl TryInto<RecordTime, Error: Into<InvalidValue>>) -> Self {
        Self(self.0.with(time, |query, time| query.end = Some(time)))
    }
}

impl Query for BackupRecordsQuery {
    type Client = Client;
    type Record = BackupRecordResponse;

    async fn page(&self, client: &Client, span: Span) -> Result<Page<BackupRecordResponse>, Error> {
        let request = client.raw().list_backup_records();
        let mut request = request.project_id(client.project_id().await?.as_str());
        if let Some(time) = &self.begin {
            request = request.begin_time(time);
        }
        if let Some(time) = &self.end {
            request = request.end_time(time);
        }
        let request = request.instance_id(&self.instance_id);
        let request = request.offset(span.offset.get()).limit(span.limit.get());
        let call = Call::about(format!("instance {}", self.instance_id));
        let (answer, call) = call.send(request.send()).await?;
        let page = Page::read(span, answer.total_num, answer.backup_record_response, &call)?;
        check(&page.records, &self.instance_id)
            .map_err(|problem| call.failed(Error::new(ErrorKind::InvalidResponse, problem)))?;
        Ok(page)
    }

    fn id(record: &BackupRecordResponse) -> Option<&str> {
        record.backup_id.as_deref()
    }
}

/// Refuses what would make any choice among the records a guess: those of another instance, and two of one
/// backup that differ in their status.
fn check(records: &[BackupRecordResponse], asked: &InstanceId) -> Result<(), String> {
    let mut statuses = HashMap::new();
    for record in records {
        let instance = record.instance_id.as_deref().filter(|id| !id.is_empty());
        if let Some(other) = instance.filter(|id| !id.eq_ignore_ascii_case(asked.as_str())) {
            return Err(format!("the list holds a backup of instance {}", shown(other)));
        }
        let Some(id) = record.backup_id.as_deref().filter(|id| !id.is_empty()) else {
            continue;
        };
        if *statuses.entry(id).or_insert(&record.status) != &record.status {
            return Err(format!("the list holds backup {} twice, with two statuses", shown(id)));
        }
    }
    Ok(())
}

fn shown(text: &str) -> String {
    clean(text, iter::empty())
}

/// A call of `CopyInstance`, made by [`Client::create_backup`].
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct CreateBackupRequest {
    client: Client,
    instance_id: Result<InstanceId, InvalidValue>,
    remark: Result<Option<Remark>, InvalidValue>,
    format: Option<BackupFormat>,
}

impl CreateBackupRequest {
    /// A note about the backup, with at most 128 characters.
    pub fn remark(self, text: impl Into<String>) -> Self {
        Self { remark: Remark::try_from(text.into()).map(Some), ..self }
    }

    /// The format of the files. Default of the service: [`BackupFormat::Rdb`].
    pub fn format(self, format: BackupFormat) -> Self {
        Self { format: Some(format), ..self }
    }

    /// Asks for the backup. The service makes it after the answer. It keeps 24 backups and drops the oldest.
    ///
    /// The request is not retried if it may have been carried out. After a broken connection, look at
    /// [`Client::backup_records`] first.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] before anything is sent if a value was refused. Otherwise the failure of the
    /// service or the network.
    pub async fn send(self) -> Result<BackupId, Error> {
        let Self { client, instance_id, remark, format } = self;
        let (instance_id, remark) = (instance_id?, remark?);
        let body = BackupInstanceBody { remark, backup_format: format };
        let request = client.raw().copy_instance();
        let request = request.project_id(client.project_id().await?.as_str());
        let request = request.instance_id(&instance_id).body(body);
        let call = Call::about(format!("instance {instance_id}"));
        let (answer, call) = call.send(request.send()).await?;
        let id = BackupId::try_from(answer.backup_id.unwrap_or_default());
        id.map_err(|refused| {
            call.failed(Error::new(ErrorKind::InvalidResponse, refused.to_string()))
        })
    }
}
