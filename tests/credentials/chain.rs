//! The places in their order, and the error that names them all.

use std::{fs, path::Path, sync::Arc};

use dcs_backup::{Client, ErrorKind, ProvideCredentials as _};
use tokio::task::JoinSet;

use crate::{
    common::{BACKUP, INSTANCE, ONE_LINK, PROJECT, Script, TestClock, json},
    support::{CLOSED, access_key, chain, keys, links, signer, status, token, variables},
};

const AK: &str = "HUAWEICLOUD_SDK_AK";
const SK: &str = "HUAWEICLOUD_SDK_SK";
const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
const FILE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
const OFF: &str = "HUAWEICLOUD_SDK_METADATA_DISABLED";

/// A home folder whose profile file has this text.
fn home(text: &str) -> (tempfile::TempDir, String) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".huaweicloud");
    fs::create_dir(&folder).unwrap();
    write(&folder.join("credentials"), text);
    let path = home.path().to_str().unwrap().to_owned();
    (home, path)
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

const PROFILE: &str = "[basic]\nak = FILE-AK\nsk = SECRET-MARKER\nproject_id = of-the-file\n";

#[tokio::test]
async fn the_first_place_with_keys_gives_them() {
    let (_kept, home) = home(PROFILE);
    let metadata = Script::serve(vec![token(), keys("AGENCY-AK", "20:00:00")]).await;
    let address = &metadata.endpoint;

    let all = [(AK, "ENV-AK"), (SK, "s"), (HOME, home.as_str())];
    assert_eq!(access_key(&chain(all, address)).await.unwrap(), "ENV-AK");
    assert_eq!(access_key(&chain([(HOME, &*home)], address)).await.unwrap(), "FILE-AK");
    assert_eq!(metadata.requests().len(), 0);
    let nowhere = tempfile::tempdir().unwrap();
    let nowhere = nowhere.path().to_str().unwrap();
    assert_eq!(access_key(&chain([(HOME, nowhere)], address)).await.unwrap(), "AGENCY-AK");
    assert_eq!(access_key(&chain([(AK, ""), (SK, "")], address)).await.unwrap(), "AGENCY-AK");
}

#[tokio::test]
async fn a_variable_names_another_file() {
    let (_kept, home) = home(PROFILE);
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.ini");
    write(&other, "[basic]\nak=OTHER-AK\nsk=s");
    let named = [(HOME, &*home), (FILE, other.to_str().unwrap())];
    assert_eq!(access_key(&chain(named, CLOSED)).await.unwrap(), "OTHER-AK");
}

#[tokio::test]
async fn the_project_of_the_environment_goes_before_that_of_the_file() {
    let (_kept, home) = home(PROFILE);
    let metadata = Script::serve(vec![token(), keys("AGENCY-AK", "20:00:00")]).await;
    let table = [
        (chain([(AK, "a"), (SK, "s"), (HOME, &*home)], CLOSED), None),
        (chain([(AK, "a"), (SK, "s"), (PROJECT_ID, "p")], CLOSED), Some("p")),
        (chain([(HOME, &*home)], CLOSED), Some("of-the-file")),
        (chain([(HOME, &*home), (PROJECT_ID, "p")], CLOSED), Some("p")),
        (chain([(PROJECT_ID, "p")], &metadata.endpoint), Some("p")),
    ];
    for (chain, project) in table {
        let credentials = chain.provide().await.unwrap();
        assert_eq!(credentials.project_id().map(|id| id.as_str()), project);
    }
}

#[tokio::test]
async fn where_nothing_is_found_every_place_is_named() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().to_str().unwrap();
    let error = chain([(HOME, path)], CLOSED).provide().await.unwrap_err();
    let file = home.path().join(".huaweicloud").join("credentials");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(
        error.to_string(),
        format!(
            "no credentials were found
  environment: neither HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK nor HUAWEICLOUD_SDK_AUTH_TOKEN is set
  profile file {}: it does not exist
  ECS agency at http://127.0.0.1:1: no connection
set the variables, write the file, or give this server an agency",
            file.display()
        )
    );
}

#[tokio::test]
async fn the_agency_can_be_switched_off() {
    let metadata = Script::serve(vec![token(), keys("AGENCY-AK", "20:00:00")]).await;
    let off = |value| chain([(OFF, value)], &metadata.endpoint);
    let table = [
        (off("true"), "HUAWEICLOUD_SDK_METADATA_DISABLED switches it off"),
        (off("1"), "HUAWEICLOUD_SDK_METADATA_DISABLED switches it off"),
        (off("yes"), "HUAWEICLOUD_SDK_METADATA_DISABLED is neither true nor false"),
        (off("").without_agency(), "it is switched off in the program"),
    ];
    for (chain, reason) in table {
        let error = chain.provide().await.unwrap_err().to_string();
        let line = error.lines().find(|line| line.starts_with("  ECS agency")).unwrap();
        assert!(line.ends_with(reason), "{error}");
    }
    assert_eq!(metadata.requests().len(), 0);
    assert_eq!(access_key(&off("false")).await.unwrap(), "AGENCY-AK");
}

