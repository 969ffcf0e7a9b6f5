//! How many files and connections may be open at a time, as the process's own limit has it.

/// What else a process has open: its streams, the runtime, the folder, the service's connection.
const RESERVED: usize = 32;
/// For each connection: itself, the file it writes, the file that was before and is being finished,
/// and a record that is being saved.
const PER_CONNECTION: usize = 4;

/// What a download may have open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Connections at a time.
    pub(crate) connections: usize,
    /// Files of the backup that are begun and not done.
    pub(crate) files: usize,
}

impl Budget {
    /// What remains of so many connections under the process's limit.
    pub(crate) fn of_process(connections: usize) -> Self {
        Self::within(limit(), connections)
    }

    /// Says so if it allows fewer connections than were asked for.
    pub(crate) fn warn_of_fewer_than(&self, asked: usize) {
        if self.connections < asked {
            let connections = self.connections;
            let enough = RESERVED.saturating_add(asked.saturating_mul(PER_CONNECTION));
            tracing::warn!(
                "connections at a time: {connections} instead of {asked}, since too few files may be \
                 open; for more, raise the limit (`ulimit -n {enough}`)"
            );
        }
    }

    fn within(limit: Option<usize>, connections: usize) -> Self {
        let Some(limit) = limit else {
            return Self { connections, files: usize::MAX };
        };
        let left = limit.saturating_sub(RESERVED);
        let connections = connections.min(left / PER_CONNECTION).max(1);
        Self { connections, files: left.saturating_sub(2 * connections).max(1) }
    }
}

/// The soft limit of open files; `None` if there is none.
#[cfg(unix)]
fn limit() -> Option<usize> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current.and_then(|limit| usize::try_from(limit).ok())
}

#[cfg(not(unix))]
fn limit() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(limit: usize, connections: usize) -> (usize, usize) {
        let budget = Budget::within(Some(limit), connections);
        (budget.connections, budget.files)
    }

    #[test]
    fn a_low_limit_leaves_fewer_connections_and_files() {
        assert_eq!(within(1024, 64), (64, 864));
        assert_eq!(within(1024, 500), (248, 496));
        assert_eq!(within(128, 64), (24, 48));
        assert_eq!(within(128, 1), (1, 94));
        for limit in 0..40 {
            assert_eq!(within(limit, 64).0, 1, "{limit}");
            assert!(within(limit, 64).1 >= 1, "{limit}");
        }
    }

    #[test]
    fn no_limit_leaves_all() {
        let all = Budget { connections: 64, files: usize::MAX };
        assert_eq!(Budget::within(None, 64), all);
    }
}
