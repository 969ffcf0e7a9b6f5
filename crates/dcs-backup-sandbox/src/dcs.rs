//! What DCS answers on each of its operations.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use dcs_backup::types::{Expiration, InstanceId, Limit, Offset, ProjectId};
use http::{HeaderMap, Request, header};
use serde_json::{Value, json};

use crate::{
    call::{Call, Failure, Route},
    date,
    link_lifetime::LinkLifetime,
    records::{Made, Record, Stage},
};

/// To add an operation of the YAML, add a line.
pub(crate) const ROUTES: &[Route] = &[
    ("ListInstances", list_instances),
    ("ShowInstance", show_instance),
    ("ListBackupRecords", list_backup_records),
    ("CopyInstance", copy_instance),
    ("DeleteBackupFile", delete_backup_file),
    ("ListBackupFileLinks", list_backup_file_links),
];

/// The vendor's `{0}`, which its documented answer does not fill in either.
const INVALID: &str = "Invalid {0} parameter in the request.";

fn list_instances(call: &mut Call<'_>) -> Result<Option<Value>, Failure> {
    check_ids(call)?;
    let (offset, limit) = span(call)?;
    let instance = instance(call);
    let is = |field: &str| call.query(field).is_none_or(|wanted| instance[field] == wanted);
    let name = instance["name"].as_str().unwrap_or_default();
    let named = match call.query("name") {
        Some(whole) if call.query("name_equal").as_deref() == Some("true") => whole == name,
        part => part.is_none_or(|part| name.contains(&part)),
    };
    let fits = named
        && ["instance_id", "status", "ip"].into_iter().all(is)
        && call.query("tags").is_none();
    let found: Vec<_> = fits.then_some(instance).into_iter().collect();
    let page: Vec<_> = found.iter().skip(offset).take(limit).collect();
    Ok(Some(json!({ "instance_num": found.len(), "instances": page })))
}

fn show_instance(call: &mut Call<'_>) -> Result<Option<Value>, Failure> {
    check_ids(call)?;
    check_instance(call)?;
    let mut shown = instance(call);
    shown["cache_mode"] = "cluster".into();
    shown["sharding_count"] = call.world.contents.backup.names().count().into();
    shown["instance_backup_policy"] = json!({
        "backup_policy_id": {},
        "policy": { "backup_type": "manual", "save_days": 7, "periodical_backup_plan": {} },
    });
    Ok(Some(shown))
}

/// The one instance, as the list shows it.
fn instance(call: &Call<'_>) -> Value {
    json!({
        "instance_id": call.service.instance_id,
        "name": "dcs-sandbox",
        "status": "RUNNING",
        "engine": "Redis",
        "engine_version": "7.0",
        "capacity": 8,
        "capacity_minor": {},
        "max_memory": 8192,
        "used_memory": 4,
        "ip": "192.168.0.87,192.168.0.88,192.168.0.89",
        "port": 6379,
        "spec_code": "redis.cluster.xu1.large.r1.8",
        "cpu_type": "x86_64",
        "charging_mode": 0,
        "az_codes": ["az1"],
        "tags": [],
        "features": {},
        "created_at": date::format_rfc3339(call.service.started),
    })
}

/// Shows how far each backup is, and lets it go on.
fn list_backup_records(call: &mut Call<'_>) -> Result<Option<Value>, Failure> {
    check_ids(call)?;
    let (offset, limit) = span(call)?;
    let (begin, end) = (time(call, "begin_time")?, time(call, "end_time")?);
    let now = call.world.now;
    if begin.is_some_and(|begin| begin > now) {
        let message = "The start time must be before than the current server time.";
        return Err(Failure::new(400, "DCS.4031", message));
    }
    check_instance(call)?;
    let size = call.world.contents.backup.size();
    let fits = |record: &&Record| {
        begin.is_none_or(|begin| record.created >= begin)
            && end.is_none_or(|end| record.created <= end)
    };
    let found: Vec<_> = call.world.records.iter().filter(fits).collect();
    let total = found.len();
    let page = found.into_iter().skip(offset).take(limit);
    let page: Vec<_> = page.map(|r| r.to_json(&call.service.instance_id, size)).collect();
    call.world.records.step(now);
    let answer = json!({ "total_num": total, "backup_record_response": page });
    Ok((!page.is_empty()).then_some(answer))
}

fn copy_instance(call: &mut Call<'_>) -> Result<Option<Value>, Failure> {
    check_ids(call)?;
    let body = json_body(call.request)?;
    let text = |field: &str, fits: fn(&str) -> bool| match body.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if fits(text) => Ok(Some(text.clone())),
        Some(_) => Err(Failure::new(400, "DCS.4063", INVALID)),
    };
    let remark = text("remark", |text| text.chars().count() <= 128)?;
    let format = text("backup_format", |text| ["aof", "rdb"].contains(&text))?;
    check_instance(call)?;
    if call.world.records.any_pending() {
        return Err(backing_up());
    }
    let made = Made::OnRequest { remark, format: format.unwrap_or_else(|| "rdb".to_owned()) };
    let id = call.world.records.start(made, call.world.now);
    Ok(Some(json!({ "backup_id": id })))
}

