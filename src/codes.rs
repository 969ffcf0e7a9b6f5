//! What the error codes of DCS mean, after its error code page and answers seen in public threads. Pure.

use huaweicloud_core::{Answer, Diagnosis, ErrorKind, Hint, Operation};

/// What an answer of DCS means; `None` where its status says all.
pub(crate) fn diagnose(answer: &Answer, operation: &Operation) -> Option<Diagnosis> {
    let about = |variable| operation.path.contains(variable);
    let code = answer.code.as_deref().unwrap_or_default();
    let (kind, advice, hint) = match (answer.status.as_u16(), code) {
        (401, "DCS.1004" | "111401004") => {
            (ErrorKind::Unauthenticated, "the project id is not the token's", None)
        }
        (401, "DCS.1001" | "DCS.1002" | "111401001" | "111401002") => {
            (ErrorKind::Unauthenticated, "get a new token", None)
        }
        (403, "DCS.3002" | "111403002") => {
            (ErrorKind::PermissionDenied, "the account is read-only; settle why first", None)
        }
        (404, _) if about("{instance_id}") => (
            ErrorKind::NotFound,
            "check the instance id, and that project and region are the instance's",
            Some(Hint::Check("instance_id")),
        ),
        // Overloaded: listed as a wrong start time, given for a backup that does not exist.
        (400, "DCS.4031" | "111400031") if about("{backup_id}") => (
            ErrorKind::NotFound,
            "check the backup id, and that it is of this instance",
            Some(Hint::Check("backup_id")),
        ),
        (400, "DCS.4087" | "111400087") => (
            ErrorKind::Rejected,
            "this backup failed; choose another one",
            Some(Hint::ChooseAnother),
        ),
        (400, "DCS.4096" | "111400096") => (
            ErrorKind::Rejected,
            "a backup is being made; wait until it is done",
            Some(Hint::WaitUntilDone),
        ),
        (400, "DCS.4095" | "111400095" | "111400086") => {
            (ErrorKind::Rejected, "single-node instances have no backups", None)
        }
        _ => return None,
    };
    let diagnosis = Diagnosis::new(kind, advice);
    Some(match hint {
        Some(hint) => diagnosis.with_hint(hint),
        None => diagnosis,
    })
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    #[test]
    fn hints_depend_on_what_the_operation_is_about() {
        let hint = |status: u16, code: &str, path: &'static str| {
            let answer = Answer::new(StatusCode::from_u16(status).unwrap(), code);
            diagnose(&answer, &Operation { path, ..Operation::UNKNOWN })?.hint()
        };
        let backup = "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}";
        assert_eq!(hint(400, "DCS.4031", backup), Some(Hint::Check("backup_id")));
        assert_eq!(hint(400, "DCS.4031", "/v2/{project_id}/instances"), None);
        assert_eq!(hint(404, "DCS.3022", backup), Some(Hint::Check("instance_id")));
        assert_eq!(hint(400, "DCS.4096", backup), Some(Hint::WaitUntilDone));
        assert_eq!(hint(400, "DCS.4087", backup), Some(Hint::ChooseAnother));
    }
}
