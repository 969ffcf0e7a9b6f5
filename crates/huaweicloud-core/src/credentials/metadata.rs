//! The metadata service of an Elastic Cloud Server (ECS): temporary keys of the server's agency.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use reqwest::{Client, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::credentials::keys::Credentials;
use careful_http::{
    Body, BodyError, Error, ExchangeError, InvalidValue, Locality, Moment, Peer,
    client::{builder, tls_available, unavailable},
};

use crate::types::endpoint::Endpoint;

/// The link-local address of the service; the same on every server.
const ADDRESS: &str = "http://169.254.169.254";
const TOKEN_PATH: &str = "/meta-data/latest/api/token";
const KEY_PATH: &str = "/openstack/latest/securitykey";
const TOKEN: HeaderName = HeaderName::from_static("x-metadata-token");
const TOKEN_TTL: HeaderName = HeaderName::from_static("x-metadata-token-ttl-seconds");
const USER_AGENT: &str = concat!("huaweicloud-core/", env!("CARGO_PKG_VERSION"));
/// The life of a token in seconds, as the official SDKs ask for it.
const TTL: HeaderValue = HeaderValue::from_static("21600");
/// How messages would call it; none shows that.
const SERVICE: Peer = Peer { name: "the metadata service", advice: "" };
/// Keys with their security token take some thousand bytes.
const LARGEST_ANSWER: usize = 64 << 10;
/// How the service says that there is no agency, with a 401 among others.
const NO_AGENCY: &str = "Please configure Cloud Service Agency first";

/// Where the service is and how long a request to it may take.
#[derive(Debug, Clone)]
pub(super) struct Metadata {
    pub(super) address: Address,
    pub(super) step_timeout: Duration,
}

/// The service's root, without a slash at its end.
#[derive(Debug, Clone)]
pub(super) struct Address(String);

impl Default for Address {
    fn default() -> Self {
        Self(ADDRESS.to_owned())
    }
}

impl Address {
    /// The address of a stand-in on loopback: plain HTTP would carry keys past anybody else.
    pub(super) fn loopback(url: &str) -> Result<Self, InvalidValue> {
        let endpoint = Endpoint::parse(url)?;
        match endpoint.locality() {
            Locality::Loopback => Ok(Self(endpoint.as_str().to_owned())),
            Locality::Public => {
                Err(InvalidValue::new("metadata address", "only one on loopback may be given"))
            }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Keys and their end.
pub(super) struct Temporary {
    pub(super) credentials: Credentials,
    pub(super) expires_at: SystemTime,
}

/// How a request ended that brought no keys.
enum Refusal {
    /// Another token may help.
    TokenRefused,
    /// Nothing helps now.
    Final(String),
}

impl Metadata {
    /// Fetches keys with a token got for it; once more if the token was not accepted. At most four
    /// requests.
    pub(super) async fn fetch(&self) -> Result<Temporary, String> {
        let http = client().map_err(|error| error.to_string())?;
        match self.fetch_once(&http).await {
            Err(Refusal::TokenRefused) => match self.fetch_once(&http).await {
                Err(Refusal::TokenRefused) => {
                    Err("it answers 401 twice; its own token is not accepted".to_owned())
                }
                Err(Refusal::Final(reason)) => Err(reason),
                Ok(temporary) => Ok(temporary),
            },
            Err(Refusal::Final(reason)) => Err(reason),
            Ok(temporary) => Ok(temporary),
        }
    }

    async fn fetch_once(&self, http: &Client) -> Result<Temporary, Refusal> {
        let headers = self.token(http).await?;
        let request = http.get(format!("{}{KEY_PATH}", self.address)).headers(headers);
        let response = self.send(request).await?;
        let status = response.status();
        let body = self.read(response).await?;
        match status {
            StatusCode::OK => Temporary::parse(&body).map_err(Refusal::Final),
            _ if body.contains(NO_AGENCY) => {
                let reason = format!("it answers {status}: the server has no agency");
                Err(Refusal::Final(reason))
            }
            StatusCode::UNAUTHORIZED => Err(Refusal::TokenRefused),
            _ => Err(Refusal::Final(format!("it answers {status} when asked for keys"))),
        }
    }

    /// The header with a token; none where the service knows no tokens.
    async fn token(&self, http: &Client) -> Result<HeaderMap, Refusal> {
        let request = http.put(format!("{}{TOKEN_PATH}", self.address)).header(TOKEN_TTL, TTL);
        let response = self.send(request).await?;
        let mut headers = HeaderMap::new();
        match response.status() {
            StatusCode::OK => {
                let token = self.read(response).await?;
                let mut value = HeaderValue::from_str(token.trim())
                    .map_err(|_| Refusal::Final("its token is none".to_owned()))?;
                value.set_sensitive(true);
                headers.insert(TOKEN, value);
            }
            StatusCode::NOT_FOUND
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::SERVICE_UNAVAILABLE => {}
            status => {
                let reason = format!("it answers {status} when asked for a token");
                return Err(Refusal::Final(reason));
            }
        }
        Ok(headers)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Response, Refusal> {
        let sent = request.timeout(self.step_timeout).send().await;
        sent.map_err(|error| self.broken(error))
    }

    /// Reads an answer. Its timeout still runs.
    async fn read(&self, response: Response) -> Result<Zeroizing<String>, Refusal> {
        let body = Body::new(response, LARGEST_ANSWER).whole().await;
        let body = body.map_err(|error| match error {
            BodyError::TooLarge { limit } => {
                Refusal::Final(format!("its answer is larger than {} KiB", limit >> 10))
            }
            BodyError::Failed(error) => self.broken(error),
        })?;
        let body = Zeroizing::new(Vec::from(body));
        let text =
            str::from_utf8(&body).map_err(|_| Refusal::Final("its answer is not text".to_owned()));
        Ok(Zeroizing::new(text?.to_owned()))
    }

    /// What foreign errors say of a URL or a body does not matter here.
    fn broken(&self, error: reqwest::Error) -> Refusal {
        let seconds = self.step_timeout.as_secs_f64();
        let timed_out = format!("no answer within {seconds} s");
        Refusal::Final(match ExchangeError::of(error, SERVICE, None, std::iter::empty()) {
            ExchangeError::TimedOut(_) => timed_out,
            ExchangeError::NotConnected(failed) if failed.timed_out() => timed_out,
            ExchangeError::NotConnected(_) => "no connection".to_owned(),
            _ => "the connection broke off".to_owned(),
        })
    }
}

/// No proxy, no redirect: keys come from this machine's own address or not at all.
fn client() -> Result<Client, Error> {
    tls_available(ADDRESS)?;
    let builder = builder(Locality::Loopback)?.user_agent(USER_AGENT).pool_max_idle_per_host(0);
    builder.build().map_err(|_| unavailable())
}

impl Temporary {
    fn parse(body: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Answer {
            credential: Key,
        }
        #[derive(Deserialize)]
        struct Key {
            access: String,
            secret: String,
            securitytoken: String,
            expires_at: String,
        }
        // serde's own text could repeat a secret.
        let Answer { credential: key } = serde_json::from_str(body)
            .map_err(|_| "its answer is not of the known shape".to_owned())?;
        let Key { access, secret, securitytoken, expires_at } = key;
        let credentials = Credentials::temporary(access, secret, securitytoken)
            .map_err(|error| error.to_string())?;
        let Some(Moment::Instant(expires_at)) = Moment::parse(&expires_at) else {
            return Err("its answer gives no date at which the keys expire".to_owned());
        };
        Ok(Self { credentials, expires_at })
    }
}
