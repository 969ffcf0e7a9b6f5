//! Where keys and project come from, and what is said where there are none.

use std::fs;

use dcs_backup_sandbox::Sandbox;
use tempfile::tempdir;

use crate::support::*;

#[test]
fn without_usable_credentials_nothing_is_sent() {
    let listener = listener();
    let (ak, sk) = ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK");
    let neither = format!("neither {ak} and {sk} nor HUAWEICLOUD_SDK_AUTH_TOKEN");
    for (access_key, secret_key, message) in [
        ("", "", neither.clone()),
        ("MARKER", "", format!("{ak} is set, but {sk} is not")),
        ("", "MARKER", format!("{sk} is set, but {ak} is not")),
        ("MARKER", "MARKER\n", format!("{sk}: byte 7 is not visible ASCII")),
        ("'MARKER'", "MARKER", format!("{ak}: byte 1 is a quotation mark")),
        ("MARKER", "\"MARKER\"", format!("{sk}: byte 1 is a quotation mark")),
    ] {
        let variables = [(ak, access_key), (sk, secret_key)];
        let ran = run_with(cli_toward(&listener, &["links"]), &variables);
        ran.failed(3, &[&message]);
        assert!(!ran.stderr.contains("MARKER"), "{}", ran.stderr);
    }
    assert_nobody_called(&listener);
}

#[test]
fn a_profile_with_quotes_is_refused_before_anything_is_sent() {
    let listener = listener();
    let folder = tempdir().unwrap();
    let file = folder.path().join("credentials");
    for (profile, message) in [
        ("[basic]\nak = 'MARKER'\nsk = MARKER\n", "ak: byte 1 is a quotation mark"),
        ("[basic]\nak = \"MARKER\"\nsk = MARKER\n", "ak: byte 1 is a quotation mark"),
        ("[basic]\nak = MARKER\nsk = 'MARKER'\n", "sk: byte 1 is a quotation mark"),
        ("[basic]\nak = MARKER\nsk = MARKER # mine\n", "sk: byte 7 is not visible ASCII"),
    ] {
        fs::write(&file, profile).unwrap();
        let variables = [
            ("HUAWEICLOUD_SDK_AK", ""),
            ("HUAWEICLOUD_SDK_SK", ""),
            ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", text(&file)),
        ];
        let ran = run_with(cli_toward(&listener, &["links"]), &variables);
        ran.failed(3, &[&format!("profile file {}: {message}", file.display())]);
        assert!(!ran.stderr.contains("MARKER"), "{}", ran.stderr);
    }
    assert_nobody_called(&listener);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn keys_with_a_security_token_and_iam_tokens_are_taken() {
    let sandbox = Sandbox::builder().temporary_keys().start().await.unwrap();
    let without = run(cli_at(&sandbox, &["links"]));
    without.failed(3, &["401 Unauthorized, APIGW.0301"]);
    let token = sandbox.security_token().unwrap();
    let with = [("HUAWEICLOUD_SDK_SECURITY_TOKEN", token)];
    run_with(cli_at(&sandbox, &["links"]), &with).succeeded();
    let with = [("HUAWEICLOUD_SDK_AUTH_TOKEN", sandbox.token()), ("HUAWEICLOUD_SDK_SK", "unused")];
    run_with(cli_at(&sandbox, &["links"]), &with).succeeded();
}

#[test]
fn with_nothing_configured_every_place_is_named() {
    let listener = listener();
    let home = tempdir().unwrap();
    let file = home.path().join(".huaweicloud/credentials");
    let unset =
        [("HUAWEICLOUD_SDK_AK", ""), ("HUAWEICLOUD_SDK_SK", ""), ("HOME", text(home.path()))];
    for command in ["instances", "list", "create", "links"] {
        run_with(cli_toward(&listener, &[command]), &unset).failed(
            3,
            &[
                "no credentials were found\n",
                "\n  environment: neither HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK nor ",
                &format!("\n  profile file {}: it does not exist\n", file.display()),
                "\n  ECS agency at ",
                "HUAWEICLOUD_SDK_METADATA_DISABLED switches it off\n",
            ],
        );
    }
    assert_nobody_called(&listener);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_profile_file_gives_keys_and_project() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempdir().unwrap();
    let file = folder.path().join("credentials");
    let (ak, sk, project) = (sandbox.access_key(), sandbox.secret_key(), sandbox.project_id());
    let profile = format!("[basic]\nak = {ak}\nsk = {sk}\nproject_id = {project}\n");
    fs::write(&file, &profile).unwrap();
    let unset = [
        ("HUAWEICLOUD_SDK_AK", ""),
        ("HUAWEICLOUD_SDK_SK", ""),
        ("HUAWEICLOUD_SDK_PROJECT_ID", ""),
        ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", text(&file)),
    ];
    let ran = run_with(cli_at(&sandbox, &["list"]), &unset).succeeded();
    assert!(ran.stdout.contains(sandbox.backup_id()), "{}", ran.stdout);

    fs::write(&file, profile.replace("sk = ", "sk = WRONG")).unwrap();
    let ran = run_with(cli_at(&sandbox, &["list", "-vvv"]), &unset);
    ran.failed(3, &["401 Unauthorized, APIGW.0301", "; check the secret key"]);
    for secret in [ak, sk] {
        assert!(!ran.stderr.contains(secret), "{secret}: {}", ran.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_project_that_is_not_given_is_looked_up_by_the_region() {
    let sandbox = Sandbox::start().await.unwrap();
    let variables =
        [("HUAWEICLOUD_SDK_PROJECT_ID", ""), ("HUAWEICLOUD_SDK_IAM_ENDPOINT", sandbox.endpoint())];
    let with = |more: &[&str]| {
        let arguments = [&["instances", "--endpoint", sandbox.endpoint()], more].concat();
        run_with(cli_at(&sandbox, &arguments), &variables)
    };
    let ran = with(&["--region", sandbox.region()]).succeeded();
    assert!(ran.stdout.contains(sandbox.instance_id()), "{}", ran.stdout);
    let region = [variables[0], variables[1], ("DCS_REGION", sandbox.region())];
    let by_variable = run_with(cli_at(&sandbox, &["instances"]), &region).succeeded();
    assert_eq!(by_variable.stdout, ran.stdout);
    let of_nobody = with(&["--region", "cn-north-1"]);
    of_nobody.failed(2, &["the account has no project named cn-north-1"]);
    let without = ["project_id: it is not given, and without a region", "--project-id"];
    with(&[]).failed(2, &without);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_wrong_key_ends_each_command_alike() {
    let sandbox = Sandbox::start().await.unwrap();
    let wrong = "MARKERmarkerMARKERmarkerMARKERmarker1234";
    let folder = tempdir().unwrap();
    let download = ["download", "--latest", "-o", text(folder.path())];
    let commands = [&["instances"][..], &["list"], &["create"], &["links", "--latest"], &download];
    for arguments in commands {
        let variables = [("HUAWEICLOUD_SDK_SK", wrong), ("RUST_LOG", "trace")];
        let ran = run_with(cli_at(&sandbox, arguments), &variables);
        ran.failed(3, &["verify aksk signature fail", " answered "]);
        for secret in [wrong, sandbox.access_key(), "canonicalRequest"] {
            assert!(!ran.stderr.contains(secret), "{secret}: {}", ran.stderr);
        }
    }
}
