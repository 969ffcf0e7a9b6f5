//! The name of a file: one safe component of a path.

use std::{fmt, iter, path::Path};

use memchr::memchr;
use serde::{Deserialize, Serialize};

use careful_http::InvalidValue;
use careful_http::clean;

use crate::presigned_url::any_byte;

/// The most bytes of a name that common file systems take.
const LONGEST: usize = 255;

/// Names that Windows gives to devices, in whatever case and with whatever extension.
const DEVICES: [&str; 30] = [
    "aux", "con", "nul", "prn", "conin$", "conout$", "com1", "com2", "com3", "com4", "com5",
    "com6", "com7", "com8", "com9", "com¹", "com²", "com³", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
    "lpt6", "lpt7", "lpt8", "lpt9", "lpt¹", "lpt²", "lpt³",
];

/// A file's name that is safe to create in a folder: one component, on every system.
///
/// Refused are an empty name, `.` and `..`, path separators, control and reordering characters,
/// the characters and device names that Windows reserves, a dot or space at the end, and more than
/// 255 bytes. A colon is refused on Windows alone.
///
/// ```
/// use presigned_download::FileName;
///
/// let name: FileName = "full-20240410.qp".parse()?;
/// assert_eq!(name.as_str(), "full-20240410.qp");
/// assert!("../etc/passwd".parse::<FileName>().is_err());
/// # Ok::<(), presigned_download::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct FileName(String);

impl FileName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FileName {
    type Error = InvalidValue;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        match problem_of(&name) {
            None => Ok(Self(name)),
            Some(problem) => {
                let shown = clean(&name, iter::empty());
                Err(InvalidValue::new("file_name", format!("\"{shown}\" {problem}")))
            }
        }
    }
}

impl TryFrom<&str> for FileName {
    type Error = InvalidValue;

    fn try_from(name: &str) -> Result<Self, Self::Error> {
        Self::try_from(name.to_owned())
    }
}

impl std::str::FromStr for FileName {
    type Err = InvalidValue;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::try_from(name)
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}

impl AsRef<Path> for FileName {
    fn as_ref(&self) -> &Path {
        Path::new(&self.0)
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn problem_of(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("is empty");
    }
    if name.len() > LONGEST {
        return Some("is longer than 255 bytes");
    }
    if any_byte(name, |b| !is_plain(b))
        && let Some(problem) = name.chars().find_map(problem_of_char)
    {
        return Some(problem);
    }
    if matches!(name.as_bytes().last(), Some(b'.' | b' ')) {
        return Some("ends in a dot or a space");
    }
    let stem = memchr(b'.', name.as_bytes()).map_or(name, |dot| &name[..dot]).trim_end();
    // The longest device name has seven bytes.
    let is_device =
        stem.len() <= 7 && DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem));
    is_device.then_some("is a device's name on Windows")
}

/// Without a branch, so that the compiler checks many bytes at once.
fn is_plain(b: u8) -> bool {
    b.is_ascii_alphanumeric() | (b == b'-') | (b == b'_') | (b == b'.')
}

fn problem_of_char(c: char) -> Option<&'static str> {
    match c {
        '/' | '\\' => Some("holds a path separator"),
        '<' | '>' | '"' | '|' | '?' | '*' => Some("holds a character that Windows reserves"),
        ':' if cfg!(windows) => Some("holds a colon"),
        c if c.is_control() || careful_http::is_misleading(c) => Some("holds a control character"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_one_safe_component() {
        let long = "x".repeat(300);
        let table = [
            ("20240410_redis.rdb", None),
            ("appendonly.aof", None),
            ("备份 1.rdb", None),
            ("console.rdb", None),
            ("", Some("is empty")),
            (".", Some("ends in a dot or a space")),
            ("..", Some("ends in a dot or a space")),
            ("x ", Some("ends in a dot or a space")),
            ("../x", Some("holds a path separator")),
            ("/etc/x", Some("holds a path separator")),
            ("a\\b", Some("holds a path separator")),
            ("a\0b", Some("holds a control character")),
            ("a\u{202e}b", Some("holds a control character")),
            ("a?b", Some("holds a character that Windows reserves")),
            ("con", Some("is a device's name on Windows")),
            ("NUL.rdb", Some("is a device's name on Windows")),
            ("Com1 .x", Some("is a device's name on Windows")),
            ("CONOUT$", Some("is a device's name on Windows")),
            ("COM².rdb", Some("is a device's name on Windows")),
            ("a\u{61c}b.rdb", Some("holds a control character")),
            (&long, Some("is longer than 255 bytes")),
        ];
        for (name, problem) in table {
            match (FileName::try_from(name), problem) {
                (Ok(kept), None) => assert_eq!(kept.as_str(), name),
                (Err(error), Some(problem)) => {
                    assert!(error.to_string().ends_with(problem), "{error}");
                }
                (other, _) => panic!("{name:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_refused_name_is_shown_cleaned() {
        let error = FileName::try_from("a/b?Signature=MARKER\n").unwrap_err().to_string();
        assert_eq!(error, "file_name: \"a/b?***\" holds a path separator");
    }

    proptest! {
        #[test]
        fn an_accepted_name_stays_in_its_folder(name in ".*") {
            if let Ok(name) = FileName::try_from(name) {
                let joined = Path::new("folder").join(&name);
                prop_assert_eq!(joined.parent(), Some(Path::new("folder")));
            }
        }
    }
}
