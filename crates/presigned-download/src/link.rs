//! A file and the link to it, and where links come from.

use std::{fmt, future::Future, pin::Pin, time::SystemTime};

use careful_http::{Error, ErrorKind, format_rfc3339};
use serde::{Deserialize, Serialize};

use crate::{
    content::Format,
    file_name::FileName,
    ids::Ids,
    presigned_url::{LinkCheck, PresignedUrl, RefusedLink},
    public_address::PrivateAddresses,
};

/// A file and the link to it.
///
/// `Debug` shows no URL. Serializing does, since you decide to do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Fields")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "Fields"))]
#[non_exhaustive]
pub struct Link {
    /// The file's name in the folder.
    pub file_name: FileName,
    /// Where its bytes are.
    pub url: PresignedUrl,
}

/// A serialized link, with what its URL says.
#[derive(Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Link"))]
struct Fields {
    file_name: FileName,
    url: PresignedUrl,
    /// RFC 3339, in UTC.
    expires_at: Option<String>,
}

impl From<Link> for Fields {
    fn from(link: Link) -> Self {
        let expires_at = link.expires_at().map(format_rfc3339);
        Self { file_name: link.file_name, url: link.url, expires_at }
    }
}

impl Link {
    /// The file of this name is at this URL.
    pub fn new(file_name: FileName, url: PresignedUrl) -> Self {
        Self { file_name, url }
    }

    /// When the link expires, as far as it tells.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.url.expires_at()
    }
}

impl LinkCheck {
    /// Checks the next file of an answer: its name, and the link to it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidLink`], which names the file, if name or link is missing or not safe to use.
    pub fn file(&mut self, name: Option<String>, url: Option<String>) -> Result<Link, Error> {
        let refuse = |problem: String| Error::new(ErrorKind::InvalidLink, problem);
        let name = name.ok_or_else(|| refuse("a file has no name".to_owned()))?;
        let file_name = FileName::try_from(name).map_err(|error| refuse(error.to_string()))?;
        let Some(url) = url else {
            return Err(refuse(format!("file {file_name}: link: it is missing")));
        };
        match self.parse(url) {
            Ok(url) => Ok(Link { file_name, url }),
            Err(RefusedLink::NotPublic(refused)) => {
                Err(refused.into_error(format_args!("file {file_name}: link: ")))
            }
            Err(refused) => Err(refuse(format!("file {file_name}: {refused}"))),
        }
    }
}

impl From<&Link> for Link {
    fn from(link: &Link) -> Self {
        link.clone()
    }
}

/// A future that a [`LinkSource`] gives.
pub type LinkFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where links come from, and new ones once they have expired.
pub trait LinkSource: fmt::Debug + Send + Sync + 'static {
    /// Asks for the links to all files. A link that the rule does not allow is an error.
    fn links(
        &self,
        private_addresses: PrivateAddresses,
    ) -> LinkFuture<'_, Result<Vec<Link>, Error>>;

    /// The format of the files. Returns `None` if it is not known.
    fn format(&self) -> LinkFuture<'_, Option<Format>> {
        Box::pin(std::future::ready(None))
    }

    /// Which backup it is, so that a later run recognises the folder.
    fn ids(&self) -> Ids {
        Ids::default()
    }
}
