//! A folder as a backup: what is served of it, and that files of any size are.

use std::{
    fs::{self, File},
    io::{ErrorKind, Seek, SeekFrom, Write},
    path::Path,
    time::Duration,
};

use dcs_backup_sandbox::{Backup, Sandbox, StoreFault};
use tempfile::TempDir;

use crate::support::{frozen, http_client, links};

const GIB: u64 = 1 << 30;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

async fn serve(folder: &Path) -> (Sandbox, Vec<String>) {
    let backup = Backup::from_folder(folder).unwrap();
    let sandbox = frozen().backup(backup).start().await.unwrap();
    let links = links(&sandbox).await;
    (sandbox, links)
}

async fn etag(link: &str) -> String {
    let response = http_client().get(link).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.headers()["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_regular_files_are_served_in_the_order_of_their_names() {
    let large: Vec<u8> = (0..1_000_003_u32).map(|i| (i % 251) as u8).collect();
    let folder = folder(&[("b.rdb", &large), ("a b.rdb", b"one"), ("empty", b"")]);
    fs::create_dir(folder.path().join("folder")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("b.rdb"), folder.path().join("link")).unwrap();
    let backup = Backup::from_folder(folder.path()).unwrap();
    assert_eq!(backup.names().collect::<Vec<_>>(), ["a b.rdb", "b.rdb", "empty"]);
    let (_sandbox, links) = serve(folder.path()).await;
    for (link, content) in links.iter().zip([b"one".as_slice(), &large, b""]) {
        let response = http_client().get(link).send().await.unwrap();
        let length = response.headers()["content-length"].clone();
        assert_eq!(length, content.len().to_string().as_str());
        assert_eq!(response.bytes().await.unwrap(), content);
    }
    let range = http_client().get(&links[1]).header("range", "bytes=250000-750000");
    let response = range.send().await.unwrap();
    assert_eq!(response.status(), 206);
    assert_eq!(response.bytes().await.unwrap(), large[250_000..=750_000]);
}

#[tokio::test]
async fn a_sparse_file_of_100_gib_is_served_where_it_is_asked_for() {
    let folder = folder(&[]);
    let mut file = File::create(folder.path().join("huge.rdb")).unwrap();
    file.seek(SeekFrom::Start(100 * GIB - 3)).unwrap();
    file.write_all(b"end").unwrap();
    let (_sandbox, links) = serve(folder.path()).await;
    let first = 100 * GIB - 5;
    let end = http_client().get(&links[0]).header("range", format!("bytes={first}-"));
    let response = end.send().await.unwrap();
    assert_eq!(
        response.headers()["content-range"],
        format!("bytes {first}-{}/{}", 100 * GIB - 1, 100 * GIB).as_str()
    );
    assert_eq!(response.bytes().await.unwrap(), &b"\0\0end"[..]);
    let whole = http_client().get(&links[0]).send().await.unwrap();
    assert_eq!(whole.content_length(), Some(100 * GIB));
}

#[tokio::test]
async fn the_etag_is_that_of_the_file_as_it_is_now() {
    let folder = folder(&[("a", b"1234"), ("b", b"1234")]);
    let (_sandbox, links) = serve(folder.path()).await;
    let (_other, other_links) = serve(folder.path()).await;
    let before = etag(&links[0]).await;
    assert_eq!(etag(&links[0]).await, before);
    assert_eq!(etag(&other_links[0]).await, before);
    let path = folder.path().join("a");
    fs::write(&path, "12345").unwrap();
    let longer = etag(&links[0]).await;
    assert_ne!(longer, before);
    let later = fs::metadata(&path).unwrap().modified().unwrap() + Duration::from_secs(1);
    File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    assert_ne!(etag(&links[0]).await, longer);
    #[cfg(unix)]
    assert_ne!(etag(&links[1]).await, before, "another file");
}

#[tokio::test]
async fn a_file_that_is_gone_is_not_found_and_one_that_shrinks_breaks_off() {
    let folder = folder(&[("gone", b"1"), ("shrinks", &[7; 1 << 20])]);
    let (sandbox, links) = serve(folder.path()).await;
    fs::remove_file(folder.path().join("gone")).unwrap();
    let gone = http_client().get(&links[0]).send().await.unwrap();
    assert_eq!(gone.status(), 404);
    sandbox.fail_file("shrinks", StoreFault::StallBody { after: 10 });
    let response = http_client().get(&links[1]).send().await.unwrap();
    sandbox.until_stalled(1..).await;
    File::options().write(true).open(folder.path().join("shrinks")).unwrap().set_len(1000).unwrap();
    sandbox.release_stalled();
    assert!(response.bytes().await.is_err());
}

#[test]
fn a_folder_that_can_not_be_served_says_why() {
    let missing = tempfile::tempdir().unwrap().path().join("missing");
    let error = Backup::from_folder(missing).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    #[cfg(unix)]
    {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
        let bad = folder(&[("con.rdb", b"")]);
        let error = Backup::from_folder(bad.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData);
        assert_eq!(
            error.to_string(),
            "file_name: \"con.rdb\" is a device's name on Windows; \
             rename the file, or take it out of the folder"
        );
        let bad = folder(&[]);
        fs::write(bad.path().join(OsStr::from_bytes(b"\xff")), "").unwrap();
        let error = Backup::from_folder(bad.path()).unwrap_err();
        assert!(error.to_string().contains("no Unicode"), "{error}");
    }
}
