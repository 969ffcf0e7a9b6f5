//! A metadata service by script, variables by list, and a server that falls silent.

use std::{collections::BTreeMap, ffi::OsString, time::Duration};

use dcs_backup::{
    BackupLinks, Client, Clock as _, Credentials, CredentialsChain, EcsAgency, Error,
    ProvideCredentials,
};
use tokio::{io::AsyncReadExt as _, net::TcpListener, sync::oneshot};

use crate::common::{BACKUP, INSTANCE, TestClock, json};

/// An address where nothing listens.
pub(crate) const CLOSED: &str = "http://127.0.0.1:1";

pub(crate) async fn links(client: &Client) -> Result<BackupLinks, Error> {
    client.backup(INSTANCE, BACKUP).links().send().await
}

/// The variables of a test, in place of the environment's.
pub(crate) fn variables<const N: usize>(
    list: [(&str, &str); N],
) -> impl Fn(&str) -> Option<OsString> + Send + Sync + 'static {
    let list: BTreeMap<String, OsString> =
        list.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    move |name| list.get(name).cloned()
}

/// A chain with these variables, whose agency is asked at this address.
pub(crate) fn chain<const N: usize>(list: [(&str, &str); N], address: &str) -> CredentialsChain {
    let agency = agency(address, &TestClock::default());
    CredentialsChain::new().environment(variables(list)).agency(agency)
}

pub(crate) fn agency(address: &str, clock: &TestClock) -> EcsAgency {
    EcsAgency::new().clock(clock.clone()).metadata_address(address).unwrap()
}

/// Moves the clock ahead.
pub(crate) async fn pass(clock: &TestClock, minutes: u64) {
    clock.sleep(Duration::from_secs(minutes * 60)).await;
}

pub(crate) fn token() -> Vec<u8> {
    json("200 OK", "", "METADATA-TOKEN")
}

/// An answer with keys that expire at this time of 2026-07-04, on which the clock begins at 11:22:33.
pub(crate) fn keys(access_key: &str, expires_at: &str) -> Vec<u8> {
    let body = format!(
        r#"{{"credential":{{"access":"{access_key}","secret":"SECRET-MARKER-SK","securitytoken":"SECRET-MARKER-ST","expires_at":"2026-07-04T{expires_at}.000000Z"}}}}"#
    );
    json("200 OK", "", &body)
}

pub(crate) fn status(line: &str, body: &str) -> Vec<u8> {
    json(line, "", body)
}

/// The access key that a provider's credentials sign with.
pub(crate) async fn access_key(provider: &impl ProvideCredentials) -> Result<String, Error> {
    Ok(access_key_of(provider.provide().await?).await)
}

/// The access key in the signature that these credentials make.
pub(crate) async fn access_key_of(credentials: Credentials) -> String {
    let script = crate::common::Script::serve(vec![status("404 Not Found", "{}")]).await;
    let client = crate::common::builder(&script.endpoint, &TestClock::default());
    links(&client.credentials(credentials).build().unwrap()).await.unwrap_err();
    signer(&script.requests()[0]).to_owned()
}

/// The access key that a request was signed with.
pub(crate) fn signer(request: &str) -> &str {
    let (_, rest) = request.split_once("SDK-HMAC-SHA256 Access=").unwrap();
    rest.split_once(',').unwrap().0
}

/// A server that takes one request and never answers it; the receiver hears when it came.
pub(crate) async fn silent() -> (String, oneshot::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (heard, hears) = oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_u8().await.unwrap();
        let _ = heard.send(());
        // Until the client goes.
        while stream.read_u8().await.is_ok() {}
    });
    (address, hears)
}
