//! What `links` prints, what it logs, and how it ends.

use dcs_backup_sandbox::{Backup, Sandbox};
use serde_json::Value;

use crate::support::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_table_shows_files_slots_and_expiry_but_no_url() {
    let (sandbox, now) = frozen().await;
    let expires = rfc3339(now + 1800);
    let table = format!(
        "\
FILE                                                    SLOTS        EXPIRES
redis_192.168.0.87_6379_0-5460_20240410073529.rdb       0-5460       {expires}
redis_192.168.0.88_6379_5461-10922_20240410073529.rdb   5461-10922   {expires}
redis_192.168.0.89_6379_10923-16383_20240410073529.rdb  10923-16383  {expires}
"
    );
    for arguments in [&["links"][..], &["links", "--format", "table"]] {
        let ran = run(cli_at(&sandbox, arguments)).succeeded();
        assert_eq!(ran.stdout, table);
        assert_eq!(ran.stderr, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn urls_and_json_print_urls_that_work() {
    let (sandbox, now) = frozen().await;
    let urls = run(cli_at(&sandbox, &["links", "--format", "urls"])).succeeded();
    let json = run(cli_at(&sandbox, &["links", "--format", "json"])).succeeded();
    assert_eq!((urls.stderr.as_str(), json.stderr.as_str()), ("", ""));
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert!(json["bucket_name"].as_str().unwrap().starts_with("bucket"));
    assert!(json["file_path"].as_str().unwrap().ends_with('/'));

    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let backup = Backup::three_shards();
    let lines: Vec<_> = urls.stdout.lines().collect();
    let links = json["links"].as_array().unwrap();
    assert_eq!(links[1]["slots"], "5461-10922");
    assert_eq!((lines.len(), links.len()), (3, 3));
    for ((line, link), (name, bytes)) in lines.iter().zip(links).zip(backup.files()) {
        assert_eq!(link["url"], *line);
        assert_eq!(link["file_name"], name);
        assert_eq!(link["expires_at"], rfc3339(now + 1800));
        let response = http.get(*line).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.bytes().await.unwrap(), bytes);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn links_work_as_long_as_was_asked_for() {
    let (sandbox, now) = frozen().await;
    for (expires_in, seconds) in [
        (&[][..], 1800),
        (&["--expires-in", "5m"], 300),
        (&["--expires-in", "300"], 300),
        (&["--expires-in", "1h 30m"], 5400),
        (&["--expires-in=24h"], 86_400),
    ] {
        let arguments = [&["links", "--format", "urls"], expires_in].concat();
        let ran = run(cli_at(&sandbox, &arguments)).succeeded();
        let expected = (now + seconds).to_string();
        let expires: Vec<_> = ran.stdout.lines().map(|url| field(url, "Expires=")).collect();
        assert_eq!(expires, [expected.as_str(); 3], "{expires_in:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn each_kind_of_failure_has_its_exit_code() {
    let sandbox = Sandbox::start().await.unwrap();
    let subject = format!("backup {} of instance", sandbox.backup_id());
    let late = ("retry-after", "100000");
    let elsewhere = ("location", "http://127.0.0.1:1/");
    let denied = r#"{"error_code":"DCS.0005","error_msg":"no permission"}"#;
    #[rustfmt::skip]
    let table = [
        (fault(403, &[], denied), 3, "grant the permission dcs:instance:downloadBackupData"),
        (fault(404, &[], "{}"), 4, "404 Not Found"),
        (fault(503, &[late], "{}"), 5, "503 Service Unavailable"),
        (fault(429, &[late], "{}"), 5, "429 Too Many Requests"),
        (fault(409, &[], "{}"), 5, "409 Conflict"),
        (fault(307, &[elsewhere], ""), 5, "redirects are not followed"),
        (fault(200, &[], "<html>"), 5, "the answer is not JSON"),
    ];
    for (fault, code, message) in table {
        sandbox.fail_next(fault);
        let ran = run(cli_at(&sandbox, &["links"]));
        ran.failed(code, &["error: ", &subject, message]);
    }
    let unknown = ["links", "--instance-id", INSTANCE];
    run(cli_at(&sandbox, &unknown)).failed(4, &[INSTANCE, "check the instance id"]);
    let unknown = ["links", "--backup-id", BACKUP];
    run(cli_at(&sandbox, &unknown))
        .failed(4, &[BACKUP, "check the backup id", "to list the backups: dcs-backup list"]);
    let pending = run(cli_at(&sandbox, &["create"])).succeeded().stdout;
    let pending = ["links", "--backup-id", pending.trim()];
    run(cli_at(&sandbox, &pending))
        .failed(5, &["DCS.4096", "to check its progress: dcs-backup list"]);
    sandbox.set_backup(Backup::new([("../evil.rdb", "")]));
    run(cli_at(&sandbox, &["links"])).failed(6, &["error: ", &subject, "evil.rdb"]);
    sandbox.fail_backup(sandbox.backup_id());
    run(cli_at(&sandbox, &["links"])).failed(5, &["DCS.4087", "--latest takes the newest"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_backup_without_files_is_not_found() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.set_backup(Backup::new([("", ""); 0]));
    let message = format!("error: backup {} of instance", sandbox.backup_id());
    for format in ["table", "urls"] {
        let ran = run(cli_at(&sandbox, &["links", "--format", format]));
        ran.failed(4, &[&message, "has no files"]);
    }
    let json = run(cli_at(&sandbox, &["links", "--format", "json"]));
    assert_eq!(json.code, Some(4));
    let answer: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(answer["links"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn verbose_tells_retries_then_attempts_then_connections() {
    let sandbox = Sandbox::start().await.unwrap();
    for (arguments, told) in [
        (&["links"][..], [false, false, false]),
        (&["-v", "links"], [true, false, false]),
        (&["links", "-v"], [true, false, false]),
        (&["links", "-vv"], [true, true, false]),
        (&["-vvv", "links"], [true, true, true]),
    ] {
        sandbox.fail_next(fault(503, &[], "{}"));
        // The default, which -v beats.
        let ran = run_with(cli_at(&sandbox, arguments), &[("RUST_LOG", "warn")]).succeeded();
        let seen = ["trying again", " answered ", "connected to "];
        let seen = seen.map(|text| ran.stderr.contains(text));
        assert_eq!(seen, told, "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stderr.contains('\u{1b}'), "colours: {}", ran.stderr);
        assert_eq!(ran.stdout.lines().count(), 4);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn no_log_shows_a_secret() {
    let sandbox = Sandbox::builder().temporary_keys().start().await.unwrap();
    let token = sandbox.security_token().unwrap();
    for (verbose, level) in [(&[][..], "trace"), (&["-vvv"], "off")] {
        let arguments = [&["links", "--format", "urls"], verbose].concat();
        let variables = [("HUAWEICLOUD_SDK_SECURITY_TOKEN", token), ("RUST_LOG", level)];
        let ran = run_with(cli_at(&sandbox, &arguments), &variables).succeeded();
        for said in ["connected to 127.0.0.1", " answered ", "ListBackupFileLinks"] {
            assert!(ran.stderr.contains(said), "no {said:?}: {}", ran.stderr);
        }
        let signature = field(ran.stdout.lines().next().unwrap(), "Signature=");
        assert!(signature.len() > 20, "{signature}");
        let (access_key, secret_key) = (sandbox.access_key(), sandbox.secret_key());
        for secret in [access_key, secret_key, token, signature, "Signature="] {
            assert!(!ran.stderr.contains(secret), "{secret}: {}", ran.stderr);
        }
    }
    let demo = run_with(cli(&["demo"]), &[("RUST_LOG", "trace")]).succeeded();
    assert!(demo.stderr.contains(" answered "), "{}", demo.stderr);
    assert!(!demo.stderr.contains("Signature="), "{}", demo.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_wrong_secret_key_is_told_without_any_secret() {
    let sandbox = Sandbox::start().await.unwrap();
    let wrong = "MARKERmarkerMARKERmarkerMARKERmarker1234";
    let variables = [("HUAWEICLOUD_SDK_SK", wrong), ("RUST_LOG", "trace")];
    let ran = run_with(cli_at(&sandbox, &["links"]), &variables);
    ran.failed(3, &["verify aksk signature fail", "; check the secret key"]);
    let access_key = sandbox.access_key();
    for secret in [wrong, access_key, "Signature=", "canonicalRequest"] {
        assert!(!ran.stderr.contains(secret), "{secret}: {}", ran.stderr);
    }
}
