//! `dcs-backup sandbox`: a stand-in for DCS that any client can be pointed at.

use std::future;

use dcs_backup::{
    ENV_ACCESS_KEY, ENV_PROJECT_ID, ENV_SECRET_KEY,
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
    let sandbox = builder
        .start()
        .await
        .map_err(|error| Failure::system(&format!("can't listen on {}", args.listen), &error))?;
    let variables = [
        (ENV_ENDPOINT, sandbox.endpoint()),
        (ENV_ACCESS_KEY, sandbox.access_key()),
        (ENV_SECRET_KEY, sandbox.secret_key()),
        (ENV_PROJECT_ID, sandbox.project_id()),
        (ENV_INSTANCE_ID, sandbox.instance_id()),
        (ENV_BACKUP_ID, sandbox.backup_id()),
    ];
    let lines: String =
        variables.iter().map(|(name, value)| format!("export {name}={value}\n")).collect();
    output::print(&lines)?;
    output::complain("serving until interrupted; the credentials die with this process");
    future::pending().await
}
