//! `dcs-backup instances`: the instances of a project as a table or JSON.

use dcs_backup::raw::types::InstanceListInfo;

use crate::{
    args::{InstancesArgs, ListFormat},
    completeness,
    exit::Failure,
    layout, output, printable,
};

/// Asks for the list and prints it. That there are none is no failure.
pub(crate) async fn run(args: InstancesArgs) -> Result<(), Failure> {
    let client = args.api.client()?;
    let mut records = client.instances().stream();
    let mut instances = Vec::new();
    while let Some(instance) = records.next().await {
        instances.push(instance?);
    }
    completeness::confirm("instances", records.total(), instances.len())?;
    output::print(&formatted(&instances, args.format)?)?;
    if instances.is_empty() {
        let project_id = client.project_id().await?;
        output::complain(&format!(
            "the project {project_id} has no instances at {}; check region and project if it should",
            client.endpoint()
        ));
    }
    Ok(())
}

pub(crate) fn formatted(
    instances: &[InstanceListInfo],
    format: ListFormat,
) -> Result<String, Failure> {
    let headings = ["ID", "NAME", "STATUS", "ENGINE", "CAPACITY", "ADDRESS"];
    layout::listed(instances, format, headings, row)
}

fn row(instance: &InstanceListInfo) -> [String; 6] {
    let engine = [&instance.engine, &instance.engine_version];
    let engine: Vec<_> = engine.into_iter().flatten().map(String::as_str).collect();
    [
        printable::cell(instance.instance_id.as_deref()),
        printable::cell(instance.name.as_deref()),
        printable::cell(instance.status.as_deref()),
        printable::cell((!engine.is_empty()).then(|| engine.join(" ")).as_deref()),
        printable::cell(capacity(instance).as_deref()),
        printable::cell(address(instance).as_deref()),
    ]
}

/// Below 1 GB, the service gives it as text that begins with a point.
fn capacity(instance: &InstanceListInfo) -> Option<String> {
    let gigabytes = match (instance.capacity, instance.capacity_minor.as_deref()) {
        (None | Some(0), Some(minor)) if minor.starts_with('.') => format!("0{minor}"),
        (None | Some(0), Some(minor)) => minor.to_owned(),
        (Some(capacity), _) => capacity.to_string(),
        (None, None) => return None,
    };
    Some(format!("{gigabytes} GB"))
}

/// A cluster has an address for each of its nodes, too many for a table.
fn address(instance: &InstanceListInfo) -> Option<String> {
    let mut addresses = instance.ip.as_deref()?.split(',').map(str::trim);
    let first = addresses.next().filter(|first| !first.is_empty())?;
    let port = instance.port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(match addresses.count() {
        0 => format!("{first}{port}"),
        others => format!("{first}{port} and {others} more"),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use serde_json::json;

    use super::*;

    fn cells(instance: serde_json::Value) -> [String; 6] {
        row(&serde_json::from_value(instance).unwrap())
    }

    #[test]
    fn what_is_missing_or_odd_is_still_a_row() {
        assert_eq!(cells(json!({})), ["-"; 6]);
        let small = cells(json!({ "capacity": 0, "capacity_minor": ".125", "ip": "10.0.0.1" }));
        assert_eq!(small[4..], ["0.125 GB", "10.0.0.1"]);
        let unnamed = cells(json!({ "engine": "Redis", "ip": "", "port": 6379, "capacity": 0 }));
        assert_eq!(unnamed[3..], ["Redis", "0 GB", "-"]);
        let hostile = cells(json!({ "name": "a\u{1b}[2Jb\n", "ip": "10.0.0.1, 10.0.0.2" }));
        assert_eq!(hostile[1], "a\u{fffd}[2Jb\u{fffd}");
        assert_eq!(hostile[5], "10.0.0.1 and 1 more");
    }
}
