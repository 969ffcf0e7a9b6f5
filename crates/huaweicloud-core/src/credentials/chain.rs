//! The places where credentials are looked for, in the official SDKs' order.

use std::{ffi::OsString, fmt, sync::OnceLock};

use crate::credentials::{
    absence::Absence,
    agency::EcsAgency,
    environment,
    keys::Credentials,
    profile::Place,
    provider::{CredentialsFuture, ProvideCredentials},
};
use careful_http::Error;

use crate::{attempts::Attempts, environment::Environment, types::project::ProjectId};

/// Environment variable: `true` means that the metadata address of a server is not asked.
/// The official SDKs have no such switch; the name is ours.
pub const ENV_METADATA_DISABLED: &str = "HUAWEICLOUD_SDK_METADATA_DISABLED";

/// Looks for credentials where the official SDKs do, in their order; the default of a
/// [`ClientBuilder`](crate::ClientBuilder).
///
/// 1. The environment, as [`Credentials::from_env`].
/// 2. The profile file that [`ENV_CREDENTIALS_FILE`](crate::ENV_CREDENTIALS_FILE) names, or
///    `.huaweicloud/credentials` in the home folder: `ak`, `sk` and, where needed, `security_token`
///    and `project_id` in its section `[basic]`.
/// 3. The [`EcsAgency`] of this server, unless [`ENV_METADATA_DISABLED`] is `true`.
///
/// [`ENV_PROJECT_ID`](crate::ENV_PROJECT_ID) applies to credentials from every source, and takes precedence over the
/// file's `project_id`.
///
/// The first credentials found are kept; an agency's keys are renewed. If one source is incomplete (AK without SK),
/// the search stops with an error: continuing would end in a timeout, or in the wrong account. If nothing is found,
/// one error names each source and what it lacks. Concurrent calls share that error, and the next call searches
/// again.
#[must_use]
pub struct CredentialsChain {
    environment: Environment,
    agency: Option<EcsAgency>,
    found: OnceLock<Source>,
    searches: Attempts<String>,
}

/// Where the credentials come from, once that is known.
enum Source {
    Fixed(Credentials),
    Agency(Option<ProjectId>),
}

impl CredentialsChain {
    /// The environment, the profile file, and the agency of this server.
    pub fn new() -> Self {
        Self::of(Environment::default(), EcsAgency::new())
    }

    pub(crate) fn of(environment: Environment, agency: EcsAgency) -> Self {
        Self {
            environment,
            agency: Some(agency),
            found: OnceLock::new(),
            searches: Attempts::default(),
        }
    }

    /// Never asks the metadata address. Without an agency, asking it may take until its timeout.
    pub fn without_agency(self) -> Self {
        Self { agency: None, ..self }
    }

    /// Asks this agency last, instead of one with default settings.
    pub fn agency(self, agency: EcsAgency) -> Self {
        Self { agency: Some(agency), ..self }
    }

    /// Uses these variables instead of the environment's, for tests and for programs that keep their settings
    /// elsewhere.
    pub fn environment(
        self,
        variable: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static,
    ) -> Self {
        Self { environment: Environment::new(variable), ..self }
    }

    async fn search(&self) -> Result<Source, String> {
        let profile = Place::of(&self.environment);
        let mut search =
            Search::new(["environment".to_owned(), profile.name(), self.agency_name()]);
        match environment::find(&self.environment) {
            Ok(credentials) => return Ok(Source::Fixed(credentials)),
            Err(absence) => search.note(absence)?,
        }
        let project_id = self.project_id();
        match (profile.find(), project_id.clone()) {
            (Ok(credentials), None) => return Ok(Source::Fixed(credentials)),
            (Ok(credentials), Some(id)) => {
                return Ok(Source::Fixed(credentials.with_project_id(id)));
            }
            (Err(absence), _) => search.note(absence)?,
        }
        match self.ask_agency().await {
            Ok(_) => Ok(Source::Agency(project_id)),
            Err(absence) => Err(search.end(absence)),
        }
    }

    fn agency_name(&self) -> String {
        self.agency.as_ref().map_or_else(|| "ECS agency".to_owned(), EcsAgency::name)
    }

    fn project_id(&self) -> Option<ProjectId> {
        // What is wrong with the variable has ended the search by now.
        environment::project_id(&self.environment).ok().flatten()
    }

    async fn ask_agency(&self) -> Result<Credentials, Absence> {
        let unset = |reason: &str| Err(Absence::Unset(reason.to_owned()));
        let Some(agency) = &self.agency else {
            return unset("it is switched off in the program");
        };
        match self.environment.text(ENV_METADATA_DISABLED)?.as_deref() {
            None | Some("false" | "0") => agency.find().await.map_err(Absence::Unset),
            Some("true" | "1") => unset("HUAWEICLOUD_SDK_METADATA_DISABLED switches it off"),
            Some(_) => {
                Err(Absence::Broken(format!("{ENV_METADATA_DISABLED} is neither true nor false")))
            }
        }
    }

    /// Searches, unless another call found something while this one waited.
    async fn search_once(&self) -> Result<&Source, String> {
        if let Some(source) = self.found.get() {
            return Ok(source);
        }
        let source = self.search().await?;
        Ok(self.found.get_or_init(|| source))
    }

    async fn find(&self) -> Result<Credentials, Error> {
        let source = match self.found.get() {
            Some(source) => source,
            None => self.searches.share(self.search_once()).await.map_err(Error::no_credentials)?,
        };
        match source {
            Source::Fixed(credentials) => Ok(credentials.clone()),
            Source::Agency(project_id) => {
                let found = self.ask_agency().await;
                let credentials = found.map_err(|absence| {
                    let reason = absence.into_reason();
                    Error::no_credentials(format!("{}: {reason}", self.agency_name()))
                })?;
                Ok(match project_id {
                    None => credentials,
                    Some(id) => credentials.with_project_id(id.clone()),
                })
            }
        }
    }
}

impl Default for CredentialsChain {
    fn default() -> Self {
        Self::new()
    }
}

impl ProvideCredentials for CredentialsChain {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.find())
    }
}

impl fmt::Debug for CredentialsChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsChain").field("agency", &self.agency).finish_non_exhaustive()
    }
}

/// The places of a search in their order, and what was found wrong so far.
struct Search {
    places: std::array::IntoIter<String, 3>,
    report: String,
}

impl Search {
    fn new(places: [String; 3]) -> Self {
        Self { places: places.into_iter(), report: "no credentials were found".to_owned() }
    }

    /// Goes on to the next place, unless this one is broken.
    fn note(&mut self, absence: Absence) -> Result<(), String> {
        match absence {
            Absence::Unset(reason) => {
                self.add(&reason);
                Ok(())
            }
            Absence::Broken(_) => Err(self.end(absence)),
        }
    }

    /// The text of the error, which names every place.
    fn end(&mut self, absence: Absence) -> String {
        let advice = match &absence {
            Absence::Unset(_) => "set the variables, write the file, or give this server an agency",
            Absence::Broken(_) => {
                "complete or correct it, or remove it; other keys are not taken in its place"
            }
        };
        self.add(&absence.into_reason());
        while !self.places.as_slice().is_empty() {
            self.add("not looked at");
        }
        format!("{}\n{advice}", self.report)
    }

    fn add(&mut self, reason: &str) {
        if let Some(place) = self.places.next() {
            self.report += &format!("\n  {place}: {reason}");
        }
    }
}
