//! What `download` writes, prints and refuses.

use std::{fs, time::Duration};

use dcs_backup_sandbox::{Backup, Sandbox, StoreFault};
use http::StatusCode;
use serde_json::Value;
use tempfile::tempdir;

use crate::support::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_files_arrive_and_a_table_says_what_is_known_of_them() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempdir().unwrap();
    let target = folder.path().join("new");
    let arguments = ["download", "-o", text(&target)];
    let ran = run(cli_at(&sandbox, &arguments)).succeeded();
    let lines: Vec<Vec<_>> = ran.stdout.lines().map(|line| line.split("  ").collect()).collect();
    let cells = |line: &[&str]| -> Vec<String> {
        line.iter().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()
    };
    assert_eq!(cells(&lines[0]), ["FILE", "SIZE", "SLOTS", "STATE", "SECONDS"]);
    let known = [("3.48 KiB", "0-5460"), ("3.38 KiB", "5461-10922"), ("2.97 KiB", "10923-16383")];
    for ((line, (name, bytes)), (size, slots)) in lines[1..4].iter().zip(shards()).zip(known) {
        let line = cells(line);
        assert_eq!(line[..4], [name.as_str(), size, slots, "verified"]);
        line[4].parse::<f64>().unwrap();
        assert_eq!(fs::read(target.join(&name)).unwrap(), bytes);
        assert!(ran.stderr.contains(&format!("{name}: {size}, verified\n")), "{}", ran.stderr);
    }
    let closing = "3 files, 9.84 KiB, 9.84 KiB of it fetched in ";
    assert!(lines[4][0].starts_with(closing), "{}", ran.stdout);
    assert_eq!((lines.len(), ran.stderr.lines().count()), (5, 3));

    let earlier = sandbox.requests().len();
    let again = run(cli_at(&sandbox, &arguments)).succeeded();
    assert_eq!(sent_since(&sandbox, earlier), 0);
    assert!(again.stdout.contains("3 files, 9.84 KiB, 0 B of it fetched in "), "{}", again.stdout);
    assert!(
        again.stderr.contains("_0-5460_20240410073529.rdb: 3.48 KiB, verified, there already\n")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn json_and_manifest_hold_what_programs_need_and_no_secret() {
    let (sandbox, _) = frozen().await;
    let folder = tempdir().unwrap();
    let arguments = ["download", "-o", text(folder.path()), "--format", "json", "-vvv"];
    let ran = run_with(cli_at(&sandbox, &arguments), &[("RUST_LOG", "trace")]).succeeded();
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let manifest = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    let listed: Value = serde_json::from_str(&manifest).unwrap();
    for answer in [&report, &listed] {
        assert_eq!(answer["backup_id"], sandbox.backup_id());
        assert_eq!(answer["instance_id"], sandbox.instance_id());
        for (n, (name, bytes)) in shards().into_iter().enumerate() {
            let file = &answer["files"][n];
            assert_eq!((&file["name"], &file["size"]), (&name.into(), &bytes.len().into()));
            assert_eq!(file["state"], "verified");
            let trailer: [u8; 8] = bytes[bytes.len() - 8..].try_into().unwrap();
            assert_eq!(file["crc64"], format!("{:016x}", u64::from_le_bytes(trailer)));
        }
    }
    assert_eq!(report["files"][1]["slots"], "5461-10922");

    // The time stands still: the links are the same as those of the download.
    let urls = run(cli_at(&sandbox, &["links", "--format", "urls"])).succeeded().stdout;
    let signatures = urls.lines().map(|url| field(url, "Signature="));
    let keys = [sandbox.access_key(), sandbox.secret_key(), "Signature="];
    let secrets: Vec<_> = signatures.chain(keys).collect();
    assert!(urls.contains(secrets[0]) && ran.stderr.contains(" answered "), "{}", ran.stderr);
    let texts = [ran.stdout, ran.stderr, manifest];
    for secret in secrets {
        assert!(texts.iter().all(|text| !text.contains(secret)), "{secret}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn wrong_usage_sends_nothing() {
    let listener = listener();
    let out = ["-o", "never-made"];
    #[rustfmt::skip]
    let table: [(&[&str], &str); 15] = [
        (&[], "<--output <DIR>|--to-stdout>"),
        (&["never-made"], "unexpected argument 'never-made'"),
        (&["-o", ""], "it is empty; use . for the current folder"),
        (&["-o", "-"], "use --to-stdout"),
        (&["--to-stdout", "-o", "never-made"], "cannot be used with"),
        (&["--to-stdout", "-j", "3"], "cannot be used with '--connections <N>'"),
        (&["--to-stdout", "--overwrite"], "cannot be used with '--overwrite'"),
        (&["--to-stdout", "--allow-partial"], "cannot be used with '--allow-partial'"),
        (&["--to-stdout", "--format", "json"], "cannot be used with '--format <FORMAT>'"),
        (&["-j", "0"], "0 is not in 1..=65535"),
        (&["-j", "-1"], "-1 is not in 1..=65535"),
        (&["--no-verify", "--require-checksum"], "cannot be used with"),
        (&["--progress", "sometimes"], "[possible values: auto, always, never]"),
        (&["--format", "urls"], "[possible values: table, json]"),
        (&["--expires-in", "299"], "299 s is below the minimum of 300 s"),
    ];
    for (n, (arguments, problem)) in table.into_iter().enumerate() {
        let target = if n < 9 { &[][..] } else { &out };
        let arguments = [&["download"][..], target, arguments].concat();
        run(cli_toward(&listener, &arguments)).failed(2, &["error: ", problem]);
    }
    assert_nobody_called(&listener);
    assert!(!fs::exists("never-made").unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn each_kind_of_failure_has_its_exit_code() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempdir().unwrap();
    let out = ["-o", text(folder.path())];
    let with = |more: &[&str]| run(cli_at(&sandbox, &[&["download"], &out[..], more].concat()));
    with(&["--backup-id", BACKUP]).failed(4, &[BACKUP, "check the backup id"]);
    sandbox.set_backup(Backup::new([("", ""); 0]));
    with(&[]).failed(4, &["the backup has no files"]);
    sandbox.set_backup(Backup::new([("../evil.rdb", "")]));
    with(&[]).failed(6, &["evil.rdb"]);
    sandbox.set_backup(Backup::new([("a.rdb", "1"), ("A.rdb", "2")]));
    with(&[]).failed(6, &["file A.rdb would overwrite a.rdb", "dcs-backup links --format urls"]);
    sandbox.set_backup(Backup::three_shards());
    let denied = r#"{"error_code":"DCS.0005","error_msg":"no permission"}"#;
    sandbox.fail_next(fault(403, &[], denied));
    with(&[]).failed(3, &["grant the permission"]);
    let late = Duration::from_secs(100_000);
    sandbox.fail_store_next(StoreFault::busy(StatusCode::SERVICE_UNAVAILABLE, late));
    with(&["-j", "1"]).failed(5, &["503 Service Unavailable"]);
    let file = folder.path().join("a file");
    fs::write(&file, "precious").unwrap();
    run(cli_at(&sandbox, &["download", "-o", text(&file)])).failed(7, &["a file"]);
    assert_eq!(fs::read(&file).unwrap(), b"precious");
    assert!(!names(folder.path()).contains(&"evil.rdb".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_damaged_file_does_not_get_its_name_and_the_others_are_named() {
    let mut files = shards();
    let mut damaged = files[1].1.to_vec();
    damaged[100] ^= 1;
    files[1].1 = damaged.into();
    let sandbox = Sandbox::builder().backup(Backup::new(files.clone())).start().await.unwrap();
    let folder = tempdir().unwrap();
    let arguments = ["download", "-o", text(folder.path()), "--progress", "never"];
    let ran = run(cli_at(&sandbox, &arguments));
    ran.failed(6, &[&format!("error: file {} is damaged", files[1].0), "run the download again"]);
    let whole = ran.stderr.lines().find(|line| line.starts_with("arrived whole in ")).unwrap();
    assert!(whole.contains(&files[0].0) && whole.contains(&files[2].0), "{whole}");
    assert!(!whole.contains(&files[1].0), "{whole}");
    assert_eq!(names(folder.path()), ["manifest.json", &files[0].0, &files[2].0]);
    let ran = run(cli_at(&sandbox, &[&arguments[..], &["--no-verify"]].concat())).succeeded();
    assert_eq!(ran.stderr, "");
    assert!(ran.stdout.contains("unchecked"), "{}", ran.stdout);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_partial_backup_is_refused_unless_it_is_allowed() {
    let sandbox = Sandbox::start().await.unwrap();
    let [first, _, last] = &shards()[..] else { panic!("three shards") };
    sandbox.set_backup(Backup::new([first.clone(), last.clone()]));
    let folder = tempdir().unwrap();
    let arguments = ["download", "-o", text(folder.path()), "--progress", "never"];
    let slots = "the backup is not whole: no file holds the slots 5461-10922";
    run(cli_at(&sandbox, &arguments)).failed(6, &["error: ", slots, "the flag is --allow-partial"]);
    assert_eq!(names(folder.path()), [""; 0]);
    let allowed = [&arguments[..], &["--allow-partial"]].concat();
    let ran = run(cli_at(&sandbox, &allowed)).succeeded();
    assert_eq!(ran.stderr, format!("warning: {slots}\n"));
    let verified = run(cli(&["verify", text(folder.path())])).succeeded();
    assert_eq!(verified.stderr, format!("warning: {slots}\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_file_without_a_check_sum_is_a_warning_or_an_error() {
    let sandbox = serving([("a.aof", aof(5000)), ("b.aof", aof(10))]).await;
    let (folder, other) = (tempdir().unwrap(), tempdir().unwrap());
    let arguments = ["download", "--progress", "never", "-o", text(folder.path())];
    let ran = run(cli_at(&sandbox, &arguments)).succeeded();
    let warning = "only the length was checked, since an AOF carries no checksum: a.aof, b.aof\n";
    assert_eq!(ran.stderr, format!("warning: {warning}"));
    let required = ["download", "-j", "1", "--require-checksum", "-o", text(other.path())];
    let ran = run(cli_at(&sandbox, &required));
    ran.failed(
        6,
        &[
            "error: 2 files failed verification: file a.aof has no checksum",
            "leave out --require-checksum to keep it",
        ],
    );
    assert!(!names(other.path()).contains(&"a.aof".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_there_stays_unless_it_may_be_overwritten() {
    let sandbox = serving([("a.aof", aof(5000))]).await;
    let folder = tempdir().unwrap();
    let file = folder.path().join("a.aof");
    fs::write(&file, "precious").unwrap();
    let arguments = ["download", "--progress", "never", "-o", text(folder.path())];
    let told = ["file a.aof is in ", "the flag is --overwrite"];
    run(cli_at(&sandbox, &arguments)).failed(7, &told);
    assert_eq!(fs::read(&file).unwrap(), b"precious");
    let overwrite = [&arguments[..], &["--overwrite"]].concat();
    run(cli_at(&sandbox, &overwrite)).succeeded();
    assert_eq!(fs::read(&file).unwrap(), aof(5000));
    let other = Sandbox::start().await.unwrap();
    run(cli_at(&other, &arguments)).failed(7, &["holds another backup", "the flag is --overwrite"]);
}
