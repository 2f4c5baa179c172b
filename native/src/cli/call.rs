//! Commands for a program of another language: run in its process, or as its process.

use std::ffi::OsString;
use std::sync::{Arc, Mutex};

use clap::Parser;
use fraudgen_core::{Generator, Spec};

use super::args::{DatasetArgs, OutputArgs};
use super::command;
use super::commands::generate;
use super::failure::Failure;
use super::host::Host;
use super::remedy::Again;
use crate::bench::Program;
use crate::dataset::layout::Shard;
use crate::encode::batches::{Batches, Money};
use crate::parallel::{CancelToken, Context, ProgressSink};

/// How a command ended.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What it printed on standard output.
    pub printed: String,
    /// Why it failed, if it did; it may have printed what it found.
    pub failure: Option<Failure>,
}

/// Runs a command line, without the command's name, in this process.
pub fn call(args: Vec<OsString>, progress: Arc<dyn ProgressSink>, cancel: CancelToken) -> Outcome {
    let printed = Mutex::default();
    let host = Host::Caller {
        printed,
        progress,
        cancel,
    };
    let failure = command::run_for(&host, args).err();
    Outcome {
        printed: host.printed(),
        failure,
    }
}

/// Runs a command line as this process, which is that of another program; returns its exit code. The program
/// with the first arguments is what starts the command again.
pub fn main_of(args: Vec<OsString>, program: OsString, first: Vec<OsString>) -> u8 {
    command::main_of(args, Program::new(program, first))
}

/// The flags that describe a dataset.
#[derive(Debug, Parser)]
#[command(name = "fraudgen", no_binary_name = true)]
struct OfDataset {
    #[command(flatten)]
    dataset: DatasetArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// The spec that flags describe.
///
/// # Errors
/// What is wrong with one of them, in the command's words.
pub fn spec(context: &Context, args: Vec<OsString>) -> Result<Spec, Failure> {
    let args = OfDataset::try_parse_from(args).map_err(|error| Failure::of_usage(&error))?;
    let run = |spec| args.output.run(spec, Shard::WHOLE);
    let spec = args.dataset.spec(context, run);
    spec.map_err(|error| Failure::of(&error, Again::Anew))
}

/// What a stream of a table takes.
#[derive(Debug, Parser)]
#[command(name = "fraudgen", no_binary_name = true)]
struct OfStream {
    #[command(flatten)]
    generate: generate::Args,
}

/// The record batches that flags of `fraudgen generate --format arrow-stream` ask for.
///
/// # Errors
/// What is wrong with one of them, in the command's words.
pub fn batches(
    cancel: CancelToken,
    generator: &Arc<Generator>,
    flags: Vec<OsString>,
    money: Money,
) -> Result<Batches, Failure> {
    let stream = ["--out", "-", "--format", "arrow-stream"].map(OsString::from);
    let OfStream { generate: args } = OfStream::try_parse_from(stream.into_iter().chain(flags))
        .map_err(|error| Failure::of_usage(&error))?;
    let context = Context {
        cancel,
        ..Context::new(args.threads())
    };
    let batches = generate::batches(&args, &context, generator, money);
    batches
        .map(|(_, batches)| batches)
        .map_err(|error| Failure::of(&error, Again::Anew))
}
