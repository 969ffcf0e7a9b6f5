//! Files that come in parts: what a download says of them.

use std::io::Write as _;

use presigned_download::{FileName, Subject, Verdict, judge_in_parts};
use proptest::prelude::*;

use crate::rdb::{
    RedisFiles,
    pass::tests::{WRITTEN, harm},
};

/// As a download that receives the file in these parts, all but the `missing`th.
fn judged(bytes: &[u8], cuts: &[usize], missing: usize, name: &str) -> Verdict {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    let parts = cuts.windows(2).enumerate().filter(|(n, _)| *n != missing);
    let parts: Vec<_> = parts.map(|(_, cut)| cut[0] as u64..cut[1] as u64).collect();
    let name: FileName = name.parse().unwrap();
    judge_in_parts(&file, &parts, &RedisFiles, Subject::new(&name, None)).unwrap()
}

proptest! {
    #[test]
    fn in_parts_too_no_harm_is_called_verified(
        file in 0..WRITTEN.len(),
        harm in harm(),
        cuts in proptest::collection::vec(any::<usize>(), 0..6),
        missing in 0_usize..8,
    ) {
        let intact = judged(WRITTEN[file], &cuts, missing, "a.rdb");
        prop_assert!(matches!(intact, Verdict::Verified(_)), "{:?}", intact);
        let bytes = harm.done_to(WRITTEN[file]);
        prop_assume!(!WRITTEN.contains(&bytes.as_slice()));
        for name in ["a.rdb", "a"] {
            let verdict = judged(&bytes, &cuts, missing, name);
            prop_assert!(!matches!(verdict, Verdict::Verified(_)), "{:?}", verdict);
        }
    }
}
