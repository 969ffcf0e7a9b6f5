//! Credentials from the profile file of the official SDKs: `~/.huaweicloud/credentials`.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::credentials::{
    absence::Absence,
    keys::{ACCESS_KEY, Credentials, SECRET_KEY},
};
use careful_http::InvalidValue;

use crate::{environment::Environment, types::project::ProjectId};

/// Environment variable of the profile file's path, as the official SDKs name it.
pub const ENV_CREDENTIALS_FILE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
const SECTION: &str = "basic";
/// A security token takes some thousand characters.
const LARGEST: usize = 256 << 10;
/// Room behind the largest text, so that no read meets a full buffer.
const READ_AHEAD: usize = 64;

/// Where the profile file is, and whether somebody named it.
pub(super) enum Place {
    /// [`ENV_CREDENTIALS_FILE`] says so.
    Named(PathBuf),
    /// In the home folder.
    Usual(PathBuf),
    /// There is no home folder.
    Nowhere,
}

impl Place {
    pub(super) fn of(environment: &Environment) -> Self {
        if let Some(path) = environment.os(ENV_CREDENTIALS_FILE) {
            return Self::Named(path.into());
        }
        environment.os(HOME).map_or(Self::Nowhere, |home| {
            Self::Usual(PathBuf::from(home).join(".huaweicloud").join("credentials"))
        })
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::Named(path) | Self::Usual(path) => format!("profile file {}", path.display()),
            Self::Nowhere => "profile file".to_owned(),
        }
    }

    /// What the file gives, with its project.
    pub(super) fn find(&self) -> Result<Credentials, Absence> {
        let path = match self {
            Self::Named(path) | Self::Usual(path) => path,
            Self::Nowhere => return unset(format!("{HOME} is not set")),
        };
        // Opening what is no regular file, a pipe for instance, may wait forever.
        match fs::metadata(path) {
            Err(error) => return Err(self.unreached(&error)),
            Ok(metadata) if !metadata.is_file() => return broken("it is no file".to_owned()),
            Ok(_) => {}
        }
        let text = read(path).or_else(|error| broken(format!("it can't be read: {error}")))?;
        Profile::parse(&text)?.credentials()
    }

    /// What it means that the way to the file ends. One that nobody named may not be meant for this
    /// user, and that user's home folder may be another's, or missing.
    fn unreached(&self, error: &io::Error) -> Absence {
        use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};

        match (self, error.kind()) {
            (Self::Named(_), NotFound) => Absence::Broken(format!(
                "it does not exist, although {ENV_CREDENTIALS_FILE} names it"
            )),
            (_, NotFound) => Absence::Unset("it does not exist".to_owned()),
            (Self::Usual(_), NotADirectory | PermissionDenied) => {
                Absence::Unset(format!("it can't be reached: {error}"))
            }
            _ => Absence::Broken(format!("it can't be reached: {error}")),
        }
    }
}

fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    let file = File::open(path)?;
    warn_if_shared(&file, path);
    // Growing would leave copies that nobody wipes; a full buffer grows before the end is seen.
    let mut text = Zeroizing::new(String::with_capacity(LARGEST + READ_AHEAD));
    if file.take(LARGEST as u64 + 1).read_to_string(&mut text)? > LARGEST {
        return Err(io::Error::other("it is larger than 256 KiB"));
    }
    Ok(text)
}

#[cfg(unix)]
fn warn_if_shared(file: &File, path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;

    if file.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0) {
        let path = path.display();
        tracing::warn!(%path, "other users may use the credentials file; chmod 600 keeps them out");
    }
}

#[cfg(not(unix))]
fn warn_if_shared(_: &File, _: &Path) {}

/// What the section says of the keys that are known here.
#[derive(Default)]
struct Profile<'a> {
    access_key: Option<&'a str>,
    secret_key: Option<&'a str>,
    security_token: Option<&'a str>,
    project_id: Option<&'a str>,
}

impl<'a> Profile<'a> {
    /// Reads the form that the official SDKs read: sections, `key = value` or `key: value`, and lines
    /// of comment. What other sections hold is not looked at.
    fn parse(text: &'a str) -> Result<Self, Absence> {
        let mut profile = Self::default();
        let (mut found, mut inside) = (false, false);
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        for (number, line) in (1..).zip(lines) {
            if let Some(rest) = line.strip_prefix('[') {
                // What follows the last bracket is ignored, as by Python's `configparser`.
                let Some((name, _)) = rest.rsplit_once(']') else {
                    return broken(format!("line {number} begins a section, but lacks `]`"));
                };
                inside = name == SECTION;
                found |= inside;
            } else if inside && !line.is_empty() && !line.starts_with(['#', ';']) {
                profile.read(line, number)?;
            }
        }
        if found { Ok(profile) } else { unset(format!("it has no section [{SECTION}]")) }
    }

    /// Reads a line of the section. No reason repeats it: it may be half of a key.
    fn read(&mut self, line: &'a str, number: u32) -> Result<(), Absence> {
        let Some((key, value)) = line.split_once(['=', ':']) else {
            return broken(format!("line {number} is no `key = value`"));
        };
        let key = key.trim().to_ascii_lowercase();
        let field = match key.as_str() {
            "ak" => &mut self.access_key,
            "sk" => &mut self.secret_key,
            "security_token" => &mut self.security_token,
            "project_id" => &mut self.project_id,
            _ => return Ok(()),
        };
        match field.replace(value.trim()) {
            None => Ok(()),
            Some(_) => broken(format!("line {number} gives {key} a second time")),
        }
    }

