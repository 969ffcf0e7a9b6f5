//! The names that belong to a file while it is fetched, and those that would clash on some system.

use careful_http::{Error, ErrorKind, Hint};

use crate::file_name::FileName;

use crate::crc64::Crc64;

pub(crate) const MANIFEST: &str = "manifest.json";
/// The manifest while it is written.
pub(crate) const NEW_MANIFEST: &str = ".download.manifest";
pub(crate) const LOCK: &str = ".download.lock";
/// With what is added to it, a name still has at most 255 bytes.
const LONGEST_STEM: usize = 240;

/// The names in the folder of a file and what belongs to it.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub(crate) file: String,
    pub(crate) part: String,
    pub(crate) state: String,
    /// The state while it is written.
    pub(crate) new_state: String,
}

impl Names {
    pub(crate) fn of(name: &FileName) -> Self {
        let stem = stem(name.as_str());
        Self {
            file: name.as_str().to_owned(),
            part: format!("{stem}.part"),
            state: format!("{stem}.part.json"),
            new_state: format!("{stem}.part.json.new"),
        }
    }

    /// All of them.
    pub(crate) fn all(name: &FileName) -> [String; 4] {
        let Self { file, part, state, new_state } = Self::of(name);
        [file, part, state, new_state]
    }

    /// Those of an unfinished file alone.
    pub(crate) fn of_parts(name: &FileName) -> [String; 3] {
        let Self { part, state, new_state, .. } = Self::of(name);
        [part, state, new_state]
    }
}

/// The name without what is added for unfinished files; long names are cut and told apart by a sum.
fn stem(name: &str) -> String {
    if name.len() <= LONGEST_STEM {
        return name.to_owned();
    }
    let mut crc = Crc64::new();
    crc.update(name.as_bytes());
    let kept = (0..=LONGEST_STEM - 17).rev().find_map(|end| name.get(..end)).unwrap_or_default();
    format!("{kept}~{:016x}", crc.value())
}

/// The same for names that differ in case alone. Through upper case: some letters have two lower ones.
pub(crate) fn fold(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

/// Refuses names that would be one file on some system, also beside the downloader's own files.
pub(crate) fn check_names<'a>(names: impl Iterator<Item = &'a FileName>) -> Result<(), Error> {
    let mut taken = std::collections::HashMap::new();
    for own in [MANIFEST, NEW_MANIFEST, LOCK].map(str::to_owned) {
        taken.insert(own, "a file of the downloader itself");
    }
    for name in names {
        let stem = fold(&stem(name.as_str()));
        for used in [
            fold(name.as_str()),
            format!("{stem}.part"),
            format!("{stem}.part.json"),
            format!("{stem}.part.json.new"),
        ] {
            if let Some(other) = taken.insert(used, name.as_str()) {
                let problem = if other == name.as_str() {
                    format!("two files of the backup are called {name}")
                } else {
                    format!("file {name} would overwrite {other}")
                };
                return Err(Error::new(ErrorKind::InvalidLink, problem)
                    .with_advice(
                        "nothing was written; download the files one by one by their links",
                    )
                    .with_hint(Hint::FetchOneByOne));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Result<(), String> {
        let names: Vec<FileName> = names.iter().map(|name| name.parse().unwrap()).collect();
        check_names(names.iter()).map_err(|error| error.to_string())
    }

    #[test]
    fn names_that_would_be_one_file_are_refused() {
        assert_eq!(names(&["a.rdb", "b.rdb", "a.rdb.x"]), Ok(()));
        for clash in [
            ["a.rdb", "A.RDB"],
            ["a.rdb", "a.rdb.part"],
            ["a.rdb.part.json", "a.rdb"],
            ["x", "manifest.json"],
            ["x", ".download.manifest"],
            ["x", ".download.lock"],
            ["ä", "Ä"],
            ["AΣ", "aσ"],
        ] {
            let error = names(&clash).unwrap_err();
            assert!(error.contains("would overwrite"), "{clash:?}: {error}");
        }
        let error = names(&["a.rdb", "a.rdb"]).unwrap_err();
        assert!(error.starts_with("two files of the backup are called a.rdb"), "{error}");
    }

    #[test]
    fn the_longest_names_leave_room_for_what_is_added() {
        let long = |end: &str| format!("{}{end}", "ü".repeat(126));
        assert!(format!("{}.part.json.new", stem(&long("a"))).len() <= 255);
        assert_ne!(stem(&long("a")), stem(&long("b")));
    }
}
