//! What the program is told: flags, variables and credentials; which wins, and what is refused.

use dcs_backup_sandbox::Sandbox;

use crate::support::*;

#[test]
fn help_and_version_go_to_stdout() {
    for (name, arguments) in [
        ("help-main", &["--help"][..]),
        ("help-instances", &["instances", "--help"]),
        ("help-list", &["list", "--help"]),
        ("help-create", &["create", "--help"]),
        ("help-completions", &["completions", "--help"]),
        ("help-links", &["links", "--help"]),
        ("help-download", &["download", "--help"]),
        ("help-verify", &["verify", "--help"]),
        ("help-inspect", &["inspect", "--help"]),
        ("help-sandbox", &["sandbox", "--help"]),
        ("help-demo", &["demo", "--help"]),
    ] {
        let ran = run(cli(arguments)).succeeded();
        assert_eq!(ran.stderr, "");
        assert_golden(name, &ran.stdout);
    }
    let version = run(cli(&["--version"])).succeeded();
    let expected = concat!("dcs-backup ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(version.stdout, expected);
}

#[test]
fn a_wrong_command_is_bad_usage() {
    run(cli(&[])).failed(2, &["Usage: dcs-backup", "Commands:"]);
    run(cli(&["fetch"])).failed(2, &["unrecognized subcommand 'fetch'"]);
    let missing = [
        "  --instance-id <ID>\n",
        "  <--backup-id <ID>|--latest>\n",
        "<--endpoint <URL>|--region <ID>>\n",
    ];
    run(cli(&["links"])).failed(2, &missing);
}

#[test]
fn a_wrong_flag_is_told_before_anything_is_sent() {
    let listener = listener();
    #[rustfmt::skip]
    let table = [
        ("--expires-in", "299", "299 s is below the minimum of 300 s"),
        ("--expires-in", "4m 59s", "299 s is below the minimum of 300 s"),
        ("--expires-in", "2d", "172800 s is above the maximum of 86400 s"),
        ("--expires-in", "301s 5ms", "301.005 s is not a whole number of seconds"),
        ("--expires-in", "soon", "it is no duration; write 30m, 1h 30m, or seconds"),
        ("--expires-in", "", "it is no duration"),
        ("--expires-in", "-5", "it is no duration"),
        ("--instance-id", "..", "character 1 ('.') is not allowed; it must match ^["),
        ("--instance-id", "a/b", "character 2 ('/') is not allowed"),
        ("--instance-id", "", "it is empty"),
        ("--backup-id", "a/b", "character 2 ('/') is not allowed"),
        ("--backup-id", "%2e", "character 1 ('%') is not allowed"),
        ("--backup-id", "", "it is empty"),
        ("--project-id", "a b", "character 2 (' ') is not allowed"),
        ("--format", "yaml", "[possible values: table, json, urls]"),
        ("--endpoint", "http://dcs.example.com", "http is for loopback only; use https"),
        ("--endpoint", "", "it is not a URL; give one like https://"),
        ("--region", "cn/north", "a region's id is 1 to 40 of a-z, 0-9 and -"),
        ("--region", "mars-1", "--region: mars-1 is not known; known are ae-ad-1, "),
    ];
    for (flag, value, problem) in table {
        let ran = run(cli_toward(&listener, &["links", flag, value]));
        ran.failed(2, &["error: ", flag, problem]);
    }
    assert_nobody_called(&listener);
}

#[test]
fn a_wrong_variable_is_told_by_its_name() {
    let listener = listener();
    #[rustfmt::skip]
    let table = [
        ("DCS_INSTANCE_ID", "..", "character 1 ('.') is not allowed"),
        ("DCS_BACKUP_ID", "a/b", "character 2 ('/') is not allowed"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "ü", "character 1 ('ü') is not allowed"),
        ("DCS_ENDPOINT", "http://10.0.0.1", "http is for loopback only; use https"),
        ("DCS_REGION", "mars-1", "mars-1 is not known; known are ae-ad-1, "),
        ("RUST_LOG", "=[", "invalid filter directive; write debug or"),
    ];
    for (name, value, problem) in table {
        let mut command = cli_toward(&listener, &["links"]);
        if name == "DCS_REGION" {
            command.env_remove("DCS_ENDPOINT");
        }
        let ran = run_with(command, &[(name, value)]);
        ran.failed(2, &[&format!("error: {name}: {problem}")]);
    }
    assert_nobody_called(&listener);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_empty_variable_counts_as_unset() {
    let sandbox = Sandbox::start().await.unwrap();
    for (name, flag) in [
        ("DCS_INSTANCE_ID", "  --instance-id <ID>\n"),
        ("DCS_BACKUP_ID", "  <--backup-id <ID>|--latest>\n"),
        ("DCS_ENDPOINT", "  <--endpoint <URL>|--region <ID>>\n"),
    ] {
        let ran = run_with(cli_at(&sandbox, &["links"]), &[(name, "")]);
        ran.failed(2, &["arguments were not provided:", flag]);
    }
    let empty = [
        ("RUST_LOG", ""),
        ("DCS_REGION", ""),
        ("HUAWEICLOUD_SDK_SECURITY_TOKEN", ""),
        ("HUAWEICLOUD_SDK_AUTH_TOKEN", ""),
    ];
    let ran = run_with(cli_at(&sandbox, &["links"]), &empty).succeeded();
    assert_eq!(ran.stderr, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_flag_beats_its_variable_and_an_endpoint_beats_a_region() {
    let sandbox = Sandbox::start().await.unwrap();
    let unused = listener();
    let arguments = [
        "links",
        "--endpoint",
        sandbox.endpoint(),
        "--region",
        "cn-north-4",
        "--project-id",
        sandbox.project_id(),
        "--instance-id",
        sandbox.instance_id(),
        "--backup-id",
        sandbox.backup_id(),
    ];
    let variables = [
        ("HUAWEICLOUD_SDK_AK", sandbox.access_key()),
        ("HUAWEICLOUD_SDK_SK", sandbox.secret_key()),
        // Where a region's endpoint would be asked for.
        ("HTTPS_PROXY", &endpoint(&unused)),
    ];
    run_with(cli_toward(&unused, &arguments), &variables).succeeded();
    assert_nobody_called(&unused);
}

#[test]
fn a_region_beats_the_variable_of_the_endpoint() {
    let (unused, proxy) = (listener(), listener());
    let mut command = cli_toward(&unused, &["links", "--region", "cn-north-4"]);
    command.env("HTTPS_PROXY", endpoint(&proxy));
    let mut running = spawn(command);
    let (request, _connection) = first_request(&proxy);
    running.child().kill().unwrap();
    ended(running);
    let target = "CONNECT dcs.cn-north-4.myhuaweicloud.com:443 ";
    assert!(request.starts_with(target), "{request}");
    assert_nobody_called(&unused);
}

#[test]
fn what_the_new_commands_do_not_take_is_told_before_anything_is_sent() {
    let listener = listener();
    let long = "x".repeat(129);
    #[rustfmt::skip]
    let table: [(&[&str], &str); 11] = [
        (&["instances", "--format", "urls"], "[possible values: table, json]"),
        (&["instances", "--instance-id", "i"], "unexpected argument '--instance-id'"),
        (&["list", "--instance-id", "a/b"], "character 2 ('/') is not allowed"),
        (&["list", "--latest"], "unexpected argument '--latest'"),
        (&["links", "--latest", "--backup-id", "b"], "cannot be used with '--backup-id <ID>'"),
        (&["create", "--remark", &long], "characters are more than the maximum of 128"),
        (&["create", "--backup-format", "zip"], "[possible values: rdb, aof]"),
        (&["create", "--timeout", "5m"], "--wait"),
        (&["create", "--wait", "--timeout", "soon"], "it is no duration"),
        (&["create", "--format", "table"], "[possible values: id, json]"),
        (&["completions", "tcsh"], "[possible values: bash, elvish, fish, powershell, zsh]"),
    ];
    for (arguments, problem) in table {
        run(cli_toward(&listener, arguments)).failed(2, &["error: ", problem]);
    }
    assert_nobody_called(&listener);
}
