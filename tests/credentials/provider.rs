//! Providers of one's own: asked before each attempt, and told in their own words.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use dcs_backup::{
    Client, Credentials, CredentialsChain, CredentialsFuture, EcsAgency, Error, ErrorKind,
    ProvideCredentials, RetryPolicy,
};

use crate::{
    common::{ONE_LINK, Script, TestClock, builder, json},
    support::{links, signer, status},
};

/// Gives keys with growing numbers, and fails when these are used up.
struct Rotating {
    asked: AtomicUsize,
    keys: usize,
}

impl Rotating {
    fn new(keys: usize) -> Self {
        Self { asked: AtomicUsize::new(0), keys }
    }
}

impl ProvideCredentials for Rotating {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let turn = self.asked.fetch_add(1, Ordering::Relaxed);
            if turn >= self.keys {
                return Err(Error::no_credentials("the vault is sealed\nunseal it"));
            }
            let token = format!("SECRET-MARKER-TOKEN-{turn}");
            Credentials::temporary(format!("AK{turn}"), "SK", token).map_err(Error::no_credentials)
        })
    }
}

/// What a careless `Debug` would show.
impl fmt::Debug for Rotating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SECRET-MARKER")
    }
}

fn failing() -> Vec<u8> {
    status("500 Internal Server Error", "{}")
}

#[tokio::test]
async fn a_retry_is_signed_with_the_key_of_its_time() {
    let script = Script::serve(vec![failing(), json("200 OK", "", ONE_LINK)]).await;
    let provider = Arc::new(Rotating::new(2));
    let client =
        builder(&script.endpoint, &TestClock::default()).credentials(Arc::clone(&provider));
    links(&client.build().unwrap()).await.unwrap();
    let signers: Vec<_> = script.requests().iter().map(|r| signer(r).to_owned()).collect();
    assert_eq!(signers, ["AK0", "AK1"]);
    assert_eq!(provider.asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn what_a_provider_fails_with_is_told_and_nothing_sent() {
    let script = Script::serve(vec![failing()]).await;
    let clock = TestClock::default();
    let client = builder(&script.endpoint, &clock).credentials(Rotating::new(0)).build().unwrap();
    let error = links(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().ends_with(": the vault is sealed\nunseal it"), "{error}");
    assert_eq!((error.attempts(), error.status(), error.is_transient()), (Some(0), None, false));
    assert_eq!((script.requests().len(), clock.waits().len()), (0, 0));
}

#[tokio::test]
async fn a_provider_that_fails_before_a_retry_ends_the_call() {
    let script = Script::serve(vec![failing()]).await;
    let clock = TestClock::default();
    let client = builder(&script.endpoint, &clock).credentials(Rotating::new(1)).build().unwrap();
    let error = links(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, Some(1)));
    assert_eq!((script.requests().len(), clock.waits().len()), (1, 1));
}

/// Never answers.
struct Absent;

impl ProvideCredentials for Absent {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_provider_is_given_no_more_time_than_the_call() {
    let script = Script::serve(vec![failing()]).await;
    let policy = RetryPolicy::default().with_deadline(Duration::from_millis(20));
    let without_project = Client::builder().endpoint(&script.endpoint);
    for builder in [builder(&script.endpoint, &TestClock::default()), without_project] {
        let client = builder.retry(policy.clone()).credentials(Absent).build().unwrap();
        let error = links(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let told = "the provider gave no credentials within 0.02 s";
        assert!(error.to_string().contains(told), "{error}");
    }
    assert_eq!(script.requests().len(), 0);
}

#[tokio::test]
async fn the_secrets_in_use_are_masked_in_what_the_gateway_says() {
    let echo =
        r#"{"error_code":"APIGW.0301","error_msg":"AK1 with SECRET-MARKER-TOKEN-1 refused"}"#;
    let script = Script::serve(vec![failing(), status("401 Unauthorized", echo)]).await;
    let client = builder(&script.endpoint, &TestClock::default()).credentials(Rotating::new(2));
    let error = links(&client.build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert!(script.requests()[1].contains("x-security-token: SECRET-MARKER-TOKEN-1"));
    assert!(error.to_string().contains("*** with *** refused"), "{error}");
}

#[test]
fn no_debug_asks_a_provider_about_itself() {
    let described = Client::builder().endpoint("http://127.0.0.1:1").credentials(Rotating::new(1));
    let builder = format!("{described:#?}");
    let client = described.build().unwrap();
    let shown = format!("{builder}{client:#?}{:#?}", client.raw());
    assert!(!shown.contains("SECRET-MARKER"), "{shown}");
    assert!(shown.contains("not looked up yet"), "{shown}");
    assert_eq!(format!("{:?}", Rotating::new(1)), "SECRET-MARKER");
}

#[test]
fn providers_cross_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    fn spawned<F: Future + Send>(_: F) {}
    let (chain, agency) = (CredentialsChain::new(), EcsAgency::new());
    shared(&chain);
    shared(&agency);
    spawned(chain.provide());
    spawned(agency.provide());
}