    fn credentials(self) -> Result<Credentials, Absence> {
        let given = |value: Option<&'a str>| value.filter(|value| !value.is_empty());
        let lacks = |key| broken(format!("its section [{SECTION}] lacks {key}"));
        let credentials = match (given(self.access_key), given(self.secret_key)) {
            (None, None) => return lacks("ak and sk"),
            (None, Some(_)) => return lacks("ak"),
            (Some(_), None) => return lacks("sk"),
            (Some(ak), Some(sk)) => match given(self.security_token) {
                None => Credentials::access_key(ak, sk),
                Some(token) => Credentials::temporary(ak, sk, token),
            }
            .map_err(in_key)?,
        };
        Ok(match given(self.project_id).map(ProjectId::try_from).transpose()? {
            None => credentials,
            Some(id) => credentials.with_project_id(id),
        })
    }
}

/// The refusal, named by the key that gave the value.
fn in_key(refused: InvalidValue) -> InvalidValue {
    let key = match refused.field() {
        ACCESS_KEY => "ak",
        SECRET_KEY => "sk",
        _ => "security_token",
    };
    refused.in_field(key)
}

fn unset<T>(reason: String) -> Result<T, Absence> {
    Err(Absence::Unset(reason))
}

fn broken<T>(reason: String) -> Result<T, Absence> {
    Err(Absence::Broken(reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(text: &str) -> Result<Credentials, String> {
        Profile::parse(text).and_then(Profile::credentials).map_err(Absence::into_reason)
    }

    fn secrets(text: &str) -> Vec<String> {
        let credentials = from(text).unwrap();
        credentials.secrets().map(str::to_owned).collect()
    }

    #[test]
    fn a_section_gives_keys_token_and_project() {
        let text = "\u{feff}# mine\r\n[global]\r\nak = other\r\nno pair\r\n[basic]\r\n; keys\r\n  AK = a=1\r\nsk: s:2 \r\n\
                    security_token=t\r\nproject_id = p1\r\niam_endpoint = x\r\n";
        assert_eq!(secrets(text), ["s:2", "a=1", "t"]);
        assert_eq!(from(text).unwrap().project_id().unwrap().as_str(), "p1");
        assert_eq!(
            secrets("[basic]\nak=a\nsk=s\nsecurity_token =\n[basic]\nproject_id=\n"),
            ["s", "a"]
        );
    }

    #[test]
    fn a_comment_behind_a_section_does_not_hide_it() {
        let text =
            "[basic] ; mine\nak=a\nsk=s\n[global] # account: b\nsecurity_token=t\nproject_id=p\n";
        assert_eq!(secrets(text), ["s", "a"]);
        assert!(from(text).unwrap().project_id().is_none());
    }

    #[test]
    fn a_usual_file_out_of_reach_is_passed_over_a_named_one_is_not() {
        use io::ErrorKind::{NotADirectory, NotFound, Other, PermissionDenied};

        let passed_over = |place: &Place, kind| {
            matches!(place.unreached(&io::Error::from(kind)), Absence::Unset(_))
        };
        let (usual, named) = (Place::Usual(PathBuf::new()), Place::Named(PathBuf::new()));
        for kind in [NotFound, NotADirectory, PermissionDenied] {
            assert!(passed_over(&usual, kind), "{kind}");
            assert!(!passed_over(&named, kind), "{kind}");
        }
        assert!(!passed_over(&usual, Other));
    }

    #[test]
    fn what_is_wrong_is_told_without_repeating_the_line() {
        let table = [
            ("", "it has no section [basic]"),
            ("[global]\nak=MARKER\nsk=MARKER", "it has no section [basic]"),
            ("ak=MARKER\nsk=MARKER", "it has no section [basic]"),
            ("[basic]\nak=MARKER", "its section [basic] lacks sk"),
            ("[basic]\nak=\nsk=MARKER", "its section [basic] lacks ak"),
            ("[basic]\nidp_id=MARKER", "its section [basic] lacks ak and sk"),
            ("[basic]\nak=a\nMARKER", "line 3 is no `key = value`"),
            ("[basic]\nak=a\nsk=s\n[MARKER", "line 4 begins a section, but lacks `]`"),
            ("[basic]\nsk=MARKER\nSK=MARKER", "line 3 gives sk a second time"),
            (
                "[basic]\nak=a\nsk=MARKER MARKER",
                "sk: byte 7 is not visible ASCII; look for a space or a line end",
            ),
            (
                "[basic]\nak='MARKER'\nsk=s",
                "ak: byte 1 is a quotation mark; write the value without quotes",
            ),
            (
                "[basic]\nak=a\nsk=\"MARKER\"",
                "sk: byte 1 is a quotation mark; write the value without quotes",
            ),
            (
                "[basic]\nak=a\nsk=s\nsecurity_token='MARKER'",
                "security_token: byte 1 is a quotation mark; write the value without quotes",
            ),
            (
                "[basic]\nak=a # MARKER\nsk=s",
                "ak: byte 2 is not visible ASCII; look for a space or a line end",
            ),
            (
                "[basic]\nak=a\nsk=s\nproject_id=a b",
                "project_id: character 2 (' ') is not allowed; it must match ^[0-9A-Za-z_-]{1,64}$",
            ),
        ];
        for (text, reason) in table {
            assert_eq!(from(text).unwrap_err(), reason, "{text}");
        }
    }
}