fn delete_backup_file(call: &mut Call<'_>) -> Result<Option<Value>, Failure> {
    check_ids(call)?;
    check_instance(call)?;
    if check_backup(call)?.is_pending() {
        return Err(backing_up());
    }
    let id = call.variable("backup_id").to_owned();
    call.world.records.remove(&id);
    Ok(None)
}

fn list_backup_file_links(call: &mut Call<'_>) -> Result<Option<Value>, Failure> {
    check_ids(call)?;
    let expiration = expiration(&json_body(call.request)?)?;
    check_instance(call)?;
    match check_backup(call)? {
        Stage::Succeeded { .. } => {}
        Stage::Failed { .. } => {
            return Err(Failure::new(400, "DCS.4087", "The backup record status is err."));
        }
        Stage::Waiting | Stage::Running => return Err(backing_up()),
    }
    let world = &call.world;
    let lifetime = match world.link_lifetime {
        LinkLifetime::AsAsked => expiration,
        LinkLifetime::Fixed(lifetime) => lifetime,
    };
    let folder = world.store.folder(call.variable("backup_id"));
    let links: Vec<Value> = world
        .contents
        .backup
        .names()
        .map(|name| {
            let link = world.store.link(&folder, name, world.now, lifetime);
            json!({ "file_name": name, "link": format!("{}{link}", call.service.endpoint) })
        })
        .collect();
    Ok(Some(json!({ "file_path": folder, "bucket_name": world.store.bucket, "links": links })))
}

/// The form of the path's ids, and that the project is the caller's.
fn check_ids(call: &Call<'_>) -> Result<(), Failure> {
    let project_id = call.variable("project_id");
    if ProjectId::try_from(project_id).is_err() {
        return Err(Failure::new(400, "DCS.4002", "The format of the project ID is invalid."));
    }
    if project_id != call.service.project_id {
        return Err(Failure::new(401, "DCS.1004", "The project ID does not match the token."));
    }
    let ids = ["instance_id", "backup_id"].map(|name| call.variable(name));
    if ids.into_iter().all(|id| id.is_empty() || InstanceId::try_from(id).is_ok()) {
        return Ok(());
    }
    Err(Failure::new(400, "DCS.4061", "The format of the instance ID is invalid."))
}

fn check_instance(call: &Call<'_>) -> Result<(), Failure> {
    if call.variable("instance_id") == call.service.instance_id {
        return Ok(());
    }
    Err(Failure::new(404, "DCS.3022", "This DCS instance does not exist."))
}

fn check_backup(call: &Call<'_>) -> Result<Stage, Failure> {
    let stage = call.world.records.stage(call.variable("backup_id"));
    stage.ok_or_else(|| Failure::new(400, "DCS.4031", "The backup record does not exist."))
}

fn backing_up() -> Failure {
    Failure::new(400, "DCS.4096", "The instance is being backed up.")
}

/// How many records are left out, and how many are listed at most.
fn span(call: &Call<'_>) -> Result<(usize, usize), Failure> {
    let invalid = || Failure::new(400, "DCS.4063", INVALID);
    let number = |name, otherwise: &str| call.query(name).unwrap_or_else(|| otherwise.to_owned());
    let offset: Offset = number("offset", "0").parse().map_err(|_| invalid())?;
    let limit: Limit = number("limit", "10").parse().map_err(|_| invalid())?;
    let count = |number: i64| usize::try_from(number).map_err(|_| invalid());
    Ok((count(offset.get())?, count(limit.get())?))
}

/// A time of the query, `yyyyMMddHHmmss` in UTC.
fn time(call: &Call<'_>, name: &str) -> Result<Option<SystemTime>, Failure> {
    let Some(text) = call.query(name) else {
        return Ok(None);
    };
    let parts = text.split_at_checked(8);
    let read = parts.and_then(|(day, time)| date::parse_basic(&format!("{day}T{time}Z")));
    read.map(Some).ok_or_else(|| Failure::new(400, "DCS.4063", INVALID))
}

fn json_body(request: &Request<Bytes>) -> Result<Value, Failure> {
    if request.body().is_empty() {
        return Err(Failure::new(400, "DCS.4004", "The request body cannot be empty."));
    }
    let malformed = || {
        Failure::new(
            400,
            "DCS.4005",
            "The request body is not JSON or contains invalid characters.",
        )
    };
    if !is_json(request.headers()) {
        return Err(malformed());
    }
    serde_json::from_slice(request.body()).ok().filter(Value::is_object).ok_or_else(malformed)
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

fn expiration(body: &Value) -> Result<Duration, Failure> {
    let Some(expiration) = body.get("expiration") else {
        return Err(Failure::new(400, "DCS.4062", INVALID));
    };
    expiration
        .as_u64()
        .and_then(|seconds| Expiration::from_secs(seconds).ok())
        .map(Duration::from)
        .ok_or_else(|| Failure::new(400, "DCS.4063", INVALID))
}
