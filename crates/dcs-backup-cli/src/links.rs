//! `dcs-backup links`: the links of a backup as a table, JSON or URLs.

use std::time::SystemTime;

use dcs_backup::{BackupLink, BackupLinks};

use crate::{
    args::{Format, LinksArgs},
    exit::Failure,
    layout, output, printable, record,
};

/// Asks for the links and prints them.
pub(crate) async fn run(args: LinksArgs) -> Result<(), Failure> {
    let instance_id = args.backup.instance.id()?;
    let client = args.backup.instance.client()?;
    let backup_id = record::meant(&args.backup, &client, &instance_id).await?.backup_id;
    let request = client.backup(&instance_id, &backup_id).links();
    let request = request.expires_in(args.backup.expires_in);
    let links = request.private_addresses(args.backup.private_addresses()).send().await?;
    output::print(&formatted(&links, args.format)?)?;
    if links.is_empty() { Err(Failure::NoFiles { instance_id, backup_id }) } else { Ok(()) }
}

pub(crate) fn formatted(links: &BackupLinks, format: Format) -> Result<String, Failure> {
    match format {
        Format::Table if links.is_empty() => Ok(String::new()),
        Format::Table => Ok(table(links)),
        Format::Urls => Ok(links.iter().map(|link| format!("{}\n", link.url.as_str())).collect()),
        Format::Json => layout::json(links),
    }
}

fn table(links: &BackupLinks) -> String {
    let rows: Vec<_> = links.iter().map(row).collect();
    layout::table(["FILE", "SLOTS", "EXPIRES"], &rows)
}

fn row(link: &BackupLink) -> [String; 3] {
    let slots = printable::or_dash(link.slots());
    let expires = link.expires_at().map_or_else(|| "unknown".to_owned(), rfc3339);
    [link.file_name.to_string(), slots, expires]
}

fn rfc3339(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time).to_string()
}
