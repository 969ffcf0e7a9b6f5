//! The links to the files, shared by all parts; asked for anew when they expire.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use careful_http::{Clock, Error, ErrorKind};

use crate::{
    content::Format,
    file_name::FileName,
    link::{Link, LinkSource},
    presigned_url::PresignedUrl,
    public_address::PrivateAddresses,
};

/// A link with less life than this is renewed before the next request; unless it is this young
/// itself: then links live no longer.
const MARGIN: Duration = Duration::from_secs(30);

/// How links are asked for.
type Renewal = (Arc<dyn LinkSource>, PrivateAddresses);

/// A link as it is at the moment.
#[derive(Debug, Clone)]
pub(crate) struct Current {
    pub(crate) url: PresignedUrl,
    /// Which answer of the service it is from.
    pub(crate) generation: u64,
    expires_at: Option<SystemTime>,
    obtained_at: SystemTime,
}

impl Current {
    /// When it expires, as far as it tells.
    pub(crate) fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    fn should_be_renewed(&self, now: SystemTime) -> bool {
        let old = now.duration_since(self.obtained_at).unwrap_or_default() > MARGIN;
        let soon = |expiry: SystemTime| expiry <= now + MARGIN;
        old && self.expires_at.is_some_and(soon)
    }
}

/// All links of a backup.
#[derive(Debug)]
pub(crate) struct CurrentLinks {
    renewal: Option<Renewal>,
    clock: Arc<dyn Clock>,
    links: Mutex<Links>,
    /// Held while new links are asked for: once for all who need one.
    asking: tokio::sync::Mutex<()>,
    /// What the backup's files are, once that was asked for.
    format: tokio::sync::OnceCell<Option<Format>>,
}

#[derive(Debug)]
struct Links {
    by_name: HashMap<FileName, Link>,
    generation: u64,
    /// The generation of a file's link when it was last told.
    told: HashMap<FileName, u64>,
    obtained_at: SystemTime,
}

impl CurrentLinks {
    pub(crate) fn new(
        links: impl IntoIterator<Item = Link>,
        renewal: Option<Renewal>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let obtained_at = clock.now();
        Self {
            renewal,
            clock,
            links: Mutex::new(Links {
                by_name: by_name(links),
                generation: 0,
                told: HashMap::new(),
                obtained_at,
            }),
            asking: tokio::sync::Mutex::default(),
            format: tokio::sync::OnceCell::new(),
        }
    }

    pub(crate) fn can_renew(&self) -> bool {
        self.renewal.is_some()
    }

    /// What the backup's files are, as its record says. The service is asked once. `None` if there is no
    /// service to ask, or it does not say.
    pub(crate) async fn format(&self) -> Option<Format> {
        let (source, _) = self.renewal.as_ref()?;
        *self.format.get_or_init(|| source.format()).await
    }

    /// The link to use for the next request, renewed if it is about to expire.
    pub(crate) async fn link(&self, file: &FileName) -> Result<Current, Error> {
        let current = self.current(file)?;
        if !self.can_renew() || !current.should_be_renewed(self.clock.now()) {
            return Ok(current);
        }
        self.renew(file, current.generation).await
    }

    /// A newer link than that of `generation`.
    pub(crate) async fn renew(&self, file: &FileName, generation: u64) -> Result<Current, Error> {
        let Some((source, rule)) = &self.renewal else {
            return Err(expired(file));
        };
        let _asking = self.asking.lock().await;
        let current = self.current(file)?;
        if current.generation > generation {
            return Ok(current);
        }
        let links = source.links(*rule).await?;
        {
            let mut known = self.links.lock().unwrap_or_else(PoisonError::into_inner);
            known.by_name = by_name(links);
            known.generation += 1;
            known.obtained_at = self.clock.now();
        }
        self.current(file)
    }

    /// Whether nobody asked yet about this generation of the file's link, or a later one.
    pub(crate) fn is_news(&self, file: &FileName, generation: u64) -> bool {
        if generation == 0 {
            return false;
        }
        let mut known = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        let told = known.told.entry(file.clone()).or_default();
        let news = generation > *told;
        *told = generation.max(*told);
        news
    }

    fn current(&self, file: &FileName) -> Result<Current, Error> {
        let known = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        let link = known.by_name.get(file).ok_or_else(|| {
            Error::new(
                ErrorKind::NotFound,
                format!("file {file}: the source of the links no longer lists it"),
            )
            .with_advice("check that the files still exist")
        })?;
        Ok(Current {
            url: link.url.clone(),
            generation: known.generation,
            expires_at: link.expires_at(),
            obtained_at: known.obtained_at,
        })
    }
}

fn by_name(links: impl IntoIterator<Item = Link>) -> HashMap<FileName, Link> {
    links.into_iter().map(|link| (link.file_name.clone(), link)).collect()
}

pub(crate) fn expired(file: &FileName) -> Error {
    Error::new(ErrorKind::LinkExpired, format!("file {file}: its link has expired"))
        .with_advice("ask for new links and run the download again; it continues where it stopped")
}
