//! A caller of the API that can get anything wrong.

use std::time::{Duration, SystemTime};

use dcs_backup::sign::{Parts, sign};
use dcs_backup_sandbox::{Sandbox, SandboxBuilder};
use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::Value;

/// 2024-04-10T07:35:29Z.
pub(crate) fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_712_734_529)
}

/// A sandbox whose time stands still.
pub(crate) fn frozen() -> SandboxBuilder {
    Sandbox::builder().clock(noon)
}

pub(crate) fn stamp(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time).to_string().replace(['-', ':'], "")
}

/// A request to the API: right, until a test changes a field.
pub(crate) struct Ask {
    pub(crate) endpoint: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) date: String,
    pub(crate) access_key: String,
    pub(crate) secret_key: String,
    /// Sent and signed.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Sent, not signed.
    pub(crate) unsigned: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    pub(crate) fn new(sandbox: &Sandbox) -> Self {
        Self {
            endpoint: sandbox.endpoint().to_owned(),
            method: Method::POST,
            path: links_path(sandbox.project_id(), sandbox.instance_id(), sandbox.backup_id()),
            query: String::new(),
            date: stamp(sandbox.now()),
            access_key: sandbox.access_key().to_owned(),
            secret_key: sandbox.secret_key().to_owned(),
            headers: vec![("content-type", "application/json".to_owned())],
            unsigned: Vec::new(),
            body: br#"{"expiration":1800}"#.to_vec(),
        }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    pub(crate) fn authorization(&self) -> String {
        let host = self.endpoint.trim_start_matches("http://");
        let mut headers = vec![("host", host), ("x-sdk-date", self.date.as_str())];
        headers.extend(self.headers.iter().map(|(name, value)| (*name, value.as_str())));
        let parts = Parts {
            method: self.method.as_str(),
            path: &self.path,
            query: &self.query,
            headers: &headers,
            body: &self.body,
        };
        sign(&parts, &self.access_key, &self.secret_key).unwrap().authorization
    }

    pub(crate) async fn send(self) -> Answer {
        let authorization = self.authorization();
        self.send_with(Some(&authorization)).await
    }

    pub(crate) async fn send_with(self, authorization: Option<&str>) -> Answer {
        let response = self.request(authorization).send().await.unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default(),
        }
    }

    pub(crate) fn request(&self, authorization: Option<&str>) -> reqwest::RequestBuilder {
        let mark = if self.query.is_empty() { "" } else { "?" };
        let url = format!("{}{}{mark}{}", self.endpoint, self.path, self.query);
        let mut request = http_client().request(self.method.clone(), url);
        if let Some(authorization) = authorization {
            request =
                request.header("authorization", authorization).header("x-sdk-date", &self.date);
        }
        for (name, value) in self.headers.iter().chain(&self.unsigned) {
            request = request.header(*name, value);
        }
        request.body(self.body.clone())
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn message(&self) -> &str {
        self.body["error_msg"].as_str().unwrap_or_default()
    }

    /// The status and code; checks that the error's other fields are as its sender gives them.
    #[track_caller]
    pub(crate) fn refusal(&self) -> (u16, &str) {
        let code = self.body["error_code"].as_str().unwrap_or_default();
        let id = self.headers["x-request-id"].to_str().unwrap();
        if code.starts_with("APIGW.") {
            assert_eq!(self.body["request_id"], id);
            assert_eq!(self.headers["server"], "api-gateway");
        } else {
            assert_eq!(self.body.get("error_ext_msg"), Some(&Value::Null));
        }
        assert!(!self.message().is_empty());
        (self.status.as_u16(), code)
    }
}

pub(crate) fn links_path(project_id: &str, instance_id: &str, backup_id: &str) -> String {
    format!("/v2/{project_id}/instances/{instance_id}/backups/{backup_id}/links")
}

pub(crate) fn http_client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// The links to all files of the sandbox's backup, which work for half an hour.
pub(crate) async fn links(sandbox: &Sandbox) -> Vec<String> {
    let answer = Ask::new(sandbox).send().await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["link"].as_str().unwrap().to_owned())
        .collect()
}
