//! How long keys of an agency are kept, and who renews them.

use std::sync::Arc;

use dcs_backup::ProvideCredentials as _;
use tokio::task::JoinSet;

use crate::{
    common::{Script, TestClock},
    support::{access_key, agency, keys, pass, silent, status, token},
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
