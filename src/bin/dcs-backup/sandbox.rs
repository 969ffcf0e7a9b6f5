//! `dcs-backup sandbox`: a stand-in for DCS that any client can be pointed at.

use std::future;

use dcs_backup::{
    ENV_ACCESS_KEY, ENV_AUTH_TOKEN, ENV_PROJECT_ID, ENV_SECRET_KEY, ENV_SECURITY_TOKEN,
    sandbox::{Backup, Sandbox},
};

use crate::{
    args::{ENV_BACKUP_ID, ENV_ENDPOINT, ENV_INSTANCE_ID, SandboxArgs},
    exit::Failure,
    output,
};

/// Prints what a shell can eval, then serves until interrupted.
pub(crate) async fn run(args: SandboxArgs) -> Result<(), Failure> {
    let mut builder = Sandbox::builder().listen(args.listen);
    if let Some(folder) = args.dir {
        let backup = Backup::from_folder(&folder).map_err(|error| {
            Failure::system(&format!("can't serve {}", folder.display()), &error)
        })?;
        builder = builder.backup(backup);
    }
    if args.without_backups {
        builder = builder.without_backups();
    }
    let sandbox = builder
        .start()
        .await
        .map_err(|error| Failure::system(&format!("can't listen on {}", args.listen), &error))?;
    let backup_id = (!args.without_backups).then(|| sandbox.backup_id());
    let variables = [
        (ENV_ENDPOINT, Some(sandbox.endpoint())),
        (ENV_ACCESS_KEY, Some(sandbox.access_key())),
        (ENV_SECRET_KEY, Some(sandbox.secret_key())),
        (ENV_PROJECT_ID, Some(sandbox.project_id())),
        (ENV_INSTANCE_ID, Some(sandbox.instance_id())),
        (ENV_BACKUP_ID, backup_id),
    ];
    let exports: String = variables
        .iter()
        .filter_map(|(name, value)| Some(format!("export {name}={}\n", (*value)?)))
        .collect();
    // These would go along with the sandbox's keys, or beat them.
    let mut others = vec![ENV_AUTH_TOKEN, ENV_SECURITY_TOKEN];
    others.extend(backup_id.is_none().then_some(ENV_BACKUP_ID));
    output::print(&format!("{exports}unset {}\n", others.join(" ")))?;
    output::complain("serving until interrupted; the credentials die with this process");
    future::pending().await
}
