//! `dcs-backup demo`: the main job, shown against a sandbox of its own.

use bytes::Bytes;
use dcs_backup::{BackupLink, sandbox::Sandbox};

use crate::{exit::Failure, output};

/// Starts a sandbox with a three-shard backup, asks for its links by a signed call, and fetches
/// each file.
pub(crate) async fn run() -> Result<(), Failure> {
    let sandbox = Sandbox::start()
        .await
        .map_err(|error| Failure::system("the sandbox can't start", &error))?;
    output::print(&format!(
        "sandbox     {}\nbackup      {} of instance {}\n",
        sandbox.endpoint(),
        sandbox.backup_id(),
        sandbox.instance_id()
    ))?;
    let client = sandbox.client()?;
    let links = client.backup_links(sandbox.instance_id(), sandbox.backup_id()).send().await?;
    output::print(&format!("signed call {} links\n\n", links.len()))?;

    let http = store_client()?;
    let mut rows = Vec::new();
    for link in &links {
        rows.push(row(link, &fetch(&http, link).await?)?);
    }
    output::print(&output::table(["FILE", "BYTES", "SLOTS", "RDB VERSION"], &rows))?;
    sandbox.shutdown().await;
    Ok(())
}

/// Links take no redirects and no proxy: they are on loopback here.
fn store_client() -> Result<reqwest::Client, Failure> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| Failure::system("no HTTP client", &error.without_url()))
}

async fn fetch(http: &reqwest::Client, link: &BackupLink) -> Result<Bytes, Failure> {
    let failed = |error: reqwest::Error| {
        Failure::system(&format!("{} can't be fetched", link.file_name), &error.without_url())
    };
    let response = http.get(link.url.as_str()).send().await.map_err(failed)?;
    response.error_for_status().map_err(failed)?.bytes().await.map_err(failed)
}

fn row(link: &BackupLink, file: &Bytes) -> Result<[String; 4], Failure> {
    let version = file
        .strip_prefix(b"REDIS")
        .and_then(|rest| str::from_utf8(rest.get(..4)?).ok()?.parse::<u16>().ok())
        .ok_or_else(|| Failure::Integrity(format!("{} is not an RDB file", link.file_name)))?;
    let slots = link.slots().map_or_else(|| "-".to_owned(), |slots| slots.to_string());
    Ok([link.file_name.to_string(), file.len().to_string(), slots, version.to_string()])
}
