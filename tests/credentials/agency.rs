//! How long keys of an agency are kept, and who renews them.

use std::{sync::Arc, time::Duration};

use dcs_backup::{EcsAgency, ProvideCredentials as _};
use tokio::task::JoinSet;

use crate::{
    common::{Script, TestClock},
    support::{access_key, access_key_of, agency, keys, pass, silent, status, token},
};

#[tokio::test]
async fn keys_are_renewed_40_minutes_before_they_expire() {
    let service =
        Script::serve(vec![token(), keys("AK1", "13:02:33"), token(), keys("AK2", "20:00:00")])
            .await;
    let clock = TestClock::default();
    let agency = agency(&service.endpoint, &clock);
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
    // 12:22:33, 40 minutes before the end.
    pass(&clock, 60).await;
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
    assert_eq!(service.requests().len(), 2);
    pass(&clock, 1).await;
    assert_eq!(access_key(&agency).await.unwrap(), "AK2");
    assert_eq!(access_key(&agency).await.unwrap(), "AK2");
    assert_eq!(service.requests().len(), 4);
}

#[tokio::test]
async fn keys_that_are_still_valid_outlast_a_failed_renewal() {
    let failing = status("500 Internal Server Error", "");
    let service = Script::serve(vec![token(), keys("AK1", "11:52:33"), failing]).await;
    let clock = TestClock::default();
    let agency = agency(&service.endpoint, &clock);
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
    pass(&clock, 1).await;
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
    assert_eq!(service.requests().len(), 3, "asked again within the minute");
    pass(&clock, 1).await;
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
    assert_eq!(service.requests().len(), 4);
    pass(&clock, 28).await;
    let error = agency.provide().await.unwrap_err().to_string();
    assert!(error.contains("it answers 500 Internal Server Error"), "{error}");
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_renewal() {
    let service = Script::serve(vec![token(), keys("AK1", "20:00:00")]).await;
    let agency = Arc::new(agency(&service.endpoint, &TestClock::default()));
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        let agency = Arc::clone(&agency);
        calls.spawn(async move { agency.provide().await.map(|_| ()) });
    }
    calls.join_all().await.into_iter().collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(service.requests().len(), 2);
}

/// An agency whose keys AK1 are valid for 30 minutes more, and whose service has fallen silent.
async fn ageing(address: &str, clock: &TestClock) -> EcsAgency {
    let service = Script::serve(vec![token(), keys("AK1", "11:53:33")]).await;
    let agency = agency(&service.endpoint, clock);
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
    pass(clock, 1).await;
    agency.metadata_address(address).unwrap().step_timeout(Duration::from_secs(60))
}

#[tokio::test]
async fn keys_that_are_still_valid_are_used_where_a_renewal_hangs() {
    let (address, _hears) = silent().await;
    let agency = ageing(&address, &TestClock::default()).await;
    // The timers run ahead as soon as all wait.
    tokio::time::pause();
    let provided = tokio::time::timeout(Duration::from_secs(2), agency.provide()).await;
    tokio::time::resume();
    assert_eq!(access_key_of(provided.unwrap().unwrap()).await, "AK1");
}

#[tokio::test]
async fn a_renewal_that_is_dropped_holds_up_no_other_call() {
    let (address, hears) = silent().await;
    let clock = TestClock::default();
    let agency = ageing(&address, &clock).await;
    tokio::select! {
        _ = agency.provide() => panic!("nobody answered"),
        heard = hears => heard.unwrap(),
    }
    let service = Script::serve(vec![token(), keys("AK2", "20:00:00")]).await;
    let agency = agency.metadata_address(&service.endpoint).unwrap();
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
    assert_eq!(service.requests().len(), 0);
    pass(&clock, 1).await;
    assert_eq!(access_key(&agency).await.unwrap(), "AK2");
}

#[tokio::test]
async fn calls_that_wait_for_a_renewal_share_its_failure() {
    let failing = status("500 Internal Server Error", "");
    let service = Script::serve(vec![failing, token(), keys("AK1", "20:00:00")]).await;
    let agency = Arc::new(agency(&service.endpoint, &TestClock::default()));
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        let agency = Arc::clone(&agency);
        calls.spawn(async move { agency.provide().await.unwrap_err().to_string() });
    }
    let errors = calls.join_all().await;
    let told = "it answers 500 Internal Server Error when asked for a token";
    assert!(errors.iter().all(|error| error.ends_with(told)), "{errors:?}");
    assert_eq!(service.requests().len(), 1);
    // A failure is not kept.
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
}

#[tokio::test]
async fn a_call_dropped_while_it_renews_leaves_the_way_free() {
    let (address, hears) = silent().await;
    let clock = TestClock::default();
    let agency = agency(&address, &clock);
    tokio::select! {
        _ = agency.provide() => panic!("nobody answered"),
        heard = hears => heard.unwrap(),
    }
    let service = Script::serve(vec![token(), keys("AK1", "20:00:00")]).await;
    let agency = agency.metadata_address(&service.endpoint).unwrap();
    assert_eq!(access_key(&agency).await.unwrap(), "AK1");
}
