//! `dcs-backup completions`: what makes a shell complete the program's arguments.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{args::Args, exit::Failure, output};

const PROGRAM: &str = "dcs-backup";

/// The name under which clap_complete writes its function for bash. With a hyphen in it, the function
/// looks commands up by other labels than those it writes, and completes nothing behind a command.
const NAME_IN_BASH: &str = "dcs_backup";

/// What bash calls: it hands the generated function `--flag value`, whichever way that was written.
const BASH_ENTRY: &str = r#"
# `--flag=value` comes as three words, or as one where COMP_WORDBREAKS lacks the `=`.
_dcs_backup_entry() {
    local current="$2" previous="$3" prefix="" index="$COMP_CWORD"
    if [[ "$previous" == "=" && "$COMP_CWORD" -ge 2 ]]; then
        previous="${COMP_WORDS[COMP_CWORD-2]}"
    elif [[ "$current" == --*=* ]]; then
        previous="${current%%=*}"
        current="${current#*=}"
        prefix="$previous="
        index=$((COMP_CWORD + 2))
    fi
    local COMP_CWORD="$index"
    _dcs_backup "$1" "$current" "$previous"
    if [[ -n "$prefix" && "${#COMPREPLY[@]}" -gt 0 ]]; then
        COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
    fi
}

complete -r dcs_backup
complete -F _dcs_backup_entry -o nosort -o bashdefault -o default dcs-backup 2> /dev/null ||
    complete -F _dcs_backup_entry -o bashdefault -o default dcs-backup
"#;

/// Prints the script of this shell.
pub(crate) fn run(shell: Shell) -> Result<(), Failure> {
    let script = match shell {
        Shell::Bash => generated(shell, NAME_IN_BASH) + BASH_ENTRY,
        _ => generated(shell, PROGRAM),
    };
    Ok(output::print(&script)?)
}

fn generated(shell: Shell, name: &str) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
