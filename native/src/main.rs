//! The `fraudgen` command.

fn main() -> std::process::ExitCode {
    fraudgen::cli::main()
}
