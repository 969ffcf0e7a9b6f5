//! The instances of a project.

use dcs_backup::ErrorKind;
use serde_json::json;

use crate::{
    common::{INSTANCE, PROJECT, Script, TestClock, json},
    support::{assert_sent, client},
};

#[tokio::test]
async fn the_list_is_asked_for_exactly_like_this() {
    let body = json!({ "instance_num": 1, "instances": [{
        "instance_id": INSTANCE, "name": "a", "status": "RUNNING", "capacity_minor": {},
        "features": {}, "tags": null, "new_field": [1],
    }]});
    let script = Script::serve(vec![json("200 OK", "", &body.to_string())]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let request = client.instances().name("my-redis").status("RUNNING");
    let page = request.page_size(20).offset(40).send().await.unwrap();
    let query = "limit=20&name=my-redis&offset=40&status=RUNNING";
    assert_sent("ListInstances", &script, query, "");
    assert_eq!(page.total, Some(1));
    assert_eq!(page.records[0].instance_id.as_deref(), Some(INSTANCE));
    assert_eq!(page.records[0].capacity_minor, None);
    assert!(page.records[0].features.is_none());
}

#[tokio::test]
async fn one_is_asked_for_exactly_like_this() {
    let body = json!({ "instance_id": INSTANCE, "cache_mode": "ha", "capacity": 8,
        "instance_backup_policy": { "policy": { "save_days": 7, "periodical_backup_plan": {} } } });
    let script = Script::serve(vec![json("200 OK", "", &body.to_string())]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let instance = client.instance(INSTANCE).await.unwrap();
    assert_sent("ShowInstance", &script, "", "");
    assert_eq!((instance.cache_mode.as_deref(), instance.capacity), (Some("ha"), Some(8)));
    let policy = instance.instance_backup_policy.unwrap().policy.unwrap();
    assert_eq!(policy.save_days, Some(7));
    assert!(policy.periodical_backup_plan.is_none());
}

#[tokio::test]
async fn errors_name_the_call_and_the_permission() {
    let denied = r#"{"error_msg":"no","error_code":"DCS.2003","error_ext_msg":null}"#;
    let script = Script::serve(vec![json("403 Forbidden", "", denied)]).await;
    let client = client(&script.endpoint, &TestClock::default());
    assert_eq!(
        client.instances().send().await.unwrap_err().to_string(),
        format!(
            "ListInstances for project {PROJECT}: 403 Forbidden, DCS.2003: no; \
             grant the permission dcs:instance:list"
        )
    );
    assert_eq!(
        client.instance(INSTANCE).await.unwrap_err().to_string(),
        format!(
            "ShowInstance for instance {INSTANCE}: 403 Forbidden, DCS.2003: no; \
             grant the permission dcs:instance:get"
        )
    );
}

#[tokio::test]
async fn bad_values_are_refused_before_anything_is_sent() {
    let script = Script::serve(vec![json("200 OK", "", "{}")]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let table = [
        (client.instances().name("a b").name("c"), "instance_name: character 2 (' ')"),
        (client.instances().status("running"), "instance_status: character 1 ('r')"),
        (client.instances().page_size(0), "limit: 0 is below the minimum of 1"),
        (client.instances().page_size(1001), "limit: 1001 is above the maximum of 1000"),
        (client.instances().offset(-1), "offset: -1 is below the minimum of 0"),
    ];
    for (request, problem) in table {
        let mut stream = request.clone().stream();
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().starts_with(problem), "{error}");
        assert_eq!(stream.next().await.unwrap().unwrap_err().to_string(), error.to_string());
        assert!(stream.next().await.is_none());
    }
    let error = client.instance("..").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(script.requests().len(), 0);
}
