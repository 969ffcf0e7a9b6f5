//! Against the sandbox: each fault that it knows, parts of all sizes, names that are no names.

use std::time::Duration;

use dcs_backup::{Client, Credentials, Downloader, ErrorKind, download::FileState};
use dcs_backup_sandbox::{Backup, LinkLifetime, Sandbox, StoreFault};
use http::{HeaderValue, StatusCode};
use proptest::prelude::*;

use crate::{
    common::TestClock,
    support::{MIB, aof, names, rdb},
};

/// A sandbox in whose time no wait takes any.
pub(crate) async fn serve(backup: Backup) -> (Sandbox, Client) {
    let clock = TestClock::default();
    let time = clock.clone();
    let sandbox = Sandbox::builder()
        .backup(backup)
        .clock(move || dcs_backup::Clock::now(&time))
        .start()
        .await
        .unwrap();
    let keys = Credentials::access_key(sandbox.access_key(), sandbox.secret_key()).unwrap();
    let client = Client::builder()
        .endpoint(sandbox.endpoint())
        .project_id(sandbox.project_id())
        .credentials(keys)
        .clock(clock)
        .build()
        .unwrap();
    (sandbox, client)
}

pub(crate) fn downloader(sandbox: &Sandbox, client: &Client) -> Downloader {
    client
        .backup(sandbox.instance_id(), sandbox.backup_id())
        .download()
        .read_timeout(Duration::from_millis(200))
}

/// Every fault, and the error that it is, if it is one.
fn faults() -> Vec<(StoreFault, Option<ErrorKind>)> {
    use ErrorKind::{InvalidResponse, Rejected};
    let header = HeaderValue::from_static;
    let soon = Duration::from_secs(3);
    vec![
        (StoreFault::CloseConnection, None),
        (StoreFault::CutBody { after: 0 }, None),
        (StoreFault::CutBody { after: 50_001 }, None),
        (StoreFault::StallBody { after: 0 }, None),
        (StoreFault::StallBody { after: 50_001 }, None),
        (StoreFault::IgnoreRange, None),
        (StoreFault::ETag(header("\"another\"")), None),
        (StoreFault::Chunked, None),
        (StoreFault::busy(StatusCode::TOO_MANY_REQUESTS, soon), None),
        (StoreFault::busy(StatusCode::SERVICE_UNAVAILABLE, soon), None),
        (StoreFault::html(StatusCode::BAD_GATEWAY), None),
        (StoreFault::html(StatusCode::OK), Some(InvalidResponse)),
        // A new link is tried.
        (StoreFault::html(StatusCode::FORBIDDEN), None),
        (StoreFault::redirect(header("http://127.0.0.1:1/?Signature=x")), Some(Rejected)),
        (StoreFault::ContentRange(header("bytes 1-5/6")), Some(InvalidResponse)),
        (StoreFault::ContentRange(header("pages 1-5")), Some(InvalidResponse)),
        (StoreFault::ContentLength(1000), Some(InvalidResponse)),
        (StoreFault::ContentLength(100 * MIB), Some(InvalidResponse)),
        (StoreFault::PadBody(1), Some(InvalidResponse)),
    ]
}

/// On a busy machine, an answer may take longer than a silence has to be for a test. It would be given up,
/// and with it the fault that the test is about.
fn patience(fault: &StoreFault) -> Duration {
    match fault {
        StoreFault::StallBody { .. } => Duration::from_millis(200),
        _ => Duration::from_secs(60),
    }
}

