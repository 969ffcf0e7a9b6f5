//! The store as its environment describes it: uploads, and links signed as DCS signs them ("V2").

use std::{
    env,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hmac::{Hmac, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;

/// One for all tests: for each bucket this store sets aside several volumes, of which it has few.
const BUCKET: &str = "dcs-backup-tests";

/// A folder of its own on the store.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    endpoint: String,
    access_key: String,
    secret_key: String,
    folder: String,
}

impl Store {
    /// The store that `start.sh` started, and a new folder there.
    pub(crate) async fn with_new_folder() -> Self {
        let setting = |name: &str| {
            let name = format!("DCS_BACKUP_TEST_STORE_{name}");
            env::var(&name).unwrap_or_else(|_| panic!("{name} is not set; see start.sh"))
        };
        let store = Self {
            endpoint: setting("ENDPOINT"),
            access_key: setting("ACCESS_KEY"),
            secret_key: setting("SECRET_KEY"),
            folder: format!("backup_{:032x}/", fastrand::u128(..)),
        };
        let url = store.sign("PUT", &format!("/{BUCKET}"), later());
        let created = http_client().put(url).send().await.unwrap().status();
        // 409: another test was first.
        assert!([200, 409].contains(&created.as_u16()), "{created}");
        store
    }

    /// Writes a file, or writes over it.
    pub(crate) async fn upload(&self, name: &str, content: impl Into<Bytes>) {
        let url = self.sign("PUT", &self.path(name), later());
        let request = http_client().put(url).body(content.into());
        let response = request.send().await.unwrap();
        let status = response.status();
        let answer = response.text().await.unwrap();
        assert!(status.is_success(), "{status}: {answer}");
    }

    /// Takes a file away.
    pub(crate) async fn delete(&self, name: &str) {
        let url = self.sign("DELETE", &self.path(name), later());
        let response = http_client().delete(url).send().await.unwrap();
        assert!(response.status().is_success(), "{}", response.status());
    }

    /// A link that lets anybody GET the file until then.
    pub(crate) fn link(&self, name: &str, expires: SystemTime) -> String {
        self.sign("GET", &self.path(name), expires)
    }

    /// The same folder, to which links lead by way of another endpoint: hosts are not signed.
    pub(crate) fn by_way_of(&self, endpoint: &str) -> Self {
        Self { endpoint: endpoint.to_owned(), ..self.clone() }
    }

    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// `bucket_name` and `file_path` of the API's answer.
    pub(crate) fn place(&self) -> (&str, &str) {
        (BUCKET, &self.folder)
    }

    fn path(&self, name: &str) -> String {
        format!("/{BUCKET}/{}{}", self.folder, encode(name))
    }

    fn sign(&self, method: &str, path: &str, expires: SystemTime) -> String {
        let expires = expires.duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mut mac = Hmac::<Sha1>::new_from_slice(self.secret_key.as_bytes()).unwrap();
        mac.update(format!("{method}\n\n\n{expires}\n{path}").as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        format!(
            "{}{path}?AWSAccessKeyId={}&Expires={expires}&Signature={}",
            self.endpoint,
            self.access_key,
            encode(&signature)
        )
    }
}

/// The end of a link that has half an hour to live.
pub(crate) fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(1800)
}

/// A client as downloads need it: no redirects, no proxy.
pub(crate) fn http_client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// What RFC 3986 calls unreserved stays as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}
