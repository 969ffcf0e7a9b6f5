//! Generated code held against its reviewed copy.

use std::{env, fs, path::Path};

/// Compares with `tests/golden/NAME.rs`, or writes it if `UPDATE_GOLDEN` is set.
#[track_caller]
pub(crate) fn assert(name: &str, actual: &str) {
    let file = format!("tests/golden/{name}.rs");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let differs = (0..old.len().max(new.len())).find(|&i| old.get(i) != new.get(i));
    let Some(line) = differs else { return };
    let excerpt = |lines: &[&str]| {
        lines.iter().skip(line).take(8).map(|l| format!("    {l}\n")).collect::<String>()
    };
    panic!(
        "{file} differs from line {} on. It says\n{}but the build makes\n{}\
         If that is what you meant: UPDATE_GOLDEN=1 cargo test --workspace --all-features the_generated_code",
        line + 1,
        excerpt(&old),
        excerpt(&new),
    );
}
