//! Whether a list holds all that the service counts.

use crate::{exit::Failure, output};

/// Warns of a list that lacks some of what the service counts. One that lacks all of it is a failure: it would
/// pass for "none".
pub(crate) fn confirm(what: &str, counted: Option<u64>, listed: usize) -> Result<(), Failure> {
    match counted {
        Some(counted) if counted > listed as u64 => {
            let problem = format!("the service counts {counted} {what} and lists {listed}");
            if listed == 0 {
                return Err(Failure::Service(format!("{problem}; try again later")));
            }
            output::complain(&format!("warning: {problem}"));
            Ok(())
        }
        _ => Ok(()),
    }
}
