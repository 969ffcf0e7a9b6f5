//! What IAM answers: the one project, which bears the region's name.

use serde_json::{Value, json};

use crate::call::{Call, Failure, REGION, Route};

pub(crate) const ROUTES: &[Route] = &[("KeystoneListProjects", keystone_list_projects)];

fn keystone_list_projects(call: &mut Call<'_>) -> Result<Option<Value>, Failure> {
    let service = call.service;
    let project = json!({
        "id": service.project_id,
        "name": REGION,
        "description": "",
        "domain_id": "0".repeat(32),
        "parent_id": "0".repeat(32),
        "is_domain": false,
        "enabled": true,
    });
    let asked = call.query("name").is_none_or(|name| name == REGION);
    let here = format!("{}{}", service.endpoint, call.request.uri());
    Ok(Some(json!({
        "links": { "self": here, "previous": null, "next": null },
        "projects": if asked { vec![project] } else { Vec::new() },
    })))
}