#[tokio::test]
async fn a_place_that_is_set_up_by_half_ends_the_search() {
    let (_whole, whole) = home(PROFILE);
    let (_half, half) = home("[basic]\nak = SECRET-MARKER\n");
    let (_junk, junk) = home("[basic]\nSECRET-MARKER\n");
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let missing = missing.to_str().unwrap();
    let metadata = Script::serve(vec![token(), keys("AGENCY-AK", "20:00:00")]).await;
    let at = &metadata.endpoint;
    let table = [
        (
            chain([(AK, "SECRET-MARKER"), (HOME, &*whole)], at),
            "environment: HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not",
        ),
        (
            chain([(PROJECT_ID, "SECRET MARKER"), (HOME, &*whole)], at),
            "environment: HUAWEICLOUD_SDK_PROJECT_ID: project_id: character 7 (' ') is not allowed",
        ),
        (chain([(HOME, &*half)], at), "credentials: its section [basic] lacks sk"),
        (chain([(HOME, &*junk)], at), "credentials: line 2 is no `key = value`"),
        (
            chain([(FILE, missing), (HOME, &*whole)], at),
            "missing: it does not exist, although HUAWEICLOUD_SDK_CREDENTIALS_FILE names it",
        ),
        (chain([(FILE, folder.path().to_str().unwrap())], at), ": it is no file"),
    ];
    for (chain, reason) in table {
        let error = chain.provide().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let text = format!("{error} {error:?}");
        assert!(text.contains(reason), "{text}");
        assert!(text.contains("  ECS agency at "), "{text}");
        assert!(error.to_string().contains(": not looked at\ncomplete or correct it"), "{text}");
        assert!(!text.contains("MARKER"), "{text}");
    }
    assert_eq!(metadata.requests().len(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn a_home_that_is_no_folder_is_passed_over() {
    let metadata = Script::serve(vec![token(), keys("AGENCY-AK", "20:00:00")]).await;
    let at = &metadata.endpoint;
    assert_eq!(access_key(&chain([(HOME, "/dev/null")], at)).await.unwrap(), "AGENCY-AK");
    let named = chain([(FILE, "/dev/null/credentials")], at).provide().await.unwrap_err();
    assert!(named.to_string().contains(": it can't be reached: "), "{named}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_in_place_of_the_file_holds_nobody_up() {
    let (kept, path) = home("");
    let file = kept.path().join(".huaweicloud").join("credentials");
    fs::remove_file(&file).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
    for list in [[(HOME, &*path)], [(FILE, file.to_str().unwrap())]] {
        let error = chain(list, CLOSED).provide().await.unwrap_err();
        assert!(error.to_string().contains("credentials: it is no file"), "{error}");
    }
}

#[tokio::test]
async fn a_search_that_failed_is_made_again() {
    let (kept, path) = home("");
    let chain = chain([(HOME, &*path)], CLOSED);
    assert!(chain.provide().await.unwrap_err().to_string().contains("no section [basic]"));
    write(&kept.path().join(".huaweicloud").join("credentials"), PROFILE);
    assert_eq!(access_key(&chain).await.unwrap(), "FILE-AK");
}

#[tokio::test]
async fn calls_that_wait_for_a_search_share_its_failure() {
    let metadata = Script::serve(vec![status("404 Not Found", "")]).await;
    let chain = Arc::new(chain([], &metadata.endpoint));
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        let chain = Arc::clone(&chain);
        calls.spawn(async move { chain.provide().await.unwrap_err().to_string() });
    }
    let errors = calls.join_all().await;
    let places = ["  environment: ", "  profile file: ", "  ECS agency at "];
    for error in errors {
        assert!(places.iter().all(|place| error.contains(place)), "{error}");
    }
    // One for a token, one for keys.
    assert_eq!(metadata.requests().len(), 2);
}

#[tokio::test]
async fn a_client_without_credentials_looks_for_them() {
    let script = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let client = |list| {
        let builder = Client::builder().endpoint(&script.endpoint).clock(TestClock::default());
        builder.environment(list).build().unwrap()
    };
    let found = client(variables([(AK, "ENV-AK"), (SK, "s"), (PROJECT_ID, PROJECT)]));
    links(&found).await.unwrap();
    let request = &script.requests()[0];
    assert_eq!(signer(request), "ENV-AK");
    let line = format!("POST /v2/{PROJECT}/instances/{INSTANCE}/backups/{BACKUP}/links HTTP/1.1");
    assert_eq!(request.lines().next().unwrap(), line);
    assert!(request.contains(&format!("x-project-id: {PROJECT}")));

    let half = client(variables([(AK, ""), (SK, "SECRET-MARKER"), (PROJECT_ID, PROJECT)]));
    let error = links(&half).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("HUAWEICLOUD_SDK_SK is set, but"), "{error}");
    assert_eq!(script.requests().len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_others_may_read_is_used_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;

    let (kept, path) = home(PROFILE);
    let file = kept.path().join(".huaweicloud").join("credentials");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(access_key(&chain([(HOME, &*path)], CLOSED)).await.unwrap(), "FILE-AK");
}

#[tokio::test]
async fn what_the_metadata_service_answers_is_told_in_place() {
    let table = [
        ("404 Not Found", "it answers 404 Not Found when asked for keys"),
        (
            "500 Internal Server Error",
            "it answers 500 Internal Server Error when asked for a token",
        ),
    ];
    for (line, reason) in table {
        let metadata = Script::serve(vec![status(line, "SECRET-MARKER")]).await;
        let error = chain([], &metadata.endpoint).provide().await.unwrap_err().to_string();
        assert!(error.contains(&format!("  profile file: {HOME} is not set\n")), "{error}");
        assert!(error.contains(&format!("{}: {reason}\nset the", metadata.endpoint)), "{error}");
        assert!(!error.contains("MARKER"), "{error}");
    }
}
