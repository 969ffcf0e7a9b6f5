//! From a backup's id to its checked download links.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

use careful_http::format_rfc3339;
use huaweicloud_core::{Call, Error, InvalidValue, SecretText};
use presigned_download::{FileName, Link, LinkCheck, LinkRule, PresignedUrl, PrivateAddresses};

use crate::{
    client::Client,
    generated::types::{DownloadBackupFiles, DownloadBackupFilesReq, LinksItem},
    slots::{self, Slots},
    types::{BackupId, Expiration, InstanceId},
};

/// A call of `ListBackupFileLinks`, made by [`BackupHandle::links`](crate::BackupHandle::links). Its future can be
/// spawned.
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct BackupLinksRequest {
    client: Client,
    instance_id: Result<InstanceId, InvalidValue>,
    backup_id: Result<BackupId, InvalidValue>,
    expiration: Result<Expiration, InvalidValue>,
    private_addresses: PrivateAddresses,
}

impl BackupLinksRequest {
    pub(crate) fn new(
        client: Client,
        instance_id: Result<InstanceId, InvalidValue>,
        backup_id: Result<BackupId, InvalidValue>,
        expiration: Result<Expiration, InvalidValue>,
    ) -> Self {
        Self {
            client,
            instance_id,
            backup_id,
            expiration,
            private_addresses: PrivateAddresses::default(),
        }
    }

    /// How long the links work: 5 minutes to 24 hours in whole seconds, as a
    /// [`Duration`] or an [`Expiration`]. Default: 30 minutes.
    pub fn expires_in<E>(self, lifetime: E) -> Self
    where
        E: TryInto<Expiration>,
        E::Error: Into<InvalidValue>,
    {
        Self { expiration: lifetime.try_into().map_err(Into::into), ..self }
    }

    /// Whether links may lead to addresses that are not public. Default: [`PrivateAddresses::Refuse`].
    ///
    /// This checks the host in the link: an address, or a name that no public DNS has. The addresses behind a name
    /// are known only when the link is followed. A [`Downloader`](crate::download::Downloader) checks them by the
    /// same rule; other HTTP clients don't.
    pub fn private_addresses(self, private_addresses: PrivateAddresses) -> Self {
        Self { private_addresses, ..self }
    }

    /// Sends the call and checks each link of the answer.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) before anything is sent if a value was refused;
    /// [`ErrorKind::InvalidLink`](crate::ErrorKind::InvalidLink) if a link is not safe to use. Otherwise the failure of
    /// the service or the network.
    pub async fn send(self) -> Result<BackupLinks, Error> {
        let Self { client, instance_id, backup_id, expiration, private_addresses } = self;
        let (instance_id, backup_id) = (instance_id?, backup_id?);
        let body = DownloadBackupFilesReq { expiration: expiration? };
        let subject = format!("backup {backup_id} of instance {instance_id}");
        let request = client.raw().list_backup_file_links();
        let request = request.project_id(client.project_id().await?.as_str());
        let request = request.instance_id(&instance_id).backup_id(&backup_id).body(body);
        let (answer, call) = Call::about(subject).send(request.send()).await?;
        let rule = LinkRule { endpoint: client.locality(), private: private_addresses };
        BackupLinks::check(answer, rule).map_err(|error| call.failed(error))
    }
}

/// The files of a backup and the links to them, each checked.
///
/// `Debug` shows no URL. Serializing does, since you decide to do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct BackupLinks {
    bucket_name: Option<String>,
    file_path: Option<String>,
    links: Vec<BackupLink>,
}

impl IntoFuture for BackupLinksRequest {
    type Output = Result<BackupLinks, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl BackupLinks {
    fn check(answer: DownloadBackupFiles, rule: LinkRule) -> Result<Self, Error> {
        let DownloadBackupFiles { bucket_name, file_path, links } = answer;
        let mut check = LinkCheck::new(rule);
        let links = links
            .unwrap_or_default()
            .into_iter()
            .map(|item| BackupLink::check(item, &mut check))
            .collect::<Result<_, _>>()?;
        Ok(Self { bucket_name, file_path, links })
    }

    /// The service's own bucket that holds the files.
    pub fn bucket(&self) -> Option<&str> {
        self.bucket_name.as_deref()
    }

    /// Where in the bucket the files are: a folder ending in a slash, or the full key of the one
    /// file. Don't join it with a file name; the link has the whole path.
    pub fn path(&self) -> Option<&str> {
        self.file_path.as_deref()
    }

    /// The links, in the service's order.
    pub fn iter(&self) -> std::slice::Iter<'_, BackupLink> {
        self.links.iter()
    }

    /// How many links there are. The vendor promises at most 64; more are accepted.
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Whether the service gave no link at all.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }
}

impl IntoIterator for BackupLinks {
    type Item = BackupLink;
    type IntoIter = std::vec::IntoIter<BackupLink>;

    fn into_iter(self) -> Self::IntoIter {
        self.links.into_iter()
    }
}

impl<'a> IntoIterator for &'a BackupLinks {
    type Item = &'a BackupLink;
    type IntoIter = std::slice::Iter<'a, BackupLink>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One file of a backup and the link to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "BackupLinkFields")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "BackupLinkFields"))]
#[non_exhaustive]
pub struct BackupLink {
    /// The file's name, safe as one component of a path.
    pub file_name: FileName,
    /// The link. GET only: the signature covers the method.
    pub url: PresignedUrl,
}

impl BackupLink {
    /// The file of this name is at this URL.
    pub fn new(file_name: FileName, url: PresignedUrl) -> Self {
        Self { file_name, url }
    }

    fn check(item: LinksItem, check: &mut LinkCheck) -> Result<Self, Error> {
        let url = item.link.map(SecretText::into_exposed);
        let Link { file_name, url, .. } = check.file(item.file_name, url)?;
        Ok(Self { file_name, url })
    }

    /// When the link stops working, as the link itself says. Returns `None` if the link does not say it in a known form.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.url.expires_at()
    }

    /// The hash slots that a cluster's shard holds, as the file name says.
    pub fn slots(&self) -> Option<Slots> {
        slots::slots_of(&self.file_name)
    }

    /// How long the link still works. Returns `None` if it has expired or does not say.
    pub fn remaining(&self, now: SystemTime) -> Option<Duration> {
        self.expires_at()?.duration_since(now).ok().filter(|left| !left.is_zero())
    }
}

impl From<BackupLink> for Link {
    fn from(link: BackupLink) -> Self {
        Self::new(link.file_name, link.url)
    }
}

impl From<&BackupLink> for Link {
    fn from(link: &BackupLink) -> Self {
        link.clone().into()
    }
}

/// A serialized link, with what its name and URL say.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "BackupLink"))]
struct BackupLinkFields {
    file_name: FileName,
    url: PresignedUrl,
    /// RFC 3339, in UTC.
    expires_at: Option<String>,
    slots: Option<Slots>,
}

impl From<BackupLink> for BackupLinkFields {
    fn from(link: BackupLink) -> Self {
        let (expires_at, slots) = (link.expires_at().map(format_rfc3339), link.slots());
        Self { file_name: link.file_name, url: link.url, expires_at, slots }
    }
}
