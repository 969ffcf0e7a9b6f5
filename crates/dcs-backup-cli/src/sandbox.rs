//! `dcs-backup sandbox`: a stand-in for DCS that any client can be pointed at.

use std::future;

use dcs_backup::{
    ENV_ACCESS_KEY, ENV_AUTH_TOKEN, ENV_PROJECT_ID, ENV_SECRET_KEY, ENV_SECURITY_TOKEN,
};
use dcs_backup_sandbox::{Backup, Sandbox};

use crate::{
    args::{ENV_BACKUP_ID, ENV_ENDPOINT, ENV_INSTANCE_ID, SandboxArgs},
    env_file::EnvFile,
    exit::Failure,
    inner_command, output,
};

/// Serves until interrupted, after it printed what a shell can eval, or until a command has ended.
pub(crate) async fn run(args: SandboxArgs) -> Result<(), Failure> {
    let mut builder = Sandbox::builder().listen(args.listen);
    if let Some(folder) = &args.dir {
        let backup = Backup::from_folder(folder).map_err(|error| {
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
    let variables = Variables::of(&sandbox, args.without_backups);
    if !args.command.is_empty() {
        let Variables { set, unset } = variables;
        let ended = inner_command::run(&args.command, set, &unset, &args.running).await;
        sandbox.shutdown().await;
        return ended;
    }
    let Some(path) = &args.env_file else {
        output::print(&variables.lines())?;
        output::complain("serving until interrupted; the credentials die with this process");
        return future::pending().await;
    };
    let _file = EnvFile::write(path, variables.lines())?;
    let path = path.display();
    output::complain(&format!("serving until interrupted; {path} and its credentials die then"));
    future::pending().await
}

/// What points a client at the sandbox.
struct Variables {
    set: Vec<(&'static str, String)>,
    /// Those that would go along with the sandbox's keys, or beat them.
    unset: Vec<&'static str>,
}

impl Variables {
    fn of(sandbox: &Sandbox, without_backups: bool) -> Self {
        let mut set = vec![
            (ENV_ENDPOINT, sandbox.endpoint().to_owned()),
            (ENV_ACCESS_KEY, sandbox.access_key().to_owned()),
            (ENV_SECRET_KEY, sandbox.secret_key().to_owned()),
            (ENV_PROJECT_ID, sandbox.project_id().to_owned()),
            (ENV_INSTANCE_ID, sandbox.instance_id().to_owned()),
        ];
        let mut unset = vec![ENV_AUTH_TOKEN, ENV_SECURITY_TOKEN];
        match without_backups {
            true => unset.push(ENV_BACKUP_ID),
            false => set.push((ENV_BACKUP_ID, sandbox.backup_id().to_owned())),
        }
        Self { set, unset }
    }

    /// For a shell to eval. None of the values has what a shell takes for more than itself.
    fn lines(&self) -> String {
        let set = self.set.iter().map(|(name, value)| format!("export {name}={value}\n"));
        format!("{}unset {}\n", set.collect::<String>(), self.unset.join(" "))
    }
}
