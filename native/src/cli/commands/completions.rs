//! `fraudgen completions`

use std::io::Write;

use crate::cli::host::Host;

use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  fraudgen completions bash > ~/.local/share/bash-completion/completions/fraudgen"
)]
pub(in crate::cli) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(in crate::cli) fn run(
    args: Args,
    host: &Host,
    mut command: clap::Command,
) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "fraudgen", &mut script);
    host.stdout().write_all(&script)?;
    Ok(())
}
