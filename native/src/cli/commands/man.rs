//! `fraudgen man`

use std::io::Write;

use crate::cli::host::Host;

use crate::cli::failure::Usage;

/// Print the manual page of fraudgen, or of one of its subcommands
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  fraudgen man | man -l -\n  fraudgen man generate > fraudgen-generate.1"
)]
pub(in crate::cli) struct Args {
    /// The subcommand
    subcommand: Option<String>,
}

pub(in crate::cli) fn run(
    args: Args,
    host: &Host,
    mut command: clap::Command,
) -> anyhow::Result<()> {
    command.build();
    if let Some(name) = args.subcommand {
        let names: Vec<_> = command
            .get_subcommands()
            .map(|command| command.get_name().to_owned())
            .collect();
        let found = command.find_subcommand(&name).cloned();
        command = found.ok_or_else(|| {
            Usage(format!(
                "invalid value '{name}': the subcommands are {}",
                names.join(", ")
            ))
        })?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    host.stdout().write_all(&page)?;
    Ok(())
}