#[tokio::test]
async fn each_fault_ends_in_right_bytes_or_a_clear_error_and_nothing_is_lost() {
    /// A body that is shorter comes whole.
    const NONE: StoreFault = StoreFault::CutBody { after: u64::MAX };
    // The first request of a file, and that for another part.
    for (size, before) in [(100_000, 0), (9 * MIB, 1)] {
        let bytes = rdb(size);
        let (sandbox, client) = serve(Backup::new([("a.rdb", bytes.clone())])).await;
        for (fault, problem) in faults() {
            (0..before).for_each(|_| sandbox.fail_store_next(NONE));
            sandbox.fail_store_next(fault.clone());
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("mine"), "precious").unwrap();
            let result = downloader(&sandbox, &client)
                .read_timeout(patience(&fault))
                .into_folder(folder.path())
                .await;
            let kind = result.as_ref().err().map(dcs_backup::Error::kind);
            assert_eq!(kind, problem, "{fault:?} after {before}: {result:?}");
            if let Err(error) = result {
                let text = format!("{error} {error:?}");
                assert!(text.starts_with("file a.rdb: the store"), "{text}");
                assert!(!text.contains("http://") && !text.contains("Signature="), "{text}");
                assert!(!folder.path().join("a.rdb").exists());
                downloader(&sandbox, &client).into_folder(folder.path()).await.unwrap();
            }
            assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes, "{fault:?}");
            assert_eq!(names(folder.path()), ["a.rdb", "manifest.json", "mine"]);
            assert_eq!(std::fs::read(folder.path().join("mine")).unwrap(), b"precious");
        }
    }
}

#[tokio::test]
async fn links_that_expire_at_once_are_an_error_until_they_live() {
    let (sandbox, client) = serve(Backup::new([("a.rdb", rdb(1000))])).await;
    sandbox.set_link_lifetime(LinkLifetime::Fixed(Duration::ZERO));
    let folder = tempfile::tempdir().unwrap();
    let error = downloader(&sandbox, &client).into_folder(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LinkExpired);
    sandbox.set_link_lifetime(LinkLifetime::Fixed(Duration::from_secs(2)));
    let report = downloader(&sandbox, &client).into_folder(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::Verified);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn sizes_around_the_parts_and_cuts_anywhere_give_the_right_bytes(
        parts in 0_u64..3,
        beside in -2_i64..=2,
        connections in 1_usize..20,
        cuts in proptest::collection::vec(0_u64..9 * MIB, 0..10),
    ) {
        let size = (parts * 8 * MIB).saturating_add_signed(beside);
        // No AOF is as short as one or two bytes.
        let size = if size == 0 { 0 } else { size.max(9) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let files = [("a.aof", aof(size)), ("b.rdb", rdb(1000))];
            let (sandbox, client) = serve(Backup::new(files.clone())).await;
            for after in cuts {
                sandbox.fail_store_next(StoreFault::CutBody { after });
            }
            let folder = tempfile::tempdir().unwrap();
            let report = downloader(&sandbox, &client)
                .connections(connections)
                .into_folder(folder.path())
                .await
                .unwrap();
            assert_eq!(report.files[1].state, FileState::Verified);
            for (name, bytes) in files {
                assert!(std::fs::read(folder.path().join(name)).unwrap() == bytes, "{name}");
            }
        });
    }
}

#[tokio::test]
async fn names_that_lead_elsewhere_are_refused_before_anything_is_written() {
    let long = "n".repeat(300);
    for (bad, problem) in [
        ("../x", "holds a path separator"),
        ("/etc/x", "holds a path separator"),
        ("..", "ends in a dot"),
        ("a\0b", "holds a control character"),
        ("con", "is a device's name on Windows"),
        (&long, "is longer than 255 bytes"),
        ("", "is empty"),
        ("good.rdb", "two files of the backup are called good.rdb"),
        ("GOOD.rdb", "would overwrite good.rdb"),
    ] {
        let files = [("good.rdb", rdb(1000)), (bad, rdb(1001))];
        let (sandbox, client) = serve(Backup::new(files)).await;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        let error = downloader(&sandbox, &client).into_folder(&target).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidLink, "{bad:?}: {error}");
        assert!(error.to_string().contains(problem), "{bad:?}: {error}");
        assert_eq!(names(folder.path()), [""; 0], "{bad:?}");
        assert_eq!(sandbox.requests().len(), 1, "nothing was asked of the store");
    }
}
